#include "support/check.h"

#include "analysis/frontier.h"

#include "base/num.h"

#include <math.h>
#include <stdio.h>

// Two options of one person: one costs `flat`, or 100, a month, the other what the formula of params.x says,
// both times `money`.
static bool open_beside(struct session *s, double flat, const char *formula, double x,
                        double money)
{
    char yaml[1000];
    snprintf(
        yaml, sizeof yaml,
        "tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: 12 months\n"
        "params: {x: %.17g}\n"
        "options:\n"
        "  flat: {it: {use: staff, people: 1 FTE, salary: %g * %g USD/FTE/month}}\n"
        "  other: {it: {use: staff, people: 1 FTE, salary: \"(%s) * %g USD/FTE/month\"}}\n",
        x, flat, money, formula, money);
    return compute_text(s, yaml);
}

static bool open_pair(struct session *s, const char *formula, double x, double money)
{
    return open_beside(s, 100, formula, x, money);
}

static bool find(struct session *s, const char *from, const char *to, struct crossovers *out)
{
    struct vary v;
    return vary_find(s, STR("params.x"), str_of(from), str_of(to), &v) &&
           crossovers_find(s, &v, out);
}

static void check_roots(const char *formula, const double *roots, uint32_t count)
{
    struct session s;
    struct crossovers found;
    assert_true(open_pair(&s, formula, 2.5, 1));
    assert_true(find(&s, "0", "10", &found));
    assert_int_equal(found.count, 1);
    assert_int_equal(found.list[0].roots.count, count);
    for (uint32_t i = 0; i < count; i++)
        assert_close(found.list[0].roots.at[i].value, roots[i], 1e-6);
    session_close(&s);
}

#define CHECK(formula, ...)                                                                    \
    check_roots(formula, (const double[]){__VA_ARGS__},                                        \
                COUNT_OF(((const double[]){__VA_ARGS__})))

static void all_roots_are_found(void **state)
{
    (void)state;
    CHECK("100 + (params.x - 1) * (params.x - 2) * (params.x - 3)", 1, 2, 3);
    CHECK("50 * params.x", 2);
    CHECK("100 + (params.x - 5) * (params.x - 5.0003)", 5, 5.0003);
    check_roots("101 + params.x", NULL, 0);
}

// Sawteeth finer than the first look, which reach across only where they are near to 100.
static void steps_are_found(void **state)
{
    (void)state;
    struct session s;
    struct crossovers found;
    assert_true(open_pair(&s, "ceil(params.x * 500) - 490 * params.x + 50.001", 2, 1));
    assert_true(find(&s, "0", "10", &found));
    const struct crossover *c = &found.list[0];
    assert_true(c->roots.count > 50 && !c->cut);
    assert_int_equal(c->roots.count % 2, 1);  // cheaper at 0, dearer at 10
    uint32_t jumps = 0;
    for (uint32_t i = 0; i < c->roots.count; i++) {
        const struct root *r = &c->roots.at[i];
        assert_int_equal(r->below, -r->above);
        if (i > 0) assert_int_equal(r->below, c->roots.at[i - 1].above);
        jumps += r->kind == ROOT_JUMP;
        if (r->kind == ROOT_JUMP) assert_close(r->saved_below - r->saved_above, 12, 1e-6);
    }
    assert_int_equal(jumps, c->roots.count / 2 + 1);
    session_close(&s);
}

// Where the step of a server is hidden by an even grid, and all along a long range, not only in its
// first part.
static void no_step_of_many_is_lost(void **state)
{
    (void)state;
    struct session s;
    struct crossovers found;
    assert_true(open_pair(&s, "99.5 + ceil(params.x * 100) - params.x * 100", 2, 1));
    assert_true(find(&s, "0", "10", &found));
    const struct crossover *c = &found.list[0];
    assert_false(c->cut);
    assert_int_equal(c->roots.count, 2000);
    for (uint32_t i = 0; i < c->roots.count; i++)
        assert_true(fabs(c->roots.at[i].value - i * 0.005) < 1e-8);
    session_close(&s);
}

