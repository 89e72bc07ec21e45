// cmd_breakeven.c - the values of an input at which two options cost the same.
#include "cli/cmd.h"

#include "report/charts.h"

static void add_facts(struct report *report, const struct vary *v)
{
    const struct fact facts[] = {
        {"vary", cell_text(v->name), NUMBER_EXACT}, {"unit", cell_text(v->unit), NUMBER_EXACT},
        {"now", cell_number(v->now), NUMBER_TIDY},  {"from", cell_number(v->from), NUMBER_TIDY},
        {"to", cell_number(v->to), NUMBER_TIDY},
    };
    for (size_t i = 0; i < COUNT_OF(facts); i++)
        report->facts[report->fact_count++] = facts[i];
}

static bool is_complete(const struct crossovers *c)
{
    for (uint32_t i = 0; i < c->count; i++)
        if (c->list[i].cut) return false;
    return true;
}

// --option A --baseline B means these two.
static void add_baseline(struct run *r)
{
    struct str baseline = args_value(&r->args, OPT_BASELINE);
    if (args_has(&r->args, OPT_OPTION) && baseline.len)
        VEC_PUSH(&r->session.arena, &r->args.given[OPT_OPTION].values, baseline);
}

// ADDRESS, with the range beside it, or ADDRESS=values.
static bool find_vary(struct run *r, struct str asked, struct vary *out)
{
    struct session *s = &r->session;
    size_t equals = str_find(asked, '=');
    struct str name = str_trim(str_cut(asked, 0, equals)),
               values = str_trim(str_cut(asked, equals + 1, asked.len));
    if (equals >= asked.len)
        return vary_find(s, name, args_value(&r->args, OPT_FROM), args_value(&r->args, OPT_TO),
                         out);
    if (args_has(&r->args, OPT_FROM) || args_has(&r->args, OPT_TO))
        return run_fail(r, "the range stands in --vary %.*s already: leave out --from and --to",
                        STR_ARG(str_visible(&s->arena, asked)));
    return vary_find_values(s, name, values, out);
}

bool cmd_breakeven(struct run *r)
{
    struct load_settings settings;
    struct vary vary;
    struct crossovers found;
    struct frontier frontier;
    struct session *s = &r->session;
    if (!run_no_more_words(r, 1)) return false;
    if (!args_has(&r->args, OPT_VARY)) return run_fail(r, "tco breakeven needs --vary ADDRESS");
    if (r->args.given[OPT_VARY].values.count > 1)
        return run_fail(r, "tco breakeven varies one address; tco sweep takes two");
    add_baseline(r);
    r->keep_baseline = true;
    struct str asked = args_value(&r->args, OPT_VARY),
               name = str_trim(str_cut(asked, 0, str_find(asked, '=')));
    if (!run_load_varied(r, &name, 1, &settings)) return false;
    if (s->program.options.count < 2)
        return run_fail(r, "a break-even needs two options, and there is one");
    compare_options(s);  // for its warnings
    if (!find_vary(r, asked, &vary) || !crossovers_find(s, &vary, &found)) return false;
    frontier_find(s, &found, &frontier);
    struct breakeven_page page = {&found, &frontier, args_value(&r->args, OPT_TABLE)};
    struct report report = {.kind = "tco.breakeven", .session = s};
    report.complete = is_complete(&found);
    report.text = page_breakeven;
    report.text_chooses = true;
    report.answer = answer_breakeven;
    report.chart = charts_breakeven;
    report.context = &page;
    report.default_table = "breakeven";
    add_facts(&report, &vary);
    report_add(&report, view_roots(s, &found));
    report_add(&report, view_intervals(s, &found));
    report_add(&report, view_frontier(s, &found, &frontier));
    return run_report(r, &report);
}
