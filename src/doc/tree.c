#include "doc/tree.h"

#include <string.h>

void tree_init(struct tree *t, struct arena *a, struct sources *s, const struct builtin_tree *b)
{
    *t = (struct tree){.arena = a, .sources = s, .builtin = b};
    t->builtin_sources = (uint16_t)s->list.count;
    for (uint32_t i = 0; b && i < b->file_count; i++) {
        const struct builtin_file *f = &b->files[i];
        source_add(s, (struct str){b->text + f->name, f->name_len},
                   (struct str){b->text + f->text, f->text_len});
    }
    VEC_PUSH(a, &t->nodes, (struct node){.kind = NODE_EMPTY});  // NODE_NONE
}

uint32_t tree_builtin_root(const struct tree *t, uint32_t source)
{
    uint32_t file = source - t->builtin_sources - 1;
    if (source <= t->builtin_sources || !t->builtin || file >= t->builtin->file_count)
        return NODE_NONE;
    return t->builtin->files[file].root | NODE_BUILTIN;
}

static bool is_builtin(uint32_t id)
{
    return (id & NODE_BUILTIN) != 0;
}

static const struct node *get(const struct tree *t, uint32_t id)
{
    return is_builtin(id) ? &t->builtin->nodes[id & ~NODE_BUILTIN] : &t->nodes.at[id];
}

static uint32_t kid(const struct tree *t, uint32_t parent, uint32_t i)
{
    uint32_t at = get(t, parent)->first + i;
    return is_builtin(parent) ? t->builtin->kids[at] | NODE_BUILTIN : t->kids.at[at];
}

enum node_kind node_kind(const struct tree *t, uint32_t id)
{
    return (enum node_kind)get(t, id)->kind;
}

enum node_style node_style(const struct tree *t, uint32_t id)
{
    return (enum node_style)get(t, id)->style;
}

struct span node_span(const struct tree *t, uint32_t id)
{
    const struct node *n = get(t, id);
    if (id == NODE_NONE) return SPAN_NONE;
    uint32_t shift = is_builtin(id) ? t->builtin_sources : 0;
    return (struct span){n->source + shift, n->start, n->end};
}

bool node_is_scalar(const struct tree *t, uint32_t id)
{
    return node_kind(t, id) == NODE_SCALAR;
}

bool node_is_map(const struct tree *t, uint32_t id)
{
    return node_kind(t, id) == NODE_MAP;
}

bool node_is_list(const struct tree *t, uint32_t id)
{
    return node_kind(t, id) == NODE_LIST;
}

struct str node_text(const struct tree *t, uint32_t id)
{
    const struct node *n = get(t, id);
    if (n->kind != NODE_SCALAR) return STR("");
    if (is_builtin(id)) return (struct str){t->builtin->text + n->first, n->count};
    return t->texts.at[n->first];
}

bool node_is(const struct tree *t, uint32_t id, const char *text)
{
    return node_is_scalar(t, id) && str_is(node_text(t, id), text);
}

uint32_t node_count(const struct tree *t, uint32_t id)
{
    const struct node *n = get(t, id);
    return n->kind == NODE_LIST || n->kind == NODE_MAP ? n->count : 0;
}

uint32_t node_item(const struct tree *t, uint32_t list, uint32_t i)
{
    return kid(t, list, i);
}

uint32_t node_key(const struct tree *t, uint32_t map, uint32_t i)
{
    return kid(t, map, 2 * i);
}

uint32_t node_value(const struct tree *t, uint32_t map, uint32_t i)
{
    return kid(t, map, 2 * i + 1);
}

static uint32_t find(const struct tree *t, uint32_t map, struct str key, uint32_t part)
{
    if (!node_is_map(t, map)) return NODE_NONE;
    uint32_t count = node_count(t, map);
    for (uint32_t i = 0; i < count; i++)
        if (str_eq(node_text(t, node_key(t, map, i)), key)) return kid(t, map, 2 * i + part);
    return NODE_NONE;
}

uint32_t node_get(const struct tree *t, uint32_t map, struct str key)
{
    return find(t, map, key, 1);
}

uint32_t node_get_c(const struct tree *t, uint32_t map, const char *key)
{
    return find(t, map, str_of(key), 1);
}

