#include "base/vec.h"

void *vec_room(struct arena *a, void *at, uint32_t count, uint32_t *cap, size_t size)
{
    if (count < *cap) return at;
    uint32_t wanted = *cap ? *cap * 2 : 8;
    at = arena_grow(a, at, *cap, wanted, size);
    *cap = wanted;
    return at;
}

void *vec_room_for(struct arena *a, void *at, uint32_t count, uint32_t more, uint32_t *cap,
                   size_t size)
{
    if (more <= *cap - count) return at;
    uint32_t wanted = count + more;
    if (wanted < more) arena_exhausted();
    if (wanted < *cap + *cap / 2) wanted = *cap + *cap / 2;
    at = arena_grow(a, at, *cap, wanted, size);
    *cap = wanted;
    return at;
}
