#include "engine/calculate.h"

#include "engine/annuity.h"
#include "engine/depreciation.h"
#include "engine/kernel.h"
#include "engine/returns.h"
#include "engine/roots.h"

// ---- answers and faults ------------------------------------------------------------------------

static bool fail(struct calculation *c, uint32_t param, const char *message)
{
    c->error = str_of(message);
    c->error_param = param;
    return false;
}

static struct answer_value number_value(double x)
{
    return (struct answer_value){.kind = ANSWER_NUMBER, .number = x};
}

static struct answer_value word_value(const char *word)
{
    return (struct answer_value){.kind = ANSWER_WORD, .word = str_of(word)};
}

static struct answer_value null_value(void)
{
    return (struct answer_value){.kind = ANSWER_NULL};
}

static struct answer_value maybe(bool known, double x)
{
    return known ? number_value(x) : null_value();
}

static struct answer_value new_list(struct calculation *c, uint32_t count)
{
    return (struct answer_value){.kind = ANSWER_LIST,
                                 .items = ARENA_ARRAY(c->arena, struct answer_value, count),
                                 .count = count};
}

static struct answer_value list_value(struct calculation *c, const double *x, uint32_t count)
{
    struct answer_value v = new_list(c, count);
    for (uint32_t i = 0; i < count; i++)
        v.items[i] = number_value(x[i]);
    return v;
}

static void put(struct calculation *c, const char *key, struct answer_value v)
{
    c->fields[c->field_count++] = (struct answer_field){str_of(key), v};
}

static bool answer(struct calculation *c, double x)
{
    put(c, "value", number_value(x));
    return true;
}

static bool undefined(struct calculation *c, const char *why)
{
    put(c, "value", null_value());
    c->undefined = str_of(why);
    return true;
}

// ---- arguments ---------------------------------------------------------------------------------

static double num(const struct calculation *c, uint32_t i)
{
    return c->args[i].number;
}

static bool flag(const struct calculation *c, uint32_t i)
{
    return c->args[i].number != 0;
}

static bool rate_ok(struct calculation *c, uint32_t i)
{
    return num(c, i) > -1 || fail(c, i, "a rate must be above -100 %");
}

static bool above_zero(struct calculation *c, uint32_t i)
{
    return num(c, i) > 0 || fail(c, i, "this must be above 0");
}

static bool not_negative(struct calculation *c, uint32_t i)
{
    return num(c, i) >= 0 || fail(c, i, "this must not be below 0");
}

static bool share_ok(struct calculation *c, uint32_t i)
{
    return (num(c, i) >= 0 && num(c, i) <= 1) || fail(c, i, "a share lies between 0 and 1");
}

static bool whole_from(struct calculation *c, uint32_t i, double least, double most)
{
    double x = num(c, i);
    if (x == num_floor(x) && x >= least && x <= most) return true;
    return fail(c, i,
                x < least  ? "this number is too small"
                : x > most ? "this number is too large"
                           : "a whole number is expected");
}

// ---- discounting and returns -------------------------------------------------------------------

// Times first, first + 1, .. of the flows of argument i.
static struct series periods_of(struct calculation *c, uint32_t i, double first)
{
    const struct calc_arg *a = &c->args[i];
    double *time = ARENA_ARRAY(c->arena, double, a->count);
    for (uint32_t k = 0; k < a->count; k++)
        time[k] = first + k;
    return (struct series){a->list, time, a->count};
}

// Dated flows, in years of 365 days after the first date.
static bool dated(struct calculation *c, uint32_t flows, uint32_t dates, bool ordered,
                  struct series *out)
{
    const struct calc_arg *a = &c->args[flows], *d = &c->args[dates];
    if (a->count != d->count) return fail(c, dates, "there must be one date for each flow");
    double *time = ARENA_ARRAY(c->arena, double, a->count);
    for (uint32_t k = 0; k < a->count; k++) {
        time[k] = (d->list[k] - d->list[0]) / 365;
        if (ordered && time[k] < 0)
            return fail(c, dates, "a date lies before the first, which is the base");
    }
    *out = (struct series){a->list, time, a->count};
    return true;
}

static bool calc_npv(struct calculation *c)
{
    if (!rate_ok(c, 0)) return false;
    struct series s = periods_of(c, 1, num(c, 2));
    return answer(c, returns_present_value(num(c, 0), &s));
}

