#include "lang/lex.h"

#include "base/num.h"
#include "lang/calc.h"

#include <string.h>

static const struct {
    struct str spelling;
    enum token_kind kind;
} MARKS[] = {
#define TOKEN(kind, spelling, binds, func) {{spelling, sizeof spelling - 1}, TOKEN_##kind},
#include "lang/tokens.def"
#undef TOKEN
};

const char *token_spelling(enum token_kind kind)
{
    for (size_t i = 0; i < COUNT_OF(MARKS); i++)
        if (MARKS[i].kind == kind) return MARKS[i].spelling.at;
    return "";
}

struct span lex_place(const struct lexer *l, size_t from, size_t to)
{
    return l->placer->place(l->placer->context, l->code.id, from, to);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_letter(char c)
{
    return is_lower(c) || (c >= 'A' && c <= 'Z');
}

static bool is_word_part(char c)
{
    return is_letter(c) || is_digit(c) || c == '_';
}

static char at(const struct lexer *l, size_t i)
{
    return i < l->code.text.len ? l->code.text.at[i] : '\0';
}

static void skip_blanks(struct lexer *l)
{
    char c = at(l, l->at);
    while (c == ' ' || c == '\t' || c == '\n' || c == '\r')
        c = at(l, ++l->at);
}

static struct token token(enum token_kind kind, size_t start, size_t end)
{
    return (struct token){.kind = kind, .start = (uint32_t)start, .end = (uint32_t)end};
}

static size_t word_end(const struct lexer *l, size_t i)
{
    while (is_word_part(at(l, i)))
        i++;
    return i;
}

static struct token fail(struct lexer *l, size_t start, size_t end, enum diag_code code,
                         const char *message, const char *help)
{
    diag_fail(l->diags, lex_place(l, start, end), code, "%s", message);
    if (help) diag_help(l->diags, "%s", help);
    l->at = l->code.text.len;
    return token(TOKEN_ERROR, start, end);
}

static enum token_kind keyword(struct str word)
{
    for (size_t i = 0; i < COUNT_OF(MARKS); i++)
        if (str_eq(word, MARKS[i].spelling)) return MARKS[i].kind;
    return TOKEN_NAME;
}

static struct token fail_unit(struct lexer *l, size_t start)
{
    size_t end = at(l, start) == '%' ? start + 1 : word_end(l, start);
    struct str name = str_cut(l->code.text, start, end);
    struct arena *a = l->diags->arena;
    diag_fail(l->diags, lex_place(l, start, end), DIAG_UNKNOWN_UNIT, "unknown unit '%.*s'",
              STR_ARG(str_visible(a, name)));
    struct str near = unit_nearest(a, name);
    if (near.at) diag_help(l->diags, "did you mean '%.*s'?", STR_ARG(near));
    l->at = l->code.text.len;
    return token(TOKEN_ERROR, start, end);
}

// The unit behind a number, if there is one. Blanks may stand before it, none inside.
static bool take_unit(struct lexer *l, struct token *t)
{
    size_t before = l->at;
    skip_blanks(l);
    struct str rest = str_cut(l->code.text, l->at, l->code.text.len);
    char c = at(l, l->at);
    bool starts_unit = is_letter(c) || c == '%' || (c == '1' && at(l, l->at + 1) == '/') ||
                       (c == '(' && before < l->at);
    struct str word = str_cut(l->code.text, l->at, word_end(l, l->at));
    bool is_keyword = is_letter(c) && keyword(word) != TOKEN_NAME;
    if (!starts_unit || is_keyword) {
        l->at = before;
        return true;
    }
    size_t used;
    if (!unit_scan(l->units, rest, &t->unit, &used)) {
        if (c == '(' || c == '1') {
            l->at = before;
            return true;
        }
        *t = fail_unit(l, l->at);
        return false;
    }
    t->has_unit = true;
    t->unit_text = str_cut(rest, 0, used);
    l->at += used;
    t->end = (uint32_t)l->at;
    return true;
}

// What people write for numbers elsewhere, and what to write here.
static const char *advice_on_number(const struct lexer *l, size_t start, size_t end)
{
    char first = at(l, start), c = at(l, end);
    if (first == '0' && end - start == 1 && is_digit(c))
        return "a number has no leading zero: write 7, not 07";
    if (first == '0' && end - start == 1 && is_letter(c) && strchr("xXoObB", c))
        return "write numbers in decimal: 16, not 0x10";
    if (c == '_') return "write 1000 or 1e3, without underscores";
    if (c == ':') return "a time such as 12:30 is no number; write 12.5 hours";
    if (c == ',' && is_digit(at(l, end + 1)))
        return "the decimal mark is a point, and thousands have no mark: 1000.5";
    if (c == '\'' && is_digit(at(l, end + 1))) return "thousands have no mark: 1000";
    if (c == '.') return "digits must follow the point: 5.0";
    if (c == '-' && end - start == 4 && is_digit(at(l, end + 1)) && is_digit(at(l, end + 2)))
        return "this looks like a date; to subtract, write blanks around the minus";
    return NULL;
}

// Four digits, two and two, with nothing behind them that would go on.
static bool looks_like_date(const struct lexer *l, size_t start)
{
    static const char shape[] = "dddd-dd-dd";
    for (size_t i = 0; i < sizeof shape - 1; i++)
        if (shape[i] == 'd' ? !is_digit(at(l, start + i)) : at(l, start + i) != '-')
            return false;
    char next = at(l, start + sizeof shape - 1);
    return !is_word_part(next) && next != '-' && next != '.';
}

static struct token lex_date(struct lexer *l)
{
    size_t start = l->at, end = start + 10;
    struct token t = token(TOKEN_DATE, start, end);
    if (!calc_date(str_cut(l->code.text, start, end), &t.number))
        return fail(l, start, end, DIAG_BAD_DATE, "there is no such day",
                    "a date is a year from 1900 to 2199, a month and a day: 2027-01-31");
    l->at = end;
    return t;
}

static struct token lex_number(struct lexer *l)
{
    size_t start = l->at;
    if (looks_like_date(l, start)) return lex_date(l);
    struct str rest = str_cut(l->code.text, start, l->code.text.len);
    size_t len = num_scan(rest);
    const char *advice = advice_on_number(l, start, start + len);
    bool in_list = at(l, start + len) == ',';  // f(1,2) is a list of arguments
    if (advice && !in_list) {
        size_t end = start + len;
        while (is_word_part(at(l, end)) || (at(l, end) && strchr(".:'-", at(l, end))))
            end++;
        return fail(l, start, end, DIAG_BAD_NUMBER, "this is not a number", advice);
    }
    struct token t = token(TOKEN_NUMBER, start, start + len);
    switch (num_read(str_cut(rest, 0, len), &t.number)) {
    case NUM_OK: break;
    case NUM_TOO_LARGE:
        return fail(l, start, start + len, DIAG_BAD_NUMBER, "this number is too large", NULL);
    case NUM_TOO_SMALL:
        return fail(l, start, start + len, DIAG_BAD_NUMBER,
                    "this number is too small to be told from zero", NULL);
    case NUM_NOT_A_NUMBER:
        return fail(l, start, start + len, DIAG_BAD_NUMBER, "this number has too many digits",
                    NULL);
    }
    l->at = start + len;
    t.unit = UNIT_ONE;
    take_unit(l, &t);
    return t;
}

static struct token lex_name(struct lexer *l)
{
    size_t start = l->at, end = word_end(l, start);
    struct str word = str_cut(l->code.text, start, end);
    bool plain = is_lower(word.at[0]);
    for (size_t i = 0; i < word.len; i++)
        if (word.at[i] >= 'A' && word.at[i] <= 'Z') plain = false;
    if (!plain) {
        bool special = str_is(word, "NaN") || str_is(word, "Infinity") || str_is(word, "Inf");
        struct unit unused;
        struct str bad;
        bool unit = l->units && unit_parse(l->units, word, &unused, &bad);
        return fail(l, start, end, special ? DIAG_BAD_NUMBER : DIAG_SYNTAX,
                    special ? "this is not a number"
                            : "a name is written in small letters, digits and _",
                    special ? NULL
                    : unit  ? "a unit stands directly behind a number, as in 5 kW"
                            : "this is a word: a value is a number with its unit, as in 5 kW");
    }
    l->at = end;
    return token(keyword(word), start, end);
}

static struct token lex_word(struct lexer *l)
{
    size_t start = l->at, end = start + 1;
    char quote = at(l, start);
    while (end < l->code.text.len && at(l, end) != quote)
        end++;
    if (end >= l->code.text.len)
        return fail(l, start, start + 1, DIAG_SYNTAX, "this quote is never closed", NULL);
    l->at = end + 1;
    return token(TOKEN_WORD, start, end + 1);
}

static struct token lex_other(struct lexer *l)
{
    static const struct {
        const char *text, *message, *help;
    } known[] = {
        {"$", "'$' is not a unit", "write USD behind the number"},
        {"\xE2\x82\xAC", "the euro sign is not a unit", "write EUR behind the number"},
        {"\xC2\xA3", "the pound sign is not a unit", "write GBP behind the number"},
        {"&", "'&' means nothing here", "write `and`"},
        {"|", "'|' means nothing here", "write `or`"},
        {"!", "'!' means nothing here", "write `not`"},
        {"?", "'?' means nothing here", "write if(condition, this, that)"},
        {"%", "'%' stands only behind a number", "write 30 %"},
        {"{", "'{' means nothing in a formula", NULL},
        {"\xE2\x88\x92", "this is a typographic minus sign", "write -"},
        {"\xC3\x97", "this is a typographic multiplication sign", "write *"},
        {"\xE2\x80\x93", "this is a dash", "write - for minus"},
        {"+", "a number has no plus sign", NULL},
    };
    struct str rest = str_cut(l->code.text, l->at, l->code.text.len);
    for (size_t i = 0; i < COUNT_OF(known); i++)
        if (str_starts(rest, str_of(known[i].text)))
            return fail(l, l->at, l->at + strlen(known[i].text), DIAG_SYNTAX, known[i].message,
                        known[i].help);
    size_t end = l->at;
    uint32_t code;
    utf8_next(l->code.text, &end, &code);
    return fail(l, l->at, end, DIAG_SYNTAX, "this character means nothing in a formula", NULL);
}

// May a number stand behind this character? A point behind a name or an index is no number's.
static bool starts_number(char before)
{
    return !is_word_part(before) && before != ']';
}

struct token lex_next(struct lexer *l)
{
    skip_blanks(l);
    char c = at(l, l->at);
    if (l->at >= l->code.text.len) return token(TOKEN_END, l->at, l->at);
    if (is_digit(c)) return lex_number(l);
    if (c == '.' && (l->at == 0 || starts_number(at(l, l->at - 1)))) {
        if (is_digit(at(l, l->at + 1)))
            return fail(l, l->at, l->at + 2, DIAG_BAD_NUMBER, "this is not a number",
                        "digits must stand before the point: 0.5");
        size_t end = l->at + 1;
        while (is_letter(at(l, end)))
            end++;
        if (end > l->at + 1)
            return fail(l, l->at, end, DIAG_BAD_NUMBER, "this is not a number",
                        "write a finite number, such as 0.5 or 1e9");
    }
    if (is_letter(c) || c == '_') return lex_name(l);
    if (c == '\'' || c == '"') return lex_word(l);
    if (c == '*' && at(l, l->at + 1) == '*')
        return fail(l, l->at, l->at + 2, DIAG_SYNTAX, "'**' means nothing here",
                    "write ^ for powers");
    struct str rest = str_cut(l->code.text, l->at, l->code.text.len);
    for (size_t i = 0; i < COUNT_OF(MARKS); i++) {  // words were names above
        if (c != MARKS[i].spelling.at[0] || !str_starts(rest, MARKS[i].spelling)) continue;
        size_t start = l->at;
        l->at += MARKS[i].spelling.len;
        return token(MARKS[i].kind, start, l->at);
    }
    return lex_other(l);
}

struct token lex_unit(struct lexer *l)
{
    skip_blanks(l);
    struct token t = token(TOKEN_NUMBER, l->at, l->at);
    struct str rest = str_cut(l->code.text, l->at, l->code.text.len);
    size_t used;
    if (!unit_scan(l->units, rest, &t.unit, &used)) {
        if (l->at < l->code.text.len) return fail_unit(l, l->at);
        return fail(l, l->at, l->at, DIAG_SYNTAX, "a unit is expected after `in`", NULL);
    }
    t.has_unit = true;
    t.unit_text = str_cut(rest, 0, used);
    l->at += used;
    t.end = (uint32_t)l->at;
    return t;
}
