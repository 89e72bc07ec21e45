// cmd_sweep.c - every option at every value of one or two inputs.
#include "cli/cmd.h"

#include "report/pages.h"

static bool add_figure(struct run *r, struct grid *g, struct str name)
{
    struct arena *a = &r->session.arena;
    enum figure f = figure_find(name);
    if (f == FIGURE_COUNT) {
        struct str names[FIGURE_COUNT];
        for (int i = 0; i < FIGURE_COUNT; i++)
            names[i] = str_of(figure_key((enum figure)i));
        run_fail(r, "--for takes %.*s, not '%.*s'", STR_ARG(figure_list(a, true)),
                 STR_ARG(str_visible(a, name)));
        diag_help_nearest(&r->session.diags, name, names, FIGURE_COUNT);
        return false;
    }
    if (!figure_is_known(&r->session, f))
        return run_fail(r, "npv is not known: the scenario states no finance.discount_rate");
    for (uint32_t i = 0; i < g->figure_count; i++)
        if (g->figures[i] == f) return true;
    g->figures[g->figure_count++] = f;
    return true;
}

// What was asked for, or what options are ranked by and the other sums of money.
static bool choose_figures(struct run *r, struct sweep_page *page)
{
    struct grid *g = page->grid;
    uint32_t count;
    const struct str *names = run_list(r, OPT_FOR, &count);
    bool ok = true;
    for (uint32_t i = 0; i < count; i++)
        ok = add_figure(r, g, names[i]) && ok;
    enum figure ranked = figure_ranked(&r->session);
    if (count == 0) {
        g->figures[g->figure_count++] = ranked;
        for (int f = 0; f <= FIGURE_RISK_ADJUSTED; f++)
            if ((int)ranked != f && figure_is_known(&r->session, (enum figure)f))
                g->figures[g->figure_count++] = (enum figure)f;
    }
    page->shown = g->figure_count;
    page->asked = count > 0;
    return ok && add_figure(r, g, str_of(figure_key(ranked)));
}

static void find_ranked(const struct session *s, struct sweep_page *page)
{
    while (page->grid->figures[page->ranked] != figure_ranked(s))
        page->ranked++;
}

static bool any_simulated(const struct grid *g)
{
    for (uint32_t i = 0; i < g->figure_count; i++)
        if (figure_is_simulated(g->figures[i])) return true;
    return false;
}

static bool run_sweep(struct run *r, const struct study *study, struct sweep_page *page)
{
    enum { WRITTEN = 100, PER_AXIS = 30 };  // bytes of a row in JSON
    struct grid *g = page->grid;
    uint64_t row = WRITTEN + (uint64_t)PER_AXIS * g->axis_count;
    struct long_work watch;
    if (!grid_check_size(&r->session, g,
                         row * r->session.program.options.count * g->figure_count))
        return false;
    double work =
        axes_points(g->axes, g->axis_count) * (any_simulated(g) ? (double)g->samples : 1);
    struct watcher w = watch_begin(&watch, r, "points", work);
    bool ok = grid_run(study, g, w);
    watch_end(&watch);
    return ok;
}

bool cmd_sweep(struct run *r)
{
    struct load_settings settings;
    struct grid g = {.samples = POINT_SAMPLES, .seed = 1};
    struct sweep_page page = {.grid = &g, .table = args_value(&r->args, OPT_TABLE)};
    if (!run_no_more_words(r, 1)) return false;
    if (!args_whole(&r->args, OPT_SAMPLES, 1, SIM_TRIALS_LIMIT, &g.samples) ||
        !args_whole(&r->args, OPT_SEED, 0, SEED_LIMIT, &g.seed) || !run_jobs(r, &g.jobs))
        return false;
    if (!run_load_axes(r, &settings)) return false;
    struct study study = run_study(r, settings);
    if (!run_axes(r, &g, 2) || !choose_figures(r, &page) || !run_sweep(r, &study, &page))
        return false;
    find_ranked(&r->session, &page);
    struct report report = {.kind = "tco.sweep", .session = &r->session};
    report.complete = g.done == g.points;
    report.text = page_sweep;
    report.text_chooses = true;
    report.answer = answer_sweep;
    report.opening = opening_sweep;
    report.context = &page;
    report.default_table = "sweep";
    report.has_seed = any_simulated(&g);
    report.seed = g.seed;
    report_add_points(&report, &g);
    report_add(&report, view_axes(&r->session, &g));
    report_add(&report, view_sweep(&r->session, &page));
    report_add(&report, view_winners(&r->session, &page));
    if (sweep_has_grid(&page)) report_add(&report, view_grid(&r->session, &page));
    return run_report(r, &report);
}
