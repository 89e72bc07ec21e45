// sensitivity_mover.c - one input over the lanes: what its range does, and where the winner flips.
#include "analysis/sensitivity_int.h"

#include "analysis/compare.h"
#include "base/num.h"

#include <math.h>

void mover_ready(struct mover *m)
{
    const struct evaluator *e = &m->evaluator;
    m->ranked = figure_ranked(m->session);
    m->x = ARENA_ARRAY(&m->scratch, double, (size_t)e->input_count *TAPE_LANES);
    m->out = ARENA_ARRAY(&m->scratch, double, (size_t)e->output_count *TAPE_LANES);
}

// All steps of a walk go the same way, each as far as it counts for the level.
static void set_walk(struct mover *m, uint32_t lane, double percentile)
{
    static const struct dist standard = {.kind = DIST_NORMAL, .b = 1};
    double level = dist_quantile(&standard, percentile / 100);
    for (uint32_t i = 0; i < m->draws; i++)
        m->x[(size_t)(m->input + i) * TAPE_LANES + lane] = level * m->weights[i];
}

static void compute(struct mover *m, const double *values, uint32_t count)
{
    for (uint32_t l = 0; l < count; l++)
        if (m->weights)
            set_walk(m, l, values[l]);
        else
            m->x[(size_t)m->input * TAPE_LANES + l] = values[l] * m->factor;
    evaluator_run(&m->evaluator, m->x, count, m->out);
}

static double cost_in(const struct mover *m, uint32_t lane, uint32_t option)
{
    const double *out = m->out + (size_t)lane * m->evaluator.output_count;
    return out[evaluator_barred(option)] == 0 ? out[evaluator_figure(option, m->ranked)]
                                              : (double)NAN;
}

uint32_t mover_winner(struct mover *m, uint32_t lane)
{
    struct arena_mark mark = arena_mark(&m->scratch);
    uint32_t options = m->session->program.options.count;
    double *cost = ARENA_ARRAY(&m->scratch, double, options),
           *size = ARENA_ARRAY(&m->scratch, double, options);
    for (uint32_t o = 0; o < options; o++) {
        cost[o] = cost_in(m, lane, o);
        size[o] = m->out[(size_t)lane * m->evaluator.output_count + evaluator_size(o)];
    }
    uint32_t winner = figure_cheapest(cost, size, options);
    arena_release(&m->scratch, mark);
    return winner;
}

static struct effect effects_in(const struct mover *m, uint32_t option)
{
    struct effect e;
    for (uint32_t side = 0; side < 2; side++) {
        const double *out = m->out + (size_t)side * m->evaluator.output_count;
        e.cost[side] = out[evaluator_figure(option, m->ranked)];
        e.npv[side] = out[evaluator_figure(option, FIGURE_NPV)];
    }
    return e;
}

// ---- flips -------------------------------------------------------------------------------------

// Nearer than costs are told apart by.
static double ten_digits(double x)
{
    int decimals = 9;
    for (double size = fabs(x); size >= 10 && decimals > 0; size /= 10)
        decimals--;
    for (double size = fabs(x); size < 1 && size > 0 && decimals < 22; size *= 10)
        decimals++;
    return num_round(x, decimals);
}

// The first of evenly spaced values from `from` to `to` at which another option wins, then closer
// and closer. Points that are built one by one are dear.
static struct flip look(struct mover *m, double from, double to)
{
    struct flip f = {.found = false};
    uint32_t count = m->evaluator.has_lanes ? TAPE_LANES : 4;
    double values[TAPE_LANES];
    for (int round = 0; round < 30 && from != to; round++) {
        for (uint32_t l = 0; l < count; l++)
            values[l] = from + (to - from) * (l + 1) / count;
        values[count - 1] = to;
        compute(m, values, count);
        uint32_t at = 0, winner = NO_NAME;
        while (at < count && (winner = mover_winner(m, at)) == m->winner)
            at++;
        if (at == count) return f;
        f = (struct flip){true, values[at], winner};
        double below = at ? values[at - 1] : from;
        if (fabs(values[at] - below) <= 1e-12 * fabs(values[at])) break;
        from = below;
        to = values[at];
    }
    f.at = ten_digits(f.at);
    return f;
}

