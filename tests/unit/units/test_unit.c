#include "units/unit.h"

#include "support/check.h"

#include <string.h>

static const struct unit_system PLAIN = {.hours_per_month = 730};

static struct unit read_unit(const struct unit_system *s, const char *text)
{
    struct unit u = UNIT_ONE;
    struct str bad;
    if (!unit_parse(s, str_of(text), &u, &bad)) fail_msg("'%s' is not a unit", text);
    return u;
}

// How many `b` one `a` is; both measure the same.
static double in(const struct unit_system *s, const char *a, const char *b)
{
    struct unit x = read_unit(s, a), y = read_unit(s, b);
    if (!dim_eq(x.dim, y.dim)) fail_msg("%s does not measure what %s does", a, b);
    return x.factor / y.factor;
}

static void prefixes_multiply(void **state)
{
    (void)state;
    assert_same(in(&PLAIN, "ktoken", "token"), 1e3);
    assert_same(in(&PLAIN, "Mtoken", "token"), 1e6);
    assert_same(in(&PLAIN, "Gtoken", "token"), 1e9);
    assert_same(in(&PLAIN, "Btoken", "Gtoken"), 1);
    assert_same(in(&PLAIN, "Ttoken", "token"), 1e12);
    assert_same(in(&PLAIN, "kW", "W"), 1e3);
    assert_same(in(&PLAIN, "MUSD", "USD"), 1e6);
    assert_same(in(&PLAIN, "TB", "GB"), 1e3);
    assert_same(in(&PLAIN, "KiB", "byte"), 1024);
    assert_same(in(&PLAIN, "tCO2e", "kgCO2e"), 1e3);
    assert_same(in(&PLAIN, "%", "1"), 0.01);
}