static void check_root(const struct crossover *c, uint32_t i, double value, enum side below,
                       enum side above)
{
    assert_close(c->roots.at[i].value, value, 1e-6);
    assert_int_equal(c->roots.at[i].below, below);
    assert_int_equal(c->roots.at[i].above, above);
}

// Crossings some millionths apart are two; those that are nearer are where the costs touch.
static void crossings_close_together_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        const char *formula;
        uint32_t roots;
    } cases[] = {{"100 + 1e6 * (params.x - 5) * (params.x - 5.00001)", 2},
                 {"100 + 1e10 * (params.x - 5) * (params.x - 5.000000004)", 1}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct session s;
        struct crossovers found;
        assert_true(open_pair(&s, cases[i].formula, 2, 1));
        assert_true(find(&s, "0", "10", &found));
        const struct crossover *c = &found.list[0];
        assert_int_equal(c->roots.count, cases[i].roots);
        assert_true(fabs(c->roots.at[0].value - 5) < 1e-7);
        assert_int_equal(c->roots.at[0].below, SIDE_DEARER);
        assert_int_equal(c->roots.at[0].above,
                         c->roots.count == 2 ? SIDE_CHEAPER : SIDE_DEARER);
        session_close(&s);
    }
}

// A step on the very first or last value is found, from the value itself on.
static void jumps_at_the_ends_are_found(void **state)
{
    (void)state;
    static const struct {
        const char *formula;
        double root;
        enum side below;
    } cases[] = {{"if(params.x > 0, 110, 90)", 0, SIDE_CHEAPER},
                 {"if(params.x < 10, 90, 110)", 10, SIDE_CHEAPER},
                 {"if(params.x > 0, 90, 110)", 0, SIDE_DEARER},
                 {"if(params.x < 10, 110, 90)", 10, SIDE_DEARER}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct session s;
        struct crossovers found;
        assert_true(open_pair(&s, cases[i].formula, 2, 1));
        assert_true(find(&s, "0", "10", &found));
        const struct crossover *c = &found.list[0];
        assert_int_equal(c->roots.count, 1);
        assert_true(c->roots.at[0].value == cases[i].root);
        assert_int_equal(c->roots.at[0].kind, ROOT_JUMP);
        assert_int_equal(c->roots.at[0].below, cases[i].below);
        assert_int_equal(c->roots.at[0].above, -(int)cases[i].below);
        session_close(&s);
    }
}

// Both ends of a stretch of equal costs are roots.
static void equal_stretches_have_two_ends(void **state)
{
    (void)state;
    struct session s;
    struct crossovers found;
    assert_true(open_pair(&s, "100 + max(0, params.x - 6) - max(0, 4 - params.x)", 5, 1));
    assert_true(find(&s, "0", "10", &found));
    const struct crossover *c = &found.list[0];
    assert_int_equal(c->roots.count, 2);
    check_root(c, 0, 4, SIDE_CHEAPER, SIDE_EQUAL);
    check_root(c, 1, 6, SIDE_EQUAL, SIDE_DEARER);
    assert_int_equal(c->roots.at[1].kind, ROOT_EQUAL);
    session_close(&s);
    assert_true(open_pair(&s, "100 + max(0, params.x - 6)", 5, 1));
    assert_true(find(&s, "0", "10", &found));
    assert_int_equal(found.list[0].status, CROSSOVER_SINGLE);
    check_root(&found.list[0], 0, 6, SIDE_EQUAL, SIDE_DEARER);
    session_close(&s);
}

// Costs that meet at an end of the range, and costs that touch.
static void ends_and_touches_are_roots(void **state)
{
    (void)state;
    struct session s;
    struct crossovers found;
    assert_true(open_pair(&s, "100 + (params.x - 1) * (params.x - 2)", 5, 1));
    assert_true(find(&s, "1", "2", &found));
    assert_int_equal(found.list[0].roots.count, 2);
    check_root(&found.list[0], 0, 1, SIDE_NONE, SIDE_CHEAPER);
    check_root(&found.list[0], 1, 2, SIDE_CHEAPER, SIDE_NONE);
    session_close(&s);
    assert_true(open_pair(&s, "100 + (params.x - 3) * (params.x - 3)", 5, 1));
    assert_true(find(&s, "1", "7", &found));
    assert_int_equal(found.list[0].roots.count, 1);
    check_root(&found.list[0], 0, 3, SIDE_DEARER, SIDE_DEARER);
    session_close(&s);
}

