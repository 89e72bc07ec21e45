// like.h - copy, then change: how `like:` puts maps together.
//
// Maps are merged key by key, the order of the copy first and new keys last. A scalar, a list and
// a path ({from: ..}, {2027-01: ..}, {value: ..}) replace what was there.
#ifndef TCO_MODEL_LIKE_H
#define TCO_MODEL_LIKE_H

#include "doc/tree.h"

enum { LIKE_DEPTH = 1000 };  // links of `like` that are followed at once, which takes stack

// How many levels of maps hold names from the top on. Their keys are never those of a path, so
// that an input or a component may be called `value` or `from`.
enum like_levels {
    LIKE_ENTRY = 1,      // fields
    LIKE_COMPONENT = 1,  // inputs
    LIKE_OPTION = 2,     // components, inputs
    LIKE_MODEL = 3       // sections, names, keys of a declaration
};

// A node that is `base` with the keys of `over`. Both are left as they are.
uint32_t like_merge(struct tree *t, uint32_t base, uint32_t over, int levels);

// The same map without one of its keys.
uint32_t like_without(struct tree *t, uint32_t map, struct str key);

// The same map with one key set, in its place or at the end. `map` may be NODE_NONE.
uint32_t like_with(struct tree *t, uint32_t map, uint32_t key, uint32_t value,
                   struct span where);

// What stands in the place of a value that drawn cases change: {CASES_KEY: [as it stands, V, V ..]},
// one for each of them.
#define CASES_KEY "by case"

// {from: .., growth: ..}, {2027-01: .., ..}, {value: .., source: ..} or a spread.
bool is_path_form(const struct tree *t, uint32_t map);
// Its first key looks like a month, be there such a one or not.
bool has_date_keys(const struct tree *t, uint32_t map);
// {p10: .., p90: ..}, {low: .., mode: .., high: .., shape: ..} and their like.
bool is_spread_form(const struct tree *t, uint32_t map);
bool is_percentile(struct str key);

#endif
