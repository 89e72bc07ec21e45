// kernel.h - the operations of ops.def on plain numbers.
//
// The graph folds constants with these, the tape runs them on lanes: one definition, equal bits.
#ifndef TCO_ENGINE_KERNEL_H
#define TCO_ENGINE_KERNEL_H

#include "engine/vmath.h"

#include <stdbool.h>

// What is within 1e-9 of a whole number is that number: 8.000000000001 servers are 8, not 9.
VM_FUNCTION double kernel_snap(double x)
{
    double whole = num_floor(x + 0.5), off = x - whole;
    return fabs(off) <= 1e-9 ? whole : x;
}

// Less by more than what is left over when the same sum is added up in another way.
#define KERNEL_EQUAL 1e-12
VM_FUNCTION bool kernel_below(double a, double b)
{
    double size_a = fabs(a), size_b = fabs(b);
    return b - a > KERNEL_EQUAL * (size_a > size_b ? size_a : size_b);
}

// clang-format off
VM_FUNCTION double kernel_add(double a, double b) { return a + b; }
VM_FUNCTION double kernel_sub(double a, double b) { return a - b; }
VM_FUNCTION double kernel_mul(double a, double b) { return a * b; }
VM_FUNCTION double kernel_div(double a, double b) { return a / b; }
VM_FUNCTION double kernel_pow(double a, double b) { return vm_pow(a, b); }
VM_FUNCTION double kernel_neg(double a) { return 0.0 - a; }
VM_FUNCTION double kernel_abs(double a) { return a < 0.0 ? -a : a; }
VM_FUNCTION double kernel_min(double a, double b) { return a < b ? a : b; }
VM_FUNCTION double kernel_max(double a, double b) { return a > b ? a : b; }
VM_FUNCTION double kernel_ceil(double a) { return num_ceil(kernel_snap(a)) + 0.0; }
VM_FUNCTION double kernel_floor(double a) { return num_floor(kernel_snap(a)); }
// clang-format on

VM_FUNCTION double kernel_round(double a)
{
    double x = kernel_snap(a);
    return x < 0.0 ? num_ceil(x - 0.5) + 0.0 : num_floor(x + 0.5);
}

VM_FUNCTION double kernel_mod(double a, double b)
{
    double left = a - b * kernel_floor(a / b), size = kernel_abs(b) * 1e-9;
    return left < size && left > -size ? 0.0 : left;
}

// clang-format off
VM_FUNCTION double kernel_sqrt(double a) { return sqrt(a); }
VM_FUNCTION double kernel_exp(double a) { return vm_exp(a); }
VM_FUNCTION double kernel_ln(double a) { return vm_ln(a); }
VM_FUNCTION double kernel_expm1(double a) { return vm_expm1(a); }
VM_FUNCTION double kernel_log1p(double a) { return vm_log1p(a); }
VM_FUNCTION double kernel_lt(double a, double b) { return a < b ? 1.0 : 0.0; }
VM_FUNCTION double kernel_le(double a, double b) { return a <= b ? 1.0 : 0.0; }
VM_FUNCTION double kernel_eq(double a, double b) { return a == b ? 1.0 : 0.0; }
VM_FUNCTION double kernel_not(double a) { return a == 0.0 ? 1.0 : 0.0; }
VM_FUNCTION double kernel_and(double a, double b) { return a != 0.0 && b != 0.0 ? 1.0 : 0.0; }
VM_FUNCTION double kernel_or(double a, double b) { return a != 0.0 || b != 0.0 ? 1.0 : 0.0; }
VM_FUNCTION double kernel_select(double a, double b, double c) { return a != 0.0 ? b : c; }
// clang-format on

#endif
