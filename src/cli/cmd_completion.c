// cmd_completion.c - scripts that complete command lines, from the tables of commands and options.
#include "cli/cmd.h"

#include "analysis/statement.h"
#include "cli/examples.h"
#include "report/shape.h"

#include <ctype.h>
#include <string.h>

// What may stand in a place of the command line.
struct hint {
    struct text words;  // with blanks between them
    bool files, folders;
    bool joined;  // a file stands behind a word, without a blank
};

static void add_word(struct hint *h, struct str word)
{
    text_addf(&h->words, "%s%.*s", h->words.len ? " " : "", STR_ARG(word));
}

static void add_commands(struct hint *h)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        add_word(h, str_of(COMMANDS[i].name));
}

static void add_formats(struct hint *h, const struct command *c)
{
    bool draws = false;
    for (const enum option_id *id = c->options; *id != OPT_COUNT; id++)
        draws = draws || *id == OPT_CHART;
    for (size_t i = 0; i < WRITER_COUNT; i++)
        if (WRITERS[i].write && (draws || !str_is(WRITERS[i].name, "svg")))
            add_word(h, WRITERS[i].name);
}

// The lists that a command can write; tables that are made for one view are not among them.
static void add_tables(struct hint *h, const struct command *c)
{
    for (size_t i = 0; i < SHAPE_COUNT; i++)
        if (str_is(SHAPES[i].kind, c->name)) add_word(h, SHAPES[i].table);
}

// Words in both senses of an option that means something else in another command.
static void add_own_words(struct hint *h, const struct command *c, enum option_id id)
{
    if (id == OPT_FORMAT) add_formats(h, c);
    if (id == OPT_TABLE) add_tables(h, c);
    if (id == OPT_FROM && c->execute == cmd_init)
        for (size_t i = 0; i < EXAMPLE_COUNT; i++)
            add_word(h, str_of(EXAMPLES[i].name));
}

// The words that an option of a command takes, from the tables that commands read them by.
static struct hint option_hint(struct arena *a, const struct command *c, enum option_id id)
{
    struct hint h = {.words = {.arena = a}};
    const char *value = OPTION_ROWS[id].value;
    h.files = value && strcmp(value, "FILE") == 0;
    h.folders = value && strcmp(value, "DIR") == 0;
    add_own_words(&h, c, id);
    if (id == OPT_PERIOD)
        for (int i = 0; i < PERIOD_COUNT; i++)
            add_word(&h, str_of(period_word((enum period)i)));
    if (id == OPT_VIEW)
        for (int i = VIEW_NONE + 1; i < VIEW_COUNT; i++)
            add_word(&h, str_of(view_word((enum view)i)));
    if (id == OPT_CHART)
        for (int i = 0; i < CHART_COUNT; i++)
            add_word(&h, str_of(chart_word((enum chart_word)i)));
    if (id == OPT_CSV_DIALECT) add_word(&h, STR("rfc4180 excel excel-eu"));
    if (id == OPT_COLOR) add_word(&h, STR("auto always never"));
    if (id == OPT_SAMPLING) add_word(&h, STR("sobol random"));
    if (id == OPT_FAIL_ON) add_word(&h, STR("deny warn never"));
    h.joined = id == OPT_REPORT;
    for (int i = 0; i < REPORTER_COUNT && h.joined; i++)
        add_word(&h, str_format(a, "%.*s=", STR_ARG(REPORTERS[i].kind)));
    return h;
}

static bool is_part(char c)
{
    return isalpha((unsigned char)c) || c == '.' || c == '/' || c == '-';
}

// What stands behind a command, read from its usage: small letters are words to choose from,
// capitals name what they stand for.
static struct hint command_hint(struct arena *a, const struct command *c)
{
    static const char *const files[] = {"SCENARIO", "FILE",   "DIR", "BASE",
                                        "HEAD",     "RESULT", "PART"};
    struct hint h = {.words = {.arena = a}};
    for (const char *at = c->takes; *at && strncmp(at, "--", 2) != 0;) {
        size_t len = 0;
        while (is_part(at[len]))
            len++;
        struct str word = {at, len};
        if (len && islower((unsigned char)*at)) add_word(&h, word);
        if (str_is(word, "COMMAND")) add_commands(&h);
        for (size_t i = 0; i < COUNT_OF(files); i++)
            h.files = h.files || str_starts(word, str_of(files[i]));
        at += len ? len : 1;
    }
    return h;
}

