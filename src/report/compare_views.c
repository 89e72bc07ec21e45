// compare_views.c - the options of a comparison, and their break-evens in time.
#include "report/shape.h"
#include "report/views.h"

struct compared {
    const struct session *session;
    const struct comparison *comparison;
};

static const struct compared *keep(const struct session *s, const struct comparison *c)
{
    struct compared *k = ARENA_NEW(s->diags.arena, struct compared);
    *k = (struct compared){s, c};
    return k;
}

// ---- summary -----------------------------------------------------------------------------------

static const struct table_column SUMMARY[] = {
    COLUMN("option", "Option", EXACT, NAME),
    COLUMN("rank", "Rank", COUNT, NUMBER),
    COLUMN("feasible", "Feasible", EXACT, NUMBER),
    COLUMN("capex", "Capex", MONEY, NUMBER),
    COLUMN("opex", "Opex", MONEY, NUMBER),
    COLUMN("total", "Total", MONEY, NUMBER),
    COLUMN("npv", "NPV", MONEY, NUMBER),
    COLUMN("risk", "Risk", MONEY, NUMBER),
    COLUMN("risk_adjusted_total", "Risk adjusted", MONEY, NUMBER),
    COLUMN("tokens", "Tokens", MONEY, NUMBER),
    COLUMN("cost_per_mtoken", "Per Mtoken", PRICE, NUMBER),
    COLUMN("gpu_hours", "GPU hours", MONEY, NUMBER),
    COLUMN("cost_per_gpu_hour", "Per GPU hour", PRICE, NUMBER),
    COLUMN("energy_kwh", "Energy kWh", MONEY, NUMBER),
    COLUMN("emissions_kgco2e", "Emissions kg", MONEY, NUMBER),
    COLUMN("delta_vs_baseline", "Against baseline", MONEY, NUMBER),
    COLUMN("breakeven_status", "Break-even", EXACT, NAME),
    COLUMN("breakeven_month", "Month", MONTHS, NUMBER),
    COLUMN("payback_months", "Payback", MONTHS, NUMBER),
    COLUMN("irr", "IRR", RATE, NUMBER),
    COLUMN("benefit", "Benefit", MONEY, NUMBER),
    COLUMN("capex_gross", "Gross capex", MONEY, NUMBER),
    COLUMN("residual_proceeds", "Proceeds", MONEY, NUMBER),
    COLUMN("output_tokens", "Output tokens", MONEY, NUMBER),
    COLUMN("cost_per_output_mtoken", "Per output Mtoken", PRICE, NUMBER),
    COLUMN("levelised_cost_per_mtoken", "Levelised per Mtoken", PRICE, NUMBER),
    COLUMN("accepted_requests", "Accepted requests", MONEY, NUMBER),
    COLUMN("cost_per_accepted_request", "Per accepted request", PRICE, NUMBER),
    COLUMN("emissions_embodied_kgco2e", "Embodied kg", MONEY, NUMBER),
    COLUMN("emissions_g_per_mtoken", "Emissions g per Mtoken", PRICE, NUMBER),
    COLUMN("water_l", "Water l", MONEY, NUMBER),
    COLUMN("reason", "Why not", EXACT, PROSE),
    COLUMN("npv_end", "NPV, end of month", MONEY, NUMBER),
    COLUMN("npv_mid", "NPV, mid-month", MONEY, NUMBER),
    COLUMN("npv_start", "NPV, start of month", MONEY, NUMBER),
    COLUMN("levelised_cost_per_input_mtoken", "Levelised per input Mtoken", PRICE, NUMBER),
    COLUMN("levelised_cost_per_output_mtoken", "Levelised per output Mtoken", PRICE, NUMBER),
    COLUMN("levelised_cost_per_gpu_hour", "Levelised per GPU hour", PRICE, NUMBER),
    COLUMN("levelised_real_per_mtoken", "Levelised real per Mtoken", PRICE, NUMBER),
    COLUMN("levelised_real_per_input_mtoken", "Levelised real per input Mtoken", PRICE, NUMBER),
    COLUMN("levelised_real_per_output_mtoken", "Levelised real per output Mtoken", PRICE,
           NUMBER),
    COLUMN("levelised_real_per_gpu_hour", "Levelised real per GPU hour", PRICE, NUMBER),
    COLUMN("levelised_pretax_per_mtoken", "Levelised pre-tax per Mtoken", PRICE, NUMBER),
    COLUMN("levelised_pretax_per_input_mtoken", "Levelised pre-tax per input Mtoken", PRICE,
           NUMBER),
    COLUMN("levelised_pretax_per_output_mtoken", "Levelised pre-tax per output Mtoken", PRICE,
           NUMBER),
    COLUMN("levelised_pretax_per_gpu_hour", "Levelised pre-tax per GPU hour", PRICE, NUMBER),
    COLUMN("eac_monthly", "Equal cost a month", MONEY, NUMBER),
    COLUMN("eac_annualised", "Equal cost a year", MONEY, NUMBER),
    COLUMN("peak_funding", "Peak funding", MONEY, NUMBER),
    COLUMN("peak_funding_month", "Peak month", COUNT, NUMBER),
    COLUMN("npv_savings", "NPV savings", MONEY, NUMBER),
    COLUMN("irr_status", "IRR status", EXACT, NAME),
    COLUMN("irr_roots", "IRR roots", COUNT, NUMBER),
    COLUMN("mirr", "MIRR", RATE, NUMBER),
    COLUMN("payback_first_months", "First payback", MONTHS, NUMBER),
    COLUMN("discounted_payback_status", "Discounted payback", EXACT, NAME),
    COLUMN("discounted_payback_months", "Month", MONTHS, NUMBER),
    COLUMN("discounted_payback_first_months", "First", MONTHS, NUMBER),
    COLUMN("crossover_utilisation", "Crossover utilisation", RATE, NUMBER),
    COLUMN("total_real", "Total, real", MONEY, NUMBER),
    COLUMN("npv_real", "NPV, real", MONEY, NUMBER),
    COLUMN("levered_npv", "Levered NPV", MONEY, NUMBER),
    COLUMN("emissions_market_kgco2e", "Market-based kg", MONEY, NUMBER),
};
TABLE_COLUMNS_OF(summary, SUMMARY)

