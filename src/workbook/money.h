// money.h - the pages of options: when each line is paid, what it comes to, amortised and by quarters
// and years, and what choosing an option instead of the baseline brings.
#ifndef TCO_WORKBOOK_MONEY_H
#define TCO_WORKBOOK_MONEY_H

#include "analysis/period.h"
#include "workbook/plan.h"

// Figures of an option that the page of the comparison shows.
enum money_figure {
#define FIGURE(code, heading, style, unit) MONEY_##code,
#include "workbook/money.def"
#undef FIGURE
    MONEY_FIGURES
};

// Lines of an option that other pages look at, by column.
struct money_lines {
    uint32_t capex, opex, cash, so_far;
    uint32_t dated, running;       // the same cash by where it stands in time
    uint32_t worth, worth_so_far;  // NO_NAME without a discount rate
    uint32_t amortised;
    uint32_t served[SERVED_COUNT];  // NO_NAME where there is none
    uint32_t financing;             // NO_NAME without loans and their like
};

// Figures of an option in the books.
struct money_books {
    uint32_t cost, cash_so_far;  // NO_NAME where there are no books
    uint32_t after;              // all that comes after the horizon
    uint32_t lent;               // NO_NAME where nothing is lent or borrowed
    uint32_t year;               // its cost on the page of years
};

struct money_option {
    uint32_t page;
    uint32_t figure[MONEY_FIGURES];  // quantities; NO_NAME where there is none
    struct money_lines lines;
    struct money_books books;
    uint32_t year;  // its cash on the page of years
};

// Lines of the page of time.
struct money_time {
    uint32_t dated_years, running_years;    // after which money of a column stands
    uint32_t dated_factor, running_factor;  // what 1 of it is worth; NO_NAME without a rate
    // What prices have become by then, and the factor at the real rate; NO_NAME without inflation,
    // the last without a rate too.
    uint32_t dated_level, running_level, dated_real, running_real;
    uint32_t period[PERIOD_COUNT];  // the number of the period; NO_NAME where not shown
};

// Adds the pages; the list is by option.
void money_plan(struct plan *p);

#endif
