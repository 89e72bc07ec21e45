// compare_document.c - a comparison as a document: the answer, the options, where the money goes and
// when, and what all of it rests on.
#include "analysis/breakdown.h"
#include "report/document.h"
#include "report/readable.h"
#include "report/views.h"

enum {
    MOST_ROWS = 60,  // above which assumptions are folded
    ACROSS = 24,     // more options than these stand in no table side by side
    SHOWN = 12       // inputs of the table beside the tornado
};

struct grid_view {
    const struct session *session;
    const struct comparison *comparison;
    const struct breakdown *breakdown;
    double divisor;
    uint32_t without;  // an option that has no column, or NO_NAME
};

// ---- by category and by period, options across -------------------------------------------------

static void category_row(const void *context, struct arena *a, uint32_t row,
                         struct table_cell *c)
{
    const struct grid_view *v = context;
    const struct breakdown *b = v->breakdown;
    bool total = row == b->categories.count;
    c[0] = cell_text(total ? STR("total") : b->categories.at[row]);
    for (uint32_t o = 0; o < b->options; o++) {
        double sum = 0;
        for (uint32_t i = total ? 0 : row; i < (total ? b->categories.count : row + 1); i++)
            sum += breakdown_amount(b, o, i);
        c[1 + o] = cell_scaled(a, sum, v->divisor);
    }
}

static struct str period_name(struct arena *a, const struct grid_view *v, uint32_t row)
{
    bool opening = v->breakdown->period == PERIOD_MONTH && row == 0;
    return opening ? STR("opening")
                   : period_text(a, &v->session->program, v->breakdown->period, row);
}

static void cash_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct grid_view *v = context;
    const struct breakdown *b = v->breakdown;
    bool total = row == b->periods;
    c[0] = cell_text(total ? STR("total") : period_name(a, v, row));
    for (uint32_t o = 0; o < b->options; o++) {
        double sum = 0;
        for (uint32_t i = total ? 0 : row; i < (total ? b->periods : row + 1); i++)
            sum += breakdown_cash(b, o, i);
        c[1 + o] = cell_scaled(a, sum, v->divisor);
    }
}

static double so_far(const struct breakdown *b, uint32_t option, uint32_t period)
{
    double sum = 0;
    for (uint32_t i = 0; i <= period; i++)
        sum += breakdown_cash(b, option, i);
    return sum;
}

static void so_far_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct grid_view *v = context;
    c[0] = cell_text(period_name(a, v, row));
    for (uint32_t o = 0; o < v->breakdown->options; o++)
        c[1 + o] = cell_scaled(a, so_far(v->breakdown, o, row), v->divisor);
}

// Of all options but the baseline.
static void saved_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct grid_view *v = context;
    double base = so_far(v->breakdown, v->without, row);
    c[0] = cell_text(period_name(a, v, row));
    for (uint32_t o = 0, i = 1; o < v->breakdown->options; o++)
        if (o != v->without)
            c[i++] = cell_scaled(a, base - so_far(v->breakdown, o, row), v->divisor);
}

static struct table_column *columns_of(struct arena *a, const struct grid_view *v,
                                       const char *first, uint32_t *count)
{
    uint32_t options = v->breakdown->options;
    struct table_column *c = ARENA_ARRAY(a, struct table_column, options + 1);
    *count = 0;
    c[(*count)++] = (struct table_column){STR_NONE, str_of(first), NUMBER_EXACT, COLUMN_NAME};
    for (uint32_t o = 0; o < options; o++) {
        struct str name = document_option(a, v->session, v->comparison, o);
        if (o == v->without) continue;
        c[(*count)++] = (struct table_column){STR_NONE, name, NUMBER_MONEY, COLUMN_NUMBER};
    }
    return c;
}

// What a grid shows in its rows, for a heading over the first column.
struct option_grid {
    const char *caption, *first;
    uint32_t rows;
    struct str note;
    void (*row)(const void *, struct arena *, uint32_t, struct table_cell *);
};

