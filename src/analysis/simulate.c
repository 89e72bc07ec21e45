#include "analysis/simulate.h"

#include "engine/kernel.h"
#include "engine/summary.h"

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
    OUTPUTS_EACH = SIM_METRICS + 1,  // of an option: its metrics, and whether it is infeasible
    KEPT_BYTES = 8 * 1024 * 1024,    // values that are stored for exact quantiles
    UNKNOWNS_MOST = 64,              // inputs whose value of knowing is asked
    UNKNOWN_BLOCKS = 64              // .. in so many blocks
};

// What a block adds up for one option.
enum {
    OF_METRIC,  // for each metric: the sum, and that of the squares, both less a point
    OF_SAVED = OF_METRIC + 2 * SIM_METRICS,
    OF_CHEAPEST = OF_SAVED + 2,
    OF_FEASIBLE,
    OF_BEATS,
    OF_WITHIN,
    OF_REGRET,
    SUMS_EACH
};

// .. and for all of them.
enum { OF_LEAST, OF_DECIDED, SUMS_ALL };

// A series of values whose quantiles are asked; options that share a figure share it.
struct series_of {
    uint32_t output, less;  // an output, or UINT32_MAX, less another one
    double *kept;
    struct histogram *counts;  // by worker
};

struct runner {
    struct session *s;
    struct arena *a;
    const struct sim_plan *plan;
    struct simulation *out;
    struct study_plan study;
    struct tape tape;
    struct draws draws;
    const struct val *outputs;
    uint32_t options, baseline;
    const double *point;  // by output: about where it lies, so that squares lose little
    VEC(struct series_of) series;
    uint32_t *series_of;     // by option and metric, and one for what it saves
    struct sum_tree *trees;  // by replicate
    uint32_t unknowns;       // lane inputs whose value of knowing is asked
    double *edges;           // by unknown: SIM_BINS - 1 values between its bins
    struct sum_tree bins;
    uint32_t sums, bin_sums;
    uint64_t done;       // blocks
    uint64_t bad_trial;  // the first in which a figure is not finite
    uint32_t bad_output;
};

// ---- outputs -----------------------------------------------------------------------------------

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

static enum sim_metric ranking_metric(enum rank_by r)
{
    switch (r) {
    case RANK_NPV: return SIM_NPV;
    case RANK_TOTAL: return SIM_TOTAL;
    case RANK_RISK_ADJUSTED: return SIM_RISK_ADJUSTED;
    }
    return SIM_TOTAL;
}

static uint32_t output_of(uint32_t option, int metric)
{
    return option * OUTPUTS_EACH + (uint32_t)metric;
}

struct val simulated_infeasible(const struct session *s, uint32_t option)
{
    bool barred = s->program.options.at[option].infeasible.len > 0;
    return barred ? val_number(1) : s->ledger.tallies[option].infeasible;
}

static const struct val *outputs_of(struct session *s, uint32_t *count)
{
    uint32_t options = s->program.options.count;
    *count = options * OUTPUTS_EACH;
    struct val *list = ARENA_ARRAY(&s->arena, struct val, *count);
    for (uint32_t o = 0; o < options; o++) {
        const struct tally *t = &s->ledger.tallies[o];
        for (int m = 0; m < SIM_METRICS; m++)
            list[output_of(o, m)] = metric_of(t, (enum sim_metric)m);
        list[output_of(o, SIM_METRICS)] = simulated_infeasible(s, o);
    }
    return list;
}

static uint32_t add_series(struct runner *r, uint32_t output, uint32_t less)
{
    for (uint32_t i = 0; i < r->series.count; i++) {
        const struct series_of *known = &r->series.at[i];
        bool same = val_same(r->outputs[known->output], r->outputs[output]) &&
                    (known->less == UINT32_MAX) == (less == UINT32_MAX);
        if (same && (less == UINT32_MAX || val_same(r->outputs[known->less], r->outputs[less])))
            return i;
    }
    return VEC_PUSH(r->a, &r->series, (struct series_of){.output = output, .less = less});
}

static void choose_series(struct runner *r)
{
    r->series_of = ARENA_ARRAY(r->a, uint32_t, r->options * OUTPUTS_EACH);
    for (uint32_t o = 0; o < r->options; o++) {
        for (int m = 0; m < SIM_METRICS; m++)
            r->series_of[output_of(o, m)] = add_series(r, output_of(o, m), UINT32_MAX);
        r->series_of[output_of(o, SIM_METRICS)] = add_series(
            r, output_of(r->baseline, (int)r->out->metric), output_of(o, (int)r->out->metric));
    }
    uint64_t trials = r->study.each * r->study.replicates;
    r->out->streamed = trials > KEPT_BYTES / sizeof(double) / r->series.count;
    for (uint32_t i = 0; i < r->series.count; i++) {
        struct series_of *s = &r->series.at[i];
        if (!r->out->streamed) {
            s->kept = ARENA_ARRAY(r->a, double, trials);
            continue;
        }
        s->counts = ARENA_ARRAY(r->a, struct histogram, r->study.jobs);
        for (uint32_t w = 0; w < r->study.jobs; w++)
            histogram_open(ARENA_NEW(r->a, struct arena), &s->counts[w]);
    }
}

