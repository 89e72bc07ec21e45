#include "lang/exchange.h"

#include "bench.h"

// A program that counts in USD: a pound is 1.25, the rates of euro and yen move.
static void open(struct bench *b)
{
    bench_open(b);
    struct unit_system *u = &b->program.units;
    u->home = currency_code(STR("USD"));
    static const struct {
        const char *code;
        bool moves;
        double value;
    } rates[] = {{"GBP", false, 1.25}, {"EUR", true, 1}, {"JPY", true, 1}};
    for (size_t i = 0; i < COUNT_OF(rates); i++) {
        u->rates[i].code = currency_code(str_of(rates[i].code));
        u->rates[i].moves = rates[i].moves;
        u->rates[i].value = rates[i].value;
        u->rate_count++;
    }
}

static void becomes(const char *text, const char *expected)
{
    struct bench b;
    open(&b);
    struct parse_context c = bench_context(&b);
    uint32_t root = 0;
    assert_true(value_parse(&c, bench_text(&b, text), &root));
    assert_str(formula_show(&b.arena, &b.program, root), expected);
    bench_close(&b);
}

static void amounts_are_multiplied_by_the_rate(void **state)
{
    (void)state;
    becomes("3 EUR", "3 EUR * exchange.EUR");
    becomes("3 kEUR/server + 2 USD/server", "3 kEUR/server * exchange.EUR + 2 USD/server");
    becomes("max(1 JPY, 2 EUR)", "max(1 JPY * exchange.JPY, 2 EUR * exchange.EUR)");
    becomes("-(3 EUR)", "-(3 EUR * exchange.EUR)");
}

static void other_units_are_left_as_they_are(void **state)
{
    (void)state;
    becomes("3 USD + 2 GBP", "3 USD + 2 GBP");
    becomes("4 kWh * 3", "4 kWh * 3");
    becomes("params.bill / 2", "params.bill / 2");
}

static void the_power_of_a_currency_counts(void **state)
{
    (void)state;
    becomes("4 kWh/EUR", "4 kWh/EUR / exchange.EUR");
    becomes("4 EUR^2", "4 EUR^2 * exchange.EUR^2");
    becomes("4 EUR/JPY", "4 EUR/JPY * exchange.EUR / exchange.JPY");
    becomes("4 EUR/EUR", "4 EUR/EUR");
}

static void what_is_uncertain_is_converted_as_a_whole(void **state)
{
    (void)state;
    becomes("1 to 2 EUR", "(1 EUR to 2 EUR) * exchange.EUR");
    becomes("uniform(1 EUR, 2 EUR) + 1 USD", "uniform(1 EUR, 2 EUR) * exchange.EUR + 1 USD");
    becomes("discrete(1 EUR, 0.75, 2 EUR, 0.25)",
            "discrete(1 EUR, 0.75, 2 EUR, 0.25) * exchange.EUR");
    becomes("truncated(normal(p5=1 EUR, p95=3 EUR), 0, 4 EUR)",
            "truncated(normal(p5=1 EUR, p95=3 EUR), 0, 4 EUR) * exchange.EUR");
}

// Nothing can be taken out of these; the engine says that a parameter changes with time.
static void several_currencies_stay_inside(void **state)
{
    (void)state;
    becomes("uniform(1 EUR, 200 JPY)", "uniform(1 EUR * exchange.EUR, 200 JPY * exchange.JPY)");
    becomes("uniform(1 USD, 2 EUR)", "uniform(1 USD, 2 EUR * exchange.EUR)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_are_multiplied_by_the_rate),
        cmocka_unit_test(other_units_are_left_as_they_are),
        cmocka_unit_test(the_power_of_a_currency_counts),
        cmocka_unit_test(what_is_uncertain_is_converted_as_a_whole),
        cmocka_unit_test(several_currencies_stay_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
