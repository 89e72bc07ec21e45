// unroll_int.h - shared by the files that compute formulas: unroll.c, eval.c, bands.c, series.c,
// load.c.
#ifndef TCO_ENGINE_UNROLL_INT_H
#define TCO_ENGINE_UNROLL_INT_H

#include "engine/unroll.h"

// Where a formula is being computed.
struct frame {
    uint32_t sheet;
    uint32_t workload;
    uint32_t month;  // from 1
    int hour;        // a slot of the load curve, or -1 for the month's mean
    bool in_weight;  // inside the weight of cohorts(), where `age` is known:
    struct val age;
    uint32_t line;  // .. over lines(): the cost row that is aged; else NO_NAME
    bool only_off;  // inside written_off(): written_down() is only what it takes off at once
};

static inline struct frame frame_in(uint32_t sheet, uint32_t workload, uint32_t month)
{
    return (struct frame){
        .sheet = sheet, .workload = workload, .month = month, .hour = -1, .line = NO_NAME};
}

enum memo_use { MEMO_SERIES, MEMO_PREFIX, MEMO_INDEX, MEMO_WEIGHT, MEMO_OFF };

// ---- short words for what every one of these files does ----

static inline const struct ast *node(const struct unroll *u, uint32_t id)
{
    return ast_get(&u->program->asts, id);
}

static inline uint32_t kid(const struct unroll *u, uint32_t id, uint32_t i)
{
    return ast_kid(&u->program->asts, id, i);
}

static inline struct span place(const struct unroll *u, uint32_t id)
{
    return ast_place(&u->program->asts, u->program->placer, id);
}

static inline struct val apply(struct unroll *u, enum op op, struct val a, struct val b)
{
    return graph_binary(u->graph, op, a, b);
}

struct val unroll_need(struct unroll *u, uint32_t row, uint32_t month);

// The value of a cell, which is computed first if nobody has.
static inline struct val unroll_read(struct unroll *u, uint32_t row, uint32_t month)
{
    const struct cell *c = &u->cells[row];
    if (c->failed) u->poisoned = true;
    if (c->state == CELL_CONSTANT) return c->constant;
    if (c->state != CELL_SERIES || val_is_empty(c->series[month - 1]))
        return unroll_need(u, row, month);
    u->varies = true;
    return c->series[month - 1];
}

// The row that a reference means in a frame; NO_NAME if the sheet does not serve its workload.
static inline uint32_t unroll_row_of(const struct unroll *u, const struct ref *r,
                                     const struct frame *f)
{
    uint32_t workload = r->workload.len ? r->workload_id : f->workload;
    return sheet_row(u->program, r->kind == REF_SCENARIO ? 0 : f->sheet, r->target, workload);
}

// The word that a node means, or STR_NONE when it is a number.
struct str unroll_word(const struct unroll *u, uint32_t id, const struct frame *f);

// The functions of calcs.def that answer one number.
struct val call_calc(struct unroll *u, uint32_t id, const struct frame *f);

// tier(), lookup() and interpolate().
struct val band_call(struct unroll *u, uint32_t id, const struct frame *f);

// The value of a node, or anything when u->blocked is set.
struct val unroll_eval_node(struct unroll *u, uint32_t id, const struct frame *f);

static inline struct val unroll_eval(struct unroll *u, uint32_t id, const struct frame *f)
{
    const struct ast *n = node(u, id);
    return n->kind == AST_NUMBER ? val_number(n->number) : unroll_eval_node(u, id, f);
}

struct val unroll_block(struct unroll *u, uint32_t row, uint32_t month);
struct val unroll_fail(struct unroll *u);

// ---- lines.c: the cost lines that a model of `level: option` sees ----

struct val lines_call(struct unroll *u, uint32_t id, const struct frame *f);
// The amount of one of them in a month: when it is caused, or when it is paid.
struct val lines_amount(struct unroll *u, uint32_t id, uint32_t row, uint32_t month);
// Its life; the horizon for lines that have none.
struct val lines_life(struct unroll *u, uint32_t row);
// fiscal_year() and fiscal_month().
struct val calendar_call(struct unroll *u, uint32_t id, const struct frame *f);

// Values of a formula in the place of a frame, by month or by age from 0 to the last month; empty
// until computed. They stay where they are until the end.
struct val *unroll_memo(struct unroll *u, enum memo_use use, uint32_t id,
                        const struct frame *f);

// The value of a formula in another month of the same frame, remembered.
struct val series_value(struct unroll *u, uint32_t id, const struct frame *f, uint32_t month);
struct val series_call(struct unroll *u, uint32_t id, const struct frame *f);
struct val series_growth_path(struct unroll *u, uint32_t id, const struct frame *f);

struct val load_peak(struct unroll *u, uint32_t arg, const struct frame *f);
struct val load_hours(struct unroll *u, uint32_t arg, const struct frame *f);
struct val load_share(struct unroll *u, uint32_t row, const struct frame *f);
struct val load_compute(struct unroll *u, uint32_t row, uint32_t month);

#endif
