// saved_diff.h - what moved from one result to another, where one of them at least was saved.
//
// A saved result is no program: nothing can be substituted in it. So the lists tell which options
// and lines moved, and which inputs, figures of the catalogue, models and versions differ, but give
// no share to each of them; `not_separated` says so.
#ifndef TCO_REPORT_SAVED_DIFF_H
#define TCO_REPORT_SAVED_DIFF_H

#include "report/diff_views.h"
#include "report/saved.h"

// Adds the lists of tco diff to a report. True where an option costs another amount, came or went.
bool saved_diff(struct saved *base, struct saved *head, struct report *out);

#endif
