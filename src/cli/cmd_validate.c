// cmd_validate.c - checks files without showing figures.
#include "cli/cmd.h"

#include "report/views.h"

static bool validate_one(struct run *r, struct str file, const struct load_settings *settings)
{
    static const char *const kinds[] = {"scenario", "model", "catalogue"};
    enum file_kind kind;
    struct str models = args_value(&r->args, OPT_MODELS);
    if (!session_validate(&r->session, file, models, settings, &kind)) return false;
    if (run_wants_json(r)) return true;
    text_add_visible(&r->out, file, 4096);
    text_addf(&r->out, ": valid %s\n", kinds[kind]);
    return true;
}

bool cmd_validate(struct run *r)
{
    struct str first;
    struct load_settings settings;
    if (!run_scenario_name(r, &first)) return false;
    bool ok = true;
    for (uint32_t i = 0; i < r->args.words.count; i++) {
        if (i) session_reset(&r->session);
        if (!run_settings(r, &settings)) return false;
        ok = validate_one(r, r->args.words.at[i], &settings) && ok;
    }
    if (!ok || !run_wants_json(r)) return ok;
    struct report report = {.kind = "tco.validate", .session = &r->session, .complete = true};
    report.default_table = "diagnostics";
    return run_report(r, &report);
}
