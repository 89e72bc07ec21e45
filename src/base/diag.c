#include "base/diag.h"

#include <stdarg.h>
#include <stdlib.h>

static const struct {
    const char *id;
    enum diag_kind kind;
    const char *title;
} CODES[] = {
#define DIAG(code, id, kind, title) {id, DIAG_KIND_##kind, title},
#include "base/diag_codes.def"
#undef DIAG
};

const char *diag_id(enum diag_code code)
{
    return CODES[code].id;
}

const char *diag_title(enum diag_code code)
{
    return CODES[code].title;
}

enum diag_kind diag_kind_of(enum diag_code code)
{
    return CODES[code].kind;
}

const char *severity_word(enum severity s)
{
    switch (s) {
    case SEVERITY_ERROR: return "error";
    case SEVERITY_WARNING: return "warning";
    case SEVERITY_NOTE: return "note";
    }
    return "";
}

static struct diag *add(struct diags *d, enum severity severity, enum diag_code code,
                        struct str message)
{
    struct diag new = {
        .code = code,
        .severity = severity,
        .id = str_of(diag_id(code)),
        .message = message,
        .order = d->list.count,
    };
    if (severity == SEVERITY_ERROR) d->error_count++;
    uint32_t i = VEC_PUSH(d->arena, &d->list, new);
    return &d->list.at[i];
}

bool diag_fail(struct diags *d, struct span where, enum diag_code code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(d, SEVERITY_ERROR, code, str_format_va(d->arena, format, args))->where = where;
    va_end(args);
    return false;
}

bool diag_fail_file(struct diags *d, struct str file, enum diag_code code, const char *format,
                    ...)
{
    va_list args;
    va_start(args, format);
    add(d, SEVERITY_ERROR, code, str_format_va(d->arena, format, args))->file = file;
    va_end(args);
    return false;
}

void diag_warn(struct diags *d, struct span where, enum diag_code code, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    add(d, SEVERITY_WARNING, code, str_format_va(d->arena, format, args))->where = where;
    va_end(args);
}

void diag_remark(struct diags *d, struct span where, enum diag_code code, const char *format,
                 ...)
{
    va_list args;
    va_start(args, format);
    add(d, SEVERITY_NOTE, code, str_format_va(d->arena, format, args))->where = where;
    va_end(args);
}

static struct diag *last(struct diags *d)
{
    return &d->list.at[d->list.count - 1];
}

void diag_note(struct diags *d, struct span where, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct diag_note *note = ARENA_NEW(d->arena, struct diag_note);
    note->where = where;
    note->text = str_format_va(d->arena, format, args);
    va_end(args);
    struct diag_note **end = &last(d)->notes;
    while (*end)
        end = &(*end)->next;
    *end = note;
}

static struct span adopt_span(struct sources *sources, const struct diags *from, struct span w)
{
    if (span_is_none(w)) return w;
    const struct source *s = source_get(from->sources, w.source);
    w.source = source_add(sources, str_copy(sources->arena, s->name),
                          str_copy(sources->arena, s->text));
    return w;
}

void diag_adopt(struct sources *sources, struct diags *d, const struct diags *from)
{
    struct arena *a = d->arena;
    for (uint32_t i = 0; i < from->list.count; i++) {
        const struct diag *f = &from->list.at[i];
        struct diag *new = add(d, f->severity, f->code, str_copy(a, f->message));
        new->id = str_copy(a, f->id);
        new->where = adopt_span(sources, from, f->where);
        new->file = str_copy(a, f->file);
        new->help = str_copy(a, f->help);
        for (const struct diag_note *n = f->notes; n; n = n->next)
            diag_note(d, adopt_span(sources, from, n->where), "%.*s", STR_ARG(n->text));
    }
}

void diag_help(struct diags *d, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    last(d)->help = str_format_va(d->arena, format, args);
    va_end(args);
}

void diag_name_rule(struct diags *d, struct str id)
{
    last(d)->id = id;
}

// A third of the length may differ, at least one letter, as rustc does.
struct str nearest_name(struct str found, const struct str *candidates, size_t count)
{
    unsigned limit = (unsigned)(found.len / 3);
    if (limit == 0) limit = 1;
    struct str best = STR_NONE;
    unsigned best_distance = limit + 1;
    for (size_t i = 0; i < count; i++) {
        unsigned distance = str_distance(found, candidates[i], limit);
        if (distance >= best_distance) continue;
        best = candidates[i];
        best_distance = distance;
    }
    return best;
}

void diag_help_nearest(struct diags *d, struct str found, const struct str *candidates,
                       size_t count)
{
    struct str best = nearest_name(found, candidates, count);
    if (best.at) diag_help(d, "did you mean '%.*s'?", STR_ARG(best));
}

static int compare(const void *left, const void *right)
{
    const struct diag *a = left, *b = right;
    uint32_t keys[][2] = {
        {a->where.source, b->where.source},
        {a->where.start, b->where.start},
        {a->severity, b->severity},
        {a->order, b->order},
    };
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        if (keys[i][0] != keys[i][1]) return keys[i][0] < keys[i][1] ? -1 : 1;
    return 0;
}

static bool same(const struct diag *a, const struct diag *b)
{
    return a->where.source == b->where.source && a->where.start == b->where.start &&
           a->severity == b->severity && str_eq(a->message, b->message) &&
           str_eq(a->file, b->file);
}

