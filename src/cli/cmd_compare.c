// cmd_compare.c - options side by side, break-evens, the winner.
#include "cli/cmd.h"

#include "report/charts.h"
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

// Only what shows it pays for it.
static bool wants_tornado(const struct run *r)
{
    return run_writes(r, "html") ||
           str_is(args_value(&r->args, OPT_CHART), chart_word(CHART_TORNADO));
}

static bool find_tornado(struct run *r, struct sensitivity *x)
{
    enum { EACH = 10 };  // an input is as much work as so many points of a sweep
    struct long_work watch;
    *x = (struct sensitivity){.swing = 0.1, .seed = 1};
    struct watcher w =
        watch_begin(&watch, r, "inputs", (double)r->session.program.rows.count * EACH);
    bool ok = sensitivity_find(&r->session, x, w);
    watch_end(&watch);
    return ok;
}

bool cmd_compare(struct run *r)
{
    struct load_settings settings;
    enum period period = PERIOD_MONTH;
    if (!run_no_more_words(r, 1)) return false;
    if (!run_period(r, &period) || !run_load(r, &settings) || !session_compute(&r->session))
        return false;
    struct comparison c = compare_options(&r->session);
    struct compare_page page = {&c, NULL};
    struct sensitivity x;
    if (wants_tornado(r)) {
        if (!find_tornado(r, &x)) return false;
        page.sensitivity = &x;
    }
    struct report report = {.kind = "tco.compare", .session = &r->session, .complete = true};
    report.text = page_compare;
    report.document = document_compare;
    report.chart = charts_compare;
    report.context = &page;
    report.default_table =
        str_is(args_value(&r->args, OPT_FORMAT), "jsonl") ? "rows" : "summary";
    add_tables(r, &report, &c, period);
    return run_report(r, &report);
}
