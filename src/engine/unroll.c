#include "engine/unroll_int.h"

#include "base/num.h"
#include "engine/cause.h"
#include "engine/finance.h"
#include "engine/kernel.h"

enum { MOST_NESTED = 16 };  // cells computed inside each other, which takes stack

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
    u->slots = ARENA_ARRAY(a, struct val **, p->rows.count);
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

static bool is_settled(const struct unroll *u, uint32_t row, uint32_t month)
{
    const struct cell *c = &u->cells[row];
    if (c->state == CELL_CONSTANT) return true;
    return c->state == CELL_SERIES && !val_is_empty(c->series[month - 1]);
}

static void settle_at_once(struct unroll *u, uint32_t row, uint32_t month);

// A cell that nobody has computed.
struct val unroll_need(struct unroll *u, uint32_t row, uint32_t month)
{
    if (!u->blocked && u->nested < MOST_NESTED) settle_at_once(u, row, month);
    return is_settled(u, row, month) ? unroll_read(u, row, month) : unroll_block(u, row, month);
}

// ---- memos -------------------------------------------------------------------------------------

struct val *unroll_memo(struct unroll *u, enum memo_use use, uint32_t id, const struct frame *f)
{
    uint32_t key[5] = {(uint32_t)use, id, f->sheet, f->workload, f->line};
    struct str name = {(const char *)key, sizeof key};
    if (u->memo_found && memcmp(key, u->memo_key, sizeof key) == 0) return u->memo_found;
    memcpy(u->memo_key, key, sizeof key);
    uint32_t at = map_get(&u->memo_index, name);
    if (at != MAP_NONE) return u->memo_found = u->memos.at[at];
    uint32_t count = u->program->months + 1;
    struct val *values = ARENA_ARRAY(u->arena, struct val, count);
    for (uint32_t i = 0; i < count; i++)
        values[i] = val_empty();
    map_put(u->arena, &u->memo_index, str_copy(u->arena, name), u->memos.count);
    VEC_PUSH(u->arena, &u->memos, values);
    return u->memo_found = values;
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
    if (n->kind == AST_CALL && n->what == FUNC_LN)
        return "this is the logarithm of what is not above zero";
    if (n->kind == AST_CALL && n->what == FUNC_SQRT)
        return "this is the root of a negative number";
    if (n->kind == AST_CALL && n->what == FUNC_POW)
        return "this power is too large or not defined";
    if (n->kind == AST_CALL && n->what == FUNC_GROW)
        return "this growth is below -100 %, or too large after so many periods";
    return "this is too large";
}

