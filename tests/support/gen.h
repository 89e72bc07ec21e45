// gen.h - seeded random choices for property tests, the same on every machine.
#ifndef TEST_SUPPORT_GEN_H
#define TEST_SUPPORT_GEN_H

#include <stdbool.h>
#include <stdint.h>

struct gen {
    uint64_t state;
};

// Every case of a property has its own seed, which a failure prints.
struct gen gen_seeded(uint64_t seed);
uint64_t gen_bits(struct gen *g);
// A whole number of low..high, both included.
int64_t gen_whole(struct gen *g, int64_t low, int64_t high);
// A number in [low, high).
double gen_number(struct gen *g, double low, double high);
// Any finite double, all exponents alike.
double gen_double(struct gen *g);
bool gen_chance(struct gen *g, double probability);

// How many cases a property tries: TCO_CASES in the environment, else `usual`.
uint64_t gen_cases(uint64_t usual);

#endif