// Text in which each of `special` gets `mark` in front of it.
static void add_quoted(struct text *out, const char *s, const char *special, const char *mark)
{
    for (; *s; s++) {
        if (strchr(special, *s)) text_add_c(out, mark);
        text_add_char(out, *s);
    }
}

// Within single quotes of a POSIX shell.
static void add_in_quotes(struct text *out, const char *s)
{
    for (; *s; s++)
        if (*s == '\'')
            text_add_c(out, "'\\''");
        else
            text_add_char(out, *s);
}

// ---- bash --------------------------------------------------------------------------------------

// "--format|-f", of one option, with what stands before it unless it is the first.
static void add_flags(struct text *out, enum option_id id, const char *before)
{
    const struct option_row *o = &OPTION_ROWS[id];
    text_addf(out, "%s--%s", before, o->name);
    if (o->letter) text_addf(out, "|-%c", o->letter);
}

static bool takes(const struct command *c, enum option_id id)
{
    for (const enum option_id *at = c->options; *at != OPT_COUNT; at++)
        if (*at == id) return true;
    return false;
}

static void bash_hint(struct text *out, const struct hint *h)
{
    if (h->words.len) text_addf(out, " words='%.*s'", STR_ARG(text_str(&h->words)));
    if (h->joined) text_add_c(out, " kind=joined");
    if (h->files || h->folders) text_addf(out, " kind=%s", h->files ? "file" : "folder");
}

// What an option takes may hang on the command, which is then asked for.
static void bash_value(struct arena *a, struct text *out, enum option_id id)
{
    struct text first = {.arena = a}, all = {.arena = a};
    bool differ = false;
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        struct text one = {.arena = a};
        if (!takes(&COMMANDS[i], id)) continue;
        struct hint h = option_hint(a, &COMMANDS[i], id);
        bash_hint(&one, &h);
        if (all.len == 0) first = one;
        differ = differ || !str_eq(text_str(&one), text_str(&first));
        text_addf(&all, "        %s)%.*s ;;\n", COMMANDS[i].name, STR_ARG(text_str(&one)));
    }
    if (!differ) {
        text_add(out, text_str(&first));
        return;
    }
    text_addf(out, "\n        case $verb in\n%.*s        esac", STR_ARG(text_str(&all)));
}

static void bash_values(struct arena *a, struct text *out)
{
    for (int i = 0; i < OPT_COUNT; i++) {
        if (!OPTION_ROWS[i].value) continue;
        add_flags(out, (enum option_id)i, "    ");
        text_add_c(out, ") command=-");
        bash_value(a, out, (enum option_id)i);
        text_add_c(out, " ;;\n");
    }
}

static void bash_command(struct arena *a, struct text *out, const struct command *c)
{
    struct hint h = command_hint(a, c);
    text_addf(out, "    %s)\n        words='%.*s'%s\n        options='", c->name,
              STR_ARG(text_str(&h.words)), h.files ? " kind=file" : "");
    for (const enum option_id *id = c->options; *id != OPT_COUNT; id++)
        text_addf(out, "%s--%s", id == c->options ? "" : " ", OPTION_ROWS[*id].name);
    text_add_c(out, "' ;;\n");
}

