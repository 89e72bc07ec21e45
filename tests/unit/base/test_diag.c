#include "base/diag.h"

#include "support/check.h"

struct bench {
    struct arena arena;
    struct sources sources;
    struct diags diags;
    uint32_t source;
};

static void open_bench(struct bench *b, const char *text)
{
    *b = (struct bench){0};
    b->sources.arena = b->diags.arena = &b->arena;
    b->diags.sources = &b->sources;
    b->source = source_add(&b->sources, STR("s.yaml"), str_of(text));
}

static struct str printed(struct bench *b)
{
    struct text t = {.arena = &b->arena};
    diag_print(&t, &b->diags, (struct diag_style){0});
    return text_str(&t);
}

static void prints_place_line_and_caret(void **state)
{
    (void)state;
    struct bench b;
    open_bench(&b, "one: 1\ntwo: x\n");
    assert_false(
        diag_fail(&b.diags, (struct span){b.source, 12, 13}, DIAG_BAD_NUMBER, "not a number"));
    diag_help(&b.diags, "write 2");
    assert_str(printed(&b), "s.yaml:2:6: error: not a number [bad-number]\n"
                            "    2 | two: x\n"
                            "      |      ^\n"
                            "      help: write 2\n");
    arena_free(&b.arena);
}

static void sorts_by_place_and_drops_repeats(void **state)
{
    (void)state;
    struct bench b;
    open_bench(&b, "a\nb\nc\n");
    diag_fail(&b.diags, (struct span){b.source, 4, 5}, DIAG_SYNTAX, "third");
    diag_fail(&b.diags, (struct span){b.source, 0, 1}, DIAG_CYCLE, "first");
    diag_fail(&b.diags, (struct span){b.source, 4, 5}, DIAG_SYNTAX, "third");
    diag_warn(&b.diags, (struct span){b.source, 2, 3}, DIAG_CHECK, "second");
    assert_ids(&b.diags, "cycle check syntax");
    arena_free(&b.arena);
}

static void shows_twenty_errors_and_counts_the_rest(void **state)
{
    (void)state;
    struct bench b;
    char text[200];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    open_bench(&b, text);
    for (uint32_t i = 0; i < 33; i++)
        diag_fail(&b.diags, (struct span){b.source, i, i + 1}, DIAG_SYNTAX, "error %u",
                  (unsigned)i);
    struct str out = printed(&b);
    size_t shown = 0;
    for (size_t i = 0; i + 7 < out.len; i++)
        shown += str_is(str_cut(out, i, i + 8), "[syntax]");
    assert_int_equal(shown, DIAG_ERRORS_SHOWN);
    assert_non_null(strstr(str_to_c(&b.arena, out), "tco: and 13 more errors\n"));
    arena_free(&b.arena);
}

static void names_the_nearest(void **state)
{
    (void)state;
    const struct str known[] = {STR("utilisation"), STR("gpus"), STR("site")};
    assert_str(nearest_name(STR("utilisaton"), known, 3), "utilisation");
    assert_true(nearest_name(STR("zzz"), known, 3).len == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_place_line_and_caret),
        cmocka_unit_test(sorts_by_place_and_drops_repeats),
        cmocka_unit_test(shows_twenty_errors_and_counts_the_rest),
        cmocka_unit_test(names_the_nearest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
