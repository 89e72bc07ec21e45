#include "support/check.h"

#include "engine/depreciation.h"

#include <math.h>

static const int CLASSES[] = {3, 5, 7, 10, 15, 20};

// Each column of the publication adds up to 100 and lies near the recursion; the hand-rounded
// year that is farthest off is 0.0138 away.
static void every_table_adds_up_and_follows_its_recursion(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CLASSES); i++)
        for (int q = MACRS_HALF_YEAR; q <= MACRS_MID_QUARTER_4; q++) {
            const double *percent = macrs_table(CLASSES[i], (enum macrs_convention)q);
            double share[MACRS_YEARS], sum = 0;
            assert_non_null(percent);
            macrs_formula(CLASSES[i], macrs_first_year_part((enum macrs_convention)q), share);
            for (int year = 0; year <= CLASSES[i]; year++) {
                sum += percent[year];
                if (!(fabs(percent[year] - 100 * share[year]) < 0.015))
                    fail_msg("class %d, convention %d, year %d", CLASSES[i], q, year + 1);
            }
            assert_close(sum, 100, 1e-12);
        }
}

// The publication's own way, in whole units of its last printed digit: each year is rounded, half
// up, and the next one starts from what is left of 100.
struct printer {
    int years, eighths;  // of the first year
    long long left;
};

static long long divide_half_up(long long a, long long b)
{
    return (2 * a + b) / (2 * b);
}

static long long printed_year(struct printer *c, int year)
{
    int doubled = c->years >= 15 ? 3 : 4;  // twice the factor of declining balance
    long long part = year == 0 ? c->eighths : 8,
              life = 8LL * (c->years + 1 - year) - c->eighths;
    if (year == 0) life = 8LL * c->years;
    long long falling = divide_half_up(c->left * doubled * part, 16LL * c->years),
              even = divide_half_up(c->left * part, life);
    long long loss = falling > even ? falling : even;
    if (year == c->years) loss = c->left;
    c->left -= loss;
    return loss;
}

// Two columns are printed otherwise: in each, one year and the last one, which makes up for it.
static int printed_otherwise(int years, int convention, int year)
{
    if (years == 7 && convention == MACRS_MID_QUARTER_2) return year == 0 ? -1 : year == 7;
    if (years == 20 && convention == MACRS_MID_QUARTER_1)
        return year == 1 ? -8 : year == 20 ? 8 : 0;
    return 0;
}

static void check_column(int years, int convention)
{
    static const int eighths[] = {4, 7, 5, 3, 1};
    const double *percent = macrs_table(years, (enum macrs_convention)convention);
    long long unit = years == 20 ? 1000 : 100, sum = 0;
    struct printer c = {years, eighths[convention], 100 * unit};
    for (int year = 0; year <= years; year++) {
        long long printed = llround(percent[year] * (double)unit),
                  want = printed_year(&c, year) + printed_otherwise(years, convention, year);
        sum += printed;
        assert_close(percent[year], (double)printed / (double)unit, 1e-15);
        if (printed != want)
            fail_msg("class %d, convention %d, year %d: %lld, not %lld", years, convention,
                     year + 1, printed, want);
    }
    assert_true(sum == 100 * unit);
    for (int year = years + 1; year < MACRS_YEARS; year++)
        assert_same(percent[year], 0);
}

static void every_table_is_its_recursion_rounded_year_by_year(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(CLASSES); i++)
        for (int q = MACRS_HALF_YEAR; q <= MACRS_MID_QUARTER_4; q++)
            check_column(CLASSES[i], q);
}

static void there_is_no_other_class(void **state)
{
    (void)state;
    assert_null(macrs_table(4, MACRS_HALF_YEAR));
    assert_null(macrs_table(0, MACRS_HALF_YEAR));
}

static void declining_balance_stops_at_salvage(void **state)
{
    (void)state;
    struct asset a = {2400, 300, 10};
    double left = 2400;
    for (int k = 1; k <= 10; k++)
        left -= depreciation_declining(&a, k, 2);
    assert_close(left, 300, 1e-12);
    assert_same(depreciation_declining(&a, 10, 50), 0);
}

static void a_part_of_a_period_bears_its_share(void **state)
{
    (void)state;
    struct asset a = {1000000, 0, 5};
    assert_close(depreciation_between(&a, 2.5, 3.5, 2, false), 126000, 1e-12);
    assert_close(depreciation_between(&a, 0, 5, 2, false), 1000000, 1e-12);
    assert_close(depreciation_between(&a, 0, 5, 2, true), 922240, 1e-12);
}

static void bonus_comes_after_expensing_and_before_the_table(void **state)
{
    (void)state;
    double list[MACRS_YEARS];
    struct tax_asset a = {2560000, 500000, 0.4, 5, MACRS_HALF_YEAR};
    tax_deductions(&a, list);
    assert_close(list[0], 500000 + 824000 + 0.2 * 1236000, 1e-12);
    assert_close(list[5], 0.0576 * 1236000, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_table_adds_up_and_follows_its_recursion),
        cmocka_unit_test(every_table_is_its_recursion_rounded_year_by_year),
        cmocka_unit_test(there_is_no_other_class),
        cmocka_unit_test(declining_balance_stops_at_salvage),
        cmocka_unit_test(a_part_of_a_period_bears_its_share),
        cmocka_unit_test(bonus_comes_after_expensing_and_before_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
