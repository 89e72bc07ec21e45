// call.c - calls of calcs.def in formulas: arguments to plain numbers, answers back to values.
#include "base/num.h"
#include "engine/calculate.h"
#include "engine/finance.h"
#include "engine/kernel.h"
#include "engine/unroll_int.h"

#include <string.h>

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

// An amount of a call, which may be uncertain.
struct amount {
    uint32_t param, index;
    struct val v;
};

struct call {
    struct calculation c;
    VEC(struct amount) amounts;
    bool uncertain;  // some amount is; its place in `c` holds 0
};

static bool fail_uncertain(struct unroll *u, uint32_t call, uint32_t id)
{
    struct str text =
        str_format(u->program->diags->arena,
                   "%.*s computes with known values here, and this one is uncertain",
                   STR_ARG(row_of(u, call)->name));
    return fail_at(u, id, DIAG_BAD_RANGE, text);
}

static bool is_known(struct unroll *u, uint32_t call, uint32_t id, struct val v, double *out)
{
    if (u->blocked) return false;
    if (val_is_node(v)) return fail_uncertain(u, call, id);
    *out = val_double(v);
    return isfinite(*out) || fail_at(u, id, DIAG_NOT_FINITE, STR("this is too large"));
}

// A number that may be an amount, and is then kept as one.
static bool take(struct unroll *u, uint32_t at, uint32_t id, struct call *call, uint32_t param,
                 uint32_t index, struct val v, double *out)
{
    enum calc_kind kind = row_of(u, at)->params[param].kind;
    if (u->blocked) return false;
    if (calc_is_money(kind)) {
        VEC_PUSH(u->arena, &call->amounts, (struct amount){param, index, v});
        call->uncertain = call->uncertain || val_is_node(v);
        if (val_is_node(v)) return true;
    }
    return is_known(u, at, id, v, out);
}

static bool take_number(struct unroll *u, uint32_t at, uint32_t id, struct call *call,
                        uint32_t param, const struct frame *f)
{
    enum calc_kind kind = row_of(u, at)->params[param].kind;
    double *out = &call->c.args[param].number;
    struct val v = unroll_eval(u, id, f);
    if (u->blocked) return false;
    v = per_month(u, at, kind, v);
    if (node(u, id)->flags & AST_PER_TIME)
        v = apply(u, OP_MUL, v, val_number(12 * unroll_month_seconds(u)));
    if (!take(u, at, id, call, param, 0, v, out)) return false;
    *out = snapped(kind, *out);
    return true;
}

static bool take_item(struct unroll *u, uint32_t at, uint32_t id, struct call *call,
                      uint32_t param, uint32_t index, const struct frame *f, double *out)
{
    const struct ast *n = node(u, id);
    if (n->kind == AST_WORD) return calc_date(u->program->asts.words.at[n->extra], out);
    if (n->kind == AST_DATE) {
        *out = n->number;
        return true;
    }
    return take(u, at, id, call, param, index, unroll_eval(u, id, f), out);
}

// A row as the list of its months.
static bool take_series(struct unroll *u, uint32_t at, uint32_t id, struct call *call,
                        uint32_t param, const struct frame *f, double *list)
{
    bool outside = u->varies;
    for (uint32_t m = 0; m < u->program->months; m++) {
        struct val v = series_value(u, id, f, m + 1);
        if (!take(u, at, id, call, param, m, v, &list[m])) return false;
    }
    u->varies = outside;
    return true;
}

static bool take_list(struct unroll *u, uint32_t at, uint32_t id, struct call *call,
                      uint32_t param, const struct frame *f)
{
    const struct ast n = *node(u, id);
    struct calc_arg *arg = &call->c.args[param];
    arg->count = n.kind == AST_LIST ? n.count : u->program->months;
    double *list = ARENA_ARRAY(u->arena, double, arg->count);
    arg->list = list;
    if (n.kind != AST_LIST) return take_series(u, at, id, call, param, f, list);
    for (uint32_t i = 0; i < n.count; i++)
        if (!take_item(u, at, kid(u, id, i), call, param, i, f, &list[i])) return false;
    return true;
}

