#include "support/check.h"

#include "analysis/breakeven.h"

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

static void equal_costs_are_not_a_crossing(void **state)
{
    (void)state;
    CHECK("never", NONE, 0, -1, -2);
    CHECK("never", NONE, 0, 0, -1);
    CHECK("never", NONE, -1, 0, -1);
    CHECK("always", 0, 0, 1, 2);
    CHECK("always", 0, 1, 0, 1);
    CHECK("single", 1, -1, 0, 0, 1);
    CHECK("single", 2, -2, -1, 0);
    CHECK("reverted", NONE, 1, 0, -1);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_status_has_its_value),
        cmocka_unit_test(equal_costs_are_not_a_crossing),
        cmocka_unit_test(only_steady_costs_are_extrapolated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
