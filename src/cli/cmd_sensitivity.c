// cmd_sensitivity.c - which inputs move the answer, and which turn it.
#include "cli/cmd.h"

#include "base/num.h"
#include "report/charts.h"

enum { SAMPLES_STANDARD = 8192, SAMPLES_MOST = 1 << 20 };

// "10 %" or 0.1; 0 leaves what is certain alone.
static bool read_swing(struct run *r, double *swing)
{
    struct str text = args_value(&r->args, OPT_SWING);
    size_t end = num_scan(text);
    struct str unit = str_trim(str_cut(text, end, text.len));
    if (!args_has(&r->args, OPT_SWING)) return true;
    bool read = end > 0 && num_read(str_cut(text, 0, end), swing) == NUM_OK;
    if (str_is(unit, "%")) *swing /= 100;
    if (read && (unit.len == 0 || str_is(unit, "%")) && *swing >= 0 && *swing <= 1) return true;
    return run_fail(r, "--swing takes a share from 0 to 1, such as \"10 %%\", not '%.*s'",
                    STR_ARG(str_visible(r->args.arena, text)));
}

static bool find(struct run *r, struct sensitivity *x)
{
    enum { EACH = 1000 };  // an input is as much work as so many points of a sweep
    struct long_work watch;
    double work = (double)r->session.program.rows.count * 10 +
                  (double)r->session.program.draws.count * (double)(x->samples + EACH);
    struct watcher w = watch_begin(&watch, r, "inputs", work);
    bool ok = sensitivity_find(&r->session, x, w);
    watch_end(&watch);
    return ok;
}

bool cmd_sensitivity(struct run *r)
{
    struct load_settings settings;
    struct sensitivity x = {.swing = 0.1, .samples = SAMPLES_STANDARD, .seed = 1};
    if (!run_no_more_words(r, 1)) return false;
    if (!read_swing(r, &x.swing) ||
        !args_whole(&r->args, OPT_SAMPLES, 1, SAMPLES_MOST, &x.samples) ||
        !args_whole(&r->args, OPT_SEED, 0, SEED_LIMIT, &x.seed) || !run_jobs(r, &x.jobs))
        return false;
    x.samples = args_has(&r->args, OPT_NO_SHARES) ? 0 : sensitivity_trials(x.samples);
    if (!run_load(r, &settings) || !session_compute(&r->session)) return false;
    compare_options(&r->session);  // for its warnings
    if (!find(r, &x)) return false;
    struct report report = {.kind = "tco.sensitivity", .session = &r->session};
    report.complete = r->ended_by == 0;
    report.text = page_sensitivity;
    report.answer = answer_sensitivity;
    report.opening = opening_sensitivity;
    report.chart = charts_sensitivity;
    report.context = &x;
    report.has_seed = true;
    report.seed = x.seed;
    report.default_table = "sensitivity";
    report.facts[report.fact_count++] =
        (struct fact){"swing", cell_number(x.swing), NUMBER_TIDY};
    report.facts[report.fact_count++] =
        (struct fact){"samples", cell_number((double)x.samples), NUMBER_COUNT};
    report_add(&report, view_sensitivity(&r->session, &x));
    report_add(&report, view_effects(&r->session, &x));
    report_add(&report, view_importance(&r->session, &x));
    report_add(&report, view_inert(&r->session, &x));
    return run_report(r, &report);
}
