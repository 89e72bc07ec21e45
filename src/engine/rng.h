// rng.h - random numbers as a function of (seed, name, trial): no state, no order.
//
// Threefry4x64 with 13 rounds: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel
// random numbers: as easy as 1, 2, 3" (SC11). Its published answers are tests. The name of an
// input, not its place, chooses its stream, so that adding an input moves no other's draws.
#ifndef TCO_ENGINE_RNG_H
#define TCO_ENGINE_RNG_H

#include <stdint.h>
#include <string.h>

enum { RNG_WORDS = 4 };

void rng_block(const uint64_t counter[RNG_WORDS], const uint64_t key[RNG_WORDS],
               uint64_t out[RNG_WORDS]);

// 52 digits, in the middle of their cell: never 0, never 1.
static inline double rng_number(uint64_t digits)
{
    const double first = 4503599627370496.0;  // 2^52, whose digits are those of whole numbers
    uint64_t bits = digits | UINT64_C(0x4330000000000000);
    double x;
    memcpy(&x, &bits, sizeof x);
    return ((x - first) + 0.5) * (1.0 / first);
}

// Uniform numbers in (0, 1) for trials first..first + count - 1; `first` is a multiple of 4.
void rng_uniform(uint64_t seed, uint64_t stream, uint64_t first, uint32_t count, double *out);
// The same for one of several independent replicates.
void rng_uniform_in(uint64_t seed, uint64_t stream, uint32_t replicate, uint64_t first,
                    uint32_t count, double *out);

#endif
