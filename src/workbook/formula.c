#include "workbook/formula_int.h"

#include "base/num.h"

#include <math.h>
#include <stdarg.h>

double formula_month(const struct place *t)
{
    return t->plan->program->units.hours_per_month * 3600;
}

// ---- expressions -------------------------------------------------------------------------------

struct expr expr_of(struct str text, double scale, enum rank rank)
{
    return (struct expr){.text = text, .scale = scale, .rank = rank};
}

bool expr_fits_all(struct expr e)
{
    return e.zero || e.any_unit;
}

struct expr expr_fail(struct place *t, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (t->reason.len == 0) t->reason = str_format_va(t->plan->arena, format, args);
    va_end(args);
    return (struct expr){.text = STR("0"), .scale = 1, .rank = RANK_ATOM, .zero = true};
}

struct expr expr_cell(struct place *t, uint32_t quantity)
{
    return expr_series(t, MARK_CELL, quantity);
}

struct expr expr_series(struct place *t, enum mark mark, uint32_t quantity)
{
    const struct quantity *q = plan_at(t->plan, quantity);
    return expr_of(formula_mark(t->plan->arena, mark, quantity, t->shift), q->scale, RANK_ATOM);
}

struct str expr_month(struct place *t)
{
    return formula_mark(t->plan->arena, MARK_MONTH, 0, t->shift);
}

struct str expr_number(struct place *t, double number, const char *label)
{
    uint32_t id = plan_ratio(t->plan, number, label);
    return formula_mark(t->plan->arena, MARK_CELL, id, 0);
}

static struct str in_parens(struct place *t, struct str text, bool parens)
{
    return parens ? STR_JOINED(t->plan->arena, STR("("), text, STR(")")) : text;
}

// A number out of what may be true or false.
static struct expr as_number(struct place *t, struct expr e)
{
    if (!e.test) return e;
    struct str text = STR_JOINED(t->plan->arena, STR("IF("), e.text, STR(",1,0)"));
    return expr_of(text, 1, RANK_ATOM);
}

struct str expr_text(struct place *t, struct expr e, enum rank rank)
{
    e = as_number(t, e);
    bool sign = e.text.len && e.text.at[0] == '-' && rank > RANK_TEST;
    return in_parens(t, e.text, e.rank < rank || sign);
}

struct str expr_in(struct place *t, struct expr e, double scale, enum rank rank)
{
    double ratio = e.scale / scale;
    if (expr_fits_all(e) || fabs(ratio - 1) < 1e-13) return expr_text(t, e, rank);
    bool up = ratio >= 1;
    double size = num_tidy(up ? ratio : 1 / ratio);
    struct str label = convention_label(t->plan->arena, &t->plan->program->units, size);
    struct str factor = expr_number(t, size, str_to_c(t->plan->arena, label));
    struct str text = expr_text(t, e, RANK_PRODUCT);
    text = STR_JOINED(t->plan->arena, text, up ? STR("*") : STR("/"), factor);
    return in_parens(t, text, rank > RANK_PRODUCT);
}

// ---- templates ---------------------------------------------------------------------------------

// Fills #1, #2 .. of a template.
static struct str fill(struct place *t, struct str template, const struct str *args,
                       uint32_t count)
{
    struct text out = {.arena = t->plan->arena};
    for (size_t i = 0; i < template.len; i++) {
        char c = template.at[i];
        if (c != '#') {
            text_add_char(&out, c);
            continue;
        }
        c = template.at[++i];
        if (c == 'e')
            text_add(&out, formula_mark(t->plan->arena, MARK_CELL, t->plan->tolerance, 0));
        else if (c == '*')
            for (uint32_t k = 0; k < count; k++) {
                if (k) text_add_char(&out, ',');
                text_add(&out, args[k]);
            }
        else
            text_add(&out, args[c - '1']);
    }
    return text_str(&out);
}

static struct expr number_of(bool truth)
{
    struct expr e = expr_of(truth ? STR("1") : STR("0"), 1, RANK_ATOM);
    e.zero = !truth;
    return e;
}

