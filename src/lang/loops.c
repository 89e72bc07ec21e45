#include "lang/loops.h"

#include "base/num.h"

enum visit { VISIT_NEVER, VISIT_OPEN, VISIT_DONE };
enum changes { CHANGES_UNKNOWN, CHANGES_OPEN, CHANGES_NOT, CHANGES };

enum { DEEPEST = 1000 };  // rows through which a change with time is followed

// A name on the stack, and those of its needs that were not looked at.
struct open_name {
    uint32_t name, next, end;
};

// The names of a form, and the sheet that gives some of them; sheet 0 gives nothing.
struct loops {
    struct program *p;
    const struct form *form;
    uint32_t sheet;
    uint8_t *visit, *changes;  // by name
    VEC(uint32_t) needs;       // names that open names need at once, in the same month
    VEC(struct open_name) stack;
    int depth;  // of rows that are asked whether they change
    bool ok;
};

static const struct ast *node_of(const struct loops *l, uint32_t id)
{
    return ast_get(&l->p->asts, id);
}

static bool is_computed(const struct name *n)
{
    return n->kind == NAME_ROW || n->kind == NAME_COST || n->kind == NAME_METER;
}

// The formula that a name stands for whatever a scenario says: the body of a row; in a sheet, also
// the default of an input that is not given.
static uint32_t formula_of(const struct loops *l, uint32_t name)
{
    const struct name *n = &l->form->names.at[name];
    if (is_computed(n)) return n->formula;
    if (!l->sheet || n->kind != NAME_INPUT) return 0;
    const struct sheet *s = &l->p->sheets.at[l->sheet];
    if (n->per_workload && s->workload_count == 0) return 0;
    const struct row *r = &l->p->rows.at[s->row_of[name]];
    return r->given ? 0 : n->formula;
}

// A time written as plain numbers, in base units.
static bool is_plain(const struct loops *l, uint32_t id, double *value)
{
    const struct ast *n = node_of(l, id);
    double a = 0, b = 0;
    *value = n->number;
    if (n->kind == AST_NUMBER) return true;
    if (n->kind != AST_CALL || n->count == 0 || n->count > 2) return false;
    if (!is_plain(l, ast_kid(&l->p->asts, id, 0), &a)) return false;
    if (n->count == 2 && !is_plain(l, ast_kid(&l->p->asts, id, 1), &b)) return false;
    if (n->what == FUNC_NEG) *value = -a;
    if (n->what == FUNC_ADD) *value = a + b;
    if (n->what == FUNC_SUB) *value = a - b;
    return n->what == FUNC_NEG || n->what == FUNC_ADD || n->what == FUNC_SUB;
}

bool loops_is_whole(const struct program *p, double seconds)
{
    double months = seconds / (p->units.hours_per_month * 3600);
    double beside = months - num_floor(months);
    return beside < 1e-9 || beside > 1 - 1e-9;
}

// ---- loops -------------------------------------------------------------------------------------

static void collect(struct loops *l, uint32_t id);

static void collect_kids(struct loops *l, uint32_t id, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to && i < node_of(l, id)->count; i++)
        collect(l, ast_kid(&l->p->asts, id, i));
}

static void collect_lag(struct loops *l, uint32_t id)
{
    double back;
    bool now = is_plain(l, ast_kid(&l->p->asts, id, 1), &back) && back == 0;
    collect_kids(l, id, now ? 0 : 1, 2);
}

// What a call computes in the same month, whatever the values are: of an `if` only the condition,
// of a product the first factor, which may be zero.
static void collect_call(struct loops *l, uint32_t id)
{
    enum func f = (enum func)node_of(l, id)->what;
    bool elsewhere = f == FUNC_GIVEN || f == FUNC_ACROSS || f == FUNC_LINES;
    bool first = f == FUNC_IF || f == FUNC_MUL || f == FUNC_COHORTS;
    bool second = f == FUNC_PREV || f == FUNC_AT;
    if (f == FUNC_LAG)
        collect_lag(l, id);
    else if (!elsewhere)
        collect_kids(l, id, second ? 1 : 0, first ? 1 : UINT32_MAX);
}

static void collect(struct loops *l, uint32_t id)
{
    const struct ast *n = node_of(l, id);
    if (n->kind == AST_CALL) collect_call(l, id);
    if (n->kind == AST_CALC || n->kind == AST_LIST) collect_kids(l, id, 0, UINT32_MAX);
    if (n->kind != AST_NAME) return;
    const struct ref *r = &l->p->asts.refs.at[n->extra];
    if (r->kind != REF_OWN || r->workload.len > 0) return;
    if (formula_of(l, r->target)) VEC_PUSH(l->p->arena, &l->needs, r->target);
}

static void open_name(struct loops *l, uint32_t name)
{
    uint32_t first = l->needs.count;
    l->visit[name] = VISIT_OPEN;
    collect(l, formula_of(l, name));
    VEC_PUSH(l->p->arena, &l->stack, (struct open_name){name, first, l->needs.count});
}

static struct str name_text(const struct loops *l, uint32_t name)
{
    struct str text = l->form->names.at[name].text, sheet = STR("");
    if (l->sheet) sheet = l->p->sheets.at[l->sheet].address;
    return sheet.len ? STR_JOINED(l->p->diags->arena, sheet, STR("."), text) : text;
}

