// calculate_risk.c - expected losses, carbon, and what made a difference.
#include "engine/calculate_int.h"

bool calc_ale(struct calculation *c)
{
    return not_negative(c, 0) && share_ok(c, 1) && not_negative(c, 2) &&
           answer(c, num(c, 0) * num(c, 1) * num(c, 2));
}

// The mean of a PERT distribution, (least + 4 likely + most) / 6.
static bool pert_mean(struct calculation *c, uint32_t i, double *out)
{
    const double *x = c->args[i].list;
    if (c->args[i].count != 3)
        return fail(c, i, "three figures are expected: least, likely, most");
    if (x[0] > x[1] || x[1] > x[2] || x[0] < 0)
        return fail(c, i, "these must ascend from 0 or more: least, likely, most");
    *out = (x[0] + 4 * x[1] + x[2]) / 6;
    return true;
}

bool calc_ale_pert(struct calculation *c)
{
    double often, much;
    return pert_mean(c, 0, &often) && pert_mean(c, 1, &much) && answer(c, often * much);
}

bool calc_carbon(struct calculation *c)
{
    for (uint32_t i = 0; i < 5; i++)
        if (!not_negative(c, i)) return false;
    if (num(c, 1) < 1) return fail(c, 1, "a PUE is at least 1");
    return answer(c, num(c, 0) * num(c, 1) * num(c, 2) * num(c, 3) / 1e6 * num(c, 4));
}

bool calc_variance(struct calculation *c)
{
    uint32_t n = c->args[0].count;
    for (uint32_t i = 1; i < 4; i++)
        if (c->args[i].count != n) return fail(c, i, "the four lists must be equally long");
    const double *bp = c->args[0].list, *bq = c->args[1].list, *ap = c->args[2].list;
    const double *aq = c->args[3].list;
    double budget = 0, actual = 0, planned = 0, total = 0, price = 0, mix = 0;
    for (uint32_t i = 0; i < n; i++) {
        budget += bq[i];
        actual += aq[i];
        planned += bp[i] * bq[i];
        total += ap[i] * aq[i] - bp[i] * bq[i];
        price += (ap[i] - bp[i]) * aq[i];
    }
    if (!(budget > 0)) return fail(c, 1, "the budget holds no quantity");
    for (uint32_t i = 0; i < n; i++)
        mix += (aq[i] - actual * bq[i] / budget) * bp[i];
    double volume = (actual - budget) * planned / budget;
    put(c, "total", number_value(total));
    put(c, "price", number_value(price));
    put(c, "mix", number_value(mix));
    put(c, "volume", number_value(volume));
    put(c, "quantity_mix_plus_volume", number_value(mix + volume));
    return true;
}
