// budgets.h - limits that a gate holds scenarios to: budgets, changes, assertions and waivers.
//
// They stand in a scenario, or in a file of their own beside it. They change no figure. What is
// read here is their form; whether they hold is judged by analysis/gate.h.
#ifndef TCO_MODEL_BUDGETS_H
#define TCO_MODEL_BUDGETS_H

#include "base/map.h"
#include "lang/program.h"

enum level { LEVEL_WARN, LEVEL_DENY };
enum basis { BASIS_BILLED, BASIS_EFFECTIVE };

// Whose cost a limit is about. Words are empty where the file leaves them out.
struct scope {
    struct str option;  // a name, `baseline` or `cheapest`
    struct str component, category, class_word;
    struct span option_where, component_where, category_where;
    uint32_t from, to;  // months of the horizon, from 1; none where from > to
    bool whole;         // no period is stated
    enum basis basis;
};

struct threshold {
    double at;  // share of the amount
    enum level level;
};

// What every check has.
struct check_head {
    struct str id;
    struct str message;  // of its author; may be empty
    struct span where;   // of its id
};

struct budget {
    struct check_head head;
    struct scope scope;
    double amount;  // of the scenario's currency
    VEC(struct threshold) thresholds;
};

struct change_limit {
    struct check_head head;
    struct scope scope;
    bool has_amount, has_ratio;
    double amount, ratio;
    enum level level;
};

struct assertion {
    struct check_head head;
    uint32_t formula;  // names in it are figures of options, not yet resolved
    struct str text;
    enum level level;
};

struct waiver {
    struct str id;
    int until;  // a day
    struct str until_text, reason;
    struct span where;
};

struct budgets {
    VEC(struct budget) budgets;
    VEC(struct change_limit) changes;
    VEC(struct assertion) assertions;
    VEC(struct waiver) waivers;
    struct map ids;  // of all checks
};

const char *level_word(enum level level);

// Reports every waiver of a check that does not exist. A waiver may stand in another file than its
// check, so this comes when all are read.
bool budgets_check_waivers(const struct budgets *b, struct diags *d);

#endif
