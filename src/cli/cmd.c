#include "cli/cmd.h"

#define END     OPT_COUNT
#define COMMON  OPT_HELP, OPT_VERSION, OPT_QUIET, OPT_VERBOSE, OPT_COLOR
#define LISTING OPT_FORMAT, OPT_JSON, OPT_OUTPUT, OPT_TABLE, OPT_CSV_DIALECT
#define WRITING LISTING, OPT_CHART, OPT_PLOT
#define SCENARIO                                                                               \
    OPT_SET, OPT_CASE, OPT_OPTION, OPT_BASELINE, OPT_HORIZON, OPT_AS_OF, OPT_TODAY, OPT_MODELS

static const enum option_id COMPARE_OPTIONS[] = {COMMON,   WRITING,    SCENARIO,
                                                 OPT_ROWS, OPT_PERIOD, END};
static const enum option_id CHECK_OPTIONS[] = {COMMON,       LISTING,     OPT_SET,   OPT_CASE,
                                               OPT_BASELINE, OPT_HORIZON, OPT_AS_OF, OPT_TODAY,
                                               OPT_MODELS,   OPT_BUDGET,  OPT_BASE,  OPT_REPORT,
                                               OPT_FAIL_ON,  OPT_SAMPLES, OPT_SEED,  END};
static const enum option_id DIFF_OPTIONS[] = {
    COMMON,    LISTING,    OPT_CASE,        OPT_HORIZON,   OPT_AS_OF,
    OPT_TODAY, OPT_MODELS, OPT_BASE_MODELS, OPT_EXIT_CODE, END};
static const enum option_id CASHFLOW_OPTIONS[] = {COMMON,     WRITING,  SCENARIO,
                                                  OPT_PERIOD, OPT_VIEW, END};
static const enum option_id BREAKEVEN_OPTIONS[] = {COMMON,   WRITING, SCENARIO, OPT_VARY,
                                                   OPT_FROM, OPT_TO,  END};
static const enum option_id EXPLAIN_OPTIONS[] = {
    COMMON, OPT_FORMAT, OPT_JSON, OPT_OUTPUT, OPT_CSV_DIALECT, SCENARIO, OPT_MONTH, END};
static const enum option_id SIMULATE_OPTIONS[] = {
    COMMON,   WRITING,          SCENARIO,  OPT_SAMPLES, OPT_SEED,  OPT_SAMPLING,
    OPT_JOBS, OPT_TARGET_ERROR, OPT_LIMIT, OPT_FAN,     OPT_SHARD, END};
static const enum option_id MERGE_OPTIONS[] = {COMMON, WRITING, OPT_FAN, END};
static const enum option_id SENSITIVITY_OPTIONS[] = {
    COMMON, WRITING, SCENARIO, OPT_SWING, OPT_SAMPLES, OPT_SEED, OPT_NO_SHARES, OPT_JOBS, END};
static const enum option_id SWEEP_OPTIONS[] = {
    COMMON, WRITING, SCENARIO, OPT_VARY, OPT_FOR, OPT_SAMPLES, OPT_SEED, OPT_JOBS, END};
static const enum option_id OPTIMIZE_OPTIONS[] = {
    COMMON,       WRITING,     SCENARIO, OPT_VARY, OPT_FOR, OPT_AT_MOST,
    OPT_AT_LEAST, OPT_SAMPLES, OPT_SEED, OPT_JOBS, END};
static const enum option_id VALIDATE_OPTIONS[] = {
    COMMON,   OPT_FORMAT, OPT_JSON,  OPT_OUTPUT, OPT_CSV_DIALECT, OPT_SET,
    OPT_CASE, OPT_AS_OF,  OPT_TODAY, OPT_MODELS, OPT_REPORT,      END};
