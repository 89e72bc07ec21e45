// xlsx_int.h - shared by the files that write a workbook: xlsx.c, summary.c.
#ifndef TCO_WORKBOOK_XLSX_INT_H
#define TCO_WORKBOOK_XLSX_INT_H

#include "workbook/formula.h"
#include "workbook/money.h"

#include <xlsxwriter.h>

struct xlsx_calls {
    void *handle;
#define CALL(name) __typeof__(&name) name;
#include "workbook/library.def"
#undef CALL
};

// Where a cell's value comes from, by the colours that bankers use.
enum role {
    ROLE_INPUT,
    ROLE_FORMULA,
    ROLE_OTHER_SHEET,
    ROLE_VALUE,
    ROLE_CONVENTION,
    ROLE_SETTLED,
    ROLE_UNUSED,
    ROLE_COUNT
};

struct look {
    enum role role;
    enum quantity_style style;
    struct str unit;  // shown behind the number; empty: none
    lxw_format *format;
};

// A name by which formulas can call an input, and its cell.
struct input_name {
    char *name, *place;
};

struct book {
    struct xlsx_calls *lib;
    struct plan *plan;
    struct arena *keep;   // for as long as the file is written
    struct arena *arena;  // for a row
    lxw_workbook *book;
    VEC(struct look) looks;
    lxw_format *title, *head, *head_right, *note, *note_right, *note_centre, *wrapped,
        *wrapped_text, *text;
    VEC(struct input_name) names;
    lxw_worksheet **sheets;  // by page
    VEC(lxw_worksheet *) all_sheets;
    uint16_t *room;                   // by column of the sheet: characters of what stands in it
    lxw_format *good, *bad, *warned;  // of what is or is not as it should be
    uint32_t winner_line;             // of the comparison
    lxw_error error;
};

// What the workbook is called: the name of the scenario, or its file.
struct str xlsx_title(const struct book *b);

// Why an input is settled, and what to do about it.
const char *xlsx_settled(const struct plan *p, const struct quantity *q);

// The first error is kept.
void xlsx_keep(struct book *b, lxw_error e);
void xlsx_text(struct book *b, lxw_worksheet *w, uint32_t line, int column, struct str s,
               lxw_format *format);
// A formula with what it comes to; unknown: it is an error value for now.
void xlsx_formula(struct book *b, lxw_worksheet *w, uint32_t line, int column,
                  const char *formula, lxw_format *format, bool known, double value);
void xlsx_formula_word(struct book *b, lxw_worksheet *w, uint32_t line, int column,
                       const char *formula, lxw_format *format, struct str word);
// What a fixed quantity with a value at hand is, from another sheet.
void xlsx_link(struct book *b, lxw_worksheet *w, uint32_t line, int column, uint32_t id);
// In the frozen part of a sheet: how many sums do not agree and errors of models stand. The column
// is that of the count, in front of which stands what it is.
void xlsx_overall(struct book *b, lxw_worksheet *w, uint32_t line, int column);
// Colour by role, number format by style and, for plain numbers, unit.
lxw_format *xlsx_look(struct book *b, enum role role, enum quantity_style style,
                      struct str unit);

// ---- columns, paper: xlsx_paper.c --------------------------------------------------------------

// Remembers how wide a number is, or a text, for the width of its column.
void xlsx_room(struct book *b, int column, enum quantity_style style, struct str unit,
               double value);
void xlsx_room_text(struct book *b, int column, struct str text);
// The width of columns in which nothing is wider; forgets what is remembered of them.
double xlsx_width(struct book *b, int first, int last, double least);
void xlsx_set_width(struct book *b, lxw_worksheet *w, int first, int last, double width);
// On paper: A4 across, one page wide.
void xlsx_print(struct book *b, lxw_worksheet *w);
// The same with the first columns on each page and twelve columns behind the opening beside them.
void xlsx_print_months(struct book *b, lxw_worksheet *w, uint32_t lines, uint32_t columns,
                       double front, double names, double month);
// Green where a cell of a column is 0, another format where it is not.
void xlsx_judge(struct book *b, lxw_worksheet *w, uint32_t first, uint32_t last, int column,
                lxw_format *otherwise);

void summary_cover(struct book *b, lxw_worksheet *w);
void summary_compare(struct book *b, lxw_worksheet *w);

#endif
