// returns.c - the page of break-even: what choosing an option instead of the baseline saves, when
// that has paid back, and at which rates.
#include "workbook/money_int.h"

#include "engine/kernel.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

static const struct option_figures *figures_of(const struct builder *b)
{
    return &b->p->comparison->options[b->option];
}

static struct place nowhere(struct builder *b)
{
    return (struct place){.plan = b->p, .owner = NO_NAME};
}

static struct str number(struct builder *b, double value, const char *label)
{
    struct place t = nowhere(b);
    return expr_number(&t, value, label);
}

static struct str month(struct builder *b)
{
    struct place t = nowhere(b);
    return expr_month(&t);
}

static struct str labelled(struct builder *b, const char *what)
{
    return str_format(b->p->arena, "%.*s: %s",
                      STR_ARG(b->p->program->options.at[b->option].name), what);
}

static uint32_t add_line(struct builder *b, const char *what, struct str template,
                         const double *values, enum quantity_style style)
{
    uint32_t q = money_line(b, labelled(b, what), template, values, style);
    plan_at(b->p, q)->total = false;
    return q;
}

static const struct money_lines *own_lines(const struct builder *b)
{
    return &b->p->options[b->option].lines;
}

static const struct money_lines *base_lines(const struct builder *b)
{
    return &b->p->options[b->p->program->baseline].lines;
}

static const double *values_of(const struct builder *b, uint32_t line)
{
    return plan_at(b->p, line)->values;
}

// ---- what can't be compared --------------------------------------------------------------------

static void add_figure(struct builder *b, enum money_figure f, struct str text, bool known,
                       double value, const char *word)
{
    struct plan *p = b->p;
    uint32_t q = known ? money_figure(b, f, text, value) : money_word(b, f, text, word);
    plan_at(p, q)->label = STR_JOINED(p->keep, p->program->options.at[b->option].name,
                                      STR(": "), plan_at(p, q)->label);
}

// The word by which an option stays in the comparison, or what keeps it out.
void compared_plan(struct builder *b)
{
    struct plan *p = b->p;
    const uint32_t *figure = p->options[b->option].figure;
    struct text lacks = {.arena = p->arena};
    text_add(&lacks, money_mark(b, MARK_CELL, figure[MONEY_LACKS]));
    if (figure[MONEY_UNSERVED] != NO_NAME)
        text_addf(&lacks, "+%.*s", STR_ARG(money_mark(b, MARK_CELL, figure[MONEY_UNSERVED])));
    const char *can_not = breakeven_word(BREAKEVEN_INFEASIBLE);
    struct str text =
        str_format(p->arena, "IF(%.*s>0,\"refused\",IF(%.*s>%.*s,\"%s\",\"yes\"))",
                   STR_ARG(money_mark(b, MARK_CELL, figure[MONEY_ERRORS])), (int)lacks.len,
                   lacks.at, STR_ARG(money_mark(b, MARK_CELL, p->tolerance)), can_not);
    add_figure(b, MONEY_COMPARED, text, false, 0, figures_of(b)->feasible ? "yes" : can_not);
}

static struct str compared(struct builder *b, uint32_t option)
{
    return money_mark(b, MARK_CELL, b->p->options[option].figure[MONEY_COMPARED]);
}

static struct str where_compared(struct builder *b, struct str text, struct str own,
                                 struct str base)
{
    return str_format(b->p->arena, "IF(%.*s<>\"yes\",%.*s,IF(%.*s<>\"yes\",%.*s,%.*s))",
                      STR_ARG(compared(b, b->option)), STR_ARG(own),
                      STR_ARG(compared(b, b->p->program->baseline)), STR_ARG(base),
                      STR_ARG(text));
}

// A month, or the word that says why there is none.
static void add_month(struct builder *b, enum money_figure f, struct str text, bool known,
                      double value, enum breakeven_status status)
{
    struct str base =
        STR_JOINED(b->p->arena, STR("\"baseline_\"&"), compared(b, b->p->program->baseline));
    text = where_compared(b, text, compared(b, b->option), base);
    add_figure(b, f, text, known, value, breakeven_word(status));
}

