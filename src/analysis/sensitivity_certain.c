// sensitivity_certain.c - what is certain: which inputs there are, and each moved on some thread.
#include "analysis/sensitivity_int.h"

#include "analysis/address.h"
#include "base/par.h"

#include <math.h>

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
    case AST_GROWTH:
        if (n->count > 2) return false;  // a random walk
        break;
    case AST_CALL:
    case AST_STEPPED:
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
    v->address = address_of_all(s, row);
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

uint32_t certain_list(struct session *s, uint32_t *rows)
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

// An input, and what came of it.
struct certain {
    struct vary vary;
    struct moved moved;
    double least, most;  // a flip is looked for up to here
    bool stands;         // it was not moved at all, or moves nothing:
    enum inert why;
};

static void prepare(struct session *s, const struct sensitivity *all, uint32_t row,
                    struct certain *c)
{
    double ends[2];
    bool used = describe(s, row, &c->vary, &c->moved);
    c->stands = !used || c->moved.now == 0;
    c->why = used ? INERT_ZERO : INERT_UNUSED;
    if (c->stands) return;
    set_range(&c->vary, all->swing, &c->moved, ends);
    c->least = ends[0];
    c->most = ends[1];
    c->moved.effects = ARENA_ARRAY(&s->arena, struct effect, s->program.options.count);
}

static void move(struct session *s, const struct sensitivity *all, struct certain *c)
{
    const struct vary *inputs[] = {&c->vary};
    struct mover m = {.session = s, .factor = c->moved.factor, .winner = all->winner};
    const struct evaluation what = {.inputs = inputs,
                                    .input_count = 1,
                                    .figures = 1U << figure_ranked(s) | 1U << FIGURE_NPV};
    struct arena_mark mark = arena_mark(&s->arena);
    evaluator_open(&m.evaluator, s, &what);
    mover_ready(&m);
    bool depends = evaluator_depends(&m.evaluator, 0);
    c->stands = !depends || !mover_find_effects(&m, all, &c->moved);
    c->why = !depends ? INERT_UNUSED : all->uncertain ? INERT_AT_MEDIANS : INERT_NO_EFFECT;
    if (!c->stands) mover_find_flips(&m, &c->moved, c->least, c->most);
    evaluator_close(&m.evaluator);
    arena_free(&m.scratch);
    arena_release(&s->arena, mark);
}

// ---- all of them -------------------------------------------------------------------------------

// Each moves in a session of the thread that has it, and they are listed in order.
struct certain_loop {
    struct session *session, *own;  // by worker
    struct sensitivity *all;
    struct certain *list;
    struct watcher watcher;
};

static void move_one(void *context, uint32_t worker, uint64_t item, uint32_t place)
{
    const struct certain_loop *l = context;
    struct certain *c = &l->list[item];
    (void)place;
    if (!c->stands) move(&l->own[worker], l->all, c);
}

static void list_one(void *context, uint64_t item, uint32_t place)
{
    struct certain_loop *l = context;
    const struct certain *c = &l->list[item];
    (void)place;
    if (c->stands)
        sensitivity_add_inert(l->session, l->all, &c->moved, c->why);
    else
        VEC_PUSH(&l->session->arena, &l->all->list, c->moved);
    l->all->done++;
}

static bool is_stopped(void *context)
{
    const struct certain_loop *l = context;
    return !sensitivity_goes_on(l->all, l->watcher);
}

void certain_move(struct session *s, struct sensitivity *all, const uint32_t *rows,
                  uint32_t count, struct watcher w)
{
    struct certain_loop l = {.session = s, .all = all, .watcher = w};
    struct par_loop loop = {.jobs = all->jobs, .end = count, .context = &l};
    loop.compute = move_one;
    loop.take = list_one;
    loop.stop = is_stopped;
    l.list = ARENA_ARRAY(&s->arena, struct certain, count);
    for (uint32_t i = 0; i < count; i++)
        prepare(s, all, rows[i], &l.list[i]);
    l.own = ARENA_ARRAY(&s->arena, struct session, par_jobs(&loop));
    for (uint32_t i = 0; i < par_jobs(&loop); i++)
        session_share(&l.own[i], s);
    par_run(&loop);
    for (uint32_t i = 0; i < par_jobs(&loop); i++)
        session_close(&l.own[i]);
}
