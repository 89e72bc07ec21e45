// simulate_pages.c - a simulation for people.
#include "report/pages.h"
#include "report/writer.h"

#include <math.h>

struct simulate_view {
    const struct report *report;
    const struct simulate_page *page;
    enum sim_metric metric;
    struct scale scale;
};

enum { S_OPTION, S_MEDIANS, S_MEAN, S_P10, S_P50, S_P90, S_CHEAPEST, S_COUNT };

static void simulate_cells(const void *context, struct arena *a, uint32_t row,
                           struct table_cell *c)
{
    const struct simulate_view *v = context;
    const struct simulated_option *o = &v->page->simulation->options[row];
    const struct spread *s = &o->spread[v->metric];
    double d = v->scale.divisor;
    (void)a;
    c[S_OPTION] = cell_text(v->report->session->program.options.at[row].name);
    c[S_MEDIANS] = cell_maybe(s->known, v->page->comparison->options[row].measure / d);
    c[S_MEAN] = cell_maybe(s->known, s->mean / d);
    c[S_P10] = cell_maybe(s->known, s->quantile[1] / d);
    c[S_P50] = cell_maybe(s->known, s->quantile[3] / d);
    c[S_P90] = cell_maybe(s->known, s->quantile[5] / d);
    c[S_CHEAPEST] =
        o->feasible.share > 0 ? cell_number(o->cheapest.share) : cell_text(STR("infeasible"));
}

static void add_line(struct text *out, struct text *line, unsigned width)
{
    text_hanging(out, text_str(line), width);
    line->len = 0;
}

static void add_errors(const struct session *s, const struct simulation *sim, struct text *line)
{
    double most = 0, chance = 0;
    bool any = false;
    for (uint32_t o = 0; o < s->program.options.count; o++) {
        const struct spread *spread = &sim->options[o].spread[sim->metric];
        if (spread->known && spread->mean != 0)
            most = kernel_max(most, fabs(spread->stderr_of_mean / spread->mean));
        chance = kernel_max(chance, sim->options[o].cheapest.error);
        any = any || spread->known;
    }
    if (!any) {
        text_add_c(line, "No option can do the work in any of the trials.");
        return;
    }
    char mean[NUM_TEXT], share[NUM_TEXT];
    num_write_tidy(mean, num_round(most * 100, 3));
    num_write_tidy(share, num_round(chance * 100, 2));
    text_addf(line, "Standard errors: at most %s %% of a mean, %s points of a probability.",
              mean, share);
}

// "97.9 % of the trials"; what is not all of them is not called 100 %, nor none 0 %.
static struct str share_text(struct arena *a, double share)
{
    char number[NUM_TEXT];
    double percent = num_round(share * 100, 1);
    const char *word = share < 1 && percent >= 100 ? "more than " : "";
    if (share > 0 && percent <= 0) word = "less than ";
    if (*word) percent = percent >= 100 ? 99.9 : 0.1;
    num_write_tidy(number, percent);
    return str_format(a, "%s%s %% of the trials", word, number);
}

static const char *metric_phrase(enum sim_metric m)
{
    switch (m) {
    case SIM_NPV: return measure_word(RANK_NPV);
    case SIM_TOTAL: return measure_word(RANK_TOTAL);
    case SIM_RISK_ADJUSTED: return measure_word(RANK_RISK_ADJUSTED);
    case SIM_CAPEX: return "capex";
    case SIM_OPEX: return "opex";
    case SIM_METRICS: break;
    }
    return "";
}

// What holds of each option: whether it can do the work, and keeps to the limit.
static void add_options(const struct session *s, const struct simulation *sim, struct text *out,
                        unsigned width)
{
    struct text line = {.arena = out->arena};
    for (uint32_t o = 0; o < s->program.options.count; o++) {
        struct str name = s->program.options.at[o].name;
        double feasible = sim->options[o].feasible.share;
        if (feasible <= 0 || feasible >= 1) continue;
        text_addf(&line, "%.*s serves all in %.*s; its money is that of all trials.",
                  STR_ARG(name), STR_ARG(share_text(out->arena, feasible)));
        add_line(out, &line, width);
    }
    for (uint32_t o = 0; o < s->program.options.count && sim->has_limit; o++) {
        text_addf(&line, "%.*s: %s at most %.*s in %.*s.",
                  STR_ARG(s->program.options.at[o].name), metric_phrase(sim->limited),
                  STR_ARG(money_text(out->arena, s, sim->limit)),
                  STR_ARG(share_text(out->arena, sim->options[o].within.share)));
        add_line(out, &line, width);
    }
}

static void add_value(const struct session *s, const struct simulation *sim, struct text *line)
{
    text_addf(line, "Knowing everything before the choice would save %.*s on average.",
              STR_ARG(money_text(line->arena, s, sim->value_of_information)));
    bool one = sim->unknown_count > 0 && sim->unknowns[0].value > 0;
    if (one)
        text_addf(line, " Most worth studying: %.*s (%.*s).", STR_ARG(sim->unknowns[0].address),
                  STR_ARG(money_text(line->arena, s, sim->unknowns[0].value)));
}

