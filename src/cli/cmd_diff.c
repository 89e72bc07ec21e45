// cmd_diff.c - what changed from one scenario or saved result to another, and why.
#include "cli/cmd.h"

#include "base/file.h"
#include "report/saved_diff.h"

// One of the two: its text, and what it is.
struct diff_side {
    struct str file, text;
    bool is_saved;
    struct session *session;  // of a scenario; of a saved result that of `saved`
    struct saved saved;
};

static bool read_files(struct run *r, struct str *base, struct str *head)
{
    if (r->args.words.count < 2) return run_fail(r, "tco diff needs BASE and HEAD");
    *base = r->args.words.at[0];
    *head = r->args.words.at[1];
    if (!str_is(*base, "-") || !str_is(*head, "-")) return true;
    return run_fail(r, "only one of BASE and HEAD can be read from standard input");
}

static struct str shown_name(const struct diff_side *s)
{
    return str_is(s->file, "-") ? STR("<stdin>") : s->file;
}

static bool read_side(struct diff_side *s)
{
    if (!file_read(&s->session->arena, s->file, SAVED_BYTES, &s->session->diags, &s->text))
        return false;
    s->is_saved = saved_is_one(s->text);
    return run_base_given(s->session, s->file, s->text);
}

// Models stand beside a file; what comes from standard input finds those of the other.
static bool load(struct diff_side *s, struct str beside, struct str models,
                 const struct load_settings *settings)
{
    if (s->is_saved)
        return saved_parse(s->session, s->file, s->text, &s->saved) && saved_is_base(&s->saved);
    struct str place = str_is(s->file, "-") ? beside : s->file;
    return session_add_models(s->session, models, place) &&
           session_load_text(s->session, s->file, s->text, settings) &&
           session_compute(s->session);
}

static bool check_currency(struct run *r, const struct diff_side *base,
                           const struct diff_side *head)
{
    struct str was = base->session->info.currency, is = head->session->info.currency;
    if (str_eq(was, is)) return true;
    struct str shown = shown_name(base);
    return diag_fail_file(&r->session.diags, shown, DIAG_NO_BASE,
                          "the base counts in %.*s, the other in %.*s", STR_ARG(was),
                          STR_ARG(is));
}

// ---- two scenarios -----------------------------------------------------------------------------

static bool report_diff(struct run *r, const struct diff_page *page)
{
    struct report report = {.kind = "tco.diff", .session = &r->session, .complete = true};
    const struct session *base = page->base->session;
    report.text = page_diff;
    report.answer = answer_diff;
    report.document = document_diff;
    report.comment = comment_diff;
    report.context = page;
    report.default_table = "summary";
    report_add_base(&report, base->file, session_sha256(base, r->session.diags.arena),
                    str_is(base->file, "<stdin>") ? "stdin" : "scenario", STR(TCO_VERSION),
                    r->session.file);
    report_add_winners(&report, page->diff->base_winner, page->diff->head_winner);
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
    struct diff d = diff_find(&from, &to, DIFF_MOST);
    return report_diff(r, &(struct diff_page){&d, &from, &to});
}

// ---- saved results -----------------------------------------------------------------------------

// A scenario beside a saved result is made one too: with its rows, as --rows saves them.
static bool as_saved(struct diff_side *s, struct session *into)
{
    struct session *from = s->session;
    struct comparison c = compare_options(from);
    struct report report = {.kind = "tco.compare", .session = from, .complete = true};
    struct text json = {.arena = &into->arena};
    report_add(&report, view_summary(from, &c));
    report_add(&report, view_rows(from, PERIOD_MONTH));
    report_add(&report, view_assumptions(from));
    write_json(&report, NULL, 0, &json);
    return saved_parse(into, from->file, text_str(&json), &s->saved);
}

static bool compare_saved(struct run *r, struct diff_side *base, struct diff_side *head)
{
    struct session made;
    struct report report = {.kind = "tco.diff", .complete = true, .default_table = "summary"};
    session_open(&made);
    struct diff_side *scenario = !base->is_saved ? base : !head->is_saved ? head : NULL;
    bool ok = !scenario || as_saved(scenario, &made);
    if (!ok) diag_adopt(&r->session.sources, &r->session.diags, &made.diags);
    report.session = head->saved.session;
    report.text = page_diff;
    report.answer = answer_diff;
    report.document = document_diff;
    report.comment = comment_diff;
    if (ok) {
        bool moved = saved_diff(&base->saved, &head->saved, &report);
        r->answer_no = args_has(&r->args, OPT_EXIT_CODE) && moved;
        ok = run_report(r, &report);
    }
    session_close(&made);
    return ok;
}

// ---- the command -------------------------------------------------------------------------------

bool cmd_diff(struct run *r)
{
    struct load_settings settings;
    struct session other;
    struct str from, to, models = args_value(&r->args, OPT_MODELS),
                         base_models = args_value(&r->args, OPT_BASE_MODELS);
    if (!run_no_more_words(r, 2) || !read_files(r, &from, &to) || !run_settings(r, &settings))
        return false;
    session_open(&other);
    struct diff_side base = {.file = from, .session = &other},
                     head = {.file = to, .session = &r->session};
    bool ok =
        read_side(&base) && load(&base, to, base_models.len ? base_models : models, &settings);
    if (!ok) diag_adopt(&r->session.sources, &r->session.diags, &other.diags);
    ok = read_side(&head) && load(&head, from, models, &settings) && ok;
    ok = ok && check_currency(r, &base, &head) &&
         (base.is_saved || head.is_saved ? compare_saved(r, &base, &head)
                                         : compare(r, &other, &settings));
    session_close(&other);
    return ok;
}
