// lanes.h - what runs on lanes, for several instruction sets.
//
// lanes.c and quantiles.c are compiled once for each set, as the functions that LANES_NAME names.
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

// For one set: the whole tape; and in place of probabilities what lies there, by dist_quantile and by
// vm_normal_quantile.
#define LANES_FUNCTIONS(set)                                                                   \
    void tape_##set(const struct tape *t, double *slots);                                      \
    void quantiles_##set(const struct dist *d, double *lanes);                                 \
    void normal_##set(double *lanes);

LANES_FUNCTIONS(plain)
#ifdef TCO_MACHINES
LANES_FUNCTIONS(v3)  // x86-64-v3: four lanes at once
LANES_FUNCTIONS(v4)  // x86-64-v4: eight
#endif

struct lane_set {
    void (*tape)(const struct tape *t, double *slots);
    void (*quantiles)(const struct dist *d, double *lanes);
    void (*normal)(double *lanes);
};

#define LANE_SET(set)                                                                          \
    {                                                                                          \
        tape_##set, quantiles_##set, normal_##set                                              \
    }

enum { LANE_SETS = 3 };

// Those that this machine has, the widest first. Returns how many there are, at least one.
uint32_t lane_sets(const struct lane_set *sets[LANE_SETS]);
const struct lane_set *lane_set_here(void);  // the widest

#endif
