#include "doc/yaml.h"

#include "base/map.h"

#include <string.h>
#include <yaml.h>

// A container that is being read.
struct level {
    uint32_t id;           // its node, filled in at its end
    uint32_t first_child;  // where its children begin on the stack of the reader
    struct str anchor;
};

// What a finished node weighs once aliases are expanded.
struct weight {
    uint32_t nodes;
    uint32_t depth;
};

struct reader {
    struct tree *tree;
    struct diags *diags;
    struct arena *arena;
    uint32_t source;
    struct str text;      // of the source, behind a byte order mark or an option's name
    uint32_t mark;        // bytes before it
    size_t seen_chars;    // how far positions were converted: characters
    size_t seen_bytes;    // and bytes
    bool wide;            // some characters are several bytes
    struct map anchors;   // name -> node
    VEC(uint32_t) stack;  // children waiting for the end of their container
    VEC(struct level) levels;
    VEC(struct weight) weights;  // by node number less first_node
    uint32_t first_node;
    uint32_t root;
    uint32_t documents;
    bool failed;
};

static struct span span_at(const struct reader *r, size_t from, size_t to)
{
    return (struct span){r->source, r->mark + (uint32_t)from, r->mark + (uint32_t)to};
}

static bool fail_bytes(struct reader *r, size_t at, const char *what)
{
    r->failed = true;
    return diag_fail(r->diags, span_at(r, at, at + 1), DIAG_ENCODING, "%s", what);
}

static bool is_plain_byte(char c)
{
    return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t';
}

// Where the next character stands that has to be looked at.
static size_t skip_plain(struct str text, size_t at)
{
    while (at < text.len && is_plain_byte(text.at[at]))
        at++;
    return at;
}

