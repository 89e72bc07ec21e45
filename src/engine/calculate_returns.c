// calculate_returns.c - values and rates of return of flows of money.
#include "engine/calculate_int.h"

#include "engine/returns.h"

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

bool calc_npv(struct calculation *c)
{
    if (!rate_ok(c, 0)) return false;
    struct series s = periods_of(c, 1, num(c, 2));
    return answer(c, returns_present_value(num(c, 0), &s));
}

bool calc_xnpv(struct calculation *c)
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

bool calc_irr(struct calculation *c)
{
    struct series s = periods_of(c, 0, 0);
    return put_rates(c, &s);
}

bool calc_xirr(struct calculation *c)
{
    struct series s;
    return dated(c, 0, 1, false, &s) && put_rates(c, &s);
}

bool calc_mirr(struct calculation *c)
{
    double value;
    if (!rate_ok(c, 1) || !rate_ok(c, 2)) return false;
    if (!returns_mirr(c->args[0].list, c->args[0].count, num(c, 1), num(c, 2), &value))
        return undefined(c, "it needs flows of both signs");
    return answer(c, value);
}
