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
    ROLE_COUNT
};

struct look {
    enum role role;
    enum quantity_style style;
    struct str unit;  // shown behind the number; empty: none
    lxw_format *format;
};

struct book {
    struct xlsx_calls *lib;
    struct plan *plan;
    struct arena *arena;
    lxw_workbook *book;
    VEC(struct look) looks;
    lxw_format *title, *head, *head_right, *note, *note_right, *text;
    lxw_worksheet **sheets;  // by page
    VEC(lxw_worksheet *) all_sheets;
    uint32_t winner_line;  // of the comparison
    lxw_error error;
};

// The first error is kept.
void xlsx_keep(struct book *b, lxw_error e);
void xlsx_text(struct book *b, lxw_worksheet *w, uint32_t line, int column, struct str s,
               lxw_format *format);
// A formula with what it comes to; unknown: it is an error value for now.
void xlsx_formula(struct book *b, lxw_worksheet *w, uint32_t line, int column,
                  const char *formula, lxw_format *format, bool known, double value);
void xlsx_formula_word(struct book *b, lxw_worksheet *w, uint32_t line, int column,
                       const char *formula, lxw_format *format, struct str word);
// Colour by role, number format by style and, for plain numbers, unit.
lxw_format *xlsx_look(struct book *b, enum role role, enum quantity_style style,
                      struct str unit);

// On paper: A4 across; one page wide, or as many as it takes, with the first columns on each.
void xlsx_print(struct book *b, lxw_worksheet *w, bool one_page_wide);

void summary_cover(struct book *b, lxw_worksheet *w);
void summary_compare(struct book *b, lxw_worksheet *w);

#endif
