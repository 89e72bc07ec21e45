#include "analysis/sensitivity_int.h"

#include <math.h>

const char *inert_word(enum inert why)
{
    switch (why) {
    case INERT_UNUSED: return "unused";
    case INERT_NO_EFFECT: return "no_effect";
    case INERT_AT_MEDIANS: return "no_effect_at_medians";
    case INERT_ZERO: return "zero";
    }
    return "";
}

uint64_t sensitivity_trials(uint64_t asked)
{
    uint64_t trials = SHARE_LEAST;
    while (trials < asked)
        trials *= 2;
    return trials;
}

void sensitivity_add_inert(struct session *s, struct sensitivity *all, const struct moved *v,
                           enum inert why)
{
    VEC_PUSH(&s->arena, &all->inert, (struct inert_input){v->address, v->unit, v->now, why});
}

bool sensitivity_goes_on(const struct sensitivity *all, struct watcher w)
{
    return w.go_on(w.context, all->done, all->inputs);
}

// ---- all of them -------------------------------------------------------------------------------

// Insertion sort: larger effects on the chosen option first, those on others behind, then by name.
static bool comes_before(const struct sensitivity *all, const struct moved *a,
                         const struct moved *b)
{
    const struct effect *x = &a->effects[all->chosen], *y = &b->effects[all->chosen];
    double left = fabs(x->cost[1] - x->cost[0]), right = fabs(y->cost[1] - y->cost[0]);
    if (!isfinite(left)) left = HUGE_VAL;
    if (!isfinite(right)) right = HUGE_VAL;
    if (left != right) return left > right;
    if (a->effect != b->effect) return a->effect > b->effect;
    return str_cmp(a->address, b->address) < 0;
}

static void sort_list(struct sensitivity *all)
{
    for (uint32_t i = 1; i < all->list.count; i++) {
        struct moved v = all->list.at[i];
        uint32_t k = i;
        for (; k > 0 && comes_before(all, &v, &all->list.at[k - 1]); k--)
            all->list.at[k] = all->list.at[k - 1];
        all->list.at[k] = v;
    }
}

static void read_now(struct session *s, struct sensitivity *all)
{
    uint32_t options = s->program.options.count;
    double *cost = ARENA_ARRAY(&s->arena, double, options),
           *size = ARENA_ARRAY(&s->arena, double, options);
    all->now = ARENA_ARRAY(&s->arena, struct effect, options);
    for (uint32_t o = 0; o < options; o++) {
        struct effect *e = &all->now[o];
        e->cost[0] = val_double(figure_val(s, o, figure_ranked(s)));
        e->npv[0] = val_double(figure_val(s, o, FIGURE_NPV));
        cost[o] = val_is(figure_barred(s, o), 0) ? e->cost[0] : (double)NAN;
        size[o] = val_double(figure_size(s, o));
    }
    all->winner = figure_cheapest(cost, size, options);
    all->chosen = all->winner == NO_NAME ? s->program.baseline : all->winner;
    all->spread = all->chosen;
}

// Whether there was time for all of it shows in done and inputs.
bool sensitivity_find(struct session *s, struct sensitivity *out, struct watcher w)
{
    if (!shares_check_size(s, out->samples)) return false;
    uint32_t *rows = ARENA_ARRAY(&s->arena, uint32_t, s->program.rows.count);
    uint32_t certain = out->swing > 0 ? certain_list(s, rows) : 0;
    out->correlated = s->program.correlations.count > 0;
    out->inputs = certain + (out->samples ? program_uncertain_inputs(&s->program) : 0);
    read_now(s, out);
    bool whole = drawn_move(s, out, w);
    if (s->diags.error_count) return false;
    if (whole) certain_move(s, out, rows, certain, w);
    sort_list(out);
    return true;
}
