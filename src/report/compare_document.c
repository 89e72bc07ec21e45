// compare_document.c - a comparison as a document: the answer, the options, where the money goes and
// when, and what all of it rests on.
#include "analysis/breakdown.h"
#include "report/document.h"
#include "report/readable.h"
#include "report/views.h"

enum {
    ACROSS = 24,  // more options than these stand in no table side by side
    SHOWN = 12    // inputs of the table beside the tornado
};

struct grid_view {
    const struct session *session;
    const struct breakdown *breakdown;
    double divisor;
};

// ---- by category and by period, options across -------------------------------------------------

static void category_row(const void *context, struct arena *a, uint32_t row,
                         struct table_cell *c)
{
    const struct grid_view *v = context;
    const struct breakdown *b = v->breakdown;
    (void)a;
    bool total = row == b->categories.count;
    c[0] = cell_text(total ? STR("total") : b->categories.at[row]);
    for (uint32_t o = 0; o < b->options; o++) {
        double sum = 0;
        for (uint32_t i = total ? 0 : row; i < (total ? b->categories.count : row + 1); i++)
            sum += breakdown_amount(b, o, i);
        c[1 + o] = cell_number(sum / v->divisor);
    }
}

static void cash_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct grid_view *v = context;
    const struct breakdown *b = v->breakdown;
    bool total = row == b->periods, opening = b->period == PERIOD_MONTH && row == 0;
    c[0] = cell_text(total     ? STR("total")
                     : opening ? STR("opening")
                               : period_text(a, &v->session->program, b->period, row));
    for (uint32_t o = 0; o < b->options; o++) {
        double sum = 0;
        for (uint32_t i = total ? 0 : row; i < (total ? b->periods : row + 1); i++)
            sum += breakdown_cash(b, o, i);
        c[1 + o] = cell_number(sum / v->divisor);
    }
}

static struct table_column *columns_of(struct arena *a, const struct session *s,
                                       const char *first)
{
    uint32_t options = s->program.options.count;
    struct table_column *c = ARENA_ARRAY(a, struct table_column, options + 1);
    c[0] = (struct table_column){STR_NONE, str_of(first), NUMBER_EXACT, COLUMN_NAME};
    for (uint32_t o = 0; o < options; o++)
        c[1 + o] = (struct table_column){STR_NONE, s->program.options.at[o].name, NUMBER_MONEY,
                                         COLUMN_NUMBER};
    return c;
}

static void add_grid(struct document *d, const struct report *r, const struct grid_view *v,
                     const char *first, uint32_t rows, struct str note,
                     void (*row)(const void *, struct arena *, uint32_t, struct table_cell *))
{
    struct table t = {STR("grid"),
                      columns_of(d->arena, r->session, first),
                      v->breakdown->options + 1,
                      rows,
                      v,
                      row};
    struct shown_table s = document_shown(d->arena, r->session, &t);
    s.note = note;
    document_table(d, s);
}

static void add_money(struct document *d, const struct report *r, const struct comparison *c)
{
    const struct session *s = r->session;
    const struct breakdown *b = ((const struct compare_page *)r->context)->breakdown;
    struct grid_view *v = ARENA_NEW(d->arena, struct grid_view);
    struct scale scale = scale_of(c);
    if (c->count > ACROSS || !b) return;
    *v = (struct grid_view){s, b, scale.divisor};
    struct str note = str_format(d->arena, "Cash over the whole horizon, in %s%.*s", scale.word,
                                 STR_ARG(s->info.currency));
    if (b->categories.count > 0) {
        document_heading(d, STR("Cost by category"));
        document_chart(d, r, CHART_CATEGORY);
        add_grid(d, r, v, "Category", b->categories.count + 1, note, category_row);
    }
    note = str_format(
        d->arena, "Cash paid, in %s%.*s%s", scale.word, STR_ARG(s->info.currency),
        b->period == PERIOD_YEAR ? "; the first year has what is paid at the start" : "");
    document_heading(d, b->period == PERIOD_YEAR ? STR("Cash by year") : STR("Cash by month"));
    document_chart(d, r, CHART_CUMULATIVE);
    add_grid(d, r, v, b->period == PERIOD_YEAR ? "Year" : "Month", b->periods + 1, note,
             cash_row);
    document_flows(d, s, b, &scale);
}

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