static struct expr product(struct place *t, struct expr a, struct expr b)
{
    struct arena *arena = t->plan->arena;
    double scale = a.scale * b.scale;
    if (a.zero || b.zero) return number_of(false);
    if (str_is(a.text, "1")) return (struct expr){b.text, scale, b.rank, false, false, false};
    if (str_is(b.text, "1")) return (struct expr){a.text, scale, a.rank, false, false, false};
    struct str text = STR_JOINED(arena, expr_text(t, a, RANK_PRODUCT), STR("*"),
                                 expr_text(t, b, RANK_PRODUCT));
    return expr_of(text, scale, RANK_PRODUCT);
}

static struct expr quotient(struct place *t, struct expr a, struct expr b)
{
    double scale = a.scale / b.scale;
    if (a.zero) return a;
    if (str_is(b.text, "1")) return (struct expr){a.text, scale, a.rank, false, false, false};
    struct str text = STR_JOINED(t->plan->arena, expr_text(t, a, RANK_PRODUCT), STR("/"),
                                 expr_text(t, b, RANK_POWER));
    return expr_of(text, scale, RANK_PRODUCT);
}

static struct expr power(struct place *t, struct expr a, struct expr b)
{
    struct str text = STR_JOINED(t->plan->arena, expr_in(t, a, 1, RANK_ATOM), STR("^"),
                                 expr_in(t, b, 1, RANK_ATOM));
    return expr_of(text, 1, RANK_POWER);
}

enum { MOST_ARGUMENTS = 16 };

// The scale to which arguments of one unit are brought: that of the first that has one.
static double common_scale(const struct expr *e, uint32_t from, uint32_t count)
{
    for (uint32_t i = from; i < count; i++)
        if (!expr_fits_all(e[i])) return e[i].scale;
    return 1;
}

// How tightly the template of a function binds: those of ceil, mod and a sign are differences.
static enum rank rank_of(enum func f)
{
    int binds = func_binds(f);
    if (binds && binds <= func_binds(FUNC_EQ)) return RANK_TEST;
    bool sum = binds == func_binds(FUNC_ADD);
    return sum || f == FUNC_NEG || f == FUNC_MOD || f == FUNC_CEIL ? RANK_SUM : RANK_ATOM;
}

// How tightly an argument must bind: one inside a function may be anything.
static enum rank rank_inside(enum func f, uint32_t arg)
{
    if (f == FUNC_SUB) return arg ? RANK_PRODUCT : RANK_SUM;
    if (f == FUNC_NEG || f == FUNC_CEIL) return RANK_PRODUCT;
    if (f == FUNC_MOD) return RANK_ATOM;
    bool bare = f == FUNC_ADD || f == FUNC_FLOOR || rank_of(f) == RANK_TEST;
    return bare ? RANK_SUM : RANK_TEST;
}

// Whole numbers of a unit, and arguments of functions that know no unit, are in base units.
static bool is_in_base(enum func f)
{
    enum func_rule rule = func_row(f)->rule;
    return rule == RULE_COUNT || rule == RULE_PURE || rule == RULE_LOGIC;
}

// What nothing changes, since terms of it are switched off: a term less, or a test that is decided.
static bool is_settled(struct place *t, enum func f, const struct expr *e, struct expr *out)
{
    bool none = e[0].zero, both = none && e[1].zero;
    if ((f == FUNC_ADD || f == FUNC_SUB) && e[1].zero) {
        *out = as_number(t, e[0]);
    } else if (f == FUNC_ADD && none) {
        *out = as_number(t, e[1]);
    } else if (both && func_row(f)->rule == RULE_COMPARE) {
        *out = number_of(f == FUNC_EQ || f == FUNC_LE || f == FUNC_GE);
    } else if (f == FUNC_AND && (none || e[1].zero)) {
        *out = number_of(false);
    } else if (f == FUNC_OR && (none || e[1].zero)) {
        *out = none ? e[1] : e[0];
        return out->test || out->zero;
    } else {
        return false;
    }
    return true;
}

static struct str condition(struct place *t, struct expr e)
{
    return e.test ? e.text : expr_text(t, e, RANK_TEST);
}

static struct expr apply(struct place *t, enum func f, const struct expr *e, uint32_t count)
{
    struct str args[MOST_ARGUMENTS];
    struct expr known;
    if (count == 2 && is_settled(t, f, e, &known)) return known;
    double scale = is_in_base(f) ? 1 : common_scale(e, 0, count);
    for (uint32_t i = 0; i < count; i++)
        args[i] = func_row(f)->rule == RULE_LOGIC ? condition(t, e[i])
                                                  : expr_in(t, e[i], scale, rank_inside(f, i));
    enum rank rank = rank_of(f);
    struct expr out = expr_of(fill(t, func_row(f)->book, args, count), scale, rank);
    out.test = rank == RANK_TEST;
    if (out.test) out.scale = 1;
    return out;
}

