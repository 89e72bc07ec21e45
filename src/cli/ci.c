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
        ok =
            run_may_write(r, path) && file_write(path, text_str(&out), &r->session.diags) && ok;
    }
    if (run_on_github()) write_annotations(&r->annotations, &r->session, g);
    return ok;
}

void run_failed_comment(struct run *r, const struct report *report)
{
    struct text comment = {.arena = &r->session.arena};
    diag_sort(&r->session.diags);
    report->comment(report, &comment);
    for (uint32_t i = 0; i < r->args.given[OPT_OUTPUT].values.count; i++) {
        struct str path = r->args.given[OPT_OUTPUT].values.at[i];
        if (str_ends(path, STR(".md")) && run_may_write(r, path))
            file_write(path, text_str(&comment), &r->session.diags);
    }
    if (!str_is(args_value(&r->args, OPT_FORMAT), "md")) return;
    text_add(&r->out, text_str(&comment));
    r->has_printed = true;
}
