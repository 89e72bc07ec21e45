#include "analysis/curves.h"

#include "analysis/compare.h"

#include <math.h>

// Points are of interest up to so many times what counts as equal.
static const double NEARLY = 1000;

void curves_open(struct curves *c, struct session *s, const struct vary *v, struct arena *a)
{
    *c = (struct curves){.s = s, .v = v, .ranked = figure_ranked(s)};
    c->inputs[0] = v;
    c->what =
        (struct evaluation){.inputs = c->inputs, .input_count = 1, .figures = 1U << c->ranked};
    evaluator_open(&c->evaluator, s, &c->what);
    c->x = ARENA_ARRAY(a, double, TAPE_LANES);
    c->out = ARENA_ARRAY(a, double, (size_t)c->evaluator.output_count *TAPE_LANES);
}

void curves_close(struct curves *c)
{
    evaluator_close(&c->evaluator);
}

double point_band(const struct point *p)
{
    return EQUAL_PART * p->scale;
}

static double finite_or_zero(double x)
{
    return isfinite(x) ? fabs(x) : 0;
}

static bool is_barred(double mark)
{
    return isfinite(mark) && mark != 0;  // no number: nothing is known at this value
}

// ---- one block ---------------------------------------------------------------------------------

static struct point point_in(const struct pair *p, double x, uint32_t lane)
{
    const struct curves *c = p->curves;
    const double *out = c->out + (size_t)lane * c->evaluator.output_count;
    double own = out[evaluator_figure(p->option, c->ranked)],
           other = out[evaluator_figure(p->baseline, c->ranked)];
    struct point q = {.x = x, .saved = other - own};
    q.scale = kernel_max(kernel_max(finite_or_zero(own), finite_or_zero(other)),
                         kernel_max(finite_or_zero(out[evaluator_size(p->option)]),
                                    finite_or_zero(out[evaluator_size(p->baseline)])));
    q.barred[0] = is_barred(out[evaluator_barred(p->option)]);
    q.barred[1] = is_barred(out[evaluator_barred(p->baseline)]);
    return q;
}

static void compute(const struct pair *p, const double *x, uint32_t count, struct point *out)
{
    struct curves *c = p->curves;
    for (uint32_t at = 0; at < count; at += TAPE_LANES) {
        uint32_t lanes = count - at < TAPE_LANES ? count - at : TAPE_LANES;
        for (uint32_t l = 0; l < lanes; l++)
            c->x[l] = x[at + l] * c->v->factor;
        evaluator_run(&c->evaluator, c->x, lanes, c->out);
        for (uint32_t l = 0; l < lanes; l++)
            out[at + l] = point_in(p, x[at + l], l);
    }
}

static void judge(struct point *p)
{
    if (p->barred[0] || p->barred[1] || !isfinite(p->saved))
        p->side = SIDE_NONE;
    else if (fabs(p->saved) <= point_band(p))
        p->side = SIDE_EQUAL;
    else
        p->side = p->saved > 0 ? SIDE_CHEAPER : SIDE_DEARER;
}

// ---- what they cost nearby ---------------------------------------------------------------------

// A sum of powers whose terms cancel at a value comes to about one of its terms a little further
// on. What grows with each month changes too much on that way, and its flows tell its size.
static bool has_near(const struct pair *p)
{
    return p->curves->evaluator.has_lanes && !p->curves->v->growth && p->curves->v->period == 0;
}

enum { NEAR = 4 };

static void near_values(const struct vary *v, double x, double *out)
{
    static const double times[NEAR] = {0.5, 0.79, 1.23, 1.5};
    for (int k = 0; k < NEAR; k++) {
        out[k] = x * times[k];
        if (v->has_min) out[k] = kernel_max(out[k], v->min);
        if (v->has_max) out[k] = kernel_min(out[k], v->max);
    }
}

static double largest_of(const struct point *p, uint32_t count)
{
    double largest = 0;
    for (uint32_t i = 0; i < count; i++)
        if (isfinite(p[i].scale)) largest = kernel_max(largest, p[i].scale);
    return largest;
}

static void widen(const struct pair *p, struct point *const *list, uint32_t count)
{
    double x[TAPE_LANES] = {0};
    struct point near[TAPE_LANES];
    for (uint32_t i = 0; i < count; i++)
        near_values(p->curves->v, list[i]->x, x + (size_t)i * NEAR);
    compute(p, x, count * NEAR, near);
    for (uint32_t i = 0; i < count; i++) {
        double largest = kernel_min(largest_of(near + (size_t)i * NEAR, NEAR), p->largest);
        list[i]->scale = kernel_max(list[i]->scale, largest);
    }
}

// Only points that a larger scale could bring near to equal need one.
static void judge_all(const struct pair *p, struct point *points, uint32_t count)
{
    enum { MOST = TAPE_LANES / NEAR };
    struct point *list[MOST];
    uint32_t found = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (fabs(points[i].saved) <= NEARLY * EQUAL_PART * p->largest)
            list[found++] = &points[i];
        if (found == MOST || (found && i + 1 == count)) {
            widen(p, list, found);
            found = 0;
        }
    }
    for (uint32_t i = 0; i < count; i++)
        judge(&points[i]);
}

void pair_fill(const struct pair *p, const double *x, uint32_t count, struct point *out)
{
    compute(p, x, count, out);
    judge_all(p, out, count);
}

void pair_begin(struct pair *p, const double *x, uint32_t count, struct point *out)
{
    compute(p, x, count, out);
    p->largest = 0;
    if (has_near(p)) {
        double ends[2 * NEAR];
        struct point near[2 * NEAR];
        near_values(p->curves->v, x[0], ends);
        near_values(p->curves->v, x[count - 1], ends + NEAR);
        compute(p, ends, 2 * NEAR, near);
        p->largest = kernel_max(largest_of(out, count), largest_of(near, 2 * NEAR));
    }
    judge_all(p, out, count);
}
