#include "analysis/hybrid.h"

enum { SHOWN = 80 };  // characters of a value

const char *edit_cause_word(enum edit_cause c)
{
    switch (c) {
    case EDIT_INPUT: return "input";
    case EDIT_PRICE: return "price";
    case EDIT_MODEL: return "model";
    }
    return "";
}

struct merger {
    struct tree *t;
    const bool *taken;
    struct arena *a;
    struct edits *out;  // or NULL
    uint32_t next;      // number of the next edit
};

// How many names an address has below each key of a scenario; values are not taken apart.
static const struct {
    const char *key;
    int depth;
} DEPTHS[] = {{"finance", 3}, {"params", 2},  {"exchange", 2}, {"workloads", 3},
              {"options", 4}, {"catalog", 4}, {"cases", 2}};

// Keys of a value that is written as a map: what is below is that one value.
static const char *const PARTS[] = {"value", "low",   "mode", "high",   "mean", "sd",  "min",
                                    "max",   "shape", "from", "growth", "to",   "over"};

// What changes no figure.
static const char *const SILENT[] = {"name", "budgets", "changes", "assert", "waivers"};

static bool is_silent(struct str key)
{
    for (size_t i = 0; i < COUNT_OF(SILENT); i++)
        if (str_is(key, SILENT[i])) return true;
    return false;
}

static int depth_of(struct str key)
{
    for (size_t i = 0; i < COUNT_OF(DEPTHS); i++)
        if (str_is(key, DEPTHS[i].key)) return DEPTHS[i].depth;
    return 1;
}

// ---- equality ----------------------------------------------------------------------------------

static bool is_equal(const struct tree *t, uint32_t a, uint32_t b);

static bool same_order(const struct tree *t, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < node_count(t, a); i++)
        if (!str_eq(node_text(t, node_key(t, a, i)), node_text(t, node_key(t, b, i))))
            return false;
    return true;
}

static bool equal_children(const struct tree *t, uint32_t a, uint32_t b)
{
    for (uint32_t i = 0; i < node_count(t, a); i++) {
        bool map = node_is_map(t, a);
        uint32_t one = map ? node_value(t, a, i) : node_item(t, a, i);
        uint32_t other =
            map ? node_get(t, b, node_text(t, node_key(t, a, i))) : node_item(t, b, i);
        if (other == NODE_NONE || !is_equal(t, one, other)) return false;
    }
    return true;
}

static bool is_equal(const struct tree *t, uint32_t a, uint32_t b)
{
    if (a == b) return true;
    if (node_kind(t, a) != node_kind(t, b) || node_count(t, a) != node_count(t, b))
        return false;
    return str_eq(node_text(t, a), node_text(t, b)) && equal_children(t, a, b);
}

// ---- edits -------------------------------------------------------------------------------------

// The words of the file, in one line.
static struct str written(const struct merger *m, uint32_t node)
{
    struct text t = {.arena = m->a};
    struct span where = node_span(m->t, node);
    if (node == NODE_NONE || span_is_none(where)) return STR("");
    struct str text =
        str_cut(source_get(m->t->sources, where.source)->text, where.start, where.end);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i] == '\n' || text.at[i] == '\r' ? ' ' : text.at[i];
        if (c != ' ' || t.len == 0 || t.at[t.len - 1] != ' ') text_add_char(&t, c);
    }
    struct text shown = {.arena = m->a};
    text_add_visible(&shown, str_trim(text_str(&t)), SHOWN);
    return text_str(&shown);
}

static enum edit_cause cause_of(struct str path)
{
    bool price = str_is(path, "as_of") || str_starts(path, STR("catalog."));
    return price ? EDIT_PRICE : EDIT_INPUT;
}

// Components of an option are named without the word before them: own.hgx.gpus.
static struct str address_of(struct str path)
{
    return str_starts(path, STR("options.")) ? str_cut(path, 8, path.len) : path;
}

// The side that an edit takes; NODE_NONE where that side has nothing.
static uint32_t choose(struct merger *m, struct str path, uint32_t base, uint32_t head)
{
    if (m->out) {
        struct edit e = {.cause = cause_of(path), .address = str_copy(m->a, address_of(path))};
        e.base = written(m, base);
        e.head = written(m, head);
        if (base != NODE_NONE) e.base_where = node_span(m->t, base);
        if (head != NODE_NONE) e.head_where = node_span(m->t, head);
        VEC_PUSH(m->a, &m->out->list, e);
    }
    return m->taken && m->taken[m->next++] ? head : base;
}

