// places.c - what a number of a formula is called: the row that states it, and where in its figure.
#include "workbook/plan.h"

#include "lang/calc.h"

static bool contains(const struct plan *p, uint32_t id, uint32_t number)
{
    const struct ast *n = plan_node(p, id);
    if (id == number) return true;
    for (uint32_t i = 0; i < n->count; i++)
        if (contains(p, plan_kid(p, id, i), number)) return true;
    return false;
}

static void add_ordinal(struct text *out, uint32_t n)
{
    static const char *const ends[] = {"th", "st", "nd", "rd"};
    bool teen = n / 10 % 10 == 1;
    text_addf(out, "%u%s", (unsigned)n, ends[!teen && n % 10 < COUNT_OF(ends) ? n % 10 : 0]);
}

static uint32_t kid_with(const struct plan *p, uint32_t id, uint32_t number)
{
    uint32_t i = 0, count = plan_node(p, id)->count;
    while (i < count && !contains(p, plan_kid(p, id, i), number))
        i++;
    return i;
}

// Counts the figures of an expression as they are read, up to a number. The rate of a currency is
// not written beside its amounts.
static bool count_figures(const struct plan *p, uint32_t id, uint32_t number, uint32_t *count)
{
    const struct ast *n = plan_node(p, id);
    if (plan_is_number(p, id) && ast_is_written(&p->program->asts, id)) (*count)++;
    if (id == number) return true;
    if (plan_is_number(p, id)) return contains(p, id, number);
    uint32_t written = n->flags & AST_MOVES ? 1 : n->count;
    for (uint32_t i = 0; i < written; i++)
        if (count_figures(p, plan_kid(p, id, i), number, count)) return true;
    return false;
}

struct str plan_month(const struct plan *p, int month)
{
    int at = p->program->start + month - 1;
    return str_format(p->arena, "%04d-%02d", at / 12, at % 12 + 1);
}

static void add_month(const struct plan *p, struct text *out, const char *word, int month)
{
    text_addf(out, " %s %.*s", word, STR_ARG(plan_month(p, month)));
}

static void add_band(struct text *out, const struct ast *table, const struct name *name,
                     uint32_t cell)
{
    uint32_t column = cell % table->what;
    text_addf(out, ", band %u", (unsigned)(cell / table->what + 1));
    if (column < name->column_count)
        text_addf(out, ": %.*s", STR_ARG(name->columns[column].name));
}

static void add_of_growth(const struct plan *p, struct text *out, uint32_t id, uint32_t kid)
{
    static const char *const parts[] = {", from", ", growth", ", volatility"};
    bool apart = plan_node(p, plan_kid(p, id, 1))->kind == AST_NAME;  // a key of its own
    if (kid || !apart) text_add_c(out, parts[kid]);
}

// The part of a call that was written at a key of its own, as those of a straight line, and that holds
// the number; 0 for none.
static uint32_t keyed_part(const struct plan *p, uint32_t id, uint32_t number, struct str *key)
{
    while (id != number && plan_node(p, id)->kind == AST_CALL) {
        uint32_t i = kid_with(p, id, number);
        *key = ast_arg_name(&p->program->asts, id, i);
        id = plan_kid(p, id, i);
        if (key->len) return id;
    }
    return 0;
}

// Is what holds the number all that was written, but for what the program multiplies it by: the rate
// of a currency, or growth that has a key of its own? Lists and paths tell their numbers apart.
static bool stands_for_all(const struct plan *p, uint32_t id, uint32_t number, uint32_t kid)
{
    enum ast_kind kind = (enum ast_kind)plan_node(p, kid)->kind;
    uint32_t count = 0;
    if (kind == AST_GROWTH || kind == AST_STEPS || kind == AST_SERIES) return true;
    if (plan_node(p, id)->flags & AST_MOVES) return true;
    count_figures(p, id, 0, &count);
    return count == 1 && plan_is_base(p, id, number);
}

