#include "support/check.h"

#include "analysis/breakeven.h"
#include "engine/returns.h"

enum { LONGEST = 24 };

// The other option costs nothing, so that the option's own costs are the savings turned round.
static struct breakeven of(struct arena *a, const double *savings, uint32_t columns)
{
    double own[LONGEST + 1], other[LONGEST + 1] = {0}, before = 0;
    for (uint32_t k = 0; k < columns; k++) {
        own[k] = before - savings[k];
        before = savings[k];
    }
    return breakeven_find(a, own, other, columns - 1);
}

static void check(const double *savings, uint32_t columns, const char *word, double value)
{
    struct arena a = {0};
    struct breakeven b = of(&a, savings, columns);
    assert_string_equal(breakeven_word(b.status), word);
    assert_int_equal(b.has_value, value >= 0);
    if (b.has_value) assert_true(fabs(b.value - value) <= 1e-12);
    arena_free(&a);
}

#define CHECK(word, value, ...)                                                                \
    check((const double[]){__VA_ARGS__}, COUNT_OF(((const double[]){__VA_ARGS__})), word, value)

enum { NONE = -1 };

static void each_status_has_its_value(void **state)
{
    (void)state;
    CHECK("always", 0, 1, 2, 3);
    CHECK("always", 0, 0, 0, 0);
    CHECK("single", 1.5, -3, -1, 1, 2);
    CHECK("multiple", 3.5, -1, 1, 1, -1, 1);
    CHECK("multiple", 2.5, 1, -1, -1, 1);
    CHECK("reverted", NONE, 1, 2, -1);
    CHECK("reverted", NONE, -1, 1, -1);
    CHECK("never", NONE, -3, -2, -1);
}

// Zero is recovered, as in payback; zeros before anything was gained are no gain.
static void equal_costs_are_recovered(void **state)
{
    (void)state;
    CHECK("never", NONE, 0, -1, -2);
    CHECK("never", NONE, 0, 0, -1);
    CHECK("reverted", NONE, -1, 0, -1);
    CHECK("always", 0, 0, 1, 2);
    CHECK("always", 0, 1, 0, 1);
    CHECK("single", 1, -1, 0, 0, 1);
    CHECK("single", 2, -2, -1, 0);
    CHECK("reverted", NONE, 1, 0, -1);
    CHECK("multiple", 4, -200, -100, 0, -100, 0, 100, 100);
}

// The break-even of two cost curves is the payback of their difference, by status and crossings too.
static void breakeven_is_the_payback_of_savings(void **state)
{
    (void)state;
    static const enum breakeven_status same[] = {BREAKEVEN_ALWAYS, BREAKEVEN_NEVER,
                                                 BREAKEVEN_SINGLE, BREAKEVEN_MULTIPLE,
                                                 BREAKEVEN_REVERTED};
    struct arena a = {0};
    enum { COLUMNS = 6, SERIES = 729 };  // all series of falls, rests and rises
    for (int n = 0; n < SERIES; n++) {
        double flows[COLUMNS], sums[COLUMNS], sum = 0;
        for (int k = 0, rest = n; k < COLUMNS; k++, rest /= 3) {
            flows[k] = rest % 3 - 1;
            sums[k] = sum += flows[k];
        }
        struct payback p;
        struct breakeven b = of(&a, sums, COLUMNS);
        returns_payback(&a, flows, COLUMNS, &p);
        assert_int_equal(b.status, same[p.status]);
        assert_int_equal(b.has_first, p.has_first);
        assert_int_equal(b.has_value, p.has_sustained);
        if (b.has_first) assert_true(b.first == p.first_fractional);
        if (b.has_value) assert_true(b.value == p.sustained_fractional);
        assert_int_equal(b.crossings.count, p.crossing_count);
        for (uint32_t i = 0; i < p.crossing_count; i++)
            assert_int_equal(b.crossings.at[i].up, p.crossings[i].up);
    }
    arena_free(&a);
}

static void only_steady_costs_are_extrapolated(void **state)
{
    (void)state;
    struct arena a = {0};
    double own[14] = {100}, other[14] = {0};
    for (uint32_t k = 1; k < COUNT_OF(own); k++) {
        own[k] = 1;
        other[k] = 3;
    }
    struct breakeven b = breakeven_find(&a, own, other, 13);
    assert_int_equal(b.status, BREAKEVEN_BEYOND_HORIZON);
    assert_true(b.has_value && !b.has_first && fabs(b.value - 50) <= 1e-12);
    own[1] = 2;  // thirteen columns from the end
    assert_int_equal(breakeven_find(&a, own, other, 13).status, BREAKEVEN_BEYOND_HORIZON);
    own[2] = 2;
    assert_int_equal(breakeven_find(&a, own, other, 13).status, BREAKEVEN_NEVER);
    own[2] = 1;
    other[2] = 2;
    assert_int_equal(breakeven_find(&a, own, other, 13).status, BREAKEVEN_NEVER);
    other[2] = 3;
    assert_int_equal(breakeven_find(&a, own, other, 11).status, BREAKEVEN_NEVER);
    arena_free(&a);
}

// What is no more than rounding apart, one part in 1e9, is the same cost.
static void steady_costs_may_differ_by_rounding(void **state)
{
    (void)state;
    struct arena a = {0};
    enum { MONTHS = 13 };
    for (int wide = 0; wide < 2; wide++) {
        double own[MONTHS + 1] = {100}, other[MONTHS + 1] = {0};
        for (uint32_t k = 1; k <= MONTHS; k++) {
            own[k] = 1;
            other[k] = 3;
        }
        own[5] += wide ? 1.1e-9 : 0.9e-9;
        enum breakeven_status want = wide ? BREAKEVEN_NEVER : BREAKEVEN_BEYOND_HORIZON;
        assert_int_equal(breakeven_find(&a, own, other, MONTHS).status, want);
        own[5] = 1;
        other[MONTHS - 11] *= wide ? 1 + 1.1e-9 : 1 + 0.9e-9;
        assert_int_equal(breakeven_find(&a, own, other, MONTHS).status, want);
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_status_has_its_value),
        cmocka_unit_test(equal_costs_are_recovered),
        cmocka_unit_test(breakeven_is_the_payback_of_savings),
        cmocka_unit_test(only_steady_costs_are_extrapolated),
        cmocka_unit_test(steady_costs_may_differ_by_rounding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
