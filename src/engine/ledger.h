// ledger.h - cost lines booked to columns, and what they come to for each option.
//
// Column 0 is the opening, columns 1..months are the months. A line is computed in the month that
// causes it; `paid` moves the money: start, one column earlier; terms, so many months later, what
// would fall beyond the horizon being settled in the last column. Capex and what is paid at the
// start stands on its column boundary; all other money is an operating flow, discounted by
// finance.timing. Cash is capex and opex; expected losses and benefits stand beside it.
//
// The amortised view spreads a capex line over its life from the month in which it starts to
// serve; what falls beyond the horizon is kept, so that billed = effective + after, line by line
// (with finance.cost_of_capital the yearly annuity is charged instead, and interest comes on top).
// The books hold the same without that charge, or what `books` of the line says, so that
// billed = book + book_after for every line.
#ifndef TCO_ENGINE_LEDGER_H
#define TCO_ENGINE_LEDGER_H

#include "engine/finance.h"
#include "engine/unroll.h"

struct line {
    uint32_t row;  // its cost row
    uint32_t option;
    const struct name *name;  // with its class, category, life
    struct val *amount;       // by column, in the month that causes it; 0 in column 0
    struct val *billed;       // by column
    struct val later;       // months from the month that causes it to its column; -1: the start
    struct val *effective;  // by column
    struct val after;       // of the effective cost, what falls beyond the horizon
    struct val *book;       // by column: the same without a charge on capital, or by `books`
    struct val book_after;
    struct val *part[BOOK_PARTS];  // of book, where its row says how the books charge it; NULL
                                   // for a part that is not stated
    struct val life;               // in months; 0 where there is none
};

// A meter, summed over the components of one option. Not known as soon as one of them can't tell.
struct meter {
    struct str name;
    struct unit unit;
    struct str unit_text;
    struct val *amount;  // by column
    struct val total;
};

// Why a meter is not known: a component lacks an input, or serves and does not have the meter.
struct gap {
    struct str meter;
    uint32_t sheet;
    uint32_t input;  // a name of its form, or NO_NAME
    struct val
        known;  // 0; a node where it hangs on what is drawn or varied, else than 0 there is none
};

// A workload that nobody serves in full.
struct unserved {
    uint32_t workload;
    uint32_t month;  // the first
    double share;    // of the whole workload
    uint32_t idle;   // the first component that could take some and takes none then, or NO_NAME
};

// A workload whose answers are not as good as it requires.
struct lacking {
    uint32_t workload;
    uint32_t month;  // the first
    double quality;  // mean over what is served
    double required;
};

struct tally {
    uint32_t first_line, line_count;  // of ledger.lines
    struct val capex, opex, total, npv;
    struct val risk, benefit, risk_adjusted;
    struct val financing;              // loans and their like: beside the total, never in it
    struct val capex_gross, proceeds;  // of capex: what is paid, what is fetched
    struct val effective;              // amortised cost of all cash lines within the horizon
    struct val tokens, output_tokens, worth_of_tokens;  // the last discounted like costs
    struct val infeasible;          // 1 if some load is not served, or not as well as required
    struct val *dated, *operating;  // cash by column
    struct val *tokens_served, *output_served;  // by column
    VEC(struct meter) meters;
    VEC(struct gap) gaps;
    VEC(struct unserved) unserved;
    VEC(struct lacking) lacking;
};

struct ledger {
    uint32_t months;
    bool discounted;      // a discount rate is given
    bool taxed;           // a line of category tax is among them
    struct ledger_rate {  // effective rates per year
        bool known;
        struct val value;
    } discount, finance, reinvest, equity;
    struct val *inflation;  // yearly rate by column, from 1; NULL where none is given
    struct val
        *factor[3];  // discount factors by column, for shifts of 0, 0.5 and 1 months; NULL
                     // where none was needed
    VEC(struct line) lines;  // in scenario order
    struct tally *tallies;   // by option
};

// The column in which a month's amount is paid; its time of payment must be certain.
uint32_t ledger_column(const struct ledger *l, const struct line *line, uint32_t month);

// Computes every cost, meter, check and load of a program. False after a mistake was reported.
bool ledger_build(struct unroll *u, struct ledger *l);

// Reports the stated figures of a program with other mistakes that lie out of their bounds: those
// that can be computed on their own.
void ledger_judge_stated(struct unroll *u);

// The meter of a name, or NULL.
const struct meter *ledger_find_meter(const struct tally *t, const char *name);

// Is a meter there, and can all that serve or have it tell it? Of a computed ledger.
bool ledger_knows_meter(const struct tally *t, const char *name);

// The total of a meter where it is known, and no number where it is not: with what is drawn or
// varied the one may become the other.
struct val ledger_known_meter(struct graph *g, const struct tally *t, const char *name);

// The total of a meter, or 0.
struct val ledger_meter(const struct tally *t, const char *name);

// Months before the end of its column at which operating money stands.
double ledger_shift(const struct program *p);

// Months by which a flow of this line in `column` is discounted.
double ledger_tau(const struct program *p, const struct cost *c, uint32_t column);

#endif
