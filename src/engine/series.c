// series.c - the functions that look at other months: prev, lag, cohorts, grow and their like.
#include "engine/kernel.h"
#include "engine/unroll_int.h"

#include "lang/loops.h"

static struct val fail_at(struct unroll *u, uint32_t id, enum diag_code code,
                          const char *message)
{
    diag_fail(u->program->diags, ast_place(&u->program->asts, u->program->placer, id), code,
              "%s", message);
    return unroll_fail(u);
}

// A formula in another month of the same frame.
static struct val eval_in(struct unroll *u, uint32_t id, const struct frame *f, uint32_t month)
{
    struct frame g = *f;
    g.month = month;
    return unroll_eval(u, id, &g);
}

// Inside an hour or a weight a value depends on more than the month.
struct val series_value(struct unroll *u, uint32_t id, const struct frame *f, uint32_t month)
{
    if (f->hour >= 0 || f->in_weight) return eval_in(u, id, f, month);
    struct val *known = unroll_memo(u, MEMO_SERIES, id, f);
    if (!val_is_empty(known[month])) return known[month];
    struct val v = eval_in(u, id, f, month);
    if (!u->blocked) known[month] = v;
    return v;
}

static struct val call_prev(struct unroll *u, uint32_t id, const struct frame *f)
{
    u->varies = true;
    if (f->month > 1) return eval_in(u, kid(u, id, 0), f, f->month - 1);
    return node(u, id)->count > 1 ? unroll_eval(u, kid(u, id, 1), f) : val_number(0);
}

// A time as months, and whether it is the same in all months.
static struct val months_of(struct unroll *u, uint32_t id, const struct frame *f, bool *fixed)
{
    bool outside = u->varies;
    u->varies = false;
    struct val v = unroll_eval(u, id, f);
    *fixed = !u->varies;
    u->varies = outside || u->varies;
    return apply(u, OP_DIV, v, val_number(unroll_month_seconds(u)));
}

// A time written as a number of months is a whole one. Where it is an input, such as a life of 4.3
// years, the function says in which month it is over.
static bool is_between_months(struct unroll *u, uint32_t id, struct val months)
{
    if (node(u, id)->kind != AST_NUMBER || val_is_node(months)) return false;
    return !loops_is_whole(u->program, val_double(months) * unroll_month_seconds(u));
}

static struct val fail_between(struct unroll *u, uint32_t id)
{
    return fail_at(u, id, DIAG_OUT_OF_RANGE,
                   "values stand in whole months: there is none between two of them");
}

// The value `back` months ago where that is known; otherwise a choice among all months.
static struct val call_lag(struct unroll *u, uint32_t id, const struct frame *f)
{
    uint32_t arg = kid(u, id, 0), delay = kid(u, id, 1);
    bool fixed;
    struct val back = months_of(u, delay, f, &fixed);
    u->varies = true;
    if (u->blocked) return back;
    if (!fixed)
        return fail_at(u, delay, DIAG_NOT_CONSTANT,
                       "the second argument of lag() may not change with time");
    if (is_between_months(u, delay, back)) return fail_between(u, delay);
    back = graph_unary(u->graph, OP_CEIL, back);
    if (!val_is_node(back)) {
        double n = val_double(back);
        if (n < 0) return fail_at(u, delay, DIAG_OUT_OF_RANGE, "lag() looks back, not forward");
        return n >= f->month ? val_number(0) : eval_in(u, arg, f, f->month - (uint32_t)n);
    }
    struct val found = val_number(0);
    for (uint32_t n = 0; n < f->month; n++) {
        struct val v = series_value(u, arg, f, f->month - n);
        if (u->blocked) return v;
        found = graph_select(u->graph, apply(u, OP_EQ, back, val_number(n)), v, found);
    }
    return found;
}

