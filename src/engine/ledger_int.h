// ledger_int.h - a ledger while it is built: what its files share.
#ifndef TCO_ENGINE_LEDGER_INT_H
#define TCO_ENGINE_LEDGER_INT_H

#include "engine/ledger.h"

struct builder {
    struct unroll *u;
    const struct program *p;
    struct graph *g;
    struct arena *arena;
    struct ledger *l;
    struct val rate;         // of discount, per year
    struct val charge_rate;  // cost of capital per year
    bool charged;
    struct val *zeros;       // by column, never written to
    uint32_t input, output;  // names: what the workloads take in and give out
    bool ok;
};

static inline struct val apply(struct builder *b, enum op op, struct val x, struct val y)
{
    return graph_binary(b->g, op, x, y);
}

// Zeros: a zero is a val of which every bit is 0.
static inline struct val *columns(struct builder *b)
{
    return ARENA_ARRAY(b->arena, struct val, b->l->months + 1);
}

static inline void add_to(struct builder *b, struct val *list, uint32_t column, struct val v)
{
    list[column] = apply(b, OP_ADD, list[column], v);
}

static inline struct val sum_columns(struct builder *b, const struct val *list)
{
    return graph_sum(b->g, list, b->l->months + 1);
}

// A rate of a row, by the year. False if it moves or leaves nothing (reported).
bool ledger_yearly_rate(struct builder *b, uint32_t row, const char *what, struct val *rate);

// Keeps the rates of the scenario beside that of discount. False after a report.
bool ledger_keep_rates(struct builder *b);

// Is it paid on the boundary of its column, rather than over the month?
bool ledger_is_dated(const struct cost *c);

// The present value of flows by column that stand `shift` months before the ends of theirs.
struct val ledger_worth(struct builder *b, const struct val *flows, double shift);

// The amounts of a row by column. Rows that are always 0, as most are that nobody uses, share
// theirs. False after a report, as the others are.
bool ledger_amounts(struct builder *b, uint32_t row, struct val **list);

// Adds a cost row of a component to the lines, a meter to those of its option.
bool ledger_build_line(struct builder *b, uint32_t row);
bool ledger_build_meter(struct builder *b, struct tally *t, uint32_t row);

// For a component: reports a check in the first month in which it fails; notes that a meter can't be
// told, as what it needs is missing or uncertain; and which meters it has not.
void ledger_run_check(struct builder *b, const struct check *c, uint32_t sheet);
void ledger_find_gap(struct builder *b, const struct check *c, uint32_t sheet);
void ledger_find_unmetered(struct builder *b, uint32_t sheet);

// What an option comes to, when its lines are there.
void ledger_tally_option(struct builder *b, uint32_t option);

#endif
