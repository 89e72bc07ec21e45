// cmd_optimize.c - the values of one to three inputs at which an option costs least.
#include "cli/cmd.h"

#include "report/pages.h"

static bool choose_figure(struct run *r, struct optima *o)
{
    struct arena *a = &r->session.arena;
    uint32_t count;
    const struct str *names = run_list(r, OPT_FOR, &count);
    if (count > 1) return run_fail(r, "tco optimize seeks the least of one figure");
    o->plan.sought = count ? figure_find(names[0]) : figure_ranked(&r->session);
    if (o->plan.sought == FIGURE_COUNT)
        return run_fail(r, "--for takes %.*s, not '%.*s'", STR_ARG(figure_list(a, true)),
                        STR_ARG(str_visible(a, names[0])));
    if (!figure_is_known(&r->session, o->plan.sought))
        return run_fail(r, "npv is not known: the scenario states no finance.discount_rate");
    o->grid.figures[o->grid.figure_count++] = o->plan.sought;
    return true;
}

static bool read_limits(struct run *r, struct optima *o)
{
    bool ok = true;
    for (uint32_t i = 0; i < r->args.given[OPT_AT_MOST].values.count; i++)
        ok = limit_parse(&r->session, r->args.given[OPT_AT_MOST].values.at[i], false, o) && ok;
    for (uint32_t i = 0; i < r->args.given[OPT_AT_LEAST].values.count; i++)
        ok = limit_parse(&r->session, r->args.given[OPT_AT_LEAST].values.at[i], true, o) && ok;
    return ok;
}

static bool is_simulated(const struct optima *o)
{
    for (uint32_t i = 0; i < o->grid.figure_count; i++)
        if (figure_is_simulated(o->grid.figures[i])) return true;
    return false;
}

static bool seek(struct run *r, const struct study *study, struct optima *o)
{
    enum { NAMED = 100 };  // bytes of a point that may not be, in JSON
    struct long_work watch;
    if (!grid_check_size(&r->session, &o->grid, NAMED * r->session.program.options.count))
        return false;
    double work = axes_points(o->grid.axes, o->grid.axis_count) *
                  (is_simulated(o) ? (double)o->grid.samples : 1);
    struct watcher w = watch_begin(&watch, r, "points", work);
    bool ok = optima_find(study, o, w);
    watch_end(&watch);
    return ok;
}

bool cmd_optimize(struct run *r)
{
    struct load_settings settings;
    struct optima o = {.grid = {.samples = POINT_SAMPLES, .seed = 1}};
    if (!run_no_more_words(r, 1)) return false;
    if (!args_whole(&r->args, OPT_SAMPLES, 1, SIM_TRIALS_LIMIT, &o.grid.samples) ||
        !args_whole(&r->args, OPT_SEED, 0, SEED_LIMIT, &o.grid.seed) ||
        !run_jobs(r, &o.grid.jobs))
        return false;
    if (!run_load_axes(r, &settings)) return false;
    struct study study = run_study(r, settings);
    if (!run_axes(r, &o.grid, AXES) || !choose_figure(r, &o) || !read_limits(r, &o) ||
        !seek(r, &study, &o))
        return false;
    struct report report = {.kind = "tco.optimize", .session = &r->session};
    report.complete = o.grid.done == o.grid.points;
    report.text = page_optimize;
    report.answer = answer_optimize;
    report.opening = opening_optimize;
    report.context = &o;
    report.default_table = "optimum";
    report.has_seed = is_simulated(&o);
    report.seed = o.grid.seed;
    report_add_points(&report, &o.grid);
    report_add(&report, view_axes(&r->session, &o.grid));
    report_add(&report, view_optimum(&r->session, &o));
    report_add(&report, view_flatness(&r->session, &o));
    report_add(&report, view_limits(&r->session, &o));
    report_add(&report, view_infeasible(&r->session, &o));
    return run_report(r, &report);
}
