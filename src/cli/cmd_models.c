// cmd_models.c - the cost models, or one of them.
#include "cli/cmd.h"

#include "report/catalogue_views.h"

static bool list_models(struct run *r)
{
    struct report report = {.kind = "tco.models", .session = &r->session, .complete = true};
    report.default_table = "models";
    report_add(&report, view_models(&r->session));
    return run_report(r, &report);
}

static bool show_model(struct run *r, struct str name)
{
    if (!session_load_model(&r->session, name, SPAN_NONE)) return false;
    struct report report = {.kind = "tco.model", .session = &r->session, .complete = true};
    report.default_table = "names";
    report.text = page_model;
    report.facts[report.fact_count++] = (struct fact){"model", cell_text(name), NUMBER_EXACT};
    report.facts[report.fact_count++] = (struct fact){
        "summary", cell_text(r->session.program.forms.at[1].summary), NUMBER_EXACT};
    report_add(&report, view_model(&r->session));
    return run_report(r, &report);
}

bool cmd_models(struct run *r)
{
    struct str folder = args_value(&r->args, OPT_MODELS);
    if (folder.len && !library_add_folder(&r->session.library, folder, true)) return false;
    static const struct str words[] = {{"list", 4}, {"show", 4}};
    struct str word = r->args.words.count ? r->args.words.at[0] : words[0];
    bool list = str_eq(word, words[0]);
    if (list || str_eq(word, words[1])) {
        if (!list && r->args.words.count < 2) return run_fail(r, "tco models show needs NAME");
        if (!run_no_more_words(r, list ? 1 : 2)) return false;
        return list ? list_models(r) : show_model(r, r->args.words.at[1]);
    }
    run_fail(r, "tco models takes list or show, not '%.*s'",
             STR_ARG(str_visible(&r->session.arena, word)));
    diag_help_nearest(&r->session.diags, word, words, COUNT_OF(words));
    return false;
}
