#include "lang/ast.h"

#include "bench.h"

static void nodes_know_their_children_and_depth(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    struct ast_store *s = &b.program.asts;
    uint32_t one = ast_constant(s, 3, UNIT_ONE, STR("1"));
    uint32_t two = ast_constant(s, 2, (struct unit){3600, dim_of(KIND_TIME)}, STR("h"));
    uint32_t kids[] = {one, two};
    uint32_t sum = ast_add(s, (struct ast){.kind = AST_CALL, .what = FUNC_MUL}, kids, 2);
    uint32_t over[] = {sum};
    uint32_t neg = ast_add(s, (struct ast){.kind = AST_CALL, .what = FUNC_NEG}, over, 1);
    assert_int_equal(ast_kid(s, sum, 1), two);
    assert_int_equal(ast_get(s, one)->depth, 1);
    assert_int_equal(ast_get(s, neg)->depth, 3);
    assert_same(ast_get(s, two)->number, 7200);
    assert_int_equal(ast_arg_name(s, sum, 0).len, 0);
    bench_close(&b);
}

static void node_0_is_no_formula(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    assert_int_equal(ast_get(&b.program.asts, 0)->kind, AST_NONE);
    assert_int_not_equal(bench_parse(&b, "1"), 0);
    bench_close(&b);
}

static void depth_stops_counting_at_255(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    struct ast_store *s = &b.program.asts;
    uint32_t id = ast_constant(s, 1, UNIT_ONE, STR(""));
    for (int i = 0; i < 300; i++)
        id = ast_add(s, (struct ast){.kind = AST_CALL, .what = FUNC_NEG}, &id, 1);
    assert_int_equal(ast_get(s, id)->depth, 255);
    bench_close(&b);
}

static void a_node_knows_its_place(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    uint32_t id = bench_parse(&b, "a + sum(b)");
    struct span where =
        ast_place(&b.program.asts, &BENCH_PLACER, ast_kid(&b.program.asts, id, 1));
    assert_int_equal(where.start, 4);
    assert_int_equal(where.end, 10);
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nodes_know_their_children_and_depth),
        cmocka_unit_test(node_0_is_no_formula),
        cmocka_unit_test(depth_stops_counting_at_255),
        cmocka_unit_test(a_node_knows_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
