// sensitivity_drawn.c - what is uncertain: which inputs there are, and each moved while the others
// stand at their medians.
#include "analysis/sensitivity_int.h"

#include "analysis/address.h"
#include "base/num.h"

#include <math.h>

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

// ---- random walks ------------------------------------------------------------------------------

// The step of a month moves that month and all behind it, those before the start move all of them:
// so much the mean of the logarithm over the months hangs on it. Of length one, so that the sum of
// independent standard normal steps, times their weights, is standard normal too.
static const double *weights_of_walk(struct session *s, uint32_t first, uint32_t count)
{
    const struct program *p = &s->program;
    double *weights = ARENA_ARRAY(&s->arena, double, count), squares = 0;
    for (uint32_t i = 0; i < count; i++) {
        int month = p->draws.at[first + i].month - p->start;  // from 0
        weights[i] = (int)p->months - (month > 0 ? month : 0);
        squares += weights[i] * weights[i];
    }
    for (uint32_t i = 0; i < count; i++)
        weights[i] /= sqrt(squares);
    return weights;
}

static void describe_walk(struct session *s, struct drawn *d)
{
    struct moved *v = &d->moved;
    v->address = draw_address(v->address);
    v->is_walk = true;
    v->unit = STR("percentile");
    v->low = 10;
    v->now = 50;
    v->high = 90;
    d->weights = weights_of_walk(s, d->first, d->count);
}

// ---- cases -------------------------------------------------------------------------------------

// A value by case whose number this is; 0 where nothing changes with it.
static uint32_t value_by_case(const struct program *p, uint32_t number)
{
    for (uint32_t i = 1; i < p->asts.nodes.count; i++)
        if (ast_get(&p->asts, i)->kind == AST_CASES && ast_kid(&p->asts, i, 0) == number)
            return i;
    return 0;
}

// False where it is no number of a case. Its distribution is discrete(1, weight, 2, weight ..).
static bool describe_cases(struct session *s, struct drawn *d)
{
    const struct program *p = &s->program;
    uint32_t number = p->draws.at[d->first].node, value = value_by_case(p, number);
    if (!value) return false;
    uint32_t count = d->moved.case_count = ast_get(&p->asts, value)->count - 2;
    struct case_outcome *cases = ARENA_ARRAY(&s->arena, struct case_outcome, count);
    for (uint32_t i = 0; i < count; i++) {
        cases[i].name = ast_arg_name(&p->asts, value, i + 2);
        cases[i].weight = ast_get(&p->asts, ast_kid(&p->asts, number, 2 * i + 1))->number;
    }
    d->moved.cases = cases;
    d->moved.unit = STR_NONE;  // they are words
    return true;
}

// ---- the list ----------------------------------------------------------------------------------

static void describe(struct session *s, struct drawn *d)
{
    struct moved *v = &d->moved;
    uint32_t options = s->program.options.count;
    v->address = s->program.draws.at[d->first].name;
    v->is_drawn = true;
    v->unit = STR("1");
    v->factor = 1;
    v->effects = ARENA_ARRAY(&s->arena, struct effect, options);
    v->importance = ARENA_ARRAY(&s->arena, struct importance, options);
    if (s->program.draws.at[d->first].month >= 0)
        describe_walk(s, d);
    else if (!describe_cases(s, d))
        unit_of_draw(s, d->first, v);
}

// Where something that is computed reads it.
static void find_range(const struct session *s, struct drawn *d)
{
    struct moved *v = &d->moved;
    if (v->is_walk || v->cases || !s->unroll.dist_ready[d->first]) return;
    d->has_range = true;
    v->now = num_in_unit(s->unroll.dists[d->first].median, v->factor);
    v->low = at_quantile(s, d->first, v->factor, 0.1);
    v->high = at_quantile(s, d->first, v->factor, 0.9);
}

static struct drawn *list_drawn(struct session *s, uint32_t *count)
{
    const struct program *p = &s->program;
    struct drawn *list = ARENA_ARRAY(&s->arena, struct drawn, program_uncertain_inputs(p));
    *count = 0;
    for (uint32_t i = 0; i < p->draws.count; i += program_draws_of_input(p, i)) {
        struct drawn *d = &list[(*count)++];
        *d = (struct drawn){.first = i, .count = program_draws_of_input(p, i)};
        describe(s, d);
        find_range(s, d);
    }
    return list;
}

// ---- all of them -------------------------------------------------------------------------------

// The median of a step of a walk is 0; of cases, what the scenario states.
static void stand(struct mover *m, const struct drawn *d)
{
    const struct session *s = m->session;
    for (uint32_t i = d->first; i < d->first + d->count; i++)
        for (uint32_t l = 0; l < TAPE_LANES; l++)
            m->x[(size_t)i * TAPE_LANES + l] =
                d->moved.is_walk || d->moved.cases ? 0 : s->unroll.dists[i].median;
}

static void move_alone(struct mover *m, struct sensitivity *all, struct drawn *d)
{
    struct moved *v = &d->moved;
    for (uint32_t i = d->first; i < d->first + d->count; i++)
        d->is_used = d->is_used || evaluator_depends(&m->evaluator, i);
    if (!d->is_used) return;
    all->uncertain = true;
    m->input = d->first;
    m->draws = d->count;
    m->weights = d->weights;
    m->factor = v->factor;
    if (v->cases) {
        d->has_moved = mover_find_cases(m, all, v);
    } else {
        double least = v->is_walk ? 1 : at_quantile(m->session, d->first, v->factor, 0.01),
               most = v->is_walk ? 99 : at_quantile(m->session, d->first, v->factor, 0.99);
        d->has_moved = mover_find_effects(m, all, v);
        if (d->has_moved) mover_find_flips(m, v, least, most);
    }
    stand(m, d);
}

static void list_found(struct session *s, struct sensitivity *all, struct drawn *d)
{
    if (!d->has_range && !d->moved.is_walk) d->moved.unit = STR_NONE;
    enum inert why = !d->is_used   ? INERT_UNUSED
                     : d->is_drawn ? INERT_NO_EFFECT
                                   : INERT_AT_MEDIANS;
    if (d->has_moved)
        VEC_PUSH(&s->arena, &all->list, d->moved);
    else
        sensitivity_add_inert(s, all, &d->moved, why);
}

bool drawn_move(struct session *s, struct sensitivity *all, struct watcher w)
{
    uint32_t count;
    bool whole = true;
    struct mover m = {.session = s, .winner = all->winner};
    const struct evaluation what = {.draws = true,
                                    .figures = 1U << figure_ranked(s) | 1U << FIGURE_NPV};
    if (s->program.draws.count == 0) return true;
    struct drawn *list = list_drawn(s, &count);  // outlasts the variant
    if (!evaluator_open(&m.evaluator, s, &what)) return false;
    mover_ready(&m);
    for (uint32_t i = 0; i < count; i++) {
        find_range(s, &list[i]);  // of values that only a case reads
        stand(&m, &list[i]);
    }
    for (uint32_t i = 0; i < count; i++)
        move_alone(&m, all, &list[i]);
    if (all->samples && all->uncertain) whole = shares_find(&m, all, list, count, w);
    evaluator_close(&m.evaluator);
    arena_free(&m.scratch);
    for (uint32_t i = 0; i < count; i++)
        list_found(s, all, &list[i]);
    return whole;
}