static bool calc_xnpv(struct calculation *c)
{
    struct series s;
    if (!rate_ok(c, 0) || !dated(c, 1, 2, true, &s)) return false;
    return answer(c, returns_present_value(num(c, 0), &s));
}

static bool put_rates(struct calculation *c, const struct series *s)
{
    static const char *const words[] = {"none", "single", "multiple", "beyond"};
    struct returns_rates r;
    returns_irr(c->arena, s, &r);
    put(c, "status", word_value(words[r.status]));
    put(c, "roots", list_value(c, r.rate, r.count));
    return true;
}

static bool calc_irr(struct calculation *c)
{
    struct series s = periods_of(c, 0, 0);
    return put_rates(c, &s);
}

static bool calc_xirr(struct calculation *c)
{
    struct series s;
    return dated(c, 0, 1, false, &s) && put_rates(c, &s);
}

static bool calc_mirr(struct calculation *c)
{
    double value;
    if (!rate_ok(c, 1) || !rate_ok(c, 2)) return false;
    if (!returns_mirr(c->args[0].list, c->args[0].count, num(c, 1), num(c, 2), &value))
        return undefined(c, "it needs flows of both signs");
    return answer(c, value);
}

// ---- annuities ---------------------------------------------------------------------------------

// Payments change their sign with the convention (calcs.def).
static double payment_sign(const struct calculation *c)
{
    return c->units ? -1 : 1;
}

static bool annuity_ok(struct calculation *c, uint32_t rate, uint32_t periods)
{
    return rate_ok(c, rate) && above_zero(c, periods);
}

static bool calc_pmt(struct calculation *c)
{
    struct annuity a = {num(c, 0), num(c, 1), 0, num(c, 2), num(c, 3), flag(c, 4)};
    return annuity_ok(c, 0, 1) && answer(c, payment_sign(c) * annuity_payment(&a));
}

// One payment of a level loan, parted.
static bool part_ok(struct calculation *c, struct annuity *a)
{
    *a = (struct annuity){num(c, 0), num(c, 2), 0, num(c, 3), num(c, 4), flag(c, 5)};
    if (!annuity_ok(c, 0, 2)) return false;
    if (num(c, 1) != num_floor(num(c, 1))) return fail(c, 1, "a whole number is expected");
    return (num(c, 1) >= 1 && num(c, 1) < num(c, 2) + 1) ||
           fail(c, 1, "there is no payment of this number; they count from 1 to the term");
}

static bool calc_ipmt(struct calculation *c)
{
    struct annuity a;
    return part_ok(c, &a) && answer(c, payment_sign(c) * annuity_interest(&a, num(c, 1)));
}

static bool calc_ppmt(struct calculation *c)
{
    struct annuity a;
    if (!part_ok(c, &a)) return false;
    return answer(c, payment_sign(c) * (annuity_payment(&a) - annuity_interest(&a, num(c, 1))));
}

// The interest, or the principal, of payments `start` to `end`.
static bool cumulated(struct calculation *c, bool principal)
{
    enum { MOST_PAYMENTS = 100000 };
    struct annuity a = {num(c, 0), num(c, 1), 0, num(c, 2), 0, flag(c, 5)};
    if (!annuity_ok(c, 0, 1) || !whole_from(c, 3, 1, MOST_PAYMENTS)) return false;
    if (!whole_from(c, 4, num(c, 3), MOST_PAYMENTS)) return false;
    if (num(c, 4) >= num(c, 1) + 1) return fail(c, 4, "this lies behind the last payment");
    double sum = 0, payment = annuity_payment(&a);
    for (double k = num(c, 3); k <= num(c, 4); k++) {
        double interest = annuity_interest(&a, k);
        sum += principal ? payment - interest : interest;
    }
    return answer(c, payment_sign(c) * sum);
}

static bool calc_cumipmt(struct calculation *c)
{
    return cumulated(c, false);
}

static bool calc_cumprinc(struct calculation *c)
{
    return cumulated(c, true);
}

static bool calc_fv(struct calculation *c)
{
    struct annuity a = {num(c, 0), num(c, 1), payment_sign(c) * num(c, 2),
                        num(c, 3), 0,         flag(c, 4)};
    return rate_ok(c, 0) && not_negative(c, 1) && answer(c, annuity_future(&a));
}