// Everything that may stand in a file: UTF-8, no controls but LF, CR and tab.
static bool check_bytes(struct reader *r)
{
    for (size_t at = skip_plain(r->text, 0); at < r->text.len; at = skip_plain(r->text, at)) {
        size_t from = at;
        uint32_t c;
        if (!utf8_next(r->text, &at, &c)) {
            if (from == 0 && (c == 0xFE || c == 0xFF))
                return fail_bytes(r, from, "the text is UTF-16; write it as UTF-8");
            return fail_bytes(r, from, "this byte is not UTF-8");
        }
        if (c == 0) return fail_bytes(r, from, "a NUL byte; the text may be cut, or UTF-16");
        bool control = (c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7F ||
                       (c >= 0x80 && c < 0xA0);
        r->wide = r->wide || c >= 0x80;
        if (control) return fail_bytes(r, from, "a control character");
        if (c == 0x2028 || c == 0x2029)
            return fail_bytes(r, from, "a Unicode line separator; end lines with LF or CRLF");
        if (c == 0xFEFF) return fail_bytes(r, from, "a byte order mark inside the text");
    }
    return true;
}

// Directives are found before libyaml sees them: it is quadratic in their number. Of a %YAML that
// stands twice, the second is reported.
static bool check_directives(struct reader *r)
{
    size_t first = r->text.len;
    bool version = false;
    for (size_t at = 0; at < r->text.len; at++) {
        at += str_find(str_cut(r->text, at, r->text.len), '%');
        bool line_start = at == 0 || r->text.at[at - 1] == '\n' || r->text.at[at - 1] == '\r';
        if (at == r->text.len || !line_start) continue;
        bool again = version && str_starts(str_cut(r->text, at, r->text.len), STR("%YAML"));
        if (first == r->text.len || again) first = at;
        if (again) break;
        version = version || str_starts(str_cut(r->text, at, r->text.len), STR("%YAML"));
    }
    if (first == r->text.len) return true;
    r->failed = true;
    return diag_fail(r->diags, span_at(r, first, first + 1), DIAG_YAML_FEATURE,
                     "a line that starts with %% is a YAML directive, and those are not read");
}

// libyaml counts characters; places are bytes. Marks come in order, so the count goes on.
static size_t bytes_of(struct reader *r, size_t chars)
{
    if (!r->wide) return chars < r->text.len ? chars : r->text.len;
    if (chars < r->seen_chars) r->seen_chars = r->seen_bytes = 0;
    while (r->seen_chars < chars && r->seen_bytes < r->text.len) {
        r->seen_bytes++;
        while (r->seen_bytes < r->text.len &&
               ((unsigned char)r->text.at[r->seen_bytes] & 0xC0) == 0x80)
            r->seen_bytes++;
        r->seen_chars++;
    }
    return r->seen_bytes;
}

static struct span span_of_event(struct reader *r, const yaml_event_t *e)
{
    size_t from = bytes_of(r, e->start_mark.index);
    return span_at(r, from, bytes_of(r, e->end_mark.index));
}

static bool fail(struct reader *r, struct span where, enum diag_code code, const char *message)
{
    r->failed = true;
    return diag_fail(r->diags, where, code, "%s", message);
}

static struct weight weight_of(const struct reader *r, uint32_t id)
{
    return r->weights.at[id - r->first_node];
}

static void weigh(struct reader *r, uint32_t id, struct weight w)
{
    while (r->weights.count <= id - r->first_node)
        VEC_PUSH(r->arena, &r->weights, (struct weight){1, 1});
    r->weights.at[id - r->first_node] = w;
}

static bool check_weight(struct reader *r, struct weight w, struct span where)
{
    if (w.nodes > YAML_NODES)
        return fail(r, where, DIAG_ALIAS, "more than 500,000 nodes once aliases are expanded");
    if (r->levels.count + w.depth > YAML_DEPTH)
        return fail(r, where, DIAG_TOO_DEEP, "nested more than 64 levels deep");
    return true;
}

static void place_child(struct reader *r, uint32_t id)
{
    if (r->levels.count == 0)
        r->root = id;
    else
        VEC_PUSH(r->arena, &r->stack, id);
}

static struct str text_of_yaml(struct reader *r, const yaml_char_t *text, size_t len)
{
    return str_copy(r->arena, (struct str){(const char *)text, len});
}

static struct str anchor_of(struct reader *r, const yaml_char_t *anchor)
{
    const char *name = (const char *)anchor;
    return name ? text_of_yaml(r, anchor, strlen(name)) : STR_NONE;
}

// A later anchor of the same name replaces the earlier one.
static void remember_anchor(struct reader *r, struct str anchor, uint32_t id)
{
    if (anchor.at) map_set(r->arena, &r->anchors, anchor, id);
}

static bool check_scalar_text(struct reader *r, struct str text, struct span where)
{
    if (text.len > YAML_SCALAR)
        return fail(r, where, DIAG_TOO_LARGE, "a text of more than 64 KiB");
    for (size_t at = skip_plain(text, 0); at < text.len; at = skip_plain(text, at)) {
        uint32_t c;
        utf8_next(text, &at, &c);
        bool control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0);
        if (control)
            return fail(r, where, DIAG_ENCODING, "an escape that makes a control character");
    }
    return true;
}

static enum node_style style_of(const yaml_event_t *e, struct str text, struct span where)
{
    switch (e->data.scalar.style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: return STYLE_SINGLE;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: return STYLE_DOUBLE;
    case YAML_LITERAL_SCALAR_STYLE: return STYLE_LITERAL;
    case YAML_FOLDED_SCALAR_STYLE: return STYLE_FOLDED;
    case YAML_PLAIN_SCALAR_STYLE:
    case YAML_ANY_SCALAR_STYLE: break;
    }
    return where.end - where.start == text.len ? STYLE_PLAIN : STYLE_FOLDED_PLAIN;
}

static bool refuse_tag(struct reader *r, const yaml_char_t *tag, struct span where)
{
    return !tag || fail(r, where, DIAG_YAML_FEATURE, "tags such as !name are not read");
}

