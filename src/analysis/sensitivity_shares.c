// sensitivity_shares.c - the share of each uncertain input in the spread, from many trials.
#include "analysis/sensitivity_int.h"

#include "analysis/compare.h"
#include "base/num.h"
#include "base/par.h"
#include "engine/draws.h"

#include <math.h>
#include <stdlib.h>

enum { REPLICATES = SHARE_REPLICATES };

// Two samples of all inputs, and what comes of them: by column, then trial. A column is the cost of
// an option, or behind all of them what it costs more than the baseline, or in the end the number of
// the cheapest option. Trials are evenly spread points in replicates, one behind the other.
struct sample {
    struct mover *m;
    uint64_t count, seed;
    uint32_t columns, jobs;  // columns that are costs
    double *a, *b;           // inputs: by draw, then trial
    double *fa, *fb;         // outputs
    double *ranks;           // of fa
    double *swapped;         // outputs of `a` with one input of `b`
};

enum { SAMPLE_BYTES = 1 << 30 };

// The lists of a sample, and what ranks are found with.
bool shares_check_size(struct session *s, uint64_t trials)
{
    struct arena *a = s->diags.arena;
    uint32_t draws = s->program.draws.count, options = s->program.options.count;
    double each = (double)sizeof(double) * (2.0 * draws + 8.0 * options + 8);
    double all = each * (double)trials;
    if (draws == 0 || all <= SAMPLE_BYTES) return true;
    diag_fail(&s->diags, SPAN_NONE, DIAG_USAGE,
              "each trial takes 8 x (2 x %u uncertain inputs + 8 x %u options + 8) = %.*s "
              "bytes, all %.*s of them %.*s MB, and 1,074 MB is the limit",
              (unsigned)draws, (unsigned)options, STR_ARG(num_grouped(a, each, 0)),
              STR_ARG(num_grouped(a, (double)trials, 0)),
              STR_ARG(num_grouped(a, all / 1e6, 0)));
    uint64_t fit = SHARE_LEAST;
    while (2 * (double)fit * each <= SAMPLE_BYTES)
        fit *= 2;
    if ((double)fit * each <= SAMPLE_BYTES)
        diag_help(&s->diags, "up to --samples %llu fit; --no-shares needs none",
                  (unsigned long long)fit);
    return false;
}

// The points of one replicate, of the first sample or of the second beside it.
static void open_points(const struct sample *q, const struct draws *d, uint32_t replicate,
                        bool second, struct arena *a, struct points *p)
{
    int bits = 6;
    while (UINT64_C(1) << bits < q->count / REPLICATES)
        bits++;
    if (second)
        draws_points_beside(a, d, REPLICATES + replicate, bits, p);
    else
        draws_points(a, d, replicate, true, bits, p);
}

static void draw_inputs(struct sample *q, bool second, double *to)
{
    const struct evaluator *e = &q->m->evaluator;
    struct arena *a = &q->m->scratch;
    struct arena_mark mark = arena_mark(a);
    struct draws d;
    struct points points;
    uint64_t each = q->count / REPLICATES;
    draws_open(a, &q->m->session->unroll, &e->tape, q->seed, &d);
    double *slots = ARENA_ARRAY(a, double, (size_t)e->tape.input_count *TAPE_LANES);
    for (uint64_t at = 0; at < q->count; at += TAPE_LANES) {
        if (at % each == 0) open_points(q, &d, (uint32_t)(at / each), second, a, &points);
        draws_fill_at(&points, at % each, slots);
        for (uint32_t i = 0; i < e->tape.input_count; i++)
            for (uint32_t l = 0; l < TAPE_LANES; l++)
                to[e->tape.input_of[i] * q->count + at + l] = slots[(size_t)i * TAPE_LANES + l];
    }
    arena_release(a, mark);
}

// All trials with the inputs of `x`, but the draws of one input from `y`, on several threads.
struct trials {
    const struct sample *q;
    const double *x, *y;
    const struct drawn *swapped;  // NULL for none
    double *to;
    struct lane_block {
        double *slots, *x, *out, *cost, *size;
    } * workers;
};

