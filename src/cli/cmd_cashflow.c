// cmd_cashflow.c - every cost line by period.
#include "cli/cmd.h"

#include "report/pages.h"

bool cmd_cashflow(struct run *r)
{
    struct load_settings settings;
    int period = PERIOD_MONTH;
    if (!run_no_more_words(r, 1)) return false;
    if (!run_period(r, &period) || !run_load(r, &settings) || !session_compute(&r->session))
        return false;
    struct comparison c = compare_options(&r->session);
    struct report report = {.kind = "tco.cashflow", .session = &r->session, .complete = true};
    report.text = page_cashflow;
    report.default_table = "rows";
    report_add(&report, view_summary(&r->session, &c));
    report_add(&report, view_rows(&r->session, (enum period)period));
    report_add(&report, view_assumptions(&r->session));
    return run_report(r, &report);
}
