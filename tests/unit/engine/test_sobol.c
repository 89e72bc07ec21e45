#include "support/check.h"

#include "engine/sobol.h"

// Direction numbers of 30 digits, as scipy.stats.qmc.Sobol 1.10 has them for the same set.
static void direction_numbers_are_the_published_ones(void **state)
{
    static const struct {
        uint32_t dimension;
        uint64_t v[12];
    } known[] = {
        {1,
         {0x20000000, 0x30000000, 0x28000000, 0x3c000000, 0x22000000, 0x33000000, 0x2a800000,
          0x3fc00000, 0x20200000, 0x30300000, 0x28280000, 0x3c3c0000}},
        {7,
         {0x20000000, 0x10000000, 0x28000000, 0x14000000, 0x22000000, 0x9000000, 0x4800000,
          0xb400000, 0x1da00000, 0x27900000, 0x2080000, 0x19040000}},
        {19,
         {0x20000000, 0x30000000, 0x38000000, 0x2c000000, 0x2e000000, 0xf000000, 0x33800000,
          0x10400000, 0x8600000, 0x14700000, 0x2580000, 0x215c0000}},
        {255,
         {0x20000000, 0x10000000, 0x8000000, 0x14000000, 0x26000000, 0x3000000, 0x1a800000,
          0x21400000, 0xc200000, 0x35f00000, 0x1eb80000, 0x273c0000}},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        uint64_t v[12];
        sobol_directions(known[i].dimension, 12, v);
        for (int k = 0; k < 12; k++)
            assert_true(v[k] >> 22 == known[i].v[k]);
    }
}

enum { BITS = 10, POINTS = 1 << BITS };

static void fill(uint32_t dimension, uint64_t seed, uint32_t replicate, double *points)
{
    struct sobol s;
    sobol_open(dimension, BITS, seed, 17 + dimension, replicate, &s);
    for (uint64_t first = 0; first < POINTS; first += SOBOL_BLOCK)
        sobol_block(&s, first, points + first);
}

// Scrambled or not, one of 2^k points lies in each of 2^k equal parts.
static void every_dimension_is_stratified(void **state)
{
    static double points[POINTS];
    (void)state;
    for (uint32_t d = 0; d < SOBOL_DIMENSIONS; d++) {
        bool met[POINTS] = {false};
        fill(d, 3, d % 8, points);
        for (int i = 0; i < POINTS; i++) {
            assert_true(points[i] > 0 && points[i] < 1);
            int cell = (int)(points[i] * POINTS);
            assert_false(met[cell]);
            met[cell] = true;
        }
    }
}

// The first two dimensions are a (0, 2)-sequence: each box of volume 2^-10 holds one of 2^10.
static void the_first_two_dimensions_fill_every_box(void **state)
{
    static double x[POINTS], y[POINTS];
    (void)state;
    for (uint32_t replicate = 0; replicate < 4; replicate++) {
        fill(0, 5, replicate, x);
        fill(1, 5, replicate, y);
        for (int wide = 0; wide <= BITS; wide++) {
            bool met[POINTS] = {false};
            for (int i = 0; i < POINTS; i++) {
                int column = (int)(x[i] * (1 << wide)),
                    row = (int)(y[i] * (1 << (BITS - wide)));
                int cell = column << (BITS - wide) | row;
                assert_false(met[cell]);
                met[cell] = true;
            }
        }
    }
}

static void replicates_and_seeds_differ(void **state)
{
    static double a[POINTS], b[POINTS], c[POINTS], again[POINTS];
    int same_replicate = 0, same_seed = 0;
    (void)state;
    fill(2, 5, 0, a);
    fill(2, 5, 1, b);
    fill(2, 6, 0, c);
    fill(2, 5, 0, again);
    for (int i = 0; i < POINTS; i++) {
        same_replicate += a[i] == b[i];
        same_seed += a[i] == c[i];
    }
    assert_true(same_replicate == 0 && same_seed == 0);
    assert_memory_equal(a, again, sizeof a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(direction_numbers_are_the_published_ones),
        cmocka_unit_test(every_dimension_is_stratified),
        cmocka_unit_test(the_first_two_dimensions_fill_every_box),
        cmocka_unit_test(replicates_and_seeds_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
