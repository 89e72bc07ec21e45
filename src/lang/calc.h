// calc.h - looking up the rows of calcs.def, and checking calls of them.
//
// A call is a node AST_CALC with one child for each parameter of its row, in the row's order;
// AST_NONE where a parameter was left out.
#ifndef TCO_LANG_CALC_H
#define TCO_LANG_CALC_H

#include "lang/ast.h"

enum calc {
#define CALC(code, name, answer, book, params, doc, example) CALC_##code,
#include "lang/calcs.def"
#undef CALC
    CALC_COUNT
};

enum calc_kind {
    CALC_APR,
    CALC_YIELD,
    CALC_YEARLY,
    CALC_QUOTED,
    CALC_TERM,
    CALC_MONEY,
    CALC_PRICE,
    CALC_NUMBER,
    CALC_FLAG,
    CALC_WORD,
    CALC_FLOWS,
    CALC_PRICES,
    CALC_NUMBERS,
    CALC_DATES
};

enum calc_answer {
    CALC_ANSWERS_PURE,
    CALC_ANSWERS_MONEY,
    CALC_ANSWERS_LINEAR,
    CALC_ANSWERS_TERM,
    CALC_ANSWERS_RATE,
    CALC_ANSWERS_FIELDS
};

struct calc_param {
    struct str name;
    enum calc_kind kind;
    struct str standard;  // its default; "" if it must be given, for WORD the words
};

enum { CALC_PARAMS = 10 };

struct calc_row {
    struct str name;
    enum calc_answer answer;
    struct str book;  // as a workbook has it; empty where it has no such function
    const struct calc_param *params;
    uint32_t param_count;
    struct str doc, example;
};

const struct calc_row *calc_row(enum calc c);
bool calc_find(struct str name, enum calc *out);
bool calc_needs(const struct calc_param *p);
bool calc_is_list(enum calc_kind kind);
// Amounts and lists of them, whose unit all share.
bool calc_is_money(enum calc_kind kind);
// The number of a word among those of a WORD parameter, or -1.
int calc_word(const struct calc_param *p, struct str word);
struct str calc_word_at(const struct calc_param *p, int number);

// Days since 1970-01-01 of a date YYYY-MM-DD in 1900..2199; false for anything else.
bool calc_date(struct str text, double *days);
struct str calc_date_text(struct arena *a, double days);

#endif
