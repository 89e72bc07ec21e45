#include "support/gen.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct gen gen_seeded(uint64_t seed)
{
    return (struct gen){seed * UINT64_C(0x9E3779B97F4A7C15) + 1};
}

// SplitMix64: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", 2014.
uint64_t gen_bits(struct gen *g)
{
    uint64_t z = (g->state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

int64_t gen_whole(struct gen *g, int64_t low, int64_t high)
{
    return low + (int64_t)(gen_bits(g) % (uint64_t)(high - low + 1));
}

double gen_number(struct gen *g, double low, double high)
{
    return low + (high - low) * ((double)(gen_bits(g) >> 11) * 0x1p-53);
}

double gen_double(struct gen *g)
{
    for (;;) {
        uint64_t bits = gen_bits(g);
        double d;
        memcpy(&d, &bits, sizeof d);
        if (isfinite(d)) return d;
    }
}

bool gen_chance(struct gen *g, double probability)
{
    return gen_number(g, 0, 1) < probability;
}

uint64_t gen_cases(uint64_t usual)
{
    const char *cases = getenv("TCO_CASES");
    return cases ? strtoull(cases, NULL, 10) : usual;
}
