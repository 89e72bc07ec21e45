// par.h - a loop on several threads whose results come in order.
//
// Items are computed by whoever is free, and taken over one after another by the caller's thread,
// so that what is made of them does not depend on the number of threads.
#ifndef TCO_BASE_PAR_H
#define TCO_BASE_PAR_H

#include <stdbool.h>
#include <stdint.h>

enum { PAR_JOBS = 256, PAR_AHEAD = 8 };  // items in flight for each thread

struct par_loop {
    uint32_t jobs;        // at least 1
    uint64_t first, end;  // items
    void *context;
    // Runs on any thread, with the number of a worker below `jobs` that no other thread has. Its
    // result goes to place `place`, one of par_places().
    void (*compute)(void *context, uint32_t worker, uint64_t item, uint32_t place);
    // Runs on the caller's thread, in order of items; then the place is free.
    void (*take)(void *context, uint64_t item, uint32_t place);
    // Asked before each item on the caller's thread; may be NULL.
    bool (*stop)(void *context);
};

// How many threads the loop has work for, and how many places.
uint32_t par_jobs(const struct par_loop *l);
uint32_t par_places(const struct par_loop *l);

// Returns how many items were taken over: fewer than there are where it was stopped.
uint64_t par_run(const struct par_loop *l);

#endif
