// sensitivity_shares.c - the share of each uncertain input in the spread, from many trials.
#include "analysis/sensitivity_int.h"

#include "base/num.h"
#include "base/par.h"
#include "engine/draws.h"

#include <math.h>
#include <stdlib.h>

// Two samples of all inputs, and what comes of them: by column, then trial. A column is the cost of
// an option, or behind all of them what it costs more than the baseline.
struct sample {
    struct mover *m;
    uint64_t count;
    uint32_t columns, jobs;
    double *a, *b;    // inputs: by draw, then trial
    double *fa, *fb;  // outputs
    double *ranks;    // of fa
    double *swapped;  // outputs of `a` with one input of `b`
};

enum { SAMPLE_BYTES = 1 << 30 };

// The lists of a sample, and what ranks are found with.
bool shares_check_size(struct session *s, uint64_t trials)
{
    struct arena *a = s->diags.arena;
    uint32_t draws = s->program.draws.count, options = s->program.options.count;
    double each = (double)sizeof(double) * (2.0 * draws + 8.0 * options + 3);
    double all = each * (double)trials;
    if (draws == 0 || all <= SAMPLE_BYTES) return true;
    diag_fail(&s->diags, SPAN_NONE, DIAG_USAGE,
              "each trial takes 8 x (2 x %u uncertain inputs + 8 x %u options + 3) = %.*s "
              "bytes, all %.*s of them %.*s MB, and 1,074 MB is the limit",
              (unsigned)draws, (unsigned)options, STR_ARG(num_grouped(a, each, 0)),
              STR_ARG(num_grouped(a, (double)trials, 0)),
              STR_ARG(num_grouped(a, all / 1e6, 0)));
    diag_help(
        &s->diags, "up to --samples %.*s fit",
        STR_ARG(str_format(
            a, "%llu", (unsigned long long)(SAMPLE_BYTES / each / TAPE_LANES) * TAPE_LANES)));
    return false;
}

static void draw_inputs(struct sample *q, uint64_t seed, double *to)
{
    const struct evaluator *e = &q->m->evaluator;
    struct arena *a = &q->m->scratch;
    struct draws d;
    draws_open(a, &q->m->session->unroll, &e->tape, seed, &d);
    double *slots = ARENA_ARRAY(a, double, (size_t)e->tape.input_count *TAPE_LANES);
    for (uint64_t at = 0; at < q->count; at += TAPE_LANES) {
        draws_fill(&d, at, slots);
        for (uint32_t i = 0; i < e->tape.input_count; i++)
            for (uint32_t l = 0; l < TAPE_LANES; l++)
                to[e->tape.input_of[i] * q->count + at + l] = slots[(size_t)i * TAPE_LANES + l];
    }
}

// All trials with the inputs of `x`, but one of them from `y`, on several threads.
struct trials {
    const struct sample *q;
    const double *x, *y;
    uint32_t swapped;
    double *to;
    struct lane_block {
        double *slots, *x, *out;
    } * workers;
};

static void run_block(void *context, uint32_t worker, uint64_t block, uint32_t place)
{
    const struct trials *t = context;
    const struct sample *q = t->q;
    const struct evaluator *e = &q->m->evaluator;
    const struct lane_block *w = &t->workers[worker];
    uint64_t at = block * TAPE_LANES;
    uint32_t options = q->m->session->program.options.count;
    (void)place;
    for (uint32_t i = 0; i < e->input_count; i++)
        for (uint32_t l = 0; l < TAPE_LANES; l++)
            w->x[(size_t)i * TAPE_LANES + l] =
                (i == t->swapped ? t->y : t->x)[i * q->count + at + l];
    evaluator_run_lanes(e, w->slots, w->x, TAPE_LANES, w->out);
    for (uint32_t l = 0; l < TAPE_LANES; l++) {
        const double *out = w->out + (size_t)l * e->output_count;
        double base = out[evaluator_figure(q->m->session->program.baseline, q->m->ranked)];
        for (uint32_t o = 0; o < options; o++) {
            double cost = out[evaluator_figure(o, q->m->ranked)];
            t->to[o * q->count + at + l] = cost;
            t->to[(options + o) * q->count + at + l] = cost - base;
        }
    }
}

// Every block has trials of its own to write to.
static void leave_block(void *context, uint64_t block, uint32_t place)
{
    (void)context, (void)block, (void)place;
}

static void run_all(const struct sample *q, const double *x, const double *y, uint32_t swapped,
                    double *to)
{
    const struct evaluator *e = &q->m->evaluator;
    struct arena *a = &q->m->scratch;
    struct arena_mark mark = arena_mark(a);
    struct trials t = {.q = q, .x = x, .y = y, .swapped = swapped, .to = to};
    struct par_loop loop = {.jobs = q->jobs, .end = q->count / TAPE_LANES, .context = &t};
    loop.compute = run_block;
    loop.take = leave_block;
    t.workers = ARENA_ARRAY(a, struct lane_block, par_jobs(&loop));
    for (uint32_t w = 0; w < par_jobs(&loop); w++)
        t.workers[w] = (struct lane_block){
            evaluator_slots(e, a), ARENA_ARRAY(a, double, (size_t)e->input_count *TAPE_LANES),
            ARENA_ARRAY(a, double, (size_t)e->output_count *TAPE_LANES)};
    par_run(&loop);
    arena_release(a, mark);
}

struct ranked_value {
    double value;
    uint64_t at;
};

static int by_value(const void *left, const void *right)
{
    double a = ((const struct ranked_value *)left)->value,
           b = ((const struct ranked_value *)right)->value;
    return (a > b) - (a < b);
}

