// copula.h - rank correlations of uncertain inputs, by a Gaussian copula.
//
// Inputs that are correlated, directly or through others, are a group. Their uniform numbers become
// normal scores, the scores are mixed by the triangular root of the group's matrix, and turn back
// into uniform numbers, so that each input keeps its own distribution. That a rank correlation r
// comes out, the scores are correlated by twice the sine of pi r / 6: exact for normal scores, K.
// Pearson (1907). A group has one order, that of the names of its inputs, and holds only inputs that are
// used: neither the order of a file nor an input that nothing reads changes a draw.
#ifndef TCO_ENGINE_COPULA_H
#define TCO_ENGINE_COPULA_H

#include "lang/program.h"

enum { COPULA_MOST = 64 };  // inputs of a group

struct copula_group {
    uint32_t count;
    const uint32_t *draws;  // ascending by name
    const double *root;     // [count][count], lower triangle: root root^T is the matrix
};

struct copula {
    uint32_t count;
    const struct copula_group *groups;
};

// The correlation of two normal scores whose ranks correlate by -1 <= rank <= 1, and its inverse.
double copula_score(double rank);
double copula_rank(double score);

// Reports correlations that cannot hold together, at the pair that breaks them, with the nearest
// value that would do.
bool copula_check(const struct program *p);

// The groups among the draws that are used. The correlations were checked.
struct copula copula_of(struct arena *a, const struct program *p, const bool *used);

// Mixes normal scores in place: `scores` holds `lanes` numbers for each input of the group.
void copula_mix(const struct copula_group *g, double *scores, uint32_t lanes);

#endif
