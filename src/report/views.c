#include "report/views.h"

#include "analysis/address.h"
#include "analysis/statement.h"
#include "lang/show.h"
#include "report/shape.h"

static struct table table_of(const char *name, const struct table_column *columns, size_t count,
                             uint32_t rows, const void *context,
                             void (*row)(const void *, struct arena *, uint32_t,
                                         struct table_cell *))
{
    return (struct table){str_of(name), columns, (uint32_t)count, rows, context, row};
}

// ---- summary -----------------------------------------------------------------------------------

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

// ---- metrics -----------------------------------------------------------------------------------

// One of the metrics of one option.
struct metric_row {
    uint32_t option;
    struct str metric, status;  // the status may be empty
    struct maybe value;
    struct str unit;
    bool against;  // it compares with the baseline
};

struct metric_list {
    const struct session *session;
    struct arena *arena;
    uint32_t option;
    VEC(struct metric_row) rows;
};

static void put(struct metric_list *l, const char *metric, const char *status, struct maybe v,
                const char *unit)
{
    struct metric_row row = {.option = l->option, .metric = str_of(metric), .value = v};
    row.status = str_of(status);
    row.unit = str_of(unit);
    VEC_PUSH(l->arena, &l->rows, row);
}

static void put_against(struct metric_list *l, const char *metric, const char *status,
                        struct maybe v, const char *unit)
{
    put(l, metric, status, v, unit);
    l->rows.at[l->rows.count - 1].against = true;
}

static struct maybe some(double value)
{
    return (struct maybe){true, value};
}

static const char *missing(struct maybe m, const char *why)
{
    return m.known ? "" : why;
}

static void put_levelised(struct metric_list *l, const struct metrics *m, const char *money)
{
    static const char *const kinds[] = {"cost", "real", "pretax"};
    const struct ledger *g = &l->session->ledger;
    for (int k = 0; k < MONEY_COUNT; k++)
        for (int w = 0; w < SERVED_COUNT; w++) {
            struct maybe v = m->levelised[k][w];
            const char *what = served_word((enum served)w);
            struct str name = str_format(l->arena, "levelised_%s_per_%s", kinds[k], what);
            const char *why = !g->discounted                     ? "no_discount_rate"
                              : k == MONEY_REAL && !g->inflation ? "no_inflation"
                              : k == MONEY_PRETAX && !m->levelised[0][w].known ? "none_served"
                              : k == MONEY_PRETAX && m->taxed                  ? "all_taxed"
                              : k == MONEY_PRETAX                              ? "no_tax"
                                                                               : "none_served";
            struct str unit = str_format(l->arena, "%s/%s", money,
                                         w == SERVED_GPU_HOURS ? "gpu/hour" : "Mtoken");
            put(l, str_to_c(l->arena, name), missing(v, why), v, str_to_c(l->arena, unit));
        }
}

static void put_payback(struct metric_list *l, const char *name, const struct breakeven *b)
{
    const char *status = breakeven_word(b->status);
    struct arena *a = l->arena;
    put_against(l, name, status, (struct maybe){b->has_value, b->value}, "month");
    put_against(l, str_to_c(a, str_format(a, "%s_first", name)), status,
                (struct maybe){b->has_first, b->first}, "month");
    for (uint32_t i = 0; i < b->crossings.count; i++)
        put_against(l, str_to_c(a, str_format(a, "%s_crossing", name)),
                    b->crossings.at[i].up ? "cheaper" : "dearer",
                    some(b->crossings.at[i].month), "month");
}

// Which rates an mirr was computed at, or why there is none.
static const char *mirr_status(const struct metrics *m)
{
    if (m->finance_rate == RATE_NONE || m->reinvest_rate == RATE_NONE)
        return "no_discount_rate";
    if (!m->mirr.known) return "one_sign";
    bool stated = m->finance_rate == RATE_STATED && m->reinvest_rate == RATE_STATED;
    return stated ? "stated_rates" : "at_discount_rate";
}

