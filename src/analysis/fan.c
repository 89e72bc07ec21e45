#include "analysis/fan.h"

#include "analysis/breakeven.h"
#include "engine/study.h"
#include "engine/summary.h"

struct fanner {
    struct session *s;
    struct arena *a;
    struct study_plan study;
    uint32_t options, columns;
    double *cash;    // by option, column and trial
    double *barred;  // by option and trial: it can't do the work
};

static double *cash_of(const struct fanner *f, uint32_t option, uint32_t column)
{
    return f->cash + ((size_t)option * f->columns + column) * FAN_TRIALS;
}

// ---- trials ------------------------------------------------------------------------------------

static uint32_t output_of(const struct fanner *f, uint32_t option, uint32_t column)
{
    return option * (f->columns + 1) + column;
}

// For each option its cash by column, and whether it is infeasible.
static const struct val *outputs_of(const struct fanner *f)
{
    struct session *s = f->s;
    struct val *list = ARENA_ARRAY(f->a, struct val, f->options * (f->columns + 1));
    for (uint32_t o = 0; o < f->options; o++) {
        const struct tally *t = &s->ledger.tallies[o];
        for (uint32_t c = 0; c < f->columns; c++)
            list[output_of(f, o, c)] =
                graph_binary(&s->graph, OP_ADD, t->dated[c], t->operating[c]);
        list[output_of(f, o, f->columns)] = simulated_infeasible(s, o);
    }
    return list;
}

// A replicate is one block: there are fewer trials in it than in a block.
static void observe(void *context, uint32_t worker, const struct study_block *b, void *partial)
{
    const struct fanner *f = context;
    (void)worker;
    (void)partial;
    for (uint32_t o = 0; o < f->options; o++) {
        for (uint32_t c = 0; c < f->columns; c++)
            memcpy(cash_of(f, o, c) + b->first,
                   b->outputs + (size_t)output_of(f, o, c) * STUDY_BLOCK,
                   b->count * sizeof(double));
        memcpy(f->barred + (size_t)o * FAN_TRIALS + b->first,
               b->outputs + (size_t)output_of(f, o, f->columns) * STUDY_BLOCK,
               b->count * sizeof(double));
    }
}

static void merge(void *context, uint64_t block, const void *partial)
{
    (void)context;
    (void)block;
    (void)partial;
}

static void run(struct fanner *f)
{
    const struct study_use use = {.context = f, .observe = observe, .merge = merge};
    struct tape tape;
    struct draws draws;
    tape_build(f->a, &f->s->graph, outputs_of(f), f->options * (f->columns + 1), &tape);
    draws_open(f->a, &f->s->unroll, &tape, f->study.seed, &draws);
    study_run(&tape, &draws, &f->study, &use);
}

static bool check_finite(const struct fanner *f)
{
    uint64_t trials = f->study.each * f->study.replicates;
    for (uint32_t o = 0; o < f->options; o++)
        for (uint32_t c = 0; c < f->columns; c++)
            for (uint64_t t = 0; t < trials; t++) {
                const struct option *own = &f->s->program.options.at[o];
                if (isfinite(cash_of(f, o, c)[t])) continue;
                return diag_fail(&f->s->diags, own->where, DIAG_NOT_FINITE,
                                 "the cash of %.*s in month %u is not a number in trial %llu",
                                 STR_ARG(own->name), (unsigned)c, (unsigned long long)t);
            }
    return true;
}

// ---- what it comes to --------------------------------------------------------------------------

// From the means of the replicates, or from the trials where there is one.
static struct chance mean_of(const struct fanner *f, const double *values)
{
    uint32_t parts = f->study.replicates;
    uint64_t each = f->study.each;
    if (parts == 1) parts = (uint32_t)each, each = 1;
    double sum = 0, squares = 0;
    for (uint32_t p = 0; p < parts; p++) {
        double own = 0;
        for (uint64_t t = 0; t < each; t++)
            own += values[p * each + t];
        sum += own / (double)each;
    }
    double mean = sum / parts;
    for (uint32_t p = 0; p < parts; p++) {
        double own = 0;
        for (uint64_t t = 0; t < each; t++)
            own += values[p * each + t] - mean;
        squares += own / (double)each * (own / (double)each);
    }
    return (struct chance){mean, parts > 1 ? sqrt(squares / (parts - 1) / parts) : 0};
}

