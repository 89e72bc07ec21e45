#include "base/str.h"

#include "support/check.h"

static void cuts_and_finds(void **state)
{
    (void)state;
    struct str s = STR("own.hgx.gpus");
    assert_int_equal(str_find(s, '.'), 3);
    assert_int_equal(str_find(s, '!'), s.len);
    assert_str(str_cut(s, 4, 7), "hgx");
    assert_str(str_cut(s, 9, 99), "pus");
    assert_true(str_starts(s, STR("own")) && !str_starts(s, STR("owns")));
    assert_true(str_ends(s, STR("gpus")) && !str_ends(STR("s"), STR("gpus")));
    assert_str(str_trim(STR(" \t a b \r\n")), "a b");
    assert_true(str_cmp(STR("a"), STR("ab")) < 0 && str_cmp(STR("b"), STR("ab")) > 0);
}

static void counts_edits(void **state)
{
    (void)state;
    assert_int_equal(str_distance(STR("utilisation"), STR("utilisaton"), 3), 1);
    assert_int_equal(str_distance(STR("gpus"), STR("gups"), 3), 1);
    assert_int_equal(str_distance(STR("GPUS"), STR("gpus"), 3), 0);
    assert_int_equal(str_distance(STR("abc"), STR("xyzw"), 2), 3);
}

static void what_disturbs_a_terminal_is_made_visible(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(str_visible(&a, STR("a\033[31mb")), "a\\u{1b}[31mb");
    assert_str(str_visible(&a, STR("x\xff")), "x\\u{ff}");
    assert_str(str_visible(&a, STR("\xe2\x80\xae"
                                   "abc")),
               "\\u{202e}abc");
    assert_str(str_visible(&a, STR("gr\xc3\xbc\xc3\x9f")), "gr\xc3\xbc\xc3\x9f");
    struct text t = {.arena = &a};
    text_add_visible(&t, STR("0123456789"), 4);
    assert_true(str_ends(text_str(&t), STR("...")));
    arena_free(&a);
}

static void refuses_utf8_that_is_none(void **state)
{
    (void)state;
    static const char *const bad[] = {"\x80",         "\xc0\xaf",         "\xe0\x80\x80",
                                      "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc3"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        size_t at = 0;
        uint32_t code;
        assert_false(utf8_next(str_of(bad[i]), &at, &code));
        assert_int_equal(at, 1);
    }
    size_t at = 0;
    uint32_t code;
    assert_true(utf8_next(STR("\xf0\x9f\x92\xb0"), &at, &code));
    assert_int_equal(code, 0x1F4B0);
    assert_int_equal(at, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_and_finds),
        cmocka_unit_test(counts_edits),
        cmocka_unit_test(what_disturbs_a_terminal_is_made_visible),
        cmocka_unit_test(refuses_utf8_that_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