static void put_comparison(struct metric_list *l, const struct metrics *m, const char *money)
{
    put_against(l, "npv_savings", missing(m->npv_savings, "no_discount_rate"), m->npv_savings,
                money);
    struct maybe lone = {m->irr.status == IRR_SINGLE, m->irr.roots[0]};
    put_against(l, "irr", irr_word(m->irr.status), lone, "1/year");
    for (uint32_t i = 0; i < m->irr.count; i++)
        put_against(l, "irr_root", irr_word(m->irr.status), some(m->irr.roots[i]), "1/year");
    put_against(l, "mirr", mirr_status(m), m->mirr, "1/year");
    put_payback(l, "payback", &m->payback);
    if (m->has_discounted_payback)
        put_payback(l, "discounted_payback", &m->discounted_payback);
    else
        put_against(l, "discounted_payback", "no_discount_rate", (struct maybe){false, 0},
                    "month");
    put_against(l, "crossover_utilisation", missing(m->crossover_utilisation, "no_gpu_hours"),
                m->crossover_utilisation, "1");
}

static void put_option(struct metric_list *l, const struct option_figures *f, const char *money)
{
    static const char *const npv[] = {"npv_end", "npv_mid", "npv_start"};
    const struct metrics *m = &f->metrics;
    for (int i = 0; i < 3; i++)
        put(l, npv[i], missing(m->npv[i], "no_discount_rate"), m->npv[i], money);
    put_levelised(l, m, money);
    put(l, "eac_monthly", missing(m->eac_monthly, "no_discount_rate"), m->eac_monthly,
        str_to_c(l->arena, str_format(l->arena, "%s/month", money)));
    put(l, "eac_annualised", missing(m->eac_annualised, "no_discount_rate"), m->eac_annualised,
        str_to_c(l->arena, str_format(l->arena, "%s/year", money)));
    put(l, "total_real", missing(m->total_real, "no_inflation"), m->total_real, money);
    put(l, "npv_real",
        missing(m->npv_real, m->total_real.known ? "no_discount_rate" : "no_inflation"),
        m->npv_real, money);
    put(l, "levered_npv",
        missing(m->levered_npv, m->financed ? "no_cost_of_equity" : "no_financing"),
        m->levered_npv, money);
    put(l, "peak_funding", "", some(m->peak_funding), money);
    put(l, "peak_funding_month", "", some(m->peak_month), "month");
    if (!f->is_baseline) put_comparison(l, m, money);
}

static const struct table_column METRICS[] = {
    COLUMN("option", "Option", EXACT, NAME), COLUMN("against", "Against", EXACT, NAME),
    COLUMN("metric", "Metric", EXACT, NAME), COLUMN("status", "Status", EXACT, NAME),
    COLUMN("value", "Value", TIDY, NUMBER),  COLUMN("unit", "Unit", EXACT, NAME),
};
TABLE_COLUMNS_OF(metrics, METRICS)

static void metric_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct metric_list *l = context;
    const struct metric_row *m = &l->rows.at[row];
    const struct program *p = &l->session->program;
    (void)a;
    c[0] = cell_text(p->options.at[m->option].name);
    c[1] = m->against ? cell_text(p->options.at[p->baseline].name) : cell_null();
    c[2] = cell_text(m->metric);
    c[3] = cell_text(m->status);
    c[4] = maybe_cell(m->value);
    c[5] = cell_text(m->unit);
}

