#include "lang/check.h"

#include "base/num.h"

#include <math.h>

struct checker {
    struct program *p;
    struct check_scope scope;
    bool in_weight;    // inside the second argument of cohorts: `age` is known
    uint32_t pending;  // a parameter whose type is not known yet, or NO_NAME
};

static bool check_node(struct checker *c, uint32_t id, struct type *out);

static const struct ast *node(const struct checker *c, uint32_t id)
{
    return ast_get(&c->p->asts, id);
}

static struct span place(const struct checker *c, uint32_t id)
{
    return ast_place(&c->p->asts, c->p->placer, id);
}

static struct arena *scratch(const struct checker *c)
{
    return c->p->diags->arena;
}

static struct type type_of_dim(struct dim dim)
{
    return (struct type){.dim = dim};
}

static struct type type_pure(void)
{
    return type_of_dim(DIM_NONE);
}

static struct str shown_unit(const struct checker *c, struct type t)
{
    if (t.any) return STR("0");
    if (t.text) return STR("text");
    if (t.shown.len) return t.shown;
    if (dim_is_none(t.dim)) return STR("a pure number");
    struct unit unused;
    return unit_of_dim(scratch(c), &c->p->units, t.dim, STR("month"), &unused);
}

struct type type_of_name(const struct name *n)
{
    if (n->infer) return n->inferred;
    if (n->kind == NAME_CHOICE) return (struct type){.text = true};
    struct type t = {.dim = n->unit.dim, .shown = n->unit_text};
    if (n->growth) t.period_months = -1;  // known only where it is given
    return t;
}

// ---- names -------------------------------------------------------------------------------------

static bool fail_name(struct checker *c, uint32_t id, struct str found, const struct str *known,
                      size_t count, const char *what)
{
    diag_fail(c->p->diags, place(c, id), DIAG_UNKNOWN_NAME, "%s '%.*s' is not known here", what,
              STR_ARG(str_visible(scratch(c), found)));
    diag_help_nearest(c->p->diags, found, known, count);
    return false;
}

static const struct {
    const char *name;
    enum builtin builtin;
    enum dim_kind kind;  // KIND_COUNT for a pure number
} BUILTINS[] = {
    {"month", BUILTIN_MONTH, KIND_TIME},     {"elapsed", BUILTIN_ELAPSED, KIND_TIME},
    {"first", BUILTIN_FIRST, KIND_COUNT},    {"last", BUILTIN_LAST, KIND_COUNT},
    {"horizon", BUILTIN_HORIZON, KIND_TIME}, {"age", BUILTIN_AGE, KIND_TIME},
    {"served", BUILTIN_SERVED, KIND_COUNT},  {"offered", BUILTIN_OFFERED, KIND_COUNT},
};

static bool unknown_name(struct checker *c, uint32_t id, struct str found)
{
    VEC(struct str) known = {0};
    const struct form *f = &c->p->forms.at[c->scope.form];
    for (uint32_t i = 0; i < f->names.count; i++)
        VEC_PUSH(scratch(c), &known, f->names.at[i].text);
    for (size_t i = 0; i < COUNT_OF(BUILTINS); i++)
        VEC_PUSH(scratch(c), &known, str_of(BUILTINS[i].name));
    return fail_name(c, id, found, known.at, known.count, "the name");
}