static bool is_swapped(const struct trials *t, uint32_t draw)
{
    return t->swapped && draw >= t->swapped->first &&
           draw - t->swapped->first < t->swapped->count;
}

static void keep_trial(const struct trials *t, const struct lane_block *w, const double *out,
                       uint64_t at)
{
    const struct sample *q = t->q;
    uint32_t options = q->m->session->program.options.count;
    double base = out[evaluator_figure(q->m->session->program.baseline, q->m->ranked)];
    for (uint32_t o = 0; o < options; o++) {
        double cost = out[evaluator_figure(o, q->m->ranked)];
        t->to[o * q->count + at] = cost;
        t->to[(options + o) * q->count + at] = cost - base;
        w->cost[o] = out[evaluator_barred(o)] == 0 ? cost : (double)NAN;
        w->size[o] = out[evaluator_size(o)];
    }
    t->to[q->columns * q->count + at] = figure_cheapest(w->cost, w->size, options);
}

static void run_block(void *context, uint32_t worker, uint64_t block, uint32_t place)
{
    const struct trials *t = context;
    const struct sample *q = t->q;
    const struct evaluator *e = &q->m->evaluator;
    const struct lane_block *w = &t->workers[worker];
    uint64_t at = block * TAPE_LANES;
    (void)place;
    for (uint32_t i = 0; i < e->input_count; i++)
        for (uint32_t l = 0; l < TAPE_LANES; l++)
            w->x[(size_t)i * TAPE_LANES + l] =
                (is_swapped(t, i) ? t->y : t->x)[i * q->count + at + l];
    evaluator_run_lanes(e, w->slots, w->x, TAPE_LANES, w->out);
    for (uint32_t l = 0; l < TAPE_LANES; l++)
        keep_trial(t, w, w->out + (size_t)l * e->output_count, at + l);
}

// Every block has trials of its own to write to.
static void leave_block(void *context, uint64_t block, uint32_t place)
{
    (void)context, (void)block, (void)place;
}

