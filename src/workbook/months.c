// months.c - what looks at other months: prev, lag, cohorts, growth, lines and their like.
#include "workbook/formula_int.h"

#include "base/num.h"

#include <math.h>

static uint32_t kid(const struct place *t, uint32_t id, uint32_t i)
{
    return plan_kid(t->plan, id, i);
}

static struct str joined3(struct place *t, struct str a, const char *b, struct str c)
{
    return STR_JOINED(t->plan->arena, a, str_of(b), c);
}

static struct expr zero(void)
{
    return (struct expr){.text = STR("0"), .scale = 1, .rank = RANK_ATOM, .zero = true};
}

static struct str last_month(struct place *t)
{
    return formula_mark(t->plan->arena, MARK_CELL, t->plan->months, 0);
}

// IF(test, yes, no) in the unit of whichever has one.
static struct expr choose(struct place *t, struct str test, struct expr yes, struct expr no)
{
    double scale = expr_fits_all(yes) ? no.scale : yes.scale;
    struct str text = str_format(t->plan->arena, "IF(%.*s,%.*s,%.*s)", STR_ARG(test),
                                 STR_ARG(expr_in(t, yes, scale, RANK_TEST)),
                                 STR_ARG(expr_in(t, no, scale, RANK_TEST)));
    return expr_of(text, scale, RANK_ATOM);
}

static struct expr prev(struct place *t, uint32_t id)
{
    struct str first = joined3(t, expr_month(t), "=", STR("1"));
    struct expr start = zero();
    if (plan_node(t->plan, id)->count > 1) start = formula_eval(t, kid(t, id, 1));
    t->shift--;
    struct expr before = formula_eval(t, kid(t, id, 0));
    t->shift++;
    return choose(t, first, start, before);
}

static struct str months_text(struct place *t, struct expr time, enum rank rank)
{
    return expr_in(t, time, formula_month(t), rank);
}

static struct str whole(struct place *t, struct str months, bool up)
{
    struct str near = formula_mark(t->plan->arena, MARK_CELL, t->plan->tolerance, 0);
    if (up)
        return str_format(t->plan->arena, "-INT(%.*s-%.*s)", STR_ARG(near), STR_ARG(months));
    return str_format(t->plan->arena, "INT(%.*s+%.*s)", STR_ARG(months), STR_ARG(near));
}

// What stood that many months before. Only months before this one are looked through, since this
// one may hang on what was there.
static struct expr lag(struct place *t, uint32_t id)
{
    struct expr time = formula_eval(t, kid(t, id, 1));
    uint32_t q = formula_series(t, kid(t, id, 0));
    struct arena *a = t->plan->arena;
    struct expr now = expr_series(t, MARK_CELL, q), before = expr_series(t, MARK_BEFORE, q);
    struct str months = formula_mark(a, MARK_MONTHS_BEFORE, 0, t->shift);
    if (time.zero) return now;
    struct str back = whole(t, months_text(t, time, RANK_PRODUCT), true);
    struct str text = str_format(a, "IF(%.*s>0,SUMIF(%.*s,%.*s-(%.*s),%.*s),%.*s)",
                                 STR_ARG(back), STR_ARG(months), STR_ARG(expr_month(t)),
                                 STR_ARG(back), STR_ARG(before.text), STR_ARG(now.text));
    return expr_of(text, now.scale, RANK_ATOM);
}

static struct expr at(struct place *t, uint32_t id)
{
    struct expr time = formula_eval(t, kid(t, id, 1));
    uint32_t q = formula_series(t, kid(t, id, 0));
    struct expr all = expr_series(t, MARK_ALL, q);
    struct str since = whole(t, months_text(t, time, RANK_SUM), false);
    struct str text =
        str_format(t->plan->arena, "INDEX(%.*s,1,%.*s+1)", STR_ARG(all.text), STR_ARG(since));
    return expr_of(text, all.scale, RANK_ATOM);
}

static struct expr sum(struct place *t, uint32_t id, enum mark mark)
{
    uint32_t q = formula_series(t, kid(t, id, 0));
    struct expr range = expr_series(t, mark, q);
    range.text = STR_JOINED(t->plan->arena, STR("SUM("), range.text, STR(")"));
    return range;
}

