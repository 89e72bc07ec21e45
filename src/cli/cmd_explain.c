// cmd_explain.c - the formula of a figure, the numbers in it, and where each comes from.
#include "cli/cmd.h"

#include "model/date.h"
#include "report/document.h"

static bool read_month(struct run *r, uint32_t *month)
{
    struct str text = args_value(&r->args, OPT_MONTH);
    const struct program *p = &r->session.program;
    int at;
    *month = 1;
    if (text.len == 0) return true;
    if (str_is(text, "opening")) {
        *month = 0;
        return true;
    }
    if (!month_read(text, &at))
        return run_fail(r, "--month takes a month such as 2027-06, or opening, not '%.*s'",
                        STR_ARG(str_visible(&r->session.arena, text)));
    if (at < p->start || at >= p->start + (int)p->months)
        return run_fail(r, "%.*s is outside the horizon, %.*s to %.*s", STR_ARG(text),
                        STR_ARG(month_text(&r->session.arena, p, 1)),
                        STR_ARG(month_text(&r->session.arena, p, p->months)));
    *month = (uint32_t)(at - p->start + 1);
    return true;
}

static void add_facts(struct report *report, const struct explanation *e)
{
    const struct fact facts[] = {
        {"address", cell_text(e->address), NUMBER_EXACT},
        {"month", cell_text(e->month), NUMBER_EXACT},
        {"value",
         e->self.word.len ? cell_text(e->self.word) : cell_maybe(e->self.known, e->self.value),
         NUMBER_EXACT},
        {"unit", cell_text(e->self.unit), NUMBER_EXACT},
        {"formula", cell_text(e->self.formula), NUMBER_EXACT},
        {"doc", cell_text(e->self.doc), NUMBER_EXACT},
        {"origin", cell_text(e->self.origin), NUMBER_EXACT},
        {"location", cell_text(e->self.location), NUMBER_EXACT},
        {"source", cell_text(e->self.source), NUMBER_EXACT},
        {"as_of", cell_text(e->self.as_of), NUMBER_EXACT},
        {"booked", cell_text(e->remark), NUMBER_EXACT},
        {"paid", cell_maybe(e->has_paid, e->paid), NUMBER_EXACT},
        {"paid_for", cell_text(e->paid_for), NUMBER_EXACT},
    };
    for (size_t i = 0; i < COUNT_OF(facts); i++)
        report->facts[report->fact_count++] = facts[i];
}

bool cmd_explain(struct run *r)
{
    struct load_settings settings;
    if (r->args.words.count != 2) return run_fail(r, "tco explain needs SCENARIO ADDRESS");
    if (!run_load(r, &settings) || !session_compute(&r->session)) return false;
    uint32_t month;
    struct explanation e;
    if (!read_month(r, &month) || !explain(&r->session, r->args.words.at[1], month, &e))
        return false;
    struct report report = {.kind = "tco.explain", .session = &r->session, .complete = true};
    report.text = page_explain;
    report.answer = answer_explain;
    report.document = document_explain;
    report.context = &e;
    report.default_table = "terms";
    add_facts(&report, &e);
    report_add(&report, view_terms(&r->session, &e));
    return run_report(r, &report);
}
