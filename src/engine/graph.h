// graph.h - the computation with months unrolled, shared and folded.
//
// An operation on numbers that are known is computed at once and makes no node: where nothing is
// uncertain, building the graph is evaluating it. What depends on a draw becomes a node, and equal
// operations on equal operands are the same node. Operands are older than the nodes that use
// them, so the order of the numbers is an order of evaluation. Nothing is reassociated.
#ifndef TCO_ENGINE_GRAPH_H
#define TCO_ENGINE_GRAPH_H

#include "base/vec.h"
#include "engine/kernel.h"
#include "engine/val.h"
#include "lang/func.h"

enum {
    GRAPH_INPUT = OP_COUNT
};  // the `op` of a node that is a lane input; `args[0]` its number

enum { GRAPH_NODES = 50 * 1000 * 1000 };  // 1.6 GB: refused before the machine is

struct graph_node {
    uint32_t op;
    uint32_t month;  // the earliest one in which it can be computed, if months run in order
    struct val args[3];
};

enum { GRAPH_ROOTS = 16 };

struct graph {
    struct arena *arena;
    VEC(struct graph_node) nodes;
    uint32_t *slots;      // hash table of node numbers + 1
    uint32_t slot_count;  // a power of two
    uint32_t month;       // the one that is being computed, 0 for none
    struct {
        struct val base, twelfth;  // base^(1/12); a base of 0 is none
    } roots[GRAPH_ROOTS];          // that were asked for last, by hash of the base
    bool full;                     // GRAPH_NODES was reached; results mean nothing any more
};

void graph_init(struct graph *g, struct arena *a);
struct val graph_input(struct graph *g, uint32_t number);

double op_fold(enum op op, double a, double b, double c);

// The same for two operands. What is asked for most is computed in place.
static inline double op_fold_two(enum op op, double a, double b)
{
    if (op == OP_ADD) return kernel_add(a, b);
    if (op == OP_SUB) return kernel_sub(a, b);
    if (op == OP_MUL) return kernel_mul(a, b);
    if (op == OP_DIV) return kernel_div(a, b);
    if (op == OP_MIN) return kernel_min(a, b);
    if (op == OP_MAX) return kernel_max(a, b);
    if (op == OP_LE) return kernel_le(a, b);
    if (op == OP_LT) return kernel_lt(a, b);
    return op_fold(op, a, b, 0);
}

struct val graph_unary_node(struct graph *g, enum op op, struct val a);
struct val graph_binary_node(struct graph *g, enum op op, struct val a, struct val b);

static inline struct val graph_unary(struct graph *g, enum op op, struct val a)
{
    if (val_is_node(a)) return graph_unary_node(g, op, a);
    return val_number(op_fold(op, val_double(a), 0, 0));
}

static inline struct val graph_binary(struct graph *g, enum op op, struct val a, struct val b)
{
    if (val_is_node(a) || val_is_node(b)) return graph_binary_node(g, op, a, b);
    return val_number(op_fold_two(op, val_double(a), val_double(b)));
}

// Where `condition` is known, the other arm may be empty.
struct val graph_select(struct graph *g, struct val condition, struct val yes, struct val no);

// Pairwise sum of a list: the same tree whatever is known, so that sums fold without moving a bit.
struct val graph_sum(struct graph *g, const struct val *list, uint32_t count);

// base^(whole + part / parts), a product of factors that neighbouring months share.
struct val graph_power(struct graph *g, struct val base, double exponent);

#endif
