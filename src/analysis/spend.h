// spend.h - what a part of an option costs in some months: the scope of a budget.
//
// Rival options are never added up: a scope is about one of them.
#ifndef TCO_ANALYSIS_SPEND_H
#define TCO_ANALYSIS_SPEND_H

#include "analysis/compare.h"

// The option that a word means in a comparison: its name, `baseline` or `cheapest`. NO_NAME if
// there is none of that name, or none is feasible.
uint32_t spend_option(const struct session *s, const struct comparison *c, struct str word);

// Reports a component that the option lacks, and a category that no option has.
bool spend_check(struct session *s, const struct scope *scope);

// Does a line of this component, category and class belong to a scope?
bool spend_holds(const struct scope *scope, struct str component, struct str category,
                 struct str class_word);

// In the scenario's currency. The opening belongs to the first month.
double spend_sum(const struct session *s, uint32_t option, const struct scope *scope);

// "own", "own.hgx, category energy, 2027-01 to 2027-12".
struct str spend_text(struct arena *a, const struct program *p, const struct scope *scope,
                      struct str option);

// Has an option a component of this name? Every option has the empty one, which is all of it.
bool spend_has_component(const struct session *s, uint32_t option, struct str component);

#endif
