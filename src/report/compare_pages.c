// compare_pages.c - options side by side, for people: the table, the winner, and what a reader of
// both should know.
#include "report/pages.h"

#include "report/writer.h"

#include <math.h>

// Money in whole units, thousands or millions, so that a column stays narrow.
static const struct scale SCALES[] = {{1, ""}, {1e3, "thousand "}, {1e6, "million "}};

static double largest_total(const struct comparison *c)
{
    double most = 0;
    for (uint32_t i = 0; i < c->count; i++) {
        const struct option_figures *f = &c->options[i];
        double values[] = {f->capex, f->opex, f->total, f->risk_adjusted_total};
        for (size_t k = 0; k < COUNT_OF(values); k++)
            most = kernel_max(most, fabs(num_round(values[k], 2)));
    }
    return most;
}

struct scale scale_of(const struct comparison *c)
{
    double most = largest_total(c);
    return SCALES[most < 1e9 ? 0 : most < 1e12 ? 1 : 2];
}

struct compare_view {
    const struct session *session;
    const struct comparison *comparison;
    struct scale scale;
};

enum {
    C_OPTION,
    C_RANK,
    C_CAPEX,
    C_OPEX,
    C_TOTAL,
    C_NPV,
    C_BREAKEVEN,
    C_RISK,
    C_RISK_ADJUSTED,
    C_PRICE,
    C_GPU_HOUR,
    C_EMISSIONS,
    C_COUNT
};

static struct str breakeven_text(struct arena *a, const struct option_figures *f)
{
    if (f->is_baseline) return STR("baseline");
    const struct breakeven *b = &f->breakeven;
    switch (b->status) {
    case BREAKEVEN_ALWAYS: return b->equal ? STR("equal") : STR("always");
    case BREAKEVEN_NEVER: return STR("never");
    case BREAKEVEN_REVERTED:
        if (crossing_is_before_use(&b->crossings.at[b->crossings.count - 1]))
            return STR("never");
        return str_format(a, "to month %.1f", b->crossings.at[b->crossings.count - 1].month);
    case BREAKEVEN_SINGLE: return str_format(a, "month %.1f", b->value);
    case BREAKEVEN_MULTIPLE:
        return str_format(a, "month %.1f%s", b->value, breakeven_crosses_once(b) ? "" : "*");
    case BREAKEVEN_BEYOND_HORIZON: return str_format(a, "(month %.1f)", b->value);
    case BREAKEVEN_INFEASIBLE: return STR("infeasible");
    case BREAKEVEN_NO_BASELINE: return STR("none");
    }
    return STR("");
}

static void compare_cells(const void *context, struct arena *a, uint32_t row,
                          struct table_cell *c)
{
    const struct compare_view *v = context;
    const struct option_figures *f = &v->comparison->options[row];
    double d = v->scale.divisor;
    double capex = num_round(f->capex, 2), opex = num_round(f->opex, 2);
    c[C_OPTION] = cell_text(v->session->program.options.at[f->option].name);
    c[C_RANK] = f->feasible ? cell_number(f->rank) : cell_null();
    c[C_CAPEX] = cell_scaled(a, capex, d);
    c[C_OPEX] = cell_scaled(a, opex, d);
    c[C_TOTAL] = cell_scaled(a, num_round(f->total, 2), d);
    c[C_NPV] = f->npv.known ? cell_scaled(a, num_round(f->npv.value, 2), d) : cell_null();
    c[C_RISK] = cell_scaled(a, num_round(f->risk, 2), d);
    c[C_RISK_ADJUSTED] = cell_scaled(a, num_round(f->risk_adjusted_total, 2), d);
    c[C_PRICE] = cell_maybe(f->cost_per_mtoken.known, f->cost_per_mtoken.value);
    c[C_GPU_HOUR] = cell_maybe(f->cost_per_gpu_hour.known, f->cost_per_gpu_hour.value);
    c[C_EMISSIONS] =
        cell_maybe(f->emissions_kgco2e.known, num_round(f->emissions_kgco2e.value, 2) / 1e3);
    c[C_BREAKEVEN] =
        f->feasible ? cell_text(breakeven_text(a, f)) : cell_text(STR("infeasible"));
}

static bool any_risk(const struct comparison *c)
{
    for (uint32_t i = 0; i < c->count; i++)
        if (num_round(c->options[i].risk, 2) != 0) return true;
    return false;
}