static struct table_cell maybe_cell(struct maybe m)
{
    return cell_maybe(m.known, m.value);
}

// The cells from npv_end on; how many they are.
static uint32_t metric_cells(const struct option_figures *f, struct table_cell *c)
{
    const struct metrics *m = &f->metrics;
    bool against = !f->is_baseline;
    uint32_t i = 0;
    c[i++] = maybe_cell(m->npv[0]);
    c[i++] = maybe_cell(m->npv[1]);
    c[i++] = maybe_cell(m->npv[2]);
    c[i++] = maybe_cell(m->levelised[MONEY_NOMINAL][SERVED_INPUT]);
    c[i++] = maybe_cell(m->levelised[MONEY_NOMINAL][SERVED_OUTPUT]);
    c[i++] = maybe_cell(m->levelised[MONEY_NOMINAL][SERVED_GPU_HOURS]);
    c[i++] = maybe_cell(m->levelised[MONEY_REAL][SERVED_BLENDED]);
    c[i++] = maybe_cell(m->levelised[MONEY_REAL][SERVED_INPUT]);
    c[i++] = maybe_cell(m->levelised[MONEY_REAL][SERVED_OUTPUT]);
    c[i++] = maybe_cell(m->levelised[MONEY_REAL][SERVED_GPU_HOURS]);
    c[i++] = maybe_cell(m->levelised[MONEY_PRETAX][SERVED_BLENDED]);
    c[i++] = maybe_cell(m->levelised[MONEY_PRETAX][SERVED_INPUT]);
    c[i++] = maybe_cell(m->levelised[MONEY_PRETAX][SERVED_OUTPUT]);
    c[i++] = maybe_cell(m->levelised[MONEY_PRETAX][SERVED_GPU_HOURS]);
    c[i++] = maybe_cell(m->eac_monthly);
    c[i++] = maybe_cell(m->eac_annualised);
    c[i++] = cell_number(m->peak_funding);
    c[i++] = cell_number(m->peak_month);
    c[i++] = maybe_cell(m->npv_savings);
    c[i++] = against ? cell_text(str_of(irr_word(m->irr.status))) : cell_null();
    c[i++] = cell_maybe(against, m->irr.count);
    c[i++] = maybe_cell(m->mirr);
    c[i++] = cell_maybe(m->payback.has_first, m->payback.first);
    c[i++] = m->has_discounted_payback
                 ? cell_text(str_of(breakeven_word(m->discounted_payback.status)))
                 : cell_null();
    c[i++] = cell_maybe(m->discounted_payback.has_value, m->discounted_payback.value);
    c[i++] = cell_maybe(m->discounted_payback.has_first, m->discounted_payback.first);
    c[i++] = maybe_cell(m->crossover_utilisation);
    c[i++] = maybe_cell(m->total_real);
    c[i++] = maybe_cell(m->npv_real);
    c[i++] = maybe_cell(m->levered_npv);
    return i;
}

