#include "support/check.h"

#include "engine/annuity.h"
#include "engine/finance.h"
#include "engine/roots.h"
#include "engine/vmath.h"

// The graph builds the same payment for draws: equal bits, so that a certain run and a run with
// draws of no width agree.
static void the_graph_and_the_kernel_have_equal_bits(void **state)
{
    (void)state;
    static const double rates[] = {0, 1e-10, 0.006, 0.07, -0.01};
    struct arena arena = {0};
    struct graph g;
    graph_init(&g, &arena);
    for (size_t i = 0; i < COUNT_OF(rates); i++)
        for (int advance = 0; advance < 2; advance++) {
            struct annuity a = {rates[i], 48, 0, 285000, -28500, advance != 0};
            struct val v = finance_payment(&g, val_number(a.rate), val_number(a.periods),
                                           val_number(a.present), val_number(a.future),
                                           val_number(advance));
            assert_same(val_double(v), -annuity_payment(&a));
        }
    arena_free(&arena);
}

static void the_graph_solves_the_same_equation(void **state)
{
    (void)state;
    static const double rates[] = {0, 1e-9, 0.006, 0.07, -0.01};
    struct arena arena = {0};
    struct graph g;
    graph_init(&g, &arena);
    for (size_t i = 0; i < COUNT_OF(rates); i++)
        for (int advance = 0; advance < 2; advance++) {
            struct annuity a = {rates[i], 30, -7000, 285000, 0, advance != 0};
            struct val rate = val_number(a.rate), periods = val_number(30);
            struct val paid = val_number(7000), due = val_number(advance);
            struct val owed = finance_owed(&g, rate, periods, paid, val_number(285000), due);
            struct val lent = finance_borrowed(&g, rate, periods, paid, val_number(500), due);
            assert_close(val_double(owed), -annuity_future(&a), 1e-13);
            a.future = -500;
            assert_close(val_double(lent), annuity_present(&a), 1e-13);
        }
    arena_free(&arena);
}

static void near_rate_zero_nothing_is_lost(void **state)
{
    (void)state;
    struct annuity a = {1e-12, 60, 0, 6000, 0, false};
    assert_close(annuity_payment(&a), -100.0 * (1 + 30.5e-12), 1e-14);
}

static void each_quantity_solves_the_equation_of_the_others(void **state)
{
    (void)state;
    struct annuity a = {0.01, 36, 0, 10000, -2000, true};
    a.payment = annuity_payment(&a);
    double periods;
    struct roots rates;
    assert_close(annuity_present(&a), 10000, 1e-12);
    assert_close(annuity_future(&a), -2000, 1e-12);
    assert_true(annuity_periods(&a, &periods));
    assert_close(periods, 36, 1e-11);
    annuity_rates(&a, &rates);
    assert_int_equal(rates.count, 1);
    assert_close(vm_expm1(rates.u[0]), 0.01, 1e-10);
}

static void a_payment_below_the_interest_never_ends(void **state)
{
    (void)state;
    struct annuity a = {0.01, 0, -99, 10000, 0, false};
    double periods = 7;
    assert_false(annuity_periods(&a, &periods));
}

static void a_rounded_loan_settles_with_its_last_payment(void **state)
{
    (void)state;
    struct arena arena = {0};
    struct loan l = {1000, 0.01, 3, 0, false, 2};
    struct loan_schedule s;
    annuity_schedule(&arena, &l, &s);
    assert_same(s.payment, 340.02);
    assert_same(s.last_payment, 340.03);
    assert_same(s.balance[2], 0);
    assert_close(s.principal[0] + s.principal[1] + s.principal[2], 1000, 1e-14);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_graph_and_the_kernel_have_equal_bits),
        cmocka_unit_test(the_graph_solves_the_same_equation),
        cmocka_unit_test(near_rate_zero_nothing_is_lost),
        cmocka_unit_test(each_quantity_solves_the_equation_of_the_others),
        cmocka_unit_test(a_payment_below_the_interest_never_ends),
        cmocka_unit_test(a_rounded_loan_settles_with_its_last_payment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