struct table view_metrics(const struct session *s, const struct comparison *c)
{
    struct metric_list *l = ARENA_NEW(s->diags.arena, struct metric_list);
    *l = (struct metric_list){.session = s, .arena = s->diags.arena};
    const char *money = str_to_c(l->arena, s->info.currency);
    for (uint32_t i = 0; i < c->count; i++) {
        l->option = c->options[i].option;
        put_option(l, &c->options[i], money);
    }
    return table_of("metrics", METRICS, COUNT_OF(METRICS), l->rows.count, l, metric_row);
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

// ---- rows --------------------------------------------------------------------------------------

// A line in one period.
struct row_place {
    uint32_t line;
    uint32_t period;
};

struct row_list {
    struct session *session;
    enum period period;
    uint32_t periods;
    VEC(uint32_t) lines;   // those that ever hold money
    VEC(uint32_t) starts;  // of each, its first row
    uint32_t count;
};

static const struct table_column ROWS[] = {
    COLUMN("option", "Option", EXACT, NAME),
    COLUMN("component", "Component", EXACT, NAME),
    COLUMN("line", "Line", EXACT, NAME),
    COLUMN("class", "Class", EXACT, NAME),
    COLUMN("category", "Category", EXACT, NAME),
    COLUMN("period", "Period", EXACT, NAME),
    COLUMN("period_index", "Index", COUNT, NUMBER),
    COLUMN("quantity", "Quantity", TIDY, NUMBER),
    COLUMN("unit", "Unit", EXACT, NAME),
    COLUMN("billed_cost", "Billed", EXACT, NUMBER),
    COLUMN("effective_cost", "Effective", EXACT, NUMBER),
    COLUMN("currency", "Currency", EXACT, NAME),
    COLUMN("workload", "Workload", EXACT, NAME),
};
TABLE_COLUMNS_OF(rows, ROWS)

// By month the opening is a row of its own, where something is paid on day one.
static uint32_t rows_of_line(const struct row_list *list, const struct line *l)
{
    if (list->period != PERIOD_MONTH) return list->periods;
    return list->periods - (val_double(l->billed[0]) == 0);
}

static struct row_place find_row(const struct row_list *list, uint32_t row)
{
    uint32_t low = 0, high = list->lines.count;
    while (high - low > 1) {
        uint32_t middle = (low + high) / 2;
        if (list->starts.at[middle] <= row)
            low = middle;
        else
            high = middle;
    }
    uint32_t line = list->lines.at[low], within = row - list->starts.at[low];
    const struct line *l = &list->session->ledger.lines.at[line];
    return (struct row_place){line, within + list->periods - rows_of_line(list, l)};
}

static double sum_in(const struct row_list *list, const struct val *columns, uint32_t period)
{
    double sum = 0;
    const struct program *p = &list->session->program;
    uint32_t end = period_end(p, list->period, period);
    for (uint32_t m = period_begin(p, list->period, period); m <= end; m++)
        sum += val_double(columns[m]);
    return sum;
}

// Does a formula charge by the month: times `month`, or month after month for what was bought?
static bool is_by_month(const struct program *p, uint32_t id)
{
    const struct ast *n = ast_get(&p->asts, id);
    if (n->kind == AST_NAME) {
        const struct ref *r = &p->asts.refs.at[n->extra];
        return r->kind == REF_BUILTIN && r->target == BUILTIN_MONTH;
    }
    bool by_month = n->kind == AST_CALL && n->what == FUNC_COHORTS;
    for (uint32_t i = 0; i < n->count && !by_month; i++)
        by_month = is_by_month(p, ast_kid(&p->asts, id, i));
    return by_month;
}

// What the line counts, as its model says: servers, kWh, GPU hours. What is bought or used adds up
// over a period; what is held while it is paid by the month, such as people, is the mean.
static bool quantity_in(const struct row_list *list, const struct line *l, uint32_t period,
                        double *quantity, struct str *unit)
{
    struct session *s = list->session;
    const struct program *p = &s->program;
    const struct row *r = &p->rows.at[l->row];
    if (l->name->cost.quantity == NO_NAME) return false;
    uint32_t row = sheet_row(p, r->sheet, l->name->cost.quantity, r->workload);
    if (row == NO_NAME) return false;
    const struct name *n = row_name(p, row);
    uint32_t months = 0;
    *quantity = 0;
    *unit = n->unit_text;
    for (uint32_t m = 1; m <= p->months; m++) {
        struct val v;
        bool early = l->name->cost.paid == PAID_START;
        if (period_of(p, list->period, early ? m - 1 : m) != period) continue;
        if (!unroll_cell(&s->unroll, row, m, &v)) return false;
        *quantity += val_double(v) / n->unit.factor;
        months++;
    }
    if (months > 1 && is_by_month(p, l->name->formula)) *quantity /= months;
    return true;
}

static void row_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct row_list *list = context;
    const struct program *p = &list->session->program;
    struct row_place at = find_row(list, row);
    const struct line *l = &list->session->ledger.lines.at[at.line];
    const struct row *r = &p->rows.at[l->row];
    struct str address = p->sheets.at[r->sheet].address, unit = STR("");
    double quantity = 0;
    bool counted = quantity_in(list, l, at.period, &quantity, &unit);
    c[0] = cell_text(p->options.at[l->option].name);
    c[1] = cell_text(str_cut(address, str_find(address, '.') + 1, address.len));
    c[2] = cell_text(l->name->text);
    c[3] = cell_text(str_of(class_word(l->name->cost.class)));
    c[4] = cell_text(l->name->cost.category);
    c[5] = cell_text(period_text(a, p, list->period, at.period));
    c[6] = cell_number(at.period + (list->period != PERIOD_MONTH));
    c[7] = cell_maybe(counted, quantity);
    c[8] = cell_text(unit);
    c[9] = cell_number(sum_in(list, l->billed, at.period));
    c[10] = cell_number(sum_in(list, l->effective, at.period));
    c[11] = cell_text(list->session->info.currency);
    c[12] =
        r->workload == NO_WORKLOAD ? cell_null() : cell_text(p->workloads.at[r->workload].name);
}