static void add_rate_of_return(struct builder *b, enum money_figure f, struct str text,
                               bool known, double value, const char *word)
{
    text = where_compared(b, text, STR("\"none\""), STR("\"none\""));
    add_figure(b, f, text, known, value, word);
}

// ---- payback -----------------------------------------------------------------------------------

// The sums so far of two options; their costs by column, on which the months beyond rest.
struct curves {
    uint32_t own, base, own_cost, base_cost;
    const char *kind;  // of money, behind the name of a line
};

// Differences that rounding alone explains count as none.
static uint32_t add_saved(struct builder *b, const struct curves *c, const char *what)
{
    struct plan *p = b->p;
    const double *own = values_of(b, c->own), *base = values_of(b, c->base);
    double *saved = money_zeros(p);
    for (uint32_t m = 0; m <= p->program->months; m++) {
        double d = base[m] - own[m];
        saved[m] = fabs(d) <= 1e-12 * (fabs(own[m]) + fabs(base[m])) ? 0 : d;
    }
    struct str x = money_mark(b, MARK_CELL, c->base), y = money_mark(b, MARK_CELL, c->own);
    struct str dust = money_mark(b, MARK_CELL, p->dust);
    struct str text = str_format(
        p->arena, "IF(ABS(%.*s-%.*s)<=%.*s*(ABS(%.*s)+ABS(%.*s)),0,%.*s-%.*s)", STR_ARG(x),
        STR_ARG(y), STR_ARG(dust), STR_ARG(x), STR_ARG(y), STR_ARG(x), STR_ARG(y));
    return add_line(b, what, text, saved, LOOK_MONEY);
}

static uint32_t add_crossings(struct builder *b, uint32_t saved, const char *what)
{
    struct plan *p = b->p;
    const double *s = values_of(b, saved);
    double *at = money_zeros(p);
    for (uint32_t m = 1; m <= p->program->months; m++)
        if (s[m - 1] < 0 && s[m] >= 0) at[m] = m - 1 - s[m - 1] / (s[m] - s[m - 1]);
    struct str now = money_mark(b, MARK_CELL, saved),
               before = formula_mark(p->arena, MARK_CELL, saved, -1);
    struct str text = str_format(p->arena, "IF(AND(%.*s<0,%.*s>=0),%.*s-1-%.*s/(%.*s-%.*s),0)",
                                 STR_ARG(before), STR_ARG(now), STR_ARG(month(b)),
                                 STR_ARG(before), STR_ARG(now), STR_ARG(before));
    return add_line(b, what, text, at, LOOK_DECIMAL);
}

// One cell that helps a figure, grouped above it.
static uint32_t add_help(struct builder *b, const char *what, const char *kind,
                         struct str template, double value, enum quantity_style style,
                         struct str unit)
{
    struct plan *p = b->p;
    double *kept = ARENA_NEW(p->keep, double);
    *kept = value;
    struct quantity q = {.values = kept, .fixed = true, .folded = true, .style = style};
    q.label = STR_JOINED(p->arena, labelled(b, what), str_of(kind));
    q.template = template;
    q.unit = unit;
    return plan_own(p, b->page, q);
}

// In how many of the last months the costs of a line are not those of the last.
static uint32_t add_unsteady(struct builder *b, uint32_t line, const char *what,
                             const char *kind)
{
    enum { STEADY = 12 };
    struct plan *p = b->p;
    uint32_t end = p->program->months;
    struct str last = formula_mark(p->arena, MARK_MONTH_CELL, line, (int)end);
    const double *costs = values_of(b, line);
    double count = 0;
    for (uint32_t m = end - STEADY + 1; m <= end; m++)
        count += fabs(costs[m] - costs[end]) > 1e-9 * fabs(costs[end]);
    struct str text = str_format(
        p->arena, "SUMPRODUCT((%.*s>%.*s-%.*s)*(ABS(%.*s-%.*s)>%.*s*ABS(%.*s)))",
        STR_ARG(money_mark(b, MARK_MONTHS, 0)), STR_ARG(money_mark(b, MARK_CELL, p->months)),
        STR_ARG(number(b, STEADY, "months in which costs must be steady")),
        STR_ARG(money_mark(b, MARK_ALL, line)), STR_ARG(last),
        STR_ARG(money_mark(b, MARK_CELL, p->tolerance)), STR_ARG(last));
    return add_help(b, what, kind, text, count, LOOK_COUNT, STR("month"));
}

