#include "lang/parse.h"

#include "bench.h"

#include <string.h>

// The tree, every operator with its operands in parentheses.
static void write_tree(struct bench *b, uint32_t id, struct text *out)
{
    const struct ast_store *s = &b->program.asts;
    const struct ast n = *ast_get(s, id);
    if (n.kind != AST_CALL || !func_is_operator((enum func)n.what)) {
        text_add(out, formula_show(&b->arena, &b->program, id));
        return;
    }
    text_addf(out, "(%.*s", STR_ARG(func_row((enum func)n.what)->name));
    for (uint32_t i = 0; i < n.count; i++) {
        text_add_char(out, ' ');
        write_tree(b, ast_kid(s, id, i), out);
    }
    text_add_char(out, ')');
}

static void groups_as(const char *text, const char *expected)
{
    struct bench b;
    bench_open(&b);
    struct text out = {.arena = &b.arena};
    write_tree(&b, bench_parse(&b, text), &out);
    assert_str(text_str(&out), expected);
    bench_close(&b);
}

static void operators_bind_by_strength(void **state)
{
    (void)state;
    groups_as("a + b * c", "(+ a (* b c))");
    groups_as("a - b - c", "(- (- a b) c)");
    groups_as("a / b / c", "(/ (/ a b) c)");
    groups_as("a / b * c", "(* (/ a b) c)");
    groups_as("a + b < c", "(< (+ a b) c)");
    groups_as("a < b and c or d", "(or (and (< a b) c) d)");
    groups_as("a or b and c", "(or a (and b c))");
    groups_as("not a < b", "(not (< a b))");
    groups_as("not a and b", "(and (not a) b)");
    groups_as("not not a", "(not (not a))");
    groups_as("(a + b) * c", "(* (+ a b) c)");
}

static void powers_group_to_the_right_and_before_signs(void **state)
{
    (void)state;
    groups_as("-2^2", "(neg (^ 2 2))");
    groups_as("a^b^c", "(^ a (^ b c))");
    groups_as("a^-b", "(^ a (neg b))");
    groups_as("a^-b^c", "(^ a (neg (^ b c)))");
    groups_as("-a * b", "(* (neg a) b)");
    groups_as("a * -b", "(* a (neg b))");
    groups_as("--a", "(neg (neg a))");
    groups_as("a * b^c", "(* a (^ b c))");
}

static void refused(const char *text, bool value, const char *id, uint32_t at)
{
    struct bench b;
    bench_open(&b);
    struct parse_context c = bench_context(&b);
    uint32_t root;
    struct excerpt code = bench_text(&b, text);
    assert_false(value ? value_parse(&c, code, &root) : formula_parse(&c, code, &root));
    assert_ids(&b.diags, id);
    assert_int_equal(b.diags.list.at[0].where.start, at);
    bench_close(&b);
}

static void a_mistake_is_reported_at_its_character(void **state)
{
    (void)state;
    refused("a < b < c", false, "syntax", 6);
    refused("a == b != c", false, "syntax", 7);
    refused("a +", false, "syntax", 3);
    refused("(a", false, "syntax", 2);
    refused("a b", false, "syntax", 2);
    refused("a = b", false, "syntax", 2);
    refused("2 to 3", false, "syntax", 2);
    refused("a.", false, "syntax", 2);
    refused("a[1]", false, "syntax", 2);
    refused("foo(3)", false, "unknown-function", 0);
    refused("min(a)", false, "wrong-arguments", 0);
    refused("max(x=1, 2)", false, "wrong-arguments", 0);
    refused("2 to 3 to 4", true, "syntax", 7);
    refused("3 %/year stepped 4", true, "syntax", 17);
    refused("", false, "syntax", 0);
}

