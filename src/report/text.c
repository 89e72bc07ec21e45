#define _XOPEN_SOURCE 700  // wcswidth
// text.c - tables for people. Alignment and lines of a cell are libsmartcols'.
#include "report/pages.h"
#include "report/plot.h"
#include "report/writer.h"

#include <libsmartcols/libsmartcols.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

enum {
    SEPARATOR = 2,    // blanks between columns
    LEAST_PROSE = 16  // a narrower column of prose is not worth reading
};

// ---- widths ------------------------------------------------------------------------------------

// Only the character set is taken from the environment, and only when a text needs it, for that
// takes time; numbers are always written the C way.
static void set_character_set(void)
{
    static const char *const names[] = {"", "C.UTF-8", "en_US.UTF-8"};
    for (size_t i = 0; i < COUNT_OF(names) && MB_CUR_MAX == 1; i++)
        setlocale(LC_CTYPE, names[i]);
}

bool text_is_utf8(void)
{
    setlocale(LC_CTYPE, "");
    return MB_CUR_MAX > 1;
}

static bool is_ascii(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.at[i] >= 128) return false;
    return true;
}

// Columns that a text takes on a terminal.
size_t text_width(struct arena *a, struct str s)
{
    if (is_ascii(s)) return s.len;
    set_character_set();
    wchar_t *wide = ARENA_ARRAY(a, wchar_t, s.len + 1);
    if (mbstowcs(wide, str_to_c(a, s), s.len + 1) == (size_t)-1) return s.len;
    int width = wcswidth(wide, s.len + 1);
    return width < 0 ? s.len : (size_t)width;
}

struct layout {
    const struct table *table;
    uint32_t shown[TABLE_COLUMNS];
    size_t widths[TABLE_COLUMNS];  // of the columns shown, as wide as their widest cell
    uint32_t count;
    size_t prose;  // what a column of prose is wrapped at; 0 where nothing is
};

static void measure(struct layout *l)
{
    struct arena a = {0};
    const struct table *t = l->table;
    for (uint32_t i = 0; i < l->count; i++)
        l->widths[i] = text_width(&a, t->columns[l->shown[i]].heading);
    for (uint32_t row = 0; row < t->row_count; row++) {
        struct table_cell cells[TABLE_COLUMNS];
        struct arena_mark mark = arena_mark(&a);
        t->row(t->context, &a, row, cells);
        for (uint32_t i = 0; i < l->count; i++) {
            uint32_t at = l->shown[i];
            size_t w = text_width(&a, cell_for_people(&a, &cells[at], t->columns[at].format));
            if (w > l->widths[i]) l->widths[i] = w;
        }
        arena_release(&a, mark);
    }
    arena_free(&a);
}

static size_t total_width(const struct layout *l)
{
    size_t sum = 0;
    for (uint32_t i = 0; i < l->count; i++)
        sum += l->widths[i] + (i ? SEPARATOR : 0);
    return sum;
}

static bool is_prose(const struct layout *l, uint32_t i)
{
    return l->table->columns[l->shown[i]].role == COLUMN_PROSE;
}

// Gives the columns of prose what the others leave over, in equal parts.
static bool fit_prose(struct layout *l, size_t width)
{
    size_t others = 0, count = 0;
    for (uint32_t i = 0; i < l->count; i++) {
        count += is_prose(l, i);
        others += (is_prose(l, i) ? 0 : l->widths[i]) + (i ? SEPARATOR : 0);
    }
    if (count == 0 || others + count * LEAST_PROSE > width) return false;
    l->prose = (width - others) / count;
    return true;
}

// ---- words -------------------------------------------------------------------------------------

// Line ends go where a word would pass the width.
static struct str wrapped(struct arena *a, struct str s, size_t width)
{
    struct text t = {.arena = a};
    size_t used = 0;
    for (struct str rest = s; rest.len > 0;) {
        size_t end = str_find(rest, ' ');
        struct str word = str_cut(rest, 0, end);
        size_t w = text_width(a, word);
        if (used && used + 1 + w > width) {
            text_add_char(&t, '\n');
            used = 0;
        } else if (used) {
            text_add_char(&t, ' ');
            used++;
        }
        text_add(&t, word);
        used += w;
        rest = str_cut(rest, end + 1, rest.len);
    }
    return text_str(&t);
}