// What costs nothing at the root has no size of its own there: costs touch it in one root, with the
// cheaper option of both sides, whatever the money.
static void costs_of_nothing_touch_once(void **state)
{
    (void)state;
    static const struct {
        const char *formula;
        double money, root;
    } cases[] = {
        {"4 - 4 * params.x + params.x * params.x", 1, 2},
        {"4 - 4 * params.x + params.x * params.x", 1000, 2},
        {"4.000002 - 4.000001 * params.x + params.x * params.x", 1, 2},
        {"4.000002 - 4.000001 * params.x + params.x * params.x", 1e6, 2},
        {"4.0000002 - 4.0000001 * params.x + params.x * params.x", 1e6, 2},
        {"49 - 14 * params.x + params.x * params.x", 1e-6, 7},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct session s;
        struct crossovers found;
        char formula[200];
        snprintf(formula, sizeof formula, "(%s) * %g", cases[i].formula, cases[i].money);
        assert_true(open_beside(&s, 0, formula, 5, 1));
        assert_true(find(&s, "0", "10", &found));
        const struct crossover *c = &found.list[0];
        assert_int_equal(c->status, CROSSOVER_SINGLE);
        assert_false(c->cut);
        assert_true(fabs(c->roots.at[0].value - cases[i].root) < 2e-6);
        assert_int_equal(c->roots.at[0].kind, ROOT_CONTINUOUS);
        assert_int_equal(c->roots.at[0].below, SIDE_DEARER);
        assert_int_equal(c->roots.at[0].above, SIDE_DEARER);
        session_close(&s);
    }
}

// The ratio of the ends, and their difference, may be more than a number holds.
static void ranges_of_any_width_are_searched(void **state)
{
    (void)state;
    static const char *const ranges[][2] = {{"1e-160", "1e160"}, {"1e-10", "1e299"},
                                            {"1e-300", "1e300"}, {"0", "1e160"},
                                            {"-1e308", "1e308"}, {"0.001", "1000"}};
    for (size_t i = 0; i < COUNT_OF(ranges); i++) {
        struct session s;
        struct crossovers found;
        struct frontier frontier;
        assert_true(open_pair(&s, "50 * params.x", 1, 1));
        assert_true(find(&s, ranges[i][0], ranges[i][1], &found));
        assert_int_equal(found.list[0].status, CROSSOVER_SINGLE);
        check_root(&found.list[0], 0, 2, SIDE_CHEAPER, SIDE_DEARER);
        frontier_find(&s, &found, &frontier);
        for (uint32_t k = 0; k < frontier.count; k++)
            assert_true(isfinite(frontier.points[k].value));
        session_close(&s);
    }
}

static void too_many_roots_are_reported(void **state)
{
    (void)state;
    struct session s;
    struct crossovers found;
    assert_true(
        open_pair(&s, "100 + abs(mod(params.x * 10000, 2) - 1) - 0.5 + 0 * params.x", 2, 1));
    assert_true(find(&s, "0", "10", &found));
    const struct crossover *c = &found.list[0];
    assert_true(c->cut && c->known_to < 10);
    assert_int_equal(c->stretches.at[c->stretches.count - 1].side, SIDE_NONE);
    assert_ids(&s.diags, "too-large");
    session_close(&s);
}

