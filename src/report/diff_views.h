// diff_views.h - a diff as tables, and for people.
#ifndef TCO_REPORT_DIFF_VIEWS_H
#define TCO_REPORT_DIFF_VIEWS_H

#include "analysis/diff.h"
#include "report/document.h"

// What it points to is read with the rows of the tables made from it, and lives as long as they.
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
void document_diff(const struct report *r, struct document *d);
void comment_diff(const struct report *r, struct text *out);

// Between the pages of a diff.
struct table_cell diff_cell(const struct table *t, struct arena *a, uint32_t row,
                            const char *key);
struct str diff_fact(const struct report *r, const char *key);  // a text; empty without one
bool diff_moved(const struct report *r, struct arena *a);

// Whether options are shown by present value: some move in it alone, or it has another winner.
bool diff_by_value(const struct report *r, struct arena *a);
struct str diff_nothing(const struct report *r, struct arena *a);  // in one line
struct str diff_sides(const struct report *r, struct arena *a);
// "The total of api falls by 1,234 USD."
struct str diff_headline(const struct report *r, struct arena *a);
// Further options that were added or removed, a line each.
struct str diff_options(const struct report *r, struct arena *a);
void answer_diff(const struct report *r, struct text *out);
struct str diff_winner(const struct report *r, struct arena *a);  // empty where it is the same

// A table in a comment, folded away, cut to its largest rows.
void comment_largest(struct text *out, const struct table *t, struct str heading, uint32_t most,
                     const uint32_t *shown, uint32_t count);

// Rows of a table by their change, the largest first, at most `most`.
struct table diff_largest(const struct table *t, struct arena *a, uint32_t most);

// Where the base came from, as facts: `base_from` is "scenario", "stdin" or "result".
void report_add_base(struct report *r, struct str file, struct str sha256, const char *from,
                     struct str version, struct str head);
// The cheapest option of both, as facts; empty where none is feasible.
void report_add_winners(struct report *r, struct str base, struct str head);

#endif
