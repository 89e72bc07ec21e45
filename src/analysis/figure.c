#include "analysis/figure.h"

#include "analysis/compare.h"

#include <math.h>

enum kind { SUMMARY, SIMULATED };

static const struct {
    const char *key, *unit;
    double factor;
    enum kind kind;
} FIGURES[FIGURE_COUNT] = {
#define FIGURE(code, key, unit, factor, kind) {key, unit, factor, kind},
#include "analysis/figure.def"
#undef FIGURE
};

const char *figure_key(enum figure f)
{
    return FIGURES[f].key;
}

const char *figure_unit(enum figure f)
{
    return FIGURES[f].unit;
}

double figure_factor(enum figure f)
{
    return FIGURES[f].factor;
}

bool figure_is_simulated(enum figure f)
{
    return FIGURES[f].kind == SIMULATED;
}

enum figure figure_find(struct str key)
{
    int f = 0;
    while (f < FIGURE_COUNT && !str_is(key, FIGURES[f].key))
        f++;
    return (enum figure)f;
}

struct str figure_list(struct arena *a, bool simulated)
{
    struct text list = {.arena = a};
    for (int f = 0; f < FIGURE_COUNT; f++)
        if (simulated || FIGURES[f].kind == SUMMARY)
            text_addf(&list, "%s%s", list.len ? ", " : "", FIGURES[f].key);
    return text_str(&list);
}

enum figure figure_ranked(const struct session *s)
{
    switch (s->program.rank_by) {
    case RANK_NPV: return FIGURE_NPV;
    case RANK_TOTAL: return FIGURE_TOTAL;
    case RANK_RISK_ADJUSTED: return FIGURE_RISK_ADJUSTED;
    }
    return FIGURE_TOTAL;
}

bool figure_is_known(const struct session *s, enum figure f)
{
    return f != FIGURE_NPV || s->ledger.discounted;
}

// The most that was ever spent before it came back: at least 0.
static struct val peak_funding(struct session *s, const struct tally *t)
{
    struct val spent = val_number(0), most = val_number(0);
    for (uint32_t m = 0; m <= s->program.months; m++) {
        struct val cash = graph_binary(&s->graph, OP_ADD, t->dated[m], t->operating[m]);
        spent = graph_binary(&s->graph, OP_ADD, spent, cash);
        most = graph_binary(&s->graph, OP_MAX, most, spent);
    }
    return most;
}

struct val figure_val(struct session *s, uint32_t option, enum figure f)
{
    const struct tally *t = &s->ledger.tallies[option];
    switch (f) {
    case FIGURE_NPV: return t->npv;
    case FIGURE_TOTAL: return t->total;
    case FIGURE_CAPEX: return t->capex;
    case FIGURE_OPEX: return t->opex;
    case FIGURE_RISK_ADJUSTED: return t->risk_adjusted;
    case FIGURE_PEAK_FUNDING: return peak_funding(s, t);
    case FIGURE_EMISSIONS: return ledger_known_meter(&s->graph, t, "emissions");
    case FIGURE_ENERGY: return ledger_known_meter(&s->graph, t, "energy");
    case FIGURE_GPU_HOURS: return ledger_meter(t, "gpu_hours");
    case FIGURE_P10:
    case FIGURE_P50:
    case FIGURE_P90:
    case FIGURE_COUNT: break;
    }
    return val_number(0);
}

struct val figure_barred(const struct session *s, uint32_t option)
{
    bool barred = s->program.options.at[option].infeasible.len > 0;
    return barred ? val_number(1) : s->ledger.tallies[option].infeasible;
}

static struct val magnitude(struct session *s, const struct val *flows,
                            const struct val *factor)
{
    struct val *list = ARENA_ARRAY(&s->arena, struct val, s->program.months + 1);
    for (uint32_t m = 0; m <= s->program.months; m++) {
        list[m] = graph_unary(&s->graph, OP_ABS, flows[m]);
        if (factor) list[m] = graph_binary(&s->graph, OP_MUL, list[m], factor[m]);
    }
    return graph_sum(&s->graph, list, s->program.months + 1);
}

struct val figure_size(struct session *s, uint32_t option)
{
    const struct ledger *l = &s->ledger;
    const struct tally *t = &l->tallies[option];
    struct graph *g = &s->graph;
    bool worth = s->program.rank_by == RANK_NPV;
    const struct val *later = l->factor[(int)(2 * ledger_shift(&s->program))];
    struct val size =
        graph_binary(g, OP_ADD, magnitude(s, t->dated, worth ? l->factor[0] : NULL),
                     magnitude(s, t->operating, worth ? later : NULL));
    return s->program.rank_by == RANK_RISK_ADJUSTED
               ? graph_binary(g, OP_ADD, size, graph_unary(g, OP_ABS, t->risk))
               : size;
}

uint32_t figure_cheapest(const double *cost, const double *size, uint32_t count)
{
    uint32_t least = NO_NAME;
    for (uint32_t i = 0; i < count; i++)
        if (isfinite(cost[i]) && (least == NO_NAME || cost[i] < cost[least])) least = i;
    for (uint32_t i = 0; i < least && least != NO_NAME; i++) {
        double of = size ? kernel_max(size[i], size[least]) : 0;
        if (isfinite(cost[i]) && !is_cheaper(cost[least], cost[i], of)) return i;
    }
    return least;
}
