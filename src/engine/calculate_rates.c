// calculate_rates.c - rates of other periods, real ones, and the cost of capital.
#include "engine/calculate_int.h"

#include "engine/annuity.h"
#include "engine/kernel.h"

bool calc_effect(struct calculation *c)
{
    if (!above_zero(c, 1)) return false;
    if (!(num(c, 0) > -num(c, 1))) return fail(c, 0, "a rate must be above -100 % a period");
    return answer(c, annuity_effective(num(c, 0), num(c, 1)));
}

bool calc_nominal(struct calculation *c)
{
    return rate_ok(c, 0) && above_zero(c, 1) &&
           answer(c, annuity_nominal(num(c, 0), num(c, 1)));
}

bool calc_monthly_rate(struct calculation *c)
{
    return rate_ok(c, 0) && answer(c, monthly(num(c, 0), num(c, 1) == 1));
}

bool calc_real_rate(struct calculation *c)
{
    return rate_ok(c, 0) && rate_ok(c, 1) &&
           answer(c, (num(c, 0) - num(c, 1)) / (1 + num(c, 1)));
}

bool calc_discount_factor(struct calculation *c)
{
    if (!rate_ok(c, 0) || !not_negative(c, 1)) return false;
    double months = num(c, 1) == 0 ? 0 : num(c, 1) - shift_of(c, 2);
    return answer(c, vm_exp(-months / 12 * vm_log1p(num(c, 0))));
}

bool calc_escalate(struct calculation *c)
{
    if (!rate_ok(c, 1)) return false;
    if (!(num(c, 2) >= 1)) return fail(c, 2, "months count from 1");
    double years = (num(c, 2) - 1) / 12;
    if (num(c, 3) == 0) years = kernel_floor(years);
    return answer(c, num(c, 0) * vm_exp(years * vm_log1p(num(c, 1))));
}

bool calc_cagr(struct calculation *c)
{
    return above_zero(c, 0) && above_zero(c, 1) && above_zero(c, 2) &&
           answer(c, vm_expm1(vm_ln(num(c, 1) / num(c, 0)) / num(c, 2)));
}

bool calc_wacc(struct calculation *c)
{
    double equity = num(c, 0), debt = num(c, 1), after_tax = num(c, 3) * (1 - num(c, 4));
    if (!not_negative(c, 0) || !not_negative(c, 1) || !share_ok(c, 4)) return false;
    if (equity + debt == 0) return fail(c, 0, "there is neither equity nor debt");
    return answer(c, (equity * num(c, 2) + debt * after_tax) / (equity + debt));
}
