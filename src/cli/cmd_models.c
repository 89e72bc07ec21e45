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

static void add_line(struct text *out, struct str label, struct str text)
{
    if (text.len) text_addf(out, "    %.*s%.*s\n", STR_ARG(label), STR_ARG(text));
}

// Sections of names, each with its unit, formula and sentence.
static void page_model(const struct report *r, struct text *out, unsigned width)
{
    const struct form *f = &r->session->program.forms.at[1];
    const struct table *t = report_table(r, STR("names"));
    struct str section = STR("");
    (void)width;
    text_addf(out, "%.*s: %.*s\n", STR_ARG(f->model), STR_ARG(f->summary));
    for (uint32_t i = 0; i < f->provides.count; i++)
        text_addf(out, "provides %.*s\n", STR_ARG(f->provides.at[i]));
    if (f->serves)
        text_addf(out, "serves: %s%.*s\n", f->need == NO_NAME ? "without limit" : "what needs ",
                  STR_ARG(f->need == NO_NAME ? STR("") : f->names.at[f->need].text));
    for (uint32_t i = 0; i < t->row_count; i++) {
        struct table_cell c[TABLE_COLUMNS];
        t->row(t->context, out->arena, i, c);
        if (!str_eq(c[0].text, section)) text_addf(out, "\n%.*s\n", STR_ARG(c[0].text));
        section = c[0].text;
        text_addf(out, "  %.*s", STR_ARG(c[1].text));
        if (c[2].text.len) text_addf(out, "  [%.*s]", STR_ARG(c[2].text));
        if (c[5].text.len)
            text_addf(out, "  %.*s, %.*s, paid %.*s", STR_ARG(c[5].text), STR_ARG(c[6].text),
                      STR_ARG(c[7].text));
        text_add_char(out, '\n');
        add_line(out, STR(""), c[4].text);
        add_line(out, str_is(section, "inputs") ? STR("default ") : STR("= "), c[3].text);
    }
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
    if (r->args.words.count == 0) return list_models(r);
    if (str_is(r->args.words.at[0], "show") && r->args.words.count == 2)
        return show_model(r, r->args.words.at[1]);
    return run_fail(r, "write tco models, or tco models show NAME");
}
