// statement_document.c - statements in documents and pages: each option under a heading, in tables of
// a year where periods are months.
#include "report/document.h"
#include "report/statement_grid.h"
#include "report/writer.h"

enum {
    ACROSS = 12,  // periods of a table, fewer where amounts are long
    LEAST = 3,
    LETTERS = 190  // across a table: as many as are read on a sheet of paper that lies
};

static bool fits(struct statement_grid *g)
{
    struct table_column columns[TABLE_COLUMNS];
    uint32_t shown[TABLE_COLUMNS];
    for (uint32_t i = 0; i <= g->count; i++)
        shown[i] = i;
    struct table t = statement_part(g, columns);
    return text_table_width(&t, shown, g->count + 1) <= LETTERS;
}

// A year has four quarters.
static uint32_t fewer(const struct statement_grid *g, uint32_t across)
{
    bool quarters =
        g->page->period == PERIOD_QUARTER || g->page->period == PERIOD_FISCAL_QUARTER;
    return quarters ? across / LEAST : across / 2;
}

static uint32_t least(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

// How many columns stand in the table that begins at g->first. Years stay whole where periods are
// months, or are cut in two, or in four: the opening stands before the first of them. The totals stand
// behind the last period, or alone.
static uint32_t columns_from(struct statement_grid *g)
{
    uint32_t left = statement_columns(g) - g->first;
    uint32_t opening = g->page->period == PERIOD_MONTH;  // stands before the first period
    uint32_t done = g->first ? (g->first - opening) % ACROSS : 0;
    for (uint32_t across = ACROSS; g->first < g->periods; across = fewer(g, across)) {
        uint32_t whole = least(across, ACROSS - done) + (g->first ? 0 : opening),
                 periods = least(whole, g->periods - g->first);
        bool last = g->first + periods == g->periods;
        g->count = last ? left : periods;
        if (fits(g)) return g->count;
        g->count = periods;
        if (fits(g) || across <= LEAST) return g->count;
    }
    return left;
}

// The table is written later, so it has a grid of its own.
static struct shown_table table_in(struct document *d, const struct statement_grid *whole)
{
    struct statement_grid *g = ARENA_NEW(d->arena, struct statement_grid);
    struct table_column *columns = ARENA_ARRAY(d->arena, struct table_column, whole->count + 1);
    *g = *whole;
    g->part.at = NULL;
    g->part.count = g->part.cap = 0;
    struct table t = statement_part(g, columns);
    columns[0].heading = STR("Item");
    return document_shown(d->arena, g->session, &t);
}

static void add_option(const struct report *r, uint32_t option, struct document *d)
{
    struct str name = r->session->program.options.at[option].name;
    struct statement_grid g;
    document_heading(d, STR_JOINED(d->arena, STR("Option "), name));
    if (!statement_grid_of(r, option, d->arena, &g)) {
        document_paragraph(d, STR("It has no model of tax."));
        return;
    }
    document_list(d, statement_choices(&g, option));
    for (g.first = 0; g.first < statement_columns(&g); g.first += g.count) {
        g.count = columns_from(&g);
        document_table(d, table_in(d, &g));
    }
}

static void add_statement(const struct report *r, struct document *d)
{
    document_paragraph(d, str_format(d->arena, "%.*s Amounts in %.*s.",
                                     STR_ARG(statement_title(r, d->arena)),
                                     STR_ARG(r->session->info.currency)));
    for (uint32_t i = 0; i < r->session->program.options.count; i++)
        add_option(r, i, d);
}

bool document_statement_table(const struct report *r, const struct table *chosen,
                              struct document *d)
{
    if (!str_is(chosen->name, "statement")) return false;
    add_statement(r, d);
    return true;
}

static void add_reconciliation(const struct report *r, struct document *d)
{
    const struct table *t = report_table(r, STR("reconciliation"));
    if (!t || t->row_count == 0) return;
    document_heading(d, STR("Reconciliation"));
    document_table(d, document_shown(d->arena, r->session, t));
}

static void add_assumptions(const struct report *r, struct document *d)
{
    const struct table *t = report_table(r, STR("assumptions"));
    if (t && t->row_count > 0) document_assumptions(d, document_shown(d->arena, r->session, t));
}

void document_statement(const struct report *r, struct document *d)
{
    document_list(d, document_answer(d, r));
    for (int w = 0; w < CHART_COUNT; w++)
        document_chart(d, r, (enum chart_word)w);
    add_statement(r, d);
    add_reconciliation(r, d);
    document_paragraph(d, statement_proof(r, d->arena));
    add_assumptions(r, d);
    document_messages(d, r);
}
