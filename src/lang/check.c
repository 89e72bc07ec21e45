#include "lang/check_int.h"

#include "base/num.h"

#include <math.h>

struct str shown_unit(const struct checker *c, struct type t)
{
    if (t.any) return STR("0");
    if (t.text) return STR("text");
    if (t.shown.len) return t.shown;
    if (dim_is_none(t.dim)) return STR("a pure number");
    struct unit unused;
    return unit_of_dim(c->p->diags->arena, &c->p->units, t.dim, STR("month"), &unused);
}

struct type type_of_name(const struct name *n)
{
    if (n->broken) return (struct type){.any = true};
    if (n->infer) return *n->inferred;
    if (n->kind == NAME_CHOICE) return (struct type){.text = true};
    struct type t = {.dim = n->unit.dim, .shown = n->unit_text};
    if (n->growth) t.period_months = -1;  // known only where it is given
    return t;
}

static bool check_number(struct checker *c, uint32_t id, struct type *out)
{
    const struct literal *l = &c->p->asts.literals.at[checked(c, id)->extra];
    *out = (struct type){.dim = l->unit.dim,
                         .any = l->value == 0 && l->unit_text.len == 0,
                         .bare = l->unit_text.len == 0,
                         .period_months = l->period_months,
                         .shown = l->unit_text};
    return true;
}

static bool refuse_uncertainty(struct checker *c, uint32_t id)
{
    if (c->scope.may_be_uncertain) return true;
    diag_fail(c->p->diags, checked_place(c, id), DIAG_BAD_RANGE,
              "a distribution can't stand in a formula");
    diag_help(c->p->diags, "make it an input, and give the distribution to that");
    return false;
}

static bool join_children(struct checker *c, uint32_t id, uint32_t from, struct type *out)
{
    bool ok = true;
    *out = (struct type){.any = true, .bare = true};
    for (uint32_t i = from; i < checked(c, id)->count; i++) {
        uint32_t kid = ast_kid(&c->p->asts, id, i);
        struct type t;
        if (kid == 0) continue;
        if (!check_node(c, kid, &t))
            ok = false;
        else if (ok)
            ok = i == from || out->any ? (*out = t, true)
                                       : join_types(c, kid, *out, t, "combine", out);
    }
    return ok;
}

// Weights of a discrete distribution are pure numbers; its values have one unit.
static bool check_discrete(struct checker *c, uint32_t id, struct type *out)
{
    bool ok = true;
    *out = (struct type){.any = true, .bare = true};
    for (uint32_t i = 0; i < checked(c, id)->count; i++) {
        uint32_t kid = ast_kid(&c->p->asts, id, i);
        struct type t;
        if (!check_node(c, kid, &t)) return false;
        if (i % 2 == 1)
            ok = expect_pure(c, kid, t, "a weight is a pure number") && ok;
        else
            ok = (out->any ? (*out = t, true) : join_types(c, kid, *out, t, "combine", out)) &&
                 ok;
    }
    return ok;
}

static bool check_dist(struct checker *c, uint32_t id, struct type *out)
{
    if (!refuse_uncertainty(c, id)) return false;
    bool ok = checked(c, id)->kind == AST_DIST && checked(c, id)->what == DIST_DISCRETE
                  ? check_discrete(c, id, out)
                  : join_children(c, id, 0, out);
    return ok && refuse_text(c, id, *out);
}

static bool check_stepped(struct checker *c, uint32_t id, struct type *out)
{
    if (!c->scope.growth)
        return diag_fail(c->p->diags, checked_place(c, id), DIAG_SYNTAX,
                         "`stepped` stands only behind a growth");
    if (!check_node(c, ast_kid(&c->p->asts, id, 0), out)) return false;
    out->stepped = true;
    return true;
}

static bool check_rate_of_path(struct checker *c, uint32_t kid, const char *what,
                               const char *example)
{
    struct type rate;
    bool outside = c->scope.growth;
    c->scope.growth = true;
    bool ok = check_node(c, kid, &rate);
    c->scope.growth = outside;
    if (!ok || rate.any || rate.period_months != 0) return ok;
    diag_fail(c->p->diags, checked_place(c, kid), DIAG_UNIT_MISMATCH,
              "%s is expected, not %.*s", what, STR_ARG(shown_unit(c, rate)));
    diag_help(c->p->diags, "write it as a rate per period, such as %s", example);
    return false;
}

