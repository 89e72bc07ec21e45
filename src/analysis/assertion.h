// assertion.h - statements about figures of options, in the language of sheets.
//
// A name in an assertion is a figure, `own.capex`; the word `cheapest` or `baseline`, which is the
// name of that option; something asked of options, `breakeven(own, api)` or `p90(own.total)`; or,
// as in any value of a scenario, `params.x` and `horizon`. Figures are put in their places as
// numbers with their units; what is left is checked and computed like every formula.
#ifndef TCO_ANALYSIS_ASSERTION_H
#define TCO_ANALYSIS_ASSERTION_H

#include "analysis/simulate.h"

// What an assertion came to.
struct asserted {
    bool holds;
    struct maybe actual, limit;  // both sides of a comparison of numbers, in `unit`
    struct str unit;
    struct str found;       // "own.capex is 1,966,950 USD"; empty if it mentions no figure
    struct str infeasible;  // why an option that it is about can't do the work, or empty
    struct str unknown;     // the figure that has no value, or empty
};

struct assertion_judge {
    struct session *session;
    const struct comparison *comparison;
    const struct simulation *simulation;  // where some assertion needs trials; else NULL
};

bool assertion_needs_trials(const struct program *p, const struct assertion *a);

// False after a report.
bool assertion_compute(const struct assertion_judge *j, const struct assertion *a,
                       struct asserted *out);

// Looks at names and units alone, of a scenario that is loaded or of a file of budgets without one.
// Its formula can't be computed afterwards. False after a report.
bool assertion_check(struct session *s, const struct assertion *a);

#endif