static uint32_t add_gain(struct builder *b, const struct curves *c)
{
    struct plan *p = b->p;
    int end = (int)p->program->months;
    struct str text =
        str_format(p->arena, "%.*s-%.*s",
                   STR_ARG(formula_mark(p->arena, MARK_MONTH_CELL, c->base_cost, end)),
                   STR_ARG(formula_mark(p->arena, MARK_MONTH_CELL, c->own_cost, end)));
    return add_help(b, "saved in the last month", c->kind, text,
                    values_of(b, c->base_cost)[end] - values_of(b, c->own_cost)[end],
                    LOOK_MONEY, b->currency);
}

// Where both costs are steady, the month beyond the horizon in which the sums meet.
static struct str beyond(struct builder *b, const struct curves *c, uint32_t saved)
{
    struct plan *p = b->p;
    uint32_t end = p->program->months;
    if (end < 12) return STR("\"never\"");
    uint32_t gain = add_gain(b, c);
    uint32_t own = add_unsteady(b, c->own_cost, "months of the last year with other costs",
                                c->kind),
             base = add_unsteady(
                 b, c->base_cost,
                 "months of the last year in which the baseline has other costs", c->kind);
    double by = values_of(b, gain)[0];
    bool known = by > 0 && values_of(b, own)[0] == 0 && values_of(b, base)[0] == 0;
    struct str text = str_format(
        p->arena, "IF(AND(%.*s>0,%.*s=0,%.*s=0),%.*s-%.*s/%.*s,\"never\")",
        STR_ARG(money_mark(b, MARK_CELL, gain)), STR_ARG(money_mark(b, MARK_CELL, own)),
        STR_ARG(money_mark(b, MARK_CELL, base)), STR_ARG(money_mark(b, MARK_CELL, p->months)),
        STR_ARG(formula_mark(p->arena, MARK_MONTH_CELL, saved, (int)end)),
        STR_ARG(money_mark(b, MARK_CELL, gain)));
    uint32_t q =
        add_help(b, "month beyond the horizon in which the sums meet", c->kind, text,
                 known ? end - values_of(b, saved)[end] / by : 0, LOOK_DECIMAL, STR("month"));
    if (!known) plan_at(p, q)->word = STR("never");
    return money_mark(b, MARK_CELL, q);
}

static void add_payback(struct builder *b, enum money_figure f, const struct curves *c,
                        uint32_t saved, uint32_t crossed, const struct breakeven *found)
{
    struct plan *p = b->p;
    struct str all = money_mark(b, MARK_SUM, saved), at = money_mark(b, MARK_SUM, crossed);
    struct str last = formula_mark(p->arena, MARK_MONTH_CELL, saved, (int)p->program->months);
    struct str later = beyond(b, c, saved);
    struct str text = str_format(
        p->arena,
        "IF(MIN(%.*s)>=0,\"always\",IF(%.*s>=0,MAX(%.*s),IF(OR(MAX(%.*s)>0,MAX(%.*s)>0),\"reverted\",%.*s)))",
        STR_ARG(all), STR_ARG(last), STR_ARG(at), STR_ARG(at), STR_ARG(all), STR_ARG(later));
    bool known = found->has_value && found->status != BREAKEVEN_ALWAYS;
    add_month(b, f, text, known, found->value, found->status);
}

static void add_first(struct builder *b, uint32_t saved, uint32_t crossed,
                      const struct breakeven *found)
{
    struct str all = money_mark(b, MARK_SUM, saved), at = money_mark(b, MARK_SUM, crossed);
    struct str text = str_format(
        b->p->arena,
        "IF(MIN(%.*s)>=0,\"always\",IF(MAX(%.*s)>0,SMALL(%.*s,COUNTIF(%.*s,\"<=0\")+1),\"never\"))",
        STR_ARG(all), STR_ARG(at), STR_ARG(at), STR_ARG(at));
    bool known = found->has_first && found->status != BREAKEVEN_ALWAYS;
    bool told = found->status == BREAKEVEN_ALWAYS || found->status == BREAKEVEN_INFEASIBLE ||
                found->status == BREAKEVEN_NO_BASELINE;
    add_month(b, MONEY_FIRST, text, known, found->first,
              told ? found->status : BREAKEVEN_NEVER);
}

