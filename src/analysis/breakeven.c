#include "analysis/breakeven.h"

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
    case BREAKEVEN_NO_BASELINE: return "baseline_infeasible";
    }
    return "";
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

// Whether the option is cheaper by column k. Equal costs count as on the side that comes after
// them, and as cheaper if they last to the horizon: equal costs alone are no crossing.
static bool is_ahead(const double *c, uint32_t months, uint32_t k)
{
    while (k < months && c[k] == 0)
        k++;
    return c[k] >= 0;
}

static void find_crossings(struct arena *a, const double *c, uint32_t months,
                           struct breakeven *b)
{
    bool after = is_ahead(c, months, 0);
    for (uint32_t k = 1; k <= months; k++) {
        bool before = after;
        if (c[k - 1] != 0) after = is_ahead(c, months, k);
        if (before == after) continue;
        double month = k - 1 + c[k - 1] / (c[k - 1] - c[k]);
        VEC_PUSH(a, &b->crossings, (struct crossing){month, after});
        if (!after) continue;
        if (!b->has_first) b->first = month;
        b->has_first = true;
        b->value = month;
    }
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

struct breakeven breakeven_find(struct arena *a, const double *option, const double *other,
                                uint32_t months)
{
    const double *c = savings(a, option, other, months);
    struct breakeven b = {0};
    find_crossings(a, c, months, &b);
    b.equal = is_nothing(c, months);
    bool cheaper_at_end = c[months] >= 0;
    if (b.crossings.count == 0) {
        b.status = cheaper_at_end ? BREAKEVEN_ALWAYS : BREAKEVEN_NEVER;
        b.has_value = b.has_first = cheaper_at_end;
        double monthly = other[months] - option[months];
        if (cheaper_at_end || monthly <= 0 || !is_steady(option, months) ||
            !is_steady(other, months))
            return b;
        b.status = BREAKEVEN_BEYOND_HORIZON;
        b.has_value = true;
        b.value = months - c[months] / monthly;
        return b;
    }
    b.has_value = cheaper_at_end;
    if (!cheaper_at_end)
        b.status = BREAKEVEN_REVERTED;
    else
        b.status = b.crossings.count == 1 ? BREAKEVEN_SINGLE : BREAKEVEN_MULTIPLE;
    return b;
}

struct breakeven breakeven_none(bool option_is_feasible)
{
    return (struct breakeven){.status =
                                  option_is_feasible ? BREAKEVEN_NO_BASELINE : BREAKEVEN_NEVER};
}
