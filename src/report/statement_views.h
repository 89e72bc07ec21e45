// statement_views.h - statements as tables and pages.
#ifndef TCO_REPORT_STATEMENT_VIEWS_H
#define TCO_REPORT_STATEMENT_VIEWS_H

#include "analysis/statement.h"
#include "report/report.h"

struct table view_statement(struct session *s, const struct statement *st, enum period period);
// Every line's cash and books over life.
struct table view_reconciliation(struct session *s);

// What r->context of a statement points at.
struct statement_page {
    const struct statement *statement;  // not needed for another table than its own
    enum period period;
    struct str table;  // that was asked for, or empty
    const struct comparison *comparison;
};

void page_statement(const struct report *r, struct text *out, unsigned width);

#endif