static bool find_builtin(const struct checker *c, struct ref *r)
{
    for (size_t i = 0; i < COUNT_OF(BUILTINS); i++) {
        if (!str_is(r->part[0], BUILTINS[i].name) || r->part_count != 1) continue;
        if (BUILTINS[i].builtin == BUILTIN_AGE && !c->in_weight) return false;
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

static bool find_in_scenario(struct checker *c, uint32_t id, struct ref *r)
{
    bool params = str_is(r->part[0], "params");
    if (c->scope.form == 0 && !params) {
        diag_fail(c->p->diags, place(c, id), DIAG_UNKNOWN_NAME,
                  "a scenario's values see only params.NAME");
        return false;
    }
    struct str text = r->part[0];
    for (uint32_t i = 1; i < r->part_count; i++)
        text = str_format(scratch(c), "%.*s.%.*s", STR_ARG(text), STR_ARG(r->part[i]));
    r->target = form_find(&c->p->forms.at[0], text);
    if (r->target != NO_NAME) {
        r->kind = REF_SCENARIO;
        return true;
    }
    VEC(struct str) known = {0};
    const struct form *f = &c->p->forms.at[0];
    for (uint32_t i = 0; i < f->names.count; i++)
        VEC_PUSH(scratch(c), &known, f->names.at[i].text);
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
        VEC_PUSH(scratch(c), &known, k->fields.at[i].name);
    struct str what = str_format(scratch(c), "the field of %.*s", STR_ARG(k->name));
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
    for (uint32_t i = 1; i < r->part_count; i++) {
        if (kind == NO_NAME) return fail_name(c, id, r->part[i], NULL, 0, "the field");
        f = find_field(c->p, kind, r->part[i]);
        if (!f) return fail_field(c, id, kind, r->part[i]);
        n.field[n.field_count++] = r->part[i];
        n.text = str_format(c->p->arena, "%.*s.%.*s", STR_ARG(n.text), STR_ARG(r->part[i]));
        kind = f->catalog;
    }
    if (!f || f->catalog != NO_NAME)
        return diag_fail(c->p->diags, place(c, id), DIAG_UNIT_MISMATCH,
                         "%.*s is a catalogue entry, not a number; name one of its fields",
                         STR_ARG(n.text));
    if (f->text)
        return diag_fail(c->p->diags, place(c, id), DIAG_UNIT_MISMATCH,
                         "%.*s is text, not a number", STR_ARG(n.text));
    r->kind = REF_OWN;
    r->target = form_find(&c->p->forms.at[c->scope.form], n.text);
    if (r->target != NO_NAME) return true;
    n.unit = f->unit;
    n.unit_text = f->unit_text;
    n.growth = f->growth;
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
        if (c->scope.form == 0)
            return diag_fail(c->p->diags, place(c, id), DIAG_UNKNOWN_NAME,
                             "a scenario's values see only params.NAME");
        if (str_is(r->part[0], "age"))
            return diag_fail(c->p->diags, place(c, id), DIAG_UNKNOWN_NAME,
                             "`age` is known only inside the weight of cohorts()");
        return unknown_name(c, id, r->part[0]);
    }
    const struct name *n = &f->names.at[at];
    if (n->kind == NAME_ENTRY) return find_in_entry(c, id, r, at);
    if (r->part_count > 1 && n->kind != NAME_TABLE)
        return diag_fail(c->p->diags, place(c, id), DIAG_UNKNOWN_NAME, "%.*s has no fields",
                         STR_ARG(n->text));
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
        VEC_PUSH(scratch(c), &known, c->p->workloads.at[i].name);
    }
    return fail_name(c, id, r->workload, known.at, known.count, "the workload");
}

static bool resolve(struct checker *c, uint32_t id, struct ref **out)
{
    struct ref *r = &c->p->asts.refs.at[node(c, id)->extra];
    *out = r;
    if (r->kind != REF_UNRESOLVED) return true;
    if (c->scope.form != 0 && find_builtin(c, r)) return find_workload(c, id, r);
    bool found = is_scenario_word(r->part[0]) ? find_in_scenario(c, id, r) : find_own(c, id, r);
    return found && find_workload(c, id, r);
}

// A name that exists once per workload must stand where one workload is meant.
static bool check_workload(struct checker *c, uint32_t id, const struct ref *r, bool per_workload,
                           struct str text)
{
    if (!per_workload && r->workload.len > 0)
        return diag_fail(c->p->diags, place(c, id), DIAG_UNKNOWN_NAME,
                         "%.*s does not exist per workload", STR_ARG(text));
    if (!per_workload || r->workload.len > 0 || c->scope.per_workload) return true;
    diag_fail(c->p->diags, place(c, id), DIAG_UNKNOWN_NAME,
              "%.*s exists once for each workload", STR_ARG(text));
    diag_help(c->p->diags, "add it up with sum(..), or name one: %.*s[chat]", STR_ARG(text));
    return false;
}

static bool check_name(struct checker *c, uint32_t id, struct type *out)
{
    struct ref *r;
    if (!resolve(c, id, &r)) return false;
    if (r->kind == REF_BUILTIN) {
        enum dim_kind kind = BUILTINS[r->target].kind;
        *out = kind == KIND_COUNT ? type_pure() : type_of_dim(dim_of(kind));
        bool per_workload = r->target == BUILTIN_SERVED || r->target == BUILTIN_OFFERED;
        return check_workload(c, id, r, per_workload, r->part[0]);
    }
    const struct form *f = &c->p->forms.at[r->kind == REF_OWN ? c->scope.form : 0];
    const struct name *n = &f->names.at[r->target];
    if (n->infer && n->inferred.shown.at == NULL) {
        c->pending = r->target;
        return false;
    }
    if (n->kind == NAME_TABLE)
        return diag_fail(c->p->diags, place(c, id), DIAG_UNIT_MISMATCH,
                         "%.*s is a table; it stands in tier(), lookup() and interpolate()",
                         STR_ARG(n->text));
    *out = type_of_name(n);
    return check_workload(c, id, r, n->per_workload, n->text);
}

// ---- rules -------------------------------------------------------------------------------------

