#include "cli/opt.h"

#include "base/num.h"

#include <getopt.h>
#include <string.h>

const struct option_row OPTION_ROWS[OPT_COUNT] = {
#define OPTION(id, name, letter, value, repeat, doc) {name, letter, value, repeat, doc},
#include "cli/options.def"
#undef OPTION
};

enum { LONG_BASE = 256 };  // getopt's answer for an option without a letter

static bool is_allowed(const enum option_id *allowed, int id)
{
    for (; *allowed != OPT_COUNT; allowed++)
        if ((int)*allowed == id) return true;
    return false;
}

static bool fail(struct args *a, const char *format, struct str what)
{
    struct str shown = str_visible(a->arena, what);
    return diag_fail(a->diags, SPAN_NONE, DIAG_USAGE, "%s '%.*s'", format, STR_ARG(shown));
}

// getopt takes shortened names silently; scripts would break when an option is added.
static bool unknown_option(struct args *a, const char *word, const enum option_id *allowed)
{
    struct str found = str_of(word), name = found;
    while (name.len && name.at[0] == '-')
        name = str_cut(name, 1, name.len);
    name = str_cut(name, 0, str_find(name, '='));
    struct str known[OPT_COUNT];
    size_t count = 0;
    for (const enum option_id *id = allowed; *id != OPT_COUNT; id++)
        known[count++] = str_of(OPTION_ROWS[*id].name);
    fail(a, "unknown option", str_cut(found, 0, str_find(found, '=')));
    struct str near = nearest_name(name, known, count);
    for (size_t i = 0; i < count && !near.at && name.len > 1; i++)
        if (str_starts(known[i], name)) near = known[i];
    if (near.at) diag_help(a->diags, "did you mean --%.*s?", STR_ARG(near));
    return false;
}

static struct str option_text(struct args *a, int id)
{
    return str_format(a->arena, "--%s", OPTION_ROWS[id].name);
}

static int id_of(int code)
{
    if (code >= LONG_BASE) return code - LONG_BASE;
    for (int i = 0; i < OPT_COUNT; i++)
        if (OPTION_ROWS[i].letter == code && code != 0) return i;
    return OPT_COUNT;
}

// The word that getopt has just taken an option from; its value may be the word behind it.
static const char *last_flag(char *const *words)
{
    bool value_apart = optarg && optarg == words[optind - 1];
    return words[optind - (value_apart ? 2 : 1)];
}

static bool is_exact(const char *word, int id)
{
    size_t len = strlen(OPTION_ROWS[id].name);
    return strncmp(word + 2, OPTION_ROWS[id].name, len) == 0 &&
           (word[2 + len] == '\0' || word[2 + len] == '=');
}

static bool take(struct args *a, int id)
{
    const struct option_row *row = &OPTION_ROWS[id];
    struct str value = row->value ? str_of(optarg) : STR("");
    if (row->value && value.len == 0)
        return fail(a, "a value is missing after", option_text(a, id));
    if (a->given[id].values.count > 0 && !row->repeat) {
        bool same = str_eq(a->given[id].values.at[0], value);
        return same || fail(a, "this option is given twice:", option_text(a, id));
    }
    VEC_PUSH(a->arena, &a->given[id].values, value);
    return true;
}

// The sign in front keeps words in their order, whatever POSIXLY_CORRECT says.
static void build_tables(struct option *longs, char *shorts)
{
    *shorts++ = '-';
    *shorts++ = ':';
    for (int i = 0; i < OPT_COUNT; i++) {
        const struct option_row *row = &OPTION_ROWS[i];
        longs[i] = (struct option){row->name, row->value ? required_argument : no_argument,
                                   NULL, LONG_BASE + i};
        if (!row->letter) continue;
        *shorts++ = row->letter;
        if (row->value) *shorts++ = ':';
    }
    longs[OPT_COUNT] = (struct option){NULL, 0, NULL, 0};
    *shorts = '\0';
}

static bool take_code(struct args *a, int code, char *const *words,
                      const enum option_id *allowed)
{
    if (code == ':') return fail(a, "a value is missing after", str_of(words[optind - 1]));
    if (code == '?' && optopt > 0 && optopt < LONG_BASE) {
        char letter[3] = {'-', (char)optopt, '\0'};
        return unknown_option(a, letter, allowed);
    }
    if (code == '?' && optopt >= LONG_BASE)
        return fail(a, "this option takes no value:", option_text(a, optopt - LONG_BASE));
    if (code == '?') return unknown_option(a, words[optind - 1], allowed);
    int id = id_of(code);
    if (code >= LONG_BASE && !is_exact(last_flag(words), id))
        return unknown_option(a, last_flag(words), allowed);
    if (!is_allowed(allowed, id))
        return fail(a, "this command does not take the option", option_text(a, id));
    return take(a, id);
}

enum { WORD = 1, SHORTS = 2 * OPT_COUNT + 3 };  // getopt's answer for what is no option

struct str args_first_word(int count, char *const *words)
{
    struct option longs[OPT_COUNT + 1];
    char shorts[SHORTS];
    build_tables(longs, shorts);
    opterr = 0;
    optind = 1;
    for (int code; (code = getopt_long(count, words, shorts, longs, NULL)) != -1;)
        if (code == WORD) return str_of(optarg);
    return optind < count ? str_of(words[optind]) : STR_NONE;
}

// A word such as -5, -(1 + 2) or "- x" is no option: none begins so.
static bool is_negative(const char *word)
{
    return word[0] == '-' && word[1] != '\0' && strchr("0123456789.( ", word[1]);
}

bool args_parse(struct args *a, int count, char *const *words, const enum option_id *allowed)
{
    struct option longs[OPT_COUNT + 1];
    char shorts[SHORTS];
    build_tables(longs, shorts);
    bool ok = true;
    opterr = 0;
    optind = 1;
    for (int code;;) {
        while (optind < count && is_negative(words[optind]))
            VEC_PUSH(a->arena, &a->words, str_of(words[optind++]));
        if ((code = getopt_long(count, words, shorts, longs, NULL)) == -1) break;
        if (code == WORD)
            VEC_PUSH(a->arena, &a->words, str_of(optarg));
        else
            ok = take_code(a, code, words, allowed) && ok;
    }
    for (int i = optind; i < count; i++)
        VEC_PUSH(a->arena, &a->words, str_of(words[i]));
    return ok;
}

bool args_has(const struct args *a, enum option_id id)
{
    return a->given[id].values.count > 0;
}

struct str args_value(const struct args *a, enum option_id id)
{
    uint32_t n = a->given[id].values.count;
    return n ? a->given[id].values.at[n - 1] : STR("");
}

bool args_whole(struct args *a, enum option_id id, uint64_t least, uint64_t most,
                uint64_t *value)
{
    struct str text = args_value(a, id);
    if (!args_has(a, id) || num_read_whole(text, least, most, value)) return true;
    return diag_fail(a->diags, SPAN_NONE, DIAG_USAGE,
                     "--%s takes a whole number from %llu to %llu, not '%.*s'",
                     OPTION_ROWS[id].name, (unsigned long long)least, (unsigned long long)most,
                     STR_ARG(str_visible(a->arena, text)));
}