void text_paragraph(struct text *out, size_t indent, struct str s, unsigned width)
{
    struct arena a = {0};
    bool narrow = width > indent + LEAST_PROSE;
    struct str rest = narrow ? wrapped(&a, s, width - indent) : s;
    while (rest.len > 0) {
        size_t end = str_find(rest, '\n');
        text_add_repeated(out, ' ', indent);
        text_add(out, str_cut(rest, 0, end));
        text_add_char(out, '\n');
        rest = str_cut(rest, end + 1, rest.len);
    }
    arena_free(&a);
}

// Where the second column of a line of a list starts, behind two blanks or more; 0 if it has none.
static size_t second_column(struct str line, size_t start)
{
    for (size_t i = start; i + 2 < line.len; i++)
        if (line.at[i] == ' ' && line.at[i + 1] == ' ' && line.at[i + 2] != ' ') return i + 2;
    return 0;
}

static void add_hanging(struct arena *a, struct text *out, struct str line, unsigned width)
{
    size_t start = 0;
    while (start < line.len && line.at[start] == ' ')
        start++;
    size_t lead = second_column(line, start), hang = lead;
    if (lead == 0 || lead + LEAST_PROSE > width) {
        lead = start;
        hang = start + 2;
    }
    if (text_width(a, line) <= width || hang + LEAST_PROSE > width) {
        text_add(out, line);
        return;
    }
    text_add(out, str_cut(line, 0, lead));
    struct str rest = wrapped(a, str_cut(line, lead, line.len), width - hang);
    for (bool first = true; rest.len > 0; first = false) {
        size_t end = str_find(rest, '\n');
        if (!first) {
            text_add_char(out, '\n');
            text_add_repeated(out, ' ', hang);
        }
        text_add(out, str_cut(rest, 0, end));
        rest = str_cut(rest, end + 1, rest.len);
    }
}

void text_hanging(struct text *out, struct str s, unsigned width)
{
    struct arena a = {0};
    while (s.len > 0) {
        size_t end = str_find(s, '\n');
        struct arena_mark mark = arena_mark(&a);
        if (width)
            add_hanging(&a, out, str_cut(s, 0, end), width);
        else
            text_add(out, str_cut(s, 0, end));
        text_add_char(out, '\n');
        arena_release(&a, mark);
        s = str_cut(s, end + 1, s.len);
    }
    arena_free(&a);
}

// ---- printing ----------------------------------------------------------------------------------

// smartcols fails for lack of memory only: then a table would lack a cell, and nobody would know.
static void *need(void *made)
{
    if (!made) arena_exhausted();
    return made;
}

static void need_ok(int code)
{
    if (code != 0) arena_exhausted();
}

// More than the layout needs, so that smartcols never narrows a column; its buffers are as large.
static size_t ample_width(const struct layout *l)
{
    size_t width = 80;
    for (uint32_t i = 0; i < l->count; i++)
        width += l->widths[i] + SEPARATOR;
    return width;
}

static struct libscols_table *open_table(const struct layout *l)
{
    struct libscols_table *out = need(scols_new_table());
    need_ok(scols_table_set_termforce(out, SCOLS_TERMFORCE_ALWAYS));
    need_ok(scols_table_set_termwidth(out, ample_width(l)));
    need_ok(scols_table_set_column_separator(out, "  "));
    for (uint32_t i = 0; i < l->count; i++) {
        const struct table_column *c = &l->table->columns[l->shown[i]];
        int flags = c->role == COLUMN_NUMBER ? SCOLS_FL_RIGHT
                    : is_prose(l, i)         ? SCOLS_FL_WRAP
                                             : 0;
        struct libscols_column *column =
            need(scols_table_new_column(out, c->heading.at, 0, flags));
        if (!is_prose(l, i)) continue;
        need_ok(scols_column_set_safechars(column, "\n"));
        need_ok(scols_column_set_wrapfunc(column, scols_wrapnl_chunksize,
                                          scols_wrapnl_nextchunk, NULL));
    }
    return out;
}

