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

// When its evaluator is open.
void mover_ready(struct mover *m);

// Fills in what the ends of the range do. False if they do nothing.
bool mover_find_effects(struct mover *m, const struct sensitivity *all, struct moved *v);

// Looks for a flip within the range, and where there is none, up to `least` and `most`.
void mover_find_flips(struct mover *m, struct moved *v, double least, double most);

// Which rows stand for the certain inputs: the first of those that take the same figure.
uint32_t certain_list(struct session *s, uint32_t *rows);

// Moves each of them and lists what it did, as far as the watcher lets it.
void certain_move(struct session *s, struct sensitivity *all, const uint32_t *rows,
                  uint32_t count, struct watcher w);

void sensitivity_add_inert(struct session *s, struct sensitivity *all, const struct moved *v,
                           enum inert why);

// False where the watcher ends it.
bool sensitivity_goes_on(const struct sensitivity *all, struct watcher w);

// Refuses, with the arithmetic, trials that would not fit. False after a report.
bool shares_check_size(struct session *s, uint64_t trials);

// Fills in the importance of every uncertain input, of a mover that has draws. False where the
// watcher ended it.
bool shares_find(struct mover *m, struct sensitivity *all, struct moved *list,
                 struct watcher w);

#endif
