#include "support/check.h"

#include "engine/graph.h"
#include "engine/vmath.h"

static const char *const OP_NAMES[] = {
#define OP(code, args, doc) #code,
#include "lang/ops.def"
#undef OP
};

static const double INF = HUGE_VAL;

struct fixture {
    struct arena arena;
    struct graph graph;
    struct val x, y;  // lane inputs
};

static void open_fixture(struct fixture *f)
{
    *f = (struct fixture){0};
    graph_init(&f->graph, &f->arena);
    f->x = graph_input(&f->graph, 0);
    f->y = graph_input(&f->graph, 1);
}

static double folded(enum op op, double a, double b)
{
    struct fixture f;
    open_fixture(&f);
    struct val v = op_args(op) == 1 ? graph_unary(&f.graph, op, val_number(a))
                                    : graph_binary(&f.graph, op, val_number(a), val_number(b));
    assert_true(val_is_number(v));
    assert_int_equal(f.graph.nodes.count, 2);  // nothing but the inputs
    double d = val_double(v);
    arena_free(&f.arena);
    return d;
}

struct known {
    enum op op;
    double a, b, result;
};

static void known_numbers_are_computed_at_once(void **state)
{
    (void)state;
    static const struct known list[] = {
        {OP_ADD, 2, 3, 5},          {OP_SUB, 2, 3, -1},
        {OP_MUL, 2, 3, 6},          {OP_DIV, 3, 2, 1.5},
        {OP_POW, 2, 10, 1024},      {OP_NEG, 2, 0, -2},
        {OP_ABS, -2, 0, 2},         {OP_MIN, 2, 3, 2},
        {OP_MAX, 2, 3, 3},          {OP_CEIL, 2.1, 0, 3},
        {OP_CEIL, -2.1, 0, -2},     {OP_FLOOR, 2.9, 0, 2},
        {OP_FLOOR, -2.1, 0, -3},    {OP_ROUND, 2.5, 0, 3},
        {OP_ROUND, -2.5, 0, -3},    {OP_ROUND, 2.4, 0, 2},
        {OP_MOD, 14, 12, 2},        {OP_MOD, -1, 12, 11},
        {OP_MOD, 0.3, 0.1, 0},      {OP_SQRT, 9, 0, 3},
        {OP_EXP, 0, 0, 1},          {OP_LN, 1, 0, 0},
        {OP_EXPM1, 0, 0, 0},        {OP_LOG1P, 0, 0, 0},
        {OP_LT, 2, 3, 1},           {OP_LT, 3, 3, 0},
        {OP_LE, 3, 3, 1},           {OP_LE, 4, 3, 0},
        {OP_EQ, 3, 3, 1},           {OP_EQ, 3, 4, 0},
        {OP_NOT, 0, 0, 1},          {OP_NOT, 0.5, 0, 0},
        {OP_AND, 2, 3, 1},          {OP_AND, 2, 0, 0},
        {OP_OR, 0, 3, 1},           {OP_OR, 0, 0, 0},
        {OP_CEIL, 8 + 1e-10, 0, 8},  // within 1e-9 of a whole number
        {OP_CEIL, 8 + 1e-8, 0, 9},  {OP_FLOOR, 8 - 1e-10, 0, 8},
        {OP_FLOOR, 8 - 1e-8, 0, 7},
    };
    for (size_t i = 0; i < COUNT_OF(list); i++) {
        double found = folded(list[i].op, list[i].a, list[i].b);
        if (found != list[i].result)
            fail_msg("%s of %.17g and %.17g is %.17g, not %.17g", OP_NAMES[list[i].op],
                     list[i].a, list[i].b, found, list[i].result);
    }
}

// A number that is lost stays lost, so that it is reported where it arose: folding never tidies.
static void lost_numbers_are_kept(void **state)
{
    (void)state;
    assert_same(folded(OP_DIV, 1, 0), INF);
    assert_same(folded(OP_DIV, -1, 0), -INF);
    assert_true(isnan(folded(OP_DIV, 0, 0)));
    assert_true(isnan(folded(OP_MUL, 0, INF)));
    assert_true(isnan(folded(OP_SUB, INF, INF)));
    assert_true(isnan(folded(OP_ADD, 0, VM_NAN)));
    assert_true(isnan(folded(OP_MUL, 0, VM_NAN)));
    assert_true(isnan(folded(OP_DIV, 0, VM_NAN)));
    assert_true(isnan(folded(OP_SQRT, -1, 0)));
    assert_true(isnan(folded(OP_LN, -1, 0)));
    assert_true(isnan(folded(OP_POW, -8, 0.5)));
    assert_true(isnan(folded(OP_CEIL, VM_NAN, 0)) && isnan(folded(OP_ROUND, VM_NAN, 0)));
    assert_same(folded(OP_CEIL, INF, 0), INF);
    assert_same(folded(OP_LN, 0, 0), -INF);
    assert_same(folded(OP_EXP, 1000, 0), INF);
    assert_same(folded(OP_ADD, 1e308, 1e308), INF);
    assert_same(folded(OP_LT, VM_NAN, 1), 0);
    assert_same(folded(OP_EQ, VM_NAN, VM_NAN), 0);
    assert_true(val_is_lost(val_number(INF)) && val_is_lost(val_number(VM_NAN)));
    assert_false(val_is_lost(val_number(1e308)) || val_is_lost(val_node(3)));
}

