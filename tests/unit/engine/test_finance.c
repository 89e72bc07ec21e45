#include "support/check.h"
#include "support/gen.h"

#include "engine/finance.h"
#include "engine/returns.h"

#include <math.h>

enum { COLUMNS = 40 };

static struct irr irr_of(const double *dated, const double *operating, uint32_t columns,
                         double shift)
{
    return finance_irr(&(struct flows){dated, operating, columns - 1, shift});
}

// Savings that begin and end within the horizon: what lies outside is no reason to find nothing.
static void flows_may_begin_late_and_end_early(void **state)
{
    (void)state;
    const double dated[30] = {[9] = -1000}, operating[30] = {[10] = 600, [11] = 600};
    struct irr r = irr_of(dated, operating, 30, 0);
    assert_int_equal(r.status, IRR_SINGLE);
    assert_int_equal(r.count, 1);
    double monthly = pow(1 + r.roots[0], 1.0 / 12);
    assert_close(600 / monthly + 600 / (monthly * monthly), 1000, 1e-9);
}

static void several_rates_are_all_found(void **state)
{
    (void)state;
    // (x - 1.01)(x - 1.02)(x - 1.03)
    const double dated[] = {1, -3.06, 1.01 * 1.02 + 1.01 * 1.03 + 1.02 * 1.03,
                            -1.01 * 1.02 * 1.03};
    const double operating[4] = {0};
    struct irr r = irr_of(dated, operating, 4, 0);
    assert_int_equal(r.status, IRR_MULTIPLE);
    assert_int_equal(r.count, 3);
    for (int i = 0; i < 3; i++)
        assert_close(r.roots[i], pow(1.01 + 0.01 * i, 12) - 1, 1e-6);
}

static void a_rate_of_nothing_is_found(void **state)
{
    (void)state;
    const double dated[] = {-100, 120, -40, 20}, operating[4] = {0};
    struct irr r = irr_of(dated, operating, 4, 0);
    assert_int_equal(r.status, IRR_SINGLE);
    assert_same(r.roots[0], 0);
}

// Monthly flows of changing sign against a search that knows no bound on the number of rates.
static void rates_that_are_no_numbers_are_beyond(void **state)
{
    (void)state;
    const double little[] = {-1000, 10}, much[] = {-1e-9, 1e18}, operating[] = {0, 0};
    struct irr r = irr_of(little, operating, 2, 0);  // 1 % of it is left after a month
    assert_int_equal(r.status, IRR_BEYOND);
    assert_int_equal(r.count, 0);
    assert_int_equal(irr_of(much, operating, 2, 0).status, IRR_BEYOND);
}

static void bounds_on_the_number_of_rates_lose_none(void **state)
{
    (void)state;
    struct arena arena = {0};
    uint64_t counts[3] = {0};
    for (uint64_t seed = 0; seed < gen_cases(60); seed++) {
        struct gen g = gen_seeded(seed);
        double dated[COLUMNS] = {0}, operating[COLUMNS] = {0}, time[COLUMNS];
        uint32_t columns = (uint32_t)gen_whole(&g, 3, COLUMNS);
        double trend = gen_number(&g, -1, 1);
        for (uint32_t i = 0; i < columns; i++) {
            time[i] = i;
            operating[i] = floor(1000 * (gen_number(&g, -1, 1) + trend));
        }
        operating[0] = floor(gen_number(&g, -30000, 30000));
        struct returns_rates want;
        returns_irr(&arena, &(struct series){operating, time, columns}, &want);
        struct irr r = irr_of(dated, operating, columns, 0);
        if (r.count != want.count)
            fail_msg("seed %llu: another count", (unsigned long long)seed);
        counts[r.count < 2 ? r.count : 2]++;
        for (uint32_t i = 0; i < r.count; i++) {
            double yearly = pow(1 + want.rate[i], 12) - 1;
            assert_true(fabs(r.roots[i] - yearly) <= 1e-6 * (1 + fabs(yearly)));
        }
        // the same flows half a month earlier: the same rates
        struct irr early = irr_of(dated, operating, columns, 0.5);
        if (early.count != r.count)
            fail_msg("seed %llu: half a month", (unsigned long long)seed);
    }
    assert_true(counts[0] > 0 && counts[1] > 0 && counts[2] > 0);
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flows_may_begin_late_and_end_early),
        cmocka_unit_test(several_rates_are_all_found),
        cmocka_unit_test(a_rate_of_nothing_is_found),
        cmocka_unit_test(rates_that_are_no_numbers_are_beyond),
        cmocka_unit_test(bounds_on_the_number_of_rates_lose_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
