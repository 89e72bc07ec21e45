#include "report/charts.h"

#include "analysis/breakdown.h"
#include "report/quantity.h"
#include "report/statement_views.h"
#include "report/views.h"

#include <math.h>

// ---- money -------------------------------------------------------------------------------------

// Money is shown in the unit in which the largest amount has one to four digits.
static void set_money(struct arena *a, const struct session *s, struct chart *c,
                      struct str *title)
{
    static const struct scale scales[] = {
        {1, ""}, {1e3, "thousand "}, {1e6, "million "}, {1e9, "billion "}, {1e12, "trillion "}};
    double least, most;
    chart_extent(c, &least, &most);
    double size = kernel_max(fabs(least), fabs(most));
    size_t i = 0;
    while (i + 1 < COUNT_OF(scales) && size >= scales[i + 1].divisor * 2)
        i++;
    c->divisor = scales[i].divisor;
    *title = str_format(a, "%s%.*s", scales[i].word, STR_ARG(s->info.currency));
}

static const double *months_of(struct arena *a, uint32_t months)
{
    double *x = ARENA_ARRAY(a, double, months + 1);
    for (uint32_t m = 0; m <= months; m++)
        x[m] = m;
    return x;
}

static double *running(struct arena *a, const double *cash, uint32_t months)
{
    double *sum = ARENA_ARRAY(a, double, months + 1);
    for (uint32_t m = 0; m <= months; m++)
        sum[m] = cash[m] + (m ? sum[m - 1] : 0);
    return sum;
}

static double at_month(const double *y, uint32_t months, double month)
{
    uint32_t m = (uint32_t)month;
    return m >= months ? y[months] : y[m] + (y[m + 1] - y[m]) * (month - m);
}

static struct str when(const struct session *s, struct arena *a)
{
    return str_format(a, "month of the horizon; 0 is the start, %.*s",
                      STR_ARG(month_text(a, &s->program, 1)));
}

static struct str with_month(struct arena *a, const char *words, double month)
{
    return str_format(a, "%s month %.*s", words,
                      STR_ARG(number_for_people(a, month, NUMBER_MONTHS)));
}

// "breaks even in month 6.3", "cheaper to month 16.0"
static struct str breakeven_note(struct arena *a, const struct option_figures *f)
{
    const struct breakeven *b = &f->breakeven;
    if (f->is_baseline) return f->feasible ? STR("baseline") : STR("baseline, infeasible");
    if (!f->feasible) return STR("infeasible");
    switch (b->status) {
    case BREAKEVEN_ALWAYS: return b->equal ? STR("the same") : STR("always cheaper");
    case BREAKEVEN_SINGLE: return with_month(a, "breaks even in", b->value);
    case BREAKEVEN_MULTIPLE:
        return with_month(a, breakeven_crosses_once(b) ? "breaks even in" : "even for good in",
                          b->value);
    case BREAKEVEN_REVERTED: {
        const struct crossing *last = &b->crossings.at[b->crossings.count - 1];
        if (crossing_is_before_use(last)) break;
        return with_month(a, "cheaper to", last->month);
    }
    case BREAKEVEN_BEYOND_HORIZON: return with_month(a, "beyond the horizon:", b->value);
    case BREAKEVEN_NO_BASELINE: return STR("the baseline is infeasible");
    case BREAKEVEN_INFEASIBLE:
    case BREAKEVEN_NEVER: break;
    }
    return STR("no break-even");
}

// Wherever the line meets that of the baseline.
static void add_marks(struct arena *a, const struct option_figures *f, uint32_t months,
                      struct chart_line *l)
{
    const struct breakeven *b = &f->breakeven;
    for (uint32_t i = 0; i < b->crossings.count && !f->is_baseline; i++) {
        double month = b->crossings.at[i].month;
        if (crossing_is_before_use(&b->crossings.at[i])) continue;
        struct chart_mark m = {month, at_month(l->y, months, month)};
        VEC_PUSH(a, &l->marks, m);
    }
}

