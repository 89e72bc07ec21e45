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
        if (!s->is_asked) continue;
        const double *values = values_of(b, s->output);
        if (s->less != UINT32_MAX) {
            const double *less = values_of(b, s->less);
            for (uint32_t t = 0; t < b->count; t++)
                difference[t] = values[t] - less[t];
            values = difference;
        }
        if (!r->out->streamed)
            memcpy(s->kept + b->first, values, b->count * sizeof *values);
        else if (s->is_same)
            histogram_add_same(&s->counts[worker], values[0], b->count);
        else
            histogram_add(&s->counts[worker], values, b->count);
    }
}

static void add_metrics(const struct runner *r, const struct study_block *b, uint32_t option,
                        double *sums)
{
    for (int m = 0; m < SIM_METRICS; m++) {
        uint32_t output = output_of(option, m);
        if (!is_asked(r, m)) continue;
        r->run->moments(values_of(b, output), NULL, r->point[output], b->count,
                        sums + OF_METRIC + 2 * m);
    }
}

static struct lane_option costs_of(const struct runner *r, const struct study_block *b,
                                   uint32_t option)
{
    return (struct lane_option){values_of(b, output_of(option, (int)r->out->metric)),
                                values_of(b, output_of(option, SIM_METRICS))};
}

// Who wins each trial, below 0 where nobody can do the work, and what that costs; ties go to the
// option that stands first.
static void find_winners(const struct runner *r, const struct study_block *b, double *best,
                         double *least)
{
    for (uint32_t t = 0; t < b->count; t++)
        best[t] = -1, least[t] = 0;
    for (uint32_t o = 0; o < r->options; o++) {
        struct lane_option own = costs_of(r, b, o);
        r->run->win(o, own.x, own.barred, b->count, best, least);
    }
}

// How often an option keeps to a limit on another metric than the one that ranks.
static double count_within(const struct runner *r, const struct study_block *b, uint32_t option)
{
    struct lane_option own = {values_of(b, output_of(option, (int)r->out->limited)),
                              values_of(b, output_of(option, SIM_METRICS))};
    struct lane_chances found;
    r->run->chances(&own, &own, own.x, r->plan->limit, b->count, &found);
    return found.within;
}

static void add_chances(const struct runner *r, const struct study_block *b, double *sums)
{
    int metric = (int)r->out->metric;
    double best[STUDY_BLOCK], least[STUDY_BLOCK], *all = sums + r->options * SUMS_EACH;
    double base_point = r->point[output_of(r->baseline, metric)];
    struct lane_option base = costs_of(r, b, r->baseline);
    find_winners(r, b, best, least);
    all[OF_LEAST] = r->run->least(best, least, base_point, b->count);
    for (uint32_t o = 0; o < r->options; o++) {
        struct lane_option option = costs_of(r, b, o);
        struct lane_chances found;
        double *own = sums + o * SUMS_EACH;
        r->run->moments(base.x, option.x, base_point - r->point[output_of(o, metric)], b->count,
                        own + OF_SAVED);
        r->run->chances(&option, &base, least, r->plan->limit, b->count, &found);
        own[OF_CHEAPEST] = r->run->wins(o, best, b->count);
        all[OF_DECIDED] += own[OF_CHEAPEST];
        own[OF_REGRET] = found.regret;
        own[OF_FEASIBLE] = found.feasible;
        own[OF_BEATS] = found.beats;
        own[OF_WITHIN] = (int)r->out->limited == metric ? found.within : count_within(r, b, o);
    }
}

// The first trial of a block with a figure that is not finite, and which.
static void find_bad(const struct runner *r, const struct study_block *b, double *bad)
{
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

// Squares of figures that are not finite are not either.
static bool are_finite(const struct runner *r, const double *sums)
{
    for (uint32_t o = 0; o < r->options; o++)
        for (int m = 0; m < SIM_METRICS; m++)
            if (!isfinite(sums[o * SUMS_EACH + OF_METRIC + 2 * (uint32_t)m + 1])) return false;
    return true;
}

void simulate_observe(void *context, uint32_t worker, const struct study_block *b,
                      void *partial)
{
    struct runner *r = context;
    double *sums = partial, *bins = sums + r->sums, *bad = bins + r->bin_sums;
    bad[0] = -1;
    for (uint32_t o = 0; o < r->options; o++)
        add_metrics(r, b, o, sums + o * SUMS_EACH);
    if (!are_finite(r, sums)) find_bad(r, b, bad);
    if (bad[0] >= 0) return;
    keep_series(r, worker, b);
    add_chances(r, b, sums);
    if (r->unknowns.count && b->number < UNKNOWN_BLOCKS)
        simulate_add_bins(r, b, r->rows[worker], sums, bins);
}