static void the_unit_on_the_right_serves_both_ends(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double low, high;
    } cases[] = {
        {"0.08 to 0.15 USD/kWh", 0.08 / 3.6e6, 0.15 / 3.6e6},
        {"2 USD to 8 USD", 2, 8},
        {"2 to 8", 2, 8},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench b;
        bench_open(&b);
        struct parse_context c = bench_context(&b);
        uint32_t root;
        assert_true(value_parse(&c, bench_text(&b, cases[i].text), &root));
        const struct ast_store *s = &b.program.asts;
        assert_int_equal(ast_get(s, root)->kind, AST_RANGE);
        assert_close(ast_get(s, ast_kid(s, root, 0))->number, cases[i].low, 1e-15);
        assert_close(ast_get(s, ast_kid(s, root, 1))->number, cases[i].high, 1e-15);
        bench_close(&b);
    }
}

static void values_may_be_stepped_and_queries_ask_for_a_unit(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    struct parse_context c = bench_context(&b);
    uint32_t root;
    struct unit unit;
    struct str text;
    assert_true(value_parse(&c, bench_text(&b, "-10 %/year stepped"), &root));
    assert_int_equal(ast_get(&b.program.asts, root)->kind, AST_STEPPED);
    assert_true(query_parse(&c, bench_text(&b, "2 kW * 3 h in MWh"), &root, &unit, &text));
    assert_str(text, "MWh");
    assert_same(unit.factor, 3.6e9);
    assert_true(query_parse(&c, bench_text(&b, "2 kW"), &root, &unit, &text));
    assert_int_equal(text.len, 0);
    assert_false(query_parse(&c, bench_text(&b, "2 kW in"), &root, &unit, &text));
    bench_close(&b);
}

static void references_have_workloads_and_fields(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    uint32_t id = bench_parse(&b, "throughput[chat].decode");
    const struct ref *r = &b.program.asts.refs.at[ast_get(&b.program.asts, id)->extra];
    assert_str(r->part[0], "throughput");
    assert_str(r->workload, "chat");
    assert_str(r->part[1], "decode");
    assert_int_equal(r->part_count, 2);
    bench_close(&b);
}

static void arguments_of_distributions_may_be_named(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    uint32_t id = bench_parse(&b, "normal(p5=1 USD, p95=3 USD)");
    assert_int_equal(ast_get(&b.program.asts, id)->kind, AST_DIST);
    assert_str(ast_arg_name(&b.program.asts, id, 0), "p5");
    assert_str(ast_arg_name(&b.program.asts, id, 1), "p95");
    bench_close(&b);
}

static void nesting_and_length_have_limits(void **state)
{
    (void)state;
    char deep[2 * FORMULA_DEPTH + 16] = "", lengthy[FORMULA_BYTES + 2];
    for (int i = 0; i <= FORMULA_DEPTH; i++)
        deep[i] = '(';
    refused(deep, false, "too-deep", FORMULA_DEPTH);
    memset(lengthy, ' ', sizeof lengthy);
    lengthy[FORMULA_BYTES + 1] = '\0';
    refused(lengthy, false, "too-large", 0);
}

static void names_are_small_letters(void **state)
{
    (void)state;
    assert_true(is_name(STR("a1_b")));
    assert_false(is_name(STR("on-prem")));
    assert_false(is_name(STR("1a")));
    assert_false(is_name(STR("_a")));
    assert_false(is_name(STR("aB")));
    assert_false(is_name(STR("")));
    char longest[65];
    memset(longest, 'a', sizeof longest);
    assert_true(is_name((struct str){longest, 64}));
    assert_false(is_name((struct str){longest, 65}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operators_bind_by_strength),
        cmocka_unit_test(powers_group_to_the_right_and_before_signs),
        cmocka_unit_test(a_mistake_is_reported_at_its_character),
        cmocka_unit_test(the_unit_on_the_right_serves_both_ends),
        cmocka_unit_test(values_may_be_stepped_and_queries_ask_for_a_unit),
        cmocka_unit_test(references_have_workloads_and_fields),
        cmocka_unit_test(arguments_of_distributions_may_be_named),
        cmocka_unit_test(nesting_and_length_have_limits),
        cmocka_unit_test(names_are_small_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