// Where there are more options than colours, the baseline and the cheapest ones have them; the rest
// is grey.
static uint32_t ink_of(const struct session *s, const struct comparison *c, uint32_t option)
{
    const struct option_figures *f = &c->options[option],
                                *base = &c->options[s->program.baseline];
    if (c->count <= CHART_INKS) return option;
    if (f->is_baseline) return 0;
    if (!f->feasible) return CHART_INKS;
    uint32_t place = f->rank - (base->feasible && f->rank > base->rank ? 1 : 0);
    return place < CHART_INKS ? place : CHART_INKS;
}

// What is said of grey lines, where there are any.
static const char *grey_note(uint32_t options)
{
    return options > CHART_INKS ? " Grey: neither the baseline nor among the cheapest." : "";
}

// ---- cash --------------------------------------------------------------------------------------

struct chart chart_cumulative(struct arena *a, const struct session *s,
                              const struct comparison *c)
{
    const struct program *p = &s->program;
    struct chart chart = {.key = STR("cumulative"), .kind = CHART_LINES, .months = true};
    for (uint32_t i = 0; i < c->count; i++) {
        const struct option_figures *f = &c->options[i];
        struct chart_line l = {.name = p->options.at[f->option].name, .ink = ink_of(s, c, i)};
        l.count = p->months + 1;
        l.note = breakeven_note(a, f);
        l.x = months_of(a, p->months);
        l.y = running(a, f->cash, p->months);
        l.infeasible = !f->feasible;
        add_marks(a, f, p->months, &l);
        VEC_PUSH(a, &chart.lines, l);
    }
    chart.title = STR("Cumulative cash");
    chart.x_title = when(s, a);
    set_money(a, s, &chart, &chart.y_title);
    chart.summary = STR("What each option has cost so far, month by month.");
    chart.signs = str_format(a, "A ring: level with the baseline, %.*s.%s",
                             STR_ARG(p->options.at[p->baseline].name), grey_note(c->count));
    return chart;
}

struct chart chart_savings(struct arena *a, const struct session *s, const struct comparison *c)
{
    const struct program *p = &s->program;
    const double *base = running(a, c->options[p->baseline].cash, p->months);
    struct chart chart = {.key = STR("breakeven"), .kind = CHART_LINES, .months = true};
    chart.zero = true;
    for (uint32_t i = 0; i < c->count; i++) {
        const struct option_figures *f = &c->options[i];
        if (f->is_baseline) continue;
        struct chart_line l = {.name = p->options.at[f->option].name, .ink = ink_of(s, c, i)};
        l.count = p->months + 1;
        double *y = running(a, f->cash, p->months);
        for (uint32_t m = 0; m <= p->months; m++)
            y[m] = base[m] - y[m];
        l.note = breakeven_note(a, f);
        l.x = months_of(a, p->months);
        l.y = y;
        l.infeasible = !f->feasible;
        add_marks(a, f, p->months, &l);
        VEC_PUSH(a, &chart.lines, l);
    }
    chart.title = str_format(a, "Saved against %.*s", STR_ARG(p->options.at[p->baseline].name));
    chart.x_title = when(s, a);
    set_money(a, s, &chart, &chart.y_title);
    chart.summary = STR(
        "What each option has saved so far. Above zero it has cost less than the baseline.");
    chart.signs = str_format(a, "A ring: level with it.%s", grey_note(c->count));
    return chart;
}

// ---- categories --------------------------------------------------------------------------------

enum { PARTS = 8 };  // as many as there are colours; what is left is one of them