static bool read_scalar(struct reader *r, const yaml_event_t *e)
{
    struct span where = span_of_event(r, e);
    struct str text = text_of_yaml(r, e->data.scalar.value, e->data.scalar.length);
    if (!refuse_tag(r, e->data.scalar.tag, where) || !check_scalar_text(r, text, where))
        return false;
    enum node_style style = style_of(e, text, where);
    bool plain = style == STYLE_PLAIN || style == STYLE_FOLDED_PLAIN;
    bool empty = plain && (text.len == 0 || str_is(text, "~") || str_is(text, "null"));
    uint32_t id = tree_add_scalar(r->tree, text, style, where);
    if (empty) r->tree->nodes.at[id].kind = NODE_EMPTY;
    struct weight w = {1, 1};
    weigh(r, id, w);
    if (!check_weight(r, w, where)) return false;
    remember_anchor(r, anchor_of(r, e->data.scalar.anchor), id);
    place_child(r, id);
    return true;
}

// Children of a map come as key, value, key, value.
static bool is_key_position(const struct reader *r)
{
    if (r->levels.count == 0) return false;
    const struct level *l = &r->levels.at[r->levels.count - 1];
    return node_is_map(r->tree, l->id) && (r->stack.count - l->first_child) % 2 == 0;
}

static bool read_alias(struct reader *r, const yaml_event_t *e)
{
    struct span where = span_of_event(r, e);
    struct str name = anchor_of(r, e->data.alias.anchor);
    uint32_t id = map_get(&r->anchors, name);
    if (id == MAP_NONE) {
        r->failed = true;
        for (uint32_t i = 0; i < r->levels.count; i++)
            if (r->levels.at[i].anchor.at && str_eq(r->levels.at[i].anchor, name))
                return diag_fail(r->diags, where, DIAG_ALIAS,
                                 "*%.*s stands inside its own anchor",
                                 STR_ARG(str_visible(r->arena, name)));
        return diag_fail(r->diags, where, DIAG_ALIAS, "there is no anchor &%.*s before this",
                         STR_ARG(str_visible(r->arena, name)));
    }
    if (is_key_position(r)) return fail(r, where, DIAG_BAD_NAME, "an alias can't be a key");
    if (!check_weight(r, weight_of(r, id), where)) return false;
    place_child(r, id);
    return true;
}

static bool open_container(struct reader *r, const yaml_event_t *e, enum node_kind kind,
                           const yaml_char_t *tag, const yaml_char_t *anchor, bool flow)
{
    struct span where = span_of_event(r, e);
    if (!refuse_tag(r, tag, where)) return false;
    if (!check_weight(r, (struct weight){1, 1}, where)) return false;
    uint32_t id = kind == NODE_LIST ? tree_add_list(r->tree, NULL, 0, where)
                                    : tree_add_map(r->tree, NULL, 0, where);
    if (flow) r->tree->nodes.at[id].style = STYLE_FLOW;
    weigh(r, id, (struct weight){1, 1});
    VEC_PUSH(r->arena, &r->levels, (struct level){id, r->stack.count, anchor_of(r, anchor)});
    return true;
}

static int open_brackets(struct str s)
{
    int open = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] == '(' || s.at[i] == '[') open++;
        if (s.at[i] == ')' || s.at[i] == ']') open--;
    }
    return open;
}

static void report_split(struct reader *r, uint32_t from, uint32_t to)
{
    struct span a = node_span(r->tree, from), b = node_span(r->tree, to);
    a.end = b.end;
    fail(
        r, a, DIAG_SPLIT_VALUE,
        "a comma splits a value inside { }: put it in quotes, or write the component as a block");
}

static bool is_name_like(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        bool later = (c >= '0' && c <= '9') || c == '-';
        if (!letter && !(later && i > 0)) return false;
    }
    return s.len > 0;
}

// A key without ":" and value, as YAML makes of what follows a comma inside { }.
static bool is_stray(const struct reader *r, const uint32_t *pairs, uint32_t i)
{
    struct span v = node_span(r->tree, pairs[2 * i + 1]);
    return node_kind(r->tree, pairs[2 * i + 1]) == NODE_EMPTY && v.start == v.end;
}

// Values of these keys are sentences, where commas are no mistake.
static bool is_prose(const struct reader *r, uint32_t key)
{
    static const char *const keys[] = {"doc",  "summary", "name",    "title",  "note",
                                       "warn", "error",   "message", "reason", "source"};
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        if (node_is(r->tree, key, keys[i])) return true;
    return false;
}

