// func.h - looking up the rows of funcs.def and dists.def.
#ifndef TCO_LANG_FUNC_H
#define TCO_LANG_FUNC_H

#include "lang/ast.h"

enum op {
#define OP(code, args, doc) OP_##code,
#include "lang/ops.def"
#undef OP
    OP_COUNT
};

// How units combine; check.c has a case for each.
enum func_rule {
    RULE_NONE,
    RULE_SAME,
    RULE_PRODUCT,
    RULE_QUOTIENT,
    RULE_POWER,
    RULE_COMPARE,
    RULE_LOGIC,
    RULE_COUNT,
    RULE_PURE,
    RULE_IF,
    RULE_SUM,
    RULE_KEEP,
    RULE_TIME_ARG,
    RULE_ADD_UP,
    RULE_COHORTS,
    RULE_GROW,
    RULE_TABLE,
    RULE_ACROSS,
    RULE_GIVEN,
    RULE_LINES,
    RULE_WEIGHT,
    RULE_WRITTEN_OFF,
    RULE_CALENDAR
};

// How the engine computes; unroll.c has a case for each.
enum func_way {
    WAY_NONE,
    WAY_APPLY,
    WAY_SWAP,
    WAY_EQUAL,
    WAY_CLAMP,
    WAY_IF,
    WAY_SUM,
    WAY_PEAK,
    WAY_HOURS,
    WAY_PREV,
    WAY_LAG,
    WAY_AT,
    WAY_CUMULATIVE,
    WAY_TOTAL,
    WAY_COHORTS,
    WAY_ONCE,
    WAY_AT_END,
    WAY_GROW,
    WAY_TIER,
    WAY_LOOKUP,
    WAY_INTERPOLATE,
    WAY_ACROSS,
    WAY_GIVEN,
    WAY_LINES,
    WAY_WRITTEN_DOWN,
    WAY_WRITTEN_OFF,
    WAY_CALENDAR
};

// What assertions ask of options; ASK_NONE of a plain name.
enum ask {
    ASK_NONE,
#define ASK(code, name, doc, example) ASK_##code,
#include "lang/asks.def"
#undef ASK
    ASK_COUNT
};

struct ask_row {
    struct str name, doc, example;
};

struct func_row {
    struct str name;
    uint8_t least, most;
    enum func_rule rule;
    enum func_way way;
    enum op op;
    struct str book;  // as a workbook has it; empty where that takes more than a template
    struct str doc, example;
};

struct dist_row {
    struct str name, positional, doc, example;
};

extern const struct func_row FUNCS[];

static inline const struct func_row *func_row(enum func f)
{
    return &FUNCS[f];
}

const struct dist_row *dist_row(enum dist_kind k);

// The function that is called by a name, or FUNC_NONE. Operators can't be called.
enum func func_find(struct str name);
bool dist_find(struct str name, enum dist_kind *kind);
bool func_is_operator(enum func f);

// How strongly an operator holds its operands, by tokens.def; 0 for what is none.
int func_binds(enum func f);
enum { BINDS_NOT = 3, BINDS_SIGN = 7 };  // `not` holds a comparison, `-` a power

const struct ask_row *ask_row(enum ask a);
// ASK_NONE if there is none of that name.
enum ask ask_find(struct str name);

// The callable name that is spelt most like another, or STR_NONE; of asks.def too where they may
// stand.
struct str func_nearest(struct str name, bool asks);

int op_args(enum op op);

#endif
