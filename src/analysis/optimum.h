// optimum.h - the values of one to three inputs at which an option costs least.
//
// Every combination is computed, so that the least of them is the least: costs that climb by whole
// servers have many valleys. What is as cheap as another, but for rounding, stands behind it where
// its values come later.
#ifndef TCO_ANALYSIS_OPTIMUM_H
#define TCO_ANALYSIS_OPTIMUM_H

#include "analysis/grid.h"

// A bound on a figure of the option, or on a row in any month.
struct limit {
    struct str what;
    enum figure figure;  // or FIGURE_COUNT:
    uint32_t row;        // of grid.rows
    uint32_t option;     // whose row it is; NO_NAME for the scenario's own
    bool least;          // not below it; else not above
    double value;        // in `unit`
    struct str unit;
    uint32_t place;  // of the figure, in grid.figures
};

enum { LIMITS = 16 };

struct optimum_plan {
    enum figure sought;
    struct limit limits[LIMITS];
    uint32_t limit_count;
};

// What stands next to the best along an axis: nothing, where the range ends, or a point that was
// stopped before, that may not be, or that may.
struct beside {
    enum { BESIDE_NONE, BESIDE_NOT_DONE, BESIDE_BARRED, BESIDE_ALLOWED } is;
    double value;  // of what is sought, where it may be
};

// How much worse the neighbours of the best point are along one axis.
struct flatness {
    bool moves;  // it makes a difference to the option, seen from the best
    struct beside below, above;
    uint64_t within_from, within_to;  // values around it that cost at most 1 % more
};

struct optimum {
    uint32_t option;
    bool found;      // some point can do the work within the limits
    uint64_t point;  // the best
    double value;
    uint64_t allowed, within;  // points that may be; of those, at most 1 % worse
    bool moves;  // the figure is not the same everywhere, also where it may not be
    bool has_now;
    double now;  // what the scenario as it stands comes to, where that is known
    struct flatness flat[AXES];
};

// Why an option may not be at a point.
enum barred_by { BARRED_NOT, BARRED_WORK, BARRED_NUMBER, BARRED_LIMIT };

struct optima {
    struct grid grid;
    struct optimum_plan plan;
    struct optimum *list;  // by option
    uint32_t best;         // the option that costs least; NO_NAME if none is allowed anywhere
};

// WHAT=VALUE: a figure of figure.def, or the address of a row. False after a report.
bool limit_parse(struct session *s, struct str text, bool least, struct optima *out);

// Of a grid whose axes are read. False after a report.
bool optima_find(const struct study *study, struct optima *out, struct watcher w);

// At a point; *limit is the first one that it breaks.
enum barred_by optima_barred(const struct optima *o, uint64_t point, uint32_t option,
                             uint32_t *limit);
// The broken limit's own figure there.
double optima_limited(const struct optima *o, uint64_t point, uint32_t option,
                      const struct limit *l);

#endif
