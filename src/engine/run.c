#include "engine/run.h"

#include "engine/draws.h"

struct runner {
    struct tape tape;
    struct draws draws;
    double *slots;
    struct trials *trials;
};

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
    struct runner r = {.trials = t};
    tape_build(a, u->graph, outputs, output_count, &r.tape);
    draws_open(a, u, &r.tape, seed, &r.draws);
    r.slots = tape_slots(a, &r.tape);
    for (uint64_t first = 0; first < count; first += TAPE_LANES) {
        draws_fill(&r.draws, first, r.slots);
        tape_run(&r.tape, r.slots);
        keep_outputs(&r, first);
    }
}