static void add_line(struct libscols_table *out, const struct layout *l,
                     const struct table_cell *cells, struct arena *a)
{
    struct libscols_line *line = need(scols_table_new_line(out, NULL));
    for (uint32_t i = 0; i < l->count; i++) {
        uint32_t at = l->shown[i];
        struct str s = cell_for_people(a, &cells[at], l->table->columns[at].format);
        if (l->prose && is_prose(l, i)) s = wrapped(a, s, l->prose);
        need_ok(scols_line_set_data(line, i, str_to_c(a, s)));
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

// Where its buffers run short smartcols may print a line without a heading and report nothing.
static bool holds_headings(const struct layout *l, const char *printed)
{
    for (uint32_t i = 0; i < l->count; i++) {
        const struct str heading = l->table->columns[l->shown[i]].heading;
        const char *at = heading.len ? strstr(printed, heading.at) : printed;
        if (!at) return false;
        printed = at + heading.len;
    }
    return true;
}

static void print_layout(const struct layout *l, struct text *out)
{
    struct arena a = {0};
    char *printed = NULL;
    const struct table *t = l->table;
    scols_init_debug(0);
    struct libscols_table *table = open_table(l);
    for (uint32_t i = 0; i < t->row_count; i++) {
        struct table_cell cells[TABLE_COLUMNS];
        t->row(t->context, &a, i, cells);
        add_line(table, l, cells, &a);
    }
    if (t->row_count > 0) {
        need_ok(scols_print_table_to_string(table, &printed));
        if (!printed || !holds_headings(l, printed)) arena_exhausted();
        add_trimmed(out, printed);
    }
    free(printed);
    scols_unref_table(table);
    arena_free(&a);
}

// A table that is still too wide is printed in parts, each with the first column.
static void print_parts(const struct layout *l, size_t width, struct text *out)
{
    for (uint32_t next = 1; next < l->count;) {
        struct layout part = {.table = l->table, .prose = l->prose, .count = 1};
        part.shown[0] = l->shown[0];
        size_t used = l->widths[0];
        while (next < l->count &&
               (part.count == 1 || used + SEPARATOR + l->widths[next] <= width)) {
            used += SEPARATOR + l->widths[next];
            part.shown[part.count++] = l->shown[next++];
        }
        print_layout(&part, out);
        if (next < l->count) text_add_char(out, '\n');
    }
}

static struct layout layout_of(const struct table *t, const uint32_t *shown, uint32_t count)
{
    struct layout l = {.table = t};
    for (uint32_t i = 0; i < count; i++)
        if (t->columns[shown[i]].role != COLUMN_DATA) l.shown[l.count++] = shown[i];
    return l;
}

size_t text_table_width(const struct table *t, const uint32_t *shown, uint32_t count)
{
    struct layout l = layout_of(t, shown, count);
    measure(&l);
    return total_width(&l);
}

void text_table(const struct table *t, const uint32_t *shown, uint32_t count, unsigned width,
                struct text *out)
{
    struct layout l = layout_of(t, shown, count);
    if (width) measure(&l);
    if (!width || total_width(&l) <= width || fit_prose(&l, width) || l.count < 2)
        print_layout(&l, out);
    else
        print_parts(&l, width, out);
}

const char *text_library_version(void)
{
    const char *version = NULL;
    scols_get_library_version(&version);
    return version ? version : "";
}

static void add_plots(const struct report *r, struct text *out, unsigned width)
{
    struct chart c;
    bool one = r->presentation.chart != CHART_COUNT;
    for (int w = 0; w < CHART_COUNT; w++)
        if ((!one || r->presentation.chart == (enum chart_word)w) && r->chart &&
            r->chart(r, out->arena, (enum chart_word)w, &c))
            plot_chart(out, &c, width, r->presentation.utf8);
}

static void add_chosen(const struct table *chosen, unsigned width, struct text *out)
{
    uint32_t shown[TABLE_COLUMNS];
    for (uint32_t i = 0; i < chosen->column_count; i++)
        shown[i] = i;
    text_table(chosen, shown, chosen->column_count, width, out);
}

// A table that was asked for by name, in place of the page.
static void add_asked(const struct report *r, const struct table *chosen, unsigned width,
                      struct text *out)
{
    if (r->session->program.options.count > 0) {
        page_head(r->session, out, width);
        text_add_char(out, '\n');
    }
    add_chosen(chosen, width, out);
}

void write_text(const struct report *r, const struct table *chosen, unsigned width,
                struct text *out)
{
    if (!r->text)
        add_chosen(chosen, width, out);
    else if (r->presentation.one_table && !r->text_chooses)
        add_asked(r, chosen, width, out);
    else
        r->text(r, out, width);
    if (r->presentation.plots) add_plots(r, out, width);
}
