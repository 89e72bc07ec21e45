// resolve.c - what a name in a formula means.
#include "lang/check_int.h"

static struct type type_of_dim(struct dim dim)
{
    return (struct type){.dim = dim};
}

static struct type type_pure(void)
{
    return type_of_dim(DIM_NONE);
}

static bool fail_name(struct checker *c, uint32_t id, struct str found, const struct str *known,
                      size_t count, const char *what)
{
    diag_fail(c->p->diags, checked_place(c, id), DIAG_UNKNOWN_NAME,
              "%s '%.*s' is not known here", what,
              STR_ARG(str_visible(c->p->diags->arena, found)));
    struct unit unit;
    struct str bad;
    bool alone = c->p->asts.refs.at[checked(c, id)->extra].part_count == 1;
    bool scenario =
        c->scope.form == 0 && c->p->units.home;  // where `gpus` is more likely a name
    if (alone && !scenario && unit_parse(&c->p->units, found, &unit, &bad))
        diag_help(c->p->diags, "a unit stands directly behind a number, without blanks inside: "
                               "1 kW*h");
    else
        diag_help_nearest(c->p->diags, found, known, count);
    return false;
}

// In the scenario's own values and in the calculator.
static bool fail_in_scenario(struct checker *c, uint32_t id, struct str found)
{
    fail_name(c, id, found, NULL, 0, "the name");
    const struct diags *d = c->p->diags;
    struct str unit = unit_meant(found);
    if (unit.len)
        diag_help(c->p->diags, "did you mean the unit '%.*s'?", STR_ARG(unit));
    else if (c->p->units.home && d->list.count && !d->list.at[d->list.count - 1].help.len)
        diag_help(c->p->diags, "a scenario's values see only params.NAME");
    return false;
}

static const struct {
    struct str name;
    enum builtin builtin;
    enum dim_kind kind;  // KIND_COUNT for a pure number
} BUILTINS[] = {
#define BUILTIN(name, what, kind)                                                              \
    {                                                                                          \
        {name, sizeof name - 1}, BUILTIN_##what, KIND_##kind                                   \
    }
    BUILTIN("month", MONTH, TIME),      BUILTIN("elapsed", ELAPSED, TIME),
    BUILTIN("first", FIRST, COUNT),     BUILTIN("last", LAST, COUNT),
    BUILTIN("horizon", HORIZON, TIME),  BUILTIN("age", AGE, TIME),
    BUILTIN("life", LIFE, TIME),        BUILTIN("served", SERVED, COUNT),
    BUILTIN("offered", OFFERED, COUNT),
#undef BUILTIN
};

static bool unknown_name(struct checker *c, uint32_t id, struct str found)
{
    VEC(struct str) known = {0};
    const struct form *f = &c->p->forms.at[c->scope.form];
    for (uint32_t i = 0; i < f->names.count; i++)
        VEC_PUSH(c->p->diags->arena, &known, f->names.at[i].text);
    for (size_t i = 0; i < COUNT_OF(BUILTINS); i++)
        VEC_PUSH(c->p->diags->arena, &known, BUILTINS[i].name);
    return fail_name(c, id, found, known.at, known.count, "the name");
}

static bool find_builtin(const struct checker *c, struct ref *r)
{
    for (size_t i = 0; i < COUNT_OF(BUILTINS); i++) {
        if (r->part_count != 1 || !str_eq(r->part[0], BUILTINS[i].name)) continue;
        if (BUILTINS[i].builtin == BUILTIN_AGE && !c->in_weight) return false;
        if (BUILTINS[i].builtin == BUILTIN_LIFE && !c->of_lines) return false;
        r->kind = REF_BUILTIN;
        r->target = BUILTINS[i].builtin;
        return true;
    }
    return false;
}

static bool is_scenario_word(struct str s)
{
    return str_is(s, "params") || str_is(s, "finance") || str_is(s, "w");
}

// exchange.EUR, which exchange_convert writes and nobody else can: it has capital letters.
static bool is_rate(const struct ref *r)
{
    return r->part_count == 2 && str_is(r->part[0], "exchange") && currency_code(r->part[1]);
}

// "finance.discount_rate", as the scenario's form calls it.
static struct str scenario_name(struct arena *a, const struct ref *r)
{
    struct text t = {.arena = a};
    for (uint32_t i = 0; i < r->part_count; i++) {
        if (i) text_add_char(&t, '.');
        text_add(&t, r->part[i]);
    }
    return text_str(&t);
}

