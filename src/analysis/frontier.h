// frontier.h - the break-even month by an input: month x volume, or x what else is varied.
#ifndef TCO_ANALYSIS_FRONTIER_H
#define TCO_ANALYSIS_FRONTIER_H

#include "analysis/breakeven.h"
#include "analysis/crossover.h"

struct frontier_point {
    uint32_t option;
    double value;
    enum side side;  // NONE too where the models do not take the value
    bool known;      // they do
    struct breakeven breakeven;
};

struct frontier {
    struct frontier_point *points;  // by option, then value
    uint32_t count;
};

// At the values of the crossovers. Of a computed session, which stays as it was.
void frontier_find(struct session *s, const struct crossovers *c, struct frontier *out);

#endif