static struct expr only_in(struct place *t, uint32_t id, struct str month)
{
    struct expr e = formula_eval(t, kid(t, id, 0));
    return choose(t, joined3(t, expr_month(t), "=", month), e, zero());
}

// ---- growth ------------------------------------------------------------------------------------

// The period in months in which a growth was written, and whether it moves in steps.
static void find_shape(const struct place *t, uint32_t id, uint32_t sheet, double *period,
                       bool *stepped)
{
    const struct plan *p = t->plan;
    const struct ast *n = plan_node(p, id);
    if (n->kind == AST_STEPPED) *stepped = true;
    if (n->kind == AST_NUMBER && *period == 0)
        *period = p->program->asts.literals.at[n->extra].period_months;
    if (n->kind == AST_NAME) {
        const struct ref *r = &p->program->asts.refs.at[n->extra];
        uint32_t row =
            r->kind == REF_BUILTIN ? NO_NAME : plan_row_of(p, r, sheet, t->at.workload);
        if (row == NO_NAME || p->program->rows.at[row].formula == 0) return;
        find_shape(t, p->program->rows.at[row].formula, p->program->rows.at[row].scope, period,
                   stepped);
        return;
    }
    for (uint32_t i = 0; i < n->count && *period == 0; i++)
        find_shape(t, plan_kid(p, id, i), sheet, period, stepped);
}

static struct str per_period(struct place *t, double period)
{
    struct str label = convention_label(t->plan->arena, &t->plan->program->units, period);
    return expr_number(t, period, str_to_c(t->plan->arena, label));
}

// The month from which a value grows, which may lie before the first.
static struct str base_text(struct place *t, int month)
{
    struct str text = plan_month(t->plan, month);
    if (month == 1) return STR("1");
    text = STR_JOINED(t->plan->arena, STR("the month "), text, STR(", from which values grow"));
    return expr_number(t, month, str_to_c(t->plan->arena, text));
}

// 1 + the rate of a growth, per period.
static struct str growth_base(struct place *t, struct expr e, double period)
{
    struct str r = expr_in(t, e, 1 / (period * formula_month(t)), RANK_SUM);
    return STR_JOINED(t->plan->arena, STR("(1+"), r, STR(")"));
}

// A rate that changes: each month's leads to the next, in a line of its own.
static struct expr chained(struct place *t, uint32_t id, uint32_t rate, int base, double period,
                           bool stepped)
{
    struct arena *a = t->plan->arena;
    if (t->at.kind != QUANTITY_PART || t->at.node != id || t->at.index != PART_CHAIN) {
        struct quantity_key key = t->at;
        key.kind = QUANTITY_PART;
        key.node = id;
        key.index = PART_CHAIN;
        return expr_cell(t, plan_quantity(t->plan, key, t->owner));
    }
    t->shift--;
    struct str factor = growth_base(t, formula_eval(t, rate), period);
    t->shift++;
    uint32_t self = plan_quantity(t->plan, t->at, t->owner);
    struct str before = formula_mark(a, MARK_CELL, self, t->shift - 1);
    struct str first = base_text(t, base);
    struct str step = factor;
    if (!stepped && period != 1)
        step = STR_JOINED(a, factor, STR("^(1/"), per_period(t, period), STR(")"));
    if (stepped && period != 1)
        step = str_format(a, "IF(MOD(%.*s-%.*s,%.*s)=0,%.*s,1)", STR_ARG(expr_month(t)),
                          STR_ARG(first), STR_ARG(per_period(t, period)), STR_ARG(factor));
    struct str text = str_format(a, "IF(%.*s<=%.*s,1,%.*s*%.*s)", STR_ARG(expr_month(t)),
                                 STR_ARG(first), STR_ARG(before), STR_ARG(step));
    return expr_of(text, 1, RANK_ATOM);
}

