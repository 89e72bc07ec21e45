// sheets_int.h - between the files that bind components: sheets.c, sheet_entries.c, sheet_tags.c.
#ifndef TCO_MODEL_SHEETS_INT_H
#define TCO_MODEL_SHEETS_INT_H

#include "model/link_int.h"

enum bind_state { BIND_WAITING, BIND_OPEN, BIND_DONE };

struct bound_entry {
    enum bind_state state;
    bool given;
    struct entry entry;
};

// The work on one component.
struct binder {
    struct linker *l;
    const struct component *c;
    uint32_t sheet;
    uint32_t form;
    uint32_t slots;               // workloads it serves; [w] names have one row for each
    uint32_t *given;              // by name: the node that gives it, or NODE_NONE
    struct bound_entry *entries;  // by name and slot
    bool ok;
};

static inline const struct name *name_at(const struct binder *b, uint32_t name)
{
    return &b->l->p->forms.at[b->form].names.at[name];
}

static inline struct str sheet_address(const struct binder *b)
{
    return b->l->p->sheets.at[b->sheet].address;
}

static inline bool is_auto(const struct linker *l, uint32_t node)
{
    return node == NODE_NONE || node_is(l->t, node, "auto");
}

// The workloads that a component serves: those that it names, or all.
const uint32_t *binder_workloads(struct binder *b, uint32_t *count);

// The node that gives a [w] input for one workload: {chat: V, other: V}, or V for all.
uint32_t binder_given(struct binder *b, uint32_t name, uint32_t slot);

// The catalogue entry that an input means: the one that is given, or its default, which may follow
// another input's entry. The binder is not ok after a report.
struct bound_entry *binder_entry(struct binder *b, uint32_t name, uint32_t slot);

// An option with a component that lacks a tag which one of its workloads requires is infeasible.
void binder_check_tags(struct binder *b);

#endif
