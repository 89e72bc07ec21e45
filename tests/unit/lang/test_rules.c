// What calls and operators want of units, and what they give.
#include "bench.h"

static void open_names(struct bench *b)
{
    bench_open(b);
    bench_name(b, "usd", NAME_INPUT, "USD");
    bench_name(b, "rate", NAME_INPUT, "USD/month");
    bench_name(b, "gpus", NAME_ROW, "gpu");
    bench_name(b, "per", NAME_INPUT, "gpu/server");
    bench_name(b, "life", NAME_INPUT, "month");
    bench_name(b, "share", NAME_INPUT, "1");
    bench_name(b, "energy", NAME_ROW, "kWh");
    bench_name(b, "growth", NAME_INPUT, "growth");
    bench_name(b, "contract", NAME_INPUT, "1/year");
    bench_name(b, "need[w]", NAME_ROW, "gpu");
}

static void gives(const char *text, const char *unit)
{
    struct bench b;
    open_names(&b);
    assert_str(bench_unit(&b, text), unit);
    assert_ids(&b.diags, "");
    bench_close(&b);
}

static void refuses(const char *text, const char *id, const char *part)
{
    struct bench b;
    open_names(&b);
    bench_refuses(&b, text, id, part);
    bench_close(&b);
}

static void sums_need_one_unit_and_products_combine(void **state)
{
    (void)state;
    gives("usd + 3 kUSD", "USD");
    gives("gpus / per", "server");
    gives("usd / gpus * gpus", "USD");
    gives("rate * month", "USD");
    gives("usd * (1 < 2)", "USD");
    gives("min(usd, 3 USD, 4 USD)", "USD");
    gives("clamp(usd, 0, 3 USD)", "USD");
    gives("mod(life, 1 year)", "month");
    refuses("usd + gpus", "unit-mismatch", "usd + gpus");
    refuses("usd + 1", "unit-mismatch", "usd + 1");
    refuses("max(usd, 1)", "unit-mismatch", "max(usd, 1)");
    refuses("2 * (usd - life)", "unit-mismatch", "usd - life");
}

static void zero_has_every_unit_and_no_other_number_has(void **state)
{
    (void)state;
    gives("0", "any");
    gives("usd + 0", "USD");
    gives("max(0, usd)", "USD");
    gives("0 + usd", "USD");
    gives("if(share > 0, usd, 0)", "USD");
    gives("usd > 0", "1");
    refuses("usd + 0 kWh", "unit-mismatch", "usd + 0 kWh");
    refuses("usd + (1 - 1)", "unit-mismatch", "usd + (1 - 1)");
}

static void powers_take_pure_exponents(void **state)
{
    (void)state;
    gives("share^(life / 1 year)", "1");
    gives("gpus^2", "gpu^2");
    gives("gpus^-1", "1/gpu");
    refuses("gpus^share", "unit-mismatch", "share");
    refuses("gpus^0.5", "unit-mismatch", "0.5");
    refuses("2^gpus", "unit-mismatch", "gpus");
}

static void comparisons_are_pure_numbers(void **state)
{
    (void)state;
    gives("usd < 3 kUSD", "1");
    gives("1 + (usd < 3 USD)", "1");
    gives("share and usd > 0", "1");
    gives("not share", "1");
    refuses("usd < life", "unit-mismatch", "usd < life");
    refuses("usd and 1", "unit-mismatch", "usd");
    refuses("not usd", "unit-mismatch", "usd");
    refuses("if(usd, 1, 2)", "unit-mismatch", "usd");
    refuses("if(share, usd, life)", "unit-mismatch", "if(share, usd, life)");
}

static void whole_numbers_are_of_counts(void **state)
{
    (void)state;
    gives("ceil(gpus)", "gpu");
    gives("ceil(gpus / per)", "server");
    gives("floor(share)", "1");
    gives("round(3.5 token)", "token");
    gives("ceil(life / 1 month)", "1");
    refuses("ceil(life)", "unit-mismatch", "ceil(life)");
    refuses("floor(energy)", "unit-mismatch", "floor(energy)");
    refuses("round(usd)", "unit-mismatch", "round(usd)");
}