static struct expr factor_of(struct place *t, uint32_t id, uint32_t rate, int base)
{
    struct arena *a = t->plan->arena;
    double period = 0;
    bool stepped = false;
    find_shape(t, rate, t->at.sheet, &period, &stepped);
    if (period == 0) period = 1;
    if (plan_varies(t->plan, rate, t->at.sheet, t->at.workload))
        return chained(t, id, rate, base, period, stepped);
    struct expr e = formula_eval(t, rate);
    if (e.zero) return expr_of(STR("1"), 1, RANK_ATOM);
    struct str factor = growth_base(t, e, period);
    struct str since = joined3(t, expr_month(t), "-", base_text(t, base));
    if (base != 1) since = STR_JOINED(a, STR("MAX(0,"), since, STR(")"));
    if (period != 1)
        since = str_format(a, "(%.*s)/%.*s", STR_ARG(since), STR_ARG(per_period(t, period)));
    if (stepped) since = whole(t, since, false);
    return expr_of(str_format(a, "%.*s^(%.*s)", STR_ARG(factor), STR_ARG(since)), 1,
                   RANK_POWER);
}

// The scale of the first that has a unit.
static double scale_of_kids(struct place *t, uint32_t id)
{
    for (uint32_t i = 0; i < plan_node(t->plan, id)->count; i++) {
        struct expr e = formula_eval(t, kid(t, id, i));
        if (!expr_fits_all(e)) return e.scale;
    }
    return 1;
}

static const char *month_label(const struct place *t, int month)
{
    struct arena *a = t->plan->arena;
    struct str text = plan_month(t->plan, month);
    return str_to_c(a, STR_JOINED(a, STR("the month "), text, STR(", from which values hold")));
}

enum { STEPS_OF_A_CELL = 5 };

static struct expr steps_part(struct place *t, uint32_t id, uint32_t count)
{
    struct quantity_key key = t->at;
    if (key.kind > QUANTITY_PART)
        return expr_fail(t, "it has many dates in a formula of hours or ages");
    key.kind = QUANTITY_PART;
    key.node = id;
    key.index = PART_STEPS + count;
    uint32_t part = plan_quantity(t->plan, key, t->owner);
    formula_make(t->plan, part);
    return expr_cell(t, part);
}

// The first `count` values of a path of dates, or of one value a month. Of many the earlier ones stand in cells of their own:
// programs nest no more than 64 choices, and people fewer.
static struct expr first_steps(struct place *t, uint32_t id, uint32_t count)
{
    struct arena *a = t->plan->arena;
    double scale = scale_of_kids(t, id);
    uint32_t first = (count - 1) / STEPS_OF_A_CELL * STEPS_OF_A_CELL;
    struct expr before = first ? steps_part(t, id, first) : formula_eval(t, kid(t, id, 0));
    struct str text = expr_in(t, before, scale, RANK_TEST);
    for (uint32_t i = first ? first : 1; i < count; i++) {
        int month = plan_step_month(t->plan, id, i);
        struct expr next = formula_eval(t, kid(t, id, i));
        struct str from = expr_number(t, month, month_label(t, month));
        text = str_format(a, "IF(%.*s>=%.*s,%.*s,%.*s)", STR_ARG(expr_month(t)), STR_ARG(from),
                          STR_ARG(expr_in(t, next, scale, RANK_TEST)), STR_ARG(text));
    }
    return expr_of(text, scale, RANK_ATOM);
}

static struct expr steps(struct place *t, uint32_t id)
{
    bool part = t->at.kind == QUANTITY_PART && t->at.node == id && t->at.index > PART_STEPS;
    return first_steps(t, id, part ? t->at.index - PART_STEPS : plan_node(t->plan, id)->count);
}

struct expr months_growth(struct place *t, uint32_t id)
{
    const struct ast *n = plan_node(t->plan, id);
    if (n->kind == AST_STEPS || n->kind == AST_SERIES) return steps(t, id);
    bool inside = t->at.kind == QUANTITY_PART && t->at.node == id && t->at.index == 2;
    struct expr factor = factor_of(t, id, kid(t, id, 1), (int32_t)n->extra);
    if (inside) return factor;
    struct expr value = formula_eval(t, kid(t, id, 0));
    if (str_is(factor.text, "1")) return value;
    value.text =
        joined3(t, expr_text(t, value, RANK_PRODUCT), "*", expr_text(t, factor, RANK_PRODUCT));
    value.rank = RANK_PRODUCT;
    return value;
}

