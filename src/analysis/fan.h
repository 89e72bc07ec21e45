// fan.h - trials month by month: how the cash of each option spreads, and when it breaks even.
//
// The trials are the first ones of each replicate of the simulation: FAN_TRIALS of them, whose
// cash is kept by option and month (16 KB each, and 8 KB of work), whatever the simulation draws.
#ifndef TCO_ANALYSIS_FAN_H
#define TCO_ANALYSIS_FAN_H

#include "analysis/simulate.h"

enum { FAN_TRIALS = 2048 };

struct fan_option {
    bool feasible;  // in one of the trials; else its money means nothing
    // By column from 0, in the home currency.
    struct spread *cash;        // of the column
    struct spread *cumulative;  // up to its end
    // The share of trials in which it has broken even against the baseline for good by the end of
    // the column; in no trial in which one of the two can't do the work.
    struct chance *broken_even;
};

struct fan {
    uint64_t trials;
    uint32_t months;
    struct fan_option *options;
};

// After simulate(), of its session. False after a report, as when a month divides by zero.
bool fan_find(struct session *s, const struct sim_plan *plan, struct fan *out);

#endif
