// metrics.h - what finance asks of an option beyond its totals.
//
// Money as compare.h has it: cash of capex and opex by column, costs positive. What compares an
// option with the baseline looks at the savings, cash of the baseline less its own. A metric that
// is not defined is unknown, with a status that says why; it is never 0.
#ifndef TCO_ANALYSIS_METRICS_H
#define TCO_ANALYSIS_METRICS_H

#include "analysis/breakeven.h"
#include "session/session.h"

// A number that may be unknown.
struct maybe {
    bool known;
    double value;
};

// What a levelised cost is divided by.
enum served { SERVED_BLENDED, SERVED_INPUT, SERVED_OUTPUT, SERVED_GPU_HOURS, SERVED_COUNT };
enum money { MONEY_NOMINAL, MONEY_REAL, MONEY_PRETAX, MONEY_COUNT };

enum rate_origin { RATE_STATED, RATE_DISCOUNT, RATE_NONE };

struct metrics {
    bool taxed;             // a model books its tax
    uint32_t tax_row;       // the row of that model's rate, or NO_NAME
    struct maybe tax_rate;  // of that model, where it is the same in all months
    struct maybe npv[3];    // of costs, operating money at the end, middle and start of months
    struct maybe levelised[MONEY_COUNT][SERVED_COUNT];  // per million tokens, per GPU-hour
    struct maybe eac_monthly, eac_annualised;
    struct maybe total_real, npv_real;  // in money of the first day; the last at the real rate
    struct maybe levered_npv;  // of costs and financing, at the cost of equity; with financing
    bool financed;             // the option borrows or repays
    double peak_funding;       // the largest cumulative cost, at least 0
    uint32_t peak_month;       // its column
    // Against the baseline, empty for the baseline itself:
    struct maybe npv_savings;
    struct irr irr;
    struct maybe mirr;  // per year
    enum rate_origin finance_rate, reinvest_rate;
    struct breakeven payback, discounted_payback;
    bool has_discounted_payback;
    struct maybe hours_in_use;  // share of the GPU-hours paid for in which tokens are made
    struct maybe crossover_utilisation;
};

// Of a computed session.
void metrics_find(struct session *s, uint32_t option, uint32_t baseline, struct metrics *out);

const char *served_word(enum served what);
const char *irr_word(enum irr_status s);

#endif
