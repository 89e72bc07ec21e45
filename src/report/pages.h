// pages.h - reports for people: what a command prints on a terminal.
#ifndef TCO_REPORT_PAGES_H
#define TCO_REPORT_PAGES_H

#include "report/views.h"

// What r->context of a comparison points at.
struct compare_page {
    const struct comparison *comparison;
};

void page_compare(const struct report *r, struct text *out, unsigned width);

// Name, months, currency, rates and conventions of a scenario, in two or three lines.
void page_head(const struct session *s, struct text *out, unsigned width);

// What r->context of a cash flow points at.
struct cashflow_page {
    enum period period;
};

void page_cashflow(const struct report *r, struct text *out, unsigned width);

struct simulate_page {
    const struct comparison *comparison;  // with every uncertain input at its median
    const struct simulation *simulation;
};

void page_simulate(const struct report *r, struct text *out, unsigned width);

// What r->context of a break-even points at.
struct breakeven_page {
    const struct crossovers *crossovers;
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
