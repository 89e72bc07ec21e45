// axis.h - one --vary of a sweep: an input and the values that it is given.
//
//     ADDRESS=from:to:step     ADDRESS=value,value,..
//
// Each value means what --set ADDRESS=value means. A name of vary.def stands for several inputs, as
// in tco breakeven; values written with the unit x are factors on what the scenario states.
#ifndef TCO_ANALYSIS_AXIS_H
#define TCO_ANALYSIS_AXIS_H

#include "analysis/vary.h"

enum axis_kind {
    AXIS_VALUES,   // numbers, put in the place of what the scenario states
    AXIS_FACTORS,  // factors, or the values of a name that stands for several inputs
    AXIS_WORDS     // texts that are set: words, catalogue entries, times of the scenario
};

struct axis {
    struct str name;
    enum axis_kind kind;
    struct vary vary;  // of numbers: their name, unit and bounds
    uint64_t count;
    bool is_range;      // numbers from, from + step, ..
    double from, step;  // in the unit
    const double *numbers;
    const struct str *words;
    bool has_now;
    double now;           // the scenario's value, of numbers that are the same in all months
    struct str now_word;  // of words; may be empty
};

enum { AXES = 3, AXIS_LISTED = 10000 };  // values of a list

// Reads the text of one --vary, in a computed session. False after a report.
bool axis_parse(struct session *s, struct str text, struct axis *out);

// By its index, from 0: in the unit.
double axis_number(const struct axis *a, uint64_t i);
struct str axis_text(struct arena *a, const struct axis *x, uint64_t i);

// ADDRESS=value for --set; not for factors.
struct str axis_assignment(struct arena *a, const struct axis *x, uint64_t i);

// How many points the axes have together; they may be more than an integer holds.
double axes_points(const struct axis *axes, uint32_t count);

#endif
