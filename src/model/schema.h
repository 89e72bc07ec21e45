// schema.h - what keys a map may hold, from the rows of keys.def.
//
// One table serves the loader, the messages, the reference documentation and the editor schema.
#ifndef TCO_MODEL_SCHEMA_H
#define TCO_MODEL_SCHEMA_H

#include "doc/tree.h"

enum key_context {
#define CONTEXT(id, name, title) KEYS_##id,
#include "model/key_contexts.def"
#undef CONTEXT
    KEYS_COUNT
};

enum key_form {
    FORM_TEXT,
    FORM_REASON,  // text that says something
    FORM_WORD,
    FORM_NAME,
    FORM_ID,  // what an id may hold is checked where it is read
    FORM_DATE,
    FORM_MONTH,
    FORM_VALUE,
    FORM_FORMULA,
    FORM_LIST,
    FORM_MAP,
    FORM_NUMBER,
    FORM_ANY
};

// What stands below a key, beyond its form.
enum key_shape {
    SHAPE_NONE,
    SHAPE_KEYS,   // a map with the keys of a context
    SHAPE_NAMED,  // a map of such maps by name
    SHAPE_NAMES,  // the same, where a name may end in [w]
    SHAPE_IDS,    // the same by id
    SHAPE_EACH,   // a list of such maps
    SHAPE_WORDS,
    SHAPE_NUMBERS,
    SHAPE_VALUES,  // values by name
    SHAPE_COLUMNS,
    SHAPE_RATES,
    SHAPE_OPTIONS,
    SHAPE_CASES,
    SHAPE_ENTRIES,  // of one kind, by id
    SHAPE_KINDS     // entries by kind
};

struct key_row {
    enum key_context context;
    struct str key;
    bool required;
    struct str doc;
    enum key_form form;
    enum key_shape shape;
    enum key_context of;  // of the maps below
    const char *words;    // those it may be, with blanks between them; NULL for any
};

extern const struct key_row KEY_ROWS[];
extern const size_t KEY_ROW_COUNT;

// Whether a word is among some with blanks between them.
bool words_hold(const char *words, struct str word);
// Reports a value that is none of them, with the nearest.
bool words_check(const struct tree *t, uint32_t node, const char *words, struct diags *d);

// Words of the language, which are no names; and what an option can't be called either.
#define RESERVED_NAMES   "and or not to in stepped auto"
#define RESERVED_OPTIONS "workloads params finance options cases catalog like baseline cheapest"

enum { TEXT_LIMIT = 1000 };  // characters of free text

// Reports unknown and missing keys and values of a wrong form. `what` names the map in messages.
bool schema_check(const struct tree *t, uint32_t map, enum key_context context,
                  const char *what, struct diags *d);

// The same, but keys that the table does not know are left to the caller.
bool schema_check_open(const struct tree *t, uint32_t map, enum key_context context,
                       const char *what, struct diags *d);

// The same as schema_check, but a wrong word, which is reported, is no reason to fail: schema_word()
// fails at it, so that mistakes beside it are found in the same run.
bool schema_check_forms(const struct tree *t, uint32_t map, enum key_context context,
                        const char *what, struct diags *d);

bool schema_knows(enum key_context context, struct str key);

// Reports a key that is not known, with the nearest of the known ones and of `more`, or with the
// whole list under the heading `what` where none is near.
void schema_unknown_key(const struct tree *t, uint32_t key, enum key_context context,
                        const char *what, const struct str *more, size_t count,
                        struct diags *d);

// True for names that differ only by British and American spelling: utilisation, utilization.
bool same_spelling(struct str a, struct str b);

// Reports a name or an id that has a wrong form, and says what it should be.
bool check_name_key(const struct tree *t, uint32_t key, const char *what, struct diags *d);
// The same for a part of the key, such as `need` of need[w].
bool check_name_text(const struct tree *t, uint32_t key, struct str text, const char *what,
                     struct diags *d);
bool check_id_key(const struct tree *t, uint32_t key, const char *what, struct diags *d);

// Which of the words of a key a map has, as the place in its row. `out` keeps what it was where the
// map does not have the key. False, and silent, for other words: schema_check has reported them.
bool schema_word(const struct tree *t, uint32_t map, enum key_context context, const char *key,
                 int *out);

// "a map", "a list", "a value", "nothing".
const char *kind_word(const struct tree *t, uint32_t node);

#endif
