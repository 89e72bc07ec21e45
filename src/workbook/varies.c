// varies.c - what can change with time, and what is decided before.
#include "workbook/plan.h"

uint32_t plan_row_of(const struct plan *p, const struct ref *r, uint32_t sheet,
                     uint32_t workload)
{
    if (r->workload.len) workload = r->workload_id;
    return sheet_row(p->program, r->kind == REF_SCENARIO ? 0 : sheet, r->target, workload);
}

struct str plan_word_of(const struct plan *p, uint32_t id, uint32_t sheet, uint32_t workload)
{
    const struct ast *n = plan_node(p, id);
    struct str word;
    if (n->kind == AST_WORD) return p->program->asts.words.at[n->extra];
    if (n->kind != AST_NAME) return STR_NONE;
    const struct ref *r = &p->program->asts.refs.at[n->extra];
    uint32_t row = r->kind == REF_BUILTIN ? NO_NAME : plan_row_of(p, r, sheet, workload);
    return row != NO_NAME && row_is_text(p->program, row, &word) ? word : STR_NONE;
}

int plan_truth(const struct plan *p, uint32_t id, uint32_t sheet, uint32_t workload)
{
    const struct ast *n = plan_node(p, id);
    if (n->kind != AST_CALL) return -1;
    uint32_t first = n->count > 0 ? plan_kid(p, id, 0) : 0;
    uint32_t second = n->count > 1 ? plan_kid(p, id, 1) : 0;
    if (n->what == FUNC_GIVEN) {
        const struct ref *r = &p->program->asts.refs.at[plan_node(p, first)->extra];
        uint32_t row = plan_row_of(p, r, sheet, workload);
        return row != NO_NAME && p->program->rows.at[row].given;
    }
    if (n->what == FUNC_EQ || n->what == FUNC_NE) {
        struct str a = plan_word_of(p, first, sheet, workload);
        struct str b = plan_word_of(p, second, sheet, workload);
        return a.at && b.at ? str_eq(a, b) == (n->what == FUNC_EQ) : -1;
    }
    if (n->what != FUNC_NOT && n->what != FUNC_AND && n->what != FUNC_OR) return -1;
    int a = plan_truth(p, first, sheet, workload);
    if (n->what == FUNC_NOT) return a < 0 ? -1 : !a;
    int b = plan_truth(p, second, sheet, workload), decides = n->what == FUNC_OR;
    if (a == decides || b == decides) return decides;
    return a < 0 || b < 0 ? -1 : !decides;
}

static bool name_varies(const struct plan *p, const struct ref *r, uint32_t sheet,
                        uint32_t workload)
{
    if (r->kind == REF_BUILTIN)
        return r->target != BUILTIN_MONTH && r->target != BUILTIN_HORIZON &&
               r->target != BUILTIN_AGE && r->target != BUILTIN_LIFE;
    uint32_t row = plan_row_of(p, r, sheet, workload);
    return row != NO_NAME && p->varies[row];
}

static bool across_varies(const struct plan *p, uint32_t arg, uint32_t sheet)
{
    struct str text = p->program->asts.refs.at[plan_node(p, arg)->extra].part[0];
    const struct option *o = &p->program->options.at[p->program->sheets.at[sheet].option];
    for (uint32_t i = o->first_sheet; i < o->first_sheet + o->sheet_count; i++) {
        uint32_t name = form_find(&p->program->forms.at[p->program->sheets.at[i].form], text);
        uint32_t row = name == NO_NAME ? NO_NAME : sheet_row(p->program, i, name, NO_WORKLOAD);
        if (i != sheet && row != NO_NAME && p->varies[row]) return true;
    }
    return false;
}

static bool any_varies(const struct plan *p, uint32_t id, uint32_t sheet, uint32_t workload)
{
    const struct ast *n = plan_node(p, id);
    for (uint32_t i = 0; i < n->count; i++)
        if (plan_varies(p, plan_kid(p, id, i), sheet, workload)) return true;
    return false;
}

static bool sum_varies(const struct plan *p, uint32_t id, uint32_t sheet)
{
    const struct sheet *s = &p->program->sheets.at[sheet];
    for (uint32_t i = 0; i < s->workload_count; i++)
        if (plan_varies(p, plan_kid(p, id, 0), sheet, s->workloads[i])) return true;
    return false;
}

static bool call_varies(const struct plan *p, uint32_t id, uint32_t sheet, uint32_t workload)
{
    switch (func_row((enum func)plan_node(p, id)->what)->way) {
    case WAY_PREV:
    case WAY_LAG:
    case WAY_ONCE:
    case WAY_AT_END:
    case WAY_CUMULATIVE:
    case WAY_COHORTS:
    case WAY_LINES:
    case WAY_PEAK:
    case WAY_HOURS:
    case WAY_WRITTEN_OFF:
    case WAY_GROW: return true;
    case WAY_GIVEN:
    case WAY_TOTAL: return false;
    case WAY_AT: return plan_varies(p, plan_kid(p, id, 1), sheet, workload);
    case WAY_ACROSS: return across_varies(p, plan_kid(p, id, 0), sheet);
    case WAY_SUM: return sum_varies(p, id, sheet);
    case WAY_IF: {
        int truth = plan_truth(p, plan_kid(p, id, 0), sheet, workload);
        if (truth >= 0) return plan_varies(p, plan_kid(p, id, truth ? 1 : 2), sheet, workload);
        return any_varies(p, id, sheet, workload);
    }
    case WAY_EQUAL:
        if (plan_truth(p, id, sheet, workload) >= 0) return false;
        return any_varies(p, id, sheet, workload);
    case WAY_NONE:
    case WAY_APPLY:
    case WAY_SWAP:
    case WAY_CLAMP:
    case WAY_TIER:
    case WAY_LOOKUP:
    case WAY_INTERPOLATE:
    case WAY_WRITTEN_DOWN:
    case WAY_CALENDAR: break;
    }
    return any_varies(p, id, sheet, workload);
}

