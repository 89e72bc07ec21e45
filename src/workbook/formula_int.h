// formula_int.h - shared by the files that translate: formula.c, months.c, load.c.
#ifndef TCO_WORKBOOK_FORMULA_INT_H
#define TCO_WORKBOOK_FORMULA_INT_H

#include "workbook/formula.h"

enum rank { RANK_TEST, RANK_SUM, RANK_PRODUCT, RANK_POWER, RANK_ATOM };  // how tightly it binds

struct expr {
    struct str text;  // with marks
    double scale;
    enum rank rank;
    bool zero;      // nothing: what it is added to stays as it is
    bool any_unit;  // a stated zero, which goes with every unit
    bool test;      // true or false, not yet a number
};

// Where a formula is being translated.
struct place {
    struct plan *plan;
    struct quantity_key at;  // sheet, workload, hour or vintage, line; `kind` tells which
    int shift;               // columns
    uint32_t owner;
    uint32_t page;      // on which the formula will stand
    struct str reason;  // why it can't be done; empty if it can
    uint32_t
        cut[32];  // parts of it that stand in cells of their own, since it would be too long
    uint32_t cuts;
};

struct expr formula_eval(struct place *t, uint32_t node);

// ---- small pieces ------------------------------------------------------------------------------

struct expr expr_of(struct str text, double scale, enum rank rank);
struct expr expr_cell(struct place *t, uint32_t quantity);
struct expr expr_series(struct place *t, enum mark mark, uint32_t quantity);
bool expr_fits_all(struct expr e);  // has no unit that others are brought to
struct expr expr_fail(struct place *t, const char *format, ...) PRINTF_LIKE(2, 3);
// As text in a unit of another scale, fit for operands that bind at least as tightly as `rank`.
struct str expr_in(struct place *t, struct expr e, double scale, enum rank rank);
struct str expr_text(struct place *t, struct expr e, enum rank rank);
struct str expr_month(struct place *t);  // the mark of the month's number
struct str expr_number(struct place *t, double number, const char *label);
// What a factor between two units is: "hours in a month", "JPY in USD", "a million / hours in a month".
struct str convention_label(struct arena *a, const struct unit_system *units, double factor);
struct str convention_of_slight(struct arena *a, double distance);

// A quantity that has a cell for every month: the row that a name means, or a part of its own.
uint32_t formula_series(struct place *t, uint32_t node);
// A part of a formula that is mentioned more than once, in a cell of its own.
struct expr formula_part(struct place *t, uint32_t node);
double formula_month(const struct place *t);  // seconds

// ---- what is too long: split.c -----------------------------------------------------------------

// Does a part of the formula at hand stand in a cell of its own? Which is that?
bool split_has(const struct place *t, uint32_t node);
struct quantity_key split_key(const struct place *t, uint32_t node);
// True if a part is too long as it was evaluated, and one more of its operands gets a cell: it is to
// be evaluated again.
bool split_further(struct place *t, uint32_t node, struct expr e);

// ---- by what they do ---------------------------------------------------------------------------

struct expr months_call(struct place *t, uint32_t node);
struct expr months_growth(struct place *t, uint32_t node);
// What a cost row pays in the column of a month.
struct expr months_paid(struct place *t, uint32_t row);
struct expr months_vintage(struct place *t, uint32_t node);
struct expr lines_call_sum(struct place *t, uint32_t node);
struct expr load_call(struct place *t, uint32_t node);
struct expr load_share_of(struct place *t, uint32_t row, int hour);
struct expr load_mean(struct place *t, uint32_t row);
struct expr load_in_hour(struct place *t, uint32_t row, uint32_t hour);
struct expr load_curve(struct place *t, uint32_t workload, uint32_t hour);
struct expr bands_call(struct place *t, uint32_t node);
struct expr calc_call(struct place *t, uint32_t node);

#endif
