#include "base/source.h"

uint32_t source_add(struct sources *s, struct str name, struct str text)
{
    return VEC_PUSH(s->arena, &s->list, (struct source){name, text, false}) + 1;
}

uint32_t source_add_file(struct sources *s, struct str name, struct str text)
{
    for (uint32_t i = 0; i < s->list.count; i++) {
        const struct source *known = &s->list.at[i];
        if (known->read && str_eq(known->name, name) && str_eq(known->text, text)) return i + 1;
    }
    return VEC_PUSH(s->arena, &s->list, (struct source){name, text, true}) + 1;
}

const struct source *source_get(const struct sources *s, uint32_t number)
{
    return number == 0 || number > s->list.count ? NULL : &s->list.at[number - 1];
}

bool span_is_none(struct span where)
{
    return where.source == 0;
}

static bool ends_line(struct str text, size_t i)
{
    if (text.at[i] == '\n') return true;
    return text.at[i] == '\r' && !(i + 1 < text.len && text.at[i + 1] == '\n');
}

static uint32_t characters(struct str s)
{
    uint32_t count = 0, code;
    for (size_t at = 0; at < s.len; count++)
        utf8_next(s, &at, &code);
    return count;
}

static bool starts_with_mark(struct str text)
{
    return str_starts(text, STR("\xEF\xBB\xBF"));
}

struct position source_position(const struct source *s, uint32_t offset)
{
    struct str text = s->text;
    if (offset > text.len) offset = (uint32_t)text.len;
    struct position p = {.line = 1};
    for (uint32_t i = 0; i < offset; i++) {
        if (!ends_line(text, i)) continue;
        p.line++;
        p.line_start = i + 1;
    }
    if (p.line == 1 && starts_with_mark(text))
        p.line_start = 3;  // a byte order mark has no width
    if (offset < p.line_start) offset = p.line_start;
    p.line_end = offset;
    while (p.line_end < text.len && text.at[p.line_end] != '\n' && text.at[p.line_end] != '\r')
        p.line_end++;
    p.column = characters(str_cut(text, p.line_start, offset)) + 1;
    return p;
}

struct str source_location(struct arena *a, const struct sources *s, struct span where)
{
    const struct source *source = source_get(s, where.source);
    if (!source) return STR("");
    struct position p = source_position(source, where.start);
    return str_format(a, "%.*s:%u", STR_ARG(source->name), (unsigned)p.line);
}
