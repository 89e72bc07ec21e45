// Every operator and function of the language over values that are drawn: on the lanes of the tape
// it gives what it gives where the same numbers are known.
#include "support/check.h"
#include "support/lanes.h"

#include <math.h>
#include <stdio.h>

enum { MONTHS = 6, COMPARED = 16 };

// x lies on both sides of 0, y above it; n is a number of months, z one of three words' worth.
static const char MODEL[] = "model: probe\n"
                            "inputs:\n"
                            "  x: {unit: 1}\n"
                            "  y: {unit: 1}\n"
                            "  z: {unit: 1}\n"
                            "  n: {unit: month}\n"
                            "  g: {unit: growth}\n"
                            "  s: {unit: growth}\n"
                            "  word: {unit: text, one_of: [one, two], default: two}\n"
                            "  left: {unit: 1, default: 0}\n"
                            "  b: {columns: {up_to: 1, share: 1}, default: [{share: 0}]}\n"
                            "  p: {columns: {at: 1, y: 1}, default: [{at: 0, y: 0}]}\n"
                            "rows:\n"
                            "  need[w]: {unit: 1, is: y}\n"
                            "  held: {unit: 1, is: prev(held) + y}\n"
                            "  worn:\n"
                            "    unit: 1\n"
                            "    is: cohorts(once(y), written_down(0.2, age == n))\n"
                            "  r: {unit: 1, is: \"%s\"}\n"
                            "costs:\n"
                            "  line: {class: opex, category: other, is: r * 1 USD}\n"
                            "serves: {need: need, capacity: y * 0.9}\n";

static const char OPTION_MODEL[] = "model: levy\n"
                                   "level: option\n"
                                   "rows:\n"
                                   "  r: {unit: 1, is: \"%s\"}\n"
                                   "costs:\n"
                                   "  levy: {class: opex, category: levy, is: r * 1 USD}\n";

static const char SCENARIO[] =
    "tco: 1\ncurrency: USD\nstart: 2027-03\nhorizon: 6 months\n"
    "workloads:\n"
    "  chat: {input: 1 Mtoken/month, output: 1 Mtoken/month, peak_to_mean: 1.5 to 1.9}\n"
    "  mail: {input: 1 Mtoken/month, output: 1 Mtoken/month, growth: 5 %/month}\n"
    "options:\n  o:\n"
    "    c: &c\n"
    "      use: probe\n"
    "      x: normal(0, 3)\n"
    "      y: uniform(0.5, 4)\n"
    "      z: discrete(0, 1/3, 1, 1/3, 2, 1/3)\n"
    "      n: discrete(0 months, 1/3, 1 month, 1/3, 3 months, 1/3)\n"
    "      g: normal(p5=-5 %/month, p95=5 %/month)\n"
    "      s: 5 to 10 %/month stepped\n"
    "      b: [{up_to: 1, share: 0.5}, {up_to: 3, share: 0.2}, {share: 0.1}]\n"
    "      p: [{at: -2, y: 1}, {at: 1, y: 7}, {at: 3, y: 2}]\n"
    "    d: *c\n"
    "    l: {use: levy}\n";

static const char *const FORMULAS[] = {
    "x + y",
    "x - y",
    "x * y",
    "x / y",
    "y ^ x",
    "x ^ 2",
    "-x",
    "x < y",
    "x <= z",
    "x > y",
    "z >= 1",
    "z == 1",
    "z != 1",
    "if(word == 'two', x, y)",
    "x > 0 and z > 0",
    "x > 0 or z > 0",
    "not x > 0",
    "min(x, y, z)",
    "max(x, y, z)",
    "clamp(x, -1, y)",
    "abs(x)",
    "ceil(x)",
    "floor(x)",
    "round(x * 2)",
    "mod(x, y)",
    "mod(x, 1.5)",
    "sqrt(y)",
    "exp(x)",
    "ln(y)",
    "if(x < 0, y, z)",
    "sum(need * served)",
    "peak(need)",
    "hours(ceil(sum(need * offered) * 5))",
    "prev(held, x)",
    "lag(held, n)",
    "at(held, n)",
    "cumulative(held)",
    "total(held)",
    "cohorts(held, if(age < n, y, 0))",
    "once(x) + at_end(y)",
    "grow(g)",
    "grow(s)",
    "tier(y, b)",
    "lookup(y, b)",
    "interpolate(x, p)",
    "across(held)",
    "cohorts(once(y), written_down(0.2, age == n))",
    "written_off(worn)",
    "if(given(left), x, y)",
};

static const char *const OPTION_FORMULAS[] = {
    "lines(class='opex') / 1 USD",
    "cohorts(lines(line='line'), if(age < 3 months, 0.5, 0)) / 1 USD",
    "fiscal_year(elapsed) + fiscal_month(elapsed) + across(r)",
};

