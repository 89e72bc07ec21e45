#include "analysis/simulate_int.h"

#include "engine/kernel.h"

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

enum sim_metric sim_metric_find(struct str word)
{
    int m = 0;
    while (m < SIM_METRICS && !str_is(word, sim_metric_word((enum sim_metric)m)))
        m++;
    return (enum sim_metric)m;
}

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

// Which outputs the tape has to compute.
static const bool *asked_outputs(const struct runner *r, uint32_t count)
{
    bool *list = ARENA_ARRAY(r->a, bool, count);
    for (uint32_t i = 0; i < count; i++) {
        int metric = (int)(i % OUTPUTS_EACH);
        list[i] = metric == SIM_METRICS || is_asked(r, metric);
    }
    return list;
}

static bool is_series(const struct runner *r, const struct series_of *s, uint32_t output,
                      uint32_t less)
{
    bool same = val_same(r->outputs[s->output], r->outputs[output]) &&
                (s->less == UINT32_MAX) == (less == UINT32_MAX);
    return same && (less == UINT32_MAX || val_same(r->outputs[s->less], r->outputs[less]));
}

static uint32_t add_series(struct runner *r, uint32_t output, uint32_t less, bool asked)
{
    uint32_t at = 0;
    while (at < r->series.count && !is_series(r, &r->series.at[at], output, less))
        at++;
    if (at == r->series.count)
        VEC_PUSH(r->a, &r->series, (struct series_of){.output = output, .less = less});
    struct series_of *s = &r->series.at[at];
    if (asked) s->output = output, s->is_asked = true;  // which the tape has
    s->is_same = less == UINT32_MAX ? val_is_number(r->outputs[output])
                                    : val_same(r->outputs[output], r->outputs[less]);
    return at;
}

static void choose_series(struct runner *r)
{
    r->series_of = ARENA_ARRAY(r->a, uint32_t, r->options * OUTPUTS_EACH);
    for (uint32_t o = 0; o < r->options; o++) {
        for (int m = 0; m < SIM_METRICS; m++)
            r->series_of[output_of(o, m)] =
                add_series(r, output_of(o, m), UINT32_MAX, is_asked(r, m));
        r->series_of[output_of(o, SIM_METRICS)] =
            add_series(r, output_of(r->baseline, (int)r->out->metric),
                       output_of(o, (int)r->out->metric), !r->plan->ranked_only);
    }
    uint64_t trials = r->study.each * r->study.replicates;
    r->out->streamed = trials > KEPT_BYTES / sizeof(double) / r->series.count;
    for (uint32_t i = 0; i < r->series.count; i++) {
        struct series_of *s = &r->series.at[i];
        if (!s->is_asked) continue;
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
        for (uint32_t w = 0; w < r->study.jobs && r->series.at[i].is_asked; w++)
            arena_free(r->series.at[i].counts[w].arena);
}

// ---- the whole ---------------------------------------------------------------------------------

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

uint64_t simulated_blocks(const struct sim_plan *plan)
{
    struct study_plan study = simulated_study(plan, plan->samples);
    return study_blocks(&study);
}

static void set_workers(struct runner *r)
{
    r->run = lane_set_here();
    r->rows = ARENA_ARRAY(r->a, double *, r->plan->jobs);
    size_t rows = r->unknowns.count ? SIM_BINS + STUDY_BLOCK : 0;
    for (uint32_t w = 0; w < r->plan->jobs; w++)
        r->rows[w] = ARENA_ARRAY(r->a, double, rows *simulate_row(r->columns));
}

static bool is_sure(const struct runner *r)
{
    for (uint32_t o = 0; o < r->options; o++) {
        const struct spread *s = &r->out->options[o].spread[r->out->metric];
        if (s->stderr_of_mean > r->plan->target_error * fabs(s->mean)) return false;
    }
    return true;
}

static bool draw(struct runner *r, const struct study_use *use)
{
    uint64_t run = study_run(&r->tape, &r->draws, &r->study, use);
    r->out->complete = run == r->study.end - r->study.first;
    return r->bad_trial == UINT64_MAX || fail_bad(r);
}

static bool add_part(struct runner *r, uint32_t at)
{
    const struct sim_parts *parts = &r->plan->parts;
    struct arena own = {0};
    struct sim_words words = {{0}};
    bool read = parts->read(parts->context, at, &own, &words);
    bool fits = read && simulate_add_part(r, &words, (struct sim_shard){at + 1, parts->count});
    arena_free(&own);
    if (!read || fits) return read;
    return diag_fail(&r->s->diags, SPAN_NONE, DIAG_WRONG_PART,
                     "part %u of %u does not hold the trials of this simulation",
                     (unsigned)(at + 1), (unsigned)parts->count);
}

static bool add_parts(struct runner *r)
{
    for (uint32_t i = 0; i < r->plan->parts.count; i++)
        if (!add_part(r, i)) return false;
    r->out->complete = true;
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
    struct study_use use = {
        .context = r, .observe = simulate_observe, .merge = merge, .stop = stop};
    use.partial_size = (r->sums + r->bin_sums + 2) * sizeof(double);
    const struct sim_shard *shard = &r->plan->shard;
    r->study.end = study_blocks(&r->study);
    if (shard->of) {
        r->study.first = simulate_first_block(r->study.end, *shard);
        r->study.end = simulate_first_block(r->study.end,
                                            (struct sim_shard){shard->number + 1, shard->of});
    }
    bool ok = r->plan->parts.count ? add_parts(r) : draw(r, &use);
    r->out->replicates = r->study.replicates;
    if (ok && shard->of)
        simulate_write_part(r, &r->out->part);
    else if (ok)
        simulate_set_all(r);
    close_series(r);
    return ok;
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
    bool named = plan->has_limit && plan->limited < SIM_METRICS;
    out->limited = named ? plan->limited : out->metric;
    r.options = s->program.options.count;
    r.baseline = s->program.baseline;
    r.bad_trial = UINT64_MAX;
    set_points(&r, point);
    if (!session_build_uncertain(s)) return arena_free(&scratch), false;
    uint32_t count;
    r.outputs = outputs_of(s, &count);
    tape_build_asked(&scratch, &s->graph, r.outputs, asked_outputs(&r, count), count, &r.tape);
    draws_open(&scratch, &s->unroll, &r.tape, plan->seed, &r.draws);
    simulate_open_unknowns(&r);
    set_workers(&r);
    r.sums = r.options * SUMS_EACH + SUMS_ALL;
    out->options = ARENA_ARRAY(&s->arena, struct simulated_option, r.options);
    uint64_t samples = plan->samples;
    bool ok = run_once(&r, samples);
    while (ok && out->complete && plan->target_error > 0 && !is_sure(&r) &&
           samples < SIM_TRIALS_LIMIT / 2)
        ok = run_once(&r, samples *= 2);
    arena_free(&scratch);
    return ok;
}