struct chart chart_categories(struct arena *a, const struct session *s,
                              const struct comparison *c, const struct breakdown *b)
{
    bool rest = b->categories.count > PARTS;
    struct chart chart = {.key = STR("category"), .kind = CHART_BARS};
    uint32_t own = rest ? PARTS - 1 : b->categories.count;
    for (uint32_t i = 0; i < own; i++)
        VEC_PUSH(a, &chart.parts, b->categories.at[i]);
    if (rest) VEC_PUSH(a, &chart.parts, STR("all others"));
    for (uint32_t o = 0; o < c->count; o++) {
        double *parts = ARENA_ARRAY(a, double, chart.parts.count);
        for (uint32_t i = 0; i < b->categories.count; i++)
            parts[i < own ? i : own] += breakdown_amount(b, o, i);
        struct chart_bar bar = {s->program.options.at[o].name, parts, !c->options[o].feasible};
        VEC_PUSH(a, &chart.bars, bar);
    }
    chart.title = STR("Cost by category");
    set_money(a, s, &chart, &chart.x_title);
    chart.summary =
        str_format(a, "Cash of each option over %u month%s; the number is its total.",
                   (unsigned)s->program.months, s->program.months == 1 ? "" : "s");
    return chart;
}

// ---- tornado -----------------------------------------------------------------------------------

enum { TORNADO = 12 };

enum { DIGITS = 4 };  // what a reader of a picture can use

// Both ends of a range in one unit, which stands once.
static struct chart_range range_of(struct arena *a, const struct moved *m, const double *cost)
{
    struct quantity_unit u = quantity_unit(a, kernel_max(fabs(m->low), fabs(m->high)), m->unit);
    struct chart_range r = {.low = cost[0], .high = cost[1], .note = u.text};
    r.name = m->within.found ? str_format(a, "%.*s *", STR_ARG(m->address)) : m->address;
    r.low_text =
        m->cases ? m->cases[(uint32_t)m->low - 1].name : quantity_number(a, &u, m->low, DIGITS);
    r.high_text = m->cases ? m->cases[(uint32_t)m->high - 1].name
                           : quantity_number(a, &u, m->high, DIGITS);
    return r;
}

struct chart chart_tornado(struct arena *a, const struct session *s,
                           const struct sensitivity *x)
{
    const struct program *p = &s->program;
    struct chart chart = {.key = STR("tornado"), .kind = CHART_RANGES, .divisor = 1};
    struct str option = p->options.at[x->chosen].name;
    bool turns = false;
    chart.at = x->now[x->chosen].cost[0];
    for (uint32_t i = 0; i < x->list.count && chart.ranges.count < TORNADO; i++) {
        const struct moved *m = &x->list.at[i];
        const double *cost = m->effects[x->chosen].cost;
        if (isnan(cost[0]) || isnan(cost[1])) continue;
        if (cost[0] == chart.at && cost[1] == chart.at && !m->within.found) continue;
        struct chart_range r = range_of(a, m, cost);
        turns = turns || m->within.found;
        VEC_PUSH(a, &chart.ranges, r);
    }
    VEC_PUSH(a, &chart.parts, STR("low value"));
    VEC_PUSH(a, &chart.parts, STR("high value"));
    chart.title = str_format(a, "What moves the cost of %.*s", STR_ARG(option));
    struct str money;
    set_money(a, s, &chart, &money);
    chart.x_title = str_format(a, "%s, %.*s", measure_word(p->rank_by), STR_ARG(money));
    chart.summary = str_format(
        a,
        "%sEach input alone: uncertain ones from P10 to P90, others %.*s %% to both sides.%s",
        x->winner == NO_NAME ? "No option is feasible. " : "",
        STR_ARG(num_grouped(a, x->swing * 100, 0)),
        turns ? " * another option becomes the cheapest." : "");
    return chart;
}

// The same of trials: what the cost is on average where an input is low, and where it is high.
static bool chart_moved(struct arena *a, const struct session *s, const struct simulation *sim,
                        struct chart *out)
{
    uint32_t count;
    const struct sim_effect *list = simulated_effects(sim, TORNADO, &count);
    struct chart chart = {.key = STR("tornado"), .kind = CHART_RANGES, .divisor = 1};
    if (!list) return false;
    chart.at = sim->options[list->option].spread[sim->metric].mean;
    for (uint32_t i = 0; i < count; i++) {
        struct chart_range r = {
            .name = list[i].address, .low = list[i].low, .high = list[i].high};
        VEC_PUSH(a, &chart.ranges, r);
    }
    VEC_PUSH(a, &chart.parts, STR("lowest tenth"));
    VEC_PUSH(a, &chart.parts, STR("highest tenth"));
    chart.title = str_format(a, "What moves the cost of %.*s",
                             STR_ARG(s->program.options.at[list->option].name));
    struct str money;
    set_money(a, s, &chart, &money);
    chart.x_title = str_format(a, "%s, %.*s", measure_word(s->program.rank_by), STR_ARG(money));
    chart.summary =
        STR("Its mean in the tenth of the trials in which an input is lowest, and in "
            "that in which it is highest.");
    *out = chart;
    return true;
}

