#include "model/sheets.h"

#include <string.h>

#include "model/sheets_int.h"

// ---- what is given ----

static bool fail_key(struct binder *b, uint32_t key, uint32_t found)
{
    struct linker *l = b->l;
    struct str text = node_text(l->t, key);
    const struct form *f = &l->p->forms.at[b->form];
    if (found != NO_NAME)
        return diag_fail(l->d, node_span(l->t, key), DIAG_UNKNOWN_KEY,
                         "'%.*s' is computed by the model %.*s, not given", STR_ARG(text),
                         STR_ARG(f->model));
    VEC(struct str) known = {0};
    for (uint32_t i = 0; i < f->names.count; i++) {
        enum name_kind kind = f->names.at[i].kind;
        if (kind == NAME_INPUT || kind == NAME_CHOICE || kind == NAME_TABLE ||
            kind == NAME_ENTRY)
            VEC_PUSH(l->d->arena, &known, f->names.at[i].text);
    }
    struct str what = str_format(l->d->arena, "inputs of %.*s", STR_ARG(f->model));
    schema_unknown_key(l->t, key, KEYS_COMPONENT, what.at, known.at, known.count, l->d);
    return false;
}

static uint32_t find_input(const struct binder *b, struct str text)
{
    const struct form *f = &b->l->p->forms.at[b->form];
    uint32_t at = form_find(f, text);
    if (at != NO_NAME) return at;
    for (uint32_t i = 0; i < f->names.count; i++)
        if (same_spelling(f->names.at[i].text, text)) return i;
    return NO_NAME;
}

static bool is_input(enum name_kind kind)
{
    return kind == NAME_INPUT || kind == NAME_CHOICE || kind == NAME_TABLE ||
           kind == NAME_ENTRY;
}

static void collect_given(struct binder *b)
{
    struct linker *l = b->l;
    for (uint32_t i = 0; i < node_count(l->t, b->c->map); i++) {
        uint32_t key = node_key(l->t, b->c->map, i);
        if (schema_knows(KEYS_COMPONENT, node_text(l->t, key))) continue;
        uint32_t name = find_input(b, node_text(l->t, key));
        if (name == NO_NAME || !is_input(name_at(b, name)->kind)) {
            b->ok = fail_key(b, key, name);
            continue;
        }
        b->given[name] = node_value(l->t, b->c->map, i);
    }
}

// ---- rows ----

static struct row *row_at(struct binder *b, uint32_t name, uint32_t slot)
{
    return &b->l->p->rows.at[b->l->p->sheets.at[b->sheet].row_of[name] + slot];
}

static struct origin *origin_at(struct binder *b, uint32_t name, uint32_t slot)
{
    struct program *p = b->l->p;
    struct row *r = row_at(b, name, slot);
    if (!r->origin) r->origin = VEC_PUSH(b->l->a, &p->own_origins, (struct origin){0});
    return &p->own_origins.at[r->origin];
}

static void use_default(struct binder *b, uint32_t name, uint32_t slot)
{
    const struct name *n = name_at(b, name);
    struct origin *o = origin_at(b, name, slot);
    row_at(b, name, slot)->formula = n->formula;
    row_at(b, name, slot)->scope = b->sheet;
    uint32_t decl = b->l->sources.at[b->form].decls.at[name];
    uint32_t node = node_get_c(b->l->t, decl, "default");
    o->kind = n->formula ? ORIGIN_DEFAULT : ORIGIN_NOT_GIVEN;
    o->where = node == NODE_NONE ? n->where : node_span(b->l->t, node);
    o->source = n->source;
    o->as_of = n->as_of;
}

// {from: auto, growth: G}: the model's default, growing.
static void fill_from_auto(struct binder *b, uint32_t name, uint32_t slot,
                           const struct figure *f)
{
    struct ast_store *s = &b->l->p->asts;
    const struct name *n = name_at(b, name);
    if (!n->formula) {
        b->ok = diag_fail(b->l->d, f->origin.where, DIAG_MISSING_VALUE,
                          "'%.*s' has no default to start from", STR_ARG(n->text));
        return;
    }
    uint32_t count = ast_get(s, f->from_auto)->count, pending,
             *kids = ARENA_ARRAY(b->l->a, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t kid = ast_kid(s, f->from_auto, i);
        kids[i] = kid ? kid : n->formula;
    }
    uint32_t formula = ast_add(s, *ast_get(s, f->from_auto), kids, count);
    for (uint32_t i = 0; i < count; i++) {
        struct str text = ast_arg_name(s, f->from_auto, i);
        if (text.len) ast_name_arg(s, formula, i, text);
    }
    row_at(b, name, slot)->formula = formula;
    row_at(b, name, slot)->scope = b->sheet;
    struct check_scope scope = {.form = b->form,
                                .per_workload = n->per_workload,
                                .may_be_uncertain = true,
                                .growth = n->growth};
    struct type t;
    struct name wanted = *n;
    b->ok = check_formula(b->l->p, formula, scope, &t, &pending) &&
            check_fits(b->l->p, formula, t, &wanted) && b->ok;
}