// From a formula down to a number of it.
static void add_place(const struct plan *p, struct text *out, const struct name *name,
                      uint32_t id, uint32_t number)
{
    const struct ast *n = plan_node(p, id);
    struct str key;
    if (id == number) return;
    uint32_t i = kid_with(p, id, number), kid = plan_kid(p, id, i), count = 0,
             keyed = keyed_part(p, id, number, &key);
    switch ((enum ast_kind)n->kind) {
    case AST_GROWTH: add_of_growth(p, out, id, i); break;
    case AST_STEPS:
        add_month(p, out, "from", (int)p->program->asts.months.at[n->extra + i]);
        break;
    case AST_SERIES: add_month(p, out, "in", (int)i + 1); break;
    case AST_TABLE: add_band(out, n, name, i); break;
    case AST_CALC:
        text_addf(out, ", %.*s", STR_ARG(calc_row((enum calc)n->what)->params[i].name));
        break;
    case AST_LIST:
        text_add_c(out, ", ");
        add_ordinal(out, i + 1);
        break;
    case AST_CALL:
        if (keyed) {
            text_addf(out, ", %.*s", STR_ARG(key));
            kid = keyed;
            break;
        }
        if (stands_for_all(p, id, number, kid)) break;
        count_figures(p, id, number, &count);
        text_add_c(out, ", ");
        add_ordinal(out, count);
        text_add_c(out, " figure");
        return;
    case AST_NONE:
    case AST_NUMBER:
    case AST_WORD:
    case AST_NAME:
    case AST_DIST:
    case AST_RANGE:
    case AST_STEPPED:
    case AST_CASES:
    case AST_DATE:
    case AST_NULL: break;
    }
    add_place(p, out, name, kid, number);
}

// ---- what models state -------------------------------------------------------------------------

// "api.cache-shares"; ", 2nd check" where a model has several of one name.
static void add_check(struct text *out, const struct form *f, uint32_t check)
{
    const struct check *c = &f->checks.at[check];
    uint32_t before = 0, count = 0;
    for (uint32_t i = 0; i < f->checks.count; i++) {
        if (!str_eq(f->checks.at[i].id, c->id)) continue;
        count++;
        before += i < check;
    }
    text_add(out, c->id.len ? c->id : STR("checks"));
    if (count == 1) return;
    text_add_c(out, ", ");
    add_ordinal(out, before + 1);
    text_add_c(out, " check");
}

// The formula of a name that holds a number; 0 for none.
static uint32_t formula_of_name(const struct plan *p, const struct name *n, uint32_t number,
                                const char **part)
{
    const struct cost *c = &n->cost;
    const struct {
        uint32_t formula;
        const char *called;
    } parts[] = {{n->formula, ""},
                 {c->terms, ", paid"},
                 {c->life, ", life"},
                 {c->wear, ", amortise"},
                 {c->books[BOOK_DEPRECIATION], ", depreciation"},
                 {c->books[BOOK_INTEREST], ", interest"},
                 {c->books[BOOK_RUNNING], ", running"}};
    for (size_t i = 0; i < (n->kind == NAME_COST ? COUNT_OF(parts) : 1); i++) {
        *part = parts[i].called;
        if (parts[i].formula && contains(p, parts[i].formula, number)) return parts[i].formula;
    }
    return 0;
}

// "gpu-server.needed, 1st figure": by the name, the check or the capacity of a model.
static bool add_in_form(const struct plan *p, struct text *out, const struct form *f,
                        uint32_t number)
{
    const struct name none = {0};
    const char *part;
    text_addf(out, "%.*s.", STR_ARG(f->model));
    for (uint32_t i = 0; i < f->names.count; i++) {
        const struct name *n = &f->names.at[i];
        uint32_t formula = formula_of_name(p, n, number, &part);
        if (!formula) continue;
        text_addf(out, "%.*s%s", STR_ARG(n->text), part);
        add_place(p, out, n, formula, number);
        return true;
    }
    for (uint32_t i = 0; i < f->checks.count; i++) {
        if (!contains(p, f->checks.at[i].formula, number)) continue;
        add_check(out, f, i);
        add_place(p, out, &none, f->checks.at[i].formula, number);
        return true;
    }
    if (!f->capacity || !contains(p, f->capacity, number)) return false;
    text_add_c(out, "capacity");
    add_place(p, out, &none, f->capacity, number);
    return true;
}

// A default is a formula of its model: it is changed for all components that take it.
struct str plan_number_label(const struct plan *p, const struct quantity *q)
{
    const struct row *r = q->owner == NO_NAME ? NULL : &p->program->rows.at[q->owner];
    uint32_t number = q->key.node;
    struct text out = {.arena = p->arena};
    if (r && r->formula && contains(p, r->formula, number)) {
        const struct name *n = row_name(p->program, q->owner);
        struct str model = p->program->forms.at[p->program->sheets.at[r->sheet].form].model;
        struct str address = row_address(p->arena, p->program, q->owner);
        if (!q->key.index) address = STR_JOINED(p->arena, model, STR("."), n->text);
        text_add(&out, address);
        add_place(p, &out, n, r->formula, number);
        return text_str(&out);
    }
    for (uint32_t f = 1; f < p->program->forms.count; f++) {
        out = (struct text){.arena = p->arena};
        if (add_in_form(p, &out, &p->program->forms.at[f], number)) return text_str(&out);
    }
    return STR_JOINED(p->arena, STR("a figure of "), plan_remark(p, q));
}