static void equal_costs_and_bad_places_are_no_roots(void **state)
{
    (void)state;
    struct session s;
    struct crossovers found;
    assert_true(open_pair(&s, "100 + 0 * params.x", 2, 1));
    assert_false(
        find(&s, "0", "10", &found));  // a factor of 0 leaves nothing that depends on it
    assert_ids(&s.diags, "usage");
    session_close(&s);
    assert_true(open_pair(&s, "100 + max(0, params.x - 40)", 2, 1));
    assert_true(find(&s, "0", "10", &found));
    assert_int_equal(found.list[0].status, CROSSOVER_EQUAL);
    session_close(&s);
    assert_true(open_pair(&s, "99 + 1 / params.x", 2, 1));
    assert_true(find(&s, "0", "10", &found));
    assert_int_equal(found.list[0].roots.count, 1);
    assert_close(found.list[0].roots.at[0].value, 1, 1e-9);
    session_close(&s);
}

// The scenario with a root as its value costs the same with both options; more money moves none.
static void a_root_put_in_gives_equal_costs(void **state)
{
    (void)state;
    static const char *const formulas[] = {
        "100 + (params.x - 1) * (params.x - 2) * (params.x - 3)", "60 * ln(params.x + 1) + 3",
        "sqrt(params.x) * 40 + exp(params.x / 4)"};
    for (size_t f = 0; f < COUNT_OF(formulas); f++) {
        struct session s, one, rich;
        struct crossovers found, scaled;
        assert_true(open_pair(&s, formulas[f], 2.5, 1) && find(&s, "0", "10", &found));
        assert_true(open_pair(&rich, formulas[f], 2.5, 1e6) && find(&rich, "0", "10", &scaled));
        const struct crossover *c = &found.list[0];
        assert_true(c->roots.count > 0);
        assert_int_equal(c->roots.count, scaled.list[0].roots.count);
        for (uint32_t i = 0; i < c->roots.count; i++) {
            assert_true(open_pair(&one, formulas[f], c->roots.at[i].value, 1));
            assert_close(val_double(one.ledger.tallies[1].total),
                         val_double(one.ledger.tallies[0].total), 1e-9);
            assert_close(scaled.list[0].roots.at[i].value, c->roots.at[i].value, 1e-9);
            session_close(&one);
        }
        session_close(&s);
        session_close(&rich);
    }
}

// The session still holds the figures of the scenario.
static void the_session_stays_as_it_was(void **state)
{
    (void)state;
    struct session s;
    struct crossovers found;
    assert_true(open_pair(&s, "50 * params.x", 1, 1));
    assert_true(find(&s, "0", "10", &found));
    assert_close(val_double(s.ledger.tallies[1].total), 600, 1e-12);
    struct frontier frontier;
    frontier_find(&s, &found, &frontier);
    assert_close(val_double(s.ledger.tallies[1].total), 600, 1e-12);
    assert_int_equal(frontier.count, 27);
    assert_same(frontier.points[0].value, 0);
    assert_int_equal(frontier.points[0].breakeven.status, BREAKEVEN_ALWAYS);
    // Beside the root there is a value on both sides.
    assert_same(frontier.points[5].value, 1.999);
    assert_int_equal(frontier.points[5].breakeven.status, BREAKEVEN_ALWAYS);
    assert_same(frontier.points[6].value, 2.001);
    assert_int_equal(frontier.points[6].breakeven.status, BREAKEVEN_NEVER);
    assert_int_equal(frontier.points[26].breakeven.status, BREAKEVEN_NEVER);
    session_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_roots_are_found),
        cmocka_unit_test(steps_are_found),
        cmocka_unit_test(no_step_of_many_is_lost),
        cmocka_unit_test(crossings_close_together_are_told_apart),
        cmocka_unit_test(jumps_at_the_ends_are_found),
        cmocka_unit_test(equal_stretches_have_two_ends),
        cmocka_unit_test(ends_and_touches_are_roots),
        cmocka_unit_test(costs_of_nothing_touch_once),
        cmocka_unit_test(ranges_of_any_width_are_searched),
        cmocka_unit_test(too_many_roots_are_reported),
        cmocka_unit_test(equal_costs_and_bad_places_are_no_roots),
        cmocka_unit_test(a_root_put_in_gives_equal_costs),
        cmocka_unit_test(the_session_stays_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
