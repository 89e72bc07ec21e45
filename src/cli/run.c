// run.c - what commands share: loading a scenario, writing results.
#define _POSIX_C_SOURCE 200809L
#include "cli/cmd.h"

#include "analysis/unstated.h"
#include "base/file.h"
#include "base/par.h"
#include "report/views.h"
#include "workbook/workbook.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

bool run_fail(struct run *r, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct str message = str_format_va(&r->session.arena, format, args);
    va_end(args);
    return diag_fail(&r->session.diags, SPAN_NONE, DIAG_USAGE, "%.*s", STR_ARG(message));
}

bool run_scenario_name(struct run *r, struct str *file)
{
    if (r->args.words.count == 0)
        return run_fail(r, "tco %s needs %s", r->command->name, r->command->takes);
    *file = r->args.words.at[0];
    return true;
}

bool run_no_more_words(struct run *r, uint32_t count)
{
    if (r->args.words.count <= count) return true;
    run_fail(r, "tco %s takes nothing behind '%.*s', but there is '%.*s'", r->command->name,
             STR_ARG(str_visible(&r->session.arena, count ? r->args.words.at[count - 1]
                                                          : str_of(r->command->name))),
             STR_ARG(str_visible(&r->session.arena, r->args.words.at[count])));
    return false;
}

struct str *run_list(struct run *r, enum option_id id, uint32_t *count)
{
    VEC(struct str) list = {0};
    for (uint32_t i = 0; i < r->args.given[id].values.count; i++) {
        for (struct str rest = r->args.given[id].values.at[i]; rest.len > 0;) {
            size_t comma = str_find(rest, ',');
            VEC_PUSH(&r->session.arena, &list, str_trim(str_cut(rest, 0, comma)));
            rest = str_cut(rest, comma + 1, rest.len);
        }
    }
    *count = list.count;
    return list.at;
}

bool run_settings(struct run *r, struct load_settings *s)
{
    struct session *session = &r->session;
    uint32_t count = r->args.given[OPT_SET].values.count;
    struct assignment *sets = ARENA_ARRAY(&session->arena, struct assignment, count);
    bool ok = true;
    for (uint32_t i = 0; i < count; i++)
        ok = assignment_parse(&session->tree,
                              count - i > r->varied_sets ? STR("--set") : STR("--vary"),
                              r->args.given[OPT_SET].values.at[i], &session->diags, &sets[i]) &&
             ok;
    *s = (struct load_settings){.sets = sets, .set_count = count};
    s->keep_baseline = r->keep_baseline;
    s->case_name = args_value(&r->args, OPT_CASE);
    s->baseline = args_value(&r->args, OPT_BASELINE);
    s->horizon = args_value(&r->args, OPT_HORIZON);
    s->as_of = args_value(&r->args, OPT_AS_OF);
    s->today = args_value(&r->args, OPT_TODAY);
    s->options = run_list(r, OPT_OPTION, &s->option_count);
    return ok;
}

bool run_jobs(struct run *r, uint32_t *jobs)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    uint64_t count = processors > 0 ? (uint64_t)processors : 1;
    if (!args_whole(&r->args, OPT_JOBS, 1, PAR_JOBS, &count)) return false;
    *jobs = (uint32_t)(count < PAR_JOBS ? count : PAR_JOBS);
    return true;
}

bool run_load(struct run *r, struct load_settings *settings)
{
    struct str file;
    if (!run_scenario_name(r, &file) || !run_settings(r, settings)) return false;
    arena_expect_much(&r->session.arena);
    if (!session_add_models(&r->session, args_value(&r->args, OPT_MODELS), file)) return false;
    return session_load(&r->session, file, settings);
}

// ---- what is varied ------------------------------------------------------------------------------

// The scenario once more, from the text that is there, with the assignments of the command line.
static bool load_again(struct run *r, struct load_settings *settings)
{
    struct session *s = &r->session;
    struct str file;
    uint32_t root;
    session_reset(s);
    return run_scenario_name(r, &file) && run_settings(r, settings) &&
           session_add_models(s, args_value(&r->args, OPT_MODELS), file) &&
           session_read_again(s, s, &root) && session_link(s, root, settings);
}

bool run_load_varied(struct run *r, const struct str *names, uint32_t count,
                     struct load_settings *settings)
{
    struct session *s = &r->session;
    struct unstated found = {0};
    if (!run_load(r, settings) || !session_compute(s)) return false;
    for (uint32_t i = 0; i < count; i++)
        unstated_find(s, names[i], &found);
    if (found.sets.count == 0) return true;
    for (uint32_t i = 0; i < found.sets.count; i++)
        VEC_PUSH(&s->arena, &r->args.given[OPT_SET].values, found.sets.at[i]);
    r->varied_sets = found.sets.count;
    s->diags.list.count = 0;  // the warnings come again
    return load_again(r, settings) && session_compute(s);
}

