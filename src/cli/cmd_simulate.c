// cmd_simulate.c - Monte Carlo: how sure the answer is.
#include "cli/part.h"

#include "analysis/vary.h"
#include "base/file.h"
#include "base/num.h"
#include "report/charts.h"

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

static bool read_target(struct run *r, double *target)
{
    struct str text = args_value(&r->args, OPT_TARGET_ERROR), bad;
    if (!args_has(&r->args, OPT_TARGET_ERROR)) return true;
    size_t end = num_scan(text);
    struct unit unit = UNIT_ONE;
    struct str unit_text = str_trim(str_cut(text, end, text.len));
    bool known = end > 0 && num_read(str_cut(text, 0, end), target) == NUM_OK &&
                 unit_text.len > 0 &&
                 unit_parse(&r->session.program.units, unit_text, &unit, &bad);
    if (known && dim_eq(unit.dim, DIM_NONE)) {
        *target *= unit.factor;
        return true;
    }
    return run_fail(
        r, "--target-error takes a number with its unit, such as \"0.1 %%\", not '%.*s'",
        STR_ARG(str_visible(r->args.arena, text)));
}

// "5 MUSD", or of another metric than the one that ranks "total=5 MUSD". A plain number is in the
// home currency, as that of --at-most is.
static bool read_limit(struct run *r, struct sim_plan *plan)
{
    struct session *s = &r->session;
    struct str text = args_value(&r->args, OPT_LIMIT);
    size_t equals = str_find(text, '=');
    bool named = equals < text.len;
    struct str what = named ? str_trim(str_cut(text, 0, equals)) : STR("the limit");
    plan->has_limit = args_has(&r->args, OPT_LIMIT);
    if (!plan->has_limit) return true;
    plan->limited = named ? sim_metric_find(what) : SIM_METRICS;
    if (named && plan->limited == SIM_METRICS)
        return run_fail(r,
                        "--limit holds npv, total, capex, opex or risk_adjusted_total, not "
                        "'%.*s'",
                        STR_ARG(str_visible(r->args.arena, what)));
    struct vary as = {.name = what, .unit = s->info.currency, .factor = 1};
    struct str amount = named ? str_cut(text, equals + 1, text.len) : text;
    return vary_read(s, &as, "--limit", str_trim(amount), &plan->limit);
}

static bool read_amounts(struct run *r, struct sim_plan *plan)
{
    if (!read_limit(r, plan) || !read_target(r, &plan->target_error)) return false;
    if (!args_has(&r->args, OPT_TARGET_ERROR) || plan->target_error > 0) return true;
    return diag_fail(&r->session.diags, SPAN_NONE, DIAG_USAGE,
                     "--target-error must be above 0 %%");
}

// A part is JSON, and what else is asked of a simulation is asked of all parts.
static bool check_shard(struct run *r)
{
    struct str format = args_value(&r->args, OPT_FORMAT);
    if (format.len && !str_is(format, "json"))
        return run_fail(r, "a shard is written as JSON, not as %.*s",
                        STR_ARG(str_visible(r->args.arena, format)));
    for (uint32_t i = 0; i < r->args.given[OPT_OUTPUT].values.count; i++) {
        struct str file = r->args.given[OPT_OUTPUT].values.at[i];
        const struct writer *w = writer_for_file(file);
        if (!str_is(file, "-") && (!w || w->write != write_json))
            return run_fail(
                r, "a shard is written as JSON, to a file such as part-1.json, not '%.*s'",
                STR_ARG(str_visible(r->args.arena, file)));
    }
    if (args_has(&r->args, OPT_TARGET_ERROR))
        return run_fail(r, "--shard and --target-error exclude each other: a shard does not "
                           "know how sure all of them are");
    if (args_has(&r->args, OPT_FAN) || args_has(&r->args, OPT_TABLE))
        return run_fail(r, "--fan and --table belong to tco merge, not to a shard");
    if (r->args.words.count && str_is(r->args.words.at[0], "-"))
        return run_fail(r,
                        "tco merge reads the scenario again: --shard takes no standard input");
    return true;
}

static bool read_shard(struct run *r, struct sim_plan *plan)
{
    struct str text = args_value(&r->args, OPT_SHARD);
    size_t slash = str_find(text, '/');
    if (!args_has(&r->args, OPT_SHARD)) return true;
    if (!num_read_whole(str_cut(text, slash + 1, text.len), 1, SHARDS, &plan->shard.of) ||
        !num_read_whole(str_cut(text, 0, slash), 1, plan->shard.of, &plan->shard.number))
        return run_fail(r, "--shard takes K/N with K from 1 to N and N up to %d, not '%.*s'",
                        SHARDS, STR_ARG(str_visible(r->args.arena, text)));
    uint64_t blocks = simulated_blocks(plan);
    if (plan->shard.of > blocks)
        return run_fail(r,
                        "%llu trials are %llu blocks, which is the most shards that there can "
                        "be, not %llu",
                        (unsigned long long)plan->samples, (unsigned long long)blocks,
                        (unsigned long long)plan->shard.of);
    return check_shard(r);
}

static bool read_plan(struct run *r, struct sim_plan *plan)
{
    *plan = (struct sim_plan){.samples = SAMPLES_STANDARD, .seed = 1};
    if (!args_whole(&r->args, OPT_SAMPLES, 1, SIM_TRIALS_LIMIT, &plan->samples) ||
        !args_whole(&r->args, OPT_SEED, 0, UINT64_C(9007199254740992), &plan->seed) ||
        !run_jobs(r, &plan->jobs))
        return false;
    return read_sampling(r, plan) && read_shard(r, plan);
}

