// cmd_compare.c - options side by side, break-evens, the winner.
#include "cli/cmd.h"

#include "analysis/breakdown.h"
#include "analysis/fan.h"
#include "report/charts.h"
#include "report/document.h"

static void add_tables(struct run *r, struct report *report, const struct comparison *c,
                       const struct breakdown *b, enum period period)
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
    report_add(report, view_categories(s, c, b));
    report_add(report, view_cash(s, c));
    report_add(report, view_flows(s, c, b));
    if (rows) report_add(report, view_rows(s, period));
    report_add(report, view_assumptions(s));
    report_add(report, view_checks(s, NULL));
}

// ---- what only a page or a chart shows, and pays for -------------------------------------------

enum { INPUT = 10, TRIALS = 4096 };  // the work of an input, in points of a sweep

// A page shows every chart, and so does a terminal that was asked for none by name.
static bool wants(const struct run *r, enum chart_word chart)
{
    struct str word = args_value(&r->args, OPT_CHART);
    bool all = run_writes(r, "html") || (args_has(&r->args, OPT_PLOT) && word.len == 0);
    return all || str_is(word, chart_word(chart));
}

static bool find_tornado(struct run *r, struct sensitivity *x)
{
    struct long_work watch;
    *x = (struct sensitivity){.swing = 0.1, .seed = 1};
    struct watcher w =
        watch_begin(&watch, r, "inputs", (double)r->session.program.rows.count * INPUT);
    bool ok = sensitivity_find(&r->session, x, w);
    watch_end(&watch);
    return ok;
}

// Trials run in a session of their own, which they leave with another ledger. The months are
// computed where a chart shows them.
static bool find_trials(struct run *r, struct load_settings settings, struct session *other,
                        struct simulation *sim, struct fan *fan)
{
    struct long_work watch;
    struct study study = run_study(r, settings);
    struct sim_plan plan = {.samples = TRIALS, .seed = 1, .jobs = 1};
    if (!study_load(&study, NULL, 0, other)) return false;
    struct comparison point = compare_options(other);
    plan.watcher = watch_begin(&watch, r, "trials", TRIALS);
    bool ok = simulate(other, &point, &plan, sim) && sim->complete &&
              (!wants(r, CHART_FAN) || fan_find(other, &plan, fan));
    watch_end(&watch);
    for (uint32_t i = 0; !ok && r->ended_by == 0 && i < other->diags.list.count; i++) {
        const struct diag *d = &other->diags.list.at[i];
        if (d->severity == SEVERITY_ERROR)
            return diag_fail(&r->session.diags, d->where, d->code, "%.*s", STR_ARG(d->message));
    }
    return ok;
}

static bool write_comparison(struct run *r, const struct compare_page *page, enum period period)
{
    struct report report = {.kind = "tco.compare", .session = &r->session, .complete = true};
    report.text = page_compare;
    report.answer = answer_compare;
    report.document = document_compare;
    report.chart = charts_compare;
    report.context = page;
    report.comparison = page->comparison;
    report.default_table =
        str_is(args_value(&r->args, OPT_FORMAT), "jsonl") ? "rows" : "summary";
    report.asked_tables = args_has(&r->args, OPT_ROWS) ? ", metrics" : ", metrics, rows";
    add_tables(r, &report, page->comparison, page->breakdown, period);
    return run_report(r, &report);
}

bool cmd_compare(struct run *r)
{
    struct load_settings settings;
    enum period period = PERIOD_MONTH;
    if (!run_no_more_words(r, 1)) return false;
    if (!run_period(r, &period) || !run_load(r, &settings) || !session_compute(&r->session))
        return false;
    struct comparison c = compare_options(&r->session);
    struct breakdown b = breakdown_find(&r->session, &c);
    struct compare_page page = {.comparison = &c, .breakdown = &b};
    struct sensitivity x;
    struct session other = {0};
    struct simulation sim;
    struct fan fan = {0};
    bool ok = !wants(r, CHART_TORNADO) || find_tornado(r, &x);
    if (ok && wants(r, CHART_TORNADO)) page.sensitivity = &x;
    bool uncertain = r->session.info.uncertain && r->ended_by == 0 &&
                     (wants(r, CHART_FAN) || wants(r, CHART_HISTOGRAM));
    if (ok && uncertain) ok = find_trials(r, settings, &other, &sim, &fan);
    if (ok && uncertain && sim.complete) page.simulation = &sim;
    if (ok && fan.options) page.fan = &fan;
    ok = ok && write_comparison(r, &page, period);
    if (uncertain) session_close(&other);
    return ok;
}
