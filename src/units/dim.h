// dim.h - what a quantity measures: exponents over base kinds.
//
// USD/kWh is money^1 energy^-1. Two quantities can be added exactly when their dimensions are
// equal. Counts such as gpu and server are kinds too, so that counts cancel: gpu / (gpu/server)
// is server. Each currency is a kind of its own.
#ifndef TCO_UNITS_DIM_H
#define TCO_UNITS_DIM_H

#include "base/str.h"

enum dim_kind {
#define KIND(code, name) KIND_##code,
#include "units/kinds.def"
#undef KIND
    KIND_COUNT
};

enum { DIM_CURRENCIES = 3 };  // different currencies that one quantity can hold

struct dim_currency {
    uint8_t code;     // an index into currencies.def, plus one; 0 is an empty place
    int8_t exponent;  // not zero
};

struct dim {
    int8_t exponent[KIND_COUNT];
    struct dim_currency currency[DIM_CURRENCIES];  // ascending by code, empty places last
};

#define DIM_NONE ((struct dim){{0}, {{0, 0}}})

bool dim_eq(struct dim a, struct dim b);
bool dim_is_none(struct dim d);

// Results outside -100..100, or with more currencies than fit, are false.
bool dim_times(struct dim a, struct dim b, struct dim *out);
bool dim_over(struct dim a, struct dim b, struct dim *out);
bool dim_power(struct dim a, int n, struct dim *out);

struct dim dim_of(enum dim_kind kind);
struct dim dim_of_currency(uint8_t code);

// One currency to the first power and nothing else.
bool dim_is_money(struct dim d);
// Any currency to any power: a price.
bool dim_has_money(struct dim d);
// A count (gpu, server, rack, FTE, user, request) to the first power and nothing else.
bool dim_is_count(struct dim d);
// Something per time that is not a power: token/month, USD/month, token/s/gpu.
bool dim_is_rate(struct dim d);

#endif
