#include "support/check.h"

#include "engine/run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOURS = 24 };

static const char MODEL[] =
    "model: layer\n"
    "inputs:\n"
    "  capacity: {unit: 1}\n"
    "  size: {unit: 1, default: 1}\n"
    "  accepts: {unit: 1, default: 1}\n"
    "rows:\n"
    "  need[w]: {unit: 1, is: size}\n"
    "  can[w]: {unit: 1, is: accepts}\n"
    "  busiest: {unit: 1, is: peak(need)}\n"
    "  mean: {unit: 1, is: hours(sum(need * offered))}\n"
    "  squares: {unit: 1, is: \"hours(sum(need * offered) ^ 2)\"}\n"
    "  whole: {unit: 1, is: \"hours(ceil(sum(need * offered) * 3))\"}\n"
    "  idle: {unit: 1, is: \"hours(if(sum(need * offered) <= 0, 1, 0))\"}\n"
    "costs:\n"
    "  line: {class: opex, category: other, is: (sum(served) + busiest + mean + squares + whole + idle) * 1 USD}\n"
    "serves: {need: need, capacity: capacity, takes: can}\n";

static bool compute(struct session *s, const char *workloads, const char *components)
{
    char scenario[2000];
    snprintf(scenario, sizeof scenario,
             "tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: 3 months\n"
             "workloads:\n%soptions:\n  o:\n%s",
             workloads, components);
    return compute_model(s, MODEL, scenario);
}

static void assert_row(struct session *s, const char *address, uint32_t month, double wanted)
{
    double found = row_value(s, address, month);
    if (!(fabs(found - wanted) <= 1e-13 * fmax(1, fabs(wanted))))
        fail_msg("%s is %.17g in month %u, not %.17g", address, found, (unsigned)month, wanted);
}

// ---- merit order -------------------------------------------------------------------------------

// Twelve hours at half the mean, twelve at one and a half.
#define HALVES                                                                                 \
    "  chat: {input: 9 Mtoken/month, output: 1 Mtoken/month, shape: [2, 2, 2, 2, 2, 2, 2, 2, " \
    "2, 2, 2, 2, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6]}\n"

static void each_layer_serves_what_fits_into_the_hour(void **state)
{
    (void)state;
    struct session s;
    assert_computed(&s, compute(&s, HALVES,
                                "    base: {use: layer, capacity: 1}\n"
                                "    day: {use: layer, capacity: 0.25}\n"
                                "    rest: {use: layer, capacity: 100}\n"));
    assert_row(&s, "o.base.offered[chat]", 1, 1);
    assert_row(&s, "o.base.served[chat]", 1, 0.75);  // 0.5 at night, 1 of 1.5 in the day
    assert_row(&s, "o.day.offered[chat]", 1, 0.25);
    assert_row(&s, "o.day.served[chat]", 1, 0.125);
    assert_row(&s, "o.rest.served[chat]", 1, 0.125);
    assert_row(&s, "o.base.busiest", 1, 1.5);
    assert_row(&s, "o.day.busiest", 1, 0.5);
    assert_row(&s, "o.rest.busiest", 1, 0.25);
    assert_row(&s, "o.rest.idle", 1, 0.5);
    assert_row(&s, "o.base.whole", 1, 3.5);  // 2 servers at night, 5 in the day
    assert_true(val_is(s.ledger.tallies[0].infeasible, 0));
    assert_int_equal(s.ledger.tallies[0].unserved.count, 0);
    assert_close(val_double(s.ledger.tallies[0].tokens), 3 * 10e6, 1e-12);
    assert_close(val_double(s.ledger.tallies[0].output_tokens), 3 * 1e6, 1e-12);
    session_close(&s);
}

static void what_is_left_makes_an_option_infeasible(void **state)
{
    (void)state;
    struct session s;
    assert_computed(&s, compute(&s, HALVES,
                                "    base: {use: layer, capacity: [2, 1, 1]}\n"
                                "    day: {use: layer, capacity: 0.25}\n"));
    const struct tally *t = &s.ledger.tallies[0];
    assert_true(val_is(t->infeasible, 1));
    assert_int_equal(t->unserved.count, 1);
    assert_int_equal(t->unserved.at[0].month, 2);
    assert_close(t->unserved.at[0].share, 0.125, 1e-12);
    assert_row(&s, "o.base.served[chat]", 1, 1);
    assert_row(&s, "o.day.served[chat]", 1, 0);
    assert_row(&s, "o.base.served[chat]", 2, 0.75);
    assert_row(&s, "o.day.served[chat]", 3, 0.125);
    assert_close(val_double(t->tokens), 10e6 * (1 + 2 * 0.875), 1e-12);
    session_close(&s);
}

