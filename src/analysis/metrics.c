#include "analysis/metrics.h"

#include "engine/kernel.h"
#include "engine/returns.h"

#include <math.h>

const char *served_word(enum served what)
{
    switch (what) {
    case SERVED_BLENDED: return "mtoken";
    case SERVED_INPUT: return "input_mtoken";
    case SERVED_OUTPUT: return "output_mtoken";
    case SERVED_GPU_HOURS: return "gpu_hour";
    case SERVED_COUNT: break;
    }
    return "";
}

const char *irr_word(enum irr_status s)
{
    switch (s) {
    case IRR_NONE: return "none";
    case IRR_SINGLE: return "single";
    case IRR_MULTIPLE: return "multiple";
    case IRR_BEYOND: return "beyond";
    }
    return "";
}

static struct maybe known(double value)
{
    return (struct maybe){isfinite(value), isfinite(value) ? value : 0};
}

static double *numbers(struct arena *a, const struct val *list, uint32_t count)
{
    double *out = ARENA_ARRAY(a, double, count);
    for (uint32_t i = 0; i < count; i++)
        out[i] = val_double(list[i]);
    return out;
}

struct finder {
    struct session *s;
    struct arena *a;
    uint32_t columns;
    double rate, shift;           // of discount, per year; of operating money, in months
    const double *dated_years;    // time of dated flows
    const double *running_years;  // time of operating flows
    const double *dated_factor, *running_factor;  // of discount, at these times
    struct metrics *out;
};

// Years of each column, its flow standing `shift` months before its end.
static double *years(struct arena *a, uint32_t columns, double shift)
{
    double *t = ARENA_ARRAY(a, double, columns);
    for (uint32_t m = 1; m < columns; m++)
        t[m] = (m - shift) / 12;
    return t;
}

static double worth_at(const struct finder *f, double rate, const double *amount,
                       const double *time)
{
    return returns_present_value(rate, &(struct series){amount, time, f->columns});
}

struct cash {
    const double *dated, *operating;
};

static struct cash cash_of(const struct finder *f, uint32_t option)
{
    const struct tally *t = &f->s->ledger.tallies[option];
    return (struct cash){numbers(f->a, t->dated, f->columns),
                         numbers(f->a, t->operating, f->columns)};
}

// The option's cost less the other's, turned round.
static struct cash savings(const struct finder *f, struct cash own, struct cash base)
{
    double *dated = ARENA_ARRAY(f->a, double, f->columns),
           *operating = ARENA_ARRAY(f->a, double, f->columns);
    for (uint32_t m = 0; m < f->columns; m++) {
        dated[m] = base.dated[m] - own.dated[m];
        operating[m] = base.operating[m] - own.operating[m];
    }
    return (struct cash){dated, operating};
}

static double worth(const struct finder *f, struct cash c, double shift)
{
    double *time = years(f->a, f->columns, shift);
    return worth_at(f, f->rate, c.dated, f->dated_years) +
           worth_at(f, f->rate, c.operating, time);
}

// ---- of one option -----------------------------------------------------------------------------

static const double *amount_served(const struct finder *f, const struct tally *t,
                                   enum served what)
{
    const struct meter *gpu = ledger_find_meter(t, "gpu_hours");
    double *list = ARENA_ARRAY(f->a, double, f->columns);
    for (uint32_t m = 0; m < f->columns; m++) {
        double all = val_double(t->tokens_served[m]), output = val_double(t->output_served[m]);
        switch (what) {
        case SERVED_BLENDED: list[m] = all / 1e6; break;
        case SERVED_INPUT: list[m] = (all - output) / 1e6; break;
        case SERVED_OUTPUT: list[m] = output / 1e6; break;
        case SERVED_GPU_HOURS: list[m] = gpu ? val_double(gpu->amount[m]) / 3600 : 0; break;
        case SERVED_COUNT: break;
        }
    }
    return list;
}

