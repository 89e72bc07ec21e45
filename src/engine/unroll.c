#include "engine/unroll_int.h"

#include "base/num.h"
#include "engine/finance.h"
#include "engine/kernel.h"

double unroll_month_seconds(const struct unroll *u)
{
    return u->program->units.hours_per_month * 3600;
}

static uint32_t hours_of(const struct program *p)
{
    uint32_t hours = 1;
    for (uint32_t i = 0; i < p->workloads.count; i++) {
        const struct workload *w = &p->workloads.at[i];
        uint32_t own = w->load == LOAD_FLAT ? 1 : w->load == LOAD_PEAK ? 24 : w->shape_count;
        if (own > hours) hours = own;
    }
    return hours;
}

void unroll_init(struct unroll *u, const struct program *p, struct graph *g, struct arena *a,
                 bool uncertain)
{
    *u = (struct unroll){.program = p, .graph = g, .arena = a, .uncertain = uncertain};
    u->hours = hours_of(p);
    u->cells = ARENA_ARRAY(a, struct cell, p->rows.count);
    u->slots = ARENA_ARRAY(a, struct val *, p->rows.count);
    u->dists = ARENA_ARRAY(a, struct dist, p->draws.count);
    u->dist_ready = ARENA_ARRAY(a, bool, p->draws.count);
}

struct val unroll_block(struct unroll *u, uint32_t row, uint32_t month)
{
    if (!u->blocked) {
        u->blocked = true;
        u->want_row = row;
        u->want_month = month;
    }
    return val_number(0);
}

struct val unroll_fail(struct unroll *u)
{
    u->failed = u->poisoned = true;
    return val_number(0);
}

static const struct ast *node(const struct unroll *u, uint32_t id)
{
    return ast_get(&u->program->asts, id);
}

static uint32_t kid(const struct unroll *u, uint32_t id, uint32_t i)
{
    return ast_kid(&u->program->asts, id, i);
}

static struct span place(const struct unroll *u, uint32_t id)
{
    return ast_place(&u->program->asts, u->program->placer, id);
}

// ---- names -------------------------------------------------------------------------------------

struct val unroll_read(struct unroll *u, uint32_t row, uint32_t month)
{
    const struct cell *c = &u->cells[row];
    if (c->failed) u->poisoned = true;
    if (c->state == CELL_CONSTANT) return c->constant;
    if (c->state == CELL_SERIES && !val_is_empty(c->series[month - 1])) {
        u->varies = true;
        return c->series[month - 1];
    }
    return unroll_block(u, row, month);
}

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
    case BUILTIN_SERVED: case BUILTIN_OFFERED:
        for (uint32_t i = 0; i < s->workload_count; i++) {
            if (s->workloads[i] != workload) continue;
            bool served = r->target == BUILTIN_SERVED;
            return load_share(u, (served ? s->served_row : s->offered_row) + i, f);
        }
        return val_number(0);
    }
    return val_number(0);
}

static uint32_t row_of_ref(const struct unroll *u, const struct ref *r, const struct frame *f)
{
    uint32_t workload = r->workload.len ? r->workload_id : f->workload;
    return sheet_row(u->program, r->kind == REF_SCENARIO ? 0 : f->sheet, r->target, workload);
}

static struct val eval_name(struct unroll *u, uint32_t id, const struct frame *f)
{
    const struct ref *r = &u->program->asts.refs.at[node(u, id)->extra];
    if (r->kind == REF_BUILTIN) return eval_builtin(u, r, f);
    uint32_t row = row_of_ref(u, r, f);
    return row == NO_NAME ? val_number(0) : unroll_read(u, row, f->month);
}

// ---- calls -------------------------------------------------------------------------------------

// A product with a factor that is zero in all months is zero in all months.
static struct val eval_product(struct unroll *u, uint32_t id, const struct frame *f)
{
    bool outside = u->varies, varies = outside;
    struct val v = val_number(1);
    for (uint32_t i = 0; i < node(u, id)->count; i++) {
        u->varies = false;
        struct val w = unroll_eval(u, kid(u, id, i), f);
        if (u->blocked) return w;
        if (!u->varies && val_is(w, 0)) {
            u->varies = outside;
            return w;
        }
        varies = varies || u->varies;
        v = i == 0 ? w : graph_binary(u->graph, OP_MUL, v, w);
    }
    u->varies = varies;
    return v;
}