static bool fail_mismatch(struct checker *c, uint32_t id, struct type left, struct type right,
                          const char *verb)
{
    return diag_fail(c->p->diags, place(c, id), DIAG_UNIT_MISMATCH, "cannot %s %.*s and %.*s", verb,
                     STR_ARG(shown_unit(c, left)), STR_ARG(shown_unit(c, right)));
}

// Two values of one unit; a zero takes the other's.
static bool join(struct checker *c, uint32_t id, struct type a, struct type b, const char *verb,
                 struct type *out)
{
    if (a.text || b.text) return fail_mismatch(c, id, a, b, verb);
    if (!a.any && !b.any && !dim_eq(a.dim, b.dim)) return fail_mismatch(c, id, a, b, verb);
    bool bare = a.bare && b.bare;
    double period = a.period_months == b.period_months ? a.period_months : 0;
    if (a.any) period = b.period_months;
    if (b.any) period = a.period_months;
    *out = a.any ? b : a;
    out->bare = bare;
    out->period_months = period;
    return true;
}

static bool check_args(struct checker *c, uint32_t id, struct type *types)
{
    bool ok = true;
    const struct ast n = *node(c, id);
    for (uint32_t i = 0; i < n.count; i++) {
        uint32_t kid = ast_kid(&c->p->asts, id, i);
        ok = check_node(c, kid, &types[i]) && ok;
    }
    return ok;
}

static const char *verb_of(enum func f)
{
    if (f == FUNC_ADD) return "add";
    if (f == FUNC_SUB) return "subtract";
    if (func_row(f)->rule == RULE_COMPARE) return "compare";
    return "combine";
}

static bool rule_same(struct checker *c, uint32_t id, struct type *t, struct type *out)
{
    const struct ast n = *node(c, id);
    *out = t[0];
    for (uint32_t i = 1; i < n.count; i++)
        if (!join(c, id, *out, t[i], verb_of((enum func)n.what), out)) return false;
    if (t[0].text) return fail_mismatch(c, id, t[0], t[0], "compute with");
    return true;
}

static bool refuse_text(struct checker *c, uint32_t id, struct type t)
{
    return !t.text || diag_fail(c->p->diags, place(c, id), DIAG_UNIT_MISMATCH,
                                "this is text, not a number");
}

static bool rule_product(struct checker *c, uint32_t id, struct type *t, bool over,
                         struct type *out)
{
    if (!refuse_text(c, id, t[0]) || !refuse_text(c, id, t[1])) return false;
    *out = (struct type){.any = t[0].any || (!over && t[1].any)};
    if (out->any) return true;
    struct dim right = t[1].any ? DIM_NONE : t[1].dim;
    bool ok = over ? dim_over(t[0].dim, right, &out->dim) : dim_times(t[0].dim, right, &out->dim);
    if (!ok)
        return diag_fail(c->p->diags, place(c, id), DIAG_UNIT_MISMATCH, "this unit is too large");
    out->bare = t[0].bare && t[1].bare;
    if (dim_is_none(right)) out->period_months = t[0].period_months;
    if (!over && dim_is_none(t[0].dim)) out->period_months = t[1].period_months;
    return true;
}

static bool whole_constant(const struct checker *c, uint32_t id, int *value)
{
    int sign = 1;
    while (node(c, id)->kind == AST_CALL && node(c, id)->what == FUNC_NEG) {
        sign = -sign;
        id = ast_kid(&c->p->asts, id, 0);
    }
    const struct ast *n = node(c, id);
    if (n->kind != AST_NUMBER || fabs(n->number) > 100 || n->number != floor(n->number)) return false;
    *value = sign * (int)n->number;
    return true;
}

static bool rule_power(struct checker *c, uint32_t id, struct type *t, struct type *out)
{
    uint32_t exponent = ast_kid(&c->p->asts, id, 1);
    if (!refuse_text(c, id, t[0]) || !refuse_text(c, exponent, t[1])) return false;
    if (!t[1].any && !dim_is_none(t[1].dim))
        return diag_fail(c->p->diags, place(c, exponent), DIAG_UNIT_MISMATCH,
                         "an exponent is a pure number, not %.*s", STR_ARG(shown_unit(c, t[1])));
    *out = type_pure();
    out->bare = t[0].bare && t[1].bare;
    if (t[0].any || dim_is_none(t[0].dim)) return true;
    int power;
    if (!whole_constant(c, exponent, &power))
        return diag_fail(c->p->diags, place(c, exponent), DIAG_UNIT_MISMATCH,
                         "a value in %.*s takes only a whole number as its exponent",
                         STR_ARG(shown_unit(c, t[0])));
    out->bare = false;
    return dim_power(t[0].dim, power, &out->dim) ||
           diag_fail(c->p->diags, place(c, id), DIAG_UNIT_MISMATCH, "this unit is too large");
}

