#include "analysis/sensitivity_int.h"

#include "analysis/address.h"

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

void certain_move(struct session *s, struct sensitivity *all, uint32_t row)
{
    struct vary y;
    const struct vary *inputs[] = {&y};
    struct moved v = {.address = STR_NONE};
    double ends[2];
    if (!describe(s, row, &y, &v)) {
        sensitivity_add_inert(s, all, &v, INERT_UNUSED);
        return;
    }
    if (v.now == 0) {
        sensitivity_add_inert(s, all, &v, INERT_ZERO);
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
    if (depends) moves = mover_find_effects(&m, all, &v);
    if (moves) mover_find_flips(&m, &v, ends[0], ends[1]);
    evaluator_close(&m.evaluator);
    arena_free(&m.scratch);
    if (moves)
        VEC_PUSH(&s->arena, &all->list, v);
    else
        sensitivity_add_inert(s, all, &v, depends ? INERT_NO_EFFECT : INERT_UNUSED);
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
