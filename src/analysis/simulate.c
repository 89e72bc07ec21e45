#include "analysis/simulate.h"

#include "analysis/compare.h"
#include "engine/run.h"

#include <math.h>
#include <stdlib.h>

const double SIM_LEVELS[SIM_QUANTILES] = {0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95};

const char *sim_metric_word(enum sim_metric m)
{
    switch (m) {
    case SIM_NPV: return "npv";
    case SIM_TOTAL: return "total";
    case SIM_CAPEX: return "capex";
    case SIM_OPEX: return "opex";
    case SIM_RISK_ADJUSTED: return "risk_adjusted_total";
    case SIM_METRICS: break;
    }
    return "";
}

enum {
    OUTPUTS_EACH = SIM_METRICS + 1
};  // of an option: its metrics, and whether it is infeasible

static struct val metric_of(const struct tally *t, enum sim_metric m)
{
    switch (m) {
    case SIM_NPV: return t->npv;
    case SIM_TOTAL: return t->total;
    case SIM_CAPEX: return t->capex;
    case SIM_OPEX: return t->opex;
    case SIM_RISK_ADJUSTED: return t->risk_adjusted;
    case SIM_METRICS: break;
    }
    return val_number(0);
}

static struct val *outputs_of(struct session *s, uint32_t *count)
{
    uint32_t options = s->program.options.count;
    *count = options * OUTPUTS_EACH;
    struct val *list = ARENA_ARRAY(&s->arena, struct val, *count);
    for (uint32_t o = 0; o < options; o++) {
        const struct tally *t = &s->ledger.tallies[o];
        for (int m = 0; m < SIM_METRICS; m++)
            list[o * OUTPUTS_EACH + (uint32_t)m] = metric_of(t, (enum sim_metric)m);
        bool barred = s->program.options.at[o].infeasible.len > 0;
        list[o * OUTPUTS_EACH + SIM_METRICS] = barred ? val_number(1) : t->infeasible;
    }
    return list;
}

static const double *trials_of(const struct trials *t, uint32_t option, int output)
{
    return t->values + (option * OUTPUTS_EACH + (uint32_t)output) * t->count;
}

static bool check_finite(struct session *s, const struct trials *t)
{
    for (uint32_t o = 0; o < s->program.options.count; o++)
        for (int m = 0; m < SIM_METRICS; m++)
            for (uint64_t i = 0; i < t->count; i++)
                if (!isfinite(trials_of(t, o, m)[i]))
                    return diag_fail(
                        &s->diags, s->program.options.at[o].where, DIAG_NOT_FINITE,
                        "the %s of %.*s is not a number in trial %llu: an uncertain input "
                        "makes a division by zero or an overflow",
                        sim_metric_word((enum sim_metric)m),
                        STR_ARG(s->program.options.at[o].name), (unsigned long long)i);
    return true;
}

static int by_value(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

// Linear between neighbours, at position q (n - 1) of the sorted values.
static double quantile(const double *sorted, uint64_t n, double q)
{
    double at = q * (double)(n - 1);
    uint64_t below = (uint64_t)at;
    if (below + 1 >= n) return sorted[n - 1];
    return sorted[below] + (sorted[below + 1] - sorted[below]) * (at - (double)below);
}

// Sums over blocks of trials, blocks in order: the same bits however trials are shared out.
static struct spread spread_of(struct arena *a, const double *values, uint64_t n)
{
    enum { BLOCK = 1024 };
    struct spread s = {.known = true};
    double sum = 0, squares = 0;
    for (uint64_t from = 0; from < n; from += BLOCK) {
        double part = 0;
        for (uint64_t i = from; i < n && i < from + BLOCK; i++)
            part += values[i];
        sum += part;
    }
    s.mean = sum / (double)n;
    for (uint64_t i = 0; i < n; i++)
        squares += (values[i] - s.mean) * (values[i] - s.mean);
    if (n > 1) s.stderr_of_mean = sqrt(squares / (double)(n - 1) / (double)n);
    struct arena_mark mark = arena_mark(a);
    double *sorted = ARENA_ARRAY(a, double, n);
    for (uint64_t i = 0; i < n; i++)
        sorted[i] = values[i];
    qsort(sorted, n, sizeof *sorted, by_value);
    for (int q = 0; q < SIM_QUANTILES; q++)
        s.quantile[q] = quantile(sorted, n, SIM_LEVELS[q]);
    arena_release(a, mark);
    return s;
}

static enum sim_metric ranking_metric(enum rank_by r)
{
    switch (r) {
    case RANK_NPV: return SIM_NPV;
    case RANK_TOTAL: return SIM_TOTAL;
    case RANK_RISK_ADJUSTED: return SIM_RISK_ADJUSTED;
    }
    return SIM_TOTAL;
}

// Ties go to the option that stands first.
static void count_wins(struct session *s, const struct trials *t, struct simulation *out)
{
    uint32_t options = s->program.options.count;
    int metric = (int)ranking_metric(s->program.rank_by);
    for (uint64_t i = 0; i < t->count; i++) {
        uint32_t best = NO_NAME;
        for (uint32_t o = 0; o < options; o++) {
            if (trials_of(t, o, SIM_METRICS)[i] != 0) continue;
            out->options[o].p_feasible += 1;
            if (best == NO_NAME ||
                is_cheaper(trials_of(t, o, metric)[i], trials_of(t, best, metric)[i]))
                best = o;
        }
        if (best != NO_NAME) out->options[best].p_cheapest += 1;
    }
    for (uint32_t o = 0; o < options; o++) {
        out->options[o].p_cheapest /= (double)t->count;
        out->options[o].p_feasible /= (double)t->count;
    }
}

bool simulate(struct session *s, uint64_t samples, uint64_t seed, struct simulation *out)
{
    *out = (struct simulation){
        .samples = samples, .seed = seed, .draws = program_uncertain_inputs(&s->program)};
    if (!session_build_uncertain(s)) return false;
    uint32_t count, options = s->program.options.count;
    const struct val *outputs = outputs_of(s, &count);
    struct trials t;
    trials_run(&s->arena, &s->unroll, outputs, count, samples, seed, &t);
    if (!check_finite(s, &t)) return false;
    out->options = ARENA_ARRAY(&s->arena, struct simulated_option, options);
    for (uint32_t o = 0; o < options; o++)
        for (int m = 0; m < SIM_METRICS; m++) {
            if (m == SIM_NPV && !s->ledger.discounted) continue;
            out->options[o].spread[m] = spread_of(&s->arena, trials_of(&t, o, m), samples);
        }
    count_wins(s, &t, out);
    return true;
}
