// formula.h - formulas of the language as formulas of a workbook.
//
// The values of cells are in the units that people wrote. A translated expression therefore knows
// its scale: times it, its value is in base units. Products multiply scales, sums bring both sides
// to one, and what is left at the end is a factor between two units, a cell on the page of inputs.
#ifndef TCO_WORKBOOK_FORMULA_H
#define TCO_WORKBOOK_FORMULA_H

#include "workbook/plan.h"

// Gives a quantity its template, or the reason why it has none. The quantities that it mentions are
// added to the plan.
void formula_make(struct plan *p, uint32_t quantity);

// ---- marks -------------------------------------------------------------------------------------

enum mark {
    MARK_CELL = 'c',           // the cell of a quantity in the column
    MARK_CORNER = 'l',         // the same without its page, behind a colon
    MARK_LABEL = 'n',          // the cell of its name
    MARK_LABEL_CORNER = 'N',   // the same without its page
    MARK_TOTAL = 't',          // the cell of its sum in front
    MARK_TOTAL_CORNER = 'T',   // the same without its page
    MARK_MONTH_CELL = 'p',     // its cell in a month whatever the column; `shift` is the month
    MARK_ALL = 'a',            // its cells in all months
    MARK_UNTIL = 'u',          // from month 1 to the column
    MARK_THROUGH = 'h',        // from the opening to the column
    MARK_SUM = 's',            // from the opening to the end
    MARK_BEFORE = 'b',         // from the opening to the column before
    MARK_MONTH = 'm',          // the number of the month, from 1
    MARK_MONTHS = 'M',         // of all
    MARK_MONTHS_UNTIL = 'U',   // from month 1 to the column
    MARK_MONTHS_BEFORE = 'B',  // from the opening to the column before
    MARK_INDEX = 'i'           // the number in the value column of the same line
};

struct str formula_mark(struct arena *a, enum mark mark, uint32_t quantity, int shift);

// "A", "AB": the letters of a column from 0.
void formula_column(struct text *out, int column);

// The formula of a quantity in a column, 0 being the opening. Begins with "=".
void formula_expand(const struct plan *p, uint32_t quantity, uint32_t column, struct text *out);

// No formula is longer, but where nothing of it can be told apart: nobody can audit more in one go.
enum { LONGEST_FORMULA = 240 };
// What a spreadsheet takes.
enum { LONGEST_OF_A_CELL = 8192 };

// About how many characters a template takes on a page, before anyone knows in which lines.
size_t formula_length(const struct plan *p, uint32_t page, struct str template);

#endif