// ---- cohorts -----------------------------------------------------------------------------------

static bool is_call(const struct place *t, uint32_t id, enum func f)
{
    const struct ast *n = plan_node(t->plan, id);
    return n->kind == AST_CALL && n->what == f;
}

// A weight that hangs on nothing but the age is a line of its own, by age.
static struct expr by_age(struct place *t, uint32_t id, uint32_t amount)
{
    struct arena *a = t->plan->arena;
    struct quantity_key key = t->at;
    key.kind = QUANTITY_AGE;
    key.node = kid(t, id, 1);
    key.index = 0;
    uint32_t weight = plan_quantity(t->plan, key, t->owner);
    formula_make(t->plan, weight);
    struct expr amounts = expr_series(t, MARK_UNTIL, amount);
    struct expr weights = expr_series(t, MARK_ALL, weight);
    struct str months = formula_mark(a, MARK_MONTHS, 0, t->shift);
    struct str until = formula_mark(a, MARK_MONTHS_UNTIL, 0, t->shift);
    struct str text = str_format(a, "SUMPRODUCT(%.*s,SUMIF(%.*s,%.*s-%.*s+1,%.*s))",
                                 STR_ARG(amounts.text), STR_ARG(months), STR_ARG(expr_month(t)),
                                 STR_ARG(until), STR_ARG(weights.text));
    return expr_of(text, amounts.scale * weights.scale, RANK_ATOM);
}

// The sum of quantities that stand below each other.
static struct expr sum_down(struct place *t, uint32_t first, uint32_t last)
{
    struct expr from = expr_series(t, MARK_CELL, first);
    struct expr to = expr_series(t, MARK_CORNER, last);
    from.text =
        str_format(t->plan->arena, "SUM(%.*s:%.*s)", STR_ARG(from.text), STR_ARG(to.text));
    return from;
}

// Any other is a block, with a line for each month in which something came.
static struct expr by_vintage(struct place *t, uint32_t id)
{
    struct quantity_key key = t->at;
    key.kind = QUANTITY_VINTAGE;
    key.node = id;
    uint32_t first = 0, last = 0;
    for (uint32_t m = 1; m <= t->plan->program->months; m++) {
        key.index = m;
        last = plan_quantity(t->plan, key, t->owner);
        if (m == 1) first = last;
    }
    for (uint32_t q = first; q <= last; q++)
        formula_make(t->plan, q);
    if (plan_at(t->plan, first)->reason.len) t->reason = plan_at(t->plan, first)->reason;
    return sum_down(t, first, last);
}

static struct expr cohort(struct place *t, uint32_t id)
{
    uint32_t weight = kid(t, id, 1);
    if (plan_varies(t->plan, weight, t->at.sheet, t->at.workload)) return by_vintage(t, id);
    return by_age(t, id, formula_series(t, kid(t, id, 0)));
}

static struct expr add(struct place *t, struct expr total, struct expr e)
{
    if (total.zero) return e;
    if (e.zero) return total;
    if (expr_fits_all(total)) total.scale = e.scale;
    total.text = joined3(t, total.text, "+", expr_in(t, e, total.scale, RANK_SUM));
    total.rank = RANK_SUM;
    return total;
}

// What each line adds, in cells of its own; the cells of all stand below each other.
static struct expr in_cells(struct place *t, const struct line_list *list, uint32_t id)
{
    struct quantity_key key = split_key(t, id);
    struct expr total = zero();
    uint32_t first = 0, last = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        key.line = list->rows[i];
        last = plan_quantity(t->plan, key, t->owner);
        if (i == 0) first = last;
    }
    bool together = last - first + 1 == list->count && plan_at(t->plan, last)->in_unit;
    for (uint32_t i = 0; i < list->count; i++) {
        key.line = list->rows[i];
        uint32_t q = plan_quantity(t->plan, key, t->owner);
        formula_make(t->plan, q);
        if (plan_at(t->plan, q)->reason.len) t->reason = plan_at(t->plan, q)->reason;
        total = add(t, total, expr_cell(t, q));
    }
    return together ? sum_down(t, first, last) : total;
}

