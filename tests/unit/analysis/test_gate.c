#include "analysis/gate.h"

#include "support/check.h"

#define SCENARIO                                                                               \
    "tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: 12 months\nas_of: 2027-01-01\n"           \
    "options:\n"                                                                               \
    "  own: {crew: {use: staff, people: 1 FTE, role: {cost: 120 kUSD/FTE/year}}}\n"            \
    "  rent: {crew: {use: staff, people: 2 FTE, role: {cost: 120 kUSD/FTE/year}}}\n"

static void judge(struct session *s, const char *yaml, struct gate *g)
{
    bool ok = compute_text(s, yaml);
    assert_computed(s, ok);
    struct comparison c = compare_options(s);
    assert_true(gate_judge(s, &c, NULL, NULL, g));
}

// own costs 120,000.
static void a_threshold_holds_to_the_cent(void **state)
{
    (void)state;
    struct session s;
    struct gate g;
    judge(&s,
          SCENARIO "budgets:\n"
                   "  - {id: at, scope: {option: own}, amount: 120000 USD}\n"
                   "  - {id: cent, scope: {option: own}, amount: 119999.99 USD}\n"
                   "  - {id: warns, scope: {option: own}, amount: 130000 USD,\n"
                   "     thresholds: [{at: 90 %, level: warn}, {at: 100 %, level: deny}]}\n"
                   "  - {id: gravest, scope: {option: own}, amount: 100000 USD,\n"
                   "     thresholds: [{at: 119 %, level: warn}, {at: 100 %, level: deny}]}\n"
                   "  - {id: cheapest, scope: {option: cheapest}, amount: 120000 USD}\n"
                   "  - {id: months, scope: {option: own}, amount: 10000 USD,\n"
                   "     period: {from: 2027-03, to: 2027-03}}\n",
          &g);
    const enum finding_status want[] = {FINDING_PASS, FINDING_FAIL, FINDING_FAIL,
                                        FINDING_FAIL, FINDING_PASS, FINDING_PASS};
    assert_int_equal(g.findings.count, COUNT_OF(want));
    for (size_t i = 0; i < COUNT_OF(want); i++)
        assert_int_equal(g.findings.at[i].status, want[i]);
    assert_int_equal(g.findings.at[2].level, LEVEL_WARN);
    assert_int_equal(g.findings.at[3].level, LEVEL_DENY);
    assert_close(g.findings.at[2].ratio.value, 120000.0 / 130000, 1e-12);
    assert_int_equal(g.failed[LEVEL_DENY], 2);
    assert_int_equal(g.failed[LEVEL_WARN], 1);
    assert_int_equal(g.passed, 3);
    session_close(&s);
}

static void a_waiver_ends_behind_its_day(void **state)
{
    (void)state;
    struct session s;
    struct gate g;
    judge(&s,
          SCENARIO "assert:\n"
                   "  - {id: a, that: \"own.total <= 1 USD\"}\n"
                   "  - {id: b, that: \"own.total <= 1 USD\"}\n"
                   "  - {id: c, that: \"cheapest == 'own'\"}\n"
                   "waivers:\n"
                   "  - {id: a, until: 2027-01-01, reason: this day still}\n"
                   "  - {id: b, until: 2026-12-31, reason: the day before}\n",
          &g);
    assert_int_equal(g.findings.at[0].status, FINDING_WAIVED);
    assert_int_equal(g.findings.at[1].status, FINDING_FAIL);
    assert_int_equal(g.findings.at[2].status, FINDING_PASS);
    assert_int_equal(g.waived, 1);
    session_close(&s);
}

// Months of a scope are those of the calendar, also in a base that begins or ends on other days.
static void a_base_has_months_of_its_own(void **state)
{
    (void)state;
    struct arena a = {0};
    struct program base = {.start = 2027 * 12 + 2, .months = 12},
                   head = {.start = 2027 * 12, .months = 24};
    struct scope whole = {.from = 1, .to = 24, .whole = true}, part = {.from = 4, .to = 6},
                 before = {.from = 1, .to = 6}, behind = {.from = 14, .to = 15}, out;
    struct str why = STR_NONE;
    assert_true(base_scope(&a, &base, &head, &whole, &out, &why));
    assert_int_equal(out.from, 1);
    assert_int_equal(out.to, 12);
    assert_true(base_scope(&a, &base, &head, &part, &out, &why));
    assert_int_equal(out.from, 2);
    assert_int_equal(out.to, 4);
    assert_false(base_scope(&a, &base, &head, &before, &out, &why));
    assert_str(why, "the base has not every month from 2027-01 to 2027-06");
    assert_false(base_scope(&a, &base, &head, &behind, &out, &why));
    arena_free(&a);
}

static void names_are_looked_for_without_judging(void **state)
{
    (void)state;
    struct session s;
    bool ok = compute_text(&s, SCENARIO
                           "budgets:\n"
                           "  - {id: a, scope: {option: own, component: crw}, amount: 1 USD}\n"
                           "assert:\n"
                           "  - {id: b, that: \"own.totl <= 1 USD\"}\n"
                           "  - {id: c, that: \"own.total <= 1 month\"}\n"
                           "  - {id: d, that: \"p90(own.total) <= 1 USD\"}\n"
                           "  - {id: e, that: \"breakeven(own, rent) <= 1 month\"}\n");
    assert_computed(&s, ok);
    assert_false(gate_check(&s));
    assert_ids(&s.diags, "unknown-option unknown-figure unit-mismatch");
    session_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_threshold_holds_to_the_cent),
        cmocka_unit_test(a_waiver_ends_behind_its_day),
        cmocka_unit_test(a_base_has_months_of_its_own),
        cmocka_unit_test(names_are_looked_for_without_judging),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