// ---- rates of return ---------------------------------------------------------------------------

struct savings {
    uint32_t dated, running, all;
};

static uint32_t add_difference(struct builder *b, uint32_t own, uint32_t base, const char *what)
{
    double *d = money_zeros(b->p);
    for (uint32_t m = 0; m <= b->p->program->months; m++)
        d[m] = values_of(b, base)[m] - values_of(b, own)[m];
    struct str text = STR_JOINED(b->p->arena, money_mark(b, MARK_CELL, base), STR("-"),
                                 money_mark(b, MARK_CELL, own));
    return add_line(b, what, text, d, LOOK_MONEY);
}

static bool changes_sign(const struct builder *b, const struct savings *s)
{
    bool up = false, down = false;
    for (uint32_t m = 0; m <= b->p->program->months; m++) {
        double x = values_of(b, s->dated)[m], y = values_of(b, s->running)[m];
        up = up || x > 0 || y > 0;
        down = down || x < 0 || y < 0;
    }
    return up && down;
}

static struct str sign_test(struct builder *b, const struct savings *s)
{
    struct str x = money_mark(b, MARK_SUM, s->dated), y = money_mark(b, MARK_SUM, s->running);
    return str_format(b->p->arena, "OR(MIN(%.*s,%.*s)>=0,MAX(%.*s,%.*s)<=0)", STR_ARG(x),
                      STR_ARG(y), STR_ARG(x), STR_ARG(y));
}

// The search for a rate, a step in each column: what is gained and what is laid out, worth at the
// rate, and both times the years after which they stand.
struct search {
    uint32_t rate, gain, outlay, gain_years, outlay_years;
};

struct sides {
    double gain, outlay, gain_years, outlay_years;
};

static void add_flow(struct sides *s, double amount, double years, double rate)
{
    double worth = amount * vm_pow(1 + rate, -years);
    *(amount > 0 ? &s->gain : &s->outlay) += fabs(worth);
    *(amount > 0 ? &s->gain_years : &s->outlay_years) += fabs(worth) * years;
}

static struct sides sides_at(const struct builder *b, const struct savings *s, double rate)
{
    const struct money_time *t = b->p->time;
    struct sides out = {0};
    for (uint32_t m = 0; m <= b->p->program->months; m++) {
        add_flow(&out, values_of(b, s->dated)[m], values_of(b, t->dated_years)[m], rate);
        add_flow(&out, values_of(b, s->running)[m], values_of(b, t->running_years)[m], rate);
    }
    return out;
}

// Newton's step on the logarithm of gains over outlays, which is nearly a straight line of that of
// 1 + rate.
static double next_rate(double rate, const struct sides *s)
{
    double years = s->gain_years / s->gain - s->outlay_years / s->outlay;
    return (1 + rate) * vm_pow(s->gain / s->outlay, 1 / years) - 1;
}

static void run_search(const struct builder *b, const struct savings *s, double start,
                       double *rates, struct sides *sides)
{
    bool changes = changes_sign(b, s);
    for (uint32_t m = 0; m <= b->p->program->months; m++) {
        rates[m] = m == 0 || !changes ? start : next_rate(rates[m - 1], &sides[m - 1]);
        sides[m] = sides_at(b, s, rates[m]);
    }
}

// The worth of the amounts on one side, also times their years.
static struct str side(struct builder *b, const struct savings *s, uint32_t rate,
                       const char *compared, bool by_years)
{
    struct text out = {.arena = b->p->arena};
    const struct money_time *t = b->p->time;
    const uint32_t lines[] = {s->dated, s->running},
                   years[] = {t->dated_years, t->running_years};
    for (int i = 0; i < 2; i++) {
        struct str x = money_mark(b, MARK_SUM, lines[i]), y = money_mark(b, MARK_SUM, years[i]);
        text_addf(&out, "%sSUMPRODUCT((%.*s%s)*ABS(%.*s)%s%.*s,(1+%.*s)^(0-%.*s))",
                  i ? "+" : "", STR_ARG(x), compared, STR_ARG(x), by_years ? "*" : "",
                  STR_ARG(by_years ? y : STR_NONE), STR_ARG(money_mark(b, MARK_CELL, rate)),
                  STR_ARG(y));
    }
    return text_str(&out);
}

