// markdown.c - documents that GitHub, GitLab and Pandoc render alike: tables with pipes, and a
// backslash before every character that one of them would take for more than itself.
#include "report/document.h"
#include "report/writer.h"

enum { LEAST = 3, WIDEST = 60 };  // a column is padded from and up to here

// A blank that stays where it stands: as it is, not as an entity, so that the source reads well too.
static const char NO_BREAK[] = "\xc2\xa0";

static bool is_word(struct str s, size_t at)
{
    if (at >= s.len) return false;
    unsigned char c = (unsigned char)s.at[at];
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c >= 128;
}

static bool is_digit(struct str s, size_t at)
{
    return at < s.len && s.at[at] >= '0' && s.at[at] <= '9';
}

static void add_character(struct text *out, struct str s, size_t at)
{
    char c = s.at[at];
    bool inside = at > 0 && is_word(s, at - 1) && is_word(s, at + 1);
    bool special = str_find(STR("\\`*[]<>{}|~&$^"), c) < 14;
    bool site = c == '.' && at >= 3 && str_is(str_cut(s, at - 3, at), "www");
    if (special || site || (c == '_' && !inside) || (c == '#' && is_digit(s, at + 1)))
        text_add_char(out, '\\');
    text_add_char(out, c);
    if (c == '@' && !inside)
        text_add_c(out, "&#8203;");  // nobody is called by a name in a file
}

static void add_inline(struct text *out, struct str s, size_t at)
{
    while (at < s.len) {
        size_t link = link_length(s, at);
        if (link == 0) {
            add_character(out, s, at++);
            continue;
        }
        text_add_char(out, '<');
        text_add(out, str_cut(s, at, at + link));
        text_add_char(out, '>');
        at += link;
    }
}

static struct str visible(struct arena *a, struct str s)
{
    struct text t = {.arena = a};
    text_add_visible(&t, s, 4000);
    return str_trim(text_str(&t));
}

// A line that would begin a list, a rule or a heading begins with a backslash, or has one behind
// its number.
void markdown_text(struct text *out, struct str s)
{
    size_t digits = 0;
    s = visible(out->arena, s);
    while (is_digit(s, digits))
        digits++;
    bool numbered = digits > 0 && digits < s.len &&
                    (s.at[digits] == '.' || s.at[digits] == ')') &&
                    (digits + 1 == s.len || s.at[digits + 1] == ' ');
    bool marked = s.len > 0 && str_find(STR("-+=:#"), s.at[0]) < 5;
    if (numbered) text_add(out, str_cut(s, 0, digits));
    if (numbered || marked) {
        text_add_char(out, '\\');
        text_add_char(out, s.at[digits++]);
    } else {
        digits = 0;
    }
    add_inline(out, s, digits);
}

// ---- tables ------------------------------------------------------------------------------------

static struct str cell_markdown(struct arena *a, const struct table_cell *c,
                                const struct table_column *column)
{
    struct text t = {.arena = a};
    if (c->kind == CELL_NULL) return STR("-");
    if (column->role == COLUMN_OUTLINE)
        for (size_t i = 0; i < c->text.len && c->text.at[i] == ' '; i++)
            text_add_c(&t, NO_BREAK);
    add_inline(&t, str_trim(cell_for_people(a, c, column->format)), 0);
    return text_str(&t);
}

static struct str heading_markdown(struct arena *a, const struct table_column *c)
{
    struct text t = {.arena = a};
    add_inline(&t, visible(a, c->heading), 0);
    return text_str(&t);
}

static void measure(const struct table *t, const uint32_t *shown, uint32_t count,
                    size_t *widths)
{
    struct arena a = {0};
    for (uint32_t i = 0; i < count; i++) {
        widths[i] = text_width(&a, heading_markdown(&a, &t->columns[shown[i]]));
        if (widths[i] < LEAST) widths[i] = LEAST;
    }
    for (uint32_t row = 0; row < t->row_count; row++) {
        struct table_cell cells[TABLE_COLUMNS];
        struct arena_mark mark = arena_mark(&a);
        t->row(t->context, &a, row, cells);
        for (uint32_t i = 0; i < count; i++) {
            struct str s = cell_markdown(&a, &cells[shown[i]], &t->columns[shown[i]]);
            size_t w = text_width(&a, s);
            if (w > widths[i]) widths[i] = w < WIDEST ? w : WIDEST;
        }
        arena_release(&a, mark);
    }
    arena_free(&a);
}