static void time_functions_keep_the_unit(void **state)
{
    (void)state;
    gives("prev(gpus)", "gpu");
    gives("prev(gpus, 3 gpu)", "gpu");
    gives("lag(usd, life)", "USD");
    gives("at(usd, 6 months)", "USD");
    gives("cumulative(usd)", "USD");
    gives("total(energy)", "kWh");
    gives("once(usd)", "USD");
    gives("at_end(usd)", "USD");
    gives("cohorts(usd, age < life)", "USD");
    gives("cohorts(usd, (age + month) / 1 year)", "USD");
    refuses("prev(gpus, 3)", "unit-mismatch", "prev(gpus, 3)");
    refuses("lag(usd, 3)", "bare-number", "3");
    refuses("lag(usd, gpus)", "unit-mismatch", "gpus");
    refuses("usd * (age < life)", "unknown-name", "age");
    refuses("cohorts(usd * (age < life), 1)", "unknown-name", "age");
}

static void growth_stands_in_grow_alone(void **state)
{
    (void)state;
    gives("usd * grow(growth)", "USD");
    gives("grow(3 %/year)", "1");
    refuses("usd * growth * month", "unit-mismatch", "growth");
    refuses("grow(contract)", "unit-mismatch", "contract");
    refuses("grow(share)", "unit-mismatch", "share");
    gives("usd * contract * month", "USD");
}

static void adding_up_a_rate_is_warned_of(void **state)
{
    (void)state;
    static const char *const formulas[] = {"total(rate)", "cumulative(rate)"};
    for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++) {
        struct bench b;
        open_names(&b);
        assert_str(bench_unit(&b, formulas[i]), "USD/month");
        assert_ids(&b.diags, "rate-sum");
        assert_int_equal(b.diags.error_count, 0);
        bench_close(&b);
    }
}

static void payments_take_a_rate_and_a_term_that_match(void **state)
{
    (void)state;
    gives("pmt(contract, life, usd)", "USD");
    gives("pmt(contract, life, usd, -usd, 1)", "USD");
    gives("pmt(share, 48, usd)", "USD");
    refuses("pmt(contract, 48, usd)", "bare-number", "48");
    refuses("pmt(share, life, usd)", "unit-mismatch", "life");
    refuses("pmt(contract, life, usd, life + life)", "unit-mismatch", "life + life");
}

static void given_takes_inputs_and_across_takes_names(void **state)
{
    (void)state;
    gives("given(usd)", "1");
    gives("across(gpus)", "gpu");
    gives("across(nobody_has_it)", "any");
    refuses("given(gpus)", "wrong-arguments", "gpus");
    refuses("given(3)", "wrong-arguments", "3");
    refuses("given(nothing)", "unknown-name", "nothing");
    refuses("across(gpus + 1)", "wrong-arguments", "gpus + 1");
    refuses("across(need)", "wrong-arguments", "need");
}

static void workloads_are_added_up_or_named(void **state)
{
    (void)state;
    gives("sum(need)", "gpu");
    gives("peak(need)", "gpu");
    gives("sum(need * served)", "gpu");
    refuses("need", "unknown-name", "need");
    refuses("sum(need) + need", "unknown-name", "need");
    refuses("gpus[chat]", "unknown-name", "gpus[chat]");
}

static void uncertainty_is_for_inputs(void **state)
{
    (void)state;
    struct bench b;
    open_names(&b);
    struct check_scope open = {.form = 1, .may_be_uncertain = true};
    assert_str(bench_unit_in(&b, "uniform(1 USD, 3 USD)", open), "USD");
    assert_str(bench_unit_in(&b, "max(0, normal(2 USD, 1 USD))", open), "USD");
    assert_str(bench_unit_in(&b, "discrete(1 USD, 75 %, 2 USD, 25 %)", open), "USD");
    assert_str(bench_unit_in(&b, "normal(2 USD, 1)", open), "-");
    assert_ids(&b.diags, "unit-mismatch");
    bench_close(&b);
    refuses("uniform(1 USD, 3 USD)", "bad-range", "uniform(1 USD, 3 USD)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_need_one_unit_and_products_combine),
        cmocka_unit_test(zero_has_every_unit_and_no_other_number_has),
        cmocka_unit_test(powers_take_pure_exponents),
        cmocka_unit_test(comparisons_are_pure_numbers),
        cmocka_unit_test(whole_numbers_are_of_counts),
        cmocka_unit_test(time_functions_keep_the_unit),
        cmocka_unit_test(growth_stands_in_grow_alone),
        cmocka_unit_test(adding_up_a_rate_is_warned_of),
        cmocka_unit_test(payments_take_a_rate_and_a_term_that_match),
        cmocka_unit_test(given_takes_inputs_and_across_takes_names),
        cmocka_unit_test(workloads_are_added_up_or_named),
        cmocka_unit_test(uncertainty_is_for_inputs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
