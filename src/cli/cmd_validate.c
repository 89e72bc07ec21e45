// cmd_validate.c - checks files without showing figures.
#include "cli/cmd.h"

#include "analysis/gate.h"
#include "report/views.h"

static bool validate_one(struct run *r, struct valid_file *out,
                         const struct load_settings *settings)
{
    struct str models = args_value(&r->args, OPT_MODELS);
    if (!session_validate(&r->session, out->file, models, settings, &out->kind)) return false;
    bool limits = out->kind == FILE_SCENARIO || out->kind == FILE_BUDGETS;
    if (limits && !gate_check(&r->session)) return false;
    bool as_report = args_has(&r->args, OPT_FORMAT) || args_has(&r->args, OPT_JSON) ||
                     args_has(&r->args, OPT_OUTPUT);
    if (as_report) return true;
    text_add_visible(&r->out, out->file, 4096);
    text_addf(&r->out, ": valid %s\n", file_kind_word(out->kind));
    return true;
}

// Which files are valid and which are not is told even where one is not.
static void print_failure(struct run *r, const struct valid_file *files, uint32_t count)
{
    struct report report = {.kind = "tco.validate", .session = &r->session};
    if (!run_wants_json(r)) return;
    diag_sort(&r->session.diags);
    report_add(&report, view_files(files, count));
    report_add(&report, view_diagnostics(&r->session));
    write_json(&report, NULL, 0, &r->out);
    r->has_printed = true;
}

bool cmd_validate(struct run *r)
{
    struct str first;
    struct load_settings settings;
    if (!run_scenario_name(r, &first) || !run_ci_kinds(r)) return false;
    bool ok = true;
    uint32_t count = r->args.words.count;
    struct valid_file *files = ARENA_ARRAY(r->args.arena, struct valid_file, count);
    for (uint32_t i = 0; i < count; i++) {
        if (i) session_reset(&r->session);
        if (!run_settings(r, &settings)) return false;
        files[i].file = r->args.words.at[i];
        files[i].valid = validate_one(r, &files[i], &settings);
        ok = files[i].valid && ok;
    }
    ok = run_ci_reports(r, NULL) && ok;
    if (!ok) print_failure(r, files, count);
    if (!ok || r->out.len > 0) return ok;
    struct report report = {.kind = "tco.validate", .session = &r->session, .complete = true};
    report.default_table = "files";
    report_add(&report, view_files(files, count));
    return run_report(r, &report);
}
