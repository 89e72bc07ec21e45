#include "units/unit.h"

#include "support/check.h"

static const struct unit_system PLAIN = {.hours_per_month = 730};

// What is shown for the dimension of a unit, and reads back as it.
static void shows(const char *unit, const char *time, const char *expected)
{
    struct arena a = {0};
    struct unit given, shown, again;
    struct str bad;
    assert_true(unit_parse(&PLAIN, str_of(unit), &given, &bad));
    struct str text = unit_of_dim(&a, &PLAIN, given.dim, str_of(time), &shown);
    assert_str(text, expected);
    assert_true(unit_parse(&PLAIN, text, &again, &bad));
    assert_true(dim_eq(again.dim, given.dim));
    assert_close(shown.factor, again.factor, 1e-15);
    arena_free(&a);
}

static void units_read_as_people_write_them(void **state)
{
    (void)state;
    shows("USD/MWh", "month", "USD/kWh");
    shows("W", "month", "kW");
    shows("kW/server", "month", "kW/server");
    shows("J", "month", "kWh");
    shows("token/s/gpu", "s", "token/gpu/s");
    shows("token/s", "month", "token/month");
    shows("USD/FTE/year", "year", "USD/FTE/year");
    shows("gpu^2", "month", "gpu^2");
    shows("1/USD", "month", "1/USD");
    shows("USD*month", "month", "USD*month");
    shows("tCO2e", "month", "kgCO2e");
    shows("m3", "month", "litre");
    shows("%", "month", "1");
    shows("gpu*hour", "hour", "gpu*hour");
    shows("USD/kW/month", "month", "USD/kWh");  // the same dimension
}

static void a_declared_price_is_in_the_currency_at_home(void **state)
{
    (void)state;
    struct arena a = {0};
    uint8_t eur = currency_code(STR("EUR"));
    assert_str(unit_in_currency(&a, STR("USD/kWh"), eur), "EUR/kWh");
    assert_str(unit_in_currency(&a, STR("kUSD/server/year"), eur), "kEUR/server/year");
    assert_str(unit_in_currency(&a, STR("token/USD"), eur), "token/EUR");
    assert_str(unit_in_currency(&a, STR("EUR/kWh"), eur), "EUR/kWh");
    assert_str(unit_in_currency(&a, STR("kgCO2e/kWh"), eur), "kgCO2e/kWh");
    assert_str(unit_in_currency(&a, STR("USD/kWh"), 0), "USD/kWh");
    assert_str(unit_in_currency(&a, STR("growth"), eur), "growth");
    assert_int_equal(unit_currency(STR("MEUR/gpu")), eur);
    assert_int_equal(unit_currency(STR("user/gpu")), 0);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_read_as_people_write_them),
        cmocka_unit_test(a_declared_price_is_in_the_currency_at_home),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
