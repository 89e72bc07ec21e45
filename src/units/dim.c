#include "units/dim.h"

#include <string.h>

bool dim_eq(struct dim a, struct dim b)
{
    if (memcmp(a.exponent, b.exponent, sizeof a.exponent) != 0) return false;
    for (int i = 0; i < DIM_CURRENCIES; i++)
        if (a.currency[i].code != b.currency[i].code ||
            a.currency[i].exponent != b.currency[i].exponent)
            return false;
    return true;
}

bool dim_is_none(struct dim d)
{
    return dim_eq(d, DIM_NONE);
}

enum { EXPONENT_LIMIT = 100 };  // far from the end of int8_t; no real unit comes near

static bool fits(int exponent)
{
    return exponent >= -EXPONENT_LIMIT && exponent <= EXPONENT_LIMIT;
}

static void drop_empty(struct dim *d)
{
    int kept = 0;
    for (int i = 0; i < DIM_CURRENCIES; i++)
        if (d->currency[i].exponent != 0) d->currency[kept++] = d->currency[i];
    for (; kept < DIM_CURRENCIES; kept++)
        d->currency[kept] = (struct dim_currency){0, 0};
}

static bool add_currency(struct dim *d, uint8_t code, int exponent)
{
    int at = 0;
    while (at < DIM_CURRENCIES && d->currency[at].code != 0 && d->currency[at].code < code)
        at++;
    if (at == DIM_CURRENCIES) return false;
    if (d->currency[at].code == code) {
        exponent += d->currency[at].exponent;
    } else {
        if (d->currency[DIM_CURRENCIES - 1].code != 0) return false;
        for (int i = DIM_CURRENCIES - 1; i > at; i--)
            d->currency[i] = d->currency[i - 1];
    }
    if (!fits(exponent)) return false;
    d->currency[at] = (struct dim_currency){code, (int8_t)exponent};
    drop_empty(d);
    return true;
}

// a * b^n
static bool combine(struct dim a, struct dim b, int n, struct dim *out)
{
    for (int i = 0; i < KIND_COUNT; i++) {
        int exponent = a.exponent[i] + b.exponent[i] * n;
        if (!fits(exponent)) return false;
        a.exponent[i] = (int8_t)exponent;
    }
    for (int i = 0; i < DIM_CURRENCIES && b.currency[i].code != 0; i++)
        if (!add_currency(&a, b.currency[i].code, b.currency[i].exponent * n)) return false;
    *out = a;
    return true;
}

bool dim_times(struct dim a, struct dim b, struct dim *out)
{
    return combine(a, b, 1, out);
}

bool dim_over(struct dim a, struct dim b, struct dim *out)
{
    return combine(a, b, -1, out);
}

bool dim_power(struct dim a, int n, struct dim *out)
{
    return fits(n) && combine(DIM_NONE, a, n, out);
}

struct dim dim_of(enum dim_kind kind)
{
    struct dim d = DIM_NONE;
    d.exponent[kind] = 1;
    return d;
}

struct dim dim_of_currency(uint8_t code)
{
    struct dim d = DIM_NONE;
    d.currency[0] = (struct dim_currency){code, 1};
    return d;
}

bool dim_is_money(struct dim d)
{
    return d.currency[0].code != 0 && dim_eq(d, dim_of_currency(d.currency[0].code));
}

bool dim_has_money(struct dim d)
{
    return d.currency[0].code != 0;
}

bool dim_is_count(struct dim d)
{
    static const enum dim_kind counts[] = {KIND_GPU, KIND_SERVER, KIND_RACK,
                                           KIND_FTE, KIND_USER,   KIND_REQUEST};
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        if (dim_eq(d, dim_of(counts[i]))) return true;
    return false;
}

bool dim_is_rate(struct dim d)
{
    return d.exponent[KIND_TIME] == -1 && d.exponent[KIND_ENERGY] == 0;
}
