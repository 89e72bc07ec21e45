// embed.c - compiles models and catalogue into constant data of the program (a build tool).
//
// usage: embed OUT.c ROOT FILE...     FILE is shown as its path below ROOT
//
// Files are read with tco's own loader; a file that it refuses fails the build. The result holds
// the texts, the trees and sorted tables of names, so that a run looks only at what it uses.
#include "base/file.h"
#include "base/sha256.h"
#include "doc/yaml.h"
#include "model/prepared.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct entry_name {
    struct str text;
    uint32_t node;
    struct builtin_bytes prepared;
};

struct embedder {
    struct arena arena;
    struct sources sources;
    struct diags diags;
    struct tree tree;
    struct library library;
    struct text pool;   // all texts, one after another
    struct map places;  // text -> where it stands in the pool
    struct text read;   // the files, one after another, each behind its length
    VEC(struct builtin_file) files;
    VEC(struct entry_name) models, kinds, entries;
};

static uint32_t pool_add(struct embedder *e, struct str s)
{
    uint32_t at = (uint32_t)e->pool.len;
    text_add(&e->pool, s);
    return at;
}

static void add_names(struct embedder *e, uint32_t root)
{
    struct tree *t = &e->tree;
    uint32_t model = node_get_c(t, root, "model"), kind = node_get_c(t, root, "catalog");
    if (model != NODE_NONE)
        VEC_PUSH(&e->arena, &e->models, (struct entry_name){node_text(t, model), root, {0}});
    if (kind == NODE_NONE) return;
    VEC_PUSH(&e->arena, &e->kinds, (struct entry_name){node_text(t, kind), root, {0}});
    uint32_t entries = node_get_c(t, root, "entries");
    for (uint32_t i = 0; i < node_count(t, entries); i++) {
        struct str id = node_text(t, node_key(t, entries, i));
        struct str name =
            str_format(&e->arena, "%.*s/%.*s", STR_ARG(node_text(t, kind)), STR_ARG(id));
        VEC_PUSH(&e->arena, &e->entries,
                 (struct entry_name){name, node_value(t, entries, i), {0}});
    }
}

static bool add_file(struct embedder *e, const char *root_folder, const char *name)
{
    struct str path = path_join(&e->arena, str_of(root_folder), str_of(name)), text;
    if (!file_read(&e->arena, path, FILE_LIMIT_SCENARIO, &e->diags, &text)) return false;
    text_addf(&e->read, "%zu ", text.len);
    text_add(&e->read, text);
    uint32_t source = source_add(&e->sources, str_of(name), text), root;
    if (!yaml_parse(&e->tree, source, &e->diags, &root)) return false;
    struct builtin_file f = {
        .name_len = (uint32_t)str_of(name).len, .text_len = (uint32_t)text.len, .root = root};
    f.name = pool_add(e, str_of(name));
    f.text = pool_add(e, text);
    VEC_PUSH(&e->arena, &e->files, f);
    add_names(e, root);
    return library_add_file(&e->library, root);
}

static int by_text(const void *left, const void *right)
{
    const struct entry_name *a = left, *b = right;
    return str_cmp(a->text, b->text);
}

// ---- making ready ------------------------------------------------------------------------------

static uint32_t pool_once(void *context, struct str text)
{
    struct embedder *e = context;
    uint32_t at = map_get(&e->places, text);
    if (at != MAP_NONE) return at;
    at = pool_add(e, text);
    map_put(&e->arena, &e->places, text, at);
    return at;
}

typedef bool prepared_write(struct tree *t, struct library *lib, struct diags *d,
                            struct str name, const struct prepared_pool *pool,
                            struct text *out);

static bool prepare(struct embedder *e, struct entry_name *list, uint32_t count,
                    prepared_write *write)
{
    struct prepared_pool pool = {e, pool_once};
    bool ok = true;
    for (uint32_t i = 0; i < count; i++) {
        struct text out = {.arena = &e->arena};
        ok = write(&e->tree, &e->library, &e->diags, list[i].text, &pool, &out) && ok;
        list[i].prepared = (struct builtin_bytes){(uint32_t)e->pool.len, (uint32_t)out.len};
        text_add(&e->pool, text_str(&out));
    }
    return ok;
}

static bool prepare_all(struct embedder *e)
{
    bool ok = prepare(e, e->models.at, e->models.count, prepared_write_model);
    return prepare(e, e->kinds.at, e->kinds.count, prepared_write_kind) && ok;
}

// ---- writing -----------------------------------------------------------------------------------

// A plain scalar's text is the source itself; others get a copy in the pool.
static uint32_t text_place(struct embedder *e, uint32_t id)
{
    const struct node *n = &e->tree.nodes.at[id];
    if (n->style == STYLE_PLAIN && n->kind == NODE_SCALAR)
        return e->files.at[n->source - 1].text + n->start;
    return pool_add(e, node_text(&e->tree, id));
}