static bool calc_pv(struct calculation *c)
{
    struct annuity a = {num(c, 0), num(c, 1), payment_sign(c) * num(c, 2),
                        0,         num(c, 3), flag(c, 4)};
    return rate_ok(c, 0) && not_negative(c, 1) && answer(c, annuity_present(&a));
}

static bool calc_nper(struct calculation *c)
{
    struct annuity a = {num(c, 0), 0,         payment_sign(c) * num(c, 1),
                        num(c, 2), num(c, 3), flag(c, 4)};
    double periods;
    if (!rate_ok(c, 0)) return false;
    if (!annuity_periods(&a, &periods)) return undefined(c, "no number of payments gets there");
    return answer(c, periods);
}

static bool calc_rate(struct calculation *c)
{
    struct annuity a = {0,         num(c, 0), payment_sign(c) * num(c, 1),
                        num(c, 2), num(c, 3), flag(c, 4)};
    struct roots found;
    if (!above_zero(c, 0)) return false;
    annuity_rates(&a, &found);
    if (found.count == 0) return undefined(c, "no rate gets there");
    if (found.count > 1) return undefined(c, "more than one rate gets there");
    return answer(c, vm_expm1(found.u[0]));
}

static bool calc_amortisation(struct calculation *c)
{
    enum { MOST_MONTHS = 1200, MOST_DECIMALS = 9 };
    bool rounds = c->args[5].given;
    if (!rate_ok(c, 1) || !whole_from(c, 2, 1, MOST_MONTHS)) return false;
    if (rounds && !whole_from(c, 5, 0, MOST_DECIMALS)) return false;
    uint32_t n = (uint32_t)num(c, 2);
    struct loan l = {num(c, 0), num(c, 1) / 12, n,
                     num(c, 3), num(c, 4) == 1, rounds ? (int)num(c, 5) : -1};
    if (!(l.rate > -1)) return fail(c, 1, "a rate must be above -100 %");
    struct loan_schedule s;
    annuity_schedule(c->arena, &l, &s);
    put(c, "payment", number_value(s.payment));
    put(c, "interest", list_value(c, s.interest, n));
    put(c, "principal_paid", list_value(c, s.principal, n));
    put(c, "closing_balance", list_value(c, s.balance, n));
    put(c, "total_interest", number_value(s.total_interest));
    put(c, "last_payment", number_value(s.last_payment));
    return true;
}

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

static bool calc_sln(struct calculation *c)
{
    struct asset a;
    bool above = num(c, 1) > num(c, 0) && num(c, 0) >= 0 && num(c, 2) > 0;
    if (!above && !asset_ok(c, &a)) return false;
    a = (struct asset){num(c, 0), num(c, 1), num(c, 2)};
    answer(c, depreciation_straight(&a));
    if (above) put(c, "status", word_value("salvage_above_cost"));
    return true;
}

static bool calc_syd(struct calculation *c)
{
    struct asset a;
    return asset_ok(c, &a) && period_ok(c, 3, a.life) &&
           answer(c, depreciation_digits(&a, num(c, 3)));
}

static bool calc_ddb(struct calculation *c)
{
    struct asset a;
    return asset_ok(c, &a) && period_ok(c, 3, a.life) && above_zero(c, 4) &&
           answer(c, depreciation_declining(&a, num(c, 3), num(c, 4)));
}

static bool calc_db(struct calculation *c)
{
    struct asset a;
    if (!asset_ok(c, &a) || !whole_from(c, 4, 1, 12)) return false;
    return period_ok(c, 3, a.life + (num(c, 4) < 12)) &&
           answer(c, depreciation_fixed(&a, num(c, 3), num(c, 4)));
}

static bool calc_vdb(struct calculation *c)
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

static bool class_ok(struct calculation *c, uint32_t i)
{
    double years = num(c, i);
    bool printed = years >= 1 && years <= 20 && years == num_floor(years) &&
                   macrs_table((int)years, MACRS_HALF_YEAR) != NULL;
    return printed || fail(c, i, "the classes are 3, 5, 7, 10, 15 and 20 years");
}

static enum macrs_convention convention(const struct calculation *c, uint32_t i)
{
    return (enum macrs_convention)num(c, i);
}

