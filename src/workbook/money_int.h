// money_int.h - shared by the files that plan the pages of options: money.c, amortised.c, returns.c,
// statements.c, time.c.
#ifndef TCO_WORKBOOK_MONEY_INT_H
#define TCO_WORKBOOK_MONEY_INT_H

#include "analysis/statement.h"
#include "workbook/formula_int.h"
#include "workbook/money.h"

// Lines are added to a page, of an option or of all.
struct builder {
    struct plan *p;
    uint32_t option, page;
    const struct tally *tally;
    struct str currency;
};

static inline struct str money_mark(struct builder *b, enum mark mark, uint32_t quantity)
{
    return formula_mark(b->p->arena, mark, quantity, 0);
}

struct place money_place(struct builder *b, uint32_t row);  // where the formula of a row stands
double *money_numbers(struct plan *p, const struct val *list);
double *money_zeros(struct plan *p);
uint32_t money_line(struct builder *b, struct str label, struct str template,
                    const double *values, enum quantity_style style);
uint32_t money_figure(struct builder *b, enum money_figure f, struct str template,
                      double value);
// One whose value is a word, now or always.
uint32_t money_word(struct builder *b, enum money_figure f, struct str template,
                    const char *word);
// Tokens that an option serves in the month of a column; empty where it serves none.
struct str money_tokens(struct builder *b, struct place *t, bool input, bool output);
struct str money_whole(struct builder *b, uint32_t line);  // the sum of a line
struct str money_rate(struct builder *b, uint32_t row);    // a yearly rate, per year

void time_plan(struct builder *b);       // the page of time, before all others
void time_periods(struct builder *b);    // quarters and years, behind them
void levelised_plan(struct builder *b);  // of one option
void amortised_plan(struct builder *b);  // of one option
// The template of what the books hold of a line, or of a part of it; without a charge on capital.
void amortised_book(struct builder *b, uint32_t line, enum book_part part, struct quantity *q);
// The cell of an amount in the month that causes it, in money of one.
struct str amortised_caused(struct builder *b, struct place *t, uint32_t amount);
// What the life of a line leaves for the time after the horizon.
struct str amortised_after(struct builder *b, const struct line *line, uint32_t amount);
// A statement of all lines, with nothing reported; false if there is none.
bool statements_build(struct plan *p, enum view view, struct statement *out);
void statements_plan(struct builder *b, const struct statement *st);  // of one option
void compared_plan(struct builder *b);  // of one option: is it compared?
void returns_plan(struct builder *b);   // of one option against the baseline
// The page of checks: its counts, on top; a count of errors of each option, which is one of its
// figures; and, when all else is there, the checks themselves.
void checks_begin(struct builder *b);
void checks_begin_option(struct builder *b);
void checks_plan(struct builder *b);

#endif