static void report_loop(struct loops *l, uint32_t name)
{
    enum { SHOWN = 8 };
    struct text chain = {.arena = l->p->diags->arena};
    uint32_t at = l->stack.count, shown = 0;
    while (l->stack.at[at - 1].name != name)
        at--;
    for (uint32_t i = at - 1; i < l->stack.count && shown < SHOWN; i++, shown++)
        text_addf(&chain, "%.*s -> ", STR_ARG(name_text(l, l->stack.at[i].name)));
    if (l->stack.count - (at - 1) > SHOWN) text_add_c(&chain, "... -> ");
    text_add(&chain, name_text(l, name));
    l->ok = diag_fail(l->p->diags, ast_place(&l->p->asts, l->p->placer, formula_of(l, name)),
                      DIAG_CYCLE, "%.*s needs itself in the same month: %.*s",
                      STR_ARG(name_text(l, name)), STR_ARG(text_str(&chain)));
    diag_help(l->p->diags, "break the circle with prev(..), the value a month before");
}

// Depth first, on a stack of its own: models may be long chains.
static void visit(struct loops *l, uint32_t first)
{
    open_name(l, first);
    while (l->stack.count > 0) {
        struct open_name *top = &l->stack.at[l->stack.count - 1];
        if (top->next == top->end) {
            l->visit[top->name] = VISIT_DONE;
            l->stack.count--;
            if (l->stack.count > 0) l->needs.count = l->stack.at[l->stack.count - 1].end;
            continue;
        }
        uint32_t need = l->needs.at[top->next++];
        if (l->visit[need] == VISIT_OPEN) report_loop(l, need);
        if (l->visit[need] == VISIT_NEVER) open_name(l, need);
    }
    l->needs.count = 0;
}

// ---- what may not change with time -------------------------------------------------------------

static bool changes(struct loops *l, uint32_t id);

// A row changes if it mentions the time that passed, itself or through other rows.
static bool row_changes(struct loops *l, uint32_t name)
{
    const struct name *n = &l->form->names.at[name];
    if (!is_computed(n) || !n->formula || l->depth > DEEPEST) return false;
    if (l->changes[name] == CHANGES_UNKNOWN) {
        l->depth++;
        l->changes[name] = CHANGES_OPEN;
        l->changes[name] = changes(l, n->formula) ? CHANGES : CHANGES_NOT;
        l->depth--;
    }
    return l->changes[name] == CHANGES;
}

static bool changes(struct loops *l, uint32_t id)
{
    const struct ast *n = node_of(l, id);
    if (n->kind == AST_NAME) {
        const struct ref *r = &l->p->asts.refs.at[n->extra];
        return r->kind == REF_BUILTIN ? r->target == BUILTIN_ELAPSED
                                      : r->kind == REF_OWN && row_changes(l, r->target);
    }
    bool fixed = n->kind != AST_CALL || n->what == FUNC_GIVEN || n->what == FUNC_ACROSS ||
                 n->what == FUNC_AT || n->what == FUNC_TOTAL;
    for (uint32_t i = 0; i < n->count && !fixed; i++)
        if (changes(l, ast_kid(&l->p->asts, id, i))) return true;
    return false;
}

static void refuse_change(struct loops *l, uint32_t id, const char *what)
{
    if (!id || !changes(l, id)) return;
    l->ok = diag_fail(l->p->diags, ast_place(&l->p->asts, l->p->placer, id), DIAG_NOT_CONSTANT,
                      "%s may not change with time", what);
}

static void refuse_time(struct loops *l, uint32_t id, const char *why)
{
    l->ok = diag_fail(l->p->diags, ast_place(&l->p->asts, l->p->placer, id), DIAG_OUT_OF_RANGE,
                      "%s", why);
}

static void check_lags(struct loops *l, uint32_t id)
{
    const struct ast *n = node_of(l, id);
    for (uint32_t i = 0; i < n->count; i++)
        check_lags(l, ast_kid(&l->p->asts, id, i));
    if (n->kind != AST_CALL || (n->what != FUNC_LAG && n->what != FUNC_AT)) return;
    uint32_t when = ast_kid(&l->p->asts, id, 1);
    double seconds;
    if (n->what == FUNC_LAG) refuse_change(l, when, "the second argument of lag()");
    if (!is_plain(l, when, &seconds)) return;
    if (n->what == FUNC_LAG && seconds < 0)
        refuse_time(l, when, "lag() looks back, not forward");
    else if (!loops_is_whole(l->p, seconds))
        refuse_time(l, when, "values stand in whole months: there is none between two of them");
}

static void check_times(struct loops *l, const struct name *n)
{
    if (n->formula) check_lags(l, n->formula);
    if (n->kind != NAME_COST) return;
    refuse_change(l, n->cost.life, "`life`");
    refuse_change(l, n->cost.terms, "`paid`");
}

// ---- both --------------------------------------------------------------------------------------

static struct loops loops_of(struct program *p, uint32_t form, uint32_t sheet)
{
    struct loops l = {.p = p, .form = &p->forms.at[form], .sheet = sheet, .ok = true};
    l.visit = ARENA_ARRAY(p->arena, uint8_t, l.form->names.count);
    l.changes = ARENA_ARRAY(p->arena, uint8_t, l.form->names.count);
    return l;
}

static void check_loops(struct loops *l)
{
    for (uint32_t i = 0; i < l->form->names.count; i++)
        if (l->visit[i] == VISIT_NEVER && formula_of(l, i)) visit(l, i);
}

bool loops_check_form(struct program *p, uint32_t form)
{
    struct loops l = loops_of(p, form, 0);
    check_loops(&l);
    for (uint32_t i = 0; i < l.form->names.count; i++)
        check_times(&l, &l.form->names.at[i]);
    return l.ok;
}

bool loops_check_sheet(struct program *p, uint32_t sheet)
{
    struct loops l = loops_of(p, p->sheets.at[sheet].form, sheet);
    check_loops(&l);
    return l.ok;
}
