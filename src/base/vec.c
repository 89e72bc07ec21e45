#include "base/vec.h"

void *vec_room(struct arena *a, void *at, uint32_t count, uint32_t *cap, size_t size)
{
    if (count < *cap) return at;
    uint32_t wanted = *cap ? *cap * 2 : 8;
    at = arena_grow(a, at, *cap, wanted, size);
    *cap = wanted;
    return at;
}