// The cost rows that a call of lines() means: what the engine adds up.
static struct expr each_line(struct place *t, uint32_t call,
                             struct expr (*one)(struct place *, uint32_t), uint32_t id)
{
    struct line_list list = unroll_lines(&t->plan->session->unroll, call, t->at.sheet);
    struct expr total = zero();
    uint32_t outside = t->at.line;
    for (uint32_t i = 0; i < list.count; i++) {
        t->at.line = list.rows[i];
        total = add(t, total, one(t, id));
    }
    t->at.line = outside;
    bool is_long = formula_length(t->plan, t->page, total.text) > LONGEST_FORMULA;
    return is_long && t->at.kind <= QUANTITY_PART ? in_cells(t, &list, id) : total;
}

static struct expr cohorts(struct place *t, uint32_t id)
{
    uint32_t amount = kid(t, id, 0);
    bool of_line = t->at.line != NO_NAME && t->at.node == id;  // in a cell of its own
    if (is_call(t, amount, FUNC_LINES) && !of_line) return each_line(t, amount, cohort, id);
    return cohort(t, id);
}

// What the value of a share has left of 1: its own block holds it for each lower age.
static struct expr written_down(struct place *t, uint32_t id)
{
    uint32_t share = kid(t, id, 0);
    struct quantity_key key = t->at;
    key.node = share;
    key.off = 0;
    uint32_t q = plan_quantity(t->plan, key, t->owner);
    if (plan_at(t->plan, q)->template.len == 0) formula_make(t->plan, q);
    if (plan_at(t->plan, q)->reason.len) t->reason = plan_at(t->plan, q)->reason;
    struct expr sold = formula_eval(t, kid(t, id, 1)), own = expr_series(t, MARK_CELL, q);
    struct str before = expr_series(t, MARK_BEFORE, q).text,
               now = expr_text(t, own, RANK_PRODUCT);
    struct str left = STR_JOINED(t->plan->arena, STR("1-SUM("), before, STR(")"));
    if (t->at.off) left = joined3(t, left, "-", now);
    return choose(t, sold.test ? sold.text : expr_text(t, sold, RANK_TEST),
                  expr_of(left, 1, RANK_SUM), t->at.off ? zero() : own);
}

// A row once more, with nothing of its written_down() but what that takes off at once.
static struct expr written_off(struct place *t, uint32_t id)
{
    const struct program *p = t->plan->program;
    const struct ref *r = &p->asts.refs.at[plan_node(t->plan, kid(t, id, 0))->extra];
    uint32_t row = plan_row_of(t->plan, r, t->at.sheet, t->at.workload);
    if (row == NO_NAME) return zero();
    t->at.off = 1;
    struct expr e = formula_eval(t, p->rows.at[row].formula);
    t->at.off = 0;
    return e;
}

// A line of a block: what came in its month, times its weight now; or the weight itself.
struct expr months_vintage(struct place *t, uint32_t id)
{
    struct arena *a = t->plan->arena;
    struct str entered = formula_mark(a, MARK_INDEX, 0, 0);
    struct str before = joined3(t, expr_month(t), "<", entered);
    if (!is_call(t, id, FUNC_COHORTS)) return choose(t, before, zero(), formula_eval(t, id));
    uint32_t amount = formula_series(t, kid(t, id, 0));
    const struct quantity *q = plan_at(t->plan, amount);
    struct str cell = formula_mark(a, MARK_MONTH_CELL, amount, (int)t->at.index);
    double scale = q->scale;
    struct expr weight = formula_eval(t, kid(t, id, 1));
    struct expr product = expr_of(joined3(t, cell, "*", expr_text(t, weight, RANK_PRODUCT)),
                                  scale * weight.scale, RANK_PRODUCT);
    struct expr e = choose(t, STR_JOINED(a, STR("OR("), before, STR(","), cell, STR("=0)")),
                           zero(), product);
    return split_further(t, id, e) ? months_vintage(t, id) : e;
}

