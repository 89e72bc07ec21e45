// entry.c - catalogue entries: found by id, refined in place, or written in the scenario.
#include "model/cases.h"

static bool fail_entry(struct linker *l, uint32_t kind, struct str id, struct span where)
{
    struct str name = l->p->kinds.at[kind].name;
    struct names known = {0};
    library_entry_names(l->lib, l->d->arena, name, &known);
    diag_fail(l->d, where, DIAG_UNKNOWN_ENTRY,
              "there is no '%.*s' among the %.*s of the catalogue",
              STR_ARG(str_visible(l->d->arena, id)), STR_ARG(name));
    diag_help_nearest(l->d, id, known.list.at, known.list.count);
    if (l->d->list.at[l->d->list.count - 1].help.len == 0)
        diag_help(l->d, "tco catalog list %.*s shows them", STR_ARG(name));
    return false;
}

// Which entries share a part of a composed id: llama-3.3-70b@h100-sxm.
struct str entry_choices(struct linker *l, uint32_t kind, struct str id)
{
    enum { SHOWN = 12 };
    struct names known = {0};
    library_entry_names(l->lib, l->d->arena, l->p->kinds.at[kind].name, &known);
    struct str head = str_cut(id, 0, str_find(id, '@') + 1);
    struct str tail = str_cut(id, str_find(id, '@'), id.len);
    struct text t = {.arena = l->a};
    uint32_t shown = 0;
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < known.list.count; i++) {
            struct str name = known.list.at[i];
            bool fits = pass == 0 ? str_starts(name, head) : str_ends(name, tail);
            if (!fits || (pass == 1 && str_starts(name, head)) || shown++ >= SHOWN) continue;
            text_addf(&t, "%s%.*s", t.len ? ", " : "", STR_ARG(name));
        }
    if (shown > SHOWN) text_addf(&t, " and %u more", (unsigned)(shown - SHOWN));
    return text_str(&t);
}

static void note_shadow(struct linker *l, uint32_t kind, struct str id, const struct found *f)
{
    if (!f->shadows || l->root == NODE_NONE) return;  // only a scenario is misled by it
    diag_remark(l->d, node_span(l->t, f->key), DIAG_SHADOWED,
                "the shipped entry '%.*s' of %.*s is replaced by this one", STR_ARG(id),
                STR_ARG(l->p->kinds.at[kind].name));
}

// `provides` of an entry: tags for the components that use it.
static bool check_tag_list(struct linker *l, uint32_t list)
{
    bool ok = list == NODE_NONE || node_is_list(l->t, list);
    for (uint32_t i = 0; i < node_count(l->t, list); i++)
        ok = node_is_scalar(l->t, node_item(l->t, list, i)) && ok;
    return ok || diag_fail(l->d, node_span(l->t, list), DIAG_WRONG_FORM,
                           "`provides` is a list of tags: [no_training]");
}

// Every key of an entry is a field of its kind.
static bool check_keys(struct linker *l, uint32_t kind, uint32_t map)
{
    if (map & NODE_BUILTIN) return true;  // checked when it was compiled in
    struct str bytes = {(const char *)&map, sizeof map};
    if (map_get(&l->checked_entries, bytes) != MAP_NONE) return true;
    map_put(l->a, &l->checked_entries, str_copy(l->a, bytes), 0);
    if (!node_is_map(l->t, map))
        return diag_fail(l->d, node_span(l->t, map), DIAG_WRONG_FORM,
                         "a catalogue entry is a map of fields, not %s", kind_word(l->t, map));
    const struct entry_kind *k = &l->p->kinds.at[kind];
    VEC(struct str) known = {0};
    for (uint32_t i = 0; i < k->fields.count; i++)
        VEC_PUSH(l->d->arena, &known, k->fields.at[i].name);
    static const char *const extra[] = {"like", "name", "doc", "provides"};
    for (size_t i = 0; i < COUNT_OF(extra); i++)
        VEC_PUSH(l->d->arena, &known, str_of(extra[i]));
    bool ok = check_tag_list(l, node_get_c(l->t, map, "provides"));
    for (uint32_t i = 0; i < node_count(l->t, map); i++) {
        uint32_t key = node_key(l->t, map, i);
        bool found = false;
        for (uint32_t j = 0; j < known.count && !found; j++)
            found = str_eq(known.at[j], node_text(l->t, key));
        if (found) continue;
        ok = diag_fail(l->d, node_span(l->t, key), DIAG_UNKNOWN_KEY,
                       "%.*s have no field '%.*s'", STR_ARG(k->name),
                       STR_ARG(str_visible(l->d->arena, node_text(l->t, key))));
        diag_help_nearest(l->d, node_text(l->t, key), known.at, known.count);
    }
    return ok;
}

static bool resolve_like(struct linker *l, uint32_t kind, uint32_t map, int depth,
                         uint32_t *out)
{
    uint32_t like = node_get_c(l->t, map, "like");
    *out = map;
    if (like == NODE_NONE) return true;
    struct str id = node_text(l->t, like);
    if (depth > LIKE_DEPTH)
        return diag_fail(l->d, node_span(l->t, like), DIAG_LIKE_LOOP,
                         "the entry '%.*s' is like itself",
                         STR_ARG(str_visible(l->d->arena, id)));
    struct found f;
    if (!library_entry(l->lib, l->p->kinds.at[kind].name, id, &f))
        return fail_entry(l, kind, id, node_span(l->t, like));
    uint32_t base;
    if (!check_keys(l, kind, f.node) || !resolve_like(l, kind, f.node, depth + 1, &base))
        return false;
    *out = like_merge(l->t, base, like_without(l->t, map, STR("like")), LIKE_ENTRY);
    return true;
}

