// time.c - the page of time: where money of a column stands, what it is worth, and to which quarters
// and years the column belongs; and options by these periods.
#include "workbook/money_int.h"

static struct place nowhere(struct builder *b)
{
    return (struct place){.plan = b->p, .owner = NO_NAME};
}

static struct str months_of_year(struct builder *b)
{
    struct place t = nowhere(b);
    return expr_number(&t, 12, "months in a year");
}

struct str money_rate(struct builder *b, uint32_t row)
{
    struct place t = nowhere(b);
    return expr_in(&t, expr_cell(&t, plan_row(b->p, row, NO_NAME)),
                   1 / (12 * formula_month(&t)), RANK_SUM);
}

// ---- where money stands ------------------------------------------------------------------------

static uint32_t add_years(struct builder *b, const char *label, double shift)
{
    struct place t = nowhere(b);
    double *years = money_zeros(b->p);
    for (uint32_t m = 1; m <= b->p->program->months; m++)
        years[m] = (m - shift) / 12;
    struct str month = expr_month(&t), year = months_of_year(b);
    struct str text = STR_JOINED(b->p->arena, month, STR("/"), year);
    if (shift > 0)
        text = str_format(
            b->p->arena, "IF(%.*s=0,0,(%.*s-%.*s)/%.*s)", STR_ARG(month), STR_ARG(month),
            STR_ARG(expr_number(&t, shift,
                                "months before its column at which running money stands")),
            STR_ARG(year));
    return money_line(b, str_of(label), text, years, LOOK_PLAIN);
}

static double pow_of(const struct builder *b, double base, double exponent)
{
    return val_double(graph_power(&b->p->session->graph, val_number(base), exponent));
}

// (1 + rate)^-years
static uint32_t add_factor(struct builder *b, const char *label, uint32_t years)
{
    struct plan *p = b->p;
    double rate = val_double(p->session->ledger.discount.value), *out = money_zeros(p);
    for (uint32_t m = 0; m <= p->program->months; m++)
        out[m] = pow_of(b, 1 + rate, -plan_at(p, years)->values[m]);
    struct str text = str_format(p->arena, "(1+%.*s)^(0-%.*s)",
                                 STR_ARG(money_rate(b, p->program->discount_rate)),
                                 STR_ARG(money_mark(b, MARK_CELL, years)));
    return money_line(b, str_of(label), text, out, LOOK_PLAIN);
}

// ---- constant money ----------------------------------------------------------------------------

// Each month's inflation leads from the column before to where money stands in its own.
static uint32_t add_level(struct builder *b, const char *label, uint32_t before, double shift)
{
    struct plan *p = b->p;
    struct place t = nowhere(b);
    double *level = money_zeros(p), end = 1;
    level[0] = 1;
    for (uint32_t m = 1; m <= p->program->months; m++) {
        double year = 1 + val_double(p->session->ledger.inflation[m]);
        level[m] = end * pow_of(b, year, (1 - shift) / 12);
        end *= pow_of(b, year, 1.0 / 12);
    }
    struct str month = STR("1");
    if (shift > 0)
        month = STR_JOINED(
            p->arena, STR("(1-"),
            expr_number(&t, shift, "months before its column at which running money stands"),
            STR(")"));
    struct str rate = money_rate(b, p->program->inflation), year = months_of_year(b);
    if (before == NO_NAME) before = p->count;  // itself: all others are there now
    struct str text =
        str_format(p->arena, "IF(%.*s=0,1,%.*s*(1+%.*s)^(%.*s/%.*s))", STR_ARG(expr_month(&t)),
                   STR_ARG(formula_mark(p->arena, MARK_CELL, before, -1)), STR_ARG(rate),
                   STR_ARG(month), STR_ARG(year));
    return money_line(b, str_of(label), text, level, LOOK_PLAIN);
}

static uint32_t add_real(struct builder *b, const char *label, uint32_t level, uint32_t factor)
{
    struct plan *p = b->p;
    double *out = money_zeros(p);
    for (uint32_t m = 0; m <= p->program->months; m++)
        out[m] = plan_at(p, level)->values[m] * plan_at(p, factor)->values[m];
    struct str text = STR_JOINED(p->arena, money_mark(b, MARK_CELL, factor), STR("*"),
                                 money_mark(b, MARK_CELL, level));
    return money_line(b, str_of(label), text, out, LOOK_PLAIN);
}

static void add_constant_money(struct builder *b, struct money_time *t)
{
    const struct plan *p = b->p;
    double shift = ledger_shift(p->program);
    t->dated_level = t->running_level = t->dated_real = t->running_real = NO_NAME;
    if (!p->session->ledger.inflation) return;
    t->dated_level = add_level(b, "Prices at money of a day", NO_NAME, 0);
    t->running_level = add_level(b, "Prices at running money", t->dated_level, shift);
    if (!p->session->ledger.discounted) return;
    t->dated_real =
        add_real(b, "Real discount factor of money of a day", t->dated_level, t->dated_factor);
    t->running_real = add_real(b, "Real discount factor of running money", t->running_level,
                               t->running_factor);
}

// ---- periods -----------------------------------------------------------------------------------

