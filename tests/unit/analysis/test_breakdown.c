// What cash goes to adds up to what options cost, by category and by year.
#include "analysis/breakdown.h"

#include "support/check.h"

static const char MODEL[] =
    "model: thing\n"
    "summary: A thing.\n"
    "inputs:\n"
    "  price: {unit: USD, default: 0 USD, doc: Price.}\n"
    "  fee: {unit: USD/month, default: 0 USD/month, doc: Fee.}\n"
    "  loss: {unit: USD/month, default: 0 USD/month, doc: Loss.}\n"
    "costs:\n"
    "  bought: {is: 'if(elapsed == 0 month, price, 0 USD)', class: capex, "
    "category: hardware, paid: start, life: 24 month, doc: Bought.}\n"
    "  running: {is: fee * month, class: opex, category: support, doc: "
    "Running.}\n"
    "  lost: {is: loss * month, class: risk, category: outages, doc: "
    "Lost.}\n";

static const char SCENARIO[] = "tco: 1\ncurrency: USD\nstart: 2027-11\nhorizon: 4 months\n"
                               "options:\n"
                               "  rent:\n"
                               "    it: {use: thing, fee: 100 USD/month, loss: 7 USD/month}\n"
                               "  buy:\n"
                               "    it: {use: thing, price: 900 USD, fee: 10 USD/month}\n";

static void test_adds_up(void **state)
{
    struct session s;
    (void)state;
    assert_computed(&s, compute_model(&s, MODEL, SCENARIO));
    struct comparison c = compare_options(&s);
    struct breakdown b = breakdown_find(&s, &c);
    assert_int_equal(b.categories.count, 2);  // expected losses are no cash
    assert_str(b.categories.at[0], "hardware");
    assert_str(b.categories.at[1], "support");
    assert_close(breakdown_amount(&b, 0, 0), 0, 0);
    assert_close(breakdown_amount(&b, 0, 1), 400, 1e-12);
    assert_close(breakdown_amount(&b, 1, 0), 900, 1e-12);
    assert_close(breakdown_amount(&b, 1, 1), 40, 1e-12);
    assert_int_equal(b.period, PERIOD_YEAR);
    assert_int_equal(b.periods, 2);
    assert_close(breakdown_cash(&b, 0, 0), 200, 1e-12);
    assert_close(breakdown_cash(&b, 0, 1), 200, 1e-12);
    assert_close(breakdown_cash(&b, 1, 0), 920, 1e-12);
    assert_close(breakdown_cash(&b, 1, 1), 20, 1e-12);
    assert_close(breakdown_flow(&b, 0, 0, 0), 0, 0);
    assert_close(breakdown_flow(&b, 0, 1, 1), 200, 1e-12);
    assert_close(breakdown_flow(&b, 1, 0, 0), 900, 1e-12);
    assert_close(breakdown_flow(&b, 1, 0, 1), 0, 0);
    assert_close(breakdown_flow(&b, 1, 1, 0), 20, 1e-12);
    assert_close(breakdown_flow(&b, 1, 1, 1), 20, 1e-12);
    session_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_adds_up)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
