// cause.h - which stated values a figure of a model comes from.
//
// A default may take its figure from elsewhere: `pue` from the site. When that figure is wrong, the
// line to mend is the one where the scenario or a catalogue states it, not the model's default.
#ifndef TCO_ENGINE_CAUSE_H
#define TCO_ENGINE_CAUSE_H

#include "lang/program.h"

enum { MOST_CAUSES = 8 };

struct causes {
    // Stated by the scenario, a case or --set, in order of mention; else by the catalogue.
    uint32_t rows[MOST_CAUSES];
    uint32_t count;
};

// Of a formula that is read in a sheet for a workload (or NO_WORKLOAD); defaults are followed.
struct causes causes_of(const struct program *p, uint32_t formula, uint32_t sheet,
                        uint32_t workload);

// Where to point for such a formula: at its only cause, else at the formula itself.
struct span causes_place(const struct program *p, const struct causes *c, uint32_t formula);

// Says of the diagnostic that was added last how its causes lead to the formula of `what`.
void causes_note(const struct program *p, const struct causes *c, uint32_t formula,
                 struct str what);

#endif