// Nothing where options are too many.
static void add_grid(struct document *d, const struct report *r, const struct grid_view *v,
                     const struct option_grid *g)
{
    uint32_t columns;
    if (v->breakdown->options > ACROSS) return;
    struct table t = {.name = STR("grid"), .row_count = g->rows, .context = v, .row = g->row};
    t.columns = columns_of(d->arena, v, g->first, &columns);
    t.column_count = columns;
    struct shown_table s = document_shown(d->arena, r->session, &t);
    s.caption = str_of(g->caption);
    s.note = g->note;
    document_table(d, s);
}

// "thousand USD", in which all money of a page is told.
static struct str money_of(struct arena *a, const struct report *r)
{
    struct scale scale = scale_of(((const struct compare_page *)r->context)->comparison);
    return str_format(a, "%s%.*s", scale.word, STR_ARG(r->session->info.currency));
}

// What grids show; NULL where there is nothing to.
static struct grid_view *view_of(struct arena *a, const struct report *r)
{
    const struct compare_page *page = r->context;
    const struct comparison *c = page->comparison;
    struct grid_view *v = ARENA_NEW(a, struct grid_view);
    *v = (struct grid_view){r->session, c, page->breakdown, scale_of(c).divisor, NO_NAME};
    return page->breakdown ? v : NULL;
}

// Why there is no table below a chart.
static void add_too_many(struct document *d, const struct breakdown *b)
{
    struct text line = {.arena = d->arena};
    if (b->options <= ACROSS) return;
    text_addf(&line, "%u options are more than stand side by side in a table",
              (unsigned)b->options);
    if (b->flows)
        text_addf(&line, "; the cash of each is under Cash by category and %s",
                  b->period == PERIOD_YEAR ? "year" : "month");
    text_add_char(&line, '.');
    document_paragraph(d, text_str(&line));
}

static void add_money(struct document *d, const struct report *r, const struct comparison *c)
{
    struct grid_view *v = view_of(d->arena, r);
    struct str money = money_of(d->arena, r);
    if (!v) return;
    const struct breakdown *b = v->breakdown;
    bool yearly = b->period == PERIOD_YEAR;
    struct option_grid of = {"", "Category", b->categories.count + 1, .row = category_row};
    of.note = str_format(d->arena, "Cash over the whole horizon, in %.*s", STR_ARG(money));
    if (b->categories.count > 0) {
        document_heading(d, STR("Cost by category"));
        document_chart(d, r, CHART_CATEGORY);
        add_too_many(d, b);
        add_grid(d, r, v, &of);
    }
    document_heading(d, yearly ? STR("Cash by year") : STR("Cash by month"));
    document_chart(d, r, CHART_CUMULATIVE);
    add_too_many(d, b);
    of = (struct option_grid){"Cash so far", yearly ? "Year" : "Month", b->periods,
                              .row = so_far_row};
    of.note = str_format(d->arena, "Cash so far, at the end of each %s, in %.*s",
                         yearly ? "year" : "month", STR_ARG(money));
    add_grid(d, r, v, &of);
    of = (struct option_grid){"Cash paid", of.first, b->periods + 1, .row = cash_row};
    of.note = str_format(d->arena, "Cash paid, in %.*s%s", STR_ARG(money),
                         yearly ? "; the first year has what is paid at the start" : "");
    add_grid(d, r, v, &of);
    document_flows(d, r->session, c, b);
}

// ---- other tables ------------------------------------------------------------------------------

// Some columns of a table, their figures rounded for people.
static struct shown_table columns_named(const struct document *d, const struct report *r,
                                        const struct table *t, const char *const *keys,
                                        size_t count)
{
    struct arena *a = d->arena;
    struct shown_table s = {.table = readable_table(a, r->session, t)};
    s.shown = ARENA_ARRAY(a, uint32_t, count);
    struct table_column *columns = ARENA_ARRAY(a, struct table_column, t->column_count);
    for (uint32_t i = 0; i < t->column_count; i++) {
        columns[i] = t->columns[i];
        if (columns[i].format == NUMBER_TIDY) columns[i].format = NUMBER_PRICE;
    }
    s.table.columns = columns;
    for (size_t k = 0; k < count; k++)
        for (uint32_t i = 0; i < t->column_count; i++)
            if (str_is(t->columns[i].key, keys[k])) s.shown[s.count++] = i;
    return s;
}

// ---- break-even --------------------------------------------------------------------------------

struct ahead_view {
    const struct comparison *comparison;
    uint32_t baseline;
    struct table of;
};

