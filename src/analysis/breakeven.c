#include "analysis/breakeven.h"

#include "engine/returns.h"

#include <math.h>

const char *breakeven_word(enum breakeven_status s)
{
    switch (s) {
    case BREAKEVEN_ALWAYS: return "always";
    case BREAKEVEN_SINGLE: return "single";
    case BREAKEVEN_MULTIPLE: return "multiple";
    case BREAKEVEN_REVERTED: return "reverted";
    case BREAKEVEN_NEVER: return "never";
    case BREAKEVEN_BEYOND_HORIZON: return "beyond_horizon";
    case BREAKEVEN_INFEASIBLE: return "infeasible";
    case BREAKEVEN_NO_BASELINE: return "baseline_infeasible";
    }
    return "";
}

bool crossing_is_before_use(const struct crossing *c)
{
    return c->month < 0.05;
}

bool breakeven_crosses_once(const struct breakeven *b)
{
    return b->crossings.count == 2 && !b->crossings.at[0].up &&
           crossing_is_before_use(&b->crossings.at[0]);
}

// Cumulative savings. Differences that rounding alone explains count as none.
static double *savings(struct arena *a, const double *option, const double *other,
                       uint32_t months)
{
    double *c = ARENA_ARRAY(a, double, months + 1), ours = 0, theirs = 0;
    for (uint32_t k = 0; k <= months; k++) {
        ours += option[k];
        theirs += other[k];
        double size = fabs(ours) + fabs(theirs);
        c[k] = fabs(theirs - ours) <= 1e-12 * size ? 0 : theirs - ours;
    }
    return c;
}

// As payback of the savings: the same by construction.
static enum breakeven_status status_of(enum payback_status s)
{
    switch (s) {
    case PAYBACK_ALWAYS: return BREAKEVEN_ALWAYS;
    case PAYBACK_NEVER: return BREAKEVEN_NEVER;
    case PAYBACK_SINGLE: return BREAKEVEN_SINGLE;
    case PAYBACK_MULTIPLE: return BREAKEVEN_MULTIPLE;
    case PAYBACK_REVERTED: return BREAKEVEN_REVERTED;
    }
    return BREAKEVEN_NEVER;
}

static bool is_nothing(const double *c, uint32_t months)
{
    for (uint32_t k = 0; k <= months; k++)
        if (c[k] != 0) return false;
    return true;
}

// Both costs are the same in each of the last 12 columns, to one part in 1e9.
static bool is_steady(const double *cost, uint32_t months)
{
    enum { COLUMNS = 12 };
    if (months < COLUMNS) return false;
    for (uint32_t k = months - COLUMNS + 1; k <= months; k++)
        if (fabs(cost[k] - cost[months]) > 1e-9 * fabs(cost[months])) return false;
    return true;
}

static void look_beyond(struct breakeven *b, const double *c, const double *option,
                        const double *other, uint32_t months)
{
    double monthly = other[months] - option[months];
    if (monthly <= 0 || !is_steady(option, months) || !is_steady(other, months)) return;
    b->status = BREAKEVEN_BEYOND_HORIZON;
    b->has_value = true;
    b->value = months - c[months] / monthly;
}

struct breakeven breakeven_find(struct arena *a, const double *option, const double *other,
                                uint32_t months)
{
    const double *c = savings(a, option, other, months);
    struct payback p;
    returns_payback_of_sums(a, c, months + 1, &p);
    struct breakeven b = {.status = status_of(p.status),
                          .has_value = p.has_sustained,
                          .has_first = p.has_first,
                          .equal = is_nothing(c, months),
                          .first = p.first_fractional,
                          .value = p.sustained_fractional};
    for (uint32_t i = 0; i < p.crossing_count; i++)
        VEC_PUSH(a, &b.crossings, (struct crossing){p.crossings[i].at, p.crossings[i].up});
    if (b.status == BREAKEVEN_NEVER) look_beyond(&b, c, option, other, months);
    return b;
}

struct breakeven breakeven_none(bool option_is_feasible)
{
    return (struct breakeven){.status = option_is_feasible ? BREAKEVEN_NO_BASELINE
                                                           : BREAKEVEN_INFEASIBLE};
}
