// source.h - the texts that were read, and places in them.
//
// A place is a range of bytes in one text. Lines end with LF, CR or CRLF, as editors count them;
// columns count characters from 1. Texts are kept for the whole run: messages quote them.
#ifndef TCO_BASE_SOURCE_H
#define TCO_BASE_SOURCE_H

#include "base/str.h"
#include "base/vec.h"

// Bytes start..end of source number `source` - 1; source 0 is no place at all.
struct span {
    uint32_t source;
    uint32_t start;
    uint32_t end;
};

#define SPAN_NONE ((struct span){0, 0, 0})

struct source {
    struct str name;  // as messages show it: a path as the user gave it, or "--set"
    struct str text;
    bool read;  // from a file
};

struct sources {
    struct arena *arena;
    VEC(struct source) list;
};

// Line and column from 1, and the bytes of the line without its end.
struct position {
    uint32_t line;
    uint32_t column;
    uint32_t line_start;
    uint32_t line_end;
};

// Registers a text (kept, not copied) and returns its number, from 1.
uint32_t source_add(struct sources *s, struct str name, struct str text);
// The same for the text of a file; a file that is read twice keeps its number.
uint32_t source_add_file(struct sources *s, struct str name, struct str text);
const struct source *source_get(const struct sources *s, uint32_t number);
struct position source_position(const struct source *s, uint32_t offset);
// "scenario.yaml:12", or "" for no place.
struct str source_location(struct arena *a, const struct sources *s, struct span where);
bool span_is_none(struct span where);

#endif
