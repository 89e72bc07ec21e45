#include "report/report.h"

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
