// statement_grid.h - a statement as tables for people, whoever writes them: a terminal, a document or a
// page. Each option has a grid of items by periods, which is cut into as many tables as need be.
#ifndef TCO_REPORT_STATEMENT_GRID_H
#define TCO_REPORT_STATEMENT_GRID_H

#include "report/pages.h"
#include "report/statement_views.h"

// A line of the grid: an item, or the heading of its section. A heading carries the subtotal.
struct shown {
    struct str label;         // behind blanks, as deep as it stands
    const struct item *item;  // NULL: no amounts
};

struct statement_grid {
    const struct statement_page *page;
    const struct session *session;
    VEC(struct shown) rows;
    VEC(struct shown) part;  // of the table that was made last
    uint32_t periods;
    uint32_t first;  // column behind the label with which a table begins
    uint32_t count;  // of its columns behind the label
    struct arena *arena;
};

// The grid of an option; r->context is a struct statement_page. False where the statement has no
// items of it.
bool statement_grid_of(const struct report *r, uint32_t option, struct arena *a,
                       struct statement_grid *g);

// Columns behind the label: the periods, the total, and in the books two more.
uint32_t statement_columns(const struct statement_grid *g);

// The table of g->count columns from g->first on, in `columns` of one more. It reads the grid while
// it is written.
struct table statement_part(struct statement_grid *g, struct table_column *columns);

// What it shows, by which periods.
struct str statement_title(const struct report *r, struct arena *a);
// How the tax of an option is reckoned, a line for each model; else empty.
struct str statement_choices(const struct statement_grid *g, uint32_t option);
// That cash and books are the same; empty for other views.
struct str statement_proof(const struct report *r, struct arena *a);

void document_statement(const struct report *r, struct document *d);
// The statement alone; false for other tables.
bool document_statement_table(const struct report *r, const struct table *chosen,
                              struct document *d);

#endif
