// simulate.h - many trials: how the figures of each option spread, and how often each wins.
#ifndef TCO_ANALYSIS_SIMULATE_H
#define TCO_ANALYSIS_SIMULATE_H

#include "session/session.h"

enum sim_metric { SIM_NPV, SIM_TOTAL, SIM_CAPEX, SIM_OPEX, SIM_RISK_ADJUSTED, SIM_METRICS };

enum { SIM_QUANTILES = 7 };
extern const double SIM_LEVELS[SIM_QUANTILES];  // 5 %, 10 %, 25 %, 50 %, 75 %, 90 %, 95 %

struct spread {
    bool known;  // npv needs a discount rate
    double mean, stderr_of_mean;
    double quantile[SIM_QUANTILES];
};

struct simulated_option {
    struct spread spread[SIM_METRICS];
    double p_cheapest;  // share of trials in which it is feasible and cheapest
    double p_feasible;
};

struct simulation {
    uint64_t samples, seed;
    uint32_t draws;  // uncertain inputs
    struct simulated_option *options;
};

const char *sim_metric_word(enum sim_metric m);

// From a loaded session. False after a report, as when a trial divides by zero.
bool simulate(struct session *s, uint64_t samples, uint64_t seed, struct simulation *out);

#endif
