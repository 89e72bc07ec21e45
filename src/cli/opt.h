// opt.h - the options of the command line: one table gives parsing, usage and help.
#ifndef TCO_CLI_OPT_H
#define TCO_CLI_OPT_H

#include "base/diag.h"

enum option_id {
#define OPTION(id, name, letter, value, repeat, doc) OPT_##id,
#include "cli/options.def"
#undef OPTION
    OPT_COUNT
};

struct option_row {
    const char *name;
    char letter;        // 0 for none
    const char *value;  // what it takes, NULL for nothing
    bool repeat;        // may be given more than once
    const char *doc;
};

extern const struct option_row OPTION_ROWS[OPT_COUNT];

// A command line taken apart.
struct args {
    struct arena *arena;
    struct diags *diags;
    VEC(struct str) words;  // what is no option
    struct {
        VEC(struct str) values;
    } given[OPT_COUNT];
};

// The first word that is no option and no value of one: the command. Empty if there is none.
struct str args_first_word(int count, char *const *words);

// Takes words apart; `allowed` are the options of the command (a list ended by OPT_COUNT).
bool args_parse(struct args *a, int count, char *const *words, const enum option_id *allowed);

bool args_has(const struct args *a, enum option_id id);
struct str args_value(const struct args *a, enum option_id id);  // the last one, or empty
bool args_whole(struct args *a, enum option_id id, uint64_t least, uint64_t most,
                uint64_t *value);

#endif
