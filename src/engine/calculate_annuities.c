// calculate_annuities.c - level payments, and what a loan owes.
#include "engine/calculate_int.h"

#include "engine/annuity.h"
#include "engine/roots.h"

// Payments change their sign with the convention (calcs.def).
static double payment_sign(const struct calculation *c)
{
    return c->units ? -1 : 1;
}

static bool annuity_ok(struct calculation *c, uint32_t rate, uint32_t periods)
{
    return rate_ok(c, rate) && above_zero(c, periods);
}

bool calc_pmt(struct calculation *c)
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

bool calc_ipmt(struct calculation *c)
{
    struct annuity a;
    return part_ok(c, &a) && answer(c, payment_sign(c) * annuity_interest(&a, num(c, 1)));
}

bool calc_ppmt(struct calculation *c)
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

bool calc_cumipmt(struct calculation *c)
{
    return cumulated(c, false);
}

bool calc_cumprinc(struct calculation *c)
{
    return cumulated(c, true);
}

bool calc_fv(struct calculation *c)
{
    struct annuity a = {num(c, 0), num(c, 1), payment_sign(c) * num(c, 2),
                        num(c, 3), 0,         flag(c, 4)};
    return rate_ok(c, 0) && not_negative(c, 1) && answer(c, annuity_future(&a));
}

bool calc_pv(struct calculation *c)
{
    struct annuity a = {num(c, 0), num(c, 1), payment_sign(c) * num(c, 2),
                        0,         num(c, 3), flag(c, 4)};
    return rate_ok(c, 0) && not_negative(c, 1) && answer(c, annuity_present(&a));
}

bool calc_nper(struct calculation *c)
{
    struct annuity a = {num(c, 0), 0,         payment_sign(c) * num(c, 1),
                        num(c, 2), num(c, 3), flag(c, 4)};
    double periods;
    if (!rate_ok(c, 0)) return false;
    if (!annuity_periods(&a, &periods)) return undefined(c, "no number of payments gets there");
    return answer(c, periods);
}

bool calc_rate(struct calculation *c)
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

bool calc_amortisation(struct calculation *c)
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
