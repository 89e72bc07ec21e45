// cmd_init.c - a scenario to begin with: from a few answers, or a copy of an example.
#include "cli/cmd.h"

#include "base/file.h"
#include "cli/examples.h"
#include "report/json_schema.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const struct {
    struct str key, standard;
    const char *asks;
} QUESTIONS[] = {
#define QUESTION(key, standard, asks)                                                          \
    {{key, sizeof key - 1}, {standard, sizeof standard - 1}, asks},
#include "cli/questions.def"
#undef QUESTION
};

enum { QUESTION_COUNT = COUNT_OF(QUESTIONS), ANSWER_LIMIT = 200 };

#define SCHEMA   "scenario-1.json"
#define MODELINE "# yaml-language-server: $schema=" SCHEMA "\n"

// Between two @ stands the key of a question.
static const char TEMPLATE[] = MODELINE
    "# For your editor; to write it again: tco schema scenario > " SCHEMA "\n"
    "#\n"
    "# Compare the options:   tco compare FILE\n"
    "# Look where it turns:   tco breakeven FILE --vary volume\n"
    "# Ask for a figure:      tco explain FILE own.hgx.electricity\n"
    "tco: 1\n"
    "name: \"@name@\"\n"
    "currency: USD\n"
    "start: @start@\n"
    "horizon: @horizon@\n"
    "as_of: 2026-11-01            # prices of the catalogue as they were on this day\n"
    "\n"
    "finance:\n"
    "  discount_rate: @rate@    # without it options are ranked by cash\n"
    "\n"
    "# What has to be done. Every figure has its unit, and may be a range: 50 to 80 Gtoken/month.\n"
    "workloads:\n"
    "  chat:\n"
    "    model: @model@       # what fleets of your own run\n"
    "    input: @input@\n"
    "    output: @output@\n"
    "    growth: @growth@\n"
    "    peak_to_mean: 2.5         # the busiest hour over the mean: fleets are built for it\n"
    "\n"
    "# The ways to do it. A component is one model of cost: tco models lists them, and\n"
    "# tco models show owned-fleet what one can be told. What is left out has a default.\n"
    "options:\n"
    "  api:                        # a bill by the token\n"
    "    vendor: {use: api, price: @api@}\n"
    "  own:                        # servers, and people who run them\n"
    "    hgx:\n"
    "      use: owned-fleet\n"
    "      server: @server@\n"
    "      site: @site@\n"
    "      resale_share: 20 %      # of its price, what a server brings when it goes\n"
    "    team: {use: staff, people: @people@}\n"
    "\n"
    "baseline: api\n";

static struct str fill(struct arena *a, const struct str *answers)
{
    struct text out = {.arena = a};
    for (const char *at = TEMPLATE; *at; at++) {
        size_t q = 0;
        const char *end = *at == '@' ? strchr(at + 1, '@') : NULL;
        if (!end) {
            text_add_char(&out, *at);
            continue;
        }
        while (!str_eq(QUESTIONS[q].key, (struct str){at + 1, (size_t)(end - at - 1)}))
            q++;
        text_add(&out, answers[q]);
        at = end;
    }
    return text_str(&out);
}

// ---- answers -----------------------------------------------------------------------------------

// What could end a line or a pair of quotes has no place in an answer.
static bool is_plain(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.at[i] < ' ' || strchr("\"\\#", s.at[i])) return false;
    return s.len > 0 && s.len <= ANSWER_LIMIT;
}

static bool set_answer(struct run *r, struct str given, struct str *answers)
{
    size_t cut = str_find(given, '=');
    struct str key = str_cut(given, 0, cut), keys[QUESTION_COUNT];
    for (size_t q = 0; q < QUESTION_COUNT; q++) {
        keys[q] = QUESTIONS[q].key;
        if (cut == given.len || !str_eq(keys[q], key)) continue;
        answers[q] = str_cut(given, cut + 1, given.len);
        return is_plain(answers[q]) ||
               run_fail(r, "an answer is one line without quotes, not '%.*s'",
                        STR_ARG(str_visible(&r->session.arena, answers[q])));
    }
    struct text list = {.arena = &r->session.arena};
    for (size_t q = 0; q < QUESTION_COUNT; q++)
        text_addf(&list, "%s%.*s", q ? ", " : "", STR_ARG(QUESTIONS[q].key));
    run_fail(r, "--set takes KEY=ANSWER here, with one of: %.*s", STR_ARG(text_str(&list)));
    diag_help_nearest(&r->session.diags, key, keys, QUESTION_COUNT);
    return false;
}

