#include "report/outline.h"

#include "report/writer.h"

#include <assert.h>

static void begin(struct outline *o, const char *key)
{
    if (o->depth > 0) {
        text_add_c(o->out, o->filled[o->depth - 1] ? ",\n" : "\n");
        o->filled[o->depth - 1] = true;
    }
    text_add_repeated(o->out, ' ', (size_t)(2 * o->depth));
    if (!key) return;
    json_string(o->out, str_of(key));
    text_add_c(o->out, ": ");
}

void outline_open(struct outline *o, const char *key, char bracket)
{
    begin(o, key);
    text_add_char(o->out, bracket);
    assert(o->depth < OUTLINE_DEPTH);
    o->filled[o->depth++] = false;
}

void outline_close(struct outline *o, char bracket)
{
    assert(o->depth > 0);
    if (o->filled[--o->depth]) {
        text_add_char(o->out, '\n');
        text_add_repeated(o->out, ' ', (size_t)(2 * o->depth));
    }
    text_add_char(o->out, bracket);
    if (o->depth == 0) text_add_char(o->out, '\n');
}

void outline_text(struct outline *o, const char *key, struct str value)
{
    begin(o, key);
    json_string(o->out, value);
}

void outline_bare(struct outline *o, const char *key, const char *value)
{
    begin(o, key);
    text_add_c(o->out, value);
}
