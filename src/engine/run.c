#include "engine/run.h"

#include "engine/rng.h"

struct runner {
    const struct unroll *u;
    struct tape tape;
    uint64_t *streams;  // by lane input of the tape
    double *slots;
    struct trials *trials;
};

static void fill_inputs(struct runner *r, uint64_t first)
{
    double uniform[TAPE_LANES];
    for (uint32_t i = 0; i < r->tape.input_count; i++) {
        const struct dist *d = &r->u->dists[r->tape.input_of[i]];
        double *lanes = r->slots + (size_t)i * TAPE_LANES;
        rng_uniform(r->trials->seed, r->streams[i], first, TAPE_LANES, uniform);
        for (int l = 0; l < TAPE_LANES; l++)
            lanes[l] = dist_quantile(d, uniform[l]);
    }
}

static void keep_outputs(struct runner *r, uint64_t first)
{
    struct trials *t = r->trials;
    uint64_t lanes = t->count - first < TAPE_LANES ? t->count - first : TAPE_LANES;
    for (uint32_t o = 0; o < t->output_count; o++)
        for (uint32_t l = 0; l < lanes; l++)
            t->values[o * t->count + first + l] = tape_lane(&r->tape, r->slots, o, l);
}

void trials_run(struct arena *a, const struct unroll *u, const struct val *outputs,
                uint32_t output_count, uint64_t count, uint64_t seed, struct trials *t)
{
    *t = (struct trials){.count = count, .seed = seed, .output_count = output_count};
    t->values = ARENA_ARRAY(a, double, (size_t)count *output_count);
    struct runner r = {.u = u, .trials = t};
    tape_build(a, u->graph, outputs, output_count, &r.tape);
    r.streams = ARENA_ARRAY(a, uint64_t, r.tape.input_count);
    for (uint32_t i = 0; i < r.tape.input_count; i++)
        r.streams[i] = hash_bytes(u->program->draws.at[r.tape.input_of[i]].name, 0);
    r.slots = ARENA_ARRAY(a, double, (size_t)r.tape.slot_count *TAPE_LANES);
    for (uint64_t first = 0; first < count; first += TAPE_LANES) {
        fill_inputs(&r, first);
        tape_run(&r.tape, r.slots);
        keep_outputs(&r, first);
    }
}
