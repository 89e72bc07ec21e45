#include "support/check.h"

#include "engine/returns.h"

#include <math.h>

static struct arena arena;

static struct returns_rates irr_of(const double *flows, uint32_t count)
{
    double time[64];
    for (uint32_t i = 0; i < count; i++)
        time[i] = i;
    struct series s = {flows, time, count};
    struct returns_rates r;
    returns_irr(&arena, &s, &r);
    return r;
}

static void a_borrowing_has_its_rate_too(void **state)
{
    (void)state;
    const double flows[] = {100, -60, -60};
    struct returns_rates r = irr_of(flows, 3);
    assert_int_equal(r.status, RETURNS_SINGLE);
    assert_close(r.rate[0], 0.13066238629180749, 1e-12);
}

static void flows_near_the_largest_number_have_their_rate(void **state)
{
    (void)state;
    const double flows[] = {1e308, -1.1e308};
    struct returns_rates r = irr_of(flows, 2);
    assert_int_equal(r.status, RETURNS_SINGLE);
    assert_close(r.rate[0], 0.1, 1e-12);
}

static void a_double_root_is_single(void **state)
{
    (void)state;
    const double flows[] = {-100, 220, -121};  // -(10 x - 11)^2
    struct returns_rates r = irr_of(flows, 3);
    assert_int_equal(r.status, RETURNS_SINGLE);
    assert_close(r.rate[0], 0.1, 1e-9);
}

static void a_triple_root_is_single(void **state)
{
    (void)state;
    const double flows[] = {-1000, 3300, -3630, 1331};  // -(10 x - 11)^3
    struct returns_rates r = irr_of(flows, 4);
    assert_int_equal(r.status, RETURNS_SINGLE);
    assert_close(r.rate[0], 0.1, 1e-3);
}

static void rates_reach_the_largest_numbers(void **state)
{
    (void)state;
    const double up[] = {-1e-5, 1e300}, down[] = {-1, 1e-15};
    assert_close(irr_of(up, 2).rate[0], 1e305, 1e-11);
    assert_close(irr_of(down, 2).rate[0] + 1, 1e-15, 0.2);
}

static void rates_that_are_no_numbers_are_beyond(void **state)
{
    (void)state;
    const double none[][2] = {{-1e20, 1}, {-1e-300, 1e300}, {-1, 1e-17}, {1, -1e-17}};
    for (int i = 0; i < 4; i++) {
        assert_int_equal(irr_of(none[i], 2).status, RETURNS_BEYOND);
        assert_int_equal(irr_of(none[i], 2).count, 0);
    }
    const double day[] = {-1, 7.1}, time[] = {0, 1.0 / 365};
    struct series s = {day, time, 2};
    struct returns_rates r;
    returns_irr(&arena, &s, &r);
    assert_int_equal(r.status, RETURNS_BEYOND);
    const double last[] = {-1, 1.79e308};
    assert_close(irr_of(last, 2).rate[0], 1.79e308, 1e-11);
    const double one_inside[] = {-1, 3, -1e-30};  // 2 and one near -100 %
    assert_int_equal(irr_of(one_inside, 3).count, 1);
    assert_int_equal(irr_of(one_inside, 3).status, RETURNS_MULTIPLE);
}

static void amounts_of_one_time_are_one(void **state)
{
    (void)state;
    const double amount[] = {-100, 50, 60, -100}, time[] = {0, 0, 1, 0}, none[] = {-1, 1, 5, 0};
    struct series s = {amount, time, 3}, off = {none, time, 3};
    struct returns_rates r;
    returns_irr(&arena, &s, &r);
    assert_int_equal(r.status, RETURNS_SINGLE);
    assert_close(r.rate[0], 0.2, 1e-12);
    returns_irr(&arena, &off, &r);
    assert_int_equal(r.status, RETURNS_NONE);
}

static void zeros_have_no_rate(void **state)
{
    (void)state;
    const double flows[] = {0, 0, 0};
    assert_int_equal(irr_of(flows, 3).status, RETURNS_NONE);
    assert_int_equal(irr_of(flows, 3).count, 0);
}

static void order_of_dates_does_not_matter_for_rates(void **state)
{
    (void)state;
    const double amount[] = {50, -100, 70}, time[] = {1, 0, 2};
    const double sorted[] = {-100, 50, 70};
    struct series s = {amount, time, 3};
    struct returns_rates r;
    returns_irr(&arena, &s, &r);
    assert_same(r.rate[0], irr_of(sorted, 3).rate[0]);
}

static void mirr_needs_both_signs(void **state)
{
    (void)state;
    const double in[] = {1, 2}, both[] = {-100, 110};
    double value = 7;
    assert_false(returns_mirr(in, 2, 0.1, 0.1, &value));
    assert_same(value, 7);
    assert_true(returns_mirr(both, 2, 0.1, 0.2, &value));
    assert_close(value, 0.1, 1e-12);
}

// A double or triple root at zero is zero, not what is left of it where the curve is flat.
static void a_rate_of_nothing_is_zero(void **state)
{
    (void)state;
    const double time[] = {0, 1, 2, 3}, triple[] = {-1, 3, -3, 1}, twice[] = {-1, 2, -1};
    struct returns_rates r;
    returns_irr(&arena, &(struct series){triple, time, 4}, &r);
    assert_int_equal(r.count, 1);
    assert_true(r.rate[0] == 0);
    returns_irr(&arena, &(struct series){twice, time, 3}, &r);
    assert_int_equal(r.count, 1);
    assert_true(r.rate[0] == 0);
}

static void dust_does_not_delay_payback(void **state)
{
    (void)state;
    const double flows[] = {-1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
    struct payback p;
    returns_payback(&arena, flows, COUNT_OF(flows), &p);
    assert_int_equal(p.status, PAYBACK_SINGLE);
    assert_int_equal(p.sustained, 10);
}

static void never_has_no_month(void **state)
{
    (void)state;
    const double flows[] = {-10, 1, 1};
    struct payback p;
    returns_payback(&arena, flows, 3, &p);
    assert_int_equal(p.status, PAYBACK_NEVER);
    assert_false(p.has_first || p.has_sustained);
    assert_int_equal(p.crossing_count, 0);
}

static int release(void **state)
{
    (void)state;
    arena_free(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_borrowing_has_its_rate_too),
        cmocka_unit_test(flows_near_the_largest_number_have_their_rate),
        cmocka_unit_test(a_double_root_is_single),
        cmocka_unit_test(a_triple_root_is_single),
        cmocka_unit_test(rates_reach_the_largest_numbers),
        cmocka_unit_test(rates_that_are_no_numbers_are_beyond),
        cmocka_unit_test(amounts_of_one_time_are_one),
        cmocka_unit_test(zeros_have_no_rate),
        cmocka_unit_test(order_of_dates_does_not_matter_for_rates),
        cmocka_unit_test(mirr_needs_both_signs),
        cmocka_unit_test(a_rate_of_nothing_is_zero),
        cmocka_unit_test(dust_does_not_delay_payback),
        cmocka_unit_test(never_has_no_month),
    };
    return cmocka_run_group_tests(tests, NULL, release);
}
