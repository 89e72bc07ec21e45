// cmd.h - the commands. A command is a file cmd_NAME.c with a row in cmd.c.
#ifndef TCO_CLI_CMD_H
#define TCO_CLI_CMD_H

#include "analysis/grid.h"
#include "analysis/period.h"
#include "cli/opt.h"
#include "report/report.h"
#include "report/reporter.h"
#include "report/writer.h"
#include "session/session.h"

enum exit_code {
    EXIT_DONE = 0,
    EXIT_ANSWER_NO = 1,
    EXIT_USAGE = 2,
    EXIT_DATA = 3,
    EXIT_WORLD = 4,
    EXIT_FAULT = 70
};

struct command;

// A run of one command.
struct run {
    struct args args;
    struct session session;
    const struct command *command;
    struct text out;          // what goes to standard output
    struct text annotations;  // workflow commands, for standard error
    bool keep_baseline;       // a single --option is compared with the baseline
    uint32_t varied_sets;     // the last of the values of --set, which --vary added
    bool answer_no;
    int ended_by;      // a signal that stopped the work; the process ends by it when all is out
    bool has_printed;  // `out` tells what failed; it stays
};

struct command {
    const char *name;
    const char *takes;  // what stands behind it: "SCENARIO"
    const char *doc;    // one line
    const char *more;   // paragraphs for its help
    const char *example;
    const enum option_id *options;
    bool (*execute)(struct run *r);
};

extern const struct command COMMANDS[];
extern const size_t COMMAND_COUNT;
const struct command *command_find(struct str name);
// What an option does in a command, in one line.
const char *option_doc(const struct command *c, enum option_id id);

bool cmd_breakeven(struct run *r);
bool cmd_check(struct run *r);
bool cmd_compare(struct run *r);
bool cmd_cashflow(struct run *r);
bool cmd_diff(struct run *r);
bool cmd_explain(struct run *r);
bool cmd_validate(struct run *r);
bool cmd_eval(struct run *r);
bool cmd_models(struct run *r);
bool cmd_catalog(struct run *r);
bool cmd_simulate(struct run *r);
bool cmd_merge(struct run *r);
bool cmd_sensitivity(struct run *r);
bool cmd_sweep(struct run *r);
bool cmd_optimize(struct run *r);
bool cmd_init(struct run *r);
bool cmd_render(struct run *r);
bool cmd_schema(struct run *r);
bool cmd_completion(struct run *r);
bool cmd_help(struct run *r);

// ---- shared by commands ----

enum { POINT_SAMPLES = 4096 };  // trials at each point, where nobody says how many
#define SEED_LIMIT UINT64_C(9007199254740992)  // whole numbers up to here are numbers of JSON

// The first word behind the command; false after a report if there is none.
bool run_scenario_name(struct run *r, struct str *file);
// False after a report if there are more than `count` words behind the command.
bool run_no_more_words(struct run *r, uint32_t count);
// Loads the scenario of the command line with its models and settings.
bool run_load(struct run *r, struct load_settings *settings);
bool run_settings(struct run *r, struct load_settings *settings);
// The same, computed, with what the names stand for stated where the scenario leaves it out, so
// that all that is made of it heeds it.
bool run_load_varied(struct run *r, const struct str *names, uint32_t count,
                     struct load_settings *settings);
// Can the files of -o be written: is their format known, and none of them an input?
bool run_check_files(struct run *r);
// Writes a report to standard output and to the files of -o.
bool run_report(struct run *r, struct report *report);
// The simulation of the command line, of which all shards are there already where there are parts.
struct part;
bool run_simulation(struct run *r, const struct part *parts, uint32_t count);
// False after a report if a file to write is one that was read.
bool run_may_write(struct run *r, struct str path);
// False after a report if standard input held nothing, as when git finds no such file.
bool run_base_given(struct session *s, struct str file, struct str text);
// After a failure: with --json, an object that holds the diagnostics.
void run_failure(struct run *r, const char *kind);
// After a failure: the files of -o and the output that are Markdown hold a comment that tells it.
void run_failed_comment(struct run *r, const struct report *report);
// The files of -o with this ending hold that text, unless it is the command line that is wrong.
void run_failed_files(struct run *r, const char *ending, struct str text);
// False after a report if two outputs would go to one file, or to standard output.
bool run_outputs_differ(struct run *r);
bool run_ci_stdout(const struct run *r);  // does a report go there?
// The files of --report; on GitHub also annotations on standard error. False after a report.
bool run_ci_kinds(struct run *r);  // are they known?
bool run_ci_reports(struct run *r, const struct gate *g);
// On a runner of GitHub every line of a certain form becomes an annotation. The variable that tells
// it chooses a form of output, never a figure.
bool run_on_github(void);
bool run_wants_json(const struct run *r);
// Is a format asked for, by its name or by the name of a file?
bool run_writes(const struct run *r, const char *format);
// Does anything that is written hold a chart?
bool run_draws(const struct run *r);
// The writer of --format or --json; false after a report.
bool run_writer(struct run *r, const struct writer **writer);
bool run_period(struct run *r, enum period *period);
// Threads: --jobs, or one for each processor. False after a report.
bool run_jobs(struct run *r, uint32_t *jobs);
unsigned run_width(void);

// Long work: its progress on a terminal, and its end by Ctrl-C, which keeps what is there.
struct long_work {
    struct run *run;
    unsigned held;  // signals
    bool shows;
    unsigned percent;
    const char *what;  // "points"
};

// `work` tells how long it will take, in points of a plain sweep.
struct watcher watch_begin(struct long_work *w, struct run *r, const char *what, double work);
void watch_end(struct long_work *w);

// Where further sessions of the scenario come from; after run_load.
struct study run_study(struct run *r, struct load_settings settings);
// Loads and computes a scenario whose inputs --vary moves.
bool run_load_axes(struct run *r, struct load_settings *settings);
// Reads every --vary; false after a report.
bool run_axes(struct run *r, struct grid *g, uint32_t most);
// The values of an option that may be repeated or hold commas.
struct str *run_list(struct run *r, enum option_id id, uint32_t *count);

bool run_fail(struct run *r, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
