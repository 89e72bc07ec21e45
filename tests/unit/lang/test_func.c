#include "lang/func.h"

#include "bench.h"

static void functions_are_found_by_name(void **state)
{
    (void)state;
    assert_int_equal(func_find(STR("cohorts")), FUNC_COHORTS);
    assert_int_equal(func_find(STR("nothing")), FUNC_NONE);
    assert_int_equal(func_find(STR("")), FUNC_NONE);
    assert_int_equal(func_find(STR("+")), FUNC_NONE);  // operators can't be called
    assert_int_equal(func_find(STR("neg")), FUNC_NONE);
    enum dist_kind kind;
    assert_true(dist_find(STR("pert"), &kind));
    assert_int_equal(kind, DIST_PERT);
    assert_false(dist_find(STR(""), &kind));
    assert_str(func_nearest(STR("cohort"), false), "cohorts");
    assert_str(func_nearest(STR("triangle_of_three"), false), "");
}

// The example of a row is one of its uses, and keeps the count of arguments.
static void every_row_is_documented(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    for (int f = FUNC_NONE + 1; f < FUNC_COUNT; f++) {
        const struct func_row *row = func_row((enum func)f);
        assert_true(row->doc.len > 0 && row->example.len > 0);
        assert_true(row->least <= row->most);
        bench_parse(&b, str_to_c(&b.arena, row->example));
        if (!func_is_operator((enum func)f))
            assert_true(strstr(row->example.at, row->name.at) != NULL);
    }
    for (int k = 0; k < DIST_COUNT; k++) {
        const struct dist_row *row = dist_row((enum dist_kind)k);
        if (row->name.len) bench_parse(&b, str_to_c(&b.arena, row->example));
    }
    bench_close(&b);
}

static void operations_know_their_arguments(void **state)
{
    (void)state;
    assert_int_equal(op_args(OP_NEG), 1);
    assert_int_equal(op_args(OP_ADD), 2);
    assert_int_equal(op_args(OP_SELECT), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(functions_are_found_by_name),
        cmocka_unit_test(every_row_is_documented),
        cmocka_unit_test(operations_know_their_arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
