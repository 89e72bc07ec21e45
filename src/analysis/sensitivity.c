#include "analysis/sensitivity_int.h"

#include "analysis/address.h"
#include "base/num.h"

#include <math.h>

const char *inert_word(enum inert why)
{
    switch (why) {
    case INERT_UNUSED: return "unused";
    case INERT_NO_EFFECT: return "no_effect";
    case INERT_ZERO: return "zero";
    }
    return "";
}

void sensitivity_add_inert(struct session *s, struct sensitivity *all, const struct moved *v,
                           enum inert why)
{
    VEC_PUSH(&s->arena, &all->inert, (struct inert_input){v->address, v->unit, v->now, why});
}

// ---- what is uncertain -------------------------------------------------------------------------

static uint32_t first_literal(const struct ast_store *a, uint32_t id)
{
    const struct ast *n = ast_get(a, id);
    if (n->kind == AST_NUMBER && a->literals.at[n->extra].unit_text.len) return id;
    for (uint32_t i = 0; i < n->count; i++) {
        uint32_t found = ast_kid(a, id, i) ? first_literal(a, ast_kid(a, id, i)) : 0;
        if (found) return found;
    }
    return 0;
}

// That of the row which the distribution is, else the one that it is written with.
static void unit_of_draw(struct session *s, uint32_t draw, struct moved *v)
{
    const struct program *p = &s->program;
    const struct ast_store *a = &p->asts;
    uint32_t row = address_find(s, v->address), node = p->draws.at[draw].node;
    double period;
    v->unit = STR("1");
    v->factor = 1;
    if (row != NO_NAME && p->rows.at[row].formula == node && !row_is_share(&p->rows.at[row])) {
        const struct name *n = row_name(p, row);
        v->unit = n->growth ? address_growth_unit(s, row, &v->factor, &period)
                            : address_unit(s, n, &v->factor);
        return;
    }
    uint32_t literal = first_literal(a, node);
    if (!literal) return;
    const struct literal *l = &a->literals.at[ast_get(a, literal)->extra];
    v->unit = l->unit_text;
    v->factor = l->unit.factor;
}

static double at_quantile(const struct session *s, uint32_t draw, double factor, double u)
{
    return num_in_unit(dist_quantile(&s->unroll.dists[draw], u), factor);
}

static void list_draws(struct session *s, struct moved *list)
{
    for (uint32_t d = 0; d < s->program.draws.count; d++) {
        struct moved *v = &list[d];
        v->address = s->program.draws.at[d].name;
        v->is_drawn = true;
        unit_of_draw(s, d, v);
        v->effects = ARENA_ARRAY(&s->arena, struct effect, s->program.options.count);
        v->importance = ARENA_ARRAY(&s->arena, struct importance, s->program.options.count);
        if (!s->unroll.dist_ready[d]) {  // nothing that is computed reads it
            v->unit = STR_NONE;
            continue;
        }
        v->now = num_in_unit(s->unroll.dists[d].median, v->factor);
        v->low = at_quantile(s, d, v->factor, 0.1);
        v->high = at_quantile(s, d, v->factor, 0.9);
    }
}

bool sensitivity_goes_on(const struct sensitivity *all, struct watcher w)
{
    return w.go_on(w.context, all->done, all->inputs);
}

// ---- all of them -------------------------------------------------------------------------------

static void move_draw(struct mover *m, const struct sensitivity *all, uint32_t draw,
                      struct moved *v, enum inert *why, bool *moves)
{
    const struct session *s = m->session;
    double median = s->unroll.dists[draw].median;
    *why = INERT_UNUSED;
    *moves = false;
    if (!evaluator_depends(&m->evaluator, draw)) return;
    m->input = draw;
    m->factor = v->factor;
    *why = INERT_NO_EFFECT;
    *moves = mover_find_effects(m, all, v);
    if (*moves)
        mover_find_flips(m, v, at_quantile(s, draw, v->factor, 0.01),
                         at_quantile(s, draw, v->factor, 0.99));
    for (uint32_t l = 0; l < TAPE_LANES; l++)
        m->x[(size_t)draw * TAPE_LANES + l] = median;
}

static bool move_draws(struct session *s, struct sensitivity *all, struct watcher w)
{
    uint32_t draws = s->program.draws.count;
    struct moved *list = ARENA_ARRAY(&s->arena, struct moved, draws);
    enum inert *why = ARENA_ARRAY(&s->arena, enum inert, draws);
    bool *moves = ARENA_ARRAY(&s->arena, bool, draws), whole = true;
    list_draws(s, list);
    struct mover m = {.session = s, .winner = all->winner};
    const struct evaluation what = {.draws = true,
                                    .figures = 1U << figure_ranked(s) | 1U << FIGURE_NPV};
    if (draws == 0) return true;
    if (!evaluator_open(&m.evaluator, s, &what)) return false;
    mover_ready(&m);
    for (uint32_t d = 0; d < draws; d++)
        for (uint32_t l = 0; l < TAPE_LANES; l++)
            m.x[(size_t)d * TAPE_LANES + l] = s->unroll.dists[d].median;
    for (uint32_t d = 0; d < draws; d++)
        move_draw(&m, all, d, &list[d], &why[d], &moves[d]);
    if (all->samples) whole = shares_find(&m, all, list, w);
    evaluator_close(&m.evaluator);
    arena_free(&m.scratch);
    for (uint32_t d = 0; d < draws; d++) {
        if (moves[d])
            VEC_PUSH(&s->arena, &all->list, list[d]);
        else
            sensitivity_add_inert(s, all, &list[d], why[d]);
    }
    return whole;
}

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
}

// Whether there was time for all of it shows in done and inputs.
bool sensitivity_find(struct session *s, struct sensitivity *out, struct watcher w)
{
    if (!shares_check_size(s, out->samples)) return false;
    uint32_t *rows = ARENA_ARRAY(&s->arena, uint32_t, s->program.rows.count);
    uint32_t certain = out->swing > 0 ? certain_list(s, rows) : 0;
    out->correlated = s->program.correlations.count > 0;
    out->inputs = certain + (out->samples ? s->program.draws.count : 0);
    read_now(s, out);
    bool whole = move_draws(s, out, w);
    if (s->diags.error_count) return false;
    if (whole) certain_move(s, out, rows, certain, w);
    sort_list(out);
    return true;
}