static const enum option_id EVAL_OPTIONS[] = {COMMON, OPT_FORMAT, OPT_JSON, END};
static const enum option_id LIST_OPTIONS[] = {COMMON, WRITING, OPT_MODELS, OPT_AS_OF, END};
static const enum option_id INIT_OPTIONS[] = {COMMON, OPT_SET, OPT_FROM, END};
static const enum option_id SCHEMA_OPTIONS[] = {COMMON, OPT_MODELS, END};
static const enum option_id RENDER_OPTIONS[] = {COMMON, WRITING, END};
static const enum option_id COMPLETION_OPTIONS[] = {COMMON, END};
static const enum option_id HELP_OPTIONS[] = {COMMON, OPT_JSON, OPT_MAN, END};

const struct command COMMANDS[] = {
    {"compare", "SCENARIO", "options side by side, break-evens, the winner",
     "Projects every option month by month and compares capex, opex, cash, present\n"
     "value, unit cost and break-even. An option that can't do the work is marked\n"
     "infeasible.\n",
     "tco compare scenario.yaml --set own.hgx.gpus=64", COMPARE_OPTIONS, cmd_compare},
    {"cashflow", "SCENARIO", "every cost line by month (long form)",
     "One row for each cost line and period: what is billed, and what it costs\n"
     "amortised. With --view a statement of each option, periods across: cash is what\n"
     "is paid when; book has running costs as caused and capex over its life, with\n"
     "the net book value; tax has what is deducted, and the tax that it saves.\n"
     "--table reconciliation holds cash against books, line by line. Fiscal years\n"
     "begin in finance.fiscal_year_start and are named by the year in which they end.\n",
     "tco cashflow scenario.yaml --view book --period fiscal-year", CASHFLOW_OPTIONS,
     cmd_cashflow},
    {"breakeven", "SCENARIO --vary ADDRESS", "where two options cost the same",
     "Finds every value of one input at which an option and the baseline cost the\n"
     "same, also where costs move in steps. Names stand for several inputs: volume,\n"
     "growth, utilisation, api_price, gpu_price. Lives and terms go in whole steps.\n"
     "--vary ADDRESS=from:to is the range, as --from and --to are; without: a\n"
     "hundredth to a hundred times the scenario's value. --table frontier shows the\n"
     "break-even month at round values across the range, or at those of\n"
     "ADDRESS=from:to:step and ADDRESS=value,value. One --option alone is compared\n"
     "with the baseline.\n",
     "tco breakeven scenario.yaml --vary volume --option own --baseline api", BREAKEVEN_OPTIONS,
     cmd_breakeven},
    {"explain", "SCENARIO ADDRESS", "the formula of a figure, its numbers and their origins",
     "An address is OPTION.COMPONENT.NAME, params.NAME, workloads.NAME.KEY or\n"
     "finance.NAME. Each number is followed down to the scenario, a model's default\n"
     "or the catalogue.\n",
     "tco explain scenario.yaml own.hgx.electricity --month 2027-06", EXPLAIN_OPTIONS,
     cmd_explain},
    {"simulate", "SCENARIO",
     "Monte Carlo: mean, P10, P50, P90, probability that each option wins",
     "Draws every uncertain input many times, on evenly spread points in eight\n"
     "replicates whose differences tell how sure the figures are. Says how often\n"
     "each option is cheapest, what knowing everything before the choice would save,\n"
     "and which unknown is worth studying. The same seed gives the same figures, on\n"
     "any number of threads. --fan adds, month by month, how the cash of each option\n"
     "spreads and how likely it has broken even by then. --limit tells how likely an\n"
     "option costs no more, by what options are ranked by, or by total, capex, opex,\n"
     "npv or risk_adjusted_total (--limit total=\"5 MUSD\"). Tables, by --table NAME:\n"
     "summary, distribution (P5 to P95 of every metric), histogram, unknowns, tornado,\n"
     "and with --fan breakeven.\n",
     "tco simulate scenario.yaml --samples 65536 --limit '5 MUSD'", SIMULATE_OPTIONS,
     cmd_simulate},
    {"merge", "PART.json...", "shards of one simulation, put together",
     "Gives what one run of tco simulate would have given, byte for byte, from the\n"
     "parts that tco simulate --shard 1/n to n/n wrote. The scenario and the models\n"
     "are read again, and must be as they were.\n",
     "tco merge part-*.json", MERGE_OPTIONS, cmd_merge},
    {"sensitivity", "SCENARIO", "which inputs move the answer, and which flip it",
     "Moves each input alone: uncertain ones from P10 to P90, certain ones by --swing (10 %).\n"
     "Names the value at which another option becomes the cheapest, the share of each uncertain\n"
     "input in the spread of the cost, and the inputs that change nothing. The shares come from\n"
     "8,192 trials (--samples) for each uncertain input; --no-shares leaves them out.\n",
     "tco sensitivity scenario.yaml --swing '20 %'", SENSITIVITY_OPTIONS, cmd_sensitivity},
    {"sweep", "SCENARIO --vary ADDRESS=from:to:step",
     "every option at values of one or two inputs",
     "Each value means what --set ADDRESS=value means; a list is value,value,.. and\n"
     "may hold words, such as catalogue entries. Names stand for several inputs, as\n"
     "in tco breakeven; values with the unit x are factors on what the scenario\n"
     "states. --for chooses the figures: npv, total, capex, opex,\n"
     "risk_adjusted_total, peak_funding, emissions_kgco2e, energy_kwh, gpu_hours, or\n"
     "with trials at each point p10, p50, p90. --table grid has the values across.\n",
     "tco sweep scenario.yaml --vary volume=0.5:2:0.25 --vary own.hgx.utilisation=40%:80%:10%",
     SWEEP_OPTIONS, cmd_sweep},
    {"optimize", "SCENARIO --vary ADDRESS=from:to:step", "the cheapest mix",
     "Computes every combination of the values of one to three inputs, and tells at\n"
     "which of them each option costs least, and how much worse the neighbours are.\n"
     "--for names what is to be least: npv, total, risk_adjusted_total, p90 ..;\n"
     "without it what options are ranked by. --at-most and --at-least hold a figure\n"
     "of the option, or a row in every month.\n",
     "tco optimize scenario.yaml --vary hybrid.hgx.gpus=0:64:8 --at-most capex=\"2 MUSD\"",
     OPTIMIZE_OPTIONS, cmd_optimize},
    {"check", "SCENARIO", "budgets, change limits and assertions: the gate of a pipeline",
     "Judges the budgets of the scenario and of --budget, the increase over --base, a\n"
     "scenario or a saved result, and assertions such as `breakeven(own, api) <= 24\n"
     "months`. Ends with 1 when a check fails at the level of --fail-on; 3 is a mistake\n"
     "in a file. Waivers are judged on --today, else on as_of.\n",
     "tco check scenario.yaml --budget budget.yaml --base base.yaml", CHECK_OPTIONS, cmd_check},
    {"diff", "BASE HEAD", "what changed between two scenarios or saved results, and why",
     "Tells for each option how its cost moved, which edits moved it and by which\n"
     "share, and in which lines. Shares are found by putting edits into the base, in\n"
     "every order of up to six of them. - is standard input: git show\n"
     "main:scenario.yaml | tco diff - scenario.yaml needs no second checkout. Either may be\n"
     "a saved result: then what differs is listed, another program, models and prices too,\n"
     "and has no shares.\n",
     "tco diff base.yaml scenario.yaml --exit-code", DIFF_OPTIONS, cmd_diff},
    {"validate", "FILE...", "look for mistakes in scenarios, models, catalogues and budgets",
     "Reports every mistake with its line, and names the files that are well. No\n"
     "figure is shown.\n",
     "tco validate scenario.yaml models/*.yaml", VALIDATE_OPTIONS, cmd_validate},
    {"render", "RESULT", "a saved result in another format",
     "Reads what a command wrote with --json or -o FILE.json, and writes it in any format,\n"
     "with the same bytes as the command where the result holds what that shows; - is\n"
     "standard input. A result of another minor version of the format is read, of another\n"
     "major refused. Formulas of a workbook, and pictures of what was computed beside a\n"
     "result, such as the tornado, need the scenario.\n",
     "tco compare scenario.yaml --json | tco render - -f md", RENDER_OPTIONS, cmd_render},
    {"eval", "EXPRESSION|-", "a calculator with units",
     "Computes one expression, or one for each line of standard input with -. The\n"
     "functions, those of finance too, are listed by tco help functions.\n",
     "tco eval '64 gpu * 700 W/gpu * 1 month * 0.11 USD/kWh in USD'", EVAL_OPTIONS, cmd_eval},
    {"models", "[list | show NAME]", "the cost models, or one of them with its inputs and rows",
     "", "tco models show owned-fleet", LIST_OPTIONS, cmd_models},
    {"catalog", "[list KIND | search WORD.. | show KIND/ID | check [DIR|FILE]]",
     "dated prices and hardware facts",
     "check proves that every entry is complete, in range and sourced: of the\n"
     "catalogue that is compiled in, of a file, or of a folder with models and\n"
     "catalogue. With --as-of, check refuses figures of a later day, and show has\n"
     "those known on that day.\n",
     "tco catalog show servers/hgx-h100-8", LIST_OPTIONS, cmd_catalog},
    {"init", "[FILE]", "a scenario to begin with, from a few questions or an example",
     "Asks on a terminal; elsewhere it takes the usual answers, and those of --set:\n"
     "name, start, horizon, rate, model, input, output, growth, api, server, site, people.\n"
     "--from copies an example, such as small-team. FILE is scenario.yaml if left out, - is\n"
     "standard output. Beside what it asked for it writes scenario-1.json, the schema that the\n"
     "first line names for editors. A file that is there is never touched.\n",
     "tco init plan.yaml --set 'input=5 Gtoken/month' --set 'output=1 Gtoken/month'",
     INIT_OPTIONS, cmd_init},
    {"schema", "scenario|model|catalog|budget|result",
     "the JSON Schema of a kind of file, for editors",
     "Editors complete keys, show what they mean and underline what is wrong with it:\n"
     "a first line # yaml-language-server: $schema=scenario-1.json names its file. With\n"
     "--models it knows the models and entries of that folder too.\n",
     "tco schema scenario > scenario-1.json", SCHEMA_OPTIONS, cmd_schema},
    {"completion", "bash|zsh|fish", "a script that completes command lines in a shell",
     "An installation has the scripts where the shells look for them. Elsewhere:\n"
     "source <(tco completion bash), or tco completion fish | source.\n",
     "tco completion bash", COMPLETION_OPTIONS, cmd_completion},
    {"help", "[COMMAND | scenario | units | functions | keys | errors | checks | ID]",
     "help on a command or a topic", "", "tco help scenario", HELP_OPTIONS, cmd_help},
};

