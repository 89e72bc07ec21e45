// call.c - calls of calcs.def in formulas: arguments to plain numbers, answers back to values.
#include "base/num.h"
#include "engine/calculate.h"
#include "engine/finance.h"
#include "engine/kernel.h"
#include "engine/unroll_int.h"

static const struct calc_row *row_of(const struct unroll *u, uint32_t id)
{
    return calc_row((enum calc)node(u, id)->what);
}

static bool fail_at(struct unroll *u, uint32_t id, enum diag_code code, struct str message)
{
    diag_fail(u->program->diags, place(u, id), code, "%.*s", STR_ARG(message));
    unroll_fail(u);
    return false;
}

// Rates and terms per month where they are written with a time.
static struct val per_month(struct unroll *u, uint32_t id, enum calc_kind kind, struct val v)
{
    bool timed = node(u, id)->flags & AST_TIMED;
    double month = unroll_month_seconds(u);
    if (timed && kind == CALC_APR) return apply(u, OP_MUL, v, val_number(month));
    if (timed && kind == CALC_TERM) return apply(u, OP_DIV, v, val_number(month));
    if (timed && kind == CALC_YIELD) {
        struct val yearly = apply(u, OP_MUL, v, val_number(12 * month));
        yearly = apply(u, OP_DIV, graph_unary(u->graph, OP_LOG1P, yearly), val_number(12));
        return graph_unary(u->graph, OP_EXPM1, yearly);
    }
    return v;
}

static double snapped(enum calc_kind kind, double x)
{
    return kind == CALC_TERM || kind == CALC_NUMBER ? kernel_snap(x) : x;
}

static bool is_known(struct unroll *u, uint32_t call, uint32_t id, struct val v, double *out)
{
    if (u->blocked) return false;
    if (val_is_node(v)) {
        struct str text =
            str_format(u->program->diags->arena,
                       "%.*s computes with known values, and this one is uncertain",
                       STR_ARG(row_of(u, call)->name));
        return fail_at(u, id, DIAG_BAD_RANGE, text);
    }
    *out = val_double(v);
    return isfinite(*out) || fail_at(u, id, DIAG_NOT_FINITE, STR("this is too large"));
}

static bool take_number(struct unroll *u, uint32_t call, uint32_t id,
                        const struct calc_param *p, const struct frame *f, double *out)
{
    struct val v = unroll_eval(u, id, f);
    if (u->blocked) return false;
    v = per_month(u, call, p->kind, v);
    if (node(u, id)->flags & AST_PER_TIME)
        v = apply(u, OP_MUL, v, val_number(12 * unroll_month_seconds(u)));
    if (!is_known(u, call, id, v, out)) return false;
    *out = snapped(p->kind, *out);
    return true;
}

static bool take_item(struct unroll *u, uint32_t call, uint32_t id, const struct frame *f,
                      double *out)
{
    const struct ast *n = node(u, id);
    if (n->kind == AST_WORD) return calc_date(u->program->asts.words.at[n->extra], out);
    if (n->kind == AST_DATE) {
        *out = n->number;
        return true;
    }
    return is_known(u, call, id, unroll_eval(u, id, f), out);
}

// A row as the list of its months.
static bool take_series(struct unroll *u, uint32_t call, uint32_t id, const struct frame *f,
                        double *list)
{
    bool outside = u->varies;
    for (uint32_t m = 1; m <= u->program->months; m++) {
        struct val v = series_value(u, id, f, m);
        if (!is_known(u, call, id, v, &list[m - 1])) return false;
    }
    u->varies = outside;
    return true;
}

static bool take_list(struct unroll *u, uint32_t call, uint32_t id, const struct frame *f,
                      struct calc_arg *arg)
{
    const struct ast n = *node(u, id);
    arg->count = n.kind == AST_LIST ? n.count : u->program->months;
    double *list = ARENA_ARRAY(u->arena, double, arg->count);
    arg->list = list;
    if (n.kind != AST_LIST) return take_series(u, call, id, f, list);
    for (uint32_t i = 0; i < n.count; i++)
        if (!take_item(u, call, kid(u, id, i), f, &list[i])) return false;
    return true;
}