static struct expr choice(struct place *t, uint32_t id)
{
    uint32_t test = plan_kid(t->plan, id, 0);
    int truth = plan_truth(t->plan, test, t->at.sheet, t->at.workload);
    if (truth >= 0) return formula_eval(t, plan_kid(t->plan, id, truth ? 1 : 2));
    struct expr e[3] = {formula_eval(t, test)};
    if (e[0].zero || str_is(e[0].text, "1"))
        return formula_eval(t, plan_kid(t->plan, id, e[0].zero ? 2 : 1));
    for (uint32_t i = 1; i < 3; i++)
        e[i] = formula_eval(t, plan_kid(t->plan, id, i));
    if (e[1].zero && e[2].zero) return e[1];
    double scale = common_scale(e, 1, 3);
    struct str args[3] = {condition(t, e[0]), expr_in(t, e[1], scale, RANK_TEST),
                          expr_in(t, e[2], scale, RANK_TEST)};
    return expr_of(fill(t, func_row(FUNC_IF)->book, args, 3), scale, RANK_ATOM);
}

static struct expr add_to(struct place *t, struct expr sum, struct expr e)
{
    if (e.zero) return sum;
    if (sum.zero) return as_number(t, e);
    struct expr both[2] = {sum, e};
    return apply(t, FUNC_ADD, both, 2);
}

static struct expr sum_of(struct place *t, uint32_t id)
{
    const struct sheet *s = &t->plan->program->sheets.at[t->at.sheet];
    struct expr sum = number_of(false);
    struct place inner = *t;
    for (uint32_t i = 0; i < s->workload_count; i++) {
        inner.at.workload = s->workloads[i];
        sum = add_to(t, sum, formula_eval(&inner, plan_kid(t->plan, id, 0)));
    }
    t->reason = inner.reason;
    return sum;
}

static struct expr across(struct place *t, uint32_t id)
{
    const struct program *p = t->plan->program;
    struct str text =
        p->asts.refs.at[plan_node(t->plan, plan_kid(t->plan, id, 0))->extra].part[0];
    const struct option *o = &p->options.at[p->sheets.at[t->at.sheet].option];
    struct expr sum = number_of(false);
    for (uint32_t i = o->first_sheet; i < o->first_sheet + o->sheet_count; i++) {
        uint32_t name = form_find(&p->forms.at[p->sheets.at[i].form], text);
        if (i == t->at.sheet || name == NO_NAME) continue;
        uint32_t row = sheet_row(p, i, name, NO_WORKLOAD);
        if (row != NO_NAME)
            sum = add_to(t, sum, expr_cell(t, plan_row(t->plan, row, t->owner)));
    }
    return sum;
}

static struct expr applied(struct place *t, uint32_t id)
{
    const struct ast *n = plan_node(t->plan, id);
    struct expr e[MOST_ARGUMENTS];
    uint32_t count = n->count;
    enum func f = (enum func)n->what;
    int truth = plan_truth(t->plan, id, t->at.sheet, t->at.workload);
    if (truth >= 0) return number_of(truth);
    for (uint32_t i = 0; i < count; i++)
        e[i] = formula_eval(t, plan_kid(t->plan, id, i));
    if (f == FUNC_MUL || f == FUNC_DIV || f == FUNC_POW) {
        struct expr out = as_number(t, e[0]);
        for (uint32_t i = 1; i < count; i++)
            out = f == FUNC_MUL   ? product(t, out, as_number(t, e[i]))
                  : f == FUNC_DIV ? quotient(t, out, as_number(t, e[i]))
                                  : power(t, out, e[i]);
        return out;
    }
    return apply(t, f, e, count);
}

