#include "support/check.h"
#include "support/gen.h"

#include "engine/kernel.h"
#include "engine/lanes.h"

enum { MOST = 300, WIDE = 4 };

// Costs of two options, and who can't do the work, over `count` trials.
struct trials {
    uint32_t count;
    double x[MOST], y[MOST], no_x[MOST], no_y[MOST];
};

static void fill(struct gen *g, struct trials *t)
{
    t->count = (uint32_t)gen_whole(g, 1, MOST);
    for (uint32_t i = 0; i < t->count; i++) {
        t->x[i] = gen_number(g, -1e6, 1e6);
        t->y[i] = gen_chance(g, 0.1) ? t->x[i] : gen_number(g, -1e6, 1e6);
        if (gen_chance(g, 0.1)) t->x[i] = gen_chance(g, 0.5) ? 0.0 : -0.0;
        t->no_x[i] = gen_chance(g, 0.2);
        t->no_y[i] = gen_chance(g, 0.2);
    }
}

// All that sets of lanes find of the trials.
struct reduced {
    double moments[2], saved[2], least_sum, wins[2];
    struct lane_chances chances;
    double best[MOST], least[MOST], low, high, sums[LANE_BINS * WIDE], in_bin[LANE_BINS];
    uint64_t cells[MOST];
    uint32_t parts[MOST];
};

static struct lane_bins some_bins(void)
{
    struct lane_bins b;
    for (int k = 0; k < LANE_BINS - 1; k++)
        b.edges[k] = k < 20 ? -900000 + k * 1000.0 : (k - 20) * 90000.0;
    lane_bins_open(&b);
    return b;
}

static void find(const struct lane_set *run, const struct trials *t, struct reduced *f)
{
    *f = (struct reduced){.low = t->x[0] + 0.0, .high = t->x[0] + 0.0};
    struct lane_option x = {t->x, t->no_x}, y = {t->y, t->no_y};
    struct lane_bins bins = some_bins();
    static double costs[MOST * WIDE];
    for (uint32_t i = 0; i < t->count; i++) {
        f->best[i] = -1;
        for (uint32_t k = 0; k < WIDE; k++)
            costs[i * WIDE + k] = t->y[i] * k;
    }
    run->moments(t->x, NULL, 10, t->count, f->moments);
    run->moments(t->x, t->y, 5, t->count, f->saved);
    run->win(0, x.x, x.barred, t->count, f->best, f->least);
    run->win(1, y.x, y.barred, t->count, f->best, f->least);
    for (int o = 0; o < 2; o++)
        f->wins[o] = run->wins(o, f->best, t->count);
    f->least_sum = run->least(f->best, f->least, 3, t->count);
    run->chances(&y, &x, f->least, 2e5, t->count, &f->chances);
    run->bins(&bins, t->x, costs, WIDE, t->count, f->sums, f->in_bin);
    run->cells(t->x, t->count, 44, f->cells, &f->low, &f->high);
    run->parts(t->x, t->count, -5e5, 1e-4, 99, f->parts);
}

static void every_set_of_lanes_finds_the_same_bits(void **state)
{
    (void)state;
    const struct lane_set *sets[LANE_SETS];
    uint32_t count = lane_sets(sets);
    for (uint64_t seed = 0; seed < gen_cases(200); seed++) {
        struct gen g = gen_seeded(seed);
        struct trials t;
        static struct reduced first, other;
        fill(&g, &t);
        find(sets[0], &t, &first);
        for (uint32_t s = 1; s < count; s++) {
            find(sets[s], &t, &other);
            assert_memory_equal(&other, &first, sizeof first);
        }
    }
}

// One trial after another, as it is meant.
static void lanes_find_what_single_trials_do(void **state)
{
    (void)state;
    struct lane_bins bins = some_bins();
    for (uint64_t seed = 0; seed < gen_cases(200); seed++) {
        struct gen g = gen_seeded(seed);
        struct trials t;
        static struct reduced f;
        double sum = 0, squares = 0, saved = 0, regret = 0, low = HUGE_VAL, high = -HUGE_VAL;
        double in_bin[LANE_BINS] = {0}, costs[LANE_BINS] = {0};
        uint32_t wins[2] = {0}, feasible = 0, beats = 0, within = 0;
        fill(&g, &t);
        find(lane_set_here(), &t, &f);
        for (uint32_t i = 0; i < t.count; i++) {
            double x = t.x[i], y = t.y[i];
            bool can_x = t.no_x[i] == 0, can_y = t.no_y[i] == 0;
            int best = can_y && (!can_x || kernel_below(y, x)) ? 1 : can_x ? 0 : -1;
            assert_true(f.best[i] == best);
            assert_true(f.least[i] == (best == 1 ? y : best == 0 ? x : 0));
            if (best >= 0) wins[best]++;
            sum += x - 10;
            squares += (x - 10) * (x - 10);
            saved += x - y - 5;
            regret += can_y ? y - f.least[i] : 0;
            feasible += can_y;
            beats += can_y && can_x && kernel_below(y, x);
            within += can_y && y <= 2e5;
            low = x < low ? x : low;
            high = x > high ? x : high;
            int bin = 0;
            while (bin < LANE_BINS - 1 && x >= bins.edges[bin])
                bin++;
            in_bin[bin]++;
            costs[bin] += y;
            double part = (x + 5e5) * 1e-4;
            assert_int_equal(f.parts[i], part < 0 ? 0 : part > 99 ? 99 : (uint32_t)part);
            for (uint32_t k = 0; k < i; k++)
                assert_true(f.cells[k] == f.cells[i] ||
                            (t.x[k] < x) == (f.cells[k] < f.cells[i]));
        }
        assert_close(f.moments[0], sum, 1e-9);
        assert_close(f.moments[1], squares, 1e-12);
        assert_close(f.saved[0], saved, 1e-9);
        assert_close(f.chances.regret, regret, 1e-9);
        assert_true(f.wins[0] == wins[0] && f.wins[1] == wins[1]);
        assert_true(f.chances.feasible == feasible && f.chances.beats == beats);
        assert_true(f.chances.within == within && f.low == low && f.high == high);
        for (int k = 0; k < LANE_BINS; k++) {
            assert_true(f.in_bin[k] == in_bin[k]);
            assert_close(f.sums[k * WIDE + 1], costs[k], 1e-9);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_set_of_lanes_finds_the_same_bits),
        cmocka_unit_test(lanes_find_what_single_trials_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