static bool rule_compare(struct checker *c, uint32_t id, struct type *t, struct type *out)
{
    *out = type_pure();
    bool equality = node(c, id)->what == FUNC_EQ || node(c, id)->what == FUNC_NE;
    if (t[0].text && t[1].text && equality) return true;
    struct type unused;
    return join(c, id, t[0], t[1], "compare", &unused);
}

static bool expect_pure(struct checker *c, uint32_t id, struct type t, const char *what)
{
    if (t.any || (!t.text && dim_is_none(t.dim))) return true;
    return diag_fail(c->p->diags, place(c, id), DIAG_UNIT_MISMATCH, "%s, not %.*s", what,
                     STR_ARG(shown_unit(c, t)));
}

static bool expect_time(struct checker *c, uint32_t id, struct type t)
{
    if (t.any || dim_eq(t.dim, dim_of(KIND_TIME))) return true;
    if (t.bare)
        return diag_fail(c->p->diags, place(c, id), DIAG_BARE_NUMBER,
                         "a time is expected: write 36 months");
    return diag_fail(c->p->diags, place(c, id), DIAG_UNIT_MISMATCH, "a time is expected, not %.*s",
                     STR_ARG(shown_unit(c, t)));
}

static bool rule_logic(struct checker *c, uint32_t id, struct type *t, struct type *out)
{
    *out = type_pure();
    bool ok = true;
    for (uint32_t i = 0; i < node(c, id)->count; i++)
        ok = expect_pure(c, ast_kid(&c->p->asts, id, i), t[i], "a condition is 1 or 0") && ok;
    return ok;
}

static bool rule_count(struct checker *c, uint32_t id, struct type *t, struct type *out)
{
    *out = t[0];
    bool token = dim_eq(t[0].dim, dim_of(KIND_TOKEN));
    if (t[0].any || (!t[0].text && dim_is_none(t[0].dim))) return true;
    if (dim_is_count(t[0].dim) || token) return true;
    diag_fail(c->p->diags, place(c, id), DIAG_UNIT_MISMATCH,
              "whole numbers are of counts and pure numbers, not of %.*s",
              STR_ARG(shown_unit(c, t[0])));
    diag_help(c->p->diags, "divide by a unit first, as in ceil(span / 1 month)");
    return false;
}

static bool rule_if(struct checker *c, uint32_t id, struct type *t, struct type *out)
{
    if (!expect_pure(c, ast_kid(&c->p->asts, id, 0), t[0], "a condition is 1 or 0")) return false;
    return join(c, id, t[1], t[2], "choose between", out);
}

static void warn_of_rate(struct checker *c, uint32_t id, struct type t)
{
    if (t.any || !dim_is_rate(t.dim)) return;
    diag_warn(c->p->diags, place(c, id), DIAG_RATE_SUM,
              "%.*s is a rate; adding up rates rarely makes sense", STR_ARG(shown_unit(c, t)));
    diag_help(c->p->diags, "multiply it by `month` to make it the amount of a month");
}

static bool rule_sum(struct checker *c, uint32_t id, struct type *out)
{
    bool outside = c->scope.per_workload;
    c->scope.per_workload = true;
    bool ok = check_node(c, ast_kid(&c->p->asts, id, 0), out);
    c->scope.per_workload = outside;
    if (ok) warn_of_rate(c, id, *out);
    return ok && refuse_text(c, id, *out);
}

static bool rule_cohorts(struct checker *c, uint32_t id, struct type *out)
{
    struct type t[2];
    bool ok = check_node(c, ast_kid(&c->p->asts, id, 0), &t[0]);
    bool outside = c->in_weight;
    c->in_weight = true;
    ok = check_node(c, ast_kid(&c->p->asts, id, 1), &t[1]) && ok;
    c->in_weight = outside;
    return ok && rule_product(c, id, t, false, out);
}

static bool rule_grow(struct checker *c, uint32_t id, struct type *t, struct type *out)
{
    *out = type_pure();
    if (t[0].any || t[0].period_months != 0) return true;
    diag_fail(c->p->diags, place(c, ast_kid(&c->p->asts, id, 0)), DIAG_UNIT_MISMATCH,
              "grow() takes a growth, not %.*s", STR_ARG(shown_unit(c, t[0])));
    diag_help(c->p->diags, "write it as a rate per period, such as 3 %%/year, in an input with "
                           "unit: growth");
    return false;
}