// ---- writing -----------------------------------------------------------------------------------

// COLUMNS if it is set to a sensible number, else the terminal, else no limit.
unsigned run_width(void)
{
    enum { LEAST = 40, MOST = 1000 };
    const char *columns = getenv("COLUMNS");
    uint64_t width;
    if (columns && num_read_whole(str_of(columns), 1, 100000, &width))
        return width < LEAST ? LEAST : width > MOST ? MOST : (unsigned)width;
    struct winsize size;
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
        size.ws_col > 0)
        return size.ws_col < LEAST ? LEAST : size.ws_col;
    return 0;
}

bool run_on_github(void)
{
    const char *value = getenv("GITHUB_ACTIONS");
    return value && str_is(str_of(value), "true");
}

bool run_wants_json(const struct run *r)
{
    return args_has(&r->args, OPT_JSON) || str_is(args_value(&r->args, OPT_FORMAT), "json");
}

static bool fail_format(struct run *r, struct str found)
{
    struct text list = {.arena = &r->session.arena};
    struct str names[WRITER_COUNT];
    uint32_t count = 0;
    for (int i = 0; i < WRITER_COUNT; i++) {
        if (!WRITERS[i].write) continue;
        text_addf(&list, "%s%.*s", count ? ", " : "", STR_ARG(WRITERS[i].name));
        names[count++] = WRITERS[i].name;
    }
    run_fail(r, "'%.*s' is not one of the formats: %.*s",
             STR_ARG(str_visible(&r->session.arena, found)), STR_ARG(text_str(&list)));
    diag_help_nearest(&r->session.diags, found, names, count);
    return false;
}

bool run_writer(struct run *r, const struct writer **writer)
{
    struct str format = args_value(&r->args, OPT_FORMAT);
    if (args_has(&r->args, OPT_JSON)) {
        if (format.len && !str_is(format, "json"))
            return run_fail(r, "--json and --format name two formats");
        format = STR("json");
    }
    *writer = writer_find(format.len ? format : STR("table"));
    if (!*writer) return fail_format(r, format);
    if ((*writer)->write) return true;
    run_fail(r, "a workbook goes to a file");
    diag_help(&r->session.diags, "-o model%.*s", STR_ARG((*writer)->extension));
    return false;
}

static bool chosen_table(struct run *r, const struct report *report, const struct table **table)
{
    struct str name = args_value(&r->args, OPT_TABLE);
    if (name.len == 0) name = str_of(report->default_table);
    *table = report_table(report, name);
    if (*table) return true;
    struct str names[REPORT_TABLES];
    struct text list = {.arena = &r->session.arena};
    for (uint32_t i = 0; i < report->table_count; i++) {
        names[i] = report->tables[i].name;
        text_addf(&list, "%s%.*s", i ? ", " : "", STR_ARG(names[i]));
    }
    run_fail(r, "there is no table '%.*s'; there are: %.*s%s",
             STR_ARG(str_visible(&r->session.arena, name)), STR_ARG(text_str(&list)),
             report->asked_tables ? report->asked_tables : "");
    diag_help_nearest(&r->session.diags, name, names, report->table_count);
    return false;
}

// ".txt, .json and .csv"
static struct str extensions(struct arena *a)
{
    struct text list = {.arena = a};
    for (int i = 0; i < WRITER_COUNT; i++)
        text_addf(&list, "%s%.*s",
                  i == 0                 ? ""
                  : i + 1 < WRITER_COUNT ? ", "
                                         : " and ",
                  STR_ARG(WRITERS[i].extension));
    return text_str(&list);
}

static bool writer_of_file(struct run *r, struct str path, const struct writer **writer)
{
    struct arena *a = &r->session.arena;
    *writer = writer_for_file(path);
    if (*writer) return true;
    struct str shown = str_visible(a, path);
    run_fail(r, "the format of '%.*s' can't be told from its extension", STR_ARG(shown));
    if (writer_find(path))
        diag_help(&r->session.diags,
                  "-o takes a file; write -f %.*s, or ./%.*s for a file of that name",
                  STR_ARG(shown), STR_ARG(shown));
    else
        diag_help(&r->session.diags, "extensions are %.*s", STR_ARG(extensions(a)));
    return false;
}

