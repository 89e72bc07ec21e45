#include "engine/rng.h"

enum { ROUNDS = 13 };

static const uint8_t TURNS[8][2] = {{14, 16}, {52, 57}, {23, 40}, {5, 37},
                                    {25, 33}, {46, 12}, {58, 22}, {32, 32}};

static uint64_t turn(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

static void mix(uint64_t *a, uint64_t *b, int by)
{
    *a += *b;
    *b = turn(*b, by) ^ *a;
}

void rng_block(const uint64_t counter[RNG_WORDS], const uint64_t key[RNG_WORDS],
               uint64_t out[RNG_WORDS])
{
    uint64_t k[RNG_WORDS + 1] = {key[0], key[1], key[2], key[3],
                                 UINT64_C(0x1BD11BDAA9FC1A22) ^ key[0] ^ key[1] ^ key[2] ^
                                     key[3]};
    uint64_t x[RNG_WORDS];
    for (int i = 0; i < RNG_WORDS; i++)
        x[i] = counter[i] + k[i];
    for (int r = 0; r < ROUNDS; r++) {
        mix(&x[0], &x[r % 2 ? 3 : 1], TURNS[r % 8][0]);
        mix(&x[2], &x[r % 2 ? 1 : 3], TURNS[r % 8][1]);
        if (r % 4 != 3) continue;
        int s = r / 4 + 1;
        for (int i = 0; i < RNG_WORDS; i++)
            x[i] += k[(s + i) % (RNG_WORDS + 1)];
        x[3] += (uint64_t)s;
    }
    for (int i = 0; i < RNG_WORDS; i++)
        out[i] = x[i];
}

void rng_uniform(uint64_t seed, uint64_t stream, uint64_t first, uint32_t count, double *out)
{
    rng_uniform_in(seed, stream, 0, first, count, out);
}

void rng_uniform_in(uint64_t seed, uint64_t stream, uint32_t replicate, uint64_t first,
                    uint32_t count, double *out)
{
    const uint64_t key[RNG_WORDS] = {seed, stream, replicate, 0};
    for (uint32_t i = 0; i < count; i += RNG_WORDS) {
        uint64_t counter[RNG_WORDS] = {(first + i) / RNG_WORDS, 0, 0, 0}, words[RNG_WORDS];
        rng_block(counter, key, words);
        for (uint32_t k = 0; k < RNG_WORDS && i + k < count; k++)
            out[i + k] = rng_number(words[k] >> 12);
    }
}
