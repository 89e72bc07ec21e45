#include "analysis/compare.h"

#include "analysis/figure.h"
#include "base/num.h"

#include <math.h>

const char *rank_word(enum rank_by r)
{
    switch (r) {
    case RANK_NPV: return "npv";
    case RANK_TOTAL: return "total";
    case RANK_RISK_ADJUSTED: return "risk_adjusted_total";
    }
    return "";
}

static struct maybe per(double cost, double amount, double unit)
{
    if (!(amount > 0)) return (struct maybe){false, 0};
    return (struct maybe){true, cost / (amount / unit)};
}

static double *numbers(struct arena *a, const struct val *list, uint32_t count)
{
    double *out = ARENA_ARRAY(a, double, count);
    for (uint32_t i = 0; i < count; i++)
        out[i] = val_double(list[i]);
    return out;
}

static struct str why_unserved(const struct session *s, const struct unserved *u)
{
    const struct program *p = &s->program;
    struct arena *a = s->diags.arena;
    char share[NUM_TEXT];
    num_write(share, num_round(u->share * 100, 2));
    struct str text = str_format(a, "%s %% of the workload %.*s is not served, first in %.*s",
                                 share, STR_ARG(p->workloads.at[u->workload].name),
                                 STR_ARG(month_text(a, p, u->month)));
    if (u->idle == NO_NAME) return text;
    return str_format(a, "%.*s: %.*s takes none of it", STR_ARG(text),
                      STR_ARG(p->sheets.at[u->idle].address));
}

static struct str why_lacking(const struct session *s, const struct lacking *q)
{
    const struct program *p = &s->program;
    struct arena *a = s->diags.arena;
    char found[NUM_TEXT], required[NUM_TEXT];
    num_write(found, num_round(q->quality, 4));
    num_write(required, num_round(q->required, 4));
    return str_format(a,
                      "the answers to the workload %.*s have quality %s, %s is required, first "
                      "in %.*s",
                      STR_ARG(p->workloads.at[q->workload].name), found, required,
                      STR_ARG(month_text(a, p, q->month)));
}

static double in_unit(struct val v, double factor)
{
    return val_double(v) / factor;
}

struct str compare_missing(struct arena *a, const struct session *s, uint32_t option,
                           struct str meter)
{
    const struct program *p = &s->program;
    const struct tally *t = &s->ledger.tallies[option];
    struct text out = {.arena = a};
    for (uint32_t i = 0; i < t->gaps.count; i++) {
        const struct gap *g = &t->gaps.at[i];
        const struct sheet *sheet = &p->sheets.at[g->sheet];
        if (!str_eq(g->meter, meter)) continue;
        if (text_str(&out).len) text_add_c(&out, ", ");
        if (g->input == NO_NAME)
            text_addf(&out, "a meter of %.*s", STR_ARG(sheet->address));
        else
            text_addf(&out, "%.*s.%.*s", STR_ARG(sheet->address),
                      STR_ARG(p->forms.at[sheet->form].names.at[g->input].text));
    }
    return text_str(&out);
}

// Not known is no zero.
static struct maybe metered(const struct tally *t, const char *meter, double unit)
{
    bool known = ledger_knows_meter(t, meter);
    return (struct maybe){known, known ? in_unit(ledger_meter(t, meter), unit) : 0};
}

static void read_meters(const struct tally *t, struct option_figures *f)
{
    f->energy_kwh = metered(t, "energy", 3.6e6);
    f->emissions_kgco2e = metered(t, "emissions", 1e3);
    f->emissions_market_kgco2e = metered(t, "emissions_market", 1e3);
    f->emissions_embodied_kgco2e = metered(t, "emissions_embodied", 1e3);
    f->water_l = metered(t, "water", 1);
    if (f->emissions_kgco2e.known && f->emissions_embodied_kgco2e.known)
        f->emissions_g_per_mtoken =
            per((f->emissions_kgco2e.value + f->emissions_embodied_kgco2e.value) * 1e3,
                f->tokens, 1e6);
}

