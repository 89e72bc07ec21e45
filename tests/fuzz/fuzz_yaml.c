// Any text that is read as a tree, written out and read again is the same tree.
#include "doc/yaml.h"

#include "fuzz.h"

struct bench {
    struct arena arena;
    struct sources sources;
    struct diags diags;
    struct tree tree;
};

static void open_bench(struct bench *b)
{
    *b = (struct bench){0};
    b->sources.arena = b->diags.arena = &b->arena;
    b->diags.sources = &b->sources;
    tree_init(&b->tree, &b->arena, &b->sources, NULL);
}

static bool read_text(struct bench *b, struct str text, uint32_t *root)
{
    uint32_t source = source_add(&b->sources, STR("text"), text);
    return yaml_parse(&b->tree, source, &b->diags, root);
}

// Characters that YAML reads as line ends, and would fold: U+2028, U+2029, U+0085.
static const char *line_end(struct str rest, size_t *len)
{
    static const struct {
        const char *bytes, *escape;
    } ends[] = {{"\xE2\x80\xA8", "\\L"}, {"\xE2\x80\xA9", "\\P"}, {"\xC2\x85", "\\N"}};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        *len = str_of(ends[i].bytes).len;
        if (str_starts(rest, str_of(ends[i].bytes))) return ends[i].escape;
    }
    return NULL;
}

static void write_text(struct text *out, struct str s)
{
    text_add_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        size_t len;
        const char *escape = line_end(str_cut(s, i, s.len), &len);
        if (escape) {
            text_add_c(out, escape);
            i += len - 1;
            continue;
        }
        switch (s.at[i]) {
        case '"': text_add_c(out, "\\\""); break;
        case '\\': text_add_c(out, "\\\\"); break;
        case '\n': text_add_c(out, "\\n"); break;
        case '\r': text_add_c(out, "\\r"); break;
        case '\t': text_add_c(out, "\\t"); break;
        default: text_add_char(out, s.at[i]);
        }
    }
    text_add_char(out, '"');
}

static void write_node(const struct tree *t, uint32_t id, struct text *out)
{
    uint32_t count = node_count(t, id);
    bool map = node_is_map(t, id);
    if (node_kind(t, id) == NODE_EMPTY) {
        text_add_c(out, "null");
    } else if (node_is_scalar(t, id)) {
        write_text(out, node_text(t, id));
    } else {
        text_add_char(out, map ? '{' : '[');
        for (uint32_t i = 0; i < count; i++) {
            if (map) {
                write_text(out, node_text(t, node_key(t, id, i)));
                text_add_c(out, ": ");
            }
            write_node(t, map ? node_value(t, id, i) : node_item(t, id, i), out);
            text_add_c(out, ",\n ");
        }
        text_add_char(out, map ? '}' : ']');
    }
}

static void check_places(const struct tree *t, uint32_t id)
{
    struct span where = node_span(t, id);
    const struct source *s = source_get(t->sources, where.source);
    FUZZ_CHECK(s && where.start <= where.end && where.end <= s->text.len);
    struct span part = node_place(t, id, 0, node_text(t, id).len);
    FUZZ_CHECK(part.start >= where.start && part.end <= where.end && part.start <= part.end);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { LONGEST = 256 * 1024 };  // aliases can make a short text long
    struct bench b;
    uint32_t root, again;
    open_bench(&b);
    bool ok = read_text(&b, fuzz_text(data, size), &root);
    FUZZ_CHECK(ok == (b.diags.error_count == 0));
    FUZZ_CHECK(!ok || root != NODE_NONE);
    for (uint32_t i = 1; i < b.tree.nodes.count && ok; i++)
        check_places(&b.tree, i);
    struct text once = {.arena = &b.arena}, twice = {.arena = &b.arena};
    if (ok && b.tree.kids.count < 2000) write_node(&b.tree, root, &once);
    if (once.len > 0 && once.len < LONGEST) {
        FUZZ_CHECK(read_text(&b, text_str(&once), &again));
        write_node(&b.tree, again, &twice);
        FUZZ_CHECK(str_eq(text_str(&once), text_str(&twice)));
    }
    fuzz_check_diags(&b.diags);
    arena_free(&b.arena);
    return 0;
}
