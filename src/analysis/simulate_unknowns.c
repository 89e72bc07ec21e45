// simulate_unknowns.c - what each uncertain input does: what knowing it is worth, how it moves costs.
//
// Trials are sorted into bins of equal probability by the value of one input, with the sums of what
// each option costs there and in how many trials it can't do the work. A random walk is one input. Its
// steps are normal and independent, so their sum with fixed weights is normal too: that which takes each
// step once for every month that it moves is the mean of the walk's logarithm over the months.
#include "analysis/simulate_int.h"

#include "base/num.h"
#include "engine/kernel.h"

#include <stdlib.h>

// ---- inputs ------------------------------------------------------------------------------------

static const struct draw *draw_of(const struct runner *r, uint32_t lane)
{
    return &r->s->program.draws.at[r->tape.input_of[lane]];
}

// The walk that a step belongs to, among the inputs that were met.
static struct unknown *find_walk(struct runner *r, uint32_t lane)
{
    const struct draw *d = draw_of(r, lane);
    for (uint32_t i = 0; i < r->unknowns.count && d->month >= 0; i++) {
        const struct draw *other = draw_of(r, r->unknowns.at[i].lanes.at[0]);
        if (other->month >= 0 && other->node == d->node) return &r->unknowns.at[i];
    }
    return NULL;
}

// Each step by the months that it moves, up to the last one that is used; so that their sum has a
// standard deviation of 1, as each step has.
static void set_weights(struct runner *r, struct unknown *u)
{
    int start = r->s->program.start, last = start;
    double squares = 0;
    u->weights = ARENA_ARRAY(r->a, double, u->lanes.count);
    for (uint32_t i = 0; i < u->lanes.count; i++)
        if (draw_of(r, u->lanes.at[i])->month > last) last = draw_of(r, u->lanes.at[i])->month;
    for (uint32_t i = 0; i < u->lanes.count; i++) {
        int first = draw_of(r, u->lanes.at[i])->month;
        u->weights[i] = last - (first > start ? first : start) + 1;
        squares += u->weights[i] * u->weights[i];
    }
    for (uint32_t i = 0; i < u->lanes.count; i++)
        u->weights[i] /= sqrt(squares);
}

static void set_edges(struct runner *r, struct unknown *u)
{
    const struct dist *d = &r->s->unroll.dists[r->tape.input_of[u->lanes.at[0]]];
    u->address = draw_of(r, u->lanes.at[0])->name;
    if (draw_of(r, u->lanes.at[0])->month >= 0) {
        u->address = draw_address(u->address);
        set_weights(r, u);
    }
    for (uint32_t k = 1; k < SIM_BINS; k++)
        u->bins.edges[k - 1] = dist_quantile(d, (double)k / SIM_BINS);
    lane_bins_open(&u->bins);
}

static void choose_inputs(struct runner *r)
{
    for (uint32_t lane = 0; lane < r->tape.input_count; lane++) {
        struct unknown *u = find_walk(r, lane);
        if (!u && r->unknowns.count == UNKNOWNS_MOST) {
            r->unknowns.count = 0;
            return;
        }
        if (!u) {
            VEC_PUSH(r->a, &r->unknowns, (struct unknown){0});
            u = &r->unknowns.at[r->unknowns.count - 1];
        }
        VEC_PUSH(r->a, &u->lanes, lane);
    }
}

// Whether an option can do the work hangs on the trial.
static bool may_fail(const struct runner *r, uint32_t option)
{
    return !r->tape.outputs[output_of(option, SIM_METRICS)].is_number;
}

void simulate_open_unknowns(struct runner *r)
{
    choose_inputs(r);
    for (uint32_t i = 0; i < r->unknowns.count; i++)
        set_edges(r, &r->unknowns.at[i]);
    r->columns = r->options;
    r->barred_column = ARENA_ARRAY(r->a, uint32_t, r->options);
    for (uint32_t o = 0; o < r->options; o++)
        if (may_fail(r, o)) r->barred_column[o] = r->columns++;
    r->bin_sums = r->unknowns.count * SIM_BINS * (r->columns + 1);
}

// ---- a block -----------------------------------------------------------------------------------

static const double *outputs_at(const struct study_block *b, uint32_t output)
{
    return b->outputs + (size_t)output * STUDY_BLOCK;
}

// How many columns a block needs: where every option can do the work nobody is barred.
static uint32_t columns_in(const struct runner *r, const struct study_block *b,
                           const double *sums)
{
    for (uint32_t o = 0; o < r->options; o++)
        if (r->barred_column[o] && sums[o * SUMS_EACH + OF_FEASIBLE] < b->count)
            return r->columns;
    return r->options;
}