// The table of a call and its value column; the first column is what is looked up.
static bool check_table(struct checker *c, uint32_t id, const struct name **table, uint32_t *column)
{
    struct ref *r;
    if (node(c, id)->kind != AST_NAME)
        return diag_fail(c->p->diags, place(c, id), DIAG_WRONG_ARGUMENTS,
                         "the second argument is the name of a table");
    if (!resolve(c, id, &r)) return false;
    const struct name *n = r->kind == REF_OWN
                               ? &c->p->forms.at[c->scope.form].names.at[r->target]
                               : NULL;
    if (!n || n->kind != NAME_TABLE)
        return diag_fail(c->p->diags, place(c, id), DIAG_WRONG_ARGUMENTS,
                         "%.*s is not a table", STR_ARG(r->part[0]));
    *table = n;
    *column = 1;
    if (r->part_count == 1) return true;
    for (*column = 0; *column < n->column_count; (*column)++)
        if (str_eq(n->columns[*column].name, r->part[1])) return true;
    return diag_fail(c->p->diags, place(c, id), DIAG_UNKNOWN_NAME, "%.*s has no column %.*s",
                     STR_ARG(n->text), STR_ARG(r->part[1]));
}

static bool rule_table(struct checker *c, uint32_t id, struct type *out)
{
    uint32_t first = ast_kid(&c->p->asts, id, 0), second = ast_kid(&c->p->asts, id, 1);
    uint32_t column = 0;
    struct type x;
    const struct name *table = NULL;
    if (!check_node(c, first, &x) || !check_table(c, second, &table, &column)) return false;
    struct type key = {.dim = table->columns[0].unit.dim, .shown = table->columns[0].unit_text};
    struct type both[2] = {{.dim = table->columns[column].unit.dim}, x}, unused;
    if (!join(c, first, x, key, "look up", &unused)) return false;
    if (node(c, id)->what == FUNC_TIER) {
        both[1].dim = key.dim;
        both[1].any = false;
        return rule_product(c, id, both, false, out);
    }
    *out = both[0];
    return true;
}

// across(name): the other components' row of that name. All models that have it must agree.
static bool rule_across(struct checker *c, uint32_t id, struct type *out)
{
    uint32_t arg = ast_kid(&c->p->asts, id, 0);
    const struct ast *n = node(c, arg);
    if (n->kind != AST_NAME || c->p->asts.refs.at[n->extra].part_count != 1)
        return diag_fail(c->p->diags, place(c, arg), DIAG_WRONG_ARGUMENTS,
                         "across() takes the name of a row");
    struct str text = c->p->asts.refs.at[n->extra].part[0];
    *out = (struct type){.any = true};
    for (uint32_t i = 1; i < c->p->forms.count; i++) {
        uint32_t at = form_find(&c->p->forms.at[i], text);
        if (at == NO_NAME) continue;
        const struct name *found = &c->p->forms.at[i].names.at[at];
        if (found->kind == NAME_ENTRY || found->kind == NAME_TABLE || found->per_workload)
            return diag_fail(c->p->diags, place(c, arg), DIAG_WRONG_ARGUMENTS,
                             "%.*s of the model %.*s is no plain row", STR_ARG(text),
                             STR_ARG(c->p->forms.at[i].model));
        if (!join(c, arg, *out, type_of_name(found), "add across components", out)) return false;
    }
    return true;
}

static bool rule_given(struct checker *c, uint32_t id, struct type *out)
{
    uint32_t arg = ast_kid(&c->p->asts, id, 0);
    *out = type_pure();
    if (node(c, arg)->kind != AST_NAME)
        return diag_fail(c->p->diags, place(c, arg), DIAG_WRONG_ARGUMENTS,
                         "given() takes the name of an input, or of a field of one");
    struct ref *r;
    const struct ref raw = c->p->asts.refs.at[node(c, arg)->extra];
    uint32_t own = c->scope.form ? form_find(&c->p->forms.at[c->scope.form], raw.part[0]) : NO_NAME;
    bool entry = own != NO_NAME && raw.part_count == 1 &&
                 c->p->forms.at[c->scope.form].names.at[own].kind == NAME_ENTRY;
    if (entry) {
        r = &c->p->asts.refs.at[node(c, arg)->extra];
        r->kind = REF_OWN;
        r->target = own;
        return check_workload(c, arg, r, c->p->forms.at[c->scope.form].names.at[own].per_workload,
                              raw.part[0]);
    }
    if (!resolve(c, arg, &r)) return false;
    const struct name *n = r->kind == REF_OWN
                               ? &c->p->forms.at[c->scope.form].names.at[r->target]
                               : NULL;
    bool row = n && (n->kind == NAME_ROW || n->kind == NAME_COST || n->kind == NAME_METER);
    if (r->kind == REF_BUILTIN || row)
        return diag_fail(c->p->diags, place(c, arg), DIAG_WRONG_ARGUMENTS,
                         "only inputs are given; %.*s is computed", STR_ARG(r->part[0]));
    return !n || check_workload(c, arg, r, n->per_workload, n->text);
}

