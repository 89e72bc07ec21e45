// simulate_figures.c - what the sums of all trials come to.
#include "analysis/simulate_int.h"

#include "base/par.h"
#include "engine/kernel.h"

// The mean of a sum over the trials that were run, and its standard error: from the differences
// between replicates, or between trials where there is one replicate.
struct mean_of {
    double mean, error;
};

static struct mean_of mean_of(const struct runner *r, const double *totals, uint32_t at,
                              bool squares, const uint64_t *trials)
{
    double sum = 0, all = 0, spread = 0;
    uint32_t count = 0;
    for (uint32_t k = 0; k < r->study.replicates; k++) {
        sum += totals[k * r->sums + at];
        all += (double)trials[k];
        count += trials[k] > 0;
    }
    struct mean_of m = {all > 0 ? sum / all : 0, 0};
    if (count > 1) {
        for (uint32_t k = 0; k < r->study.replicates; k++) {
            if (trials[k] == 0) continue;
            double apart = totals[k * r->sums + at] / (double)trials[k] - m.mean;
            spread += apart * apart;
        }
        m.error = sqrt(spread / (count - 1) / count);
    } else if (all > 1) {
        double sum_of_squares = squares ? totals[at + 1] : sum;  // of counts, which are 0 or 1
        double rest = sum_of_squares - sum * m.mean;
        m.error = sqrt((rest > 0 ? rest : 0) / (all - 1) / all);
    }
    return m;
}

static struct chance chance_of(const struct runner *r, const double *totals, uint32_t at,
                               const uint64_t *trials)
{
    struct mean_of m = mean_of(r, totals, at, false, trials);
    return (struct chance){m.mean, m.error};
}

// One series, on any thread.
static void find_quantiles(void *context, uint32_t worker, uint64_t item, uint32_t place)
{
    struct runner *r = context;
    struct series_of *s = &r->series.at[item];
    (void)worker, (void)place;
    if (!s->is_asked) return;
    if (!r->out->streamed) {
        struct arena scratch = {0};
        exact_quantiles(&scratch, s->kept, r->out->samples, SIM_LEVELS, SIM_QUANTILES,
                        s->quantile);
        arena_free(&scratch);
        return;
    }
    for (uint32_t w = 1; w < r->study.jobs; w++)
        histogram_merge(&s->counts[0], &s->counts[w]);
    for (int q = 0; q < SIM_QUANTILES; q++)
        s->quantile[q] = histogram_quantile(&s->counts[0], SIM_LEVELS[q]);
}

static void leave_quantiles(void *context, uint64_t item, uint32_t place)
{
    (void)context, (void)item, (void)place;
}

static void find_all_quantiles(struct runner *r)
{
    struct par_loop loop = {.jobs = r->study.jobs, .end = r->series.count, .context = r};
    loop.compute = find_quantiles;
    loop.take = leave_quantiles;
    par_run(&loop);
}

static void set_quantiles(const struct runner *r, uint32_t output, double *out)
{
    const struct series_of *s = &r->series.at[r->series_of[output]];
    memcpy(out, s->quantile, sizeof s->quantile);
}

static void set_option(struct runner *r, uint32_t o, const double *totals,
                       const uint64_t *trials)
{
    struct simulated_option *to = &r->out->options[o];
    uint32_t own = o * SUMS_EACH;
    bool whole = !r->plan->ranked_only;
    to->feasible = chance_of(r, totals, own + OF_FEASIBLE, trials);
    bool serves = to->feasible.share > 0;
    for (int m = 0; m < SIM_METRICS; m++) {
        if (!is_asked(r, m)) continue;
        struct mean_of mean =
            mean_of(r, totals, own + OF_METRIC + 2 * (uint32_t)m, true, trials);
        struct spread *s = &to->spread[m];
        s->known = serves && (m != SIM_NPV || r->s->ledger.discounted);
        s->mean = mean.mean + r->point[output_of(o, m)];
        s->stderr_of_mean = mean.error;
        if (s->known) set_quantiles(r, output_of(o, m), s->quantile);
    }
    if (whole && serves)
        simulate_set_shape(r, r->series_of[output_of(o, (int)r->out->metric)],
                           &to->spread[r->out->metric], &to->shape);
    struct mean_of saved = mean_of(r, totals, own + OF_SAVED, true, trials);
    double apart = r->point[output_of(r->baseline, (int)r->out->metric)] -
                   r->point[output_of(o, (int)r->out->metric)];
    to->saved = (struct spread){true, saved.mean + apart, saved.error, {0}};
    if (whole) set_quantiles(r, output_of(o, SIM_METRICS), to->saved.quantile);
    to->cheapest = chance_of(r, totals, own + OF_CHEAPEST, trials);
    to->beats = chance_of(r, totals, own + OF_BEATS, trials);
    to->within = chance_of(r, totals, own + OF_WITHIN, trials);
    double count = to->feasible.share * (double)r->out->samples;
    to->regret = count > 0 ? mean_of(r, totals, own + OF_REGRET, false, trials).mean *
                                 (double)r->out->samples / count
                           : 0;
}

// What the best choice costs on average, less what it would cost if each trial were known before:
// among the options that can do the work in every trial.
static void set_value(struct runner *r, const double *totals, const uint64_t *trials)
{
    double best = 0;
    uint32_t least = r->options * SUMS_EACH + OF_LEAST;
    for (uint32_t o = 0; o < r->options; o++) {
        const struct simulated_option *own = &r->out->options[o];
        if (own->feasible.share < 1) continue;
        double mean = own->spread[r->out->metric].mean;
        if (!r->out->has_value || mean < best) best = mean;
        r->out->has_value = true;
    }
    double known = mean_of(r, totals, least, false, trials).mean +
                   r->point[output_of(r->baseline, (int)r->out->metric)];
    double value = best - known;
    r->out->value_of_information = value > 0 ? value : 0;
}

void simulate_set_all(struct runner *r)
{
    double *totals = ARENA_ARRAY(r->a, double, r->sums * r->study.replicates);
    uint64_t *trials = ARENA_ARRAY(r->a, uint64_t, r->study.replicates);
    r->out->samples = 0;
    for (uint32_t k = 0; k < r->study.replicates; k++) {
        uint64_t blocks = 0;
        for (uint32_t n = 0; n < r->trees[k].nodes.count; n++)
            blocks += UINT64_C(1) << r->trees[k].nodes.at[n].level;
        uint64_t run = blocks * STUDY_BLOCK;
        trials[k] = run < r->study.each ? run : r->study.each;
        r->out->samples += trials[k];
        sum_tree_total(&r->trees[k], totals + k * r->sums);
    }
    if (r->out->samples > 0) find_all_quantiles(r);
    for (uint32_t o = 0; o < r->options; o++)
        set_option(r, o, totals, trials);
    set_value(r, totals, trials);
    simulate_set_unknowns(r);
}