static struct val call_at(struct unroll *u, uint32_t id, const struct frame *f)
{
    uint32_t arg = kid(u, id, 0), when = kid(u, id, 1);
    bool fixed;
    struct val since = months_of(u, when, f, &fixed);
    if (u->blocked) return since;
    if (is_between_months(u, when, since)) return fail_between(u, when);
    since = graph_unary(u->graph, OP_FLOOR, since);
    if (!val_is_node(since)) {
        double n = val_double(since);
        if (n < 0 || n >= u->program->months)
            return fail_at(u, when, DIAG_OUT_OF_RANGE,
                           "at() asks for a month outside the horizon");
        return eval_in(u, arg, f, (uint32_t)n + 1);
    }
    struct val found = val_number(0);
    for (uint32_t n = 0; n < u->program->months; n++) {
        struct val v = series_value(u, arg, f, n + 1);
        if (u->blocked) return v;
        found = graph_select(u->graph, apply(u, OP_EQ, since, val_number(n)), v, found);
    }
    return found;
}

// The sum over months 1..to, one addition for each month ever asked for.
static struct val sum_to(struct unroll *u, uint32_t arg, const struct frame *f, uint32_t to)
{
    struct val *sums = unroll_memo(u, MEMO_PREFIX, arg, f);
    uint32_t m = to;
    sums[0] = val_number(0);
    while (val_is_empty(sums[m]))
        m--;
    for (; m < to; m++) {
        struct val v = eval_in(u, arg, f, m + 1);
        if (u->blocked) return v;
        sums[m + 1] = apply(u, OP_ADD, sums[m], v);
    }
    return sums[to];
}

static struct val call_total(struct unroll *u, uint32_t id, const struct frame *f, uint32_t to)
{
    bool outside = u->varies;
    struct val v = sum_to(u, kid(u, id, 0), f, to);
    u->varies = outside || to != u->program->months;
    return v;
}

// A weight depends on the age, and on the month only if it mentions something that changes.
static struct val weight_of(struct unroll *u, uint32_t id, const struct frame *f, uint32_t age)
{
    struct val *known = unroll_memo(u, f->only_off ? MEMO_OFF : MEMO_WEIGHT, id, f);
    if (!val_is_empty(known[age])) return known[age];
    struct frame g = *f;
    g.in_weight = true;
    g.age = val_number(age * unroll_month_seconds(u));
    u->varies = false;
    struct val v = unroll_eval(u, id, &g);
    if (!u->blocked && !u->varies) known[age] = v;
    return v;
}

// What the values of a share at all lower ages leave of 1. An age lies as many months back.
static struct val left_of_one(struct unroll *u, uint32_t id, const struct frame *f)
{
    double month = unroll_month_seconds(u);
    uint32_t age = (uint32_t)kernel_snap(val_double(f->age) / month);
    struct val left = val_number(1);
    struct frame g = *f;
    for (uint32_t k = 0; k < age; k++) {
        g.month = f->month - age + k;
        g.age = val_number(k * month);
        struct val v = unroll_eval(u, id, &g);
        if (u->blocked) return v;
        left = apply(u, OP_SUB, left, v);
    }
    return left;
}

static struct val call_written_down(struct unroll *u, uint32_t id, const struct frame *f)
{
    struct val sold = unroll_eval(u, kid(u, id, 1), f);
    if (u->blocked || (f->only_off && val_is(sold, 0))) return sold;
    struct val share = unroll_eval(u, kid(u, id, 0), f);
    if (u->blocked || val_is(sold, 0)) return share;
    struct val left = left_of_one(u, kid(u, id, 0), f);
    if (u->blocked) return left;
    if (f->only_off) {
        left = apply(u, OP_SUB, left, share);
        share = val_number(0);
    }
    return val_is_number(sold) ? left : graph_select(u->graph, sold, left, share);
}

// A row once more, with nothing of its written_down() but what that takes off at once.
static struct val call_written_off(struct unroll *u, uint32_t id, const struct frame *f)
{
    const struct ref *r = &u->program->asts.refs.at[node(u, kid(u, id, 0))->extra];
    uint32_t row = unroll_row_of(u, r, f);
    struct frame g = *f;
    g.only_off = true;
    u->varies = true;
    if (row == NO_NAME) return val_number(0);
    return unroll_eval(u, u->program->rows.at[row].formula, &g);
}

