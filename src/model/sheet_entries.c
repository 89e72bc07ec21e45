// sheet_entries.c - which workloads and which catalogue entries the inputs of a component mean.
#include "model/sheets_int.h"

// ---- which workloads ----

static bool fail_workload(struct binder *b, uint32_t node)
{
    struct linker *l = b->l;
    VEC(struct str) known = {0};
    for (uint32_t i = 0; i < l->p->workloads.count; i++)
        VEC_PUSH(l->d->arena, &known, l->p->workloads.at[i].name);
    diag_fail(l->d, node_span(l->t, node), DIAG_UNKNOWN_OPTION,
              "there is no workload called '%.*s'",
              STR_ARG(str_visible(l->d->arena, node_text(l->t, node))));
    diag_help_nearest(l->d, node_text(l->t, node), known.at, known.count);
    return false;
}

static uint32_t workload_of(struct binder *b, uint32_t node)
{
    for (uint32_t i = 0; i < b->l->p->workloads.count; i++)
        if (str_eq(b->l->p->workloads.at[i].name, node_text(b->l->t, node))) return i;
    b->ok = fail_workload(b, node);
    return NO_WORKLOAD;
}

const uint32_t *binder_workloads(struct binder *b, uint32_t *count)
{
    struct linker *l = b->l;
    uint32_t serves = node_get_c(l->t, b->c->map, "serves"), all = l->p->workloads.count;
    uint32_t *list = ARENA_ARRAY(l->a, uint32_t, all);
    bool *chosen = ARENA_ARRAY(l->a, bool, all);
    bool is_list = node_is_list(l->t, serves);
    uint32_t named = is_list ? node_count(l->t, serves) : serves != NODE_NONE;
    for (uint32_t i = 0; i < named; i++) {
        uint32_t w = workload_of(b, is_list ? node_item(l->t, serves, i) : serves);
        if (w != NO_WORKLOAD) chosen[w] = true;
    }
    *count = 0;
    for (uint32_t w = 0; w < all; w++)
        if (serves == NODE_NONE || chosen[w]) list[(*count)++] = w;
    return list;
}

uint32_t binder_given(struct binder *b, uint32_t name, uint32_t slot)
{
    struct linker *l = b->l;
    uint32_t node = b->given[name];
    if (!name_at(b, name)->per_workload || !node_is_map(l->t, node)) return node;
    uint32_t stranger = NODE_NONE, strangers = 0;
    for (uint32_t i = 0; i < node_count(l->t, node); i++) {
        uint32_t key = node_key(l->t, node, i);
        bool known = false;
        for (uint32_t w = 0; w < l->p->workloads.count && !known; w++)
            known = str_eq(l->p->workloads.at[w].name, node_text(l->t, key));
        if (!known && strangers++ == 0) stranger = key;
    }
    bool value = is_path_form(l->t, node) || name_at(b, name)->kind == NAME_ENTRY;
    if (strangers == node_count(l->t, node) && value) return node;
    if (strangers > 0) {
        if (slot == 0) b->ok = fail_workload(b, stranger);
        return NODE_NONE;
    }
    uint32_t w = l->p->sheets.at[b->sheet].workloads[slot];
    return node_get(l->t, node, l->p->workloads.at[w].name);
}

// ---- entries ----

static struct str missing_text(struct binder *b, struct str part)
{
    return str_format(b->l->a, "'%.*s' is not given", STR_ARG(part));
}

// The id that a part of a composed key stands for: w.model, INPUT or INPUT.FIELD.
static bool key_part(struct binder *b, struct str part, uint32_t slot, struct str *id,
                     struct str *missing)
{
    struct linker *l = b->l;
    size_t dot = str_find(part, '.');
    struct str head = str_cut(part, 0, dot), field = str_cut(part, dot + 1, part.len);
    if (str_is(part, "w.model")) {
        const struct workload *w =
            &l->p->workloads.at[l->p->sheets.at[b->sheet].workloads[slot]];
        *id = w->model;
        if (!id->len)
            *missing =
                str_format(l->a, "the workload '%.*s' names no `model`", STR_ARG(w->name));
        return id->len > 0;
    }
    uint32_t name = form_find(&l->p->forms.at[b->form], head);
    if (name == NO_NAME || name_at(b, name)->kind != NAME_ENTRY) {
        b->ok = diag_fail(l->d, name_at(b, 0)->where, DIAG_MODEL,
                          "'%.*s' is no catalogue input", STR_ARG(head));
        return false;
    }
    const struct bound_entry *e =
        binder_entry(b, name, name_at(b, name)->per_workload ? slot : 0);
    *missing = e->entry.missing;
    *id = e->entry.id;
    if (field.len == 0) return id->len > 0;
    if (e->entry.map == NODE_NONE) return false;
    uint32_t value = node_get(l->t, e->entry.map, field);
    *id = node_text(l->t, value);
    if (!id->len)
        *missing = str_format(l->a, "%.*s of %.*s has no '%.*s'", STR_ARG(head),
                              STR_ARG(sheet_address(b)), STR_ARG(field));
    return id->len > 0;
}

