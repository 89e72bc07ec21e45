#include "support/check.h"

#include "engine/rng.h"
#include "engine/summary.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

enum { BLOCKS = 77, WIDTH = 3, VALUES = 20000 };

// Sums of blocks from..to - 1, as one process would hold them.
static void add_blocks(struct sum_tree *t, uint64_t from, uint64_t to)
{
    for (uint64_t b = from; b < to; b++) {
        double sums[WIDTH];
        rng_uniform(1, b, 0, WIDTH, sums);
        sums[1] *= 1e9;
        sum_tree_add(t, b, sums);
    }
}

static void parts_give_the_bits_of_the_whole(void **state)
{
    struct arena a = {0};
    struct sum_tree whole;
    double wanted[WIDTH], got[WIDTH];
    (void)state;
    sum_tree_open(&a, WIDTH, &whole);
    add_blocks(&whole, 0, BLOCKS);
    sum_tree_total(&whole, wanted);
    for (uint64_t cut = 1; cut < BLOCKS; cut++) {
        struct sum_tree left, right, both;
        sum_tree_open(&a, WIDTH, &left);
        sum_tree_open(&a, WIDTH, &right);
        sum_tree_open(&a, WIDTH, &both);
        add_blocks(&left, 0, cut);
        add_blocks(&right, cut, BLOCKS);
        for (uint32_t i = 0; i < left.nodes.count; i++)
            sum_tree_add_node(&both, &left.nodes.at[i]);
        for (uint32_t i = 0; i < right.nodes.count; i++)
            sum_tree_add_node(&both, &right.nodes.at[i]);
        sum_tree_total(&both, got);
        assert_memory_equal(got, wanted, sizeof got);
    }
    arena_free(&a);
}

static void sums_are_those_of_the_blocks(void **state)
{
    struct arena a = {0};
    struct sum_tree t;
    double total[WIDTH], plain = 0;
    (void)state;
    sum_tree_open(&a, WIDTH, &t);
    add_blocks(&t, 0, BLOCKS);
    sum_tree_total(&t, total);
    for (uint64_t b = 0; b < BLOCKS; b++) {
        double sums[WIDTH];
        rng_uniform(1, b, 0, WIDTH, sums);
        plain += sums[0];
    }
    assert_close(total[0], plain, 1e-12);
    arena_free(&a);
}

