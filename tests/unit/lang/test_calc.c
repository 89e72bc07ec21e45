#include "lang/calc.h"

#include "bench.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_days_since_1970),
        cmocka_unit_test(every_day_is_written_as_it_is_read),
        cmocka_unit_test(every_row_is_documented),
        cmocka_unit_test(words_have_numbers),
        cmocka_unit_test(units_follow_the_amounts_and_times),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
