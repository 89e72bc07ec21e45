#include "support/check.h"

#include "engine/draws.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What the inputs come to, trial by trial, and in what order.
enum { BLOCKS = 512, TRIALS = BLOCKS * TAPE_LANES, MOST = 4 };

static const char HEAD[] = "tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: 6 months\n"
                           "options: {o: {team: {use: staff, people: 1 FTE}}}\n";

struct drawn {
    struct session session;
    double (*of)[TRIALS];
};

static struct val cell_of(struct session *s, const char *address, uint32_t month)
{
    for (uint32_t i = 0; i < s->program.rows.count; i++) {
        struct val v;
        if (!str_is(row_address(&s->arena, &s->program, i), address)) continue;
        assert_true(unroll_cell(&s->unroll, i, month, &v));
        return v;
    }
    fail_msg("there is no row %s", address);
    return val_number(0);
}

struct cell_name {
    const char *address;
    uint32_t month;
};

static void draw_under(struct drawn *d, const char *head, const char *yaml,
                       const struct cell_name *cells, uint32_t count)
{
    char text[2000];
    struct val outputs[MOST];
    struct tape tape;
    struct draws draws;
    struct session *s = &d->session;
    snprintf(text, sizeof text, "%s%s", head, yaml);
    assert_computed(s, compute_text(s, text));
    graph_init(&s->graph, &s->arena);
    unroll_init(&s->unroll, &s->program, &s->graph, &s->arena, true);
    for (uint32_t i = 0; i < count; i++)
        outputs[i] = cell_of(s, cells[i].address, cells[i].month);
    tape_build(&s->arena, &s->graph, outputs, count, &tape);
    draws_open(&s->arena, &s->unroll, &tape, 7, &draws);
    double *slots = tape_slots(&s->arena, &tape);
    d->of = arena_alloc(&s->arena, count, sizeof *d->of);
    for (uint64_t b = 0; b < BLOCKS; b++) {
        draws_fill(&draws, b * TAPE_LANES, slots);
        tape_run(&tape, slots);
        for (uint32_t i = 0; i < count; i++)
            for (uint32_t l = 0; l < TAPE_LANES; l++)
                d->of[i][b * TAPE_LANES + l] = tape_lane(&tape, slots, i, l);
    }
}

static void draw(struct drawn *d, const char *yaml, const struct cell_name *cells,
                 uint32_t count)
{
    draw_under(d, HEAD, yaml, cells, count);
}

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

// The share of values below each value; ties share their ranks.
static void rank(const double *x, double *ranks)
{
    double *sorted = malloc(TRIALS * sizeof *sorted);
    assert_non_null(sorted);
    memcpy(sorted, x, TRIALS * sizeof *sorted);
    qsort(sorted, TRIALS, sizeof *sorted, by_size);
    for (int i = 0; i < TRIALS; i++) {
        int low = 0, high = TRIALS, end = TRIALS;
        while (low < high) {
            int middle = (low + high) / 2;
            if (sorted[middle] < x[i])
                low = middle + 1;
            else
                high = middle;
        }
        for (high = low; high < end;) {
            int middle = (high + end) / 2;
            if (sorted[middle] <= x[i])
                high = middle + 1;
            else
                end = middle;
        }
        ranks[i] = low + end;
    }
    free(sorted);
}

static double correlation(const double *x, const double *y)
{
    double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
    for (int i = 0; i < TRIALS; i++) {
        mx += x[i] / TRIALS;
        my += y[i] / TRIALS;
    }
    for (int i = 0; i < TRIALS; i++) {
        xx += (x[i] - mx) * (x[i] - mx);
        yy += (y[i] - my) * (y[i] - my);
        xy += (x[i] - mx) * (y[i] - my);
    }
    return xy / sqrt(xx * yy);
}

static double spearman(const double *x, const double *y)
{
    static double ranks[2][TRIALS];
    rank(x, ranks[0]);
    rank(y, ranks[1]);
    return correlation(ranks[0], ranks[1]);
}

