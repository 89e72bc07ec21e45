// statement_pages.c - statements on a terminal.
#include "report/statement_grid.h"
#include "report/writer.h"

enum { MOST_COLUMNS = TABLE_COLUMNS - 1 };

// As many columns as fit, from g->first on, at least one. The totals stay together.
static void fit_columns(struct statement_grid *g, struct table_column *columns,
                        const uint32_t *shown, unsigned width)
{
    uint32_t all = statement_columns(g), left = all - g->first;
    if (left > MOST_COLUMNS) left = MOST_COLUMNS;
    g->count = 1;
    while (g->count < left) {
        g->count++;
        struct table t = statement_part(g, columns);
        if (!width || text_table_width(&t, shown, g->count + 1) <= width) continue;
        g->count--;
        break;
    }
    uint32_t end = g->first + g->count;
    if (end > g->periods && end < all && g->first < g->periods)
        g->count = g->periods - g->first;
}

static void add_tables(struct statement_grid *g, unsigned width, struct text *out)
{
    struct table_column columns[TABLE_COLUMNS];
    uint32_t shown[TABLE_COLUMNS], all = statement_columns(g);
    for (uint32_t i = 0; i < TABLE_COLUMNS; i++)
        shown[i] = i;
    for (g->first = 0; g->first < all; g->first += g->count) {
        fit_columns(g, columns, shown, width);
        struct table t = statement_part(g, columns);
        text_add_char(out, '\n');
        text_table(&t, shown, g->count + 1, 0, out);
    }
}

static void add_option(const struct report *r, uint32_t option, unsigned width,
                       struct text *out)
{
    struct statement_grid g;
    bool any = statement_grid_of(r, option, out->arena, &g);
    text_addf(out, "\nOption %.*s", STR_ARG(r->session->program.options.at[option].name));
    if (!any) {
        text_add_c(out, " has no model of tax.\n");
        return;
    }
    text_add_char(out, '\n');
    struct text choices = {.arena = out->arena};
    text_add(&choices, statement_choices(&g, option));
    page_lines(&choices, out, width);
    add_tables(&g, width, out);
}

static void add_table(const struct table *t, unsigned width, struct text *out)
{
    uint32_t shown[TABLE_COLUMNS];
    for (uint32_t i = 0; i < t->column_count; i++)
        shown[i] = i;
    text_add_char(out, '\n');
    text_table(t, shown, t->column_count, width, out);
}

void answer_cashflow(const struct report *r, struct text *out)
{
    const struct statement_page *page = r->context;
    // A saved result may lack the options.
    if (page->comparison->count > 0) page_winner(r->session, page->comparison, out);
}

void page_statement(const struct report *r, struct text *out, unsigned width)
{
    const struct statement_page *page = r->context;
    struct text answer = {.arena = out->arena};
    page_head(r->session, out, width);
    if (page->table.len && !str_is(page->table, "statement")) {
        add_table(report_table(r, page->table), width, out);
        return;
    }
    answer_cashflow(r, &answer);
    page_lines(&answer, out, width);
    text_paragraph(out, 0, statement_title(r, out->arena), width);
    for (uint32_t i = 0; i < r->session->program.options.count; i++)
        add_option(r, i, width, out);
    struct str proof = statement_proof(r, out->arena);
    if (proof.len) text_add_char(out, '\n');
    text_paragraph(out, 0, proof, width);
}