// Level payment. A rate per time goes with a term in time; pure numbers go with each other.
static bool rule_annuity(struct checker *c, uint32_t id, struct type *t, struct type *out)
{
    const struct ast n = *node(c, id);
    struct dim per_time;
    dim_over(DIM_NONE, dim_of(KIND_TIME), &per_time);
    bool timed = !t[0].any && dim_eq(t[0].dim, per_time);
    uint32_t term = ast_kid(&c->p->asts, id, 1);
    bool ok = timed || expect_pure(c, ast_kid(&c->p->asts, id, 0), t[0], "a rate is per time or pure");
    if (ok) ok = timed ? expect_time(c, term, t[1]) : expect_pure(c, term, t[1], "a count of payments is pure");
    if (!ok) return false;
    if (timed) c->p->asts.nodes.at[id].flags |= AST_TIMED;
    *out = t[2];
    if (n.count > 3 && !join(c, id, t[2], t[3], "combine", out)) return false;
    out->bare = false;
    return n.count < 5 || expect_pure(c, ast_kid(&c->p->asts, id, 4), t[4],
                                      "the last argument is 1 for payment in advance, else 0");
}

static bool rule_time_arg(struct checker *c, uint32_t id, struct type *t, struct type *out)
{
    *out = t[0];
    return expect_time(c, ast_kid(&c->p->asts, id, 1), t[1]);
}

static bool refuse_growth(struct checker *c, uint32_t id, const struct type *types)
{
    const struct ast n = *node(c, id);
    for (uint32_t i = 0; i < n.count; i++) {
        if (types[i].period_months >= 0) continue;
        uint32_t kid = ast_kid(&c->p->asts, id, i);
        diag_fail(c->p->diags, place(c, kid), DIAG_UNIT_MISMATCH,
                  "a growth stands only in grow(..)");
        return false;
    }
    return true;
}

static bool apply_rule(struct checker *c, uint32_t id, struct type *t, struct type *out)
{
    enum func_rule rule = func_row((enum func)node(c, id)->what)->rule;
    if (rule != RULE_GROW && rule != RULE_IF && !refuse_growth(c, id, t)) return false;
    switch (rule) {
    case RULE_SAME: return rule_same(c, id, t, out);
    case RULE_PRODUCT: return rule_product(c, id, t, false, out);
    case RULE_QUOTIENT: return rule_product(c, id, t, true, out);
    case RULE_POWER: return rule_power(c, id, t, out);
    case RULE_COMPARE: return rule_compare(c, id, t, out);
    case RULE_LOGIC: return rule_logic(c, id, t, out);
    case RULE_COUNT: return rule_count(c, id, t, out);
    case RULE_PURE:
        *out = type_pure();
        out->bare = t[0].bare;
        return expect_pure(c, ast_kid(&c->p->asts, id, 0), t[0], "a pure number is expected");
    case RULE_IF: return rule_if(c, id, t, out);
    case RULE_KEEP: *out = t[0]; return refuse_text(c, id, t[0]);
    case RULE_TIME_ARG: return rule_time_arg(c, id, t, out);
    case RULE_ADD_UP:
        *out = t[0];
        warn_of_rate(c, id, t[0]);
        return refuse_text(c, id, t[0]);
    case RULE_GROW: return rule_grow(c, id, t, out);
    case RULE_ANNUITY: return rule_annuity(c, id, t, out);
    case RULE_SUM: case RULE_COHORTS: case RULE_TABLE: case RULE_ACROSS: case RULE_GIVEN:
    case RULE_NONE: break;
    }
    return false;
}

static bool check_call(struct checker *c, uint32_t id, struct type *out)
{
    enum { MOST_ARGS = 16 };
    const struct func_row *f = func_row((enum func)node(c, id)->what);
    if (f->rule == RULE_SUM) return rule_sum(c, id, out);
    if (f->rule == RULE_COHORTS) return rule_cohorts(c, id, out);
    if (f->rule == RULE_TABLE) return rule_table(c, id, out);
    if (f->rule == RULE_ACROSS) return rule_across(c, id, out);
    if (f->rule == RULE_GIVEN) return rule_given(c, id, out);
    struct type types[MOST_ARGS];
    if (!check_args(c, id, types)) return false;
    if (!apply_rule(c, id, types, out)) return false;
    if (f->rule != RULE_SAME && f->rule != RULE_IF && f->rule != RULE_KEEP) out->shown = STR("");
    return true;
}

static bool check_number(struct checker *c, uint32_t id, struct type *out)
{
    const struct literal *l = &c->p->asts.literals.at[node(c, id)->extra];
    *out = (struct type){.dim = l->unit.dim,
                         .any = l->value == 0 && l->unit_text.len == 0,
                         .bare = l->unit_text.len == 0,
                         .period_months = l->period_months,
                         .shown = l->unit_text};
    return true;
}

// ---- uncertainty and paths ---------------------------------------------------------------------

