// part.h - the file of a shard: what it found, and of what simulation it is a part.
#ifndef TCO_CLI_PART_H
#define TCO_CLI_PART_H

#include "analysis/simulate.h"
#include "cli/cmd.h"

enum {
    SHARDS = 10000,    // of one simulation
    PART_OPTIONS = 12  // that a simulation hangs on
};

struct part {
    struct sim_shard shard;
    struct str file;      // of the part
    struct str scenario;  // as the shard was given it
    struct str inputs;    // part_inputs() then
    struct str sum;       // of its words
    struct str text;      // of one that came on standard input, which is read once
    uint32_t source;
    struct part_option {
        struct str *values;
        uint32_t count;
    } options[PART_OPTIONS];
};

// Parts of a run, for sim_parts.
struct part_list {
    struct run *run;
    const struct part *parts;
};

// A fingerprint of the models that are compiled in, the scenario, and every model that was read
// beside it: of the sources behind the first ones.
struct str part_inputs(const struct session *s, uint32_t first_source);

// The text of a part of a run whose options have their values.
void part_write(const struct run *r, const struct sim_plan *plan, const struct sim_words *words,
                struct text *out);

// Reads a part and keeps all but its words. False after a report: no such file, not a part, cut off, of
// another version.
bool part_read(struct run *r, struct str file, struct part *out);

// The words of a part that was read before, of a struct part_list: see sim_parts.
bool part_read_words(void *list, uint32_t at, struct arena *a, struct sim_words *words);

// All parts of one simulation? False after a report of every mistake; else they stand in order of
// shards, and the run has the scenario and the options that they were drawn with.
bool parts_join(struct run *r, struct part *parts, uint32_t count);

#endif
