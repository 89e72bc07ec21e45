#include "lang/calc.h"

#include "bench.h"

#include <string.h>

static double days_of(const char *text)
{
    double days = -1e9;
    return calc_date(str_of(text), &days) ? days : -1e9;
}

static void dates_are_days_since_1970(void **state)
{
    (void)state;
    assert_same(days_of("1970-01-01"), 0);
    assert_same(days_of("1969-12-31"), -1);
    assert_same(days_of("2000-03-01"), 11017);
    assert_same(days_of("2028-02-29"), 21243);
    assert_same(days_of("1900-03-01") - days_of("1900-02-28"), 1);  // no leap year
    static const char *const none[] = {"2027-02-29", "2027-13-01", "2027-00-10", "2027-01-00",
                                       "1899-12-31", "2200-01-01", "2027-1-1",   "2027/01/01",
                                       "27-01-2027", "",           "2027-01-011"};
    for (size_t i = 0; i < COUNT_OF(none); i++)
        assert_same(days_of(none[i]), -1e9);
}

static void every_day_is_written_as_it_is_read(void **state)
{
    (void)state;
    struct arena a = {0};
    for (double day = days_of("1900-01-01"); day <= days_of("2199-12-31"); day++) {
        struct arena_mark mark = arena_mark(&a);
        double back;
        assert_true(calc_date(calc_date_text(&a, day), &back));
        assert_same(back, day);
        arena_release(&a, mark);
    }
    arena_free(&a);
}

// The example of a row uses it, and checks.
static void every_row_is_documented(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    for (int c = 0; c < CALC_COUNT; c++) {
        const struct calc_row *row = calc_row((enum calc)c);
        enum calc found;
        assert_true(row->param_count <= CALC_PARAMS);
        assert_true(row->doc.len > 0 && str_starts(row->example, row->name));
        assert_true(calc_find(row->name, &found) && (int)found == c);
        struct str unit =
            bench_unit_in(&b, str_to_c(&b.arena, row->example),
                          (struct check_scope){.may_be_uncertain = true, .fields = true});
        assert_false(str_is(unit, "-"));
    }
    bench_close(&b);
}

static void words_have_numbers(void **state)
{
    (void)state;
    const struct calc_param p = {STR("timing"), CALC_WORD, STR("end mid begin")};
    assert_int_equal(calc_word(&p, STR("end")), 0);
    assert_int_equal(calc_word(&p, STR("begin")), 2);
    assert_int_equal(calc_word(&p, STR("")), -1);
    assert_int_equal(calc_word(&p, STR("en")), -1);
    assert_str(calc_word_at(&p, 1), "mid");
    assert_int_equal(calc_word_at(&p, 3).len, 0);
}

static void units_follow_the_amounts_and_times(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    bench_name(&b, "usd", NAME_INPUT, "USD");
    bench_name(&b, "apr", NAME_INPUT, "1/year");
    bench_name(&b, "term", NAME_INPUT, "month");
    assert_str(bench_unit(&b, "pmt(apr, term, usd)"), "USD");
    assert_str(bench_unit(&b, "pmt(0.01, 48, 1)"), "1");
    assert_str(bench_unit(&b, "npv(apr, usd)"), "USD");
    assert_str(bench_unit(&b, "nper(apr, usd, usd)"), "month");
    assert_str(bench_unit(&b, "nper(0.01, usd, usd)"), "1");
    assert_str(bench_unit(&b, "rate(term, usd, usd)"), "1/month");
    assert_str(bench_unit(&b, "mirr(usd, apr, apr)"), "1");
    bench_refuses(&b, "irr(usd)", "wrong-arguments", "irr(usd)");
    bench_refuses(&b, "npv(usd, usd)", "unit-mismatch", "usd");
    bench_refuses(&b, "npv(apr, [usd, term])", "unit-mismatch", "term");
    bench_refuses(&b, "macrs(usd, 5, 1, 'quarterly')", "wrong-arguments", "'quarterly'");
    bench_close(&b);
}

// A value that a parameter takes; an amount is 0, or `flow`.
static struct str value_for(struct bench *b, const struct calc_param *p, bool flow)
{
    if (p->kind == CALC_WORD)
        return str_format(&b->arena, "'%.*s'", STR_ARG(calc_word_at(p, 0)));
    if (p->kind == CALC_DATES) return STR("[2027-01-01]");
    if (p->kind == CALC_NUMBERS) return STR("[1]");
    if (calc_is_list(p->kind)) return flow ? STR("[flow]") : STR("[0]");
    return flow ? STR("flow") : STR("0");
}

