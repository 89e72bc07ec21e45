#include "report/quantity.h"

#include "support/check.h"

static void assert_said(struct arena *a, double value, const char *unit, const char *said)
{
    assert_str(quantity_text(a, value, str_of(unit), 6), said);
}

static void test_units(void **state)
{
    struct arena a = {0};
    (void)state;
    assert_said(&a, 0.3, "1", "0.3");
    assert_said(&a, 290000, "USD/FTE/year", "290,000 USD/FTE/year");
    assert_said(&a, 6e10, "token/month", "60 Gtoken/month");
    assert_said(&a, 2.52e-9, "EUR/token", "0.00252 EUR/Mtoken");
    assert_said(&a, 0, "EUR/token", "0 EUR/Mtoken");
    assert_said(&a, 0.09, "1/year", "9 %/year");
    assert_said(&a, 1.255, "1/year", "125.5 %/year");
    assert_said(&a, -10, "%/year stepped", "-10 %/year stepped");
    assert_said(&a, 2e-5, "1/gpu/hour", "2e-5 1/gpu/hour");
    assert_said(&a, 21.007737189244, "gpu", "21.0077 gpu");
    assert_said(&a, 1e30, "token/min", "1e30 token/min");  // no limit
    assert_said(&a, 1.5e-15, "1", "1.5e-15");
    arena_free(&a);
}

static void test_ranges(void **state)
{
    struct arena a = {0};
    (void)state;
    assert_str(quantity_range(&a, 5.4e10, 6.6e10, STR("token/month"), 6),
               "54 to 66 Gtoken/month");
    assert_str(quantity_range(&a, 0.9, 1.1, STR("1"), 6), "0.9 to 1.1");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_units),
                                       cmocka_unit_test(test_ranges)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