static void add_month(struct text *out, const char *word, double month)
{
    if (out->len) text_add_c(out, *word == 'f' ? ", " : " ");
    text_addf(out, "%s %.*s", word,
              STR_ARG(number_for_people(out->arena, month, NUMBER_MONTHS)));
}

// "from 4.0 to 10.3, from 22.5", whichever of it there is.
static struct str ahead_text(struct arena *a, const struct breakeven *b)
{
    struct text t = {.arena = a};
    if (b->status == BREAKEVEN_ALWAYS) return b->equal ? STR_NONE : STR("throughout");
    if (b->status == BREAKEVEN_NO_BASELINE || b->status == BREAKEVEN_INFEASIBLE)
        return STR_NONE;
    for (uint32_t i = 0; i < b->crossings.count; i++)
        if (!crossing_is_before_use(&b->crossings.at[i]))
            add_month(&t, b->crossings.at[i].up ? "from" : "to", b->crossings.at[i].month);
    if (t.len) return text_str(&t);
    return b->status == BREAKEVEN_BEYOND_HORIZON ? STR("not within the horizon") : STR("never");
}

static void ahead_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct ahead_view *v = context;
    const struct option_figures *f = &v->comparison->options[row < v->baseline ? row : row + 1];
    v->of.row(v->of.context, a, row, c);
    c[v->of.column_count] = cell_text(ahead_text(a, &f->breakeven));
}

// The break-evens with a column that says from which month to which an option is ahead.
static struct table *ahead_table(struct arena *a, const struct report *r, const struct table *t)
{
    struct ahead_view *v = ARENA_NEW(a, struct ahead_view);
    struct table *whole = ARENA_NEW(a, struct table);
    struct table_column *columns = ARENA_ARRAY(a, struct table_column, t->column_count + 1);
    const struct table_column ahead = COLUMN("ahead", "Cheaper so far, months", EXACT, NAME);
    *v = (struct ahead_view){((const struct compare_page *)r->context)->comparison,
                             r->session->program.baseline, *t};
    for (uint32_t i = 0; i < t->column_count; i++)
        columns[i] = t->columns[i];
    columns[t->column_count] = ahead;
    *whole = (struct table){t->name, columns, t->column_count + 1, t->row_count, v, ahead_row};
    return whole;
}

static void add_savings(struct document *d, const struct report *r)
{
    struct grid_view *v = view_of(d->arena, r);
    uint32_t baseline = r->session->program.baseline;
    if (!v || !v->comparison->options[baseline].feasible) return;
    bool yearly = v->breakdown->period == PERIOD_YEAR;
    v->without = baseline;
    struct option_grid of = {"Saved so far", yearly ? "Year" : "Month", v->breakdown->periods,
                             .row = saved_row};
    of.note = str_format(d->arena, "Saved so far against %.*s, at the end of each %s, in %.*s",
                         STR_ARG(r->session->program.options.at[baseline].name),
                         yearly ? "year" : "month", STR_ARG(money_of(d->arena, r)));
    add_grid(d, r, v, &of);
}

static void add_breakeven(struct document *d, const struct report *r)
{
    static const char *const keys[] = {"option", "against", "status", "value", "unit", "ahead"};
    const struct table *t = report_table(r, STR("breakeven"));
    if (!t || t->row_count == 0) return;
    document_heading(d, STR("Break-even"));
    document_chart(d, r, CHART_BREAKEVEN);
    document_table(d, columns_named(d, r, ahead_table(d->arena, r, t), keys, COUNT_OF(keys)));
    add_savings(d, r);
}

// ---- what moves it, and how sure it is ---------------------------------------------------------

static void add_sensitivity(struct document *d, const struct report *r)
{
    const struct compare_page *page = r->context;
    if (!page->sensitivity) return;
    document_heading(d, STR("What moves the answer"));
    document_chart(d, r, CHART_TORNADO);
    document_inputs(d, r, page->sensitivity, scale_of(page->comparison), SHOWN);
}