static void a_layer_may_take_a_share_of_what_comes(void **state)
{
    (void)state;
    struct session s;
    assert_computed(&s, compute(&s, HALVES,
                                "    small: {use: layer, capacity: 100, accepts: 0.6}\n"
                                "    large: {use: layer, capacity: 100}\n"));
    assert_row(&s, "o.small.offered[chat]", 1, 0.6);
    assert_row(&s, "o.small.served[chat]", 1, 0.6);
    assert_row(&s, "o.small.busiest", 1, 0.9);
    assert_row(&s, "o.large.offered[chat]", 1, 0.4);  // what the small one can't answer too
    assert_row(&s, "o.large.busiest", 1, 0.6);
    session_close(&s);
}

static void workloads_share_a_capacity_alike(void **state)
{
    (void)state;
    struct session s;
    assert_computed(&s, compute(&s,
                                "  chat: {input: 1 Mtoken/month, output: 1 Mtoken/month}\n"
                                "  mail: {input: 1 Mtoken/month, output: 1 Mtoken/month}\n"
                                "  code: {input: 1 Mtoken/month, output: 1 Mtoken/month}\n",
                                "    two: {use: layer, capacity: 1.5, serves: [chat, mail]}\n"
                                "    rest: {use: layer, capacity: 10}\n"));
    assert_row(&s, "o.two.served[chat]", 1, 0.75);
    assert_row(&s, "o.two.served[mail]", 1, 0.75);
    assert_row(&s, "o.rest.offered[chat]", 1, 0.25);
    assert_row(&s, "o.rest.offered[code]", 1, 1);
    assert_row(&s, "o.rest.busiest", 1, 1.5);
    session_close(&s);
}

static void less_demand_comes_where_fewer_adopt(void **state)
{
    (void)state;
    struct session s;
    assert_computed(&s, compute(&s,
                                "  chat: {input: 1 Mtoken/month, output: 1 Mtoken/month, "
                                "adoption: {o: 80 %}, peak_to_mean: 1.5}\n",
                                "    one: {use: layer, capacity: 10}\n"));
    assert_row(&s, "o.one.offered[chat]", 2, 0.8);
    assert_row(&s, "o.one.busiest", 2, 1.2);
    assert_true(val_is(s.ledger.tallies[0].infeasible, 0));
    session_close(&s);
}

// ---- the curve ---------------------------------------------------------------------------------

static double curve_at(double peak, double slope, int hour)
{
    int distance = abs(hour - 14);
    if (distance > 12) distance = HOURS - distance;
    return fmax(0, peak - slope * distance);
}

static double mean_of_curve(double peak, double slope)
{
    double sum = 0;
    for (int h = 0; h < HOURS; h++)
        sum += curve_at(peak, slope, h);
    return sum / HOURS;
}