static void add_cell(struct text *out, struct arena *a, struct str s, size_t width, bool right)
{
    size_t w = text_width(a, s), pad = w < width ? width - w : 0;
    text_add_c(out, "| ");
    if (right) text_add_repeated(out, ' ', pad);
    text_add(out, s);
    if (!right) text_add_repeated(out, ' ', pad);
    text_add_char(out, ' ');
}

static void add_rule(struct text *out, const struct table *t, const uint32_t *shown,
                     uint32_t count, const size_t *widths)
{
    for (uint32_t i = 0; i < count; i++) {
        bool right = t->columns[shown[i]].role == COLUMN_NUMBER;
        text_add_c(out, "| ");
        text_add_repeated(out, '-', widths[i] - right);
        text_add_c(out, right ? ": " : " ");
    }
    text_add_c(out, "|\n");
}

void markdown_table(struct text *out, const struct table *t, const uint32_t *shown,
                    uint32_t count)
{
    struct arena a = {0};
    size_t widths[TABLE_COLUMNS];
    measure(t, shown, count, widths);
    for (uint32_t i = 0; i < count; i++)
        add_cell(out, &a, heading_markdown(&a, &t->columns[shown[i]]), widths[i],
                 t->columns[shown[i]].role == COLUMN_NUMBER);
    text_add_c(out, "|\n");
    add_rule(out, t, shown, count, widths);
    for (uint32_t row = 0; row < t->row_count; row++) {
        struct table_cell cells[TABLE_COLUMNS];
        struct arena_mark mark = arena_mark(&a);
        t->row(t->context, &a, row, cells);
        for (uint32_t i = 0; i < count; i++) {
            const struct table_column *c = &t->columns[shown[i]];
            add_cell(out, &a, cell_markdown(&a, &cells[shown[i]], c), widths[i],
                     c->role == COLUMN_NUMBER);
        }
        text_add_c(out, "|\n");
        arena_release(&a, mark);
    }
    arena_free(&a);
}

// ---- documents ---------------------------------------------------------------------------------

static void add_lines(struct text *out, struct str lines)
{
    while (lines.len > 0) {
        size_t end = str_find(lines, '\n');
        text_add_c(out, "- ");
        markdown_text(out, str_cut(lines, 0, end));
        text_add_char(out, '\n');
        lines = str_cut(lines, end + 1, lines.len);
    }
}

static void add_block(struct text *out, const struct block *b)
{
    switch (b->kind) {
    case BLOCK_HEADING:
        text_add_c(out, "## ");
        markdown_text(out, b->text);
        text_add_char(out, '\n');
        return;
    case BLOCK_VERDICT:
    case BLOCK_PARAGRAPH:
        markdown_text(out, b->text);
        text_add_char(out, '\n');
        return;
    case BLOCK_LIST: add_lines(out, b->text); return;
    case BLOCK_TABLE:
        if (b->table.caption.len && !str_starts(b->table.note, b->table.caption)) {
            text_add_c(out, "**");
            markdown_text(out, b->table.caption);
            text_add_c(out, "**\n\n");
        }
        markdown_table(out, &b->table.table, b->table.shown, b->table.count);
        if (b->table.note.len == 0) return;
        text_add_char(out, '\n');
        markdown_text(out, b->table.note);
        text_add_c(out, ".\n");
        return;
    case BLOCK_CHART: return;
    }
}

void write_markdown(const struct report *r, const struct table *chosen, unsigned width,
                    struct text *out)
{
    (void)width;
    if (r->comment && !r->presentation.one_table) {
        r->comment(r, out);
        return;
    }
    struct document d = document_of(out->arena, r, chosen);
    if (d.title.len) {
        text_add_c(out, "# ");
        markdown_text(out, d.title);
        text_add_char(out, '\n');
    }
    if (d.basis.len) {
        text_add_char(out, '\n');
        markdown_text(out, d.basis);
        text_add_char(out, '\n');
    }
    for (uint32_t i = 0; i < d.blocks.count; i++) {
        if (d.blocks.at[i].kind == BLOCK_CHART) continue;
        if (out->len) text_add_char(out, '\n');
        add_block(out, &d.blocks.at[i]);
    }
}
