// Rows, their addresses, and what is needed of them.
#include "lang/program.h"

#include "bench.h"

static const char SCENARIO[] =
    "tco: 1\n"
    "currency: USD\n"
    "start: 2027-11\n"
    "horizon: 3 months\n"
    "params: {salary: 120000 USD/FTE/year}\n"
    "workloads:\n"
    "  chat: {output: 1 Gtoken/month}\n"
    "options:\n"
    "  vendor:\n"
    "    claude: {use: api, price: {input: 0, output: 15 USD/Mtoken}}\n"
    "    people: {use: staff, people: 2 FTE, salary: params.salary}\n";

static uint32_t row_at(struct session *s, const char *address)
{
    for (uint32_t i = 0; i < s->program.rows.count; i++)
        if (str_is(row_address(&s->arena, &s->program, i), address)) return i;
    fail_msg("there is no row %s", address);
    return NO_NAME;
}

static void rows_have_addresses(void **state)
{
    (void)state;
    struct session s;
    assert_true(load_text(&s, SCENARIO));
    row_at(&s, "vendor.people.people");
    row_at(&s, "vendor.claude.served[chat]");
    row_at(&s, "vendor.claude.price.output");
    row_at(&s, "workloads.chat.output");
    row_at(&s, "params.salary");
    session_close(&s);
}

static void months_count_from_1_and_0_is_the_opening(void **state)
{
    (void)state;
    struct session s;
    assert_true(load_text(&s, SCENARIO));
    assert_str(month_text(&s.arena, &s.program, 0), "2027-11");
    assert_str(month_text(&s.arena, &s.program, 1), "2027-11");
    assert_str(month_text(&s.arena, &s.program, 3), "2028-01");
    session_close(&s);
}

static void only_what_a_figure_reads_is_needed(void **state)
{
    (void)state;
    struct session s;
    assert_true(load_text(&s, SCENARIO));
    assert_true(s.program.rows.at[row_at(&s, "vendor.people.salary")].needed);
    assert_true(s.program.rows.at[row_at(&s, "params.salary")].needed);
    assert_true(s.program.rows.at[row_at(&s, "workloads.chat.output")].needed);
    // `salary` is given, so that nothing asks for the role's cost.
    assert_false(s.program.rows.at[row_at(&s, "vendor.people.role.cost")].needed);
    session_close(&s);
}

static void a_missing_figure_is_reported_when_it_is_needed(void **state)
{
    (void)state;
    struct session s;
    assert_true(load_text(&s, SCENARIO));
    uint32_t cached = row_at(&s, "vendor.claude.price.cached_input");
    assert_int_equal(row_origin(&s.program, cached).kind, ORIGIN_NOT_GIVEN);
    assert_int_equal(s.diags.error_count, 0);
    assert_false(program_need(&s.program, cached));
    assert_int_equal(s.diags.error_count, 1);
    assert_int_equal(s.diags.list.at[s.diags.list.count - 1].code, DIAG_MISSING_VALUE);
    session_close(&s);
}

static void each_distribution_has_its_own_draw(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    uint32_t id = bench_parse(&b, "max(uniform(1, 2), uniform(3, 4))");
    program_add_draws(&b.program, id, STR("o.a.x"));
    program_add_draws(&b.program, id, STR("o.b.x"));  // shared: the same draws
    assert_int_equal(b.program.draws.count, 2);
    assert_str(b.program.draws.at[0].name, "o.a.x");
    assert_str(b.program.draws.at[1].name, "o.a.x#2");
    id = bench_parse(&b, "truncated(normal(2, 1), 0, 4)");
    program_add_draws(&b.program, id, STR("o.c.x"));
    assert_int_equal(b.program.draws.count, 3);
    bench_close(&b);
}

static void a_name_stands_once(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    uint32_t at = bench_name(&b, "gpus", NAME_ROW, "gpu");
    struct name again = {.text = STR("gpus"), .kind = NAME_COST};
    assert_int_equal(form_add(&b.program, 1, again), NO_NAME);
    assert_int_equal(form_find(&b.program.forms.at[1], STR("gpus")), at);
    assert_int_equal(form_find(&b.program.forms.at[1], STR("cpus")), NO_NAME);
    bench_close(&b);
}

static void words_of_reports(void **state)
{
    (void)state;
    assert_string_equal(class_word(CLASS_BENEFIT), "benefit");
    assert_string_equal(origin_word(ORIGIN_OVERRIDE), "override");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_have_addresses),
        cmocka_unit_test(months_count_from_1_and_0_is_the_opening),
        cmocka_unit_test(only_what_a_figure_reads_is_needed),
        cmocka_unit_test(a_missing_figure_is_reported_when_it_is_needed),
        cmocka_unit_test(each_distribution_has_its_own_draw),
        cmocka_unit_test(a_name_stands_once),
        cmocka_unit_test(words_of_reports),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
