#include "engine/pert.h"

#include "engine/quantile.h"

#include <stdbool.h>

// ---- the incomplete beta integral --------------------------------------------------------------

// Of x^(a-1) (1-x)^(b-1) from 0 to x, as a series that is good up to one half: x^a times a
// polynomial in x.
enum { TERMS = 56 };

struct series {
    double a, coefficients[TERMS];
};

static struct series series_of(double a, double b)
{
    struct series s = {.a = a};
    double binomial = 1;
    for (int k = 0; k < TERMS; k++) {
        s.coefficients[k] = binomial / (a + k);
        binomial *= (k + 1 - b) / (k + 1);
    }
    return s;
}

static double sum(const struct series *s, double x)
{
    double total = 0;
    for (int k = TERMS; k-- > 0;)
        total = total * x + s->coefficients[k];
    return vm_pow(x, s->a) * total;
}

// One side: from its end, and from the other one.
struct beta {
    double a, b, whole;
    struct series near, far;
};

static double below(const struct beta *w, double x)
{
    return x <= 0.5 ? sum(&w->near, x) : w->whole - sum(&w->far, 1 - x);
}

static double density(const struct beta *w, double x)
{
    return vm_pow(x, w->a - 1) * vm_pow(1 - x, w->b - 1);
}

// ---- the table ---------------------------------------------------------------------------------

// Newton's steps from a place that is near already.
static double solve(const struct beta *w, double mass, double x)
{
    enum { STEPS = 20 };
    for (int i = 0; i < STEPS; i++) {
        double next = x - (below(w, x) - mass) / density(w, x);
        if (next <= 0) next = x / 2;
        if (next >= 1) next = (1 + x) / 2;
        double moved = next - x;
        x = next;
        if ((moved < 0 ? -moved : moved) <= 4e-16 * x) break;
    }
    return x;
}

static void make_side(struct arena *arena, const struct beta *w, struct pert_side *side)
{
    double *nodes = ARENA_ARRAY(arena, double, 2 * (PERT_CELLS + 1));
    double slope = vm_pow(w->a * w->whole, 1 / w->a), x = 0;
    side->power = 1 / w->a;
    side->step = vm_pow(0.5, side->power) / PERT_CELLS;
    side->nodes = nodes;
    nodes[1] = slope * side->step;
    for (int i = 1; i <= PERT_CELLS; i++) {
        double at = i * side->step, share = vm_pow(at, w->a);
        x = solve(w, share * w->whole, x + nodes[2 * i - 1]);
        slope = w->whole * w->a * share / at / density(w, x);
        nodes[2 * i] = x;
        nodes[2 * i + 1] = slope * side->step;
    }
}

void pert_make(struct arena *arena, double mode, struct pert *out)
{
    double a = 1 + 4 * mode, b = 1 + 4 * (1 - mode);
    struct beta low = {a, b, 0, series_of(a, b), series_of(b, a)};
    low.whole = sum(&low.near, 0.5) + sum(&low.far, 0.5);
    struct beta high = {b, a, low.whole, low.far, low.near};
    make_side(arena, &low, &out->sides[0]);
    make_side(arena, &high, &out->sides[1]);
}

double pert_quantile(const struct pert *p, double u)
{
    bool is_low = u < 0.5;
    const struct pert_side *s = &p->sides[is_low ? 0 : 1];
    return quantile_pert(p, u, vm_pow_positive(is_low ? u : 1 - u, s->power) / s->step);
}