static bool take_word(struct unroll *u, uint32_t id, const struct calc_param *p,
                      const struct frame *f, double *out)
{
    struct str word = unroll_word(u, id, f);
    *out = calc_word(p, word);
    if (*out >= 0) return true;
    fail_at(u, id, DIAG_WRONG_ARGUMENTS,
            str_format(u->program->diags->arena, "%.*s can't be '%.*s'", STR_ARG(p->name),
                       STR_ARG(str_visible(u->program->diags->arena, word))));
    diag_help(u->program->diags, "one of: %.*s", STR_ARG(p->standard));
    return false;
}

static bool take_argument(struct unroll *u, uint32_t at, struct call *call, uint32_t param,
                          const struct frame *f)
{
    const struct calc_param *p = &row_of(u, at)->params[param];
    struct calc_arg *arg = &call->c.args[param];
    uint32_t id = kid(u, at, param);
    arg->given = id != 0 || !(str_is(p->standard, "null") || p->kind == CALC_WORD);
    if (id == 0) {
        bool standard = p->kind != CALC_WORD && arg->given;
        return !standard || num_read(p->standard, &arg->number) == NUM_OK;
    }
    if (calc_is_list(p->kind)) return take_list(u, at, id, call, param, f);
    if (p->kind == CALC_WORD) return take_word(u, id, p, f, &arg->number);
    return take_number(u, at, id, call, param, f);
}

static bool take_arguments(struct unroll *u, uint32_t at, const struct frame *f,
                           struct call *call)
{
    *call = (struct call){.c = {.arena = u->arena, .calc = (enum calc)node(u, at)->what}};
    call->c.units = node(u, at)->flags & AST_UNITS;
    for (uint32_t i = 0; i < row_of(u, at)->param_count; i++)
        if (!take_argument(u, at, call, i, f)) return false;
    return true;
}

static bool fail_calculation(struct unroll *u, uint32_t at, const struct calculation *c)
{
    uint32_t param = c->error_param == CALC_NO_PARAM ? 0 : kid(u, at, c->error_param);
    struct str text = c->error;
    if (param) {
        struct str name = row_of(u, at)->params[c->error_param].name;
        text = str_format(u->program->diags->arena, "%.*s: %.*s", STR_ARG(name), STR_ARG(text));
    }
    return fail_at(u, param ? param : at, DIAG_OUT_OF_RANGE, text);
}

static bool compute(struct unroll *u, uint32_t at, struct calculation *c)
{
    return calculate(c) || fail_calculation(u, at, c);
}

bool unroll_answers(struct unroll *u, uint32_t call, struct calculation *out)
{
    struct frame f = frame_in(0, NO_WORKLOAD, 1);
    u->blocked = u->varies = u->poisoned = false;
    struct call c;
    if (!take_arguments(u, call, &f, &c)) return false;
    *out = c.c;
    return compute(u, call, out);
}

// ---- uncertain rates and terms -----------------------------------------------------------------

// Functions that the graph can compute whatever is uncertain.
static bool has_graph(enum calc c)
{
    return c == CALC_PMT || c == CALC_IPMT || c == CALC_PPMT || c == CALC_PV || c == CALC_FV ||
           c == CALC_NPV;
}

// Is something uncertain that weighted() can't take? For pmt anything counts.
static bool is_open(struct unroll *u, uint32_t at, const struct frame *f)
{
    for (uint32_t i = 0; (u->uncertain || u->open.input_of) && i < node(u, at)->count; i++) {
        enum calc_kind kind = row_of(u, at)->params[i].kind;
        uint32_t id = kid(u, at, i);
        bool amount =
            kind == CALC_FLOWS || (kind == CALC_MONEY && node(u, at)->what != CALC_PMT);
        if (id && !amount && val_is_node(unroll_eval(u, id, f))) return true;
        if (u->blocked) return true;
    }
    return false;
}

static struct val scalar(struct unroll *u, uint32_t at, uint32_t i, const struct frame *f)
{
    const struct calc_param *p = &row_of(u, at)->params[i];
    uint32_t id = kid(u, at, i);
    double standard = 0;
    if (id) return per_month(u, at, p->kind, unroll_eval(u, id, f));
    num_read(p->standard, &standard);
    return val_number(standard);
}

