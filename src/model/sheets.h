// sheets.h - options and components of a scenario become sheets of rows.
#ifndef TCO_MODEL_SHEETS_H
#define TCO_MODEL_SHEETS_H

#include "model/link_int.h"

// Finds the options and their components, with `like` put in, and loads the models they use.
bool sheets_read_options(struct linker *l);
// Does the scenario have an option of this name, chosen or not?
bool sheets_has_option(const struct linker *l, struct str name);
// Reports that there is no such option. Always false.
bool sheets_fail_option(struct linker *l, struct str name, struct span where);

// Gives every name of every component its row: a value of the scenario, a figure of the catalogue,
// or the model's default or formula.
bool sheets_bind(struct linker *l);

// Checks every figure of a catalogue file against its field.
bool sheets_check_catalog(struct linker *l, uint32_t root);
// The same, and that it is complete, in range and sourced.
bool sheets_prove_catalog(struct linker *l, uint32_t root, struct proven *count);

// Checks that every figure among the scenario's own entries is one, and says where it was found.
bool sheets_check_own_entries(struct linker *l, uint32_t catalog);

#endif
