#include "model/library.h"

#include "base/file.h"
#include "doc/yaml.h"
#include "model/schema.h"

#include <stdlib.h>

void library_init(struct library *l, struct tree *t, struct diags *d,
                  const struct builtin_library *b)
{
    *l = (struct library){.tree = t, .diags = d, .builtin = b};
}

// ---- what is compiled in -----------------------------------------------------------------------

static struct str builtin_text(const struct builtin_library *b, const struct builtin_name *n)
{
    return (struct str){b->tree.text + n->name, n->name_len};
}

static const struct builtin_name *find_builtin(const struct builtin_library *b,
                                               const struct builtin_name *list, uint32_t count,
                                               struct str name)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        int order = str_cmp(builtin_text(b, &list[middle]), name);
        if (order == 0) return &list[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static bool bytes_of(const struct builtin_library *b, const struct builtin_name *list,
                     const struct builtin_bytes *all, const struct builtin_name *n,
                     struct str *bytes)
{
    if (!n || !all) return false;
    const struct builtin_bytes *found = &all[n - list];
    *bytes = (struct str){b->tree.text + found->at, found->len};
    return found->len > 0;
}

bool library_prepared_model(const struct library *l, struct str name, struct str *bytes)
{
    const struct builtin_library *b = l->builtin;
    return b && bytes_of(b, b->models, b->prepared_models,
                         find_builtin(b, b->models, b->model_count, name), bytes);
}

bool library_prepared_kind(const struct library *l, struct str kind, struct str *bytes)
{
    const struct builtin_library *b = l->builtin;
    return b && bytes_of(b, b->kinds, b->prepared_kinds,
                         find_builtin(b, b->kinds, b->kind_count, kind), bytes);
}

static bool shipped_model(const struct library *l, struct str name, struct found *out)
{
    const struct builtin_library *b = l->builtin;
    const struct builtin_name *n = b ? find_builtin(b, b->models, b->model_count, name) : NULL;
    if (n) *out = (struct found){NODE_NONE, n->node | NODE_BUILTIN, true, false};
    return n != NULL;
}

static struct str entry_key(struct arena *a, struct str kind, struct str id)
{
    return STR_JOINED(a, kind, STR("/"), id);
}

static bool shipped_entry(const struct library *l, struct str key, struct found *out)
{
    const struct builtin_library *b = l->builtin;
    const struct builtin_name *n = b ? find_builtin(b, b->entries, b->entry_count, key) : NULL;
    if (n) *out = (struct found){NODE_NONE, n->node | NODE_BUILTIN, true, false};
    return n != NULL;
}

// ---- what is read ------------------------------------------------------------------------------

static bool add_model(struct library *l, uint32_t root)
{
    struct tree *t = l->tree;
    uint32_t name = node_get_c(t, root, "model");
    if (!node_is_scalar(t, name) || !check_id_key(t, name, "the name of a model", l->diags))
        return schema_check(t, root, KEYS_MODEL, "a model", l->diags) && false;
    struct found f = {name, root, false, false}, shipped;
    f.shadows = shipped_model(l, node_text(t, name), &shipped);
    if (map_put(t->arena, &l->models, node_text(t, name), l->model_list.count)) {
        VEC_PUSH(t->arena, &l->model_list, f);
        return true;
    }
    uint32_t first = map_get(&l->models, node_text(t, name));
    diag_fail(l->diags, node_span(t, name), DIAG_DUPLICATE_KEY, "the model '%.*s' stands twice",
              STR_ARG(node_text(t, name)));
    diag_note(l->diags, node_span(t, l->model_list.at[first].key), "it stands here first");
    return false;
}

static bool add_entry(struct library *l, struct map *index, struct str kind, uint32_t key,
                      uint32_t node)
{
    struct tree *t = l->tree;
    if (!check_id_key(t, key, "the id of an entry", l->diags)) return false;
    struct str name = entry_key(t->arena, kind, node_text(t, key));
    struct found f = {key, node, false, false}, shipped;
    f.shadows = shipped_entry(l, name, &shipped);
    if (map_put(t->arena, index, name, l->entry_list.count)) {
        VEC_PUSH(t->arena, &l->entry_list, f);
        return true;
    }
    uint32_t first = map_get(index, name);
    diag_fail(l->diags, node_span(t, key), DIAG_DUPLICATE_KEY, "the entry '%.*s' stands twice",
              STR_ARG(node_text(t, key)));
    diag_note(l->diags, node_span(t, l->entry_list.at[first].key), "it stands here first");
    return false;
}

static bool add_entries(struct library *l, struct map *index, struct str kind, uint32_t entries)
{
    bool ok = true;
    for (uint32_t i = 0; i < node_count(l->tree, entries); i++)
        ok = add_entry(l, index, kind, node_key(l->tree, entries, i),
                       node_value(l->tree, entries, i)) &&
             ok;
    return ok;
}

// A source is something that a reader can find by its title.
static bool check_sources(struct library *l, uint32_t sources)
{
    const struct tree *t = l->tree;
    bool ok = true;
    for (uint32_t i = 0; i < node_count(t, sources); i++) {
        uint32_t source = node_value(t, sources, i), title = node_get_c(t, source, "title");
        if (!schema_check(t, source, KEYS_SOURCE, "a source", l->diags)) {
            ok = false;
            continue;
        }
        if (str_trim(node_text(t, title)).len > 0) continue;
        ok = diag_fail(l->diags, node_span(t, title), DIAG_MISSING_VALUE,
                       "the source '%.*s' has an empty `title`",
                       STR_ARG(node_text(t, node_key(t, sources, i))));
    }
    return ok;
}

static bool add_catalog(struct library *l, uint32_t root)
{
    if (!schema_check(l->tree, root, KEYS_CATALOG, "a catalogue", l->diags)) return false;
    bool ok = check_sources(l, node_get_c(l->tree, root, "sources"));
    VEC_PUSH(l->tree->arena, &l->catalogs, root);
    struct str kind = node_text(l->tree, node_get_c(l->tree, root, "catalog"));
    return add_entries(l, &l->entries, kind, node_get_c(l->tree, root, "entries")) && ok;
}

bool library_add_file(struct library *l, uint32_t root)
{
    struct tree *t = l->tree;
    if (node_get_c(t, root, "model") != NODE_NONE) return add_model(l, root);
    if (node_get_c(t, root, "catalog") != NODE_NONE) return add_catalog(l, root);
    return diag_fail(l->diags, node_span(t, root), DIAG_UNKNOWN_KIND,
                     "a file among the models starts with `model:` or `catalog:`");
}

bool library_add_scenario(struct library *l, uint32_t catalog)
{
    struct tree *t = l->tree;
    bool ok = true;
    l->scenario_entries = (struct map){0};  // a scenario is linked anew for each of its cases
    for (uint32_t i = 0; i < node_count(t, catalog); i++) {
        uint32_t kind = node_key(t, catalog, i), entries = node_value(t, catalog, i);
        uint32_t unused[1];
        if (library_fields(l, node_text(t, kind), unused, 1) == 0) {
            struct names known = {0};
            library_kind_names(l, t->arena, &known);
            ok = diag_fail(l->diags, node_span(t, kind), DIAG_UNKNOWN_ENTRY,
                           "there is no kind of catalogue entry called '%.*s'",
                           STR_ARG(str_visible(l->diags->arena, node_text(t, kind))));
            diag_help_nearest(l->diags, node_text(t, kind), known.list.at, known.list.count);
            continue;
        }
        if (!node_is_map(t, entries))
            ok = diag_fail(l->diags, node_span(t, entries), DIAG_WRONG_FORM,
                           "entries are a map by id, not %s", kind_word(t, entries));
        ok = add_entries(l, &l->scenario_entries, node_text(t, kind), entries) && ok;
    }
    return ok;
}

static bool is_library_file(const struct tree *t, uint32_t root)
{
    return node_get_c(t, root, "model") != NODE_NONE ||
           node_get_c(t, root, "catalog") != NODE_NONE;
}

// Whether a file is the compiled one of its name, byte for byte: where a scenario lies in the
// project itself, its models replace nothing.
static bool is_shipped_file(const struct library *l, struct str path, struct str text)
{
    const struct builtin_tree *b = l->tree->builtin;
    for (uint32_t i = 0; b && i < b->file_count; i++) {
        const struct builtin_file *f = &b->files[i];
        struct str name = {b->text + f->name, f->name_len};
        if (f->text_len != text.len || memcmp(b->text + f->text, text.at, text.len) != 0)
            continue;
        size_t folder = str_find(name, '/');  // of the project's models
        if (str_ends(path, str_cut(name, folder, name.len))) return true;
    }
    return false;
}

// What is passed over of a folder.
struct passed_over {
    struct str
        but;  // a file that was read already, and then what is no library file; may be empty
    bool shipped;  // copies of shipped files
};

static bool add_path(struct library *l, struct str path, const struct passed_over *without)
{
    struct str text;
    if (!file_read(l->tree->arena, path, FILE_LIMIT_SCENARIO, l->diags, &text)) return false;
    if (without->shipped && is_shipped_file(l, path, text)) return true;
    uint32_t source = source_add_file(l->tree->sources, path, text), root;
    if (!yaml_parse(l->tree, source, l->diags, &root)) return false;
    return (without->but.len && !is_library_file(l->tree, root)) || library_add_file(l, root);
}

static bool add_files(struct library *l, struct str folder, const struct passed_over *without,
                      bool *exists)
{
    struct file_names names = {0};
    struct arena *a = l->tree->arena;
    if (!file_list(a, folder, STR(".yaml"), l->diags, &names, exists)) return false;
    bool ok = true;
    for (uint32_t i = 0; i < names.list.count; i++) {
        struct str path = path_join(a, folder, names.list.at[i]);
        if (without->but.len && file_is_same(a, path, without->but)) continue;
        ok = add_path(l, path, without) && ok;
    }
    return ok;
}

static bool add_folder(struct library *l, struct str folder, const struct passed_over *without,
                       bool required)
{
    bool exists, catalogs;
    bool ok = add_files(l, folder, without, &exists);
    struct str catalog = path_join(l->tree->arena, folder, STR("catalog"));
    ok = add_files(l, catalog, without, &catalogs) && ok;
    if (!exists && !catalogs && required)
        return diag_fail_file(l->diags, folder, DIAG_CANNOT_READ,
                              "there is no such folder of models");
    return ok;
}

bool library_add_folder(struct library *l, struct str folder, bool required)
{
    return add_folder(l, folder, &(struct passed_over){.shipped = !required}, required);
}

bool library_add_models_of(struct library *l, struct str folder)
{
    bool unused;
    return add_files(l, folder, &(struct passed_over){0}, &unused);
}

bool library_add_catalogs_of(struct library *l, struct str folder)
{
    bool unused;
    return add_files(l, path_join(l->tree->arena, folder, STR("catalog")),
                     &(struct passed_over){0}, &unused);
}

bool library_add_folder_but(struct library *l, struct str folder, struct str but)
{
    return add_folder(l, folder, &(struct passed_over){.but = but}, false);
}

// ---- looking up --------------------------------------------------------------------------------

bool library_model(const struct library *l, struct str name, struct found *out)
{
    uint32_t at = map_get(&l->models, name);
    if (at == MAP_NONE) return shipped_model(l, name, out);
    *out = l->model_list.at[at];
    return true;
}

bool library_entry(const struct library *l, struct str kind, struct str id, struct found *out)
{
    struct str key = entry_key(l->tree->arena, kind, id);
    uint32_t at = map_get(&l->scenario_entries, key);
    if (at == MAP_NONE) at = map_get(&l->entries, key);
    if (at == MAP_NONE) return shipped_entry(l, key, out);
    *out = l->entry_list.at[at];
    return true;
}

uint32_t library_fields(const struct library *l, struct str kind, uint32_t *maps, uint32_t most)
{
    uint32_t count = 0;
    const struct builtin_library *b = l->builtin;
    for (uint32_t i = 0; b && i < b->kind_count; i++) {
        uint32_t root = b->kinds[i].node | NODE_BUILTIN;
        uint32_t fields = node_get_c(l->tree, root, "fields");
        if (str_eq(builtin_text(b, &b->kinds[i]), kind) && fields != NODE_NONE && count < most)
            maps[count++] = fields;
    }
    for (uint32_t i = 0; i < l->catalogs.count; i++) {
        uint32_t root = l->catalogs.at[i], fields = node_get_c(l->tree, root, "fields");
        bool same = str_eq(node_text(l->tree, node_get_c(l->tree, root, "catalog")), kind);
        if (same && fields != NODE_NONE && count < most) maps[count++] = fields;
    }
    return count;
}

uint32_t library_file_of(const struct library *l, uint32_t node)
{
    uint32_t source = node_span(l->tree, node).source;
    uint32_t shipped = tree_builtin_root(l->tree, source);
    if (shipped != NODE_NONE) return shipped;
    for (uint32_t i = 0; i < l->catalogs.count; i++)
        if (node_span(l->tree, l->catalogs.at[i]).source == source) return l->catalogs.at[i];
    return NODE_NONE;
}

struct str library_source(const struct library *l, uint32_t node, struct str id)
{
    uint32_t file = library_file_of(l, node);
    uint32_t sources = file == NODE_NONE ? NODE_NONE : node_get_c(l->tree, file, "sources");
    if (sources == NODE_NONE) return id;
    struct text t = {.arena = l->tree->arena};
    for (struct str rest = id; rest.len > 0;) {
        size_t plus = str_find(rest, '+');
        uint32_t source = node_get(l->tree, sources, str_trim(str_cut(rest, 0, plus)));
        struct str title = node_text(l->tree, node_get_c(l->tree, source, "title"));
        struct str url = node_text(l->tree, node_get_c(l->tree, source, "url"));
        if (title.len == 0) return id;
        if (t.len) text_add_c(&t, "; ");
        text_add(&t, title);
        if (url.len) text_addf(&t, ", %.*s", STR_ARG(url));
        rest = str_cut(rest, plus + 1, rest.len);
    }
    return text_str(&t);
}

// ---- lists -------------------------------------------------------------------------------------

static int by_text(const void *left, const void *right)
{
    const struct str *a = left, *b = right;
    return str_cmp(*a, *b);
}

static void sort_names(struct names *n)
{
    if (n->list.count == 0) return;
    qsort(n->list.at, n->list.count, sizeof(struct str), by_text);
    uint32_t kept = 1;
    for (uint32_t i = 1; i < n->list.count; i++)
        if (!str_eq(n->list.at[kept - 1], n->list.at[i])) n->list.at[kept++] = n->list.at[i];
    n->list.count = kept;
}

void library_model_names(const struct library *l, struct arena *a, struct names *out)
{
    const struct builtin_library *b = l->builtin;
    for (uint32_t i = 0; b && i < b->model_count; i++)
        VEC_PUSH(a, &out->list, builtin_text(b, &b->models[i]));
    for (uint32_t i = 0; i < l->model_list.count; i++)
        VEC_PUSH(a, &out->list, node_text(l->tree, l->model_list.at[i].key));
    sort_names(out);
}

static void add_matching(struct arena *a, struct str key, struct str prefix, struct names *out)
{
    if (str_starts(key, prefix)) VEC_PUSH(a, &out->list, str_cut(key, prefix.len, key.len));
}

void library_entry_names(const struct library *l, struct arena *a, struct str kind,
                         struct names *out)
{
    struct str prefix = str_format(a, "%.*s/", STR_ARG(kind));
    const struct builtin_library *b = l->builtin;
    for (uint32_t i = 0; b && i < b->entry_count; i++)
        add_matching(a, builtin_text(b, &b->entries[i]), prefix, out);
    const struct map *maps[] = {&l->entries, &l->scenario_entries};
    for (size_t m = 0; m < COUNT_OF(maps); m++)
        for (uint32_t i = 0; i < maps[m]->size; i++)
            if (maps[m]->slots[i].key.at) add_matching(a, maps[m]->slots[i].key, prefix, out);
    sort_names(out);
}

void library_kind_names(const struct library *l, struct arena *a, struct names *out)
{
    const struct builtin_library *b = l->builtin;
    for (uint32_t i = 0; b && i < b->kind_count; i++)
        VEC_PUSH(a, &out->list, builtin_text(b, &b->kinds[i]));
    for (uint32_t i = 0; i < l->catalogs.count; i++)
        VEC_PUSH(a, &out->list,
                 node_text(l->tree, node_get_c(l->tree, l->catalogs.at[i], "catalog")));
    sort_names(out);
}
