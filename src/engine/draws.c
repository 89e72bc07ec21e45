#include "engine/draws.h"

#include "base/map.h"
#include "engine/rng.h"

void draws_open(struct arena *a, const struct unroll *u, const struct tape *t, uint64_t seed,
                struct draws *d)
{
    *d = (struct draws){u, seed, t->input_count, t->input_of, NULL};
    d->streams = ARENA_ARRAY(a, uint64_t, t->input_count);
    for (uint32_t i = 0; i < t->input_count; i++)
        d->streams[i] = hash_bytes(u->program->draws.at[t->input_of[i]].name, 0);
}

void draws_fill(const struct draws *d, uint64_t first, double *slots)
{
    double uniform[TAPE_LANES];
    for (uint32_t i = 0; i < d->count; i++) {
        const struct dist *dist = &d->unroll->dists[d->draw_of[i]];
        double *lanes = slots + (size_t)i * TAPE_LANES;
        rng_uniform(d->seed, d->streams[i], first, TAPE_LANES, uniform);
        for (int l = 0; l < TAPE_LANES; l++)
            lanes[l] = dist_quantile(dist, uniform[l]);
    }
}
