#include "base/source.h"

#include "support/check.h"

static void check_place(const struct source *s, uint32_t offset, uint32_t line, uint32_t column)
{
    struct position p = source_position(s, offset);
    assert_int_equal(p.line, line);
    assert_int_equal(p.column, column);
}

// LF, CR and CRLF end a line; a column is a character, not a byte.
static void counts_lines_and_characters(void **state)
{
    (void)state;
    struct arena a = {0};
    struct sources list = {.arena = &a};
    uint32_t n = source_add(&list, STR("s"),
                            STR("ab\ncd\r\nef\rgr\xc3\xbc"
                                "x"));
    const struct source *s = source_get(&list, n);
    check_place(s, 0, 1, 1);
    check_place(s, 1, 1, 2);
    check_place(s, 3, 2, 1);
    check_place(s, 7, 3, 1);
    check_place(s, 10, 4, 1);
    check_place(s, 14, 4, 4);
    assert_str(source_location(&a, &list, (struct span){n, 3, 4}), "s:2");
    assert_str(source_location(&a, &list, SPAN_NONE), "");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(counts_lines_and_characters)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
