// lanes.h - a scenario whose draws are open, on the lanes of a tape, and the same scenario folded
// with the numbers of one lane.
#ifndef TEST_SUPPORT_LANES_H
#define TEST_SUPPORT_LANES_H

#include "engine/tape.h"
#include "session/session.h"
#include "support/gen.h"

struct lanes {
    struct tape tape;
    double *slots;
    uint32_t draw_count;
    const bool *drawn;  // by draw: something needed it
    double *numbers;    // by lane, then draw
};

// Runs the outputs of a session that was built uncertain. Lane 0 holds the medians.
void lanes_run(struct session *s, const struct val *outputs, uint32_t count, struct gen *g,
               struct lanes *l);
double lanes_output(const struct lanes *l, uint32_t output, uint32_t lane);

// Computes a session of the same scenario with the numbers of a lane in the place of its draws.
bool lanes_fold(struct session *s, const struct lanes *l, uint32_t lane);

#endif
