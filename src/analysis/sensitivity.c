#include "analysis/sensitivity_int.h"

#include "analysis/address.h"
#include "analysis/compare.h"
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

// ---- one input on the lanes --------------------------------------------------------------------

static void mover_ready(struct mover *m)
{
    const struct evaluator *e = &m->evaluator;
    m->ranked = figure_ranked(m->session);
    m->x = ARENA_ARRAY(&m->scratch, double, (size_t)e->input_count *TAPE_LANES);
    m->out = ARENA_ARRAY(&m->scratch, double, (size_t)e->output_count *TAPE_LANES);
}

static void compute(struct mover *m, const double *values, uint32_t count)
{
    for (uint32_t l = 0; l < count; l++)
        m->x[(size_t)m->input * TAPE_LANES + l] = values[l] * m->factor;
    evaluator_run(&m->evaluator, m->x, count, m->out);
}

static double cost_in(const struct mover *m, uint32_t lane, uint32_t option)
{
    const double *out = m->out + (size_t)lane * m->evaluator.output_count;
    return out[evaluator_barred(option)] == 0 ? out[evaluator_figure(option, m->ranked)]
                                              : (double)NAN;
}

static uint32_t winner_in(struct mover *m, uint32_t lane)
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
        while (at < count && (winner = winner_in(m, at)) == m->winner)
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

static void find_flips(struct mover *m, struct moved *v, double least, double most)
{
    v->within = nearest(look(m, v->now, v->low), look(m, v->now, v->high), v->now);
    if (v->within.found) return;
    v->beyond = nearest(look(m, v->low, least), look(m, v->high, most), v->now);
}

// Fills in what the ends of the range do. False if they do nothing.
static bool find_effects(struct mover *m, const struct sensitivity *all, struct moved *v)
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
    return differs || winner_in(m, 0) != m->winner || winner_in(m, 1) != m->winner;
}

// ---- what is certain ---------------------------------------------------------------------------

// A figure as somebody wrote it: numbers, and growth on top of them, but nothing that is drawn or
// made of other inputs.
static bool is_written(const struct program *p, uint32_t id, uint32_t sheet)
{
    const struct ast *n = ast_get(&p->asts, id);
    switch ((enum ast_kind)n->kind) {
    case AST_NUMBER: return true;
    case AST_NAME: {
        const struct ref *r = &p->asts.refs.at[n->extra];
        if (r->kind != REF_OWN && r->kind != REF_SCENARIO) return false;
        uint32_t form = r->kind == REF_SCENARIO ? 0 : p->sheets.at[sheet].form;
        return p->forms.at[form].names.at[r->target].growth;
    }
    case AST_CALL:
    case AST_STEPPED:
    case AST_GROWTH:
    case AST_STEPS:
    case AST_SERIES: break;
    case AST_NONE:
    case AST_WORD:
    case AST_DIST:
    case AST_RANGE:
    case AST_TABLE:
    case AST_CASES:
    case AST_CALC:
    case AST_LIST:
    case AST_DATE:
    case AST_NULL: return false;
    }
    for (uint32_t i = 0; i < n->count; i++)
        if (!is_written(p, ast_kid(&p->asts, id, i), sheet)) return false;
    return n->count > 0;
}

static bool is_certain(const struct program *p, uint32_t row)
{
    const struct row *r = &p->rows.at[row];
    if (row_is_share(r) || r->formula == 0) return false;
    const struct name *n = row_name(p, row);
    if (n->kind != NAME_INPUT && n->kind != NAME_FIELD) return false;
    for (uint32_t i = 0; i < p->exchange.count; i++)
        if (p->exchange.at[i] == row) return false;
    return (r->needed || r->given) && is_written(p, r->formula, r->scope);
}

// The rows that take the same figure.
static const bool *rows_of(struct session *s, uint32_t row)
{
    const struct program *p = &s->program;
    bool *list = ARENA_ARRAY(&s->arena, bool, p->rows.count);
    for (uint32_t i = 0; i < p->rows.count; i++)
        list[i] =
            p->rows.at[i].formula == p->rows.at[row].formula && !row_is_share(&p->rows.at[i]);
    return list;
}

static void add_inert(struct session *s, struct sensitivity *all, const struct moved *v,
                      enum inert why)
{
    VEC_PUSH(&s->arena, &all->inert, (struct inert_input){v->address, v->unit, v->now, why});
}

