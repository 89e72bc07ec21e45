// vary.h - one input, or several at once, that a command moves through a range.
//
// An input that is the same in all months is varied by its value. One that changes with time, or
// several that differ, are varied by a factor on all of them: x 1 is the scenario.
#ifndef TCO_ANALYSIS_VARY_H
#define TCO_ANALYSIS_VARY_H

#include "session/session.h"

struct vary {
    struct str name;      // as it was asked for
    const bool *is_open;  // by row: it is one of those meant, and was computed
    bool by_factor;       // the values times it, else it alone
    struct str unit;      // "x" for a factor
    double factor;        // of the unit, into base units
    bool has_min, has_max;
    double min, max;       // in the unit
    double now;            // the scenario's value, in the unit
    double from, to;       // the range, in the unit
    const double *values;  // that were asked for, in order; NULL if none were
    uint32_t value_count;
    bool growth;
    double
        period;  // in months, of a growth by value, as the scenario wrote it, and of a rate of
                 // `finance`, which compounds over a year; else 0
};

// Of a computed session. `from` and `to` are values with units, or empty for the standard range:
// a hundredth to a hundred times the value; for a growth, and for a rate of `finance` below 0,
// what is -50 % to 200 % a year; for a share 0 to 1. False after a report.
bool vary_find(struct session *s, struct str name, struct str from, struct str to,
               struct vary *out);

// The same of what stands behind ADDRESS=, "from:to", "from:to:step" or "value,value,..": the last
// two ask for values too.
enum { VARY_VALUES = 1000 };
bool vary_find_values(struct session *s, struct str name, struct str text, struct vary *out);

// The value a part of the way from one end of the range to the other, 0 to 1: in equal ratios where
// the range is wide.
double vary_at(const struct vary *v, double part);

// Does it stand for several inputs: volume, growth ..?
bool vary_is_name(struct str name);

// The same without a range, for one that is given values one by one.
bool vary_find_input(struct session *s, struct str name, struct vary *out);

// A value as the command line has it: "0.3", "30 %", "0.08 USD/kWh"; a plain number is in the
// input's own unit. `option` is what messages call it. False after a report.
bool vary_read(struct session *s, const struct vary *v, const char *option, struct str text,
               double *x);

// A value with its unit, for people: "0.3", "5 kW", and "9 %/year" for 0.09 1/year. The unit of a
// pure number is left out.
struct str vary_text(struct arena *a, double value, struct str unit);

// Is it within the bounds of the input? False after a report.
bool vary_check(struct session *s, const struct vary *v, const char *option, double x);

// The values that stand for a list of inputs, for session.open: inputs are fixed, or else lanes in
// their order. Rows of several inputs belong to the last of them.
struct open_rows vary_open(struct session *s, const struct vary *const *list, uint32_t count,
                           struct open_input *inputs);

// Reports that no cost depends on it. Always false.
bool vary_fail_inert(struct session *s, const struct vary *v);

#endif
