// csv.c - one table as RFC 4180: a header, CRLF, quotes doubled, UTF-8 without a mark.
//
// A text cell that a spreadsheet would take for a formula gets an apostrophe in front; numbers
// are ours and never touched.
#include "report/writer.h"

static bool looks_like_formula(struct str s)
{
    static const char *const starts[] = {"=",
                                         "+",
                                         "-",
                                         "@",
                                         "\t",
                                         "\r",
                                         "\n",
                                         "\xEF\xBC\x9D",
                                         "\xEF\xBC\x8B",
                                         "\xEF\xBC\x8D",
                                         "\xEF\xBC\xA0"};
    for (size_t i = 0; i < COUNT_OF(starts); i++)
        if (str_starts(s, str_of(starts[i]))) return true;
    return false;
}

static void add_text(struct text *out, struct str s)
{
    bool quote = looks_like_formula(s);
    for (size_t i = 0; i < s.len && !quote; i++)
        quote = s.at[i] == '"' || s.at[i] == ',' || s.at[i] == '\n' || s.at[i] == '\r' ||
                s.at[i] == ';';
    if (quote) text_add_char(out, '"');
    if (looks_like_formula(s)) text_add_char(out, '\'');
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == '"') text_add_char(out, '"');
        text_add_char(out, s.at[i]);
    }
    if (quote) text_add_char(out, '"');
}

static void add_cell(struct text *out, const struct table_cell *c, enum number_format f)
{
    char number[NUM_TEXT];
    switch (c->kind) {
    case CELL_NULL: return;
    case CELL_BOOL: text_add_c(out, c->number != 0 ? "true" : "false"); return;
    case CELL_TEXT: add_text(out, c->text); return;
    case CELL_NUMBER:
        number_as_data(number, c->number, f);
        text_add_c(out, number);
        return;
    }
}

void write_csv(const struct report *r, const struct table *t, unsigned width, struct text *out)
{
    (void)r, (void)width;
    struct arena rows = {0};
    for (uint32_t k = 0; k < t->column_count; k++)
        text_addf(out, "%s%.*s", k ? "," : "", STR_ARG(t->columns[k].key));
    text_add_c(out, "\r\n");
    for (uint32_t i = 0; i < t->row_count; i++) {
        struct table_cell cells[TABLE_COLUMNS];
        struct arena_mark mark = arena_mark(&rows);
        t->row(t->context, &rows, i, cells);
        for (uint32_t k = 0; k < t->column_count; k++) {
            if (k) text_add_char(out, ',');
            add_cell(out, &cells[k], t->columns[k].format);
        }
        text_add_c(out, "\r\n");
        arena_release(&rows, mark);
    }
    arena_free(&rows);
}