// In tonnes; 0 where no option is known to emit.
static double largest_emissions(const struct comparison *c)
{
    double most = 0;
    for (uint32_t i = 0; i < c->count; i++)
        most = kernel_max(most, num_round(c->options[i].emissions_kgco2e.value, 2) / 1e3);
    return most;
}

// Machines that are compared without a load.
static bool any_gpu_hours(const struct comparison *c)
{
    for (uint32_t i = 0; i < c->count; i++)
        if (c->options[i].cost_per_gpu_hour.known) return true;
    return false;
}

static bool any_tokens(const struct comparison *c)
{
    for (uint32_t i = 0; i < c->count; i++)
        if (c->options[i].cost_per_mtoken.known) return true;
    return false;
}

// Which columns say something of these options.
static uint32_t choose_columns(const struct report *r, const struct comparison *c,
                               uint32_t *shown)
{
    bool tokens = any_tokens(c), risk = any_risk(c);
    const bool hidden[C_COUNT] = {
        [C_NPV] = !r->session->ledger.discounted,
        [C_RISK] = !risk,
        [C_RISK_ADJUSTED] = r->session->program.rank_by != RANK_RISK_ADJUSTED,
        [C_PRICE] = !tokens,
        [C_GPU_HOUR] = tokens || !any_gpu_hours(c),
        [C_EMISSIONS] = !(largest_emissions(c) > 0),
    };
    uint32_t count = 0;
    for (uint32_t i = 0; i < C_COUNT; i++)
        if (!hidden[i]) shown[count++] = i;
    return count;
}

// Whole units don't fit; from a million on thousands tell options apart as well.
static bool is_cut(const struct table *t, const uint32_t *shown, uint32_t count, unsigned width,
                   const struct comparison *c)
{
    return width && largest_total(c) >= 1e6 && text_table_width(t, shown, count) > width;
}

static struct table options_table(struct arena *a, const struct report *r,
                                  const struct comparison *c, struct scale scale)
{
    struct compare_view *v = ARENA_NEW(a, struct compare_view);
    *v = (struct compare_view){r->session, c, scale};
    struct str money = r->session->info.currency,
               price = str_format(a, "%.*s/Mtoken", STR_ARG(money)),
               hour = str_format(a, "%.*s/GPU-h", STR_ARG(money));
    enum number_format tonnes = largest_emissions(c) < 100 ? NUMBER_PRICE : NUMBER_COUNT;
    const struct table_column columns[C_COUNT] = {
        [C_OPTION] = {STR_NONE, {"Option", 6}, NUMBER_EXACT, COLUMN_NAME},
        [C_RANK] = {STR_NONE, {"#", 1}, NUMBER_COUNT, COLUMN_NUMBER},
        [C_CAPEX] = {STR_NONE, {"Capex", 5}, NUMBER_MONEY, COLUMN_NUMBER},
        [C_OPEX] = {STR_NONE, {"Opex", 4}, NUMBER_MONEY, COLUMN_NUMBER},
        [C_TOTAL] = {STR_NONE, {"Total", 5}, NUMBER_MONEY, COLUMN_NUMBER},
        [C_NPV] = {STR_NONE, {"PV cost", 7}, NUMBER_MONEY, COLUMN_NUMBER},
        [C_RISK] = {STR_NONE, {"Risk", 4}, NUMBER_MONEY, COLUMN_NUMBER},
        [C_RISK_ADJUSTED] = {STR_NONE, {"With risk", 9}, NUMBER_MONEY, COLUMN_NUMBER},
        [C_PRICE] = {STR_NONE, price, NUMBER_PRICE, COLUMN_NUMBER},
        [C_GPU_HOUR] = {STR_NONE, hour, NUMBER_PRICE, COLUMN_NUMBER},
        [C_EMISSIONS] = {STR_NONE, {"tCO2e", 5}, tonnes, COLUMN_NUMBER},
        [C_BREAKEVEN] = {STR_NONE, {"Break-even", 10}, NUMBER_EXACT, COLUMN_NUMBER},
    };
    struct table_column *kept = ARENA_ARRAY(a, struct table_column, C_COUNT);
    for (uint32_t i = 0; i < C_COUNT; i++)
        kept[i] = columns[i];
    return (struct table){STR("options"), kept, C_COUNT, c->count, v, compare_cells};
}

