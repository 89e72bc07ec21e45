#include "base/arena.h"

#include "support/check.h"

#include <string.h>

enum { MANY = 3 * 1024 * 1024 };

static void assert_zero(const unsigned char *p, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_int_equal(p[i], 0);
}

static void what_was_given_back_is_zero_again(void **state)
{
    (void)state;
    for (int expected = 0; expected < 2; expected++) {
        struct arena a = {0};
        if (expected) arena_expect_much(&a);
        struct arena_mark start = arena_mark(&a);
        memset(arena_alloc(&a, 1000, 1), 0xFF, 1000);
        memset(arena_alloc(&a, MANY, 1), 0xFF, MANY);
        arena_release(&a, start);
        assert_zero(arena_alloc(&a, MANY, 1), MANY);
        assert_zero(arena_alloc(&a, 2000, 1), 2000);
        arena_free(&a);
        assert_null(a.newest);
    }
}

static void a_huge_page_serves_after_what_is_there(void **state)
{
    (void)state;
    struct arena a = {0};
    char *before = arena_alloc(&a, 8, 1);
    strcpy(before, "before");
    arena_expect_much(&a);
    char *first = arena_alloc(&a, 1024, 1024), *second = arena_alloc(&a, 1000, 1024);
    assert_int_equal(second - first, 1024 * 1024);  // both lie in it
    assert_int_equal((size_t)first % 16, 0);
    memset(first, 'x', 1024 * 1024);
    memset(second, 'y', 1000 * 1024);
    char *grown = arena_grow(&a, second, 1000, MANY / 1024, 1024);  // it does not fit
    assert_int_equal(grown[1000 * 1024 - 1], 'y');
    assert_int_equal(grown[1000 * 1024], 0);
    assert_string_equal(before, "before");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_given_back_is_zero_again),
        cmocka_unit_test(a_huge_page_serves_after_what_is_there)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
