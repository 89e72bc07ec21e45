// statement.h - cash, books and tax of every option, as statements by period.
//
// Cash shows what is paid when. The books show running costs in the month that causes them and
// capex over its life (cash and books of a line come to the same over life; what falls beyond the
// horizon stands in `after`). Tax shows the rows that models mark with `statement: tax`. Costs are
// positive. Nothing is computed here that the ledger or a model's row does not hold; rows are only
// grouped and added up, and balances run on.
//
// At the end of every period: cash so far = cost in the books so far + net book value + what is
// paid ahead (owed: -) + what is lent (borrowed: -).
#ifndef TCO_ANALYSIS_STATEMENT_H
#define TCO_ANALYSIS_STATEMENT_H

#include "analysis/period.h"
#include "session/session.h"

enum view { VIEW_NONE, VIEW_CASH, VIEW_BOOK, VIEW_TAX, VIEW_COUNT };

enum section {
#define SECTION(id, view, key, heading) SECTION_##id,
#include "analysis/statement.def"
#undef SECTION
    SECTION_COUNT
};

enum item_kind {
    ITEM_LINE,      // a cost line, or a row of a model
    ITEM_CATEGORY,  // of a section with several: the sum of the lines behind it
    ITEM_SUBTOTAL,  // of a section
    ITEM_TOTAL,
    ITEM_OPENING,  // what a balance was when the period began
    ITEM_BALANCE,  // what stands at the end of the period
    ITEM_MEMO      // beside the sums
};

struct item {
    uint32_t option;
    enum item_kind kind;
    enum section section;
    struct str key;       // "net_book_value"; of lines their name
    const char *heading;  // for people; of lines NULL
    struct str category;  // of lines and their sums by category
    uint32_t line;        // of the ledger, or NO_NAME
    uint32_t row;         // of the program, or NO_NAME
    enum book_part part;  // of a line in the books; BOOK_PARTS: all of it
    // By column from the opening: what the ledger has of a line, else figures of its own.
    const struct val *amounts;
    const double *columns;
    double after;  // what falls beyond the horizon, in the books
    double cash;   // of lines in the books: what is paid; of a part of one, what is paid of it
};

struct statement {
    enum view view;
    VEC(struct item) items;  // by option, in the order of the sections
};

enum view view_find(struct str word);  // VIEW_COUNT if there is none of that word
const char *view_word(enum view v);
enum view section_view(enum section s);
const char *section_key(enum section s);
const char *section_heading(enum section s);
const char *item_word(enum item_kind k);

// Of a computed session. False after a report: a row of a model can't be computed, or the tax view
// is asked for and no model of any option states tax.
bool statement_build(struct session *s, enum view view, struct statement *out);
// The same with lines that hold no money now, for those who let inputs change.
bool statement_build_whole(struct session *s, enum view view, struct statement *out);

// What an item is in a column: 0 is the opening, 1 the first month.
static inline double item_column(const struct item *i, uint32_t column)
{
    return i->amounts ? val_double(i->amounts[column]) : i->columns[column];
}

// Of an item in one period, and over the horizon (balances: at its end).
double item_amount(const struct program *p, const struct item *i, enum period period,
                   uint32_t index);
double item_total(const struct program *p, const struct item *i);
// In the books, whether something of it may fall beyond the horizon: of amounts of lines and sums.
bool item_goes_on(const struct item *i);

// Cash and books of one line over life.
struct reconciled {
    double cash;        // within the horizon, where all of it is paid
    double amortised;   // in the books within the horizon
    double after;       // in the books beyond it
    double principal;   // lent, borrowed or deposited, and no cost
    double difference;  // cash less the others
};

struct reconciled reconcile_line(const struct ledger *l, uint32_t line);
// A line that is not 0 throughout.
bool line_holds_money(const struct ledger *l, uint32_t line);

#endif
