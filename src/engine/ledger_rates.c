// ledger_rates.c - rates by the year, and what flows are worth at the discount rate.
#include "engine/ledger_int.h"

#include "base/num.h"

#include <math.h>

bool ledger_yearly_rate(struct builder *b, uint32_t row, const char *what, struct val *rate)
{
    if (!unroll_cell(b->u, row, 1, rate)) return false;
    if (b->u->cells[row].state == CELL_SERIES)
        return diag_fail(b->p->diags, row_origin(b->p, row).where, DIAG_NOT_CONSTANT,
                         "%s may not change with time", what);
    *rate = apply(b, OP_MUL, *rate, val_number(12 * unroll_month_seconds(b->u)));
    if (val_is_number(*rate) && val_double(*rate) <= -1)
        return diag_fail(b->p->diags, row_origin(b->p, row).where, DIAG_OUT_OF_RANGE,
                         "%s is at or below -100 %% a year", what);
    return true;
}

static double shift_of(enum timing t)
{
    switch (t) {
    case TIMING_END: return 0;
    case TIMING_MID: return 0.5;
    case TIMING_START: return 1;
    }
    return 0;
}

double ledger_shift(const struct program *p)
{
    return shift_of(p->timing);
}

bool ledger_is_dated(const struct cost *c)
{
    return c->class == CLASS_CAPEX || c->paid == PAID_START || c->dated;
}

double ledger_tau(const struct program *p, const struct cost *c, uint32_t column)
{
    return column == 0 || ledger_is_dated(c) ? column : column - shift_of(p->timing);
}

// (1 + r)^(-tau / 12) for every column.
static const struct val *factors(struct builder *b, double shift)
{
    struct val **list = &b->l->factor[(int)(shift * 2)];
    if (*list) return *list;
    *list = columns(b);
    struct val base = apply(b, OP_ADD, val_number(1), b->rate);
    for (uint32_t m = 0; m <= b->l->months; m++) {
        double tau = m == 0 ? 0 : m - shift;
        b->g->month = m;
        (*list)[m] = graph_power(b->g, base, -tau / 12);
    }
    b->g->month = 0;
    return *list;
}

struct val ledger_worth(struct builder *b, const struct val *flows, double shift)
{
    const struct val *factor = factors(b, shift);
    struct val *list = columns(b);
    for (uint32_t m = 0; m <= b->l->months; m++)
        list[m] = apply(b, OP_MUL, flows[m], factor[m]);
    return sum_columns(b, list);
}

static bool keep_rate(struct builder *b, uint32_t row, const char *what, struct ledger_rate *r)
{
    r->known = row != NO_NAME;
    r->value = val_number(0);
    return !r->known || ledger_yearly_rate(b, row, what, &r->value);
}

// A number that is known without a draw and differs from what it should be.
static bool differs(struct val found, struct val wanted)
{
    if (!val_is_number(found) || !val_is_number(wanted)) return false;
    return fabs(val_double(found) - val_double(wanted)) > 1e-9;
}

static bool check_weights(struct builder *b)
{
    const struct program *p = b->p;
    struct val equity, debt;
    char sum[NUM_TEXT];
    if (p->equity_weight == NO_NAME || p->debt_weight == NO_NAME) return true;
    if (!unroll_cell(b->u, p->equity_weight, 1, &equity) ||
        !unroll_cell(b->u, p->debt_weight, 1, &debt))
        return false;
    struct val both = apply(b, OP_ADD, equity, debt);
    if (!differs(both, val_number(1))) return true;
    num_write_tidy(sum, val_double(both));
    return diag_fail(p->diags, row_origin(p, p->debt_weight).where, DIAG_OUT_OF_RANGE,
                     "the weights of equity and debt add up to %s, not to 1", sum);
}

// A real rate beside inflation and a discount rate from elsewhere: they may not contradict.
static bool check_real_rate(struct builder *b)
{
    const struct program *p = b->p;
    struct val real, one = val_number(1);
    char rate[NUM_TEXT];
    if (p->real_rate == NO_NAME || p->discounted_by == RATE_IS_REAL) return true;
    struct val inflation;
    if (!ledger_yearly_rate(b, p->real_rate, "the real rate", &real) ||
        !ledger_yearly_rate(b, p->inflation, "inflation beside a real rate", &inflation))
        return false;
    struct val nominal =
        apply(b, OP_MUL, apply(b, OP_ADD, one, real), apply(b, OP_ADD, one, inflation));
    nominal = apply(b, OP_SUB, nominal, one);
    if (!differs(b->rate, nominal)) return true;
    num_write_tidy(rate, num_round(val_double(nominal) * 100, 9));
    diag_fail(p->diags, row_origin(p, p->real_rate).where, DIAG_OUT_OF_RANGE,
              "the discount rate contradicts the real rate and inflation, which make it %s "
              "%%/year",
              rate);
    diag_help(p->diags, "leave one of them out: (1 + nominal) = (1 + real) * (1 + inflation)");
    return false;
}

static bool keep_inflation(struct builder *b)
{
    struct val year = val_number(12 * unroll_month_seconds(b->u));
    uint32_t row = b->p->inflation;
    if (row == NO_NAME) return true;
    b->l->inflation = columns(b);
    for (uint32_t m = 1; m <= b->l->months; m++) {
        struct val *rate = &b->l->inflation[m];
        if (!unroll_cell(b->u, row, m, rate)) return false;
        *rate = apply(b, OP_MUL, *rate, year);
        if (val_is_number(*rate) && val_double(*rate) <= -1)
            return diag_fail(b->p->diags, row_origin(b->p, row).where, DIAG_OUT_OF_RANGE,
                             "inflation is at or below -100 %% a year");
    }
    return true;
}

bool ledger_keep_rates(struct builder *b)
{
    const struct program *p = b->p;
    struct ledger *l = b->l;
    bool ok = keep_inflation(b);
    ok = keep_rate(b, p->finance_rate, "the finance rate", &l->finance) && ok;
    ok = keep_rate(b, p->reinvest_rate, "the reinvestment rate", &l->reinvest) && ok;
    ok = keep_rate(b, p->cost_of_equity, "the cost of equity", &l->equity) && ok;
    l->discount = (struct ledger_rate){l->discounted, b->rate};
    return check_weights(b) && ok && check_real_rate(b);
}