static bool calc_macrs(struct calculation *c)
{
    enum { MOST_YEARS = 1000 };
    if (!not_negative(c, 0) || !class_ok(c, 1) || !whole_from(c, 2, 1, MOST_YEARS))
        return false;
    if (num(c, 2) > MACRS_YEARS) return answer(c, 0);
    const double *percent = macrs_table((int)num(c, 1), convention(c, 3));
    return answer(c, num(c, 0) * percent[(int)num(c, 2) - 1] / 100);
}

static bool calc_macrs_table(struct calculation *c)
{
    if (!class_ok(c, 0)) return false;
    const double *percent = macrs_table((int)num(c, 0), convention(c, 1));
    put(c, "percent", list_value(c, percent, (uint32_t)num(c, 0) + 1));
    return true;
}

static bool calc_macrs_formula(struct calculation *c)
{
    double part = c->args[2].given ? num(c, 2) : macrs_first_year_part(convention(c, 1));
    double share[MACRS_YEARS];
    if (!class_ok(c, 0)) return false;
    if (!(part > 0 && part <= 1)) return fail(c, 2, "a share lies between 0 and 1");
    macrs_formula((int)num(c, 0), part, share);
    put(c, "fraction", list_value(c, share, (uint32_t)num(c, 0) + 1));
    return true;
}

static bool calc_tax_depreciation(struct calculation *c)
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

static bool calc_disposal(struct calculation *c)
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

static bool calc_shield(struct calculation *c)
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

// ---- rates -------------------------------------------------------------------------------------

static bool calc_effect(struct calculation *c)
{
    if (!above_zero(c, 1)) return false;
    if (!(num(c, 0) > -num(c, 1))) return fail(c, 0, "a rate must be above -100 % a period");
    return answer(c, annuity_effective(num(c, 0), num(c, 1)));
}

static bool calc_nominal(struct calculation *c)
{
    return rate_ok(c, 0) && above_zero(c, 1) &&
           answer(c, annuity_nominal(num(c, 0), num(c, 1)));
}

static double monthly(double yearly, bool nominal)
{
    return nominal ? yearly / 12 : vm_expm1(vm_log1p(yearly) / 12);
}

static bool calc_monthly_rate(struct calculation *c)
{
    return rate_ok(c, 0) && answer(c, monthly(num(c, 0), num(c, 1) == 1));
}

static bool calc_real_rate(struct calculation *c)
{
    return rate_ok(c, 0) && rate_ok(c, 1) &&
           answer(c, (num(c, 0) - num(c, 1)) / (1 + num(c, 1)));
}

// How long before its end a period's flows stand: end, mid, begin.
static double shift_of(const struct calculation *c, uint32_t timing)
{
    return num(c, timing) * 0.5;
}

static bool calc_discount_factor(struct calculation *c)
{
    if (!rate_ok(c, 0) || !not_negative(c, 1)) return false;
    double months = num(c, 1) == 0 ? 0 : num(c, 1) - shift_of(c, 2);
    return answer(c, vm_exp(-months / 12 * vm_log1p(num(c, 0))));
}

static bool calc_escalate(struct calculation *c)
{
    if (!rate_ok(c, 1)) return false;
    if (!(num(c, 2) >= 1)) return fail(c, 2, "months count from 1");
    double years = (num(c, 2) - 1) / 12;
    if (num(c, 3) == 0) years = kernel_floor(years);
    return answer(c, num(c, 0) * vm_exp(years * vm_log1p(num(c, 1))));
}

static bool calc_cagr(struct calculation *c)
{
    return above_zero(c, 0) && above_zero(c, 1) && above_zero(c, 2) &&
           answer(c, vm_expm1(vm_ln(num(c, 1) / num(c, 0)) / num(c, 2)));
}

static bool calc_wacc(struct calculation *c)
{
    double equity = num(c, 0), debt = num(c, 1), after_tax = num(c, 3) * (1 - num(c, 4));
    if (!not_negative(c, 0) || !not_negative(c, 1) || !share_ok(c, 4)) return false;
    if (equity + debt == 0) return fail(c, 0, "there is neither equity nor debt");
    return answer(c, (equity * num(c, 2) + debt * after_tax) / (equity + debt));
}

// ---- payback, equivalent annual and levelised cost ---------------------------------------------

