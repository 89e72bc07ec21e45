#include "analysis/stepped.h"

#include "base/num.h"

#include <math.h>

enum {
    FIRST = 240,  // values of the first look: the scenario is built anew for each
    BETWEEN = 8   // of one between two that differ
};

double stepped_unit(const struct session *s, const struct vary *v)
{
    struct unit unit, month;
    struct str bad;
    if (v->by_factor) return 0;
    bool is_time = unit_parse(&s->program.units, v->unit, &unit, &bad) &&
                   unit_parse(&s->program.units, STR("month"), &month, &bad) &&
                   dim_eq(unit.dim, month.dim);
    return is_time ? month.factor / unit.factor : 1;
}

double stepped_round(const struct session *s, const struct vary *v, double x)
{
    double step = stepped_unit(s, v);
    if (step == 0) return x;
    double least = kernel_ceil(v->from / step), most = kernel_floor(v->to / step);
    if (least > most) return (double)NAN;
    double at = kernel_max(least, kernel_min(most, kernel_floor(x / step + 0.5)));
    // 3.25 years, not 39 times what a month is of one
    return step < 1 ? num_tidy(at / kernel_floor(1 / step + 0.5)) : num_tidy(at * step);
}

// Adds the values that can be computed, each but once.
static void add(struct arena *a, const struct pair *p, const double *x, uint32_t count,
                struct stepped *out)
{
    for (uint32_t i = 0; i < count; i++) {
        struct point at;
        double value = stepped_round(p->curves->s, p->curves->v, x[i]);
        if (!isfinite(value)) continue;
        if (out->points.count && value <= out->points.at[out->points.count - 1].x) continue;
        pair_fill(p, &value, 1, &at);
        if (at.barred[0] || at.barred[1] || isfinite(at.saved)) VEC_PUSH(a, &out->points, at);
    }
}

// Points between two that differ, and those two.
static void refine(struct arena *a, const struct pair *p, struct point low, struct point high,
                   struct stepped *out)
{
    double x[BETWEEN], step = stepped_unit(p->curves->s, p->curves->v);
    struct stepped inner = {0};
    double least = step > 0 ? step * 1.5 : 1e-9 * fabs(high.x);
    VEC_PUSH(a, &inner.points, low);
    if (high.x - low.x > least) {
        for (uint32_t k = 0; k < BETWEEN; k++)
            x[k] = low.x + (high.x - low.x) * (k + 1) / (BETWEEN + 1);
        add(a, p, x, BETWEEN, &inner);
        if (inner.points.at[inner.points.count - 1].x >= high.x) inner.points.count--;
    }
    bool closer = inner.points.count > 1;
    VEC_PUSH(a, &inner.points, high);
    for (uint32_t i = 1; i < inner.points.count; i++) {
        struct point b = inner.points.at[i - 1], c = inner.points.at[i];
        if (b.side != c.side && closer)
            refine(a, p, b, c, out);
        else
            VEC_PUSH(a, &out->points, c);
    }
}

void stepped_find(struct arena *a, struct pair *p, struct stepped *out)
{
    double x[FIRST];
    struct stepped first = {0};
    *out = (struct stepped){0};
    p->largest = 0;
    double step = stepped_unit(p->curves->s, p->curves->v),
           steps = step > 0 ? (p->curves->v->to - p->curves->v->from) / step : HUGE_VAL;
    if (steps < FIRST)
        for (uint32_t i = 0; i < FIRST; i++)
            x[i] = p->curves->v->from + step * i;
    else
        for (uint32_t i = 0; i < FIRST; i++)
            x[i] = vary_at(p->curves->v, i / (FIRST - 1.0));
    add(a, p, x, FIRST, &first);
    for (uint32_t i = 0; i < first.points.count; i++) {
        struct point at = first.points.at[i];
        if (i > 0 && first.points.at[i - 1].side != at.side)
            refine(a, p, first.points.at[i - 1], at, out);
        else
            VEC_PUSH(a, &out->points, at);
    }
}
