// prove.c - is a catalogue file complete, in range and sourced?
//
// Every figure says of which day it is, where it was found and how sure it is; sources exist;
// intervals hold their values; no number lies outside the bounds of its field, or below zero where
// the field has none; dated points stand in one order, none after the day of the check. What defines
// an entry, such as the GPUs of a server, may be a bare number: its field `defines`. Words that have
// an origin have all of it.
#include "model/sheets.h"

#include "model/date.h"

enum { MOST_FILES = 8 };  // that declare fields of one kind

struct prover {
    struct linker *l;
    uint32_t kind;
    uint32_t sources;  // of the file
    struct proven *count;
    int today;  // figures of a later day are refused; 0: that is not judged
};

// What the field says of itself under this key, where it is declared; NODE_NONE for nothing.
static uint32_t mark_of(const struct prover *v, const struct field *f, const char *key)
{
    uint32_t maps[MOST_FILES];
    struct str kind = v->l->p->kinds.at[v->kind].name;
    uint32_t count = library_fields(v->l->lib, kind, maps, MOST_FILES);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t field = node_get(v->l->t, maps[i], f->name);
        if (node_get_c(v->l->t, field, key) != NODE_NONE)
            return node_get_c(v->l->t, field, key);
    }
    return NODE_NONE;
}

static bool is_marked(const struct prover *v, const struct field *f, const char *mark)
{
    return node_is(v->l->t, mark_of(v, f, mark), "true");
}

// "a + b" names two sources.
static void prove_source(struct prover *v, uint32_t node)
{
    struct linker *l = v->l;
    if (node != NODE_NONE && str_trim(node_text(l->t, node)).len == 0)
        diag_fail(l->d, node_span(l->t, node), DIAG_MISSING_VALUE,
                  "`source` is empty: the id of a source of the file is expected");
    for (struct str rest = node_text(l->t, node); rest.len > 0;) {
        size_t plus = str_find(rest, '+');
        struct str id = str_trim(str_cut(rest, 0, plus));
        rest = str_cut(rest, plus + 1, rest.len);
        if (node_get(l->t, v->sources, id) != NODE_NONE) continue;
        VEC(struct str) known = {0};
        for (uint32_t i = 0; i < node_count(l->t, v->sources); i++)
            VEC_PUSH(l->d->arena, &known, node_text(l->t, node_key(l->t, v->sources, i)));
        diag_fail(l->d, node_span(l->t, node), DIAG_UNKNOWN_NAME,
                  "the file names no source '%.*s'", STR_ARG(str_visible(l->d->arena, id)));
        diag_help_nearest(l->d, id, known.at, known.count);
    }
}

// Nobody has found a figure of a day that is to come.
static void prove_day(struct prover *v, uint32_t as_of)
{
    struct linker *l = v->l;
    int day;
    if (as_of == NODE_NONE || !v->today || !day_read(node_text(l->t, as_of), &day)) return;
    if (day <= v->today) return;
    diag_fail(l->d, node_span(l->t, as_of), DIAG_BAD_DATE,
              "the figure is of a day after %.*s, on which the catalogue is checked",
              STR_ARG(day_text(l->a, v->today)));
}

static void prove_origin(struct prover *v, uint32_t node)
{
    static const char *const keys[] = {"as_of", "source", "confidence", "basis"};
    struct linker *l = v->l;
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        if (node_get_c(l->t, node, keys[i]) == NODE_NONE)
            diag_fail(l->d, node_span(l->t, node), DIAG_MISSING_KEY, "the figure has no `%s`",
                      keys[i]);
    prove_day(v, node_get_c(l->t, node, "as_of"));
    uint32_t basis = node_get_c(l->t, node, "basis");
    if (basis != NODE_NONE) words_check(l->t, basis, "read derived recalled estimate", l->d);
    prove_source(v, node_get_c(l->t, node, "source"));
}

// A number in the unit of the field. Another unit is told where the field is checked.
static bool number_of(struct prover *v, const struct field *f, uint32_t node, double *value)
{
    struct type type;
    return node != NODE_NONE && node_is_scalar(v->l->t, node) &&
           value_constant(v->l, node, value, &type) &&
           (f->growth || type.any || dim_eq(type.dim, f->unit.dim));
}

static void fail_bound(struct prover *v, const struct field *f, uint32_t node, const char *side,
                       uint32_t bound)
{
    diag_fail(v->l->d, node_span(v->l->t, node), DIAG_OUT_OF_RANGE, "`%.*s` is at %s %.*s",
              STR_ARG(f->name), side, STR_ARG(node_text(v->l->t, bound)));
}