static uint32_t add_side(struct builder *b, const char *what, struct str text,
                         const struct sides *sides, size_t field)
{
    double *values = money_zeros(b->p);
    for (uint32_t m = 0; m <= b->p->program->months; m++)
        memcpy(&values[m], (const char *)&sides[m] + field, sizeof *values);
    uint32_t q = add_line(b, what, text, values, LOOK_MONEY);
    plan_at(b->p, q)->folded = true;
    return q;
}

static uint32_t add_rate(struct builder *b, const double *rates)
{
    uint32_t q = add_line(b, "rate, a step in each column", STR_NONE, rates, LOOK_PERCENT);
    plan_at(b->p, q)->folded = true;
    plan_at(b->p, q)->unit = STR("%");
    return q;
}

static struct search add_search(struct builder *b, const struct savings *s, double start,
                                const double *rates, const struct sides *sides)
{
    struct arena *a = b->p->arena;
    struct search r = {.rate = add_rate(b, rates)};
    r.gain = add_side(b, "gains at this rate", side(b, s, r.rate, ">0", false), sides,
                      offsetof(struct sides, gain));
    r.outlay = add_side(b, "outlays at this rate", side(b, s, r.rate, "<0", false), sides,
                        offsetof(struct sides, outlay));
    r.gain_years = add_side(b, "gains times years", side(b, s, r.rate, ">0", true), sides,
                            offsetof(struct sides, gain_years));
    r.outlay_years = add_side(b, "outlays times years", side(b, s, r.rate, "<0", true), sides,
                              offsetof(struct sides, outlay_years));
    struct str first = number(b, start, "rate from which a rate of return is sought"),
               x = formula_mark(a, MARK_CELL, r.rate, -1),
               gain = formula_mark(a, MARK_CELL, r.gain, -1),
               outlay = formula_mark(a, MARK_CELL, r.outlay, -1);
    struct str text = str_format(
        a, "IF(OR(%.*s=0,%.*s),%.*s,(1+%.*s)*(%.*s/%.*s)^(1/(%.*s/%.*s-%.*s/%.*s))-1)",
        STR_ARG(month(b)), STR_ARG(sign_test(b, s)), STR_ARG(first), STR_ARG(x), STR_ARG(gain),
        STR_ARG(outlay), STR_ARG(formula_mark(a, MARK_CELL, r.gain_years, -1)), STR_ARG(gain),
        STR_ARG(formula_mark(a, MARK_CELL, r.outlay_years, -1)), STR_ARG(outlay));
    plan_set_template(b->p, r.rate, text);
    return r;
}

// From 10 %, or from the rate that was found where that does not lead to it.
static double start_of(const struct builder *b, const struct savings *s,
                       const struct irr *found, double *rates, struct sides *sides)
{
    uint32_t end = b->p->program->months;
    double start = 0.1;
    run_search(b, s, start, rates, sides);
    if (found->status != IRR_SINGLE) return start;
    double root = found->roots[0], near = 1e-10 * (1 + fabs(root));
    if (fabs(rates[end] - root) <= near && fabs(rates[end - 1] - root) <= near) return start;
    run_search(b, s, root, rates, sides);
    return root;
}