// fiscal_year() and fiscal_month() of a time after the start.
static struct expr calendar(struct place *t, uint32_t id)
{
    const struct program *p = t->plan->program;
    int into = ((p->start % 12 - p->fiscal_start) % 12 + 12) % 12;
    struct expr time = formula_eval(t, plan_kid(t->plan, id, 0));
    struct str months = expr_in(t, time, formula_month(t), RANK_SUM);
    struct str floor = fill(t, func_row(FUNC_FLOOR)->book, &months, 1);
    if (into)
        floor = STR_JOINED(t->plan->arena, floor, STR("+"),
                           expr_number(t, into, "months before the start in its fiscal year"));
    struct str year = expr_number(t, 12, "months in a year");
    bool whole = plan_node(t->plan, id)->what == FUNC_FISCAL_YEAR;
    struct str text =
        whole ? STR_JOINED(t->plan->arena, STR("INT(("), floor, STR(")/"), year, STR(")"))
              : STR_JOINED(t->plan->arena, STR("MOD("), floor, STR(","), year, STR(")"));
    return expr_of(text, 1, RANK_ATOM);
}

static struct expr call(struct place *t, uint32_t id)
{
    switch (func_row((enum func)plan_node(t->plan, id)->what)->way) {
    case WAY_APPLY:
    case WAY_SWAP:
    case WAY_EQUAL:
    case WAY_GIVEN:
    case WAY_CLAMP: return applied(t, id);
    case WAY_IF: return choice(t, id);
    case WAY_SUM: return sum_of(t, id);
    case WAY_ACROSS: return across(t, id);
    case WAY_CALENDAR: return calendar(t, id);
    case WAY_PEAK:
    case WAY_HOURS: return load_call(t, id);
    case WAY_TIER:
    case WAY_LOOKUP:
    case WAY_INTERPOLATE: return bands_call(t, id);
    case WAY_LINES: return lines_call_sum(t, id);
    case WAY_PREV:
    case WAY_LAG:
    case WAY_AT:
    case WAY_CUMULATIVE:
    case WAY_TOTAL:
    case WAY_COHORTS:
    case WAY_ONCE:
    case WAY_AT_END:
    case WAY_WRITTEN_DOWN:
    case WAY_WRITTEN_OFF:
    case WAY_GROW: return months_call(t, id);
    case WAY_NONE: break;
    }
    return expr_fail(t, "this function has no form here");
}

// ---- the tree ----------------------------------------------------------------------------------

// Nothing, or one of a unit.
static bool is_plain(const struct plan *p, const struct ast *n)
{
    const struct literal *l = &p->program->asts.literals.at[n->extra];
    double scale = l->unit_text.len ? l->unit.factor : 1;
    return n->number == 0 || fabs(n->number / scale - 1) < 1e-13;
}

// A figure in a formula that a scenario or the catalogue states, not a model.
static bool is_stated(const struct place *t)
{
    if (t->owner == NO_NAME) return false;
    enum origin_kind kind = row_origin(t->plan->program, t->owner).kind;
    return kind != ORIGIN_FORMULA && kind != ORIGIN_DEFAULT;
}

// What the program puts between the parts of a path: 0 and 1, and how long after the start it begins.
static struct expr unwritten(struct place *t, const struct ast *n)
{
    const struct literal *l = &t->plan->program->asts.literals.at[n->extra];
    bool bare = l->unit_text.len == 0;
    if (n->number == 0 || (bare && n->number == 1)) return number_of(n->number == 1);
    struct str label = STR("power of a currency"),
               month = plan_month(t->plan, (int)l->value + 1);
    if (!bare) label = STR_JOINED(t->plan->arena, STR("months from the start to "), month);
    struct str cell = expr_number(t, l->value, str_to_c(t->plan->arena, label));
    return expr_of(cell, bare ? 1 : l->unit.factor, RANK_ATOM);
}

static struct expr slight(struct place *t, const struct ast *n)
{
    const struct literal *l = &t->plan->program->asts.literals.at[n->extra];
    struct str label = convention_of_slight(t->plan->arena, l->value);
    struct str cell = expr_number(t, l->value, str_to_c(t->plan->arena, label));
    return expr_of(cell, l->unit_text.len ? l->unit.factor : 1, RANK_ATOM);
}