// A value of the wrong unit is none: nothing else is judged by it.
static void refuse_value(struct binder *b, struct row *r)
{
    r->formula = 0;
    b->ok = false;
}

static void bind_input(struct binder *b, uint32_t name, uint32_t slot)
{
    struct linker *l = b->l;
    uint32_t node = binder_given(b, name, slot);
    if (is_auto(l, node)) {
        use_default(b, name, slot);
        return;
    }
    struct figure f;
    struct str otherwise = str_format(l->a, "%.*s.%.*s", STR_ARG(sheet_address(b)),
                                      STR_ARG(name_at(b, name)->text));
    if (!value_read(l, node, l->p->units.home ? value_address(l, node, otherwise) : otherwise,
                    &f)) {
        b->ok = false;
        return;
    }
    struct row *r = row_at(b, name, slot);
    r->formula = f.formula;
    r->scope = 0;
    r->given = true;
    *origin_at(b, name, slot) = f.origin;
    origin_at(b, name, slot)->kind = value_origin(l, node);
    if (f.from_auto)
        fill_from_auto(b, name, slot, &f);
    else if (!value_fits(l, f.formula, name_at(b, name)))
        refuse_value(b, r);
}

static void bind_choice(struct binder *b, uint32_t name)
{
    struct linker *l = b->l;
    const struct name *n = name_at(b, name);
    uint32_t node = b->given[name], decl = l->sources.at[b->form].decls.at[name];
    bool given = !is_auto(l, node);
    if (!given) node = node_get_c(l->t, decl, "default");
    struct row *r = row_at(b, name, 0);
    r->given = given;
    origin_at(b, name, 0)->kind = given ? value_origin(l, node) : ORIGIN_DEFAULT;
    origin_at(b, name, 0)->where = node_span(l->t, node);
    if (node == NODE_NONE) {
        origin_at(b, name, 0)->kind = ORIGIN_NOT_GIVEN;
        return;
    }
    for (uint32_t i = 0; i < n->choice_count; i++)
        if (str_eq(n->choices[i], node_text(l->t, node))) r->word = n->choices[i];
    if (r->word.at) return;
    struct text list = {.arena = l->d->arena};
    for (uint32_t i = 0; i < n->choice_count; i++)
        text_addf(&list, "%s%.*s", i ? ", " : "", STR_ARG(n->choices[i]));
    b->ok = diag_fail(l->d, node_span(l->t, node), DIAG_OUT_OF_RANGE, "'%.*s' is one of: %.*s",
                      STR_ARG(n->text), STR_ARG(text_str(&list)));
    diag_help_nearest(l->d, node_text(l->t, node), n->choices, n->choice_count);
}

static void bind_table(struct binder *b, uint32_t name)
{
    struct linker *l = b->l;
    uint32_t node = b->given[name], decl = l->sources.at[b->form].decls.at[name];
    bool given = !is_auto(l, node);
    if (!given) node = node_get_c(l->t, decl, "default");
    struct row *r = row_at(b, name, 0);
    r->given = given;
    origin_at(b, name, 0)->kind = given ? value_origin(l, node) : ORIGIN_DEFAULT;
    origin_at(b, name, 0)->where = node_span(l->t, node);
    if (node == NODE_NONE)
        origin_at(b, name, 0)->kind = ORIGIN_NOT_GIVEN;
    else
        b->ok = value_read_table(l, node, name_at(b, name), &r->formula) && b->ok;
}

static void bind_word(struct binder *b, uint32_t name, uint32_t slot)
{
    const struct bound_entry *e = binder_entry(b, name, slot);
    struct row *r = row_at(b, name, slot);
    r->given = e->given;
    r->word = e->entry.id;
    struct origin *o = origin_at(b, name, slot);
    o->kind = e->entry.map == NODE_NONE ? ORIGIN_NOT_GIVEN : e->entry.origin;
    o->where = e->entry.where;
    if (e->entry.map == NODE_NONE) o->note = e->entry.missing;
    if (e->entry.map != NODE_NONE && !r->word.len) r->word = STR("written in place");
}

