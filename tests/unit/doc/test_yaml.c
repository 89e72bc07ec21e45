#include "doc/yaml.h"

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
        yaml_parse(&b->tree, source_add(&b->sources, STR("s.yaml"), text), &b->diags, &b->root);
}

static void refuses(const char *text, const char *ids)
{
    struct bench b;
    parse(&b, str_of(text));
    assert_false(b.ok);
    assert_ids(&b.diags, ids);
    arena_free(&b.arena);
}

static void keeps_order_text_and_places(void **state)
{
    (void)state;
    struct bench b;
    parse(&b, STR("b: NO\na: [1, '2']\nc: {}\n"));
    assert_true(b.ok);
    assert_int_equal(node_count(&b.tree, b.root), 3);
    assert_str(node_text(&b.tree, node_key(&b.tree, b.root, 0)), "b");
    assert_str(node_text(&b.tree, node_get_c(&b.tree, b.root, "b")), "NO");
    uint32_t list = node_get_c(&b.tree, b.root, "a");
    assert_int_equal(node_count(&b.tree, list), 2);
    assert_int_equal(node_span(&b.tree, node_item(&b.tree, list, 1)).start, 13);
    assert_int_equal(node_count(&b.tree, node_get_c(&b.tree, b.root, "c")), 0);
    arena_free(&b.arena);
    parse(&b, STR("{}"));
    assert_true(b.ok);
    arena_free(&b.arena);
}

static void anchors_and_merge_keys_work(void **state)
{
    (void)state;
    struct bench b;
    parse(&b, STR("a: &x {p: 1, q: 2}\nb: {<<: *x, q: 3}\n"));
    assert_true(b.ok);
    uint32_t map = node_get_c(&b.tree, b.root, "b");
    assert_str(node_text(&b.tree, node_get_c(&b.tree, map, "p")), "1");
    assert_str(node_text(&b.tree, node_get_c(&b.tree, map, "q")), "3");
    arena_free(&b.arena);
}

static void sentences_may_hold_commas_and_line_ends(void **state)
{
    (void)state;
    struct bench b;
    parse(&b, STR("a: {unit: 1, doc: one, two\n    and three}\n"));
    assert_true(b.ok);
    uint32_t map = node_get_c(&b.tree, b.root, "a");
    assert_str(node_text(&b.tree, node_get_c(&b.tree, map, "doc")), "one, two and three");
    arena_free(&b.arena);
}

static void traps_of_yaml_are_refused(void **state)
{
    (void)state;
    refuses("a: 1\na: 2\n", "duplicate-key");
    refuses("a: !!str 1\n", "yaml-feature");
    refuses("%YAML 1.1\n---\na: 1\n", "yaml-feature");
    refuses("a: 1\n---\nb: 2\n", "yaml-feature");
    refuses("a: *nobody\n", "alias");
    refuses("a: &x [*x]\n", "alias");
    refuses("a: [1, 2\n", "yaml");
    refuses("a: \xff\n", "encoding");
    refuses("a: \"x\\0y\"\n", "encoding");
    refuses("", "yaml");
}

static void depth_and_expansion_have_limits(void **state)
{
    (void)state;
    struct arena a = {0};
    struct text t = {.arena = &a};
    text_add_repeated(&t, '[', 100000);
    struct bench b;
    parse(&b, text_str(&t));
    assert_false(b.ok);
    assert_ids(&b.diags, "too-deep");
    arena_free(&b.arena);
    struct text bomb = {.arena = &a};
    text_add_c(&bomb, "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
        text_addf(&bomb, "a%d: &a%d [", i, i);
        for (int k = 0; k < 10; k++)
            text_addf(&bomb, "%s*a%d", k ? ", " : "", i - 1);
        text_add_c(&bomb, "]\n");
    }
    parse(&b, text_str(&bomb));
    assert_false(b.ok);
    assert_int_equal(b.diags.list.count, 1);
    arena_free(&b.arena);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_order_text_and_places),
        cmocka_unit_test(anchors_and_merge_keys_work),
        cmocka_unit_test(sentences_may_hold_commas_and_line_ends),
        cmocka_unit_test(traps_of_yaml_are_refused),
        cmocka_unit_test(depth_and_expansion_have_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
