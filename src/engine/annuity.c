#include "engine/annuity.h"

#include "base/num.h"
#include "engine/roots.h"
#include "engine/vmath.h"

// (1 + rate)^periods - 1.
static double grown(const struct annuity *a)
{
    return vm_expm1(a->periods * vm_log1p(a->rate));
}

// What a payment of 1 each period has become by the end.
static double saved(const struct annuity *a)
{
    if (a->rate == 0) return a->periods;
    return grown(a) / a->rate * (a->advance ? 1 + a->rate : 1);
}

// In the order of finance_payment, which builds the same for draws: equal bits.
double annuity_payment(const struct annuity *a)
{
    if (a->rate == 0) return -((a->present + a->future) / a->periods);
    double g = grown(a), owed = a->present * (1 + g) + a->future;
    return -(owed * a->rate / (g * (1 + a->rate * (a->advance ? 1.0 : 0.0))));
}

double annuity_present(const struct annuity *a)
{
    return -(a->payment * saved(a) + a->future) / (1 + grown(a));
}

double annuity_future(const struct annuity *a)
{
    return -(a->present * (1 + grown(a)) + a->payment * saved(a));
}

bool annuity_periods(const struct annuity *a, double *out)
{
    if (a->rate == 0) {
        if (a->payment == 0) return false;
        *out = -(a->present + a->future) / a->payment;
    } else {
        double due = a->payment * (a->advance ? 1 + a->rate : 1);
        double end = due - a->future * a->rate, begin = due + a->present * a->rate;
        if (begin == 0 || end / begin <= 0) return false;
        *out = vm_ln(end / begin) / vm_log1p(a->rate);
    }
    return *out >= 0 && isfinite(*out);
}

// The equation at rate e^u - 1, divided by q where q is large.
static struct curve_point equation(const void *context, double u)
{
    const struct annuity *a = context;
    double n = a->periods, rate = vm_expm1(u), factor = n;
    if (rate != 0) factor = (u < 0 ? vm_expm1(n * u) : -vm_expm1(-n * u)) / rate;
    if (a->advance) factor *= 1 + rate;
    double present = a->present * (u < 0 ? vm_exp(n * u) : 1);
    double future = a->future * (u < 0 ? 1 : vm_exp(-n * u)), paid = a->payment * factor;
    return (struct curve_point){present + paid + future,
                                fabs(present) + fabs(paid) + fabs(future)};
}

void annuity_rates(const struct annuity *a, struct roots *out)
{
    struct curve c = {equation, a, .fades = false};
    roots_find(&c, 0, out);
}

double annuity_interest(const struct annuity *a, double period)
{
    if (a->advance && period == 1) return 0;
    struct annuity before = *a;
    before.payment = annuity_payment(a);
    before.periods = period - (a->advance ? 2 : 1);
    double balance = annuity_future(&before);
    return (a->advance ? balance - before.payment : balance) * a->rate;
}

static double rounded(const struct loan *l, double x)
{
    return l->decimals < 0 ? x : num_round(x, l->decimals);
}

void annuity_schedule(struct arena *arena, const struct loan *l, struct loan_schedule *out)
{
    struct annuity a = {l->rate, l->months, 0, l->principal, -l->balloon, l->advance};
    *out = (struct loan_schedule){.payment = rounded(l, -annuity_payment(&a))};
    out->interest = ARENA_ARRAY(arena, double, l->months);
    out->principal = ARENA_ARRAY(arena, double, l->months);
    out->balance = ARENA_ARRAY(arena, double, l->months);
    double end = l->advance ? l->balloon / (1 + l->rate) : l->balloon, left = l->principal;
    for (uint32_t m = 0; m < l->months; m++) {
        bool last = m + 1 == l->months;
        double interest = l->advance && m == 0 ? 0 : rounded(l, left * l->rate);
        double principal = last ? left - end : out->payment - interest;
        out->interest[m] = interest;
        out->principal[m] = rounded(l, principal);
        left = last ? end : rounded(l, left - principal);
        out->balance[m] = left;
        out->total_interest += interest;
    }
    out->total_interest = rounded(l, out->total_interest);
    out->last_payment =
        rounded(l, out->interest[l->months - 1] + out->principal[l->months - 1]);
}

double annuity_effective(double nominal, double periods)
{
    return vm_expm1(periods * vm_log1p(nominal / periods));
}

double annuity_nominal(double effective, double periods)
{
    return periods * vm_expm1(vm_log1p(effective) / periods);
}
