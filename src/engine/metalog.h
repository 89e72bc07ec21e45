// metalog.h - a smooth distribution through three percentiles.
//
// The quantile is a sum of terms, linear in its three numbers, so that the percentiles give them at
// once: a + (b + c (u - 1/2)) ln(u / (1 - u)). Percentiles that are skewed too strongly have no
// such distribution: its density would be negative somewhere.
// Source: T. W. Keelin, "The metalog distributions", Decision Analysis 13 (2016).
#ifndef TCO_ENGINE_METALOG_H
#define TCO_ENGINE_METALOG_H

#include <stdbool.h>

struct metalog {
    double a, b, c;
};

// Through y[i] at the probabilities 0 < p[0] < p[1] < p[2] < 1. False where it does not rise
// everywhere.
bool metalog_fit(const double p[3], const double y[3], struct metalog *m);

// Between which values y[1] may lie, y[0] < y[2] being as they are.
void metalog_limits(const double p[3], const double y[3], double *low, double *high);

double metalog_quantile(const struct metalog *m, double u);

#endif