static struct flip nearest(struct flip a, struct flip b, double now)
{
    if (!a.found || !b.found) return a.found ? a : b;
    return fabs(b.at - now) < fabs(a.at - now) ? b : a;
}

void mover_find_flips(struct mover *m, struct moved *v, double least, double most)
{
    v->within = nearest(look(m, v->now, v->low), look(m, v->now, v->high), v->now);
    if (v->within.found) return;
    v->beyond = nearest(look(m, v->low, least), look(m, v->high, most), v->now);
}

bool mover_find_effects(struct mover *m, const struct sensitivity *all, struct moved *v)
{
    double ends[] = {v->low, v->high};
    uint32_t options = m->session->program.options.count;
    bool differs = false;
    compute(m, ends, 2);
    for (uint32_t o = 0; o < options; o++) {
        struct effect e = v->effects[o] = effects_in(m, o);
        for (int side = 0; side < 2; side++)
            differs = differs || is_cheaper(e.cost[side], all->now[o].cost[0], 0) ||
                      is_cheaper(all->now[o].cost[0], e.cost[side], 0) ||
                      !isfinite(e.cost[side]);
        double size = fabs(e.cost[1] - e.cost[0]);
        if (size > v->effect) v->effect = size;
    }
    return differs || mover_winner(m, 0) != m->winner || mover_winner(m, 1) != m->winner;
}

// ---- cases -------------------------------------------------------------------------------------

// The option by which cases are told apart: the one looked at, else the one that they move most.
static uint32_t telling_option(const struct sensitivity *all, const double *cost,
                               uint32_t cases, uint32_t options)
{
    uint32_t most = all->chosen;
    double widest = -1;
    for (uint32_t o = 0; o < options; o++) {
        double low = HUGE_VAL, high = -HUGE_VAL;
        for (uint32_t k = 0; k < cases; k++) {
            low = kernel_min(low, cost[k * options + o]);
            high = kernel_max(high, cost[k * options + o]);
        }
        if (o == all->chosen && high > low) return o;
        if (!(high - low > widest)) continue;
        widest = high - low;
        most = o;
    }
    return most;
}

static void find_case_flip(const struct mover *m, struct moved *v)
{
    double weight = -1;
    for (uint32_t k = 0; k < v->case_count; k++) {
        const struct case_outcome *c = &v->cases[k];
        if (c->winner == m->winner || c->weight <= weight) continue;
        weight = c->weight;
        v->within = (struct flip){true, k + 1, c->winner};
    }
}

bool mover_find_cases(struct mover *m, const struct sensitivity *all, struct moved *v)
{
    struct arena_mark mark = arena_mark(&m->scratch);
    uint32_t options = m->session->program.options.count, n = v->case_count;
    double *cost = ARENA_ARRAY(&m->scratch, double, (size_t)n *options);
    bool moves = false;
    for (uint32_t k = 0; k < n; k++) {
        v->low = v->high = k + 1;
        moves = mover_find_effects(m, all, v) || moves;
        v->cases[k].winner = mover_winner(m, 0);
        for (uint32_t o = 0; o < options; o++)
            cost[k * options + o] = v->effects[o].cost[0];
    }
    uint32_t of = telling_option(all, cost, n, options), low = 0, high = 0;
    for (uint32_t k = 1; k < n; k++) {
        if (cost[k * options + of] < cost[low * options + of]) low = k;
        if (cost[k * options + of] > cost[high * options + of]) high = k;
    }
    v->low = low + 1;
    v->high = high + 1;
    arena_release(&m->scratch, mark);
    find_case_flip(m, v);
    return mover_find_effects(m, all, v) || moves;
}