// The row with the tax rate of the model that books an option's tax: its input `rate`.
static uint32_t tax_row(const struct session *s, uint32_t option)
{
    const struct program *p = &s->program;
    const struct tally *t = &s->ledger.tallies[option];
    for (uint32_t i = t->first_line; i < t->first_line + t->line_count; i++) {
        const struct line *line = &s->ledger.lines.at[i];
        if (!str_is(line->name->cost.category, "tax")) continue;
        uint32_t sheet = p->rows.at[line->row].sheet;
        uint32_t name = form_find(&p->forms.at[p->sheets.at[sheet].form], STR("rate"));
        uint32_t row = name == NO_NAME ? NO_NAME : sheet_row(p, sheet, name, NO_WORKLOAD);
        if (row != NO_NAME) return row;
    }
    return NO_NAME;
}

static void find_tax(struct session *s, uint32_t option, struct metrics *out)
{
    uint32_t row = tax_row(s, option);
    out->taxed = row != NO_NAME;
    out->tax_row = row;
    if (out->taxed && s->unroll.cells[row].state == CELL_CONSTANT)
        out->tax_rate = known(val_double(s->unroll.cells[row].constant));
}

// What is left of an income by column when it is taxed at the rate of its month; NULL without tax.
static const double *untaxed(const struct finder *f, uint32_t option)
{
    uint32_t row = tax_row(f->s, option);
    double *share = ARENA_ARRAY(f->a, double, f->columns);
    for (uint32_t m = 0; m < f->columns; m++) {
        struct val rate;
        if (row == NO_NAME || !unroll_cell(&f->s->unroll, row, m ? m : 1, &rate) ||
            val_is_node(rate))
            return NULL;
        share[m] = 1 - val_double(rate);
    }
    return share;
}

// What 1 of the first day has become where money stands in each column: at inflation, or at the
// real rate, (1 + r) / (1 + inflation) - 1. Each month's rate leads to the next column.
static double *grown(const struct finder *f, double shift, bool at_real_rate)
{
    double *level = ARENA_ARRAY(f->a, double, f->columns), before = 1;
    level[0] = 1;
    for (uint32_t m = 1; m < f->columns; m++) {
        double year = 1 + val_double(f->s->ledger.inflation[m]);
        if (at_real_rate) year = (1 + f->rate) / year;
        level[m] = before * vm_pow(year, (1 - shift) / 12);
        before *= vm_pow(year, 1.0 / 12);
    }
    return level;
}

static double real_worth(const struct finder *f, const double *served)
{
    const double *factor = grown(f, f->shift, true);
    double sum = 0;
    for (uint32_t m = 0; m < f->columns; m++)
        sum += served[m] / factor[m];
    return sum;
}

// The price that leaves the cost after tax when it is taxed at the rate of each month.
static double pretax(const struct finder *f, double cost, const double *served,
                     const double *share)
{
    double *left = ARENA_ARRAY(f->a, double, f->columns);
    for (uint32_t m = 0; m < f->columns; m++)
        left[m] = served[m] * share[m];
    return cost / worth_at(f, f->rate, left, f->running_years);
}

static void levelise(const struct finder *f, const struct tally *t, uint32_t option)
{
    struct metrics *o = f->out;
    const double *share = untaxed(f, option);
    for (int k = 0; k < SERVED_COUNT; k++) {
        const double *list = amount_served(f, t, (enum served)k);
        double nominal = worth_at(f, f->rate, list, f->running_years);
        double cost = o->npv[f->s->program.timing].value;
        if (!(nominal > 0)) continue;
        o->levelised[MONEY_NOMINAL][k] = known(cost / nominal);
        if (f->s->ledger.inflation)
            o->levelised[MONEY_REAL][k] = known(cost / real_worth(f, list));
        if (o->tax_rate.known && o->tax_rate.value < 1)
            o->levelised[MONEY_PRETAX][k] = known(cost / nominal / (1 - o->tax_rate.value));
        else if (share && !o->tax_rate.known)
            o->levelised[MONEY_PRETAX][k] = known(pretax(f, cost, list, share));
    }
}

