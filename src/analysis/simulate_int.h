// simulate_int.h - a simulation while it runs: what its files share.
#ifndef TCO_ANALYSIS_SIMULATE_INT_H
#define TCO_ANALYSIS_SIMULATE_INT_H

#include "analysis/simulate.h"
#include "engine/lanes.h"
#include "engine/summary.h"

enum {
    OUTPUTS_EACH = SIM_METRICS + 1,  // of an option: its metrics, and whether it is infeasible
    KEPT_BYTES = 8 * 1024 * 1024,    // values that are stored for exact quantiles
    UNKNOWNS_MOST = 64,              // inputs whose value of knowing is asked
    UNKNOWN_BLOCKS = 64              // .. in so many blocks
};

// What a block adds up for one option.
enum {
    OF_METRIC,  // for each metric: the sum, and that of the squares, both less a point
    OF_SAVED = OF_METRIC + 2 * SIM_METRICS,
    OF_CHEAPEST = OF_SAVED + 2,
    OF_FEASIBLE,
    OF_BEATS,
    OF_WITHIN,
    OF_REGRET,
    SUMS_EACH
};

// .. and for all of them.
enum { OF_LEAST, OF_DECIDED, SUMS_ALL };

// A series of values whose quantiles are asked; options that share a figure share it.
struct series_of {
    uint32_t output, less;  // an output, or UINT32_MAX, less another one
    double *kept;
    struct histogram *counts;  // by worker
    bool is_same;              // the same value in each trial
    bool is_asked;             // of what is not, nothing is kept
    double quantile[SIM_QUANTILES];
};

// An uncertain input whose value of knowing is asked: a lane input, or the steps of a random walk.
struct unknown {
    struct str address;
    VEC(uint32_t) lanes;
    double *weights;  // of steps, for the mean of the walk's logarithm; NULL: no walk
    struct lane_bins bins;
};

struct runner {
    struct session *s;
    struct arena *a;
    const struct sim_plan *plan;
    struct simulation *out;
    struct study_plan study;
    struct tape tape;
    struct draws draws;
    const struct val *outputs;
    uint32_t options, baseline;
    const double *point;  // by output: about where it lies, so that squares lose little
    VEC(struct series_of) series;
    uint32_t *series_of;     // by option and metric, and one for what it saves
    struct sum_tree *trees;  // by replicate
    VEC(struct unknown) unknowns;
    uint32_t columns;         // of a bin: what each option costs, then in how many trials ..
    uint32_t *barred_column;  // .. it can't do the work; by option, 0 where no trial tells
    struct sum_tree bins;
    double **rows;  // by worker, simulate_row to a row: a row for each bin, then for each trial
    const struct lane_set *run;
    uint32_t sums, bin_sums;
    uint64_t done;       // blocks
    uint64_t bad_trial;  // the first in which a figure is not finite
    uint32_t bad_output;
};

// Where a figure of an option stands among the outputs of the tape.
static inline uint32_t output_of(uint32_t option, int metric)
{
    return option * OUTPUTS_EACH + (uint32_t)metric;
}

// Whether somebody reads the figures of a metric.
static inline bool is_asked(const struct runner *r, int metric)
{
    return !r->plan->ranked_only || metric == (int)r->out->metric ||
           (r->out->has_limit && metric == (int)r->out->limited);
}

// How wide a row of so many columns is for the lanes.
static inline uint32_t simulate_row(uint32_t columns)
{
    return (columns + LANE_COSTS - 1) / LANE_COSTS * LANE_COSTS;
}

// One block, on any thread: see study.h. simulate_blocks.c
void simulate_observe(void *context, uint32_t worker, const struct study_block *b,
                      void *partial);

// What all blocks come to. simulate_figures.c
void simulate_set_all(struct runner *r);

// The inputs with their bins; what a block adds to these, beside its sums; what comes of all of them.
// simulate_unknowns.c
void simulate_open_unknowns(struct runner *r);
void simulate_add_bins(const struct runner *r, const struct study_block *b, double *rows,
                       const double *sums, double *bins);
void simulate_set_unknowns(struct runner *r);

// The bins of a series whose quantiles are known. simulate_shape.c
void simulate_set_shape(struct runner *r, uint32_t series, const struct spread *spread,
                        struct shape *to);

// What the blocks of a shard left, as words. And back, in order of shards: false where they are
// not those of such a shard of this study. simulate_part.c
void simulate_write_part(struct runner *r, struct sim_words *out);
bool simulate_add_part(struct runner *r, const struct sim_words *part, struct sim_shard shard);

// The first block of a shard, or the end where it is that behind the last.
uint64_t simulate_first_block(uint64_t blocks, struct sim_shard shard);

#endif
