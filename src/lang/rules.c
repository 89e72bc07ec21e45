// rules.c - the units that calls and operators want, and those that they give.
#include "lang/check_int.h"

#include "base/num.h"

#include <math.h>

static struct type type_of_dim(struct dim dim)
{
    return (struct type){.dim = dim};
}

static struct type type_pure(void)
{
    return type_of_dim(DIM_NONE);
}

static bool fail_mismatch(struct checker *c, uint32_t id, struct type left, struct type right,
                          const char *verb)
{
    return diag_fail(c->p->diags, checked_place(c, id), DIAG_UNIT_MISMATCH,
                     "cannot %s %.*s and %.*s", verb, STR_ARG(shown_unit(c, left)),
                     STR_ARG(shown_unit(c, right)));
}

bool join_types(struct checker *c, uint32_t id, struct type a, struct type b, const char *verb,
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
    const struct ast n = *checked(c, id);
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
    const struct ast n = *checked(c, id);
    *out = t[0];
    for (uint32_t i = 1; i < n.count; i++)
        if (!join_types(c, id, *out, t[i], verb_of((enum func)n.what), out)) return false;
    if (t[0].text) return fail_mismatch(c, id, t[0], t[0], "compute with");
    return true;
}

bool refuse_text(struct checker *c, uint32_t id, struct type t)
{
    return !t.text || diag_fail(c->p->diags, checked_place(c, id), DIAG_UNIT_MISMATCH,
                                "this is text, not a number");
}

static bool rule_product(struct checker *c, uint32_t id, struct type *t, bool over,
                         struct type *out)
{
    if (!refuse_text(c, id, t[0]) || !refuse_text(c, id, t[1])) return false;
    *out = (struct type){.any = t[0].any || (!over && t[1].any)};
    if (out->any) return true;
    struct dim right = t[1].any ? DIM_NONE : t[1].dim;
    bool ok =
        over ? dim_over(t[0].dim, right, &out->dim) : dim_times(t[0].dim, right, &out->dim);
    if (!ok)
        return diag_fail(c->p->diags, checked_place(c, id), DIAG_UNIT_MISMATCH,
                         "this unit is too large");
    out->bare = t[0].bare && t[1].bare;
    if (dim_is_none(right)) out->period_months = t[0].period_months;
    if (!over && dim_is_none(t[0].dim)) out->period_months = t[1].period_months;
    return true;
}

static bool whole_constant(const struct checker *c, uint32_t id, int *value)
{
    int sign = 1;
    while (checked(c, id)->kind == AST_CALL && checked(c, id)->what == FUNC_NEG) {
        sign = -sign;
        id = ast_kid(&c->p->asts, id, 0);
    }
    const struct ast *n = checked(c, id);
    if (n->kind != AST_NUMBER || fabs(n->number) > 100 || n->number != num_floor(n->number))
        return false;
    *value = sign * (int)n->number;
    return true;
}

static bool rule_power(struct checker *c, uint32_t id, struct type *t, struct type *out)
{
    uint32_t exponent = ast_kid(&c->p->asts, id, 1);
    if (!refuse_text(c, id, t[0]) || !refuse_text(c, exponent, t[1])) return false;
    if (!t[1].any && !dim_is_none(t[1].dim))
        return diag_fail(c->p->diags, checked_place(c, exponent), DIAG_UNIT_MISMATCH,
                         "an exponent is a pure number, not %.*s",
                         STR_ARG(shown_unit(c, t[1])));
    *out = type_pure();
    out->bare = t[0].bare && t[1].bare;
    if (t[0].any || dim_is_none(t[0].dim)) return true;
    int power;
    if (!whole_constant(c, exponent, &power))
        return diag_fail(c->p->diags, checked_place(c, exponent), DIAG_UNIT_MISMATCH,
                         "a value in %.*s takes only a whole number as its exponent",
                         STR_ARG(shown_unit(c, t[0])));
    out->bare = false;
    return dim_power(t[0].dim, power, &out->dim) ||
           diag_fail(c->p->diags, checked_place(c, id), DIAG_UNIT_MISMATCH,
                     "this unit is too large");
}

static bool rule_compare(struct checker *c, uint32_t id, struct type *t, struct type *out)
{
    *out = type_pure();
    bool equality = checked(c, id)->what == FUNC_EQ || checked(c, id)->what == FUNC_NE;
    if (t[0].text && t[1].text && equality) return true;
    struct type unused;
    return join_types(c, id, t[0], t[1], "compare", &unused);
}

bool expect_pure(struct checker *c, uint32_t id, struct type t, const char *what)
{
    if (t.any || (!t.text && dim_is_none(t.dim))) return true;
    return diag_fail(c->p->diags, checked_place(c, id), DIAG_UNIT_MISMATCH, "%s, not %.*s",
                     what, STR_ARG(shown_unit(c, t)));
}