static struct answer_value crossings_value(struct calculation *c, const struct payback *p)
{
    struct answer_value all = new_list(c, p->crossing_count);
    for (uint32_t i = 0; i < p->crossing_count; i++) {
        all.items[i] = new_list(c, 2);
        all.items[i].items[0] = number_value(p->crossings[i].period);
        all.items[i].items[1] = word_value(p->crossings[i].up ? "up" : "down");
    }
    return all;
}

static bool put_payback(struct calculation *c, const double *flows, uint32_t count)
{
    static const char *const words[] = {"always", "never", "single", "multiple", "reverted"};
    struct payback p;
    returns_payback(c->arena, flows, count, &p);
    put(c, "status", word_value(words[p.status]));
    put(c, "first", maybe(p.has_first, p.first));
    put(c, "first_fractional", maybe(p.has_first, p.first_fractional));
    put(c, "sustained", maybe(p.has_sustained, p.sustained));
    put(c, "sustained_fractional", maybe(p.has_sustained, p.sustained_fractional));
    put(c, "crossings", crossings_value(c, &p));
    return true;
}

static bool calc_payback(struct calculation *c)
{
    return put_payback(c, c->args[0].list, c->args[0].count);
}

static double factor(double rate, double time)
{
    return time == 0 ? 1 : vm_exp(-time * vm_log1p(rate));
}

// Period 0 is not discounted; the flows of others stand `shift` before their end.
static double time_of(uint32_t period, double shift)
{
    return period == 0 ? 0 : period - shift;
}

static bool calc_discounted_payback(struct calculation *c)
{
    const struct calc_arg *a = &c->args[2];
    if (!rate_ok(c, 0)) return false;
    double *flows = ARENA_ARRAY(c->arena, double, a->count);
    for (uint32_t k = 0; k < a->count; k++)
        flows[k] = a->list[k] * factor(num(c, 0), time_of(k, shift_of(c, 1)));
    return put_payback(c, flows, a->count);
}

// What is paid in equal amounts over periods, times the rate: 1 each period is worth this.
static double level_worth(double rate, double periods, double shift)
{
    if (rate == 0) return periods;
    double u = vm_log1p(rate);
    return -vm_expm1(-periods * u) / rate * vm_exp(shift * u);
}

static bool calc_eac(struct calculation *c)
{
    return rate_ok(c, 0) && above_zero(c, 1) &&
           answer(c, num(c, 2) / level_worth(num(c, 0), num(c, 1), shift_of(c, 3)));
}

static double present(const struct calculation *c, const struct calc_arg *a, double rate,
                      double shift)
{
    double *time = ARENA_ARRAY(c->arena, double, a->count);
    for (uint32_t k = 0; k < a->count; k++)
        time[k] = time_of(k, shift);
    struct series s = {a->list, time, a->count};
    return returns_present_value(rate, &s);
}

static bool calc_eac_flows(struct calculation *c)
{
    const struct calc_arg *a = &c->args[2];
    double shift = shift_of(c, 1);
    if (!rate_ok(c, 0)) return false;
    if (a->count < 2) return fail(c, 2, "at least periods 0 and 1 are needed");
    double cost = present(c, a, num(c, 0), shift);
    put(c, "present_cost", number_value(cost));
    put(c, "eac", number_value(cost / level_worth(num(c, 0), a->count - 1, shift)));
    return true;
}

static bool calc_levelised_cost(struct calculation *c)
{
    const struct calc_arg *costs = &c->args[3], *tokens = &c->args[4];
    double rate = num(c, 0), shift = shift_of(c, 2), real = 0;
    bool has_real = c->args[1].given;
    if (!rate_ok(c, 0) || (has_real && !rate_ok(c, 1)) || !above_zero(c, 5)) return false;
    if (costs->count != tokens->count)
        return fail(c, 4, "there must be one amount for each cost");
    double cost = present(c, costs, rate, shift), volume = present(c, tokens, rate, shift);
    if (has_real) real = present(c, tokens, (rate - num(c, 1)) / (1 + num(c, 1)), shift);
    if (!(volume > 0) || (has_real && !(real > 0)))
        return fail(c, 4, "these add up to nothing, so that a unit has no cost");
    put(c, "pv_cost", number_value(cost));
    put(c, "levelised_nominal", number_value(cost / volume * num(c, 5)));
    put(c, "levelised_real", maybe(has_real, has_real ? cost / real * num(c, 5) : 0));
    return true;
}

// ---- leases ------------------------------------------------------------------------------------