bool plan_varies(const struct plan *p, uint32_t id, uint32_t sheet, uint32_t workload)
{
    const struct ast *n = plan_node(p, id);
    switch ((enum ast_kind)n->kind) {
    case AST_NAME: return name_varies(p, &p->program->asts.refs.at[n->extra], sheet, workload);
    case AST_CALL: return call_varies(p, id, sheet, workload);
    case AST_GROWTH:
    case AST_STEPS:
    case AST_SERIES: return true;
    case AST_CASES: return plan_varies(p, plan_kid(p, id, 1), sheet, workload);
    case AST_STEPPED:
    case AST_TABLE:
    case AST_CALC:
    case AST_LIST: return any_varies(p, id, sheet, workload);
    case AST_NONE:
    case AST_NUMBER:
    case AST_WORD:
    case AST_DIST:
    case AST_RANGE:
    case AST_DATE:
    case AST_NULL: break;
    }
    return false;
}

bool plan_has_age(const struct plan *p, uint32_t id)
{
    const struct ast *n = plan_node(p, id);
    if (n->kind == AST_NAME) {
        const struct ref *r = &p->program->asts.refs.at[n->extra];
        return r->kind == REF_BUILTIN && r->target == BUILTIN_AGE;
    }
    for (uint32_t i = 0; i < n->count; i++)
        if (plan_has_age(p, plan_kid(p, id, i))) return true;
    return false;
}

// Rows mention each other in any order, so that what one hands on to others takes several rounds.
void plan_find_varying(struct plan *p)
{
    uint32_t count = p->program->rows.count;
    p->varies = ARENA_ARRAY(p->keep, bool, count);
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = 0; i < count; i++) {
            const struct row *r = &p->program->rows.at[i];
            if (p->varies[i]) continue;
            bool now = row_is_share(r) ||
                       (r->formula && plan_varies(p, r->formula, r->scope, r->workload));
            if (!now && !row_is_share(r)) {
                enum name_kind kind = row_name(p->program, i)->kind;
                now = kind == NAME_COST || kind == NAME_METER;  // they have columns of money
            }
            p->varies[i] = now;
            changed = changed || now;
        }
    }
}

// ---- what is asked for by given() --------------------------------------------------------------

static void find_asked(struct plan *p, uint32_t id, uint32_t sheet, uint32_t workload)
{
    const struct ast *n = plan_node(p, id);
    const struct sheet *s = &p->program->sheets.at[sheet];
    bool call = n->kind == AST_CALL;
    if (call && n->what == FUNC_GIVEN) {
        const struct ref *r =
            &p->program->asts.refs.at[plan_node(p, plan_kid(p, id, 0))->extra];
        uint32_t row = plan_row_of(p, r, sheet, workload);
        if (row != NO_NAME) p->asked[row] = true;
        return;
    }
    bool each = call && func_row((enum func)n->what)->way == WAY_SUM;
    for (uint32_t w = 0; w < (each ? s->workload_count : 1); w++)
        for (uint32_t i = 0; i < n->count; i++)
            find_asked(p, plan_kid(p, id, i), sheet, each ? s->workloads[w] : workload);
}

static void find_asked_of_cost(struct plan *p, const struct cost *c, uint32_t sheet)
{
    uint32_t parts[] = {c->terms, c->life, c->wear};
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (parts[i]) find_asked(p, parts[i], sheet, NO_WORKLOAD);
}

void plan_find_asked(struct plan *p)
{
    const struct program *g = p->program;
    p->asked = ARENA_ARRAY(p->keep, bool, g->rows.count);
    for (uint32_t i = 0; i < g->rows.count; i++) {
        const struct row *r = &g->rows.at[i];
        if (!row_is_share(r) && r->formula) find_asked(p, r->formula, r->scope, r->workload);
    }
    for (uint32_t i = 1; i < g->sheets.count; i++) {
        const struct form *f = &g->forms.at[g->sheets.at[i].form];
        if (f->capacity) find_asked(p, f->capacity, i, NO_WORKLOAD);
        for (uint32_t k = 0; k < f->checks.count; k++)
            find_asked(p, f->checks.at[k].formula, i, NO_WORKLOAD);
        for (uint32_t k = 0; k < f->names.count; k++)
            if (f->names.at[k].kind == NAME_COST)
                find_asked_of_cost(p, &f->names.at[k].cost, i);
    }
}
