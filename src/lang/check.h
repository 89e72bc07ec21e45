// check.h - gives every formula a type, or a diagnostic at the character.
//
// Names are looked up in this order: `age` inside a weight; built-ins; the form's own names.
// A scenario's values see `params` only. Both arms of an `if` are checked.
#ifndef TCO_LANG_CHECK_H
#define TCO_LANG_CHECK_H

#include "lang/program.h"

// What a formula may mention.
struct check_scope {
    uint32_t form;          // whose names it sees; 0 sees params only
    bool per_workload;      // it is evaluated for one workload: [w] names need no index
    bool may_be_uncertain;  // ranges and distributions may stand in it
    bool growth;            // a growth is expected: `stepped` may stand in it
    bool fields;            // it may be a function that answers more than one number
};

// True with *out, or false after reporting. *pending is set, and nothing reported, when the type
// of a parameter is needed that is not known yet.
bool check_formula(struct program *p, uint32_t root, struct check_scope scope, struct type *out,
                   uint32_t *pending);

// Does a value of this type fit a declared unit? Reports at `root` if not.
bool check_fits(struct program *p, uint32_t root, struct type t, const struct name *wanted);

// Finds the types of all names of the scenario's form that have no declared unit.
void check_inferred(struct program *p);

// Finds what references from..to that lead to the scenario's form mean in this scenario. They
// were checked when they had no scenario.
void resolve_scenario_refs(struct program *p, uint32_t from, uint32_t to);

// Reports a rate by the month, or by another time than the year, where a year compounds.
bool check_compounds(struct program *p, uint32_t root, struct type t);

// The type of a name as formulas see it.
struct type type_of_name(const struct name *n);

#endif