static bool calc_lease(struct calculation *c)
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

static bool calc_lease_advantage(struct calculation *c)
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

// ---- crossovers --------------------------------------------------------------------------------

struct crossover {
    double fixed, node, capacity, margin, most;  // margin: price less variable cost
};

// From where on in the step of `nodes` nodes owning costs no more; false if nowhere.
static bool step_from(const struct crossover *x, double nodes, double *from)
{
    double low = (nodes - 1) * x->capacity, high = nodes * x->capacity;
    double cost = x->fixed + nodes * x->node;
    if (cost == 0 && x->margin >= 0)
        *from = low;
    else if (x->margin <= 0)
        return false;
    else
        *from = cost / x->margin;
    if (*from > high && *from <= high * (1 + 1e-12)) *from = high;
    if (*from < low) *from = low;
    return *from <= high && *from <= x->most;
}

struct interval {
    double from, to;
};

struct intervals {
    VEC(struct interval) list;
};

// Where owning costs no more, step by step; steps that touch are one interval.
static void find_intervals(struct arena *a, const struct crossover *x, double steps,
                           struct intervals *out)
{
    for (double n = 1; n <= steps; n++) {
        double from, low = (n - 1) * x->capacity;
        if (!step_from(x, n, &from)) continue;
        struct interval *last = out->list.count ? &out->list.at[out->list.count - 1] : NULL;
        if (last && last->to == low && from == low)
            last->to = n * x->capacity;
        else
            VEC_PUSH(a, &out->list, (struct interval){from, n * x->capacity});
    }
}

static struct answer_value intervals_value(struct calculation *c, const struct intervals *found,
                                           double most)
{
    struct answer_value all = new_list(c, found->list.count);
    for (uint32_t i = 0; i < all.count; i++) {
        const struct interval *v = &found->list.at[i];
        all.items[i] = new_list(c, 2);
        all.items[i].items[0] = number_value(v->from);
        all.items[i].items[1] = maybe(v->to < most, v->to);
    }
    return all;
}

static const char *crossover_status(const struct intervals *found, bool to_the_end)
{
    if (found->list.count == 0) return "never";
    if (!to_the_end) return "reverted";
    if (found->list.count > 1) return "multiple";
    return found->list.at[0].from == 0 ? "always" : "single";
}

static bool calc_crossover_volume(struct calculation *c)
{
    enum { MOST_STEPS = 1000000 };
    struct crossover x = {num(c, 0), num(c, 1), num(c, 2), num(c, 3) - num(c, 4), num(c, 5)};
    for (uint32_t i = 0; i < 5; i++)
        if (!not_negative(c, i)) return false;
    if (!above_zero(c, 2) || !above_zero(c, 5)) return false;
    double steps = num_ceil(x.most / x.capacity - 1e-9);
    if (steps > MOST_STEPS) return fail(c, 5, "this needs more than 1000000 nodes");
    struct intervals found = {0};
    find_intervals(c->arena, &x, steps, &found);
    uint32_t count = found.list.count;
    bool to_the_end = count > 0 && found.list.at[count - 1].to >= x.most;
    put(c, "cheaper_intervals", intervals_value(c, &found, x.most));
    put(c, "first_volume", count ? number_value(found.list.at[0].from) : null_value());
    put(c, "sustained_volume",
        to_the_end ? number_value(found.list.at[count - 1].from) : null_value());
    put(c, "status", word_value(crossover_status(&found, to_the_end)));
    return true;
}

static bool calc_crossover_utilisation(struct calculation *c)
{
    if (!not_negative(c, 0) || !above_zero(c, 1) || !above_zero(c, 2)) return false;
    return answer(c, num(c, 0) / (num(c, 1) * 3600 / 1e6 * num(c, 2)));
}

// ---- risk, carbon, variance --------------------------------------------------------------------

static bool calc_ale(struct calculation *c)
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

static bool calc_ale_pert(struct calculation *c)
{
    double often, much;
    return pert_mean(c, 0, &often) && pert_mean(c, 1, &much) && answer(c, often * much);
}

static bool calc_carbon(struct calculation *c)
{
    for (uint32_t i = 0; i < 5; i++)
        if (!not_negative(c, i)) return false;
    if (num(c, 1) < 1) return fail(c, 1, "a PUE is at least 1");
    return answer(c, num(c, 0) * num(c, 1) * num(c, 2) * num(c, 3) / 1e6 * num(c, 4));
}