struct pairs {
    VEC(uint32_t) list;
};

static uint32_t merge(struct merger *m, struct str path, int depth, uint32_t base,
                      uint32_t head);

static void add(struct merger *m, struct pairs *out, uint32_t key, uint32_t value)
{
    if (value == NODE_NONE) return;
    VEC_PUSH(m->t->arena, &out->list, key);
    VEC_PUSH(m->t->arena, &out->list, value);
}

static struct str below(const struct merger *m, struct str path, struct str key)
{
    struct arena *a = m->t->arena;
    return path.len ? str_format(a, "%.*s.%.*s", STR_ARG(path), STR_ARG(key)) : key;
}

// A key that only one of them has.
static uint32_t alone(struct merger *m, struct str path, struct str key, uint32_t base,
                      uint32_t head)
{
    if (str_is(path, "options")) return base == NODE_NONE ? head : base;
    if (path.len == 0 && is_silent(key)) return head;
    return choose(m, below(m, path, key), base, head);
}

static uint32_t merge_maps(struct merger *m, struct str path, int depth, uint32_t base,
                           uint32_t head)
{
    struct pairs out = {0};
    for (uint32_t i = 0; i < node_count(m->t, head); i++) {
        uint32_t key = node_key(m->t, head, i), value = node_value(m->t, head, i);
        struct str name = node_text(m->t, key);
        uint32_t other = node_get(m->t, base, name);
        bool silent = path.len == 0 && is_silent(name);
        int left = path.len ? depth - 1 : depth_of(name) - 1;
        if (other == NODE_NONE)
            value = alone(m, path, name, NODE_NONE, value);
        else if (!silent)
            value = merge(m, below(m, path, name), left, other, value);
        add(m, &out, key, value);
    }
    for (uint32_t i = 0; i < node_count(m->t, base); i++) {
        uint32_t key = node_key(m->t, base, i);
        struct str name = node_text(m->t, key);
        if (node_get(m->t, head, name) != NODE_NONE) continue;
        add(m, &out, key, alone(m, path, name, node_value(m->t, base, i), NODE_NONE));
    }
    return tree_add_map(m->t, out.list.at, out.list.count / 2, node_span(m->t, head));
}

// The order of an option's components is the order in which they serve.
static bool is_reordered(const struct merger *m, struct str path, uint32_t base, uint32_t head)
{
    bool option = str_starts(path, STR("options.")) &&
                  str_find(str_cut(path, 8, path.len), '.') == path.len - 8;
    return option && node_count(m->t, base) == node_count(m->t, head) &&
           !same_order(m->t, base, head);
}

static bool is_part(struct str key)
{
    bool percentile = key.len > 1 && key.at[0] == 'p' && key.at[1] >= '0' && key.at[1] <= '9';
    for (size_t i = 0; i < COUNT_OF(PARTS); i++)
        if (str_is(key, PARTS[i])) return true;
    return percentile || (key.len > 0 && key.at[0] >= '0' && key.at[0] <= '9');
}

// An entry that is written in place, such as a server, has prices of its own.
static bool is_entry(const struct merger *m, struct str path, uint32_t node)
{
    if (!str_starts(path, STR("options.")) || !node_is_map(m->t, node)) return false;
    for (uint32_t i = 0; i < node_count(m->t, node); i++)
        if (is_part(node_text(m->t, node_key(m->t, node, i)))) return false;
    return true;
}

static uint32_t merge(struct merger *m, struct str path, int depth, uint32_t base,
                      uint32_t head)
{
    bool reordered = is_reordered(m, path, base, head);
    if (!reordered && is_equal(m->t, base, head)) return head;
    bool maps = node_is_map(m->t, base) && node_is_map(m->t, head);
    if (depth == 0 && is_entry(m, path, base) && is_entry(m, path, head)) depth = 1;
    if (maps && depth > 0 && !reordered) return merge_maps(m, path, depth, base, head);
    return choose(m, path, base, head);
}

uint32_t hybrid_merge(struct tree *t, uint32_t base, uint32_t head, const bool *taken,
                      struct arena *a, struct edits *out)
{
    struct merger m = {.t = t, .taken = taken, .a = a, .out = out};
    if (!node_is_map(t, base) || !node_is_map(t, head)) return head;
    return merge_maps(&m, STR(""), 1, base, head);
}