// No NaN that arithmetic makes is taken for a node or for an empty value.
static void lost_numbers_are_no_nodes(void **state)
{
    (void)state;
    const double made[] = {folded(OP_DIV, 0, 0),     folded(OP_SUB, INF, INF),
                           folded(OP_SQRT, -1, 0),   folded(OP_LN, -1, 0),
                           folded(OP_POW, -1, 0.5),  folded(OP_MUL, 0, INF),
                           folded(OP_NEG, VM_NAN, 0)};
    for (size_t i = 0; i < COUNT_OF(made); i++) {
        assert_true(isnan(made[i]));
        assert_true(val_is_number(val_number(made[i])));
    }
}

static void equal_nodes_are_one_node(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct graph *g = &f.graph;
    assert_true(val_same(graph_input(g, 1), f.y));
    struct val sum = graph_binary(g, OP_ADD, f.x, f.y);
    assert_true(val_same(graph_binary(g, OP_ADD, f.x, f.y), sum));
    assert_false(val_same(graph_binary(g, OP_ADD, f.y, f.x), sum));  // nothing is reordered
    assert_false(val_same(graph_binary(g, OP_SUB, f.x, f.y), sum));
    struct val twice = graph_binary(g, OP_MUL, f.x, val_number(2));
    assert_true(val_same(graph_binary(g, OP_MUL, f.x, val_number(2)), twice));
    assert_false(val_same(graph_binary(g, OP_MUL, f.x, val_number(3)), twice));
    struct val chosen = graph_select(g, f.x, f.y, val_number(1));
    assert_true(val_same(graph_select(g, f.x, f.y, val_number(1)), chosen));
    assert_false(val_same(graph_select(g, f.x, f.y, val_number(2)), chosen));
    assert_true(val_same(graph_unary(g, OP_EXP, sum), graph_unary(g, OP_EXP, sum)));
    assert_int_equal(g->nodes.count, 2 + 3 + 2 + 2 + 1);
    arena_free(&f.arena);
}

// The table of nodes grows several times on the way.
static void sharing_holds_for_many_nodes(void **state)
{
    (void)state;
    enum { MANY = 20000 };
    struct fixture f;
    open_fixture(&f);
    uint32_t *ids = ARENA_ARRAY(&f.arena, uint32_t, MANY);
    for (int i = 0; i < MANY; i++)
        ids[i] = val_node_of(graph_binary(&f.graph, OP_ADD, f.x, val_number(i + 1)));
    assert_int_equal(f.graph.nodes.count, 2 + MANY);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(val_node_of(graph_binary(&f.graph, OP_ADD, f.x, val_number(i + 1))),
                         ids[i]);
    assert_int_equal(f.graph.nodes.count, 2 + MANY);
    arena_free(&f.arena);
}

static void operands_are_older_than_their_nodes(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct val v = f.x;
    for (int i = 0; i < 3000; i++)
        v = graph_binary(&f.graph, i % 2 ? OP_ADD : OP_MUL, v, i % 3 ? f.y : f.x);
    for (uint32_t i = 2; i < f.graph.nodes.count; i++)
        for (int k = 0; k < 2; k++)
            assert_true(val_node_of(f.graph.nodes.at[i].args[k]) < i);
    arena_free(&f.arena);
}

