// scenario.h - from a scenario file and a library to a program.
#ifndef TCO_MODEL_SCENARIO_H
#define TCO_MODEL_SCENARIO_H

#include "lang/program.h"
#include "model/budgets.h"
#include "model/library.h"
#include "model/overlay.h"

// What the command line changes.
struct load_settings {
    struct str case_name;  // empty for none
    const struct assignment *sets;
    uint32_t set_count;
    struct str baseline;  // empty for the scenario's own
    struct str horizon;   // a value such as "24 months"; empty for the scenario's own
    struct str as_of;
    struct str today;           // the day on which ages of prices are judged; empty: as_of
    const struct str *options;  // only these; all if there are none
    uint32_t option_count;
    bool keep_baseline;  // beside them the baseline, if only one was chosen
};

// What reports say about a scenario beside its figures.
struct scenario_info {
    struct str name;
    struct str currency;
    struct str as_of;  // empty when none was stated
    bool ages_judged;  // there is a day to count ages to
    int today;         // that day, on which waivers are judged too; 0 for none
    bool baseline_stated;
    struct str baseline_left_out;  // what the file states, where --option leaves it out
    bool uncertain;                // a value is a range or a distribution
    struct str case_name;
    struct budgets budgets;  // those of the scenario, and of files that were added
};

// Loads everything a scenario needs. False after mistakes, of which as many as possible are
// reported. The program keeps the tree, the library and the sources.
bool scenario_link(struct tree *t, uint32_t root, struct library *lib,
                   const struct load_settings *settings, struct program *p,
                   struct scenario_info *info);

// Reads a file of budgets for a scenario that was linked, or, with an empty program, its form alone.
bool budgets_add(struct tree *t, uint32_t root, struct program *p, struct scenario_info *info);

// Loads one model as form 1 of an empty program and checks it as far as that is possible without
// a scenario. `where` is reported when there is no such model.
bool model_validate(struct tree *t, struct str model, struct span where, struct library *lib,
                    struct program *p);

// Loads every model that components may use, as forms from 1 on, and every kind of entry.
bool models_load(struct tree *t, struct library *lib, struct program *p);
bool catalog_validate(struct tree *t, uint32_t root, struct library *lib, struct program *p);

// What was proved of a catalogue file.
struct proven {
    struct str kind;
    uint32_t entries, figures;
};
// Checks that every entry of a catalogue file is complete, in range and sourced.
bool catalog_prove(struct tree *t, uint32_t root, struct library *lib, struct program *p,
                   int day, struct proven *count);

// Prepares an empty program that reports to `d`.
void program_init(struct program *p, struct tree *t, struct diags *d);

#endif
