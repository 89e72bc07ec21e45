#include "report/writer.h"

void report_add(struct report *r, struct table t)
{
    if (r->table_count < REPORT_TABLES) r->tables[r->table_count++] = t;
}

const struct table *report_table(const struct report *r, struct str name)
{
    for (uint32_t i = 0; i < r->table_count; i++)
        if (str_eq(r->tables[i].name, name)) return &r->tables[i];
    return NULL;
}

bool report_chart(const struct report *r, struct arena *a, struct chart *out)
{
    if (!r->chart) return false;
    if (r->presentation.chart != CHART_COUNT) return r->chart(r, a, r->presentation.chart, out);
    for (int w = 0; w < CHART_COUNT; w++)
        if (r->chart(r, a, (enum chart_word)w, out)) return true;
    return false;
}
