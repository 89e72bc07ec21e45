#include "doc/json.h"

#include "base/num.h"

struct reader {
    struct tree *t;
    struct diags *d;
    struct str text;
    uint32_t source;
    size_t at;
    unsigned depth;
    VEC(uint32_t) open;  // children of what is being read, innermost last
};

static struct span span_to(const struct reader *r, size_t from)
{
    size_t end = r->at > from ? r->at : from + 1;
    if (end > r->text.len) end = r->text.len;
    return (struct span){r->source, (uint32_t)(from < end ? from : end), (uint32_t)end};
}

static bool fail(struct reader *r, size_t from, const char *what)
{
    return diag_fail(r->d, span_to(r, from), DIAG_BAD_JSON, "%s", what);
}

static bool fail_here(struct reader *r, const char *expected)
{
    size_t from = r->at;
    if (from >= r->text.len)
        return fail(r, from, "the file ends here, in the middle: is it cut off?");
    return diag_fail(r->d, span_to(r, from), DIAG_BAD_JSON, "%s is expected here", expected);
}

static void skip_blanks(struct reader *r)
{
    while (r->at < r->text.len) {
        char c = r->text.at[r->at];
        if (c != ' ' && c != '\t' && c != '\n' && c != '\r') return;
        r->at++;
    }
}

static bool take(struct reader *r, char c)
{
    if (r->at >= r->text.len || r->text.at[r->at] != c) return false;
    r->at++;
    return true;
}

// ---- strings -----------------------------------------------------------------------------------

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static bool read_hex(struct reader *r, uint32_t *code)
{
    *code = 0;
    for (int i = 0; i < 4; i++) {
        int digit = r->at < r->text.len ? hex_value(r->text.at[r->at]) : -1;
        if (digit < 0) return fail_here(r, "a digit of \\uXXXX");
        *code = *code << 4 | (uint32_t)digit;
        r->at++;
    }
    return true;
}

static void add_utf8(struct text *out, uint32_t c)
{
    if (c < 0x80) {
        text_add_char(out, (char)c);
        return;
    }
    if (c < 0x800) {
        text_add_char(out, (char)(0xC0 | c >> 6));
    } else {
        if (c < 0x10000) {
            text_add_char(out, (char)(0xE0 | c >> 12));
        } else {
            text_add_char(out, (char)(0xF0 | c >> 18));
            text_add_char(out, (char)(0x80 | (c >> 12 & 63)));
        }
        text_add_char(out, (char)(0x80 | (c >> 6 & 63)));
    }
    text_add_char(out, (char)(0x80 | (c & 63)));
}

// Characters beyond the first plane stand as two halves.
static bool read_code(struct reader *r, struct text *out)
{
    size_t from = r->at - 2;
    uint32_t code, low;
    if (!read_hex(r, &code)) return false;
    if (code >= 0xD800 && code < 0xDC00) {
        if (!take(r, '\\') || !take(r, 'u')) return fail(r, from, "half a character");
        if (!read_hex(r, &low)) return false;
        if (low < 0xDC00 || low > 0xDFFF) return fail(r, from, "half a character");
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    } else if (code >= 0xDC00 && code < 0xE000) {
        return fail(r, from, "half a character");
    }
    if (code == 0) return fail(r, from, "a NUL has no place in a text");
    add_utf8(out, code);
    return true;
}

static bool read_escape(struct reader *r, struct text *out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    if (r->at >= r->text.len) return fail_here(r, "");
    char c = r->text.at[r->at++];
    if (c == 'u') return read_code(r, out);
    for (size_t i = 0; i < sizeof from - 1; i++) {
        if (from[i] != c) continue;
        text_add_char(out, to[i]);
        return true;
    }
    return fail(r, r->at - 2, "there is no such escape in JSON");
}

static bool read_character(struct reader *r, struct text *out)
{
    size_t from = r->at;
    uint32_t code;
    if ((unsigned char)r->text.at[from] < ' ')
        return fail(r, from, "a control character stands in JSON as \\uXXXX");
    if (!utf8_next(r->text, &r->at, &code)) return fail(r, from, "this is not UTF-8");
    text_add(out, str_cut(r->text, from, r->at));
    return true;
}

static bool read_string(struct reader *r, uint32_t *node)
{
    size_t from = r->at;
    struct text out = {.arena = r->t->arena};
    if (!take(r, '"')) return fail_here(r, "a text in double quotes");
    while (!take(r, '"')) {
        if (r->at >= r->text.len) return fail(r, from, "this text does not end");
        if (!(take(r, '\\') ? read_escape(r, &out) : read_character(r, &out))) return false;
    }
    *node = tree_add_scalar(r->t, text_str(&out), STYLE_DOUBLE, span_to(r, from));
    return true;
}

// ---- other scalars -----------------------------------------------------------------------------

static bool read_number(struct reader *r, uint32_t *node)
{
    size_t from = r->at;
    struct str rest = str_cut(r->text, from, r->text.len);
    size_t len = num_scan(rest);
    double unused;
    r->at += len;
    struct str digits = str_cut(rest, 0, len);
    if (len == 0) return fail_here(r, "a value");
    switch (num_read(digits, &unused)) {
    case NUM_OK: break;
    case NUM_NOT_A_NUMBER: return fail(r, from, "this is not a number");
    case NUM_TOO_LARGE: return fail(r, from, "this number is too large");
    case NUM_TOO_SMALL: return fail(r, from, "this number is too small");
    }
    *node = tree_add_scalar(r->t, digits, STYLE_PLAIN, span_to(r, from));
    return true;
}

