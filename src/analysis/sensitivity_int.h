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
    uint32_t input;  // of the evaluator
    uint32_t draws;  // of a walk: how many inputs from this one on, which move together ..
    const double *weights;  // .. each by its part in the level; NULL for any other
    double *x, *out;        // a block
    double factor;
    enum figure ranked;
    uint32_t winner;
};

// An uncertain input.
struct drawn {
    uint32_t first, count;  // draws
    const double *weights;  // of a walk
    struct moved moved;
    bool has_range;  // something that is computed reads it
    bool is_used;    // some figure hangs on it
    bool has_moved;  // some figure moved with it
    bool is_drawn;   // it was drawn anew in all trials, alone
};

// When its evaluator is open.
void mover_ready(struct mover *m);

// Fills in what the ends of the range do. False if they do nothing.
bool mover_find_effects(struct mover *m, const struct sensitivity *all, struct moved *v);

// The cheapest option in a lane of what was computed last.
uint32_t mover_winner(struct mover *m, uint32_t lane);

// Moves the cases and fills in all that is found. False if they do nothing.
bool mover_find_cases(struct mover *m, const struct sensitivity *all, struct moved *v);

// Looks for a flip within the range, and where there is none, up to `least` and `most`.
void mover_find_flips(struct mover *m, struct moved *v, double least, double most);

// Moves the uncertain inputs and lists what they did. False where the watcher ended it, or after a
// report.
bool drawn_move(struct session *s, struct sensitivity *all, struct watcher w);

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

// Fills in the importance of every uncertain input, and whether a trial changed with it, of a mover
// that has draws. False where the watcher ended it.
bool shares_find(struct mover *m, struct sensitivity *all, struct drawn *list, uint32_t count,
                 struct watcher w);

#endif
