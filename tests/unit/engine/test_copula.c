#include "support/check.h"

#include "engine/copula.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double PI = 3.14159265358979323846;

static void scores_follow_from_ranks(void **state)
{
    (void)state;
    assert_close(copula_score(0.5), 2 * 0.25881904510252076, 1e-15);  // sin 15 degrees
    assert_same(copula_score(0), 0);
    assert_same(copula_score(1), 1);
    assert_same(copula_score(-1), -1);
    for (double r = -1; r <= 1; r += 1.0 / 64) {
        assert_close(copula_score(r), r == 0 ? 0 : 2 * (double)sinl((long double)(PI * r / 6)),
                     1e-15);
        assert_true(fabs(copula_rank(copula_score(r)) - r) < 1e-15);
    }
}

static const char HEAD[] = "tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: 6 months\n"
                           "options: {o: {team: {use: staff, people: 1 FTE}}}\n"
                           "params: {a: 1 to 2, b: 1 to 2, c: 1 to 2, d: 1 to 2, sure: 3,\n"
                           "  two: \"uniform(1, 2) + uniform(3, 4)\"}\n"
                           "correlations:\n%s";

static bool load(struct session *s, const char *pairs)
{
    char text[2000];
    snprintf(text, sizeof text, HEAD, pairs);
    return load_text(s, text);
}

// The root of a group times its mirror image is the matrix.
static void the_root_gives_the_matrix(void **state)
{
    (void)state;
    struct session s;
    assert_true(load(&s, " - {between: [params.c, params.a], rank: 0.6}\n"
                         " - {between: [params.a, params.b], rank: -0.3}\n"));
    struct copula c = copula_of(&s.arena, &s.program, NULL);
    assert_int_equal(c.count, 1);
    assert_int_equal(c.groups[0].count, 3);
    const double *r = c.groups[0].root;
    static const char *const names[] = {"params.a", "params.b", "params.c"};
    for (int i = 0; i < 3; i++)
        assert_str(s.program.draws.at[c.groups[0].draws[i]].name, names[i]);
    assert_close(r[3] * r[0], copula_score(-0.3), 1e-15);
    assert_close(r[6] * r[0], copula_score(0.6), 1e-15);
    assert_true(fabs(r[6] * r[3] + r[7] * r[4]) < 1e-15);
    for (int i = 0; i < 3; i++)
        assert_close(r[3 * i] * r[3 * i] + r[3 * i + 1] * r[3 * i + 1] +
                         r[3 * i + 2] * r[3 * i + 2],
                     1, 1e-15);
    double scores[6] = {1, 2, 10, 20, 100, 200};
    copula_mix(&c.groups[0], scores, 2);
    assert_close(scores[0], 1, 1e-15);
    assert_close(scores[5], r[6] * 2 + r[7] * 20 + r[8] * 200, 1e-15);
    session_close(&s);
}

static void groups_do_not_touch(void **state)
{
    (void)state;
    struct session s;
    assert_true(load(&s, " - {between: [params.a, params.b], rank: 0.6}\n"
                         " - {between: [params.d, params.c], rank: 0.6}\n"));
    bool used[6] = {true, true, true, true, true, true};
    assert_int_equal(copula_of(&s.arena, &s.program, NULL).count, 2);
    for (uint32_t i = 0; i < s.program.draws.count; i++)
        if (str_is(s.program.draws.at[i].name, "params.c")) used[i] = false;
    assert_int_equal(copula_of(&s.arena, &s.program, used).count, 1);
    session_close(&s);
}

struct impossible {
    const char *pairs, *message, *help;
};

