#include "support/check.h"

#include "analysis/period.h"

enum { JANUARY, FEBRUARY, MARCH, APRIL, JULY = 6, OCTOBER = 9, DECEMBER = 11 };

static struct program starting(int year, int month, int fiscal_month, uint32_t months)
{
    return (struct program){
        .start = year * 12 + month, .fiscal_start = fiscal_month, .months = months};
}

static void check_name(const struct program *p, enum period period, uint32_t column,
                       const char *name)
{
    struct arena a = {0};
    assert_str(period_text(&a, p, period, period_of(p, period, column)), name);
    arena_free(&a);
}

static void fiscal_years_are_named_by_their_end(void **state)
{
    (void)state;
    struct program p = starting(2027, APRIL, JULY, 24);
    check_name(&p, PERIOD_FISCAL_YEAR, 0, "FY2027");
    check_name(&p, PERIOD_FISCAL_YEAR, 3, "FY2027");   // June 2027
    check_name(&p, PERIOD_FISCAL_YEAR, 4, "FY2028");   // July 2027
    check_name(&p, PERIOD_FISCAL_YEAR, 15, "FY2028");  // June 2028
    check_name(&p, PERIOD_FISCAL_YEAR, 24, "FY2029");
    check_name(&p, PERIOD_FISCAL_QUARTER, 3, "FY2027-Q4");
    check_name(&p, PERIOD_FISCAL_QUARTER, 4, "FY2028-Q1");
    check_name(&p, PERIOD_FISCAL_QUARTER, 9, "FY2028-Q2");  // December 2027
    check_name(&p, PERIOD_YEAR, 9, "2027");
    check_name(&p, PERIOD_QUARTER, 4, "2027-Q3");
}

static void from_january_they_are_calendar_years(void **state)
{
    (void)state;
    struct program p = starting(2027, FEBRUARY, JANUARY, 24);
    check_name(&p, PERIOD_FISCAL_YEAR, 11, "FY2027");
    check_name(&p, PERIOD_FISCAL_YEAR, 12, "FY2028");
    check_name(&p, PERIOD_FISCAL_QUARTER, 2, "FY2027-Q1");
    check_name(&p, PERIOD_FISCAL_QUARTER, 3, "FY2027-Q2");
}

// A fiscal year that begins in December has eleven months of the year that it is named by, and
// quarters across the turn of the year.
static void quarters_may_cross_the_turn_of_the_year(void **state)
{
    (void)state;
    struct program p = starting(2027, OCTOBER, DECEMBER, 6);
    check_name(&p, PERIOD_FISCAL_QUARTER, 2, "FY2027-Q4");  // November 2027
    check_name(&p, PERIOD_FISCAL_QUARTER, 3, "FY2028-Q1");  // December 2027
    check_name(&p, PERIOD_FISCAL_QUARTER, 5, "FY2028-Q1");  // February 2028
    check_name(&p, PERIOD_FISCAL_QUARTER, 6, "FY2028-Q2");
    assert_int_equal(period_count(&p, PERIOD_FISCAL_QUARTER), 3);
}

// Begin and end agree with the period that each column belongs to, wherever a horizon begins.
static void columns_are_divided_without_rest(void **state)
{
    (void)state;
    for (int start = 0; start < 12; start++) {
        for (int fiscal = 0; fiscal < 12; fiscal++) {
            struct program p = starting(2027, start, fiscal, 40);
            for (int by = 0; by < PERIOD_COUNT; by++) {
                enum period period = (enum period)by;
                uint32_t column = 0;
                for (uint32_t i = 0; i < period_count(&p, period); i++) {
                    assert_int_equal(period_begin(&p, period, i), column);
                    for (; column <= period_end(&p, period, i); column++)
                        assert_int_equal(period_of(&p, period, column), i);
                }
                assert_int_equal(column, 41);
            }
        }
    }
}

static void words_are_found(void **state)
{
    (void)state;
    assert_int_equal(period_find(STR("month")), PERIOD_MONTH);
    assert_int_equal(period_find(STR("fiscal-year")), PERIOD_FISCAL_YEAR);
    assert_int_equal(period_find(STR("fiscal")), PERIOD_COUNT);
    assert_string_equal(period_word(PERIOD_FISCAL_QUARTER), "fiscal-quarter");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fiscal_years_are_named_by_their_end),
        cmocka_unit_test(from_january_they_are_calendar_years),
        cmocka_unit_test(quarters_may_cross_the_turn_of_the_year),
        cmocka_unit_test(columns_are_divided_without_rest),
        cmocka_unit_test(words_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
