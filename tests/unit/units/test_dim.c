#include "units/dim.h"

#include "support/check.h"

#include "units/unit.h"

static struct dim money(const char *code)
{
    return dim_of_currency(currency_code(str_of(code)));
}

static void products_and_quotients_add_exponents(void **state)
{
    (void)state;
    struct dim price, back, square;
    assert_true(dim_over(money("USD"), dim_of(KIND_ENERGY), &price));
    assert_int_equal(price.exponent[KIND_ENERGY], -1);
    assert_true(dim_has_money(price));
    assert_false(dim_is_money(price));
    assert_true(dim_times(price, dim_of(KIND_ENERGY), &back));
    assert_true(dim_eq(back, money("USD")));
    assert_true(dim_is_money(back));
    assert_true(dim_power(dim_of(KIND_GPU), -2, &square));
    assert_int_equal(square.exponent[KIND_GPU], -2);
    assert_true(dim_power(dim_of(KIND_GPU), 0, &square));
    assert_true(dim_is_none(square));
}

static void what_cancels_is_gone(void **state)
{
    (void)state;
    struct dim d;
    assert_true(dim_over(money("EUR"), money("EUR"), &d));
    assert_true(dim_is_none(d));
    assert_true(dim_over(dim_of(KIND_GPU), dim_of(KIND_GPU), &d));
    assert_true(dim_is_none(d));
}

static void currencies_are_kinds_apart_in_any_order(void **state)
{
    (void)state;
    struct dim a, b;
    assert_false(dim_eq(money("USD"), money("EUR")));
    assert_true(dim_times(money("USD"), money("EUR"), &a));
    assert_true(dim_times(money("EUR"), money("USD"), &b));
    assert_true(dim_eq(a, b));
    assert_true(dim_times(a, money("GBP"), &a));
    assert_false(dim_times(a, money("JPY"), &b));  // a fourth does not fit
}

static void exponents_have_a_limit(void **state)
{
    (void)state;
    struct dim d;
    assert_true(dim_power(dim_of(KIND_GPU), 100, &d));
    assert_false(dim_times(d, dim_of(KIND_GPU), &d));
    assert_false(dim_power(dim_of(KIND_GPU), 101, &d));
    assert_false(dim_power(money("USD"), -101, &d));
}

static void counts_and_rates_are_told_by_the_unit(void **state)
{
    (void)state;
    static const enum dim_kind counts[] = {KIND_GPU, KIND_SERVER, KIND_RACK,
                                           KIND_FTE, KIND_USER,   KIND_REQUEST};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
        assert_true(dim_is_count(dim_of(counts[i])));
    assert_false(dim_is_count(dim_of(KIND_TOKEN)));
    assert_false(dim_is_count(dim_of(KIND_TIME)));
    assert_false(dim_is_count(DIM_NONE));
    struct dim rate, power;
    assert_true(dim_over(dim_of(KIND_TOKEN), dim_of(KIND_TIME), &rate));
    assert_true(dim_is_rate(rate));
    assert_true(dim_over(dim_of(KIND_ENERGY), dim_of(KIND_TIME), &power));
    assert_false(dim_is_rate(power));  // a stock, like servers
    assert_false(dim_is_rate(dim_of(KIND_TOKEN)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products_and_quotients_add_exponents),
        cmocka_unit_test(what_cancels_is_gone),
        cmocka_unit_test(currencies_are_kinds_apart_in_any_order),
        cmocka_unit_test(exponents_have_a_limit),
        cmocka_unit_test(counts_and_rates_are_told_by_the_unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