static struct val eval_apply(struct unroll *u, uint32_t id, const struct frame *f)
{
    const struct ast *n = node(u, id);
    enum op op = func_row((enum func)n->what)->op;
    if (op == OP_MUL) return eval_product(u, id, f);
    struct val v = unroll_eval(u, kid(u, id, 0), f);
    if (u->blocked) return v;
    if (op_args(op) == 1) return graph_unary(u->graph, op, v);
    for (uint32_t i = 1; i < n->count; i++) {
        struct val w = unroll_eval(u, kid(u, id, i), f);
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

// The word that a node means, or STR_NONE when it is a number.
static struct str word_of(const struct unroll *u, uint32_t id, const struct frame *f)
{
    const struct ast *n = node(u, id);
    if (n->kind == AST_WORD) return u->program->asts.words.at[n->extra];
    if (n->kind != AST_NAME) return STR_NONE;
    const struct ref *r = &u->program->asts.refs.at[n->extra];
    if (r->kind == REF_BUILTIN) return STR_NONE;
    uint32_t row = row_of_ref(u, r, f);
    if (row == NO_NAME || row_name(u->program, row)->kind != NAME_CHOICE) return STR_NONE;
    return u->program->rows.at[row].word;
}

static struct val eval_equal(struct unroll *u, uint32_t id, const struct frame *f)
{
    bool negate = node(u, id)->what == FUNC_NE;
    struct str a = word_of(u, kid(u, id, 0), f), b = word_of(u, kid(u, id, 1), f);
    if (a.at && b.at) return val_number(str_eq(a, b) != negate);
    struct val v = eval_apply(u, id, f);
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
    uint32_t row = row_of_ref(u, r, f);
    return val_number(row != NO_NAME && u->program->rows.at[row].given);
}

static struct val eval_pmt(struct unroll *u, uint32_t id, const struct frame *f)
{
    struct val v[5] = {{0}, {0}, {0}, val_number(0), val_number(0)};
    for (uint32_t i = 0; i < node(u, id)->count; i++) {
        v[i] = unroll_eval(u, kid(u, id, i), f);
        if (u->blocked) return v[i];
    }
    // A yearly contract rate bears a twelfth a month; pure numbers are per period already.
    struct val month = val_number(unroll_month_seconds(u));
    if (node(u, id)->flags & AST_TIMED) {
        v[0] = graph_binary(u->graph, OP_MUL, v[0], month);
        v[1] = graph_binary(u->graph, OP_DIV, v[1], month);
    }
    return finance_payment(u->graph, v[0], v[1], v[2], v[3], v[4]);
}

// ---- tables ------------------------------------------------------------------------------------

struct table {
    const struct ast *node;
    uint32_t id, rows, column;
    struct frame frame;
};

static struct val cell_of(struct unroll *u, const struct table *t, uint32_t row, uint32_t column)
{
    return unroll_eval(u, kid(u, t->id, row * t->node->what + column), &t->frame);
}

static bool has_cell(const struct unroll *u, const struct table *t, uint32_t row, uint32_t column)
{
    return kid(u, t->id, row * t->node->what + column) != 0;
}

static bool open_table(const struct unroll *u, uint32_t arg, const struct frame *f, struct table *t)
{
    const struct ref *r = &u->program->asts.refs.at[node(u, arg)->extra];
    uint32_t row = row_of_ref(u, r, f);
    if (row == NO_NAME || u->program->rows.at[row].formula == 0) return false;
    const struct row *binding = &u->program->rows.at[row];
    t->id = binding->formula;
    t->node = node(u, t->id);
    t->rows = t->node->count / t->node->what;
    t->frame = *f;
    t->frame.sheet = binding->scope;
    t->column = 1;
    const struct name *n = row_name(u->program, row);
    for (uint32_t i = 0; r->part_count > 1 && i < n->column_count; i++)
        if (str_eq(n->columns[i].name, r->part[1])) t->column = i;
    return true;
}

static struct val apply(struct unroll *u, enum op op, struct val a, struct val b)
{
    return graph_binary(u->graph, op, a, b);
}

// Each band takes what of x lies between its ends, at its own value.
static struct val eval_tier(struct unroll *u, const struct table *t, struct val x)
{
    struct val sum = val_number(0), low = val_number(0);
    for (uint32_t i = 0; i < t->rows; i++) {
        struct val value = cell_of(u, t, i, t->column), part = apply(u, OP_SUB, x, low);
        if (has_cell(u, t, i, 0)) {
            struct val high = cell_of(u, t, i, 0);
            part = apply(u, OP_SUB, apply(u, OP_MIN, x, high), low);
            low = high;
        }
        if (u->blocked) return value;
        part = apply(u, OP_MAX, part, val_number(0));
        sum = apply(u, OP_ADD, sum, apply(u, OP_MUL, part, value));
    }
    return sum;
}

// The first band whose end is not below x; the last one is open.
static struct val eval_lookup(struct unroll *u, const struct table *t, struct val x)
{
    struct val found = val_number(0);
    for (uint32_t i = t->rows; i-- > 0;) {
        struct val value = cell_of(u, t, i, t->column);
        struct val inside = val_number(1);
        if (has_cell(u, t, i, 0) && i + 1 < t->rows) inside = apply(u, OP_LE, x, cell_of(u, t, i, 0));
        if (u->blocked) return value;
        found = graph_select(u->graph, inside, value, found);
    }
    return found;
}

static struct val eval_interpolate(struct unroll *u, const struct table *t, struct val x)
{
    struct val y = cell_of(u, t, 0, t->column);
    for (uint32_t i = 0; i + 1 < t->rows && !u->blocked; i++) {
        struct val x0 = cell_of(u, t, i, 0), x1 = cell_of(u, t, i + 1, 0);
        struct val y0 = cell_of(u, t, i, t->column), y1 = cell_of(u, t, i + 1, t->column);
        struct val part = apply(u, OP_DIV, apply(u, OP_SUB, x, x0), apply(u, OP_SUB, x1, x0));
        part = apply(u, OP_MIN, part, val_number(1));
        struct val line = apply(u, OP_ADD, y0, apply(u, OP_MUL, part, apply(u, OP_SUB, y1, y0)));
        y = graph_select(u->graph, apply(u, OP_LT, x0, x), line, y);
    }
    return y;
}

static struct val eval_table(struct unroll *u, uint32_t id, const struct frame *f)
{
    struct val x = unroll_eval(u, kid(u, id, 0), f);
    struct table t;
    if (u->blocked || !open_table(u, kid(u, id, 1), f, &t)) return x;
    enum func func = (enum func)node(u, id)->what;
    if (func == FUNC_TIER) return eval_tier(u, &t, x);
    return func == FUNC_LOOKUP ? eval_lookup(u, &t, x) : eval_interpolate(u, &t, x);
}

static struct val eval_call(struct unroll *u, uint32_t id, const struct frame *f)
{
    switch (func_row((enum func)node(u, id)->what)->way) {
    case WAY_APPLY: return eval_apply(u, id, f);
    case WAY_SWAP: return eval_swap(u, id, f);
    case WAY_EQUAL: return eval_equal(u, id, f);
    case WAY_CLAMP: return eval_clamp(u, id, f);
    case WAY_IF: return eval_if(u, id, f);
    case WAY_SUM: return eval_sum(u, id, f);
    case WAY_PEAK: return load_peak(u, kid(u, id, 0), f);
    case WAY_HOURS: return load_hours(u, kid(u, id, 0), f);
    case WAY_ACROSS: return eval_across(u, id, f);
    case WAY_GIVEN: return eval_given(u, id, f);
    case WAY_PMT: return eval_pmt(u, id, f);
    case WAY_TIER: case WAY_LOOKUP: case WAY_INTERPOLATE: return eval_table(u, id, f);
    case WAY_PREV: case WAY_LAG: case WAY_AT: case WAY_CUMULATIVE: case WAY_TOTAL:
    case WAY_COHORTS: case WAY_ONCE: case WAY_AT_END: case WAY_GROW: return series_call(u, id, f);
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

static bool take_argument(struct unroll *u, uint32_t id, const struct frame *f,
                          struct dist_arg *arg)
{
    if (node(u, id)->kind == AST_DIST || node(u, id)->kind == AST_RANGE) {
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
    if (!fixed) {
        diag_fail(u->program->diags, place(u, id), DIAG_NOT_CONSTANT,
                  "a parameter of a distribution must be certain and the same in all months");
        unroll_fail(u);
        return false;
    }
    arg->value = val_double(v);
    return true;
}

// Fills in a distribution. False while a parameter is not computed yet, and after a mistake.
static bool prepare(struct unroll *u, uint32_t id, const struct frame *f, struct dist *out)
{
    const struct ast *n = node(u, id);
    struct dist_arg *args = ARENA_ARRAY(u->arena, struct dist_arg, n->count);
    for (uint32_t i = 0; i < n->count; i++) {
        args[i].name = ast_arg_name(&u->program->asts, id, i);
        if (!take_argument(u, kid(u, id, i), f, &args[i])) return false;
    }
    struct diags *d = u->program->diags;
    bool ok = n->kind == AST_RANGE
                  ? dist_make_range(d, place(u, id), args[0].value, args[1].value,
                                    has_period(u, id), out)
                  : dist_make(u->arena, d, place(u, id), (enum dist_kind)n->what, args, n->count, out);
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

struct val unroll_eval(struct unroll *u, uint32_t id, const struct frame *f)
{
    const struct ast *n = node(u, id);
    switch ((enum ast_kind)n->kind) {
    case AST_NUMBER: return val_number(n->number);
    case AST_NAME: return eval_name(u, id, f);
    case AST_CALL: return eval_call(u, id, f);
    case AST_DIST: case AST_RANGE: return eval_draw(u, id, f);
    case AST_STEPPED: return unroll_eval(u, kid(u, id, 0), f);
    case AST_GROWTH: return series_growth_path(u, id, f);
    case AST_STEPS: return eval_steps(u, id, f);
    case AST_SERIES: u->varies = true; return unroll_eval(u, kid(u, id, f->month - 1), f);
    case AST_NONE: case AST_WORD: case AST_TABLE: break;
    }
    return val_number(0);
}

// ---- memos -------------------------------------------------------------------------------------

struct memo *unroll_memo(struct unroll *u, enum memo_use use, uint32_t id, const struct frame *f)
{
    uint32_t key[4] = {(uint32_t)use, id, f->sheet, f->workload};
    struct str name = {(const char *)key, sizeof key};
    uint32_t at = map_get(&u->memo_index, name);
    if (at != MAP_NONE) return &u->memos[at];
    u->memos = vec_room(u->arena, u->memos, u->memo_count, &u->memo_cap, sizeof *u->memos);
    struct memo *m = &u->memos[u->memo_count];
    m->count = u->program->months + 1;
    m->at = ARENA_ARRAY(u->arena, struct val, m->count);
    for (uint32_t i = 0; i < m->count; i++) m->at[i] = val_empty();
    map_put(u->arena, &u->memo_index, str_copy(u->arena, name), u->memo_count++);
    return m;
}

// ---- cells -------------------------------------------------------------------------------------

// The innermost node whose operands are finite and whose result is not.
static uint32_t find_fault(struct unroll *u, uint32_t id, const struct frame *f)
{
    const struct ast *n = node(u, id);
    if (n->kind != AST_CALL) return id;
    for (uint32_t i = 0; i < n->count; i++) {
        uint32_t k = kid(u, id, i);
        if (node(u, k)->kind == AST_WORD) continue;
        if (val_is_lost(unroll_eval(u, k, f))) return find_fault(u, k, f);
    }
    return id;
}

static const char *fault_text(const struct ast *n)
{
    if (n->kind == AST_CALL && n->what == FUNC_DIV) return "this divides by zero";
    if (n->kind == AST_CALL && n->what == FUNC_LN) return "this is the logarithm of what is not above zero";
    if (n->kind == AST_CALL && n->what == FUNC_SQRT) return "this is the root of a negative number";
    if (n->kind == AST_CALL && n->what == FUNC_POW) return "this power is too large or not defined";
    return "this is too large";
}

static void report_lost(struct unroll *u, uint32_t row, uint32_t month, const struct frame *f)
{
    const struct program *p = u->program;
    uint32_t fault = find_fault(u, p->rows.at[row].formula, f);
    struct str address = row_address(p->diags->arena, p, row);
    diag_fail(p->diags, place(u, fault), DIAG_NOT_FINITE, "%s", fault_text(node(u, fault)));
    diag_note(p->diags, SPAN_NONE, "in %.*s, month %u (%.*s)", STR_ARG(address), (unsigned)month,
              STR_ARG(month_text(p->diags->arena, p, month)));
    unroll_fail(u);
}

static struct str number_in_unit(const struct unroll *u, double value, const struct name *n)
{
    char text[NUM_TEXT];
    num_write_tidy(text, value / n->unit.factor);
    bool pure = str_is(n->unit_text, "1");
    return str_format(u->program->diags->arena, "%s%s%.*s", text, pure ? "" : " ",
                      STR_ARG(pure ? STR("") : n->unit_text));
}

static void report_bound(struct unroll *u, uint32_t row, uint32_t month, double value, bool below)
{
    const struct program *p = u->program;
    const struct name *n = row_name(p, row);
    struct span where = p->origins.at[row].where;
    if (span_is_none(where)) where = place(u, p->rows.at[row].formula);
    diag_fail(p->diags, where, DIAG_OUT_OF_RANGE, "%.*s is %.*s; %s is %.*s",
              STR_ARG(row_address(p->diags->arena, p, row)), STR_ARG(number_in_unit(u, value, n)),
              below ? "its least value" : "its largest value",
              STR_ARG(number_in_unit(u, below ? n->min : n->max, n)));
    if (u->cells[row].state == CELL_SERIES)
        diag_note(p->diags, SPAN_NONE, "in month %u (%.*s)", (unsigned)month,
                  STR_ARG(month_text(p->diags->arena, p, month)));
    unroll_fail(u);
}

static void check_bounds(struct unroll *u, uint32_t row, uint32_t month, struct val v)
{
    const struct name *n = row_name(u->program, row);
    if (!val_is_number(v)) return;
    double value = val_double(v), slack = fabs(value) * 1e-12;
    if (n->has_min && value < n->min - slack) report_bound(u, row, month, value, true);
    if (n->has_max && value > n->max + slack) report_bound(u, row, month, value, false);
}

static bool is_share(const struct row *r)
{
    return r->name == NAME_SERVED || r->name == NAME_OFFERED;
}

static struct val compute(struct unroll *u, uint32_t row, uint32_t month)
{
    const struct row *r = &u->program->rows.at[row];
    u->blocked = u->varies = u->poisoned = false;
    if (is_share(r)) return load_compute(u, row, month);
    if (r->formula == 0) return val_number(0);
    struct frame f = {r->scope, r->workload, month, -1, false, val_number(0)};
    struct val v = unroll_eval(u, r->formula, &f);
    if (u->blocked || u->poisoned || u->cells[row].failed) return v;
    if (val_is_lost(v)) {
        u->blocked = false;
        report_lost(u, row, month, &f);
    } else {
        check_bounds(u, row, month, v);
    }
    return v;
}

static void store(struct unroll *u, uint32_t row, uint32_t month, struct val v)
{
    struct cell *c = &u->cells[row];
    if (u->poisoned) {
        c->failed = true;
        if (val_is_lost(v)) v = val_number(0);
    }
    if (!u->varies && c->state == CELL_UNKNOWN) {
        c->state = CELL_CONSTANT;
        c->constant = v;
        return;
    }
    if (c->state == CELL_UNKNOWN) {
        c->state = CELL_SERIES;
        c->series = ARENA_ARRAY(u->arena, struct val, u->program->months);
        for (uint32_t i = 0; i < u->program->months; i++) c->series[i] = val_empty();
    }
    c->series[month - 1] = v;
}

static bool is_settled(const struct unroll *u, uint32_t row, uint32_t month)
{
    const struct cell *c = &u->cells[row];
    if (c->state == CELL_CONSTANT) return true;
    return c->state == CELL_SERIES && !val_is_empty(c->series[month - 1]);
}

static struct span row_place(const struct unroll *u, uint32_t row)
{
    const struct row *r = &u->program->rows.at[row];
    if (r->formula) return place(u, r->formula);
    return u->program->sheets.at[r->sheet].where;
}

static void report_cycle(struct unroll *u, uint32_t from)
{
    enum { SHOWN = 8 };
    const struct program *p = u->program;
    struct arena *a = p->diags->arena;
    const struct pending *ring = u->stack.at + from, first = ring[0];
    struct text chain = {.arena = a};
    uint32_t length = u->stack.count - from;
    for (uint32_t i = 0; i < length && i < SHOWN; i++)
        text_addf(&chain, "%.*s -> ", STR_ARG(row_address(a, p, ring[i].row)));
    if (length > SHOWN) text_addf(&chain, "(%u more) -> ", (unsigned)(length - SHOWN));
    struct str start = row_address(a, p, first.row);
    text_add(&chain, start);
    diag_fail(p->diags, row_place(u, first.row), DIAG_CYCLE, "%.*s needs itself in month %u (%.*s): %.*s",
              STR_ARG(start), (unsigned)first.month, STR_ARG(month_text(a, p, first.month)),
              STR_ARG(text_str(&chain)));
    for (uint32_t i = 1; i < length && i < SHOWN; i++)
        diag_note(p->diags, row_place(u, ring[i].row), "through %.*s",
                  STR_ARG(row_address(a, p, ring[i].row)));
    diag_help(p->diags, "break the circle with prev(..), the value a month before");
    u->failed = true;
    for (uint32_t i = 0; i < length; i++)
        u->cells[ring[i].row] = (struct cell){CELL_CONSTANT, true, val_number(0), NULL};
}

static bool find_open(const struct unroll *u, uint32_t row, uint32_t month, uint32_t *at)
{
    for (uint32_t i = u->stack.count; i-- > 0;) {
        if (u->stack.at[i].row != row || u->stack.at[i].month != month) continue;
        *at = i;
        return true;
    }
    return false;
}

// Computes a cell and everything that it turns out to need. Each cell on the stack waits for the
// one above it.
static void settle(struct unroll *u, uint32_t row, uint32_t month)
{
    VEC_PUSH(u->arena, &u->stack, (struct pending){row, month});
    while (u->stack.count > 0) {
        struct pending top = u->stack.at[u->stack.count - 1];
        bool settled = is_settled(u, top.row, top.month);
        struct val v = settled ? val_empty() : compute(u, top.row, top.month);
        if (settled || !u->blocked) {
            if (!settled) store(u, top.row, top.month, v);
            u->stack.count--;
            continue;
        }
        uint32_t at;
        struct pending next = {u->want_row, u->want_month};
        if (find_open(u, next.row, next.month, &at))
            report_cycle(u, at);
        else
            VEC_PUSH(u->arena, &u->stack, next);
    }
}

bool unroll_cell(struct unroll *u, uint32_t row, uint32_t month, struct val *out)
{
    if (!is_settled(u, row, month)) settle(u, row, month);
    u->blocked = false;
    *out = unroll_read(u, row, month);
    return !u->cells[row].failed;
}

bool unroll_formula(struct unroll *u, uint32_t formula, uint32_t sheet, uint32_t month,
                    struct val *out, bool *varies)
{
    struct frame f = {sheet, NO_WORKLOAD, month, -1, false, val_number(0)};
    for (;;) {
        u->blocked = u->varies = u->poisoned = false;
        *out = unroll_eval(u, formula, &f);
        if (!u->blocked) break;
        settle(u, u->want_row, u->want_month);
    }
    *varies = u->varies;
    if (!val_is_lost(*out) || u->poisoned) return !u->poisoned;
    uint32_t fault = find_fault(u, formula, &f);
    diag_fail(u->program->diags, place(u, fault), DIAG_NOT_FINITE, "%s",
              fault_text(node(u, fault)));
    unroll_fail(u);
    return false;
}

bool unroll_constant(struct unroll *u, uint32_t formula, uint32_t sheet, const char *what,
                     struct val *out)
{
    bool varies;
    if (!unroll_formula(u, formula, sheet, 1, out, &varies)) return false;
    if (!varies) return true;
    u->failed = true;
    return diag_fail(u->program->diags, place(u, formula), DIAG_NOT_CONSTANT,
                     "%s may not change with time", what);
}
