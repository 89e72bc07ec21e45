// outline.h - JSON laid out for people: one key a line, indented.
#ifndef TCO_REPORT_OUTLINE_H
#define TCO_REPORT_OUTLINE_H

#include "base/str.h"

enum { OUTLINE_DEPTH = 32 };

struct outline {
    struct text *out;
    int depth;
    bool filled[OUTLINE_DEPTH];  // the object or list at each depth has a part already
};

// Within an object every part has a key; within a list, and at the top, it is NULL.
void outline_open(struct outline *o, const char *key, char bracket);  // '{' or '['
void outline_close(struct outline *o, char bracket);                  // '}' or ']'
void outline_text(struct outline *o, const char *key, struct str value);
// A number, true or false, as it is written.
void outline_bare(struct outline *o, const char *key, const char *value);

#endif
