// loops.h - what formulas may not do with time, told before anything is computed.
//
// A row may not need itself in the same month, whatever the values are: loops in time pass through
// prev, or through lag of at least one month. And the second argument of lag, `life` and `paid`
// may not change with time; one of lag or at that is written in numbers is whole months. The engine
// meets such mistakes only where a cost line leads there.
#ifndef TCO_LANG_LOOPS_H
#define TCO_LANG_LOOPS_H

#include "lang/program.h"

// Whether a time in seconds is a whole number of months, but for 1e-9 of one.
bool loops_is_whole(const struct program *p, double seconds);

// Checks the rows of a form; what a scenario may give ends a loop. False after a report.
bool loops_check_form(struct program *p, uint32_t form);

// Checks a sheet in which it is known what is given: defaults may not lead back to themselves.
bool loops_check_sheet(struct program *p, uint32_t sheet);

#endif
