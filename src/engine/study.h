// study.h - very many trials of one graph, on several threads, seen block by block.
//
// A block is 1,024 trials of one replicate. Whoever computes it, its outputs are the same; what is
// made of them is put together in order of blocks by the caller's thread. So the figures of a study
// are the same on one thread and on many, and a study can be cut into ranges of blocks.
#ifndef TCO_ENGINE_STUDY_H
#define TCO_ENGINE_STUDY_H

#include "engine/draws.h"

enum { STUDY_BLOCK = 1024 };

struct study_plan {
    bool even;            // scrambled Sobol points, else random ones
    uint32_t replicates;  // independent ones
    uint64_t each;        // trials of a replicate
    uint64_t seed;
    uint32_t jobs;
    uint64_t first, end;  // blocks to run; 0, 0 for all
};

struct study_block {
    uint64_t number;
    uint32_t replicate;
    uint64_t first;         // its first trial among those of all replicates
    uint32_t count;         // trials
    const double *outputs;  // [output][STUDY_BLOCK]
    const double *inputs;   // [lane input of the tape][STUDY_BLOCK]
};

// What a caller does with blocks. `observe` runs on any thread, with a number below `jobs` that no
// other running one has, and writes to `partial` (zeroed) and to what belongs to that number alone.
// `merge` runs on the caller's thread, in order of blocks.
struct study_use {
    void *context;
    size_t partial_size;
    void (*observe)(void *context, uint32_t worker, const struct study_block *b, void *partial);
    void (*merge)(void *context, uint64_t block, const void *partial);
    bool (*stop)(void *context);  // asked before each block; may be NULL
};

uint64_t study_blocks(const struct study_plan *p);

// Runs the plan. Returns how many blocks were merged, fewer than planned where it was stopped.
uint64_t study_run(const struct tape *t, const struct draws *d, const struct study_plan *p,
                   const struct study_use *use);

#endif
