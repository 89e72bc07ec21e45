#include "support/check.h"

#include "engine/run.h"

#include <math.h>
#include <stdio.h>

enum { MONTHS = 4, TRIALS = 100 };

// Components with lines of every kind: what is run, bought, fetched and insured.
static const char COMPONENT[] =
    "model: spender\n"
    "inputs:\n"
    "  amount: {unit: USD}\n"
    "  terms: {unit: month, default: 1 month}\n"
    "  life: {unit: month, default: 2 months}\n"
    "costs:\n"
    "  ended: {class: opex, category: run, is: amount}\n"
    "  started: {class: opex, category: rent, is: amount * 10, paid: start}\n"
    "  later: {class: opex, category: run, is: amount * 100, paid: terms}\n"
    "  bought: {class: capex, category: buy, is: amount * 1000, paid: start, life: life}\n"
    "  sold: {class: capex, category: buy, is: -at_end(amount) * 10000, life: life, amortise: backward}\n"
    "  loss: {class: risk, category: loss, is: amount * 100000}\n";

// Models of the option with one row each, and a line that nobody of their kind may see.
static const char OPTION_MODEL[] =
    "model: levy\n"
    "level: option\n"
    "rows:\n"
    "  r: {unit: \"%s\", is: \"%s\"}\n"
    "costs:\n"
    "  levy: {class: opex, category: levy, is: \"r * 0 + 1e9 * 1 USD\"}\n";

static bool compute(struct session *s, const char *unit, const char *formula, const char *more)
{
    char model[1000], scenario[1000];
    snprintf(model, sizeof model, OPTION_MODEL, unit, formula);
    snprintf(scenario, sizeof scenario,
             "tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: 4 months\n%s", more);
    return compute_models(s, COMPONENT, model, scenario);
}

static const char ONE[] = "options:\n"
                          "  o:\n"
                          "    c: {use: spender, amount: [1 USD, 2 USD, 3 USD, 4 USD]}\n"
                          "    l: {use: levy}\n"
                          "    k: {use: levy}\n"
                          "  other:\n"
                          "    c: {use: spender, amount: 5 USD}\n";

static void check(const char *formula, const double *wanted)
{
    struct session s;
    assert_computed(&s, compute(&s, "USD", formula, ONE));
    for (uint32_t m = 1; m <= MONTHS; m++) {
        double found = row_value(&s, "o.l.r", m);
        if (!(fabs(found - wanted[m - 1]) <= 1e-13 * fmax(1, fabs(wanted[m - 1]))))
            fail_msg("%s is %.17g in month %u, not %.17g", formula, found, (unsigned)m,
                     wanted[m - 1]);
    }
    session_close(&s);
}

static void lines_are_found_by_what_they_are(void **state)
{
    (void)state;
    check("lines(class='opex')", (const double[]){111, 222, 333, 444});
    check("lines(class='risk')", (const double[]){1e5, 2e5, 3e5, 4e5});
    check("lines(category='run')", (const double[]){101, 202, 303, 404});
    check("lines(class='opex', category='rent')", (const double[]){10, 20, 30, 40});
    check("lines(line='later')", (const double[]){100, 200, 300, 400});
    check("lines(class='capex', flow='bought')", (const double[]){1000, 2000, 3000, 4000});
    check("lines(class='capex', flow='sold')", (const double[]){0, 0, 0, -40000});
    check("lines(class='capex')", (const double[]){1000, 2000, 3000, -36000});
    check("lines(category='levy')", (const double[]){0, 0, 0, 0});  // not of their own kind
    check("lines(class='benefit')", (const double[]){0, 0, 0, 0});
}

static void lines_stand_where_they_are_paid(void **state)
{
    (void)state;
    check("lines(line='ended', when='paid')", (const double[]){1, 2, 3, 4});
    check("lines(line='started', when='paid')", (const double[]){20, 30, 40, 0});
    check("lines(line='later', when='paid')", (const double[]){0, 100, 200, 700});
    check("lines(line='later', when='caused')", (const double[]){100, 200, 300, 400});
    check("lines(class='opex', when='paid')", (const double[]){21, 132, 243, 704});
}

static void lines_age_by_their_own_life(void **state)
{
    (void)state;
    check("cohorts(lines(class='capex', flow='bought'), if(age < life, month / life, 0))",
          (const double[]){500, 1500, 2500, 3500});
    check("cohorts(lines(line='ended'), if(age < life, 1, 0))",  // no life: the horizon
          (const double[]){1, 3, 6, 10});
    check("cohorts(lines(line='later', when='paid'), age == month)",
          (const double[]){0, 0, 100, 200});
}

