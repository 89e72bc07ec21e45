#include "engine/tape.h"

#include "engine/lanes.h"

#include <string.h>

// ---- building ----------------------------------------------------------------------------------

struct builder {
    struct arena *arena;
    const struct graph *g;
    struct tape *t;
    uint32_t *uses;      // by node: how often it is still needed
    uint32_t *slot_of;   // by node
    uint32_t *taken;     // by node: the operand, from 1, that its instruction computes too
    bool *in_other;      // by node: it is such an operand
    bool *is_input;      // by node: it has a slot from the beginning
    VEC(uint32_t) free;  // slots that nothing needs any more
};

static int args_of(const struct graph_node *n)
{
    return n->op == GRAPH_INPUT ? 0 : op_args((enum op)n->op);
}

static void count_uses(struct builder *b, const struct val *outputs, uint32_t count,
                       const bool *asked)
{
    for (uint32_t i = 0; i < count; i++)
        if (val_is_node(outputs[i]) && (!asked || asked[i]))
            b->uses[val_node_of(outputs[i])] += 1;
    for (uint32_t i = b->g->nodes.count; i-- > 0;) {
        const struct graph_node *n = &b->g->nodes.at[i];
        if (b->uses[i] == 0) continue;
        for (int k = 0; k < args_of(n); k++)
            if (val_is_node(n->args[k])) b->uses[val_node_of(n->args[k])]++;
    }
}

static uint32_t take_slot(struct builder *b)
{
    if (b->free.count > 0) return b->free.at[--b->free.count];
    return b->t->slot_count++;
}

static void release(struct builder *b, struct val v)
{
    if (!val_is_node(v)) return;
    uint32_t node = val_node_of(v);
    if (--b->uses[node] == 0) VEC_PUSH(b->arena, &b->free, b->slot_of[node]);
}

static void emit(struct builder *b, struct instruction i)
{
    VEC_PUSH(b->arena, &b->t->code, i);
}

// SELECT takes slots only; a number among its operands is written to one first.
static uint32_t slot_of_operand(struct builder *b, struct val v, uint32_t *borrowed)
{
    *borrowed = UINT32_MAX;
    if (val_is_node(v)) return b->slot_of[val_node_of(v)];
    *borrowed = take_slot(b);
    emit(b, (struct instruction){.op = TAPE_NUMBER, .out = *borrowed, .number = val_double(v)});
    return *borrowed;
}

static void build_select(struct builder *b, uint32_t id, const struct graph_node *n)
{
    uint32_t borrowed[3], slots[3];
    for (int k = 0; k < 3; k++)
        slots[k] = slot_of_operand(b, n->args[k], &borrowed[k]);
    for (int k = 0; k < 3; k++)
        release(b, n->args[k]);
    for (int k = 0; k < 3; k++)
        if (borrowed[k] != UINT32_MAX) VEC_PUSH(b->arena, &b->free, borrowed[k]);
    b->slot_of[id] = take_slot(b);
    emit(b, (struct instruction){.op = OP_SELECT,
                                 .out = b->slot_of[id],
                                 .a = slots[0],
                                 .b = slots[1],
                                 .c = slots[2]});
}

// An operand that nothing else needs, of the same month, as a node of `op`.
static const struct graph_node *single(const struct builder *b, const struct graph_node *n,
                                       int k, enum op op)
{
    if (!val_is_node(n->args[k])) return NULL;
    uint32_t id = val_node_of(n->args[k]);
    const struct graph_node *operand = &b->g->nodes.at[id];
    bool fits = operand->op == op && b->uses[id] == 1 && operand->month == n->month;
    return fits ? operand : NULL;
}

// The same, of an operand that is computed by one operation.
static const struct graph_node *simple(const struct builder *b, const struct graph_node *n,
                                       int k, enum op op)
{
    const struct graph_node *operand = single(b, n, k, op);
    return operand && b->taken[val_node_of(n->args[k])] == 0 ? operand : NULL;
}

// Whether an operand is a sum that a third number can be added to: of a product, or of two numbers.
static bool is_sum(const struct builder *b, const struct graph_node *n, int k)
{
    const struct graph_node *sum = single(b, n, k, OP_ADD);
    if (!sum) return false;
    uint32_t taken = b->taken[val_node_of(n->args[k])];
    return taken == 0 || single(b, sum, (int)taken - 1, OP_MUL);
}

// Whether an operand is a difference that can be cut off at the other one, which is a number.
static bool is_cut(const struct builder *b, const struct graph_node *n, int k)
{
    const struct graph_node *less = simple(b, n, k, OP_SUB);
    if (!less || val_is_node(n->args[1 - k]) || !val_is_node(less->args[0])) return false;
    return val_is_node(less->args[1]) || (k == 0 && val_same(n->args[1], val_number(0)));
}

