// simulate.h - many trials: how the figures of each option spread, and how often each wins.
#ifndef TCO_ANALYSIS_SIMULATE_H
#define TCO_ANALYSIS_SIMULATE_H

#include "analysis/compare.h"
#include "analysis/watcher.h"
#include "engine/lanes.h"
#include "engine/study.h"

enum sim_metric { SIM_NPV, SIM_TOTAL, SIM_CAPEX, SIM_OPEX, SIM_RISK_ADJUSTED, SIM_METRICS };

enum { SIM_QUANTILES = 7 };
extern const double SIM_LEVELS[SIM_QUANTILES];  // 5 %, 10 %, 25 %, 50 %, 75 %, 90 %, 95 %

enum { SIM_REPLICATES = 8, SIM_BINS = LANE_BINS };

#define SIM_TRIALS_LIMIT                                                                       \
    UINT64_C(1000000000000)  // a terabyte would not hold them; they are not kept

// One of several runs that share a simulation between them: a range of its blocks.
struct sim_shard {
    uint64_t number, of;  // from 1; 0 of 0: the whole
};

// What a shard found, as plain words, so that it can be put down and taken up again: sums of its
// blocks and values or counts of its trials, a few MB at the most, however many trials it drew.
struct sim_words {
    VEC(uint64_t) list;
};

// Shards 1..count of a whole plan, in place of drawing; 0 for none. `read` hands over the words of one, in
// an arena that is freed before the next is read. False after a report.
struct sim_parts {
    uint32_t count;
    bool (*read)(void *context, uint32_t at, struct arena *a, struct sim_words *words);
    void *context;
};

struct sim_plan {
    uint64_t samples;  // rounded up to a power of two for each replicate where points are even
    uint64_t seed;
    uint32_t jobs;
    bool random;       // counter-based random numbers in place of Sobol points
    bool ranked_only;  // no figures but those of the metric that ranks, nor its shape, nor the
                       // percentiles of what is saved: what nobody reads is not computed
    double target_error;  // of the mean that ranks, as a share of it; 0 for none
    bool has_limit;
    double limit;             // what an option may cost, in the home currency
    enum sim_metric limited;  // by which metric; SIM_METRICS for the one that ranks
    struct watcher watcher;   // of trials; go_on may be NULL
    struct sim_shard shard;
    struct sim_parts parts;
};

struct spread {
    bool known;  // npv needs a discount rate, and all of them an option that can do the work
    double mean, stderr_of_mean;
    double quantile[SIM_QUANTILES];
};

// A share of trials, with its standard error.
struct chance {
    double share, error;
};

// How the trials spread: bin i has the share of them from its edge to that of the next one.
struct shape {
    double from,
        width;  // the first edge in widths; a width of 0: all trials have the value `from`
    uint32_t count;
    bool open_below,
        open_above;  // the outermost bins have what lies beyond their outer edges too
    double *share;
};

double shape_edge(const struct shape *h, uint32_t bin);

struct simulated_option {
    struct spread spread[SIM_METRICS];
    struct shape shape;      // of the metric that ranks
    struct spread saved;     // what it costs less than the baseline, trial by trial
    struct chance cheapest;  // trials in which it is feasible and cheapest
    struct chance feasible;
    struct chance beats;   // it is feasible and cheaper than the baseline
    struct chance within;  // it costs no more than the limit
    double regret;         // mean of what it costs more than the cheapest
};

// How much would be saved on average if an uncertain input were known before the choice; 0 without
// a value of information. A random walk is one input.
struct sim_unknown {
    struct str address;
    double value;
};

// The mean cost of an option in the tenth of the trials in which an uncertain input is lowest, and in
// that in which it is highest; of weighted cases in the cheapest and in the dearest of them.
struct sim_effect {
    uint32_t option;
    struct str address;
    double low, high;
};

struct simulation {
    uint64_t samples, seed;
    uint32_t replicates;
    bool random, complete, streamed;  // streamed: quantiles come from counts of values
    enum sim_metric metric;           // that ranks
    uint32_t draws;                   // uncertain inputs
    bool has_limit;
    double limit;
    enum sim_metric limited;
    bool has_value;                // at least one option is feasible in every trial
    double value_of_information;   // of knowing everything before the choice
    struct sim_unknown *unknowns;  // of one thing alone; most valuable first
    uint32_t unknown_count;
    struct sim_effect *effects;  // by option, the largest first
    uint32_t effect_count;
    struct simulated_option *options;
    struct sim_words part;  // of a shard, which has no figures of its own
};

// What moves the cost of an option most, the largest first, each at least by a twentieth of that: of the
// option that wins most often among those that anything moves. NULL where nothing does.
const struct sim_effect *simulated_effects(const struct simulation *sim, uint32_t most,
                                           uint32_t *count);

// Of how many shards a plan can be: it has so many blocks of trials.
uint64_t simulated_blocks(const struct sim_plan *plan);

const char *sim_metric_word(enum sim_metric m);
enum sim_metric sim_metric_find(struct str word);  // SIM_METRICS if there is none

// From a loaded session whose figures at the medians are in `point`. False after a report, as when
// a trial divides by zero, or a part is none of this plan.
bool simulate(struct session *s, const struct comparison *point, const struct sim_plan *plan,
              struct simulation *out);

// How trials are spread over replicates: each a power of two of them where points are even.
struct study_plan simulated_study(const struct sim_plan *plan, uint64_t samples);

// Of a session whose draws are open: 1 where the option can't do the work, or a node.
struct val simulated_infeasible(const struct session *s, uint32_t option);

#endif
