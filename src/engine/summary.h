// summary.h - what is kept of many trials: sums and counts that do not depend on who computed what.
//
// Sums are taken over blocks of trials, and blocks are added in pairs by a tree that their numbers
// fix, so that threads and shards give the bits of one run. Quantiles come from counts of values by
// sign, exponent and the first bits of the mantissa; counts add up exactly in any order.
#ifndef TCO_ENGINE_SUMMARY_H
#define TCO_ENGINE_SUMMARY_H

#include "base/vec.h"

#include <stdbool.h>

// A node of the tree of sums: block numbers index << level .. ((index + 1) << level) - 1.
struct sum_node {
    uint32_t level;
    uint64_t index;
    double *sums;
};

struct sum_tree {
    struct arena *arena;
    uint32_t width;  // sums of a node
    VEC(struct sum_node) nodes;
    VEC(double *) free;
};

void sum_tree_open(struct arena *a, uint32_t width, struct sum_tree *t);
// Adds the sums of one block; blocks come in order, from any first one on.
void sum_tree_add(struct sum_tree *t, uint64_t block, const double *sums);
// Adds a node of another tree, in order of blocks.
void sum_tree_add_node(struct sum_tree *t, const struct sum_node *n);
// The sum over all blocks.
void sum_tree_total(const struct sum_tree *t, double *sums);

enum {
    HISTOGRAM_BITS = 8,
    HISTOGRAM_CELLS = 1 << HISTOGRAM_BITS,
    HISTOGRAM_ROWS = 1 << 12  // sign and exponent
};

// Counts of values. A quantile is off by at most 1 part in 256 of its value, and where values lie
// densely by far less.
struct histogram {
    struct arena *arena;
    uint64_t count;
    double least, most;
    uint64_t **rows;  // by sign and exponent, in order of the values; NULL where there is none
};

void histogram_open(struct arena *a, struct histogram *h);
void histogram_add(struct histogram *h, const double *values, uint32_t count);
void histogram_add_same(struct histogram *h, double value, uint32_t count);  // so many times
// Adds values of one cell, a number below HISTOGRAM_ROWS * HISTOGRAM_CELLS; the ends of the range
// are left alone.
void histogram_add_count(struct histogram *h, uint64_t cell, uint64_t count);
void histogram_merge(struct histogram *h, const struct histogram *other);
// The value below which lies the share q of all, linear inside a cell.
double histogram_quantile(const struct histogram *h, double q);
// About how many of the values lie below x: those of the cell of x in proportion.
double histogram_below(const struct histogram *h, double x);

// Exact quantiles of stored values: linear between neighbours, at position q (n - 1).
void exact_quantiles(struct arena *scratch, const double *values, uint64_t count,
                     const double *q, uint32_t quantiles, double *out);

#endif