static bool read_word(struct reader *r, uint32_t *node)
{
    static const struct str words[] = {{"true", 4}, {"false", 5}, {"null", 4}};
    size_t from = r->at;
    struct str rest = str_cut(r->text, from, r->text.len);
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (!str_starts(rest, words[i])) continue;
        r->at += words[i].len;
        *node = tree_add_scalar(r->t, words[i], STYLE_PLAIN, span_to(r, from));
        if (i == 2) r->t->nodes.at[*node].kind = NODE_EMPTY;
        return true;
    }
    return read_number(r, node);
}

// ---- lists and objects -------------------------------------------------------------------------

static bool read_value(struct reader *r, uint32_t *node);

static bool enter(struct reader *r)
{
    if (++r->depth <= JSON_DEPTH) return true;
    return diag_fail(r->d, span_to(r, r->at), DIAG_TOO_DEEP, "this is nested more than %d deep",
                     JSON_DEPTH);
}

// What was read behind the first ones and not yet put into a node; nothing may have been, ever.
static const uint32_t *open_behind(const struct reader *r, uint32_t first)
{
    return r->open.count > first ? r->open.at + first : NULL;
}

static bool read_list(struct reader *r, uint32_t *node)
{
    size_t from = r->at++;
    uint32_t first = r->open.count, item;
    if (!enter(r)) return false;
    skip_blanks(r);
    if (!take(r, ']')) {
        do {
            if (!read_value(r, &item)) return false;
            VEC_PUSH(r->t->arena, &r->open, item);
            skip_blanks(r);
        } while (take(r, ','));
        if (!take(r, ']')) return fail_here(r, "a comma or ]");
    }
    *node = tree_add_list(r->t, open_behind(r, first), r->open.count - first, span_to(r, from));
    r->open.count = first;
    r->depth--;
    return true;
}

static bool is_new_key(struct reader *r, uint32_t first, uint32_t key)
{
    struct str name = node_text(r->t, key);
    uint32_t count = (r->open.count - first) / 2;
    if (count >= JSON_KEYS)
        return diag_fail(r->d, node_span(r->t, key), DIAG_TOO_LARGE,
                         "an object has at most %d keys", JSON_KEYS);
    for (uint32_t i = 0; i < count; i++)
        if (str_eq(node_text(r->t, r->open.at[first + 2 * i]), name))
            return diag_fail(r->d, node_span(r->t, key), DIAG_DUPLICATE_KEY,
                             "'%.*s' stands here twice",
                             STR_ARG(str_visible(r->t->arena, name)));
    return true;
}

static bool read_pair(struct reader *r, uint32_t first)
{
    uint32_t key, value;
    skip_blanks(r);
    if (!read_string(r, &key) || !is_new_key(r, first, key)) return false;
    skip_blanks(r);
    if (!take(r, ':')) return fail_here(r, "a colon");
    if (!read_value(r, &value)) return false;
    VEC_PUSH(r->t->arena, &r->open, key);
    VEC_PUSH(r->t->arena, &r->open, value);
    skip_blanks(r);
    return true;
}

static bool read_object(struct reader *r, uint32_t *node)
{
    size_t from = r->at++;
    uint32_t first = r->open.count;
    if (!enter(r)) return false;
    skip_blanks(r);
    if (!take(r, '}')) {
        do
            if (!read_pair(r, first)) return false;
        while (take(r, ','));
        if (!take(r, '}')) return fail_here(r, "a comma or }");
    }
    *node = tree_add_map(r->t, open_behind(r, first), (r->open.count - first) / 2,
                         span_to(r, from));
    r->open.count = first;
    r->depth--;
    return true;
}

static bool read_value(struct reader *r, uint32_t *node)
{
    skip_blanks(r);
    if (r->at >= r->text.len) return fail_here(r, "a value");
    if (r->t->nodes.count > JSON_NODES)
        return diag_fail(r->d, span_to(r, r->at), DIAG_TOO_LARGE,
                         "a result has at most %d values", JSON_NODES);
    switch (r->text.at[r->at]) {
    case '{': return read_object(r, node);
    case '[': return read_list(r, node);
    case '"': return read_string(r, node);
    default: return read_word(r, node);
    }
}

bool json_parse(struct tree *t, uint32_t source, struct diags *d, uint32_t *root)
{
    struct reader r = {.t = t, .d = d, .source = source};
    r.text = source_get(t->sources, source)->text;
    *root = NODE_NONE;
    if (str_starts(r.text, STR("\xEF\xBB\xBF"))) r.at = 3;
    if (!read_value(&r, root)) return false;
    skip_blanks(&r);
    return r.at == r.text.len ||
           fail(&r, r.at, "something stands behind the end of the result");
}

bool json_is_string(const struct tree *t, uint32_t id)
{
    return node_is_scalar(t, id) && node_style(t, id) == STYLE_DOUBLE;
}
