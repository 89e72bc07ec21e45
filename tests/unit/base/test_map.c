#include "base/map.h"

#include "support/check.h"

static void finds_what_was_put(void **state)
{
    (void)state;
    struct arena a = {0};
    struct map m = {0};
    assert_true(map_put(&a, &m, STR("one"), 1));
    assert_false(map_put(&a, &m, STR("one"), 2));
    assert_int_equal(map_get(&m, STR("one")), 1);
    assert_int_equal(map_get(&m, STR("two")), MAP_NONE);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(finds_what_was_put)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