// The command is the first word that is no option and no value of one. `command=-` says that an
// option waits for its value, which is all that may come then.
static void write_bash(struct arena *a, struct text *out)
{
    struct hint all = {.words = {.arena = a}};
    add_commands(&all);
    text_add_c(out, "# bash completion of tco, made by: tco completion bash\n"
                    "_tco()\n{\n"
                    "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
                    "    local command= words= options= kind= i\n"
                    "    [[ $cur == = ]] && cur=\n"
                    "    [[ $prev == = ]] && prev=${COMP_WORDS[COMP_CWORD-2]}\n"
                    "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                    "        case ${COMP_WORDS[i]} in\n        ");
    const char *before = "";
    for (int i = 0; i < OPT_COUNT; i++) {
        if (!OPTION_ROWS[i].value) continue;
        add_flags(out, (enum option_id)i, before);
        before = "|";
    }
    text_add_c(out, ")\n            ((i++))\n"
                    "            [[ ${COMP_WORDS[i]} == = ]] && ((i++)) ;;\n"
                    "        -*|=) ;;\n"
                    "        *) command=${COMP_WORDS[i]}; break ;;\n"
                    "        esac\n    done\n"
                    "    local verb=$command\n"
                    "    case $prev in\n");
    bash_values(a, out);
    text_addf(out,
              "    esac\n    case $command in\n"
              "    -) ;;\n    '') words='%.*s' options='--help --version' ;;\n",
              STR_ARG(text_str(&all.words)));
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        bash_command(a, out, &COMMANDS[i]);
    text_add_c(out, "    esac\n"
                    "    [[ $cur == -* && $command != - ]] && words=$options kind=\n"
                    "    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
                    "    local IFS=$'\\n'\n"
                    "    case $kind in\n"
                    "    file) COMPREPLY+=($(compgen -f -- \"$cur\")) ;;\n"
                    "    folder) COMPREPLY+=($(compgen -d -- \"$cur\")) ;;\n"
                    "    joined) compopt -o nospace 2> /dev/null; return 0 ;;\n"
                    "    *) return ;;\n    esac\n"
                    "    compopt -o filenames 2> /dev/null\n"
                    "    return 0\n}\n"
                    "complete -F _tco tco\n");
}

// ---- zsh ---------------------------------------------------------------------------------------

static void zsh_option(struct arena *a, struct text *out, const struct command *c,
                       enum option_id id)
{
    const struct option_row *o = &OPTION_ROWS[id];
    struct hint h = option_hint(a, c, id);
    struct text doc = {.arena = a}, spec = {.arena = a};
    add_quoted(&doc, option_doc(c, id), "[]:\\", "\\");
    const char *equals = o->value ? "=" : "";
    text_add_c(out, "            ");
    if (o->repeat)
        text_add_c(&spec, "*");
    else if (o->letter)
        text_addf(&spec, "(-%c --%s)", o->letter, o->name);
    if (o->letter)
        text_addf(out, "'%.*s'{-%c%s,--%s%s}'", STR_ARG(text_str(&spec)), o->letter,
                  o->value ? "+" : "", o->name, equals);
    else
        text_addf(out, "'%.*s--%s%s", STR_ARG(text_str(&spec)), o->name, equals);
    text_add_c(out, "[");
    add_in_quotes(out, str_to_c(a, text_str(&doc)));
    text_add_c(out, "]");
    if (o->value) {
        text_add_c(out, ":");
        add_quoted(out, o->value, ":", "\\");
        if (h.joined)
            text_addf(out, ":{compadd -S \"\" -- %.*s}", STR_ARG(text_str(&h.words)));
        else if (h.words.len)
            text_addf(out, ":(%.*s)", STR_ARG(text_str(&h.words)));
        else
            text_add_c(out, h.files ? ":_files" : h.folders ? ":_files -/" : ": ");
    }
    text_add_c(out, "' \\\n");
}

static void zsh_command(struct arena *a, struct text *out, const struct command *c)
{
    struct hint h = command_hint(a, c);
    text_addf(out, "        (%s)\n            _arguments -S \\\n", c->name);
    for (const enum option_id *id = c->options; *id != OPT_COUNT; id++)
        zsh_option(a, out, c, *id);
    text_add_c(out, "            '*: :");
    if (h.words.len && h.files)
        text_addf(out, "_alternative \"words:word:(%.*s)\" \"files:file:_files\"",
                  STR_ARG(text_str(&h.words)));
    else if (h.words.len)
        text_addf(out, "(%.*s)", STR_ARG(text_str(&h.words)));
    else
        text_add_c(out, h.files ? "_files" : " ");
    text_add_c(out, "' ;;\n");
}

static void write_zsh(struct arena *a, struct text *out)
{
    text_add_c(out, "#compdef tco\n# zsh completion of tco, made by: tco completion zsh\n"
                    "_tco() {\n"
                    "    local curcontext=$curcontext state line\n"
                    "    typeset -A opt_args\n"
                    "    local -a commands=(\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        text_addf(out, "        '%s:", COMMANDS[i].name);
        struct text doc = {.arena = a};
        add_quoted(&doc, COMMANDS[i].doc, ":\\", "\\");
        add_in_quotes(out, str_to_c(a, text_str(&doc)));
        text_add_c(out, "'\n");
    }
    text_add_c(out, "    )\n"
                    "    _arguments -C '--help[show help and stop]' "
                    "'--version[show the version and stop]' \\\n"
                    "        '1: :->command' '*:: :->rest'\n"
                    "    case $state in\n"
                    "    (command) _describe command commands ;;\n"
                    "    (rest)\n"
                    "        case $line[1] in\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        zsh_command(a, out, &COMMANDS[i]);
    text_add_c(out, "        esac ;;\n    esac\n}\n"
                    "if [[ $funcstack[1] == _tco ]]; then\n    _tco \"$@\"\nelse\n"
                    "    compdef _tco tco\nfi\n");
}

// ---- fish --------------------------------------------------------------------------------------

static void fish_words(struct text *out, const struct hint *h)
{
    if (h->words.len) text_addf(out, " -a '%.*s'", STR_ARG(text_str(&h->words)));
}

static void fish_option(struct arena *a, struct text *out, const struct command *c,
                        enum option_id id)
{
    const struct option_row *o = &OPTION_ROWS[id];
    struct hint h = option_hint(a, c, id);
    text_addf(out, "complete -c tco -n '__fish_seen_subcommand_from %s' -l %s", c->name,
              o->name);
    if (o->letter) text_addf(out, " -s %c", o->letter);
    if (h.folders)
        text_add_c(out, " -x -a '(__fish_complete_directories)'");
    else if (o->value)
        text_add_c(out, h.files ? " -r -F" : " -x");
    fish_words(out, &h);
    text_add_c(out, " -d '");
    add_quoted(out, option_doc(c, id), "'\\", "\\");
    text_add_c(out, "'\n");
}

static void write_fish(struct arena *a, struct text *out)
{
    text_add_c(out,
               "# fish completion of tco, made by: tco completion fish\n"
               "complete -c tco -f\n"
               "complete -c tco -n __fish_use_subcommand -l help -s h -d 'show help'\n"
               "complete -c tco -n __fish_use_subcommand -l version -d 'show the version'\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        const struct command *c = &COMMANDS[i];
        struct hint h = command_hint(a, c);
        text_addf(out, "complete -c tco -n __fish_use_subcommand -a %s -d '", c->name);
        add_quoted(out, c->doc, "'\\", "\\");
        text_add_c(out, "'\n");
        if (h.words.len || h.files) {
            text_addf(out, "complete -c tco -n '__fish_seen_subcommand_from %s'%s", c->name,
                      h.files ? " -F" : "");
            fish_words(out, &h);
            text_add_char(out, '\n');
        }
        for (const enum option_id *id = c->options; *id != OPT_COUNT; id++)
            fish_option(a, out, c, *id);
    }
}

static const struct {
    struct str name;
    void (*write)(struct arena *a, struct text *out);
} SHELLS[] = {{{"bash", 4}, write_bash}, {{"zsh", 3}, write_zsh}, {{"fish", 4}, write_fish}};

bool cmd_completion(struct run *r)
{
    struct str names[COUNT_OF(SHELLS)];
    if (r->args.words.count == 0)
        return run_fail(r, "tco completion needs the name of a shell: bash, zsh or fish");
    if (!run_no_more_words(r, 1)) return false;
    struct str shell = r->args.words.at[0];
    for (size_t i = 0; i < COUNT_OF(SHELLS); i++) {
        names[i] = SHELLS[i].name;
        if (!str_eq(shell, names[i])) continue;
        SHELLS[i].write(&r->session.arena, &r->out);
        return true;
    }
    run_fail(r, "there is no completion for '%.*s', but for bash, zsh and fish",
             STR_ARG(str_visible(&r->session.arena, shell)));
    diag_help_nearest(&r->session.diags, shell, names, COUNT_OF(names));
    return false;
}
