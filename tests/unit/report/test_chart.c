// Axes of charts: round steps that hold every value.
#include "report/chart.h"

#include "support/check.h"

#include <math.h>

// 1, 2 or 5 times a power of ten.
static bool is_round(double step)
{
    while (step < 0.999)
        step *= 10;
    while (step > 9.999)
        step /= 10;
    return fabs(step - 1) < 1e-9 || fabs(step - 2) < 1e-9 || fabs(step - 5) < 1e-9;
}

static void check_ticks(double least, double most)
{
    struct ticks t = chart_ticks(least, most, 6);
    double last = chart_tick(&t, t.count - 1), dust = t.step * 1e-6;
    assert_true(is_round(t.step));
    assert_true(chart_tick(&t, 0) <= least + dust);
    assert_true(last >= most - dust);
    assert_true(least - chart_tick(&t, 0) < t.step && last - most < t.step);
    assert_in_range(t.count, 2, 9);
}

static void test_ticks(void **state)
{
    static const double ends[][2] = {{0, 17.6},   {-1.7, 13.2}, {0, 1},       {4.0, 4.01},
                                     {-5, 0},     {0, 999999},  {0, 0.00012}, {-0.3, -0.1},
                                     {3.2, 1e12}, {0, 3},       {0, 29.999},  {123456, 123457}};
    (void)state;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        check_ticks(ends[i][0], ends[i][1]);
}

static void test_one_value(void **state)
{
    (void)state;
    struct ticks none = chart_ticks(0, 0, 6), one = chart_ticks(7, 7, 6);
    assert_true(none.count >= 2 && chart_tick(&none, none.count - 1) > 0);
    assert_true(chart_tick(&one, 0) <= 7 && chart_tick(&one, one.count - 1) > 7);
}

static void test_months(void **state)
{
    (void)state;
    struct ticks year = chart_months(12), long_one = chart_months(120);
    assert_close(year.step, 1, 0);
    assert_int_equal(year.count, 13);
    assert_close(long_one.step, 12, 0);
    assert_int_equal(long_one.count, 11);
}

static void test_numbers(void **state)
{
    struct arena a = {0};
    struct chart c = {.divisor = 1e6};
    (void)state;
    assert_str(chart_number(&a, &c, 17584621), "17.6");
    assert_str(chart_number(&a, &c, 4802397), "4.80");
    assert_str(chart_number(&a, &c, 217600), "0.218");
    assert_str(chart_number(&a, &c, -1967313), "-1.97");
    assert_str(chart_number(&a, &c, 1.234e9), "1,234");
    assert_str(chart_number(&a, &c, 0), "0");
    assert_str(chart_number(&a, &c, 12345), "0.012");
    assert_str(chart_number(&a, &c, 432), "0.000432");
    assert_str(chart_number(&a, &c, -14.4), "-0.0000144");
    assert_str(chart_number(&a, &c, 1e-5), "0");
    arena_free(&a);
}

// What is below zero stands left of it, and does not shorten what is above.
static void test_extent(void **state)
{
    struct arena a = {0};
    const double parts[] = {5, -2, 3};
    struct chart c = {.kind = CHART_BARS};
    double least, most;
    (void)state;
    for (int i = 0; i < 3; i++)
        VEC_PUSH(&a, &c.parts, STR("part"));
    VEC_PUSH(&a, &c.bars, ((struct chart_bar){.name = STR("bar"), .parts = parts}));
    chart_extent(&c, &least, &most);
    assert_close(least, -2, 0);
    assert_close(most, 8, 0);
    arena_free(&a);
}

// Hardly any is not none.
static void test_shares(void **state)
{
    struct arena a = {0};
    (void)state;
    assert_true(str_is(chart_share(&a, 0.0174), "1.7 %"));
    assert_true(str_is(chart_share(&a, 0.0004), "<0.1 %"));
    assert_true(str_is(chart_share(&a, 0), "0.0 %"));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ticks),  cmocka_unit_test(test_one_value),
        cmocka_unit_test(test_months), cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_shares), cmocka_unit_test(test_extent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