static void set_rows(const struct runner *r, const struct study_block *b, uint32_t columns,
                     double *rows)
{
    uint32_t wide = simulate_row(columns);
    for (uint32_t o = 0; o < r->options; o++) {
        uint32_t output = output_of(o, (int)r->out->metric);
        const double *values = outputs_at(b, output);
        for (uint32_t t = 0; t < b->count; t++)
            rows[t * wide + o] = values[t] - r->point[output];
    }
    for (uint32_t o = 0; o < r->options && columns > r->options; o++) {
        const double *barred = outputs_at(b, output_of(o, SIM_METRICS));
        if (r->barred_column[o] == 0) continue;
        for (uint32_t t = 0; t < b->count; t++)
            rows[t * wide + r->barred_column[o]] = barred[t] != 0 ? 1 : 0;
    }
}

// The values of an input, or where a walk has its mean.
static const double *values_in(const struct study_block *b, const struct unknown *u,
                               double *walk)
{
    if (!u->weights) return b->inputs + (size_t)u->lanes.at[0] * STUDY_BLOCK;
    memset(walk, 0, STUDY_BLOCK * sizeof *walk);
    for (uint32_t i = 0; i < u->lanes.count; i++) {
        const double *steps = b->inputs + (size_t)u->lanes.at[i] * STUDY_BLOCK;
        for (uint32_t t = 0; t < STUDY_BLOCK; t++)
            walk[t] += u->weights[i] * steps[t];
    }
    return walk;
}

void simulate_add_bins(const struct runner *r, const struct study_block *b, double *rows,
                       const double *sums, double *bins)
{
    double walk[STUDY_BLOCK];
    uint32_t columns = columns_in(r, b, sums), wide = simulate_row(columns);
    double *costs = rows + (size_t)SIM_BINS * wide;
    set_rows(r, b, columns, costs);
    for (uint32_t i = 0; i < r->unknowns.count; i++) {
        const struct unknown *u = &r->unknowns.at[i];
        double trials[SIM_BINS] = {0};
        memset(rows, 0, (size_t)SIM_BINS * wide * sizeof *rows);
        r->run->bins(&u->bins, values_in(b, u, walk), costs, wide, b->count, rows, trials);
        for (uint32_t k = 0; k < SIM_BINS; k++, bins += r->columns + 1) {
            bins[0] = trials[k];
            memcpy(bins + 1, rows + (size_t)k * wide, columns * sizeof *bins);
        }
    }
}

// ---- what knowing is worth ---------------------------------------------------------------------

static double cost_in(const struct runner *r, const double *bin, uint32_t option)
{
    return bin[option + 1] + bin[0] * r->point[output_of(option, (int)r->out->metric)];
}

static bool is_sure_to_serve(const struct runner *r, uint32_t option)
{
    return r->out->options[option].feasible.share >= 1;
}

// Can it do the work in all trials of a bin?
static bool serves_in(const struct runner *r, const double *bin, uint32_t option)
{
    uint32_t column = r->barred_column[option];
    return column ? bin[column + 1] == 0 : is_sure_to_serve(r, option);
}

static double least_in(const struct runner *r, const double *bin)
{
    double least = 0;
    bool any = false;
    for (uint32_t o = 0; o < r->options; o++) {
        if (!serves_in(r, bin, o)) continue;
        double sum = cost_in(r, bin, o);
        if (!any || sum < least) least = sum;
        any = true;
    }
    return least;
}

static double chosen_at_once(const struct runner *r, const double *bins)
{
    double least = 0;
    bool any = false;
    for (uint32_t o = 0; o < r->options; o++) {
        double whole = 0;
        if (!is_sure_to_serve(r, o)) continue;
        for (uint32_t k = 0; k < SIM_BINS; k++)
            whole += cost_in(r, bins + (size_t)k * (r->columns + 1), o);
        if (!any || whole < least) least = whole;
        any = true;
    }
    return least;
}

// What is saved where the bin is known before the choice: then also what can do the work in all of
// this bin may be chosen. To know the only input is to know everything.
static double worth_knowing(const struct runner *r, const double *bins)
{
    double known = 0, trials = 0, all = r->out->value_of_information;
    if (!r->out->has_value || r->unknowns.count == 1) return r->out->has_value ? all : 0;
    for (uint32_t k = 0; k < SIM_BINS; k++) {
        const double *bin = bins + (size_t)k * (r->columns + 1);
        known += least_in(r, bin);
        trials += bin[0];
    }
    double chosen = chosen_at_once(r, bins);
    double worth = trials > 0 && chosen > known ? (chosen - known) / trials : 0;
    return worth < all ? worth : all;
}

// ---- how it moves costs ------------------------------------------------------------------------

static double trials_of(const struct runner *r, const double *bins)
{
    double all = 0;
    for (uint32_t k = 0; k < SIM_BINS; k++)
        all += bins[(size_t)k * (r->columns + 1)];
    return all;
}