// Ranks from 1, the mean of them for equal values.
static void ranks_of(struct arena *a, const double *values, uint64_t n, double *ranks)
{
    struct arena_mark mark = arena_mark(a);
    struct ranked_value *list = ARENA_ARRAY(a, struct ranked_value, n);
    for (uint64_t i = 0; i < n; i++)
        list[i] = (struct ranked_value){values[i], i};
    qsort(list, n, sizeof *list, by_value);
    for (uint64_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && list[end].value == list[i].value;)
            end++;
        for (uint64_t k = i; k < end; k++)
            ranks[list[k].at] = (double)(i + 1 + end) / 2;
    }
    arena_release(a, mark);
}

// Of numbers with mean (n + 1) / 2. 0 where one of them never differs.
static double correlation_of(const double *x, const double *y, uint64_t n)
{
    double mean = (double)(n + 1) / 2, xy = 0, xx = 0, yy = 0;
    for (uint64_t i = 0; i < n; i++) {
        xy += (x[i] - mean) * (y[i] - mean);
        xx += (x[i] - mean) * (x[i] - mean);
        yy += (y[i] - mean) * (y[i] - mean);
    }
    return xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : 0;
}

// Mean and variance of both samples of a column together. False if something is no number.
static bool moments_of(const struct sample *q, uint32_t column, double *mean, double *variance)
{
    const double *lists[] = {q->fa + column * q->count, q->fb + column * q->count};
    double sum = 0, squares = 0;
    for (int k = 0; k < 2; k++)
        for (uint64_t i = 0; i < q->count; i++)
            sum += lists[k][i];
    *mean = sum / (double)(2 * q->count);
    for (int k = 0; k < 2; k++)
        for (uint64_t i = 0; i < q->count; i++)
            squares += (lists[k][i] - *mean) * (lists[k][i] - *mean);
    *variance = squares / (double)(2 * q->count - 1);
    return isfinite(*variance);
}

// A mean of terms with its standard error.
struct term_sum {
    double sum, squares;
};

static double mean_of(struct term_sum t, uint64_t n)
{
    return t.sum / (double)n;
}

static double error_of(struct term_sum t, uint64_t n)
{
    double mean = mean_of(t, n), variance = t.squares / (double)n - mean * mean;
    return variance > 0 ? sqrt(variance / (double)n) : 0;
}

static void add_term(struct term_sum *t, double x)
{
    t->sum += x;
    t->squares += x * x;
}

// First order after Saltelli et al. (2010), total after Jansen (1999): one input of the first
// sample is taken from the second.
static void find_indices(const struct sample *q, uint32_t column, const double *swapped,
                         struct share *s)
{
    double mean, variance;
    if (!moments_of(q, column, &mean, &variance)) return;
    struct term_sum first = {0, 0}, total = {0, 0};
    const double *fa = q->fa + column * q->count, *fb = q->fb + column * q->count;
    for (uint64_t i = 0; i < q->count; i++) {
        double change = swapped[i] - fa[i];
        add_term(&first, (fb[i] - mean) * change);
        add_term(&total, change * change / 2);
    }
    if (!isfinite(first.sum) || !isfinite(total.sum)) return;
    s->known = true;
    if (!(variance > 0)) return;
    s->first = mean_of(first, q->count) / variance;
    s->first_error = error_of(first, q->count) / variance;
    s->total = mean_of(total, q->count) / variance;
    s->total_error = error_of(total, q->count) / variance;
}

static struct share *share_of(struct moved *v, uint32_t column, uint32_t options)
{
    return column < options ? &v->importance[column].cost
                            : &v->importance[column - options].delta;
}

static void find_shares(const struct sample *q, uint32_t draw, struct moved *v)
{
    struct arena *a = &q->m->scratch;
    struct arena_mark mark = arena_mark(a);
    uint32_t options = q->m->session->program.options.count;
    double *ranks = ARENA_ARRAY(a, double, q->count);
    ranks_of(a, q->a + draw * q->count, q->count, ranks);
    run_all(q, q->a, q->b, draw, q->swapped);
    for (uint32_t c = 0; c < q->columns; c++) {
        struct share *s = share_of(v, c, options);
        find_indices(q, c, q->swapped + c * q->count, s);
        if (s->known) s->spearman = correlation_of(ranks, q->ranks + c * q->count, q->count);
    }
    arena_release(a, mark);
}

// The seeds of a user end below 2^53, so that no run of trials is the other sample of another one.
bool shares_find(struct mover *m, struct sensitivity *all, struct moved *list, struct watcher w)
{
    struct sample q = {.m = m, .count = all->samples, .jobs = all->jobs};
    struct arena *a = &m->scratch;
    double mean, variance;
    uint32_t draws = m->session->program.draws.count;
    q.columns = 2 * m->session->program.options.count;
    double **parts[] = {&q.a, &q.b, &q.fa, &q.fb, &q.ranks, &q.swapped};
    for (int i = 0; i < 6; i++)
        *parts[i] = ARENA_ARRAY(a, double, (i < 2 ? draws : q.columns) * q.count);
    draw_inputs(&q, all->seed, q.a);
    draw_inputs(&q, all->seed + (UINT64_C(1) << 60), q.b);
    run_all(&q, q.a, q.a, NO_NAME, q.fa);
    run_all(&q, q.b, q.b, NO_NAME, q.fb);
    for (uint32_t c = 0; c < q.columns; c++)
        if (moments_of(&q, c, &mean, &variance))
            ranks_of(a, q.fa + c * q.count, q.count, q.ranks + c * q.count);
    for (uint32_t d = 0; d < draws; d++) {
        if (evaluator_depends(&m->evaluator, d)) find_shares(&q, d, &list[d]);
        all->done++;
        if (!sensitivity_goes_on(all, w)) return false;
    }
    return true;
}
