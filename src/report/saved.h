// saved.h - a result that was saved as JSON, as the report that it was written from.
//
// Its tables are those of the file. What pages read of a session is filled from the head: names,
// months, rates, conventions; nothing can be computed with it. A version of the format with a higher
// minor is read, and what is not known of it is left out; another major is refused. Whatever the
// bytes are, a mistake is reported at its place.
#ifndef TCO_REPORT_SAVED_H
#define TCO_REPORT_SAVED_H

#include "analysis/gate.h"
#include "report/report.h"

enum { SAVED_BYTES = 32 * 1024 * 1024 };

struct saved {
    struct session *session;
    struct str file, kind;  // "<stdin>", "compare"
    struct str tool_version;
    uint32_t root;
    struct report report;  // with facts and tables, without pages
};

// Does a text begin like a saved result, and not like YAML?
bool saved_is_one(struct str text);

// Reads a result into a fresh session. False after a report.
bool saved_read(struct session *s, struct str file, struct saved *out);
// The same of a text that is there already.
bool saved_parse(struct session *s, struct str file, struct str text, struct saved *out);

// The text of a cell of a table of the result, or its number, by the key of its column.
struct table_cell saved_cell(const struct saved *r, const struct table *t, uint32_t row,
                             const char *key);

// The comparison that `summary` and the lists beside it hold: figures to the cent, and what is not
// in the file is not known.
struct comparison saved_comparison(struct saved *r);

// A result as a base of a gate: of a whole comparison, cash flow or gate; false after a report.
struct saved_base {
    struct saved *saved;
    struct session *head;  // what is compared with it; gets what is reported
    struct comparison comparison;
};
bool saved_is_base(struct saved *r);
struct base base_of_saved(struct saved_base *b);

// Gives the report its pages, and its standard list; `table` is the list that was asked for, or
// empty. False after a report where the result is no whole one.
bool saved_pages(struct saved *r, struct str table);

#endif
