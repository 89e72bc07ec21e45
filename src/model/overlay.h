// overlay.h - values put in place of those a scenario file holds: cases, --set.
//
// An assignment acts as if its value stood in the file at its address, so what is `like` that
// place follows it. Setting a field of a catalogue entry refines the entry in place; setting
// `.growth` of a value makes it a path.
#ifndef TCO_MODEL_OVERLAY_H
#define TCO_MODEL_OVERLAY_H

#include "base/map.h"
#include "doc/tree.h"

// The parameter that stands in the place of a value's growth while that is varied. Setting it makes
// it; no scenario has to state it.
#define VARIED_GROWTH "varied_growth"

// ADDRESS=VALUE from the command line.
struct assignment {
    struct str address;
    uint32_t value;           // a node
    struct span where;        // of the address
    const uint32_t *by_case;  // instead of `value`: by drawn case its value, or NODE_NONE
    uint32_t case_count;
};

// A case with a weight, which simulate draws.
struct drawn_case {
    struct str name;
    uint32_t map;
};

struct overlay {
    VEC(struct span) set_values;   // places of values from --set
    VEC(struct span) case_values;  // places of values from a case
    VEC(struct drawn_case)
    drawn;  // by name; empty where a case was chosen, or none has a weight
};

// The scenario's document with a case and assignments applied; NODE_NONE after a mistake.
uint32_t overlay_apply(struct tree *t, uint32_t root, struct str case_name,
                       const struct assignment *sets, uint32_t count, struct overlay *o,
                       struct diags *d);

// Reads "ADDRESS=VALUE", whose value is YAML. `option` is what it stood behind: "--set", or "--vary"
// where that states what is varied.
bool assignment_parse(struct tree *t, struct str option, struct str text, struct diags *d,
                      struct assignment *out);
// Reads the value of another option, such as --horizon.
bool option_parse(struct tree *t, struct str option, struct str text, struct diags *d,
                  uint32_t *value);

#endif
