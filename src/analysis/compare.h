// compare.h - the options side by side: figures, ranks, break-evens, the winner.
#ifndef TCO_ANALYSIS_COMPARE_H
#define TCO_ANALYSIS_COMPARE_H

#include "analysis/metrics.h"
#include "engine/kernel.h"

struct option_figures {
    uint32_t option;
    bool feasible;
    struct str reason;  // why it is not
    uint32_t rank;      // from 1; 0 when it is not feasible
    double capex, opex, total;
    double capex_gross, proceeds;
    struct maybe npv;
    double risk, benefit, risk_adjusted_total;
    double tokens, output_tokens;
    struct maybe cost_per_mtoken, cost_per_output_mtoken, levelised_cost_per_mtoken;
    double accepted_requests;  // where a workload counts requests
    struct maybe cost_per_accepted_request;
    double effective_cost;  // amortised, within the horizon
    double gpu_hours;
    struct maybe cost_per_gpu_hour;
    struct maybe energy_kwh, emissions_kgco2e;        // in use, by the grid
    struct maybe emissions_embodied_kgco2e, water_l;  // of making the hardware; used
    struct maybe emissions_market_kgco2e;             // in use, by contracts
    struct maybe emissions_g_per_mtoken;              // in use by the grid and of the hardware
    double measure;                                   // what options are ranked by
    double size;  // of the flows that make it up: figure_size
    double delta_vs_baseline;
    bool is_baseline;
    struct breakeven breakeven;  // against the baseline; empty for the baseline itself
    struct maybe irr;            // of choosing it instead of the baseline; only a single root
    struct metrics metrics;
    const double *cash;  // by column
};

struct comparison {
    uint32_t count;
    struct option_figures *options;  // in scenario order
    uint32_t winner;                 // an option; NO_NAME when none is feasible
};

// From a computed session. Adds the warnings that only figures can give.
struct comparison compare_options(struct session *s);

// What a meter of an option is not known without: addresses of inputs, and components that serve
// and do not have it, parted by commas. Empty where it is known.
struct str compare_missing(struct arena *a, const struct session *s, uint32_t option,
                           struct str meter);

const char *rank_word(enum rank_by r);

// Costs that differ by no more than this part of the larger, or of the flows that make them up, are
// equal.
#define EQUAL_PART KERNEL_EQUAL

// Less by more than what is left over when the same sum is added up in another way: options that
// cost the same keep the order of the scenario. `size` is that of the flows that make them up, or
// 0: money in thousands gives the same answer.
bool is_cheaper(double a, double b, double size);

#endif
