// catalog.c - a catalogue file, checked as a whole.
#include "model/sheets.h"

static bool check_figure(struct linker *l, const struct field *f, uint32_t node)
{
    struct figure figure;
    struct name wanted = {
        .text = f->name, .unit = f->unit, .unit_text = f->unit_text, .growth = f->growth};
    return value_read(l, node, f->name, &figure) && value_fits(l, figure.formula, &wanted);
}

static bool check_field(struct linker *l, const struct field *f, uint32_t node)
{
    struct entry unused;
    if (f->catalog != NO_NAME) return entry_read(l, f->catalog, node, NULL, &unused);
    if (f->text) {
        if (node_is_scalar(l->t, node) || node_is_map(l->t, node)) return true;
        return diag_fail(l->d, node_span(l->t, node), DIAG_WRONG_FORM,
                         "words are expected, not %s", kind_word(l->t, node));
    }
    bool points = node_is_list(l->t, node) && node_is_map(l->t, node_item(l->t, node, 0));
    if (!points) return check_figure(l, f, node);
    bool ok = true;
    for (uint32_t i = 0; i < node_count(l->t, node); i++)
        ok = check_figure(l, f, node_item(l->t, node, i)) && ok;
    return ok;
}

static bool check_entry(struct linker *l, uint32_t kind, uint32_t map)
{
    bool ok = true;
    for (uint32_t i = 0; i < node_count(l->t, map); i++) {
        struct str key = node_text(l->t, node_key(l->t, map, i));
        for (uint32_t k = 0; k < l->p->kinds.at[kind].fields.count; k++) {
            const struct field f = l->p->kinds.at[kind].fields.at[k];
            if (str_eq(f.name, key)) ok = check_field(l, &f, node_value(l->t, map, i)) && ok;
        }
    }
    return ok;
}

bool sheets_check_catalog(struct linker *l, uint32_t root)
{
    uint32_t before = l->d->error_count;
    uint32_t name = node_get_c(l->t, root, "catalog"),
             kind = form_kind(l, node_text(l->t, name));
    if (kind == NO_NAME)
        return diag_fail(l->d, node_span(l->t, name), DIAG_MISSING_KEY,
                         "no file declares the `fields` of %.*s",
                         STR_ARG(node_text(l->t, name)));
    uint32_t entries = node_get_c(l->t, root, "entries");
    for (uint32_t i = 0; i < node_count(l->t, entries); i++) {
        struct entry e;
        uint32_t key = node_key(l->t, entries, i);
        if (!entry_find(l, kind, node_text(l->t, key), node_span(l->t, key), &e)) continue;
        check_entry(l, kind, node_value(l->t, entries, i));
    }
    return l->d->error_count == before;
}
