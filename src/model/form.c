// form.c - a model document made ready: names with units, and formulas checked against them.
#include "model/link_int.h"

bool parse_unit(struct linker *l, uint32_t node, struct unit *unit, bool *growth, bool *text)
{
    struct str s = node_text(l->t, node), bad;
    *growth = str_is(s, "growth");
    *text = str_is(s, "text");
    *unit = UNIT_ONE;
    if (*text) return true;
    if (*growth) {
        dim_over(DIM_NONE, dim_of(KIND_TIME), &unit->dim);
        return true;
    }
    if (unit_parse_declared(&l->p->units, s, unit, &bad)) return true;
    struct str shown = str_visible(l->d->arena, bad.len ? bad : s);
    diag_fail(l->d, node_span(l->t, node), DIAG_UNKNOWN_UNIT, "unknown unit '%.*s'",
              STR_ARG(shown));
    struct str near = unit_nearest(l->d->arena, bad);
    if (near.at) diag_help(l->d, "did you mean '%.*s'?", STR_ARG(near));
    return false;
}

// A declared unit as the scenario would write it.
struct str form_unit_text(const struct linker *l, uint32_t node)
{
    return unit_in_currency(l->a, node_text(l->t, node), l->p->units.home);
}

uint32_t parse_formula(struct linker *l, uint32_t node)
{
    uint32_t root;
    if (!node_is_scalar(l->t, node)) return 0;
    return formula_parse(&l->parse, (struct excerpt){node_text(l->t, node), node}, &root) ? root
                                                                                          : 0;
}

// ---- loading -----------------------------------------------------------------------------------

static bool unknown_model(struct linker *l, struct str model, struct span where)
{
    struct names known = {0};
    library_model_names(l->lib, l->d->arena, &known);
    diag_fail(l->d, where, DIAG_UNKNOWN_MODEL, "there is no model called '%.*s'",
              STR_ARG(str_visible(l->d->arena, model)));
    struct text list = {.arena = l->d->arena};
    for (uint32_t i = 0; i < known.list.count && i < 40; i++)
        text_addf(&list, "%s%.*s", i ? ", " : "", STR_ARG(known.list.at[i]));
    if (known.list.count)
        diag_note(l->d, SPAN_NONE, "known models: %.*s", STR_ARG(text_str(&list)));
    diag_help_nearest(l->d, model, known.list.at, known.list.count);
    return false;
}

// A model's document with those that it is like underneath.
static uint32_t merged_root(struct linker *l, struct str model, struct span where, int depth,
                            struct found *found)
{
    if (!library_model(l->lib, model, found)) {
        unknown_model(l, model, where);
        return NODE_NONE;
    }
    uint32_t like = node_get_c(l->t, found->node, "like");
    if (like == NODE_NONE) return found->node;
    if (depth > LIKE_DEPTH) {
        diag_fail(l->d, node_span(l->t, like), DIAG_LIKE_LOOP, "the model %.*s is like itself",
                  STR_ARG(model));
        return NODE_NONE;
    }
    struct found base;
    uint32_t root =
        merged_root(l, node_text(l->t, like), node_span(l->t, like), depth + 1, &base);
    if (root == NODE_NONE) return NODE_NONE;
    root = like_without(l->t, like_without(l->t, root, STR("abstract")), STR("like"));
    return like_merge(l->t, root, found->node, LIKE_MODEL);
}

uint32_t form_load(struct linker *l, struct str model, struct span where)
{
    uint32_t at = map_get(&l->forms, model);
    if (at != MAP_NONE) return at;
    struct form ready;
    struct form_source source;
    if (prepared_form(l, model, &ready, &source)) {
        at = VEC_PUSH(l->a, &l->p->forms, ready);
        VEC_PUSH(l->a, &l->sources, source);
        map_put(l->a, &l->forms, model, at);
        return at;
    }
    struct found found;
    uint32_t root = merged_root(l, model, where, 0, &found);
    at = NO_NAME;
    if (root != NODE_NONE) {
        at = VEC_PUSH(l->a, &l->p->forms,
                      (struct form){.model = model,
                                    .shadows = found.shadows,
                                    .need = NO_NAME,
                                    .takes = NO_NAME,
                                    .quality = NO_NAME});
        struct form_source s = {
            .root = root, .shipped = found.shipped, .shadows = found.shadows};
        VEC_PUSH(l->a, &l->sources, s);
        l->p->forms.at[at].where = node_span(l->t, node_get_c(l->t, root, "model"));
        l->p->forms.at[at].summary = node_text(l->t, node_get_c(l->t, root, "summary"));
    }
    map_put(l->a, &l->forms, model, at);
    if (at != NO_NAME) form_declare(l, at);
    return at;
}

// ---- checking ----------------------------------------------------------------------------------

static bool check_root(struct linker *l, uint32_t form, uint32_t formula, bool per_workload,
                       bool growth, struct type *t)
{
    struct check_scope scope = {form, per_workload, false, growth, false};
    uint32_t pending;
    return formula != 0 && check_formula(l->p, formula, scope, t, &pending);
}

static bool check_time(struct linker *l, uint32_t form, uint32_t formula, const char *what)
{
    struct type t;
    if (formula == 0) return true;
    if (!check_root(l, form, formula, false, false, &t)) return false;
    if (t.any || dim_eq(t.dim, dim_of(KIND_TIME))) return true;
    return diag_fail(l->d, ast_place(&l->p->asts, l->parse.placer, formula), DIAG_UNIT_MISMATCH,
                     "%s is a time", what);
}

