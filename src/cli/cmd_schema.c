// cmd_schema.c - the JSON Schema of a kind of file, for editors.
#include "cli/cmd.h"

#include "report/json_schema.h"

static bool fail_name(struct run *r, struct str name)
{
    struct str known[JSON_SCHEMA_COUNT];
    struct text list = {.arena = &r->session.arena};
    for (size_t i = 0; i < JSON_SCHEMA_COUNT; i++) {
        known[i] = str_of(JSON_SCHEMAS[i].name);
        text_addf(&list, "%s%s", i ? ", " : "", JSON_SCHEMAS[i].name);
    }
    if (name.len == 0)
        return run_fail(r, "tco schema needs the kind of file: %.*s", STR_ARG(text_str(&list)));
    run_fail(r, "there is no schema '%.*s'; there are: %.*s",
             STR_ARG(str_visible(&r->session.arena, name)), STR_ARG(text_str(&list)));
    diag_help_nearest(&r->session.diags, name, known, JSON_SCHEMA_COUNT);
    return false;
}

bool cmd_schema(struct run *r)
{
    struct str name = r->args.words.count ? r->args.words.at[0] : STR_NONE;
    struct str folder = args_value(&r->args, OPT_MODELS);
    if (!run_no_more_words(r, 1)) return false;
    for (size_t i = 0; i < JSON_SCHEMA_COUNT; i++) {
        if (!str_is(name, JSON_SCHEMAS[i].name)) continue;
        if (folder.len && !library_add_folder(&r->session.library, folder, true)) return false;
        if (JSON_SCHEMAS[i].of_models && !session_load_models(&r->session)) return false;
        json_schema_write(&r->session, &JSON_SCHEMAS[i], &r->out);
        return true;
    }
    return fail_name(r, name);
}
