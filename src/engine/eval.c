// eval.c - the value of a formula in one month.
#include "engine/kernel.h"
#include "engine/unroll_int.h"

static struct val eval_builtin(struct unroll *u, const struct ref *r, const struct frame *f)
{
    double month = unroll_month_seconds(u);
    const struct sheet *s = &u->program->sheets.at[f->sheet];
    uint32_t workload = r->workload.len ? r->workload_id : f->workload;
    switch ((enum builtin)r->target) {
    case BUILTIN_MONTH: return val_number(month);
    case BUILTIN_HORIZON: return val_number(u->program->months * month);
    case BUILTIN_ELAPSED: u->varies = true; return val_number((f->month - 1) * month);
    case BUILTIN_FIRST: u->varies = true; return val_number(f->month == 1);
    case BUILTIN_LAST: u->varies = true; return val_number(f->month == u->program->months);
    case BUILTIN_AGE: return f->age;
    case BUILTIN_LIFE: return lines_life(u, f->line);
    case BUILTIN_SERVED:
    case BUILTIN_OFFERED:
        for (uint32_t i = 0; i < s->workload_count; i++) {
            if (s->workloads[i] != workload) continue;
            bool served = r->target == BUILTIN_SERVED;
            return load_share(u, (served ? s->served_row : s->offered_row) + i, f);
        }
        return val_number(0);
    }
    return val_number(0);
}

static struct val eval_name(struct unroll *u, const struct ast *n, const struct frame *f)
{
    const struct ref *r = &u->program->asts.refs.at[n->extra];
    if (r->kind == REF_BUILTIN) return eval_builtin(u, r, f);
    uint32_t row = unroll_row_of(u, r, f);
    return row == NO_NAME ? val_number(0) : unroll_read(u, row, f->month);
}

// ---- calls -------------------------------------------------------------------------------------

// A product with a factor that is zero in all months is zero in all months.
static struct val eval_product(struct unroll *u, const struct ast *n, const struct frame *f)
{
    const uint32_t *kids = ast_kids(&u->program->asts, n);
    bool outside = u->varies, varies = outside;
    struct val v = val_number(1);
    for (uint32_t i = 0; i < n->count; i++) {
        u->varies = false;
        struct val w = unroll_eval(u, kids[i], f);
        if (u->blocked) return w;
        if (!u->varies && val_is_zero(w)) {
            u->varies = outside;
            return w;
        }
        varies = varies || u->varies;
        v = i == 0 ? w : graph_binary(u->graph, OP_MUL, v, w);
    }
    u->varies = varies;
    return v;
}

static struct val eval_apply(struct unroll *u, const struct ast *n, const struct frame *f)
{
    const uint32_t *kids = ast_kids(&u->program->asts, n);
    enum op op = func_row((enum func)n->what)->op;
    if (op == OP_MUL) return eval_product(u, n, f);
    struct val v = unroll_eval(u, kids[0], f);
    if (u->blocked) return v;
    if (op_args(op) == 1) return graph_unary(u->graph, op, v);
    for (uint32_t i = 1; i < n->count; i++) {
        struct val w = unroll_eval(u, kids[i], f);
        if (u->blocked) return w;
        v = graph_binary(u->graph, op, v, w);
    }
    return v;
}

// a > b is b < a.
static struct val eval_swap(struct unroll *u, uint32_t id, const struct frame *f)
{
    struct val a = unroll_eval(u, kid(u, id, 0), f);
    if (u->blocked) return a;
    struct val b = unroll_eval(u, kid(u, id, 1), f);
    if (u->blocked) return b;
    return graph_binary(u->graph, func_row((enum func)node(u, id)->what)->op, b, a);
}

struct str unroll_word(const struct unroll *u, uint32_t id, const struct frame *f)
{
    const struct ast *n = node(u, id);
    if (n->kind == AST_WORD) return u->program->asts.words.at[n->extra];
    if (n->kind != AST_NAME) return STR_NONE;
    const struct ref *r = &u->program->asts.refs.at[n->extra];
    if (r->kind == REF_BUILTIN) return STR_NONE;
    uint32_t row = unroll_row_of(u, r, f);
    if (row == NO_NAME || row_name(u->program, row)->kind != NAME_CHOICE) return STR_NONE;
    return u->program->rows.at[row].word;
}

static struct val eval_equal(struct unroll *u, uint32_t id, const struct frame *f)
{
    bool negate = node(u, id)->what == FUNC_NE;
    struct str a = unroll_word(u, kid(u, id, 0), f), b = unroll_word(u, kid(u, id, 1), f);
    if (a.at && b.at) return val_number(str_eq(a, b) != negate);
    struct val v = eval_apply(u, node(u, id), f);
    if (u->blocked || !negate) return v;
    return graph_unary(u->graph, OP_NOT, v);
}

