// for mmap() of memory without a file, and madvise()
#define _DEFAULT_SOURCE

#include "base/arena.h"

#include "base/attr.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
    ALIGNMENT = 16,
    FIRST_CHUNK = 16 * 1024,         // what a small run needs
    HUGE_PAGE = 2 * 1024 * 1024,     // of x86-64, and of AArch64 where its pages are of 4 KiB
    LARGEST_CHUNK = 8 * 1024 * 1024  // growth stops here, so that at most this much lies idle
};

struct arena_chunk {
    struct arena_chunk *older;
    size_t size;   // bytes in `bytes`
    size_t used;   // bytes given out
    size_t dirty;  // bytes that were ever given out; what lies beyond is still zero
    bool mapped;   // of whole huge pages
    _Alignas(ALIGNMENT) unsigned char bytes[];
};

NO_RETURN void arena_exhausted(void)
{
    fputs("tco: error: out of memory [out-of-memory]\n", stderr);
    _Exit(70);
}

static size_t round_up(size_t bytes)
{
    if (bytes > SIZE_MAX - ALIGNMENT - sizeof(struct arena_chunk)) arena_exhausted();
    return bytes == 0 ? ALIGNMENT : (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static void add_chunk(struct arena *a, size_t wanted)
{
    size_t size = a->newest ? a->newest->size * 4 : FIRST_CHUNK;
    if (size > LARGEST_CHUNK) size = LARGEST_CHUNK;
    if (size < wanted) size = wanted;
    struct arena_chunk *c = calloc(1, sizeof *c + size);
    if (!c) arena_exhausted();
    c->older = a->newest;
    c->size = size;
    a->newest = c;
}

// A chunk that is one huge page, of which the first touch brings all. NULL if there is no memory.
static struct arena_chunk *map_huge_page(void)
{
    unsigned char *all = mmap(NULL, (size_t)2 * HUGE_PAGE, PROT_READ | PROT_WRITE,
                              MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (all == MAP_FAILED) return NULL;
    size_t before = (HUGE_PAGE - (uintptr_t)all % HUGE_PAGE) % HUGE_PAGE;
    unsigned char *page = all + before;
    if (before) munmap(all, before);
    munmap(page + HUGE_PAGE, HUGE_PAGE - before);
#ifdef MADV_HUGEPAGE
    madvise(page, HUGE_PAGE, MADV_HUGEPAGE);  // where it is refused, small pages do
#endif
    return (void *)page;  // at a multiple of 2 MiB
}

void arena_expect_much(struct arena *a)
{
    struct arena_chunk *c = map_huge_page();
    if (!c) return;
    *c = (struct arena_chunk){a->newest, HUGE_PAGE - sizeof *c, 0, 0, true};
    a->newest = c;
}

static void free_chunk(struct arena_chunk *c)
{
    if (c->mapped)
        munmap(c, HUGE_PAGE);
    else
        free(c);
}

static size_t product(size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size) arena_exhausted();
    return count * size;
}

void *arena_alloc(struct arena *a, size_t count, size_t size)
{
    size_t bytes = round_up(product(count, size));
    if (!a->newest || a->newest->size - a->newest->used < bytes) add_chunk(a, bytes);
    struct arena_chunk *c = a->newest;
    unsigned char *p = c->bytes + c->used;
    size_t stale = c->dirty > c->used ? c->dirty - c->used : 0;
    memset(p, 0, stale < bytes ? stale : bytes);
    c->used += bytes;
    if (c->dirty < c->used) c->dirty = c->used;
    return p;
}

void *arena_grow(struct arena *a, void *old, size_t old_count, size_t new_count, size_t size)
{
    size_t old_bytes = round_up(product(old_count, size));
    size_t new_bytes = round_up(product(new_count, size));
    struct arena_chunk *c = a->newest;
    bool newest = old && c && (unsigned char *)old + old_bytes == c->bytes + c->used;
    if (newest && new_bytes == old_bytes) return old;
    if (newest && c->size - c->used >= new_bytes - old_bytes) {
        arena_alloc(a, new_bytes - old_bytes, 1);
        return old;
    }
    void *grown = arena_alloc(a, new_count, size);
    if (old) memcpy(grown, old, product(old_count, size));
    return grown;
}

struct arena_mark arena_mark(const struct arena *a)
{
    return (struct arena_mark){a->newest, a->newest ? a->newest->used : 0};
}

void arena_release(struct arena *a, struct arena_mark mark)
{
    while (a->newest != mark.chunk) {
        struct arena_chunk *older = a->newest->older;
        free_chunk(a->newest);
        a->newest = older;
    }
    if (a->newest) a->newest->used = mark.used;
}

void arena_free(struct arena *a)
{
    arena_release(a, (struct arena_mark){NULL, 0});
}

void *arena_library_malloc(size_t bytes)
{
    void *p = malloc(bytes);
    if (!p) arena_exhausted();
    return p;
}