// A text over several lines as one: each line end with the blanks around it is one blank.
static struct str on_one_line(struct arena *a, struct str s)
{
    struct text t = {.arena = a};
    for (size_t i = 0; i < s.len;) {
        size_t end = i;
        bool broken = false;
        while (end < s.len && (s.at[end] == ' ' || s.at[end] == '\n' || s.at[end] == '\r' ||
                               s.at[end] == '\t'))
            broken = broken || s.at[end] == '\n' || s.at[end] == '\r', end++;
        if (broken)
            text_add_char(&t, ' ');
        else
            text_add(&t, str_cut(s, i, end));
        if (end < s.len) text_add_char(&t, s.at[end]);
        i = end + 1;
    }
    return text_str(&t);
}

// Puts a sentence together again that YAML has split at its commas.
static uint32_t rejoin(struct reader *r, uint32_t first, uint32_t last)
{
    struct span where = node_span(r->tree, first);
    where.end = node_span(r->tree, last).end;
    struct str text = str_cut(r->text, where.start - r->mark, where.end - r->mark);
    struct str whole = on_one_line(r->arena, text);
    enum node_style style = whole.len == text.len ? STYLE_PLAIN : STYLE_FOLDED_PLAIN;
    uint32_t id = tree_add_scalar(r->tree, whole, style, where);
    weigh(r, id, (struct weight){1, 1});
    return id;
}

// {price: triangular(1, 2, 3) USD} is three keys to YAML, the last two without a value. Returns
// how many pairs are left once sentences are whole; *ok is false if a value was split.
static uint32_t mend_split_map(struct reader *r, uint32_t *pairs, uint32_t count, bool *ok)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t last = i;
        while (last + 1 < count && is_stray(r, pairs, last + 1))
            last++;
        uint32_t key = pairs[2 * i], value = pairs[2 * i + 1];
        bool prose = last > i && node_is_scalar(r->tree, value) && is_prose(r, key);
        if (prose) value = rejoin(r, value, pairs[2 * last]);
        bool open = open_brackets(node_text(r->tree, value)) > 0;
        bool name = last > i && is_name_like(node_text(r->tree, pairs[2 * i + 2]));
        if (last > i && !prose && node_is_scalar(r->tree, value) && (open || !name)) {
            report_split(r, value, pairs[2 * last]);
            *ok = false;
        }
        pairs[2 * kept] = key;
        pairs[2 * kept++ + 1] = value;
        if (prose) i = last;
    }
    return kept;
}

static bool check_split_list(struct reader *r, const uint32_t *items, uint32_t count)
{
    for (uint32_t i = 0; i + 1 < count; i++) {
        if (!node_is_scalar(r->tree, items[i])) continue;
        if (node_style(r->tree, items[i]) != STYLE_PLAIN) continue;
        if (open_brackets(node_text(r->tree, items[i])) <= 0) continue;
        report_split(r, items[i], items[i + 1]);
        return false;
    }
    return true;
}

static bool check_key(struct reader *r, uint32_t key)
{
    struct span where = node_span(r->tree, key);
    if (!node_is_scalar(r->tree, key))
        return fail(r, where, DIAG_BAD_NAME, "a key must be a plain name");
    if (node_text(r->tree, key).len > YAML_KEY)
        return fail(r, where, DIAG_TOO_LARGE, "a key of more than 256 bytes");
    return node_text(r->tree, key).len > 0 || fail(r, where, DIAG_BAD_NAME, "an empty key");
}

struct pairs {
    VEC(uint32_t) list;  // key, value, key, value
    struct map index;    // key -> pair
};

static bool is_merge(const struct reader *r, uint32_t key)
{
    return node_is(r->tree, key, "<<") && node_style(r->tree, key) == STYLE_PLAIN;
}

static bool add_pair(struct reader *r, struct pairs *p, uint32_t key, uint32_t value,
                     bool merged)
{
    struct str name = node_text(r->tree, key);
    uint32_t at = p->list.count / 2;
    if (map_put(r->arena, &p->index, name, at)) {
        VEC_PUSH(r->arena, &p->list, key);
        VEC_PUSH(r->arena, &p->list, value);
        return true;
    }
    if (merged) return true;  // the first map that has a key gives it
    uint32_t first = p->list.at[2 * map_get(&p->index, name)];
    r->failed = true;
    diag_fail(r->diags, node_span(r->tree, key), DIAG_DUPLICATE_KEY,
              "the key '%.*s' stands twice", STR_ARG(str_visible(r->arena, name)));
    diag_note(r->diags, node_span(r->tree, first), "it stands here first");
    return false;
}

