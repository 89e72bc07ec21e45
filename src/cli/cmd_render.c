// cmd_render.c - a saved result in another format.
#include "cli/cmd.h"

#include "report/saved.h"

static bool fail_lacking(struct run *r, const struct saved *s, const char *what)
{
    run_fail(r, "a saved result holds no %s", what);
    diag_help(&r->session.diags, "tco %.*s %.*s writes it", STR_ARG(s->kind),
              STR_ARG(str_visible(&r->session.arena, r->session.file)));
    return false;
}

// Figures that a file can't hold: formulas of a workbook, and charts of what was computed beside.
static bool check_formats(struct run *r, const struct saved *s)
{
    struct chart unused;
    if (run_writes(r, "xlsx"))
        return fail_lacking(r, s, "formulas, which a workbook is made of");
    bool picture =
        run_writes(r, "svg") || args_has(&r->args, OPT_PLOT) || args_has(&r->args, OPT_CHART);
    if (!picture) return true;
    enum chart_word w = chart_find(args_value(&r->args, OPT_CHART));
    struct report chosen = s->report;
    chosen.presentation.chart = w;
    if (args_has(&r->args, OPT_CHART) && w == CHART_COUNT) return true;  // told later
    return report_chart(&chosen, &r->session.arena, &unused) ||
           fail_lacking(r, s, "figures of that picture");
}

// Pages of these commands have pictures of what stands in none of their lists.
static void tell_pictures(struct run *r, const struct saved *s)
{
    static const char *const kinds[] = {"compare", "cashflow", "simulate", "sensitivity",
                                        "breakeven"};
    for (size_t i = 0; i < COUNT_OF(kinds) && run_writes(r, "html"); i++)
        if (str_is(s->kind, kinds[i]))
            diag_remark(&r->session.diags, SPAN_NONE, DIAG_WRONG_RESULT,
                        "the page shows what the result holds; tco %s draws more: %s", kinds[i],
                        i == 0 ? "what moves the answer, and how sure it is" : "its picture");
}

static bool check_rows(struct run *r, const struct saved *s)
{
    struct str wanted = args_value(&r->args, OPT_TABLE);
    bool lines = str_is(args_value(&r->args, OPT_FORMAT), "jsonl") && wanted.len == 0;
    bool rows = str_is(wanted, "rows") || lines;
    if (!str_is(s->kind, "compare") || !rows || report_table(&s->report, STR("rows")))
        return true;
    run_fail(r, "this result has no rows");
    diag_help(&r->session.diags,
              "tco compare --rows --json saves them; --table summary has none");
    return false;
}

bool cmd_render(struct run *r)
{
    struct str file;
    struct saved s;
    if (!run_scenario_name(r, &file) || !run_no_more_words(r, 1)) return false;
    if (!saved_read(&r->session, file, &s) ||
        !saved_pages(&s, args_value(&r->args, OPT_TABLE)) || !check_formats(r, &s) ||
        !check_rows(r, &s))
        return false;
    tell_pictures(r, &s);
    bool lines = str_is(args_value(&r->args, OPT_FORMAT), "jsonl");
    if (str_is(s.kind, "compare") && lines) s.report.default_table = "rows";
    return run_report(r, &s.report);
}