// cohorts(lines(..), weight): line by line, since each has a life of its own.
static struct val cohorts_of_lines(struct unroll *u, uint32_t id, const struct frame *f)
{
    uint32_t lines = kid(u, id, 0), weight = kid(u, id, 1);
    struct line_list list = unroll_lines(u, lines, f->sheet);
    struct val sum = val_number(0);
    for (uint32_t i = 0; i < list.count; i++) {
        struct frame g = *f;
        g.line = list.rows[i];
        for (uint32_t p = 1; p <= f->month && !u->blocked; p++) {
            struct val a = lines_amount(u, lines, list.rows[i], p);
            if (u->blocked || val_is(a, 0)) continue;
            struct val w = weight_of(u, weight, &g, f->month - p);
            if (!u->blocked) sum = apply(u, OP_ADD, sum, apply(u, OP_MUL, a, w));
        }
    }
    u->varies = true;
    return sum;
}

static struct val call_cohorts(struct unroll *u, uint32_t id, const struct frame *f)
{
    const struct ast *of = node(u, kid(u, id, 0));
    if (of->kind == AST_CALL && of->what == FUNC_LINES) return cohorts_of_lines(u, id, f);
    uint32_t amount = kid(u, id, 0), weight = kid(u, id, 1);
    struct val sum = val_number(0);
    bool plain = f->hour < 0 && !f->in_weight;
    const struct val *known = plain ? unroll_memo(u, MEMO_SERIES, amount, f) : NULL;
    for (uint32_t p = 1; p <= f->month && !u->blocked; p++) {
        if (known && val_is(known[p], 0)) continue;
        struct val a = series_value(u, amount, f, p);
        if (u->blocked || val_is(a, 0)) continue;
        struct val w = weight_of(u, weight, f, f->month - p);
        if (!u->blocked) sum = apply(u, OP_ADD, sum, apply(u, OP_MUL, a, w));
    }
    u->varies = true;
    return sum;
}

// ---- growth ------------------------------------------------------------------------------------

// What is known of a growth apart from its size.
struct growth {
    uint32_t id;         // formula of the rate
    struct frame frame;  // in which it is computed
    double period;       // months
    bool stepped;
    int base;  // the month, from 1, in which the factor is 1
};

// The period in which a growth was written, and whether it moves in steps.
static void find_shape(const struct unroll *u, uint32_t id, const struct frame *f,
                       struct growth *g)
{
    const struct ast *n = node(u, id);
    if (n->kind == AST_STEPPED) g->stepped = true;
    if (n->kind == AST_NUMBER && g->period == 0)
        g->period = u->program->asts.literals.at[n->extra].period_months;
    if (n->kind == AST_NAME) {
        const struct ref *r = &u->program->asts.refs.at[n->extra];
        if (r->kind == REF_BUILTIN) return;
        uint32_t workload = r->workload.len ? r->workload_id : f->workload;
        uint32_t row =
            sheet_row(u->program, r->kind == REF_SCENARIO ? 0 : f->sheet, r->target, workload);
        if (row == NO_NAME || u->program->rows.at[row].formula == 0) return;
        struct frame inner = *f;
        inner.sheet = u->program->rows.at[row].scope;
        find_shape(u, u->program->rows.at[row].formula, &inner, g);
        return;
    }
    for (uint32_t i = 0; i < n->count && g->period == 0; i++)
        find_shape(u, kid(u, id, i), f, g);
}

static struct val rate_in(struct unroll *u, const struct growth *g, uint32_t month, bool *fixed)
{
    bool outside = u->varies;
    u->varies = false;
    struct val v = eval_in(u, g->id, &g->frame, month);
    *fixed = !u->varies;
    u->varies = outside || u->varies;
    double seconds = g->period * unroll_month_seconds(u);
    return apply(u, OP_MUL, v, val_number(seconds));
}