// The entry in which the last field of a path stands.
static bool follow(struct binder *b, const struct name *n, uint32_t slot, struct entry *e)
{
    const struct name *parent = name_at(b, n->parent);
    *e = binder_entry(b, n->parent, parent->per_workload ? slot : 0)->entry;
    uint32_t kind = parent->catalog;
    for (uint32_t i = 0; i + 1 < n->field_count; i++) {
        struct entry next;
        uint32_t next_kind;
        if (e->map == NODE_NONE) return false;
        if (!entry_follow(b->l, kind, e, n->field[i], &next_kind, &next)) {
            *e = next;
            return false;
        }
        *e = next;
        kind = next_kind;
    }
    return e->map != NODE_NONE;
}

static bool is_catalogued(const struct linker *l, uint32_t node)
{
    return (node & NODE_BUILTIN) != 0 || library_file_of(l->lib, node) != NODE_NONE;
}

static void field_not_given(struct binder *b, uint32_t name, uint32_t slot,
                            const struct entry *e)
{
    struct origin *o = origin_at(b, name, slot);
    o->entry = e->id;
    o->where = e->where;
    o->note = e->missing;
    o->kind = ORIGIN_NOT_GIVEN;
    uint32_t standard = name_at(b, name)->formula;
    if (!standard || e->map == NODE_NONE) return;
    row_at(b, name, slot)->formula = standard;
    o->kind = ORIGIN_DEFAULT;
}

static void bind_field(struct binder *b, uint32_t name, uint32_t slot)
{
    struct linker *l = b->l;
    const struct name n = *name_at(b, name);
    struct str last = n.field[n.field_count - 1];
    struct entry e;
    bool found = follow(b, &n, slot, &e);
    uint32_t node = found ? node_get(l->t, e.map, last) : NODE_NONE;
    if (is_auto(l, node)) {
        field_not_given(b, name, slot, &e);
        return;
    }
    bool catalogued = is_catalogued(l, node), ok = true;
    bool price = dim_has_money(n.unit.dim);
    if (catalogued || node_is_list(l->t, node))
        ok = value_pick(l, node, price, &node, &e.missing);
    if (!ok || node == NODE_NONE) {
        field_not_given(b, name, slot, &e);
        b->ok = b->ok && ok;
        return;
    }
    struct str kind = l->p->kinds.at[name_at(b, n.parent)->catalog].name;
    struct str address =
        STR_JOINED(l->a, STR("catalog."), kind, STR("."), e.id, STR("."), last);
    if (!catalogued) address = value_address(l, node, address);
    struct figure f;
    if (!value_read(l, node, address, &f)) {
        b->ok = false;
        return;
    }
    struct row *r = row_at(b, name, slot);
    r->formula = f.formula;
    r->given = true;
    struct origin *o = origin_at(b, name, slot);
    *o = f.origin;
    o->kind = catalogued ? e.origin : value_origin(l, node);
    o->entry = e.id;
    struct name wanted = n;
    if (e.id.len && catalogued)
        wanted.text = str_format(l->a, "%.*s of %.*s", STR_ARG(last), STR_ARG(e.id));
    if (f.from_auto)
        fill_from_auto(b, name, slot, &f);
    else if (!value_fits(l, f.formula, &wanted))
        refuse_value(b, r);
}

static void bind_row(struct binder *b, uint32_t name, uint32_t slot)
{
    const struct name *n = name_at(b, name);
    row_at(b, name, slot)->formula = n->formula;
    row_at(b, name, slot)->scope = b->sheet;
}

static void bind_name(struct binder *b, uint32_t name, uint32_t slot)
{
    if (name_at(b, name)->broken) return;
    switch (name_at(b, name)->kind) {
    case NAME_INPUT: bind_input(b, name, slot); break;
    case NAME_CHOICE: bind_choice(b, name); break;
    case NAME_TABLE: bind_table(b, name); break;
    case NAME_ENTRY: bind_word(b, name, slot); break;
    case NAME_FIELD: bind_field(b, name, slot); break;
    case NAME_ROW:
    case NAME_COST:
    case NAME_METER: bind_row(b, name, slot); break;
    }
}

static uint32_t add_row(struct binder *b, uint32_t name, uint32_t workload)
{
    struct row r = {.sheet = b->sheet, .name = name, .workload = workload};
    return VEC_PUSH(b->l->a, &b->l->p->rows, r);
}

