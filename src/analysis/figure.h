// figure.h - figures of an option by name, as values that may be nodes of the graph.
//
// p10, p50 and p90 are quantiles of what options are ranked by.
#ifndef TCO_ANALYSIS_FIGURE_H
#define TCO_ANALYSIS_FIGURE_H

#include "session/session.h"

enum figure {
#define FIGURE(code, key, unit, factor, kind) FIGURE_##code,
#include "analysis/figure.def"
#undef FIGURE
    FIGURE_COUNT
};

const char *figure_key(enum figure f);
// Empty for money.
const char *figure_unit(enum figure f);
double figure_factor(enum figure f);
bool figure_is_simulated(enum figure f);
// FIGURE_COUNT if there is none.
enum figure figure_find(struct str key);
// "npv, total, ..", for messages; with or without those that need trials.
struct str figure_list(struct arena *a, bool simulated);

// What options are ranked by.
enum figure figure_ranked(const struct session *s);
// Is it known in this scenario? npv needs a discount rate.
bool figure_is_known(const struct session *s, enum figure f);

// Of a computed session, in base units; not of those that need trials. What a meter can't tell is
// no number.
struct val figure_val(struct session *s, uint32_t option, enum figure f);
// 1 where the option can't do the work.
struct val figure_barred(const struct session *s, uint32_t option);

// The size of the flows that make up what options are ranked by: their sum without signs. What
// rounding leaves of a figure is a part of this, however little the flows come to.
struct val figure_size(struct session *s, uint32_t option);

// The first option in scenario order that costs no more than the cheapest of them (see is_cheaper);
// costs that are no number are left out. `size` by option, or NULL. NO_NAME if there is none.
uint32_t figure_cheapest(const double *cost, const double *size, uint32_t count);

#endif
