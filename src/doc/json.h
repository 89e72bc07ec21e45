// json.h - JSON as a tree with places, for results that were saved.
//
// The grammar of RFC 8259 and nothing else: a number is a finite double, a key stands once in its
// object, text is UTF-8 without NUL. Numbers and words are plain scalars, strings quoted ones, null
// is NODE_EMPTY. The first mistake ends the reading; it has a place.
#ifndef TCO_DOC_JSON_H
#define TCO_DOC_JSON_H

#include "doc/tree.h"

enum {
    JSON_BYTES = 32 * 1024 * 1024,
    JSON_DEPTH = 64,
    JSON_NODES = 4 * 1000 * 1000,
    JSON_KEYS = 256  // of one object; they are compared with each other
};

// Parses a registered source. False after a report.
bool json_parse(struct tree *t, uint32_t source, struct diags *d, uint32_t *root);

// Is it a string, and not a number or a word?
bool json_is_string(const struct tree *t, uint32_t id);

#endif