// The mean cost in the tenth of the trials in which the input is lowest, or highest; of a bin that
// reaches beyond it, in proportion.
static double mean_at_end(const struct runner *r, const double *bins, uint32_t option,
                          bool highest)
{
    double tenth = trials_of(r, bins) / 10, left = tenth, sum = 0;
    for (uint32_t i = 0; i < SIM_BINS && left > 0; i++) {
        uint32_t k = highest ? SIM_BINS - 1 - i : i;
        const double *bin = bins + (size_t)k * (r->columns + 1);
        if (bin[0] == 0) continue;
        double taken = kernel_min(bin[0], left);
        sum += bin[option + 1] * (taken / bin[0]);
        left -= taken;
    }
    return tenth > 0 ? sum / tenth + r->point[output_of(option, (int)r->out->metric)] : 0;
}

// Weighted cases stand in no order: the mean cost in the cheapest of them, or in the dearest.
static double mean_of_case(const struct runner *r, const double *bins, uint32_t option,
                           bool dearest)
{
    double found = 0;
    bool any = false;
    for (uint32_t k = 0; k < SIM_BINS; k++) {
        const double *bin = bins + (size_t)k * (r->columns + 1);
        if (bin[0] == 0) continue;
        double mean = cost_in(r, bin, option) / bin[0];
        if (!any || (dearest ? mean > found : mean < found)) found = mean;
        any = true;
    }
    return found;
}

static int by_effect(const void *left, const void *right)
{
    const struct sim_effect *a = left, *b = right;
    double mine = fabs(a->high - a->low), other = fabs(b->high - b->low);
    if (a->option != b->option) return a->option < b->option ? -1 : 1;
    if (mine != other) return mine < other ? 1 : -1;
    return str_cmp(a->address, b->address);
}

static void add_effects(struct runner *r, const struct unknown *u, const double *bins)
{
    struct simulation *out = r->out;
    bool cases = str_is(u->address, "cases");
    for (uint32_t o = 0; o < r->options; o++) {
        if (out->options[o].feasible.share <= 0) continue;
        struct sim_effect e = {.option = o, .address = u->address};
        e.low = cases ? mean_of_case(r, bins, o, false) : mean_at_end(r, bins, o, false);
        e.high = cases ? mean_of_case(r, bins, o, true) : mean_at_end(r, bins, o, true);
        out->effects[out->effect_count++] = e;
    }
}

static int by_worth(const void *left, const void *right)
{
    const struct sim_unknown *a = left, *b = right;
    if (a->value != b->value) return a->value < b->value ? 1 : -1;
    return str_cmp(a->address, b->address);
}

void simulate_set_unknowns(struct runner *r)
{
    struct simulation *out = r->out;
    uint32_t count = r->unknowns.count;
    out->unknown_count = out->effect_count = 0;
    if (count == 0 || r->bins.nodes.count == 0) return;
    double *all = ARENA_ARRAY(r->a, double, r->bin_sums);
    sum_tree_total(&r->bins, all);
    out->unknowns = ARENA_ARRAY(&r->s->arena, struct sim_unknown, count);
    out->effects = ARENA_ARRAY(&r->s->arena, struct sim_effect, (size_t)count * r->options);
    for (uint32_t i = 0; i < count; i++) {
        const struct unknown *u = &r->unknowns.at[i];
        const double *bins = all + (size_t)i * SIM_BINS * (r->columns + 1);
        out->unknowns[out->unknown_count++] =
            (struct sim_unknown){u->address, worth_knowing(r, bins)};
        add_effects(r, u, bins);
    }
    qsort(out->unknowns, out->unknown_count, sizeof *out->unknowns, by_worth);
    qsort(out->effects, out->effect_count, sizeof *out->effects, by_effect);
}

// ---- what to show ------------------------------------------------------------------------------

static double size_of(const struct sim_effect *e)
{
    return num_round(fabs(e->high - e->low), 2);
}

static bool wins_more(const struct simulation *sim, uint32_t option, uint32_t other)
{
    const struct simulated_option *a = &sim->options[option], *b = &sim->options[other];
    if (a->cheapest.share != b->cheapest.share) return a->cheapest.share > b->cheapest.share;
    return a->spread[sim->metric].mean < b->spread[sim->metric].mean;
}

const struct sim_effect *simulated_effects(const struct simulation *sim, uint32_t most,
                                           uint32_t *count)
{
    *count = 0;
    if (sim->effect_count == 0) return NULL;
    const struct sim_effect *end = sim->effects + sim->effect_count, *first = NULL;
    for (const struct sim_effect *e = sim->effects; e < end; e++)
        if (size_of(e) > 0 && (!first || wins_more(sim, e->option, first->option))) first = e;
    while (first && *count < most && first + *count < end &&
           first[*count].option == first->option &&
           size_of(&first[*count]) >= size_of(first) / 20)
        ++*count;
    return first;
}
