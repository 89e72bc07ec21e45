// diag.h - mistakes and remarks, collected with their places and printed in order.
//
// The finder of a mistake adds it and goes on, so that one run shows every mistake. The list
// is sorted by place, repeats are dropped. What is printed first is what editors and CI parse:
//
//     FILE:LINE:COL: error: MESSAGE [rule-id]
//
// then the line, a caret, notes and help. Messages say what was found, what was expected and
// the nearest fix. Any text from the user goes through str_visible on its way into a message.
#ifndef TCO_BASE_DIAG_H
#define TCO_BASE_DIAG_H

#include "base/source.h"

enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE };

// What kind of failure an error is; the exit code of the process follows from it.
enum diag_kind { DIAG_KIND_USAGE, DIAG_KIND_DATA, DIAG_KIND_WORLD };

enum diag_code {
#define DIAG(code, id, kind, title) DIAG_##code,
#include "base/diag_codes.def"
#undef DIAG
    DIAG_CODE_COUNT
};

struct diag_note {
    struct diag_note *next;
    struct span where;  // may be none
    struct str text;
};

struct diag {
    enum diag_code code;
    enum severity severity;
    struct str id;  // the code's id, or that of a model's own check
    struct span where;
    struct str file;  // named when there is no place in it
    struct str message;
    struct str help;  // empty if there is none
    struct diag_note *notes;
    uint32_t order;  // of arrival, to keep the sort stable
};

struct diags {
    struct arena *arena;
    const struct sources *sources;
    VEC(struct diag) list;
    uint32_t error_count;
};

// Adds an error. Always returns false: reporting and failing are one line.
bool diag_fail(struct diags *d, struct span where, enum diag_code code, const char *format, ...)
    PRINTF_LIKE(4, 5);
// Adds an error about a file that has no text to point at.
bool diag_fail_file(struct diags *d, struct str file, enum diag_code code, const char *format,
                    ...) PRINTF_LIKE(4, 5);
void diag_warn(struct diags *d, struct span where, enum diag_code code, const char *format, ...)
    PRINTF_LIKE(4, 5);
void diag_remark(struct diags *d, struct span where, enum diag_code code, const char *format,
                 ...) PRINTF_LIKE(4, 5);

// These belong to the diagnostic that was added last.
void diag_note(struct diags *d, struct span where, const char *format, ...) PRINTF_LIKE(3, 4);
void diag_help(struct diags *d, const char *format, ...) PRINTF_LIKE(2, 3);
void diag_name_rule(struct diags *d, struct str id);

// Adds "did you mean 'x'?" when one of the candidates is near the name that was found.
void diag_help_nearest(struct diags *d, struct str found, const struct str *candidates,
                       size_t count);
// The candidate nearest to a name, or STR_NONE.
struct str nearest_name(struct str found, const struct str *candidates, size_t count);

// Takes over what another list reported, with copies of the texts that it points into: for errors of
// a second file that is read on its own.
void diag_adopt(struct sources *sources, struct diags *d, const struct diags *from);

// Sorts by place and drops repeats. Call before reading the list.
void diag_sort(struct diags *d);

enum { DIAG_ERRORS_SHOWN = 20 };  // further ones are counted

struct diag_style {
    bool colour;
    bool quiet;  // errors only
};

// The whole list as people read it, ending with a count.
void diag_print(struct text *out, const struct diags *d, struct diag_style style);

const char *severity_word(enum severity s);
const char *diag_id(enum diag_code code);
const char *diag_title(enum diag_code code);
enum diag_kind diag_kind_of(enum diag_code code);

#endif
