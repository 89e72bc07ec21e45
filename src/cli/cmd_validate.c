// cmd_validate.c - checks files without showing figures.
#include "cli/cmd.h"

#include "report/views.h"

// Each file is read in a session of its own, so that one can't mend or break another.
static bool validate_one(struct run *r, struct str file)
{
    struct load_settings settings;
    if (!run_settings(r, &settings)) return false;
    if (!session_add_models(&r->session, args_value(&r->args, OPT_MODELS), file)) return false;
    return session_validate(&r->session, file, &settings);
}

bool cmd_validate(struct run *r)
{
    struct str first;
    if (!run_scenario_name(r, &first)) return false;
    bool ok = validate_one(r, first);
    if (!ok) return false;
    if (!run_wants_json(r)) return true;
    struct report report = {.kind = "tco.validate", .session = &r->session, .complete = true};
    report.default_table = "diagnostics";
    return run_report(r, &report);
}
