// returns.h - present value, internal rates of return and payback of flows on plain numbers.
//
// Flows are signed: money received is positive. Times are in periods (years for dated flows),
// rates per period, above -1. Callers have checked that.
#ifndef TCO_ENGINE_RETURNS_H
#define TCO_ENGINE_RETURNS_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

// Amounts with their times.
struct series {
    const double *amount;  // money   [count]
    const double *time;    // periods [count], in any order
    uint32_t count;
};

// Present value: sum of amount * (1 + rate)^-time, summed with compensation.
//
//   rate      1/period  scalar  above -1
//   result    money     scalar
//
// Source: R. Brealey, S. Myers, F. Allen, "Principles of Corporate Finance", ch. 2.
double returns_present_value(double rate, const struct series *s);

// BEYOND: none was found, and the signs show that there is one too near to -100 % or too large to
// be a number.
enum returns_status { RETURNS_NONE, RETURNS_SINGLE, RETURNS_MULTIPLE, RETURNS_BEYOND };

enum { RETURNS_RATES = 64 };

struct returns_rates {
    enum returns_status status;
    uint32_t count;
    double rate[RETURNS_RATES];  // ascending, each above -1
};

// Internal rates of return: every rate above -1 at which the series is worth nothing.
//
//   result    1/period  a status and all rates
//
// Errors: no change of sign, or no real root: RETURNS_NONE, never a number. Of a series that is
// zero throughout every rate is a root: RETURNS_NONE too. One rate that is found beside one that is
// beyond is RETURNS_MULTIPLE.
// Source: the number of roots is at most that of changes of sign (Descartes; for times that are
// not whole, E. Laguerre, 1883). tests/reference/finance.
void returns_irr(struct arena *a, const struct series *s, struct returns_rates *out);

// Modified internal rate of return: what goes out is discounted at one rate, what comes in is
// carried to the last period at another.
//
//   flows         money     [count]  one per period, the first not discounted
//   finance_rate  1/period  scalar   for amounts below zero
//   reinvest_rate 1/period  scalar   for amounts above zero
//
// Errors: false unless both signs occur: it is then undefined.
// Source: S. Lin, "The Modified Internal Rate of Return", 1976; MIRR of spreadsheets.
bool returns_mirr(const double *flows, uint32_t count, double finance_rate,
                  double reinvest_rate, double *out);

enum payback_status {
    PAYBACK_ALWAYS,    // never below zero
    PAYBACK_NEVER,     // never above zero, nor back at it
    PAYBACK_SINGLE,    // crosses once, up
    PAYBACK_MULTIPLE,  // crosses several times and ends recovered
    PAYBACK_REVERTED   // was recovered, but is not at the end
};

struct payback_crossing {
    uint32_t period;  // the first one on the new side
    bool up;
    double at;  // linear within the period
};

struct payback {
    enum payback_status status;
    bool has_first, has_sustained;
    uint32_t first, sustained;                      // periods
    double first_fractional, sustained_fractional;  // linear within the period
    struct payback_crossing *crossings;
    uint32_t crossing_count;
};

// When the running sum of flows is at or above zero: for the first time, and for good.
//
//   flows   money  [count]  already discounted, if they are to be
//
// A sum within 1e-12 of the largest is zero, and zero is recovered. Makes the crossings in `a`.
// Source: the conventions of docs/METHODS.md; tests/reference/finance.
void returns_payback(struct arena *a, const double *flows, uint32_t count, struct payback *out);

// The same of running sums, in which what rounding leaves has been made zero.
void returns_payback_of_sums(struct arena *a, const double *sum, uint32_t count,
                             struct payback *out);

#endif
