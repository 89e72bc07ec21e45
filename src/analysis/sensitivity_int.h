// sensitivity_int.h - what the files of a sensitivity share.
#ifndef TCO_ANALYSIS_SENSITIVITY_INT_H
#define TCO_ANALYSIS_SENSITIVITY_INT_H

#include "analysis/evaluator.h"
#include "analysis/sensitivity.h"

// An input that moves while the others stand.
struct mover {
    struct session *session;
    struct evaluator evaluator;
    struct arena scratch;
    uint32_t input;   // of the evaluator
    double *x, *out;  // a block
    double factor;
    enum figure ranked;
    uint32_t winner;
};

// One input more is done. False where the watcher ends it.
bool sensitivity_go_on(struct sensitivity *all, struct watcher w);

// Refuses, with the arithmetic, trials that would not fit. False after a report.
bool shares_check_size(struct session *s, uint64_t trials);

// Fills in the importance of every uncertain input, of a mover that has draws. False where the
// watcher ended it.
bool shares_find(struct mover *m, struct sensitivity *all, struct moved *list,
                 struct watcher w);

#endif
