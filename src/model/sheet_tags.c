// sheet_tags.c - what workloads require, and what models and catalogue entries provide.
#include "model/sheets_int.h"

static bool lists_tag(const struct tree *t, uint32_t map, struct str tag)
{
    uint32_t list = map == NODE_NONE ? NODE_NONE : node_get_c(t, map, "provides");
    for (uint32_t i = 0; i < node_count(t, list); i++)
        if (str_eq(node_text(t, node_item(t, list, i)), tag)) return true;
    return false;
}

// Whether a vendor teaches: it sees the data, wherever the component itself runs.
static bool is_taught(const struct binder *b)
{
    uint32_t teacher = b->l->p->forms.at[b->form].teacher;
    return teacher != NO_NAME && b->given[teacher] != NODE_NONE;
}

// A tag comes from the model, from the component, or from a catalogue entry that it uses: of a
// [w] input, the entry for this workload. Where a vendor teaches, `policy` alone speaks for it.
static bool provides(const struct binder *b, uint32_t slot, struct str tag)
{
    const struct form *f = &b->l->p->forms.at[b->form];
    bool taught = is_taught(b);
    for (uint32_t i = 0; i < f->provides.count && !taught; i++)
        if (str_eq(f->provides.at[i], tag)) return true;
    for (uint32_t i = 0; i < f->names.count; i++) {
        if (name_at(b, i)->kind != NAME_ENTRY) continue;
        if (taught && !str_is(name_at(b, i)->text, "policy")) continue;
        uint32_t at = i * b->slots + (name_at(b, i)->per_workload ? slot : 0);
        if (lists_tag(b->l->t, b->entries[at].entry.map, tag)) return true;
    }
    return lists_tag(b->l->t, b->c->map, tag);
}

// A tag that differs from what was asked for by one character: more is another tag.
struct near {
    struct str tag, found;
    bool exact;
};

static void look_near(struct near *n, struct str tag)
{
    unsigned away = str_distance(n->tag, tag, 1);
    if (away == 0) n->exact = true;
    if (away == 1) n->found = tag;
}

// Looks at the tags of all models, and at those of the entries that a component uses.
static struct str near_tag(const struct binder *b, struct str tag)
{
    const struct program *p = b->l->p;
    const struct tree *t = b->l->t;
    struct near n = {.tag = tag};
    for (uint32_t f = 1; f < p->forms.count; f++)
        for (uint32_t i = 0; i < p->forms.at[f].provides.count; i++)
            look_near(&n, p->forms.at[f].provides.at[i]);
    for (uint32_t i = 0; i < p->forms.at[b->form].names.count; i++) {
        uint32_t map = b->entries[i * b->slots].entry.map;
        if (name_at(b, i)->kind != NAME_ENTRY || map == NODE_NONE) continue;
        uint32_t list = node_get_c(t, map, "provides");
        for (uint32_t k = 0; k < node_count(t, list); k++)
            look_near(&n, node_text(t, node_item(t, list, k)));
    }
    return n.exact ? STR_NONE : n.found;
}

void binder_check_tags(struct binder *b)
{
    struct program *p = b->l->p;
    const struct sheet *s = &p->sheets.at[b->sheet];
    struct option *o = &p->options.at[s->option];
    if (!p->forms.at[b->form].serves && !p->forms.at[b->form].learns) return;
    for (uint32_t i = 0; i < s->workload_count; i++) {
        const struct workload *w = &p->workloads.at[s->workloads[i]];
        for (uint32_t k = 0; k < w->required.count; k++) {
            if (provides(b, i, w->required.at[k]) || o->infeasible.len) continue;
            o->infeasible = str_format(
                p->arena, "%.*s does not provide %.*s, which the workload %.*s requires",
                STR_ARG(s->address), STR_ARG(w->required.at[k]), STR_ARG(w->name));
            o->infeasible_where = s->where;
            o->near_tag = near_tag(b, w->required.at[k]);
        }
    }
}
