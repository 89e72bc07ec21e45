// money.h - the option pages: when each line is paid, what it comes to, and the savings against the
// baseline.
#ifndef TCO_WORKBOOK_MONEY_H
#define TCO_WORKBOOK_MONEY_H

#include "workbook/plan.h"

// Figures of an option that the page of the comparison shows.
enum money_figure {
#define FIGURE(code, heading, style) MONEY_##code,
#include "workbook/money.def"
#undef FIGURE
    MONEY_FIGURES
};

struct money_option {
    uint32_t page;
    uint32_t figure[MONEY_FIGURES];  // quantities; NO_NAME where there is none
};

// Adds a page for each option; the list is by option.
void money_plan(struct plan *p);

#endif