static void equal_cost(const struct finder *f)
{
    double *ones = ARENA_ARRAY(f->a, double, f->columns);
    for (uint32_t m = 1; m < f->columns; m++)
        ones[m] = 1;
    double monthly =
        f->out->npv[f->s->program.timing].value / worth_at(f, f->rate, ones, f->running_years);
    f->out->eac_monthly = known(monthly);
    f->out->eac_annualised = known(12 * monthly);
}

// Cash in money of the first day: each flow over what prices have become by then.
static void in_constant_money(const struct finder *f, struct cash c)
{
    if (!f->s->ledger.inflation) return;
    const double *dated = grown(f, 0, false), *running = grown(f, f->shift, false);
    const double *dated_real = grown(f, 0, true), *running_real = grown(f, f->shift, true);
    double sum = 0, worth = 0;
    for (uint32_t m = 0; m < f->columns; m++) {
        double bought = c.dated[m] / dated[m], run = c.operating[m] / running[m];
        sum += bought + run;
        worth += bought / dated_real[m] + run / running_real[m];
    }
    f->out->total_real = known(sum);
    if (f->s->ledger.discounted) f->out->npv_real = known(worth);
}

// What owners pay: costs, and what is borrowed, repaid and paid as interest, tax on it included.
static void levered(const struct finder *f, const struct tally *t)
{
    const struct ledger *l = &f->s->ledger;
    uint32_t end = t->first_line + t->line_count;
    for (uint32_t i = t->first_line; i < end; i++)
        f->out->financed =
            f->out->financed || l->lines.at[i].name->cost.class == CLASS_FINANCING;
    if (!f->out->financed || !l->equity.known) return;
    double rate = val_double(l->equity.value), sum = 0;
    double *time = ARENA_ARRAY(f->a, double, f->columns);
    for (uint32_t i = t->first_line; i < end; i++) {
        const struct cost *c = &l->lines.at[i].name->cost;
        if (c->class == CLASS_RISK || c->class == CLASS_BENEFIT) continue;
        for (uint32_t m = 0; m < f->columns; m++)
            time[m] = ledger_tau(&f->s->program, c, m) / 12;
        sum += worth_at(f, rate, numbers(f->a, l->lines.at[i].billed, f->columns), time);
    }
    f->out->levered_npv = known(sum);
}

static void peak(const struct finder *f, struct cash c)
{
    double sum = 0;
    for (uint32_t m = 0; m < f->columns; m++) {
        sum += c.dated[m] + c.operating[m];
        if (sum <= f->out->peak_funding) continue;
        f->out->peak_funding = sum;
        f->out->peak_month = m;
    }
}

// ---- against the baseline ----------------------------------------------------------------------

static enum rate_origin monthly_rate(const struct finder *f, const struct ledger_rate *stated,
                                     double *rate)
{
    const struct ledger *l = &f->s->ledger;
    const struct ledger_rate *r = stated->known ? stated : &l->discount;
    *rate = vm_pow(1 + val_double(r->value), 1.0 / 12) - 1;
    return stated->known ? RATE_STATED : l->discounted ? RATE_DISCOUNT : RATE_NONE;
}

static void modified_return(const struct finder *f, struct cash saved)
{
    struct metrics *o = f->out;
    double *flows = ARENA_ARRAY(f->a, double, f->columns), finance, reinvest, monthly;
    for (uint32_t m = 0; m < f->columns; m++)
        flows[m] = saved.dated[m] + saved.operating[m];
    o->finance_rate = monthly_rate(f, &f->s->ledger.finance, &finance);
    o->reinvest_rate = monthly_rate(f, &f->s->ledger.reinvest, &reinvest);
    if (o->finance_rate == RATE_NONE || o->reinvest_rate == RATE_NONE) return;
    if (returns_mirr(flows, f->columns, finance, reinvest, &monthly))
        o->mirr = known(vm_pow(1 + monthly, 12) - 1);
}

