// calculate_payback.c - payback, equivalent annual and levelised cost.
#include "engine/calculate_int.h"

#include "engine/returns.h"

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

bool calc_payback(struct calculation *c)
{
    return put_payback(c, c->args[0].list, c->args[0].count);
}

// Period 0 is not discounted; the flows of others stand `shift` before their end.
static double time_of(uint32_t period, double shift)
{
    return period == 0 ? 0 : period - shift;
}

bool calc_discounted_payback(struct calculation *c)
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

bool calc_eac(struct calculation *c)
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

bool calc_eac_flows(struct calculation *c)
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

bool calc_levelised_cost(struct calculation *c)
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
