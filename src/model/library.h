// library.h - where models and catalogue entries come from.
//
// Searched in this order: the scenario's own `catalog:`, the folder of --models or else `models/`
// beside the scenario, and what was compiled into the program. What stands in place of a shipped
// model or entry is reported, so that nobody swaps one unseen.
#ifndef TCO_MODEL_LIBRARY_H
#define TCO_MODEL_LIBRARY_H

#include "base/map.h"
#include "doc/tree.h"

// Tables of the compiled files, sorted for binary search. Names are places in the tree's text.
struct builtin_library {
    struct builtin_tree tree;
    const struct builtin_name {
        uint32_t name, name_len, node;
    } * models, *kinds, *entries;  // entries are named "kind/id"
    uint32_t model_count, kind_count, entry_count;
    // By model and by kind: its bytes in the tree's text (prepared.h); none where length is 0.
    const struct builtin_bytes {
        uint32_t at, len;
    } * prepared_models, *prepared_kinds;
    const char *sha256;  // of the files
};

// The library that is compiled in; empty in the program that compiles it.
extern const struct builtin_library BUILTIN_LIBRARY;

struct found {
    uint32_t key;  // its name in the file, for messages; NODE_NONE for compiled ones
    uint32_t node;
    bool shipped;  // it is the compiled one
    bool shadows;  // a compiled one of the same name stands behind it
};

struct library {
    struct tree *tree;
    struct diags *diags;
    const struct builtin_library *builtin;
    struct map models;   // name -> index of `model_list`
    struct map entries;  // "kind/id" -> index of `entry_list`
    VEC(struct found) model_list;
    VEC(struct found) entry_list;
    VEC(uint32_t) catalogs;       // roots of catalogue files that were read
    struct map scenario_entries;  // "kind/id" -> index of `entry_list`
};

void library_init(struct library *l, struct tree *t, struct diags *d,
                  const struct builtin_library *b);

// Reads models (DIR/*.yaml) and catalogues (DIR/catalog/*.yaml). A folder that does not exist is
// empty unless `required`; where it is not, copies of shipped files are passed over.
bool library_add_folder(struct library *l, struct str folder, bool required);
// The models or the catalogues of a folder alone; what is not there is left out.
bool library_add_models_of(struct library *l, struct str folder);
bool library_add_catalogs_of(struct library *l, struct str folder);
// The same without one file, which was read already.
bool library_add_folder_but(struct library *l, struct str folder, struct str but);

// Adds one parsed model or catalogue.
bool library_add_file(struct library *l, uint32_t root);

// Adds the scenario's own entries: {kind: {id: {...}}}.
bool library_add_scenario(struct library *l, uint32_t catalog);

bool library_model(const struct library *l, struct str name, struct found *out);
bool library_entry(const struct library *l, struct str kind, struct str id, struct found *out);

// The bytes that were written of a shipped model or kind (prepared.h). False if there are none.
bool library_prepared_model(const struct library *l, struct str name, struct str *bytes);
bool library_prepared_kind(const struct library *l, struct str kind, struct str *bytes);

// The `fields` maps that declare a kind, the shipped one first. Returns how many there are.
uint32_t library_fields(const struct library *l, struct str kind, uint32_t *maps,
                        uint32_t most);

// The catalogue file that a node stands in, for its `sources`; NODE_NONE if there is none.
uint32_t library_file_of(const struct library *l, uint32_t node);

// Title and address of the source that a figure names: "a+b" stands for two of its file's sources.
struct str library_source(const struct library *l, uint32_t node, struct str id);

struct names {
    VEC(struct str) list;  // sorted, without repeats
};

void library_model_names(const struct library *l, struct arena *a, struct names *out);
void library_entry_names(const struct library *l, struct arena *a, struct str kind,
                         struct names *out);
void library_kind_names(const struct library *l, struct arena *a, struct names *out);

#endif