static void components_of_one_option_add_up(void **state)
{
    (void)state;
    static const char two[] = "options:\n"
                              "  o:\n"
                              "    a: {use: spender, amount: 1 USD}\n"
                              "    b: {use: spender, amount: 2 USD, life: 4 months}\n"
                              "    l: {use: levy}\n";
    struct session s;
    assert_computed(&s, compute(&s, "USD", "lines(line='ended')", two));
    assert_close(row_value(&s, "o.l.r", 1), 3, 1e-14);
    session_close(&s);
    assert_computed(
        &s, compute(&s, "USD", "cohorts(lines(line='bought'), if(age < life, month / life, 0))",
                    two));
    assert_close(row_value(&s, "o.l.r", 1), 1000 / 2.0 + 2000 / 4.0, 1e-14);
    assert_close(row_value(&s, "o.l.r", 4), 2 * 1000 / 2.0 + 4 * 2000 / 4.0, 1e-14);
    session_close(&s);
}

static void drawn_terms_pay_each_trial(void **state)
{
    (void)state;
    static const char drawn[] = "options:\n  o:\n    c:\n      use: spender\n"
                                "      amount: [1 USD, 2 USD, 3 USD, 4 USD]\n"
                                "      terms: discrete(0 months, 0.5, 2 months, 0.5)\n"
                                "    l: {use: levy}\n";
    static const double paid[2][MONTHS] = {{100, 200, 300, 400}, {0, 0, 100, 900}};
    int seen[2] = {0};
    struct session s;
    struct trials t;
    struct val out[MONTHS];
    assert_computed(&s, compute(&s, "USD", "lines(line='later', when='paid')", drawn));
    assert_computed(&s, session_build_uncertain(&s));
    uint32_t row = 0;
    while (!str_is(row_address(&s.arena, &s.program, row), "o.l.r"))
        row++;
    for (uint32_t m = 0; m < MONTHS; m++)
        assert_true(unroll_cell(&s.unroll, row, m + 1, &out[m]));
    trials_run(&s.arena, &s.unroll, out, MONTHS, TRIALS, 6, &t);
    for (int k = 0; k < TRIALS; k++) {
        int which = t.values[k] == 0;
        for (int m = 0; m < MONTHS; m++)
            assert_same(t.values[m * TRIALS + k], paid[which][m]);
        seen[which]++;
    }
    assert_true(seen[0] > TRIALS / 4 && seen[1] > TRIALS / 4);
    session_close(&s);
}

// ---- calendar ----------------------------------------------------------------------------------

static double calendar(const char *formula, const char *start, int first_month, uint32_t month)
{
    char model[400], scenario[400];
    struct session s;
    snprintf(model, sizeof model, OPTION_MODEL, "1", formula);
    snprintf(scenario, sizeof scenario,
             "tco: 1\ncurrency: USD\nstart: %s\nhorizon: 30 months\n"
             "finance: {fiscal_year_start: %d}\n"
             "options: {o: {c: {use: spender, amount: 1 USD}, l: {use: levy}}}\n",
             start, first_month);
    assert_computed(&s, compute_models(&s, COMPONENT, model, scenario));
    double found = row_value(&s, "o.l.r", month);
    session_close(&s);
    return found;
}

static void fiscal_years_begin_in_their_month(void **state)
{
    (void)state;
    const char *year = "fiscal_year(elapsed)", *month = "fiscal_month(elapsed)";
    assert_same(calendar(year, "2027-01", 1, 1), 0);
    assert_same(calendar(year, "2027-01", 1, 12), 0);
    assert_same(calendar(year, "2027-01", 1, 13), 1);
    assert_same(calendar(month, "2027-01", 1, 12), 11);
    assert_same(calendar(month, "2027-01", 1, 13), 0);
    assert_same(calendar(year, "2027-07", 10, 3), 0);  // July, August, September
    assert_same(calendar(year, "2027-07", 10, 4), 1);  // October
    assert_same(calendar(month, "2027-07", 10, 1), 9);
    assert_same(calendar(month, "2027-07", 10, 4), 0);
    assert_same(calendar(year, "2027-03", 3, 12), 0);
    assert_same(calendar(year, "2027-03", 3, 13), 1);
    assert_same(calendar("fiscal_month(elapsed + 0.9 * month)", "2027-01", 1, 5), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_found_by_what_they_are),
        cmocka_unit_test(lines_stand_where_they_are_paid),
        cmocka_unit_test(lines_age_by_their_own_life),
        cmocka_unit_test(components_of_one_option_add_up),
        cmocka_unit_test(drawn_terms_pay_each_trial),
        cmocka_unit_test(fiscal_years_begin_in_their_month),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