static struct val eval_clamp(struct unroll *u, uint32_t id, const struct frame *f)
{
    struct val v[3];
    for (uint32_t i = 0; i < 3; i++) {
        v[i] = unroll_eval(u, kid(u, id, i), f);
        if (u->blocked) return v[i];
    }
    return graph_binary(u->graph, OP_MIN, graph_binary(u->graph, OP_MAX, v[0], v[1]), v[2]);
}

// Only the arm that is taken is computed, unless that depends on a draw.
static struct val eval_if(struct unroll *u, uint32_t id, const struct frame *f)
{
    struct val condition = unroll_eval(u, kid(u, id, 0), f);
    if (u->blocked) return condition;
    if (!val_is_node(condition))
        return unroll_eval(u, kid(u, id, val_double(condition) != 0 ? 1 : 2), f);
    struct val yes = unroll_eval(u, kid(u, id, 1), f);
    if (u->blocked) return yes;
    struct val no = unroll_eval(u, kid(u, id, 2), f);
    return u->blocked ? no : graph_select(u->graph, condition, yes, no);
}

static struct val eval_sum(struct unroll *u, uint32_t id, const struct frame *f)
{
    const struct sheet *s = &u->program->sheets.at[f->sheet];
    struct frame g = *f;
    struct val sum = val_number(0);
    for (uint32_t i = 0; i < s->workload_count; i++) {
        g.workload = s->workloads[i];
        struct val v = unroll_eval(u, kid(u, id, 0), &g);
        if (u->blocked) return v;
        sum = graph_binary(u->graph, OP_ADD, sum, v);
    }
    return sum;
}

static struct val eval_across(struct unroll *u, uint32_t id, const struct frame *f)
{
    const struct program *p = u->program;
    struct str text = p->asts.refs.at[node(u, kid(u, id, 0))->extra].part[0];
    const struct option *o = &p->options.at[p->sheets.at[f->sheet].option];
    struct val sum = val_number(0);
    for (uint32_t i = o->first_sheet; i < o->first_sheet + o->sheet_count; i++) {
        uint32_t name = form_find(&p->forms.at[p->sheets.at[i].form], text);
        if (i == f->sheet || name == NO_NAME) continue;
        struct val v = unroll_read(u, sheet_row(p, i, name, NO_WORKLOAD), f->month);
        if (u->blocked) return v;
        sum = graph_binary(u->graph, OP_ADD, sum, v);
    }
    return sum;
}

static struct val eval_given(const struct unroll *u, uint32_t id, const struct frame *f)
{
    const struct ref *r = &u->program->asts.refs.at[node(u, kid(u, id, 0))->extra];
    uint32_t row = unroll_row_of(u, r, f);
    return val_number(row != NO_NAME && u->program->rows.at[row].given);
}

static struct val eval_call(struct unroll *u, uint32_t id, const struct frame *f)
{
    switch (func_row((enum func)node(u, id)->what)->way) {
    case WAY_APPLY: return eval_apply(u, node(u, id), f);
    case WAY_SWAP: return eval_swap(u, id, f);
    case WAY_EQUAL: return eval_equal(u, id, f);
    case WAY_CLAMP: return eval_clamp(u, id, f);
    case WAY_IF: return eval_if(u, id, f);
    case WAY_SUM: return eval_sum(u, id, f);
    case WAY_PEAK: return load_peak(u, kid(u, id, 0), f);
    case WAY_HOURS: return load_hours(u, kid(u, id, 0), f);
    case WAY_ACROSS: return eval_across(u, id, f);
    case WAY_GIVEN: return eval_given(u, id, f);
    case WAY_LINES: return lines_call(u, id, f);
    case WAY_CALENDAR: return calendar_call(u, id, f);
    case WAY_TIER:
    case WAY_LOOKUP:
    case WAY_INTERPOLATE: return band_call(u, id, f);
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
    case WAY_GROW: return series_call(u, id, f);
    case WAY_NONE: break;
    }
    return val_number(0);
}

// ---- uncertainty -------------------------------------------------------------------------------

static bool has_period(const struct unroll *u, uint32_t id)
{
    const struct ast *n = node(u, id);
    if (n->kind == AST_NUMBER) return u->program->asts.literals.at[n->extra].period_months > 0;
    for (uint32_t i = 0; i < n->count; i++)
        if (has_period(u, kid(u, id, i))) return true;
    return false;
}

static bool prepare(struct unroll *u, uint32_t id, const struct frame *f, struct dist *out);

static bool refuse_parameter(struct unroll *u, uint32_t id)
{
    diag_fail(u->program->diags, place(u, id), DIAG_NOT_CONSTANT,
              "a parameter of a distribution must be certain and the same in all months");
    unroll_fail(u);
    return false;
}

