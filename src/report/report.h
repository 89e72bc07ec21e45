// report.h - what a command found, ready for a writer.
#ifndef TCO_REPORT_REPORT_H
#define TCO_REPORT_REPORT_H

#include "analysis/compare.h"
#include "report/table.h"
#include "session/session.h"

enum { REPORT_TABLES = 12 };

// Facts that stand beside the tables, at the top of a JSON object.
struct fact {
    const char *key;
    struct table_cell value;
    enum number_format format;
};

struct report {
    const char *kind;  // "tco.compare"
    struct session *session;
    bool complete;
    uint64_t seed;
    bool has_seed;
    struct table tables[REPORT_TABLES];
    uint32_t table_count;
    struct fact facts[16];
    uint32_t fact_count;
    // Writes the report for people; `width` is 0 when nothing limits it.
    void (*text)(const struct report *r, struct text *out, unsigned width);
    const void *context;        // of `text`
    const char *default_table;  // for formats that hold one table
};

void report_add(struct report *r, struct table t);
const struct table *report_table(const struct report *r, struct str name);

#endif
