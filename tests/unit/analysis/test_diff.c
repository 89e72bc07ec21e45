#include "analysis/diff.h"

#include "support/check.h"

#define HEAD                                                                                   \
    "tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: 12 months\nas_of: 2027-01-01\n"           \
    "options:\n"

static const struct load_settings NONE;

// Read from a text that is kept, as the causes of a difference are found from it.
static void read(struct session *s, const char *yaml)
{
    session_open(s);
    bool ok = session_load_text(s, STR("<stdin>"), str_of(yaml), &NONE) && session_compute(s);
    assert_computed(s, ok);
}

static struct diff compare(struct session *base, struct session *head, const char *was,
                           const char *is)
{
    read(base, was);
    read(head, is);
    struct comparison b = compare_options(base), h = compare_options(head);
    struct version from = {base, &b, {0}, &NONE}, to = {head, &h, {0}, &NONE};
    return diff_find(&from, &to, DIFF_MOST);
}

static void assert_edit(const struct diff *d, uint32_t i, const char *address, const char *base,
                        const char *head)
{
    assert_true(i < d->edits.list.count);
    const struct edit *e = &d->edits.list.at[i];
    assert_true(str_is(e->address, address));
    assert_true(str_is(e->base, base));
    assert_true(str_is(e->head, head));
}

// 1 person at 120,000 becomes 2 at 240,000: each edit gets the mean over both orders.
static void shares_are_means_over_orders(void **state)
{
    (void)state;
    struct session base, head;
    struct diff d = compare(
        &base, &head,
        HEAD "  own: {crew: {use: staff, people: 1 FTE, role: {cost: 120 kUSD/FTE/year}}}\n",
        HEAD "  own: {crew: {use: staff, people: 3 FTE, role: {cost: 240 kUSD/FTE/year}}}\n");
    assert_true(d.moved);
    assert_int_equal(d.edits.list.count, 2);
    assert_edit(&d, 0, "own.crew.people", "1 FTE", "3 FTE");
    assert_edit(&d, 1, "own.crew.role.cost", "120 kUSD/FTE/year", "240 kUSD/FTE/year");
    assert_int_equal(d.causes.count, 2);
    // 240,000 first or 480,000 last; 120,000 first or 360,000 last.
    assert_close(d.causes.at[0].total[0], 360000, 1e-6);
    assert_close(d.causes.at[1].total[0], 240000, 1e-6);
    assert_int_equal(d.lines.count, 1);
    assert_close(d.lines.at[0].head_cost - d.lines.at[0].base_cost, 600000, 1e-6);
    session_close(&base);
    session_close(&head);
}

// A value is one edit however it is written, also where it is a map or a list of dates.
static void a_value_is_one_edit(void **state)
{
    (void)state;
    struct session base, head;
    struct diff d = compare(
        &base, &head,
        HEAD
        "  own: {crew: {use: staff, people: {from: 1 FTE, growth: 10 %/year}, role: {cost: "
        "120 kUSD/FTE/year}}}\n",
        HEAD
        "  own: {crew: {use: staff, people: {from: 2 FTE, growth: 20 %/year}, role: {cost: "
        "120 kUSD/FTE/year}}}\n");
    assert_int_equal(d.edits.list.count, 1);
    assert_edit(&d, 0, "own.crew.people", "{from: 1 FTE, growth: 10 %/year}",
                "{from: 2 FTE, growth: 20 %/year}");
    session_close(&base);
    session_close(&head);
}

// A parameter and the formula that names it can't stand alone.
static void edits_that_need_each_other_are_one_cause(void **state)
{
    (void)state;
    struct session base, head;
    struct diff d = compare(
        &base, &head,
        HEAD "  own: {crew: {use: staff, people: 1 FTE, role: {cost: 120 kUSD/FTE/year}}}\n",
        HEAD "  own: {crew: {use: staff, people: params.n, role: {cost: 120 kUSD/FTE/year}}}\n"
             "params: {n: 2 FTE}\n");
    assert_int_equal(d.edits.list.count, 2);
    assert_int_equal(d.causes.count, 1);
    assert_int_equal(d.causes.at[0].edit_count, 2);
    assert_close(d.causes.at[0].total[0], 120000, 1e-6);
    session_close(&base);
    session_close(&head);
}

// Options that come or go move, and have no causes; names and budgets are silent.
static void options_come_and_go(void **state)
{
    (void)state;
    struct session base, head;
    struct diff d = compare(
        &base, &head,
        HEAD "  own: {crew: {use: staff, people: 1 FTE, role: {cost: 120 kUSD/FTE/year}}}\n",
        HEAD "  own: {crew: {use: staff, people: 1 FTE, role: {cost: 120 kUSD/FTE/year}}}\n"
             "  rent: {crew: {use: staff, people: 2 FTE, role: {cost: 120 kUSD/FTE/year}}}\n"
             "name: Another\n");
    assert_true(d.moved);
    assert_int_equal(d.options.count, 2);
    assert_false(d.options.at[1].in_base);
    assert_true(d.options.at[1].in_head);
    assert_int_equal(d.edits.list.count, 0);
    assert_int_equal(d.causes.count, 0);
    assert_int_equal(d.lines.count, 1);
    assert_false(d.lines.at[0].in_base);
    session_close(&base);
    session_close(&head);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_are_means_over_orders),
        cmocka_unit_test(a_value_is_one_edit),
        cmocka_unit_test(edits_that_need_each_other_are_one_cause),
        cmocka_unit_test(options_come_and_go),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
