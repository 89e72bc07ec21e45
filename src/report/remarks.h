// remarks.h - what is wrong, as programs that show it beside lines want it: diagnostics, and checks
// that fail.
#ifndef TCO_REPORT_REMARKS_H
#define TCO_REPORT_REMARKS_H

#include "report/pages.h"

struct remark {
    enum severity severity;
    struct str rule;     // the id of a message, or "budget", "change", "assertion"
    struct str id;       // of the check; empty for messages
    struct str message;  // one line, without control characters
    struct str file;     // empty where it stands in none
    uint32_t line, column, end_column;  // from 1; 0 where there is no place
    const struct waiver *waiver;        // that lets it be, or NULL
};

struct remarks {
    VEC(struct remark) list;
};

// Of a check that fails, without its place.
struct remark remark_of_finding(struct arena *a, const struct finding *f);

// Messages first, then checks, each in their order. `g` may be NULL.
struct remarks remarks_of(struct arena *a, const struct session *s, const struct gate *g);

#endif
