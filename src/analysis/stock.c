#include "analysis/stock.h"

enum { SHOWN = 80 };  // characters of a value

// A node in a tree of its own.
struct place {
    const struct tree *t;
    uint32_t node;
};

static struct place item_of(struct place p, uint32_t i)
{
    return (struct place){p.t, node_item(p.t, p.node, i)};
}

static struct place value_of(struct place p, struct str key)
{
    return (struct place){p.t, node_get(p.t, p.node, key)};
}

static bool is_same(struct place a, struct place b);

static bool same_children(struct place a, struct place b)
{
    bool map = node_is_map(a.t, a.node);
    for (uint32_t i = 0; i < node_count(a.t, a.node); i++) {
        struct place one = item_of(a, i), other = item_of(b, i);
        if (map) {
            struct str key = node_text(a.t, node_key(a.t, a.node, i));
            one.node = node_value(a.t, a.node, i);
            other = value_of(b, key);
        }
        if (other.node == NODE_NONE || !is_same(one, other)) return false;
    }
    return true;
}

static bool is_same(struct place a, struct place b)
{
    bool compiled = a.node == b.node && (a.node & NODE_BUILTIN);
    if (compiled) return true;
    if (node_kind(a.t, a.node) != node_kind(b.t, b.node) ||
        node_count(a.t, a.node) != node_count(b.t, b.node))
        return false;
    if (node_is_scalar(a.t, a.node))
        return str_eq(node_text(a.t, a.node), node_text(b.t, b.node));
    return same_children(a, b);
}

// ---- catalogues --------------------------------------------------------------------------------

// Of figures with sources their value; dated ones are cut down to a point by the caller.
static struct str shown(struct arena *a, struct place p)
{
    struct text t = {.arena = a};
    struct place value = p;
    if (node_is_map(p.t, p.node)) value = value_of(p, STR("value"));
    if (value.node == NODE_NONE || !node_is_scalar(value.t, value.node))
        return STR("other figures");
    text_add_visible(&t, node_text(value.t, value.node), SHOWN);
    return text_str(&t);
}

// The first dated points that differ.
static void differing_points(struct place *a, struct place *b)
{
    bool lists = node_is_list(a->t, a->node) && node_is_list(b->t, b->node);
    uint32_t count = lists ? node_count(a->t, a->node) : 0;
    for (uint32_t i = 0; i < count && i < node_count(b->t, b->node); i++) {
        if (is_same(item_of(*a, i), item_of(*b, i))) continue;
        *a = item_of(*a, i);
        *b = item_of(*b, i);
        return;
    }
}

struct stock {
    struct session *base, *head;
    struct arena *a;
    struct edits *out;
};

static void add_field(const struct stock *s, struct str entry, struct str field,
                      struct place base, struct place head)
{
    struct edit e = {.cause = EDIT_PRICE};
    e.address = str_format(s->a, "%.*s.%.*s", STR_ARG(entry), STR_ARG(field));
    if (head.node != NODE_NONE) e.head_where = node_span(head.t, head.node);
    if (base.node != NODE_NONE && head.node != NODE_NONE) differing_points(&base, &head);
    e.base = base.node == NODE_NONE ? STR_NONE : shown(s->a, base);
    e.head = head.node == NODE_NONE ? STR_NONE : shown(s->a, head);
    VEC_PUSH(s->a, &s->out->list, e);
}

static void compare_entries(const struct stock *s, struct str entry, struct place base,
                            struct place head)
{
    for (uint32_t i = 0; i < node_count(head.t, head.node); i++) {
        struct str field = node_text(head.t, node_key(head.t, head.node, i));
        struct place now = {head.t, node_value(head.t, head.node, i)},
                     was = value_of(base, field);
        if (was.node == NODE_NONE || !is_same(was, now)) add_field(s, entry, field, was, now);
    }
    for (uint32_t i = 0; i < node_count(base.t, base.node); i++) {
        struct str field = node_text(base.t, node_key(base.t, base.node, i));
        struct place gone = value_of(head, field);
        if (gone.node == NODE_NONE)
            add_field(s, entry, field, (struct place){base.t, node_value(base.t, base.node, i)},
                      gone);
    }
}

static bool is_own(const struct session *s, struct str kind, struct str id)
{
    struct str key = str_format(s->diags.arena, "%.*s/%.*s", STR_ARG(kind), STR_ARG(id));
    return map_get(&s->library.scenario_entries, key) != MAP_NONE;
}

static void compare_kind(const struct stock *s, struct str kind)
{
    struct names ids = {0};
    library_entry_names(&s->head->library, s->a, kind, &ids);
    for (uint32_t i = 0; i < ids.list.count; i++) {
        struct str id = ids.list.at[i];
        struct found was, now;
        if (is_own(s->base, kind, id) || is_own(s->head, kind, id) ||
            !library_entry(&s->base->library, kind, id, &was) ||
            !library_entry(&s->head->library, kind, id, &now))
            continue;
        struct place base = {&s->base->tree, was.node}, head = {&s->head->tree, now.node};
        if (is_same(base, head)) continue;
        compare_entries(s, str_format(s->a, "catalog.%.*s.%.*s", STR_ARG(kind), STR_ARG(id)),
                        base, head);
    }
}

// ---- models ------------------------------------------------------------------------------------

static bool models_differ(const struct stock *s)
{
    struct names base = {0}, head = {0};
    library_model_names(&s->base->library, s->a, &base);
    library_model_names(&s->head->library, s->a, &head);
    if (base.list.count != head.list.count) return true;
    for (uint32_t i = 0; i < head.list.count; i++) {
        struct found was, now;
        if (!library_model(&s->base->library, head.list.at[i], &was) ||
            !library_model(&s->head->library, head.list.at[i], &now))
            return true;
        if (!is_same((struct place){&s->base->tree, was.node},
                     (struct place){&s->head->tree, now.node}))
            return true;
    }
    return false;
}

bool stock_edits(struct session *base, struct session *head, struct arena *a, struct edits *out)
{
    const struct stock s = {base, head, a, out};
    struct names kinds = {0};
    library_kind_names(&head->library, a, &kinds);
    for (uint32_t i = 0; i < kinds.list.count; i++)
        compare_kind(&s, kinds.list.at[i]);
    return models_differ(&s);
}
