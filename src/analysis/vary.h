// vary.h - one input, or several at once, that a command moves through a range.
//
// An input that is the same in all months is varied by its value. One that changes with time, or
// several that differ, are varied by a factor on all of them: x 1 is the scenario.
#ifndef TCO_ANALYSIS_VARY_H
#define TCO_ANALYSIS_VARY_H

#include "session/session.h"

struct vary {
    struct str name;  // as it was asked for
    struct open_rows open;
    struct str unit;  // "x" for a factor
    double factor;    // of the unit, into base units
    bool has_min, has_max;
    double min, max;  // in the unit
    double now;       // the scenario's value, in the unit
    double from, to;  // the range, in the unit
    bool growth;
    double
        period;  // in months, of a growth by value, as the scenario wrote it, and of a rate of
                 // `finance`, which compounds over a year; else 0
};

// Of a computed session. `from` and `to` are values with units, or empty for the standard range:
// a hundredth to a hundred times the value; for a growth what is -50 % to 200 % a year; for a share 0 to 1.
// False after a report.
bool vary_find(struct session *s, struct str name, struct str from, struct str to,
               struct vary *out);

// Reports that no cost depends on it. Always false.
bool vary_fail_inert(struct session *s, const struct vary *v);

#endif
