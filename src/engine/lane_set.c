// lane_set.c - which instruction sets this machine has.
#include "engine/lanes.h"

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