// Cash by column.
static double *nominal(const struct finder *f, struct cash c)
{
    double *list = ARENA_ARRAY(f->a, double, f->columns);
    for (uint32_t m = 0; m < f->columns; m++)
        list[m] = c.dated[m] + c.operating[m];
    return list;
}

// What 1 is worth today that stands at each of these times.
static double *factors(const struct finder *f, const double *time)
{
    double *list = ARENA_ARRAY(f->a, double, f->columns), u = vm_log1p(f->rate);
    for (uint32_t m = 0; m < f->columns; m++)
        list[m] = vm_exp(-time[m] * u);
    return list;
}

// Cash by column, each discounted from where it stands.
static double *discounted(const struct finder *f, struct cash c)
{
    double *list = ARENA_ARRAY(f->a, double, f->columns);
    for (uint32_t m = 0; m < f->columns; m++)
        list[m] = c.dated[m] * f->dated_factor[m] + c.operating[m] * f->running_factor[m];
    return list;
}

// The share of the hours paid for in which its tokens have to be made so that a token costs what
// it costs with the baseline: its own share times the ratio of the two costs.
static void crossover(const struct finder *f, uint32_t option, uint32_t baseline)
{
    const struct tally *own = &f->s->ledger.tallies[option],
                       *base = &f->s->ledger.tallies[baseline];
    double used = val_double(ledger_meter(own, "gpu_hours_busy")),
           held = val_double(ledger_meter(own, "gpu_hours"));
    double price = val_double(base->total) / val_double(base->tokens);
    double cost = val_double(own->total) / val_double(own->tokens);
    if (!(used > 0) || !(held > 0)) return;
    f->out->hours_in_use = known(used / held);
    if (price > 0) f->out->crossover_utilisation = known(used / held * cost / price);
}

static void against(const struct finder *f, uint32_t option, uint32_t baseline)
{
    struct metrics *o = f->out;
    uint32_t months = f->columns - 1;
    struct cash own = cash_of(f, option), base = cash_of(f, baseline),
                saved = savings(f, own, base);
    o->irr = finance_irr(&(struct flows){saved.dated, saved.operating, months, f->shift});
    o->payback = breakeven_find(f->a, nominal(f, own), nominal(f, base), months);
    modified_return(f, saved);
    crossover(f, option, baseline);
    o->has_discounted_payback = f->s->ledger.discounted;
    if (!o->has_discounted_payback) return;
    o->npv_savings = known(worth(f, saved, f->shift));
    o->discounted_payback =
        breakeven_find(f->a, discounted(f, own), discounted(f, base), months);
}

void metrics_find(struct session *s, uint32_t option, uint32_t baseline, struct metrics *out)
{
    struct finder f = {.s = s, .a = &s->arena, .columns = s->program.months + 1, .out = out};
    *out = (struct metrics){0};
    f.rate = val_double(s->ledger.discount.value);
    f.shift = ledger_shift(&s->program);
    f.dated_years = years(f.a, f.columns, 0);
    f.running_years = years(f.a, f.columns, f.shift);
    struct cash c = cash_of(&f, option);
    find_tax(s, option, out);
    peak(&f, c);
    in_constant_money(&f, c);
    levered(&f, &s->ledger.tallies[option]);
    if (s->ledger.discounted) {
        f.dated_factor = factors(&f, f.dated_years);
        f.running_factor = factors(&f, f.running_years);
        for (int i = 0; i < 3; i++)
            out->npv[i] = known(worth(&f, c, i / 2.0));
        levelise(&f, &s->ledger.tallies[option], option);
        equal_cost(&f);
    }
    if (option != baseline) against(&f, option, baseline);
}