// Where a growth is stated: behind a name, at the value that it stands for.
static struct span growth_place(struct unroll *u, const struct growth *g)
{
    const struct program *p = u->program;
    if (node(u, g->id)->kind == AST_NAME) {
        const struct ref *r = &p->asts.refs.at[node(u, g->id)->extra];
        uint32_t row = r->kind == REF_BUILTIN ? NO_NAME : unroll_row_of(u, r, &g->frame);
        if (row != NO_NAME && p->rows.at[row].given) return row_origin(p, row).where;
    }
    return ast_place(&p->asts, p->placer, g->id);
}

// A whole number of periods would make a negative price of it, any other no number at all.
static bool too_low(struct unroll *u, const struct growth *g, struct val rate)
{
    if (!val_is_number(rate) || val_double(rate) > -1) return false;
    diag_fail(u->program->diags, growth_place(u, g), DIAG_OUT_OF_RANGE,
              "a growth is at or below -100 %% a period");
    unroll_fail(u);
    return true;
}

static struct val step_factor(struct unroll *u, const struct growth *g, struct val rate,
                              double months)
{
    struct val base = apply(u, OP_ADD, val_number(1), rate);
    return graph_power(u->graph, base, months / g->period);
}

// Growth whose rate changes: month by month, each month's rate leading to the next month.
static struct val factor_by_months(struct unroll *u, const struct growth *g, uint32_t month)
{
    if (g->base < 1)
        return fail_at(u, g->id, DIAG_NOT_CONSTANT,
                       "a growth that changes says nothing of the time before the start: give "
                       "the value of a base month from then on");
    struct val index = val_number(1), *known = unroll_memo(u, MEMO_INDEX, g->id, &g->frame);
    uint32_t first = g->base > 1 ? (uint32_t)g->base : 1;
    for (uint32_t m = first; m <= month; m++) {
        if (val_is_empty(known[m])) {
            double since = (double)((int)m - g->base);
            bool fixed, steps = since == num_floor(since / g->period) * g->period;
            if (m > first && (!g->stepped || steps)) {
                struct val rate = rate_in(u, g, m - 1, &fixed);
                if (u->blocked || too_low(u, g, rate)) return val_number(1);
                index = apply(u, OP_MUL, index,
                              step_factor(u, g, rate, g->stepped ? g->period : 1));
            }
            known[m] = index;
        }
        index = known[m];
    }
    return index;
}

// (1 + rate)^(months since the base / period), in whole periods if stepped; 1 before the base.
static struct val factor_in(struct unroll *u, const struct growth *g, uint32_t month)
{
    bool fixed;
    struct val rate = rate_in(u, g, month, &fixed);
    if (u->blocked) return rate;
    if (!fixed) return factor_by_months(u, g, month);
    if (val_is(rate, 0) || too_low(u, g, rate)) return val_number(1);
    u->varies = true;
    double since = (double)((int)month - g->base);
    if (since < 0) since = 0;
    if (g->stepped) since = kernel_floor(since / g->period) * g->period;
    return step_factor(u, g, rate, since);
}

static struct val call_grow(struct unroll *u, uint32_t id, const struct frame *f)
{
    struct growth g = {.id = kid(u, id, 0), .frame = *f, .base = 1};
    find_shape(u, g.id, f, &g);
    if (g.period == 0) g.period = 1;  // a growth of 0, written without a unit
    return factor_in(u, &g, f->month);
}

// ---- random walks ------------------------------------------------------------------------------

// The draw of a month from 1; months before the start have theirs too.
static struct val step_of(struct unroll *u, uint32_t id, int month)
{
    uint32_t draw =
        (uint32_t)node(u, id)->number - 1 + (uint32_t)(month - (int32_t)node(u, id)->extra - 1);
    u->dists[draw] = (struct dist){.kind = DIST_NORMAL, .b = 1};
    u->dist_ready[draw] = true;
    return graph_input(u->graph, draw);
}

// The standard deviation of the logarithm over one month.
static struct val spread_in(struct unroll *u, const struct growth *g, uint32_t month)
{
    bool fixed;
    struct val v = rate_in(u, g, month, &fixed);
    if (u->blocked) return v;
    if (val_is_number(v) && val_double(v) < 0)
        return fail_at(u, g->id, DIAG_OUT_OF_RANGE, "a volatility is not below zero");
    return apply(u, OP_DIV, v, val_number(sqrt(g->period)));
}

