// diff.h - how costs moved from one scenario to another, and why.
//
// What moved is read from two computed sessions. Why is found by substitution: the base is computed
// again with some of the edits of hybrid.h. Up to DIFF_EXACT causes each get their share over all
// orders in which they could have been made (the value of Shapley), which adds up exactly and
// depends on no order. With more, each gets the mean of what it does alone and of what is lost
// without it, and what is left over stands as a cause of its own. Edits that can't stand alone -
// a parameter and the formula that names it - are one cause.
#ifndef TCO_ANALYSIS_DIFF_H
#define TCO_ANALYSIS_DIFF_H

#include "analysis/compare.h"
#include "analysis/hybrid.h"

enum {
    DIFF_EXACT = 6,  // causes; twice as many scenarios for each
    DIFF_MOST = 200  // causes; what comes behind is one
};

struct cause {
    enum edit_cause kind;
    uint32_t first;       // its first edit; NO_NAME for what causes do together
    uint32_t edit_count;  // that it is made of
    double *total, *npv;  // by option of the head; 0 for one that the base does not have
};

struct moved_option {
    struct str name;
    bool in_base, in_head;
    bool same;  // in both, with the totals and what it is ranked by to the cent
    double base_total, head_total;
    struct maybe base_npv, head_npv;
};

struct moved_line {
    struct str address;  // own.hgx.electricity
    struct str option, class_word, category;
    bool in_base, in_head;
    double base_cost, head_cost;
};

struct diff {
    struct edits edits;
    uint32_t *group;  // by edit: its cause
    VEC(struct cause) causes;
    VEC(struct moved_option) options;     // of the head in order, then those of the base alone
    VEC(struct moved_line) lines;         // that moved, the largest first
    struct str base_winner, head_winner;  // empty where no option is feasible
    bool moved;  // an option is not the same, came or went, or another one is the cheapest
};

// A scenario of the two: its computed session, where its models come from, how it was loaded.
struct version {
    struct session *session;
    const struct comparison *comparison;
    struct str models;  // the folder of --models, or empty
    const struct load_settings *settings;
};

// Both sessions belong to the caller; what is found stands in the arena of the head. Edits behind
// the first `most`, at most DIFF_MOST, are one cause.
struct diff diff_find(const struct version *base, const struct version *head, uint32_t most);

#endif
