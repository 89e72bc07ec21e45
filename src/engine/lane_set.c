// lane_set.c - which instruction sets this machine has, and what all of them share.
#include "engine/lanes.h"

#include "engine/vmath.h"

uint32_t lane_sets(const struct lane_set *sets[LANE_SETS])
{
    static const struct lane_set plain = LANE_SET(plain);
    uint32_t count = 0;
#ifdef TCO_MACHINES
    static const struct lane_set four = LANE_SET(v3), eight = LANE_SET(v4);
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw"))
        sets[count++] = &eight;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) sets[count++] = &four;
#endif
    sets[count++] = &plain;
    return count;
}

const struct lane_set *lane_set_here(void)
{
    const struct lane_set *sets[LANE_SETS];
    lane_sets(sets);
    return sets[0];
}

void lane_bins_open(struct lane_bins *b)
{
    uint32_t cells[LANE_BINS - 1], bin = 0;
    b->edges[LANE_BINS - 1] = VM_NAN;
    b->least = b->edges[0];
    b->scale = LANE_CELLS / (b->edges[LANE_BINS - 2] - b->least);
    if (!(b->scale > 0 && b->scale < HUGE_VAL)) b->scale = 0;
    lane_set_here()->parts(b->edges, LANE_BINS - 1, b->least, b->scale, LANE_CELLS - 1, cells);
    for (uint32_t c = 0; c < LANE_CELLS; c++) {
        while (bin < LANE_BINS - 1 && cells[bin] < c)
            bin++;
        b->first[c] = (uint8_t)bin;
    }
}
