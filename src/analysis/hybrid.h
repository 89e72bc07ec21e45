// hybrid.h - what differs between two scenarios, and scenarios with some of the differences.
//
// Both documents are walked side by side. Each place where they differ is an edit, numbered in the
// order of the walk; a hybrid is the base with the edits of a set. The walk goes down to the inputs
// of components: a value, however it is written, is one edit. Options that only one of them has
// stand in every hybrid, since options do not touch each other's costs.
#ifndef TCO_ANALYSIS_HYBRID_H
#define TCO_ANALYSIS_HYBRID_H

#include "session/session.h"

enum edit_cause { EDIT_INPUT, EDIT_PRICE, EDIT_MODEL };

struct edit {
    enum edit_cause cause;
    struct str address;     // "workloads.chat.input"
    struct str base, head;  // as written; empty where it is not there
    struct span base_where, head_where;
};

struct edits {
    VEC(struct edit) list;
};

// The merged document of two that stand in one tree. Edits whose number is set in `taken` are taken
// from the head. With `out`, edits are described in the arena; else it may be NULL.
uint32_t hybrid_merge(struct tree *t, uint32_t base, uint32_t head, const bool *taken,
                      struct arena *a, struct edits *out);

const char *edit_cause_word(enum edit_cause c);

#endif
