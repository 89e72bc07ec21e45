// cmd_validate.c - checks files without showing figures.
#include "cli/cmd.h"

#include "analysis/gate.h"
#include "base/file.h"
#include "report/saved.h"
#include "report/views.h"

// By the reader of tco render.
static bool validate_result(struct run *r, struct str file, struct str text)
{
    struct session other;
    struct saved unused;
    session_open(&other);
    bool ok = saved_parse(&other, file, text, &unused);
    if (!ok) diag_adopt(&r->session.sources, &r->session.diags, &other.diags);
    session_close(&other);
    return ok;
}

static bool validate_one(struct run *r, struct valid_file *out,
                         const struct load_settings *settings)
{
    struct str models = args_value(&r->args, OPT_MODELS);
    struct session *s = &r->session;
    struct str text;
    out->kind = FILE_UNKNOWN;
    if (!file_read(&s->arena, out->file, SAVED_BYTES, &s->diags, &text)) return false;
    if (saved_is_one(text))
        out->kind = FILE_RESULT;
    else if (!session_validate(s, out->file, text, models, settings, &out->kind))
        return false;
    if (out->kind == FILE_RESULT && !validate_result(r, out->file, text)) return false;
    bool limits = out->kind == FILE_SCENARIO || out->kind == FILE_BUDGETS;
    if (limits && !gate_check(&r->session)) return false;
    bool as_report = args_has(&r->args, OPT_FORMAT) || args_has(&r->args, OPT_JSON) ||
                     args_has(&r->args, OPT_OUTPUT) || run_ci_stdout(r);
    if (as_report) return true;
    text_add_visible(&r->out, out->file, 4096);
    text_addf(&r->out, ": valid %s\n", file_kind_word(out->kind));
    return true;
}

// Which files are valid and which are not is told even where one is not.
static void print_failure(struct run *r, const struct valid_file *files, uint32_t count)
{
    struct report report = {.kind = "tco.validate", .session = &r->session};
    struct text json = {.arena = &r->session.arena};
    diag_sort(&r->session.diags);
    report_add(&report, view_files(files, count));
    report_add(&report, view_diagnostics(&r->session));
    write_json(&report, NULL, 0, &json);
    run_failed_files(r, ".json", text_str(&json));
    if (!run_wants_json(r)) return;
    r->out = json;
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