static bool calc_variance(struct calculation *c)
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

// ---- which is which ----------------------------------------------------------------------------

static bool run(struct calculation *c)
{
    switch (c->calc) {
    case CALC_NPV: return calc_npv(c);
    case CALC_XNPV: return calc_xnpv(c);
    case CALC_IRR: return calc_irr(c);
    case CALC_XIRR: return calc_xirr(c);
    case CALC_MIRR: return calc_mirr(c);
    case CALC_PMT: return calc_pmt(c);
    case CALC_IPMT: return calc_ipmt(c);
    case CALC_PPMT: return calc_ppmt(c);
    case CALC_CUMIPMT: return calc_cumipmt(c);
    case CALC_CUMPRINC: return calc_cumprinc(c);
    case CALC_FV: return calc_fv(c);
    case CALC_PV: return calc_pv(c);
    case CALC_NPER: return calc_nper(c);
    case CALC_RATE: return calc_rate(c);
    case CALC_AMORTISATION: return calc_amortisation(c);
    case CALC_SLN: return calc_sln(c);
    case CALC_SYD: return calc_syd(c);
    case CALC_DDB: return calc_ddb(c);
    case CALC_DB: return calc_db(c);
    case CALC_VDB: return calc_vdb(c);
    case CALC_MACRS: return calc_macrs(c);
    case CALC_MACRS_TABLE: return calc_macrs_table(c);
    case CALC_MACRS_FORMULA: return calc_macrs_formula(c);
    case CALC_TAX_DEPRECIATION: return calc_tax_depreciation(c);
    case CALC_DISPOSAL: return calc_disposal(c);
    case CALC_SHIELD: return calc_shield(c);
    case CALC_EFFECT: return calc_effect(c);
    case CALC_NOMINAL: return calc_nominal(c);
    case CALC_MONTHLY_RATE: return calc_monthly_rate(c);
    case CALC_REAL_RATE: return calc_real_rate(c);
    case CALC_DISCOUNT_FACTOR: return calc_discount_factor(c);
    case CALC_ESCALATE: return calc_escalate(c);
    case CALC_CAGR: return calc_cagr(c);
    case CALC_WACC: return calc_wacc(c);
    case CALC_PAYBACK: return calc_payback(c);
    case CALC_DISCOUNTED_PAYBACK: return calc_discounted_payback(c);
    case CALC_EAC: return calc_eac(c);
    case CALC_EAC_FLOWS: return calc_eac_flows(c);
    case CALC_LEVELISED_COST: return calc_levelised_cost(c);
    case CALC_LEASE: return calc_lease(c);
    case CALC_LEASE_ADVANTAGE: return calc_lease_advantage(c);
    case CALC_CROSSOVER_VOLUME: return calc_crossover_volume(c);
    case CALC_CROSSOVER_UTILISATION: return calc_crossover_utilisation(c);
    case CALC_ALE: return calc_ale(c);
    case CALC_ALE_PERT: return calc_ale_pert(c);
    case CALC_CARBON: return calc_carbon(c);
    case CALC_VARIANCE: return calc_variance(c);
    case CALC_COUNT: break;
    }
    return false;
}

static bool finite(const struct answer_value *v)
{
    if (v->kind == ANSWER_NUMBER) return isfinite(v->number);
    for (uint32_t i = 0; v->kind == ANSWER_LIST && i < v->count; i++)
        if (!finite(&v->items[i])) return false;
    return true;
}

// A payment stands at the end of its period, 0, or at its start, 1; a switch is off or on.
static bool flags_ok(struct calculation *c)
{
    const struct calc_row *row = calc_row(c->calc);
    for (uint32_t i = 0; i < row->param_count; i++)
        if (row->params[i].kind == CALC_FLAG && num(c, i) != 0 && num(c, i) != 1)
            return fail(c, i, "this is 0 or 1");
    return true;
}

bool calculate(struct calculation *c)
{
    c->field_count = 0;
    c->error = c->undefined = STR("");
    c->error_param = CALC_NO_PARAM;
    if (!flags_ok(c) || !run(c)) return false;
    for (uint32_t i = 0; i < c->field_count; i++)
        if (!finite(&c->fields[i].value)) return fail(c, CALC_NO_PARAM, "this is too large");
    return true;
}
