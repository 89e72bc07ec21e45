// stepped.h - two options at whole steps of an input that is no lane.
//
// The models take a life, a term or a class as known: whole months of what is a time, whole numbers
// of what is none, or only some of those. Values that they do not take are passed over.
#ifndef TCO_ANALYSIS_STEPPED_H
#define TCO_ANALYSIS_STEPPED_H

#include "analysis/curves.h"

struct stepped {
    VEC(struct point) points;  // in order of x; neighbours that differ are one step apart
};

// One step in the unit of the input: a month, or 1; 0 for a factor, which has none.
double stepped_unit(const struct session *s, const struct vary *v);

// A value at the nearest step within the range; no number if there is none.
double stepped_round(const struct session *s, const struct vary *v, double x);

void stepped_find(struct arena *a, struct pair *p, struct stepped *out);

#endif
