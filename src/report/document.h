// document.h - a result as headings, paragraphs, lists and tables, before anybody chose how to
// write it: as Markdown or as a page.
#ifndef TCO_REPORT_DOCUMENT_H
#define TCO_REPORT_DOCUMENT_H

#include "report/pages.h"

enum block_kind {
    BLOCK_HEADING,    // text
    BLOCK_VERDICT,    // text: the answer, in one line
    BLOCK_PARAGRAPH,  // text, in one line
    BLOCK_LIST,       // text, one line for each point
    BLOCK_TABLE,      // table, with its note
    BLOCK_CHART       // chart, where the format has pictures
};

struct block {
    enum block_kind kind;
    struct str text;
    struct shown_table table;
    const struct chart *chart;
};

struct document {
    struct arena *arena;
    struct str title, basis;  // either may be empty
    VEC(struct block) blocks;
};

void document_heading(struct document *d, struct str text);
void document_verdict(struct document *d, struct str text);
void document_paragraph(struct document *d, struct str text);  // nothing where it is empty
void document_list(struct document *d, struct str lines);
void document_table(struct document *d, struct shown_table t);
// The first line of the report's answer; makes the others, of which nothing is in the document yet.
struct str document_answer(struct document *d, const struct report *r);

// A chart of the report; nothing where it has none of that word, or where it stands there already.
void document_chart(struct document *d, const struct report *r, enum chart_word w);

// How long an address of the web is that begins here; 0 where none does. It ends before a blank and
// before what could end a link or a cell.
size_t link_length(struct str s, size_t at);

// All columns of a table but those that are data alone.
struct shown_table document_shown(struct arena *a, const struct session *s,
                                  const struct table *t);

// What a report says: by its own `document`, or its facts and tables one after another. Where a
// table was asked for by name, that alone.
struct document document_of(struct arena *a, const struct report *r,
                            const struct table *chosen);

// "36 months from 2027-01, in USD, discounted at 9 %/year. Prices as of 2026-11-01."
struct str document_basis(struct arena *a, const struct session *s);

// What was reported, under a heading; nothing where nothing was.
void document_messages(struct document *d, const struct report *r);

// The documents of commands.
void document_compare(const struct report *r, struct document *d);
void document_explain(const struct report *r, struct document *d);
// How often each option is the cheapest, and what it costs more than the cheapest.
void document_chances(struct document *d, const struct report *r, const struct simulation *sim,
                      struct scale scale);
// What moves the cost most, and where that turns the answer; at most so many inputs.
void document_inputs(struct document *d, const struct report *r, const struct sensitivity *x,
                     struct scale scale, uint32_t most);
// What the result rests on; many assumptions are folded.
void document_assumptions(struct document *d, struct shown_table s);
// Its cash by category and period, a table for each option.
void document_flows(struct document *d, const struct session *s, const struct comparison *c,
                    const struct breakdown *b);
// "api", or "api (infeasible)".
struct str document_option(struct arena *a, const struct session *s, const struct comparison *c,
                           uint32_t option);

#endif