bool expect_time(struct checker *c, uint32_t id, struct type t)
{
    if (t.any || dim_eq(t.dim, dim_of(KIND_TIME))) return true;
    if (t.bare)
        return diag_fail(c->p->diags, checked_place(c, id), DIAG_BARE_NUMBER,
                         "a time is expected: write 36 months");
    return diag_fail(c->p->diags, checked_place(c, id), DIAG_UNIT_MISMATCH,
                     "a time is expected, not %.*s", STR_ARG(shown_unit(c, t)));
}

static bool rule_logic(struct checker *c, uint32_t id, struct type *t, struct type *out)
{
    *out = type_pure();
    bool ok = true;
    for (uint32_t i = 0; i < checked(c, id)->count; i++)
        ok = expect_pure(c, ast_kid(&c->p->asts, id, i), t[i], "a condition is 1 or 0") && ok;
    return ok;
}

static bool rule_count(struct checker *c, uint32_t id, struct type *t, struct type *out)
{
    *out = t[0];
    bool token = dim_eq(t[0].dim, dim_of(KIND_TOKEN));
    if (t[0].any || (!t[0].text && dim_is_none(t[0].dim))) return true;
    if (dim_is_count(t[0].dim) || token) return true;
    diag_fail(c->p->diags, checked_place(c, id), DIAG_UNIT_MISMATCH,
              "whole numbers are of counts and pure numbers, not of %.*s",
              STR_ARG(shown_unit(c, t[0])));
    diag_help(c->p->diags, "divide by a unit first, as in ceil(span / 1 month)");
    return false;
}

static bool rule_if(struct checker *c, uint32_t id, struct type *t, struct type *out)
{
    if (!expect_pure(c, ast_kid(&c->p->asts, id, 0), t[0], "a condition is 1 or 0"))
        return false;
    return join_types(c, id, t[1], t[2], "choose between", out);
}