// `node` is the figure or one end of it. What grows may shrink; all else is not below zero, unless
// the field allows it.
static void prove_bounds(struct prover *v, const struct field *f, uint32_t node)
{
    double number, bound;
    uint32_t min = mark_of(v, f, "min"), max = mark_of(v, f, "max");
    if (!number_of(v, f, node, &number)) return;
    if (number_of(v, f, max, &bound) && number > bound) fail_bound(v, f, node, "most", max);
    if (number_of(v, f, min, &bound) && number < bound) fail_bound(v, f, node, "least", min);
    if (min != NODE_NONE || f->growth || number >= 0) return;
    diag_fail(v->l->d, node_span(v->l->t, node), DIAG_OUT_OF_RANGE, "%s is below zero",
              dim_has_money(f->unit.dim) ? "a price" : "the figure");
}

static void prove_range(struct prover *v, const struct field *f, uint32_t node)
{
    struct linker *l = v->l;
    double value, low, high;
    bool has_value = number_of(v, f, node_get_c(l->t, node, "value"), &value);
    bool has_ends = number_of(v, f, node_get_c(l->t, node, "low"), &low) &&
                    number_of(v, f, node_get_c(l->t, node, "high"), &high);
    if (has_ends && low >= high)
        diag_fail(l->d, node_span(l->t, node), DIAG_OUT_OF_RANGE, "`low` is not below `high`");
    else if (has_ends && has_value && (value < low || value > high))
        diag_fail(l->d, node_span(l->t, node), DIAG_OUT_OF_RANGE,
                  "`value` is not between `low` and `high`");
    prove_bounds(v, f, node_get_c(l->t, node, "value"));
    prove_bounds(v, f, node_get_c(l->t, node, "low"));
    prove_bounds(v, f, node_get_c(l->t, node, "high"));
}

static void prove_figure(struct prover *v, const struct field *f, uint32_t node)
{
    struct linker *l = v->l;
    v->count->figures++;
    if (node_is_map(l->t, node)) {
        prove_origin(v, node);
        prove_range(v, f, node);
        return;
    }
    prove_bounds(v, f, node);
    if (is_marked(v, f, "defines")) return;
    diag_fail(l->d, node_span(l->t, node), DIAG_MISSING_KEY, "the figure has no source");
    diag_help(l->d, "{value: .., as_of: 2026-11-01, source: .., confidence: .., basis: ..}");
}

// Words may stand alone, as the licence of a model does. With one part of an origin they need all.
static void prove_words(struct prover *v, uint32_t node)
{
    if (!node_is_map(v->l->t, node)) return;
    v->count->figures++;
    if (node_get_c(v->l->t, node, "value") == NODE_NONE)
        diag_fail(v->l->d, node_span(v->l->t, node), DIAG_MISSING_KEY,
                  "the words have no `value`");
    prove_origin(v, node);
}

static void prove_field(struct prover *v, const struct field *f, uint32_t node)
{
    struct linker *l = v->l;
    if (f->catalog != NO_NAME) return;
    if (f->text) {
        prove_words(v, node);
        return;
    }
    bool points = node_is_list(l->t, node) && node_is_map(l->t, node_item(l->t, node, 0));
    if (!points) {
        prove_figure(v, f, node);
        return;
    }
    value_check_order(l, node);
    for (uint32_t i = 0; i < node_count(l->t, node); i++)
        prove_figure(v, f, node_item(l->t, node, i));
}

static void prove_entry(struct prover *v, uint32_t key, uint32_t map)
{
    struct linker *l = v->l;
    struct str id = node_text(l->t, key);
    struct entry whole;
    bool known = entry_find(l, v->kind, id, node_span(l->t, key), &whole), empty = true;
    v->count->entries++;
    for (uint32_t i = 0; i < l->p->kinds.at[v->kind].fields.count; i++) {
        const struct field f = l->p->kinds.at[v->kind].fields.at[i];
        uint32_t node = node_get(l->t, map, f.name);
        if (node != NODE_NONE) prove_field(v, &f, node);
        empty = empty && (!known || node_get(l->t, whole.map, f.name) == NODE_NONE);
        if (known && is_marked(v, &f, "required") &&
            node_get(l->t, whole.map, f.name) == NODE_NONE)
            diag_fail(l->d, node_span(l->t, key), DIAG_MISSING_KEY, "'%.*s' has no `%.*s`",
                      STR_ARG(id), STR_ARG(f.name));
    }
    if (known && empty)
        diag_fail(l->d, node_span(l->t, key), DIAG_MISSING_KEY, "'%.*s' holds nothing",
                  STR_ARG(id));
}