// The interest in a payment of which `number` is known.
static struct val interest(struct unroll *u, const struct val v[6], double number,
                           struct val paid)
{
    struct graph *g = u->graph;
    bool advance = !val_is(v[5], 0);
    if (advance && number == 1) return val_number(0);
    struct val before = val_number(number - (advance ? 2 : 1));
    struct val owed = finance_owed(g, v[0], before, paid, v[3], v[5]);
    if (advance) owed = apply(u, OP_SUB, owed, paid);
    return apply(u, OP_MUL, owed, v[0]);
}

static struct val part(struct unroll *u, uint32_t at, const struct val v[6])
{
    double number;
    if (!is_known(u, at, kid(u, at, 1), v[1], &number)) return val_number(0);
    if (val_is_node(v[5])) return fail_uncertain(u, at, kid(u, at, 5)), val_number(0);
    number = kernel_snap(number);
    bool behind = val_is_number(v[2]) && number >= kernel_snap(val_double(v[2])) + 1;
    if (number < 1 || behind || number != kernel_floor(number)) {
        fail_at(u, kid(u, at, 1), DIAG_OUT_OF_RANGE,
                number < 1 || behind ? STR("per: there is no payment of this number")
                                     : STR("per: a whole number is expected"));
        return val_number(0);
    }
    struct val paid = finance_payment(u->graph, v[0], v[2], v[3], v[4], v[5]);
    struct val share = interest(u, v, number, paid);
    return node(u, at)->what == CALC_IPMT ? share : apply(u, OP_SUB, paid, share);
}

static struct val present_value(struct unroll *u, uint32_t at, const struct val v[6],
                                const struct frame *f)
{
    uint32_t list = kid(u, at, 1);
    bool written = node(u, list)->kind == AST_LIST, outside = u->varies;
    uint32_t count = written ? node(u, list)->count : u->program->months;
    struct val *flows = ARENA_ARRAY(u->arena, struct val, count);
    for (uint32_t k = 0; k < count; k++) {
        flows[k] =
            written ? unroll_eval(u, kid(u, list, k), f) : series_value(u, list, f, k + 1);
        if (u->blocked) return flows[k];
    }
    if (!written) u->varies = outside;
    return finance_present(u->graph, v[0], flows, count, v[2], u->arena);
}

static struct val open_call(struct unroll *u, uint32_t at, const struct frame *f)
{
    struct graph *g = u->graph;
    struct val v[6] = {{0}};
    for (uint32_t i = 0; i < row_of(u, at)->param_count; i++) {
        if (row_of(u, at)->params[i].kind == CALC_FLOWS) continue;
        v[i] = scalar(u, at, i, f);
        if (u->blocked) return v[i];
    }
    enum calc calc = (enum calc)node(u, at)->what;
    if (calc == CALC_NPV) return present_value(u, at, v, f);
    bool sheet = node(u, at)->flags & AST_UNITS;  // payments are positive
    struct val given = sheet ? v[2] : graph_unary(g, OP_NEG, v[2]);
    if (calc == CALC_PV) {
        struct val left = graph_unary(g, OP_NEG, v[3]);
        return finance_borrowed(g, v[0], v[1], given, left, v[4]);
    }
    if (calc == CALC_FV)
        return graph_unary(g, OP_NEG, finance_owed(g, v[0], v[1], given, v[3], v[4]));
    struct val paid =
        calc == CALC_PMT ? finance_payment(g, v[0], v[1], v[2], v[3], v[4]) : part(u, at, v);
    return sheet ? paid : graph_unary(g, OP_NEG, paid);
}

// ---- uncertain amounts -------------------------------------------------------------------------

static void set_amount(struct calculation *c, const struct amount *a, double x)
{
    struct calc_arg *arg = &c->args[a->param];
    if (!arg->list) {
        arg->number = x;
        return;
    }
    double *list = ARENA_ARRAY(c->arena, double, arg->count);
    memcpy(list, arg->list, arg->count * sizeof *list);
    list[a->index] = x;
    arg->list = list;
}

