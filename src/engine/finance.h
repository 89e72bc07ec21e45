// finance.h - the arithmetic of money over time.
//
// Rates are per period, flows stand at the end of periods unless said otherwise. What may be
// uncertain is built as graph operations; what needs solving works on plain numbers.
#ifndef TCO_ENGINE_FINANCE_H
#define TCO_ENGINE_FINANCE_H

#include "engine/graph.h"

// Level payment that repays a loan or a lease, as a positive amount.
//
//   rate      1/period   [lane]  interest; zero is allowed
//   periods   1          [lane]  at least 1
//   present   money      [lane]  what is borrowed, or the cost of what is leased
//   future    money      [lane]  to be saved by the end; negative: what may be left unpaid
//   advance   1          [lane]  1 when payments stand at the beginning of periods
//   result    money      [lane]
//
// Errors: none; a term of zero gives a value that is not finite, which the caller reports.
// Source: ordinary annuity, R. Brealey, S. Myers, F. Allen, "Principles of Corporate Finance".
struct val finance_payment(struct graph *g, struct val rate, struct val periods,
                           struct val present, struct val future, struct val advance);

// What is owed after `periods` level payments; the same units, shapes and source.
//
//   payment   money      [lane]  as finance_payment gives it
//   result    money      [lane]  below zero: saved
struct val finance_owed(struct graph *g, struct val rate, struct val periods,
                        struct val payment, struct val present, struct val advance);

// What can be borrowed now for payments and a balance left at the end.
struct val finance_borrowed(struct graph *g, struct val rate, struct val periods,
                            struct val payment, struct val left, struct val advance);

// Present value of flows at times first, first + 1, ..
//
//   rate      1/period  [lane]
//   flows     money     [lane]  `count` of them
//   first     1         [lane]  periods until the first
//   result    money     [lane]
struct val finance_present(struct graph *g, struct val rate, const struct val *flows,
                           uint32_t count, struct val first, struct arena *scratch);

// Cash by month column 0..months: `dated` flows stand on their column, `operating` ones `shift`
// months before it (0, 0.5 or 1).
struct flows {
    const double *dated;
    const double *operating;
    uint32_t months;
    double shift;
};

// BEYOND: none is a number, and the signs show one too near to -100 % or too large for that.
enum irr_status { IRR_NONE, IRR_SINGLE, IRR_MULTIPLE, IRR_BEYOND };

enum { IRR_ROOTS = 64 };

// Internal rates of return: every yearly rate above -1 at which the flows are worth nothing.
struct irr {
    enum irr_status status;
    uint32_t count;
    double roots[IRR_ROOTS];  // ascending
};

// Looks at the monthly rates that roots.h covers.
struct irr finance_irr(const struct flows *f);

#endif
