#include "support/check.h"

#include "engine/run.h"

#include <math.h>
#include <stdio.h>

enum { MONTHS = 6, TRIALS = 120 };

// x is 1, 2, 4, 8, 16, 32; y is 1 in months 1 and 3.
static const char SCENARIO[] = "tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: 6 months\n"
                               "options:\n  o:\n    c:\n      use: looks\n"
                               "      x: [1, 2, 4, 8, 16, 32]\n      y: [1, 0, 1, 0, 0, 0]\n%s";

static const char MODEL[] = "model: looks\n"
                            "inputs:\n"
                            "  x: {unit: 1}\n"
                            "  y: {unit: 1}\n"
                            "  n: {unit: month, default: 2 months}\n"
                            "  g: {unit: growth, default: 0 %%/month}\n"
                            "rows:\n"
                            "  worn:\n"
                            "    unit: 1\n"
                            "    is: cohorts(once(8), written_down(0.25, age == n))\n"
                            "  r: {unit: 1, is: \"%s\"}\n"
                            "costs:\n"
                            "  line: {class: opex, category: other, is: r * 1 USD}\n";

static bool compute(struct session *s, const char *formula, const char *inputs)
{
    char model[1000], scenario[800];
    snprintf(model, sizeof model, MODEL, formula);
    snprintf(scenario, sizeof scenario, SCENARIO, inputs);
    return compute_model(s, model, scenario);
}

static void check_with(const char *formula, const char *inputs, const double *wanted)
{
    struct session s;
    assert_computed(&s, compute(&s, formula, inputs));
    for (uint32_t m = 1; m <= MONTHS; m++) {
        double found = row_value(&s, "o.c.r", m);
        if (!(fabs(found - wanted[m - 1]) <= 1e-13 * fmax(1, fabs(wanted[m - 1]))))
            fail_msg("%s with %s is %.17g in month %u, not %.17g", formula, inputs, found,
                     (unsigned)m, wanted[m - 1]);
    }
    session_close(&s);
}

static void check(const char *formula, const double *wanted)
{
    check_with(formula, "", wanted);
}

static void check_refused(const char *formula, const char *inputs, const char *ids)
{
    struct session s;
    assert_false(compute(&s, formula, inputs));
    assert_ids(&s.diags, ids);
    session_close(&s);
}

static void the_month_before(void **state)
{
    (void)state;
    check("prev(x)", (const double[]){0, 1, 2, 4, 8, 16});
    check("prev(x, 7)", (const double[]){7, 1, 2, 4, 8, 16});
    check("prev(prev(x, 7), 9)", (const double[]){9, 7, 1, 2, 4, 8});
    check("prev(x + y)", (const double[]){0, 2, 2, 5, 8, 16});
    check("prev(r, 3) * 2", (const double[]){6, 12, 24, 48, 96, 192});
}

static void months_before(void **state)
{
    (void)state;
    check("lag(x, n)", (const double[]){0, 0, 1, 2, 4, 8});
    check("lag(x, 0 months)", (const double[]){1, 2, 4, 8, 16, 32});
    check("lag(x, n * 0.6)", (const double[]){0, 0, 1, 2, 4, 8});  // not before it is over
    check("lag(x, 5 months)", (const double[]){0, 0, 0, 0, 0, 1});
    check("lag(x, 99 months)", (const double[]){0, 0, 0, 0, 0, 0});
    check_refused("lag(x, -1 month)", "", "out-of-range");
    check_refused("lag(x, 1.2 months)", "", "out-of-range");  // between two months
    check_refused("lag(x, elapsed)", "", "not-constant");
}

static void a_month_by_its_time(void **state)
{
    (void)state;
    check("at(x, 0 months)", (const double[]){1, 1, 1, 1, 1, 1});
    check("at(x, n)", (const double[]){4, 4, 4, 4, 4, 4});
    check("at(x, n * 1.45)", (const double[]){4, 4, 4, 4, 4, 4});
    check("at(x, elapsed)", (const double[]){1, 2, 4, 8, 16, 32});
    check_refused("at(x, 6 months)", "", "out-of-range");
    check_refused("at(x, 2.9 months)", "", "out-of-range");
    check_refused("at(x, -1 month)", "", "out-of-range");
}

static void sums_over_months(void **state)
{
    (void)state;
    check("cumulative(x)", (const double[]){1, 3, 7, 15, 31, 63});
    check("total(x)", (const double[]){63, 63, 63, 63, 63, 63});
    check("cumulative(x) / total(x) * 63", (const double[]){1, 3, 7, 15, 31, 63});
    check("total(2)", (const double[]){12, 12, 12, 12, 12, 12});
    check("prev(cumulative(x))", (const double[]){0, 1, 3, 7, 15, 31});
    check("once(x + 4)", (const double[]){5, 0, 0, 0, 0, 0});
    check("at_end(x)", (const double[]){0, 0, 0, 0, 0, 32});
}

static void cohorts_weigh_by_age(void **state)
{
    (void)state;
    check("cohorts(x, if(age < n, 1, 0))", (const double[]){1, 3, 6, 12, 24, 48});
    check("cohorts(y, 1 - age / 4 months)", (const double[]){1, 0.75, 1.5, 1, 0.5, 0});
    check("cohorts(y, age == n)", (const double[]){0, 0, 1, 0, 1, 0});
    check("cohorts(x, 1)", (const double[]){1, 3, 7, 15, 31, 63});
    check("cohorts(y, x)", (const double[]){1, 2, 8, 16, 32, 64});  // the weight is of now
    check("cohorts(2, if(age < n, 1, 0))", (const double[]){2, 4, 4, 4, 4, 4});
}

