#include "engine/sobol.h"

#include "engine/rng.h"

enum { DIGITS = 52, MOST_DEGREE = 12 };

struct initial {
    uint8_t degree;
    uint16_t coefficients;
    uint16_t m[MOST_DEGREE];
};

static const struct initial INITIALS[SOBOL_DIMENSIONS - 1] = {
#define SOBOL(degree, coefficients, ...) {degree, coefficients, {__VA_ARGS__}},
#include "engine/sobol.def"
#undef SOBOL
};

// v_k = m_k / 2^k. The first dimension is van der Corput's.
void sobol_directions(uint32_t dimension, int bits, uint64_t *v)
{
    if (dimension == 0) {
        for (int k = 0; k < bits; k++)
            v[k] = UINT64_C(1) << (DIGITS - 1 - k);
        return;
    }
    const struct initial *n = &INITIALS[dimension - 1];
    int degree = n->degree;
    for (int k = 0; k < bits; k++) {
        if (k < degree) {
            v[k] = (uint64_t)n->m[k] << (DIGITS - 1 - k);
            continue;
        }
        v[k] = v[k - degree] ^ v[k - degree] >> degree;
        for (int i = 1; i < degree; i++)
            if (n->coefficients >> (degree - 1 - i) & 1) v[k] ^= v[k - i];
    }
}

// 52 random words for the rows of the matrix and one for the shift.
static void random_words(uint64_t seed, uint64_t stream, uint32_t replicate,
                         uint64_t words[DIGITS + RNG_WORDS])
{
    enum { SCRAMBLE = 1 };  // keeps these words apart from those of random trials
    const uint64_t key[RNG_WORDS] = {seed, stream, replicate, SCRAMBLE};
    for (uint64_t i = 0; i < DIGITS + RNG_WORDS; i += RNG_WORDS) {
        const uint64_t counter[RNG_WORDS] = {i, 0, 0, 0};
        rng_block(counter, key, words + i);
    }
}

// What the matrix makes of the digit `from` alone: that digit, and those behind it whose rows have it.
static uint64_t column_of(const uint64_t *rows, int from)
{
    uint64_t result = UINT64_C(1) << (DIGITS - 1 - from);
    for (int digit = from + 1; digit < DIGITS; digit++)
        result |= (rows[digit] >> (DIGITS - 1 - from) & 1) << (DIGITS - 1 - digit);
    return result;
}

// Direction k has no digit behind its k + 1 first ones.
static void scramble(const uint64_t *rows, int bits, uint64_t *direction)
{
    uint64_t columns[SOBOL_MOST_BITS];
    for (int k = 0; k < bits; k++) {
        uint64_t v = direction[k], result = 0;
        columns[k] = column_of(rows, k);
        for (int digit = 0; digit <= k; digit++)
            if (v >> (DIGITS - 1 - digit) & 1) result ^= columns[digit];
        direction[k] = result;
    }
}

void sobol_open(uint32_t dimension, int bits, uint64_t seed, uint64_t stream,
                uint32_t replicate, struct sobol *s)
{
    uint64_t words[DIGITS + RNG_WORDS];
    s->bits = bits;
    random_words(seed, stream, replicate, words);
    sobol_directions(dimension, bits, s->direction);
    scramble(words, bits, s->direction);
    s->shift = words[DIGITS] >> (64 - DIGITS);
    for (uint32_t l = 0; l < SOBOL_BLOCK; l++) {
        s->block[l] = 0;
        for (int k = 0; k < bits && l >> k; k++)
            if (l >> k & 1) s->block[l] ^= s->direction[k];
    }
}

void sobol_block(const struct sobol *s, uint64_t first, double out[restrict SOBOL_BLOCK])
{
    uint64_t base = s->shift;
    for (int k = 6; k < s->bits && first >> k; k++)
        if (first >> k & 1) base ^= s->direction[k];
    for (uint32_t l = 0; l < SOBOL_BLOCK; l++)
        out[l] = rng_number(base ^ s->block[l]);
}
