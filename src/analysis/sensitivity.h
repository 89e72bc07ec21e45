// sensitivity.h - which inputs move the answer, and which turn it.
//
// An input is a figure where it is written: a value of the scenario, a default of a model, a figure
// of the catalogue, wherever it is used. Each is moved alone, all others standing as they are, so
// that no result hangs on an order of inputs: an uncertain one from its P10 to its P90, a certain
// one by `swing` to both sides, within its bounds. Uncertain ones have two measures of their share
// in the whole spread beside that: rank correlations, and the indices of Sobol.
//
// A random walk is one input. Its level is a percentile: that of the mean of its logarithm over the
// months, where the volatility stays the same; of all paths with this mean the likeliest one is
// taken. Cases with weights are one input too, whose values are words.
#ifndef TCO_ANALYSIS_SENSITIVITY_H
#define TCO_ANALYSIS_SENSITIVITY_H

#include "analysis/figure.h"
#include "analysis/grid.h"

// The value nearest to the present one at which another option becomes the cheapest.
struct flip {
    bool found;
    double
        at;  // in the unit of the input; both sides of it were computed. Of cases: the likeliest
    uint32_t winner;  // beyond it; NO_NAME where no option can do the work
};

// What comes of a low and a high value for one option: [0] and [1]. NaN: no number.
struct effect {
    double cost[2], npv[2];
};

// Of the cost of an option, and of what it costs more than the baseline.
struct share {
    bool known;
    double spearman, first, first_error, total, total_error;
};
struct importance {
    struct share cost, delta;
};

// A case that is drawn, and which option is the cheapest in it; NO_NAME for none.
struct case_outcome {
    struct str name;
    double weight;
    uint32_t winner;
};

struct moved {
    struct str address, unit;
    double factor;  // of the unit, into base units
    bool is_drawn;  // uncertain
    bool is_walk;   // in percentiles
    bool by_factor;
    struct case_outcome *cases;  // whose numbers from 1 are the values; NULL for none
    uint32_t case_count;
    // In the unit. Of cases: none of them, the cheapest and the dearest.
    double now, low, high;
    double effect;                  // the most by which it moves the cost of an option
    struct effect *effects;         // by option
    struct flip within, beyond;     // its range
    struct importance *importance;  // by option; of uncertain inputs
};

enum inert {
    INERT_UNUSED,
    INERT_NO_EFFECT,  // nowhere: all inputs are certain, or no trial changes when it alone does
    INERT_AT_MEDIANS,  // .. as long as the others stand at their medians; no more is known
    INERT_ZERO
};

struct inert_input {
    struct str address, unit;
    double now;
    enum inert why;
};

struct sensitivity {
    double swing;
    uint64_t samples, seed;
    uint32_t jobs;       // threads
    bool correlated;     // then there are no indices of Sobol
    bool uncertain;      // some uncertain input is used
    uint32_t winner;     // as things are; NO_NAME if no option is feasible
    uint32_t chosen;     // the winner, or the baseline
    uint32_t spread;     // the chosen one, or if it is certain the one with the widest spread
    struct effect *now;  // by option, in [0]
    VEC(struct moved) list;  // the largest effect on the chosen option first, then by address
    VEC(struct inert_input) inert;
    uint64_t done, inputs;
};

// Trials are so many independent replicates, which tell how sure a share is.
enum { SHARE_REPLICATES = 8, SHARE_LEAST = SHARE_REPLICATES * TAPE_LANES };

// How many trials there are where so many are asked for: replicates are powers of two.
uint64_t sensitivity_trials(uint64_t asked);

const char *inert_word(enum inert why);

// Of a computed session, which stays as it was. False after a report: trials that would not fit are
// refused with the arithmetic, before any work.
bool sensitivity_find(struct session *s, struct sensitivity *out, struct watcher w);

#endif