static void close_series(struct runner *r)
{
    for (uint32_t i = 0; i < r->series.count && r->out->streamed; i++)
        for (uint32_t w = 0; w < r->study.jobs; w++)
            arena_free(r->series.at[i].counts[w].arena);
}

// ---- one block, on any thread ------------------------------------------------------------------

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

// Who wins each trial; ties go to the option that stands first.
static uint32_t winner_of(const struct runner *r, const struct study_block *b, uint32_t t)
{
    uint32_t best = NO_NAME;
    for (uint32_t o = 0; o < r->options; o++) {
        if (values_of(b, output_of(o, SIM_METRICS))[t] != 0) continue;
        if (best == NO_NAME ||
            is_cheaper(values_of(b, output_of(o, (int)r->out->metric))[t],
                       values_of(b, output_of(best, (int)r->out->metric))[t]))
            best = o;
    }
    return best;
}

static void add_chances(const struct runner *r, const struct study_block *b, double *sums)
{
    double *all = sums + r->options * SUMS_EACH;
    int metric = (int)r->out->metric;
    const double *base = values_of(b, output_of(r->baseline, metric)),
                 *no_base = values_of(b, output_of(r->baseline, SIM_METRICS));
    double apart = r->point[output_of(r->baseline, metric)];
    for (uint32_t t = 0; t < b->count; t++) {
        uint32_t best = winner_of(r, b, t);
        double least = best == NO_NAME ? 0 : values_of(b, output_of(best, metric))[t];
        if (best != NO_NAME) {
            all[OF_LEAST] += least - apart;
            all[OF_DECIDED] += 1;
            sums[best * SUMS_EACH + OF_CHEAPEST] += 1;
        }
        for (uint32_t o = 0; o < r->options; o++) {
            double *own = sums + o * SUMS_EACH, x = values_of(b, output_of(o, metric))[t];
            double saved = base[t] - x - (apart - r->point[output_of(o, metric)]);
            own[OF_SAVED] += saved;
            own[OF_SAVED + 1] += saved * saved;
            if (values_of(b, output_of(o, SIM_METRICS))[t] != 0) continue;
            own[OF_FEASIBLE] += 1;
            own[OF_REGRET] += x - least;
            own[OF_BEATS] += no_base[t] == 0 && is_cheaper(x, base[t]);
            own[OF_WITHIN] += x <= r->plan->limit;
        }
    }
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
    uint32_t width = r->options + 1;
    for (uint32_t i = 0; i < r->unknowns; i++) {
        const double *edges = r->edges + i * (SIM_BINS - 1),
                     *x = b->inputs + (size_t)i * STUDY_BLOCK;
        double *own = sums + (size_t)i * SIM_BINS * width;
        for (uint32_t t = 0; t < b->count; t++) {
            double *bin = own + bin_of(edges, x[t]) * width;
            bin[0] += 1;
            for (uint32_t o = 0; o < r->options; o++)
                bin[o + 1] += values_of(b, output_of(o, (int)r->out->metric))[t] -
                              r->point[output_of(o, (int)r->out->metric)];
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

static void observe(void *context, uint32_t worker, const struct study_block *b, void *partial)
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

static void merge(void *context, uint64_t block, const void *partial)
{
    struct runner *r = context;
    const double *sums = partial, *bins = sums + r->sums, *bad = bins + r->bin_sums;
    uint64_t each = study_blocks(&r->study) / r->study.replicates;
    sum_tree_add(&r->trees[block / each], block % each, sums);
    if (block < UNKNOWN_BLOCKS) sum_tree_add(&r->bins, block, bins);
    if (bad[0] >= 0 && bad[0] < (double)r->bad_trial) {
        r->bad_trial = (uint64_t)bad[0];
        r->bad_output = (uint32_t)bad[1];
    }
    r->done = block + 1;
}

static bool stop(void *context)
{
    const struct runner *r = context;
    const struct watcher *w = &r->plan->watcher;
    return r->bad_trial != UINT64_MAX ||
           (w->go_on && !w->go_on(w->context, r->done * STUDY_BLOCK,
                                  study_blocks(&r->study) * STUDY_BLOCK));
}

// ---- what it comes to --------------------------------------------------------------------------

static bool fail_bad(struct runner *r)
{
    uint32_t option = r->bad_output / OUTPUTS_EACH, metric = r->bad_output % OUTPUTS_EACH;
    const struct option *o = &r->s->program.options.at[option];
    return diag_fail(&r->s->diags, o->where, DIAG_NOT_FINITE,
                     "the %s of %.*s is not a number in trial %llu: an uncertain input makes a "
                     "division by zero or an overflow",
                     sim_metric_word((enum sim_metric)metric), STR_ARG(o->name),
                     (unsigned long long)r->bad_trial);
}

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

static void set_quantiles(struct runner *r, uint32_t series, uint64_t trials, double *out)
{
    struct series_of *s = &r->series.at[series];
    if (!r->out->streamed) {
        exact_quantiles(r->a, s->kept, trials, SIM_LEVELS, SIM_QUANTILES, out);
        return;
    }
    for (uint32_t w = 1; w < r->study.jobs; w++) {
        histogram_merge(&s->counts[0], &s->counts[w]);
        s->counts[w].count = 0;
    }
    for (int q = 0; q < SIM_QUANTILES; q++)
        out[q] = histogram_quantile(&s->counts[0], SIM_LEVELS[q]);
}

static void set_option(struct runner *r, uint32_t o, const double *totals,
                       const uint64_t *trials)
{
    struct simulated_option *to = &r->out->options[o];
    uint32_t own = o * SUMS_EACH;
    uint64_t all = r->out->samples;
    for (int m = 0; m < SIM_METRICS; m++) {
        struct mean_of mean =
            mean_of(r, totals, own + OF_METRIC + 2 * (uint32_t)m, true, trials);
        struct spread *s = &to->spread[m];
        s->known = m != SIM_NPV || r->s->ledger.discounted;
        s->mean = mean.mean + r->point[output_of(o, m)];
        s->stderr_of_mean = mean.error;
        if (s->known) set_quantiles(r, r->series_of[output_of(o, m)], all, s->quantile);
    }
    struct mean_of saved = mean_of(r, totals, own + OF_SAVED, true, trials);
    double apart = r->point[output_of(r->baseline, (int)r->out->metric)] -
                   r->point[output_of(o, (int)r->out->metric)];
    to->saved = (struct spread){true, saved.mean + apart, saved.error, {0}};
    set_quantiles(r, r->series_of[output_of(o, SIM_METRICS)], all, to->saved.quantile);
    to->cheapest = chance_of(r, totals, own + OF_CHEAPEST, trials);
    to->feasible = chance_of(r, totals, own + OF_FEASIBLE, trials);
    to->beats = chance_of(r, totals, own + OF_BEATS, trials);
    to->within = chance_of(r, totals, own + OF_WITHIN, trials);
    double count = to->feasible.share * (double)all;
    to->regret = count > 0 ? mean_of(r, totals, own + OF_REGRET, false, trials).mean *
                                 (double)all / count
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

static int by_worth(const void *left, const void *right)
{
    const struct sim_unknown *a = left, *b = right;
    if (a->value != b->value) return a->value < b->value ? 1 : -1;
    return str_cmp(a->address, b->address);
}

// The same if only one input were known, and that only to within a bin.
static double worth_knowing(const struct runner *r, const double *bins)
{
    uint32_t width = r->options + 1;
    double chosen = 0, known = 0, trials = 0;
    double *whole = ARENA_ARRAY(r->a, double, r->options);
    for (uint32_t k = 0; k < SIM_BINS; k++) {
        double least = 0;
        bool any = false;
        for (uint32_t o = 0; o < r->options; o++) {
            if (r->out->options[o].feasible.share < 1) continue;
            double sum = bins[k * width + o + 1] +
                         bins[k * width] * r->point[output_of(o, (int)r->out->metric)];
            whole[o] += sum;
            if (!any || sum < least) least = sum;
            any = true;
        }
        known += least;
        trials += bins[k * width];
    }
    bool any = false;
    for (uint32_t o = 0; o < r->options; o++) {
        if (r->out->options[o].feasible.share < 1) continue;
        if (!any || whole[o] < chosen) chosen = whole[o];
        any = true;
    }
    return trials > 0 && chosen > known ? (chosen - known) / trials : 0;
}

static void set_unknowns(struct runner *r)
{
    if (r->unknowns == 0 || !r->out->has_value || r->bins.nodes.count == 0) return;
    double *bins = ARENA_ARRAY(r->a, double, r->bin_sums);
    sum_tree_total(&r->bins, bins);
    r->out->unknowns = ARENA_ARRAY(&r->s->arena, struct sim_unknown, r->unknowns);
    r->out->unknown_count = r->unknowns;
    for (uint32_t i = 0; i < r->unknowns; i++) {
        size_t own = (size_t)i * SIM_BINS * (r->options + 1);
        r->out->unknowns[i] = (struct sim_unknown){
            r->s->program.draws.at[r->tape.input_of[i]].name, worth_knowing(r, bins + own)};
    }
    qsort(r->out->unknowns, r->unknowns, sizeof *r->out->unknowns, by_worth);
}

static void set_all(struct runner *r)
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
    for (uint32_t o = 0; o < r->options; o++)
        set_option(r, o, totals, trials);
    set_value(r, totals, trials);
    set_unknowns(r);
}

// ---- the whole ---------------------------------------------------------------------------------

struct study_plan simulated_study(const struct sim_plan *plan, uint64_t samples)
{
    struct study_plan study = {.even = !plan->random,
                               .replicates = 1,
                               .each = samples,
                               .seed = plan->seed,
                               .jobs = plan->jobs};
    if (plan->random) return study;
    study.replicates = SIM_REPLICATES;
    study.each = TAPE_LANES;
    while (study.each * SIM_REPLICATES < samples)
        study.each *= 2;
    return study;
}

static void set_edges(struct runner *r)
{
    r->unknowns = r->tape.input_count <= UNKNOWNS_MOST ? r->tape.input_count : 0;
    r->edges = ARENA_ARRAY(r->a, double, r->unknowns *(SIM_BINS - 1));
    for (uint32_t i = 0; i < r->unknowns; i++)
        for (uint32_t k = 1; k < SIM_BINS; k++)
            r->edges[i * (SIM_BINS - 1) + k - 1] =
                dist_quantile(&r->s->unroll.dists[r->tape.input_of[i]], (double)k / SIM_BINS);
}

static bool is_sure(const struct runner *r)
{
    for (uint32_t o = 0; o < r->options; o++) {
        const struct spread *s = &r->out->options[o].spread[r->out->metric];
        if (s->stderr_of_mean > r->plan->target_error * fabs(s->mean)) return false;
    }
    return true;
}

// One study of so many trials. False where a figure is not finite.
static bool run_once(struct runner *r, uint64_t samples)
{
    r->study = simulated_study(r->plan, samples);
    r->done = 0;
    r->series.count = 0;
    choose_series(r);
    r->trees = ARENA_ARRAY(r->a, struct sum_tree, r->study.replicates);
    for (uint32_t k = 0; k < r->study.replicates; k++)
        sum_tree_open(r->a, r->sums, &r->trees[k]);
    sum_tree_open(r->a, r->bin_sums, &r->bins);
    struct study_use use = {.context = r, .observe = observe, .merge = merge, .stop = stop};
    use.partial_size = (r->sums + r->bin_sums + 2) * sizeof(double);
    uint64_t run = study_run(&r->tape, &r->draws, &r->study, &use);
    r->out->complete = run == study_blocks(&r->study);
    r->out->replicates = r->study.replicates;
    if (r->bad_trial == UINT64_MAX) set_all(r);
    close_series(r);
    return r->bad_trial == UINT64_MAX || fail_bad(r);
}

static void set_points(struct runner *r, const struct comparison *point)
{
    double *list = ARENA_ARRAY(r->a, double, r->options *OUTPUTS_EACH);
    for (uint32_t o = 0; o < r->options; o++)
        for (int m = 0; m < SIM_METRICS; m++)
            list[output_of(o, m)] =
                isfinite(point->options[o].measure) ? point->options[o].measure : 0;
    r->point = list;
}

bool simulate(struct session *s, const struct comparison *point, const struct sim_plan *plan,
              struct simulation *out)
{
    struct arena scratch = {0};
    struct runner r = {.s = s, .a = &scratch, .plan = plan, .out = out};
    *out = (struct simulation){.seed = plan->seed, .random = plan->random};
    out->draws = program_uncertain_inputs(&s->program);
    out->has_limit = plan->has_limit;
    out->limit = plan->limit;
    out->metric = ranking_metric(s->program.rank_by);
    r.options = s->program.options.count;
    r.baseline = s->program.baseline;
    r.bad_trial = UINT64_MAX;
    set_points(&r, point);
    if (!session_build_uncertain(s)) return arena_free(&scratch), false;
    uint32_t count;
    r.outputs = outputs_of(s, &count);
    tape_build(&scratch, &s->graph, r.outputs, count, &r.tape);
    draws_open(&scratch, &s->unroll, &r.tape, plan->seed, &r.draws);
    set_edges(&r);
    r.sums = r.options * SUMS_EACH + SUMS_ALL;
    r.bin_sums = r.unknowns * SIM_BINS * (r.options + 1);
    out->options = ARENA_ARRAY(&s->arena, struct simulated_option, r.options);
    uint64_t samples = plan->samples;
    bool ok = run_once(&r, samples);
    while (ok && out->complete && plan->target_error > 0 && !is_sure(&r) &&
           samples < SIM_TRIALS_LIMIT / 2)
        ok = run_once(&r, samples *= 2);
    arena_free(&scratch);
    return ok;
}
