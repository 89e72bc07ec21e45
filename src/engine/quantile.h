// quantile.h - the quantiles that have formulas, by probability u or by normal score z.
//
// Here once, for one number (dist.c) and for lanes (quantiles.c): so the bits are equal.
#ifndef TCO_ENGINE_QUANTILE_H
#define TCO_ENGINE_QUANTILE_H

#include "engine/dist.h"
#include "engine/vmath.h"

VM_FUNCTION double quantile_uniform(const struct dist *d, double u)
{
    return d->a + u * (d->b - d->a);
}

VM_FUNCTION double quantile_normal(const struct dist *d, double z)
{
    return d->a + d->b * z;
}

VM_FUNCTION double quantile_lognormal(const struct dist *d, double z)
{
    return vm_exp(d->a + d->b * z);
}

VM_FUNCTION double quantile_two_piece(const struct dist *d, double z)
{
    double sd = z < 0 ? d->a : d->b;
    return d->median * vm_exp(z * sd);
}

VM_FUNCTION double quantile_triangular(const struct dist *d, double u)
{
    double width = d->c - d->a, left = d->b - d->a, right = d->c - d->b;
    double share = left / width, rising = u * width * left, falling = (1 - u) * width * right;
    double from_end = sqrt(u < share ? rising : falling);
    return u < share ? d->a + from_end : d->c - from_end;
}

// On 0..1, by u and by the place of u on the nodes of its side: the cubic through two nodes with
// their slopes.
VM_FUNCTION double quantile_pert(const struct pert *p, double u, double place)
{
    bool is_low = u < 0.5;
    int cell = (int)place < PERT_CELLS ? (int)place : PERT_CELLS - 1;
    const double *n = p->sides[is_low ? 0 : 1].nodes + 2 * cell;
    double t = place - cell, rise = n[2] - n[0], from = n[1] - rise, to = rise - n[3];
    double x = n[0] + t * (rise + (1 - t) * ((1 - t) * from + t * to));
    return is_low ? x : 1 - x;
}

// Where u lies in what is cut, and what the cut leaves of a value.
VM_FUNCTION double quantile_share(const struct dist *d, double u)
{
    return d->from + u * (d->to - d->from);
}

VM_FUNCTION double quantile_cut(const struct dist *d, double x)
{
    double above = x < d->a ? d->a : x;
    return above > d->b ? d->b : above;
}

#endif
