// cmd_simulate.c - Monte Carlo: how sure the answer is.
#define _POSIX_C_SOURCE 200809L
#include "cli/cmd.h"

#include "analysis/simulate.h"
#include "base/num.h"
#include "report/pages.h"

#include <unistd.h>

enum { SAMPLES_STANDARD = 16384 };

// ---- options -----------------------------------------------------------------------------------

static bool read_sampling(struct run *r, struct sim_plan *plan)
{
    struct str how = args_value(&r->args, OPT_SAMPLING);
    plan->random = str_is(how, "random");
    if (how.len == 0 || plan->random || str_is(how, "sobol")) return true;
    return diag_fail(&r->session.diags, SPAN_NONE, DIAG_USAGE,
                     "--sampling takes sobol or random, not '%.*s'",
                     STR_ARG(str_visible(r->args.arena, how)));
}

// A number with its unit, such as "0.1 %" or "5 MUSD".
static bool read_quantity(struct run *r, enum option_id id, const char *name, struct dim dim,
                          const char *example, double *value)
{
    struct str text = args_value(&r->args, id), bad;
    if (!args_has(&r->args, id)) return true;
    size_t end = num_scan(text);
    struct unit unit = UNIT_ONE;
    struct str unit_text = str_trim(str_cut(text, end, text.len));
    bool known = end > 0 && num_read(str_cut(text, 0, end), value) == NUM_OK &&
                 unit_text.len > 0 &&
                 unit_parse(&r->session.program.units, unit_text, &unit, &bad);
    if (known && dim_eq(unit.dim, dim)) {
        *value *= unit.factor;
        return true;
    }
    return diag_fail(&r->session.diags, SPAN_NONE, DIAG_USAGE,
                     "--%s takes a number with its unit, such as \"%s\", not '%.*s'", name,
                     example, STR_ARG(str_visible(r->args.arena, text)));
}

static bool read_amounts(struct run *r, struct sim_plan *plan)
{
    struct dim money = dim_of_currency(r->session.program.units.home);
    plan->has_limit = args_has(&r->args, OPT_LIMIT);
    if (!read_quantity(r, OPT_LIMIT, "limit", money, "5 MUSD", &plan->limit)) return false;
    if (!read_quantity(r, OPT_TARGET_ERROR, "target-error", DIM_NONE, "0.1 %",
                       &plan->target_error))
        return false;
    if (!args_has(&r->args, OPT_TARGET_ERROR) || plan->target_error > 0) return true;
    return diag_fail(&r->session.diags, SPAN_NONE, DIAG_USAGE,
                     "--target-error must be above 0 %%");
}

static bool read_plan(struct run *r, struct sim_plan *plan)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    uint64_t jobs = processors > 0 ? (uint64_t)processors : 1;
    *plan = (struct sim_plan){.samples = SAMPLES_STANDARD, .seed = 1};
    if (!args_whole(&r->args, OPT_SAMPLES, 1, SIM_TRIALS_LIMIT, &plan->samples) ||
        !args_whole(&r->args, OPT_SEED, 0, UINT64_C(9007199254740992), &plan->seed) ||
        !args_whole(&r->args, OPT_JOBS, 1, 256, &jobs))
        return false;
    plan->jobs = (uint32_t)(jobs < 256 ? jobs : 256);
    return read_sampling(r, plan);
}

// ---- while it runs -----------------------------------------------------------------------------

// The months are computed of a simulation that was not stopped.
static bool run_trials(struct run *r, const struct comparison *c, struct sim_plan *plan,
                       struct simulation *sim, struct fan *fan)
{
    struct long_work watch;
    plan->watcher = watch_begin(&watch, r, "trials", (double)plan->samples);
    bool ok = simulate(&r->session, c, plan, sim);
    if (ok && sim->complete && args_has(&r->args, OPT_FAN))
        ok = fan_find(&r->session, plan, fan);
    watch_end(&watch);
    return ok;
}

// ---- the command -------------------------------------------------------------------------------

static void add_facts(struct report *report, const struct simulation *sim,
                      const struct fan *fan)
{
    struct fact *f = report->facts;
    f[report->fact_count++] =
        (struct fact){"samples", cell_number((double)sim->samples), NUMBER_COUNT};
    f[report->fact_count++] =
        (struct fact){"replicates", cell_number(sim->replicates), NUMBER_COUNT};
    f[report->fact_count++] = (struct fact){
        "sampling", cell_text(sim->random ? STR("random") : STR("sobol")), NUMBER_EXACT};
    f[report->fact_count++] = (struct fact){
        "quantiles", cell_text(sim->streamed ? STR("counted") : STR("exact")), NUMBER_EXACT};
    f[report->fact_count++] =
        (struct fact){"value_of_information",
                      cell_maybe(sim->has_value, sim->value_of_information), NUMBER_MONEY};
    if (sim->has_limit)
        f[report->fact_count++] = (struct fact){"limit", cell_number(sim->limit), NUMBER_MONEY};
    if (fan)
        f[report->fact_count++] =
            (struct fact){"fan_samples", cell_number((double)fan->trials), NUMBER_COUNT};
}

bool cmd_simulate(struct run *r)
{
    struct load_settings settings;
    struct sim_plan plan;
    if (!run_no_more_words(r, 1) || !read_plan(r, &plan)) return false;
    if (!run_load(r, &settings) || !read_amounts(r, &plan) || !session_compute(&r->session))
        return false;
    struct comparison c = compare_options(&r->session);
    struct simulation sim;
    struct fan found = {0};
    if (!run_trials(r, &c, &plan, &sim, &found)) return false;
    if (sim.samples == 0) return true;  // stopped at once: the signal ends the program
    const struct fan *fan = found.options ? &found : NULL;
    struct simulate_page page = {&c, &sim, fan};
    struct report report = {.kind = "tco.simulate", .session = &r->session};
    report.complete = sim.complete;
    report.text = page_simulate;
    report.context = &page;
    report.has_seed = true;
    report.seed = plan.seed;
    report.default_table = "distribution";
    add_facts(&report, &sim, fan);
    report_add(&report, view_chances(&r->session, &sim));
    report_add(&report, view_distribution(&r->session, &sim, fan));
    report_add(&report, view_unknowns(&r->session, &sim));
    if (fan) report_add(&report, view_broken_even(&r->session, fan));
    return run_report(r, &report);
}
