// tree.h - YAML as a tree with places: maps, lists and scalars, nothing interpreted.
//
// One tree holds every file of a run, so that a map can be put together from parts of several
// files (`like:`, `--set`) without copying them: nodes are numbers, and a node may be a child of
// several others. Files that were compiled into the program live in the same tree; their nodes
// are read in place from constant data.
#ifndef TCO_DOC_TREE_H
#define TCO_DOC_TREE_H

#include "base/diag.h"

enum node_kind { NODE_EMPTY, NODE_SCALAR, NODE_LIST, NODE_MAP };

enum node_style {
    STYLE_PLAIN,  // scalar: as written, one line
    STYLE_FOLDED_PLAIN,
    STYLE_SINGLE,   // 'quoted'
    STYLE_DOUBLE,   // "quoted"
    STYLE_LITERAL,  // | block
    STYLE_FOLDED,   // > block
    STYLE_FLOW      // map or list: { } or [ ]
};

#define NODE_NONE    0u
#define NODE_BUILTIN 0x80000000u  // set in the numbers of nodes of compiled files

// `first` and `count` mean: a scalar's text and its length; the children of a list; the pairs
// (key, value) of a map. Plain numbers, so that a tree can be a constant.
struct node {
    uint8_t kind;
    uint8_t style;
    uint16_t source;
    uint32_t start;
    uint32_t end;
    uint32_t first;
    uint32_t count;
};

// The files that were compiled into the program.
struct builtin_tree {
    const struct node *nodes;
    const uint32_t *kids;
    const char *text;
    const struct builtin_file {
        uint32_t name, name_len, text, text_len;  // places in `text`
        uint32_t root;
    } * files;
    uint32_t file_count;
};

struct tree {
    struct arena *arena;
    struct sources *sources;
    const struct builtin_tree *builtin;  // may be NULL
    uint16_t builtin_sources;            // their first source number, less one
    VEC(struct node) nodes;
    VEC(uint32_t) kids;
    VEC(struct str) texts;
};

// Makes an empty tree and registers the sources of the compiled files.
void tree_init(struct tree *t, struct arena *a, struct sources *s,
               const struct builtin_tree *b);

// The root of the compiled file that a source number means, or NODE_NONE.
uint32_t tree_builtin_root(const struct tree *t, uint32_t source);

enum node_kind node_kind(const struct tree *t, uint32_t id);
enum node_style node_style(const struct tree *t, uint32_t id);
struct span node_span(const struct tree *t, uint32_t id);
bool node_is_scalar(const struct tree *t, uint32_t id);
bool node_is_map(const struct tree *t, uint32_t id);
bool node_is_list(const struct tree *t, uint32_t id);

// The text of a scalar; empty for anything else.
struct str node_text(const struct tree *t, uint32_t id);
bool node_is(const struct tree *t, uint32_t id, const char *text);

// Children of a list, pairs of a map, 0 otherwise.
uint32_t node_count(const struct tree *t, uint32_t id);
uint32_t node_item(const struct tree *t, uint32_t list, uint32_t i);
uint32_t node_key(const struct tree *t, uint32_t map, uint32_t i);
uint32_t node_value(const struct tree *t, uint32_t map, uint32_t i);

// The value of a key, or NODE_NONE.
uint32_t node_get(const struct tree *t, uint32_t map, struct str key);
uint32_t node_get_c(const struct tree *t, uint32_t map, const char *key);
// The node of the key itself, for messages.
uint32_t node_find_key(const struct tree *t, uint32_t map, struct str key);

// What is at the bytes `from`..`to` of a scalar's text, in the file.
struct span node_place(const struct tree *t, uint32_t scalar, size_t from, size_t to);

// New nodes. Texts are kept, not copied.
uint32_t tree_add_scalar(struct tree *t, struct str text, enum node_style style,
                         struct span where);
uint32_t tree_add_list(struct tree *t, const uint32_t *items, uint32_t count,
                       struct span where);
uint32_t tree_add_map(struct tree *t, const uint32_t *pairs, uint32_t count, struct span where);

#endif
