// calculate_leases.c - leases.
#include "engine/calculate_int.h"

bool calc_lease(struct calculation *c)
{
    const struct calc_arg *a = &c->args[2];
    uint32_t n = a->count;
    bool arrears = num(c, 3) == 1;
    if (!rate_ok(c, 0)) return false;
    double rate = monthly(num(c, 0), num(c, 1) == 0), direct = num(c, 4), paid = direct;
    struct series s = periods_of(c, 2, arrears ? 1 : 0);
    double liability = returns_present_value(rate, &s), left = liability;
    double *interest = ARENA_ARRAY(c->arena, double, n);
    double *balance = ARENA_ARRAY(c->arena, double, n);
    for (uint32_t m = 0; m < n; m++) {
        double owed = arrears ? left : left - a->list[m];
        interest[m] = fabs(owed) <= 1e-9 * fabs(liability) ? 0 : owed * rate;
        left += interest[m] - a->list[m];
        if (m + 1 == n && fabs(left) <= 1e-9 * fabs(liability)) left = 0;
        balance[m] = left;
        paid += a->list[m];
    }
    double asset = liability + direct, wear = asset / n;
    put(c, "liability", number_value(liability));
    put(c, "rou_asset", number_value(asset));
    put(c, "interest", list_value(c, interest, n));
    put(c, "closing_liability", list_value(c, balance, n));
    put(c, "rou_depreciation_monthly", number_value(wear));
    put(c, "ifrs16_expense_month_1", number_value(interest[0] + wear));
    put(c, "ifrs16_expense_total", number_value(paid));
    put(c, "asc842_operating_expense_monthly", number_value(paid / n));
    return true;
}

bool calc_lease_advantage(struct calculation *c)
{
    double cost = num(c, 0), payment = num(c, 1), tax = num(c, 4), residual = num(c, 7);
    double list[MACRS_YEARS] = {0};
    if (!not_negative(c, 0) || !whole_from(c, 2, 1, 100) || !share_ok(c, 4)) return false;
    if (!rate_ok(c, 3) || !class_ok(c, 5) || !not_negative(c, 7) || !rate_ok(c, 8))
        return false;
    struct tax_asset a = {cost, 0, 0, (int)num(c, 5), convention(c, 6)};
    tax_deductions(&a, list);
    double rate = num(c, 3) * (1 - tax), value = cost, basis = cost;
    int years = (int)num(c, 2);
    for (int y = 1; y <= years; y++) {
        double deducted = y <= a.class_years + 1 ? list[y - 1] : 0;
        basis -= deducted;
        value -= payment * factor(rate, y - 1);
        value += (tax * payment - tax * deducted + num(c, 9) * (1 - tax)) * factor(rate, y);
    }
    if (years > a.class_years) basis = 0;
    double sale = residual - tax * (residual - basis);
    put(c, "nal", number_value(value - sale * factor(num(c, 8), years)));
    return true;
}
