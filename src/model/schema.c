#include "model/schema.h"

#include "base/num.h"
#include "lang/parse.h"
#include "model/date.h"

#include <assert.h>
#include <string.h>

enum need { O, R };

// Forms that say what stands below them.
#define FORM_ONE_OF(list)            FORM_WORD, .words = list
#define FORM_KEYS(context)           FORM_MAP, .shape = SHAPE_KEYS, .of = KEYS_##context
#define FORM_MAP_OF(shape_, context) FORM_MAP, .shape = SHAPE_##shape_, .of = KEYS_##context
#define FORM_EACH(context)           FORM_LIST, .shape = SHAPE_EACH, .of = KEYS_##context
#define FORM_LIST_OF(shape_)         FORM_LIST, .shape = SHAPE_##shape_
#define FORM_ALL(shape_)             FORM_MAP, .shape = SHAPE_##shape_

const struct key_row KEY_ROWS[] = {
#define KEY(context_, key_, form_, need, doc_)                                                 \
    {.context = KEYS_##context_,                                                               \
     .key = {key_, sizeof key_ - 1},                                                           \
     .required = need == R,                                                                    \
     .doc = {doc_, sizeof doc_ - 1},                                                           \
     .form = FORM_##form_},
#include "model/keys.def"
#undef KEY
};

const size_t KEY_ROW_COUNT = COUNT_OF(KEY_ROWS);

// The contexts of the rows alone, to find the first of one.
static_assert(KEYS_COUNT < 256, "a context is a byte");
static const unsigned char CONTEXTS[] = {
#define KEY(context_, key_, form_, need, doc_) KEYS_##context_,
#include "model/keys.def"
#undef KEY
};

// The first row of a context; the others follow.
static size_t first_row(enum key_context context)
{
    const unsigned char *hit = memchr(CONTEXTS, (int)context, sizeof CONTEXTS);
    return hit ? (size_t)(hit - CONTEXTS) : KEY_ROW_COUNT;
}

static bool is_row_of(size_t i, enum key_context context)
{
    return i < KEY_ROW_COUNT && KEY_ROWS[i].context == context;
}

static const struct key_row *find_row(enum key_context context, struct str key)
{
    for (size_t i = first_row(context); is_row_of(i, context); i++)
        if (str_eq(KEY_ROWS[i].key, key)) return &KEY_ROWS[i];
    return NULL;
}

const char *kind_word(const struct tree *t, uint32_t node)
{
    switch (node_kind(t, node)) {
    case NODE_EMPTY: return "nothing";
    case NODE_SCALAR: return "a value";
    case NODE_LIST: return "a list";
    case NODE_MAP: return "a map";
    }
    return "";
}

static char plain_letter(char c)
{
    return c == 'z' ? 's' : c;
}

// -ize and -ise, -yze and -yse, -or and -our, -ense and -ence, catalog and catalogue.
bool same_spelling(struct str a, struct str b)
{
    size_t i = 0, j = 0;
    while (i < a.len && j < b.len) {
        if (plain_letter(a.at[i]) == plain_letter(b.at[j])) {
            i++, j++;
            continue;
        }
        bool or_our = i > 0 && a.at[i - 1] == 'o' && j > 0 && b.at[j - 1] == 'o';
        if (or_our && a.at[i] == 'u' && b.at[j] == 'r') {
            i++;
        } else if (or_our && b.at[j] == 'u' && a.at[i] == 'r') {
            j++;
        } else if (i > 0 && a.at[i - 1] == 'n' &&
                   ((a.at[i] == 's' && b.at[j] == 'c') || (a.at[i] == 'c' && b.at[j] == 's'))) {
            i++, j++;
        } else {
            return false;
        }
    }
    struct str rest = str_cut(i < a.len ? a : b, i < a.len ? i : j, SIZE_MAX);
    return rest.len == 0 || (str_is(rest, "ue") && str_ends(i < a.len ? a : b, STR("logue")));
}

bool schema_knows(enum key_context context, struct str key)
{
    return find_row(context, key) != NULL;
}

static bool fail_form(const struct tree *t, uint32_t node, const struct key_row *row,
                      const char *wanted, struct diags *d)
{
    diag_fail(d, node_span(t, node), DIAG_WRONG_FORM, "'%.*s' takes %s, not %s",
              STR_ARG(row->key), wanted, kind_word(t, node));
    diag_note(d, SPAN_NONE, "%.*s: %.*s", STR_ARG(row->key), STR_ARG(row->doc));
    return false;
}

static bool check_text(const struct tree *t, uint32_t node, const struct key_row *row,
                       struct diags *d)
{
    if (!node_is_scalar(t, node)) return fail_form(t, node, row, "words", d);
    struct str text = node_text(t, node);
    size_t count = 0;
    uint32_t code;
    for (size_t at = 0; at < text.len; count++)
        utf8_next(text, &at, &code);
    if (count <= TEXT_LIMIT) return true;
    return diag_fail(d, node_span(t, node), DIAG_TOO_LARGE,
                     "'%.*s' has more than %d characters", STR_ARG(row->key), TEXT_LIMIT);
}

static bool check_number(const struct tree *t, uint32_t node, const struct key_row *row,
                         struct diags *d)
{
    double v;
    if (!node_is_scalar(t, node)) return fail_form(t, node, row, "a number", d);
    if (num_read(node_text(t, node), &v) == NUM_OK) return true;
    return diag_fail(d, node_span(t, node), DIAG_BAD_NUMBER,
                     "'%.*s' takes a number, not '%.*s'", STR_ARG(row->key),
                     STR_ARG(str_visible(d->arena, node_text(t, node))));
}

static bool check_date(const struct tree *t, uint32_t node, const struct key_row *row,
                       struct diags *d)
{
    int v;
    bool month = row->form == FORM_MONTH;
    if (!node_is_scalar(t, node))
        return fail_form(t, node, row, month ? "a month" : "a date", d);
    struct str text = node_text(t, node);
    if (month ? month_read(text, &v) : day_read(text, &v)) return true;
    return diag_fail(d, node_span(t, node), DIAG_BAD_DATE, "'%.*s' takes %s, not '%.*s'",
                     STR_ARG(row->key),
                     month ? "a month such as 2027-01" : "a date such as 2026-11-01",
                     STR_ARG(str_visible(d->arena, text)));
}

// The next of some words with blanks between them; empty behind the last.
static struct str next_word(const char **at)
{
    struct str word = {*at, 0};
    while (word.at[word.len] && word.at[word.len] != ' ')
        word.len++;
    *at += word.len + (word.at[word.len] == ' ');
    return word;
}

static bool is_one_of(struct str s, const char *words, int *place)
{
    struct str word;
    for (*place = 0; (word = next_word(&words)).len > 0; ++*place)
        if (str_eq(s, word)) return true;
    return false;
}

bool words_hold(const char *words, struct str word)
{
    int place;
    return is_one_of(word, words, &place);
}

bool words_check(const struct tree *t, uint32_t node, const char *words, struct diags *d)
{
    VEC(struct str) known = {0};
    struct text list = {.arena = d->arena};
    struct str word;
    int place;
    if (is_one_of(node_text(t, node), words, &place)) return true;
    for (const char *at = words; (word = next_word(&at)).len > 0;) {
        text_addf(&list, "%s%.*s", list.len ? ", " : "", STR_ARG(word));
        VEC_PUSH(d->arena, &known, word);
    }
    diag_fail(d, node_span(t, node), DIAG_WRONG_FORM, "'%.*s' is not one of: %.*s",
              STR_ARG(str_visible(d->arena, node_text(t, node))), STR_ARG(text_str(&list)));
    diag_help_nearest(d, node_text(t, node), known.at, known.count);
    return false;
}

static bool check_form(const struct tree *t, uint32_t node, const struct key_row *row,
                       struct diags *d)
{
    switch (row->form) {
    case FORM_TEXT: return check_text(t, node, row, d);
    case FORM_REASON:
        if (node_is_scalar(t, node) && str_trim(node_text(t, node)).len == 0)
            return diag_fail(d, node_span(t, node), DIAG_WRONG_FORM, "'%.*s' is empty",
                             STR_ARG(row->key));
        return check_text(t, node, row, d);
    case FORM_WORD:
    case FORM_NAME:
    case FORM_ID:
        if (!node_is_scalar(t, node)) return fail_form(t, node, row, "a word", d);
        return !row->words || words_check(t, node, row->words, d);
    case FORM_FORMULA:
        return node_is_scalar(t, node) || fail_form(t, node, row, "a formula", d);
    case FORM_NUMBER: return check_number(t, node, row, d);
    case FORM_DATE:
    case FORM_MONTH: return check_date(t, node, row, d);
    case FORM_LIST: return node_is_list(t, node) || fail_form(t, node, row, "a list", d);
    case FORM_MAP: return node_is_map(t, node) || fail_form(t, node, row, "a map", d);
    case FORM_VALUE:
    case FORM_ANY:
        return node_kind(t, node) != NODE_EMPTY || fail_form(t, node, row, "a value", d);
    }
    return true;
}

void schema_unknown_key(const struct tree *t, uint32_t key, enum key_context context,
                        const char *what, const struct str *more, size_t count, struct diags *d)
{
    struct str found = node_text(t, key);
    VEC(struct str) known = {0};
    for (size_t i = 0; i < count; i++)
        VEC_PUSH(d->arena, &known, more[i]);
    for (size_t i = first_row(context); is_row_of(i, context); i++)
        VEC_PUSH(d->arena, &known, KEY_ROWS[i].key);
    diag_fail(d, node_span(t, key), DIAG_UNKNOWN_KEY, "unknown key '%.*s'",
              STR_ARG(str_visible(d->arena, found)));
    diag_help_nearest(d, found, known.at, known.count);
    if (known.count == 0 || d->list.at[d->list.count - 1].help.len) return;
    struct text list = {.arena = d->arena};
    for (uint32_t i = 0; i < known.count; i++)
        text_addf(&list, "%s%.*s", i ? ", " : "", STR_ARG(known.at[i]));
    diag_note(d, SPAN_NONE, "%s: %.*s", what, STR_ARG(text_str(&list)));
}

static bool check_required(const struct tree *t, uint32_t map, enum key_context context,
                           const char *what, struct diags *d)
{
    bool ok = true;
    for (size_t i = first_row(context); is_row_of(i, context); i++) {
        const struct key_row *row = &KEY_ROWS[i];
        if (!row->required) continue;
        if (node_get(t, map, row->key) != NODE_NONE) continue;
        struct span where = node_span(t, map);
        where.end = where.start;
        diag_fail(d, where, DIAG_MISSING_KEY, "%s needs '%.*s'", what, STR_ARG(row->key));
        diag_note(d, SPAN_NONE, "%.*s: %.*s", STR_ARG(row->key), STR_ARG(row->doc));
        ok = false;
    }
    return ok;
}

enum strictness {
    CLOSED,
    OPEN,        // other keys may stand there too
    WORDS_LATER  // schema_word() fails at a wrong word, so that the other keys are read too
};

static bool check_keys(const struct tree *t, uint32_t map, enum key_context context,
                       const char *what, enum strictness how, struct diags *d)
{
    if (map & NODE_BUILTIN) return true;  // checked when it was compiled in
    if (!node_is_map(t, map))
        return diag_fail(d, node_span(t, map), DIAG_WRONG_FORM, "%s is a map of keys, not %s",
                         what, kind_word(t, map));
    bool ok = true;
    for (uint32_t i = 0; i < node_count(t, map); i++) {
        uint32_t key = node_key(t, map, i), value = node_value(t, map, i);
        const struct key_row *row = find_row(context, node_text(t, key));
        if (row) {
            bool only_word = how == WORDS_LATER && row->words && node_is_scalar(t, value);
            ok = (check_form(t, value, row, d) || only_word) && ok;
        } else if (how != OPEN) {
            schema_unknown_key(t, key, context, "known here", NULL, 0, d);
            ok = false;
        }
    }
    return check_required(t, map, context, what, d) && ok;
}

bool schema_check(const struct tree *t, uint32_t map, enum key_context context,
                  const char *what, struct diags *d)
{
    return check_keys(t, map, context, what, CLOSED, d);
}

bool schema_check_forms(const struct tree *t, uint32_t map, enum key_context context,
                        const char *what, struct diags *d)
{
    return check_keys(t, map, context, what, WORDS_LATER, d);
}

bool schema_check_open(const struct tree *t, uint32_t map, enum key_context context,
                       const char *what, struct diags *d)
{
    return check_keys(t, map, context, what, OPEN, d);
}

// What a name could have been: hyphens and capitals are the usual slips.
static struct str as_name(struct arena *a, struct str s)
{
    char *copy = str_to_c(a, s);
    for (size_t i = 0; i < s.len; i++) {
        if (copy[i] == '-' || copy[i] == ' ' || copy[i] == '.') copy[i] = '_';
        if (copy[i] >= 'A' && copy[i] <= 'Z') copy[i] = (char)(copy[i] - 'A' + 'a');
    }
    return (struct str){copy, s.len};
}

static bool is_reserved(struct str s)
{
    return words_hold(RESERVED_NAMES, s);
}

bool check_name_key(const struct tree *t, uint32_t key, const char *what, struct diags *d)
{
    return check_name_text(t, key, node_text(t, key), what, d);
}

bool check_name_text(const struct tree *t, uint32_t key, struct str text, const char *what,
                     struct diags *d)
{
    if (is_name(text) && !is_reserved(text)) return true;
    if (is_reserved(text))
        return diag_fail(d, node_span(t, key), DIAG_BAD_NAME,
                         "'%.*s' is a word of the language, not %s", STR_ARG(text), what);
    diag_fail(d, node_span(t, key), DIAG_BAD_NAME,
              "'%.*s' is not %s: small letters, digits and _, a letter first, at most 64",
              STR_ARG(str_visible(d->arena, text)), what);
    struct str better = as_name(d->arena, text);
    if (is_name(better) && !is_reserved(better)) diag_help(d, "write %.*s", STR_ARG(better));
    return false;
}

static bool is_id(struct str s)
{
    static const char *const extra = "._@/-";
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!plain && (i == 0 || str_find(str_of(extra), c) == 5)) return false;
    }
    return s.len > 0 && s.len <= 128;
}

bool check_id_key(const struct tree *t, uint32_t key, const char *what, struct diags *d)
{
    struct str text = node_text(t, key);
    if (is_id(text)) return true;
    return diag_fail(d, node_span(t, key), DIAG_BAD_NAME,
                     "'%.*s' is not %s: small letters, digits and . _ @ / -",
                     STR_ARG(str_visible(d->arena, text)), what);
}

bool schema_word(const struct tree *t, uint32_t map, enum key_context context, const char *key,
                 int *out)
{
    uint32_t node = node_get_c(t, map, key);
    if (node == NODE_NONE) return true;
    const struct key_row *row = find_row(context, str_of(key));
    int place;
    assert(row && row->words);
    if (!row || !is_one_of(node_text(t, node), row->words, &place)) return false;
    *out = place;
    return true;
}