static void add_rows(struct binder *b)
{
    struct program *p = b->l->p;
    struct sheet *s = &p->sheets.at[b->sheet];
    const struct form *f = &p->forms.at[b->form];
    for (uint32_t i = 0; i < f->names.count; i++) {
        bool each = f->names.at[i].per_workload;
        s->row_of[i] = p->rows.count;
        for (uint32_t k = 0; k < (each ? s->workload_count : 1); k++)
            add_row(b, i, each ? s->workloads[k] : NO_WORKLOAD);
    }
    s->offered_row = p->rows.count;
    for (uint32_t k = 0; k < s->workload_count; k++)
        add_row(b, NAME_OFFERED, s->workloads[k]);
    s->served_row = p->rows.count;
    for (uint32_t k = 0; k < s->workload_count; k++)
        add_row(b, NAME_SERVED, s->workloads[k]);
    s->passed_row = p->rows.count;
    for (uint32_t k = 0; k < s->workload_count; k++)
        add_row(b, NAME_PASSED, s->workloads[k]);
}

// ---- components ----

static void note_model(struct linker *l, uint32_t form)
{
    if (!l->sources.at[form].shadows) return;
    diag_remark(l->d, l->p->forms.at[form].where, DIAG_SHADOWED,
                "the shipped model '%.*s' is replaced by this one",
                STR_ARG(l->p->forms.at[form].model));
}

// Room for the work on one component, used again for the next.
struct binder_room {
    VEC(uint32_t) given;
    VEC(struct bound_entry) entries;
};

static void open_room(struct binder *b, struct binder_room *room, uint32_t names)
{
    struct arena *a = b->l->a;
    uint32_t entries = names * (b->slots ? b->slots : 1);
    VEC_RESERVE(a, &room->given, names);
    VEC_RESERVE(a, &room->entries, entries);
    memset(room->given.at, 0, names * sizeof *room->given.at);
    memset(room->entries.at, 0, entries * sizeof *room->entries.at);
    b->given = room->given.at;
    b->entries = room->entries.at;
}

static bool bind_component(struct linker *l, uint32_t option, const struct component *c,
                           struct binder_room *room)
{
    struct program *p = l->p;
    struct binder b = {.l = l, .c = c, .form = c->form, .ok = true};
    struct sheet s = {.form = c->form,
                      .option = option,
                      .of_all = c->of_all,
                      .where = node_span(l->t, c->key)};
    s.address =
        str_format(l->a, "%.*s.%.*s", STR_ARG(p->options.at[option].name), STR_ARG(c->name));
    uint32_t names = p->forms.at[c->form].names.count;
    s.row_of = ARENA_ARRAY(l->a, uint32_t, names);
    s.name_count = names;
    s.workloads = binder_workloads(&b, &s.workload_count);
    b.slots = s.workload_count;
    open_room(&b, room, names);
    b.sheet = VEC_PUSH(l->a, &p->sheets, s);
    add_rows(&b);
    collect_given(&b);
    for (uint32_t i = 0; i < names; i++) {
        uint32_t count = name_at(&b, i)->per_workload ? b.slots : 1;
        for (uint32_t k = 0; k < count; k++)
            bind_name(&b, i, k);
    }
    binder_check_tags(&b);
    return b.ok;
}

// How many components serve load, and how many of them this workload.
static uint32_t count_serving(const struct program *p, uint32_t workload, uint32_t *all)
{
    uint32_t count = 0;
    *all = 0;
    for (uint32_t i = 1; i < p->sheets.count; i++) {
        const struct sheet *s = &p->sheets.at[i];
        if (!p->forms.at[s->form].serves) continue;
        ++*all;
        for (uint32_t k = 0; k < s->workload_count; k++)
            count += s->workloads[k] == workload;
    }
    return count;
}

// A workload that every component of every option leaves out by its `serves:` was forgotten.
static bool check_served(struct linker *l)
{
    uint32_t all, before = l->d->error_count;
    for (uint32_t w = 0; w < l->p->workloads.count && l->settings->option_count == 0; w++) {
        if (count_serving(l->p, w, &all) > 0 || all == 0) continue;
        diag_fail(l->d, l->p->workloads.at[w].where, DIAG_INFEASIBLE,
                  "no component of any option serves the workload '%.*s'",
                  STR_ARG(l->p->workloads.at[w].name));
        diag_help(l->d, "add it to a `serves:`; a component without one serves all");
    }
    return l->d->error_count == before;
}

bool sheets_bind(struct linker *l)
{
    bool ok = true;
    struct binder_room room = {0};
    for (uint32_t i = 1; i < l->p->forms.count; i++)
        note_model(l, i);
    for (uint32_t i = 0; i < l->p->options.count; i++) {
        struct option *o = &l->p->options.at[i];
        o->first_sheet = l->p->sheets.count;
        const struct component_list *c = &l->components[i];
        for (uint32_t k = 0; k < c->list.count; k++)
            ok = bind_component(l, i, &c->list.at[k], &room) && ok;
        o->sheet_count = l->p->sheets.count - o->first_sheet;
    }
    return (!ok || check_served(l)) && ok;
}
