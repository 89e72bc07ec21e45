// calculate.h - the functions of calcs.def on plain numbers.
//
// A calculation takes one argument for each parameter of its row and gives named answers, in the
// order in which they are printed. What can't be computed is a status, an undefined answer with
// its reason, or an error that names the argument; never a number that stands for it.
#ifndef TCO_ENGINE_CALCULATE_H
#define TCO_ENGINE_CALCULATE_H

#include "lang/calc.h"

struct calc_arg {
    bool given;  // false: left out without a default
    double
        number;  // NUMBER, MONEY, FLAG (1 or 0), WORD (its number), TERM and rates per period
    const double *list;  // FLOWS, NUMBERS, DATES (days)
    uint32_t count;
};

enum answer_kind { ANSWER_NULL, ANSWER_NUMBER, ANSWER_WORD, ANSWER_LIST };

struct answer_value {
    enum answer_kind kind;
    double number;
    struct str word;
    struct answer_value *items;
    uint32_t count;
};

struct answer_field {
    struct str key;
    struct answer_value value;
};

enum { CALC_FIELDS = 8, CALC_NO_PARAM = CALC_PARAMS };

struct calculation {
    struct arena *arena;  // for answers
    enum calc calc;
    bool units;  // some argument has a unit: payments are positive costs
    struct calc_arg args[CALC_PARAMS];

    struct answer_field fields[CALC_FIELDS];
    uint32_t field_count;
    struct str undefined;  // why the value is null; empty if it is not
    struct str error;      // why there is no answer; empty if there is one
    uint32_t error_param;  // CALC_NO_PARAM: no single one is to blame
};

// Computes the answers; false with `error` set. Every number in an answer is finite.
bool calculate(struct calculation *c);

#endif