// 0 and 1 of models are how they compute. Everything that is stated, and other numbers, have cells.
static struct expr number(struct place *t, uint32_t id)
{
    const struct ast *n = plan_node(t->plan, plan_unsigned(t->plan, id));
    if (n->kind == AST_NUMBER && !ast_is_written(&t->plan->program->asts, id))
        return unwritten(t, n);
    if (t->plan->slight[id] && !is_stated(t)) return slight(t, n);
    if (n->kind == AST_NUMBER && is_plain(t->plan, n) && !is_stated(t)) {
        if (plan_node(t->plan, id) != n) return call(t, id);
        if (n->number == 0) return number_of(false);
        const struct literal *l = &t->plan->program->asts.literals.at[n->extra];
        return expr_of(STR("1"), l->unit_text.len ? l->unit.factor : 1, RANK_ATOM);
    }
    uint32_t q = plan_number(t->plan, id, t->owner);
    struct expr e = expr_of(formula_mark(t->plan->arena, MARK_CELL, q, 0),
                            plan_at(t->plan, q)->scale, RANK_ATOM);
    e.any_unit = plan_fits_all(t->plan, q);
    return e;
}

static struct expr builtin(struct place *t, const struct ref *r)
{
    double month = formula_month(t);
    struct arena *a = t->plan->arena;
    const struct sheet *s = &t->plan->program->sheets.at[t->at.sheet];
    struct str horizon = formula_mark(a, MARK_CELL, t->plan->months, 0), now = expr_month(t);
    uint32_t workload = r->workload.len ? r->workload_id : t->at.workload;
    switch ((enum builtin)r->target) {
    case BUILTIN_MONTH: return expr_of(STR("1"), month, RANK_ATOM);
    case BUILTIN_HORIZON: return expr_of(horizon, month, RANK_ATOM);
    case BUILTIN_ELAPSED: return expr_of(STR_JOINED(a, now, STR("-1")), month, RANK_SUM);
    case BUILTIN_FIRST: {
        struct expr e = expr_of(STR_JOINED(a, now, STR("=1")), 1, RANK_TEST);
        e.test = true;
        return e;
    }
    case BUILTIN_LAST: {
        struct expr e = expr_of(STR_JOINED(a, now, STR("="), horizon), 1, RANK_TEST);
        e.test = true;
        return e;
    }
    case BUILTIN_AGE:
        if (t->at.kind == QUANTITY_AGE)
            return expr_of(STR_JOINED(a, now, STR("-1")), month, RANK_SUM);
        return expr_of(STR_JOINED(a, now, STR("-"), formula_mark(a, MARK_INDEX, 0, 0)), month,
                       RANK_SUM);
    case BUILTIN_LIFE: {
        uint32_t life = row_name(t->plan->program, t->at.line)->cost.life;
        if (!life) return expr_of(horizon, month, RANK_ATOM);
        struct place inner = *t;
        inner.at = (struct quantity_key){
            QUANTITY_PART, 0, t->plan->program->rows.at[t->at.line].sheet, NO_WORKLOAD, 0,
            NO_NAME,       0};
        inner.owner = t->at.line;
        struct expr e = formula_eval(&inner, life);
        t->reason = inner.reason;
        return e;
    }
    case BUILTIN_SERVED:
    case BUILTIN_OFFERED:
        for (uint32_t i = 0; i < s->workload_count; i++) {
            if (s->workloads[i] != workload) continue;
            uint32_t row = (r->target == BUILTIN_SERVED ? s->served_row : s->offered_row) + i;
            return load_share_of(t, row, t->at.kind == QUANTITY_HOUR ? (int)t->at.index : -1);
        }
        break;
    }
    return number_of(false);
}

static struct expr name(struct place *t, uint32_t id)
{
    const struct ref *r = &t->plan->program->asts.refs.at[plan_node(t->plan, id)->extra];
    if (r->kind == REF_BUILTIN) return builtin(t, r);
    uint32_t row = plan_row_of(t->plan, r, t->at.sheet, t->at.workload);
    if (row == NO_NAME) return number_of(false);
    struct str word;
    if (row_is_text(t->plan->program, row, &word))
        return expr_fail(t, "it turns on a word, which has no number");
    if (!row_is_share(&t->plan->program->rows.at[row]) &&
        !t->plan->program->rows.at[row].formula)
        return expr_of(STR("NA()"), 1, RANK_ATOM);
    return expr_cell(t, plan_row(t->plan, row, t->owner));
}

