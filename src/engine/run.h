// run.h - many trials of one graph.
#ifndef TCO_ENGINE_RUN_H
#define TCO_ENGINE_RUN_H

#include "base/map.h"
#include "engine/tape.h"
#include "engine/unroll.h"

struct trials {
    uint64_t count;
    uint64_t seed;
    uint32_t output_count;
    double *values;  // by output, then trial
};

enum { TRIALS_LIMIT = 10 * 1000 * 1000 };

// Draws and computes `count` trials of the outputs of an uncertain graph.
void trials_run(struct arena *a, const struct unroll *u, const struct val *outputs,
                uint32_t output_count, uint64_t count, uint64_t seed, struct trials *t);

#endif
