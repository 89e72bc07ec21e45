// grid.h - figures of every option at every combination of the values of some axes.
//
// Numbers are lanes of one graph. Words, which may change what is computed, are set in a session of
// their own for each combination; so are numbers once, so that a default which is swept counts as
// stated. Simulated figures take as many trials at each point, with the same draws.
#ifndef TCO_ANALYSIS_GRID_H
#define TCO_ANALYSIS_GRID_H

#include "analysis/axis.h"
#include "analysis/figure.h"
#include "analysis/simulate.h"

// Where further sessions of a scenario come from.
struct study {
    struct session *session;  // computed; errors are reported to it
    struct str models;
    struct load_settings settings;
    const struct str *sets;  // ADDRESS=VALUE of the command line
    uint32_t set_count;
};

// A row that is held by a limit: its peak, or its trough, over the months.
struct grid_row {
    struct str address;
    bool trough;
    double factor;  // into base units
};

enum { GRID_ROWS = 16 };

struct grid {
    const struct axis *axes;  // the last one moves fastest
    uint32_t axis_count;
    enum figure figures[FIGURE_COUNT];  // that were asked for
    uint32_t figure_count;
    struct grid_row rows[GRID_ROWS];
    uint32_t row_count;
    uint64_t samples, seed;  // of simulated figures
    uint32_t jobs;           // threads: of points, or of the trials of a point
    uint64_t points;
    // What came of it:
    uint32_t options;
    uint64_t done;        // points
    const bool *is_done;  // by point
    bool moves[AXES];     // some figure hangs on the axis
    double *values;       // by point, then option and its figures, then rows; NaN: not known
    bool *barred;         // by point, then option: it can't do the work
    double *sizes;        // the same, of the flows that make up what options are ranked by
};

// Refuses, with the arithmetic, what would not fit; before any work. `written` are the bytes that
// a point will take in the output. False after a report.
bool grid_check_size(struct session *s, const struct grid *g, uint64_t written);

// False after a report. Stopped by the watcher it is true, with done < points.
bool grid_run(const struct study *study, struct grid *g, struct watcher w);

// In the unit of the figure, or of the row.
double grid_value(const struct grid *g, uint64_t point, uint32_t option, uint32_t figure);
double grid_row_value(const struct grid *g, uint64_t point, uint32_t row);
bool grid_is_barred(const struct grid *g, uint64_t point, uint32_t option);
double grid_size(const struct grid *g, uint64_t point, uint32_t option);

// Which value of an axis a point has.
uint64_t grid_index(const struct grid *g, uint64_t point, uint32_t axis);
// The point that lies `steps` of an axis further on.
uint64_t grid_neighbour(const struct grid *g, uint64_t point, uint32_t axis, int64_t steps);

// Trials of a session as it stands, whose ledger they replace. False if one of them fails.
bool grid_simulate(struct session *s, const struct grid *g, struct simulation *out);

// A simulated figure, of what options are ranked by.
double grid_quantile(const struct simulation *sim, uint32_t option, enum figure f,
                     enum rank_by rank_by);

// A session of one combination of words: further sets, then loaded and computed. False after a
// report to the study's session.
bool study_load(const struct study *study, const struct str *sets, uint32_t count,
                struct session *out);

#endif