// As soon as a rate or an amount is open these are computed in another way than where all is known.
static const char *const FINANCE[] = {
    "pmt(y / 100, 12, 100)",
    "ipmt(y / 100, 2, 12, 100)",
    "ppmt(y / 100, 2, 12, 100)",
    "pv(y / 100, 12, -10)",
    "fv(y / 100, 12, -10)",
    "npv(y / 100, [-100, 60, 70])",
    "npv(y / 100, held)",
    "pmt(y / 100, 12, 100, 50, true)",
    "ipmt(y / 100, 3, 12, 100, 50, true)",
    "ppmt(y / 100, 3, 12, 100, 50, true)",
    "pv(y / 100, 12, -10, 50, true)",
    "fv(y / 100, 12, -10, 40, true)",
    "npv(y / 100, held, 1)",
    "pmt(0.01, 12 + z, 100)",
    "pmt(0.01, 12, 100, 50, z > 0)",
    "pv(0.01, 12 + z, -10)",
    "fv(0.01, 12 + z, -10, 7)",
    "pmt(y * 1 %/month, 12 months, 100 USD) / 1 USD",
    "ppmt(y * 12 %/year, 2 months, 12 months, 100 USD) / 1 USD",
    "npv(y * 5 %/year, held) + npv(y * 5 %/year, [1, 2])",
    "pmt(0.01, 12, y)",
    "ipmt(0.01, 2, 12, y)",
    "cumipmt(0.01, 24, y, 1, 12)",
    "cumprinc(0.01, 24, y, 1, 12)",
    "npv(0.01, [-y, x, y])",
    "xnpv(0.1, [-y, x], [2027-01-01, 2028-01-01])",
    "sln(y, y / 10, 10)",
    "syd(y, 0, 10, 3)",
    "ddb(y, 0, 10, 3)",
    "vdb(y, 0, 10, 0, 2)",
    "macrs(y, 5, 2)",
};

static void note_functions(const struct session *s, bool *seen)
{
    const struct ast_store *a = &s->program.asts;
    for (uint32_t i = 0; i < a->nodes.count; i++)
        if (a->nodes.at[i].kind == AST_CALL) seen[a->nodes.at[i].what] = true;
}

static uint32_t row_named(struct session *s, const char *address)
{
    for (uint32_t row = 0; row < s->program.rows.count; row++)
        if (str_is(row_address(&s->arena, &s->program, row), address)) return row;
    fail_msg("there is no row %s", address);
    return 0;
}

static void take_row(struct session *s, uint32_t row, struct val *out)
{
    for (uint32_t m = 0; m < MONTHS; m++)
        assert_computed(s, unroll_cell(&s->unroll, row, m + 1, &out[m]));
}

static bool is_open(const struct val *list)
{
    for (uint32_t m = 0; m < MONTHS; m++)
        if (val_is_node(list[m])) return true;
    return false;
}

// With a tolerance of 0 the values are equal, but that a zero has no sign.
static void compare(struct session *s, const char *formula, uint32_t row, double tolerance)
{
    struct val open[MONTHS], folded[MONTHS];
    struct lanes l;
    struct gen g = gen_seeded(1);
    assert_computed(s, session_build_uncertain(s));
    take_row(s, row, open);
    lanes_run(s, open, MONTHS, &g, &l);
    assert_true(is_open(open));
    for (uint32_t lane = 0; lane < COMPARED; lane++) {
        assert_computed(s, lanes_fold(s, &l, lane));
        take_row(s, row, folded);
        for (uint32_t m = 0; m < MONTHS; m++) {
            double found = lanes_output(&l, m, lane), wanted = val_double(folded[m]);
            if (fabs(found - wanted) <= tolerance * fabs(wanted)) continue;
            fail_msg("%s in month %u, lane %u: %.17g on the tape, %.17g folded", formula,
                     (unsigned)m + 1, (unsigned)lane, found, wanted);
        }
    }
}

// A formula of a component, and one of the option where there is one.
static void check(const char *formula, const char *of_option, double tolerance, bool *seen)
{
    struct session s;
    char model[2000], option_model[800];
    snprintf(model, sizeof model, MODEL, formula);
    snprintf(option_model, sizeof option_model, OPTION_MODEL, of_option ? of_option : "0");
    bool ok = compute_models(&s, model, option_model, SCENARIO);
    if (!ok) print_error("%s\n", formula);
    assert_computed(&s, ok);
    if (seen) note_functions(&s, seen);
    compare(&s, formula, row_named(&s, "o.c.r"), tolerance);
    if (of_option) compare(&s, of_option, row_named(&s, "o.l.r"), tolerance);
    session_close(&s);
}

static void every_function_is_the_same_on_lanes(void **state)
{
    (void)state;
    bool seen[FUNC_COUNT] = {false};
    for (size_t i = 0; i < COUNT_OF(FORMULAS); i++)
        check(FORMULAS[i], NULL, 0, seen);
    for (size_t i = 0; i < COUNT_OF(OPTION_FORMULAS); i++)
        check("x * y + held", OPTION_FORMULAS[i], 0, seen);
    for (int f = FUNC_NONE + 1; f < FUNC_COUNT; f++)
        if (!seen[f])
            fail_msg("no formula here holds %.*s", STR_ARG(func_row((enum func)f)->name));
}

static void finance_functions_are_the_same_on_lanes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(FINANCE); i++)
        check(FINANCE[i], NULL, 1e-12, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_function_is_the_same_on_lanes),
        cmocka_unit_test(finance_functions_are_the_same_on_lanes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
