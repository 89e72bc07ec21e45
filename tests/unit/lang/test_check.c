// Whether values fit the units that are declared for them.
#include "bench.h"

// Checks a formula of form 1 against a declared unit; the ids of what is reported.
static void fits(const char *text, const char *unit, const char *ids, const char *help)
{
    struct bench b;
    bench_open(&b);
    bench_name(&b, "tariff", NAME_INPUT, "USD/kWh");
    uint32_t at = bench_name(&b, "wanted", NAME_ROW, unit), pending;
    const struct name wanted = b.program.forms.at[1].names.at[at];
    struct type t;
    uint32_t root = bench_parse(&b, text);
    struct check_scope scope = {.form = 1, .growth = wanted.growth};
    bool ok = check_formula(&b.program, root, scope, &t, &pending) &&
              check_fits(&b.program, root, t, &wanted);
    assert_int_equal(ok, ids[0] == '\0');
    assert_ids(&b.diags, ids);
    if (!ok) assert_str(b.diags.list.at[0].help, help);
    bench_close(&b);
}

static void a_bare_number_is_for_counts_and_pure_numbers(void **state)
{
    (void)state;
    fits("8", "gpu", "", "");
    fits("8", "server", "", "");
    fits("2", "FTE", "", "");
    fits("2", "user", "", "");
    fits("2", "request", "", "");
    fits("0.3", "1", "", "");
    fits("30 %", "1", "", "");
    fits("0", "USD/kWh", "", "");
    fits("0.11", "USD/kWh", "bare-number", "write 0.11 USD/kWh");
    fits("3", "token", "bare-number", "write 3 token");
    fits("36", "month", "bare-number", "write 36 month");
    fits("2 * 4", "USD", "bare-number", "");
}

static void units_of_one_dimension_fit(void **state)
{
    (void)state;
    fits("11 USD/MWh", "USD/kWh", "", "");
    fits("tariff", "USD/MWh", "", "");
    fits("3 years", "month", "", "");
    fits("8 gpu", "server", "unit-mismatch", "");
    fits("1 USD/month", "USD", "unit-mismatch",
         "a rate becomes the amount of a month by `* month`");
    fits("9 %", "1/year", "unit-mismatch", "say per what time: 1/year");
}

static void growths_are_rates_per_period(void **state)
{
    (void)state;
    fits("3 %/year", "growth", "", "");
    fits("-10 %/year", "growth", "", "");
    fits("0", "growth", "", "");
    fits("3 %", "growth", "bare-number", "write 3 %/year");
    fits("3 USD", "growth", "unit-mismatch", "");
    fits("3 %/year", "1/year", "", "");  // a contract rate
}

static void a_reported_declaration_is_silent(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    uint32_t at = bench_name(&b, "broken", NAME_ROW, "USD");
    b.program.forms.at[1].names.at[at].broken = true;
    assert_str(bench_unit(&b, "broken"), "any");
    assert_str(bench_unit(&b, "broken.field + 3 kWh"), "kWh");
    assert_ids(&b.diags, "");
    bench_close(&b);
}

static uint32_t add_param(struct bench *b, const char *name, const char *formula)
{
    struct name n = {.text = str_of(name), .kind = NAME_INPUT, .infer = true, .unit = UNIT_ONE};
    n.catalog = n.parent = NO_NAME;
    n.formula = bench_parse(b, formula);
    return form_add(&b->program, 0, n);
}

static void parameters_take_the_unit_of_their_value(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    add_param(&b, "params.double", "params.price * 2");
    add_param(&b, "params.price", "3 USD/kWh");
    check_inferred(&b.program);
    assert_str(bench_unit(&b, "params.double"), "USD/kWh");
    assert_ids(&b.diags, "");
    bench_close(&b);
}

static void a_model_alone_takes_any_parameter(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    assert_str(bench_unit(&b, "3 USD + params.anything"), "-");
    assert_ids(&b.diags, "unknown-name");
    b.diags.list.count = 0;
    b.program.options.count = 0;  // no scenario
    assert_str(bench_unit(&b, "3 USD + params.anything"), "USD");
    assert_ids(&b.diags, "");
    bench_close(&b);
}

static void parameters_that_need_each_other_are_a_cycle(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    add_param(&b, "params.a", "params.b + 1");
    add_param(&b, "params.b", "params.a");
    check_inferred(&b.program);
    assert_ids(&b.diags, "cycle");
    assert_str(b.diags.list.at[0].message,
               "params.a needs itself: params.a -> params.b -> params.a");
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bare_number_is_for_counts_and_pure_numbers),
        cmocka_unit_test(units_of_one_dimension_fit),
        cmocka_unit_test(growths_are_rates_per_period),
        cmocka_unit_test(a_reported_declaration_is_silent),
        cmocka_unit_test(parameters_take_the_unit_of_their_value),
        cmocka_unit_test(a_model_alone_takes_any_parameter),
        cmocka_unit_test(parameters_that_need_each_other_are_a_cycle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