struct table view_rows(struct session *s, enum period period)
{
    struct row_list *list = ARENA_NEW(&s->arena, struct row_list);
    *list = (struct row_list){
        .session = s, .period = period, .periods = period_count(&s->program, period)};
    for (uint32_t i = 0; i < s->ledger.lines.count; i++) {
        const struct line *l = &s->ledger.lines.at[i];
        if (!line_holds_money(&s->ledger, i)) continue;
        VEC_PUSH(&s->arena, &list->lines, i);
        VEC_PUSH(&s->arena, &list->starts, list->count);
        list->count += rows_of_line(list, l);
    }
    return table_of("rows", ROWS, COUNT_OF(ROWS), list->count, list, row_row);
}

// ---- meters ------------------------------------------------------------------------------------

struct meter_place {
    uint32_t option, meter;  // NO_NAME for one that the option lacks
    struct str name;
};

struct meter_list {
    const struct session *session;
    VEC(struct meter_place) list;
};

static const struct table_column METERS[] = {
    COLUMN("option", "Option", EXACT, NAME),    COLUMN("meter", "Meter", EXACT, NAME),
    COLUMN("value", "Value", EXACT, NUMBER),    COLUMN("unit", "Unit", EXACT, NAME),
    COLUMN("missing", "Missing", EXACT, PROSE),
};
TABLE_COLUMNS_OF(meters, METERS)

static void meter_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct meter_list *k = context;
    struct meter_place at = k->list.at[row];
    struct str missing = compare_missing(a, k->session, at.option, at.name);
    c[0] = cell_text(k->session->program.options.at[at.option].name);
    c[1] = cell_text(at.name);
    c[2] = c[3] = cell_null();
    if (at.meter != NO_NAME) {
        const struct meter *m = &k->session->ledger.tallies[at.option].meters.at[at.meter];
        c[2] = cell_maybe(!missing.len, num_in_unit(val_double(m->total), m->unit.factor));
        c[3] = cell_text(m->unit_text);
    }
    c[4] = cell_text(missing);
}

// Meters that no component of the option has, though one that serves should.
static void add_lacking(struct meter_list *k, uint32_t option)
{
    const struct tally *t = &k->session->ledger.tallies[option];
    for (uint32_t g = 0; g < t->gaps.count; g++) {
        struct str name = t->gaps.at[g].meter;
        bool listed = false;
        for (uint32_t i = 0; i < k->list.count && !listed; i++)
            listed = k->list.at[i].option == option && str_eq(k->list.at[i].name, name);
        if (!listed)
            VEC_PUSH(k->session->diags.arena, &k->list,
                     (struct meter_place){option, NO_NAME, name});
    }
}

struct table view_meters(struct session *s)
{
    struct meter_list *k = ARENA_NEW(&s->arena, struct meter_list);
    k->session = s;
    for (uint32_t o = 0; o < s->program.options.count; o++)
        for (uint32_t m = 0; m < s->ledger.tallies[o].meters.count; m++)
            VEC_PUSH(&s->arena, &k->list,
                     (struct meter_place){o, m, s->ledger.tallies[o].meters.at[m].name});
    for (uint32_t o = 0; o < s->program.options.count; o++)
        add_lacking(k, o);
    return table_of("meters", METERS, COUNT_OF(METERS), k->list.count, k, meter_row);
}

// ---- assumptions -------------------------------------------------------------------------------

struct assumption_list {
    struct session *session;
    VEC(uint32_t) rows;
};

