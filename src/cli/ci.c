// ci.c - what pipelines read: --report KIND=FILE, annotations, comments after a failure.
#include "cli/cmd.h"

#include "base/file.h"

// Parts of KIND=FILE. False after a report.
static bool take_apart(struct run *r, struct str given, const struct reporter **reporter,
                       struct str *path)
{
    struct arena *a = &r->session.arena;
    struct str kinds[REPORTER_COUNT];
    struct text list = {.arena = a};
    size_t end = str_find(given, '=');
    *reporter = reporter_find(str_cut(given, 0, end));
    *path = str_cut(given, end + 1, given.len);
    if (*reporter && path->len) return true;
    for (int i = 0; i < REPORTER_COUNT; i++) {
        kinds[i] = REPORTERS[i].kind;
        text_addf(&list, "%s%.*s", i ? ", " : "", STR_ARG(kinds[i]));
    }
    run_fail(r, "--report takes KIND=FILE, not '%.*s'; kinds are %.*s",
             STR_ARG(str_visible(a, given)), STR_ARG(text_str(&list)));
    if (!*reporter)
        diag_help_nearest(&r->session.diags, str_cut(given, 0, end), kinds, REPORTER_COUNT);
    return false;
}

bool run_ci_kinds(struct run *r)
{
    const struct reporter *unused;
    struct str path;
    bool ok = true;
    for (uint32_t i = 0; i < r->args.given[OPT_REPORT].values.count; i++)
        ok = take_apart(r, r->args.given[OPT_REPORT].values.at[i], &unused, &path) && ok;
    return ok;
}

// Files of -o and --report. Devices, such as /dev/null, take any number of texts.
static struct str output_at(const struct run *r, uint32_t i)
{
    uint32_t count = r->args.given[OPT_OUTPUT].values.count;
    if (i < count) return r->args.given[OPT_OUTPUT].values.at[i];
    struct str given = r->args.given[OPT_REPORT].values.at[i - count];
    return path_normal(r->args.arena, str_cut(given, str_find(given, '=') + 1, given.len));
}

static bool is_twice(const struct run *r, struct str one, struct str other)
{
    if (str_starts(one, STR("/dev/"))) return false;
    return str_eq(one, other) || (!str_is(one, "-") && file_is_same(r->args.arena, one, other));
}

bool run_outputs_differ(struct run *r)
{
    uint32_t count =
        r->args.given[OPT_OUTPUT].values.count + r->args.given[OPT_REPORT].values.count;
    bool asked = args_has(&r->args, OPT_FORMAT) || args_has(&r->args, OPT_JSON);
    for (uint32_t i = 0; i < count; i++) {
        struct str path = output_at(r, i), shown = str_visible(&r->session.arena, path);
        bool report = i >= r->args.given[OPT_OUTPUT].values.count;
        if (report && asked && str_is(path, "-"))
            return run_fail(r, "--report and --format would both go to standard output");
        for (uint32_t k = 0; k < i; k++)
            if (is_twice(r, output_at(r, k), path))
                return run_fail(r, "two outputs would go to '%.*s'", STR_ARG(shown));
    }
    return true;
}

bool run_ci_stdout(const struct run *r)
{
    for (uint32_t i = 0; i < r->args.given[OPT_REPORT].values.count; i++)
        if (str_ends(r->args.given[OPT_REPORT].values.at[i], STR("=-"))) return true;
    return false;
}

static bool write_report(struct run *r, struct str path, struct str text)
{
    if (!str_is(path, "-"))
        return run_may_write(r, path) && file_write(path, text, &r->session.diags);
    r->out.len = 0;
    text_add(&r->out, text);
    r->has_printed = true;
    return true;
}

bool run_ci_reports(struct run *r, const struct gate *g)
{
    bool ok = true;
    diag_sort(&r->session.diags);
    for (uint32_t i = 0; i < r->args.given[OPT_REPORT].values.count; i++) {
        const struct reporter *reporter;
        struct str path;
        struct text out = {.arena = &r->session.arena};
        if (!take_apart(r, r->args.given[OPT_REPORT].values.at[i], &reporter, &path))
            return false;
        reporter->write(&out, &r->session, g);
        ok = write_report(r, path, text_str(&out)) && ok;
    }
    if (run_on_github()) write_annotations(&r->annotations, &r->session, g);
    return ok;
}

// Results are no files of a run that failed for its command line: what is there may be good.
static bool is_misuse(const struct run *r)
{
    const struct diags *d = &r->session.diags;
    for (uint32_t i = 0; i < d->list.count; i++)
        if (d->list.at[i].severity == SEVERITY_ERROR &&
            diag_kind_of(d->list.at[i].code) == DIAG_KIND_USAGE)
            return true;
    return false;
}

void run_failed_files(struct run *r, const char *ending, struct str text)
{
    for (uint32_t i = 0; i < r->args.given[OPT_OUTPUT].values.count && !is_misuse(r); i++) {
        struct str path = r->args.given[OPT_OUTPUT].values.at[i];
        if (str_ends(path, str_of(ending)) && run_may_write(r, path))
            file_write(path, text, &r->session.diags);
    }
}

void run_failed_comment(struct run *r, const struct report *report)
{
    struct text comment = {.arena = &r->session.arena};
    diag_sort(&r->session.diags);
    report->comment(report, &comment);
    run_failed_files(r, ".md", text_str(&comment));
    if (!str_is(args_value(&r->args, OPT_FORMAT), "md")) return;
    text_add(&r->out, text_str(&comment));
    r->has_printed = true;
}
