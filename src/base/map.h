// map.h - from names to numbers.
//
// The table itself keeps no order: callers number things in the order in which they come, and
// lists are printed in that order. Keys are kept, not copied. Colliding keys can't slow it down:
// the hash is keyed, and a table that fills unevenly changes its key.
#ifndef TCO_BASE_MAP_H
#define TCO_BASE_MAP_H

#include "base/str.h"

#define MAP_NONE UINT32_MAX

struct map_slot {
    struct str key;
    uint32_t value;
    uint32_t hash;
};

// Ready to use when zeroed.
struct map {
    struct map_slot *slots;
    uint32_t size;  // a power of two, or 0
    uint32_t count;
    uint64_t key;  // of the hash
};

// The number of a name, or MAP_NONE.
uint32_t map_get(const struct map *m, struct str name);

// Gives a name its number. False if it had one already, which stays.
bool map_put(struct arena *a, struct map *m, struct str name, uint32_t value);

// Makes room for as many names, where it is known how many come.
void map_reserve(struct arena *a, struct map *m, uint32_t count);

// Gives a name its number, in place of one that it may have.
void map_set(struct arena *a, struct map *m, struct str name, uint32_t value);

// A keyed hash of bytes (SipHash-1-3), also used to name random streams.
uint64_t hash_bytes(struct str bytes, uint64_t key);

#endif
