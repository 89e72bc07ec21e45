// marks.c - references in templates, and what becomes of them in a column.
#include "workbook/formula.h"

struct str formula_mark(struct arena *a, enum mark mark, uint32_t quantity, int shift)
{
    return str_format(a, "\001%c%u:%d\002", (char)mark, (unsigned)quantity, shift);
}

void formula_column(struct text *out, int column)
{
    char letters[8];
    int n = 0;
    for (int c = column; c >= 0; c = c / 26 - 1)
        letters[n++] = (char)('A' + c % 26);
    while (n > 0)
        text_add_char(out, letters[--n]);
}

// Addresses are most of what a workbook prints: the library's own printing would take twice the time.
static void add_line(struct text *out, bool absolute, uint32_t line)
{
    char digits[12];
    size_t at = sizeof digits;
    for (line++; line; line /= 10)
        digits[--at] = (char)('0' + line % 10);
    if (absolute) digits[--at] = '$';
    text_add(out, (struct str){digits + at, sizeof digits - at});
}

static void add_address(struct text *out, bool absolute, int column, uint32_t line)
{
    if (column < 0) column = 0;
    if (absolute) text_add_char(out, '$');
    formula_column(out, column);
    add_line(out, absolute && column == COLUMN_VALUE, line);
}

static void add_range(struct text *out, int from, bool open, int to, uint32_t line)
{
    add_address(out, true, from, line);
    text_add_char(out, ':');
    add_address(out, !open, to, line);
}

struct writing {
    const struct plan *plan;
    const struct quantity *self;
    int column;  // of the sheet
    struct text *out;
};

static void add_page(const struct writing *w, const struct quantity *q)
{
    if (q->page == w->self->page) return;
    text_add_char(w->out, '\'');
    text_add(w->out, w->plan->pages.at[q->page].title);
    text_add_c(w->out, "'!");
}

enum { MONTH_LINE = PAGE_FIRST_LINE - 1 };

static void add_months(struct text *out, int from, bool open, int to)
{
    text_add_char(out, '$');
    formula_column(out, from);
    add_line(out, true, MONTH_LINE);
    text_add_c(out, open ? ":" : ":$");
    formula_column(out, to < 0 ? 0 : to);
    add_line(out, true, MONTH_LINE);
}

static void add_mark(const struct writing *w, char mark, uint32_t id, int shift)
{
    int first = COLUMN_OPENING + 1, now = w->column + shift;
    bool own = mark == MARK_MONTH || mark == MARK_MONTHS || mark == MARK_MONTHS_UNTIL ||
               mark == MARK_MONTHS_BEFORE || mark == MARK_INDEX;
    const struct quantity *q = own ? w->self : plan_at(w->plan, id);
    int last = COLUMN_OPENING + (int)plan_columns(w->plan, &w->plan->pages.at[q->page]);
    bool corner = mark == MARK_CORNER || mark == MARK_LABEL_CORNER || mark == MARK_TOTAL_CORNER;
    if (!own && !corner) add_page(w, q);
    switch ((enum mark)mark) {
    case MARK_CELL:
    case MARK_CORNER:
        add_address(w->out, q->fixed, q->fixed ? COLUMN_VALUE : now, q->line);
        return;
    case MARK_LABEL:
    case MARK_LABEL_CORNER:
        text_add_c(w->out, "$A");
        add_line(w->out, true, q->line);
        return;
    case MARK_TOTAL:
    case MARK_TOTAL_CORNER:
        text_add_char(w->out, '$');
        formula_column(w->out, COLUMN_TOTAL);
        add_line(w->out, true, q->line);
        return;
    case MARK_MONTH_CELL:
        add_address(w->out, true, q->fixed ? COLUMN_VALUE : COLUMN_OPENING + shift, q->line);
        return;
    case MARK_ALL: add_range(w->out, first, false, last, q->line); return;
    case MARK_SUM: add_range(w->out, COLUMN_OPENING, false, last, q->line); return;
    case MARK_THROUGH: add_range(w->out, COLUMN_OPENING, true, now, q->line); return;
    case MARK_UNTIL: add_range(w->out, first, true, now, q->line); return;
    case MARK_BEFORE: add_range(w->out, COLUMN_OPENING, true, now - 1, q->line); return;
    case MARK_MONTH:
        formula_column(w->out, now < 0 ? 0 : now);
        add_line(w->out, true, MONTH_LINE);
        return;
    case MARK_MONTHS: add_months(w->out, first, false, last); return;
    case MARK_MONTHS_UNTIL: add_months(w->out, first, true, now); return;
    case MARK_MONTHS_BEFORE: add_months(w->out, COLUMN_OPENING, true, now - 1); return;
    case MARK_INDEX: add_address(w->out, true, COLUMN_VALUE, q->line); return;
    }
}