// Inputs are named on the command line, read or not, in this session or in that of a base.
static bool is_named(struct run *r, struct str path)
{
    static const enum option_id files[] = {OPT_BUDGET, OPT_BASE};
    struct arena *a = &r->session.arena;
    for (uint32_t i = 0; i < r->args.words.count; i++)
        if (file_is_same(a, path, r->args.words.at[i])) return true;
    for (size_t k = 0; k < COUNT_OF(files); k++)
        for (uint32_t i = 0; i < r->args.given[files[k]].values.count; i++)
            if (file_is_same(a, path, r->args.given[files[k]].values.at[i])) return true;
    return false;
}

static bool is_input(struct run *r, struct str path)
{
    for (uint32_t i = 0; i < r->session.sources.list.count; i++)
        if (file_is_same(&r->session.arena, path, r->session.sources.list.at[i].name))
            return true;
    return is_named(r, path);
}

bool run_may_write(struct run *r, struct str path)
{
    return !is_input(r, path) || diag_fail_file(&r->session.diags, path, DIAG_OUTPUT_IS_INPUT,
                                                "this would overwrite an input");
}

bool run_base_given(struct session *s, struct str file, struct str text)
{
    if (!str_is(file, "-") || str_trim(text).len > 0) return true;
    diag_fail_file(&s->diags, STR("<stdin>"), DIAG_NO_BASE,
                   "standard input is empty, so there is nothing to compare with");
    diag_help(&s->diags, "a scenario that is new has none: tco check without --base");
    return false;
}

// Everything is known to be right before the first byte is written.
bool run_check_files(struct run *r)
{
    bool ok = true;
    for (uint32_t i = 0; i < r->args.given[OPT_OUTPUT].values.count; i++) {
        struct str path = r->args.given[OPT_OUTPUT].values.at[i];
        const struct writer *w = NULL;
        if (str_is(path, "-")) continue;
        ok = writer_of_file(r, path, &w) && ok;
        if (w && !w->write && !str_is(str_of(r->command->name), "compare"))
            ok =
                run_fail(r, "only tco compare writes a workbook, not tco %s", r->command->name);
        ok = run_may_write(r, path) && ok;
    }
    return ok;
}

static bool write_files(struct run *r, const struct report *report, const struct table *table)
{
    bool ok = true;
    for (uint32_t i = 0; i < r->args.given[OPT_OUTPUT].values.count; i++) {
        struct str path = r->args.given[OPT_OUTPUT].values.at[i];
        if (str_is(path, "-")) continue;
        const struct writer *w = writer_for_file(path);
        struct text out = {.arena = &r->session.arena};
        if (!w->write) {
            ok = workbook_write(&r->session, report->comparison, path) && ok;
            continue;
        }
        w->write(report, table, 0, &out);
        ok = file_write(path, text_str(&out), &r->session.diags) && ok;
    }
    return ok;
}

static bool writes_stdout(const struct run *r)
{
    uint32_t count = r->args.given[OPT_OUTPUT].values.count;
    for (uint32_t i = 0; i < count; i++)
        if (str_is(r->args.given[OPT_OUTPUT].values.at[i], "-")) return true;
    return (count == 0 && !run_ci_stdout(r)) || args_has(&r->args, OPT_FORMAT) ||
           args_has(&r->args, OPT_JSON);
}

// Is the table for people written?
static bool prints_text(const struct run *r)
{
    struct str format = args_value(&r->args, OPT_FORMAT);
    bool printed = writes_stdout(r) && !args_has(&r->args, OPT_JSON) && format.len == 0;
    return printed || run_writes(r, "table");
}

static bool read_chart(struct run *r, enum chart_word *chart)
{
    struct str word = args_value(&r->args, OPT_CHART), names[CHART_COUNT];
    *chart = CHART_COUNT;
    if (word.len == 0) return true;
    *chart = chart_find(word);
    if (*chart != CHART_COUNT) return true;
    struct text list = {.arena = &r->session.arena};
    for (int i = 0; i < CHART_COUNT; i++) {
        names[i] = str_of(chart_word((enum chart_word)i));
        text_addf(&list, "%s%.*s", i ? ", " : "", STR_ARG(names[i]));
    }
    run_fail(r, "'%.*s' is not one of the charts: %.*s",
             STR_ARG(str_visible(&r->session.arena, word)), STR_ARG(text_str(&list)));
    diag_help_nearest(&r->session.diags, word, names, CHART_COUNT);
    return false;
}

bool run_writes(const struct run *r, const char *format)
{
    if (str_is(args_value(&r->args, OPT_FORMAT), format)) return true;
    for (uint32_t i = 0; i < r->args.given[OPT_OUTPUT].values.count; i++) {
        const struct writer *w = writer_for_file(r->args.given[OPT_OUTPUT].values.at[i]);
        if (w && str_is(w->name, format)) return true;
    }
    return false;
}

bool run_draws(const struct run *r)
{
    return run_writes(r, "html") || run_writes(r, "svg") || args_has(&r->args, OPT_CHART) ||
           args_has(&r->args, OPT_PLOT);
}