static void plurals_and_short_names_are_known(void **state)
{
    (void)state;
    static const char *const same[][2] = {
        {"tokens", "token"}, {"tok", "token"},    {"toks", "token"},   {"requests", "request"},
        {"users", "user"},   {"gpus", "gpu"},     {"racks", "rack"},   {"servers", "server"},
        {"FTEs", "FTE"},     {"bytes", "byte"},   {"B", "byte"},       {"seconds", "s"},
        {"minutes", "min"},  {"mins", "min"},     {"hours", "h"},      {"hour", "h"},
        {"days", "day"},     {"weeks", "week"},   {"months", "month"}, {"quarters", "quarter"},
        {"years", "year"},   {"litres", "litre"}, {"L", "litre"},      {"Mtok", "Mtokens"},
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        assert_same(in(&PLAIN, same[i][0], same[i][1]), 1);
}

static void other_spellings_are_no_units_and_mean_one(void **state)
{
    (void)state;
    static const char *const all[][2] = {
#define SPELLING(name, unit) {name, unit},
#include "units/spellings.def"
#undef SPELLING
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct unit u;
        struct str bad;
        if (unit_parse(&PLAIN, str_of(all[i][0]), &u, &bad))
            fail_msg("%s is a unit", all[i][0]);
        read_unit(&PLAIN, all[i][1]);
        assert_str(unit_meant(str_of(all[i][0])), all[i][1]);
    }
}

static void a_month_is_what_the_scenario_says(void **state)
{
    (void)state;
    struct unit_system s = UNIT_SYSTEM_DEFAULT;
    assert_same(in(&s, "month", "h"), 730);
    s.hours_per_month = 176;
    assert_same(in(&s, "month", "h"), 176);
    assert_same(in(&s, "quarter", "month"), 3);
    assert_same(in(&s, "year", "month"), 12);
    assert_same(in(&s, "day", "h"), 24);
    assert_same(in(&s, "week", "day"), 7);
}

static void bars_powers_and_parentheses(void **state)
{
    (void)state;
    assert_same(in(&PLAIN, "USD/gpu/hour", "USD/(gpu*hour)"), 1);
    assert_same(in(&PLAIN, "USD/gpu*hour", "USD*hour/gpu"), 1);
    assert_same(in(&PLAIN, "s^-1", "1/s"), 1);
    assert_same(in(&PLAIN, "kW*h", "kWh"), 1);
    assert_same(in(&PLAIN, "h^2", "min^2"), 3600);
    assert_close(in(&PLAIN, "GWh/year", "kW"), 114.15525114155251, 1e-12);
}

static void what_is_no_unit_is_named(void **state)
{
    (void)state;
    struct unit u = {7, DIM_NONE};
    struct str bad;
    assert_false(unit_parse(&PLAIN, STR("USD/kwh"), &u, &bad));
    assert_str(bad, "kwh");
    assert_false(unit_parse(&PLAIN, STR("USD / kWh"), &u, &bad));
    assert_false(unit_parse(&PLAIN, STR(""), &u, &bad));
    assert_false(unit_parse(&PLAIN, STR("(USD"), &u, &bad));
    assert_same(u.factor, 7);  // untouched
}

static size_t length_of_unit(const char *text)
{
    struct unit u;
    size_t used;
    return unit_scan(&PLAIN, str_of(text), &u, &used) ? used : 0;
}

static void a_unit_ends_where_a_reference_begins(void **state)
{
    (void)state;
    assert_int_equal(length_of_unit("gpu * 700 W/gpu"), 3);
    assert_int_equal(length_of_unit("gpu*3"), 3);
    assert_int_equal(length_of_unit("gpu*server.gpus"), 3);
    assert_int_equal(length_of_unit("gpu*min(2, 3)"), 3);
    assert_int_equal(length_of_unit("gpu*need[chat]"), 3);
    assert_int_equal(length_of_unit("gpu/server_count"), 3);
    assert_int_equal(length_of_unit("USD/gpu/hour + x"), 12);
    assert_int_equal(length_of_unit("server.gpus"), 0);
}

static void currencies_convert_only_at_a_rate(void **state)
{
    (void)state;
    struct unit_system s = UNIT_SYSTEM_DEFAULT;
    s.home = currency_code(STR("USD"));
    assert_false(dim_eq(read_unit(&s, "EUR").dim, read_unit(&s, "USD").dim));
    s.rates[0].code = currency_code(STR("EUR"));
    s.rates[0].value = 1.25;
    s.rate_count = 1;
    assert_same(in(&s, "EUR", "USD"), 1.25);
    assert_same(in(&s, "kEUR/gpu", "USD/gpu"), 1250);
    assert_int_equal(currency_code(STR("XYZ")), 0);
    assert_int_equal(currency_code(STR("usd")), 0);
    assert_str(currency_name(currency_code(STR("JPY"))), "JPY");
}

static void a_declaration_takes_money_of_any_currency(void **state)
{
    (void)state;
    struct unit_system s = UNIT_SYSTEM_DEFAULT;
    struct unit u;
    struct str bad;
    s.home = currency_code(STR("EUR"));
    assert_true(unit_parse_declared(&s, STR("USD/kWh"), &u, &bad));
    assert_true(dim_eq(u.dim, read_unit(&s, "EUR/kWh").dim));
}

static void the_period_of_a_growth(void **state)
{
    (void)state;
    assert_same(unit_period_months(&PLAIN, STR("%/year")), 12);
    assert_same(unit_period_months(&PLAIN, STR("1/quarter")), 3);
    assert_same(unit_period_months(&PLAIN, STR("%/month")), 1);
    assert_same(unit_period_months(&PLAIN, STR("%")), 0);
    assert_same(unit_period_months(&PLAIN, STR("%*year")), 0);
}

static void slips_find_their_unit(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(unit_nearest(&a, STR("kwh")), "kWh");
    assert_str(unit_nearest(&a, STR("GPU")), "gpu");
    assert_str(unit_nearest(&a, STR("yr")), "year");
    assert_str(unit_nearest(&a, STR("dollars_and_cents")), "");
    arena_free(&a);
}

struct seen {
    int count;
    bool token;
};

static void see(void *context, struct str name, struct str plural, struct str prefixes,
                struct str doc)
{
    struct seen *seen = context;
    (void)plural, (void)prefixes;
    seen->count++;
    seen->token = seen->token || str_is(name, "token");
    assert_true(doc.len > 0);
}

static void every_unit_has_a_description(void **state)
{
    (void)state;
    struct seen seen = {0};
    unit_each(see, &seen);
    assert_true(seen.count > 30);
    assert_true(seen.token);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prefixes_multiply),
        cmocka_unit_test(plurals_and_short_names_are_known),
        cmocka_unit_test(other_spellings_are_no_units_and_mean_one),
        cmocka_unit_test(a_month_is_what_the_scenario_says),
        cmocka_unit_test(bars_powers_and_parentheses),
        cmocka_unit_test(what_is_no_unit_is_named),
        cmocka_unit_test(a_unit_ends_where_a_reference_begins),
        cmocka_unit_test(currencies_convert_only_at_a_rate),
        cmocka_unit_test(a_declaration_takes_money_of_any_currency),
        cmocka_unit_test(the_period_of_a_growth),
        cmocka_unit_test(slips_find_their_unit),
        cmocka_unit_test(every_unit_has_a_description),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