static bool check_volatility(struct checker *c, uint32_t id)
{
    uint32_t kid = ast_kid(&c->p->asts, id, 2);
    if (!refuse_uncertainty(c, id)) return false;
    if (checked(c, kid)->kind == AST_STEPPED)
        return diag_fail(c->p->diags, checked_place(c, kid), DIAG_SYNTAX,
                         "a volatility can't be `stepped`");
    return check_rate_of_path(c, kid, "a volatility", "30 %/year");
}

// {from: V, growth: G, volatility: S}: the value has V's unit, G and S are per period.
static bool check_growth_path(struct checker *c, uint32_t id, struct type *out)
{
    bool ok = check_node(c, ast_kid(&c->p->asts, id, 0), out);
    ok = check_rate_of_path(c, ast_kid(&c->p->asts, id, 1), "a growth", "3 %/year") && ok;
    return (checked(c, id)->count < 3 || check_volatility(c, id)) && ok;
}

static bool fail_loose(struct checker *c, uint32_t id)
{
    return diag_fail(c->p->diags, checked_place(c, id), DIAG_WRONG_ARGUMENTS,
                     "lists, dates and null stand only where a finance function takes them");
}

bool check_node(struct checker *c, uint32_t id, struct type *out)
{
    switch ((enum ast_kind)checked(c, id)->kind) {
    case AST_NUMBER: return check_number(c, id, out);
    case AST_WORD: *out = (struct type){.text = true}; return true;
    case AST_NAME: return check_name(c, id, out);
    case AST_CALL: return check_call(c, id, out);
    case AST_DIST:
    case AST_RANGE: return check_dist(c, id, out);
    case AST_STEPPED: return check_stepped(c, id, out);
    case AST_GROWTH: return check_growth_path(c, id, out);
    case AST_CASES: return refuse_uncertainty(c, id) && join_children(c, id, 1, out);
    case AST_STEPS:
    case AST_SERIES: return join_children(c, id, 0, out);
    case AST_CALC: return check_calc(c, id, out);
    case AST_LIST:
    case AST_DATE:
    case AST_NULL: return fail_loose(c, id);
    case AST_TABLE:
    case AST_NONE: break;
    }
    return false;
}

bool check_formula(struct program *p, uint32_t root, struct check_scope scope, struct type *out,
                   uint32_t *pending)
{
    struct checker c = {.p = p, .scope = scope, .pending = NO_NAME, .root = root};
    bool ok = check_node(&c, root, out);
    *pending = c.pending;
    return ok;
}

// ---- does a value fit? -------------------------------------------------------------------------

static bool fail_bare(struct program *p, uint32_t root, const struct name *wanted)
{
    struct checker c = {.p = p};
    const struct ast *n = checked(&c, root);
    struct str unit = wanted->growth ? STR("%/year") : wanted->unit_text;
    diag_fail(p->diags, checked_place(&c, root), DIAG_BARE_NUMBER, "%.*s needs a unit: %.*s",
              STR_ARG(wanted->text), STR_ARG(unit));
    if (n->kind != AST_NUMBER) return false;
    char number[NUM_TEXT];
    double value = p->asts.literals.at[n->extra].value;
    bool share = str_starts(unit, STR("1/"));  // nobody writes 9 1/year
    bool percent = share || wanted->growth;    // .. and 0.09 means 9 %/year
    num_write(number, percent && value > -1 && value < 1 ? num_round(value * 100, 9) : value);
    diag_help(p->diags, "write %s %s%.*s", number, share ? "%" : "",
              STR_ARG(str_cut(unit, share, unit.len)));
    return false;
}

// What a rate of so many months is over a year; false where that is no whole number of periods.
static bool over_a_year(double rate, double period, double *year)
{
    enum { MOST = 10000 };  // an hour is the shortest that anyone writes
    double times = num_round(12 / period, 0), grown = 1;
    if (!(rate > -1) || times > MOST || fabs(times * period - 12) > 1e-9) return false;
    for (int i = 0; i < times; i++)
        grown *= 1 + rate;
    *year = grown - 1;
    return isfinite(*year);
}

