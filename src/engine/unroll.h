// unroll.h - from a program to values: every row in every month, as numbers or graph nodes.
//
// A cell is one row in one month. Cells are computed when somebody asks for them, each once. A
// formula that meets a cell which is not computed yet waits for it; where too many wait for each
// other, they are put aside, the innermost goes first, and they are tried again, so that no chain
// of rows or months is too long for the stack. A cell that comes back to itself is a cycle, which
// is reported with its members. Rows that mention nothing that changes with time are computed
// once for all months.
#ifndef TCO_ENGINE_UNROLL_H
#define TCO_ENGINE_UNROLL_H

#include "engine/dist.h"
#include "engine/graph.h"
#include "lang/program.h"

// What a caller puts in the place of rows: a lane input, or a number.
struct open_input {
    bool factor;   // the rows' values times it, else it alone
    bool fixed;    // it is `value`, in base units; else a lane
    double value;  // lane k is the lane input behind those of all draws, see open_lane()
};

struct open_rows {
    const uint32_t
        *input_of;  // by row: which of the inputs, + 1; 0 for none. NULL: no row has one
    const struct open_input *inputs;
    bool stated_case;  // a number of no case means what the scenario states, else there is none
};

enum cell_state { CELL_UNKNOWN, CELL_CONSTANT, CELL_SERIES };

struct cell {
    enum cell_state state;
    bool failed;  // a mistake in it was reported
    struct val constant;
    struct val *series;  // by month from 0
};

// Cost rows that a call of lines() means in one option.
struct line_list {
    const uint32_t *rows;
    uint32_t count;
};

struct pending {
    uint32_t row, month;
};

struct unroll {
    const struct program *program;
    struct graph *graph;
    struct arena *arena;
    bool uncertain;  // draws are lane inputs; otherwise their medians
    struct open_rows open;
    uint32_t hours;       // slots of the load curves: 1, 24 or 168
    struct cell *cells;   // by row
    struct val ***slots;  // by row of `served` and `offered`, by month: a value for each hour
    struct dist *dists;   // by draw
    bool *dist_ready;
    VEC(struct val *) memos;  // by month or age
    struct map memo_index;
    uint32_t memo_key[5];    // of the memo that was asked for last:
    struct val *memo_found;  // NULL for none
    struct map line_index;   // of line_lists, by call and option
    VEC(struct line_list) line_lists;
    VEC(struct pending) stack;  // cells being computed, each waiting for the next
    uint32_t nested;            // how many of them are being computed inside each other
    bool failed;                // something was reported
    // About the formula that is being computed:
    bool blocked;  // it met a cell that is not computed:
    uint32_t want_row, want_month;
    bool varies;    // it met something that changes with time
    bool poisoned;  // it met a cell that failed
};

// The lane input that stands for an open input.
static inline uint32_t open_lane(const struct program *p, uint32_t input)
{
    return p->draws.count + input;
}

void unroll_init(struct unroll *u, const struct program *p, struct graph *g, struct arena *a,
                 bool uncertain);

// The value of a row in a month from 1. False if it could not be computed (reported).
bool unroll_cell(struct unroll *u, uint32_t row, uint32_t month, struct val *out);

// Warns of a stated input whose distribution reaches beyond its bounds, and fails where more than
// one draw in twenty does. Its median was computed.
void unroll_judge_beyond(struct unroll *u, uint32_t row);

// The value of a formula of a sheet, for one workload or NO_WORKLOAD; *varies tells whether
// another month may give another value.
bool unroll_formula(struct unroll *u, uint32_t formula, uint32_t sheet, uint32_t workload,
                    uint32_t month, struct val *out, bool *varies);

// Where and when a part of a formula is computed.
struct spot {
    uint32_t sheet;
    uint32_t workload;
    uint32_t month;  // from 1
    int hour;        // a slot of the load curve, or -1 for the month's mean
    bool aged;       // inside the weight of cohorts(), where the age is known:
    uint32_t age;    // in months
    uint32_t line;   // .. over lines(): the cost row that is aged; else NO_NAME
    bool only_off;   // inside written_off()
};

// The value of a part of a formula there.
bool unroll_spot(struct unroll *u, uint32_t part, const struct spot *at, struct val *out);

// What a cost row gives to a call of lines() in a month.
bool unroll_line_amount(struct unroll *u, uint32_t call, uint32_t row, uint32_t month,
                        struct val *out);

// A share of a workload in one hour of a month, and the load curve itself.
bool unroll_hour(struct unroll *u, uint32_t row, uint32_t month, uint32_t hour,
                 struct val *out);
bool unroll_curve(struct unroll *u, uint32_t workload, uint32_t month, uint32_t hour,
                  struct val *out);

// The same for something that may not change with time, `what` in messages.
bool unroll_constant(struct unroll *u, uint32_t formula, uint32_t sheet, const char *what,
                     struct val *out);

// All answers of a call of calcs.def that stands alone and mentions no rows.
struct calculation;
bool unroll_answers(struct unroll *u, uint32_t call, struct calculation *out);

// How much of a workload nobody serves in a month, as a share of the whole workload.
bool unroll_unserved(struct unroll *u, uint32_t option, uint32_t workload, uint32_t month,
                     struct val *out);

// The cost rows that a call of lines() means in the option of a sheet.
struct line_list unroll_lines(struct unroll *u, uint32_t call, uint32_t sheet);

double unroll_month_seconds(const struct unroll *u);

#endif