static const struct table_column ASSUMPTIONS[] = {
    COLUMN("address", "Address", EXACT, NAME),
    COLUMN("value", "Value", EXACT, NUMBER),
    COLUMN("unit", "Unit", EXACT, NAME),
    COLUMN("origin", "Origin", EXACT, NAME),
    COLUMN("source", "Source", EXACT, PROSE),
    COLUMN("as_of", "As of", EXACT, NAME),
    COLUMN("location", "Location", EXACT, DATA),
    COLUMN("confidence", "Confidence", EXACT, NAME),
    COLUMN("entry", "Entry", EXACT, NAME),
    COLUMN("note", "Note", EXACT, PROSE),
};
TABLE_COLUMNS_OF(assumptions, ASSUMPTIONS)

static bool is_assumption(const struct program *p, uint32_t row)
{
    const struct row *r = &p->rows.at[row];
    if (!r->needed || row_is_share(r)) return false;
    enum name_kind kind = row_name(p, row)->kind;
    return kind == NAME_INPUT || kind == NAME_FIELD || kind == NAME_CHOICE ||
           kind == NAME_TABLE;
}

static struct str note_of(struct arena *a, const struct origin *o)
{
    if (!o->from_range) return o->note;
    return o->note.len ? str_format(a, "from range; %.*s", STR_ARG(o->note))
                       : STR("from range");
}

// A word and a table are texts, anything else is a number in its unit.
static void assumed_value(struct session *s, struct arena *a, uint32_t row,
                          struct table_cell *c)
{
    const struct program *p = &s->program;
    const struct name *n = row_name(p, row);
    const struct row *r = &p->rows.at[row];
    double factor = 1;
    struct val v = val_number(0);
    struct str text;
    bool word = row_is_text(p, row, &text);
    if (word || n->kind == NAME_TABLE) {
        c[1] = cell_text(word ? text : formula_show_table(a, p, n, r->formula));
        c[2] = cell_text(word ? STR("text") : STR("table"));
        return;
    }
    bool known = unroll_cell(&s->unroll, row, 1, &v);
    c[2] = cell_text(address_unit_shown(s, row, &factor));
    c[1] = cell_maybe(known, num_in_unit(val_double(v), factor));
}

static void assumption_row(const void *context, struct arena *a, uint32_t row,
                           struct table_cell *c)
{
    const struct assumption_list *k = context;
    struct session *s = k->session;
    uint32_t at = k->rows.at[row];
    const struct origin own = row_origin(&s->program, at), *o = &own;
    c[0] = cell_text(row_address(a, &s->program, at));
    assumed_value(s, a, at, c);
    c[3] = cell_text(str_of(row_origin_word(&s->program, at)));
    c[4] = cell_text(o->source);
    c[5] = cell_text(o->as_of);
    c[6] = cell_text(source_location(a, &s->sources, o->where));
    c[7] = cell_text(o->confidence);
    c[8] = cell_text(o->entry);
    c[9] = cell_text(note_of(a, o));
}

struct table view_assumptions(struct session *s)
{
    struct assumption_list *k = ARENA_NEW(&s->arena, struct assumption_list);
    k->session = s;
    for (uint32_t i = 0; i < s->program.rows.count; i++)
        if (is_assumption(&s->program, i)) VEC_PUSH(&s->arena, &k->rows, i);
    return table_of("assumptions", ASSUMPTIONS, COUNT_OF(ASSUMPTIONS), k->rows.count, k,
                    assumption_row);
}

// ---- files and diagnostics --------------------------------------------------------------------

static const struct table_column FILES[] = {
    COLUMN("file", "File", EXACT, NAME),
    COLUMN("kind", "Kind", EXACT, NAME),
    COLUMN("valid", "Valid", EXACT, NAME),
};
TABLE_COLUMNS_OF(files, FILES)

const char *file_kind_word(enum file_kind kind)
{
    switch (kind) {
    case FILE_SCENARIO: return "scenario";
    case FILE_MODEL: return "model";
    case FILE_CATALOG: return "catalogue";
    case FILE_BUDGETS: return "budgets";
    case FILE_RESULT: return "result";
    case FILE_UNKNOWN: break;
    }
    return "file";
}

static void file_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct valid_file *f = (const struct valid_file *)context + row;
    struct text shown = {.arena = a};
    text_add_visible(&shown, f->file, 4096);
    c[0] = cell_text(text_str(&shown));
    c[1] = cell_text(str_of(file_kind_word(f->kind)));
    c[2] = cell_bool(f->valid);
}