// Every rate for a year: 1 %/month is the same as 12 %/year where the contract says so, and an error
// where a year compounds. Nothing else may take it.
static void rates_by_the_month_are_not_taken_for_others(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    static const char *const refused[] = {
        "npv(1 %/month, [1])",
        "xnpv(1 %/month, [1], [2027-01-01])",
        "mirr([1], 1 %/month, 9 %/year)",
        "mirr([1], 9 %/year, 1 %/month)",
        "depreciation_tax_shield_pv(1, 5, tax_rate=0.2, rate=1 %/month)",
        "monthly_rate(1 %/month)",
        "monthly_rate(1 %/month, 'effective')",
        "real_rate(1 %/month, 0.1)",
        "real_rate(0.1, 1 %/month)",
        "discount_factor(1 %/month, 3)",
        "escalate(1, 1 %/month, 3)",
        "wacc(1, 1, 1 %/month, 0.1, 0.2)",
        "wacc(1, 1, 0.1, 1 %/month, 0.2)",
        "discounted_payback(1 %/month, flows=[1])",
        "eac(1 %/month, 12 months, 1)",
        "eac_flows(1 %/month, costs=[1])",
        "levelised_cost(1 %/month, costs=[1], tokens=[1])",
        "levelised_cost(9 %/year, inflation=1 %/month, costs=[1], tokens=[1])",
        "lease_measurement(1 %/month, 'effective', [1])",
        "net_advantage_to_leasing(1, 1, 1, 1 %/month, 0.2, 5, residual_discount_rate=0.1)",
        "net_advantage_to_leasing(1, 1, 1, 0.1, 0.2, 5, residual_discount_rate=1 %/month)",
    };
    static const char *const taken[] = {
        "pmt(1 %/month, 12 months, 1)",
        "ipmt(1 %/month, 1 month, 12 months, 1)",
        "ppmt(1 %/month, 1 month, 12 months, 1)",
        "cumipmt(1 %/month, 12 months, 1, 1 month, 2 months)",
        "cumprinc(1 %/month, 12 months, 1, 1 month, 2 months)",
        "fv(1 %/month, 12 months, 1)",
        "pv(1 %/month, 12 months, 1)",
        "nper(1 %/month, 1, 1)",
        "amortisation(1, 1 %/month, 3)",
        "monthly_rate(1 %/month, 'nominal')",
        "lease_measurement(1 %/month, payments=[1])",
    };
    struct check_scope scope = {.may_be_uncertain = true, .fields = true};
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        assert_str(bench_unit_in(&b, refused[i], scope), "-");
        const struct diag *d = &b.diags.list.at[b.diags.list.count - 1];
        assert_non_null(strstr(str_to_c(&b.arena, d->message), "compounds over a year"));
    }
    for (size_t i = 0; i < COUNT_OF(taken); i++)
        assert_false(str_is(bench_unit_in(&b, taken[i], scope), "-"));
    size_t rates = 0;
    for (int c = 0; c < CALC_COUNT; c++) {
        const struct calc_row *row = calc_row((enum calc)c);
        for (uint32_t i = 0; i < row->param_count; i++)
            rates += row->params[i].kind <= CALC_QUOTED;
    }
    // monthly_rate stands three times, lease_measurement twice: a new rate needs its line here.
    assert_int_equal(rates, COUNT_OF(refused) + COUNT_OF(taken) - 3);
    bench_close(&b);
}

// A payment per period times the periods is an amount; only prices may be per time.
static void amounts_are_not_per_time(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    bench_name(&b, "flow", NAME_INPUT, "USD/month");
    struct check_scope scope = {.form = 1, .fields = true};
    for (int c = 0; c < CALC_COUNT; c++) {
        const struct calc_row *row = calc_row((enum calc)c);
        for (uint32_t i = 0; i < row->param_count; i++) {
            const struct calc_param *p = &row->params[i];
            if (!calc_is_money(p->kind)) continue;
            struct str call = str_format(&b.arena, "%.*s(", STR_ARG(row->name));
            for (uint32_t k = 0; k < row->param_count; k++)
                call = str_format(&b.arena, "%.*s%s%.*s", STR_ARG(call), k ? ", " : "",
                                  STR_ARG(value_for(&b, &row->params[k], k == i)));
            call = str_format(&b.arena, "%.*s)", STR_ARG(call));
            bool priced = p->kind == CALC_PRICE || p->kind == CALC_PRICES;
            struct str unit = bench_unit_in(&b, str_to_c(&b.arena, call), scope);
            assert_int_equal(str_is(unit, "-"), !priced);
        }
    }
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_days_since_1970),
        cmocka_unit_test(every_day_is_written_as_it_is_read),
        cmocka_unit_test(every_row_is_documented),
        cmocka_unit_test(words_have_numbers),
        cmocka_unit_test(units_follow_the_amounts_and_times),
        cmocka_unit_test(rates_by_the_month_are_not_taken_for_others),
        cmocka_unit_test(amounts_are_not_per_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
