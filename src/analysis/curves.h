// curves.h - what two options cost along the range of an input.
//
// Whether they cost the same is judged by the size of what the costs are made of, which does not
// vanish where the costs do: the flows of an option without their signs, and what the two cost
// nearby, up to half of the value away.
#ifndef TCO_ANALYSIS_CURVES_H
#define TCO_ANALYSIS_CURVES_H

#include "analysis/evaluator.h"

enum side {
    SIDE_DEARER = -1,  // the option costs more than the baseline
    SIDE_EQUAL = 0,
    SIDE_CHEAPER = 1,
    SIDE_NONE = 2  // one is infeasible, a cost is no number, or it was not looked for
};

struct point {
    double x;      // in the unit of the input
    double saved;  // by the option
    double scale;  // of what the costs are made of
    enum side side;
    bool barred[2];  // the option, the baseline: it can't do the work
};

struct curves {
    struct session *s;
    const struct vary *v;
    const struct vary *inputs[1];
    struct evaluation what;
    struct evaluator evaluator;
    enum figure ranked;
    double *x, *out;
};

// The session is as it was, and what was made in its arena since is gone, after curves_close. The
// arena keeps the places of a block.
void curves_open(struct curves *c, struct session *s, const struct vary *v, struct arena *a);
void curves_close(struct curves *c);

// An option against the baseline. `largest`: no scale from nearby is more; 0 for none.
struct pair {
    struct curves *curves;
    uint32_t option, baseline;
    double largest;
};

// Judges points at `count` values.
void pair_fill(const struct pair *p, const double *x, uint32_t count, struct point *out);

// The same for the first look at a range in order, from which it learns what is the largest.
void pair_begin(struct pair *p, const double *x, uint32_t count, struct point *out);

// What counts as equal at a point.
double point_band(const struct point *p);

#endif
