// dist.h - a distribution with its numbers: median and quantile.
//
// Everything is drawn by its inverse: one uniform number in, one value out, never decreasing. So
// stratified and low-discrepancy points work, and the draws of one input do not shift another's.
#ifndef TCO_ENGINE_DIST_H
#define TCO_ENGINE_DIST_H

#include "base/diag.h"
#include "engine/metalog.h"
#include "engine/pert.h"
#include "lang/ast.h"

struct dist {
    enum dist_kind kind;
    double a, b, c;  // the ends, the mean and sd, or low, mode and high
    double median;
    uint32_t count;           // DISCRETE: how many values
    const double *values;     // DISCRETE: ascending
    const double *shares;     // DISCRETE: cumulative probability
    const struct dist *of;    // TRUNCATED: what is cut
    double from, to;          // TRUNCATED: the probabilities between which it is left
    const struct pert *pert;  // PERT: on 0..1, of an interval that is not empty
    struct metalog metalog;   // METALOG: with ends at a and b, which may be infinite
};

// A parameter as written: its name is empty when it was given by place.
struct dist_arg {
    struct str name;
    double value;
    const struct dist *dist;  // the first argument of truncated()
    struct unit unit;         // in which messages show it; a factor of 0 for base units
    struct str unit_text;
};

// Checks parameters and prepares the distribution. False after a report at `where`.
bool dist_make(struct arena *a, struct diags *d, struct span where, enum dist_kind kind,
               const struct dist_arg *args, uint32_t count, struct dist *out);

// `low to high`: lognormal with 5 % below and 5 % above. A rate such as -15 to -5 %/year may lie
// on either side of zero; it is then a bell curve through both ends.
bool dist_make_range(struct diags *d, struct span where, double low, double high, bool is_rate,
                     struct dist *out);

// The probability of lying below x.
double dist_below(const struct dist *d, double x);

// Between which ends it lies; they may be infinite.
void dist_ends(const struct dist *d, double *low, double *high);

// The value below which it lies with probability u, 0 < u < 1. quantiles.c has the same for lanes.
double dist_quantile(const struct dist *d, double u);

#endif
