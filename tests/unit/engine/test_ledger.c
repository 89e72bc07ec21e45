#include "support/check.h"
#include "support/gen.h"

#include "engine/run.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MONTHS = 4 };

static const char MODEL[] =
    "model: lines\n"
    "inputs:\n"
    "  amount: {unit: USD}\n"
    "  terms: {unit: month, default: 0}\n"
    "  life: {unit: month, default: 3 months}\n"
    "  fetched: {unit: USD, default: 0}\n"
    "costs:\n"
    "  ended: {class: opex, category: run, is: amount}\n"
    "  started: {class: opex, category: run, is: amount, paid: start}\n"
    "  later: {class: opex, category: run, is: amount, paid: terms}\n"
    "  bought: {class: capex, category: buy, is: once(amount) * 60, paid: start, life: life}\n"
    "  sold: {class: capex, category: buy, is: -at_end(fetched), life: life, amortise: backward}\n"
    "  kept: {class: capex, category: buy, is: -at_end(fetched) / 2, amortise: after}\n"
    "  loss: {class: risk, category: loss, is: amount * 3}\n"
    "  gain: {class: benefit, category: gain, is: -amount * 5}\n"
    "meters:\n"
    "  energy: {unit: kWh, is: amount / 1 USD * 2 kWh}\n";

// Four months with the amounts 1, 2, 4 and 8.
static bool compute(struct session *s, const char *finance, const char *inputs)
{
    char text[1000];
    snprintf(text, sizeof text,
             "tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: 4 months\n%s"
             "options:\n  o:\n    c:\n      use: lines\n"
             "      amount: [1 USD, 2 USD, 4 USD, 8 USD]\n%s",
             finance, inputs);
    return compute_model(s, MODEL, text);
}

static const struct line *line_of(const struct session *s, const char *name)
{
    for (uint32_t i = 0; i < s->ledger.lines.count; i++)
        if (str_is(s->ledger.lines.at[i].name->text, name)) return &s->ledger.lines.at[i];
    fail_msg("there is no line %s", name);
    return NULL;
}

static void check_columns(const struct val *list, const double *wanted, const char *what)
{
    for (uint32_t m = 0; m <= MONTHS; m++) {
        double found = val_double(list[m]);
        if (!(fabs(found - wanted[m]) <= 1e-12 * fmax(1, fabs(wanted[m]))))
            fail_msg("%s in column %u is %.17g, not %.17g", what, (unsigned)m, found,
                     wanted[m]);
    }
}

static void assert_billed(const struct session *s, const char *line, const double *wanted)
{
    check_columns(line_of(s, line)->billed, wanted, line);
}

static void assert_effective(const struct session *s, const char *line, const double *wanted,
                             double after)
{
    const struct line *l = line_of(s, line);
    check_columns(l->effective, wanted, line);
    double found = val_double(l->after);
    if (!(fabs(found - after) <= 1e-12 * fmax(1, fabs(after))))
        fail_msg("%s behind the horizon is %.17g, not %.17g", line, found, after);
}

static double sum_of(const struct val *list)
{
    double sum = 0;
    for (uint32_t m = 0; m <= MONTHS; m++)
        sum += val_double(list[m]);
    return sum;
}

// ---- payment -----------------------------------------------------------------------------------

static void money_moves_to_the_column_that_pays(void **state)
{
    (void)state;
    struct session s;
    assert_computed(&s, compute(&s, "", ""));
    assert_billed(&s, "ended", (const double[]){0, 1, 2, 4, 8});
    assert_billed(&s, "started", (const double[]){1, 2, 4, 8, 0});
    assert_billed(&s, "later", (const double[]){0, 1, 2, 4, 8});
    assert_billed(&s, "bought", (const double[]){60, 0, 0, 0, 0});
    check_columns(line_of(&s, "started")->amount, (const double[]){0, 1, 2, 4, 8}, "caused");
    session_close(&s);
}

static void terms_settle_at_the_horizon(void **state)
{
    (void)state;
    struct session s;
    assert_computed(&s, compute(&s, "", "      terms: 2 months\n"));
    assert_billed(&s, "later", (const double[]){0, 0, 0, 1, 14});
    session_close(&s);
    assert_computed(&s, compute(&s, "", "      terms: 1.4 months\n"));  // whole months
    assert_billed(&s, "later", (const double[]){0, 0, 1, 2, 12});
    session_close(&s);
    assert_computed(&s, compute(&s, "", "      terms: 100 months\n"));
    assert_billed(&s, "later", (const double[]){0, 0, 0, 0, 15});
    session_close(&s);
}

static void terms_that_make_no_sense_are_reported(void **state)
{
    (void)state;
    struct session s;
    assert_false(compute(&s, "", "      terms: -1 month\n"));
    assert_ids(&s.diags, "out-of-range");
    session_close(&s);
    assert_false(compute(&s, "", "      terms: [1 month, 2 months, 1 month, 1 month]\n"));
    assert_ids(&s.diags, "not-constant");
    session_close(&s);
    assert_false(compute(&s, "", "      life: 0.5 months\n"));
    assert_ids(&s.diags, "out-of-range");
    session_close(&s);
}

