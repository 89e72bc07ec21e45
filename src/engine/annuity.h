// annuity.h - level payments, loans and conversions of rates, on plain numbers.
//
// One equation ties the five together (a spreadsheet's signs: received +, paid -):
//
//     present * q + payment * (1 + rate * advance) * (q - 1) / rate + future = 0,
//     q = (1 + rate)^periods
//
// rate     1/period  scalar  above -1; zero is allowed, and near zero nothing is lost
// periods  1         scalar  above 0, need not be whole
// advance  scalar            whether payments stand at the beginning of periods
//
// Callers have checked these bounds. Source: ordinary annuity and annuity due, R. Brealey,
// S. Myers, F. Allen, "Principles of Corporate Finance"; tests/reference/finance.
#ifndef TCO_ENGINE_ANNUITY_H
#define TCO_ENGINE_ANNUITY_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct annuity {
    double rate, periods;
    double payment, present, future;  // money
    bool advance;
};

// Each solves the equation for the quantity of its name and does not read that field.
double annuity_payment(const struct annuity *a);
double annuity_present(const struct annuity *a);
double annuity_future(const struct annuity *a);
// False when no number of payments at or above 0 gets there.
bool annuity_periods(const struct annuity *a, double *out);
// Every rate above -1 that solves it; more than one is possible when money changes direction twice.
struct roots;
void annuity_rates(const struct annuity *a, struct roots *out);  // as ln(1 + rate)

// The interest in payment number `period`, from 1; the rest of the payment is principal. The
// first payment in advance carries none.
double annuity_interest(const struct annuity *a, double period);

// A loan, month by month.
struct loan {
    double principal, rate;  // money, 1/month
    uint32_t months;
    double balloon;  // left to be paid at the end
    bool advance;
    int decimals;  // every amount is rounded to so many, and the last payment settles; -1: none is
};

struct loan_schedule {
    double payment, last_payment, total_interest;
    double *interest, *principal, *balance;  // money [months]; balance after the payment
};

// Makes the lists in `arena`. The last balance is the balloon; in advance, what grows into it.
void annuity_schedule(struct arena *arena, const struct loan *l, struct loan_schedule *out);

// (1 + nominal / periods)^periods - 1, and back. Errors: none; nominal is above -periods.
double annuity_effective(double nominal, double periods);
double annuity_nominal(double effective, double periods);

#endif