// ---- lines -------------------------------------------------------------------------------------

static struct str word_of(const struct place *t, uint32_t id, const char *name)
{
    const struct ast_store *s = &t->plan->program->asts;
    for (uint32_t i = 0; i < plan_node(t->plan, id)->count; i++)
        if (str_is(ast_arg_name(s, id, i), name))
            return s->words.at[plan_node(t->plan, plan_kid(t->plan, id, i))->extra];
    return STR_NONE;
}

// What is paid in a month's column of what other months cause.
static struct expr after_terms(struct place *t, uint32_t row, uint32_t terms)
{
    struct arena *a = t->plan->arena;
    uint32_t q = plan_row(t->plan, row, t->owner);
    struct place inner = *t;
    inner.at = (struct quantity_key){
        QUANTITY_PART, 0, t->plan->program->rows.at[row].sheet, NO_WORKLOAD, 0, NO_NAME, 0};
    struct expr time = formula_eval(&inner, terms), all = expr_series(t, MARK_ALL, q);
    struct str later = months_text(t, time, RANK_TEST), now = expr_month(t);
    struct str months = formula_mark(a, MARK_MONTHS, 0, t->shift), last = last_month(t);
    struct str text = str_format(
        a,
        "IF(%.*s=%.*s,SUMIF(%.*s,\">=\"&(%.*s-ROUND(%.*s,0)),%.*s),SUMIF(%.*s,%.*s-ROUND(%.*s,0),%.*s))",
        STR_ARG(now), STR_ARG(last), STR_ARG(months), STR_ARG(now), STR_ARG(later),
        STR_ARG(all.text), STR_ARG(months), STR_ARG(now), STR_ARG(later), STR_ARG(all.text));
    return expr_of(text, all.scale, RANK_ATOM);
}

struct expr months_paid(struct place *t, uint32_t row)
{
    uint32_t q = plan_row(t->plan, row, t->owner);
    const struct cost *c = &row_name(t->plan->program, row)->cost;
    if (c->paid == PAID_END) return expr_series(t, MARK_CELL, q);
    if (c->paid == PAID_TERMS) return after_terms(t, row, c->terms);
    t->shift++;
    struct expr next = expr_series(t, MARK_CELL, q);
    t->shift--;
    return choose(t, joined3(t, expr_month(t), "<", last_month(t)), next, zero());
}

static struct expr line_amount(struct place *t, uint32_t id)
{
    uint32_t row = t->at.line;
    bool ahead = row_name(t->plan->program, row)->cost.paid == PAID_START;
    struct str when = word_of(t, id, "when");
    if (str_is(when, "paid")) return months_paid(t, row);
    struct expr now = expr_series(t, MARK_CELL, plan_row(t->plan, row, t->owner));
    if (!str_is(when, "opening")) return now;
    return ahead ? choose(t, joined3(t, expr_month(t), "=", STR("1")), now, zero()) : zero();
}

struct expr lines_call_sum(struct place *t, uint32_t id)
{
    if (t->at.line != NO_NAME) return line_amount(t, id);
    return each_line(t, id, line_amount, id);
}

struct expr months_call(struct place *t, uint32_t id)
{
    enum func_way way = func_row((enum func)plan_node(t->plan, id)->what)->way;
    if (way == WAY_PREV) return prev(t, id);
    if (way == WAY_LAG) return lag(t, id);
    if (way == WAY_AT) return at(t, id);
    if (way == WAY_CUMULATIVE) return sum(t, id, MARK_UNTIL);
    if (way == WAY_TOTAL) return sum(t, id, MARK_ALL);
    if (way == WAY_ONCE) return only_in(t, id, STR("1"));
    if (way == WAY_AT_END) return only_in(t, id, last_month(t));
    if (way == WAY_COHORTS) return cohorts(t, id);
    if (way == WAY_WRITTEN_DOWN) return written_down(t, id);
    if (way == WAY_WRITTEN_OFF) return written_off(t, id);
    return factor_of(t, id, kid(t, id, 0), 1);
}
