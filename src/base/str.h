// str.h - counted text, and a builder for it.
//
// Text from users may hold any byte, so it is counted, never ended by a NUL.
#ifndef TCO_BASE_STR_H
#define TCO_BASE_STR_H

#include "base/arena.h"
#include "base/attr.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct str {
    const char *at;
    size_t len;
};

#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})
#define STR_NONE     ((struct str){NULL, 0})
// For printf's "%.*s", evaluated twice: nothing that counts may stand in it. Texts longer than an int are
// cut; none that we print is.
#define STR_ARG(s)   (int)(s).len, (s).at

static inline struct str str_of(const char *c_string)
{
    return (struct str){c_string, c_string ? strlen(c_string) : 0};
}

// Most texts that are compared differ in length or in the first byte.
static inline bool str_eq(struct str a, struct str b)
{
    if (a.len != b.len) return false;
    return a.len == 0 || (a.at[0] == b.at[0] && memcmp(a.at, b.at, a.len) == 0);
}

static inline bool str_is(struct str a, const char *c_string)
{
    return str_eq(a, str_of(c_string));
}

int str_cmp(struct str a, struct str b);  // byte order, for sorted lists
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);

static inline struct str str_cut(struct str s, size_t from, size_t to)
{
    if (to > s.len) to = s.len;
    if (from > to) from = to;
    const char *at = from ? s.at + from : s.at;  // of nothing, nowhere
    return (struct str){at, to - from};
}

// The place of the first `c` in `s`, or s.len.
size_t str_find(struct str s, char c);
struct str str_trim(struct str s);  // without blanks, tabs and line ends at both ends

struct str str_copy(struct arena *a, struct str s);
char *str_to_c(struct arena *a, struct str s);  // with a NUL behind it
// The texts one after another; cheaper than str_format().
struct str str_joined(struct arena *a, const struct str *list, size_t count);
#define STR_JOINED(a, ...)                                                                     \
    str_joined((a), (const struct str[]){__VA_ARGS__},                                         \
               sizeof((const struct str[]){__VA_ARGS__}) / sizeof(struct str))
struct str str_format(struct arena *a, const char *format, ...) PRINTF_LIKE(2, 3);
struct str str_format_va(struct arena *a, const char *format, va_list args) PRINTF_LIKE(2, 0);

// How many single-character edits (insert, delete, replace, swap neighbours) lie between two
// short texts, ignoring case; more than `limit` is reported as limit + 1.
unsigned str_distance(struct str a, struct str b, unsigned limit);

// A growing text. Ready to use as (struct text){.arena = a}.
struct text {
    struct arena *arena;
    char *at;
    size_t len;
    size_t cap;
};

void text_add(struct text *t, struct str s);
void text_add_c(struct text *t, const char *c_string);
void text_add_char(struct text *t, char c);
void text_add_repeated(struct text *t, char c, size_t times);
void text_addf(struct text *t, const char *format, ...) PRINTF_LIKE(2, 3);
struct str text_str(const struct text *t);  // borrows the builder's bytes

// Appends `s` so that it can't disturb a terminal, a CI log or a line: control characters,
// invalid UTF-8, bidirectional overrides and what begins a command of a CI system become \u{..}. At most `limit` characters, then "...".
void text_add_visible(struct text *t, struct str s, size_t limit);
struct str str_visible(struct arena *a, struct str s);  // the same, cut at 60 characters

// utf8_next() for what is not ASCII.
bool utf8_next_wide(struct str s, size_t *at, uint32_t *code);

// Decodes the character at *at and moves behind it. False for bytes that are not UTF-8; then
// *at moves by one and *code is the byte.
static inline bool utf8_next(struct str s, size_t *at, uint32_t *code)
{
    *code = (unsigned char)s.at[*at];
    if (*code >= 0x80) return utf8_next_wide(s, at, code);
    *at += 1;
    return true;
}

#endif
