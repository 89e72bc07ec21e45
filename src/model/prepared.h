// prepared.h - shipped models and kinds of entries as bytes: read in place of their documents.
//
// When the program is built, each shipped model is loaded, merged with what it is like, parsed
// and checked once; what came of it is written down here. A run that uses the model as shipped
// reads that back, and is the same as if it had parsed the document. Whatever depends on a
// scenario is left open: its currency, its own names, places in its tree.
#ifndef TCO_MODEL_PREPARED_H
#define TCO_MODEL_PREPARED_H

#include "lang/program.h"
#include "model/library.h"

// Where the bytes and texts go that are written. Returns the place of a text.
struct prepared_pool {
    void *context;
    uint32_t (*add)(void *context, struct str text);
};

// Appends the model, or the kind, to `out`. False after a report if it is wrong. What can't be
// written down, such as a default that is uncertain, adds nothing: it is parsed by each run.
bool prepared_write_model(struct tree *t, struct library *lib, struct diags *d,
                          struct str model, const struct prepared_pool *pool, struct text *out);
bool prepared_write_kind(struct tree *t, struct library *lib, struct diags *d, struct str kind,
                         const struct prepared_pool *pool, struct text *out);

#endif
