// arena.h - memory by lifetime: everything in a region is released at once.
//
// A function that takes a `struct arena *` makes its result there; one that does not take it
// does not allocate. Memory is zeroed. When the machine has none left the process ends with a
// message and code 70: no caller checks for NULL. Results are built in memory before any file
// is opened for writing, so no half-written file is left behind.
#ifndef TCO_BASE_ARENA_H
#define TCO_BASE_ARENA_H

#include "base/attr.h"

#include <stddef.h>

struct arena_chunk;

// Ready to use when zeroed: struct arena a = {0}.
struct arena {
    struct arena_chunk *newest;  // the chunk that serves requests; older ones hang behind it
};

// A point in the life of an arena, to go back to.
struct arena_mark {
    struct arena_chunk *chunk;
    size_t used;
};

// Takes a huge page at once, 2 MiB, where the system has them: bringing that costs less than the
// hundreds of small pages that it replaces. For an arena that a whole run lives in.
void arena_expect_much(struct arena *a);

// Makes `count` zeroed things of `size` bytes, aligned for any type. Zero things are one byte.
void *arena_alloc(struct arena *a, size_t count, size_t size);

// Makes a thing `new_count` long that begins like `old`, in place where that is possible.
void *arena_grow(struct arena *a, void *old, size_t old_count, size_t new_count, size_t size);

struct arena_mark arena_mark(const struct arena *a);
void arena_release(struct arena *a, struct arena_mark mark);
void arena_free(struct arena *a);

#define ARENA_NEW(a, type)          ((type *)arena_alloc((a), 1, sizeof(type)))
#define ARENA_ARRAY(a, type, count) ((type *)arena_alloc((a), (count), sizeof(type)))

// Ends the program with a message and code 70. For the few allocations that libraries make.
NO_RETURN void arena_exhausted(void);

// Memory that a library asks for and gives back with free(). Never NULL.
void *arena_library_malloc(size_t bytes);

#endif
