// schema.h - what keys a map may hold, from the rows of keys.def.
//
// One table serves the loader, the messages, the reference documentation and the editor schema.
#ifndef TCO_MODEL_SCHEMA_H
#define TCO_MODEL_SCHEMA_H

#include "doc/tree.h"

enum key_context {
    KEYS_SCENARIO,
    KEYS_FINANCE,
    KEYS_CORRELATION,
    KEYS_EXCHANGE,
    KEYS_WORKLOAD,
    KEYS_COMPONENT,
    KEYS_MODEL,
    KEYS_INPUT,
    KEYS_ROW,
    KEYS_COST,
    KEYS_BOOKS,
    KEYS_METER,
    KEYS_CHECK,
    KEYS_SERVES,
    KEYS_CATALOG,
    KEYS_FIELD,
    KEYS_SOURCE,
    KEYS_FIGURE,
    KEYS_SPREAD,
    KEYS_PATH
};

enum key_form {
    FORM_TEXT,
    FORM_WORD,
    FORM_NAME,
    FORM_DATE,
    FORM_MONTH,
    FORM_VALUE,
    FORM_FORMULA,
    FORM_LIST,
    FORM_MAP,
    FORM_NUMBER,
    FORM_ANY
};

struct key_row {
    enum key_context context;
    struct str key;
    enum key_form form;
    bool required;
    struct str doc;
};

extern const struct key_row KEY_ROWS[];
extern const size_t KEY_ROW_COUNT;

enum { TEXT_LIMIT = 1000 };  // characters of free text

// Reports unknown and missing keys and values of a wrong form. `what` names the map in messages.
bool schema_check(const struct tree *t, uint32_t map, enum key_context context,
                  const char *what, struct diags *d);

// The same, but keys that the table does not know are left to the caller.
bool schema_check_open(const struct tree *t, uint32_t map, enum key_context context,
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

// One of a list of words, as its place in it.
bool read_word(const struct tree *t, uint32_t node, const char *const *words, size_t count,
               struct diags *d, int *out);

// "a map", "a list", "a value", "nothing".
const char *kind_word(const struct tree *t, uint32_t node);

#endif
