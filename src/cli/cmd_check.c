// cmd_check.c - the gate of a pipeline: budgets, change limits, assertions.
#define _POSIX_C_SOURCE 200809L
#include "cli/cmd.h"

#include "base/file.h"
#include "report/diff_views.h"
#include "report/saved.h"

#include <unistd.h>

enum {
    TRIALS = 16384,
    CAUSES = 24  // edits whose effects are told apart
};

// From which level on a failure ends the process with 1; above all of them for `never`.
static bool read_fail_on(struct run *r, int *level)
{
    struct str word = args_value(&r->args, OPT_FAIL_ON);
    *level = LEVEL_DENY;
    if (str_is(word, "warn")) *level = LEVEL_WARN;
    if (str_is(word, "never")) *level = LEVEL_DENY + 1;
    if (word.len == 0 || str_is(word, "deny") || *level != LEVEL_DENY) return true;
    return run_fail(r, "--fail-on takes deny, warn or never, not '%.*s'",
                    STR_ARG(str_visible(&r->session.arena, word)));
}

static bool add_budgets(struct run *r)
{
    bool ok = true;
    for (uint32_t i = 0; i < r->args.given[OPT_BUDGET].values.count; i++)
        ok = session_add_budgets(&r->session, r->args.given[OPT_BUDGET].values.at[i]) && ok;
    return ok;
}

// The figures at the medians stand in the ledger again afterwards.
static bool run_trials(struct run *r, const struct comparison *c, struct simulation *sim)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    struct sim_plan plan = {.samples = TRIALS, .seed = 1};
    plan.jobs = processors > 0 && processors < 256 ? (uint32_t)processors : 1;
    return args_whole(&r->args, OPT_SAMPLES, 1, SIM_TRIALS_LIMIT, &plan.samples) &&
           args_whole(&r->args, OPT_SEED, 0, SEED_LIMIT, &plan.seed) &&
           simulate(&r->session, c, &plan, sim) && session_compute(&r->session);
}

static bool load(struct run *r, struct load_settings *settings)
{
    return run_load(r, settings) && add_budgets(r) && session_compute(&r->session);
}

// ---- the base ----------------------------------------------------------------------------------

struct before {
    struct session session;
    struct based based;
    struct saved saved;
    struct saved_base from_saved;
    struct base base;
    const struct load_settings *head;  // how the scenario was read
};

// A scenario is read as its file stands, with the models at hand.
static bool load_scenario(struct run *r, struct before *b, struct str file, struct str text)
{
    struct session *s = &b->session;
    struct load_settings settings = {.today = args_value(&r->args, OPT_TODAY)};
    if (!session_add_models(s, args_value(&r->args, OPT_MODELS), r->args.words.at[0]) ||
        !session_load_text(s, file, text, &settings) || !session_compute(s))
        return false;
    b->based = (struct based){s, compare_options(s), &r->session.program};
    b->base = base_of_session(&b->based);
    return true;
}

static bool load_saved(struct run *r, struct before *b, struct str file, struct str text)
{
    if (!saved_parse(&b->session, file, text, &b->saved) || !saved_is_base(&b->saved))
        return false;
    b->from_saved = (struct saved_base){.saved = &b->saved, .head = &r->session};
    b->base = base_of_saved(&b->from_saved);
    return true;
}

static bool load_base(struct run *r, struct before *b)
{
    struct str file = args_value(&r->args, OPT_BASE), text;
    struct session *s = &b->session;
    session_open(s);
    bool ok = file_read(&s->arena, file, SAVED_BYTES, &s->diags, &text) &&
              run_base_given(s, file, text) &&
              (saved_is_one(text) ? load_saved : load_scenario)(r, b, file, text);
    if (!ok) diag_adopt(&r->session.sources, &r->session.diags, &s->diags);
    if (!ok || str_eq(s->info.currency, r->session.info.currency)) return ok;
    struct str shown = str_is(file, "-") ? STR("<stdin>") : file;
    return diag_fail_file(&r->session.diags, shown, DIAG_NO_BASE,
                          "the base counts in %.*s, the scenario in %.*s",
                          STR_ARG(s->info.currency), STR_ARG(r->session.info.currency));
}

// ---- the command -------------------------------------------------------------------------------

// Why costs moved, by edits of the scenario. A saved base can't be computed again, and a scenario
// that the command line changes is no edit of its base: then there is no list.
static struct table find_causes(struct run *r, struct before *b, const struct comparison *c)
{
    static const struct diff nothing;
    struct str models = args_value(&r->args, OPT_MODELS);
    struct version *base = ARENA_NEW(&r->session.arena, struct version),
                   *head = ARENA_NEW(&r->session.arena, struct version);
    *base = (struct version){&b->session, &b->based.comparison, models, b->head};
    *head = (struct version){&r->session, c, models, b->head};
    struct diff *d = ARENA_NEW(&r->session.arena, struct diff);
    const struct load_settings *h = b->head;
    bool edited = b->based.session && h->set_count == 0 && h->option_count == 0 &&
                  h->case_name.len + h->baseline.len + h->horizon.len + h->as_of.len == 0;
    *d = edited ? diff_find(base, head, CAUSES) : nothing;
    return view_causes(&(struct diff_page){d, base, head}, NO_NAME);
}

static bool report_gate(struct run *r, struct before *b, const struct check_page *page)
{
    struct report report = {.kind = "tco.check", .session = &r->session, .complete = true};
    report.text = page_check;
    report.answer = answer_check;
    report.opening = opening_check;
    report.comment = comment_check;
    report.context = page;
    report.default_table = "checks";
    report_add(&report, view_checks(&r->session, page->gate));
    report_add(&report, view_summary(&r->session, page->comparison));
    report_add(&report, view_base(&r->session, page->base));
    report_add(&report, view_assumptions(&r->session));
    report_add(&report, find_causes(r, b, page->comparison));
    return run_report(r, &report) && run_ci_reports(r, page->gate);
}

static bool judge(struct run *r, struct before *b, int fail_on)
{
    struct gate g;
    const struct base *base = b->base.context ? &b->base : NULL;
    struct simulation sim;
    struct comparison c = compare_options(&r->session);
    bool trials = gate_needs_trials(&r->session);
    if (trials && !run_trials(r, &c, &sim)) return false;
    if (!gate_judge(&r->session, &c, trials ? &sim : NULL, base, &g)) return false;
    if (r->session.diags.error_count > 0) return false;  // a base that can't answer
    for (int level = fail_on; level <= LEVEL_DENY; level++)
        r->answer_no = r->answer_no || g.failed[level] > 0;
    return report_gate(r, b, &(struct check_page){&g, &c, base, NULL});
}

// A pull request whose files are wrong gets its comment and its reports too.
static void report_failure(struct run *r)
{
    static const struct check_page nothing;
    struct report report = {.kind = "tco.check", .session = &r->session};
    report.comment = comment_check;
    report.context = &nothing;
    run_failed_comment(r, &report);
    run_ci_reports(r, NULL);
}

bool cmd_check(struct run *r)
{
    int fail_on;
    struct load_settings settings = {0};
    struct before before = {.head = &settings};
    bool based = args_has(&r->args, OPT_BASE);
    if (!run_no_more_words(r, 1) || !read_fail_on(r, &fail_on) || !run_ci_kinds(r))
        return false;
    bool ok =
        load(r, &settings) && (!based || load_base(r, &before)) && judge(r, &before, fail_on);
    if (!ok) report_failure(r);
    if (based) session_close(&before.session);
    return ok;
}