// Terms that are drawn book every trial as the same terms would do that are known.
static void uncertain_terms_book_each_trial(void **state)
{
    (void)state;
    enum { TRIALS = 100, COLUMNS = MONTHS + 1 };
    static const double booked[3][COLUMNS] = {
        {0, 1, 2, 4, 8}, {0, 0, 1, 2, 12}, {0, 0, 0, 0, 15}};
    int seen[3] = {0};
    struct session s;
    assert_computed(
        &s,
        compute(&s, "", "      terms: discrete(0 months, 1/3, 1 month, 1/3, 9 months, 1/3)\n"));
    assert_computed(&s, session_build_uncertain(&s));
    struct trials t;
    trials_run(&s.arena, &s.unroll, line_of(&s, "later")->billed, COLUMNS, TRIALS, 3, &t);
    for (int k = 0; k < TRIALS; k++) {
        int match = -1;
        for (int b = 0; b < 3; b++) {
            int same = 0;
            for (int m = 0; m < COLUMNS; m++)
                same += t.values[m * TRIALS + k] == booked[b][m];
            if (same == COLUMNS) match = b;
        }
        assert_true(match >= 0);
        seen[match]++;
    }
    assert_true(seen[0] > 15 && seen[1] > 15 && seen[2] > 15);
    session_close(&s);
}

// ---- the amortised view ------------------------------------------------------------------------

static void a_purchase_is_spread_over_its_life(void **state)
{
    (void)state;
    struct session s;
    assert_computed(&s, compute(&s, "", ""));
    assert_effective(&s, "bought", (const double[]){0, 20, 20, 20, 0}, 0);
    assert_effective(&s, "ended", (const double[]){0, 1, 2, 4, 8}, 0);
    assert_effective(&s, "started", (const double[]){0, 1, 2, 4, 8}, 0);
    session_close(&s);
    assert_computed(&s, compute(&s, "", "      life: 2.5 months\n"));
    assert_effective(&s, "bought", (const double[]){0, 24, 24, 12, 0}, 0);
    session_close(&s);
    assert_computed(&s, compute(&s, "", "      life: 6 months\n"));
    assert_effective(&s, "bought", (const double[]){0, 10, 10, 10, 10}, 20);
    session_close(&s);
}

static void what_is_fetched_lowers_the_months_before(void **state)
{
    (void)state;
    struct session s;
    assert_computed(&s, compute(&s, "", "      fetched: 30 USD\n"));
    assert_billed(&s, "sold", (const double[]){0, 0, 0, 0, -30});
    assert_effective(&s, "sold", (const double[]){0, -10, -10, -10, 0}, 0);
    assert_billed(&s, "kept", (const double[]){0, 0, 0, 0, -15});
    assert_effective(&s, "kept", (const double[]){0, 0, 0, 0, 0}, -15);
    session_close(&s);
    assert_computed(&s, compute(&s, "", "      fetched: 30 USD\n      life: 2 months\n"));
    assert_effective(&s, "sold", (const double[]){0, 0, -15, -15, 0}, 0);
    session_close(&s);
}

static void a_cost_of_capital_charges_the_annuity(void **state)
{
    (void)state;
    struct session s;
    assert_computed(
        &s, compute(&s, "finance: {cost_of_capital: 12 %/year}\n", "      life: 24 months\n"));
    double yearly = 0.12 / (1 - pow(1.12, -2)), month = 60 * yearly / 12;
    assert_effective(&s, "bought", (const double[]){0, month, month, month, month}, 20 * month);
    session_close(&s);
}

// Billed = effective + what falls beyond the horizon, line by line.
static void nothing_is_lost_in_the_amortised_view(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= gen_cases(60); seed++) {
        struct gen g = gen_seeded(seed);
        struct session s;
        char inputs[200];
        snprintf(inputs, sizeof inputs,
                 "      life: %.2f months\n      terms: %.2f months\n      fetched: %.1f USD\n",
                 gen_number(&g, 1, 9), gen_number(&g, 0, 6), gen_number(&g, 0, 100));
        assert_computed(&s, compute(&s, "", inputs));
        for (uint32_t i = 0; i < s.ledger.lines.count; i++) {
            const struct line *l = &s.ledger.lines.at[i];
            double whole = sum_of(l->effective) + val_double(l->after);
            assert_true(fabs(sum_of(l->billed) - whole) < 1e-12 * fmax(1, fabs(whole)));
        }
        session_close(&s);
    }
}

// ---- what it comes to --------------------------------------------------------------------------