static void run_all(const struct sample *q, const double *x, const double *y,
                    const struct drawn *swapped, double *to)
{
    const struct evaluator *e = &q->m->evaluator;
    struct arena *a = &q->m->scratch;
    struct arena_mark mark = arena_mark(a);
    uint32_t options = q->m->session->program.options.count;
    struct trials t = {.q = q, .x = x, .y = y, .swapped = swapped, .to = to};
    struct par_loop loop = {.jobs = q->jobs, .end = q->count / TAPE_LANES, .context = &t};
    loop.compute = run_block;
    loop.take = leave_block;
    t.workers = ARENA_ARRAY(a, struct lane_block, par_jobs(&loop));
    for (uint32_t w = 0; w < par_jobs(&loop); w++)
        t.workers[w] = (struct lane_block){
            evaluator_slots(e, a), ARENA_ARRAY(a, double, (size_t)e->input_count *TAPE_LANES),
            ARENA_ARRAY(a, double, (size_t)e->output_count *TAPE_LANES),
            ARENA_ARRAY(a, double, options), ARENA_ARRAY(a, double, options)};
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

// ---- one column --------------------------------------------------------------------------------

// How the costs of both samples vary together.
struct cost_column {
    const double *a, *b;
    double mean_a, mean_b, variance_a, variance_b, covariance;
    bool known;      // all are numbers
    bool is_spread;  // they differ by more than rounding
};

// From the first value, so that the mean of equal ones is that value.
static double mean_of(const double *x, uint64_t n)
{
    double sum = 0;
    for (uint64_t i = 0; i < n; i++)
        sum += x[i] - x[0];
    return x[0] + sum / (double)n;
}

static double covariance_of(const double *x, double mean_x, const double *y, double mean_y,
                            uint64_t n)
{
    double sum = 0;
    for (uint64_t i = 0; i < n; i++)
        sum += (x[i] - mean_x) * (y[i] - mean_y);
    return sum / (double)n;
}

static struct cost_column column_of(const struct sample *q, uint32_t column)
{
    uint64_t n = q->count;
    struct cost_column c = {.a = q->fa + column * n, .b = q->fb + column * n};
    c.mean_a = mean_of(c.a, n);
    c.mean_b = mean_of(c.b, n);
    c.variance_a = covariance_of(c.a, c.mean_a, c.a, c.mean_a, n);
    c.variance_b = covariance_of(c.b, c.mean_b, c.b, c.mean_b, n);
    c.covariance = covariance_of(c.a, c.mean_a, c.b, c.mean_b, n);
    double least = 1e-12 * fabs(c.mean_a);
    c.known = isfinite(c.variance_a) && isfinite(c.variance_b);
    c.is_spread = c.known && c.variance_a > least * least && c.variance_b > least * least;
    return c;
}

// ---- indices -----------------------------------------------------------------------------------

// What a trial with one input of the second sample has of the one with all inputs of the first, and
// of the one with all of the second, by least squares.
struct regression {
    double of_a, of_b, mean;
};

static struct regression regress(const struct cost_column *c, const double *y, uint64_t n)
{
    struct regression r = {.mean = mean_of(y, n)};
    double both_a = c->covariance / c->variance_a, both_b = c->covariance / c->variance_b,
           with_a = covariance_of(c->a, c->mean_a, y, r.mean, n) / c->variance_a,
           with_b = covariance_of(c->b, c->mean_b, y, r.mean, n) / c->variance_b,
           apart = 1 - both_a * both_b;
    r.of_a = (with_a - both_a * with_b) / apart;
    r.of_b = (with_b - both_b * with_a) / apart;
    return r;
}

// Adds the squares of what one replicate more or less would move both coefficients by.
static void add_errors(const struct cost_column *c, const struct regression *r, const double *y,
                       uint64_t first, uint64_t each, struct share *s)
{
    double both_a = c->covariance / c->variance_a, both_b = c->covariance / c->variance_b,
           apart = 1 - both_a * both_b, with_a = 0, with_b = 0;
    for (uint64_t i = first; i < first + each; i++) {
        double a = c->a[i] - c->mean_a, b = c->b[i] - c->mean_b,
               rest = y[i] - r->mean - r->of_a * a - r->of_b * b;
        with_a += a * rest;
        with_b += b * rest;
    }
    with_a /= c->variance_a * (double)each;
    with_b /= c->variance_b * (double)each;
    double by_a = (with_a - both_a * with_b) / apart, by_b = (with_b - both_b * with_a) / apart;
    s->first_error += by_b * by_b;
    s->total_error += by_a * by_a;
}

// The covariance with the second sample over the variance is the share of the input alone, that with
// the first one the share of all others without it. Both samples are independent, but not quite so
// in a finite number of trials, which the regression takes out (after Glen and Isaacs 2012): so one
// input that makes all of the spread has exactly 1.
static void find_indices(const struct sample *q, const struct cost_column *c, const double *y,
                         struct share *s)
{
    uint64_t each = q->count / REPLICATES;
    s->known = c->known;
    if (!c->is_spread) return;
    struct regression r = regress(c, y, q->count);
    s->known = isfinite(r.of_a) && isfinite(r.of_b);
    if (!s->known) return;
    for (uint32_t i = 0; i < REPLICATES; i++)
        add_errors(c, &r, y, i * each, each, s);
    s->first = r.of_b;
    s->total = 1 - r.of_a;
    s->first_error = sqrt(s->first_error / (REPLICATES * (REPLICATES - 1)));
    s->total_error = sqrt(s->total_error / (REPLICATES * (REPLICATES - 1)));
}

// ---- one input ---------------------------------------------------------------------------------

static struct share *share_of(struct moved *v, uint32_t column, uint32_t options)
{
    return column < options ? &v->importance[column].cost
                            : &v->importance[column - options].delta;
}

// The level of an input in the first sample. Of a walk not the percentile, but with its order.
static void levels_of(const struct sample *q, const struct drawn *d, double *levels)
{
    for (uint64_t i = 0; i < q->count; i++) {
        levels[i] = d->weights ? 0 : q->a[d->first * q->count + i];
        for (uint32_t k = 0; d->weights && k < d->count; k++)
            levels[i] += d->weights[k] * q->a[(d->first + k) * q->count + i];
    }
}

static bool is_other(double x, double y)
{
    return is_cheaper(x, y, 0) || is_cheaper(y, x, 0) || isnan(x) != isnan(y);
}

// Does any option cost something else in some trial, or is another one the cheapest?
static bool has_changed(const struct sample *q)
{
    uint32_t options = q->m->session->program.options.count;
    const double *winner = q->fa + q->columns * q->count,
                 *other = q->swapped + q->columns * q->count;
    for (uint64_t i = 0; i < options * q->count; i++)
        if (is_other(q->fa[i], q->swapped[i])) return true;
    for (uint64_t i = 0; i < q->count; i++)
        if (winner[i] != other[i]) return true;
    return false;
}

static void find_shares(const struct sample *q, const struct cost_column *columns,
                        struct drawn *d)
{
    struct arena *a = &q->m->scratch;
    struct arena_mark mark = arena_mark(a);
    uint32_t options = q->m->session->program.options.count;
    double *levels = ARENA_ARRAY(a, double, q->count),
           *ranks = ARENA_ARRAY(a, double, q->count);
    levels_of(q, d, levels);
    ranks_of(a, levels, q->count, ranks);
    run_all(q, q->a, q->b, d, q->swapped);
    for (uint32_t c = 0; c < q->columns; c++) {
        struct share *s = share_of(&d->moved, c, options);
        find_indices(q, &columns[c], q->swapped + c * q->count, s);
        if (columns[c].is_spread)
            s->spearman = correlation_of(ranks, q->ranks + c * q->count, q->count);
    }
    d->is_drawn = true;
    d->has_moved = d->has_moved || has_changed(q);
    arena_release(a, mark);
}

// ---- all of them -------------------------------------------------------------------------------

static void choose_spread(struct sensitivity *all, const struct cost_column *columns,
                          uint32_t options)
{
    if (columns[all->chosen].is_spread) return;
    double most = 0;
    for (uint32_t o = 0; o < options; o++) {
        if (!columns[o].is_spread || !(columns[o].variance_a > most)) continue;
        most = columns[o].variance_a;
        all->spread = o;
    }
}

static void draw_all(struct sample *q)
{
    struct arena *a = &q->m->scratch;
    uint32_t draws = q->m->session->program.draws.count;
    double **inputs[] = {&q->a, &q->b}, **outputs[] = {&q->fa, &q->fb, &q->ranks, &q->swapped};
    for (int i = 0; i < 2; i++)
        *inputs[i] = ARENA_ARRAY(a, double, draws * q->count);
    for (int i = 0; i < 4; i++)
        *outputs[i] = ARENA_ARRAY(a, double, (q->columns + 1) * q->count);
    draw_inputs(q, false, q->a);
    draw_inputs(q, true, q->b);
    run_all(q, q->a, q->a, NULL, q->fa);
    run_all(q, q->b, q->b, NULL, q->fb);
}

bool shares_find(struct mover *m, struct sensitivity *all, struct drawn *list, uint32_t count,
                 struct watcher w)
{
    struct sample q = {.m = m, .count = all->samples, .seed = all->seed, .jobs = all->jobs};
    struct arena *a = &m->scratch;
    uint32_t options = m->session->program.options.count;
    q.columns = 2 * options;
    draw_all(&q);
    struct cost_column *columns = ARENA_ARRAY(a, struct cost_column, q.columns);
    for (uint32_t c = 0; c < q.columns; c++) {
        columns[c] = column_of(&q, c);
        if (columns[c].is_spread)
            ranks_of(a, q.fa + c * q.count, q.count, q.ranks + c * q.count);
    }
    choose_spread(all, columns, options);
    for (uint32_t i = 0; i < count; i++) {
        if (list[i].is_used) find_shares(&q, columns, &list[i]);
        all->done++;
        if (!sensitivity_goes_on(all, w)) return false;
    }
    return true;
}
