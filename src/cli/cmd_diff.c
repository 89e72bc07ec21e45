// cmd_diff.c - what changed from one scenario to another, and why.
#include "cli/cmd.h"

#include "report/diff_views.h"

static bool read_files(struct run *r, struct str *base, struct str *head)
{
    if (r->args.words.count < 2) return run_fail(r, "tco diff needs BASE and HEAD");
    *base = r->args.words.at[0];
    *head = r->args.words.at[1];
    if (!str_is(*base, "-") || !str_is(*head, "-")) return true;
    return run_fail(r, "only one of BASE and HEAD can be read from standard input");
}

// Models stand beside a file; what comes from standard input finds those of the other.
static bool load(struct session *s, struct str file, struct str beside, struct str models,
                 const struct load_settings *settings)
{
    struct str place = str_is(file, "-") ? beside : file;
    return session_add_models(s, models, place) && session_load(s, file, settings) &&
           session_compute(s);
}

static bool check_currency(struct run *r, const struct session *base)
{
    struct session *head = &r->session;
    if (str_eq(base->info.currency, head->info.currency)) return true;
    return diag_fail_file(&head->diags, base->file, DIAG_NO_BASE,
                          "the base counts in %.*s, the other in %.*s",
                          STR_ARG(base->info.currency), STR_ARG(head->info.currency));
}

static bool report_diff(struct run *r, const struct diff_page *page)
{
    struct report report = {.kind = "tco.diff", .session = &r->session, .complete = true};
    report.text = page_diff;
    report.context = page;
    report.default_table = "summary";
    const struct session *base = page->base->session;
    report_add_base(&report, base->file, base->sha256,
                    str_is(base->file, "<stdin>") ? "stdin" : "scenario", STR(TCO_VERSION));
    report_add(&report, view_moved_options(page));
    report_add(&report, view_causes(page, NO_NAME));
    report_add(&report, view_moved_lines(page));
    report_add(&report, view_edits(page));
    r->answer_no = args_has(&r->args, OPT_EXIT_CODE) && page->diff->moved;
    return run_report(r, &report);
}

static bool compare(struct run *r, struct session *base, const struct load_settings *settings)
{
    struct str models = args_value(&r->args, OPT_MODELS),
               base_models = args_value(&r->args, OPT_BASE_MODELS);
    struct comparison b = compare_options(base), h = compare_options(&r->session);
    struct version from = {base, &b, base_models.len ? base_models : models, settings},
                   to = {&r->session, &h, models, settings};
    struct diff d = diff_find(&from, &to);
    return report_diff(r, &(struct diff_page){&d, &from, &to});
}

bool cmd_diff(struct run *r)
{
    struct load_settings settings;
    struct session base;
    struct str from, to, models = args_value(&r->args, OPT_MODELS),
                         base_models = args_value(&r->args, OPT_BASE_MODELS);
    if (!run_no_more_words(r, 2) || !read_files(r, &from, &to) || !run_settings(r, &settings))
        return false;
    session_open(&base);
    bool ok = load(&base, from, to, base_models.len ? base_models : models, &settings);
    if (!ok) diag_adopt(&r->session.sources, &r->session.diags, &base.diags);
    ok = load(&r->session, to, from, models, &settings) && ok;
    ok = ok && check_currency(r, &base) && compare(r, &base, &settings);
    session_close(&base);
    return ok;
}
