// lex.h - from characters to tokens.
//
// A unit is part of the number before it: `700 W/gpu` is one token. What is no token is reported
// once, at the character, with what to write instead.
#ifndef TCO_LANG_LEX_H
#define TCO_LANG_LEX_H

#include "base/diag.h"
#include "lang/place.h"
#include "units/unit.h"

enum token_kind {
    TOKEN_END,
    TOKEN_NUMBER,
    TOKEN_NAME,
    TOKEN_WORD,   // 'quoted text'
    TOKEN_DATE,   // 2027-01-31
    TOKEN_ERROR,  // already reported
#define TOKEN(kind, spelling, binds, func) TOKEN_##kind,
#include "lang/tokens.def"
#undef TOKEN
};

struct token {
    enum token_kind kind;
    uint32_t start;  // bytes in the text
    uint32_t end;
    double number;  // TOKEN_NUMBER: as written, without its unit; TOKEN_DATE: days since 1970
    bool has_unit;
    struct unit unit;
    struct str unit_text;
};

struct lexer {
    struct excerpt code;
    const struct placer *placer;
    const struct unit_system *units;
    struct diags *diags;
    size_t at;
};

struct token lex_next(struct lexer *l);

// Reads a unit where a name could stand too: after `in`.
struct token lex_unit(struct lexer *l);

struct span lex_place(const struct lexer *l, size_t from, size_t to);
const char *token_spelling(enum token_kind kind);

#endif
