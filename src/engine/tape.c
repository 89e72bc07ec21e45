#include "engine/tape.h"

#include "engine/kernel.h"

// ---- building ----------------------------------------------------------------------------------

struct builder {
    struct arena *arena;
    const struct graph *g;
    struct tape *t;
    uint32_t *uses;      // by node: how often it is still needed
    uint32_t *slot_of;   // by node
    VEC(uint32_t) free;  // slots that nothing needs any more
};

static int args_of(const struct graph_node *n)
{
    return n->op == GRAPH_INPUT ? 0 : op_args((enum op)n->op);
}

static void count_uses(struct builder *b, const struct val *outputs, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (val_is_node(outputs[i])) b->uses[val_node_of(outputs[i])] += 1;
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
    emit(b, (struct instruction){.op = OP_COUNT, .out = *borrowed, .number = val_double(v)});
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

static void build_node(struct builder *b, uint32_t id)
{
    const struct graph_node *n = &b->g->nodes.at[id];
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

static void build_inputs(struct builder *b)
{
    for (uint32_t i = 0; i < b->g->nodes.count; i++)
        if (b->g->nodes.at[i].op == GRAPH_INPUT && b->uses[i] > 0) b->t->input_count++;
    b->t->input_of = ARENA_ARRAY(b->arena, uint32_t, b->t->input_count);
    for (uint32_t i = 0; i < b->g->nodes.count; i++) {
        const struct graph_node *n = &b->g->nodes.at[i];
        if (n->op != GRAPH_INPUT || b->uses[i] == 0) continue;
        b->slot_of[i] = b->t->slot_count;
        b->t->input_of[b->t->slot_count++] = (uint32_t)n->args[0].bits;
        b->uses[i]++;  // its slot is filled before the first instruction and never reused
    }
}

void tape_build(struct arena *a, const struct graph *g, const struct val *outputs,
                uint32_t count, struct tape *t)
{
    *t = (struct tape){.output_count = count};
    struct builder b = {.arena = a, .g = g, .t = t};
    b.uses = ARENA_ARRAY(a, uint32_t, g->nodes.count);
    b.slot_of = ARENA_ARRAY(a, uint32_t, g->nodes.count);
    count_uses(&b, outputs, count);
    build_inputs(&b);
    for (uint32_t i = 0; i < g->nodes.count; i++)
        if (b.uses[i] > 0 && g->nodes.at[i].op != GRAPH_INPUT) build_node(&b, i);
    t->outputs = ARENA_ARRAY(a, struct tape_output, count);
    for (uint32_t i = 0; i < count; i++) {
        t->outputs[i].is_number = !val_is_node(outputs[i]);
        if (t->outputs[i].is_number)
            t->outputs[i].number = val_double(outputs[i]);
        else
            t->outputs[i].slot = b.slot_of[val_node_of(outputs[i])];
    }
}

// ---- running -----------------------------------------------------------------------------------

#define LANES for (int l = 0; l < TAPE_LANES; l++)

#define UNARY(code, name)                                                                      \
    case code:                                                                                 \
        LANES out[l] = kernel_##name(a[l]);                                                    \
        break;

#define BINARY(code, name)                                                                     \
    case code:                                                                                 \
        if (i->form == OPERANDS_SLOT_SLOT)                                                     \
            LANES out[l] = kernel_##name(a[l], b[l]);                                          \
        else if (i->form == OPERANDS_SLOT_NUMBER)                                              \
            LANES out[l] = kernel_##name(a[l], number);                                        \
        else                                                                                   \
            LANES out[l] = kernel_##name(number, b[l]);                                        \
        break;

static void run_one(const struct instruction *i, double *slots)
{
    double *out = slots + (size_t)i->out * TAPE_LANES;
    const double *a = slots + (size_t)i->a * TAPE_LANES, *b = slots + (size_t)i->b * TAPE_LANES;
    const double *c = slots + (size_t)i->c * TAPE_LANES, number = i->number;
    switch ((enum op)i->op) {
        BINARY(OP_ADD, add)
        BINARY(OP_SUB, sub)
        BINARY(OP_MUL, mul)
        BINARY(OP_DIV, div)
        BINARY(OP_POW, pow)
        BINARY(OP_MIN, min)
        BINARY(OP_MAX, max)
        BINARY(OP_MOD, mod)
        BINARY(OP_LT, lt)
        BINARY(OP_LE, le)
        BINARY(OP_EQ, eq)
        BINARY(OP_AND, and)
        BINARY(OP_OR, or)
        UNARY(OP_NEG, neg)
        UNARY(OP_ABS, abs)
        UNARY(OP_CEIL, ceil)
        UNARY(OP_FLOOR, floor)
        UNARY(OP_ROUND, round)
        UNARY(OP_SQRT, sqrt)
        UNARY(OP_EXP, exp)
        UNARY(OP_LN, ln)
        UNARY(OP_EXPM1, expm1)
        UNARY(OP_LOG1P, log1p)
        UNARY(OP_NOT, not )
    case OP_SELECT: LANES out[l] = kernel_select(a[l], b[l], c[l]); break;
    case OP_COUNT: LANES out[l] = number; break;
    }
}

void tape_run(const struct tape *t, double *slots)
{
    for (uint32_t i = 0; i < t->code.count; i++)
        run_one(&t->code.at[i], slots);
}

double tape_lane(const struct tape *t, const double *slots, uint32_t output, uint32_t lane)
{
    const struct tape_output *o = &t->outputs[output];
    return o->is_number ? o->number : slots[(size_t)o->slot * TAPE_LANES + lane];
}
