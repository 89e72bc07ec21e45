#include "engine/draws.h"

#include "base/map.h"
#include "engine/lanes.h"
#include "engine/rng.h"
#include "engine/vmath.h"

static uint64_t stream_of(const struct draws *d, uint32_t draw)
{
    return hash_bytes(d->unroll->program->draws.at[draw].name, 0);
}

static void add_sorted(const struct draws *d, uint32_t *list, uint32_t *count, uint32_t draw)
{
    const struct draw *all = d->unroll->program->draws.at;
    uint32_t at = 0;
    while (at < *count && str_cmp(all[list[at]].name, all[draw].name) < 0)
        at++;
    if (at < *count && list[at] == draw) return;
    for (uint32_t i = (*count)++; i > at; i--)
        list[i] = list[i - 1];
    list[at] = draw;
}

// By name, so that neither the order of a file nor an input that nothing reads changes a trial.
static void choose_dimensions(struct arena *a, struct draws *d)
{
    uint32_t draws = d->unroll->program->draws.count;
    uint32_t *list = d->draw_at = ARENA_ARRAY(a, uint32_t, draws);
    d->dimension_of = ARENA_ARRAY(a, uint32_t, draws);
    for (uint32_t i = 0; i < d->count; i++)
        add_sorted(d, list, &d->dimension_count, d->draw_of[i]);
    for (uint32_t g = 0; g < d->copula.count; g++)
        for (uint32_t i = 0; i < d->copula.groups[g].count; i++)
            add_sorted(d, list, &d->dimension_count, d->copula.groups[g].draws[i]);
    for (uint32_t i = 0; i < d->dimension_count; i++)
        d->dimension_of[list[i]] = i;
}

void draws_open(struct arena *a, const struct unroll *u, const struct tape *t, uint64_t seed,
                struct draws *d)
{
    *d = (struct draws){
        .unroll = u, .seed = seed, .count = t->input_count, .draw_of = t->input_of};
    d->streams = ARENA_ARRAY(a, uint64_t, t->input_count);
    d->lane_of = ARENA_ARRAY(a, uint32_t, u->program->draws.count);
    d->copula = copula_of(a, u->program, u->dist_ready);
    for (uint32_t i = 0; i < t->input_count; i++) {
        d->streams[i] = stream_of(d, t->input_of[i]);
        d->lane_of[t->input_of[i]] = i + 1;
    }
    d->is_mixed = ARENA_ARRAY(a, bool, t->input_count);
    for (uint32_t g = 0; g < d->copula.count; g++)
        for (uint32_t i = 0; i < d->copula.groups[g].count; i++) {
            uint32_t lane = d->lane_of[d->copula.groups[g].draws[i]];
            if (lane) d->is_mixed[lane - 1] = true;
        }
    choose_dimensions(a, d);
}

static void uniform_of(const struct points *p, uint32_t draw, uint64_t stream, uint64_t first,
                       double *out)
{
    const struct draws *d = p->draws;
    uint32_t dimension = d->dimension_of[draw];
    if (p->even && p->from + dimension < SOBOL_DIMENSIONS)
        sobol_block(&p->sobol[dimension], first, out);
    else
        rng_uniform_in(d->seed, stream, p->replicate, first, TAPE_LANES, out);
}

// A group draws for all its inputs, also for those that this tape does not ask for: what the others
// get must not hang on that.
static void fill_group(const struct points *p, const struct copula_group *g, uint64_t first,
                       double *slots)
{
    const struct draws *d = p->draws;
    const struct lane_set *run = lane_set_here();
    double scores[COPULA_MOST * TAPE_LANES];
    for (uint32_t i = 0; i < g->count; i++) {
        double *own = scores + (size_t)i * TAPE_LANES;
        uniform_of(p, g->draws[i], stream_of(d, g->draws[i]), first, own);
        run->normal(own);
    }
    copula_mix(g, scores, TAPE_LANES);
    for (uint32_t i = 0; i < g->count; i++) {
        if (!d->lane_of[g->draws[i]]) continue;
        const double *own = scores + (size_t)i * TAPE_LANES;
        double *lanes = slots + (size_t)(d->lane_of[g->draws[i]] - 1) * TAPE_LANES;
        for (int l = 0; l < TAPE_LANES; l++)
            lanes[l] = vm_normal_below(own[l]);
        run->quantiles(&d->unroll->dists[g->draws[i]], lanes);
    }
}

void draws_fill_at(const struct points *p, uint64_t first, double *slots)
{
    const struct draws *d = p->draws;
    const struct lane_set *run = lane_set_here();
    for (uint32_t i = 0; i < d->count; i++) {
        if (d->is_mixed[i]) continue;
        double *lanes = slots + (size_t)i * TAPE_LANES;
        uniform_of(p, d->draw_of[i], d->streams[i], first, lanes);
        run->quantiles(&d->unroll->dists[d->draw_of[i]], lanes);
    }
    for (uint32_t g = 0; g < d->copula.count; g++)
        fill_group(p, &d->copula.groups[g], first, slots);
}

void draws_fill(const struct draws *d, uint64_t first, double *slots)
{
    draws_fill_at(&(struct points){.draws = d}, first, slots);
}

static void open_points(struct arena *a, int bits, struct points *p)
{
    const struct draws *d = p->draws;
    p->even = true;
    p->sobol = ARENA_ARRAY(a, struct sobol, d->dimension_count);
    for (uint32_t i = 0; i < d->dimension_count && p->from + i < SOBOL_DIMENSIONS; i++)
        sobol_open(p->from + i, bits, d->seed, stream_of(d, d->draw_at[i]), p->replicate,
                   &p->sobol[i]);
}

void draws_points(struct arena *a, const struct draws *d, uint32_t replicate, bool even,
                  int bits, struct points *p)
{
    *p = (struct points){.draws = d, .replicate = replicate};
    if (even) open_points(a, bits, p);
}

void draws_points_beside(struct arena *a, const struct draws *d, uint32_t replicate, int bits,
                         struct points *p)
{
    *p = (struct points){.draws = d, .replicate = replicate, .from = d->dimension_count};
    open_points(a, bits, p);
}