bool entry_find(struct linker *l, uint32_t kind, struct str id, struct span where,
                struct entry *out)
{
    struct found f;
    *out = (struct entry){.id = id, .where = where};
    if (!library_entry(l->lib, l->p->kinds.at[kind].name, id, &f))
        return fail_entry(l, kind, id, where);
    out->origin = f.shadows ? ORIGIN_OVERRIDE : ORIGIN_CATALOG;
    note_shadow(l, kind, id, &f);
    return check_keys(l, kind, f.node) && resolve_like(l, kind, f.node, 0, &out->map);
}

static uint32_t refine(struct linker *l, uint32_t base, uint32_t own);

// One field over that of the entry below: `auto` leaves it, {like: auto, ..} refines the entry that
// it refers to, and {from: auto, growth: G} lets it grow.
static uint32_t refine_field(struct linker *l, uint32_t below, uint32_t own)
{
    uint32_t from = node_find_key(l->t, own, STR("from"));
    if (below == NODE_NONE) return own;
    if (node_is(l->t, own, "auto")) return below;
    if (cases_is_value(l->t, own)) return cases_refine(l, below, own);
    if (node_is(l->t, node_get_c(l->t, own, "from"), "auto"))
        return like_with(l->t, own, from, below, node_span(l->t, own));
    if (!node_is(l->t, node_get_c(l->t, own, "like"), "auto")) return own;
    if (node_is_map(l->t, below)) return refine(l, below, like_without(l->t, own, STR("like")));
    uint32_t like = node_find_key(l->t, own, STR("like"));
    return like_with(l->t, own, like, below, node_span(l->t, own));
}

// An entry with some of its fields given anew.
static uint32_t refine(struct linker *l, uint32_t base, uint32_t own)
{
    uint32_t map = own;
    for (uint32_t i = 0; i < node_count(l->t, own); i++) {
        uint32_t key = node_key(l->t, own, i), value = node_value(l->t, own, i);
        uint32_t made = refine_field(l, node_get(l->t, base, node_text(l->t, key)), value);
        if (made != value) map = like_with(l->t, map, key, made, node_span(l->t, own));
    }
    return like_merge(l->t, base, map, LIKE_ENTRY);
}

// {like: id, field: V} or {field: V}. What the map itself does not hold comes from the entry.
static bool read_map(struct linker *l, uint32_t kind, uint32_t node,
                     const struct entry *fallback, struct entry *out)
{
    uint32_t like = node_get_c(l->t, node, "like");
    if (cases_is_value(l->t, node))
        return diag_fail(l->d, node_span(l->t, node), DIAG_WRONG_FORM,
                         "a case with a weight changes values, not entries of the catalogue");
    if (!check_keys(l, kind, node)) return false;
    out->map = node;
    out->where = node_span(l->t, node);
    out->origin = ORIGIN_SCENARIO;
    if (like == NODE_NONE) return true;
    if (!node_is(l->t, like, "auto")) {
        struct entry base;
        if (!entry_find(l, kind, node_text(l->t, like), node_span(l->t, like), &base))
            return false;
        out->id = base.id;
        out->origin = base.origin;  // of what the map does not hold
        out->map = refine(l, base.map, like_without(l->t, node, STR("like")));
        return true;
    }
    uint32_t own = like_without(l->t, node, STR("like"));
    if (!fallback || fallback->map == NODE_NONE)
        return diag_fail(l->d, node_span(l->t, like), DIAG_UNKNOWN_ENTRY,
                         "there is no default entry to be like");
    out->id = fallback->id;
    out->origin = fallback->origin;
    out->map = refine(l, fallback->map, own);
    return true;
}

bool entry_read(struct linker *l, uint32_t kind, uint32_t node, const struct entry *fallback,
                struct entry *out)
{
    *out = (struct entry){.where = node_span(l->t, node)};
    if (node_is_map(l->t, node)) return read_map(l, kind, node, fallback, out);
    if (node_is_scalar(l->t, node))
        return entry_find(l, kind, node_text(l->t, node), node_span(l->t, node), out);
    return diag_fail(l->d, node_span(l->t, node), DIAG_WRONG_FORM,
                     "a catalogue entry is an id, {like: id, ..} or {field: value, ..}, not %s",
                     kind_word(l->t, node));
}

bool entry_follow(struct linker *l, uint32_t kind, const struct entry *e, struct str field,
                  uint32_t *next_kind, struct entry *out)
{
    *out = (struct entry){.where = e->where, .map = NODE_NONE};
    const struct entry_kind *k = &l->p->kinds.at[kind];
    *next_kind = NO_NAME;
    for (uint32_t i = 0; i < k->fields.count; i++)
        if (str_eq(k->fields.at[i].name, field)) *next_kind = k->fields.at[i].catalog;
    uint32_t node = e->map == NODE_NONE ? NODE_NONE : node_get(l->t, e->map, field);
    if (node == NODE_NONE || *next_kind == NO_NAME) {
        out->missing = str_format(
            l->a, "%s%.*s%sno %.*s", e->id.len ? "the catalogue entry '" : "the entry ",
            STR_ARG(e->id), e->id.len ? "' has " : "has ", STR_ARG(field));
        return false;
    }
    return entry_read(l, *next_kind, node, NULL, out);
}