static void add_breakeven(struct document *d, const struct report *r)
{
    static const char *const keys[] = {"option", "against", "status", "value", "unit", "first"};
    const struct table *t = report_table(r, STR("breakeven"));
    if (!t || t->row_count == 0) return;
    document_heading(d, STR("Break-even"));
    document_chart(d, r, CHART_BREAKEVEN);
    document_table(d, columns_named(d, r, t, keys, COUNT_OF(keys)));
}

static void add_sensitivity(struct document *d, const struct report *r)
{
    static const char *const keys[] = {"address",  "now",       "low",      "high",  "unit",
                                       "cost_low", "cost_high", "flips_at", "winner"};
    const struct compare_page *page = r->context;
    if (!page->sensitivity) return;
    struct table *t = ARENA_NEW(d->arena, struct table);
    *t = view_sensitivity(r->session, page->sensitivity);
    if (t->row_count > SHOWN) t->row_count = SHOWN;
    document_heading(d, STR("What moves the answer"));
    document_chart(d, r, CHART_TORNADO);
    struct shown_table s = columns_named(d, r, t, keys, COUNT_OF(keys));
    s.note = STR("The inputs that move it most. Flips at: the value from which another option "
                 "is the cheapest");
    document_table(d, s);
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
    struct shown_table s = columns_named(d, r, t, bins, COUNT_OF(bins));
    s.note = str_format(d->arena, "Share of the trials by %s, in %.*s",
                        measure_word(r->session->program.rank_by),
                        STR_ARG(r->session->info.currency));
    s.folded = true;
    document_table(d, s);
    document_chart(d, r, CHART_FAN);
    if (!page->fan) return;
    t = ARENA_NEW(d->arena, struct table);
    *t = page_fan_table(d->arena, r->session, page->fan, scale.divisor);
    s = document_shown(d->arena, r->session, t);
    s.note =
        str_format(d->arena, "%.*s, in %s%.*s", STR_ARG(page_fan_note(d->arena, page->fan)),
                   scale.word, STR_ARG(r->session->info.currency));
    document_table(d, s);
}

// Medians and chances, beside the fan.
static void add_simulation(struct document *d, const struct report *r)
{
    static const char *const keys[] = {"option", "p_cheapest", "p_beats_baseline", "p_feasible",
                                       "regret"};
    const struct compare_page *page = r->context;
    if (!page->simulation) return;
    struct table *chances = ARENA_NEW(d->arena, struct table),
                 *spread = ARENA_NEW(d->arena, struct table);
    *chances = view_chances(r->session, page->simulation);
    *spread = view_distribution(r->session, page->simulation, NULL);
    document_heading(d, STR("How sure it is"));
    add_shapes(d, r);
    struct shown_table s = columns_named(d, r, chances, keys, COUNT_OF(keys));
    s.note =
        STR("Of the trials: how often an option is the cheapest, cheaper than the baseline, "
            "feasible; and what it costs more than the cheapest, on average");
    document_table(d, s);
    static const char *const spreads[] = {"option", "metric", "mean", "p5",  "p10",
                                          "p25",    "p50",    "p75",  "p90", "p95"};
    document_table(d, columns_named(d, r, spread, spreads, COUNT_OF(spreads)));
}

// ---- the whole ---------------------------------------------------------------------------------

static void add_assumptions(struct document *d, const struct report *r)
{
    static const char *const keys[] = {"address", "value", "unit", "origin", "source", "as_of"};
    const struct table *t = report_table(r, STR("assumptions"));
    if (!t) return;  // a saved result may lack them
    document_heading(d, STR("Assumptions"));
    document_table(d, columns_named(d, r, t, keys, COUNT_OF(keys)));
}

void document_compare(const struct report *r, struct document *d)
{
    const struct compare_page *page = r->context;
    struct text verdict = {.arena = d->arena};
    page_verdict(r, page->comparison, &verdict);
    size_t end = str_find(text_str(&verdict), '\n');
    document_verdict(d, str_cut(text_str(&verdict), 0, end));
    document_heading(d, STR("Options"));
    document_table(d, page_options(d->arena, r, page->comparison, 0));
    document_list(d, str_cut(text_str(&verdict), end + 1, verdict.len));
    add_money(d, r, page->comparison);
    add_breakeven(d, r);
    add_sensitivity(d, r);
    add_simulation(d, r);
    add_assumptions(d, r);
    document_messages(d, r);
}
