// plan.h - a workbook before it is written: which quantities it holds, where, and their formulas.
//
// A *quantity* is a figure with cells of its own: one cell if it is the same in all months, else
// one in every column. Most are rows of the program; a part of a formula becomes one where a
// workbook needs it in cells, and so does every number that somebody wrote. A quantity's formula
// is a template, in which references to others are marks (see formula_int.h) that become addresses
// in each column; so a row has one formula across.
//
//     program --(plan)--> quantities on pages, with templates --(xlsx)--> a file
#ifndef TCO_WORKBOOK_PLAN_H
#define TCO_WORKBOOK_PLAN_H

#include "analysis/compare.h"

enum quantity_kind {
    QUANTITY_ROW,      // a row of the program
    QUANTITY_PART,     // a part of a formula, in the month
    QUANTITY_AGE,      // a weight by age: the columns are ages from 0
    QUANTITY_HOUR,     // a part of a formula in one hour of the load curve
    QUANTITY_VINTAGE,  // a weight for what came in one month
    QUANTITY_SHARE,    // a share of a workload in one hour of the load curve
    QUANTITY_CURVE,    // the load curve in one hour
    QUANTITY_NUMBER,   // a number of a formula
    QUANTITY_RATIO,    // between two units
    QUANTITY_OWN,      // of the option pages, with template and values at hand
    QUANTITY_CHECK     // 1 in the months in which a formula holds
};

// What a part is of its formula: the amounts of a series, an operand, a growth that changes from the
// month before, or the first so many values of a path of dates, counted from PART_STEPS.
enum { PART_SERIES, PART_OPERAND, PART_CHAIN, PART_STEPS };

enum page_kind {
    PAGE_TABLE,
    PAGE_INPUTS,
    PAGE_SHEET,
    PAGE_HOURS,
    PAGE_VINTAGES,
    PAGE_PERIODS,
    PAGE_OPTION,
    PAGE_CHECKS
};

enum quantity_style {
    LOOK_PLAIN,
    LOOK_MONEY,
    LOOK_PERCENT,
    LOOK_RETURN,  // in percent, which may be any
    LOOK_COUNT,
    LOOK_DECIMAL,  // with two digits behind the point
    LOOK_SUM,      // money, with a line above
    LOOK_FAULTS,   // 0 where all is well
    LOOK_WARNINGS,
    LOOK_LIMIT  // a plain number that may be without end
};

// What tells a quantity from all others.
struct quantity_key {
    uint32_t kind;
    uint32_t node;      // of a part, a weight or a number; the row of ROW and SHARE
    uint32_t sheet;     // in which names are looked up
    uint32_t workload;  // or NO_WORKLOAD
    // Hour, month of a vintage, or which part of a formula; of a number 1 + the row that states it, or 0.
    uint32_t index;
    uint32_t line;  // the cost row of a weight over lines(), or NO_NAME
    uint32_t off;   // 1 inside written_off()
};

struct quantity {
    struct quantity_key key;
    bool fixed;       // one cell for all months
    bool input;       // a number to be changed
    bool settled;     // it can't be changed: formulas that ask whether it is given are decided
    bool convention;  // a number that formulas rest on
    bool opening;     // has a cell in the opening column
    bool total;       // has its sum in front
    bool folded;      // shown when its group is opened
    uint32_t page, line;  // where it stands; lines from 0
    uint32_t owner;       // the row whose formula first needed it, or NO_NAME
    uint32_t user;        // of a number: the same, of models too
    double scale;         // times this its cells are in base units
    bool in_unit;         // of a part: that of its unit, whatever its formula comes to
    struct str unit;
    struct str label, remark;  // of what is not of the program: see plan_label()
    struct str template;       // empty for inputs and for values only
    struct str reason;         // why it has values only; else empty
    enum quantity_style style;
    const double *values;  // of QUANTITY_OWN: by column from the opening, or one if fixed
    // .. or amounts of the ledger, by column, and what they are less; NULL for none
    const struct val *amounts, *less;
    struct str word;  // its value where that is a word
};

struct page {
    enum page_kind kind;
    uint32_t of;  // sheet, option or period
    struct str title;
    VEC(uint32_t) quantities;  // in order, from line PAGE_FIRST_LINE on
};

enum { PAGE_FIRST_LINE = 4, COLUMN_TOTAL = 3, COLUMN_VALUE = 4, COLUMN_OPENING = 5 };

struct plan {
    struct session *session;
    const struct program *program;
    const struct comparison *comparison;
    struct arena *keep;   // what the plan consists of
    struct arena *arena;  // texts of the moment, let go when a formula or a row is done
    bool *varies;         // by row: may it change with time?
    bool *asked;          // by row: does a formula ask whether it is given?
    bool *slight;         // by node: is it a distance that a model takes for none?
    VEC(struct quantity *) blocks;  // of quantities, which never move: see plan_at()
    uint32_t count;                 // of quantities
    uint32_t *of_row;               // by row of the program, or NO_NAME
    struct map by_key;              // of others
    struct map ratios;              // what conventions are called
    VEC(struct page) pages;
    uint32_t inputs;               // the page of numbers
    uint32_t checks;               // the page of sums that must agree, and of checks of models
    uint32_t macrs;                // the page of the table of US tax, or NO_NAME
    uint32_t *sheet_page;          // by sheet
    uint32_t *hours_page;          // by sheet, or NO_NAME
    uint32_t *vintages_page;       // by sheet, or NO_NAME
    uint32_t *slopes;              // by workload: how its load falls from the peak, or NO_NAME
    uint32_t *shapes;              // by workload: the first number of its shape, or NO_NAME
    struct money_option *options;  // by option
    struct money_time *time;
    uint32_t *paid, *effective;  // by line of the ledger: its cells in cash, and amortised
    uint32_t books_by_year, tax_by_year;  // pages, or NO_NAME
    // quantities: sums that do not agree, checks of models that hold; the first two together
    uint32_t faults, errors, warnings, failed;
    // quantities: the distance that counts as none, the share of a sum that rounding explains, and
    // how many months there are
    uint32_t tolerance, dust, months;
};

