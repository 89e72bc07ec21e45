// main.c - chooses the command, prints what it found, and turns the outcome into an exit code.
#define _POSIX_C_SOURCE 200809L
#include "cli/cmd.h"

#include "base/file.h"
#include "base/signals.h"

#include <fcntl.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// A data file must never get the number of a standard stream that was closed.
static void open_standard_streams(void)
{
    for (int fd = 0; fd < 3; fd++)
        if (fcntl(fd, F_GETFD) == -1 && open("/dev/null", O_RDONLY) < 0) _exit(EXIT_WORLD);
}

// Large blocks are mapped and given back, always: what comes from there is zero already, and what
// nobody touches costs nothing. The C library would stop doing so after the first one is freed.
static void set_allocator(void)
{
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 128 * 1024);
#endif
}

static bool wants_colour(const struct run *r)
{
    struct str when = args_value(&r->args, OPT_COLOR);
    if (str_is(when, "always")) return true;
    const char *no = getenv("NO_COLOR"), *force = getenv("FORCE_COLOR"), *term = getenv("TERM");
    if (str_is(when, "never") || (no && *no)) return false;
    if (force && *force) return true;
    return isatty(STDERR_FILENO) && !(term && strcmp(term, "dumb") == 0);
}

static void add_files_read(const struct session *s, struct text *out)
{
    for (uint32_t i = 0; i < s->sources.list.count; i++) {
        if (!s->sources.list.at[i].read) continue;
        text_add_c(out, "tco: read ");
        text_add_visible(out, s->sources.list.at[i].name, 4096);
        text_add_char(out, '\n');
    }
}

static void print_diagnostics(struct run *r)
{
    struct session *s = &r->session;
    struct text t = {.arena = &s->arena};
    if (args_has(&r->args, OPT_VERBOSE)) add_files_read(s, &t);
    diag_sort(&s->diags);
    diag_print(&t, &s->diags,
               (struct diag_style){wants_colour(r), args_has(&r->args, OPT_QUIET)});
    text_add(&t, text_str(&r->annotations));
    for (struct str rest = text_str(&t); rest.len > 0;) {
        ssize_t n = write(STDERR_FILENO, rest.at, rest.len);
        if (n <= 0) return;  // nobody reads it; the exit code still tells
        rest = str_cut(rest, (size_t)n, rest.len);
    }
}

// The gravest failure decides: a disk that failed above a wrong file above a wrong command line.
static enum exit_code code_of(const struct diags *d)
{
    enum exit_code code = EXIT_DONE;
    for (uint32_t i = 0; i < d->list.count; i++) {
        if (d->list.at[i].severity != SEVERITY_ERROR) continue;
        enum exit_code one = EXIT_DATA;
        switch (diag_kind_of(d->list.at[i].code)) {
        case DIAG_KIND_USAGE: one = EXIT_USAGE; break;
        case DIAG_KIND_DATA: one = EXIT_DATA; break;
        case DIAG_KIND_WORLD: one = EXIT_WORLD; break;
        }
        if (one > code) code = one;
    }
    return code;
}

static bool print_version(struct run *r)
{
    if (args_has(&r->args, OPT_JSON))
        write_version(&r->out);
    else
        text_add_c(&r->out, "tco " TCO_VERSION "\n");
    return true;
}

static bool unknown_command(struct run *r, struct str name)
{
    struct str names[32];
    size_t count = 0;
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        names[count++] = str_of(COMMANDS[i].name);
    run_fail(r, "unknown command '%.*s'", STR_ARG(str_visible(&r->session.arena, name)));
    struct str near = nearest_name(name, names, count);
    if (str_ends(name, STR(".yaml")) || str_ends(name, STR(".yml")))
        diag_help(&r->session.diags, "to compare its options: tco compare %.*s",
                  STR_ARG(str_visible(&r->session.arena, name)));
    else if (near.at)
        diag_help(&r->session.diags, "did you mean '%.*s'?", STR_ARG(near));
    else
        diag_help(&r->session.diags, "tco help lists the commands");
    return false;
}

static bool needs_command(struct run *r)
{
    run_fail(r, "a command is needed");
    diag_help(&r->session.diags,
              "tco help lists the commands; tco compare SCENARIO is the usual one");
    return false;
}

static bool check_colour(struct run *r)
{
    struct str when = args_value(&r->args, OPT_COLOR);
    if (when.len == 0 || str_is(when, "auto") || str_is(when, "always") ||
        str_is(when, "never"))
        return true;
    return run_fail(r, "--color takes auto, always or never, not '%.*s'",
                    STR_ARG(str_visible(&r->session.arena, when)));
}

static void normal_paths(struct run *r)
{
    static const enum option_id files[] = {OPT_BUDGET, OPT_BASE, OPT_MODELS, OPT_BASE_MODELS,
                                           OPT_OUTPUT};
    struct arena *a = &r->session.arena;
    bool words = r->command->execute != cmd_eval;
    for (uint32_t i = 0; words && i < r->args.words.count; i++)
        r->args.words.at[i] = path_normal(a, r->args.words.at[i]);
    for (size_t k = 0; k < COUNT_OF(files); k++)
        for (uint32_t i = 0; i < r->args.given[files[k]].values.count; i++)
            r->args.given[files[k]].values.at[i] =
                path_normal(a, r->args.given[files[k]].values.at[i]);
}

// The command may stand anywhere among its options.
static bool choose(struct run *r, int argc, char **argv)
{
    struct str word = args_first_word(argc, argv);
    r->command = command_find(word.at ? word : STR("help"));
    if (!r->command) return unknown_command(r, word);
    bool ok = args_parse(&r->args, argc, argv, r->command->options);
    if (!check_colour(r) || !ok) return false;
    if (args_has(&r->args, OPT_VERSION)) return print_version(r);
    if (args_has(&r->args, OPT_HELP)) {
        if (word.at) r->args.words.count = 1;
        return cmd_help(r);
    }
    if (!word.at) return needs_command(r);
    if (r->command->execute == cmd_help && args_has(&r->args, OPT_JSON))
        return run_fail(r, "tco help has no JSON form");
    for (uint32_t i = 1; i < r->args.words.count; i++)
        r->args.words.at[i - 1] = r->args.words.at[i];
    r->args.words.count--;
    normal_paths(r);
    if (!run_outputs_differ(r)) return false;
    return r->command->execute(r);
}

static enum exit_code finish(struct run *r, bool ok)
{
    struct session *s = &r->session;
    if (!ok && r->command) {
        struct str kind = str_format(&s->arena, "tco.%s", r->command->name);
        run_failure(r, kind.at);
    }
    bool closed = false;
    bool printed = r->out.len == 0 || file_write_stdout(text_str(&r->out), &s->diags, &closed);
    if (!closed) print_diagnostics(r);
    enum exit_code code = printed ? code_of(&s->diags) : EXIT_WORLD;
    if (code == EXIT_DONE && !ok) code = EXIT_FAULT;
    return code == EXIT_DONE && r->answer_no ? EXIT_ANSWER_NO : code;
}

int main(int argc, char **argv)
{
    static struct run r;
    set_allocator();
    open_standard_streams();
    signals_ignore_writing();
    session_open(&r.session);
    r.args.arena = r.out.arena = r.annotations.arena = &r.session.arena;
    r.args.diags = &r.session.diags;
    bool ok = choose(&r, argc, argv);
    enum exit_code code = finish(&r, ok);
    session_close(&r.session);
    if (r.ended_by) signals_end(r.ended_by);
    return (int)code;
}