static void report_lost(struct unroll *u, uint32_t row, uint32_t month, const struct frame *f)
{
    const struct program *p = u->program;
    uint32_t fault = find_fault(u, p->rows.at[row].formula, f);
    struct str address = row_address(p->diags->arena, p, row);
    diag_fail(p->diags, place(u, fault), DIAG_NOT_FINITE, "%s", fault_text(node(u, fault)));
    diag_note(p->diags, SPAN_NONE, "in %.*s, month %u (%.*s)", STR_ARG(address),
              (unsigned)month, STR_ARG(month_text(p->diags->arena, p, month)));
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

static void report_bound(struct unroll *u, uint32_t row, uint32_t month, double value,
                         bool below)
{
    const struct program *p = u->program;
    const struct name *n = row_name(p, row);
    const struct row *r = &p->rows.at[row];
    struct str address = row_address(p->diags->arena, p, row);
    struct span where = row_origin(p, row).where;
    struct causes causes = {.count = 0};
    if (row_origin(p, row).kind == ORIGIN_DEFAULT)
        causes = causes_of(p, r->formula, r->scope, r->workload);
    if (span_is_none(where) || causes.count) where = causes_place(p, &causes, r->formula);
    diag_fail(p->diags, where, DIAG_OUT_OF_RANGE, "%.*s is %.*s; %s is %.*s", STR_ARG(address),
              STR_ARG(number_in_unit(u, value, n)),
              below ? "its least value" : "its largest value",
              STR_ARG(number_in_unit(u, below ? n->min : n->max, n)));
    causes_note(p, &causes, r->formula, address);
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

// A draw beyond the bounds of the input that it is given to counts as the bound.
static struct val within_bounds(struct unroll *u, uint32_t row, struct val v)
{
    const struct name *n = row_name(u->program, row);
    double low = -HUGE_VAL, high = HUGE_VAL;
    if (!val_is_node(v) || !u->program->rows.at[row].given || n->kind != NAME_INPUT) return v;
    const struct graph_node *known = &u->graph->nodes.at[val_node_of(v)];
    if (known->op == GRAPH_INPUT && known->args[0].bits < u->program->draws.count)
        dist_ends(&u->dists[known->args[0].bits], &low, &high);
    if (n->has_min && low < n->min) v = apply(u, OP_MAX, v, val_number(n->min));
    if (n->has_max && high > n->max) v = apply(u, OP_MIN, v, val_number(n->max));
    return v;
}

// The distribution that a row is, or that the parameter is which it takes; NULL if it is another
// formula.
static const struct dist *dist_of(const struct unroll *u, uint32_t row)
{
    const struct program *p = u->program;
    uint32_t id = p->rows.at[row].formula;
    for (int depth = 0; node(u, id)->kind == AST_NAME && depth < 16; depth++) {
        const struct ref *r = &p->asts.refs.at[node(u, id)->extra];
        if (r->kind != REF_SCENARIO) return NULL;
        uint32_t to = sheet_row(p, 0, r->target, NO_WORKLOAD);
        if (to == NO_NAME) return NULL;
        id = p->rows.at[to].formula;
    }
    bool drawn = node(u, id)->kind == AST_DIST || node(u, id)->kind == AST_RANGE;
    uint32_t draw = drawn ? node(u, id)->extra : 0;
    return draw && u->dist_ready[draw - 1] ? &u->dists[draw - 1] : NULL;
}

static void report_beyond(struct unroll *u, uint32_t row, double share, bool below)
{
    static const double seldom = 0.001,
                        often = 0.05 + 1e-9;  // beyond a percentile that was stated
    const struct program *p = u->program;
    const struct name *n = row_name(p, row);
    struct diags *d = p->diags;
    char percent[NUM_TEXT];
    if (share <= seldom) return;
    num_write_tidy(percent, num_round(share * 100, share < 0.01 ? 2 : 1));
    struct str text =
        str_format(d->arena, "%.*s lies %s, %.*s, with a probability of %s %%",
                   STR_ARG(row_address(d->arena, p, row)),
                   below ? "below its least value" : "above its largest value",
                   STR_ARG(number_in_unit(u, below ? n->min : n->max, n)), percent);
    if (share > often) {
        diag_fail(d, row_origin(p, row).where, DIAG_BEYOND_BOUNDS, "%.*s", STR_ARG(text));
        unroll_fail(u);
    } else {
        diag_warn(d, row_origin(p, row).where, DIAG_BEYOND_BOUNDS,
                  "%.*s, and then counts as that", STR_ARG(text));
    }
    diag_help(d, "truncated(.., LOW, HIGH) cuts a distribution off instead");
}

void unroll_judge_beyond(struct unroll *u, uint32_t row)
{
    const struct name *n = row_name(u->program, row);
    const struct dist *d = n->has_min || n->has_max ? dist_of(u, row) : NULL;
    if (!d) return;
    double low, high;
    dist_ends(d, &low, &high);
    if (n->has_min && low < n->min) report_beyond(u, row, dist_below(d, n->min), true);
    if (n->has_max && high > n->max) report_beyond(u, row, 1 - dist_below(d, n->max), false);
}

// What stands in the place of a row that is varied.
static struct val opened(struct unroll *u, uint32_t input, struct val v)
{
    const struct open_input *o = &u->open.inputs[input];
    struct val x =
        o->fixed ? val_number(o->value) : graph_input(u->graph, open_lane(u->program, input));
    return o->factor ? apply(u, OP_MUL, v, x) : x;
}

static struct val compute(struct unroll *u, uint32_t row, uint32_t month)
{
    const struct row *r = &u->program->rows.at[row];
    uint32_t open = u->open.input_of ? u->open.input_of[row] : 0;
    u->graph->month = month;
    u->blocked = u->varies = u->poisoned = false;
    if (open && !u->open.inputs[open - 1].factor) return opened(u, open - 1, val_number(0));
    if (row_is_share(r)) return load_compute(u, row, month);
    if (r->formula == 0) return val_number(0);
    struct frame f = frame_in(r->scope, r->workload, month);
    struct val v = unroll_eval(u, r->formula, &f);
    if (u->blocked || u->poisoned || u->cells[row].failed) return v;
    if (val_is_lost(v)) {
        u->blocked = false;
        report_lost(u, row, month, &f);
    } else {
        check_bounds(u, row, month, v);
        if (u->uncertain) v = within_bounds(u, row, v);
    }
    return open ? opened(u, open - 1, v) : v;
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
        for (uint32_t i = 0; i < u->program->months; i++)
            c->series[i] = val_empty();
    }
    c->series[month - 1] = v;
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
    diag_fail(p->diags, row_place(u, first.row), DIAG_CYCLE,
              "%.*s needs itself in month %u (%.*s): %.*s", STR_ARG(start),
              (unsigned)first.month, STR_ARG(month_text(a, p, first.month)),
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

// Computes a cell in the midst of computing another, which goes on with it. If the cell in turn
// needs more than may be nested, u->blocked is left set.
static void settle_at_once(struct unroll *u, uint32_t row, uint32_t month)
{
    uint32_t at;
    if (find_open(u, row, month, &at)) {
        report_cycle(u, at);
        return;
    }
    bool varies = u->varies, poisoned = u->poisoned;
    uint32_t before = u->graph->month;
    VEC_PUSH(u->arena, &u->stack, (struct pending){row, month});
    u->nested++;
    struct val v = compute(u, row, month);
    if (!u->blocked && !is_settled(u, row, month)) store(u, row, month, v);
    u->nested--;
    u->stack.count--;
    u->graph->month = before;
    u->varies = varies;
    u->poisoned = poisoned;
}

// Computes a cell and everything that it turns out to need. Each cell on the stack waits for the
// one above it; whoever needs too much at once is computed again when it is there.
static void settle(struct unroll *u, uint32_t row, uint32_t month)
{
    VEC_PUSH(u->arena, &u->stack, (struct pending){row, month});
    while (u->stack.count > 0) {
        struct pending top = u->stack.at[u->stack.count - 1];
        bool settled = is_settled(u, top.row, top.month);
        struct val v = settled ? val_empty() : compute(u, top.row, top.month);
        if (settled || !u->blocked) {
            // A cycle that was found meanwhile has settled all its members.
            if (!is_settled(u, top.row, top.month)) store(u, top.row, top.month, v);
            u->stack.count--;
            u->graph->month = 0;
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

bool unroll_formula(struct unroll *u, uint32_t formula, uint32_t sheet, uint32_t workload,
                    uint32_t month, struct val *out, bool *varies)
{
    struct frame f = frame_in(sheet, workload, month);
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

bool unroll_spot(struct unroll *u, uint32_t part, const struct spot *at, struct val *out)
{
    struct frame f = frame_in(at->sheet, at->workload, at->month);
    f.hour = at->hour;
    f.in_weight = at->aged;
    f.age = val_number(at->age * unroll_month_seconds(u));
    f.line = at->line;
    f.only_off = at->only_off;
    do {
        u->blocked = u->varies = u->poisoned = false;
        *out = unroll_eval(u, part, &f);
        if (u->blocked) settle(u, u->want_row, u->want_month);
    } while (u->blocked);
    return !u->poisoned && !val_is_lost(*out);
}

bool unroll_line_amount(struct unroll *u, uint32_t call, uint32_t row, uint32_t month,
                        struct val *out)
{
    do {
        u->blocked = u->varies = u->poisoned = false;
        *out = lines_amount(u, call, row, month);
        if (u->blocked) settle(u, u->want_row, u->want_month);
    } while (u->blocked);
    return !u->poisoned;
}

bool unroll_constant(struct unroll *u, uint32_t formula, uint32_t sheet, const char *what,
                     struct val *out)
{
    bool varies;
    if (!unroll_formula(u, formula, sheet, NO_WORKLOAD, 1, out, &varies)) return false;
    if (!varies) return true;
    u->failed = true;
    return diag_fail(u->program->diags, place(u, formula), DIAG_NOT_CONSTANT,
                     "%s may not change with time", what);
}