static void read_figures(struct session *s, uint32_t option, struct option_figures *f)
{
    const struct tally *t = &s->ledger.tallies[option];
    const struct option *o = &s->program.options.at[option];
    *f = (struct option_figures){.option = option};
    f->reason = o->infeasible;
    if (!f->reason.len && t->unserved.count) f->reason = why_unserved(s, &t->unserved.at[0]);
    if (!f->reason.len && t->lacking.count) f->reason = why_lacking(s, &t->lacking.at[0]);
    f->feasible = f->reason.len == 0;
    f->capex = val_double(t->capex);
    f->opex = val_double(t->opex);
    f->total = val_double(t->total);
    f->capex_gross = val_double(t->capex_gross);
    f->proceeds = val_double(t->proceeds);
    f->npv = (struct maybe){s->ledger.discounted, val_double(t->npv)};
    f->risk = val_double(t->risk);
    f->benefit = val_double(t->benefit);
    f->risk_adjusted_total = val_double(t->risk_adjusted);
    f->tokens = val_double(t->tokens);
    f->output_tokens = val_double(t->output_tokens);
    f->cost_per_mtoken = per(f->total, f->tokens, 1e6);
    f->cost_per_output_mtoken = per(f->total, f->output_tokens, 1e6);
    if (s->ledger.discounted)
        f->levelised_cost_per_mtoken = per(f->npv.value, val_double(t->worth_of_tokens), 1e6);
    f->accepted_requests = val_double(ledger_meter(t, "requests_accepted"));
    f->cost_per_accepted_request = per(f->total, f->accepted_requests, 1);
    f->gpu_hours = in_unit(ledger_meter(t, "gpu_hours"), 3600);
    f->effective_cost = val_double(t->effective);
    f->cost_per_gpu_hour = per(f->effective_cost, f->gpu_hours, 1);
    read_meters(t, f);
}

static double measure(const struct session *s, const struct option_figures *f)
{
    switch (s->program.rank_by) {
    case RANK_NPV: return f->npv.value;
    case RANK_TOTAL: return f->total;
    case RANK_RISK_ADJUSTED: return f->risk_adjusted_total;
    }
    return f->total;
}

bool is_cheaper(double a, double b, double size)
{
    return kernel_below(a, b) && b - a > EQUAL_PART * size;
}

// The first option in scenario order among those left that cost no more than the cheapest of them,
// so that costs which rounding alone tells apart keep that order. NO_NAME when none is left.
static uint32_t next_cheapest(const struct comparison *c)
{
    uint32_t least = NO_NAME;
    for (uint32_t i = 0; i < c->count; i++) {
        const struct option_figures *f = &c->options[i];
        if (f->feasible && f->rank == 0 &&
            (least == NO_NAME || f->measure < c->options[least].measure))
            least = i;
    }
    for (uint32_t i = 0; i < least && least != NO_NAME; i++) {
        const struct option_figures *f = &c->options[i];
        if (f->feasible && f->rank == 0 &&
            !is_cheaper(c->options[least].measure, f->measure,
                        kernel_max(c->options[least].size, f->size)))
            return i;
    }
    return least;
}

static void rank(struct comparison *c)
{
    c->winner = NO_NAME;
    for (uint32_t place = 1; place <= c->count; place++) {
        uint32_t at = next_cheapest(c);
        if (at == NO_NAME) return;
        c->options[at].rank = place;
        if (place == 1) c->winner = at;
    }
}

// Where one of the two can't do the work, no month and no rate of return follows from their costs.
static void without_comparison(struct option_figures *f)
{
    struct metrics *m = &f->metrics;
    m->payback = m->discounted_payback = breakeven_none(f->feasible);
    m->irr = (struct irr){.status = IRR_NONE};
    m->mirr = m->crossover_utilisation = (struct maybe){false, 0};
}

static void against_baseline(struct session *s, struct option_figures *f,
                             const struct option_figures *base)
{
    f->delta_vs_baseline = f->measure - base->measure;
    f->is_baseline = f == base;
    metrics_find(s, f->option, base->option, &f->metrics);
    if (f->is_baseline) return;
    if (!f->feasible || !base->feasible) without_comparison(f);
    f->breakeven = f->metrics.payback;
    const struct irr *r = &f->metrics.irr;
    f->irr = (struct maybe){r->status == IRR_SINGLE, r->roots[0]};
}