static const struct cell_name ABC[] = {{"params.a", 1}, {"params.b", 1}, {"params.c", 1}};

#define PARAMS                                                                                 \
    "params:\n  a: 1 to 3 USD\n  b: normal(p5=1 USD, p95=4 USD)\n"                             \
    "  c: triangular(1 USD, 2 USD, 9 USD)\n"

#define PAIRS                                                                                  \
    "correlations:\n  - {between: [params.a, params.b], rank: 0.8}\n"                          \
    "  - {between: [params.c, params.b], rank: -50 %}\n"

// Inputs a and b of both halves.
static void fill_halves(const struct draws *d, struct arena *a, double *of[4])
{
    struct points points[2];
    double slots[MOST * TAPE_LANES];
    draws_points(a, d, 0, true, 10, &points[0]);
    draws_points_beside(a, d, 1, 10, &points[1]);
    for (uint64_t first = 0; first < 1024; first += TAPE_LANES)
        for (uint32_t half = 0; half < 2; half++) {
            draws_fill_at(&points[half], first, slots);
            for (uint32_t i = 0; i < 2; i++)
                memcpy(of[2 * half + i] + first, slots + (size_t)i * TAPE_LANES,
                       TAPE_LANES * sizeof *slots);
        }
}

// Each input in each half, and each pair of them, fills its square: 1,024 points of the sequence,
// 4 by 4 cells with 64 points each.
static void points_beside_others_are_spread_with_them(void **state)
{
    static double of[4][1024];
    static struct session s;
    double *lists[] = {of[0], of[1], of[2], of[3]};
    struct tape tape;
    struct draws draws;
    (void)state;
    assert_computed(
        &s, compute_text(&s, "tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: 6 months\n"
                             "params: {a: 'uniform(0, 1)', b: 'uniform(0, 1)'}\n"
                             "options: {o: {team: {use: staff, people: 1 FTE}}}\n"));
    graph_init(&s.graph, &s.arena);
    unroll_init(&s.unroll, &s.program, &s.graph, &s.arena, true);
    struct val outputs[] = {cell_of(&s, "params.a", 1), cell_of(&s, "params.b", 1)};
    tape_build(&s.arena, &s.graph, outputs, 2, &tape);
    draws_open(&s.arena, &s.unroll, &tape, 7, &draws);
    fill_halves(&draws, &s.arena, lists);
    for (int i = 0; i < 4; i++)
        for (int k = 0; k < i; k++) {
            int met[4][4] = {{0}};
            for (int t = 0; t < 1024; t++)
                met[(int)(of[i][t] * 4)][(int)(of[k][t] * 4)]++;
            for (int cell = 0; cell < 16; cell++)
                assert_int_equal(met[cell / 4][cell % 4], 64);
        }
    session_close(&s);
}

// The standard error of an estimate is at most 1 / sqrt(TRIALS), 0.0055.
static void ranks_correlate_as_stated(void **state)
{
    (void)state;
    struct drawn d, alone;
    draw(&d, PARAMS PAIRS, ABC, 3);
    assert_true(fabs(spearman(d.of[0], d.of[1]) - 0.8) < 0.01);
    assert_true(fabs(spearman(d.of[1], d.of[2]) + 0.5) < 0.015);
    assert_true(fabs(spearman(d.of[0], d.of[2])) < 0.02);
    draw(&alone, PARAMS, ABC, 3);
    assert_true(fabs(spearman(alone.of[0], alone.of[1])) < 0.02);
    assert_true(fabs(spearman(alone.of[1], alone.of[2])) < 0.02);
    session_close(&d.session);
    session_close(&alone.session);
}

static double share_below(const double *x, double limit)
{
    int count = 0;
    for (int i = 0; i < TRIALS; i++)
        count += x[i] < limit;
    return (double)count / TRIALS;
}