// What falls into each month of a line is money too.
static bool check_month(struct linker *l, uint32_t form, uint32_t formula, const struct name *n)
{
    struct type t;
    return formula == 0 || (check_root(l, form, formula, n->per_workload, false, &t) &&
                            check_fits(l->p, formula, t, n));
}

static bool check_months(struct linker *l, uint32_t form, const struct name *n)
{
    bool ok = check_month(l, form, n->cost.wear, n);
    for (int part = 0; part < BOOK_PARTS; part++)
        ok = check_month(l, form, n->cost.books[part], n) && ok;
    return ok;
}

static bool check_body(struct linker *l, uint32_t form, uint32_t at)
{
    const struct name n = l->p->forms.at[form].names.at[at];
    struct type t;
    if (n.formula == 0) return true;
    if (!check_root(l, form, n.formula, n.per_workload, n.growth, &t)) return false;
    if (!check_fits(l->p, n.formula, t, &n)) return false;
    return check_time(l, form, n.cost.terms, "the time of payment") &&
           check_time(l, form, n.cost.life, "a life") && check_months(l, form, &n);
}

// A default is a formula over the model; a table's or a word's is read when it is bound.
static bool read_default(struct linker *l, uint32_t form, uint32_t at)
{
    struct name *n = &l->p->forms.at[form].names.at[at];
    uint32_t decl = l->sources.at[form].decls.at[at];
    uint32_t node = node_get_c(l->t, decl, "default");
    if (n->kind != NAME_INPUT || node == NODE_NONE || n->formula) return true;
    struct figure f;
    struct str address = str_format(l->a, "models.%.*s.%.*s",
                                    STR_ARG(l->p->forms.at[form].model), STR_ARG(n->text));
    if (!value_read_default(l, node, address, &f) || f.automatic) return false;
    n->formula = f.formula;
    struct name wanted = *n;
    struct check_scope scope = {form, n->per_workload, true, n->growth, false};
    struct type t;
    uint32_t pending;
    return check_formula(l->p, f.formula, scope, &t, &pending) &&
           check_fits(l->p, f.formula, t, &wanted);
}

static bool read_mentions(struct linker *l, uint32_t form, uint32_t at)
{
    uint32_t decl = l->sources.at[form].decls.at[at];
    if (l->p->forms.at[form].names.at[at].kind != NAME_COST) return true;
    uint32_t resale = node_get_c(l->t, decl, "resale"),
             quantity = node_get_c(l->t, decl, "quantity");
    uint32_t r = resale == NODE_NONE ? NO_NAME : form_mentioned(l, form, resale);
    uint32_t q = quantity == NODE_NONE ? NO_NAME : form_mentioned(l, form, quantity);
    l->p->forms.at[form].names.at[at].cost.resale = r;
    l->p->forms.at[form].names.at[at].cost.quantity = q;
    return (resale == NODE_NONE || r != NO_NAME) && (quantity == NODE_NONE || q != NO_NAME);
}

static bool check_share(struct linker *l, uint32_t form, uint32_t name, const char *key)
{
    if (name == NO_NAME) return true;
    const struct name *n = &l->p->forms.at[form].names.at[name];
    if (dim_eq(n->unit.dim, DIM_NONE) && !n->growth) return true;
    return diag_fail(l->d, n->where, DIAG_UNIT_MISMATCH, "`%s` is a pure number: unit: 1", key);
}

static bool check_serves(struct linker *l, uint32_t form)
{
    const struct form *f = &l->p->forms.at[form];
    if (!check_share(l, form, f->takes, "takes") ||
        !check_share(l, form, f->quality, "quality"))
        return false;
    if (!f->capacity || f->need == NO_NAME) return true;
    struct name need = f->names.at[f->need];
    struct type t;
    if (!check_root(l, form, f->capacity, false, false, &t)) return false;
    need.text = STR("capacity");
    return check_fits(l->p, f->capacity, t, &need);
}

static bool check_conditions(struct linker *l, uint32_t form)
{
    bool ok = true;
    for (uint32_t i = 0; i < l->p->forms.at[form].checks.count; i++) {
        struct name wanted = {
            .text = STR("a condition"), .unit = UNIT_ONE, .unit_text = STR("1")};
        uint32_t formula = l->p->forms.at[form].checks.at[i].formula;
        struct type t;
        ok = check_root(l, form, formula, false, false, &t) &&
             check_fits(l->p, formula, t, &wanted) && ok;
    }
    return ok;
}

static bool check_form(struct linker *l, uint32_t form)
{
    bool ok = true;
    uint32_t declared = l->sources.at[form].decls.count;  // fields that are met come behind
    for (uint32_t i = 0; i < declared; i++) {
        if (l->p->forms.at[form].names.at[i].broken) continue;
        ok = read_mentions(l, form, i) && ok;
        ok = (l->p->forms.at[form].names.at[i].kind == NAME_INPUT ? read_default(l, form, i)
                                                                  : check_body(l, form, i)) &&
             ok;
    }
    ok = check_conditions(l, form) && ok;
    return check_serves(l, form) && ok;
}

bool form_check_all(struct linker *l)
{
    bool ok = true;
    for (uint32_t i = 1; i < l->p->forms.count; i++) {
        const struct form_source *s = &l->sources.at[i];
        if (s->prepared)
            resolve_scenario_refs(l->p, s->first_ref, s->end_ref);
        else
            ok = check_form(l, i) && ok;
    }
    return ok;
}
