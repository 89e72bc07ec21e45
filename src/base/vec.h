// vec.h - growable arrays in an arena, used through indices.
//
//     VEC(struct node) nodes;               a field
//     uint32_t id = VEC_PUSH(arena, &nodes, value);
//     nodes.at[id]
//
// Pointers into a vector are good until the next push; keep indices.
#ifndef TCO_BASE_VEC_H
#define TCO_BASE_VEC_H

#include "base/arena.h"

#include <stdint.h>

#define VEC(type)                                                                              \
    struct {                                                                                   \
        type *at;                                                                              \
        uint32_t count;                                                                        \
        uint32_t cap;                                                                          \
    }

// Makes room for one more thing and returns where the room begins.
void *vec_room(struct arena *a, void *at, uint32_t count, uint32_t *cap, size_t size);
// The same for many more; the room is zeroed.
void *vec_room_for(struct arena *a, void *at, uint32_t count, uint32_t more, uint32_t *cap,
                   size_t size);

#define VEC_PUSH(a, v, ...)                                                                    \
    ((v)->at = vec_room((a), (v)->at, (v)->count, &(v)->cap, sizeof *(v)->at),                 \
     (v)->at[(v)->count] = (__VA_ARGS__), (v)->count++)

#define VEC_RESERVE(a, v, more)                                                                \
    ((v)->at = vec_room_for((a), (v)->at, (v)->count, (more), &(v)->cap, sizeof *(v)->at))

#endif