// The slope that makes the mean 1, by halving.
static double slope_of(double peak)
{
    double low = 0, high = peak;
    for (int i = 0; i < 200; i++) {
        double middle = (low + high) / 2;
        if (mean_of_curve(peak, middle) > 1)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}

static void a_peak_makes_a_line_down_from_the_afternoon(void **state)
{
    (void)state;
    static const double peaks[] = {1, 1.2, 1.8, 2, 2.3, 4, 9, 20, 24};
    for (size_t i = 0; i < COUNT_OF(peaks); i++) {
        double peak = peaks[i], slope = slope_of(peak), squares = 0, whole = 0, idle = 0;
        struct session s;
        char workload[200];
        snprintf(workload, sizeof workload,
                 "  chat: {input: 1 Mtoken/month, output: 1 Mtoken/month, peak_to_mean: %g}\n",
                 peak);
        assert_computed(&s, compute(&s, workload, "    one: {use: layer, capacity: 100}\n"));
        for (int h = 0; h < HOURS; h++) {
            double load = curve_at(peak, slope, h);
            squares += load * load / HOURS;
            whole += ceil(load * 3 - 1e-9) / HOURS;
            idle += (load < 1e-9) / (double)HOURS;
        }
        assert_row(&s, "o.one.busiest", 1, peak);
        assert_row(&s, "o.one.mean", 1, 1);
        assert_close(row_value(&s, "o.one.squares", 1), squares, 1e-10);
        assert_close(row_value(&s, "o.one.whole", 1), whole, 1e-10);
        if (idle > 0) assert_close(row_value(&s, "o.one.idle", 1), idle, 1e-10);
        session_close(&s);
    }
}

// The load at one hour, found by a second workload that comes in that hour alone.
static double load_in(int hour, double peak)
{
    struct session s;
    char workloads[400];
    size_t len = (size_t)snprintf(workloads, sizeof workloads,
                                  "  chat: {input: 1 Mtoken/month, output: 1 Mtoken/month, "
                                  "peak_to_mean: %g}\n"
                                  "  probe: {input: 1 Mtoken/month, output: 1 Mtoken/month, "
                                  "shape: [",
                                  peak);
    for (int h = 0; h < HOURS; h++)
        len += (size_t)snprintf(workloads + len, sizeof workloads - len, "%d%s", h == hour,
                                h < HOURS - 1 ? ", " : "]}\n");
    assert_computed(&s, compute(&s, workloads, "    one: {use: layer, capacity: 100}\n"));
    double found = row_value(&s, "o.one.busiest", 1) - HOURS;
    session_close(&s);
    return found;
}

static void the_peak_is_at_two_in_the_afternoon(void **state)
{
    (void)state;
    for (int hour = 0; hour < HOURS; hour++)
        assert_true(fabs(load_in(hour, 1.8) - curve_at(1.8, slope_of(1.8), hour)) < 1e-12);
    assert_true(fabs(load_in(14, 1.8) - 1.8) < 1e-12 && fabs(load_in(2, 1.8) - 0.2) < 1e-12);
}

static void a_week_has_its_own_hours(void **state)
{
    (void)state;
    struct session s;
    char workload[1200] = "  chat: {input: 1 Mtoken/month, output: 1 Mtoken/month, shape: [";
    for (int h = 0; h < 168; h++)
        strcat(workload, h >= 120 ? (h == 167 ? "0]}\n" : "0, ") : "7, ");  // no weekend
    assert_computed(&s, compute(&s, workload, "    one: {use: layer, capacity: 1}\n"));
    assert_row(&s, "o.one.busiest", 1, 168.0 / 120);
    assert_row(&s, "o.one.idle", 1, 48.0 / 168);
    assert_row(&s, "o.one.served[chat]", 1, 120.0 / 168);
    session_close(&s);
}

static void a_flat_load_is_its_mean(void **state)
{
    (void)state;
    struct session s;
    assert_computed(&s, compute(&s, "  chat: {input: 1 Mtoken/month, output: 1 Mtoken/month}\n",
                                "    one: {use: layer, capacity: 0.4}\n"
                                "    two: {use: layer, capacity: 10}\n"));
    assert_int_equal(s.unroll.hours, 1);
    assert_row(&s, "o.one.busiest", 1, 1);
    assert_row(&s, "o.one.served[chat]", 1, 0.4);
    assert_row(&s, "o.two.offered[chat]", 1, 0.6);
    session_close(&s);
}

// ---- drawn capacity ----------------------------------------------------------------------------

static void a_drawn_capacity_serves_each_trial(void **state)
{
    (void)state;
    enum { TRIALS = 100 };
    struct session s;
    struct trials t;
    struct val shares[3];
    assert_computed(&s, compute(&s, HALVES,
                                "    base: {use: layer, capacity: \"uniform(0.2, 1.8)\"}\n"
                                "    rest: {use: layer, capacity: 1}\n"));
    assert_computed(&s, session_build_uncertain(&s));
    const struct sheet *base = &s.program.sheets.at[s.program.options.at[0].first_sheet];
    assert_true(unroll_cell(&s.unroll, base->served_row, 1, &shares[0]));
    shares[1] = s.ledger.tallies[0].infeasible;
    shares[2] = graph_input(&s.graph, 0);
    trials_run(&s.arena, &s.unroll, shares, 3, TRIALS, 4, &t);
    for (int k = 0; k < TRIALS; k++) {
        double capacity = t.values[2 * TRIALS + k];
        double served = (fmin(0.5, capacity) + fmin(1.5, capacity)) / 2;
        assert_close(t.values[k], served, 1e-14);
        assert_same(t.values[TRIALS + k], capacity < 0.5);
    }
    session_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_layer_serves_what_fits_into_the_hour),
        cmocka_unit_test(what_is_left_makes_an_option_infeasible),
        cmocka_unit_test(a_layer_may_take_a_share_of_what_comes),
        cmocka_unit_test(workloads_share_a_capacity_alike),
        cmocka_unit_test(less_demand_comes_where_fewer_adopt),
        cmocka_unit_test(a_peak_makes_a_line_down_from_the_afternoon),
        cmocka_unit_test(the_peak_is_at_two_in_the_afternoon),
        cmocka_unit_test(a_week_has_its_own_hours),
        cmocka_unit_test(a_flat_load_is_its_mean),
        cmocka_unit_test(a_drawn_capacity_serves_each_trial),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