static bool is_part(const struct builder *b, const struct graph_node *n, int k)
{
    const struct graph_node *least = simple(b, n, k, OP_MIN);
    return k == 1 && least && val_is_node(least->args[0]) && val_is_node(least->args[1]);
}

// Whether the instruction of a node can compute this operand too. Products come before the rest.
static bool joins(const struct builder *b, const struct graph_node *n, int k, bool product)
{
    if (n->op == OP_MAX) return !product && is_cut(b, n, k);
    if ((n->op != OP_ADD && n->op != OP_SUB) || !val_is_node(n->args[1 - k])) return false;
    if (product) return simple(b, n, k, OP_MUL);
    return n->op == OP_ADD ? is_sum(b, n, k) : is_part(b, n, k);
}

static void take(struct builder *b, uint32_t id, int k)
{
    b->taken[id] = (uint32_t)k + 1;
    b->in_other[val_node_of(b->g->nodes.at[id].args[k])] = true;
}

static void find_joined(struct builder *b)
{
    for (uint32_t i = 0; i < b->g->nodes.count; i++) {
        if (b->uses[i] == 0) continue;
        for (int choice = 0; choice < 4 && b->taken[i] == 0; choice++) {
            int k = 1 - choice % 2;
            if (joins(b, &b->g->nodes.at[i], k, choice < 2)) take(b, i, k);
        }
    }
}

// Both operands of a node as slots, or the second as a number; products may turn theirs round.
static void set_operands(struct builder *b, struct instruction *i, const struct graph_node *n)
{
    bool turned = !val_is_node(n->args[0]);
    struct val first = n->args[turned ? 1 : 0], second = n->args[turned ? 0 : 1];
    i->a = b->slot_of[val_node_of(first)];
    i->form = val_is_node(second) ? OPERANDS_SLOT_SLOT : OPERANDS_SLOT_NUMBER;
    if (val_is_node(second))
        i->b = b->slot_of[val_node_of(second)];
    else
        i->number = val_double(second);
    release(b, first);
    release(b, second);
}

static uint32_t use_slot(struct builder *b, struct val v)
{
    release(b, v);
    return b->slot_of[val_node_of(v)];
}

static void set_cut(struct instruction *i, const struct graph_node *n, uint32_t k)
{
    bool at_zero = i->form == OPERANDS_SLOT_NUMBER;
    i->op = at_zero ? TAPE_SUB_MAX_ZERO : TAPE_SUB_MAX;
    if (at_zero) return;
    i->form = k == 0 ? OPERANDS_SLOT_NUMBER : OPERANDS_NUMBER_SLOT;
    i->number = val_double(n->args[1 - k]);
}

static void build_joined(struct builder *b, uint32_t id, const struct graph_node *n)
{
    uint32_t k = b->taken[id] - 1, own = b->taken[val_node_of(n->args[k])];
    const struct graph_node *inner = &b->g->nodes.at[val_node_of(n->args[k])];
    struct instruction i = {0};
    if (own > 0) {  // a product in a sum in a sum
        set_operands(b, &i, &b->g->nodes.at[val_node_of(inner->args[own - 1])]);
        i.op = TAPE_MUL_ADD_ADD;
        i.c = use_slot(b, inner->args[2 - own]);
        i.d = use_slot(b, n->args[1 - k]);
    } else {
        set_operands(b, &i, inner);
        if (n->op == OP_MAX)
            set_cut(&i, n, k);
        else
            i.c = use_slot(b, n->args[1 - k]);
        if (n->op == OP_ADD) i.op = inner->op == OP_MUL ? TAPE_MUL_ADD : TAPE_ADD_ADD;
        if (n->op == OP_SUB) i.op = k == 0 ? TAPE_MUL_SUB : TAPE_SUB_MUL;
        if (inner->op == OP_MIN) i.op = TAPE_SUB_MIN;
    }
    i.out = b->slot_of[id] = take_slot(b);
    emit(b, i);
}

static void build_node(struct builder *b, uint32_t id)
{
    const struct graph_node *n = &b->g->nodes.at[id];
    if (b->in_other[id]) return;
    if (b->taken[id]) {
        build_joined(b, id, n);
        return;
    }
    if (n->op == OP_SELECT) {
        build_select(b, id, n);
        return;
    }
    struct instruction i = {.op = (uint16_t)n->op, .form = OPERANDS_SLOT_SLOT};
    bool left = val_is_node(n->args[0]), binary = args_of(n) == 2,
         right = binary && val_is_node(n->args[1]);
    if (left) i.a = b->slot_of[val_node_of(n->args[0])];
    if (right) i.b = b->slot_of[val_node_of(n->args[1])];
    if (binary && !right) i.form = OPERANDS_SLOT_NUMBER, i.number = val_double(n->args[1]);
    if (binary && !left) i.form = OPERANDS_NUMBER_SLOT, i.number = val_double(n->args[0]);
    release(b, n->args[0]);
    if (binary) release(b, n->args[1]);
    i.out = b->slot_of[id] = take_slot(b);
    emit(b, i);
}