static bool merge_map(struct reader *r, struct pairs *p, uint32_t map, struct span where)
{
    if (!node_is_map(r->tree, map))
        return fail(r, where, DIAG_ALIAS, "<< takes a map, or a list of maps");
    for (uint32_t i = 0; i < node_count(r->tree, map); i++)
        add_pair(r, p, node_key(r->tree, map, i), node_value(r->tree, map, i), true);
    return true;
}

static bool merge(struct reader *r, struct pairs *p, uint32_t key, uint32_t value)
{
    struct span where = node_span(r->tree, key);
    if (!node_is_list(r->tree, value)) return merge_map(r, p, value, where);
    for (uint32_t i = 0; i < node_count(r->tree, value); i++)
        if (!merge_map(r, p, node_item(r->tree, value, i), where)) return false;
    return true;
}

// Merged pairs come first; a key written in the map itself replaces the merged one in place.
static bool collect_pairs(struct reader *r, const uint32_t *children, uint32_t count,
                          struct pairs *out)
{
    struct pairs own = {0};
    bool ok = true;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t key = children[2 * i], value = children[2 * i + 1];
        if (!check_key(r, key)) return false;
        if (is_merge(r, key))
            ok = merge(r, out, key, value) && ok;
        else
            ok = add_pair(r, &own, key, value, false) && ok;
    }
    if (out->list.count == 0) {  // nothing was merged
        *out = own;
        return ok;
    }
    for (uint32_t i = 0; i < own.list.count; i += 2) {
        uint32_t at = map_get(&out->index, node_text(r->tree, own.list.at[i]));
        if (at == MAP_NONE) {
            add_pair(r, out, own.list.at[i], own.list.at[i + 1], false);
        } else {
            out->list.at[2 * at] = own.list.at[i];
            out->list.at[2 * at + 1] = own.list.at[i + 1];
        }
    }
    return ok;
}

static struct weight weight_of_children(const struct reader *r, const uint32_t *kids,
                                        uint32_t n)
{
    struct weight w = {1, 0};
    for (uint32_t i = 0; i < n; i++) {
        struct weight k = weight_of(r, kids[i]);
        w.nodes = k.nodes > YAML_NODES - w.nodes ? YAML_NODES + 1 : w.nodes + k.nodes;
        if (w.nodes > YAML_NODES) break;
        if (k.depth > w.depth) w.depth = k.depth;
    }
    w.depth++;
    return w;
}

static bool close_container(struct reader *r, const yaml_event_t *e)
{
    struct level level = r->levels.at[r->levels.count - 1];
    r->levels.count--;
    uint32_t *children = r->stack.at ? r->stack.at + level.first_child : NULL;
    uint32_t count = r->stack.count - level.first_child;
    bool map = node_is_map(r->tree, level.id);
    bool flow = node_style(r->tree, level.id) == STYLE_FLOW;
    bool ok = true;
    if (map && flow) count = 2 * mend_split_map(r, children, count / 2, &ok);
    if (!map && flow && !check_split_list(r, children, count)) ok = false;
    struct pairs pairs = {0};
    if (map && ok) {
        collect_pairs(r, children, count / 2, &pairs);
        children = pairs.list.at;
        count = pairs.list.count;
    }
    if (!ok) count = 0;
    struct node *n = &r->tree->nodes.at[level.id];
    n->end = span_of_event(r, e).end;
    n->first = r->tree->kids.count;
    n->count = map ? count / 2 : count;
    for (uint32_t i = 0; i < count; i++)
        VEC_PUSH(r->arena, &r->tree->kids, children[i]);
    r->stack.count = level.first_child;
    const uint32_t *kept = count ? r->tree->kids.at + n->first : NULL;
    struct weight w = weight_of_children(r, kept, count);
    weigh(r, level.id, w);
    if (!check_weight(r, (struct weight){w.nodes, 0}, node_span(r->tree, level.id)))
        return false;
    remember_anchor(r, level.anchor, level.id);
    place_child(r, level.id);
    return true;
}