// `cut`: what truncated() cuts, which is a distribution.
static bool take_argument(struct unroll *u, uint32_t id, const struct frame *f, bool cut,
                          struct dist_arg *arg)
{
    bool drawn = node(u, id)->kind == AST_DIST || node(u, id)->kind == AST_RANGE;
    if (drawn && !cut) return refuse_parameter(u, id);
    if (drawn) {
        struct dist *inner = ARENA_NEW(u->arena, struct dist);
        arg->dist = inner;
        return prepare(u, id, f, inner);
    }
    bool outside = u->varies;
    u->varies = false;
    struct val v = unroll_eval(u, id, f);
    bool fixed = !u->varies && val_is_number(v);
    u->varies = outside || u->varies;
    if (u->blocked) return false;
    if (!fixed) return refuse_parameter(u, id);
    arg->value = val_double(v);
    if (node(u, id)->kind == AST_NUMBER) {
        const struct literal *l = &u->program->asts.literals.at[node(u, id)->extra];
        arg->unit = l->unit;
        arg->unit_text = l->unit_text;
    }
    return true;
}

// Fills in a distribution. False while a parameter is not computed yet, and after a mistake.
static bool prepare(struct unroll *u, uint32_t id, const struct frame *f, struct dist *out)
{
    const struct ast *n = node(u, id);
    struct dist_arg *args = ARENA_ARRAY(u->arena, struct dist_arg, n->count);
    for (uint32_t i = 0; i < n->count; i++) {
        bool cut = i == 0 && n->kind == AST_DIST && n->what == DIST_TRUNCATED;
        args[i].name = ast_arg_name(&u->program->asts, id, i);
        if (!take_argument(u, kid(u, id, i), f, cut, &args[i])) return false;
    }
    struct diags *d = u->program->diags;
    bool ok = n->kind == AST_RANGE ? dist_make_range(d, place(u, id), args[0].value,
                                                     args[1].value, has_period(u, id), out)
                                   : dist_make(u->arena, d, place(u, id),
                                               (enum dist_kind)n->what, args, n->count, out);
    if (!ok) unroll_fail(u);
    return ok;
}

static struct val eval_draw(struct unroll *u, uint32_t id, const struct frame *f)
{
    uint32_t draw = node(u, id)->extra - 1;
    if (!u->dist_ready[draw]) {
        if (!prepare(u, id, f, &u->dists[draw])) return val_number(0);
        u->dist_ready[draw] = true;
    }
    return u->uncertain ? graph_input(u->graph, draw) : val_number(u->dists[draw].median);
}

// ---- paths -------------------------------------------------------------------------------------

static struct val eval_steps(struct unroll *u, uint32_t id, const struct frame *f)
{
    const struct ast *n = node(u, id);
    u->varies = true;
    uint32_t at = 0;
    while (at + 1 < n->count &&
           (int32_t)u->program->asts.months.at[n->extra + at + 1] <= (int32_t)f->month)
        at++;
    return unroll_eval(u, kid(u, id, at), f);
}

// Without draws the scenario stands as it is written.
static struct val eval_cases(struct unroll *u, uint32_t id, const struct frame *f)
{
    const struct ast *n = node(u, id);
    struct val drawn = unroll_eval(u, kid(u, id, 0), f);
    if (u->blocked || !u->uncertain) return unroll_eval(u, kid(u, id, 1), f);
    bool stated = u->open.stated_case;
    struct val v = unroll_eval(u, kid(u, id, stated ? 1 : n->count - 1), f);
    for (uint32_t i = n->count - !stated; i-- > 2 && !u->blocked;) {
        struct val other = unroll_eval(u, kid(u, id, i), f);
        if (!u->blocked)
            v = graph_select(u->graph, apply(u, OP_EQ, drawn, val_number(i - 1)), other, v);
    }
    return v;
}

// Apart, so that what most nodes are needs no room for what others need.
NO_INLINE static struct val eval_other(struct unroll *u, uint32_t id, const struct frame *f)
{
    const struct ast *n = node(u, id);
    switch ((enum ast_kind)n->kind) {
    case AST_NUMBER: return val_number(n->number);
    case AST_NAME: return eval_name(u, n, f);
    case AST_CALL: return eval_call(u, id, f);
    case AST_CALC: return call_calc(u, id, f);
    case AST_DIST:
    case AST_RANGE: return eval_draw(u, id, f);
    case AST_STEPPED: return unroll_eval(u, kid(u, id, 0), f);
    case AST_GROWTH: return series_growth_path(u, id, f);
    case AST_STEPS: return eval_steps(u, id, f);
    case AST_CASES: return eval_cases(u, id, f);
    case AST_SERIES: u->varies = true; return unroll_eval(u, kid(u, id, f->month - 1), f);
    case AST_NONE:
    case AST_WORD:
    case AST_LIST:
    case AST_DATE:
    case AST_NULL:
    case AST_TABLE: break;
    }
    return val_number(0);
}

// Names and operations are nearly all that there is.
struct val unroll_eval_node(struct unroll *u, uint32_t id, const struct frame *f)
{
    const struct ast *n = node(u, id);
    if (n->kind == AST_NAME) return eval_name(u, n, f);
    if (n->kind == AST_CALL && func_row((enum func)n->what)->way == WAY_APPLY)
        return eval_apply(u, n, f);
    return eval_other(u, id, f);
}
