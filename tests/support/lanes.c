#include "support/lanes.h"

static void draw_numbers(const struct session *s, struct gen *g, struct lanes *l)
{
    for (uint32_t lane = 0; lane < TAPE_LANES; lane++) {
        for (uint32_t i = 0; i < l->draw_count; i++) {
            const struct dist *d = &s->unroll.dists[i];
            double u = gen_number(g, 0.02, 0.98);
            if (!l->drawn[i]) continue;
            l->numbers[lane * l->draw_count + i] = lane ? dist_quantile(d, u) : d->median;
        }
    }
}

void lanes_run(struct session *s, const struct val *outputs, uint32_t count, struct gen *g,
               struct lanes *l)
{
    *l = (struct lanes){.draw_count = s->program.draws.count, .drawn = s->unroll.dist_ready};
    l->numbers = ARENA_ARRAY(&s->arena, double, (size_t)l->draw_count *TAPE_LANES);
    draw_numbers(s, g, l);
    tape_build(&s->arena, &s->graph, outputs, count, &l->tape);
    l->slots = tape_slots(&s->arena, &l->tape);
    for (uint32_t i = 0; i < l->tape.input_count; i++)
        for (uint32_t lane = 0; lane < TAPE_LANES; lane++)
            l->slots[(size_t)i * TAPE_LANES + lane] =
                l->numbers[lane * l->draw_count + l->tape.input_of[i]];
    tape_run(&l->tape, l->slots);
}

double lanes_output(const struct lanes *l, uint32_t output, uint32_t lane)
{
    return tape_lane(&l->tape, l->slots, output, lane);
}

bool lanes_fold(struct session *s, const struct lanes *l, uint32_t lane)
{
    graph_init(&s->graph, &s->arena);
    unroll_init(&s->unroll, &s->program, &s->graph, &s->arena, false);
    for (uint32_t i = 0; i < l->draw_count; i++) {
        s->unroll.dist_ready[i] = l->drawn[i];
        double number = l->numbers[lane * l->draw_count + i];
        s->unroll.dists[i] =
            (struct dist){.kind = DIST_UNIFORM, .a = number, .b = number, .median = number};
    }
    return ledger_build(&s->unroll, &s->ledger);
}
