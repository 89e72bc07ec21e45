// simulate_views.c - simulations as tables.
#include "report/shape.h"
#include "report/views.h"

struct simulated {
    const struct session *session;
    const struct simulation *simulation;
    const struct fan *fan;  // may be NULL
};

static const struct simulated *keep(const struct session *s, const struct simulation *sim,
                                    const struct fan *fan)
{
    struct simulated *k = ARENA_NEW(s->diags.arena, struct simulated);
    *k = (struct simulated){s, sim, fan};
    return k;
}

static uint32_t columns_of(const struct fan *fan)
{
    return fan ? fan->months + 1 : 0;
}

static const struct table_column CHANCES[] = {
    COLUMN("option", "Option", EXACT, NAME),
    COLUMN("p_cheapest", "P(cheapest)", RATE, NUMBER),
    COLUMN("p_cheapest_stderr", "Std error", RATE, NUMBER),
    COLUMN("p_feasible", "P(feasible)", RATE, NUMBER),
    COLUMN("p_beats_baseline", "P(beats baseline)", RATE, NUMBER),
    COLUMN("p_within_limit", "P(within limit)", RATE, NUMBER),
    COLUMN("regret", "Regret", MONEY, NUMBER),
};
TABLE_COLUMNS_OF(chances, CHANCES)

static void chance_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct simulated *k = context;
    const struct simulated_option *o = &k->simulation->options[row];
    bool is_baseline = row == k->session->program.baseline;
    (void)a;
    c[0] = cell_text(k->session->program.options.at[row].name);
    c[1] = cell_number(o->cheapest.share);
    c[2] = cell_number(o->cheapest.error);
    c[3] = cell_number(o->feasible.share);
    c[4] = cell_maybe(!is_baseline, o->beats.share);
    c[5] = cell_maybe(k->simulation->has_limit, o->within.share);
    c[6] = cell_maybe(o->feasible.share > 0, o->regret);
}

struct table view_chances(const struct session *s, const struct simulation *sim)
{
    return table_of("summary", CHANCES, COUNT_OF(CHANCES), s->program.options.count,
                    keep(s, sim, NULL), chance_row);
}

static const struct table_column UNKNOWNS[] = {
    COLUMN("address", "Address", EXACT, NAME),
    COLUMN("value", "Worth knowing", MONEY, NUMBER),
};
TABLE_COLUMNS_OF(unknowns, UNKNOWNS)

static void unknown_row(const void *context, struct arena *a, uint32_t row,
                        struct table_cell *c)
{
    const struct simulated *k = context;
    (void)a;
    c[0] = cell_text(k->simulation->unknowns[row].address);
    c[1] = cell_number(k->simulation->unknowns[row].value);
}

struct table view_unknowns(const struct session *s, const struct simulation *sim)
{
    return table_of("unknowns", UNKNOWNS, COUNT_OF(UNKNOWNS), sim->unknown_count,
                    keep(s, sim, NULL), unknown_row);
}

static const struct table_column EFFECTS[] = {
    COLUMN("option", "Option", EXACT, NAME),
    COLUMN("address", "Address", EXACT, NAME),
    COLUMN("low", "Lowest tenth", MONEY, NUMBER),
    COLUMN("high", "Highest tenth", MONEY, NUMBER),
};
TABLE_COLUMNS_OF(tornado, EFFECTS)

static void effect_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct simulated *k = context;
    const struct sim_effect *e = &k->simulation->effects[row];
    (void)a;
    c[0] = cell_text(k->session->program.options.at[e->option].name);
    c[1] = cell_text(e->address);
    c[2] = cell_number(e->low);
    c[3] = cell_number(e->high);
}

struct table view_tornado(const struct session *s, const struct simulation *sim)
{
    return table_of("tornado", EFFECTS, COUNT_OF(EFFECTS), sim->effect_count,
                    keep(s, sim, NULL), effect_row);
}

static const struct table_column DISTRIBUTION[] = {
    COLUMN("option", "Option", EXACT, NAME),
    COLUMN("metric", "Metric", EXACT, NAME),
    COLUMN("period", "Period", EXACT, NAME),
    COLUMN("mean", "Mean", MONEY, NUMBER),
    COLUMN("stderr", "Std error", MONEY, NUMBER),
    COLUMN("p5", "P5", MONEY, NUMBER),
    COLUMN("p10", "P10", MONEY, NUMBER),
    COLUMN("p25", "P25", MONEY, NUMBER),
    COLUMN("p50", "P50", MONEY, NUMBER),
    COLUMN("p75", "P75", MONEY, NUMBER),
    COLUMN("p90", "P90", MONEY, NUMBER),
    COLUMN("p95", "P95", MONEY, NUMBER),
    COLUMN("period_index", "Index", COUNT, NUMBER),
};
TABLE_COLUMNS_OF(distribution, DISTRIBUTION)

enum { SPREADS_EACH = SIM_METRICS + 1 };  // .. and what it saves

static void set_spread(const struct spread *s, bool known, struct table_cell *c)
{
    c[3] = cell_maybe(known, s->mean);
    c[4] = cell_maybe(known, s->stderr_of_mean);
    for (int q = 0; q < SIM_QUANTILES; q++)
        c[5 + q] = cell_maybe(known, s->quantile[q]);
}

