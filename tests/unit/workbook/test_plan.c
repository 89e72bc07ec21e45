// A workbook before it is written: names of sheets that a spreadsheet takes, and too many rows.
#include "workbook/plan.h"

#include "support/check.h"

static const char MODEL[] = "model: thing\n"
                            "summary: A thing.\n"
                            "inputs:\n"
                            "  fee: {unit: USD/month, doc: Fee.}\n"
                            "costs:\n"
                            "  running: {is: fee * month, class: opex, category: support, doc: "
                            "Running.}\n";

// Addresses of components that are longer than 31 characters, and the same in the first of them.
static const char SCENARIO[] =
    "tco: 1\ncurrency: USD\nstart: 2027-11\nhorizon: 4 months\n"
    "options:\n"
    "  time:\n"
    "    a_component_with_a_very_long_name_one: {use: thing, fee: 100 USD/month}\n"
    "    a_component_with_a_very_long_name_two: {use: thing, fee: 200 USD/month}\n"
    "  a_whole_option_with_a_very_long_name_indeed:\n"
    "    it: {use: thing, fee: 10 USD/month}\n"
    "  a_whole_option_with_a_very_long_name_as_well:\n"
    "    it: {use: thing, fee: 10 USD/month}\n";

static struct comparison make(struct session *s, struct plan *p)
{
    assert_computed(s, compute_model(s, MODEL, SCENARIO));
    struct comparison *c = ARENA_NEW(&s->arena, struct comparison);
    *c = compare_options(s);
    struct arena texts = {0};
    plan_make(p, s, c, &s->arena, &texts);
    arena_free(&texts);  // nothing of the plan is in it
    return *c;
}

static void test_names_of_sheets(void **state)
{
    struct session s;
    struct plan p;
    (void)state;
    make(&s, &p);
    assert_true(p.pages.count > 10);
    for (uint32_t i = 0; i < p.pages.count; i++) {
        struct str a = p.pages.at[i].title;
        assert_in_range(a.len, 1, 31);
        assert_int_not_equal(a.at[a.len - 1], ' ');
        for (size_t k = 0; k < a.len; k++)
            assert_null(strchr("[]:*?/\\'", a.at[k]));
        for (uint32_t k = 0; k < i; k++)
            assert_int_not_equal(str_distance(a, p.pages.at[k].title, 0), 0);
    }
    session_close(&s);
}

static void test_too_many_rows(void **state)
{
    struct session s;
    struct plan p;
    (void)state;
    make(&s, &p);
    assert_true(plan_fits(&p, STR("a.xlsx")));
    uint32_t count = p.pages.at[p.inputs].quantities.count;
    p.pages.at[p.inputs].quantities.count = 1048576 - PAGE_FIRST_LINE;
    assert_true(plan_fits(&p, STR("a.xlsx")));
    p.pages.at[p.inputs].quantities.count++;
    assert_false(plan_fits(&p, STR("a.xlsx")));
    assert_int_equal(s.diags.list.at[s.diags.list.count - 1].code, DIAG_TOO_LARGE);
    p.pages.at[p.inputs].quantities.count = count;
    s.program.months = 16384 - COLUMN_OPENING - 1;
    assert_true(plan_fits(&p, STR("a.xlsx")));
    s.program.months++;
    assert_false(plan_fits(&p, STR("a.xlsx")));
    session_close(&s);
}

static bool has_page(const struct plan *p, const char *title)
{
    for (uint32_t i = 0; i < p->pages.count; i++)
        if (str_is(p->pages.at[i].title, title)) return true;
    return false;
}

// What a sheet shows stays legible; the name of an option gives way.
static void test_short_names(void **state)
{
    struct session s;
    struct plan p;
    (void)state;
    make(&s, &p);
    assert_true(has_page(&p, "a_whole_option_with_a_very cash"));
    assert_true(has_page(&p, "a_whole_option_with_a_ve~2 cash"));
    assert_true(has_page(&p, "a_whole_option_with~2 amortised"));
    assert_true(has_page(&p, "a_whole_option_with_a_very_l.it"));
    assert_true(has_page(&p, "time.a_component_with_a_very_lo"));
    session_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_names_of_sheets),
                                       cmocka_unit_test(test_short_names),
                                       cmocka_unit_test(test_too_many_rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
