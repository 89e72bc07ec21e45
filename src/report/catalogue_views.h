// catalogue_views.h - models and catalogue entries as tables.
#ifndef TCO_REPORT_CATALOGUE_VIEWS_H
#define TCO_REPORT_CATALOGUE_VIEWS_H

#include "report/report.h"

// Every model with its sentence.
struct table view_models(struct session *s);

// The names of one model, which is form 1 of the session's program.
struct table view_model(struct session *s);

// The kinds of catalogue entries.
struct table view_proven(struct session *s, const struct proven_list *list);
struct table view_kinds(struct session *s);

// The entries of a kind, or of all kinds, that hold every word; `word_count` 0 for all.
struct table view_entries(struct session *s, struct str kind, const struct str *words,
                          uint32_t word_count);

// Every figure of an entry, history included.
struct table view_figures(struct session *s, struct str kind, struct str id);

// The same for people.
void page_model(const struct report *r, struct text *out, unsigned width);
void page_entry(const struct report *r, struct text *out, unsigned width);

#endif