static bool refuse_uncertainty(struct checker *c, uint32_t id)
{
    if (c->scope.may_be_uncertain) return true;
    diag_fail(c->p->diags, place(c, id), DIAG_BAD_RANGE, "a distribution can't stand in a formula");
    diag_help(c->p->diags, "make it an input, and give the distribution to that");
    return false;
}

static bool join_children(struct checker *c, uint32_t id, uint32_t from, struct type *out)
{
    bool ok = true;
    *out = (struct type){.any = true, .bare = true};
    for (uint32_t i = from; i < node(c, id)->count; i++) {
        uint32_t kid = ast_kid(&c->p->asts, id, i);
        struct type t;
        if (kid == 0) continue;
        if (!check_node(c, kid, &t))
            ok = false;
        else if (ok)
            ok = i == from || out->any ? (*out = t, true) : join(c, kid, *out, t, "combine", out);
    }
    return ok;
}

// Weights of a discrete distribution are pure numbers; its values have one unit.
static bool check_discrete(struct checker *c, uint32_t id, struct type *out)
{
    bool ok = true;
    *out = (struct type){.any = true, .bare = true};
    for (uint32_t i = 0; i < node(c, id)->count; i++) {
        uint32_t kid = ast_kid(&c->p->asts, id, i);
        struct type t;
        if (!check_node(c, kid, &t)) return false;
        if (i % 2 == 1)
            ok = expect_pure(c, kid, t, "a weight is a pure number") && ok;
        else
            ok = (out->any ? (*out = t, true) : join(c, kid, *out, t, "combine", out)) && ok;
    }
    return ok;
}

static bool check_dist(struct checker *c, uint32_t id, struct type *out)
{
    if (!refuse_uncertainty(c, id)) return false;
    bool ok = node(c, id)->kind == AST_DIST && node(c, id)->what == DIST_DISCRETE
                  ? check_discrete(c, id, out)
                  : join_children(c, id, 0, out);
    return ok && refuse_text(c, id, *out);
}

static bool check_stepped(struct checker *c, uint32_t id, struct type *out)
{
    if (!c->scope.growth)
        return diag_fail(c->p->diags, place(c, id), DIAG_SYNTAX,
                         "`stepped` stands only behind a growth");
    if (!check_node(c, ast_kid(&c->p->asts, id, 0), out)) return false;
    out->stepped = true;
    return true;
}

// {from: V, growth: G}: the value has V's unit, G is a growth.
static bool check_growth_path(struct checker *c, uint32_t id, struct type *out)
{
    struct type growth;
    bool outside = c->scope.growth;
    bool ok = check_node(c, ast_kid(&c->p->asts, id, 0), out);
    c->scope.growth = true;
    uint32_t kid = ast_kid(&c->p->asts, id, 1);
    ok = check_node(c, kid, &growth) && ok;
    c->scope.growth = outside;
    if (!ok || growth.any || growth.period_months != 0) return ok;
    diag_fail(c->p->diags, place(c, kid), DIAG_UNIT_MISMATCH, "a growth is expected, not %.*s",
              STR_ARG(shown_unit(c, growth)));
    diag_help(c->p->diags, "write it as a rate per period, such as 3 %%/year");
    return false;
}

static bool check_node(struct checker *c, uint32_t id, struct type *out)
{
    switch ((enum ast_kind)node(c, id)->kind) {
    case AST_NUMBER: return check_number(c, id, out);
    case AST_WORD: *out = (struct type){.text = true}; return true;
    case AST_NAME: return check_name(c, id, out);
    case AST_CALL: return check_call(c, id, out);
    case AST_DIST: case AST_RANGE: return check_dist(c, id, out);
    case AST_STEPPED: return check_stepped(c, id, out);
    case AST_GROWTH: return check_growth_path(c, id, out);
    case AST_STEPS: case AST_SERIES: return join_children(c, id, 0, out);
    case AST_TABLE: case AST_NONE: break;
    }
    return false;
}

bool check_formula(struct program *p, uint32_t root, struct check_scope scope, struct type *out,
                   uint32_t *pending)
{
    struct checker c = {.p = p, .scope = scope, .pending = NO_NAME};
    bool ok = check_node(&c, root, out);
    *pending = c.pending;
    return ok;
}

// ---- does a value fit? -------------------------------------------------------------------------

static bool fail_bare(struct program *p, uint32_t root, const struct name *wanted)
{
    struct checker c = {.p = p};
    const struct ast *n = node(&c, root);
    struct str unit = wanted->growth ? STR("%/year") : wanted->unit_text;
    diag_fail(p->diags, place(&c, root), DIAG_BARE_NUMBER, "%.*s needs a unit: %.*s",
              STR_ARG(wanted->text), STR_ARG(unit));
    if (n->kind != AST_NUMBER) return false;
    char number[NUM_TEXT];
    num_write(number, p->asts.literals.at[n->extra].value);
    diag_help(p->diags, "write %s %.*s", number, STR_ARG(unit));
    return false;
}

