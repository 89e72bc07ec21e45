// breakeven.h - when one option's cumulative cost meets another's.
//
// C(k) is what choosing the option has saved by column k: cumulative cost of the other option less
// its own. The option breaks even where C rises to zero or through it, linear inside the month: the
// payback of the savings (returns.h).
#ifndef TCO_ANALYSIS_BREAKEVEN_H
#define TCO_ANALYSIS_BREAKEVEN_H

#include "base/vec.h"

#include <stdbool.h>

enum breakeven_status {
    BREAKEVEN_ALWAYS,          // never dearer: value 0
    BREAKEVEN_SINGLE,          // one crossing, upwards
    BREAKEVEN_MULTIPLE,        // several, cheaper at the horizon
    BREAKEVEN_REVERTED,        // was cheaper, is dearer at the horizon: no value
    BREAKEVEN_NEVER,           // never cheaper, nor back at zero: no value
    BREAKEVEN_BEYOND_HORIZON,  // dearer throughout, but both costs are steady: the month they meet
    BREAKEVEN_INFEASIBLE,      // the option can't do the work: no value
    BREAKEVEN_NO_BASELINE      // the other option can't do the work: no value
};

struct crossing {
    double month;
    bool up;  // from dearer to cheaper
};

struct breakeven {
    enum breakeven_status status;
    bool has_value, has_first;
    bool equal;    // always, and nothing is ever saved: both cost the same in every column
    double value;  // months from the start: the crossing after which it stays cheaper
    double first;  // the first upward crossing; 0 when never dearer
    VEC(struct crossing) crossings;
};

// Costs by column, 0..months, of the option and of the other one.
struct breakeven breakeven_find(struct arena *a, const double *option, const double *other,
                                uint32_t months);

// Of options of which at least one can't do the work: what can't pays nothing back, however cheap it
// is, and what can has nothing to be measured against.
struct breakeven breakeven_none(bool option_is_feasible);

// Level or cheaper on day one alone: nobody would call that cheaper.
bool crossing_is_before_use(const struct crossing *c);
// Several crossings, of which only the last is no such one.
bool breakeven_crosses_once(const struct breakeven *b);

const char *breakeven_word(enum breakeven_status s);

#endif
