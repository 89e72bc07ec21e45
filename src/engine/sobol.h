// sobol.h - points that fill the unit cube more evenly than random ones, scrambled.
//
// I. M. Sobol's sequence with the direction numbers of S. Joe and F. Y. Kuo (sobol.def), each
// dimension scrambled by a random lower triangular matrix and a digital shift (J. Matousek, "On the
// L2-discrepancy for anchored boxes", 1998). A point is a function of (seed, name, replicate,
// number): replicates are independent, so their differences tell how sure a mean is.
#ifndef TCO_ENGINE_SOBOL_H
#define TCO_ENGINE_SOBOL_H

#include <stdint.h>

enum {
    SOBOL_DIMENSIONS = 256,
    SOBOL_MOST_BITS = 40,  // at most 2^40 points of a replicate
    SOBOL_BLOCK = 64
};

// One dimension of one replicate, for 2^bits points.
struct sobol {
    int bits;
    uint64_t shift;
    uint64_t direction[SOBOL_MOST_BITS];
    uint64_t block[SOBOL_BLOCK];  // of the points 0..63
};

// `dimension` counts from 0; `stream` is the hash of the name of what it is for.
void sobol_open(uint32_t dimension, int bits, uint64_t seed, uint64_t stream,
                uint32_t replicate, struct sobol *s);

// The direction numbers before they are scrambled: point i is the exclusive or of those of its
// binary digits. 52 digits, the first one highest.
void sobol_directions(uint32_t dimension, int bits, uint64_t *directions);

// Numbers in (0, 1) of the points first..first + 63; `first` is a multiple of 64.
void sobol_block(const struct sobol *s, uint64_t first, double out[SOBOL_BLOCK]);

#endif
