// cmd_compare.c - options side by side, break-evens, the winner.
#include "cli/cmd.h"

#include "report/document.h"

static void add_tables(struct run *r, struct report *report, const struct comparison *c,
                       enum period period)
{
    struct session *s = &r->session;
    bool rows = args_has(&r->args, OPT_ROWS) ||
                str_is(args_value(&r->args, OPT_TABLE), "rows") ||
                str_is(args_value(&r->args, OPT_FORMAT), "jsonl");
    report_add(report, view_summary(s, c));
    report_add(report, view_breakeven(s, c));
    report_add(report, view_crossings(s, c));
    if (str_is(args_value(&r->args, OPT_TABLE), "metrics"))
        report_add(report, view_metrics(s, c));
    report_add(report, view_meters(s));
    if (rows) report_add(report, view_rows(s, period));
    report_add(report, view_assumptions(s));
    report_add(report, view_checks());
}

bool cmd_compare(struct run *r)
{
    struct load_settings settings;
    enum period period = PERIOD_MONTH;
    if (!run_no_more_words(r, 1)) return false;
    if (!run_period(r, &period) || !run_load(r, &settings) || !session_compute(&r->session))
        return false;
    struct comparison c = compare_options(&r->session);
    struct compare_page page = {&c};
    struct report report = {.kind = "tco.compare", .session = &r->session, .complete = true};
    report.text = page_compare;
    report.document = document_compare;
    report.context = &page;
    report.default_table =
        str_is(args_value(&r->args, OPT_FORMAT), "jsonl") ? "rows" : "summary";
    add_tables(r, &report, &c, period);
    return run_report(r, &report);
}