// The page shows one metric; tables, charts and parts of a study have all of them.
static bool shows_page_only(const struct run *r)
{
    struct str format = args_value(&r->args, OPT_FORMAT);
    return (format.len == 0 || str_is(format, "table")) && !args_has(&r->args, OPT_JSON) &&
           !args_has(&r->args, OPT_OUTPUT) && !args_has(&r->args, OPT_TABLE) && !run_draws(r);
}

// ---- while it runs -----------------------------------------------------------------------------

// The months are computed of a simulation that was not stopped.
static bool run_trials(struct run *r, const struct comparison *c, struct sim_plan *plan,
                       struct simulation *sim, struct fan *fan)
{
    struct long_work watch;
    plan->watcher = watch_begin(&watch, r, "trials", (double)plan->samples);
    bool ok = simulate(&r->session, c, plan, sim);
    if (ok && sim->complete && (args_has(&r->args, OPT_FAN) || run_draws(r)))
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
    if (sim->has_limit) {
        f[report->fact_count++] = (struct fact){"limit", cell_number(sim->limit), NUMBER_MONEY};
        f[report->fact_count++] = (struct fact){
            "limit_metric", cell_text(str_of(sim_metric_word(sim->limited))), NUMBER_EXACT};
    }
    if (fan)
        f[report->fact_count++] =
            (struct fact){"fan_samples", cell_number((double)fan->trials), NUMBER_COUNT};
}

// The plan with all that is left to a standard, so that parts can tell whether they fit.
static void state_plan(struct run *r, const struct sim_plan *plan)
{
    struct arena *a = r->args.arena;
    const struct {
        enum option_id id;
        struct str value;
    } stated[] = {
        {OPT_SAMPLES, str_format(a, "%llu", (unsigned long long)plan->samples)},
        {OPT_SEED, str_format(a, "%llu", (unsigned long long)plan->seed)},
        {OPT_SAMPLING, plan->random ? STR("random") : STR("sobol")},
    };
    for (size_t i = 0; i < COUNT_OF(stated); i++) {
        r->args.given[stated[i].id].values.count = 0;
        VEC_PUSH(a, &r->args.given[stated[i].id].values, stated[i].value);
    }
}

// A shard that was stopped writes nothing.
static bool write_shard(struct run *r, const struct sim_plan *plan,
                        const struct simulation *sim)
{
    uint32_t files = r->args.given[OPT_OUTPUT].values.count;
    struct text out = {.arena = &r->session.arena};
    bool ok = true;
    if (r->ended_by) return true;
    if (!run_check_files(r)) return false;
    state_plan(r, plan);
    part_write(r, plan, &sim->part, &out);
    for (uint32_t i = 0; i < files; i++) {
        struct str file = r->args.given[OPT_OUTPUT].values.at[i];
        if (str_is(file, "-"))
            r->out = out;
        else
            ok = file_write(file, text_str(&out), &r->session.diags) && ok;
    }
    if (files == 0) r->out = out;
    return ok;
}

static bool check_limit(struct run *r, const struct sim_plan *plan)
{
    if (!plan->has_limit || plan->limited != SIM_NPV || r->session.ledger.discounted)
        return true;
    return run_fail(r, "npv is not known: the scenario states no finance.discount_rate");
}

static bool check_inputs(struct run *r, const struct part *parts, uint32_t first_source)
{
    if (str_eq(part_inputs(&r->session, first_source), parts[0].inputs)) return true;
    return diag_fail_file(
        &r->session.diags, parts[0].file, DIAG_WRONG_PART,
        "%.*s, a model beside it or those of this tco were changed since this "
        "part was drawn",
        STR_ARG(parts[0].scenario));
}

static bool load(struct run *r, const struct part *parts, struct sim_plan *plan)
{
    uint32_t first = r->session.sources.list.count;
    struct load_settings settings;
    return read_plan(r, plan) && run_load(r, &settings) && read_amounts(r, plan) &&
           (!parts || check_inputs(r, parts, first)) && session_compute(&r->session) &&
           check_limit(r, plan);
}

bool run_simulation(struct run *r, const struct part *parts, uint32_t count)
{
    struct sim_plan plan;
    if (!load(r, parts, &plan)) return false;
    struct part_list list = {r, parts};
    plan.parts = (struct sim_parts){count, part_read_words, &list};
    plan.ranked_only = !parts && !plan.shard.of && shows_page_only(r);
    struct comparison c = compare_options(&r->session);
    struct simulation sim;
    struct fan found = {0};
    if (!run_trials(r, &c, &plan, &sim, &found)) return false;
    if (plan.shard.of) return write_shard(r, &plan, &sim);
    if (sim.samples == 0) return true;  // stopped at once: the signal ends the program
    const struct fan *drawn = found.options ? &found : NULL,
                     *fan = args_has(&r->args, OPT_FAN) ? drawn : NULL;
    struct simulate_page page = {&c, &sim, fan, drawn};
    struct report report = {.kind = "tco.simulate", .session = &r->session};
    report.complete = sim.complete;
    report.text = page_simulate;
    report.answer = answer_simulate;
    report.opening = opening_simulate;
    report.chart = charts_simulate;
    report.context = &page;
    report.has_seed = true;
    report.seed = plan.seed;
    report.default_table = "distribution";
    add_facts(&report, &sim, fan);
    report_add(&report, view_chances(&r->session, &sim));
    report_add(&report, view_distribution(&r->session, &sim, fan));
    report_add(&report, view_histogram(&r->session, &sim));
    report_add(&report, view_unknowns(&r->session, &sim));
    report_add(&report, view_tornado(&r->session, &sim));
    if (fan) report_add(&report, view_broken_even(&r->session, fan));
    return run_report(r, &report);
}

bool cmd_simulate(struct run *r)
{
    return run_no_more_words(r, 1) && run_simulation(r, NULL, 0);
}