static void each_keeps_its_own_distribution(void **state)
{
    (void)state;
    struct drawn d;
    draw(&d, PARAMS PAIRS, ABC, 3);
    assert_true(fabs(share_below(d.of[0], 1) - 0.05) < 0.005);
    assert_true(fabs(share_below(d.of[0], 3) - 0.95) < 0.005);
    assert_true(fabs(share_below(d.of[1], 1) - 0.05) < 0.005);
    assert_true(fabs(share_below(d.of[1], 4) - 0.95) < 0.005);
    assert_true(fabs(share_below(d.of[2], 2) - 0.125) < 0.008);  // (2 - 1) / (9 - 1)
    session_close(&d.session);
}

static void check_same_draws(const char *yaml, const char *other)
{
    struct drawn a, b;
    draw(&a, yaml, ABC, 3);
    draw(&b, other, ABC, 3);
    for (int i = 0; i < 3; i++)
        assert_memory_equal(a.of[i], b.of[i], sizeof a.of[i]);
    session_close(&a.session);
    session_close(&b.session);
}

static void order_changes_no_draw(void **state)
{
    (void)state;
    check_same_draws(PARAMS PAIRS,
                     "correlations:\n  - {between: [params.b, params.c], rank: -0.5}\n"
                     "  - {rank: 0.8, between: [params.b, params.a]}\n"
                     "params:\n  c: triangular(1 USD, 2 USD, 9 USD)\n"
                     "  b: normal(p95=4 USD, p5=1 USD)\n  a: 1 to 3 USD\n");
}

static void an_input_that_nothing_reads_changes_no_draw(void **state)
{
    (void)state;
    check_same_draws(PARAMS PAIRS, PARAMS "  aa: 4 to 5 USD\n" PAIRS
                                          "  - {between: [params.aa, params.b], rank: 0.3}\n");
}

static void one_and_minus_one_tie_them_together(void **state)
{
    (void)state;
    struct drawn d;
    draw(&d,
         PARAMS "correlations:\n  - {between: [params.a, params.b], rank: 1}\n"
                "  - {between: [params.c, params.b], rank: -1}\n"
                "  - {between: [params.c, params.a], rank: -1}\n",
         ABC, 3);
    assert_close(spearman(d.of[0], d.of[1]), 1, 1e-6);
    assert_close(spearman(d.of[0], d.of[2]), -1, 1e-6);
    session_close(&d.session);
}

// ---- random walks ------------------------------------------------------------------------------

// 12 % a month is 0.12 after one month and 0.12 sqrt(5) after five.
#define WALK "params: {a: {from: 2 USD, growth: 1 %/month, volatility: 12 %/month}"

static double log_deviation(const double *x, double median)
{
    double sum = 0;
    for (int i = 0; i < TRIALS; i++)
        sum += log(x[i] / median) * log(x[i] / median);
    return sqrt(sum / TRIALS);
}

static void a_walk_strays_with_the_root_of_time(void **state)
{
    (void)state;
    static const struct cell_name cells[] = {
        {"params.a", 1}, {"params.a", 2}, {"params.a", 3}, {"params.a", 6}};
    struct drawn d;
    draw(&d, WALK "}\n", cells, 4);
    for (int i = 0; i < TRIALS; i++)
        assert_same(d.of[0][i], 2);
    assert_true(fabs(share_below(d.of[1], 2.02) - 0.5) < 0.01);
    assert_true(fabs(share_below(d.of[3], 2 * pow(1.01, 5)) - 0.5) < 0.01);
    assert_true(fabs(log_deviation(d.of[1], 2.02) - 0.12) < 0.002);
    assert_true(fabs(log_deviation(d.of[3], 2 * pow(1.01, 5)) - 0.12 * sqrt(5)) < 0.004);
    double *first = d.of[1], *second = d.of[2];  // steps are independent
    for (int i = 0; i < TRIALS; i++)
        second[i] /= first[i];
    assert_true(fabs(correlation(first, second)) < 0.02);
    session_close(&d.session);
}

