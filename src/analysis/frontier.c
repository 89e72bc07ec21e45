#include "analysis/frontier.h"

#include "engine/tape.h"

// What options pay at the values: all of it numbers, kept while the session is built in other ways.
struct payments {
    struct session *s;
    const struct vary *v;
    const double *values;
    uint32_t count, columns, options;
    double *cash;  // by value, then option, then column
    bool *barred;  // by value, then option
    bool *known;   // by value
};

static double *cash_of(const struct payments *f, uint32_t value, uint32_t option)
{
    return f->cash + ((size_t)value * f->options + option) * f->columns;
}

static struct val cash_in(struct session *s, uint32_t option, uint32_t column)
{
    const struct tally *t = &s->ledger.tallies[option];
    return graph_binary(&s->graph, OP_ADD, t->dated[column], t->operating[column]);
}

// ---- as lanes ----------------------------------------------------------------------------------

static void build_tape(struct session *s, const struct payments *f, struct tape *tape)
{
    uint32_t count = f->options * (f->columns + 1);
    struct val *outputs = ARENA_ARRAY(&s->arena, struct val, count);
    for (uint32_t o = 0; o < f->options; o++) {
        for (uint32_t m = 0; m < f->columns; m++)
            outputs[o * (f->columns + 1) + m] = cash_in(s, o, m);
        outputs[o * (f->columns + 1) + f->columns] = figure_barred(s, o);
    }
    tape_build(&s->arena, &s->graph, outputs, count, tape);
}

static void run_lanes(struct payments *f)
{
    struct tape tape;
    build_tape(f->s, f, &tape);
    double *slots = tape_slots(&f->s->arena, &tape);
    for (uint32_t at = 0; at < f->count; at += TAPE_LANES) {
        uint32_t lanes = f->count - at < TAPE_LANES ? f->count - at : TAPE_LANES;
        for (uint32_t l = 0; l < TAPE_LANES && tape.input_count > 0; l++)
            slots[l] = f->values[at + (l < lanes ? l : lanes - 1)] * f->v->factor;
        tape_run(&tape, slots);
        for (uint32_t l = 0; l < lanes; l++) {
            f->known[at + l] = true;
            for (uint32_t o = 0; o < f->options; o++) {
                uint32_t first = o * (f->columns + 1);
                for (uint32_t m = 0; m < f->columns; m++)
                    cash_of(f, at + l, o)[m] = tape_lane(&tape, slots, first + m, l);
                f->barred[(at + l) * f->options + o] =
                    tape_lane(&tape, slots, first + f->columns, l) != 0;
            }
        }
    }
}

static bool open_lanes(struct payments *f)
{
    struct variant variant;
    struct open_input input = {.fixed = false};
    variant_begin(&variant, f->s);
    f->s->open = vary_open(f->s, &f->v, 1, &input);
    bool ok = session_compute(f->s);
    if (ok) run_lanes(f);
    variant_end(&variant);
    return ok;
}

// ---- one by one --------------------------------------------------------------------------------

static void run_one(struct payments *f, uint32_t at)
{
    struct variant variant;
    struct open_input input = {.fixed = true};
    variant_begin(&variant, f->s);
    f->s->open = vary_open(f->s, &f->v, 1, &input);
    input.value = f->values[at] * f->v->factor;
    f->known[at] = session_compute(f->s);
    for (uint32_t o = 0; o < f->options && f->known[at]; o++) {
        for (uint32_t m = 0; m < f->columns; m++)
            cash_of(f, at, o)[m] = val_double(cash_in(f->s, o, m));
        f->barred[at * f->options + o] = val_double(figure_barred(f->s, o)) != 0;
    }
    variant_end(&variant);
}

// ---- the points --------------------------------------------------------------------------------

static struct breakeven breakeven_at(const struct payments *f, uint32_t at, uint32_t option)
{
    uint32_t baseline = f->s->program.baseline;
    bool barred = f->barred[at * f->options + option];
    if (!f->known[at] || barred || f->barred[at * f->options + baseline])
        return breakeven_none(!barred);
    return breakeven_find(&f->s->arena, cash_of(f, at, option), cash_of(f, at, baseline),
                          f->columns - 1);
}

void frontier_find(struct session *s, const struct crossovers *c, struct frontier *out)
{
    struct arena scratch = {0};
    struct payments f = {.s = s, .v = &c->vary, .values = c->at, .count = c->at_count};
    f.columns = s->program.months + 1;
    f.options = s->program.options.count;
    f.cash = ARENA_ARRAY(&scratch, double, (size_t)f.count *f.options *f.columns);
    f.barred = ARENA_ARRAY(&scratch, bool, (size_t)f.count *f.options);
    f.known = ARENA_ARRAY(&scratch, bool, f.count);
    if (!open_lanes(&f))
        for (uint32_t i = 0; i < f.count; i++)
            run_one(&f, i);
    out->count = c->count * f.count;
    out->points = ARENA_ARRAY(&s->arena, struct frontier_point, out->count);
    for (uint32_t k = 0; k < c->count; k++)
        for (uint32_t i = 0; i < f.count; i++)
            out->points[k * f.count + i] =
                (struct frontier_point){.option = c->list[k].option,
                                        .value = c->at[i],
                                        .side = c->list[k].sides[i],
                                        .known = f.known[i],
                                        .breakeven = breakeven_at(&f, i, c->list[k].option)};
    arena_free(&scratch);
}