static void what_changes_nothing_makes_no_node(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct graph *g = &f.graph;
    struct val zero = val_number(0), one = val_number(1), x = f.x;
    assert_true(val_same(graph_binary(g, OP_ADD, x, zero), x));
    assert_true(val_same(graph_binary(g, OP_ADD, zero, x), x));
    assert_true(val_same(graph_binary(g, OP_SUB, x, zero), x));
    assert_true(val_same(graph_binary(g, OP_MUL, x, one), x));
    assert_true(val_same(graph_binary(g, OP_MUL, one, x), x));
    assert_true(val_same(graph_binary(g, OP_DIV, x, one), x));
    assert_true(val_same(graph_binary(g, OP_POW, x, one), x));
    assert_true(val_same(graph_binary(g, OP_MIN, x, x), x));
    assert_true(val_same(graph_binary(g, OP_MAX, x, x), x));
    assert_true(val_same(graph_select(g, f.y, x, x), x));
    assert_true(val_is(graph_binary(g, OP_MUL, x, zero), 0));
    assert_true(val_is(graph_binary(g, OP_MUL, zero, x), 0));
    assert_true(val_is(graph_binary(g, OP_DIV, zero, x), 0));
    assert_true(val_is(graph_binary(g, OP_AND, x, zero), 0));
    assert_true(val_is(graph_binary(g, OP_OR, x, one), 1));
    assert_true(val_is(graph_binary(g, OP_OR, val_number(2), x), 1));
    assert_int_equal(g->nodes.count, 2);
    assert_true(val_is_node(graph_binary(g, OP_SUB, zero, x)));
    assert_true(val_is_node(graph_binary(g, OP_DIV, x, zero)));
    assert_true(val_is_node(graph_binary(g, OP_DIV, one, x)));
    assert_true(val_is_node(graph_binary(g, OP_POW, one, x)));
    assert_true(val_is_node(graph_binary(g, OP_SUB, x, x)));
    arena_free(&f.arena);
}

static void a_known_condition_takes_its_arm(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct graph *g = &f.graph;
    assert_true(val_same(graph_select(g, val_number(2), f.x, val_empty()), f.x));
    assert_true(val_same(graph_select(g, val_number(0), val_empty(), f.y), f.y));
    assert_true(val_same(graph_select(g, val_number(-0.0), val_empty(), f.y), f.y));
    assert_int_equal(g->nodes.count, 2);
    arena_free(&f.arena);
}

// The tree of additions is the same, whichever of its leaves are known.
static void sums_add_in_pairs(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    const struct val list[] = {val_number(1e16), val_number(1), val_number(-1e16),
                               val_number(1), val_number(3)};
    assert_same(val_double(graph_sum(&f.graph, list, 0)), 0);
    assert_same(val_double(graph_sum(&f.graph, list, 1)), 1e16);
    assert_same(val_double(graph_sum(&f.graph, list, 4)), (1e16 + 1) + (-1e16 + 1));
    assert_same(val_double(graph_sum(&f.graph, list, 5)), (1e16 + 1) + (-1e16 + (1.0 + 3.0)));
    const struct val open[] = {f.x, val_number(1), val_number(-1e16), val_number(1),
                               val_number(3)};
    struct val sum = graph_sum(&f.graph, open, 5),
               left = graph_binary(&f.graph, OP_ADD, f.x, open[1]);
    assert_true(
        val_same(sum, graph_binary(&f.graph, OP_ADD, left, val_number(-1e16 + (1.0 + 3.0)))));
    assert_true(val_same(graph_sum(&f.graph, open, 1), f.x));
    arena_free(&f.arena);
}

static void powers_share_their_factors(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct graph *g = &f.graph;
    struct val base = val_number(1.1);
    assert_same(val_double(graph_power(g, base, 0)), 1);
    assert_same(val_double(graph_power(g, base, 1)), 1.1);
    assert_same(val_double(graph_power(g, base, 3)), 1.1 * 1.1 * 1.1);
    assert_close(val_double(graph_power(g, base, 2.5)), pow(1.1, 2.5), 1e-15);
    assert_close(val_double(graph_power(g, base, -2.5)), pow(1.1, -2.5), 1e-15);
    assert_close(val_double(graph_power(g, val_number(1 + 1e-7), 3e6)), pow(1 + 1e-7, 3e6),
                 1e-14);
    assert_true(val_same(graph_power(g, f.x, 1), f.x));
    assert_true(val_is(graph_power(g, f.x, 0), 1));
    struct val square = graph_binary(g, OP_MUL, f.x, f.x), fourth = graph_power(g, f.x, 4);
    assert_true(val_same(fourth, graph_binary(g, OP_MUL, square, square)));
    uint32_t before = g->nodes.count;
    graph_power(g, f.x, 5);
    assert_int_equal(g->nodes.count, before + 1);  // x^4 is there
    arena_free(&f.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_numbers_are_computed_at_once),
        cmocka_unit_test(lost_numbers_are_kept),
        cmocka_unit_test(lost_numbers_are_no_nodes),
        cmocka_unit_test(equal_nodes_are_one_node),
        cmocka_unit_test(sharing_holds_for_many_nodes),
        cmocka_unit_test(operands_are_older_than_their_nodes),
        cmocka_unit_test(what_changes_nothing_makes_no_node),
        cmocka_unit_test(a_known_condition_takes_its_arm),
        cmocka_unit_test(sums_add_in_pairs),
        cmocka_unit_test(powers_share_their_factors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
