// parse.h - from text to a tree of nodes, by precedence (tokens.def).
//
//     value   = range [ "stepped" ]
//     range   = expr [ "to" expr ]
//     query   = expr [ "in" unit ]
//     expr    = operators over: number [unit] | reference | call | "(" expr ")" | "-" | "not"
//
// In calls of calcs.def also "[" expr, .. "]", dates, `true`, `false` and `null`.
//
// A mistake is reported once, at the character; the result is then false.
#ifndef TCO_LANG_PARSE_H
#define TCO_LANG_PARSE_H

#include "lang/func.h"

enum {
    FORMULA_DEPTH = 200,   // calls, parentheses and signs inside each other
    FORMULA_BYTES = 4096,  // longer ones are split into rows by any reader's wish
    QUERY_BYTES = 262144,  // a calculation may list thousands of flows
    FORMULA_NODES = 10000
};

struct parse_context {
    struct ast_store *store;
    const struct placer *placer;
    const struct unit_system *units;
    struct diags *diags;
    bool asks;  // calls of asks.def may stand in it: it is an assertion
};

bool formula_parse(const struct parse_context *c, struct excerpt code, uint32_t *root);
bool value_parse(const struct parse_context *c, struct excerpt code, uint32_t *root);

// `expr in unit`: *unit_text is empty when no unit is asked for.
bool query_parse(const struct parse_context *c, struct excerpt code, uint32_t *root,
                 struct unit *unit, struct str *unit_text);

// True for small letters, digits and _, beginning with a letter, at most 64 long.
bool is_name(struct str s);

#endif
