// cases.h - named sets of values: `cases:`.
//
// A case is chosen with --case. Those that have a weight are drawn by simulate otherwise: each value
// that they change becomes one by case, and one draw, named `cases`, decides for all of them.
#ifndef TCO_MODEL_CASES_H
#define TCO_MODEL_CASES_H

#include "model/link_int.h"

bool cases_check(struct linker *l);

// The weights of the cases that are drawn, before any value is read.
bool cases_read_weights(struct linker *l);

// Whether a node is a value by case (overlay.h), and its formula. *open: a child of it is 0, where
// the model's default is meant.
bool cases_is_value(const struct tree *t, uint32_t node);
bool cases_read_value(struct linker *l, uint32_t node, uint32_t *formula, bool *open);

// A field of an entry by case, over that of the entry below.
uint32_t cases_refine(struct linker *l, uint32_t below, uint32_t own);

#endif