// What one unit of an amount gives alone; where it can't stand alone (a salvage without a cost),
// what it adds to one unit of the first. `none` holds no amounts.
static bool weight_of(const struct calculation *none, const struct call *call, uint32_t i,
                      double *out)
{
    struct calculation alone = *none, both = *none, first = *none;
    const struct amount *amounts = call->amounts.at;
    set_amount(&alone, &amounts[i], 1);
    if (calculate(&alone)) {
        *out = alone.fields[0].value.number;
        return true;
    }
    set_amount(&both, &amounts[0], 1);
    set_amount(&both, &amounts[i], 1);
    set_amount(&first, &amounts[0], 1);
    if (i == 0 || !calculate(&both) || !calculate(&first)) return false;
    *out = both.fields[0].value.number - first.fields[0].value.number;
    return true;
}

static struct calculation without_amounts(struct arena *a, const struct call *call)
{
    struct calculation none = call->c;
    none.arena = a;
    for (uint32_t i = 0; i < call->amounts.count; i++) {
        struct calc_arg *arg = &none.args[call->amounts.at[i].param];
        arg->number = 0;
        if (arg->list && call->amounts.at[i].index == 0)
            arg->list = ARENA_ARRAY(a, double, arg->count);
    }
    return none;
}

// An answer that is linear in its amounts is the sum of what each gives; one that is only scaled
// with them can have one amount that is not 0.
static struct val weighted(struct unroll *u, uint32_t at, struct call *call)
{
    bool linear = row_of(u, at)->answer == CALC_ANSWERS_LINEAR;
    uint32_t count = 0;
    for (uint32_t i = 0; i < call->amounts.count; i++)
        count += !val_is(call->amounts.at[i].v, 0);
    if (!linear && (row_of(u, at)->answer != CALC_ANSWERS_MONEY || count > 1)) {
        fail_uncertain(u, at, at);
        return val_number(0);
    }
    struct arena scratch = {0};
    struct calculation none = without_amounts(&scratch, call);
    struct val *terms = ARENA_ARRAY(u->arena, struct val, call->amounts.count);
    bool ok = true;
    for (uint32_t i = 0; i < call->amounts.count && ok; i++) {
        struct arena_mark mark = arena_mark(&scratch);
        double weight = 0;
        struct val v = call->amounts.at[i].v;
        ok = val_is(v, 0) || weight_of(&none, call, i, &weight);
        terms[i] = apply(u, OP_MUL, v, val_number(weight));
        arena_release(&scratch, mark);
    }
    if (!ok && !calculate(&none))
        fail_calculation(u, at, &none);
    else if (!ok)
        fail_uncertain(u, at, at);
    arena_free(&scratch);
    return ok ? graph_sum(u->graph, terms, call->amounts.count) : val_number(0);
}

// ---- the value in a formula --------------------------------------------------------------------

static struct val no_answer(struct unroll *u, uint32_t id, const struct calculation *c)
{
    struct str why = c->undefined.len ? c->undefined : STR("salvage is above cost");
    fail_at(u, id, DIAG_NO_ANSWER,
            str_format(u->program->diags->arena, "%.*s has no answer: %.*s",
                       STR_ARG(row_of(u, id)->name), STR_ARG(why)));
    return val_number(0);
}

struct val call_calc(struct unroll *u, uint32_t id, const struct frame *f)
{
    struct call call;
    if (has_graph((enum calc)node(u, id)->what) && is_open(u, id, f))
        return open_call(u, id, f);
    if (!take_arguments(u, id, f, &call)) return val_number(0);
    if (call.uncertain) return weighted(u, id, &call);
    if (!compute(u, id, &call.c)) return val_number(0);
    if (call.c.undefined.len || call.c.field_count > 1) return no_answer(u, id, &call.c);
    double x = call.c.fields[0].value.number, month = unroll_month_seconds(u);
    bool timed = node(u, id)->flags & AST_TIMED;
    if (timed && row_of(u, id)->answer == CALC_ANSWERS_TERM) x *= month;
    if (timed && row_of(u, id)->answer == CALC_ANSWERS_RATE) x /= month;
    return val_number(x);
}
