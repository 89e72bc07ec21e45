// cmd_simulate.c - Monte Carlo: how sure the answer is.
#include "cli/cmd.h"

#include "analysis/simulate.h"
#include "engine/run.h"
#include "report/pages.h"

enum { SAMPLES_STANDARD = 10000 };

bool cmd_simulate(struct run *r)
{
    struct load_settings settings;
    uint64_t samples = SAMPLES_STANDARD, seed = 1;
    if (!run_no_more_words(r, 1)) return false;
    if (!args_whole(&r->args, OPT_SAMPLES, 1, TRIALS_LIMIT, &samples)) return false;
    if (!args_whole(&r->args, OPT_SEED, 0, UINT64_C(9007199254740992), &seed)) return false;
    if (!run_load(r, &settings) || !session_compute(&r->session)) return false;
    struct comparison c = compare_options(&r->session);
    struct simulation sim;
    if (!simulate(&r->session, samples, seed, &sim)) return false;
    struct simulate_page page = {&c, &sim};
    struct report report = {.kind = "tco.simulate", .session = &r->session, .complete = true};
    report.text = page_simulate;
    report.context = &page;
    report.has_seed = true;
    report.seed = seed;
    report.default_table = "distribution";
    report.facts[report.fact_count++] =
        (struct fact){"samples", cell_number((double)samples), NUMBER_COUNT};
    report_add(&report, view_chances(&r->session, &sim));
    report_add(&report, view_distribution(&r->session, &sim));
    return run_report(r, &report);
}
