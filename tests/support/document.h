// document.h - a YAML file that a test reads, with all that it needs to be read.
#ifndef TEST_SUPPORT_DOCUMENT_H
#define TEST_SUPPORT_DOCUMENT_H

#include "base/diag.h"
#include "doc/tree.h"

struct document {
    struct arena arena;
    struct sources sources;
    struct diags diags;
    struct tree tree;
    uint32_t root;
};

// The `d` of all of these stays where it is. Release it by freeing its arena.
void document_init(struct document *d);
// Both begin with document_init.
bool document_parse(struct document *d, const char *name, struct str text);
bool document_read(struct document *d, const char *path);

#endif