static void add_irr(struct builder *b, const struct savings *s)
{
    struct plan *p = b->p;
    const struct irr *found = &figures_of(b)->metrics.irr;
    bool single = found->status == IRR_SINGLE, changes = changes_sign(b, s);
    bool can = figures_of(b)->feasible && p->comparison->options[p->program->baseline].feasible;
    int end = (int)p->program->months;
    double *rates = money_zeros(p);
    struct sides *sides = ARENA_ARRAY(p->arena, struct sides, (size_t)end + 1);
    double start = start_of(b, s, found, rates, sides);
    struct search r = add_search(b, s, start, rates, sides);
    struct str x = formula_mark(p->arena, MARK_MONTH_CELL, r.rate, end),
               before = formula_mark(p->arena, MARK_MONTH_CELL, r.rate, end - 1);
    struct str text = str_format(
        p->arena, "IF(%.*s,\"none\",IF(ABS(%.*s-%.*s)<=%.*s*(1+%.*s),%.*s,\"none\"))",
        STR_ARG(sign_test(b, s)), STR_ARG(x), STR_ARG(before),
        STR_ARG(number(b, 1e-9, "a step this small is none")), STR_ARG(x), STR_ARG(x));
    add_rate_of_return(b, MONEY_IRR, text, single, single ? found->roots[0] : 0,
                       irr_word(found->status));
    if (single || !changes || !can) return;
    struct quantity *q = plan_at(p, p->options[b->option].figure[MONEY_IRR]);
    q->template = STR_NONE;
    q->reason = STR("savings that change direction more than once may have several rates");
}

static struct str monthly(struct builder *b, uint32_t row)
{
    if (row == NO_NAME) row = b->p->program->discount_rate;
    return str_format(b->p->arena, "(1+%.*s)^(1/%.*s)-1", STR_ARG(money_rate(b, row)),
                      STR_ARG(number(b, 12, "months in a year")));
}

static void add_mirr(struct builder *b, const struct savings *s)
{
    const struct program *g = b->p->program;
    const struct metrics *m = &figures_of(b)->metrics;
    bool has_rate = g->discount_rate != NO_NAME;
    if (!has_rate && (g->finance_rate == NO_NAME || g->reinvest_rate == NO_NAME)) return;
    struct str all = money_mark(b, MARK_SUM, s->all);
    struct str text = str_format(
        b->p->arena,
        "IF(OR(MIN(%.*s)>=0,MAX(%.*s)<=0),\"none\",(1+MIRR(%.*s,%.*s,%.*s))^%.*s-1)",
        STR_ARG(all), STR_ARG(all), STR_ARG(all), STR_ARG(monthly(b, g->finance_rate)),
        STR_ARG(monthly(b, g->reinvest_rate)), STR_ARG(number(b, 12, "months in a year")));
    add_rate_of_return(b, MONEY_MIRR, text, m->mirr.known, m->mirr.value, "none");
}

// ---- the page ----------------------------------------------------------------------------------

static void add_worth(struct builder *b)
{
    struct plan *p = b->p;
    const struct money_lines *own = own_lines(b), *base = base_lines(b);
    struct curves c = {own->worth_so_far, base->worth_so_far, own->worth, base->worth,
                       ", present value"};
    uint32_t saved = add_saved(b, &c, "saved so far, present value");
    uint32_t crossed = add_crossings(b, saved, "month in which present values turn to savings");
    add_payback(b, MONEY_DISCOUNTED, &c, saved, crossed,
                &figures_of(b)->metrics.discounted_payback);
    struct str text = str_format(
        p->arena, "%.*s-%.*s",
        STR_ARG(money_mark(b, MARK_CELL, p->options[p->program->baseline].figure[MONEY_NPV])),
        STR_ARG(money_mark(b, MARK_CELL, p->options[b->option].figure[MONEY_NPV])));
    uint32_t q = money_figure(b, MONEY_SAVINGS, text, figures_of(b)->metrics.npv_savings.value);
    plan_at(p, q)->label = str_copy(p->keep, labelled(b, "present value of savings"));
}

void returns_plan(struct builder *b)
{
    const struct money_lines *own = own_lines(b), *base = base_lines(b);
    struct curves c = {own->so_far, base->so_far, own->cash, base->cash, ""};
    uint32_t saved = add_saved(b, &c, "saved so far");
    uint32_t crossed = add_crossings(b, saved, "month in which it turns to savings");
    struct savings s = {0};
    s.dated = add_difference(b, own->dated, base->dated, "saved, dated money");
    s.running = add_difference(b, own->running, base->running, "saved, running money");
    s.all = add_difference(b, own->cash, base->cash, "saved");
    add_payback(b, MONEY_BREAK_EVEN, &c, saved, crossed, &figures_of(b)->breakeven);
    add_first(b, saved, crossed, &figures_of(b)->breakeven);
    add_irr(b, &s);
    add_mirr(b, &s);
    if (own->worth != NO_NAME) add_worth(b);
}
