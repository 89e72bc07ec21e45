// diff_views.h - a diff as tables, and for people.
#ifndef TCO_REPORT_DIFF_VIEWS_H
#define TCO_REPORT_DIFF_VIEWS_H

#include "analysis/diff.h"
#include "report/pages.h"

struct diff_page {
    const struct diff *diff;
    const struct version *base, *head;
};

struct table view_moved_options(const struct diff_page *p);
// Of one option of the head, or of all: NO_NAME.
struct table view_causes(const struct diff_page *p, uint32_t option);
struct table view_moved_lines(const struct diff_page *p);
struct table view_edits(const struct diff_page *p);

void page_diff(const struct report *r, struct text *out, unsigned width);

// Where the base came from, as facts: `base_from` is "scenario", "stdin" or "result".
void report_add_base(struct report *r, struct str file, struct str sha256, const char *from,
                     struct str version, struct str head);

#endif