// A quarter a month; where it is sold, whatever is left.
static void what_is_sold_is_written_down(void **state)
{
    (void)state;
    check("cohorts(y, if(age < 3 months, written_down(0.25, age == 2 months), 0))",
          (const double[]){0.25, 0.25, 0.75, 0.25, 0.5, 0});
    check("cohorts(once(8), if(age < 3 months, written_down(0.25, 0), 0))",
          (const double[]){2, 2, 2, 0, 0, 0});
}

// Of the half that is left after two months, a quarter is that month's share.
static void what_is_written_off_is_a_part(void **state)
{
    (void)state;
    check("written_off(worn)", (const double[]){0, 0, 2, 0, 0, 0});
    check("worn - written_off(worn)", (const double[]){2, 2, 2, 2, 2, 2});
    check_refused("written_off(x)", "", "wrong-arguments");
    check_refused("written_off(worn * 2)", "", "wrong-arguments");
    check_refused("written_off(3)", "", "wrong-arguments");
}

static void growth_moves_by_the_month(void **state)
{
    (void)state;
    double month[MONTHS], year[MONTHS];
    for (int m = 0; m < MONTHS; m++) {
        month[m] = pow(1.05, m);
        year[m] = pow(0.9, m / 12.0);
    }
    check("grow(g)", (const double[]){1, 1, 1, 1, 1, 1});
    check_with("grow(g)", "      g: 5 %/month\n", month);
    check_with("grow(g)", "      g: -10 %/year\n", year);
    check_with("grow(g)", "      g: 21 %/year stepped\n", (const double[]){1, 1, 1, 1, 1, 1});
    check_with("grow(g)", "      g: 10 %/month stepped\n",
               (const double[]){1, 1.1, 1.21, 1.331, 1.4641, 1.61051});
}

// Each month's rate leads to the next month.
static void growth_may_change(void **state)
{
    (void)state;
    check_with("grow(g)",
               "      g: {2027-01: 10 %/month, 2027-03: 20 %/month, 2027-05: 0 %/month}\n",
               (const double[]){1, 1.1, 1.21, 1.21 * 1.2, 1.21 * 1.44, 1.21 * 1.44});
    check_with("at(grow(g), 3 months)", "      g: {2027-01: 10 %/month, 2027-03: 20 %/month}\n",
               (const double[]){1.452, 1.452, 1.452, 1.452, 1.452, 1.452});
}

static void a_growth_below_minus_all_is_refused(void **state)
{
    (void)state;
    check_refused("grow(g)", "      g: -150 %/year\n", "out-of-range");
    check_refused("grow(g)", "      g: -100 %/year\n", "out-of-range");
}

// ---- drawn times -------------------------------------------------------------------------------

// A time that is drawn gives in each trial what the same time gives that is known.
static void check_drawn(const char *formula, const double by_time[3][MONTHS])
{
    static const char drawn[] =
        "      n: discrete(0 months, 1/3, 1 month, 1/3, 4 months, 1/3)\n";
    int seen[3] = {0};
    struct session s;
    struct trials t;
    assert_computed(&s, compute(&s, formula, drawn));
    assert_computed(&s, session_build_uncertain(&s));
    const struct val *amount = s.ledger.lines.at[0].amount + 1;
    trials_run(&s.arena, &s.unroll, amount, MONTHS, TRIALS, 5, &t);
    for (int k = 0; k < TRIALS; k++) {
        int match = -1;
        for (int b = 0; b < 3; b++) {
            int same = 0;
            for (int m = 0; m < MONTHS; m++)
                same += fabs(t.values[m * TRIALS + k] - by_time[b][m]) < 1e-12;
            if (same == MONTHS) match = b;
        }
        assert_true(match >= 0);
        seen[match]++;
    }
    for (int b = 0; b < 3; b++)
        assert_true(seen[b] > TRIALS / 6);
    session_close(&s);
}

static void drawn_times_choose_among_months(void **state)
{
    (void)state;
    check_drawn("lag(x, n)", (const double[3][MONTHS]){{1, 2, 4, 8, 16, 32},
                                                       {0, 1, 2, 4, 8, 16},
                                                       {0, 0, 0, 0, 1, 2}});
    check_drawn("at(x, n)", (const double[3][MONTHS]){{1, 1, 1, 1, 1, 1},
                                                      {2, 2, 2, 2, 2, 2},
                                                      {16, 16, 16, 16, 16, 16}});
    check_drawn("cohorts(x, if(age < n, 1, 0))",
                (const double[3][MONTHS]){
                    {0, 0, 0, 0, 0, 0}, {1, 2, 4, 8, 16, 32}, {1, 3, 7, 15, 30, 60}});
    check_drawn(
        "cohorts(once(8), written_down(0.25, age == n))",
        (const double[3][MONTHS]){{8, 2, 2, 2, 2, 2}, {2, 6, 2, 2, 2, 2}, {2, 2, 2, 2, 0, 2}});
    check_drawn(
        "written_off(worn)",
        (const double[3][MONTHS]){{6, 0, 0, 0, 0, 0}, {0, 4, 0, 0, 0, 0}, {0, 0, 0, 0, -2, 0}});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_month_before),
        cmocka_unit_test(months_before),
        cmocka_unit_test(a_month_by_its_time),
        cmocka_unit_test(sums_over_months),
        cmocka_unit_test(cohorts_weigh_by_age),
        cmocka_unit_test(what_is_sold_is_written_down),
        cmocka_unit_test(what_is_written_off_is_a_part),
        cmocka_unit_test(growth_moves_by_the_month),
        cmocka_unit_test(growth_may_change),
        cmocka_unit_test(a_growth_below_minus_all_is_refused),
        cmocka_unit_test(drawn_times_choose_among_months),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