static const struct {
    enum period period;
    int months;
    const char *title, *label;
} PERIODS[] = {
    {PERIOD_QUARTER, 3, "By quarter", "Quarter, the first is 1"},
    {PERIOD_YEAR, 12, "By year", "Year, the first is 1"},
    {PERIOD_FISCAL_QUARTER, 3, "By fiscal quarter", "Fiscal quarter, the first is 1"},
    {PERIOD_FISCAL_YEAR, 12, "By fiscal year", "Fiscal year, the first is 1"}};

// Fiscal periods that are those of the calendar are not shown twice.
static bool is_shown(const struct plan *p, size_t i)
{
    bool fiscal =
        PERIODS[i].period == PERIOD_FISCAL_QUARTER || PERIODS[i].period == PERIOD_FISCAL_YEAR;
    return !fiscal || p->program->fiscal_start % PERIODS[i].months != 0;
}

// Months of the first period before the first month.
static uint32_t months_before(const struct plan *p, size_t i)
{
    uint32_t end = period_end(p->program, PERIODS[i].period, 0);
    uint32_t size = (uint32_t)PERIODS[i].months;
    return end < size && period_count(p->program, PERIODS[i].period) > 1 ? size - end : 0;
}

static uint32_t add_period(struct builder *b, size_t i)
{
    static const char *const sizes[] = {"months in a quarter", "months in a year",
                                        "months in a quarter", "months in a year"};
    static const char *const labels[] = {"months before the start in its quarter",
                                         "months before the start in its year",
                                         "months before the start in its fiscal quarter",
                                         "months before the start in its fiscal year"};
    struct place t = nowhere(b);
    double *number = money_zeros(b->p);
    for (uint32_t m = 0; m <= b->p->program->months; m++)
        number[m] = period_of(b->p->program, PERIODS[i].period, m) + 1;
    struct text text = {.arena = b->p->arena};
    text_addf(&text, "INT((MAX(1,%.*s)-1", STR_ARG(expr_month(&t)));
    uint32_t before = months_before(b->p, i);
    if (before) text_addf(&text, "+%.*s", STR_ARG(expr_number(&t, before, labels[i])));
    text_addf(&text, ")/%.*s)+1", STR_ARG(expr_number(&t, PERIODS[i].months, sizes[i])));
    return money_line(b, str_of(PERIODS[i].label), text_str(&text), number, LOOK_COUNT);
}

void time_plan(struct builder *b)
{
    struct money_time *t = b->p->time = ARENA_NEW(b->p->keep, struct money_time);
    b->page = plan_page(b->p, PAGE_OPTION, 0, STR("Time"));
    t->dated_years = add_years(b, "Years to money of a day", 0);
    t->running_years = add_years(b, "Years to running money", ledger_shift(b->p->program));
    t->dated_factor = t->running_factor = NO_NAME;
    if (b->p->session->ledger.discounted) {
        t->dated_factor = add_factor(b, "Discount factor of money of a day", t->dated_years);
        t->running_factor = add_factor(b, "Discount factor of running money", t->running_years);
    }
    add_constant_money(b, t);
    for (size_t i = 0; i < PERIOD_COUNT; i++)
        t->period[i] = NO_NAME;
    for (size_t i = 0; i < COUNT_OF(PERIODS); i++)
        if (is_shown(b->p, i)) t->period[PERIODS[i].period] = add_period(b, i);
}

// A line of an option, added up by period.
static uint32_t add_sum(struct builder *b, size_t i, uint32_t line, const char *what)
{
    struct plan *p = b->p;
    enum period period = PERIODS[i].period;
    struct place t = nowhere(b);
    uint32_t count = period_count(p->program, period), number = p->time->period[period];
    double *values = ARENA_ARRAY(p->keep, double, count + 1);
    for (uint32_t m = 0; m <= p->program->months; m++)
        values[period_of(p->program, period, m) + 1] += plan_at(p, line)->values[m];
    struct str text =
        str_format(p->arena, "SUMIF(%.*s,%.*s,%.*s)", STR_ARG(money_mark(b, MARK_SUM, number)),
                   STR_ARG(expr_month(&t)), STR_ARG(money_mark(b, MARK_SUM, line)));
    struct str label =
        str_format(p->arena, "%.*s: %s", STR_ARG(p->program->options.at[b->option].name), what);
    uint32_t q = money_line(b, label, text, values, LOOK_MONEY);
    plan_at(p, q)->opening = false;
    return q;
}

void time_periods(struct builder *b)
{
    struct plan *p = b->p;
    for (size_t i = 0; i < COUNT_OF(PERIODS); i++) {
        if (p->time->period[PERIODS[i].period] == NO_NAME) continue;
        b->page = plan_page(p, PAGE_PERIODS, PERIODS[i].period, str_of(PERIODS[i].title));
        for (b->option = 0; b->option < p->program->options.count; b->option++) {
            const struct money_lines *l = &p->options[b->option].lines;
            add_sum(b, i, l->capex, "capex");
            add_sum(b, i, l->opex, "opex");
            uint32_t cash = add_sum(b, i, l->cash, "cash");
            if (PERIODS[i].period == PERIOD_YEAR) p->options[b->option].year = cash;
            add_sum(b, i, l->amortised, "amortised");
        }
    }
}

uint32_t plan_columns(const struct plan *p, const struct page *page)
{
    if (page->kind != PAGE_PERIODS) return p->program->months;
    return period_count(p->program, (enum period)page->of);
}