// ---- fan ---------------------------------------------------------------------------------------

enum { P10 = 1, P50 = 3, P90 = 5 };  // of the quantiles of a spread

static double *quantiles(struct arena *a, const struct spread *by_column, uint32_t months,
                         int which)
{
    double *y = ARENA_ARRAY(a, double, months + 1);
    for (uint32_t m = 0; m <= months; m++)
        y[m] = by_column[m].quantile[which];
    return y;
}

static struct chart_hill hill_of(struct arena *a, const struct session *s,
                                 const struct comparison *c, const struct simulation *sim,
                                 uint32_t option)
{
    const struct simulated_option *o = &sim->options[option];
    const struct spread *spread = &o->spread[sim->metric];
    uint32_t first = o->shape.open_below, last = o->shape.count - o->shape.open_above;
    double *edges = ARENA_ARRAY(a, double, o->shape.count + 1);
    for (uint32_t i = first; i <= last; i++)
        edges[i - first] = shape_edge(&o->shape, i);
    struct chart_hill h = {.name = s->program.options.at[option].name};
    h.ink = ink_of(s, c, option);
    h.note = str_format(a, "cheapest in %.*s %%",
                        STR_ARG(num_grouped(a, o->cheapest.share * 100, 0)));
    h.edges = edges;
    h.shares = o->shape.share + first;
    h.count = last - first;
    h.below = first ? o->shape.share[0] : 0;
    h.above = last < o->shape.count ? o->shape.share[last] : 0;
    h.low = spread->quantile[P10];
    h.middle = spread->quantile[P50];
    h.high = spread->quantile[P90];
    return h;
}

// Is there a hill beyond whose ends some trials lie?
static bool reaches_out(const struct chart *c)
{
    for (uint32_t i = 0; i < c->hills.count; i++)
        if (c->hills.at[i].below > 0 || c->hills.at[i].above > 0) return true;
    return false;
}

struct chart chart_histogram(struct arena *a, const struct session *s,
                             const struct comparison *c, const struct simulation *sim)
{
    struct chart chart = {.key = STR("histogram"), .kind = CHART_HILLS};
    for (uint32_t o = 0; o < s->program.options.count; o++) {
        if (sim->options[o].feasible.share == 0) continue;
        struct chart_hill h = hill_of(a, s, c, sim, o);
        VEC_PUSH(a, &chart.hills, h);
    }
    struct str money;
    set_money(a, s, &chart, &money);
    chart.title = STR("How the answer spreads");
    chart.x_title = str_format(a, "%s, %.*s", measure_word(s->program.rank_by), STR_ARG(money));
    chart.summary = str_format(a, "Where %.*s trials of each option lie.",
                               STR_ARG(num_grouped(a, (double)sim->samples, 0)));
    chart.signs = str_format(a, "80 %% of them are darker; a line: the median.%s%s",
                             reaches_out(&chart) ? " An arrow: the share further out." : "",
                             grey_note(c->count));
    return chart;
}