// key: [w.model, server.gpu] names the entry llama-3.3-70b@h100-sxm.
static bool composed_id(struct binder *b, uint32_t list, uint32_t slot, struct str *id,
                        struct str *missing)
{
    struct text t = {.arena = b->l->a};
    for (uint32_t i = 0; i < node_count(b->l->t, list); i++) {
        struct str part;
        if (!key_part(b, node_text(b->l->t, node_item(b->l->t, list, i)), slot, &part, missing))
            return false;
        if (i) text_add_char(&t, '@');
        text_add(&t, part);
    }
    *id = text_str(&t);
    return true;
}

static void bind_composed(struct binder *b, uint32_t name, uint32_t slot, uint32_t list,
                          struct entry *out)
{
    struct linker *l = b->l;
    struct str id, missing = STR("");
    uint32_t kind = name_at(b, name)->catalog;
    struct str what = l->p->kinds.at[kind].name;
    struct found f;
    if (!composed_id(b, list, slot, &id, &missing)) {
        out->missing = missing;
        return;
    }
    if (library_entry(l->lib, what, id, &f)) {
        b->ok = entry_find(l, kind, id, l->p->sheets.at[b->sheet].where, out) && b->ok;
        return;
    }
    struct str near = entry_choices(l, kind, id);
    out->missing = str_format(l->a, "the catalogue has no %.*s '%.*s'%s%.*s", STR_ARG(what),
                              STR_ARG(id), near.len ? "; it has " : "", STR_ARG(near));
}

// `default: ID` or `default: INPUT.FIELD`.
static void bind_default(struct binder *b, uint32_t name, uint32_t slot, struct entry *out)
{
    struct linker *l = b->l;
    uint32_t decl = l->sources.at[b->form].decls.at[name];
    uint32_t node = node_get_c(l->t, decl, "default"), list = node_get_c(l->t, decl, "key");
    *out = (struct entry){.where = l->p->sheets.at[b->sheet].where};
    if (node == NODE_NONE && list != NODE_NONE) {
        bind_composed(b, name, slot, list, out);
        return;
    }
    out->missing = missing_text(b, name_at(b, name)->text);
    if (node == NODE_NONE) return;
    struct str text = node_text(l->t, node);
    size_t dot = str_find(text, '.');
    uint32_t head =
        dot < text.len ? form_find(&l->p->forms.at[b->form], str_cut(text, 0, dot)) : NO_NAME;
    if (head == NO_NAME || name_at(b, head)->kind != NAME_ENTRY) {
        b->ok =
            entry_find(l, name_at(b, name)->catalog, text, node_span(l->t, node), out) && b->ok;
        return;
    }
    const struct bound_entry *from =
        binder_entry(b, head, name_at(b, head)->per_workload ? slot : 0);
    struct entry base = from->entry;
    uint32_t kind;
    if (base.map == NODE_NONE)
        out->missing = base.missing;
    else
        entry_follow(l, name_at(b, head)->catalog, &base, str_cut(text, dot + 1, text.len),
                     &kind, out);
}

struct bound_entry *binder_entry(struct binder *b, uint32_t name, uint32_t slot)
{
    struct linker *l = b->l;
    struct bound_entry *e = &b->entries[name * (b->slots ? b->slots : 1) + slot];
    if (e->state == BIND_DONE) return e;
    if (e->state == BIND_OPEN) {
        b->ok = diag_fail(l->d, name_at(b, name)->where, DIAG_CYCLE,
                          "the default of '%.*s' leads back to itself",
                          STR_ARG(name_at(b, name)->text));
        return e;
    }
    e->state = BIND_OPEN;
    uint32_t node = binder_given(b, name, slot);
    struct entry fallback = {0};
    bool refines_default = node_is(l->t, node_get_c(l->t, node, "like"), "auto");
    if (is_auto(l, node) || refines_default) bind_default(b, name, slot, &fallback);
    e->entry = fallback;
    e->given = !is_auto(l, node);
    if (e->given)
        b->ok = entry_read(l, name_at(b, name)->catalog, node, &fallback, &e->entry) && b->ok;
    e->state = BIND_DONE;
    return e;
}
