// unroll_int.h - shared by the files that compute formulas: unroll.c, series.c, load.c.
#ifndef TCO_ENGINE_UNROLL_INT_H
#define TCO_ENGINE_UNROLL_INT_H

#include "engine/unroll.h"

// Where a formula is being computed.
struct frame {
    uint32_t sheet;
    uint32_t workload;
    uint32_t month;      // from 1
    int hour;            // a slot of the load curve, or -1 for the month's mean
    bool in_weight;      // inside the weight of cohorts(), where `age` is known:
    struct val age;
};

// Values of one formula over months, or over ages.
struct memo {
    struct val *at;      // empty until computed
    uint32_t count;
};

enum memo_use { MEMO_SERIES, MEMO_PREFIX, MEMO_INDEX, MEMO_WEIGHT };

// The value of a node, or anything when u->blocked is set.
struct val unroll_eval(struct unroll *u, uint32_t id, const struct frame *f);
struct val unroll_read(struct unroll *u, uint32_t row, uint32_t month);
struct val unroll_block(struct unroll *u, uint32_t row, uint32_t month);
struct val unroll_fail(struct unroll *u);

// A memo for a formula in the place of a frame; its entries are valid until the end.
struct memo *unroll_memo(struct unroll *u, enum memo_use use, uint32_t id, const struct frame *f);

struct val series_call(struct unroll *u, uint32_t id, const struct frame *f);
struct val series_growth_path(struct unroll *u, uint32_t id, const struct frame *f);

struct val load_peak(struct unroll *u, uint32_t arg, const struct frame *f);
struct val load_hours(struct unroll *u, uint32_t arg, const struct frame *f);
struct val load_share(struct unroll *u, uint32_t row, const struct frame *f);
struct val load_compute(struct unroll *u, uint32_t row, uint32_t month);

#endif