// Those of all outputs, asked or not.
static void find_inputs(struct builder *b, const struct val *outputs, uint32_t count)
{
    uint32_t nodes = b->g->nodes.count;
    count_uses(b, outputs, count, NULL);
    for (uint32_t i = 0; i < nodes; i++)
        b->is_input[i] = b->g->nodes.at[i].op == GRAPH_INPUT && b->uses[i] > 0;
    memset(b->uses, 0, nodes * sizeof *b->uses);
}

static void build_inputs(struct builder *b)
{
    for (uint32_t i = 0; i < b->g->nodes.count; i++)
        b->t->input_count += b->is_input[i];
    b->t->input_of = ARENA_ARRAY(b->arena, uint32_t, b->t->input_count);
    for (uint32_t i = 0; i < b->g->nodes.count; i++) {
        const struct graph_node *n = &b->g->nodes.at[i];
        if (!b->is_input[i]) continue;
        b->slot_of[i] = b->t->slot_count;
        b->t->input_of[b->t->slot_count++] = (uint32_t)n->args[0].bits;
        b->uses[i]++;  // its slot is filled before the first instruction and never reused
    }
}

// The nodes that are needed, month after month: what one month leaves to the next are the few
// values that the model remembers, where the order of creation, line after line, would keep every
// month of every row.
static uint32_t *by_month(struct builder *b, uint32_t *count)
{
    uint32_t nodes = b->g->nodes.count, months = 0;
    for (uint32_t i = 0; i < nodes; i++)
        if (b->g->nodes.at[i].month > months) months = b->g->nodes.at[i].month;
    uint32_t *first = ARENA_ARRAY(b->arena, uint32_t, months + 2);
    for (uint32_t i = 0; i < nodes; i++)
        if (b->uses[i] > 0 && b->g->nodes.at[i].op != GRAPH_INPUT)
            first[b->g->nodes.at[i].month + 1]++;
    for (uint32_t m = 1; m <= months + 1; m++)
        first[m] += first[m - 1];
    *count = first[months + 1];
    uint32_t *order = ARENA_ARRAY(b->arena, uint32_t, *count);
    for (uint32_t i = 0; i < nodes; i++)
        if (b->uses[i] > 0 && b->g->nodes.at[i].op != GRAPH_INPUT)
            order[first[b->g->nodes.at[i].month]++] = i;
    return order;
}

void tape_build(struct arena *a, const struct graph *g, const struct val *outputs,
                uint32_t count, struct tape *t)
{
    tape_build_asked(a, g, outputs, NULL, count, t);
}

void tape_build_asked(struct arena *a, const struct graph *g, const struct val *outputs,
                      const bool *asked, uint32_t count, struct tape *t)
{
    *t = (struct tape){.output_count = count};
    struct builder b = {.arena = a, .g = g, .t = t};
    b.uses = ARENA_ARRAY(a, uint32_t, g->nodes.count);
    b.slot_of = ARENA_ARRAY(a, uint32_t, g->nodes.count);
    b.taken = ARENA_ARRAY(a, uint32_t, g->nodes.count);
    b.in_other = ARENA_ARRAY(a, bool, g->nodes.count);
    b.is_input = ARENA_ARRAY(a, bool, g->nodes.count);
    find_inputs(&b, outputs, count);
    count_uses(&b, outputs, count, asked);
    find_joined(&b);
    build_inputs(&b);
    uint32_t used = 0, *order = by_month(&b, &used);
    VEC_RESERVE(a, &t->code, used);
    for (uint32_t i = 0; i < used; i++)
        build_node(&b, order[i]);
    t->outputs = ARENA_ARRAY(a, struct tape_output, count);
    for (uint32_t i = 0; i < count; i++) {
        t->outputs[i].is_number = !val_is_node(outputs[i]) || (asked && !asked[i]);
        if (!val_is_node(outputs[i]))
            t->outputs[i].number = val_double(outputs[i]);
        else if (!t->outputs[i].is_number)
            t->outputs[i].slot = b.slot_of[val_node_of(outputs[i])];
    }
}

// ---- running -----------------------------------------------------------------------------------

double *tape_slots(struct arena *a, const struct tape *t)
{
    enum { LINE = 64 / sizeof(double) };
    double *lanes = ARENA_ARRAY(a, double, (size_t)t->slot_count *TAPE_LANES + LINE);
    return lanes + (LINE - (uintptr_t)lanes / sizeof *lanes % LINE) % LINE;
}

void tape_run(const struct tape *t, double *slots)
{
    lane_set_here()->tape(t, slots);
}

double tape_lane(const struct tape *t, const double *slots, uint32_t output, uint32_t lane)
{
    const struct tape_output *o = &t->outputs[output];
    return o->is_number ? o->number : slots[(size_t)o->slot * TAPE_LANES + lane];
}
