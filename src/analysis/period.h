// period.h - months, quarters and years of a horizon.
//
// Quarters and years are those of the calendar; fiscal ones begin in finance.fiscal_year_start and
// are named by the calendar year in which the fiscal year ends. The opening belongs to the first
// period, but by month it is one of its own.
#ifndef TCO_ANALYSIS_PERIOD_H
#define TCO_ANALYSIS_PERIOD_H

#include "lang/program.h"

enum period {
#define PERIOD(id, word, months, fiscal) PERIOD_##id,
#include "analysis/period.def"
#undef PERIOD
    PERIOD_COUNT
};

// PERIOD_COUNT if there is none of that word.
enum period period_find(struct str word);
const char *period_word(enum period period);

// Which one a column belongs to, how many there are, and the first and last column of one.
uint32_t period_of(const struct program *p, enum period period, uint32_t column);
uint32_t period_count(const struct program *p, enum period period);
uint32_t period_begin(const struct program *p, enum period period, uint32_t index);
uint32_t period_end(const struct program *p, enum period period, uint32_t index);

// "2027-06", "2027-Q2", "2027", "FY2027-Q4", "FY2027".
struct str period_text(struct arena *a, const struct program *p, enum period period,
                       uint32_t index);

#endif
