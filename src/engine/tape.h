// tape.h - the graph as straight-line code over lanes.
//
// A lane is a trial, a sweep point, a candidate. The tape runs 64 lanes at a time, operation by
// operation; buffers are reused as soon as nothing needs them, so that a block stays in the
// first-level cache. Lanes compute exactly what the graph folds: the bits are equal.
#ifndef TCO_ENGINE_TAPE_H
#define TCO_ENGINE_TAPE_H

#include "engine/graph.h"

enum { TAPE_LANES = 64 };

// What the tape has beside the operations of ops.def. Two or three operations in one instruction,
// each with its own rounding, so that the bits stay those of the graph.
enum tape_op {
    TAPE_NUMBER = OP_COUNT,  // the number
    TAPE_MUL_ADD,            // a * b + c
    TAPE_MUL_SUB,            // a * b - c
    TAPE_SUB_MUL,            // c - a * b
    TAPE_ADD_ADD,            // (a + b) + c
    TAPE_MUL_ADD_ADD,        // (a * b + c) + d
    TAPE_SUB_MIN,            // c - min(a, b)
    TAPE_SUB_MAX,            // max(a - b, number), or max(number, a - b)
    TAPE_SUB_MAX_ZERO        // max(a - number, 0)
};

// Where an operand stands: a slot, or the number itself.
enum operand_form { OPERANDS_SLOT_SLOT, OPERANDS_SLOT_NUMBER, OPERANDS_NUMBER_SLOT };

struct instruction {
    uint16_t op;
    uint16_t form;
    uint32_t out, a, b, c, d;  // slots
    double number;             // the operand that is none
};

struct tape {
    VEC(struct instruction) code;
    uint32_t slot_count;
    uint32_t input_count;  // slots 0..input_count - 1 are filled by the caller
    uint32_t *input_of;    // by such a slot: the number of the lane input
    struct tape_output {
        bool is_number;
        double number;
        uint32_t slot;
    } * outputs;
    uint32_t output_count;
};

// Compiles what the outputs need, and nothing else.
void tape_build(struct arena *a, const struct graph *g, const struct val *outputs,
                uint32_t count, struct tape *t);
// The same without the outputs that are not asked, which are 0. Its inputs are those of all of them, so
// that what is drawn does not hang on what is asked.
void tape_build_asked(struct arena *a, const struct graph *g, const struct val *outputs,
                      const bool *asked, uint32_t count, struct tape *t);

// Zeroed lanes for all slots, where no vector of them lies across two lines of the cache.
double *tape_slots(struct arena *a, const struct tape *t);

// Runs one block on what tape_slots made, the inputs filled in.
void tape_run(const struct tape *t, double *slots);

// The lanes of an output.
double tape_lane(const struct tape *t, const double *slots, uint32_t output, uint32_t lane);

#endif