static bool check_chart(struct run *r, const struct report *report)
{
    struct chart unused;
    if (!run_writes(r, "svg") && !args_has(&r->args, OPT_CHART) &&
        !args_has(&r->args, OPT_PLOT))
        return true;
    if (report_chart(report, &r->session.arena, &unused)) return true;
    enum chart_word w = report->presentation.chart;
    return run_fail(r, "tco %s has no chart%s%s here", r->command->name,
                    w == CHART_COUNT ? "" : " ", w == CHART_COUNT ? "" : chart_word(w));
}

// On a terminal a chart that is asked for by name is drawn; elsewhere -f svg draws it.
static bool plots_chart(const struct run *r)
{
    return args_has(&r->args, OPT_CHART) && prints_text(r) && !run_writes(r, "svg");
}

// False after a report if an option says how to write what is not written.
static bool check_heeded(struct run *r)
{
    if (args_has(&r->args, OPT_CSV_DIALECT) && !run_writes(r, "csv"))
        return run_fail(r, "--csv-dialect is for CSV, which is not written: add -f csv");
    if (args_has(&r->args, OPT_PLOT) && !prints_text(r))
        return run_fail(r, "--plot draws below the table for people, which is not printed: "
                           "leave out the format, or ask for -f svg");
    if (args_has(&r->args, OPT_CHART) && !prints_text(r) && !run_writes(r, "svg"))
        return run_fail(r,
                        "--chart chooses what -f svg and --plot draw, and neither is written");
    return true;
}

static bool read_presentation(struct run *r, struct presentation *p)
{
    struct str dialect = args_value(&r->args, OPT_CSV_DIALECT);
    p->one_table = args_has(&r->args, OPT_TABLE);
    p->plots = args_has(&r->args, OPT_PLOT) || plots_chart(r);
    p->utf8 = p->plots && text_is_utf8();
    if (!read_chart(r, &p->chart) || !check_heeded(r)) return false;
    if (dialect.len == 0 || csv_dialect_find(dialect, &p->csv)) return true;
    return run_fail(r, "--csv-dialect takes rfc4180, excel or excel-eu, not '%.*s'",
                    STR_ARG(str_visible(&r->session.arena, dialect)));
}

bool run_report(struct run *r, struct report *report)
{
    const struct writer *writer = NULL;
    const struct table *table = NULL;
    if (!read_presentation(r, &report->presentation) || !check_chart(r, report)) return false;
    if (!run_writer(r, &writer) || !chosen_table(r, report, &table) || !run_check_files(r))
        return false;
    diag_sort(&r->session.diags);
    if (!report_table(report, STR("diagnostics")))
        report_add(report, view_diagnostics(&r->session));
    bool whole = r->ended_by == 0;  // a part overwrites no file
    if (whole && !write_files(r, report, table)) return false;
    if (!whole || writes_stdout(r)) writer->write(report, table, run_width(), &r->out);
    return true;
}

void run_failure(struct run *r, const char *kind)
{
    static bool (*const gates[])(struct run *) = {cmd_check, cmd_diff};
    struct text json = {.arena = &r->session.arena};
    bool gate = false;
    for (size_t i = 0; i < COUNT_OF(gates); i++)
        gate = gate || r->command->execute == gates[i];
    if (!gate && (!run_wants_json(r) || r->has_printed)) return;
    diag_sort(&r->session.diags);
    struct report report = {.kind = kind, .session = &r->session, .complete = false};
    report_add(&report, view_diagnostics(&r->session));
    write_json(&report, NULL, 0, &json);
    if (gate) run_failed_files(r, ".json", text_str(&json));
    if (!run_wants_json(r) || r->has_printed) return;
    r->out = json;
}

bool run_period(struct run *r, enum period *period)
{
    struct str word = args_value(&r->args, OPT_PERIOD), names[PERIOD_COUNT];
    if (word.len == 0) return true;
    *period = period_find(word);
    if (*period != PERIOD_COUNT) return true;
    struct text list = {.arena = &r->session.arena};
    for (int i = 0; i < PERIOD_COUNT; i++) {
        names[i] = str_of(period_word((enum period)i));
        text_addf(&list, "%s%.*s",
                  i == 0                 ? ""
                  : i + 1 < PERIOD_COUNT ? ", "
                                         : " or ",
                  STR_ARG(names[i]));
    }
    run_fail(r, "--period takes %.*s, not '%.*s'", STR_ARG(text_str(&list)),
             STR_ARG(str_visible(&r->session.arena, word)));
    diag_help_nearest(&r->session.diags, word, names, PERIOD_COUNT);
    return false;
}