struct table view_files(const struct valid_file *files, uint32_t count)
{
    return table_of("files", FILES, COUNT_OF(FILES), count, files, file_row);
}

static const struct table_column DIAGNOSTICS[] = {
    COLUMN("severity", "Severity", EXACT, NAME), COLUMN("code", "Code", EXACT, NAME),
    COLUMN("message", "Message", EXACT, PROSE),  COLUMN("file", "File", EXACT, NAME),
    COLUMN("line", "Line", COUNT, NUMBER),       COLUMN("column", "Column", COUNT, NUMBER),
    COLUMN("help", "Help", EXACT, PROSE),
};
TABLE_COLUMNS_OF(diagnostics, DIAGNOSTICS)

static void diagnostic_row(const void *context, struct arena *a, uint32_t row,
                           struct table_cell *c)
{
    const struct diags *d = context;
    const struct diag *one = &d->list.at[row];
    const struct source *source = source_get(d->sources, one->where.source);
    struct str file = source ? source->name : one->file;
    struct position at = {0};
    if (source) at = source_position(source, one->where.start);
    c[0] = cell_text(str_of(severity_word(one->severity)));
    c[1] = cell_text(one->id);
    c[2] = cell_text(one->message);
    struct text shown = {.arena = a};  // file names may hold any byte
    text_add_visible(&shown, file, 4096);
    c[3] = cell_text(text_str(&shown));
    c[4] = cell_maybe(source != NULL, at.line);
    c[5] = cell_maybe(source != NULL, at.column);
    c[6] = cell_text(one->help);
}

struct table view_diagnostics(struct session *s)
{
    return table_of("diagnostics", DIAGNOSTICS, COUNT_OF(DIAGNOSTICS), s->diags.list.count,
                    &s->diags, diagnostic_row);
}

struct table view_messages(struct session *s, uint32_t first, uint32_t count)
{
    struct diags *some = ARENA_NEW(&s->arena, struct diags);
    *some = s->diags;
    some->list.at += first;
    some->list.count = count;
    return table_of("diagnostics", DIAGNOSTICS, COUNT_OF(DIAGNOSTICS), count, some,
                    diagnostic_row);
}

// ---- explanations ------------------------------------------------------------------------------

static const struct table_column TERMS[] = {
    COLUMN("name", "Name", EXACT, NAME),
    COLUMN("value", "Value", EXACT, NUMBER),
    COLUMN("unit", "Unit", EXACT, NAME),
    COLUMN("origin", "Origin", EXACT, NAME),
    COLUMN("location", "Location", EXACT, DATA),
    COLUMN("source", "Source", EXACT, PROSE),
    COLUMN("as_of", "As of", EXACT, NAME),
    COLUMN("depth", "Depth", COUNT, NUMBER),
    COLUMN("address", "Address", EXACT, NAME),
    COLUMN("formula", "Formula", EXACT, NAME),
    COLUMN("entry", "Entry", EXACT, NAME),
    COLUMN("confidence", "Confidence", EXACT, NAME),
    COLUMN("note", "Note", EXACT, PROSE),
    COLUMN("doc", "Doc", EXACT, PROSE),
};
TABLE_COLUMNS_OF(terms, TERMS)

static void term_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct explanation *e = context;
    const struct term *t = &e->terms.at[row];
    (void)a;
    uint32_t i = 0;
    c[i++] = cell_text(t->name);
    c[i++] = t->word.len ? cell_text(t->word) : cell_maybe(t->known, t->value);
    c[i++] = cell_text(t->unit);
    c[i++] = cell_text(t->origin);
    c[i++] = cell_text(t->location);
    c[i++] = cell_text(t->source);
    c[i++] = cell_text(t->as_of);
    c[i++] = cell_number(t->depth);
    c[i++] = cell_text(t->address);
    c[i++] = cell_text(t->formula);
    c[i++] = cell_text(t->entry);
    c[i++] = cell_text(t->confidence);
    c[i++] = cell_text(t->note);
    c[i++] = cell_text(t->doc);
}

struct table view_terms(const struct session *s, const struct explanation *e)
{
    (void)s;
    return table_of("terms", TERMS, COUNT_OF(TERMS), e->terms.count, e, term_row);
}