const size_t COMMAND_COUNT = COUNT_OF(COMMANDS);

// Where an option means less in a command, or something else.
static const struct {
    const char *command;
    enum option_id id;
    const char *doc;
} OWN_DOCS[] = {
    {"check", OPT_FORMAT, "table, json, jsonl, csv, md or html"},
    {"diff", OPT_FORMAT, "table, json, jsonl, csv, md or html"},
    {"validate", OPT_FORMAT, "table, json, jsonl, csv, md or html"},
    {"check", OPT_TABLE, "the table for csv and jsonl: checks, summary, base or assumptions"},
    {"diff", OPT_TABLE, "the table for csv and jsonl: summary, causes, lines or edits"},
    {"check", OPT_TODAY,
     "the day on which waivers and ages of prices are judged; changes no figure"},
    {"init", OPT_FROM, "the example to copy, such as small-team"},
    {"init", OPT_SET, "the answer to a question, as KEY=ANSWER; may be repeated"},
};

const char *option_doc(const struct command *c, enum option_id id)
{
    for (size_t i = 0; i < COUNT_OF(OWN_DOCS); i++)
        if (OWN_DOCS[i].id == id && str_is(str_of(c->name), OWN_DOCS[i].command))
            return OWN_DOCS[i].doc;
    return OPTION_ROWS[id].doc;
}

const struct command *command_find(struct str name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (str_is(name, COMMANDS[i].name)) return &COMMANDS[i];
    return NULL;
}
