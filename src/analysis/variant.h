// variant.h - a session that is built once more in another way, and then is as it was.
//
// Between begin and end the graph, the cells and the ledger are those of the variant. What is made
// meanwhile in the session's arena is gone at the end, and so is what was reported.
#ifndef TCO_ANALYSIS_VARIANT_H
#define TCO_ANALYSIS_VARIANT_H

#include "session/session.h"

struct variant {
    struct session *session;
    struct graph graph;
    struct unroll unroll;
    struct ledger ledger;
    struct open_rows open;
    struct diags diags;
    struct arena_mark mark;
};

void variant_begin(struct variant *v, struct session *s);
void variant_end(struct variant *v);

#endif