void resolve_scenario_refs(struct program *p, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++) {
        struct ref *r = &p->asts.refs.at[i];
        if (r->kind == REF_SCENARIO)
            r->target = form_find(&p->forms.at[0], scenario_name(p->diags->arena, r));
    }
}

static bool find_in_scenario(struct checker *c, uint32_t id, struct ref *r)
{
    bool params = str_is(r->part[0], "params");
    if (c->scope.form == 0 && !params && !is_rate(r))
        return fail_in_scenario(c, id, r->part[0]);
    struct str text = scenario_name(c->p->diags->arena, r);
    r->target = form_find(&c->p->forms.at[0], text);
    if (r->target != NO_NAME) {
        r->kind = REF_SCENARIO;
        return true;
    }
    VEC(struct str) known = {0};
    const struct form *f = &c->p->forms.at[0];
    for (uint32_t i = 0; i < f->names.count; i++)
        VEC_PUSH(c->p->diags->arena, &known, f->names.at[i].text);
    return fail_name(c, id, text, known.at, known.count, "the name");
}

static const struct field *find_field(const struct program *p, uint32_t kind, struct str name)
{
    const struct entry_kind *k = &p->kinds.at[kind];
    for (uint32_t i = 0; i < k->fields.count; i++)
        if (str_eq(k->fields.at[i].name, name)) return &k->fields.at[i];
    return NULL;
}

static bool fail_field(struct checker *c, uint32_t id, uint32_t kind, struct str found)
{
    VEC(struct str) known = {0};
    const struct entry_kind *k = &c->p->kinds.at[kind];
    for (uint32_t i = 0; i < k->fields.count; i++)
        VEC_PUSH(c->p->diags->arena, &known, k->fields.at[i].name);
    struct str what = str_format(c->p->diags->arena, "the field of %.*s", STR_ARG(k->name));
    return fail_name(c, id, found, known.at, known.count, what.at);
}

// `server.gpu.power`: the entry's kind has the field gpu, which refers to a kind with the field
// power. The whole path becomes a name of the form, with the unit of the last field.
static bool find_in_entry(struct checker *c, uint32_t id, struct ref *r, uint32_t parent)
{
    const struct name entry = c->p->forms.at[c->scope.form].names.at[parent];
    struct name n = {.kind = NAME_FIELD, .per_workload = entry.per_workload, .parent = parent};
    n.text = r->part[0];
    n.where = entry.where;
    uint32_t kind = entry.catalog;
    const struct field *f = NULL;
    n.field = r->part + 1;
    n.field_count = r->part_count - 1;
    for (uint32_t i = 1; i < r->part_count; i++) {
        if (kind == NO_NAME) return fail_name(c, id, r->part[i], NULL, 0, "the field");
        f = find_field(c->p, kind, r->part[i]);
        if (!f) return fail_field(c, id, kind, r->part[i]);
        n.text = str_format(c->p->arena, "%.*s.%.*s", STR_ARG(n.text), STR_ARG(r->part[i]));
        kind = f->catalog;
    }
    if (!f || f->catalog != NO_NAME)
        return diag_fail(c->p->diags, checked_place(c, id), DIAG_UNIT_MISMATCH,
                         "%.*s is a catalogue entry, not a number; name one of its fields",
                         STR_ARG(n.text));
    if (f->text)
        return diag_fail(c->p->diags, checked_place(c, id), DIAG_UNIT_MISMATCH,
                         "%.*s is text, not a number", STR_ARG(n.text));
    r->kind = REF_OWN;
    r->target = form_find(&c->p->forms.at[c->scope.form], n.text);
    if (r->target != NO_NAME) return true;
    n.unit = f->unit;
    n.unit_text = f->unit_text;
    n.growth = f->growth;
    n.has_min = !f->growth;  // no price, count or measure of a catalogue lies below nothing
    n.formula = f->formula;
    n.doc = f->doc;
    r->target = form_add(c->p, c->scope.form, n);
    return true;
}

static bool find_own(struct checker *c, uint32_t id, struct ref *r)
{
    const struct form *f = &c->p->forms.at[c->scope.form];
    uint32_t at = form_find(f, r->part[0]);
    if (at == NO_NAME || c->scope.form == 0) {
        if (c->scope.form == 0) return fail_in_scenario(c, id, r->part[0]);
        if (str_is(r->part[0], "age"))
            return diag_fail(c->p->diags, checked_place(c, id), DIAG_UNKNOWN_NAME,
                             "`age` is known only inside the weight of cohorts()");
        if (str_is(r->part[0], "life"))
            return diag_fail(
                c->p->diags, checked_place(c, id), DIAG_UNKNOWN_NAME,
                "`life` is known only inside the weight of cohorts(lines(..), ..)");
        return unknown_name(c, id, r->part[0]);
    }
    const struct name *n = &f->names.at[at];
    if (n->kind == NAME_ENTRY) return find_in_entry(c, id, r, at);
    if (r->part_count > 1 && n->kind != NAME_TABLE)
        return diag_fail(c->p->diags, checked_place(c, id), DIAG_UNKNOWN_NAME,
                         "%.*s has no fields", STR_ARG(n->text));
    r->kind = REF_OWN;
    r->target = at;
    return true;
}

