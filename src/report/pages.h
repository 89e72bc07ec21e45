// pages.h - reports for people: what a command prints on a terminal.
#ifndef TCO_REPORT_PAGES_H
#define TCO_REPORT_PAGES_H

#include "report/views.h"

struct remarks;
struct document;

// What was found, a line each: the answer of each analysis. A page prints it, and a document begins
// with it.
void answer_compare(const struct report *r, struct text *out);
void answer_cashflow(const struct report *r, struct text *out);
void answer_check(const struct report *r, struct text *out);
void answer_simulate(const struct report *r, struct text *out);
void answer_sensitivity(const struct report *r, struct text *out);
void answer_breakeven(const struct report *r, struct text *out);
void answer_sweep(const struct report *r, struct text *out);
void answer_optimize(const struct report *r, struct text *out);
void answer_explain(const struct report *r, struct text *out);

// The tables of pages, for documents.
void opening_check(const struct report *r, struct document *d);
void opening_sensitivity(const struct report *r, struct document *d);
void opening_simulate(const struct report *r, struct document *d);
void opening_sweep(const struct report *r, struct document *d);
void opening_optimize(const struct report *r, struct document *d);

// What r->context of a comparison points at.
struct compare_page {
    const struct comparison *comparison;
    const struct breakdown *breakdown;  // NULL where a saved result lacks it
    // NULL where nobody asked, or there is none.
    const struct sensitivity *sensitivity;
    const struct simulation *simulation;
    const struct fan *fan;
};

void page_compare(const struct report *r, struct text *out, unsigned width);
// The cheapest option, what it costs, and how that compares with the baseline.
void page_winner(const struct session *s, const struct comparison *c, struct text *out);

// The columns of a table that people see.
struct shown_table {
    struct table table;
    uint32_t *shown, count;
    struct str caption;  // what it is, where its section has several; else empty
    struct str note;     // of the unit of its money; may be empty
    bool folded;         // a page shows its note, and the rest when that is opened
    size_t letters;      // across it, of a page that was measured
};
// The options side by side; where `width` is too narrow, in larger units of money.
struct shown_table page_options(struct arena *a, const struct report *r,
                                const struct comparison *c, unsigned width);
// Money in whole units, thousands or millions, so that a column stays narrow.
struct scale {
    double divisor;
    const char *word;
};
struct scale scale_of(const struct comparison *c);

// Name, months, currency, rates and conventions of a scenario, in two or three lines.
void page_head(const struct session *s, struct text *out, unsigned width);

void page_cashflow(const struct report *r, struct text *out, unsigned width);

// What r->context of a gate points at.
struct check_page {
    const struct gate *gate;              // NULL where a mistake kept it from being judged
    const struct comparison *comparison;  // of the scenario
    const struct base *base;              // or NULL
    const struct remarks *remarks;        // of a saved result; else NULL
};

void page_check(const struct report *r, struct text *out, unsigned width);
// The same as a comment below a change.
void comment_check(const struct report *r, struct text *out);
// "3 checks: 1 denied, 2 passed."
struct str gate_verdict(struct arena *a, const struct gate *g);

struct simulate_page {
    const struct comparison *comparison;  // with every uncertain input at its median
    const struct simulation *simulation;
    const struct fan *fan;    // may be NULL
    const struct fan *drawn;  // the same for a chart, which may be all that was asked for
};

// What the fan of a simulation shows, by year, or by quarter of a short horizon; in money over
// `divisor`.
struct table page_fan_table(struct arena *a, const struct session *s, const struct fan *fan,
                            double divisor);
struct str page_fan_note(struct arena *a, const struct session *s, const struct fan *fan,
                         const struct scale *scale);
void page_fan(const struct session *s, const struct fan *fan, const struct scale *scale,
              struct text *out, unsigned width);
void page_simulate(const struct report *r, struct text *out, unsigned width);

// What r->context of a break-even points at.
struct breakeven_page {
    const struct crossovers *crossovers;
    const struct frontier *frontier;
    struct str table;  // that was asked for, or empty
};

void page_breakeven(const struct report *r, struct text *out, unsigned width);

// r->context is a struct sweep_page, or a struct optima.
void page_sweep(const struct report *r, struct text *out, unsigned width);
// r->context is a struct sensitivity.
void page_sensitivity(const struct report *r, struct text *out, unsigned width);
void page_optimize(const struct report *r, struct text *out, unsigned width);

// Several lines, each wrapped at the width.
void page_lines(const struct text *lines, struct text *out, unsigned width);

// What options are ranked by, in words.
const char *measure_word(enum rank_by r);

// A value with its unit, which is left out where it is 1.
void page_add_value(struct text *out, double value, struct str unit);

// r->context is a struct explanation.
void page_explain(const struct report *r, struct text *out, unsigned width);

// 12,345,678 USD
struct str money_text(struct arena *a, const struct session *s, double v);

#endif
