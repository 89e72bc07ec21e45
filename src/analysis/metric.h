// metric.h - the figures of an option by name: those of metric.def.
#ifndef TCO_ANALYSIS_METRIC_H
#define TCO_ANALYSIS_METRIC_H

#include "analysis/compare.h"

enum metric {
#define METRIC(key, unit, known, value) METRIC_##key,
#include "analysis/metric.def"
#undef METRIC
    METRIC_COUNT
};

struct str metric_key(enum metric m);
// METRIC_COUNT if there is none of that name.
enum metric metric_find(struct str key);
// Its unit in a scenario that counts in `currency`.
struct str metric_unit(struct arena *a, enum metric m, struct str currency);
struct maybe metric_value(const struct option_figures *f, enum metric metric);

#endif
