// simulate_blocks.c - what one block of trials adds to the sums.
#include "analysis/simulate_int.h"

static const double *values_of(const struct study_block *b, uint32_t output)
{
    return b->outputs + (size_t)output * STUDY_BLOCK;
}

static void keep_series(struct runner *r, uint32_t worker, const struct study_block *b)
{
    double difference[STUDY_BLOCK];
    for (uint32_t i = 0; i < r->series.count; i++) {
        const struct series_of *s = &r->series.at[i];
        const double *values = values_of(b, s->output);
        if (s->less != UINT32_MAX) {
            const double *less = values_of(b, s->less);
            for (uint32_t t = 0; t < b->count; t++)
                difference[t] = values[t] - less[t];
            values = difference;
        }
        if (!r->out->streamed)
            memcpy(s->kept + b->first, values, b->count * sizeof *values);
        else
            histogram_add(&s->counts[worker], values, b->count);
    }
}

static void add_metrics(const struct runner *r, const struct study_block *b, uint32_t option,
                        double *sums)
{
    for (int m = 0; m < SIM_METRICS; m++) {
        const double *values = values_of(b, output_of(option, m));
        double point = r->point[output_of(option, m)], sum = 0, squares = 0;
        for (uint32_t t = 0; t < b->count; t++) {
            double x = values[t] - point;
            sum += x;
            squares += x * x;
        }
        sums[OF_METRIC + 2 * m] = sum;
        sums[OF_METRIC + 2 * m + 1] = squares;
    }
}

// Who wins each trial, NO_NAME where nobody can do the work, and what that costs; ties go to the
// option that stands first.
static void find_winners(const struct runner *r, const struct study_block *b, uint32_t *best,
                         double *least)
{
    for (uint32_t t = 0; t < b->count; t++)
        best[t] = NO_NAME, least[t] = 0;
    for (uint32_t o = 0; o < r->options; o++) {
        const double *x = values_of(b, output_of(o, (int)r->out->metric)),
                     *barred = values_of(b, output_of(o, SIM_METRICS));
        for (uint32_t t = 0; t < b->count; t++) {
            bool wins = barred[t] == 0 && (best[t] == NO_NAME || is_cheaper(x[t], least[t]));
            best[t] = wins ? o : best[t];
            least[t] = wins ? x[t] : least[t];
        }
    }
}

// What an option saves against the baseline, and what it costs more than the best.
static void add_option_chances(const struct runner *r, const struct study_block *b,
                               uint32_t option, const double *least, double *own)
{
    int metric = (int)r->out->metric;
    const double *x = values_of(b, output_of(option, metric)),
                 *barred = values_of(b, output_of(option, SIM_METRICS)),
                 *base = values_of(b, output_of(r->baseline, metric)),
                 *no_base = values_of(b, output_of(r->baseline, SIM_METRICS));
    double apart =
        r->point[output_of(r->baseline, metric)] - r->point[output_of(option, metric)];
    double sum = 0, squares = 0, regret = 0;
    uint32_t feasible = 0, beats = 0, within = 0;
    for (uint32_t t = 0; t < b->count; t++) {
        bool can = barred[t] == 0;
        double saved = base[t] - x[t] - apart;
        sum += saved;
        squares += saved * saved;
        regret += can ? x[t] - least[t] : 0;
        feasible += can;
        beats += can && no_base[t] == 0 && is_cheaper(x[t], base[t]);
        within += can && x[t] <= r->plan->limit;
    }
    own[OF_SAVED] = sum;
    own[OF_SAVED + 1] = squares;
    own[OF_REGRET] = regret;
    own[OF_FEASIBLE] = feasible;
    own[OF_BEATS] = beats;
    own[OF_WITHIN] = within;
}

static void add_chances(const struct runner *r, const struct study_block *b, double *sums)
{
    uint32_t best[STUDY_BLOCK];
    double least[STUDY_BLOCK], sum = 0, *all = sums + r->options * SUMS_EACH;
    double apart = r->point[output_of(r->baseline, (int)r->out->metric)];
    find_winners(r, b, best, least);
    for (uint32_t t = 0; t < b->count; t++) {
        if (best[t] == NO_NAME) continue;
        sum += least[t] - apart;
        all[OF_DECIDED] += 1;
        sums[best[t] * SUMS_EACH + OF_CHEAPEST] += 1;
    }
    all[OF_LEAST] = sum;
    for (uint32_t o = 0; o < r->options; o++)
        add_option_chances(r, b, o, least, sums + o * SUMS_EACH);
}

static uint32_t bin_of(const double *edges, double x)
{
    uint32_t bin = 0;
    for (uint32_t step = SIM_BINS / 2; step > 0; step /= 2)
        if (x >= edges[bin + step - 1]) bin += step;
    return bin;
}

// For each bin of each unknown: how many trials, and what each option costs in them.
static void add_bins(const struct runner *r, const struct study_block *b, double *sums)
{
    uint32_t width = r->options + 1, bins[STUDY_BLOCK];
    for (uint32_t i = 0; i < r->unknowns; i++) {
        const double *edges = r->edges + i * (SIM_BINS - 1),
                     *x = b->inputs + (size_t)i * STUDY_BLOCK;
        double *own = sums + (size_t)i * SIM_BINS * width;
        for (uint32_t t = 0; t < b->count; t++) {
            bins[t] = bin_of(edges, x[t]) * width;
            own[bins[t]] += 1;
        }
        for (uint32_t o = 0; o < r->options; o++) {
            const double *values = values_of(b, output_of(o, (int)r->out->metric));
            double point = r->point[output_of(o, (int)r->out->metric)], *costs = own + o + 1;
            for (uint32_t t = 0; t < b->count; t++)
                costs[bins[t]] += values[t] - point;
        }
    }
}

// The first trial of a block with a figure that is not finite, and which; NO_NAME for none.
static void find_bad(const struct runner *r, const struct study_block *b, double *bad)
{
    bad[0] = -1;
    for (uint32_t o = 0; o < r->options; o++)
        for (int m = 0; m < SIM_METRICS; m++) {
            const double *values = values_of(b, output_of(o, m));
            for (uint32_t t = 0; t < b->count; t++) {
                if (isfinite(values[t])) continue;
                double trial = (double)(b->first + t);
                if (bad[0] < 0 || trial < bad[0]) bad[0] = trial, bad[1] = output_of(o, m);
                break;
            }
        }
}

void simulate_observe(void *context, uint32_t worker, const struct study_block *b,
                      void *partial)
{
    struct runner *r = context;
    double *sums = partial, *bins = sums + r->sums, *bad = bins + r->bin_sums;
    find_bad(r, b, bad);
    if (bad[0] >= 0) return;
    keep_series(r, worker, b);
    for (uint32_t o = 0; o < r->options; o++)
        add_metrics(r, b, o, sums + o * SUMS_EACH);
    add_chances(r, b, sums);
    if (b->number < UNKNOWN_BLOCKS) add_bins(r, b, bins);
}
