// explain_views.c - the numbers below a figure.
#include "report/shape.h"
#include "report/views.h"

static const struct table_column TERMS[] = {
    COLUMN("name", "Name", EXACT, NAME),
    COLUMN("value", "Value", EXACT, NUMBER),
    COLUMN("unit", "Unit", EXACT, NAME),
    COLUMN("origin", "Origin", EXACT, NAME),
    COLUMN("location", "Location", EXACT, DATA),
    COLUMN("source", "Source", EXACT, PROSE),
    COLUMN("as_of", "As of", EXACT, NAME),
    COLUMN("depth", "Depth", COUNT, NUMBER),
    COLUMN("address", "Address", EXACT, NAME),
    COLUMN("formula", "Formula", EXACT, NAME),
    COLUMN("entry", "Entry", EXACT, NAME),
    COLUMN("confidence", "Confidence", EXACT, NAME),
    COLUMN("note", "Note", EXACT, PROSE),
    COLUMN("doc", "Doc", EXACT, PROSE),
};
TABLE_COLUMNS_OF(terms, TERMS)

static void term_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct explanation *e = context;
    const struct term *t = &e->terms.at[row];
    (void)a;
    uint32_t i = 0;
    c[i++] = cell_text(t->name);
    c[i++] = t->word.len ? cell_text(t->word) : cell_maybe(t->known, t->value);
    c[i++] = cell_text(t->unit);
    c[i++] = cell_text(t->origin);
    c[i++] = cell_text(t->location);
    c[i++] = cell_text(t->source);
    c[i++] = cell_text(t->as_of);
    c[i++] = cell_number(t->depth);
    c[i++] = cell_text(t->address);
    c[i++] = cell_text(t->formula);
    c[i++] = cell_text(t->entry);
    c[i++] = cell_text(t->confidence);
    c[i++] = cell_text(t->note);
    c[i++] = cell_text(t->doc);
}

struct table view_terms(const struct session *s, const struct explanation *e)
{
    (void)s;
    return table_of("terms", TERMS, COUNT_OF(TERMS), e->terms.count, e, term_row);
}
