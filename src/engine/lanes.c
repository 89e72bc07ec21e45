// lanes.c - runs the tape: one operation on all lanes after another.
#define VM_IN_LANES
#include "engine/lanes.h"

#include "engine/kernel.h"

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

// With a number among its operands its branches would hang on that alone, which compilers do not
// make vectors of: so the number stands in every lane.
static inline void powers(const struct instruction *i, double *out, const double *a,
                          const double *b)
{
    double same[TAPE_LANES];
    LANES same[l] = i->number;
    const double *base = i->form == OPERANDS_NUMBER_SLOT ? same : a,
                 *exponent = i->form == OPERANDS_SLOT_NUMBER ? same : b;
    uint64_t ordinary = ~UINT64_C(0);
    LANES ordinary &=
        base[l] > 0.0 && base[l] < HUGE_VAL && exponent[l] == exponent[l] ? ~UINT64_C(0) : 0;
    if (ordinary)  // what vm_pow asks beside is a third of its work
        LANES out[l] = vm_pow_positive(base[l], exponent[l]);
    else
        LANES out[l] = kernel_pow(base[l], exponent[l]);
}

// `first` is what comes of a and b by `name`.
#define PAIR(code, name, whole)                                                                \
    case code:                                                                                 \
        if (i->form == OPERANDS_SLOT_SLOT) LANES                                               \
            {                                                                                  \
                double first = kernel_##name(a[l], b[l]);                                      \
                out[l] = whole;                                                                \
            }                                                                                  \
        else                                                                                   \
            LANES                                                                              \
            {                                                                                  \
                double first = kernel_##name(a[l], number);                                    \
                out[l] = whole;                                                                \
            }                                                                                  \
        break;

void LANES_NAME(tape)(const struct tape *t, double *slots)
{
    for (uint32_t at = 0; at < t->code.count; at++) {
        const struct instruction *i = &t->code.at[at];
        double *out = slots + (size_t)i->out * TAPE_LANES;
        const double *a = slots + (size_t)i->a * TAPE_LANES,
                     *b = slots + (size_t)i->b * TAPE_LANES;
        const double *c = slots + (size_t)i->c * TAPE_LANES,
                     *d = slots + (size_t)i->d * TAPE_LANES, number = i->number;
        switch (i->op) {
            BINARY(OP_ADD, add)
            BINARY(OP_SUB, sub)
            BINARY(OP_MUL, mul)
            BINARY(OP_DIV, div)
        case OP_POW:
            powers(i, out, a, b);
            break;
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
        case OP_SELECT:
            LANES out[l] = kernel_select(a[l], b[l], c[l]);
            break;
            PAIR(TAPE_MUL_ADD, mul, kernel_add(first, c[l]))
            PAIR(TAPE_MUL_SUB, mul, kernel_sub(first, c[l]))
            PAIR(TAPE_SUB_MUL, mul, kernel_sub(c[l], first))
            PAIR(TAPE_ADD_ADD, add, kernel_add(first, c[l]))
            PAIR(TAPE_MUL_ADD_ADD, mul, kernel_add(kernel_add(first, c[l]), d[l]))
        case TAPE_SUB_MIN: LANES out[l] = kernel_sub(c[l], kernel_min(a[l], b[l])); break;
        case TAPE_SUB_MAX_ZERO: LANES out[l] = kernel_max(kernel_sub(a[l], number), 0); break;
        case TAPE_SUB_MAX:
            if (i->form == OPERANDS_SLOT_NUMBER)
                LANES out[l] = kernel_max(kernel_sub(a[l], b[l]), number);
            else
                LANES out[l] = kernel_max(number, kernel_sub(a[l], b[l]));
            break;
        case TAPE_NUMBER: LANES out[l] = number; break;
        }
    }
}