static void warn_infeasible(struct session *s, const struct option_figures *f)
{
    const struct option *o = &s->program.options.at[f->option];
    struct span where = o->infeasible.len ? o->infeasible_where : o->where;
    if (f->feasible) return;
    diag_warn(&s->diags, where, DIAG_INFEASIBLE, "the option %.*s is infeasible: %.*s",
              STR_ARG(o->name), STR_ARG(f->reason));
    if (o->near_tag.len) diag_help(&s->diags, "did you mean '%.*s'?", STR_ARG(o->near_tag));
}

// ---- residuals ---------------------------------------------------------------------------------

struct leftover {
    double months;  // of life left for the newest asset
    double book;    // straight-line value of all
};

static struct leftover left_at_horizon(struct session *s, const struct line *line)
{
    struct leftover left = {0};
    struct val life;
    uint32_t last = s->program.months, sheet = s->program.rows.at[line->row].sheet;
    if (!unroll_constant(&s->unroll, line->name->cost.life, sheet, "a life", &life))
        return left;
    double months = val_double(life) / unroll_month_seconds(&s->unroll);
    for (uint32_t m = 1; m <= last; m++) {
        double rest = months - (last - m + 1), amount = val_double(line->amount[m]);
        if (rest <= 1e-9 || amount <= 0) continue;
        if (rest > left.months) left.months = rest;
        left.book += amount * rest / months;
    }
    return left;
}

// The resale value is stated by the input that the line names for it. A line that names none may
// have proceeds at the horizon beside it.
static bool resale_is_stated(const struct session *s, const struct line *line)
{
    const struct program *p = &s->program;
    uint32_t sheet = p->rows.at[line->row].sheet, input = line->name->cost.resale;
    if (input != NO_NAME) return p->rows.at[sheet_row(p, sheet, input, NO_WORKLOAD)].given;
    const struct tally *t = &s->ledger.tallies[line->option];
    for (uint32_t i = t->first_line; i < t->first_line + t->line_count; i++) {
        const struct line *other = &s->ledger.lines.at[i];
        bool same =
            p->rows.at[other->row].sheet == sheet && other->name->cost.class == CLASS_CAPEX;
        if (same && val_double(other->amount[p->months]) < 0) return true;
    }
    return false;
}

static void warn_residual(struct session *s, const struct line *line)
{
    const struct cost *c = &line->name->cost;
    if (c->class != CLASS_CAPEX || !c->life || c->amortise != AMORTISE_FORWARD) return;
    struct leftover left = left_at_horizon(s, line);
    if (left.months <= 0 || resale_is_stated(s, line)) return;
    const struct program *p = &s->program;
    uint32_t sheet = p->rows.at[line->row].sheet;
    char months[NUM_TEXT];
    num_write(months, num_round(left.months, 2));
    struct str book = num_grouped(&s->arena, left.book, 0);
    diag_warn(
        &s->diags, p->sheets.at[sheet].where, DIAG_NO_RESIDUAL,
        "%.*s: %s months of life are left at the horizon, and no resale value is stated, so they "
        "count as worth nothing (straight-line book value: %.*s %.*s)",
        STR_ARG(row_address(&s->arena, p, line->row)), months, STR_ARG(book),
        STR_ARG(s->info.currency));
    if (c->resale == NO_NAME) return;
    struct str input = p->forms.at[p->sheets.at[sheet].form].names.at[c->resale].text;
    diag_help(&s->diags, "state %.*s, 0 if it is worth nothing", STR_ARG(input));
}

// What a component buys and what it sells of it, over all months. A deposit is neither.
static void add_trade(const struct session *s, const struct line *line, uint32_t sheet,
                      double *bought, double *sold)
{
    const struct cost *c = &line->name->cost;
    if (c->class != CLASS_CAPEX || c->amortise == AMORTISE_NEVER ||
        s->program.rows.at[line->row].sheet != sheet)
        return;
    for (uint32_t m = 1; m <= s->program.months; m++) {
        double amount = val_double(line->amount[m]);
        *(amount > 0 ? bought : sold) += fabs(amount);
    }
}