static bool fits_growth(struct program *p, uint32_t root, struct type t, const struct name *wanted)
{
    struct checker c = {.p = p};
    if (t.any || t.period_months != 0) return true;
    if (t.bare || (dim_is_none(t.dim) && !t.text)) return fail_bare(p, root, wanted);
    return diag_fail(p->diags, place(&c, root), DIAG_UNIT_MISMATCH,
                     "%.*s is a growth such as 3 %%/year, not %.*s", STR_ARG(wanted->text),
                     STR_ARG(shown_unit(&c, t)));
}

static struct str no_rate_help(struct program *p, struct type t, const struct name *wanted)
{
    uint8_t found = t.dim.currency[0].code, home = wanted->unit.dim.currency[0].code;
    if (!found || !home || found == home) return STR_NONE;
    struct dim same = t.dim;
    same.currency[0].code = home;
    if (!dim_eq(same, wanted->unit.dim)) return STR_NONE;
    return str_format(p->diags->arena, "give a rate in the scenario: exchange: {%.*s: 1.08 %.*s}",
                      STR_ARG(currency_name(found)), STR_ARG(currency_name(home)));
}

bool check_fits(struct program *p, uint32_t root, struct type t, const struct name *wanted)
{
    struct checker c = {.p = p};
    if (wanted->growth) return fits_growth(p, root, t, wanted);
    if (t.any || (!t.text && dim_eq(t.dim, wanted->unit.dim))) return true;
    if (t.bare && dim_is_count(wanted->unit.dim)) return true;
    if (t.bare) return fail_bare(p, root, wanted);
    diag_fail(p->diags, place(&c, root), DIAG_UNIT_MISMATCH, "%.*s is in %.*s, this is %.*s",
              STR_ARG(wanted->text), STR_ARG(shown_unit(&c, type_of_name(wanted))),
              STR_ARG(shown_unit(&c, t)));
    struct dim amount;
    struct str help = no_rate_help(p, t, wanted);
    if (help.len) diag_help(p->diags, "%.*s", STR_ARG(help));
    if (dim_times(t.dim, dim_of(KIND_TIME), &amount) && dim_eq(amount, wanted->unit.dim))
        diag_help(p->diags, "a rate becomes the amount of a month by `* month`");
    return false;
}

// ---- parameters --------------------------------------------------------------------------------

enum state { WAITING, OPEN, DONE };

static void fail_loop(struct program *p, const uint32_t *stack, uint32_t depth, uint32_t name)
{
    struct form *f = &p->forms.at[0];
    struct text t = {.arena = p->diags->arena};
    uint32_t at = depth;
    while (at > 0 && stack[at - 1] != name) at--;
    uint32_t shown = 0;
    for (uint32_t i = at ? at - 1 : 0; i < depth && shown < 8; i++, shown++)
        text_addf(&t, "%.*s -> ", STR_ARG(f->names.at[stack[i]].text));
    if (depth - (at ? at - 1 : 0) > shown) text_add_c(&t, "... -> ");
    text_add(&t, f->names.at[name].text);
    diag_fail(p->diags, f->names.at[name].where, DIAG_CYCLE, "%.*s needs itself: %.*s",
              STR_ARG(f->names.at[name].text), STR_ARG(text_str(&t)));
}

static void infer(struct program *p, uint32_t first, uint8_t *state, uint32_t *stack)
{
    uint32_t depth = 0;
    stack[depth++] = first;
    while (depth > 0) {
        uint32_t at = stack[depth - 1], pending = NO_NAME;
        struct name *n = &p->forms.at[0].names.at[at];
        struct check_scope scope = {.may_be_uncertain = true, .growth = true};
        struct type t = {.any = true};
        state[at] = OPEN;
        bool ok = n->formula != 0 && check_formula(p, n->formula, scope, &t, &pending);
        if (!ok && pending != NO_NAME && state[pending] == WAITING) {
            stack[depth++] = pending;
            continue;
        }
        if (!ok && pending != NO_NAME && state[pending] == OPEN) fail_loop(p, stack, depth, pending);
        if (!ok) t = (struct type){.any = true};  // reported: goes with everything from here on
        if (t.shown.at == NULL) t.shown = STR("");
        n->inferred = t;
        state[at] = DONE;
        depth--;
    }
}

void check_inferred(struct program *p)
{
    uint32_t count = p->forms.at[0].names.count;
    uint8_t *state = ARENA_ARRAY(p->arena, uint8_t, count);
    uint32_t *stack = ARENA_ARRAY(p->arena, uint32_t, count + 1);
    for (uint32_t i = 0; i < count; i++)
        if (p->forms.at[0].names.at[i].infer && state[i] == WAITING) infer(p, i, state, stack);
}
