// cmd_cashflow.c - every cost line by period, or statements of cash, books and tax.
#include "cli/cmd.h"

#include "report/charts.h"
#include "report/statement_grid.h"

static bool read_view(struct run *r, enum view *view)
{
    struct str word = args_value(&r->args, OPT_VIEW);
    *view = VIEW_NONE;
    if (word.len == 0) return true;
    *view = view_find(word);
    if (*view != VIEW_COUNT) return true;
    return run_fail(r, "--view takes cash, book or tax, not '%.*s'",
                    STR_ARG(str_visible(&r->session.arena, word)));
}

static bool write_rows(struct run *r, enum period period)
{
    struct comparison c = compare_options(&r->session);
    struct report report = {.kind = "tco.cashflow", .session = &r->session, .complete = true};
    struct statement_page page = {.table = args_value(&r->args, OPT_TABLE), .comparison = &c};
    bool rows = page.table.len == 0 || str_is(page.table, "rows");
    report.text = rows ? page_cashflow : page_statement;
    report.text_chooses = true;
    report.answer = answer_cashflow;
    report.chart = charts_cashflow;
    report.context = &page;
    report.default_table = "rows";
    report_add(&report, view_summary(&r->session, &c));
    report_add(&report, view_rows(&r->session, period));
    report_add(&report, view_reconciliation(&r->session));
    report_add(&report, view_assumptions(&r->session));
    return run_report(r, &report);
}

static bool write_statement(struct run *r, enum view view, enum period period)
{
    struct statement statement;
    if (!statement_build(&r->session, view, &statement)) return false;
    struct comparison c = compare_options(&r->session);
    struct statement_page page = {&statement, period, args_value(&r->args, OPT_TABLE), &c};
    struct report report = {.kind = "tco.cashflow", .session = &r->session, .complete = true};
    report.text = page_statement;
    report.text_chooses = true;
    report.document = document_statement;
    report.document_table = document_statement_table;
    report.answer = answer_cashflow;
    report.chart = charts_cashflow;
    report.context = &page;
    report.default_table = "statement";
    report.facts[report.fact_count++] =
        (struct fact){"view", cell_text(str_of(view_word(view))), NUMBER_EXACT};
    report.facts[report.fact_count++] =
        (struct fact){"by", cell_text(str_of(period_word(period))), NUMBER_EXACT};
    report.facts[report.fact_count++] = (struct fact){
        "fiscal_year_start", cell_number(r->session.program.fiscal_start + 1), NUMBER_COUNT};
    report_add(&report, view_summary(&r->session, &c));
    report_add(&report, view_statement(&r->session, &statement, period));
    report_add(&report, view_reconciliation(&r->session));
    report_add(&report, view_assumptions(&r->session));
    return run_report(r, &report);
}

bool cmd_cashflow(struct run *r)
{
    struct load_settings settings;
    enum period period = PERIOD_MONTH;
    enum view view;
    if (!run_no_more_words(r, 1) || !run_period(r, &period) || !read_view(r, &view))
        return false;
    if (!run_load(r, &settings) || !session_compute(&r->session)) return false;
    return view == VIEW_NONE ? write_rows(r, period) : write_statement(r, view, period);
}