// How far the logarithm has strayed by a month: the sum of the steps behind the base. What was
// strayed before the start stands in place 0.
static struct val strayed(struct unroll *u, uint32_t id, const struct growth *g, uint32_t month)
{
    struct val *known = unroll_memo(u, MEMO_PREFIX, id, &g->frame);
    uint32_t m = month;
    while (m > 0 && val_is_empty(known[m]))
        m--;
    struct val sum = val_is_empty(known[m]) ? val_number(0) : known[m];
    int next = val_is_empty(known[m]) ? g->base + 1 : (int)m + 1;
    for (; next <= (int)month; next++) {
        struct val spread = spread_in(u, g, next > 1 ? (uint32_t)next : 1);
        if (u->blocked || u->poisoned) return val_number(0);
        if (next > g->base)
            sum = apply(u, OP_ADD, sum, apply(u, OP_MUL, spread, step_of(u, id, next)));
        if (next >= 0) known[next] = sum;
    }
    if (val_is_empty(known[month])) known[month] = sum;
    return known[month];
}

static struct val call_walk(struct unroll *u, uint32_t id, const struct frame *f)
{
    struct growth g = {.id = kid(u, id, 2), .frame = *f, .base = (int32_t)node(u, id)->extra};
    find_shape(u, g.id, f, &g);
    if (g.period == 0) g.period = 1;
    if (!u->uncertain) {  // its median is the path; a mistake is reported all the same
        spread_in(u, &g, f->month);
        u->varies = true;
        return val_number(1);
    }
    struct val sum = strayed(u, id, &g, f->month);
    u->varies = true;
    return u->blocked ? sum : graph_unary(u->graph, OP_EXP, sum);
}

struct val series_growth_path(struct unroll *u, uint32_t id, const struct frame *f)
{
    struct growth g = {.id = kid(u, id, 1), .frame = *f, .base = (int32_t)node(u, id)->extra};
    find_shape(u, g.id, f, &g);
    if (g.period == 0) g.period = 1;
    struct val v = unroll_eval(u, kid(u, id, 0), f);
    if (u->blocked) return v;
    v = apply(u, OP_MUL, v, factor_in(u, &g, f->month));
    if (u->blocked || node(u, id)->count < 3) return v;
    return apply(u, OP_MUL, v, call_walk(u, id, f));
}

struct val series_call(struct unroll *u, uint32_t id, const struct frame *f)
{
    uint32_t last = u->program->months;
    switch (func_row((enum func)node(u, id)->what)->way) {
    case WAY_PREV: return call_prev(u, id, f);
    case WAY_LAG: return call_lag(u, id, f);
    case WAY_AT: return call_at(u, id, f);
    case WAY_CUMULATIVE: u->varies = true; return sum_to(u, kid(u, id, 0), f, f->month);
    case WAY_TOTAL: return call_total(u, id, f, last);
    case WAY_COHORTS: return call_cohorts(u, id, f);
    case WAY_ONCE:
        u->varies = true;
        return f->month == 1 ? unroll_eval(u, kid(u, id, 0), f) : val_number(0);
    case WAY_AT_END:
        u->varies = true;
        return f->month == last ? unroll_eval(u, kid(u, id, 0), f) : val_number(0);
    case WAY_GROW: return call_grow(u, id, f);
    case WAY_WRITTEN_DOWN: return call_written_down(u, id, f);
    case WAY_WRITTEN_OFF: return call_written_off(u, id, f);
    case WAY_NONE:
    case WAY_APPLY:
    case WAY_SWAP:
    case WAY_EQUAL:
    case WAY_CLAMP:
    case WAY_IF:
    case WAY_SUM:
    case WAY_PEAK:
    case WAY_HOURS:
    case WAY_TIER:
    case WAY_LOOKUP:
    case WAY_INTERPOLATE:
    case WAY_ACROSS:
    case WAY_GIVEN:
    case WAY_LINES:
    case WAY_CALENDAR: break;
    }
    return val_number(0);
}
