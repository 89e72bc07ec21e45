#include "engine/draws.h"

#include "base/map.h"
#include "engine/rng.h"
#include "engine/vmath.h"

static uint64_t stream_of(const struct draws *d, uint32_t draw)
{
    return hash_bytes(d->unroll->program->draws.at[draw].name, 0);
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
}

// The values at which lie the uniform numbers of a draw's lanes.
static void put_values(const struct draws *d, uint32_t lane_input, const double *uniform,
                       double *slots)
{
    const struct dist *dist = &d->unroll->dists[d->draw_of[lane_input]];
    double *lanes = slots + (size_t)lane_input * TAPE_LANES;
    for (int l = 0; l < TAPE_LANES; l++)
        lanes[l] = dist_quantile(dist, uniform[l]);
}

// A group draws for all its inputs, also for those that this tape does not ask for: what the others
// get must not hang on that.
static void fill_group(const struct draws *d, const struct copula_group *g, uint64_t first,
                       double *slots)
{
    double scores[COPULA_MOST * TAPE_LANES];
    for (uint32_t i = 0; i < g->count; i++) {
        double *own = scores + (size_t)i * TAPE_LANES;
        rng_uniform(d->seed, stream_of(d, g->draws[i]), first, TAPE_LANES, own);
        for (int l = 0; l < TAPE_LANES; l++)
            own[l] = vm_normal_quantile(own[l]);
    }
    copula_mix(g, scores, TAPE_LANES);
    for (uint32_t i = 0; i < g->count; i++) {
        double *own = scores + (size_t)i * TAPE_LANES;
        for (int l = 0; l < TAPE_LANES; l++)
            own[l] = vm_normal_below(own[l]);
        if (d->lane_of[g->draws[i]]) put_values(d, d->lane_of[g->draws[i]] - 1, own, slots);
    }
}

void draws_fill(const struct draws *d, uint64_t first, double *slots)
{
    double uniform[TAPE_LANES];
    for (uint32_t i = 0; i < d->count; i++) {
        if (d->is_mixed[i]) continue;
        rng_uniform(d->seed, d->streams[i], first, TAPE_LANES, uniform);
        put_values(d, i, uniform, slots);
    }
    for (uint32_t g = 0; g < d->copula.count; g++)
        fill_group(d, &d->copula.groups[g], first, slots);
}
