#include "support/check.h"

#include "engine/lanes.h"
#include "engine/vmath.h"
#include "support/gen.h"

// What both are asked: evenly, or deep in both tails.
static double some_share(struct gen *g, int round)
{
    double u = gen_number(g, 0x1p-53, 1);
    if (round % 3 == 1) u = vm_exp(gen_number(g, -36, 0)) * 0.5;
    if (round % 3 == 2) u = 1 - vm_exp(gen_number(g, -36, 0)) * 0.5;
    return u < 1 ? u : 1 - 0x1p-53;
}

static void fill(struct gen *g, int round, double *u)
{
    for (int l = 0; l < TAPE_LANES; l++)
        u[l] = some_share(g, gen_chance(g, 0.2) ? round + 1 : round);
}

static void every_set_of_lanes_has_the_bits_of_single_quantiles(void **state)
{
    (void)state;
    static const struct dist normal = {.kind = DIST_NORMAL, .a = 10, .b = 3};
    static const double values[] = {1, 2, 5}, shares[] = {0.2, 0.7, 1};
    struct arena a = {0};
    struct pert pert, edge;
    pert_make(&a, 0.3, &pert);
    pert_make(&a, 1, &edge);
    const struct dist dists[] = {
        normal,
        {.kind = DIST_PERT, .a = 3, .b = 6, .c = 13, .pert = &pert},
        {.kind = DIST_PERT, .a = -2, .b = 5, .c = 5, .pert = &edge},
        {.kind = DIST_PERT, .a = 5, .b = 5, .c = 5},
        {.kind = DIST_UNIFORM, .a = -2, .b = 7},
        {.kind = DIST_LOGNORMAL, .a = 0.3, .b = 0.5},
        {.kind = DIST_TWO_PIECE, .a = 0.2, .b = 0.6, .median = 4},
        {.kind = DIST_TRIANGULAR, .a = 1, .b = 2, .c = 4},
        {.kind = DIST_TRIANGULAR, .a = 1, .b = 1, .c = 1},
        {.kind = DIST_TRIANGULAR, .a = 1, .b = 4, .c = 4},
        {.kind = DIST_DISCRETE, .count = 3, .values = values, .shares = shares},
        {.kind = DIST_TRUNCATED, .of = &normal, .a = 8, .b = 12, .from = 0.25, .to = 0.75},
    };
    const struct lane_set *sets[LANE_SETS];
    uint32_t count = lane_sets(sets);
    struct gen g = gen_seeded(7);
    for (int round = 0; round < 600; round++) {
        const struct dist *d = &dists[(size_t)round % COUNT_OF(dists)];
        double u[TAPE_LANES], lanes[TAPE_LANES];
        fill(&g, round / (int)COUNT_OF(dists), u);
        for (uint32_t s = 0; s < count; s++) {
            memcpy(lanes, u, sizeof lanes);
            sets[s]->quantiles(d, lanes);
            for (int l = 0; l < TAPE_LANES; l++)
                assert_same(lanes[l], dist_quantile(d, u[l]));
            memcpy(lanes, u, sizeof lanes);
            sets[s]->normal(lanes);
            for (int l = 0; l < TAPE_LANES; l++)
                assert_same(lanes[l], vm_normal_quantile(u[l]));
        }
    }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_set_of_lanes_has_the_bits_of_single_quantiles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