// A resale value above the price is more often a slip than a plan.
static void warn_resale(struct session *s, uint32_t option, uint32_t sheet)
{
    const struct tally *t = &s->ledger.tallies[option];
    const struct sheet *component = &s->program.sheets.at[sheet];
    struct arena *a = &s->arena;
    double bought = 0, sold = 0;
    for (uint32_t i = t->first_line; i < t->first_line + t->line_count; i++)
        add_trade(s, &s->ledger.lines.at[i], sheet, &bought, &sold);
    if (bought <= 0 || sold <= bought * (1 + 1e-9)) return;
    diag_warn(&s->diags, component->where, DIAG_RESALE_ABOVE_PRICE,
              "%.*s: what it buys for %.*s %.*s fetches %.*s %.*s, which is more",
              STR_ARG(component->address), STR_ARG(num_grouped(a, bought, 0)),
              STR_ARG(s->info.currency), STR_ARG(num_grouped(a, sold, 0)),
              STR_ARG(s->info.currency));
    diag_help(&s->diags, "state what it fetches in all, or lower it");
}

static void warn_components(struct session *s)
{
    const struct program *p = &s->program;
    for (uint32_t o = 0; o < p->options.count; o++)
        for (uint32_t i = 0; i < p->options.at[o].sheet_count; i++)
            warn_resale(s, o, p->options.at[o].first_sheet + i);
}

// ---- tax rates ---------------------------------------------------------------------------------

// The tax that interest saves stands in the discount rate, all other tax in the cash of an option:
// one company has one rate for both.
static void warn_tax_rates(struct session *s, const struct option_figures *f)
{
    const struct program *p = &s->program;
    struct maybe own = f->metrics.tax_rate;
    struct val rate;
    if (p->interest_tax_rate == NO_NAME || p->discounted_by != RATE_IS_WEIGHTED || !own.known ||
        !unroll_cell(&s->unroll, p->interest_tax_rate, 1, &rate) || !val_is_number(rate) ||
        fabs(val_double(rate) - own.value) < 1e-9)
        return;
    char there[NUM_TEXT], here[NUM_TEXT];
    num_write_tidy(there, num_round(val_double(rate) * 100, 9));
    num_write_tidy(here, num_round(own.value * 100, 9));
    diag_warn(
        &s->diags, row_origin(p, p->interest_tax_rate).where, DIAG_TAX_RATES,
        "interest is deducted at %s %% in the discount rate, and all else at %s %% in the "
        "option %.*s",
        there, here, STR_ARG(p->options.at[f->option].name));
    diag_help(&s->diags, "write the rate once in params, and params.NAME in both places");
}

struct comparison compare_options(struct session *s)
{
    struct comparison c = {.count = s->program.options.count};
    c.options = ARENA_ARRAY(&s->arena, struct option_figures, c.count);
    for (uint32_t i = 0; i < c.count; i++) {
        struct option_figures *f = &c.options[i];
        read_figures(s, i, f);
        f->measure = measure(s, f);
        f->size = val_double(figure_size(s, i));
        const struct tally *t = &s->ledger.tallies[i];
        double *cash = numbers(&s->arena, t->dated, s->program.months + 1);
        for (uint32_t m = 0; m <= s->program.months; m++)
            cash[m] += val_double(t->operating[m]);
        f->cash = cash;
        warn_infeasible(s, f);
    }
    rank(&c);
    for (uint32_t i = 0; i < c.count; i++)
        against_baseline(s, &c.options[i], &c.options[s->program.baseline]);
    for (uint32_t i = 0; i < s->ledger.lines.count; i++)
        warn_residual(s, &s->ledger.lines.at[i]);
    warn_components(s);
    for (uint32_t i = 0; i < c.count; i++)
        warn_tax_rates(s, &c.options[i]);
    return c;
}
