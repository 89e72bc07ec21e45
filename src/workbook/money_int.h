// money_int.h - shared by the files that plan the pages of options: money.c, amortised.c, returns.c,
// time.c.
#ifndef TCO_WORKBOOK_MONEY_INT_H
#define TCO_WORKBOOK_MONEY_INT_H

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
struct str money_whole(struct builder *b, uint32_t line);  // the sum of a line
struct str money_rate(struct builder *b, uint32_t row);    // a yearly rate, per year

void time_plan(struct builder *b);       // the page of time, before all others
void time_periods(struct builder *b);    // quarters and years, behind them
void amortised_plan(struct builder *b);  // of one option
void returns_plan(struct builder *b);    // of one option against the baseline
void checks_plan(struct builder *b);

#endif
