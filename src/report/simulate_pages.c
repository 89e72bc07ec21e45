// simulate_pages.c - a simulation for people.
#include "report/document.h"
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
    c[S_OPTION] = cell_text(v->report->session->program.options.at[row].name);
    c[S_MEDIANS] =
        s->known ? cell_scaled(a, v->page->comparison->options[row].measure, d) : cell_null();
    c[S_MEAN] = s->known ? cell_scaled(a, s->mean, d) : cell_null();
    c[S_P10] = s->known ? cell_scaled(a, s->quantile[1], d) : cell_null();
    c[S_P50] = s->known ? cell_scaled(a, s->quantile[3], d) : cell_null();
    c[S_P90] = s->known ? cell_scaled(a, s->quantile[5], d) : cell_null();
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
    if (!any) return;
    char mean[NUM_TEXT], share[NUM_TEXT];
    num_write_tidy(mean, num_round(most * 100, 3));
    num_write_tidy(share, num_round(chance * 100, 2));
    text_addf(line, "Standard errors: at most %s %% of a mean, %s points of a probability.\n",
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
static void add_options(const struct session *s, const struct simulation *sim, struct text *out)
{
    for (uint32_t o = 0; o < s->program.options.count; o++) {
        struct str name = s->program.options.at[o].name;
        double feasible = sim->options[o].feasible.share;
        if (feasible <= 0 || feasible >= 1) continue;
        text_addf(out, "%.*s serves all in %.*s; its money is that of all trials.\n",
                  STR_ARG(name), STR_ARG(share_text(out->arena, feasible)));
    }
    for (uint32_t o = 0; o < s->program.options.count && sim->has_limit; o++) {
        text_addf(out, "%.*s: %s at most %.*s in %.*s.\n",
                  STR_ARG(s->program.options.at[o].name), metric_phrase(sim->limited),
                  STR_ARG(money_text(out->arena, s, sim->limit)),
                  STR_ARG(share_text(out->arena, sim->options[o].within.share)));
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
    text_add_char(line, '\n');
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

// ---- the page ----------------------------------------------------------------------------------

// The option that is the cheapest in most trials; NO_NAME where none can do the work.
static uint32_t likeliest_of(const struct program *p, const struct simulation *sim)
{
    uint32_t likeliest = NO_NAME;
    for (uint32_t o = 0; o < p->options.count; o++) {
        double share = sim->options[o].cheapest.share;
        if (sim->options[o].spread[sim->metric].known && share > 0 &&
            (likeliest == NO_NAME || share > sim->options[likeliest].cheapest.share))
            likeliest = o;
    }
    return likeliest;
}

// "Cheapest most often: hybrid, in 97.9 % of the trials; it costs 1,234 USD on average (total cash)."
static void add_likeliest(const struct report *r, const struct simulation *sim,
                          struct text *out)
{
    const struct program *p = &r->session->program;
    uint32_t likeliest = likeliest_of(p, sim);
    if (likeliest == NO_NAME) {
        text_add_c(out, "No option can do the work in any of the trials.\n");
        return;
    }
    const struct simulated_option *o = &sim->options[likeliest];
    struct str name = p->options.at[likeliest].name;
    if (p->options.count > 1)
        text_addf(out, "Cheapest most often: %.*s, in %.*s; it costs ", STR_ARG(name),
                  STR_ARG(share_text(out->arena, o->cheapest.share)));
    else
        text_addf(out, "%.*s costs ", STR_ARG(name));
    text_addf(out, "%.*s on average (%s).\n",
              STR_ARG(money_text(out->arena, r->session, o->spread[sim->metric].mean)),
              measure_word(p->rank_by));
}

// What moves a cost is told of an option that anything moves.
static void add_moved(const struct program *p, const struct simulation *sim, struct text *out)
{
    uint32_t count, likeliest = likeliest_of(p, sim);
    const struct sim_effect *e = simulated_effects(sim, 1, &count);
    if (!e || likeliest == NO_NAME ||
        sim->options[e->option].cheapest.share >= sim->options[likeliest].cheapest.share)
        return;
    text_addf(
        out, "No uncertain input moves the cost of %.*s; what moves costs is shown for %.*s.\n",
        STR_ARG(p->options.at[likeliest].name), STR_ARG(p->options.at[e->option].name));
}

void answer_simulate(const struct report *r, struct text *out)
{
    const struct simulation *sim = ((const struct simulate_page *)r->context)->simulation;
    if (sim->draws == 0) {
        text_add_c(out, "Nothing is uncertain: no value is a range or a distribution.\n");
        return;
    }
    add_likeliest(r, sim, out);
    add_errors(r->session, sim, out);
    add_options(r->session, sim, out);
    add_moved(&r->session->program, sim, out);
    if (sim->has_value) add_value(r->session, sim, out);
    if (!sim->complete)
        text_add_c(out, "Stopped before the end: these are the trials until then.\n");
}

// "16,384 trials of 3 uncertain inputs, seed 1: present value of costs, in thousand USD"
static struct str trials_text(struct arena *a, const struct report *r,
                              const struct scale *scale)
{
    const struct simulation *sim = ((const struct simulate_page *)r->context)->simulation;
    struct text line = {.arena = a};
    text_addf(&line, "%llu trials of %u uncertain input%s, seed %llu: %s",
              (unsigned long long)sim->samples, (unsigned)sim->draws,
              sim->draws == 1 ? "" : "s", (unsigned long long)sim->seed,
              measure_word(r->session->program.rank_by));
    if (scale->divisor > 1)
        text_addf(&line, ", in %s%.*s", scale->word, STR_ARG(r->session->info.currency));
    return text_str(&line);
}

static struct table options_table(struct arena *a, const struct report *r, struct scale scale)
{
    static const struct table_column columns[S_COUNT] = {
        [S_OPTION] = COLUMN("option", "Option", EXACT, NAME),
        [S_MEDIANS] = COLUMN("medians", "At medians", MONEY, NUMBER),
        [S_MEAN] = COLUMN("mean", "Mean", MONEY, NUMBER),
        [S_P10] = COLUMN("p10", "P10", MONEY, NUMBER),
        [S_P50] = COLUMN("p50", "P50", MONEY, NUMBER),
        [S_P90] = COLUMN("p90", "P90", MONEY, NUMBER),
        [S_CHEAPEST] = COLUMN("cheapest", "P(cheapest)", RATE, NUMBER),
    };
    const struct simulate_page *page = r->context;
    struct simulate_view *v = ARENA_NEW(a, struct simulate_view);
    *v = (struct simulate_view){r, page, page->simulation->metric, scale};
    return (struct table){
        STR("options"), columns, S_COUNT, r->session->program.options.count, v, simulate_cells};
}

void opening_simulate(const struct report *r, struct document *d)
{
    const struct simulate_page *page = r->context;
    struct scale scale = scale_of(page->comparison);
    struct table *t = ARENA_NEW(d->arena, struct table);
    *t = options_table(d->arena, r, scale);
    struct shown_table s = document_shown(d->arena, r->session, t);
    s.note = trials_text(d->arena, r, &scale);
    if (scale.divisor <= 1)
        s.note = str_format(d->arena, "%.*s, in %.*s", STR_ARG(s.note),
                            STR_ARG(r->session->info.currency));
    document_heading(d, STR("Options"));
    document_table(d, s);
    document_heading(d, STR("How sure it is"));
    document_chances(d, r, page->simulation, (struct scale){1, ""});
}

void page_simulate(const struct report *r, struct text *out, unsigned width)
{
    const struct simulate_page *page = r->context;
    struct scale scale = scale_of(page->comparison);
    struct table t = options_table(out->arena, r, scale);
    struct text answer = {.arena = out->arena};
    uint32_t shown[S_COUNT];
    for (uint32_t i = 0; i < S_COUNT; i++)
        shown[i] = i;
    page_head(r->session, out, width);
    text_hanging(out, trials_text(out->arena, r, &scale), width);
    text_add_char(out, '\n');
    text_table(&t, shown, S_COUNT, width, out);
    text_add_char(out, '\n');
    answer_simulate(r, &answer);
    text_hanging(out, text_str(&answer), width);
    if (page->simulation->draws > 0) {
        add_tornado(r, page->simulation, scale.divisor, out, width);
        text_add_char(out, '\n');
        text_hanging(out,
                     STR("P5 to P95 of every metric, with their errors: --table distribution "
                         "-f csv."),
                     width);
    }
    if (page->fan) page_fan(r->session, page->fan, &scale, out, width);
}