static void write_nodes(struct embedder *e, FILE *out)
{
    fprintf(out, "static const struct node NODES[] = {\n");
    for (uint32_t i = 0; i < e->tree.nodes.count; i++) {
        struct node n = e->tree.nodes.at[i];
        if (n.kind == NODE_SCALAR) n.first = text_place(e, i);
        fprintf(out, "{%u,%u,%u,%u,%u,%u,%u},\n", n.kind, n.style, n.source, (unsigned)n.start,
                (unsigned)n.end, (unsigned)n.first, (unsigned)n.count);
    }
    fprintf(out, "};\n\nstatic const uint32_t KIDS[] = {\n");
    for (uint32_t i = 0; i < e->tree.kids.count; i++)
        fprintf(out, "%u,%s", (unsigned)e->tree.kids.at[i], i % 16 == 15 ? "\n" : "");
    fprintf(out, "0};\n\n");
}

// Eight bytes at a time, as numbers of the machine that builds: strings of this size are beyond
// what C compilers promise.
static void write_pool(struct embedder *e, FILE *out)
{
    while (e->pool.len % 8 != 0)
        text_add_char(&e->pool, ' ');
    fprintf(out, "static const uint64_t POOL[] = {\n");
    for (size_t i = 0; i < e->pool.len; i += 8) {
        uint64_t word;
        memcpy(&word, e->pool.at + i, sizeof word);
        fprintf(out, "0x%llx,%s", (unsigned long long)word, i / 8 % 6 == 5 ? "\n" : "");
    }
    fprintf(out, "0};\n\n");
}

static void write_names(struct embedder *e, FILE *out, const char *name,
                        struct entry_name *list, uint32_t count)
{
    if (count) qsort(list, count, sizeof *list, by_text);
    fprintf(out, "static const struct builtin_name %s[] = {\n", name);
    for (uint32_t i = 0; i < count; i++)
        fprintf(out, "{%u,%u,%u},\n", (unsigned)pool_add(e, list[i].text),
                (unsigned)list[i].text.len, (unsigned)list[i].node);
    fprintf(out, "{0,0,0}};\n\n");
}

static void write_prepared(FILE *out, const char *name, const struct entry_name *list,
                           uint32_t count)
{
    fprintf(out, "static const struct builtin_bytes %s[] = {\n", name);
    for (uint32_t i = 0; i < count; i++)
        fprintf(out, "{%u,%u},\n", (unsigned)list[i].prepared.at,
                (unsigned)list[i].prepared.len);
    fprintf(out, "{0,0}};\n\n");
}

static void write_files(struct embedder *e, FILE *out)
{
    fprintf(out, "static const struct builtin_file FILES[] = {\n");
    for (uint32_t i = 0; i < e->files.count; i++) {
        const struct builtin_file *f = &e->files.at[i];
        fprintf(out, "{%u,%u,%u,%u,%u},\n", (unsigned)f->name, (unsigned)f->name_len,
                (unsigned)f->text, (unsigned)f->text_len, (unsigned)f->root);
    }
    fprintf(out, "{0,0,0,0,0}};\n\n");
}

static bool write_all(struct embedder *e, const char *path)
{
    FILE *out = fopen(path, "w");
    if (!out) return false;
    fprintf(out, "// Made by embed.c from the files of models/. Do not edit.\n"
                 "#include \"model/library.h\"\n\n");
    write_nodes(e, out);
    write_names(e, out, "MODELS", e->models.at, e->models.count);
    write_names(e, out, "KINDS", e->kinds.at, e->kinds.count);
    write_names(e, out, "ENTRIES", e->entries.at, e->entries.count);
    write_prepared(out, "PREPARED_MODELS", e->models.at, e->models.count);
    write_prepared(out, "PREPARED_KINDS", e->kinds.at, e->kinds.count);
    write_files(e, out);
    write_pool(e, out);
    fprintf(out,
            "const struct builtin_library BUILTIN_LIBRARY = {\n"
            "    {NODES, KIDS, (const char *)POOL, FILES, %u},\n"
            "    MODELS, KINDS, ENTRIES, %u, %u, %u, PREPARED_MODELS, PREPARED_KINDS,\n"
            "    \"%.*s\"};\n",
            (unsigned)e->files.count, (unsigned)e->models.count, (unsigned)e->kinds.count,
            (unsigned)e->entries.count, STR_ARG(sha256_hex(&e->arena, text_str(&e->read))));
    bool ok = !ferror(out);
    return fclose(out) == 0 && ok;
}

static int fail(struct embedder *e)
{
    struct text t = {.arena = &e->arena};
    diag_sort(&e->diags);
    diag_print(&t, &e->diags, (struct diag_style){false, false});
    fwrite(t.at, 1, t.len, stderr);
    return 1;
}

int main(int argc, char **argv)
{
    static struct embedder e;
    if (argc < 3) return 2;
    e.sources.arena = e.diags.arena = e.pool.arena = e.read.arena = &e.arena;
    e.diags.sources = &e.sources;
    tree_init(&e.tree, &e.arena, &e.sources, NULL);
    library_init(&e.library, &e.tree, &e.diags, NULL);
    bool ok = true;
    for (int i = 3; i < argc; i++)
        ok = add_file(&e, argv[2], argv[i]) && ok;
    if (!ok || !prepare_all(&e)) return fail(&e);
    if (!write_all(&e, argv[1])) return 1;
    arena_free(&e.arena);
    return 0;
}
