#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int str_cmp(struct str a, struct str b)
{
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter ? memcmp(a.at, b.at, shorter) : 0;
    if (order != 0) return order;
    return (a.len > b.len) - (a.len < b.len);
}

bool str_starts(struct str s, struct str prefix)
{
    return s.len >= prefix.len && str_eq(str_cut(s, 0, prefix.len), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.len >= suffix.len && str_eq(str_cut(s, s.len - suffix.len, s.len), suffix);
}

size_t str_find(struct str s, char c)
{
    const char *hit = s.len ? memchr(s.at, c, s.len) : NULL;
    return hit ? (size_t)(hit - s.at) : s.len;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

struct str str_trim(struct str s)
{
    while (s.len > 0 && is_blank(s.at[0]))
        s = str_cut(s, 1, s.len);
    while (s.len > 0 && is_blank(s.at[s.len - 1]))
        s.len--;
    return s;
}

struct str str_copy(struct arena *a, struct str s)
{
    char *copy = ARENA_ARRAY(a, char, s.len + 1);
    if (s.len) memcpy(copy, s.at, s.len);
    return (struct str){copy, s.len};
}

char *str_to_c(struct arena *a, struct str s)
{
    char *copy = ARENA_ARRAY(a, char, s.len + 1);
    if (s.len) memcpy(copy, s.at, s.len);
    return copy;
}

struct str str_joined(struct arena *a, const struct str *list, size_t count)
{
    size_t len = 0, at = 0;
    for (size_t i = 0; i < count; i++)
        len += list[i].len;
    char *joined = ARENA_ARRAY(a, char, len + 1);
    for (size_t i = 0; i < count; i++) {
        if (list[i].len) memcpy(joined + at, list[i].at, list[i].len);
        at += list[i].len;
    }
    return (struct str){joined, len};
}

struct str str_format_va(struct arena *a, const char *format, va_list args)
{
    char small[256];
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(small, sizeof small, format, args);
    size_t size = len > 0 ? (size_t)len : 0;
    char *at = ARENA_ARRAY(a, char, size + 1);
    if (size < sizeof small)
        memcpy(at, small, size);
    else
        vsnprintf(at, size + 1, format, again);
    va_end(again);
    return (struct str){at, size};
}

struct str str_format(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct str s = str_format_va(a, format, args);
    va_end(args);
    return s;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

// The textbook table of edits, of which three rows are kept.
unsigned str_distance(struct str a, struct str b, unsigned limit)
{
    enum { LONGEST = 64 };
    if (a.len > LONGEST || b.len > LONGEST) return limit + 1;
    unsigned rows[3][LONGEST + 1];
    for (size_t j = 0; j <= b.len; j++)
        rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= a.len; i++) {
        unsigned *now = rows[i % 3], *above = rows[(i + 2) % 3], *above2 = rows[(i + 1) % 3];
        now[0] = (unsigned)i;
        for (size_t j = 1; j <= b.len; j++) {
            bool same = lower(a.at[i - 1]) == lower(b.at[j - 1]);
            now[j] = least(least(above[j], now[j - 1]) + 1, above[j - 1] + (same ? 0 : 1));
            bool swapped = i > 1 && j > 1 && lower(a.at[i - 1]) == lower(b.at[j - 2]) &&
                           lower(a.at[i - 2]) == lower(b.at[j - 1]);
            if (swapped) now[j] = least(now[j], above2[j - 2] + 1);
        }
    }
    return least(rows[a.len % 3][b.len], limit + 1);
}

static void text_reserve(struct text *t, size_t more)
{
    if (t->cap - t->len >= more) return;
    size_t cap = t->cap ? t->cap * 2 : 256;
    while (cap - t->len < more)
        cap *= 2;
    t->at = arena_grow(t->arena, t->at, t->cap, cap, 1);
    t->cap = cap;
}

void text_add(struct text *t, struct str s)
{
    if (s.len == 0) return;
    text_reserve(t, s.len);
    memcpy(t->at + t->len, s.at, s.len);
    t->len += s.len;
}

void text_add_c(struct text *t, const char *c_string)
{
    text_add(t, str_of(c_string));
}

void text_add_char(struct text *t, char c)
{
    text_add(t, (struct str){&c, 1});
}

void text_add_repeated(struct text *t, char c, size_t times)
{
    for (size_t i = 0; i < times; i++)
        text_add_char(t, c);
}

void text_addf(struct text *t, const char *format, ...)
{
    char small[256];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(small, sizeof small, format, args);
    size_t size = len > 0 ? (size_t)len : 0;
    if (size < sizeof small) {
        text_add(t, (struct str){small, size});
    } else {
        text_reserve(t, size + 1);
        vsnprintf(t->at + t->len, size + 1, format, again);
        t->len += size;
    }
    va_end(again);
    va_end(args);
}

struct str text_str(const struct text *t)
{
    return (struct str){t->at, t->len};
}

static size_t utf8_length(unsigned char first)
{
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first < 0xE0) return 2;
    if (first >= 0xE0 && first < 0xF0) return 3;
    if (first >= 0xF0 && first < 0xF5) return 4;
    return 0;
}

static bool utf8_decode(const unsigned char *p, size_t len, uint32_t *code)
{
    static const unsigned char first_bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    *code = p[0] & first_bits[len];
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xC0) != 0x80) return false;
        *code = *code << 6 | (p[i] & 0x3F);
    }
    bool surrogate = *code >= 0xD800 && *code <= 0xDFFF;
    return *code >= smallest[len] && *code <= 0x10FFFF && !surrogate;
}

bool utf8_next_wide(struct str s, size_t *at, uint32_t *code)
{
    const unsigned char *p = (const unsigned char *)s.at + *at;
    size_t len = utf8_length(p[0]);
    if (len != 0 && len <= s.len - *at && utf8_decode(p, len, code)) {
        *at += len;
        return true;
    }
    *code = p[0];
    *at += 1;
    return false;
}

// Control characters, line and paragraph separators, marks that turn the direction of writing,
// and invisible characters that make two names look alike.
static bool needs_escape(uint32_t c)
{
    if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return true;
    if (c >= 0x200B && c <= 0x200F) return true;
    if (c >= 0x2028 && c <= 0x202E) return true;
    return (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
}

// "::error::.." and "##[error].." at the start of a line command a CI system; in a text of a file
// they may come to stand there.
static bool is_command(struct str s, size_t at)
{
    struct str rest = str_cut(s, at, s.len);
    bool first = at == 0 || s.at[at - 1] == ' ';
    return first && (str_starts(rest, STR("::")) || str_starts(rest, STR("##[")));
}

void text_add_visible(struct text *t, struct str s, size_t limit)
{
    size_t shown = 0;
    for (size_t at = 0; at < s.len; shown++) {
        if (shown == limit) {
            text_add_c(t, "...");
            return;
        }
        size_t from = at;
        uint32_t code;
        bool valid = utf8_next(s, &at, &code);
        if (!valid || needs_escape(code) || is_command(s, from))
            text_addf(t, "\\u{%x}", (unsigned)code);
        else
            text_add(t, str_cut(s, from, at));
    }
}

struct str str_visible(struct arena *a, struct str s)
{
    struct text t = {.arena = a};
    text_add_visible(&t, s, 60);
    return text_str(&t);
}