static bool open_document(struct reader *r, const yaml_event_t *e)
{
    if (r->documents++ == 0) return true;
    return fail(r, span_of_event(r, e), DIAG_YAML_FEATURE,
                "a second document; a file holds one");
}

// False stops the reading: what follows could not be trusted.
static bool read_event(struct reader *r, const yaml_event_t *e)
{
    switch (e->type) {
    case YAML_DOCUMENT_START_EVENT: return open_document(r, e);
    case YAML_SCALAR_EVENT: return read_scalar(r, e);
    case YAML_ALIAS_EVENT: return read_alias(r, e);
    case YAML_SEQUENCE_START_EVENT:
        return open_container(r, e, NODE_LIST, e->data.sequence_start.tag,
                              e->data.sequence_start.anchor,
                              e->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE);
    case YAML_MAPPING_START_EVENT:
        return open_container(r, e, NODE_MAP, e->data.mapping_start.tag,
                              e->data.mapping_start.anchor,
                              e->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: return close_container(r, e);
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT: return true;
    }
    return true;
}

static void report_syntax(struct reader *r, const yaml_parser_t *p)
{
    if (p->error == YAML_MEMORY_ERROR) arena_exhausted();
    size_t at = bytes_of(r, p->problem_mark.index);
    struct str why = str_of(p->problem ? p->problem : "it is not YAML");
    r->failed = true;
    if (p->context && str_is(str_of(p->context), "while scanning a quoted scalar") &&
        at >= r->text.len) {
        size_t quote = bytes_of(r, p->context_mark.index);
        diag_fail(r->diags, span_at(r, quote, quote + 1), DIAG_YAML,
                  "this quote is never closed");
        diag_help(r->diags, "put the same quote behind the text");
        return;
    }
    diag_fail(r->diags, span_at(r, at, at + 1), DIAG_YAML, "this is not YAML: %.*s",
              STR_ARG(str_visible(r->arena, why)));
    if (p->context && p->context_mark.index < p->problem_mark.index) {
        size_t from = bytes_of(r, p->context_mark.index);
        diag_note(r->diags, span_at(r, from, from + 1), "%s", p->context);
    }
    if (at < r->text.len && r->text.at[at] == '\t')
        diag_help(r->diags, "indent with blanks; YAML does not take tabs");
}

static void read_events(struct reader *r, yaml_parser_t *p)
{
    for (bool more = true; more;) {
        yaml_event_t e;
        if (!yaml_parser_parse(p, &e)) {
            report_syntax(r, p);
            return;
        }
        more = e.type != YAML_STREAM_END_EVENT && read_event(r, &e);
        yaml_event_delete(&e);
    }
}

bool yaml_parse(struct tree *t, uint32_t source, struct diags *d, uint32_t *root)
{
    struct str text = source_get(t->sources, source)->text;
    return yaml_parse_from(t, source, str_starts(text, STR("\xEF\xBB\xBF")) ? 3 : 0, d, root);
}

bool yaml_parse_from(struct tree *t, uint32_t source, uint32_t from, struct diags *d,
                     uint32_t *root)
{
    struct str text = source_get(t->sources, source)->text;
    struct reader r = {.tree = t, .diags = d, .arena = t->arena, .source = source};
    r.mark = from;
    r.text = str_cut(text, r.mark, text.len);
    r.first_node = t->nodes.count;
    *root = NODE_NONE;
    if (!check_bytes(&r) || !check_directives(&r)) return false;
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        return diag_fail(d, SPAN_NONE, DIAG_TOO_LARGE, "no memory for the YAML parser");
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)r.text.at, r.text.len);
    read_events(&r, &parser);
    yaml_parser_delete(&parser);
    if (!r.failed && r.root == NODE_NONE)
        fail(&r, span_at(&r, 0, 0), DIAG_YAML, "the file is empty");
    if (r.levels.count == 0) *root = r.root;
    return !r.failed;
}

const char *yaml_library_version(void)
{
    return yaml_get_version_string();
}
