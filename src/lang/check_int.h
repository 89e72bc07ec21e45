// check_int.h - shared by the files that check formulas: check.c, resolve.c, rules.c.
#ifndef TCO_LANG_CHECK_INT_H
#define TCO_LANG_CHECK_INT_H

#include "lang/check.h"

struct checker {
    struct program *p;
    struct check_scope scope;
    bool in_weight;    // inside the second argument of cohorts: `age` is known
    bool of_lines;     // .. whose first argument is lines(): `life` is known too
    uint32_t pending;  // a parameter whose type is not known yet, or NO_NAME
    uint32_t root;     // of the formula
};

static inline const struct ast *checked(const struct checker *c, uint32_t id)
{
    return ast_get(&c->p->asts, id);
}

static inline struct span checked_place(const struct checker *c, uint32_t id)
{
    return ast_place(&c->p->asts, c->p->placer, id);
}

bool check_node(struct checker *c, uint32_t id, struct type *out);
struct str shown_unit(const struct checker *c, struct type t);

// ---- resolve.c: what a name means ----

// Finds what a name stands for and notes it in the name's reference.
bool resolve_name(struct checker *c, uint32_t id, struct ref **out);
bool check_name(struct checker *c, uint32_t id, struct type *out);
// A name that exists once per workload must stand where one workload is meant.
bool check_workload(struct checker *c, uint32_t id, const struct ref *r, bool per_workload,
                    struct str text);

// ---- rules.c: what calls and operators want ----

bool check_call(struct checker *c, uint32_t id, struct type *out);
// Two values of one unit; a zero takes the other's.
bool join_types(struct checker *c, uint32_t id, struct type a, struct type b, const char *verb,
                struct type *out);
bool expect_time(struct checker *c, uint32_t id, struct type t);
bool expect_pure(struct checker *c, uint32_t id, struct type t, const char *what);
bool refuse_text(struct checker *c, uint32_t id, struct type t);

// ---- check_calc.c: what the finance functions want ----

bool check_calc(struct checker *c, uint32_t id, struct type *out);

#endif