static struct expr evaluate(struct place *t, uint32_t id)
{
    switch ((enum ast_kind)plan_node(t->plan, id)->kind) {
    case AST_NUMBER:
    case AST_DIST:
    case AST_RANGE: return number(t, id);
    case AST_NAME: return name(t, id);
    case AST_CALL: return plan_is_number(t->plan, id) ? number(t, id) : call(t, id);
    case AST_CALC: return calc_call(t, id);
    case AST_STEPPED: return formula_eval(t, plan_kid(t->plan, id, 0));
    case AST_CASES: return formula_eval(t, plan_kid(t->plan, id, 1));
    case AST_GROWTH:
    case AST_STEPS:
    case AST_SERIES: return months_growth(t, id);
    case AST_NONE:
    case AST_WORD:
    case AST_TABLE:
    case AST_LIST:
    case AST_DATE:
    case AST_NULL: break;
    }
    return expr_fail(t, "it has no number");
}

struct expr formula_eval(struct place *t, uint32_t id)
{
    if (split_has(t, id)) return formula_part(t, id);
    struct expr e = evaluate(t, id);
    while (split_further(t, id, e))
        e = evaluate(t, id);
    return e;
}

uint32_t formula_series(struct place *t, uint32_t id)
{
    const struct ast *n = plan_node(t->plan, id);
    if (n->kind == AST_NAME) {
        const struct ref *r = &t->plan->program->asts.refs.at[n->extra];
        uint32_t row = r->kind == REF_BUILTIN
                           ? NO_NAME
                           : plan_row_of(t->plan, r, t->at.sheet, t->at.workload);
        if (row != NO_NAME && t->plan->varies[row]) return plan_row(t->plan, row, t->owner);
    }
    struct quantity_key key = t->at;
    key.kind = QUANTITY_PART;
    key.node = id;
    key.index = PART_SERIES;
    uint32_t part = plan_quantity(t->plan, key, t->owner);
    formula_make(t->plan, part);
    return part;
}

struct expr formula_part(struct place *t, uint32_t id)
{
    if (plan_node(t->plan, id)->kind == AST_NAME) return formula_eval(t, id);
    uint32_t part = plan_quantity(t->plan, split_key(t, id), t->owner);
    formula_make(t->plan, part);
    return expr_cell(t, part);
}

static struct expr of_quantity(struct place *t, const struct quantity *q)
{
    const struct program *p = t->plan->program;
    switch ((enum quantity_kind)q->key.kind) {
    case QUANTITY_ROW: {
        const struct row *r = &p->rows.at[q->key.node];
        if (row_is_share(r)) return load_mean(t, q->key.node);
        t->at.sheet = r->scope;
        t->at.workload = r->workload;
        return formula_eval(t, r->formula);
    }
    case QUANTITY_SHARE: return load_in_hour(t, q->key.node, q->key.index);
    case QUANTITY_CURVE: return load_curve(t, q->key.workload, q->key.index);
    case QUANTITY_VINTAGE: return months_vintage(t, q->key.node);
    case QUANTITY_PART:
    case QUANTITY_AGE:
    case QUANTITY_HOUR: return formula_eval(t, q->key.node);
    case QUANTITY_NUMBER:
    case QUANTITY_RATIO:
    case QUANTITY_OWN:
    case QUANTITY_CHECK: break;
    }
    return expr_fail(t, "it is a number");
}

void formula_make(struct plan *p, uint32_t quantity)
{
    struct quantity q = *plan_at(p, quantity);
    if (q.input || q.template.len || q.key.kind >= QUANTITY_NUMBER) return;
    struct arena_mark mark = arena_mark(p->arena);
    struct place t = {.plan = p, .at = q.key, .owner = q.owner, .page = q.page};
    struct expr e = of_quantity(&t, &q);
    bool free = q.key.kind != QUANTITY_ROW && !e.zero && !q.in_unit;
    if (free) q.scale = e.scale;
    struct str text = free ? expr_text(&t, e, RANK_TEST) : expr_in(&t, e, q.scale, RANK_TEST);
    if (formula_length(p, q.page, text) > LONGEST_OF_A_CELL)
        t.reason = STR("its formula is too long for a cell");
    q.reason = str_copy(p->keep, t.reason);
    q.template = t.reason.len ? STR_NONE : str_copy(p->keep, text);
    *plan_at(p, quantity) = q;
    arena_release(p->arena, mark);
}