// A line of the terminal; false at its end.
static bool read_line(struct arena *a, struct str *line)
{
    char buffer[ANSWER_LIMIT + 2];
    if (!fgets(buffer, sizeof buffer, stdin)) return false;
    *line = str_copy(a, str_cut(str_of(buffer), 0, strcspn(buffer, "\n")));
    return true;
}

static bool ask(struct run *r, struct str *answers)
{
    fputs("Enter keeps what stands in brackets.\n", stderr);
    for (size_t q = 0; q < QUESTION_COUNT; q++) {
        struct str line;
        fprintf(stderr, "%s [%.*s] ", QUESTIONS[q].asks, STR_ARG(answers[q]));
        if (!read_line(&r->session.arena, &line))
            return run_fail(r, "the questions were not answered; nothing is written");
        if (line.len == 0) continue;
        if (is_plain(line))
            answers[q] = line;
        else
            q--;  // once more
    }
    return true;
}

static bool from_answers(struct run *r, struct str *text)
{
    struct str answers[QUESTION_COUNT];
    bool ok = true;
    for (size_t q = 0; q < QUESTION_COUNT; q++)
        answers[q] = QUESTIONS[q].standard;
    for (uint32_t i = 0; i < r->args.given[OPT_SET].values.count; i++)
        ok = set_answer(r, r->args.given[OPT_SET].values.at[i], answers) && ok;
    bool asks = !args_has(&r->args, OPT_SET) && isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
    if (ok && asks) ok = ask(r, answers);
    if (ok) *text = fill(&r->session.arena, answers);
    return ok;
}

// ---- examples ----------------------------------------------------------------------------------

static bool from_example(struct run *r, struct str name, struct str *text)
{
    struct text list = {.arena = &r->session.arena};
    struct str names[EXAMPLE_COUNT];
    if (args_has(&r->args, OPT_SET))
        return run_fail(r, "--from copies an example; --set answers questions instead");
    for (size_t i = 0; i < EXAMPLE_COUNT; i++) {
        names[i] = str_of(EXAMPLES[i].name);
        *text = str_format(&r->session.arena, MODELINE "%.*s", (int)EXAMPLES[i].len,
                           (const char *)EXAMPLES[i].bytes);
        if (str_eq(names[i], name)) return true;
        text_addf(&list, "%s%s", i ? ", " : "", EXAMPLES[i].name);
    }
    run_fail(r, "there is no example '%.*s'; there are: %.*s",
             STR_ARG(str_visible(&r->session.arena, name)), STR_ARG(text_str(&list)));
    diag_help_nearest(&r->session.diags, name, names, EXAMPLE_COUNT);
    return false;
}

// ---- the file ----------------------------------------------------------------------------------

// The first line of what was written names a schema beside it. One that is there stays.
static bool write_schema(struct run *r, struct str file)
{
    struct session all;
    struct str path = str_format(&r->session.arena, "%.*s/" SCHEMA, STR_ARG(path_folder(file)));
    struct text out = {.arena = &r->session.arena};
    if (access(str_to_c(&r->session.arena, path), F_OK) == 0) return true;
    session_open(&all);
    bool ok = session_load_models(&all);
    if (ok) json_schema_write(&all, &JSON_SCHEMAS[0], &out);
    session_close(&all);
    return ok && file_create(path, text_str(&out), &r->session.diags);
}

// What is written is a scenario that the loader takes, or nothing is written.
static bool check(struct run *r, struct str file, struct str text)
{
    static const struct load_settings none = {0};
    struct session *from = ARENA_NEW(&r->session.arena, struct session);
    from->file = file;
    from->text = text;
    return session_load_again(&r->session, from, STR(""), &none);
}

bool cmd_init(struct run *r)
{
    struct str file = r->args.words.count ? r->args.words.at[0] : STR("scenario.yaml"), text;
    struct str example = args_value(&r->args, OPT_FROM);
    bool shown = str_is(file, "-");
    if (!run_no_more_words(r, 1)) return false;
    if (!shown && access(str_to_c(&r->session.arena, file), F_OK) == 0) {
        run_fail(r, "%.*s is there already, and stays as it is",
                 STR_ARG(str_visible(&r->session.arena, file)));
        diag_help(&r->session.diags, "give another name: tco init FILE");
        return false;
    }
    if (!(example.len ? from_example(r, example, &text) : from_answers(r, &text))) return false;
    if (!check(r, shown ? STR("<stdin>") : file, text)) return false;
    if (shown) {
        text_add(&r->out, text);
        return true;
    }
    if (!file_create(file, text, &r->session.diags)) return false;
    if (!write_schema(r, file)) return false;
    text_addf(&r->out, "%.*s is written; now: tco compare %.*s\n", STR_ARG(file),
              STR_ARG(file));
    return true;
}
