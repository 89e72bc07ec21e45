// val.h - what a computation yields: a number that is known, or a node of the graph.
//
// Most values of a scenario are known while the graph is built and never become nodes, so a value
// is eight bytes: a double, or a node number in the payload of a NaN that arithmetic never makes.
#ifndef TCO_ENGINE_VAL_H
#define TCO_ENGINE_VAL_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct val {
    uint64_t bits;
};

#define VAL_NODE_TAG  UINT64_C(0x7FFC000000000000)  // + node number
#define VAL_EMPTY_TAG UINT64_C(0x7FFD000000000000)  // nothing computed yet
#define VAL_TAG_MASK  UINT64_C(0xFFFF000000000000)

static inline struct val val_number(double d)
{
    struct val v;
    memcpy(&v.bits, &d, sizeof d);
    return v;
}

static inline struct val val_node(uint32_t node)
{
    return (struct val){VAL_NODE_TAG | node};
}

static inline struct val val_empty(void)
{
    return (struct val){VAL_EMPTY_TAG};
}

static inline bool val_is_node(struct val v)
{
    return (v.bits & VAL_TAG_MASK) == VAL_NODE_TAG;
}

static inline bool val_is_empty(struct val v)
{
    return v.bits == VAL_EMPTY_TAG;
}

static inline bool val_is_number(struct val v)
{
    return !val_is_node(v) && !val_is_empty(v);
}

static inline uint32_t val_node_of(struct val v)
{
    return (uint32_t)v.bits;
}

static inline double val_double(struct val v)
{
    double d;
    memcpy(&d, &v.bits, sizeof d);
    return d;
}

static inline bool val_same(struct val a, struct val b)
{
    return a.bits == b.bits;
}

// A number that arithmetic has lost: divided by zero, overflowed, or never defined.
static inline bool val_is_lost(struct val v)
{
    return val_is_number(v) && !isfinite(val_double(v));
}

static inline bool val_is(struct val v, double d)
{
    return val_is_number(v) && val_double(v) == d;
}

// Either zero; no node is one.
static inline bool val_is_zero(struct val v)
{
    return v.bits << 1 == 0;
}

#endif
