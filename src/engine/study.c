#include "engine/study.h"

#include "base/par.h"

#include <math.h>
#include <string.h>

struct worker {
    struct arena arena, points_arena;
    struct points points;
    bool has_points;
    double *slots, *outputs, *inputs;
};

struct runner {
    const struct tape *tape;
    const struct draws *draws;
    const struct study_plan *plan;
    const struct study_use *use;
    struct worker *workers;
    unsigned char *partials;  // by place
};

static uint64_t blocks_each(const struct study_plan *p)
{
    return (p->each + STUDY_BLOCK - 1) / STUDY_BLOCK;
}

uint64_t study_blocks(const struct study_plan *p)
{
    return blocks_each(p) * p->replicates;
}

// ---- one block ---------------------------------------------------------------------------------

static void open_worker(const struct runner *r, struct worker *w)
{
    const struct tape *t = r->tape;
    w->slots = tape_slots(&w->arena, t);
    w->outputs = ARENA_ARRAY(&w->arena, double, (size_t)t->output_count *STUDY_BLOCK);
    w->inputs = ARENA_ARRAY(&w->arena, double, (size_t)t->input_count *STUDY_BLOCK);
    for (uint32_t o = 0; o < t->output_count; o++) {
        double number = t->outputs[o].number;
        if (!t->outputs[o].is_number || (number == 0 && !signbit(number))) continue;  // zeroed
        for (uint32_t i = 0; i < STUDY_BLOCK; i++)
            w->outputs[(size_t)o * STUDY_BLOCK + i] = number;
    }
}

static void close_worker(struct worker *w)
{
    arena_free(&w->points_arena);
    arena_free(&w->arena);
}

static void open_points(const struct runner *r, struct worker *w, uint32_t replicate)
{
    const struct study_plan *p = r->plan;
    if (w->has_points && w->points.replicate == replicate) return;
    int bits = 6;
    while (bits < SOBOL_MOST_BITS && UINT64_C(1) << bits < p->each)
        bits++;
    arena_free(&w->points_arena);
    draws_points(&w->points_arena, r->draws, replicate, p->even, bits, &w->points);
    w->has_points = true;
}

static void keep(double *to, const double *slots, uint32_t slot, uint32_t at)
{
    memcpy(to + at, slots + (size_t)slot * TAPE_LANES, TAPE_LANES * sizeof *to);
}

static unsigned char *partial_at(const struct runner *r, uint32_t place)
{
    return r->partials + place * r->use->partial_size;
}

static void compute(void *context, uint32_t worker, uint64_t number, uint32_t place)
{
    const struct runner *r = context;
    const struct tape *t = r->tape;
    struct worker *w = &r->workers[worker];
    uint64_t each = blocks_each(r->plan), own = number % each;
    struct study_block b = {.number = number, .replicate = (uint32_t)(number / each)};
    uint64_t start = own * STUDY_BLOCK, left = r->plan->each - start;
    if (!w->slots) open_worker(r, w);
    b.first = b.replicate * r->plan->each + start;
    b.count = left < STUDY_BLOCK ? (uint32_t)left : STUDY_BLOCK;
    open_points(r, w, b.replicate);
    for (uint32_t at = 0; at < b.count; at += TAPE_LANES) {
        draws_fill_at(&w->points, start + at, w->slots);
        for (uint32_t i = 0; i < t->input_count; i++)
            keep(w->inputs + (size_t)i * STUDY_BLOCK, w->slots, i, at);
        tape_run(t, w->slots);
        for (uint32_t o = 0; o < t->output_count; o++)
            if (!t->outputs[o].is_number)
                keep(w->outputs + (size_t)o * STUDY_BLOCK, w->slots, t->outputs[o].slot, at);
    }
    b.outputs = w->outputs;
    b.inputs = w->inputs;
    memset(partial_at(r, place), 0, r->use->partial_size);
    r->use->observe(r->use->context, worker, &b, partial_at(r, place));
}

static void take(void *context, uint64_t number, uint32_t place)
{
    const struct runner *r = context;
    r->use->merge(r->use->context, number, partial_at(r, place));
}

static bool stop(void *context)
{
    const struct runner *r = context;
    return r->use->stop && r->use->stop(r->use->context);
}

uint64_t study_run(const struct tape *t, const struct draws *d, const struct study_plan *p,
                   const struct study_use *use)
{
    struct arena a = {0};
    struct runner r = {.tape = t, .draws = d, .plan = p, .use = use};
    struct par_loop loop = {.jobs = p->jobs, .first = p->first, .context = &r};
    loop.end = p->end ? p->end : study_blocks(p);
    loop.compute = compute;
    loop.take = take;
    loop.stop = stop;
    r.workers = ARENA_ARRAY(&a, struct worker, par_jobs(&loop));
    r.partials = ARENA_ARRAY(&a, unsigned char, use->partial_size *par_places(&loop));
    uint64_t run = par_run(&loop);
    for (uint32_t i = 0; i < par_jobs(&loop); i++)
        close_worker(&r.workers[i]);
    arena_free(&a);
    return run;
}