void diag_sort(struct diags *d)
{
    if (d->list.count == 0) return;
    qsort(d->list.at, d->list.count, sizeof *d->list.at, compare);
    uint32_t kept = 1;
    d->error_count = d->list.at[0].severity == SEVERITY_ERROR;
    for (uint32_t i = 1; i < d->list.count; i++) {
        if (same(&d->list.at[kept - 1], &d->list.at[i])) continue;
        d->list.at[kept++] = d->list.at[i];
        d->error_count += d->list.at[kept - 1].severity == SEVERITY_ERROR;
    }
    d->list.count = kept;
}

struct printer {
    struct text *out;
    const struct diags *diags;
    struct diag_style style;
};

static void paint(struct printer *p, const char *code, const char *word)
{
    if (p->style.colour) text_addf(p->out, "\x1b[%sm", code);
    text_add_c(p->out, word);
    if (p->style.colour) text_add_c(p->out, "\x1b[0m");
}

static const char *colour_of(enum severity s)
{
    switch (s) {
    case SEVERITY_ERROR: return "1;31";
    case SEVERITY_WARNING: return "1;33";
    case SEVERITY_NOTE: return "1;36";
    }
    return "0";
}

static void print_place(struct printer *p, struct span where, struct str file)
{
    const struct source *s = source_get(p->diags->sources, where.source);
    if (!s && file.len == 0) {
        text_add_c(p->out, "tco: ");
        return;
    }
    text_add_visible(p->out, s ? s->name : file, 4096);
    if (s) {
        struct position at = source_position(s, where.start);
        text_addf(p->out, ":%u:%u", (unsigned)at.line, (unsigned)at.column);
    }
    text_add_c(p->out, ": ");
}

// Long lines are cut around the place, so that the caret stays on the screen.
static void print_excerpt(struct printer *p, struct span where)
{
    enum { BEFORE = 60, WIDTH = 100 };
    const struct source *s = source_get(p->diags->sources, where.source);
    if (!s) return;
    struct position at = source_position(s, where.start);
    if (at.line_end == at.line_start) return;
    uint32_t start = where.start < at.line_start ? at.line_start : where.start;
    uint32_t end = where.end > at.line_end ? at.line_end : where.end;
    uint32_t from = at.line_start;
    if (start - from > BEFORE) {
        from = start - BEFORE;
        while (from < start && ((unsigned char)s->text.at[from] & 0xC0) == 0x80)
            from++;
    }
    struct text lead = {.arena = p->diags->arena}, marked = {.arena = p->diags->arena};
    text_add_visible(&lead, str_cut(s->text, from, start), SIZE_MAX);
    text_add_visible(&marked, str_cut(s->text, start, end > start ? end : start), WIDTH);
    text_addf(p->out, "%5u | %s", (unsigned)at.line, from > at.line_start ? "..." : "");
    text_add_visible(p->out, str_cut(s->text, from, at.line_end), WIDTH);
    text_add_c(p->out, "\n      | ");
    if (from > at.line_start) text_add_c(p->out, "   ");
    uint32_t code;
    for (size_t i = 0; i < lead.len; utf8_next(text_str(&lead), &i, &code))
        text_add_char(p->out, ' ');
    size_t width = 0;
    for (size_t i = 0; i < marked.len; utf8_next(text_str(&marked), &i, &code))
        width++;
    struct text carets = {.arena = p->diags->arena};
    text_add_char(&carets, '^');
    if (width > 1) text_add_repeated(&carets, '~', (width < WIDTH ? width : WIDTH) - 1);
    text_add_char(&carets, '\0');
    paint(p, "1;32", carets.at);
    text_add_char(p->out, '\n');
}

static void print_one(struct printer *p, const struct diag *d)
{
    print_place(p, d->where, d->file);
    paint(p, colour_of(d->severity), severity_word(d->severity));
    text_addf(p->out, ": %.*s [%.*s]\n", STR_ARG(d->message), STR_ARG(d->id));
    print_excerpt(p, d->where);
    for (const struct diag_note *n = d->notes; n; n = n->next) {
        if (span_is_none(n->where)) {
            text_addf(p->out, "      note: %.*s\n", STR_ARG(n->text));
            continue;
        }
        print_place(p, n->where, STR_NONE);
        paint(p, colour_of(SEVERITY_NOTE), "note");
        text_addf(p->out, ": %.*s\n", STR_ARG(n->text));
    }
    if (d->help.len) text_addf(p->out, "      help: %.*s\n", STR_ARG(d->help));
}

static void print_counts(struct printer *p, uint32_t errors, uint32_t warnings)
{
    if (errors > DIAG_ERRORS_SHOWN)
        text_addf(p->out, "tco: and %u more errors\n", (unsigned)(errors - DIAG_ERRORS_SHOWN));
    if (errors == 0 || errors + warnings < 2) return;
    text_addf(p->out, "tco: %u error%s", (unsigned)errors, errors == 1 ? "" : "s");
    if (warnings)
        text_addf(p->out, ", %u warning%s", (unsigned)warnings, warnings == 1 ? "" : "s");
    text_add_char(p->out, '\n');
}

void diag_print(struct text *out, const struct diags *d, struct diag_style style)
{
    struct printer p = {out, d, style};
    uint32_t errors = 0, warnings = 0;
    for (uint32_t i = 0; i < d->list.count; i++) {
        const struct diag *one = &d->list.at[i];
        if (one->severity == SEVERITY_ERROR) errors++;
        if (one->severity != SEVERITY_ERROR && style.quiet) continue;
        if (one->severity == SEVERITY_WARNING) warnings++;
        if (one->severity == SEVERITY_ERROR && errors > DIAG_ERRORS_SHOWN) continue;
        print_one(&p, one);
    }
    print_counts(&p, errors, warnings);
}
