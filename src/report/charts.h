// charts.h - the charts of what commands find.
#ifndef TCO_REPORT_CHARTS_H
#define TCO_REPORT_CHARTS_H

#include "analysis/fan.h"
#include "analysis/sensitivity.h"
#include "report/pages.h"

// Each builds one chart in the arena; false where the report has none of that word. `r->context` is
// that of the report's page.
bool charts_compare(const struct report *r, struct arena *a, enum chart_word w,
                    struct chart *out);
bool charts_cashflow(const struct report *r, struct arena *a, enum chart_word w,
                     struct chart *out);
bool charts_breakeven(const struct report *r, struct arena *a, enum chart_word w,
                      struct chart *out);
bool charts_sensitivity(const struct report *r, struct arena *a, enum chart_word w,
                        struct chart *out);

bool charts_simulate(const struct report *r, struct arena *a, enum chart_word w,
                     struct chart *out);

// What they are made of.
struct chart chart_cumulative(struct arena *a, const struct session *s,
                              const struct comparison *c);
struct chart chart_savings(struct arena *a, const struct session *s,
                           const struct comparison *c);
struct chart chart_categories(struct arena *a, const struct session *s,
                              const struct comparison *c, const struct breakdown *b);
struct chart chart_tornado(struct arena *a, const struct session *s,
                           const struct sensitivity *x);
// The metric that ranks, of all trials.
struct chart chart_histogram(struct arena *a, const struct session *s,
                             const struct comparison *c, const struct simulation *sim);
struct chart chart_fan(struct arena *a, const struct session *s, const struct comparison *c,
                       const struct fan *fan);
struct chart chart_frontier(struct arena *a, const struct session *s,
                            const struct crossovers *c, const struct frontier *frontier);

#endif