static int by_value(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

// Values of both signs over some decades, with repetitions.
static double *some_values(struct arena *a)
{
    double *v = ARENA_ARRAY(a, double, VALUES);
    rng_uniform(7, 7, 0, VALUES, v);
    for (int i = 0; i < VALUES; i++) {
        double x = v[i] - 0.3;
        v[i] = i % 10 == 0 ? 2.5 : x * x * x * 1e6;
    }
    return v;
}

static const double LEVELS[] = {0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 1};

static void exact_quantiles_are_those_of_the_sorted_values(void **state)
{
    struct arena a = {0};
    (void)state;
    for (uint64_t count = 1; count <= VALUES; count = count * 3 + 1) {
        double *v = some_values(&a), got[COUNT_OF(LEVELS)];
        exact_quantiles(&a, v, count, LEVELS, COUNT_OF(LEVELS), got);
        qsort(v, count, sizeof *v, by_value);
        for (size_t q = 0; q < COUNT_OF(LEVELS); q++) {
            double at = LEVELS[q] * (double)(count - 1);
            uint64_t below = (uint64_t)at;
            double high = below + 1 < count ? v[below + 1] : v[below];
            assert_true(got[q] == v[below] + (high - v[below]) * (at - (double)below));
        }
    }
    arena_free(&a);
}

static void quantiles_of_equal_and_of_extreme_values(void **state)
{
    (void)state;
    struct arena a = {0};
    double equal[100], apart[4] = {DBL_MAX, -DBL_MAX, 1, 0},
                       near[3] = {0x1p-1074, 0, 0x1p-1073};
    double level[3] = {0, 0.5, 1}, got[3];
    for (int i = 0; i < 100; i++)
        equal[i] = 7;
    exact_quantiles(&a, equal, 100, level, 3, got);
    assert_true(got[0] == 7 && got[1] == 7 && got[2] == 7);
    exact_quantiles(&a, apart, 4, level, 3, got);
    assert_true(got[0] == -DBL_MAX && got[1] == 0.5 && got[2] == DBL_MAX);
    exact_quantiles(&a, near, 3, level, 3, got);
    assert_true(got[0] == 0 && got[1] == 0x1p-1074 && got[2] == 0x1p-1073);
    arena_free(&a);
}

static void counted_shares_are_near_and_rise(void **state)
{
    struct arena a = {0};
    struct histogram all;
    double *v = some_values(&a), last = 0;
    (void)state;
    histogram_open(&a, &all);
    histogram_add(&all, v, VALUES);
    qsort(v, VALUES, sizeof *v, by_value);
    assert_true(histogram_below(&all, v[0]) == 0);
    assert_true(histogram_below(&all, v[VALUES - 1] + 1) == VALUES);
    for (int i = 1; i < VALUES; i += 97) {
        if (v[i] == v[i - 1]) continue;
        double got = histogram_below(&all, v[i]), wide = fabs(v[i]) / 128;
        int lower = i, upper = i;
        while (lower > 0 && v[lower - 1] > v[i] - wide)
            lower--;
        while (upper < VALUES && v[upper] < v[i] + wide)
            upper++;
        assert_true(got >= lower && got <= upper && got >= last);
        last = got;
    }
    arena_free(&a);
}

static void counted_quantiles_are_near_in_any_order(void **state)
{
    struct arena a = {0};
    struct histogram all, parts, part[3];
    double *v = some_values(&a);
    (void)state;
    histogram_open(&a, &all);
    histogram_open(&a, &parts);
    histogram_add(&all, v, VALUES);
    for (int i = 0; i < 3; i++) {
        histogram_open(&a, &part[i]);
        histogram_add(&part[i], v + i * 6000, i < 2 ? 6000 : VALUES - 12000);
    }
    for (int i = 2; i >= 0; i--)
        histogram_merge(&parts, &part[i]);
    double exact[COUNT_OF(LEVELS)];
    exact_quantiles(&a, v, VALUES, LEVELS, COUNT_OF(LEVELS), exact);
    for (size_t q = 0; q < COUNT_OF(LEVELS); q++) {
        double got = histogram_quantile(&all, LEVELS[q]);
        assert_true(got == histogram_quantile(&parts, LEVELS[q]));
        assert_true(fabs(got - exact[q]) <= fabs(exact[q]) / 250 + 1e-300);
    }
    arena_free(&a);
}

static void a_value_that_is_always_the_same_is_counted_at_once(void **state)
{
    struct arena a = {0};
    struct histogram each, same;
    (void)state;
    histogram_open(&a, &each);
    histogram_open(&a, &same);
    const double list[] = {-0.0, 3, -7e9};
    for (size_t i = 0; i < COUNT_OF(list); i++) {
        for (int k = 0; k < 5; k++)
            histogram_add(&each, &list[i], 1);
        histogram_add_same(&same, list[i], 5);
    }
    assert_int_equal(same.count, each.count);
    for (size_t q = 0; q < COUNT_OF(LEVELS); q++)
        assert_same(histogram_quantile(&same, LEVELS[q]), histogram_quantile(&each, LEVELS[q]));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parts_give_the_bits_of_the_whole),
        cmocka_unit_test(a_value_that_is_always_the_same_is_counted_at_once),
        cmocka_unit_test(sums_are_those_of_the_blocks),
        cmocka_unit_test(exact_quantiles_are_those_of_the_sorted_values),
        cmocka_unit_test(quantiles_of_equal_and_of_extreme_values),
        cmocka_unit_test(counted_shares_are_near_and_rise),
        cmocka_unit_test(counted_quantiles_are_near_in_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