static void warn_of_rate(struct checker *c, uint32_t id, struct type t)
{
    if (t.any || !dim_is_rate(t.dim)) return;
    diag_warn(c->p->diags, checked_place(c, id), DIAG_RATE_SUM,
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
    const struct ast *amount = checked(c, ast_kid(&c->p->asts, id, 0));
    bool outside = c->in_weight, outside_lines = c->of_lines;
    c->in_weight = true;
    c->of_lines = amount->kind == AST_CALL && amount->what == FUNC_LINES;
    ok = check_node(c, ast_kid(&c->p->asts, id, 1), &t[1]) && ok;
    c->in_weight = outside;
    c->of_lines = outside_lines;
    return ok && rule_product(c, id, t, false, out);
}

static bool rule_grow(struct checker *c, uint32_t id, struct type *t, struct type *out)
{
    *out = type_pure();
    if (t[0].any || t[0].period_months != 0) return true;
    diag_fail(c->p->diags, checked_place(c, ast_kid(&c->p->asts, id, 0)), DIAG_UNIT_MISMATCH,
              "grow() takes a growth, not %.*s", STR_ARG(shown_unit(c, t[0])));
    diag_help(c->p->diags, "write it as a rate per period, such as 3 %%/year, in an input with "
                           "unit: growth");
    return false;
}

// The table of a call and its value column; the first column is what is looked up.
static bool check_table(struct checker *c, uint32_t id, const struct name **table,
                        uint32_t *column)
{
    struct ref *r;
    if (checked(c, id)->kind != AST_NAME)
        return diag_fail(c->p->diags, checked_place(c, id), DIAG_WRONG_ARGUMENTS,
                         "the second argument is the name of a table");
    if (!resolve_name(c, id, &r)) return false;
    const struct name *n =
        r->kind == REF_OWN ? &c->p->forms.at[c->scope.form].names.at[r->target] : NULL;
    if (!n || n->kind != NAME_TABLE)
        return diag_fail(c->p->diags, checked_place(c, id), DIAG_WRONG_ARGUMENTS,
                         "%.*s is not a table", STR_ARG(r->part[0]));
    *table = n;
    *column = 1;
    if (r->part_count == 1) return true;
    for (*column = 0; *column < n->column_count; (*column)++)
        if (str_eq(n->columns[*column].name, r->part[1])) return true;
    return diag_fail(c->p->diags, checked_place(c, id), DIAG_UNKNOWN_NAME,
                     "%.*s has no column %.*s", STR_ARG(n->text), STR_ARG(r->part[1]));
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
    if (!join_types(c, first, x, key, "look up", &unused)) return false;
    if (checked(c, id)->what == FUNC_TIER) {
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
    const struct ast *n = checked(c, arg);
    if (c->scope.form == 0)
        return diag_fail(c->p->diags, checked_place(c, id), DIAG_WRONG_ARGUMENTS,
                         "across() can stand in models only: it adds up over components");
    if (n->kind != AST_NAME || c->p->asts.refs.at[n->extra].part_count != 1)
        return diag_fail(c->p->diags, checked_place(c, arg), DIAG_WRONG_ARGUMENTS,
                         "across() takes the name of a row");
    struct str text = c->p->asts.refs.at[n->extra].part[0];
    *out = (struct type){.any = true};
    for (uint32_t i = 1; i < c->p->forms.count; i++) {
        uint32_t at = form_find(&c->p->forms.at[i], text);
        if (at == NO_NAME) continue;
        const struct name *found = &c->p->forms.at[i].names.at[at];
        if (found->kind == NAME_ENTRY || found->kind == NAME_TABLE || found->per_workload)
            return diag_fail(c->p->diags, checked_place(c, arg), DIAG_WRONG_ARGUMENTS,
                             "%.*s of the model %.*s is no plain row", STR_ARG(text),
                             STR_ARG(c->p->forms.at[i].model));
        if (!join_types(c, arg, *out, type_of_name(found), "add across components", out))
            return false;
    }
    return true;
}

// One argument of lines(): NAME='WORD', one of the words where there is a list of them.
static bool check_filter(struct checker *c, uint32_t id, uint32_t i)
{
    static const char *const names[] = {"class", "category", "line", "flow", "when"};
    static const char *const words[][6] = {{"capex", "opex", "risk", "benefit", "financing"},
                                           {NULL},
                                           {NULL},
                                           {"bought", "sold"},
                                           {"caused", "paid", "opening"}};
    struct str name = ast_arg_name(&c->p->asts, id, i);
    uint32_t kid = ast_kid(&c->p->asts, id, i);
    size_t which = 0;
    while (which < COUNT_OF(names) && !str_is(name, names[which]))
        which++;
    if (which == COUNT_OF(names) || checked(c, kid)->kind != AST_WORD) {
        diag_fail(
            c->p->diags, checked_place(c, kid), DIAG_WRONG_ARGUMENTS,
            "lines() takes class, category, line, flow and when, each by name, with a word");
        diag_help(c->p->diags, "for example lines(class='capex', flow='bought')");
        return false;
    }
    struct str word = c->p->asts.words.at[checked(c, kid)->extra], known[6];
    size_t count = 0;
    for (; words[which][count]; count++) {
        known[count] = str_of(words[which][count]);
        if (str_eq(known[count], word)) return true;
    }
    if (count == 0) return true;
    diag_fail(c->p->diags, checked_place(c, kid), DIAG_WRONG_ARGUMENTS,
              "lines() knows no %s called '%.*s'", names[which],
              STR_ARG(str_visible(c->p->diags->arena, word)));
    diag_help_nearest(c->p->diags, word, known, count);
    return false;
}

// lines(class='opex'): money of the option's components.
static bool rule_lines(struct checker *c, uint32_t id, struct type *out)
{
    *out = (struct type){.dim = dim_of_currency(c->p->units.home)};
    if (!c->p->forms.at[c->scope.form].of_option) {
        diag_fail(c->p->diags, checked_place(c, id), DIAG_WRONG_ARGUMENTS,
                  "lines() stands only in models of `level: option`, which are computed behind "
                  "the components");
        return false;
    }
    bool ok = true;
    for (uint32_t i = 0; i < checked(c, id)->count; i++)
        ok = check_filter(c, id, i) && ok;
    return ok;
}

static bool rule_given(struct checker *c, uint32_t id, struct type *out)
{
    uint32_t arg = ast_kid(&c->p->asts, id, 0);
    *out = type_pure();
    if (checked(c, arg)->kind != AST_NAME)
        return diag_fail(c->p->diags, checked_place(c, arg), DIAG_WRONG_ARGUMENTS,
                         "given() takes the name of an input, or of a field of one");
    struct ref *r;
    const struct ref raw = c->p->asts.refs.at[checked(c, arg)->extra];
    uint32_t own =
        c->scope.form ? form_find(&c->p->forms.at[c->scope.form], raw.part[0]) : NO_NAME;
    bool entry = own != NO_NAME && raw.part_count == 1 &&
                 c->p->forms.at[c->scope.form].names.at[own].kind == NAME_ENTRY;
    if (entry) {
        r = &c->p->asts.refs.at[checked(c, arg)->extra];
        r->kind = REF_OWN;
        r->target = own;
        return check_workload(
            c, arg, r, c->p->forms.at[c->scope.form].names.at[own].per_workload, raw.part[0]);
    }
    if (!resolve_name(c, arg, &r)) return false;
    const struct name *n =
        r->kind == REF_OWN ? &c->p->forms.at[c->scope.form].names.at[r->target] : NULL;
    bool row = n && (n->kind == NAME_ROW || n->kind == NAME_COST || n->kind == NAME_METER);
    if (r->kind == REF_BUILTIN || row)
        return diag_fail(c->p->diags, checked_place(c, arg), DIAG_WRONG_ARGUMENTS,
                         "only inputs are given; %.*s is computed", STR_ARG(r->part[0]));
    return !n || check_workload(c, arg, r, n->per_workload, n->text);
}

// A share for each age and a condition, which mean something only where there is an age.
static bool rule_weight(struct checker *c, uint32_t id, struct type *t, struct type *out)
{
    *out = type_pure();
    if (!c->in_weight)
        return diag_fail(c->p->diags, checked_place(c, id), DIAG_WRONG_ARGUMENTS,
                         "written_down() stands only inside the weight of cohorts()");
    return expect_pure(c, ast_kid(&c->p->asts, id, 0), t[0], "a share is a pure number") &&
           expect_pure(c, ast_kid(&c->p->asts, id, 1), t[1], "a condition is 1 or 0");
}

static bool writes_down(const struct checker *c, uint32_t id)
{
    const struct ast *n = checked(c, id);
    if (n->kind != AST_CALL) return false;
    if (n->what == FUNC_WRITTEN_DOWN) return true;
    for (uint32_t i = 0; i < n->count; i++)
        if (writes_down(c, ast_kid(&c->p->asts, id, i))) return true;
    return false;
}

// written_off(row): a part of a row of the same model that ends a depreciation.
static bool rule_written_off(struct checker *c, uint32_t id, struct type *out)
{
    uint32_t arg = ast_kid(&c->p->asts, id, 0);
    struct ref *r = NULL;
    if (checked(c, arg)->kind == AST_NAME && !resolve_name(c, arg, &r)) return false;
    const struct name *n = r && r->kind == REF_OWN && r->part_count == 1
                               ? &c->p->forms.at[c->scope.form].names.at[r->target]
                               : NULL;
    if (!n || n->kind != NAME_ROW || !n->formula || !writes_down(c, n->formula))
        return diag_fail(c->p->diags, checked_place(c, arg), DIAG_WRONG_ARGUMENTS,
                         "written_off() takes the name of a row of the model that uses "
                         "written_down()");
    *out = type_of_name(n);
    return check_workload(c, arg, r, n->per_workload, n->text);
}

static bool rule_time_arg(struct checker *c, uint32_t id, struct type *t, struct type *out)
{
    *out = t[0];
    return expect_time(c, ast_kid(&c->p->asts, id, 1), t[1]);
}

static bool refuse_growth(struct checker *c, uint32_t id, const struct type *types)
{
    const struct ast n = *checked(c, id);
    for (uint32_t i = 0; i < n.count; i++) {
        if (types[i].period_months >= 0) continue;
        uint32_t kid = ast_kid(&c->p->asts, id, i);
        diag_fail(c->p->diags, checked_place(c, kid), DIAG_UNIT_MISMATCH,
                  "a growth stands only in grow(..)");
        return false;
    }
    return true;
}

static bool apply_rule(struct checker *c, uint32_t id, struct type *t, struct type *out)
{
    enum func_rule rule = func_row((enum func)checked(c, id)->what)->rule;
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
    case RULE_WEIGHT: return rule_weight(c, id, t, out);
    case RULE_CALENDAR:
        *out = type_pure();
        return expect_time(c, ast_kid(&c->p->asts, id, 0), t[0]);
    case RULE_SUM:
    case RULE_COHORTS:
    case RULE_TABLE:
    case RULE_ACROSS:
    case RULE_GIVEN:
    case RULE_LINES:
    case RULE_WRITTEN_OFF:
    case RULE_NONE: break;
    }
    return false;
}

bool check_call(struct checker *c, uint32_t id, struct type *out)
{
    enum { MOST_ARGS = 16 };
    const struct func_row *f = func_row((enum func)checked(c, id)->what);
    if (f->rule == RULE_SUM) return rule_sum(c, id, out);
    if (f->rule == RULE_COHORTS) return rule_cohorts(c, id, out);
    if (f->rule == RULE_TABLE) return rule_table(c, id, out);
    if (f->rule == RULE_ACROSS) return rule_across(c, id, out);
    if (f->rule == RULE_GIVEN) return rule_given(c, id, out);
    if (f->rule == RULE_LINES) return rule_lines(c, id, out);
    if (f->rule == RULE_WRITTEN_OFF) return rule_written_off(c, id, out);
    struct type types[MOST_ARGS];
    if (!check_args(c, id, types)) return false;
    if (!apply_rule(c, id, types, out)) return false;
    if (f->rule != RULE_SAME && f->rule != RULE_IF && f->rule != RULE_KEEP)
        out->shown = STR("");
    return true;
}