uint32_t node_find_key(const struct tree *t, uint32_t map, struct str key)
{
    return find(t, map, key, 0);
}

// How many source bytes one character of a scalar's text takes, where the text is a quote of the
// source but for escapes and line ends. 0 means that the two have lost each other.
static size_t step_over(struct str source, size_t at, char c, enum node_style style)
{
    if (at >= source.len) return 0;
    if (source.at[at] == c) {
        bool doubled = style == STYLE_SINGLE && c == '\'' && at + 1 < source.len &&
                       source.at[at + 1] == '\'';
        return doubled ? 2 : 1;
    }
    if (style == STYLE_DOUBLE && source.at[at] == '\\' && at + 1 < source.len) return 2;
    return 0;
}

static size_t skip_line_break(struct str source, size_t at)
{
    size_t i = at;
    while (i < source.len &&
           (source.at[i] == '\n' || source.at[i] == '\r' || source.at[i] == ' '))
        i++;
    return i;
}

// Walks text and source side by side. A break or a run of blanks in the source stands for a
// break or one blank in the text.
static size_t walk(struct str source, struct str text, size_t to, enum node_style style)
{
    size_t at = 0;
    for (size_t i = 0; i < to && i < text.len; i++) {
        size_t step = step_over(source, at, text.at[i], style);
        size_t blank_end = skip_line_break(source, at);
        if (text.at[i] == '\n' || (text.at[i] == ' ' && step == 0)) {
            at = blank_end;
        } else if (step == 0) {
            return at;
        } else {
            at += step;
        }
    }
    return at;
}

static size_t skip_block_header(struct str source)
{
    size_t at = str_find(source, '\n');
    return at < source.len ? skip_line_break(source, at) : source.len;
}

struct span node_place(const struct tree *t, uint32_t scalar, size_t from, size_t to)
{
    struct span where = node_span(t, scalar);
    const struct source *s = source_get(t->sources, where.source);
    if (!s || !node_is_scalar(t, scalar)) return where;
    enum node_style style = node_style(t, scalar);
    struct str source = str_cut(s->text, where.start, where.end);
    size_t lead = style == STYLE_SINGLE || style == STYLE_DOUBLE ? 1 : 0;
    if (style == STYLE_LITERAL || style == STYLE_FOLDED) lead = skip_block_header(source);
    source = str_cut(source, lead, source.len);
    struct str text = node_text(t, scalar);
    uint32_t base = where.start + (uint32_t)lead;
    size_t begin = style == STYLE_PLAIN ? from : walk(source, text, from, style);
    size_t end = style == STYLE_PLAIN ? to : walk(source, text, to, style);
    if (begin > source.len) begin = source.len;
    if (end < begin) end = begin;
    return (struct span){where.source, base + (uint32_t)begin, base + (uint32_t)end};
}

static uint32_t add_node(struct tree *t, struct node n, struct span where)
{
    n.source = (uint16_t)where.source;
    n.start = where.start;
    n.end = where.end;
    return VEC_PUSH(t->arena, &t->nodes, n);
}

uint32_t tree_add_scalar(struct tree *t, struct str text, enum node_style style,
                         struct span where)
{
    uint32_t at = VEC_PUSH(t->arena, &t->texts, text);
    struct node n = {.kind = NODE_SCALAR, .style = (uint8_t)style, .first = at};
    n.count = (uint32_t)text.len;
    return add_node(t, n, where);
}

static uint32_t add_kids(struct tree *t, const uint32_t *kids, uint32_t count)
{
    uint32_t first = t->kids.count;
    for (uint32_t i = 0; i < count; i++)
        VEC_PUSH(t->arena, &t->kids, kids[i]);
    return first;
}

uint32_t tree_add_list(struct tree *t, const uint32_t *items, uint32_t count, struct span where)
{
    struct node n = {.kind = NODE_LIST, .first = add_kids(t, items, count), .count = count};
    return add_node(t, n, where);
}

uint32_t tree_add_map(struct tree *t, const uint32_t *pairs, uint32_t count, struct span where)
{
    struct node n = {.kind = NODE_MAP, .first = add_kids(t, pairs, 2 * count), .count = count};
    return add_node(t, n, where);
}
