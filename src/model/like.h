// like.h - copy, then change: how `like:` puts maps together.
//
// Maps are merged key by key, the order of the copy first and new keys last. A scalar, a list and
// a path ({from: ..}, {2027-01: ..}, {value: ..}) replace what was there.
#ifndef TCO_MODEL_LIKE_H
#define TCO_MODEL_LIKE_H

#include "doc/tree.h"

enum { LIKE_DEPTH = 64 };  // links in a chain of `like`

// A node that is `base` with the keys of `over`. Both are left as they are.
uint32_t like_merge(struct tree *t, uint32_t base, uint32_t over);

// The same map without one of its keys.
uint32_t like_without(struct tree *t, uint32_t map, struct str key);

// The same map with one key set, in its place or at the end. `map` may be NODE_NONE.
uint32_t like_with(struct tree *t, uint32_t map, uint32_t key, uint32_t value,
                   struct span where);

// {from: .., growth: ..}, {2027-01: .., ..} or {value: .., source: ..}.
bool is_path_form(const struct tree *t, uint32_t map);
bool has_date_keys(const struct tree *t, uint32_t map);

#endif