// How sure the figures are, and what would make the choice surer.
static void add_sureness(const struct report *r, const struct simulation *sim, struct text *out,
                         unsigned width)
{
    struct text line = {.arena = out->arena};
    text_add_char(out, '\n');
    add_errors(r->session, sim, &line);
    add_line(out, &line, width);
    add_options(r->session, sim, out, width);
    if (sim->has_value) {
        add_value(r->session, sim, &line);
        add_line(out, &line, width);
    }
    if (sim->complete) return;
    text_add_c(&line, "Stopped before the end: these are the trials until then.");
    add_line(out, &line, width);
}

// ---- what moves the answer ---------------------------------------------------------------------

enum { EFFECTS_SHOWN = 5 };

struct effects_view {
    const struct sim_effect *list;
    double divisor;
};

static void effect_cells(const void *context, struct arena *a, uint32_t row,
                         struct table_cell *c)
{
    const struct effects_view *v = context;
    (void)a;
    c[0] = cell_text(v->list[row].address);
    c[1] = cell_number(v->list[row].low / v->divisor);
    c[2] = cell_number(v->list[row].high / v->divisor);
}

// Addresses are never cut: where they leave no room for columns, a line each.
static void add_effect_lines(const struct effects_view *v, uint32_t count, struct text *out,
                             unsigned width)
{
    struct text line = {.arena = out->arena};
    for (uint32_t i = 0; i < count; i++) {
        struct str low =
                       number_for_people(out->arena, v->list[i].low / v->divisor, NUMBER_MONEY),
                   high = number_for_people(out->arena, v->list[i].high / v->divisor,
                                            NUMBER_MONEY);
        text_addf(&line, "%.*s: %.*s and %.*s", STR_ARG(v->list[i].address), STR_ARG(low),
                  STR_ARG(high));
        add_line(out, &line, width);
    }
}

static void add_tornado(const struct report *r, const struct simulation *sim, double divisor,
                        struct text *out, unsigned width)
{
    static const struct table_column columns[] = {
        COLUMN("address", "Input", EXACT, NAME),
        COLUMN("low", "Lowest tenth", MONEY, NUMBER),
        COLUMN("high", "Highest tenth", MONEY, NUMBER),
    };
    const uint32_t shown[] = {0, 1, 2};
    uint32_t count;
    struct effects_view v = {simulated_effects(sim, EFFECTS_SHOWN, &count), divisor};
    if (!v.list) return;
    struct table t = {STR_NONE, columns, COUNT_OF(columns), count, &v, effect_cells};
    struct str name = r->session->program.options.at[v.list->option].name;
    text_add_char(out, '\n');
    text_hanging(
        out,
        str_format(out->arena,
                   "What moves %.*s most: its mean where an input is lowest, and where "
                   "it is highest",
                   STR_ARG(name)),
        width);
    text_add_char(out, '\n');
    if (width == 0 || text_table_width(&t, shown, COUNT_OF(shown)) <= width)
        text_table(&t, shown, COUNT_OF(shown), width, out);
    else
        add_effect_lines(&v, count, out, width);
}

void page_simulate(const struct report *r, struct text *out, unsigned width)
{
    const struct simulate_page *page = r->context;
    const struct program *p = &r->session->program;
    const struct table_column columns[S_COUNT] = {
        [S_OPTION] = {STR_NONE, {"Option", 6}, NUMBER_EXACT, COLUMN_NAME},
        [S_MEDIANS] = {STR_NONE, {"At medians", 10}, NUMBER_MONEY, COLUMN_NUMBER},
        [S_MEAN] = {STR_NONE, {"Mean", 4}, NUMBER_MONEY, COLUMN_NUMBER},
        [S_P10] = {STR_NONE, {"P10", 3}, NUMBER_MONEY, COLUMN_NUMBER},
        [S_P50] = {STR_NONE, {"P50", 3}, NUMBER_MONEY, COLUMN_NUMBER},
        [S_P90] = {STR_NONE, {"P90", 3}, NUMBER_MONEY, COLUMN_NUMBER},
        [S_CHEAPEST] = {STR_NONE, {"P(cheapest)", 11}, NUMBER_RATE, COLUMN_NUMBER},
    };
    struct simulate_view v = {r, page, page->simulation->metric, scale_of(page->comparison)};
    struct table t = {STR_NONE, columns, S_COUNT, p->options.count, &v, simulate_cells};
    uint32_t shown[S_COUNT];
    for (uint32_t i = 0; i < S_COUNT; i++)
        shown[i] = i;
    page_head(r->session, out, width);
    struct text line = {.arena = out->arena};
    text_addf(&line, "%llu trials of %u uncertain input%s, seed %llu: %s",
              (unsigned long long)page->simulation->samples, (unsigned)page->simulation->draws,
              page->simulation->draws == 1 ? "" : "s",
              (unsigned long long)page->simulation->seed, measure_word(p->rank_by));
    if (v.scale.divisor > 1)
        text_addf(&line, ", in %s%.*s", v.scale.word, STR_ARG(r->session->info.currency));
    text_hanging(out, text_str(&line), width);
    text_add_char(out, '\n');
    text_table(&t, shown, S_COUNT, width, out);
    if (page->simulation->draws == 0)
        text_add_c(out, "\nNothing is uncertain: no value is a range or a distribution.\n");
    else {
        add_sureness(r, page->simulation, out, width);
        add_tornado(r, page->simulation, v.scale.divisor, out, width);
        text_add_char(out, '\n');
        text_hanging(out,
                     STR("P5 to P95 of every metric, with their errors: --table distribution "
                         "-f csv."),
                     width);
    }
    if (page->fan) page_fan(r->session, page->fan, &v.scale, out, width);
}
