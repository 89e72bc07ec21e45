// lines.c - lines(): the cost lines of an option as a model of `level: option` sees them.
//
// Such a model is computed behind the components and sees their lines, never those of its own
// kind, so tax on a loan's interest and the loan itself can't chase each other. An amount stands in
// the month that causes it, or (when='paid') in the month whose column it is paid in; what is paid
// in the opening column has no month of its own: when='opening' shows it in month 1.
#include "engine/kernel.h"
#include "engine/unroll_int.h"

static struct str word_of(const struct unroll *u, uint32_t id, const char *name)
{
    const struct ast_store *s = &u->program->asts;
    for (uint32_t i = 0; i < node(u, id)->count; i++)
        if (str_is(ast_arg_name(s, id, i), name))
            return s->words.at[node(u, kid(u, id, i))->extra];
    return STR_NONE;
}

static bool agrees(struct str wanted, struct str found)
{
    return wanted.len == 0 || str_eq(wanted, found);
}

static bool matches(const struct unroll *u, uint32_t id, const struct name *n)
{
    if (n->kind != NAME_COST) return false;
    enum amortise at = n->cost.amortise;
    const char *flow = at == AMORTISE_BACKWARD || at == AMORTISE_AFTER ? "sold" : "bought";
    return agrees(word_of(u, id, "class"), str_of(class_word(n->cost.class))) &&
           agrees(word_of(u, id, "category"), n->cost.category) &&
           agrees(word_of(u, id, "line"), n->text) &&
           agrees(word_of(u, id, "flow"), str_of(flow));
}

static struct line_list find_lines(struct unroll *u, uint32_t id, uint32_t option)
{
    const struct program *p = u->program;
    const struct option *o = &p->options.at[option];
    VEC(uint32_t) rows = {0};
    for (uint32_t i = o->first_sheet; i < o->first_sheet + o->sheet_count; i++) {
        const struct sheet *s = &p->sheets.at[i];
        const struct form *f = &p->forms.at[s->form];
        if (f->of_option) continue;
        for (uint32_t n = 0; n < f->names.count; n++) {
            if (!matches(u, id, &f->names.at[n])) continue;
            uint32_t count = f->names.at[n].per_workload ? s->workload_count : 1;
            for (uint32_t k = 0; k < count; k++)
                VEC_PUSH(u->arena, &rows, s->row_of[n] + k);
        }
    }
    return (struct line_list){rows.at, rows.count};
}

struct line_list unroll_lines(struct unroll *u, uint32_t id, uint32_t sheet)
{
    uint32_t key[2] = {id, u->program->sheets.at[sheet].option};
    struct str name = {(const char *)key, sizeof key};
    uint32_t at = map_get(&u->line_index, name);
    if (at != MAP_NONE) return u->line_lists.at[at];
    struct line_list list = find_lines(u, id, key[1]);
    map_put(u->arena, &u->line_index, str_copy(u->arena, name),
            VEC_PUSH(u->arena, &u->line_lists, list));
    return list;
}

// A time that a line states, in months. It does not change with time.
static struct val months_of(struct unroll *u, uint32_t formula, uint32_t row)
{
    bool outside = u->varies;
    struct frame f = frame_in(u->program->rows.at[row].sheet, NO_WORKLOAD, 1);
    struct val v = unroll_eval(u, formula, &f);
    u->varies = outside;
    return apply(u, OP_DIV, v, val_number(unroll_month_seconds(u)));
}

struct val lines_life(struct unroll *u, uint32_t row)
{
    uint32_t formula = row_name(u->program, row)->cost.life;
    struct val months = formula ? months_of(u, formula, row) : val_number(u->program->months);
    return apply(u, OP_MUL, months, val_number(unroll_month_seconds(u)));
}

// What is paid in a month's column: the line's terms before it was caused, or all that is left in
// the last column.
static struct val paid_after_terms(struct unroll *u, uint32_t row, uint32_t month)
{
    uint32_t last = u->program->months;
    struct val sum = val_number(0);
    struct val terms = months_of(u, row_name(u->program, row)->cost.terms, row);
    if (u->blocked) return terms;
    terms = graph_unary(u->graph, OP_ROUND, terms);
    for (uint32_t m = 1; m <= month; m++) {
        enum op op = month < last ? OP_EQ : OP_LE;
        struct val here = apply(u, op, val_number(month - m), terms);
        if (val_is(here, 0)) continue;
        struct val v = unroll_read(u, row, m);
        if (u->blocked) return v;
        sum = apply(u, OP_ADD, sum, graph_select(u->graph, here, v, val_number(0)));
    }
    u->varies = true;
    return sum;
}

// What is paid in the opening column is what month 1 causes and pays at its start.
static struct val paid_in_opening(struct unroll *u, uint32_t row, uint32_t month)
{
    u->varies = true;
    if (month > 1 || row_name(u->program, row)->cost.paid != PAID_START) return val_number(0);
    return unroll_read(u, row, month);
}

struct val lines_amount(struct unroll *u, uint32_t id, uint32_t row, uint32_t month)
{
    if (str_is(word_of(u, id, "when"), "opening")) return paid_in_opening(u, row, month);
    if (!str_is(word_of(u, id, "when"), "paid")) return unroll_read(u, row, month);
    switch (row_name(u->program, row)->cost.paid) {
    case PAID_END: return unroll_read(u, row, month);
    case PAID_START:
        u->varies = true;
        return month < u->program->months ? unroll_read(u, row, month + 1) : val_number(0);
    case PAID_TERMS: return paid_after_terms(u, row, month);
    }
    return val_number(0);
}

struct val lines_call(struct unroll *u, uint32_t id, const struct frame *f)
{
    struct line_list list = unroll_lines(u, id, f->sheet);
    struct val sum = val_number(0);
    for (uint32_t i = 0; i < list.count; i++) {
        struct val v = lines_amount(u, id, list.rows[i], f->month);
        if (u->blocked) return v;
        sum = apply(u, OP_ADD, sum, v);
    }
    return sum;
}

// ---- calendar ----------------------------------------------------------------------------------

// fiscal_year(time) and fiscal_month(time): whole months after the start, counted in years that
// begin in the fiscal year's first month.
struct val calendar_call(struct unroll *u, uint32_t id, const struct frame *f)
{
    struct val time = unroll_eval(u, kid(u, id, 0), f);
    if (u->blocked) return time;
    const struct program *p = u->program;
    int into = ((p->start % 12 - p->fiscal_start) % 12 + 12) % 12;
    struct val months = apply(u, OP_DIV, time, val_number(unroll_month_seconds(u)));
    months = apply(u, OP_ADD, graph_unary(u->graph, OP_FLOOR, months), val_number(into));
    struct val year = graph_unary(u->graph, OP_FLOOR, apply(u, OP_DIV, months, val_number(12)));
    if (node(u, id)->what == FUNC_FISCAL_YEAR) return year;
    return apply(u, OP_SUB, months, apply(u, OP_MUL, year, val_number(12)));
}
