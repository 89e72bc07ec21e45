#include "engine/cause.h"

enum { DEEPEST = 16 };  // defaults that refer to defaults

static bool is_by_user(const struct origin *o)
{
    return o->kind == ORIGIN_SCENARIO || o->kind == ORIGIN_CASE || o->kind == ORIGIN_SET;
}

static bool is_stated(const struct origin *o)
{
    bool listed = o->kind == ORIGIN_CATALOG || o->kind == ORIGIN_OVERRIDE;
    return (is_by_user(o) || listed) && !span_is_none(o->where);
}

static void keep(struct causes *c, uint32_t row)
{
    for (uint32_t i = 0; i < c->count; i++)
        if (c->rows[i] == row) return;
    if (c->count < MOST_CAUSES) c->rows[c->count++] = row;
}

struct reading {
    const struct program *p;
    uint32_t sheet, workload;
    int depth;
};

static void visit(struct reading r, uint32_t id, struct causes *out);

static void visit_name(struct reading r, const struct ref *ref, struct causes *out)
{
    if (ref->kind != REF_OWN && ref->kind != REF_SCENARIO) return;
    uint32_t sheet = ref->kind == REF_SCENARIO ? 0 : r.sheet,
             workload = ref->workload.len ? ref->workload_id : r.workload;
    uint32_t row = sheet_row(r.p, sheet, ref->target, workload);
    if (row == NO_NAME) return;
    const struct row *to = &r.p->rows.at[row];
    struct origin origin = row_origin(r.p, row);
    if (is_stated(&origin)) keep(out, row);
    if (origin.kind != ORIGIN_DEFAULT || r.depth == DEEPEST) return;
    visit((struct reading){r.p, to->scope, to->workload, r.depth + 1}, to->formula, out);
}

static void visit(struct reading r, uint32_t id, struct causes *out)
{
    if (id == 0) return;
    const struct ast *n = ast_get(&r.p->asts, id);
    if (n->kind == AST_NAME) visit_name(r, &r.p->asts.refs.at[n->extra], out);
    if (n->kind == AST_CALL && n->what == FUNC_GIVEN) return;
    for (uint32_t i = 0; i < n->count; i++)
        visit(r, ast_kid(&r.p->asts, id, i), out);
}

// What the user wrote comes before what the catalogue holds.
static void keep_users(const struct program *p, struct causes *c)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < c->count; i++) {
        struct origin o = row_origin(p, c->rows[i]);
        if (is_by_user(&o)) c->rows[kept++] = c->rows[i];
    }
    if (kept) c->count = kept;
}

struct causes causes_of(const struct program *p, uint32_t formula, uint32_t sheet,
                        uint32_t workload)
{
    struct causes c = {.count = 0};
    visit((struct reading){p, sheet, workload, 0}, formula, &c);
    keep_users(p, &c);
    return c;
}

static struct span place_of(const struct program *p, uint32_t formula)
{
    return ast_place(&p->asts, p->placer, formula);
}

struct span causes_place(const struct program *p, const struct causes *c, uint32_t formula)
{
    return c->count == 1 ? row_origin(p, c->rows[0]).where : place_of(p, formula);
}

void causes_note(const struct program *p, const struct causes *c, uint32_t formula,
                 struct str what)
{
    struct arena *a = p->diags->arena;
    if (c->count == 1)
        diag_note(p->diags, place_of(p, formula), "%.*s comes from %.*s", STR_ARG(what),
                  STR_ARG(row_address(a, p, c->rows[0])));
    for (uint32_t i = 0; i < c->count && c->count > 1; i++)
        diag_note(p->diags, row_origin(p, c->rows[i]).where, "%.*s is stated here",
                  STR_ARG(row_address(a, p, c->rows[i])));
}