static bool take_argument(struct unroll *u, uint32_t call, uint32_t i, const struct frame *f,
                          struct calc_arg *arg)
{
    const struct calc_param *p = &row_of(u, call)->params[i];
    uint32_t id = kid(u, call, i);
    arg->given = id != 0 || !(str_is(p->standard, "null") || p->kind == CALC_WORD);
    if (id == 0) {
        bool standard = p->kind != CALC_WORD && arg->given;
        return !standard || num_read(p->standard, &arg->number) == NUM_OK;
    }
    if (calc_is_list(p->kind)) return take_list(u, call, id, f, arg);
    if (p->kind == CALC_WORD) {
        arg->number = calc_word(p, u->program->asts.words.at[node(u, id)->extra]);
        return true;
    }
    return take_number(u, call, id, p, f, &arg->number);
}

static bool compute(struct unroll *u, uint32_t id, const struct frame *f, struct calculation *c)
{
    const struct calc_row *row = row_of(u, id);
    *c = (struct calculation){.arena = u->arena, .calc = (enum calc)node(u, id)->what};
    c->units = node(u, id)->flags & AST_UNITS;
    for (uint32_t i = 0; i < row->param_count; i++)
        if (!take_argument(u, id, i, f, &c->args[i])) return false;
    if (calculate(c)) return true;
    uint32_t at = c->error_param == CALC_NO_PARAM ? 0 : kid(u, id, c->error_param);
    struct str text = c->error;
    if (at) {
        struct str name = row->params[c->error_param].name;
        text = str_format(u->program->diags->arena, "%.*s: %.*s", STR_ARG(name), STR_ARG(text));
    }
    return fail_at(u, at ? at : id, DIAG_OUT_OF_RANGE, text);
}

bool unroll_answers(struct unroll *u, uint32_t call, struct calculation *out)
{
    struct frame f = frame_in(0, NO_WORKLOAD, 1);
    u->blocked = u->varies = u->poisoned = false;
    return compute(u, call, &f, out);
}

// A level payment of uncertain values, which the graph can compute.
static struct val payment(struct unroll *u, uint32_t id, const struct frame *f)
{
    struct val v[5];
    for (uint32_t i = 0; i < 5; i++) {
        uint32_t k = kid(u, id, i);
        v[i] = k ? unroll_eval(u, k, f) : val_number(0);
        if (u->blocked) return v[i];
        v[i] = per_month(u, id, row_of(u, id)->params[i].kind, v[i]);
    }
    struct val paid = finance_payment(u->graph, v[0], v[1], v[2], v[3], v[4]);
    bool units = node(u, id)->flags & AST_UNITS;
    return units ? paid : graph_unary(u->graph, OP_NEG, paid);
}

static bool is_uncertain(struct unroll *u, uint32_t id, const struct frame *f)
{
    for (uint32_t i = 0; u->uncertain && i < node(u, id)->count; i++) {
        uint32_t k = kid(u, id, i);
        if (k && node(u, k)->kind != AST_LIST && node(u, k)->kind != AST_WORD &&
            val_is_node(unroll_eval(u, k, f)))
            return true;
        if (u->blocked) return true;
    }
    return false;
}

struct val call_calc(struct unroll *u, uint32_t id, const struct frame *f)
{
    struct calculation c;
    if (node(u, id)->what == CALC_PMT && is_uncertain(u, id, f)) return payment(u, id, f);
    if (!compute(u, id, f, &c)) return val_number(0);
    if (c.undefined.len || c.field_count > 1) {
        struct str why = c.undefined.len ? c.undefined : STR("salvage is above cost");
        fail_at(u, id, DIAG_NO_ANSWER,
                str_format(u->program->diags->arena, "%.*s has no answer: %.*s",
                           STR_ARG(row_of(u, id)->name), STR_ARG(why)));
        return val_number(0);
    }
    double x = c.fields[0].value.number, month = unroll_month_seconds(u);
    bool timed = node(u, id)->flags & AST_TIMED;
    if (timed && row_of(u, id)->answer == CALC_ANSWERS_TERM) x *= month;
    if (timed && row_of(u, id)->answer == CALC_ANSWERS_RATE) x /= month;
    return val_number(x);
}
