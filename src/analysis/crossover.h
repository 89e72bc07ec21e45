// crossover.h - every value of an input at which two options cost the same.
//
// The input is a lane of the engine. Many points of the range are computed at once; between two
// of them that differ in which option is cheaper, and wherever a step could reach zero and come
// back, the range is cut 64 times finer, again and again, down to neighbouring numbers. So a
// crossing is found whether the curves meet or one of them jumps past the other, and both of its
// sides have been computed. Points stand unevenly, so that regular steps do not look smooth.
//
// What the models take as known, such as a life, is no lane: the scenario is built anew at whole
// steps of it, and where neighbours differ at the steps between them (stepped.h).
#ifndef TCO_ANALYSIS_CROSSOVER_H
#define TCO_ANALYSIS_CROSSOVER_H

#include "analysis/curves.h"

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
    CROSSOVER_EQUAL,       // the same throughout
    CROSSOVER_INFEASIBLE,  // the option can't do the work at any value that was looked at
    CROSSOVER_NO_BASELINE  // the baseline can't, the option can somewhere
};

struct crossover {
    uint32_t option;
    enum crossover_status status;
    bool cut;                      // there are more than were kept, or looked for:
    double known_to;               // above this value nothing is known
    bool barred, baseline_barred;  // it can't do the work at any value that was looked at
    VEC(struct root) roots;
    VEC(struct stretch) stretches;  // the whole range, in order
    enum side *sides;               // at the values of `at`
};

struct crossovers {
    struct vary vary;
    struct crossover *list;  // of the options but the baseline, in scenario order
    uint32_t count;
    const double *at;  // values that were asked for, or round ones over the range
    uint32_t at_count;
};

// Of a computed session, which stays as it was. False after a report.
bool crossovers_find(struct session *s, const struct vary *v, struct crossovers *out);

const char *crossover_word(enum crossover_status s);
const char *root_word(enum root_kind k);

#endif
