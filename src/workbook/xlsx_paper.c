// xlsx_paper.c - how wide columns are, and how a sheet stands on paper.
#include "workbook/xlsx_int.h"

#include <math.h>

enum { MOST_COLUMNS = 16384 };

// ---- widths ------------------------------------------------------------------------------------

static void keep(struct book *b, int column, size_t length)
{
    enum { LONGEST = 200 };
    if (column >= MOST_COLUMNS) return;
    if (length > LONGEST) length = LONGEST;
    if (b->room[column] < length) b->room[column] = (uint16_t)length;
}

void xlsx_room_text(struct book *b, int column, struct str text)
{
    keep(b, column, text.len);
}

// Digits in front of the point.
static size_t digits_of(double value)
{
    size_t digits = 1;
    for (double x = fabs(value) + 0.5; x >= 10 && digits < 310; x /= 10)
        digits++;
    return digits;
}

// Characters of a number as its format shows it.
static size_t length_of(enum quantity_style style, double value)
{
    enum { LEAST = 9, EXPONENT = 5, MOST_DIGITS = 15 };
    size_t digits =
        digits_of(style == LOOK_PERCENT || style == LOOK_RETURN ? value * 100 : value);
    size_t sign = value < 0, marks = (digits - 1) / 3;
    switch (style) {
    case LOOK_MONEY:
    case LOOK_SUM:
    case LOOK_COUNT:
    case LOOK_FAULTS:
    case LOOK_WARNINGS: return sign + digits + marks;
    case LOOK_DECIMAL: return sign + digits + marks + sizeof ".00" - 1;
    case LOOK_PERCENT: return sign + digits + sizeof ".0000%" - 1;
    case LOOK_RETURN: return value >= 1000 ? sizeof "over 100,000 %" - 1 : sign + digits + 3;
    case LOOK_LIMIT: return sizeof "no limit" - 1;
    case LOOK_PLAIN: break;
    }
    if (digits > MOST_DIGITS) return sign + LEAST + EXPONENT;
    bool whole = floor(value) == value;  // of others a program shows as many digits as fit
    return sign + (whole || digits > LEAST ? digits : LEAST);
}

void xlsx_room(struct book *b, int column, enum quantity_style style, struct str unit,
               double value)
{
    enum { ALL_DIGITS = 18 };  // none are left out where text stands behind them
    if (!isfinite(value)) return;
    if (!unit.len)
        keep(b, column, length_of(style, value));
    else if (floor(value) == value)
        keep(b, column, length_of(style, value) + 1 + unit.len);
    else
        keep(b, column, ALL_DIGITS + 1 + unit.len);
}

double xlsx_width(struct book *b, int first, int last, double least)
{
    const double margin = 2, wide = 1.1;  // of digits in other fonts
    double width = least;
    for (int i = first; i <= last && i < MOST_COLUMNS; i++) {
        if (b->room[i] && b->room[i] * wide + margin > width)
            width = b->room[i] * wide + margin;
        b->room[i] = 0;
    }
    return width;
}

void xlsx_set_width(struct book *b, lxw_worksheet *w, int first, int last, double width)
{
    xlsx_keep(b,
              b->lib->worksheet_set_column(w, (lxw_col_t)first, (lxw_col_t)last, width, NULL));
}

// ---- paper -------------------------------------------------------------------------------------

// "Support assistant (model.xlsx) | own cash | 3 of 12", so that a loose sheet of paper is known.
static void add_footer(struct book *b, lxw_worksheet *w)
{
    struct text out = {.arena = b->arena}, name = {.arena = b->arena};
    text_add_visible(&name, xlsx_title(b), 40);
    text_add(&out, STR("&L"));
    for (size_t i = 0; i < name.len; i++)
        text_addf(&out, "%s%c", name.at[i] == '&' ? "&" : "", name.at[i]);  // & begins a code
    text_add(&out, STR(" (&F)&C&A&R&P of &N"));
    xlsx_keep(b, b->lib->worksheet_set_footer(w, str_to_c(b->arena, text_str(&out))));
}

static void across(struct book *b, lxw_worksheet *w)
{
    enum { A4 = 9 };
    add_footer(b, w);
    b->lib->worksheet_set_landscape(w);
    b->lib->worksheet_set_paper(w, A4);
    b->lib->worksheet_set_margins(w, 0.4, 0.4, 0.5, 0.7);
}

void xlsx_print(struct book *b, lxw_worksheet *w)
{
    across(b, w);
    xlsx_keep(b, b->lib->worksheet_repeat_rows(w, 0, PAGE_FIRST_LINE - 1));
    b->lib->worksheet_fit_to_pages(w, 1, 0);
}

// Where columns are repeated too, LibreOffice takes half a second a sheet unless it is told what to print.
static void print_all(struct book *b, lxw_worksheet *w, uint32_t lines, uint32_t columns)
{
    uint32_t last = COLUMN_OPENING + columns;
    xlsx_keep(b, b->lib->worksheet_repeat_rows(w, 0, PAGE_FIRST_LINE - 1));
    xlsx_keep(b, b->lib->worksheet_repeat_columns(w, 0, 1));
    xlsx_keep(b, b->lib->worksheet_print_area(w, 0, 0, lines - 1, (lxw_col_t)last));
}

void xlsx_print_months(struct book *b, lxw_worksheet *w, uint32_t lines, uint32_t columns,
                       double front, double names, double month)
{
    enum { EACH = 12, MOST_PAGES = 1000 };
    const double page = 104;  // characters across, at full size
    uint32_t on_page = columns < EACH ? columns : EACH, breaks = 0;
    double widest = names + on_page * month > front ? names + on_page * month : front;
    double scale = floor(100 * page / widest);
    lxw_col_t *at = ARENA_ARRAY(b->arena, lxw_col_t, MOST_PAGES + 1);
    across(b, w);
    print_all(b, w, lines, columns);
    for (uint32_t m = 0; m < columns && breaks < MOST_PAGES; m += EACH)
        at[breaks++] = (lxw_col_t)(COLUMN_OPENING + 1 + m);
    if (breaks) xlsx_keep(b, b->lib->worksheet_set_v_pagebreaks(w, at));
    b->lib->worksheet_set_print_scale(w, (uint16_t)(scale > 100  ? 100
                                                    : scale < 30 ? 30
                                                                 : scale));
}

void xlsx_judge(struct book *b, lxw_worksheet *w, uint32_t first, uint32_t last, int column,
                lxw_format *otherwise)
{
    lxw_conditional_format c = {.type = LXW_CONDITIONAL_TYPE_CELL, .value = 0};
    lxw_col_t at = (lxw_col_t)column;
    c.criteria = LXW_CONDITIONAL_CRITERIA_EQUAL_TO;
    c.format = b->good;
    xlsx_keep(b, b->lib->worksheet_conditional_format_range(w, first, at, last, at, &c));
    c.criteria = LXW_CONDITIONAL_CRITERIA_NOT_EQUAL_TO;
    c.format = otherwise;
    xlsx_keep(b, b->lib->worksheet_conditional_format_range(w, first, at, last, at, &c));
}
