// pert.h - the quantiles of a PERT distribution on 0..1, from a table that is exact to 1e-9.
//
// Its density is that of a beta distribution, x^p (1 - x)^q with p + q = 4. From either end to the
// median, the distance from that end is a smooth function of the probability beyond it to the power
// of 1 / (p + 1), or of 1 / (q + 1): so a few cubics hold it, also far out.
#ifndef TCO_ENGINE_PERT_H
#define TCO_ENGINE_PERT_H

#include "base/arena.h"

enum { PERT_CELLS = 256 };  // from an end to the median

struct pert {
    // From the low end, and from the high end:
    struct pert_side {
        double power;         // of the probability beyond
        double step;          // of that power, from node to node
        const double *nodes;  // distance, and its slope by cell, of PERT_CELLS + 1 nodes
    } sides[2];
};

// `mode` is where its mode lies in 0..1.
void pert_make(struct arena *a, double mode, struct pert *out);

// The value below which it lies with probability u, 0 < u < 1.
double pert_quantile(const struct pert *p, double u);

#endif
