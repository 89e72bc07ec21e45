#include "support/document.h"

#include "base/file.h"
#include "doc/yaml.h"

void document_init(struct document *d)
{
    *d = (struct document){0};
    d->sources.arena = d->diags.arena = &d->arena;
    d->diags.sources = &d->sources;
    tree_init(&d->tree, &d->arena, &d->sources, NULL);
}

static bool parse(struct document *d, const char *name, struct str text)
{
    uint32_t source = source_add(&d->sources, str_of(name), text);
    return yaml_parse(&d->tree, source, &d->diags, &d->root);
}

bool document_parse(struct document *d, const char *name, struct str text)
{
    document_init(d);
    return parse(d, name, text);
}

bool document_read(struct document *d, const char *path)
{
    struct str text;
    document_init(d);
    return file_read(&d->arena, str_of(path), FILE_LIMIT_SCENARIO, &d->diags, &text) &&
           parse(d, path, text);
}