struct reference {
    char mark;
    uint32_t id;
    int shift;
};

// Reads the reference that begins at `i`; returns where the text goes on.
static size_t read_mark(struct str template, size_t i, struct reference *r)
{
    *r = (struct reference){.mark = template.at[i + 1]};
    for (i += 2; template.at[i] != ':'; i++)
        r->id = r->id * 10 + (uint32_t)(template.at[i] - '0');
    bool minus = template.at[i + 1] == '-';
    for (i += minus ? 2 : 1; template.at[i] != '\002'; i++)
        r->shift = r->shift * 10 + (template.at[i] - '0');
    if (minus) r->shift = -r->shift;
    return i + 1;
}

void formula_expand(const struct plan *p, uint32_t quantity, uint32_t column, struct text *out)
{
    const struct quantity *q = plan_at(p, quantity);
    int at = q->fixed ? COLUMN_VALUE : COLUMN_OPENING + (int)column;
    struct writing w = {p, q, at, out};
    struct reference r;
    text_add_char(out, '=');
    for (size_t i = 0; i < q->template.len;) {
        size_t plain = i;
        while (i < q->template.len && q->template.at[i] != '\001')
            i++;
        text_add(out, str_cut(q->template, plain, i));
        if (i == q->template.len) break;
        i = read_mark(q->template, i, &r);
        add_mark(&w, r.mark, r.id, r.shift);
    }
}

// ---- lengths -----------------------------------------------------------------------------------

static size_t title_length(const struct plan *p, uint32_t page, uint32_t id)
{
    enum { LONGEST_TITLE = 31 };
    const struct quantity *q = plan_at(p, id);
    if (q->page == page) return 0;
    size_t length = p->pages.at[q->page].title.len;
    return (length < LONGEST_TITLE ? length : LONGEST_TITLE) + sizeof "''!" - 1;
}

static size_t mark_length(const struct plan *p, uint32_t page, const struct reference *r)
{
    switch ((enum mark)r->mark) {
    case MARK_CELL:
    case MARK_LABEL:
    case MARK_TOTAL:
    case MARK_MONTH_CELL: return title_length(p, page, r->id) + sizeof "$BB$123" - 1;
    case MARK_CORNER:
    case MARK_LABEL_CORNER:
    case MARK_TOTAL_CORNER:
    case MARK_INDEX: return sizeof "$BB$123" - 1;
    case MARK_ALL:
    case MARK_UNTIL:
    case MARK_THROUGH:
    case MARK_SUM:
    case MARK_BEFORE: return title_length(p, page, r->id) + sizeof "$G123:$BB123" - 1;
    case MARK_MONTH: return sizeof "BB$4" - 1;
    case MARK_MONTHS:
    case MARK_MONTHS_UNTIL:
    case MARK_MONTHS_BEFORE: return sizeof "$G$4:$BB$4" - 1;
    }
    return 0;
}

size_t formula_length(const struct plan *p, uint32_t page, struct str template)
{
    struct reference r;
    size_t length = 0;
    for (size_t i = 0; i < template.len;) {
        if (template.at[i] == '\001') {
            i = read_mark(template, i, &r);
            length += mark_length(p, page, &r);
        } else {
            length++;
            i++;
        }
    }
    return length;
}