static void prove_docs(struct linker *l, uint32_t root)
{
    uint32_t fields = node_get_c(l->t, root, "fields");
    for (uint32_t i = 0; i < node_count(l->t, fields); i++)
        if (node_get_c(l->t, node_value(l->t, fields, i), "doc") == NODE_NONE)
            diag_fail(l->d, node_span(l->t, node_key(l->t, fields, i)), DIAG_MISSING_KEY,
                      "the field has no `doc`");
    if (fields != NODE_NONE && node_get_c(l->t, root, "doc") == NODE_NONE)
        diag_fail(l->d, node_span(l->t, root), DIAG_MISSING_KEY, "the kind has no `doc`");
}

// ---- entries of a scenario ---------------------------------------------------------------------

static bool is_reported(const struct linker *l, struct span where)
{
    for (uint32_t i = 0; i < l->d->list.count; i++) {
        struct span found = l->d->list.at[i].where;
        if (found.source == where.source && found.start == where.start) return true;
    }
    return false;
}

static bool has_figure(const struct linker *l, uint32_t node)
{
    return node_get_c(l->t, node, "value") != NODE_NONE ||
           (node_get_c(l->t, node, "low") != NODE_NONE &&
            node_get_c(l->t, node, "high") != NODE_NONE);
}

// A figure that somebody found: which day it is of, and where it was found. A bare value needs
// neither: it is the scenario's own, and its line says where it comes from.
static bool check_own_figure(struct linker *l, uint32_t node, bool is_point)
{
    static const char *const keys[] = {"as_of", "source"};
    bool ok = true;
    if (!node_is_map(l->t, node) || is_reported(l, node_span(l->t, node))) return true;
    if (is_point && !has_figure(l, node))
        return diag_fail(l->d, node_span(l->t, node), DIAG_MISSING_VALUE,
                         "a point of a series needs `value`, or `low` and `high`");
    if (!has_figure(l, node)) return true;  // a path or a distribution
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        if (node_get_c(l->t, node, keys[i]) != NODE_NONE) continue;
        ok = diag_fail(l->d, node_span(l->t, node), DIAG_MISSING_KEY, "the figure has no `%s`",
                       keys[i]);
        diag_help(l->d, "{value: .., as_of: 2026-11-01, source: where it was found}; a value "
                        "alone is the scenario's own");
    }
    return ok;
}

static bool check_own_entry(struct linker *l, uint32_t kind, uint32_t map)
{
    bool ok = true;
    for (uint32_t i = 0; i < l->p->kinds.at[kind].fields.count; i++) {
        const struct field f = l->p->kinds.at[kind].fields.at[i];
        uint32_t node = node_get(l->t, map, f.name);
        if (node == NODE_NONE || f.text || f.catalog != NO_NAME) continue;
        if (!node_is_list(l->t, node)) ok = check_own_figure(l, node, false) && ok;
        for (uint32_t k = 0; node_is_list(l->t, node) && k < node_count(l->t, node); k++)
            ok = check_own_figure(l, node_item(l->t, node, k), true) && ok;
    }
    return ok;
}

bool sheets_check_own_entries(struct linker *l, uint32_t catalog)
{
    bool ok = true;
    for (uint32_t i = 0; i < node_count(l->t, catalog); i++) {
        uint32_t kind = form_kind(l, node_text(l->t, node_key(l->t, catalog, i)));
        uint32_t entries = node_value(l->t, catalog, i);
        for (uint32_t k = 0; kind != NO_NAME && k < node_count(l->t, entries); k++)
            ok = check_own_entry(l, kind, node_value(l->t, entries, k)) && ok;
    }
    return ok;
}

// ---- the whole ---------------------------------------------------------------------------------

bool sheets_prove_catalog(struct linker *l, uint32_t root, struct proven *count)
{
    uint32_t before = l->d->error_count;
    *count = (struct proven){.kind = node_text(l->t, node_get_c(l->t, root, "catalog"))};
    sheets_check_catalog(l, root);
    struct prover v = {.l = l,
                       .kind = form_kind(l, count->kind),
                       .sources = node_get_c(l->t, root, "sources"),
                       .count = count,
                       .today = l->as_of};
    if (v.kind == NO_NAME) return false;
    uint32_t entries = node_get_c(l->t, root, "entries");
    prove_docs(l, root);
    for (uint32_t i = 0; i < node_count(l->t, entries); i++)
        prove_entry(&v, node_key(l->t, entries, i), node_value(l->t, entries, i));
    return l->d->error_count == before;
}
