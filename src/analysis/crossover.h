// crossover.h - every value of an input at which two options cost the same.
//
// The input is a lane of the engine. Many points of the range are computed at once; between two
// of them that differ in which option is cheaper, and wherever a step could reach zero and come
// back, the range is cut 64 times finer, again and again, down to neighbouring numbers. So a
// crossing is found whether the curves meet or one of them jumps past the other, and both of its
// sides have been computed. Points stand unevenly, so that regular steps do not look smooth.
#ifndef TCO_ANALYSIS_CROSSOVER_H
#define TCO_ANALYSIS_CROSSOVER_H

#include "analysis/breakeven.h"
#include "analysis/vary.h"

enum side {
    SIDE_DEARER = -1,  // the option costs more than the baseline
    SIDE_EQUAL = 0,
    SIDE_CHEAPER = 1,
    SIDE_NONE = 2  // one is infeasible, a cost is no number, or it was not looked for
};

enum root_kind {
    ROOT_CONTINUOUS,  // the costs meet
    ROOT_JUMP,        // they pass each other in a step
    ROOT_EQUAL        // they are the same from here on, or up to here, for a while
};

struct root {
    double value;  // in the unit of the input
    enum root_kind kind;
    enum side below, above;
    double saved_below, saved_above;  // what the option saves at the nearest points that differ
};

struct stretch {
    double from, to;
    enum side side;
};

enum crossover_status {
    CROSSOVER_NONE,  // one is cheaper throughout, or nowhere can both do the work
    CROSSOVER_SINGLE,
    CROSSOVER_MULTIPLE,
    CROSSOVER_EQUAL  // the same throughout
};

struct crossover {
    uint32_t option;
    enum crossover_status status;
    bool cut;         // there are more than were kept, or looked for:
    double known_to;  // above this value nothing is known
    VEC(struct root) roots;
    VEC(struct stretch) stretches;  // the whole range, in order
};

// The break-even month at one value.
struct frontier_point {
    uint32_t option;
    double value;
    enum side side;
    struct breakeven breakeven;
};

struct crossovers {
    struct vary vary;
    struct crossover *list;  // of the options but the baseline, in scenario order
    uint32_t count;
    struct frontier_point *frontier;  // by option, then value
    uint32_t frontier_count;
};

// Of a computed session, which stays as it was. False after a report.
bool crossovers_find(struct session *s, const struct vary *v, struct crossovers *out);

const char *crossover_word(enum crossover_status s);
const char *root_word(enum root_kind k);

#endif
