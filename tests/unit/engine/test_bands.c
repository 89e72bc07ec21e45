#include "support/check.h"

#include "engine/run.h"

#include <math.h>
#include <stdio.h>

// Bands of a bill with two values each, points of a curve, and bands with a last end.
static const char MODEL[] =
    "model: bands\n"
    "inputs:\n"
    "  x: {unit: USD}\n"
    "  b: {columns: {up_to: USD, share: 1, other: 1}, default: [{share: 0, other: 0}]}\n"
    "  p: {columns: {at: USD, y: 1}, default: [{at: 0 USD, y: 0}]}\n"
    "rows:\n"
    "  r: {unit: 1, is: \"%s\"}\n"
    "costs:\n"
    "  line: {class: opex, category: other, is: r * 1 USD}\n";

static const char SCENARIO[] =
    "tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: 2 months\n"
    "options:\n  o:\n    c:\n      use: bands\n      x: %s\n"
    "      b: [{up_to: 10 USD, share: 0.5, other: 3}, {up_to: 30 USD, share: 0.1, other: 4},\n"
    "          {%sshare: 0.2, other: 5}]\n"
    "      p: [{at: 10 USD, y: 1}, {at: 20 USD, y: 5}, {%sy: 2}]\n";

static bool compute(struct session *s, const char *formula, const char *x, const char *last_end,
                    const char *last_point)
{
    char model[800], scenario[800];
    snprintf(model, sizeof model, MODEL, formula);
    snprintf(scenario, sizeof scenario, SCENARIO, x, last_end, last_point);
    return compute_model(s, model, scenario);
}

struct point {
    double x, y;
};

static void check(const char *formula, const struct point *points, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct session s;
        char x[40];
        snprintf(x, sizeof x, "%.17g USD", points[i].x);
        assert_computed(&s, compute(&s, formula, x, "", "at: 40 USD, "));
        double found = row_value(&s, "o.c.r", 1);
        if (!(fabs(found - points[i].y) <= 1e-14 * fmax(1, fabs(points[i].y))))
            fail_msg("%s of %s is %.17g, not %.17g", formula, x, found, points[i].y);
        session_close(&s);
    }
}

#define CHECK(formula, ...)                                                                    \
    do {                                                                                       \
        static const struct point points[] = {__VA_ARGS__};                                    \
        check(formula, points, COUNT_OF(points));                                              \
    } while (0)

static void each_band_takes_its_part(void **state)
{
    (void)state;
    CHECK("tier(x, b.share) / 1 USD", {0, 0}, {4, 2}, {10, 5}, {11, 5.1}, {30, 7}, {35, 8},
          {1000, 201}, {-5, 0});
    CHECK("tier(x, b) / 1 USD", {10, 5}, {40, 9});
    CHECK("tier(x, b.other) / 1 USD", {10, 30}, {20, 70}, {31, 115});
}

static void an_amount_lies_in_one_band(void **state)
{
    (void)state;
    CHECK("lookup(x, b.share)", {0, 0.5}, {10, 0.5}, {10.0000001, 0.1}, {30, 0.1}, {31, 0.2},
          {1e9, 0.2}, {-5, 0.5});
    CHECK("lookup(x, b)", {10, 0.5}, {31, 0.2});
    CHECK("lookup(x, b.other)", {10, 3}, {12, 4}, {99, 5});
}

static void points_are_joined_by_lines(void **state)
{
    (void)state;
    CHECK("interpolate(x, p)", {0, 1}, {10, 1}, {12.5, 2}, {20, 5}, {30, 3.5}, {40, 2},
          {1000, 2}, {-5, 1});
}

static void check_refused(const char *formula, const char *x, const char *last_end,
                          const char *last_point, const char *id)
{
    struct session s;
    assert_false(compute(&s, formula, x, last_end, last_point));
    assert_ids(&s.diags, id);
    session_close(&s);
}

static void an_amount_behind_a_closed_band_is_reported(void **state)
{
    (void)state;
    struct session s;
    const char *closed = "up_to: 50 USD, ";
    assert_computed(&s, compute(&s, "tier(x, b) / 1 USD", "50 USD", closed, "at: 40 USD, "));
    assert_close(row_value(&s, "o.c.r", 1), 11, 1e-14);
    session_close(&s);
    check_refused("tier(x, b) / 1 USD", "51 USD", closed, "at: 40 USD, ", "out-of-range");
    check_refused("lookup(x, b)", "51 USD", closed, "at: 40 USD, ", "out-of-range");
}

static void a_point_needs_its_place(void **state)
{
    (void)state;
    check_refused("interpolate(x, p)", "15 USD", "", "", "missing-key");
}

// An amount that is drawn meets in every trial the bands that it would meet when known.
static void a_drawn_amount_chooses_its_band(void **state)
{
    (void)state;
    enum { TRIALS = 200 };
    static const double values[] = {4, 10, 25, 70};
    static const char *const formulas[] = {"tier(x, b) / 1 USD", "lookup(x, b)",
                                           "interpolate(x, p)"};
    static const double wanted[3][4] = {{2, 5, 6.5, 15}, {0.5, 0.5, 0.1, 0.2}, {1, 1, 4.25, 2}};
    for (int f = 0; f < 3; f++) {
        struct session s;
        struct trials t;
        int seen[4] = {0};
        assert_computed(
            &s, compute(&s, formulas[f],
                        "discrete(4 USD, 25 %, 10 USD, 25 %, 25 USD, 25 %, 70 USD, 25 %)", "",
                        "at: 40 USD, "));
        assert_computed(&s, session_build_uncertain(&s));
        struct val outputs[] = {s.ledger.lines.at[0].amount[1], graph_input(&s.graph, 0)};
        trials_run(&s.arena, &s.unroll, outputs, 2, TRIALS, 9, &t);
        for (int k = 0; k < TRIALS; k++) {
            int which = 0;
            while (which < 3 && values[which] != t.values[TRIALS + k])
                which++;
            assert_close(t.values[k], wanted[f][which], 1e-14);
            seen[which]++;
        }
        for (int i = 0; i < 4; i++)
            assert_true(seen[i] > TRIALS / 8);
        session_close(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_band_takes_its_part),
        cmocka_unit_test(an_amount_lies_in_one_band),
        cmocka_unit_test(points_are_joined_by_lines),
        cmocka_unit_test(an_amount_behind_a_closed_band_is_reported),
        cmocka_unit_test(a_point_needs_its_place),
        cmocka_unit_test(a_drawn_amount_chooses_its_band),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
