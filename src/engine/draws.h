// draws.h - from uniform numbers to the values of uncertain inputs, a block of lanes at a time.
//
// The uniform numbers of an input are a function of (seed, name, trial); what is made of them is a
// function of the trial alone, also where inputs are correlated (copula.h). So threads and shards
// need to know nothing of each other.
#ifndef TCO_ENGINE_DRAWS_H
#define TCO_ENGINE_DRAWS_H

#include "engine/copula.h"
#include "engine/sobol.h"
#include "engine/tape.h"
#include "engine/unroll.h"

struct draws {
    const struct unroll *unroll;
    uint64_t seed;
    uint32_t count;           // lane inputs of the tape
    const uint32_t *draw_of;  // by lane input: its draw in the program
    uint64_t *streams;        // by lane input
    struct copula copula;     // inputs that are correlated
    uint32_t *lane_of;        // by draw: its lane input + 1, or 0
    bool *is_mixed;           // by lane input: it belongs to a group of these
    uint32_t *draw_at;        // by dimension of points that are evenly spread
    uint32_t *dimension_of;   // by draw
    uint32_t dimension_count;
};

// The points of one replicate: evenly spread ones, or random ones where `even` is false.
struct points {
    const struct draws *draws;
    uint32_t replicate;
    uint32_t from;  // the dimension of the first input
    bool even;
    struct sobol *sobol;  // by dimension
};

void draws_open(struct arena *a, const struct unroll *u, const struct tape *t, uint64_t seed,
                struct draws *d);

// Makes the points of a replicate ready, for at most 2^bits trials.
void draws_points(struct arena *a, const struct draws *d, uint32_t replicate, bool even,
                  int bits, struct points *p);

// Points behind those of draws_points, in dimensions of their own: both together are one set of
// points, evenly spread in twice as many dimensions. `replicate` may be that of no other points.
void draws_points_beside(struct arena *a, const struct draws *d, uint32_t replicate, int bits,
                         struct points *p);

// Fills the slots of the lane inputs for the TAPE_LANES trials from `first` on.
void draws_fill(const struct draws *d, uint64_t first, double *slots);
void draws_fill_at(const struct points *p, uint64_t first, double *slots);

#endif