struct chart chart_fan(struct arena *a, const struct session *s, const struct comparison *c,
                       const struct fan *fan)
{
    const struct program *p = &s->program;
    struct chart chart = {.key = STR("fan"), .kind = CHART_LINES, .months = true};
    for (uint32_t o = 0; o < p->options.count; o++) {
        const struct fan_option *f = &fan->options[o];
        if (!f->feasible) continue;
        struct chart_line l = {.name = p->options.at[o].name, .count = p->months + 1};
        l.ink = ink_of(s, c, o);
        l.x = months_of(a, p->months);
        l.y = quantiles(a, f->cumulative, p->months, P50);
        l.low = quantiles(a, f->cumulative, p->months, P10);
        l.high = quantiles(a, f->cumulative, p->months, P90);
        if (o != p->baseline)
            l.note =
                str_format(a, "breaks even in %.*s %%",
                           STR_ARG(num_grouped(a, f->broken_even[p->months].share * 100, 0)));
        VEC_PUSH(a, &chart.lines, l);
    }
    chart.title = STR("Cumulative cash, and how sure it is");
    chart.x_title = when(s, a);
    set_money(a, s, &chart, &chart.y_title);
    chart.summary =
        str_format(a, "The median of %.*s trials; 80 %% of them lie within the band.",
                   STR_ARG(num_grouped(a, (double)fan->trials, 0)));
    chart.signs = str_of(grey_note(c->count));
    return chart;
}

// ---- break-even by an input --------------------------------------------------------------------

// Where an option and the baseline cost the same.
static void add_rules(struct arena *a, const struct program *p, const struct crossover *x,
                      const struct quantity_unit *u, uint32_t ink, struct chart *to)
{
    struct text list = {.arena = a};
    for (uint32_t i = 0; i < x->roots.count; i++) {
        struct chart_rule r = {quantity_number(a, u, x->roots.at[i].value, DIGITS), ink,
                               x->roots.at[i].value * u->factor};
        VEC_PUSH(a, &to->rules, r);
        text_addf(&list, "%s%.*s", i ? ", " : "", STR_ARG(r.text));
    }
    if (list.len == 0) return;
    to->signs =
        str_format(a, "%.*s%s%.*s at %.*s", STR_ARG(to->signs), to->signs.len ? "; " : "",
                   STR_ARG(p->options.at[x->option].name), STR_ARG(text_str(&list)));
}

// A month beyond the horizon is none in which the option has paid back.
static bool has_paid_back(const struct frontier_point *f)
{
    return f->breakeven.has_value && f->breakeven.status != BREAKEVEN_BEYOND_HORIZON;
}

static void trace_frontier(struct arena *a, const struct frontier *frontier, uint32_t option,
                           double factor, struct chart_line *l)
{
    double *x = ARENA_ARRAY(a, double, frontier->count),
           *y = ARENA_ARRAY(a, double, frontier->count);
    bool *parted = ARENA_ARRAY(a, bool, frontier->count), gap = false;
    for (uint32_t k = 0; k < frontier->count; k++) {
        const struct frontier_point *f = &frontier->points[k];
        if (f->option != option) continue;
        if (has_paid_back(f)) {
            x[l->count] = f->value * factor;
            parted[l->count] = gap;
            y[l->count++] = f->breakeven.value;
        }
        gap = !has_paid_back(f);
    }
    l->x = x;
    l->y = y;
    l->parted = parted;
}

struct chart chart_frontier(struct arena *a, const struct session *s,
                            const struct crossovers *c, const struct frontier *frontier)
{
    const struct program *p = &s->program;
    struct chart chart = {.key = STR("breakeven"), .kind = CHART_LINES, .divisor = 1};
    struct quantity_unit u =
        quantity_unit(a, kernel_max(fabs(c->vary.from), fabs(c->vary.to)), c->vary.unit);
    chart.powers = c->vary.from > 0 && c->vary.to >= 50 * c->vary.from;
    for (uint32_t i = 0; i < c->count; i++) {
        uint32_t option = c->list[i].option;
        struct chart_line l = {.name = p->options.at[option].name};
        l.ink = p->options.count <= CHART_INKS ? option : chart.lines.count;
        trace_frontier(a, frontier, option, u.factor, &l);
        add_rules(a, p, &c->list[i], &u, l.ink, &chart);
        if (l.count) VEC_PUSH(a, &chart.lines, l);
    }
    struct str unit = u.text.len ? str_format(a, ", %.*s", STR_ARG(u.text)) : STR_NONE;
    chart.title = str_format(a, "Break-even by %.*s", STR_ARG(c->vary.name));
    chart.x_title = str_format(a, "%.*s%.*s%s", STR_ARG(c->vary.name), STR_ARG(unit),
                               chart.powers ? " (logarithmic)" : "");
    chart.y_title = STR("month");
    chart.reach = kernel_min(p->months, 12);
    chart.summary = str_format(
        a,
        "The month in which an option has paid back against %.*s. No line: it does not within the "
        "horizon, or one of the two can't do the work.",
        STR_ARG(p->options.at[p->baseline].name));
    if (chart.rules.count)
        chart.signs = str_format(a, "Upright lines: the same %s (%.*s).",
                                 measure_word(p->rank_by), STR_ARG(chart.signs));
    return chart;
}

