// explain.h - where a figure comes from: its formula, the numbers in it, and the origin of each.
#ifndef TCO_ANALYSIS_EXPLAIN_H
#define TCO_ANALYSIS_EXPLAIN_H

#include "session/session.h"

// One number of an explanation. Terms stand in the order in which formulas mention them, each
// followed by its own terms, one level deeper.
struct term {
    uint32_t depth;   // 1 for what the explained formula itself mentions
    struct str name;  // as formulas call it: server.power, prev(installed)
    struct str address;
    bool known;
    double value;  // in `unit`
    struct str unit;
    struct str word;        // of a value that is text
    VEC(struct str) bands;  // of a table or list: its rows as a scenario writes them
    struct str origin;      // scenario, default, catalog, formula, convention ..
    struct str formula;     // empty for plain figures
    struct str doc;
    struct str location, source, as_of, confidence, entry, note;
    bool repeated;  // its own terms stand further up
};

struct explanation {
    struct str address;
    struct str month;  // "2027-06", "opening", or empty for sums over the horizon
    struct term self;
    struct str remark;  // where the money is booked
    // Of a cost line: what the month's own column pays, which may be for other months.
    bool has_paid;
    double paid;          // in the unit of the line
    struct str paid_for;  // "2027-04", "2027-04 to 2027-06", or empty when nothing is paid
    VEC(struct term) terms;
};

// Explains an address in a month (0 is the opening). False after a report.
bool explain(struct session *s, struct str address, uint32_t month, struct explanation *out);

#endif