// The figures of the histogram and of the fan.
static void add_shapes(struct document *d, const struct report *r)
{
    static const char *const bins[] = {"option", "from", "to", "share"};
    const struct compare_page *page = r->context;
    struct scale scale = scale_of(page->comparison);
    document_chart(d, r, CHART_HISTOGRAM);
    struct table *t = ARENA_NEW(d->arena, struct table);
    *t = view_histogram(r->session, page->simulation);
    *t = table_scaled(d->arena, t, scale.divisor);
    struct shown_table s = columns_named(d, r, t, bins, COUNT_OF(bins));
    s.note =
        str_format(d->arena, "Share of the trials by %s, in %.*s",
                   measure_word(r->session->program.rank_by), STR_ARG(money_of(d->arena, r)));
    s.caption = STR("How the trials spread");
    s.folded = true;
    document_table(d, s);
    document_chart(d, r, CHART_FAN);
    if (!page->fan) return;
    t = ARENA_NEW(d->arena, struct table);
    *t = page_fan_table(d->arena, r->session, page->fan, scale.divisor);
    s = document_shown(d->arena, r->session, t);
    s.note = page_fan_note(d->arena, r->session, page->fan, &scale);
    s.caption = STR("Cumulative cash");
    document_table(d, s);
}

// Some columns of a table, its money in the scale of the page.
static struct shown_table scaled(const struct document *d, const struct report *r,
                                 const struct table *t, const char *const *keys, size_t count,
                                 struct scale scale)
{
    struct table *of = ARENA_NEW(d->arena, struct table);
    *of = table_scaled(d->arena, t, scale.divisor);
    return columns_named(d, r, of, keys, count);
}

void document_chances(struct document *d, const struct report *r, const struct simulation *sim,
                      struct scale scale)
{
    // Where there is no limit, nothing is within it: that column is the last one.
    static const char *const keys[] = {"option",     "p_cheapest", "p_beats_baseline",
                                       "p_feasible", "regret",     "p_within_limit"};
    struct table chances = view_chances(r->session, sim);
    struct shown_table s =
        scaled(d, r, &chances, keys, COUNT_OF(keys) - !sim->has_limit, scale);
    s.caption = STR("Chances");
    s.note = str_format(
        d->arena,
        "Of the trials: how often an option is the cheapest, cheaper than the baseline, "
        "feasible; and what it costs more than the cheapest, on average, in %s%.*s",
        scale.word, STR_ARG(r->session->info.currency));
    document_table(d, s);
}

// Medians and chances, beside the fan.
static void add_simulation(struct document *d, const struct report *r)
{
    static const char *const spreads[] = {"option", "metric", "mean", "p5",  "p10",
                                          "p25",    "p50",    "p75",  "p90", "p95"};
    const struct compare_page *page = r->context;
    if (!page->simulation) return;
    struct scale scale = scale_of(page->comparison);
    struct table spread = view_distribution(r->session, page->simulation, NULL);
    document_heading(d, STR("How sure it is"));
    add_shapes(d, r);
    document_chances(d, r, page->simulation, scale);
    struct shown_table s = scaled(d, r, &spread, spreads, COUNT_OF(spreads), scale);
    s.caption = STR("What each option costs");
    s.note = str_format(d->arena, "In %s%.*s", scale.word, STR_ARG(r->session->info.currency));
    document_table(d, s);
}

// ---- the whole ---------------------------------------------------------------------------------

void document_assumptions(struct document *d, struct shown_table s)
{
    document_heading(d, STR("Assumptions"));
    s.folded = s.table.row_count > MOST_ROWS;
    if (s.folded) s.note = str_format(d->arena, "%u assumptions", (unsigned)s.table.row_count);
    document_table(d, s);
}

static void add_assumptions(struct document *d, const struct report *r)
{
    static const char *const keys[] = {"address", "value", "unit", "origin", "source", "as_of"};
    const struct table *t = report_table(r, STR("assumptions"));
    if (!t) return;  // a saved result may lack them
    document_assumptions(d, columns_named(d, r, t, keys, COUNT_OF(keys)));
}

void document_compare(const struct report *r, struct document *d)
{
    const struct compare_page *page = r->context;
    struct str beside = document_answer(d, r);
    document_heading(d, STR("Options"));
    document_table(d, page_options(d->arena, r, page->comparison, 0));
    document_list(d, beside);
    add_money(d, r, page->comparison);
    add_breakeven(d, r);
    add_sensitivity(d, r);
    add_simulation(d, r);
    add_assumptions(d, r);
    document_messages(d, r);
}
