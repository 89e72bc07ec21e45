#include "engine/depreciation.h"

#include "engine/vmath.h"

#include <stddef.h>

double depreciation_straight(const struct asset *a)
{
    return (a->cost - a->salvage) / a->life;
}

double depreciation_digits(const struct asset *a, double period)
{
    return (a->cost - a->salvage) * (a->life - period + 1) * 2 / (a->life * (a->life + 1));
}

double depreciation_declining(const struct asset *a, double period, double factor)
{
    double rate = factor / a->life;
    double left = rate >= 1 ? (period == 1 ? 1 : 0) : vm_pow(1 - rate, period - 1);
    double before = a->cost * left, after = rate >= 1 ? 0 : before * (1 - rate);
    double loss = before - (after > a->salvage ? after : a->salvage);
    return loss > 0 ? loss : 0;
}

double depreciation_fixed(const struct asset *a, double period, double months)
{
    if (a->cost == 0) return 0;
    double rate = 1 - vm_pow(a->salvage / a->cost, 1 / a->life);
    rate = num_floor(rate * 1000 + 0.5) / 1000;
    double first = a->cost * rate * months / 12;
    if (period == 1) return first;
    double before = (a->cost - first) * (rate >= 1 ? 0 : vm_pow(1 - rate, period - 2));
    if (period == 2 && rate >= 1) before = a->cost - first;
    return before * rate * (period > a->life ? (12 - months) / 12 : 1);
}

double depreciation_between(const struct asset *a, double start, double end, double factor,
                            bool stay)
{
    double left = a->cost, total = 0, level = -1;
    for (double k = 0; k < end; k++) {
        double falling = left * factor / a->life, most = left - a->salvage;
        double even = most / (a->life - k);
        if (level < 0 && !stay && (a->life - k <= 1 || even > falling)) level = even;
        double loss = level >= 0 ? level : falling;
        if (loss > most) loss = most;
        double from = start > k ? start : k, to = end < k + 1 ? end : k + 1;
        if (to > from) total += loss * (to - from);
        left -= loss;
    }
    return total;
}

// ---- US tax ------------------------------------------------------------------------------------

static const struct {
    int class_years;
    enum macrs_convention convention;
    double percent[MACRS_YEARS];
} TABLES[] = {
#define MACRS(class_years, convention, ...) {class_years, MACRS_##convention, {__VA_ARGS__}},
#include "engine/macrs.def"
#undef MACRS
};

const double *macrs_table(int class_years, enum macrs_convention convention)
{
    for (size_t i = 0; i < sizeof TABLES / sizeof TABLES[0]; i++)
        if (TABLES[i].class_years == class_years && TABLES[i].convention == convention)
            return TABLES[i].percent;
    return NULL;
}

double macrs_first_year_part(enum macrs_convention convention)
{
    switch (convention) {
    case MACRS_HALF_YEAR: return 0.5;
    case MACRS_MID_QUARTER_1: return 0.875;
    case MACRS_MID_QUARTER_2: return 0.625;
    case MACRS_MID_QUARTER_3: return 0.375;
    case MACRS_MID_QUARTER_4: return 0.125;
    }
    return 0.5;
}

void macrs_formula(int class_years, double first_year_part, double *out)
{
    double rate = (class_years >= 15 ? 1.5 : 2.0) / class_years, left = 1;
    for (int year = 0; year <= class_years; year++) {
        double part = year == 0 ? first_year_part : 1;
        double life = year == 0 ? class_years : class_years + 1 - first_year_part - year;
        double falling = left * rate * part, even = life > 1 ? left / life * part : left;
        double loss = year == class_years ? left : falling > even ? falling : even;
        out[year] = loss;
        left -= loss;
    }
}

void tax_deductions(const struct tax_asset *a, double *out)
{
    const double *percent = macrs_table(a->class_years, a->convention);
    double rest = a->cost - a->expensed, bonus = rest * a->bonus;
    for (int year = 0; year <= a->class_years; year++)
        out[year] = (rest - bonus) * percent[year] / 100;
    out[0] += a->expensed + bonus;
}
