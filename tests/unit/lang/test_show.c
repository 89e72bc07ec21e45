#include "lang/show.h"

#include "bench.h"

// Parsed, shown, parsed and shown again: the second text is the first, with no more parentheses
// than are needed.
static void shows(const char *text, const char *expected)
{
    struct bench b;
    bench_open(&b);
    struct str once = formula_show(&b.arena, &b.program, bench_parse(&b, text));
    assert_str(once, expected);
    uint32_t again = bench_parse(&b, str_to_c(&b.arena, once));
    assert_str(formula_show(&b.arena, &b.program, again), expected);
    bench_close(&b);
}

static void parentheses_only_where_they_matter(void **state)
{
    (void)state;
    shows("((a + b))", "a + b");
    shows("(a * b) + c", "a * b + c");
    shows("a * (b + c)", "a * (b + c)");
    shows("a - (b - c)", "a - (b - c)");
    shows("(a - b) - c", "a - b - c");
    shows("a / (b * c)", "a / (b * c)");
    shows("(-a)^2", "(-a)^2");
    shows("-(a^2)", "-a^2");
    shows("(a^b)^c", "(a^b)^c");
    shows("a^(b^c)", "a^b^c");
    shows("a^(-b)", "a^-b");
    shows("(a^-b)^c", "(a^-b)^c");
    shows("not (a and b)", "not (a and b)");
    shows("(not a) and b", "not a and b");
    shows("(a < b) == c", "(a < b) == c");
    shows("a and (b or c)", "a and (b or c)");
    shows("a or (b and c)", "a or b and c");
    shows("-(a + b)", "-(a + b)");
    shows("-(a * b)", "-(a * b)");
    shows("a - -b", "a - -b");
}

static void everything_else_reads_back(void **state)
{
    (void)state;
    shows("64 gpu*700 W/gpu", "64 gpu * 700 W/gpu");
    shows("1e6 token", "1000000 token");
    shows("0.1 %/year", "0.1 %/year");
    shows("need[chat]*served", "need[chat] * served");
    shows("throughput[chat].decode", "throughput[chat].decode");
    shows("if(a<1,b,max(c,d,e))", "if(a < 1, b, max(c, d, e))");
    shows("normal(p5=1 USD,p95=3 USD)", "normal(p5=1 USD, p95=3 USD)");
    shows("kind == 'fixed'", "kind == 'fixed'");
    shows("(2 USD)^2", "(2 USD)^2");
    shows("2 USD^2", "2 USD^2");
    shows("2^(3 USD / 1 USD)", "2^(3 USD / 1 USD)");
    shows("2^(5 %)", "2^5 %");
    shows("pmt( a,b , c)", "pmt(a, b, c)");
    shows("pmt(nper=b, rate=a, pv=c, type=true)", "pmt(a, b, c, type=1)");
    shows("npv(rate=a, flows=[1, -2, b, 4, 5, 6])", "npv(a, [1, -2, b, 4, 5, 6])");
    shows("xnpv(a, [b], ['2027-01-31'])", "xnpv(a, [b], ['2027-01-31'])");
    shows("xnpv(a, [b, c], [1969-12-31, 2028-02-29])",
          "xnpv(a, [b, c], [1969-12-31, 2028-02-29])");
    shows("monthly_rate(a, \"nominal\") + amortisation(a, b, c, round_decimals=null)",
          "monthly_rate(a, 'nominal') + amortisation(a, b, c)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parentheses_only_where_they_matter),
        cmocka_unit_test(everything_else_reads_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
