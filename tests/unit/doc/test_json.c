#include "doc/json.h"

#include "support/check.h"

struct bench {
    struct arena arena;
    struct sources sources;
    struct diags diags;
    struct tree tree;
    uint32_t root;
    bool ok;
};

static void parse(struct bench *b, struct str text)
{
    *b = (struct bench){0};
    b->sources.arena = b->diags.arena = &b->arena;
    b->diags.sources = &b->sources;
    tree_init(&b->tree, &b->arena, &b->sources, NULL);
    b->ok =
        json_parse(&b->tree, source_add(&b->sources, STR("r.json"), text), &b->diags, &b->root);
}

// Refused once, at this byte.
static void refuses_text(struct str text, const char *ids, uint32_t at)
{
    struct bench b;
    parse(&b, text);
    assert_false(b.ok);
    assert_ids(&b.diags, ids);
    assert_int_equal(b.diags.list.at[0].where.start, at);
    arena_free(&b.arena);
}

static void refuses(const char *text, uint32_t at)
{
    refuses_text(str_of(text), "bad-json", at);
}

static void keeps_order_kinds_and_places(void **state)
{
    (void)state;
    struct bench b;
    parse(&b, STR(" {\"b\": [1, \"1\", true, null],\n\"a\": {}} \n"));
    assert_true(b.ok);
    assert_int_equal(node_count(&b.tree, b.root), 2);
    assert_str(node_text(&b.tree, node_key(&b.tree, b.root, 0)), "b");
    uint32_t list = node_get_c(&b.tree, b.root, "b");
    assert_int_equal(node_count(&b.tree, list), 4);
    assert_false(json_is_string(&b.tree, node_item(&b.tree, list, 0)));
    assert_true(json_is_string(&b.tree, node_item(&b.tree, list, 1)));
    assert_int_equal(node_span(&b.tree, node_item(&b.tree, list, 1)).start, 11);
    assert_str(node_text(&b.tree, node_item(&b.tree, list, 2)), "true");
    assert_int_equal(node_kind(&b.tree, node_item(&b.tree, list, 3)), NODE_EMPTY);
    assert_int_equal(node_count(&b.tree, node_get_c(&b.tree, b.root, "a")), 0);
    arena_free(&b.arena);
}

static void reads_what_is_empty(void **state)
{
    (void)state;
    static const char *const texts[] = {"{}", "[]"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct bench b;
        parse(&b, str_of(texts[i]));
        assert_true(b.ok);
        assert_int_equal(node_count(&b.tree, b.root), 0);
        arena_free(&b.arena);
    }
}

static void reads_escapes(void **state)
{
    (void)state;
    struct bench b;
    parse(&b, STR("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u20ac\\ud83d\\ude00\""));
    assert_true(b.ok);
    assert_str(node_text(&b.tree, b.root),
               "\"\\/\b\f\n\r\tA\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
    arena_free(&b.arena);
}

static void refuses_what_is_no_json(void **state)
{
    (void)state;
    refuses("", 0);
    refuses("[1, 2", 5);
    refuses("[1 2]", 3);
    refuses("[1,]", 3);
    refuses("{\"a\" 1}", 5);
    refuses("{a: 1}", 1);
    refuses("{\"a\": }", 6);
    refuses("[1] 2", 4);
    refuses("'a'", 0);
    refuses("\"a", 0);
    refuses("\"a\nb\"", 2);
    refuses("\"\\q\"", 1);
    refuses("\"\\u00g0\"", 5);
    refuses("\"\\u0000\"", 1);
    refuses("\"\\ud83d\"", 1);
    refuses("\"\\ude00\"", 1);
    refuses("\"\\ud83d\\u0041\"", 1);
    refuses("\"\xff\"", 1);
    refuses("[NaN]", 1);
    refuses("[Infinity]", 1);
    refuses("[-]", 1);
    refuses("[.5]", 1);
    refuses("[+1]", 1);
    refuses("[012]", 2);
    refuses("[1.]", 2);
    refuses("[0x10]", 2);
    refuses("[1e999]", 1);
    refuses("[1e-999]", 1);
    refuses("[True]", 1);
    refuses("// no\n1", 0);
    refuses_text((struct str){"[1]\0", 4}, "bad-json", 3);
}

static void refuses_the_same_key_twice(void **state)
{
    (void)state;
    refuses_text(STR("{\"a\": 1, \"\\u0061\": 2}"), "duplicate-key", 9);
}

static void has_limits(void **state)
{
    (void)state;
    struct arena a = {0};
    struct text deep = {.arena = &a}, wide = {.arena = &a};
    text_add_repeated(&deep, '[', 100000);
    refuses_text(text_str(&deep), "too-deep", 65);
    text_add_char(&wide, '{');
    for (int i = 0; i < 300; i++)
        text_addf(&wide, "%s\"k%d\":1", i ? "," : "", i);
    text_add_char(&wide, '}');
    struct bench b;
    parse(&b, text_str(&wide));
    assert_false(b.ok);
    assert_ids(&b.diags, "too-large");
    arena_free(&b.arena);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_order_kinds_and_places),
        cmocka_unit_test(reads_what_is_empty),
        cmocka_unit_test(reads_escapes),
        cmocka_unit_test(refuses_what_is_no_json),
        cmocka_unit_test(refuses_the_same_key_twice),
        cmocka_unit_test(has_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
