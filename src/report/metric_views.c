// metric_views.c - the metrics of finance of each option, one row for each.
#include "report/shape.h"
#include "report/views.h"

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
    c[4] = cell_maybe(m->value.known, m->value.value);
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
