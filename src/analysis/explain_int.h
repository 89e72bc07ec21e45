// explain_int.h - shared by the files that explain: explain.c, explain_figures.c.
#ifndef TCO_ANALYSIS_EXPLAIN_INT_H
#define TCO_ANALYSIS_EXPLAIN_INT_H

#include "analysis/explain.h"

// A figure that is made of other figures, such as payback or the cost of a token. False, without a
// report, if there is none of that name.
bool explain_figure(struct session *s, struct str option, struct str name,
                    struct explanation *out);

// Adds a rate of `finance` with its origin as a term, if the scenario has it.
void explain_rate(struct session *s, struct str address, struct explanation *out);

#endif