static struct spread spread_of(const struct fanner *f, const double *values)
{
    struct chance mean = mean_of(f, values);
    struct spread s = {.known = true, .mean = mean.share, .stderr_of_mean = mean.error};
    exact_quantiles(f->a, values, f->study.each * f->study.replicates, SIM_LEVELS,
                    SIM_QUANTILES, s.quantile);
    return s;
}

// The first column by whose end the option has broken even for good, or one beyond the last.
static uint32_t broken_even_in(const struct fanner *f, uint32_t option, uint64_t trial,
                               double *own, double *base)
{
    uint32_t baseline = f->s->program.baseline;
    if (f->barred[(size_t)option * FAN_TRIALS + trial] != 0 ||
        f->barred[(size_t)baseline * FAN_TRIALS + trial] != 0)
        return f->columns;
    for (uint32_t c = 0; c < f->columns; c++) {
        own[c] = cash_of(f, option, c)[trial];
        base[c] = cash_of(f, baseline, c)[trial];
    }
    struct arena_mark mark = arena_mark(f->a);
    struct breakeven b = breakeven_find(f->a, own, base, f->columns - 1);
    arena_release(f->a, mark);
    if (!b.has_value || b.value > f->columns - 1) return f->columns;
    uint32_t column = (uint32_t)b.value;
    return column < b.value ? column + 1 : column;
}

static void set_broken_even(const struct fanner *f, uint32_t option, struct chance *out)
{
    uint64_t trials = f->study.each * f->study.replicates;
    double *own = ARENA_ARRAY(f->a, double, f->columns),
           *base = ARENA_ARRAY(f->a, double, f->columns),
           *done = ARENA_ARRAY(f->a, double, trials);
    uint32_t *in = ARENA_ARRAY(f->a, uint32_t, trials);
    for (uint64_t t = 0; t < trials; t++)
        in[t] = broken_even_in(f, option, t, own, base);
    for (uint32_t c = 0; c < f->columns; c++) {
        for (uint64_t t = 0; t < trials; t++)
            done[t] = in[t] <= c;
        out[c] = mean_of(f, done);
    }
}

static void set_spreads(const struct fanner *f, uint32_t option, struct fan_option *out)
{
    uint64_t trials = f->study.each * f->study.replicates;
    double *sum = ARENA_ARRAY(f->a, double, trials);
    for (uint32_t c = 0; c < f->columns; c++) {
        const double *cash = cash_of(f, option, c);
        for (uint64_t t = 0; t < trials; t++)
            sum[t] += cash[t];
        out->cash[c] = spread_of(f, cash);
        out->cumulative[c] = spread_of(f, sum);
    }
}

static bool is_feasible(const struct fanner *f, uint32_t option)
{
    const double *barred = f->barred + (size_t)option * FAN_TRIALS;
    uint64_t t = 0, trials = f->study.each * f->study.replicates;
    while (t < trials && barred[t] != 0)
        t++;
    return t < trials;
}

static void set_option(const struct fanner *f, uint32_t option, struct fan_option *out)
{
    struct arena *kept = &f->s->arena;
    out->cash = ARENA_ARRAY(kept, struct spread, f->columns);
    out->cumulative = ARENA_ARRAY(kept, struct spread, f->columns);
    out->broken_even = ARENA_ARRAY(kept, struct chance, f->columns);
    out->feasible = is_feasible(f, option);
    set_spreads(f, option, out);
    set_broken_even(f, option, out->broken_even);
}

bool fan_find(struct session *s, const struct sim_plan *plan, struct fan *out)
{
    struct arena scratch = {0};
    struct fanner f = {.s = s, .a = &scratch, .options = s->program.options.count};
    f.columns = s->ledger.months + 1;
    f.study = simulated_study(plan, plan->samples);
    uint64_t most = FAN_TRIALS / f.study.replicates;
    if (f.study.each > most) f.study.each = most;
    f.study.jobs = 1;
    f.cash = ARENA_ARRAY(&scratch, double, (size_t)f.options *f.columns *FAN_TRIALS);
    f.barred = ARENA_ARRAY(&scratch, double, (size_t)f.options *FAN_TRIALS);
    run(&f);
    bool ok = check_finite(&f);
    *out = (struct fan){f.study.each * f.study.replicates, s->ledger.months, NULL};
    out->options = ARENA_ARRAY(&s->arena, struct fan_option, f.options);
    for (uint32_t o = 0; o < f.options && ok; o++)
        set_option(&f, o, &out->options[o]);
    arena_free(&scratch);
    return ok;
}