static void set_range(const struct vary *y, double swing, struct moved *v, double *ends)
{
    double by = fabs(v->now) * swing;
    v->low = v->now - by;
    v->high = v->now + by;
    ends[0] = kernel_min(v->now / 100, v->now * 100);
    ends[1] = kernel_max(v->now / 100, v->now * 100);
    if (y->has_min && y->has_max) ends[0] = y->min, ends[1] = y->max;
    double *all[] = {&v->low, &v->high, &ends[0], &ends[1]};
    for (int i = 0; i < 4; i++) {
        if (y->has_min && *all[i] < y->min) *all[i] = y->min;
        if (y->has_max && *all[i] > y->max) *all[i] = y->max;
    }
    ends[0] = kernel_min(ends[0], v->low);
    ends[1] = kernel_max(ends[1], v->high);
}

// An input that is computed but was not found may be in no row that counts.
static bool describe(struct session *s, uint32_t row, struct vary *y, struct moved *v)
{
    uint32_t reported = s->diags.list.count, errors = s->diags.error_count;
    v->address = row_address(&s->arena, &s->program, row);
    bool found = vary_find_input(s, v->address, y);
    s->diags.list.count = reported;
    s->diags.error_count = errors;
    v->unit = y->unit;
    v->factor = y->factor;
    v->by_factor = y->by_factor;
    v->now = y->now;
    y->is_open = rows_of(s, row);
    return found;
}

static void move_certain(struct session *s, struct sensitivity *all, uint32_t row)
{
    struct vary y;
    const struct vary *inputs[] = {&y};
    struct moved v = {.address = STR_NONE};
    double ends[2];
    if (!describe(s, row, &y, &v)) {
        add_inert(s, all, &v, INERT_UNUSED);
        return;
    }
    if (v.now == 0) {
        add_inert(s, all, &v, INERT_ZERO);
        return;
    }
    set_range(&y, all->swing, &v, ends);
    v.effects = ARENA_ARRAY(&s->arena, struct effect, s->program.options.count);
    struct mover m = {.session = s, .factor = v.factor, .winner = all->winner};
    const struct evaluation what = {.inputs = inputs,
                                    .input_count = 1,
                                    .figures = 1U << figure_ranked(s) | 1U << FIGURE_NPV};
    evaluator_open(&m.evaluator, s, &what);
    mover_ready(&m);
    bool depends = evaluator_depends(&m.evaluator, 0), moves = depends;
    if (depends) moves = find_effects(&m, all, &v);
    if (moves) find_flips(&m, &v, ends[0], ends[1]);
    evaluator_close(&m.evaluator);
    arena_free(&m.scratch);
    if (moves)
        VEC_PUSH(&s->arena, &all->list, v);
    else
        add_inert(s, all, &v, depends ? INERT_NO_EFFECT : INERT_UNUSED);
}

// Which rows stand for the certain inputs: the first of those that take the same figure.
static uint32_t list_certain(struct session *s, uint32_t *rows)
{
    const struct program *p = &s->program;
    uint32_t count = 0;
    bool *seen = ARENA_ARRAY(&s->arena, bool, p->asts.nodes.count);
    for (uint32_t i = 0; i < p->rows.count; i++) {
        if (!is_certain(p, i) || seen[p->rows.at[i].formula]) continue;
        seen[p->rows.at[i].formula] = true;
        rows[count++] = i;
    }
    return count;
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

bool sensitivity_go_on(struct sensitivity *all, struct watcher w)
{
    all->done++;
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
    *moves = find_effects(m, all, v);
    if (*moves)
        find_flips(m, v, at_quantile(s, draw, v->factor, 0.01),
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
            add_inert(s, all, &list[d], why[d]);
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
    uint32_t certain = out->swing > 0 ? list_certain(s, rows) : 0;
    out->correlated = s->program.correlations.count > 0;
    out->inputs = certain + (out->samples ? s->program.draws.count : 0);
    read_now(s, out);
    bool whole = move_draws(s, out, w);
    if (s->diags.error_count) return false;
    for (uint32_t i = 0; i < certain && whole; i++) {
        move_certain(s, out, rows[i]);
        whole = sensitivity_go_on(out, w);
    }
    sort_list(out);
    return true;
}