// 1 %/month is not 12 % a year where a year compounds, and units convert by division.
bool check_compounds(struct program *p, uint32_t root, struct type t)
{
    struct checker c = {.p = p};
    const struct ast *n = checked(&c, root);
    const struct literal *l = n->kind == AST_NUMBER ? &p->asts.literals.at[n->extra] : NULL;
    double period = t.period_months, seconds = period * p->units.hours_per_month * 3600, year;
    if (!(period > 0) || fabs(period - 12) < 1e-9 || (l && l->value == 0)) return true;
    diag_fail(p->diags, checked_place(&c, root), DIAG_UNIT_MISMATCH,
              "this rate compounds over a year, and is given in %.*s",
              STR_ARG(shown_unit(&c, t)));
    char text[NUM_TEXT];
    if (l && over_a_year(l->value * l->unit.factor * seconds, period, &year)) {
        num_write_tidy(text, num_round(100 * year, 6));
        diag_help(p->diags, "write %s %%/year, which is as much over a year", text);
    } else
        diag_help(p->diags, "write in %%/year what it is over a year, compounded");
    return false;
}

static bool fits_growth(struct program *p, uint32_t root, struct type t,
                        const struct name *wanted)
{
    struct checker c = {.p = p};
    if (t.any || t.period_months != 0) return true;
    if (t.bare || (dim_is_none(t.dim) && !t.text)) return fail_bare(p, root, wanted);
    enum ast_kind kind = (enum ast_kind)checked(&c, root)->kind;
    bool path = kind == AST_STEPS || kind == AST_SERIES || kind == AST_RANGE;
    if (path && dim_eq(t.dim, wanted->unit.dim)) {
        diag_fail(p->diags, checked_place(&c, root), DIAG_UNIT_MISMATCH,
                  "the growths of %.*s are of several periods", STR_ARG(wanted->text));
        diag_help(p->diags, "write all of them by the month or all by the year: 1 %%/month "
                            "compounds to 12.6825 %%/year");
        return false;
    }
    return diag_fail(p->diags, checked_place(&c, root), DIAG_UNIT_MISMATCH,
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
    return str_format(p->diags->arena,
                      "say in the scenario what one %.*s is worth: exchange: {%.*s: .. %.*s}",
                      STR_ARG(currency_name(found)), STR_ARG(currency_name(found)),
                      STR_ARG(currency_name(home)));
}

// One rate that is missing is one mistake, however many prices need it.
static bool was_helped(const struct diags *d, struct str help)
{
    for (uint32_t i = 0; i < d->list.count; i++)
        if (str_eq(d->list.at[i].help, help)) return true;
    return false;
}

bool check_fits(struct program *p, uint32_t root, struct type t, const struct name *wanted)
{
    struct checker c = {.p = p};
    if (wanted->broken) return true;
    if (wanted->growth) return fits_growth(p, root, t, wanted);
    if (wanted->compounds && !check_compounds(p, root, t)) return false;
    if (t.any || (!t.text && dim_eq(t.dim, wanted->unit.dim))) return true;
    if (t.bare && dim_is_count(wanted->unit.dim)) return true;
    if (t.bare) return fail_bare(p, root, wanted);
    struct str help = no_rate_help(p, t, wanted);
    if (help.len && was_helped(p->diags, help)) return false;
    diag_fail(p->diags, checked_place(&c, root), DIAG_UNIT_MISMATCH,
              "%.*s is in %.*s, this is %.*s", STR_ARG(wanted->text),
              STR_ARG(shown_unit(&c, type_of_name(wanted))), STR_ARG(shown_unit(&c, t)));
    struct dim amount;
    if (help.len) diag_help(p->diags, "%.*s", STR_ARG(help));
    if (dim_times(t.dim, dim_of(KIND_TIME), &amount) && dim_eq(amount, wanted->unit.dim) &&
        !dim_is_none(amount))
        diag_help(p->diags, "a rate becomes the amount of a month by `* month`");
    if (dim_over(t.dim, dim_of(KIND_TIME), &amount) && dim_eq(amount, wanted->unit.dim))
        diag_help(p->diags, "say per what time: %.*s", STR_ARG(wanted->unit_text));
    return false;
}

// ---- parameters --------------------------------------------------------------------------------

enum state { WAITING, OPEN, DONE };

static void fail_loop(struct program *p, const uint32_t *stack, uint32_t depth, uint32_t name)
{
    struct form *f = &p->forms.at[0];
    struct text t = {.arena = p->diags->arena};
    uint32_t at = depth;
    while (at > 0 && stack[at - 1] != name)
        at--;
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
        if (!ok && pending != NO_NAME && state[pending] == OPEN)
            fail_loop(p, stack, depth, pending);
        if (!ok) t = (struct type){.any = true};  // reported: goes with everything from here on
        if (t.shown.at == NULL) t.shown = STR("");
        struct type *kept = ARENA_NEW(p->arena, struct type);
        *kept = t;
        n->inferred = kept;
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
