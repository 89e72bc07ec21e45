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

// Counts the figures of an expression as they are read, up to a number. The rate of a currency is
// not written beside its amounts.
static bool count_figures(const struct plan *p, uint32_t id, uint32_t number, uint32_t *count)
{
    const struct ast *n = plan_node(p, id);
    if (plan_is_number(p, id)) (*count)++;
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
    uint32_t i = 0, count = 0;
    if (id == number) return;
    while (i < n->count && !contains(p, plan_kid(p, id, i), number))
        i++;
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
        if (stands_for_all(p, id, number, plan_kid(p, id, i))) break;
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
    add_place(p, out, name, plan_kid(p, id, i), number);
}

// "gpu-server.needed": a row of a model, whichever component asks for it.
static void add_model_row(const struct plan *p, struct text *out, uint32_t row)
{
    uint32_t form = p->program->sheets.at[p->program->rows.at[row].sheet].form;
    struct str model = p->program->forms.at[form].model;
    if (model.len) text_addf(out, "%.*s.", STR_ARG(model));
    text_add(out, row_name(p->program, row)->text);
}

struct str plan_number_label(const struct plan *p, const struct quantity *q)
{
    struct text out = {.arena = p->arena};
    const struct row *r = q->user == NO_NAME ? NULL : &p->program->rows.at[q->user];
    bool own = r && !row_is_share(r);
    if (own && q->owner == NO_NAME)
        add_model_row(p, &out, q->user);
    else if (own)
        text_add(&out, row_address(p->arena, p->program, q->user));
    if (own && r->formula && contains(p, r->formula, q->key.node))
        add_place(p, &out, row_name(p->program, q->user), r->formula, q->key.node);
    else
        text_addf(&out, "%sa figure of %.*s", own ? ": " : "", STR_ARG(plan_remark(p, q)));
    return text_str(&out);
}
