// form_kinds.c - kinds of catalogue entries: their fields, as models declare them.
#include "model/link_int.h"

// A price that is left out by mistake must not vanish from the bill.
static bool refuse_free_price(struct linker *l, uint32_t node, const struct field *f)
{
    const struct ast *n = ast_get(&l->p->asts, f->formula);
    bool zero = f->formula && n->kind == AST_NUMBER && n->number == 0;
    if (!zero || !dim_has_money(f->unit.dim)) return true;
    diag_fail(l->d, node_span(l->t, node), DIAG_MODEL, "a price has no default of 0");
    diag_help(l->d, "leave the default out; a model that can do without the price says "
                    "if(given(..), .., 0)");
    return false;
}

static bool add_field(struct linker *l, uint32_t kind, uint32_t key, uint32_t decl)
{
    struct field f = {
        .name = node_text(l->t, key), .catalog = NO_NAME, .where = node_span(l->t, key)};
    bool ok = check_name_key(l->t, key, "the name of a field", l->d);
    if (!schema_check(l->t, decl, KEYS_FIELD, "a field", l->d)) return false;
    uint32_t unit = node_get_c(l->t, decl, "unit"), catalog = node_get_c(l->t, decl, "catalog");
    if ((unit == NODE_NONE) == (catalog == NODE_NONE))
        return diag_fail(l->d, node_span(l->t, key), DIAG_MISSING_KEY,
                         "a field has a `unit`, or the `catalog` that it refers to");
    f.doc = node_text(l->t, node_get_c(l->t, decl, "doc"));
    if (catalog != NODE_NONE) f.catalog = form_kind(l, node_text(l->t, catalog));
    if (unit != NODE_NONE) ok = parse_unit(l, unit, &f.unit, &f.growth, &f.text) && ok;
    f.unit_text = form_unit_text(l, unit);
    uint32_t standard = node_get_c(l->t, decl, "default");
    if (standard != NODE_NONE && !f.text && f.catalog == NO_NAME) {
        struct figure figure;
        struct name wanted = {
            .text = f.name, .unit = f.unit, .unit_text = f.unit_text, .growth = f.growth};
        ok = value_read(l, standard, f.name, &figure) &&
             value_fits(l, figure.formula, &wanted) && ok;
        f.formula = figure.formula;
        ok = refuse_free_price(l, standard, &f) && ok;
    }
    struct entry_kind *k = &l->p->kinds.at[kind];
    for (uint32_t i = 0; i < k->fields.count; i++) {
        if (!str_eq(k->fields.at[i].name, f.name)) continue;
        k->fields.at[i] = f;  // a later declaration replaces the shipped one
        return ok;
    }
    VEC_PUSH(l->a, &k->fields, f);
    return ok;
}

uint32_t form_kind(struct linker *l, struct str kind)
{
    enum { MOST_FILES = 64 };
    uint32_t at = map_get(&l->kinds, kind);
    if (at != MAP_NONE) return at;
    uint32_t maps[MOST_FILES], count = 0;
    struct str ready;
    bool prepared = prepared_find_kind(l, kind, &ready);
    if (!prepared) count = library_fields(l->lib, kind, maps, MOST_FILES);
    if (!prepared && count == 0) return NO_NAME;
    at = VEC_PUSH(l->a, &l->p->kinds, (struct entry_kind){.name = kind});
    map_put(l->a, &l->kinds, kind, at);
    if (prepared) prepared_kind(l, at, ready);
    for (uint32_t m = 0; m < count; m++)
        for (uint32_t i = 0; i < node_count(l->t, maps[m]); i++)
            add_field(l, at, node_key(l->t, maps[m], i), node_value(l->t, maps[m], i));
    return at;
}

uint32_t form_need_kind(struct linker *l, uint32_t node)
{
    uint32_t kind = form_kind(l, node_text(l->t, node));
    if (kind != NO_NAME) return kind;
    struct names known = {0};
    library_kind_names(l->lib, l->d->arena, &known);
    diag_fail(l->d, node_span(l->t, node), DIAG_UNKNOWN_ENTRY,
              "there is no kind of catalogue entry called '%.*s'",
              STR_ARG(str_visible(l->d->arena, node_text(l->t, node))));
    diag_help_nearest(l->d, node_text(l->t, node), known.list.at, known.list.count);
    return NO_NAME;
}
