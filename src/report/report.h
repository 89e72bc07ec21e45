// report.h - what a command found, ready for a writer.
#ifndef TCO_REPORT_REPORT_H
#define TCO_REPORT_REPORT_H

#include "analysis/compare.h"
#include "report/chart.h"
#include "report/table.h"
#include "session/session.h"

enum { REPORT_TABLES = 12 };

// How CSV is written: for programs, or for a spreadsheet that takes it from a double click.
enum csv_dialect {
    CSV_STANDARD,  // RFC 4180
    CSV_EXCEL,     // with a byte order mark, so that accents survive
    CSV_EXCEL_EU   // that, semicolons and decimal commas
};

// What the command line says of how a report is written.
struct presentation {
    enum csv_dialect csv;
    bool one_table;         // a table was asked for by name: documents hold it alone
    enum chart_word chart;  // that was asked for, or CHART_COUNT
    bool plots;             // tables for people have pictures below
    bool utf8;              // of more than ASCII
};

// Facts that stand beside the tables, at the top of a JSON object.
struct fact {
    const char *key;
    struct table_cell value;
    enum number_format format;
};

struct document;

struct report {
    const char *kind;         // "tco.compare"
    struct str tool_version;  // of the program that found it, where it is another one
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
    // What was found, a line each: the answer in the first, what is to be known beside it below.
    // Every format for people says it. NULL: nothing but the tables.
    void (*answer)(const struct report *r, struct text *out);
    // The tables of the page for people that are no lists of the report, or not as that shows them:
    // documents have them behind the answer. May be NULL.
    void (*opening)(const struct report *r, struct document *d);
    bool text_chooses;  // `text` shows the table that was asked for by name
    // What documents hold; NULL: the answer, the charts, the tables one after another, the facts.
    void (*document)(const struct report *r, struct document *d);
    // What documents hold of a table that was asked for by name; false, or NULL: the table.
    bool (*document_table)(const struct report *r, const struct table *chosen,
                           struct document *d);
    // Builds a chart; false where there is none of that word. NULL: there are none.
    bool (*chart)(const struct report *r, struct arena *a, enum chart_word w,
                  struct chart *out);
    // What Markdown is instead, where it is a comment below a change and no document.
    void (*comment)(const struct report *r, struct text *out);
    const void *context;        // of all
    const char *default_table;  // for formats that hold one table
    const char *asked_tables;  // ", metrics": those that are only there when asked for, or NULL
    struct presentation presentation;
    const struct comparison *comparison;  // for workbooks; NULL where there is none
};

void report_add(struct report *r, struct table t);
const struct table *report_table(const struct report *r, struct str name);

#endif