struct shown_table page_options(struct arena *a, const struct report *r,
                                const struct comparison *c, unsigned width)
{
    struct scale scale = scale_of(c);
    struct shown_table t = {.shown = ARENA_ARRAY(a, uint32_t, C_COUNT)};
    t.table = options_table(a, r, c, scale);
    t.count = choose_columns(r, c, t.shown);
    if (scale.divisor <= 1 && is_cut(&t.table, t.shown, t.count, width, c))
        t.table = options_table(a, r, c, scale = SCALES[1]);
    if (scale.divisor > 1)
        t.note =
            str_format(a, "Money in %s%.*s", scale.word, STR_ARG(r->session->info.currency));
    return t;
}

static void add_table(const struct report *r, const struct comparison *c, unsigned width,
                      struct text *out)
{
    struct shown_table t = page_options(out->arena, r, c, width);
    if (t.note.len) text_addf(out, "%.*s\n", STR_ARG(t.note));
    text_add_char(out, '\n');
    text_table(&t.table, t.shown, t.count, width, out);
}

void page_winner(const struct session *s, const struct comparison *c, struct text *out)
{
    const struct program *p = &s->program;
    if (c->winner == NO_NAME) {
        text_add_c(out, "No option is feasible.\n");
        return;
    }
    const struct option_figures *w = &c->options[c->winner];
    text_addf(out, "Cheapest: %.*s, %.*s (%s)", STR_ARG(p->options.at[c->winner].name),
              STR_ARG(money_text(out->arena, s, w->measure)), measure_word(p->rank_by));
    const struct option_figures *base = &c->options[p->baseline];
    if (w != base && num_round(base->measure, 2) > 0)
        text_addf(out, ", %.1f %% %s the baseline %.*s",
                  fabs(num_round(w->delta_vs_baseline, 2)) / num_round(base->measure, 2) * 100,
                  num_round(w->delta_vs_baseline, 2) <= 0 ? "below" : "above",
                  STR_ARG(p->options.at[p->baseline].name));
    text_add_c(out, ".\n");
}

static void add_reasons(const struct session *s, const struct comparison *c, struct text *out)
{
    for (uint32_t i = 0; i < c->count; i++)
        if (!c->options[i].feasible)
            text_addf(out, "Infeasible: %.*s: %.*s.\n", STR_ARG(s->program.options.at[i].name),
                      STR_ARG(c->options[i].reason));
    const struct program *p = &s->program;
    if (c->count > 1 && !c->options[p->baseline].feasible)
        text_addf(out, "No break-even: the baseline %.*s can't do the work.\n",
                  STR_ARG(p->options.at[p->baseline].name));
}

// Why a break-even has an asterisk: there is more than one crossing.
static void add_crossings(const struct breakeven *b, struct str name, struct text *out)
{
    if (b->first < b->value)
        text_addf(out,
                  "* %.*s crosses more than once; the month is the last, the first is %.1f.\n",
                  STR_ARG(name), b->first);
    else
        text_addf(out,
                  "* %.*s costs no more at first, then more, and less from month %.1f on.\n",
                  STR_ARG(name), b->value);
}

// Expected losses are in no total unless options are ranked with them: who reads the table should
// know whether they would turn the answer.
static void add_risk(const struct session *s, const struct comparison *c, struct text *out)
{
    const struct option_figures *least = NULL;
    if (!any_risk(c) || s->program.rank_by == RANK_RISK_ADJUSTED) return;
    for (uint32_t i = 0; i < c->count; i++) {
        const struct option_figures *f = &c->options[i];
        if (!f->feasible) continue;
        if (!least ||
            num_round(f->risk_adjusted_total, 2) < num_round(least->risk_adjusted_total, 2))
            least = f;
    }
    text_add_c(out, "Risk is what losses are expected to cost; it is in no total.");
    if (least)
        text_addf(out, " With it the least total is that of %.*s, %.*s.",
                  STR_ARG(s->program.options.at[least->option].name),
                  STR_ARG(money_text(out->arena, s, least->risk_adjusted_total)));
    text_add_char(out, '\n');
}

