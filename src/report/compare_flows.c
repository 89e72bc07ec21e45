// compare_flows.c - the cash of a comparison by category and period, as documents show it: a table for
// each option, categories down, periods across.
#include "analysis/breakdown.h"
#include "report/document.h"

enum {
    ACROSS = 13,  // periods of a table: a year of months with the opening
    LONG = 60     // lines of all tables, above which they are folded
};

struct flow_grid {
    const struct session *session;
    const struct breakdown *breakdown;
    double divisor;
    uint32_t option, first, count;  // its periods
    struct str name;                // of the option
    VEC(uint32_t) categories;       // that the option pays for
};

static bool is_last(const struct flow_grid *g)
{
    return g->first + g->count == g->breakdown->periods;
}

// Of a category, or of all of them.
static double flow_in(const struct flow_grid *g, uint32_t row, uint32_t period)
{
    bool all = row == g->categories.count;
    double cost = all ? breakdown_cash(g->breakdown, g->option, period)
                      : breakdown_flow(g->breakdown, g->option, g->categories.at[row], period);
    return cost;
}

static void flow_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct flow_grid *g = context;
    const struct breakdown *b = g->breakdown;
    bool all = row == g->categories.count;
    c[0] = cell_text(all ? STR("total") : b->categories.at[g->categories.at[row]]);
    double sum = 0;
    for (uint32_t i = 0; i < b->periods; i++) {
        double flow = flow_in(g, row, i);
        sum += flow;
        if (i >= g->first && i < g->first + g->count)
            c[1 + i - g->first] = cell_scaled(a, flow, g->divisor);
    }
    if (is_last(g)) c[1 + g->count] = cell_scaled(a, sum, g->divisor);
}

static struct table_column *columns_of(struct arena *a, const struct flow_grid *g)
{
    const struct program *p = &g->session->program;
    enum period period = g->breakdown->period;
    struct table_column *c = ARENA_ARRAY(a, struct table_column, g->count + 2);
    c[0] = (struct table_column){STR_NONE, p->options.at[g->option].name, NUMBER_EXACT,
                                 COLUMN_NAME};
    for (uint32_t i = 0; i <= g->count; i++) {
        uint32_t at = g->first + i;
        bool opening = period == PERIOD_MONTH && at == 0;
        struct str heading = i == g->count ? STR("Total")
                             : opening     ? STR("Opening")
                                           : period_text(a, p, period, at);
        c[1 + i] = (struct table_column){STR_NONE, heading, NUMBER_MONEY, COLUMN_NUMBER};
    }
    return c;
}

static bool pays_for(const struct breakdown *b, uint32_t option, uint32_t category)
{
    for (uint32_t i = 0; i < b->periods; i++)
        if (breakdown_flow(b, option, category, i) != 0) return true;
    return false;
}

static struct flow_grid grid_of(struct document *d, const struct session *s,
                                const struct breakdown *b, double divisor, uint32_t option)
{
    struct flow_grid g = {.session = s, .breakdown = b, .divisor = divisor, .option = option};
    for (uint32_t i = 0; i < b->categories.count; i++)
        if (pays_for(b, option, i)) VEC_PUSH(d->arena, &g.categories, i);
    return g;
}

// "Cash paid by own"; further tables of an option say from when on.
static struct str part_name(struct arena *a, const struct flow_grid *g)
{
    const struct program *p = &g->session->program;
    struct str name = str_format(a, "Cash paid by %.*s", STR_ARG(g->name));
    if (g->first == 0) return name;
    return str_format(a, "%.*s, from %.*s", STR_ARG(name),
                      STR_ARG(period_text(a, p, g->breakdown->period, g->first)));
}

// The tables of an option, one below the other where there are many periods.
static void add_option(struct document *d, const struct flow_grid *whole, struct str unit,
                       bool folded)
{
    uint32_t periods = whole->breakdown->periods;
    for (uint32_t first = 0; first < periods; first += ACROSS) {
        struct flow_grid *g = ARENA_NEW(d->arena, struct flow_grid);
        *g = *whole;
        g->first = first;
        g->count = periods - first < ACROSS ? periods - first : ACROSS;
        struct table t = {STR("flows"),
                          columns_of(d->arena, g),
                          1 + g->count + is_last(g),
                          g->categories.count + 1,
                          g,
                          flow_row};
        struct shown_table shown = document_shown(d->arena, g->session, &t);
        shown.caption = part_name(d->arena, g);
        shown.note =
            str_format(d->arena, "%.*s, in %.*s", STR_ARG(shown.caption), STR_ARG(unit));
        shown.folded = folded;
        document_table(d, shown);
    }
}

struct str document_option(struct arena *a, const struct session *s, const struct comparison *c,
                           uint32_t option)
{
    struct str name = s->program.options.at[option].name;
    return c->options[option].feasible ? name : STR_JOINED(a, name, STR(" (infeasible)"));
}

void document_flows(struct document *d, const struct session *s, const struct comparison *c,
                    const struct breakdown *b)
{
    struct scale scale = scale_of(c);
    if (!b->flows) return;
    struct flow_grid *grids = ARENA_ARRAY(d->arena, struct flow_grid, b->options);
    uint32_t lines = 0;
    for (uint32_t o = 0; o < b->options; o++) {
        grids[o] = grid_of(d, s, b, scale.divisor, o);
        lines += (grids[o].categories.count + 1) * ((b->periods + ACROSS - 1) / ACROSS);
    }
    document_heading(d, b->period == PERIOD_YEAR ? STR("Cash by category and year")
                                                 : STR("Cash by category and month"));
    for (uint32_t o = 0; o < b->options; o++) {
        struct str unit = str_format(d->arena, "%s%.*s", scale.word, STR_ARG(s->info.currency));
        grids[o].name = document_option(d->arena, s, c, o);
        add_option(d, &grids[o], unit, lines > LONG);
    }
}
