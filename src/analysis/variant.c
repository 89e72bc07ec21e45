#include "analysis/variant.h"

void variant_begin(struct variant *v, struct session *s)
{
    *v = (struct variant){s, s->graph, s->unroll, s->ledger, s->open, s->diags, {NULL, 0}};
    v->mark = arena_mark(&s->arena);
}

void variant_end(struct variant *v)
{
    struct session *s = v->session;
    s->graph = v->graph;
    s->unroll = v->unroll;
    s->ledger = v->ledger;
    s->open = v->open;
    s->diags = v->diags;
    arena_release(&s->arena, v->mark);
}
