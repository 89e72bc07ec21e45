// text.c - tables for people. Widths, truncation and alignment are libsmartcols'.
#include "report/writer.h"

#include <libsmartcols/libsmartcols.h>
#include <stdlib.h>

enum { WIDE = 100000 };  // "as wide as it needs"

static struct str shown_text(struct arena *a, const struct table_cell *c, enum number_format f)
{
    switch (c->kind) {
    case CELL_NULL: return STR("-");
    case CELL_BOOL: return c->number != 0 ? STR("yes") : STR("no");
    case CELL_TEXT: {
        struct text t = {.arena = a};
        text_add_visible(&t, c->text, 400);
        return text_str(&t);
    }
    case CELL_NUMBER: return number_for_people(a, c->number, f);
    }
    return STR("");
}

static struct libscols_table *open_table(const struct table *t, const uint32_t *shown,
                                         uint32_t count, unsigned width)
{
    struct libscols_table *out = scols_new_table();
    if (!out) return NULL;
    scols_table_set_termforce(out, SCOLS_TERMFORCE_ALWAYS);
    scols_table_set_termwidth(out, width ? width : WIDE);
    scols_table_set_column_separator(out, "  ");
    for (uint32_t i = 0; i < count; i++) {
        const struct table_column *c = &t->columns[shown[i]];
        scols_table_new_column(out, c->heading.at, 0,
                               c->text ? SCOLS_FL_TRUNC : SCOLS_FL_RIGHT);
    }
    return out;
}

static void add_line(struct libscols_table *out, const struct table *t,
                     const struct table_cell *cells, const uint32_t *shown, uint32_t count,
                     struct arena *a)
{
    struct libscols_line *line = scols_table_new_line(out, NULL);
    for (uint32_t i = 0; line && i < count; i++) {
        struct str s = shown_text(a, &cells[shown[i]], t->columns[shown[i]].format);
        scols_line_set_data(line, i, str_to_c(a, s));
    }
}

// smartcols pads the last column; nobody wants blanks at the end of lines.
static void add_trimmed(struct text *out, const char *printed)
{
    struct str rest = str_of(printed);
    while (rest.len > 0) {
        size_t end = str_find(rest, '\n'), last = end;
        while (last > 0 && rest.at[last - 1] == ' ')
            last--;
        text_add(out, str_cut(rest, 0, last));
        text_add_char(out, '\n');
        rest = str_cut(rest, end + 1, rest.len);
    }
}

void text_table(const struct table *t, const uint32_t *shown, uint32_t count, unsigned width,
                struct text *out)
{
    struct arena a = {0};
    char *printed = NULL;
    scols_init_debug(0);
    struct libscols_table *table = open_table(t, shown, count, width);
    for (uint32_t i = 0; table && i < t->row_count; i++) {
        struct table_cell cells[TABLE_COLUMNS];
        t->row(t->context, &a, i, cells);
        add_line(table, t, cells, shown, count, &a);
    }
    if (table && t->row_count > 0 && scols_print_table_to_string(table, &printed) == 0 &&
        printed)
        add_trimmed(out, printed);
    free(printed);
    scols_unref_table(table);
    arena_free(&a);
}

void write_text(const struct report *r, const struct table *chosen, unsigned width,
                struct text *out)
{
    if (r->text) {
        r->text(r, out, width);
        return;
    }
    uint32_t shown[TABLE_COLUMNS];
    for (uint32_t i = 0; i < chosen->column_count; i++)
        shown[i] = i;
    text_table(chosen, shown, chosen->column_count, width, out);
}