// A walk from half a year ago has strayed before the start; in years, 12 % are 12 % after twelve
// months.
static void a_walk_begins_at_its_base(void **state)
{
    (void)state;
    static const struct cell_name cells[] = {{"params.a", 1}, {"params.a", 6}, {"params.b", 3}};
    struct drawn d;
    draw(&d,
         "params: {a: {from: 2 USD, volatility: 12 %/year, base: 2026-06},"
         " b: {from: 2 USD, volatility: 12 %/year, base: 2027-04}}\n",
         cells, 3);
    assert_true(fabs(log_deviation(d.of[0], 2) - 0.12 * sqrt(7.0 / 12)) < 0.002);
    assert_true(fabs(log_deviation(d.of[1], 2) - 0.12) < 0.002);
    assert_same(d.of[2][5], 2);
    session_close(&d.session);
}

static void a_month_keeps_its_draws(void **state)
{
    (void)state;
    static const char later[] = "tco: 1\ncurrency: USD\nstart: 2027-03\nhorizon: 9 months\n"
                                "options: {o: {team: {use: staff, people: 1 FTE}}}\n";
    static const char walk[] =
        "params: {a: {from: 2 USD, volatility: 9 %/month, base: 2026-11}}\n";
    static const struct cell_name cell = {"params.a", 4}, same = {"params.a", 2};
    struct drawn d, moved;
    draw(&d, walk, &cell, 1);
    draw_under(&moved, later, walk, &same, 1);
    assert_memory_equal(d.of[0], moved.of[0], sizeof d.of[0]);
    session_close(&d.session);
    session_close(&moved.session);
}

static void walks_move_together_month_by_month(void **state)
{
    (void)state;
    static const struct cell_name cells[] = {
        {"params.a", 2}, {"params.b", 2}, {"params.a", 6}, {"params.b", 6}};
    struct drawn d;
    draw(&d,
         WALK ", b: {from: 5 USD, volatility: 30 %/year}}\n"
              "correlations: [{between: [params.a, params.b], rank: 0.7}]\n",
         cells, 4);
    assert_true(fabs(spearman(d.of[0], d.of[1]) - 0.7) < 0.012);
    assert_true(fabs(spearman(d.of[2], d.of[3]) - 0.7) < 0.012);
    session_close(&d.session);
}

static void an_uncertain_growth_and_volatility_are_draws_of_their_own(void **state)
{
    (void)state;
    struct session s;
    assert_true(load_text(&s, "tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: 3 months\n"
                              "options: {o: {team: {use: staff, people: 1 FTE}}}\n"
                              "params: {a: {from: 1 to 2 USD, growth: 1 to 2 %/year,"
                              " volatility: 3 to 4 %/year}}\n"));
    static const char *const names[] = {"params.a", "params.a.growth", "params.a.volatility",
                                        "params.a@2027-02", "params.a@2027-03"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        assert_str(s.program.draws.at[i].name, names[i]);
    assert_int_equal(program_uncertain_inputs(&s.program), s.program.draws.count - 1);
    session_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_beside_others_are_spread_with_them),
        cmocka_unit_test(ranks_correlate_as_stated),
        cmocka_unit_test(each_keeps_its_own_distribution),
        cmocka_unit_test(order_changes_no_draw),
        cmocka_unit_test(an_input_that_nothing_reads_changes_no_draw),
        cmocka_unit_test(one_and_minus_one_tie_them_together),
        cmocka_unit_test(a_walk_strays_with_the_root_of_time),
        cmocka_unit_test(a_walk_begins_at_its_base),
        cmocka_unit_test(a_month_keeps_its_draws),
        cmocka_unit_test(walks_move_together_month_by_month),
        cmocka_unit_test(an_uncertain_growth_and_volatility_are_draws_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
