// lanes.h - what runs on lanes, for several instruction sets.
//
// lanes.c, quantiles.c and reduce.c are compiled once for each set, as the functions that LANES_NAME names.
// All of them give the same bits: nothing is contracted, nothing is reassociated.
#ifndef TCO_ENGINE_LANES_H
#define TCO_ENGINE_LANES_H

#include "engine/dist.h"
#include "engine/tape.h"

// Operands and result are the same lanes or do not overlap at all.
#if defined(__clang__)
#define LANES                                                                                  \
    _Pragma("clang loop vectorize(assume_safety)") for (int l = 0; l < TAPE_LANES; l++)
#else
#define LANES _Pragma("GCC ivdep") for (int l = 0; l < TAPE_LANES; l++)
#endif

#define LANES_JOIN(what, set)    what##_##set
#define LANES_NAME_OF(what, set) LANES_JOIN(what, set)
#define LANES_NAME(what)         LANES_NAME_OF(what, TCO_LANES)

// The costs of one option by trial, and in which trials it can't do the work (not 0).
struct lane_option {
    const double *x, *barred;
};

// Sums over trials: what an option costs more than the least, and how often it can do the work, beats
// the baseline and keeps to the limit.
struct lane_chances {
    double regret, feasible, beats, within;
};

enum { LANE_BINS = 32, LANE_CELLS = 256, LANE_COSTS = 4 };

// The bins between rising edges. Cells of equal width tell where to begin to look.
struct lane_bins {
    double least, scale;  // cell of x, by `parts`
    uint8_t first[LANE_CELLS];
    double edges[LANE_BINS];  // the last one is no number
};

void lane_bins_open(struct lane_bins *b);  // from the edges

// For one set:
//   tape       the whole tape
//   quantiles  in place of probabilities what lies there, by dist_quantile
//   normal     .. by vm_normal_quantile
//   moments    the sum of x - less - apart, and of its squares; `less` may be NULL
//   win        where this option is the cheapest so far: that in `best`, which begins below 0, and
//              what it costs in `least`
//   wins       how many trials it has won
//   least      the sum of least - apart where somebody won
//   chances    see above
//   bins       adds the costs of each trial to the sums of the bin that its x lies in, and 1 to the
//              trials of it; costs and sums are `width` to a row, a multiple of LANE_COSTS
//   cells      the bits of x as whole numbers that rise with it, without the lowest ones; and the
//              range of all
//   parts      (x - least) * scale, cut to 0..most, as whole numbers
// Lists of trials hold `count` values.
#define LANES_FUNCTIONS(set)                                                                   \
    void tape_##set(const struct tape *t, double *slots);                                      \
    void quantiles_##set(const struct dist *d, double *lanes);                                 \
    void normal_##set(double *lanes);                                                          \
    void moments_##set(const double *x, const double *less, double apart, uint32_t count,      \
                       double out[2]);                                                         \
    void win_##set(double option, const double *x, const double *barred, uint32_t count,       \
                   double *best, double *least);                                               \
    double wins_##set(double option, const double *best, uint32_t count);                      \
    double least_##set(const double *best, const double *least, double apart, uint32_t count); \
    void chances_##set(const struct lane_option *o, const struct lane_option *base,            \
                       const double *least, double limit, uint32_t count,                      \
                       struct lane_chances *out);                                              \
    void bins_##set(const struct lane_bins *b, const double *x, const double *costs,           \
                    uint32_t width, uint32_t count, double *sums, double *trials);             \
    void cells_##set(const double *x, uint32_t count, int low_bits, uint64_t *cells,           \
                     double *least, double *most);                                             \
    void parts_##set(const double *x, uint32_t count, double least, double scale,              \
                     uint32_t most, uint32_t *parts);

LANES_FUNCTIONS(plain)
#ifdef TCO_MACHINES
LANES_FUNCTIONS(v3)  // x86-64-v3: four lanes at once
LANES_FUNCTIONS(v4)  // x86-64-v4: eight
#endif

struct lane_set {
    void (*tape)(const struct tape *t, double *slots);
    void (*quantiles)(const struct dist *d, double *lanes);
    void (*normal)(double *lanes);
    void (*moments)(const double *x, const double *less, double apart, uint32_t count,
                    double out[2]);
    void (*win)(double option, const double *x, const double *barred, uint32_t count,
                double *best, double *least);
    double (*wins)(double option, const double *best, uint32_t count);
    double (*least)(const double *best, const double *least, double apart, uint32_t count);
    void (*chances)(const struct lane_option *o, const struct lane_option *base,
                    const double *least, double limit, uint32_t count,
                    struct lane_chances *out);
    void (*bins)(const struct lane_bins *b, const double *x, const double *costs,
                 uint32_t width, uint32_t count, double *sums, double *trials);
    void (*cells)(const double *x, uint32_t count, int low_bits, uint64_t *cells, double *least,
                  double *most);
    void (*parts)(const double *x, uint32_t count, double least, double scale, uint32_t most,
                  uint32_t *parts);
};

#define LANE_SET(set)                                                                          \
    {                                                                                          \
        tape_##set, quantiles_##set, normal_##set, moments_##set, win_##set, wins_##set,       \
            least_##set, chances_##set, bins_##set, cells_##set, parts_##set                   \
    }

enum { LANE_SETS = 3 };

// Those that this machine has, the widest first. Returns how many there are, at least one.
uint32_t lane_sets(const struct lane_set *sets[LANE_SETS]);
const struct lane_set *lane_set_here(void);  // the widest

#endif