// Of an option: its metrics, what it saves, its cash by month, its cash so far by month.
static void distribution_row(const void *context, struct arena *a, uint32_t row,
                             struct table_cell *c)
{
    const struct simulated *k = context;
    uint32_t columns = columns_of(k->fan), each = SPREADS_EACH + 2 * columns;
    uint32_t option = row / each, at = row % each;
    const struct simulated_option *o = &k->simulation->options[option];
    c[0] = cell_text(k->session->program.options.at[option].name);
    c[2] = c[5 + SIM_QUANTILES] = cell_null();
    if (at < SIM_METRICS) {
        c[1] = cell_text(str_of(sim_metric_word((enum sim_metric)at)));
        set_spread(&o->spread[at], o->spread[at].known, c);
    } else if (at < SPREADS_EACH) {
        c[1] = cell_text(STR("saved"));
        uint32_t base = k->session->program.baseline;
        bool both = o->feasible.share > 0 && k->simulation->options[base].feasible.share > 0;
        set_spread(&o->saved, option != base && both, c);
    } else {
        const struct fan_option *f = &k->fan->options[option];
        uint32_t column = (at - SPREADS_EACH) % columns;
        bool so_far = at - SPREADS_EACH >= columns;
        c[1] = cell_text(so_far ? STR("cumulative") : STR("cash"));
        c[2] = cell_text(period_text(a, &k->session->program, PERIOD_MONTH, column));
        c[5 + SIM_QUANTILES] = cell_number(column);
        set_spread(so_far ? &f->cumulative[column] : &f->cash[column], f->feasible, c);
    }
}

struct table view_distribution(const struct session *s, const struct simulation *sim,
                               const struct fan *fan)
{
    return table_of("distribution", DISTRIBUTION, COUNT_OF(DISTRIBUTION),
                    s->program.options.count * (SPREADS_EACH + 2 * columns_of(fan)),
                    keep(s, sim, fan), distribution_row);
}

static const struct table_column HISTOGRAM[] = {
    COLUMN("option", "Option", EXACT, NAME), COLUMN("metric", "Metric", EXACT, NAME),
    COLUMN("from", "From", MONEY, NUMBER),   COLUMN("to", "Below", MONEY, NUMBER),
    COLUMN("share", "Share", RATE, NUMBER),
};
TABLE_COLUMNS_OF(histogram, HISTOGRAM)

static void histogram_row(const void *context, struct arena *a, uint32_t row,
                          struct table_cell *c)
{
    const struct simulated *k = context;
    uint32_t option = 0;
    while (row >= k->simulation->options[option].shape.count)
        row -= k->simulation->options[option++].shape.count;
    const struct shape *h = &k->simulation->options[option].shape;
    (void)a;
    c[0] = cell_text(k->session->program.options.at[option].name);
    c[1] = cell_text(str_of(sim_metric_word(k->simulation->metric)));
    c[2] = cell_maybe(row > 0 || !h->open_below, shape_edge(h, row));
    c[3] = cell_maybe(row + 1 < h->count || !h->open_above, shape_edge(h, row + 1));
    c[4] = cell_number(h->share[row]);
}

struct table view_histogram(const struct session *s, const struct simulation *sim)
{
    uint32_t rows = 0;
    for (uint32_t o = 0; o < s->program.options.count; o++)
        rows += sim->options[o].shape.count;
    return table_of("histogram", HISTOGRAM, COUNT_OF(HISTOGRAM), rows, keep(s, sim, NULL),
                    histogram_row);
}

static const struct table_column BREAKEVEN[] = {
    COLUMN("option", "Option", EXACT, NAME),
    COLUMN("against", "Against", EXACT, NAME),
    COLUMN("period", "Period", EXACT, NAME),
    COLUMN("period_index", "Index", COUNT, NUMBER),
    COLUMN("p_broken_even", "P(broken even)", RATE, NUMBER),
    COLUMN("p_broken_even_stderr", "Std error", RATE, NUMBER),
};
TABLE_COLUMNS_OF(broken_even, BREAKEVEN)

static void broken_even_row(const void *context, struct arena *a, uint32_t row,
                            struct table_cell *c)
{
    const struct simulated *k = context;
    const struct program *p = &k->session->program;
    uint32_t columns = columns_of(k->fan), option = row / columns, column = row % columns;
    if (option >= p->baseline) option++;
    const struct chance *by = &k->fan->options[option].broken_even[column];
    c[0] = cell_text(p->options.at[option].name);
    c[1] = cell_text(p->options.at[p->baseline].name);
    c[2] = cell_text(period_text(a, p, PERIOD_MONTH, column));
    c[3] = cell_number(column);
    c[4] = cell_number(by->share);
    c[5] = cell_number(by->error);
}

struct table view_broken_even(const struct session *s, const struct fan *fan)
{
    return table_of("breakeven", BREAKEVEN, COUNT_OF(BREAKEVEN),
                    (s->program.options.count - 1) * columns_of(fan), keep(s, NULL, fan),
                    broken_even_row);
}
