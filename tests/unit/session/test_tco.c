// Uses the public header alone, as a program that links libtco would.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tco/tco.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char SCENARIO[] =
    "tco: 1\n"
    "currency: USD\n"
    "start: 2027-01\n"
    "horizon: 2 months\n"
    "options:\n"
    "  team:\n"
    "    people: {use: staff, people: 2 FTE, salary: 120000 USD/FTE/year, setup_cost: 500 USD}\n";

static const char *write_scenario(const char *text)
{
    static char path[] = "test_tco_scenario.yaml";
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    return path;
}

static void computes_a_scenario(void **state)
{
    (void)state;
    tco_session *s = tco_open();
    assert_non_null(s);
    assert_true(tco_set(s, "team.people.people=3 FTE"));
    assert_true(tco_load(s, write_scenario(SCENARIO)));
    assert_true(tco_compute(s));
    assert_int_equal(tco_option_count(s), 1);
    assert_string_equal(tco_option_name(s, 0), "team");
    assert_string_equal(tco_currency(s), "USD");
    double total = 0, npv;
    assert_true(tco_metric_of(s, 0, TCO_TOTAL, &total));
    assert_true(total == 2 * 3 * 10000 + 500);
    assert_false(tco_metric_of(s, 0, TCO_NPV, &npv));  // no discount rate
    assert_true(tco_feasible(s, 0));
    double sum = 0;
    for (size_t line = 0; line < tco_line_count(s); line++)
        for (size_t column = 0; column <= tco_months(s); column++)
            sum += tco_billed(s, line, column);
    assert_true(sum == total);
    assert_string_equal(tco_line_address(s, 0), "team.people.salaries");
    assert_string_equal(tco_line_class(s, 0), "opex");
    assert_true(tco_billed(s, 0, 1) == 30000 && tco_effective(s, 0, 1) == 30000);
    tco_close(s);
}

static void reports_mistakes_with_their_places(void **state)
{
    (void)state;
    char text[600];
    tco_diagnostic d;
    snprintf(text, sizeof text, "%s    ghost: {use: staf}\n", SCENARIO);
    tco_session *s = tco_open();
    assert_false(tco_load(s, write_scenario(text)));
    assert_int_equal(tco_diagnostic_count(s), 1);
    assert_true(tco_diagnostic_at(s, 0, &d));
    assert_int_equal(d.severity, TCO_ERROR);
    assert_string_equal(d.id, "unknown-model");
    assert_string_equal(d.file, "test_tco_scenario.yaml");
    assert_int_equal(d.line, 8);
    assert_int_equal(d.column, 18);
    assert_non_null(strstr(d.help, "staff"));
    assert_false(tco_diagnostic_at(s, 1, &d));
    tco_close(s);
}

static void closes_what_was_never_opened(void **state)
{
    (void)state;
    tco_close(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(computes_a_scenario),
        cmocka_unit_test(reports_mistakes_with_their_places),
        cmocka_unit_test(closes_what_was_never_opened),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    unlink("test_tco_scenario.yaml");
    return failed;
}