static void summary_row(const void *context, struct arena *a, uint32_t row,
                        struct table_cell *c)
{
    const struct compared *k = context;
    const struct option_figures *f = &k->comparison->options[row];
    (void)a;
    uint32_t i = 0;
    c[i++] = cell_text(k->session->program.options.at[f->option].name);
    c[i++] = cell_maybe(f->rank > 0, f->rank);
    c[i++] = cell_bool(f->feasible);
    c[i++] = cell_number(f->capex);
    c[i++] = cell_number(f->opex);
    c[i++] = cell_number(f->total);
    c[i++] = maybe_cell(f->npv);
    c[i++] = cell_number(f->risk);
    c[i++] = cell_number(f->risk_adjusted_total);
    c[i++] = cell_number(f->tokens);
    c[i++] = maybe_cell(f->cost_per_mtoken);
    c[i++] = cell_number(f->gpu_hours);
    c[i++] = maybe_cell(f->cost_per_gpu_hour);
    c[i++] = maybe_cell(f->energy_kwh);
    c[i++] = maybe_cell(f->emissions_kgco2e);
    c[i++] = cell_number(f->delta_vs_baseline);
    c[i++] =
        f->is_baseline ? cell_null() : cell_text(str_of(breakeven_word(f->breakeven.status)));
    c[i++] = cell_maybe(f->breakeven.has_value, f->breakeven.value);
    c[i++] = cell_maybe(f->breakeven.has_value, f->breakeven.value);
    c[i++] = maybe_cell(f->irr);
    c[i++] = cell_number(f->benefit);
    c[i++] = cell_number(f->capex_gross);
    c[i++] = cell_number(f->proceeds);
    c[i++] = cell_number(f->output_tokens);
    c[i++] = maybe_cell(f->cost_per_output_mtoken);
    c[i++] = maybe_cell(f->levelised_cost_per_mtoken);
    c[i++] = cell_number(f->accepted_requests);
    c[i++] = maybe_cell(f->cost_per_accepted_request);
    c[i++] = maybe_cell(f->emissions_embodied_kgco2e);
    c[i++] = maybe_cell(f->emissions_g_per_mtoken);
    c[i++] = maybe_cell(f->water_l);
    c[i++] = cell_text(f->reason);
    i += metric_cells(f, c + i);
    c[i++] = maybe_cell(f->emissions_market_kgco2e);
}

struct table view_summary(const struct session *s, const struct comparison *c)
{
    return table_of("summary", SUMMARY, COUNT_OF(SUMMARY), c->count, keep(s, c), summary_row);
}

// ---- break-even --------------------------------------------------------------------------------

static const struct table_column BREAKEVEN[] = {
    COLUMN("option", "Option", EXACT, NAME),  COLUMN("against", "Against", EXACT, NAME),
    COLUMN("vary", "Vary", EXACT, NAME),      COLUMN("status", "Status", EXACT, NAME),
    COLUMN("value", "Value", MONTHS, NUMBER), COLUMN("unit", "Unit", EXACT, NAME),
    COLUMN("first", "First", MONTHS, NUMBER), COLUMN("equal", "Equal", EXACT, DATA),
};
TABLE_COLUMNS_OF(breakeven, BREAKEVEN)

// The i-th option that is not the baseline.
static uint32_t other_option(const struct compared *k, uint32_t i)
{
    return i < k->session->program.baseline ? i : i + 1;
}

static void breakeven_row(const void *context, struct arena *a, uint32_t row,
                          struct table_cell *c)
{
    const struct compared *k = context;
    const struct program *p = &k->session->program;
    const struct option_figures *f = &k->comparison->options[other_option(k, row)];
    (void)a;
    c[0] = cell_text(p->options.at[f->option].name);
    c[1] = cell_text(p->options.at[p->baseline].name);
    c[2] = cell_text(STR("month"));
    c[3] = cell_text(str_of(breakeven_word(f->breakeven.status)));
    c[4] = cell_maybe(f->breakeven.has_value, f->breakeven.value);
    c[5] = cell_text(STR("month"));
    c[6] = cell_maybe(f->breakeven.has_first, f->breakeven.first);
    c[7] = cell_bool(f->breakeven.equal);
}

struct table view_breakeven(const struct session *s, const struct comparison *c)
{
    return table_of("breakeven", BREAKEVEN, COUNT_OF(BREAKEVEN), c->count - 1, keep(s, c),
                    breakeven_row);
}

static const struct table_column CROSSINGS[] = {
    COLUMN("option", "Option", EXACT, NAME), COLUMN("against", "Against", EXACT, NAME),
    COLUMN("vary", "Vary", EXACT, NAME),     COLUMN("value", "Value", MONTHS, NUMBER),
    COLUMN("unit", "Unit", EXACT, NAME),     COLUMN("direction", "Direction", EXACT, NAME),
};
TABLE_COLUMNS_OF(crossings, CROSSINGS)

static void crossing_row(const void *context, struct arena *a, uint32_t row,
                         struct table_cell *c)
{
    const struct compared *k = context;
    const struct program *p = &k->session->program;
    const struct option_figures *f = k->comparison->options;
    (void)a;
    while (row >= f->breakeven.crossings.count)
        row -= (f++)->breakeven.crossings.count;
    const struct crossing *x = &f->breakeven.crossings.at[row];
    c[0] = cell_text(p->options.at[f->option].name);
    c[1] = cell_text(p->options.at[p->baseline].name);
    c[2] = cell_text(STR("month"));
    c[3] = cell_number(x->month);
    c[4] = cell_text(STR("month"));
    c[5] = cell_text(x->up ? STR("cheaper") : STR("dearer"));
}

struct table view_crossings(const struct session *s, const struct comparison *c)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < c->count; i++)
        count += c->options[i].breakeven.crossings.count;
    return table_of("crossings", CROSSINGS, COUNT_OF(CROSSINGS), count, keep(s, c),
                    crossing_row);
}
