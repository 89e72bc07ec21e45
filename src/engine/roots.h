// roots.h - every rate at which a value is zero.
//
// Rates are looked for as u = ln(1 + rate), so that rates near -100 % and rates of a million
// percent are found as precisely as those between. The grid is finest around 0 and grows with
// |u|. Where the curve comes near zero without crossing it, the nearest point is looked at too.
#ifndef TCO_ENGINE_ROOTS_H
#define TCO_ENGINE_ROOTS_H

#include <stdbool.h>
#include <stdint.h>

// Below LEAST a rate can't be told from -100 %; above MOST 1 + rate is larger than any double.
#define ROOTS_LEAST (-36.7368005696771)
#define ROOTS_MOST  709.782712893384

enum { ROOTS = 64 };

// A value that has the sign of what is to be zero, and `size`, the sum of the sizes of its terms:
// what lies below 1e-15 of that is zero up to rounding.
struct curve_point {
    double value, size;
};

struct curve {
    struct curve_point (*at)(const void *context, double u);
    const void *context;
    // It is a sum of terms that keep their signs and are largest at u = 0: none is more than
    // e^(rise * |u - v|) times as large at u as at a v between 0 and u. What lies between two points
    // then follows from them, and most of the grid need not be looked at.
    bool fades;
    double rise;
};

struct roots {
    uint32_t count;
    double u[ROOTS];  // ascending
};

// All roots, or the first ROOTS of them. `single` says that there is at most one (one change of
// sign, Descartes), which needs no grid. Roots nearer to each other than 0.6 % of their distance
// from 0 are found as long as the curve has an extreme between them that a grid point sees.
void roots_find(const struct curve *c, int single, struct roots *out);

#endif
