// depreciation.h - how an asset loses its value over periods, for the books and for tax.
//
// cost, salvage  money   scalar  0 <= salvage <= cost
// life           periods scalar  above 0
// period         1       scalar  from 1
//
// Callers have checked these bounds.
#ifndef TCO_ENGINE_DEPRECIATION_H
#define TCO_ENGINE_DEPRECIATION_H

#include <stdbool.h>
#include <stdint.h>

struct asset {
    double cost, salvage, life;
};

// Straight line, and sum of the years' digits. Source: any accounting text.
double depreciation_straight(const struct asset *a);
double depreciation_digits(const struct asset *a, double period);

// Declining balance at factor / life a period, never below salvage.
double depreciation_declining(const struct asset *a, double period, double factor);

// Declining balance at the rate that reaches salvage, rounded to three decimals as spreadsheets
// do. The first period holds `months` months; with fewer than 12 a last one, life + 1, the rest.
double depreciation_fixed(const struct asset *a, double period, double months);

// Declining balance from `start` to `end`, changing to straight line once that is more (unless
// `stay`). A part of a period bears its share of the period.
double depreciation_between(const struct asset *a, double start, double end, double factor,
                            bool stay);

// ---- US tax ------------------------------------------------------------------------------------

enum macrs_convention {
    MACRS_HALF_YEAR,
    MACRS_MID_QUARTER_1,
    MACRS_MID_QUARTER_2,
    MACRS_MID_QUARTER_3,
    MACRS_MID_QUARTER_4
};

enum { MACRS_YEARS = 21 };

// The printed percentages by tax year, 0 behind the last. NULL for a class that is not printed.
// Source: macrs.def.
const double *macrs_table(int class_years, enum macrs_convention convention);

// The same as an unrounded recursion: declining balance (200 %, from 15 years on 150 %) with a
// part of a first year, then straight line. *out has class_years + 1 shares. A tax return uses
// the table, not this.
void macrs_formula(int class_years, double first_year_part, double *out);
double macrs_first_year_part(enum macrs_convention convention);

// The deduction of each tax year: what is expensed, then a bonus on the rest, then the table on
// what is left. *out has class_years + 1 amounts.
struct tax_asset {
    double cost;      // money
    double expensed;  // money, at most the cost
    double bonus;     // share of the rest, 0..1
    int class_years;
    enum macrs_convention convention;
};
void tax_deductions(const struct tax_asset *a, double *out);

#endif
