#include "analysis/metric.h"

static const struct {
    struct str key, unit;
} METRICS[] = {
#define METRIC(key, unit, known, value) {{#key, sizeof #key - 1}, {unit, sizeof unit - 1}},
#include "analysis/metric.def"
#undef METRIC
};

struct str metric_key(enum metric m)
{
    return METRICS[m].key;
}

enum metric metric_find(struct str key)
{
    for (int m = 0; m < METRIC_COUNT; m++)
        if (str_eq(METRICS[m].key, key)) return (enum metric)m;
    return METRIC_COUNT;
}

struct str metric_unit(struct arena *a, enum metric m, struct str currency)
{
    struct str unit = METRICS[m].unit;
    if (unit.at[0] != '$') return unit;
    return str_format(a, "%.*s%.*s", STR_ARG(currency), STR_ARG(str_cut(unit, 1, unit.len)));
}

struct maybe metric_value(const struct option_figures *f, enum metric metric)
{
    const struct metrics *m = &f->metrics;
    const struct maybe all[] = {
#define METRIC(key, unit, known, value) {known, value},
#include "analysis/metric.def"
#undef METRIC
    };
    return all[metric];
}
