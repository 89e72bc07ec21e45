#include "analysis/evaluator.h"

#include <math.h>

// ---- outputs -----------------------------------------------------------------------------------

uint32_t evaluator_watched(const struct evaluator *e, uint32_t i)
{
    return evaluator_figure(e->session->program.options.count, (enum figure)0) + i;
}

static bool watch(struct session *s, struct watched w, struct val *out)
{
    struct val v;
    bool ok = true;
    for (uint32_t m = 1; m <= s->program.months; m++) {
        ok = unroll_cell(&s->unroll, w.row, m, &v) && ok;
        *out = m == 1 ? v : graph_binary(&s->graph, w.trough ? OP_MIN : OP_MAX, *out, v);
    }
    return ok;
}

static bool fill_outputs(struct evaluator *e, struct val *out)
{
    struct session *s = e->session;
    bool ok = true;
    for (uint32_t i = 0; i < e->output_count; i++)
        out[i] = val_number(0);
    for (uint32_t o = 0; o < s->program.options.count; o++) {
        for (int f = 0; f < FIGURE_COUNT; f++)
            if (e->of->figures & 1U << f)
                out[evaluator_figure(o, (enum figure)f)] = figure_val(s, o, (enum figure)f);
        out[evaluator_barred(o)] = figure_barred(s, o);
        out[evaluator_size(o)] = figure_size(s, o);
    }
    for (uint32_t i = 0; i < e->of->watched_count; i++)
        ok = watch(s, e->of->watched[i], &out[evaluator_watched(e, i)]) && ok;
    return ok;
}

// ---- lanes -------------------------------------------------------------------------------------

double *evaluator_slots(const struct evaluator *e, struct arena *a)
{
    return tape_slots(a, &e->tape);
}

static bool open_lanes(struct evaluator *e)
{
    struct session *s = e->session;
    s->open = e->open;
    if (!(e->of->draws ? session_build_uncertain(s) : session_compute(s))) return false;
    struct val *outputs = ARENA_ARRAY(&s->arena, struct val, e->output_count);
    if (!fill_outputs(e, outputs)) return false;
    tape_build(&s->arena, &s->graph, outputs, e->output_count, &e->tape);
    e->slots = evaluator_slots(e, &s->arena);
    return true;
}

bool evaluator_open(struct evaluator *e, struct session *s, const struct evaluation *of)
{
    *e = (struct evaluator){.session = s, .of = of};
    e->inputs = ARENA_ARRAY(&s->arena, struct open_input, of->input_count);
    e->open = vary_open(s, of->inputs, of->input_count, e->inputs);
    e->open.stated_case = of->draws;
    e->input_count = (of->draws ? s->program.draws.count : 0) + of->input_count;
    e->output_count = evaluator_watched(e, of->watched_count);
    variant_begin(&e->variant, s);
    e->has_lanes = open_lanes(e);
    if (e->has_lanes || of->draws) return e->has_lanes;
    variant_end(&e->variant);
    variant_begin(&e->variant, s);
    return true;
}

void evaluator_close(struct evaluator *e)
{
    variant_end(&e->variant);
}

static uint32_t input_of(const struct evaluator *e, uint32_t slot)
{
    uint32_t draws = e->of->draws ? 0 : e->session->program.draws.count;
    return e->tape.input_of[slot] - draws;
}

bool evaluator_depends(const struct evaluator *e, uint32_t input)
{
    for (uint32_t i = 0; i < e->tape.input_count; i++)
        if (input_of(e, i) == input) return true;
    return !e->has_lanes;
}

void evaluator_run_lanes(const struct evaluator *e, double *slots, const double *x,
                         uint32_t lanes, double *out)
{
    for (uint32_t i = 0; i < e->tape.input_count; i++) {
        const double *from = x + (size_t)input_of(e, i) * TAPE_LANES;
        for (uint32_t l = 0; l < TAPE_LANES; l++)
            slots[(size_t)i * TAPE_LANES + l] = from[l < lanes ? l : lanes - 1];
    }
    tape_run(&e->tape, slots);
    for (uint32_t l = 0; l < lanes; l++)
        for (uint32_t o = 0; o < e->output_count; o++)
            out[(size_t)l * e->output_count + o] = tape_lane(&e->tape, slots, o, l);
}

// ---- one by one --------------------------------------------------------------------------------

void evaluator_fix(struct evaluator *e, const double *x, uint32_t stride)
{
    for (uint32_t i = 0; i < e->of->input_count; i++) {
        e->inputs[i].fixed = true;
        e->inputs[i].value = x[(size_t)i * stride];
    }
    e->session->open = e->open;
}

static void run_one(struct evaluator *e, const double *x, double *out)
{
    struct variant v;
    variant_begin(&v, e->session);
    struct val *outputs = ARENA_ARRAY(&e->session->arena, struct val, e->output_count);
    evaluator_fix(e, x, TAPE_LANES);
    bool ok = session_compute(e->session) && fill_outputs(e, outputs);
    for (uint32_t o = 0; o < e->output_count; o++)
        out[o] = ok && val_is_number(outputs[o]) ? val_double(outputs[o]) : (double)NAN;
    variant_end(&v);
}

void evaluator_run(struct evaluator *e, const double *x, uint32_t lanes, double *out)
{
    if (e->has_lanes) {
        evaluator_run_lanes(e, e->slots, x, lanes, out);
        return;
    }
    for (uint32_t l = 0; l < lanes; l++)
        run_one(e, x + l, out + (size_t)l * e->output_count);
}