// The column holds what electricity in use emits by the grid. What is not known is no zero, and who
// reads a dash should know what to state.
static struct str missing_of(const struct report *r, struct arena *a, struct str option)
{
    const struct table *t = report_table(r, STR("meters"));
    for (uint32_t i = 0; t && i < t->row_count; i++) {
        struct table_cell c[TABLE_COLUMNS];
        t->row(t->context, a, i, c);
        if (str_eq(c[0].text, option) && str_is(c[1].text, "emissions")) {
            struct text shown = {.arena = a};
            text_add_visible(&shown, c[4].text, 2000);
            return text_str(&shown);
        }
    }
    return STR_NONE;
}

static void add_emissions(const struct report *r, const struct comparison *c, struct text *out)
{
    const struct session *s = r->session;
    if (!(largest_emissions(c) > 0)) return;
    for (uint32_t i = 0; i < c->count; i++) {
        if (c->options[i].emissions_kgco2e.known) continue;
        struct str missing = missing_of(r, out->arena, s->program.options.at[i].name);
        text_addf(out, "Emissions of %.*s are not known; missing: %.*s.\n",
                  STR_ARG(s->program.options.at[i].name),
                  STR_ARG(missing.len ? missing : STR("a component that meters them")));
    }
}

// What a break-even means that is no plain month: its cell has room for a word or two.
static void add_breakeven_note(const struct option_figures *f, struct str name,
                               struct text *out)
{
    const struct breakeven *b = &f->breakeven;
    if (f->is_baseline) return;
    if (b->status == BREAKEVEN_MULTIPLE && !breakeven_crosses_once(b))
        add_crossings(b, name, out);
    if (b->status == BREAKEVEN_BEYOND_HORIZON)
        text_addf(
            out,
            "(month %.1f) lies beyond the horizon: %.*s breaks even there if costs stay as "
            "they are.\n",
            b->value, STR_ARG(name));
    if (b->status == BREAKEVEN_REVERTED &&
        !crossing_is_before_use(&b->crossings.at[b->crossings.count - 1]))
        text_addf(out,
                  "To month %.1f: %.*s costs more in all than the baseline from then on.\n",
                  b->crossings.at[b->crossings.count - 1].month, STR_ARG(name));
}

static void add_notes(const struct report *r, const struct comparison *c, struct text *out)
{
    const struct session *s = r->session;
    add_risk(s, c, out);
    add_emissions(r, c, out);
    for (uint32_t i = 0; i < c->count; i++) {
        const struct option_figures *f = &c->options[i];
        struct str name = s->program.options.at[i].name;
        if (num_round(f->proceeds, 2) > 0)
            text_addf(out, "Capex of %.*s: %.*s paid, %.*s fetched.\n", STR_ARG(name),
                      STR_ARG(money_text(out->arena, s, f->capex_gross)),
                      STR_ARG(money_text(out->arena, s, f->proceeds)));
        add_breakeven_note(f, name, out);
        if (num_round(f->benefit, 2) != 0)
            text_addf(out, "Stated benefit of %.*s, not in any total: %.*s.\n", STR_ARG(name),
                      STR_ARG(money_text(out->arena, s, f->benefit)));
    }
    struct str left_out = s->info.baseline_left_out;
    if (!s->info.baseline_stated)
        text_addf(out, "The baseline is the first option, %.*s (%s%.*s).\n",
                  STR_ARG(s->program.options.at[s->program.baseline].name),
                  left_out.len ? "--option leaves out " : "none is stated", STR_ARG(left_out));
    if (s->info.uncertain)
        text_add_c(out,
                   "Uncertain inputs stand at their medians; tco simulate shows the spread.\n");
}

// The cash flow row by row, if it was asked for.
static void add_rows(const struct report *r, unsigned width, struct text *out)
{
    static const uint32_t shown[] = {0, 1, 2, 3, 5, 9};
    const struct table *t = report_table(r, STR("rows"));
    if (!t) return;
    text_add_char(out, '\n');
    text_table(t, shown, COUNT_OF(shown), width, out);
}

void answer_compare(const struct report *r, struct text *out)
{
    const struct comparison *c = ((const struct compare_page *)r->context)->comparison;
    page_winner(r->session, c, out);
    add_reasons(r->session, c, out);
    add_notes(r, c, out);
}

void page_compare(const struct report *r, struct text *out, unsigned width)
{
    const struct compare_page *page = r->context;
    page_head(r->session, out, width);
    add_table(r, page->comparison, width, out);
    text_add_char(out, '\n');
    struct text verdict = {.arena = out->arena};
    answer_compare(r, &verdict);
    page_lines(&verdict, out, width);
    add_rows(r, width, out);
}