// The plan lives in `keep`; `arena` is another, which holds nothing of it afterwards.
void plan_make(struct plan *p, struct session *s, const struct comparison *c,
               struct arena *keep, struct arena *arena);

enum { PLAN_BLOCK = 256 };

static inline struct quantity *plan_at(const struct plan *p, uint32_t quantity)
{
    return &p->blocks.at[quantity / PLAN_BLOCK][quantity % PLAN_BLOCK];
}

// What stands beside a quantity: its name; where it comes from; the formula of a row, as its model
// states it. Made when they are written.
struct str plan_label(const struct plan *p, const struct quantity *q);
struct str plan_number_label(const struct plan *p, const struct quantity *q);
struct str plan_remark(const struct plan *p, const struct quantity *q);
struct str plan_formula_text(const struct plan *p, const struct quantity *q);

// Do all pages have room on a sheet? False after a report.
bool plan_fits(const struct plan *p, struct str path);

// The quantity of a key; made, to be given its formula later, if nobody has asked for it before.
uint32_t plan_quantity(struct plan *p, struct quantity_key key, uint32_t owner);
uint32_t plan_row(struct plan *p, uint32_t row, uint32_t owner);
// A number that stands on the page of inputs: of the formula of a row, or between units.
uint32_t plan_number(struct plan *p, uint32_t node, uint32_t row);
// The row that says where an input comes from; NO_NAME for what a model computes with.
uint32_t plan_stated_by(const struct quantity *q);
// A number as it was written, its sign too, or what stands for one as long as nothing is drawn.
bool plan_is_number(const struct plan *p, uint32_t node);
// The number behind a sign.
uint32_t plan_unsigned(const struct plan *p, uint32_t node);
// Is a number what its row is, but for factors such as growth?
bool plan_is_base(const struct plan *p, uint32_t formula, uint32_t number);
// The month from which a value of a path holds: of dates, or of one value a month.
int plan_step_month(const struct plan *p, uint32_t path, uint32_t i);
// Is it a zero that was written without a unit, and that takes the unit of what it goes with?
bool plan_fits_all(const struct plan *p, uint32_t quantity);
// One that is the same for all: conventions, tables of the law, distances that count as none.
uint32_t plan_ratio(struct plan *p, double ratio, const char *label);
// Its texts are copied.
uint32_t plan_own(struct plan *p, uint32_t page, struct quantity q);
void plan_set_template(struct plan *p, uint32_t quantity, struct str template);
uint32_t plan_page(struct plan *p, enum page_kind kind, uint32_t of, struct str title);

// The value of a quantity in a column (0 is the opening, 1 the first month), in its unit. False if
// it has none there, as in the arm of a choice that is not taken.
bool plan_value(struct plan *p, uint32_t quantity, uint32_t column, double *value);

// Can a part of a formula be computed in every month, in arms that are not taken too?
bool plan_is_known(struct plan *p, struct quantity_key key);

// How many columns a page has behind the opening: months, or periods.
uint32_t plan_columns(const struct plan *p, const struct page *page);

// Fills in which rows vary, which are asked for by given(), and which numbers of models count as none.
void plan_find_varying(struct plan *p);
void plan_find_asked(struct plan *p);
void plan_find_slight(struct plan *p);

// May a part of a formula change with time? Does it hang on the age of a weight?
bool plan_varies(const struct plan *p, uint32_t node, uint32_t sheet, uint32_t workload);
bool plan_has_age(const struct plan *p, uint32_t node);

// 1 or 0 for a condition that is decided by what is given and by words, -1 for others.
int plan_truth(const struct plan *p, uint32_t node, uint32_t sheet, uint32_t workload);

// The word that a part of a formula is; without a text if it is none.
struct str plan_word_of(const struct plan *p, uint32_t node, uint32_t sheet, uint32_t workload);

// The row that a reference means; NO_NAME for none.
uint32_t plan_row_of(const struct plan *p, const struct ref *r, uint32_t sheet,
                     uint32_t workload);

// "2027-06", for a month counted from the first as 1: steps and bases may lie before it.
struct str plan_month(const struct plan *p, int month);

// "models/fleet.yaml:12"
struct str plan_place(const struct plan *p, struct span where);

static inline const struct ast *plan_node(const struct plan *p, uint32_t id)
{
    return ast_get(&p->program->asts, id);
}

static inline uint32_t plan_kid(const struct plan *p, uint32_t id, uint32_t i)
{
    return ast_kid(&p->program->asts, id, i);
}

#endif