static bool find_workload(struct checker *c, uint32_t id, struct ref *r)
{
    if (r->workload.len == 0) return true;
    VEC(struct str) known = {0};
    for (uint32_t i = 0; i < c->p->workloads.count; i++) {
        if (str_eq(c->p->workloads.at[i].name, r->workload)) {
            r->workload_id = i;
            return true;
        }
        VEC_PUSH(c->p->diags->arena, &known, c->p->workloads.at[i].name);
    }
    return fail_name(c, id, r->workload, known.at, known.count, "the workload");
}

bool resolve_name(struct checker *c, uint32_t id, struct ref **out)
{
    struct ref *r = &c->p->asts.refs.at[checked(c, id)->extra];
    *out = r;
    if (r->kind != REF_UNRESOLVED) return true;
    if (c->scope.form != 0 && find_builtin(c, r)) return find_workload(c, id, r);
    bool found = is_scenario_word(r->part[0]) || is_rate(r) ? find_in_scenario(c, id, r)
                                                            : find_own(c, id, r);
    return found && find_workload(c, id, r);
}

bool check_workload(struct checker *c, uint32_t id, const struct ref *r, bool per_workload,
                    struct str text)
{
    if (!per_workload && r->workload.len > 0)
        return diag_fail(c->p->diags, checked_place(c, id), DIAG_UNKNOWN_NAME,
                         "%.*s does not exist per workload", STR_ARG(text));
    if (!per_workload || r->workload.len > 0 || c->scope.per_workload) return true;
    diag_fail(c->p->diags, checked_place(c, id), DIAG_UNKNOWN_NAME,
              "%.*s exists once for each workload", STR_ARG(text));
    struct str one = c->p->workloads.count ? c->p->workloads.at[0].name : STR("chat");
    size_t dot = str_find(text, '.');  // w[chat].output
    struct str head = str_cut(text, 0, dot), field = str_cut(text, dot, text.len);
    diag_help(c->p->diags, "add it up with sum(..), or name one: %.*s[%.*s]%.*s", STR_ARG(head),
              STR_ARG(one), STR_ARG(field));
    return false;
}

// Whether the declaration of a name was reported: then nothing more is said of it.
static bool is_broken(const struct checker *c, uint32_t id)
{
    const struct form *f = &c->p->forms.at[c->scope.form];
    uint32_t at = form_find(f, c->p->asts.refs.at[checked(c, id)->extra].part[0]);
    return at != NO_NAME && f->names.at[at].broken;
}

// A model that is checked without a scenario takes any parameter.
static bool is_open_parameter(const struct checker *c, uint32_t id)
{
    const struct ref *r = &c->p->asts.refs.at[checked(c, id)->extra];
    return c->scope.form != 0 && c->p->options.count == 0 && r->part_count == 2 &&
           str_is(r->part[0], "params");
}

bool check_name(struct checker *c, uint32_t id, struct type *out)
{
    struct ref *r;
    *out = (struct type){.any = true};
    if (is_broken(c, id) || is_open_parameter(c, id)) return true;
    if (!resolve_name(c, id, &r)) return false;
    if (r->kind == REF_BUILTIN) {
        enum dim_kind kind = BUILTINS[r->target].kind;
        *out = kind == KIND_COUNT ? type_pure() : type_of_dim(dim_of(kind));
        bool per_workload = r->target == BUILTIN_SERVED || r->target == BUILTIN_OFFERED;
        return check_workload(c, id, r, per_workload, r->part[0]);
    }
    const struct form *f = &c->p->forms.at[r->kind == REF_OWN ? c->scope.form : 0];
    const struct name *n = &f->names.at[r->target];
    if (n->infer && !n->inferred) {
        c->pending = r->target;
        return false;
    }
    if (n->kind == NAME_TABLE)
        return diag_fail(c->p->diags, checked_place(c, id), DIAG_UNIT_MISMATCH,
                         "%.*s is a table; it stands in tier(), lookup() and interpolate()",
                         STR_ARG(n->text));
    *out = type_of_name(n);
    return check_workload(c, id, r, n->per_workload, n->text);
}
