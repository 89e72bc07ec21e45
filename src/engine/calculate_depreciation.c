// calculate_depreciation.c - writing down, by the books and for tax in the US.
#include "engine/calculate_int.h"

#include "engine/depreciation.h"

// ---- depreciation ------------------------------------------------------------------------------

static bool asset_ok(struct calculation *c, struct asset *a)
{
    *a = (struct asset){num(c, 0), num(c, 1), num(c, 2)};
    if (!not_negative(c, 0) || !not_negative(c, 1)) return false;
    if (!(a->life > 0)) return fail(c, 2, "the life must be above 0");
    return a->salvage <= a->cost || fail(c, 1, "salvage is above cost");
}

static bool period_ok(struct calculation *c, uint32_t i, double last)
{
    return (num(c, i) >= 1 && num(c, i) < last + 1) ||
           fail(c, i, "the asset has no period of this number; they count from 1 to its life");
}

bool calc_sln(struct calculation *c)
{
    struct asset a;
    bool above = num(c, 1) > num(c, 0) && num(c, 0) >= 0 && num(c, 2) > 0;
    if (!above && !asset_ok(c, &a)) return false;
    a = (struct asset){num(c, 0), num(c, 1), num(c, 2)};
    answer(c, depreciation_straight(&a));
    if (above) put(c, "status", word_value("salvage_above_cost"));
    return true;
}

bool calc_syd(struct calculation *c)
{
    struct asset a;
    return asset_ok(c, &a) && period_ok(c, 3, a.life) &&
           answer(c, depreciation_digits(&a, num(c, 3)));
}

bool calc_ddb(struct calculation *c)
{
    struct asset a;
    return asset_ok(c, &a) && period_ok(c, 3, a.life) && above_zero(c, 4) &&
           answer(c, depreciation_declining(&a, num(c, 3), num(c, 4)));
}

bool calc_db(struct calculation *c)
{
    struct asset a;
    if (!asset_ok(c, &a) || !whole_from(c, 4, 1, 12)) return false;
    return period_ok(c, 3, a.life + (num(c, 4) < 12)) &&
           answer(c, depreciation_fixed(&a, num(c, 3), num(c, 4)));
}

bool calc_vdb(struct calculation *c)
{
    enum { MOST_PERIODS = 100000 };
    struct asset a;
    if (!asset_ok(c, &a) || !not_negative(c, 3) || !above_zero(c, 5)) return false;
    if (num(c, 4) < num(c, 3)) return fail(c, 4, "the end lies before the start");
    if (num(c, 4) > a.life) return fail(c, 4, "the end lies behind the life");
    if (num(c, 4) > MOST_PERIODS) return fail(c, 4, "this number is too large");
    return answer(c, depreciation_between(&a, num(c, 3), num(c, 4), num(c, 5), flag(c, 6)));
}

// ---- US tax ------------------------------------------------------------------------------------

bool calc_macrs(struct calculation *c)
{
    enum { MOST_YEARS = 1000 };
    if (!not_negative(c, 0) || !class_ok(c, 1) || !whole_from(c, 2, 1, MOST_YEARS))
        return false;
    if (num(c, 2) > MACRS_YEARS) return answer(c, 0);
    const double *percent = macrs_table((int)num(c, 1), convention(c, 3));
    return answer(c, num(c, 0) * percent[(int)num(c, 2) - 1] / 100);
}

bool calc_macrs_table(struct calculation *c)
{
    if (!class_ok(c, 0)) return false;
    const double *percent = macrs_table((int)num(c, 0), convention(c, 1));
    put(c, "percent", list_value(c, percent, (uint32_t)num(c, 0) + 1));
    return true;
}

bool calc_macrs_formula(struct calculation *c)
{
    double part = c->args[2].given ? num(c, 2) : macrs_first_year_part(convention(c, 1));
    double share[MACRS_YEARS];
    if (!class_ok(c, 0)) return false;
    if (!(part > 0 && part <= 1)) return fail(c, 2, "a share lies between 0 and 1");
    macrs_formula((int)num(c, 0), part, share);
    put(c, "fraction", list_value(c, share, (uint32_t)num(c, 0) + 1));
    return true;
}

bool calc_tax_depreciation(struct calculation *c)
{
    double list[MACRS_YEARS], total = 0;
    struct tax_asset a = {num(c, 0), num(c, 4), num(c, 3), (int)num(c, 1), convention(c, 2)};
    if (!not_negative(c, 0) || !class_ok(c, 1) || !share_ok(c, 3)) return false;
    if (a.expensed < 0 || a.expensed > a.cost) return fail(c, 4, "this lies outside the cost");
    tax_deductions(&a, list);
    for (int i = 0; i <= a.class_years; i++)
        total += list[i];
    put(c, "deduction", list_value(c, list, (uint32_t)a.class_years + 1));
    put(c, "total", number_value(total));
    return true;
}

// The share of the table that is allowed in the year of sale: until the middle of the year, or
// of the quarter of the sale.
static bool part_of_sale_year(struct calculation *c, double *out)
{
    *out = 0.5;
    if (convention(c, 2) == MACRS_HALF_YEAR) return true;
    if (!c->args[6].given) return fail(c, 2, "a mid-quarter convention needs quarter_sold");
    if (!whole_from(c, 6, 1, 4)) return false;
    *out = (num(c, 6) - 0.5) / 4;
    return true;
}

bool calc_disposal(struct calculation *c)
{
    double part, taken = 0, cost = num(c, 0), price = num(c, 4);
    if (!not_negative(c, 0) || !class_ok(c, 1) || !whole_from(c, 3, 1, 1000)) return false;
    if (!not_negative(c, 4) || !share_ok(c, 5) || !part_of_sale_year(c, &part)) return false;
    const double *percent = macrs_table((int)num(c, 1), convention(c, 2));
    int sold = (int)num(c, 3), last = (int)num(c, 1) + 1;
    // In service and sold within one tax year: nothing is deducted (IRS Publication 946).
    for (int year = 1; sold > 1 && year <= sold && year <= last; year++)
        taken += cost * percent[year - 1] / 100 * (year == sold && year < last ? part : 1);
    double basis = sold >= last ? 0 : cost - taken, gain = price - basis;
    put(c, "depreciation_total", number_value(taken));
    put(c, "adjusted_basis", number_value(basis));
    put(c, "gain", number_value(gain));
    put(c, "tax_on_gain", number_value(gain * num(c, 5)));
    put(c, "after_tax_proceeds", number_value(price - gain * num(c, 5)));
    return true;
}

bool calc_shield(struct calculation *c)
{
    double list[MACRS_YEARS], time[MACRS_YEARS];
    struct tax_asset a = {num(c, 0), 0, num(c, 3), (int)num(c, 1), convention(c, 2)};
    if (!above_zero(c, 0) || !class_ok(c, 1) || !share_ok(c, 3) || !share_ok(c, 4))
        return false;
    if (!rate_ok(c, 5)) return false;
    tax_deductions(&a, list);
    for (int i = 0; i <= a.class_years; i++)
        time[i] = i + (num(c, 6) == 1 ? 0.5 : 1);
    struct series s = {list, time, (uint32_t)a.class_years + 1};
    double value = num(c, 4) * returns_present_value(num(c, 5), &s);
    put(c, "value", number_value(value));
    put(c, "share_of_cost", number_value(value / a.cost));
    return true;
}
