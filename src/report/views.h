// views.h - results of the analysis as tables, with the keys of the JSON format.
#ifndef TCO_REPORT_VIEWS_H
#define TCO_REPORT_VIEWS_H

#include "analysis/breakdown.h"
#include "analysis/crossover.h"
#include "analysis/explain.h"
#include "analysis/fan.h"
#include "analysis/frontier.h"
#include "analysis/gate.h"
#include "analysis/optimum.h"
#include "analysis/period.h"
#include "analysis/sensitivity.h"
#include "analysis/simulate.h"
#include "report/report.h"

struct table view_summary(const struct session *s, const struct comparison *c);
struct table view_metrics(const struct session *s, const struct comparison *c);
struct table view_breakeven(const struct session *s, const struct comparison *c);
struct table view_crossings(const struct session *s, const struct comparison *c);
// Cash by category, by category and year, and by month: the opening is month 0.
struct table view_categories(const struct session *s, const struct comparison *c,
                             const struct breakdown *b);
struct table view_flows(const struct session *s, const struct comparison *c,
                        const struct breakdown *b);
struct table view_cash(const struct session *s, const struct comparison *c);
struct table view_roots(const struct session *s, const struct crossovers *c);
struct table view_intervals(const struct session *s, const struct crossovers *c);
struct table view_frontier(const struct session *s, const struct crossovers *c,
                           const struct frontier *f);
struct table view_rows(struct session *s, enum period period);
struct table view_meters(struct session *s);
struct table view_assumptions(struct session *s);
struct table view_diagnostics(struct session *s);
struct table view_messages(struct session *s, uint32_t first, uint32_t count);  // some of them
struct table view_terms(const struct session *s, const struct explanation *e);
struct table view_checks(const struct session *s,
                         const struct gate *g);  // NULL: there are none

// What the options of the scenario cost in the base; without one there is nothing.
struct table view_base(const struct session *s, const struct base *base);

// A file that was checked and is well.
struct valid_file {
    struct str file;
    enum file_kind kind;
    bool valid;
};
const char *file_kind_word(enum file_kind kind);
struct table view_files(const struct valid_file *files, uint32_t count);

// A sweep: its grid, which of its figures are shown, and which of them options are ranked by.
struct sweep_page {
    struct grid *grid;
    uint32_t shown, ranked;
    bool asked;        // for figures
    struct str table;  // that was asked for, or empty
};

struct table view_axes(const struct session *s, const struct grid *g);
struct table view_sweep(const struct session *s, const struct sweep_page *p);
// At how many of the points that are there each option is the cheapest.
uint64_t *sweep_wins(const struct session *s, const struct sweep_page *p);
struct table view_winners(const struct session *s, const struct sweep_page *p);
// The values of the last axis across, where there are not too many of them.
bool sweep_has_grid(const struct sweep_page *p);
struct table view_grid(const struct session *s, const struct sweep_page *p);
// Of two axes, without blocks: which option is cheapest, or, with `costs`, its first figure.
struct table view_field(const struct session *s, const struct sweep_page *p, bool costs);

struct table view_optimum(const struct session *s, const struct optima *o);
struct table view_flatness(const struct session *s, const struct optima *o);
struct table view_limits(const struct session *s, const struct optima *o);
struct table view_infeasible(const struct session *s, const struct optima *o);

struct table view_sensitivity(const struct session *s, const struct sensitivity *x);
struct table view_effects(const struct session *s, const struct sensitivity *x);
struct table view_importance(const struct session *s, const struct sensitivity *x);
struct table view_inert(const struct session *s, const struct sensitivity *x);

// How many points there are, and were computed, as facts.
void report_add_points(struct report *r, const struct grid *g);

struct table view_chances(const struct session *s, const struct simulation *sim);
// .. with months where there is a fan, which may be NULL.
struct table view_distribution(const struct session *s, const struct simulation *sim,
                               const struct fan *fan);
// Bins of the metric that ranks.
struct table view_histogram(const struct session *s, const struct simulation *sim);
struct table view_unknowns(const struct session *s, const struct simulation *sim);
struct table view_tornado(const struct session *s, const struct simulation *sim);
struct table view_broken_even(const struct session *s, const struct fan *fan);

#endif
