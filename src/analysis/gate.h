// gate.h - does a scenario hold its budgets, its change limits and its assertions?
//
// Each check gives one finding, in the order of the files. What fails has a level; a waiver whose
// last day is not past lets it fail. Nothing here changes a figure.
#ifndef TCO_ANALYSIS_GATE_H
#define TCO_ANALYSIS_GATE_H

#include "analysis/assertion.h"
#include "analysis/metric.h"

enum finding_kind { FINDING_BUDGET, FINDING_CHANGE, FINDING_ASSERTION };
enum finding_status {
    FINDING_PASS,
    FINDING_FAIL,
    FINDING_WAIVED,  // it fails, and may
    FINDING_SKIPPED  // there is no base to compare with
};

struct finding {
    enum finding_kind kind;
    enum finding_status status;
    enum level level;  // of the gravest threshold that is reached, else of the gravest there is
    struct str id;
    struct str option;                  // that it is about; empty for assertions
    struct maybe actual, limit, ratio;  // in `unit`; the ratio is actual / limit
    struct str unit;
    struct str message;  // what was found, in a sentence
    struct str advice;   // the author's; may be empty
    struct span where;
    struct str location;          // the same as FILE:LINE
    const struct waiver *waiver;  // of it, or NULL
};

struct gate {
    VEC(struct finding) findings;
    uint32_t failed[2];  // by level
    uint32_t passed, waived, skipped;
};

// What things cost before.
struct base {
    void *context;
    // What a scope came to in the currency of the scenario at hand; *why tells why it is not known.
    bool (*amount)(void *context, const struct scope *scope, double *amount, struct str *why);
    struct maybe (*figure)(void *context, struct str option, enum metric metric);
    struct str (*winner)(void *context);  // empty where no option was feasible
    // The option that the word of a scope meant: a name, baseline or cheapest. Empty where none.
    struct str (*means)(void *context, struct str word);
    struct str (*option)(void *context, uint32_t at);  // its name; empty behind the last one
};

// Of a computed session and its comparison. `base` may be NULL. False after a report: a limit that
// can't be judged is a mistake, not a finding.
bool gate_judge(struct session *s, const struct comparison *c, const struct simulation *sim,
                const struct base *base, struct gate *out);

// Without judging: do the options, components, categories and figures that limits name exist? Of a
// computed session, or of a file of budgets alone, which knows of no options. False after a report.
// A waiver may be of a check that stands in another file.
bool gate_check(struct session *s);

bool gate_needs_trials(const struct session *s);

// A computed session as a base.
struct based {
    struct session *session;
    struct comparison comparison;
    const struct program *head;  // what is compared with it
};

// The scope of a scenario by the months of its base: the same calendar months, or the whole horizon
// of each. False where the base has not all of them; *why tells it.
bool base_scope(struct arena *a, const struct program *base, const struct program *head,
                const struct scope *scope, struct scope *out, struct str *why);
struct base base_of_session(struct based *b);

const char *finding_kind_word(enum finding_kind k);
const char *finding_status_word(enum finding_status s);

#endif