static void what_cannot_hold_is_reported_at_the_pair(void **state)
{
    (void)state;
    // Scores lie between cos(x + y) and cos(x - y), x and y being the angles whose cosines are
    // the other two scores.
    static const struct impossible list[] = {
        {" - {between: [params.a, params.b], rank: 0.9}\n"
         " - {between: [params.b, params.c], rank: 0.9}\n"
         " - {between: [params.a, params.c], rank: 0.5}\n",
         "these correlations can't hold together: beside the others, that of params.a and "
         "params.b lies between 0.11 and 0.81",
         "the nearest value is 0.81"},
        {" - {between: [params.a, params.b], rank: 0.95}\n"
         " - {between: [params.c, params.b], rank: 0.95}\n",
         "these correlations can't hold together: beside the others, that of params.a and "
         "params.b lies between -0.28 and 0.28",
         "the nearest value is 0.28"},
        {" - {between: [params.a, params.b], rank: -1}\n"
         " - {between: [params.b, params.c], rank: -1}\n"
         " - {between: [params.a, params.c], rank: -1}\n",
         "these correlations can't hold together: beside the others, that of params.a and "
         "params.b can only be 1",
         "the nearest value is 1"},
        {" - {between: [params.a, params.b], rank: -0.9}\n"
         " - {between: [params.b, params.c], rank: -0.9}\n"
         " - {between: [params.a, params.c], rank: -0.9}\n"
         " - {between: [params.a, params.d], rank: -0.9}\n"
         " - {between: [params.b, params.d], rank: -0.9}\n"
         " - {between: [params.c, params.d], rank: -0.9}\n",
         "these correlations can't hold together, and no single one of them mends it",
         "all of them times 0.35 would do"},
    };
    for (size_t i = 0; i < COUNT_OF(list); i++) {
        struct session s;
        assert_true(load(&s, list[i].pairs));
        assert_false(copula_check(&s.program));
        assert_ids(&s.diags, "bad-correlation");
        assert_str(s.diags.list.at[0].message, list[i].message);
        struct text all = {.arena = &s.arena};
        diag_print(&all, &s.diags, (struct diag_style){.quiet = true});
        assert_non_null(strstr(str_to_c(&s.arena, text_str(&all)), list[i].help));
        session_close(&s);
    }
}

static void the_nearest_value_does(void **state)
{
    (void)state;
    struct session s;
    assert_true(load(&s, " - {between: [params.a, params.b], rank: 0.81}\n"
                         " - {between: [params.b, params.c], rank: 0.9}\n"
                         " - {between: [params.a, params.c], rank: 0.5}\n"));
    assert_true(copula_check(&s.program));
    session_close(&s);
}

struct wrong {
    const char *pairs, *ids;
};

static void pairs_that_mean_nothing_are_refused(void **state)
{
    (void)state;
    static const struct wrong list[] = {
        {" - {between: [params.a, params.x], rank: 0.9}\n", "unknown-address"},
        {" - {between: [params.a, params.sure], rank: 0.9}\n", "bad-correlation"},
        {" - {between: [params.a, params.two], rank: 0.9}\n", "bad-correlation"},
        {" - {between: [params.a, params.a], rank: 0.9}\n", "bad-correlation"},
        {" - {between: [params.a], rank: 0.9}\n", "wrong-form"},
        {" - {between: [params.a, params.b], rank: 1.1}\n", "out-of-range"},
        {" - {between: [params.a, params.b], rank: 1 USD}\n", "unit-mismatch"},
        {" - {between: [params.a, params.b]}\n", "missing-key"},
        {" - {between: [params.a, params.b], rank: 0.9, lag: 2}\n", "unknown-key"},
        {" - {between: [params.a, params.b], rank: 0.1}\n"
         " - {between: [params.b, params.a], rank: 0.1}\n",
         "bad-correlation"},
    };
    for (size_t i = 0; i < COUNT_OF(list); i++) {
        struct session s;
        if (load(&s, list[i].pairs)) fail_msg("taken: %s", list[i].pairs);
        assert_ids(&s.diags, list[i].ids);
        session_close(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_follow_from_ranks),
        cmocka_unit_test(the_root_gives_the_matrix),
        cmocka_unit_test(groups_do_not_touch),
        cmocka_unit_test(what_cannot_hold_is_reported_at_the_pair),
        cmocka_unit_test(the_nearest_value_does),
        cmocka_unit_test(pairs_that_mean_nothing_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
