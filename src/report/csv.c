// csv.c - one table as RFC 4180: a header, CRLF, quotes doubled, UTF-8 without a mark; and in the
// dialects that Excel opens by a double click.
//
// A text cell that a spreadsheet would take for a formula gets an apostrophe in front. Numbers are
// never touched, wherever they stand: a heading or a text that is one has the point of the dialect, as
// cells of numbers do.
#include "report/writer.h"

// What tells a dialect from others.
struct dialect {
    const char *word;
    char separator, point;
    const char *mark;  // in front of everything
};

static const struct dialect DIALECTS[] = {
    [CSV_STANDARD] = {"rfc4180", ',', '.', ""},
    [CSV_EXCEL] = {"excel", ',', '.', "\xEF\xBB\xBF"},
    [CSV_EXCEL_EU] = {"excel-eu", ';', ',', "\xEF\xBB\xBF"},
};

bool csv_dialect_find(struct str word, enum csv_dialect *dialect)
{
    for (size_t i = 0; i < COUNT_OF(DIALECTS); i++) {
        if (!str_is(word, DIALECTS[i].word)) continue;
        *dialect = (enum csv_dialect)i;
        return true;
    }
    return false;
}

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

static bool is_number(struct str s)
{
    return s.len > 0 && num_scan(s) == s.len;
}

// A number with a unit behind it, which holds nothing that could act: -5000 USD/month.
static bool is_quantity(struct str s)
{
    size_t at = num_scan(s);
    if (at == 0 || at >= s.len || s.at[at] != ' ') return false;
    for (at++; at < s.len; at++) {
        char c = s.at[at];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool other = c >= '0' && c <= '9' ? true : str_find(STR("/*^%_.-"), c) < 7;
        if (!letter && !other) return false;
    }
    return true;
}

static void add_with_point(struct text *out, struct str number, char point)
{
    for (size_t i = 0; i < number.len; i++)
        text_add_char(out, number.at[i] == '.' ? point : number.at[i]);
}

static void add_text(struct text *out, struct str s, const struct dialect *d)
{
    if (is_number(s) || is_quantity(s)) {
        size_t number = num_scan(s);
        add_with_point(out, str_cut(s, 0, number), d->point);
        text_add(out, str_cut(s, number, s.len));
        return;
    }
    bool formula = looks_like_formula(s), quote = formula;
    for (size_t i = 0; i < s.len && !quote; i++)
        quote = s.at[i] == '"' || s.at[i] == ',' || s.at[i] == '\n' || s.at[i] == '\r' ||
                s.at[i] == ';';
    if (quote) text_add_char(out, '"');
    if (formula) text_add_char(out, '\'');
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == '"') text_add_char(out, '"');
        text_add_char(out, s.at[i]);
    }
    if (quote) text_add_char(out, '"');
}

static void add_number(struct text *out, double v, enum number_format f, char point)
{
    char number[NUM_TEXT];
    number_as_data(number, v, f);
    add_with_point(out, str_of(number), point);
}

static void add_cell(struct text *out, const struct table_cell *c, enum number_format f,
                     const struct dialect *d)
{
    switch (c->kind) {
    case CELL_NULL: return;
    case CELL_BOOL: text_add_c(out, c->number != 0 ? "true" : "false"); return;
    case CELL_TEXT: add_text(out, c->text, d); return;
    case CELL_NUMBER: add_number(out, c->number, f, d->point); return;
    }
}

void write_csv(const struct report *r, const struct table *t, unsigned width, struct text *out)
{
    const struct dialect *d = &DIALECTS[r->presentation.csv];
    struct arena rows = {0};
    (void)width;
    text_add_c(out, d->mark);
    for (uint32_t k = 0; k < t->column_count; k++) {
        if (k) text_add_char(out, d->separator);
        add_text(out, t->columns[k].key, d);
    }
    text_add_c(out, "\r\n");
    for (uint32_t i = 0; i < t->row_count; i++) {
        struct table_cell cells[TABLE_COLUMNS];
        struct arena_mark mark = arena_mark(&rows);
        t->row(t->context, &rows, i, cells);
        for (uint32_t k = 0; k < t->column_count; k++) {
            if (k) text_add_char(out, d->separator);
            add_cell(out, &cells[k], t->columns[k].format, d);
        }
        text_add_c(out, "\r\n");
        arena_release(&rows, mark);
    }
    arena_free(&rows);
}
