// bands.c - functions over a table of bands: tier, lookup, interpolate.
#include "engine/unroll_int.h"

struct table {
    const struct ast *node;
    uint32_t id, rows, column;
    struct frame frame;
};

static struct val cell_of(struct unroll *u, const struct table *t, uint32_t row,
                          uint32_t column)
{
    return unroll_eval(u, kid(u, t->id, row * t->node->what + column), &t->frame);
}

static bool has_cell(const struct unroll *u, const struct table *t, uint32_t row,
                     uint32_t column)
{
    return kid(u, t->id, row * t->node->what + column) != 0;
}

static bool open_table(const struct unroll *u, uint32_t arg, const struct frame *f,
                       struct table *t)
{
    const struct ref *r = &u->program->asts.refs.at[node(u, arg)->extra];
    uint32_t row = unroll_row_of(u, r, f);
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
        if (has_cell(u, t, i, 0) && i + 1 < t->rows)
            inside = apply(u, OP_LE, x, cell_of(u, t, i, 0));
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
        struct val line =
            apply(u, OP_ADD, y0, apply(u, OP_MUL, part, apply(u, OP_SUB, y1, y0)));
        y = graph_select(u->graph, apply(u, OP_LT, x0, x), line, y);
    }
    return y;
}

// Bands go on for ever when the last row leaves its end out; points never do.
static bool covers(struct unroll *u, const struct table *t, enum func func, struct val x)
{
    bool closed = has_cell(u, t, t->rows - 1, 0);
    if (func == FUNC_INTERPOLATE)
        return closed || diag_fail(u->program->diags, place(u, t->id), DIAG_MISSING_KEY,
                                   "a point of the table has no place on its first column");
    if (!closed || !val_is_number(x)) return true;
    struct val end = cell_of(u, t, t->rows - 1, 0);
    if (u->blocked || !val_is_number(end) || val_double(x) <= val_double(end)) return true;
    diag_fail(u->program->diags, place(u, t->id), DIAG_OUT_OF_RANGE,
              "an amount lies beyond the last row of the table");
    diag_help(u->program->diags, "leave the end of the last row out, so that it is open");
    return false;
}

struct val band_call(struct unroll *u, uint32_t id, const struct frame *f)
{
    struct val x = unroll_eval(u, kid(u, id, 0), f);
    struct table t;
    if (u->blocked || !open_table(u, kid(u, id, 1), f, &t)) return x;
    enum func func = (enum func)node(u, id)->what;
    if (!covers(u, &t, func, x)) return unroll_fail(u);
    if (func == FUNC_TIER) return eval_tier(u, &t, x);
    return func == FUNC_LOOKUP ? eval_lookup(u, &t, x) : eval_interpolate(u, &t, x);
}