// ---- by command --------------------------------------------------------------------------------

bool charts_compare(const struct report *r, struct arena *a, enum chart_word w,
                    struct chart *out)
{
    const struct compare_page *page = r->context;
    const struct comparison *c = page->comparison;
    bool by_month = c->count > 0 && c->options[0].cash;  // a saved result may lack it
    switch (w) {
    case CHART_CUMULATIVE:
        if (by_month) *out = chart_cumulative(a, r->session, c);
        return by_month;
    case CHART_CATEGORY:
        if (page->breakdown) *out = chart_categories(a, r->session, c, page->breakdown);
        return page->breakdown != NULL;
    case CHART_BREAKEVEN:
        by_month =
            by_month && c->count > 1 && c->options[r->session->program.baseline].feasible;
        if (by_month) *out = chart_savings(a, r->session, c);
        return by_month;
    case CHART_TORNADO:
        if (page->sensitivity) *out = chart_tornado(a, r->session, page->sensitivity);
        return page->sensitivity != NULL;
    case CHART_HISTOGRAM:
        if (page->simulation)
            *out = chart_histogram(a, r->session, page->comparison, page->simulation);
        return page->simulation != NULL;
    case CHART_FAN:
        if (page->fan) *out = chart_fan(a, r->session, page->comparison, page->fan);
        return page->fan != NULL;
    case CHART_COUNT: break;
    }
    return false;
}

bool charts_cashflow(const struct report *r, struct arena *a, enum chart_word w,
                     struct chart *out)
{
    const struct statement_page *page = r->context;
    if (w == CHART_CUMULATIVE) *out = chart_cumulative(a, r->session, page->comparison);
    if (w == CHART_CATEGORY) {
        struct breakdown b = breakdown_find(r->session, page->comparison);
        *out = chart_categories(a, r->session, page->comparison, &b);
    }
    return w == CHART_CUMULATIVE || w == CHART_CATEGORY;
}

bool charts_breakeven(const struct report *r, struct arena *a, enum chart_word w,
                      struct chart *out)
{
    const struct breakeven_page *page = r->context;
    if (w != CHART_BREAKEVEN) return false;
    *out = chart_frontier(a, r->session, page->crossovers, page->frontier);
    return true;
}

bool charts_sensitivity(const struct report *r, struct arena *a, enum chart_word w,
                        struct chart *out)
{
    if (w != CHART_TORNADO) return false;
    *out = chart_tornado(a, r->session, r->context);
    return true;
}

bool charts_simulate(const struct report *r, struct arena *a, enum chart_word w,
                     struct chart *out)
{
    const struct simulate_page *page = r->context;
    // Pages of text have it as a table, so that it is drawn where it is asked for.
    if (w == CHART_TORNADO)
        return r->presentation.chart == w && chart_moved(a, r->session, page->simulation, out);
    if (w == CHART_HISTOGRAM)
        *out = chart_histogram(a, r->session, page->comparison, page->simulation);
    if (w == CHART_FAN && page->drawn)
        *out = chart_fan(a, r->session, page->comparison, page->drawn);
    return w == CHART_HISTOGRAM || (w == CHART_FAN && page->drawn);
}