static void classes_add_up_apart(void **state)
{
    (void)state;
    struct session s;
    assert_computed(&s, compute(&s, "", "      fetched: 30 USD\n"));
    const struct tally *t = &s.ledger.tallies[0];
    assert_same(val_double(t->opex), 45);
    assert_same(val_double(t->capex), 60 - 30 - 15);
    assert_same(val_double(t->capex_gross), 60);
    assert_same(val_double(t->proceeds), 45);
    assert_same(val_double(t->total), 60);
    assert_same(val_double(t->risk), 45);
    assert_same(val_double(t->risk_adjusted), 105);
    assert_same(val_double(t->benefit), -75);
    assert_same(val_double(t->financing), 0);
    assert_same(val_double(t->effective), 45 + 60 - 30);
    check_columns(t->dated, (const double[]){61, 2, 4, 8, -45}, "dated");
    check_columns(t->operating, (const double[]){0, 2, 4, 8, 16}, "operating");
    assert_false(s.ledger.discounted);
    session_close(&s);
}

static void check_npv(const char *timing, double shift)
{
    static const double dated[] = {61, 2, 4, 8, -45}, operating[] = {0, 2, 4, 8, 16};
    struct session s;
    char finance[100];
    snprintf(finance, sizeof finance, "finance: {discount_rate: 30 %%/year, timing: %s}\n",
             timing);
    assert_computed(&s, compute(&s, finance, "      fetched: 30 USD\n"));
    double npv = 0;
    for (int m = 0; m <= MONTHS; m++)
        npv += dated[m] * pow(1.3, -m / 12.0) +
               (m ? operating[m] * pow(1.3, -(m - shift) / 12.0) : 0);
    assert_close(val_double(s.ledger.tallies[0].npv), npv, 1e-14);
    assert_close(val_double(s.ledger.discount.value), 0.3, 1e-14);
    assert_same(ledger_shift(&s.program), shift);
    const struct cost *run = &line_of(&s, "ended")->name->cost;
    const struct cost *buy = &line_of(&s, "bought")->name->cost;
    const struct cost *first = &line_of(&s, "started")->name->cost;
    assert_same(ledger_tau(&s.program, run, 3), 3 - shift);
    assert_same(ledger_tau(&s.program, buy, 3), 3);
    assert_same(ledger_tau(&s.program, first, 3), 3);
    assert_same(ledger_tau(&s.program, run, 0), 0);
    session_close(&s);
}

static void money_is_discounted_where_it_stands(void **state)
{
    (void)state;
    check_npv("end", 0);
    check_npv("mid", 0.5);
    check_npv("start", 1);
}

static void rates_that_make_no_sense_are_reported(void **state)
{
    (void)state;
    struct session s;
    assert_false(compute(&s, "finance: {discount_rate: -100 %/year}\n", ""));
    assert_ids(&s.diags, "out-of-range");
    session_close(&s);
    assert_false(
        compute(&s, "finance: {discount_rate: {2027-01: 9 %/year, 2027-03: 8 %/year}}\n", ""));
    assert_ids(&s.diags, "not-constant");
    session_close(&s);
}

static void meters_add_up_over_components(void **state)
{
    (void)state;
    static const char two[] =
        "tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: 4 months\n"
        "options:\n"
        "  o: {a: {use: lines, amount: 3 USD}, b: {use: lines, amount: 4 USD}}\n"
        "  p: {a: {use: lines, amount: 5 USD}}\n";
    struct session s;
    assert_computed(&s, compute_model(&s, MODEL, two));
    const struct meter *m = ledger_find_meter(&s.ledger.tallies[0], "energy");
    double kwh = m->unit.factor;
    assert_close(val_double(m->total) / kwh, 4 * 14, 1e-14);
    assert_close(val_double(m->amount[2]) / kwh, 14, 1e-14);
    assert_close(val_double(ledger_meter(&s.ledger.tallies[1], "energy")) / kwh, 40, 1e-14);
    assert_null(ledger_find_meter(&s.ledger.tallies[0], "water"));
    assert_same(val_double(ledger_meter(&s.ledger.tallies[0], "water")), 0);
    assert_int_equal(s.ledger.tallies[0].line_count, 16);
    assert_int_equal(s.ledger.tallies[1].first_line, 16);
    assert_int_equal(s.ledger.tallies[1].line_count, 8);
    session_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(money_moves_to_the_column_that_pays),
        cmocka_unit_test(terms_settle_at_the_horizon),
        cmocka_unit_test(terms_that_make_no_sense_are_reported),
        cmocka_unit_test(uncertain_terms_book_each_trial),
        cmocka_unit_test(a_purchase_is_spread_over_its_life),
        cmocka_unit_test(what_is_fetched_lowers_the_months_before),
        cmocka_unit_test(a_cost_of_capital_charges_the_annuity),
        cmocka_unit_test(nothing_is_lost_in_the_amortised_view),
        cmocka_unit_test(classes_add_up_apart),
        cmocka_unit_test(money_is_discounted_where_it_stands),
        cmocka_unit_test(rates_that_make_no_sense_are_reported),
        cmocka_unit_test(meters_add_up_over_components),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
