// evaluator.h - figures of every option at many values of some inputs.
//
// The inputs are lanes of the engine, 64 points at a time. What the models take as known - a time
// of lag(), a term - can't be a lane; then the scenario is built once for each point.
#ifndef TCO_ANALYSIS_EVALUATOR_H
#define TCO_ANALYSIS_EVALUATOR_H

#include "analysis/figure.h"
#include "analysis/variant.h"
#include "analysis/vary.h"
#include "engine/tape.h"

// A row whose peak or trough over the months is an output too.
struct watched {
    uint32_t row;
    bool trough;
};

// What is to be evaluated. With `draws`, the uncertain inputs are the first inputs, by their
// numbers, in base units, and a case of 0 is the scenario as it stands; else they stand at their
// medians.
struct evaluation {
    const struct vary *const *inputs;
    uint32_t input_count;
    bool draws;
    uint32_t figures;  // bits, 1 << enum figure
    const struct watched *watched;
    uint32_t watched_count;
};

struct evaluator {
    struct session *session;
    const struct evaluation *of;
    struct variant variant;
    struct open_rows open;
    struct open_input *inputs;
    uint32_t input_count, output_count;
    bool has_lanes;
    struct tape tape;
    double *slots;
};

// False after a report if the draws can't be lanes; of open inputs it never fails. To be closed in
// either case.
bool evaluator_open(struct evaluator *e, struct session *s, const struct evaluation *of);
void evaluator_close(struct evaluator *e);

// Does any output hang on this input? Not known, so true, where it has no lane.
bool evaluator_depends(const struct evaluator *e, uint32_t input);

// Computes up to TAPE_LANES points: x by input, then lane; out by lane, then output. What can't be
// computed at a point is no number.
void evaluator_run(struct evaluator *e, const double *x, uint32_t lanes, double *out);

// The same where there are lanes, on any thread that has slots of its own.
double *evaluator_slots(const struct evaluator *e, struct arena *a);
void evaluator_run_lanes(const struct evaluator *e, double *slots, const double *x,
                         uint32_t lanes, double *out);

// Where outputs stand, in base units.
static inline uint32_t evaluator_figure(uint32_t option, enum figure f)
{
    return option * (FIGURE_COUNT + 2) + (uint32_t)f;
}
static inline uint32_t evaluator_barred(uint32_t option)
{
    return evaluator_figure(option, FIGURE_COUNT);
}
// figure_size.
static inline uint32_t evaluator_size(uint32_t option)
{
    return evaluator_barred(option) + 1;
}
uint32_t evaluator_watched(const struct evaluator *e, uint32_t i);

// Puts numbers in the place of the open inputs for what is built next; between variant_begin and
// variant_end.
void evaluator_fix(struct evaluator *e, const double *x, uint32_t stride);

#endif
