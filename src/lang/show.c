#include "lang/show.h"

#include "base/num.h"
#include "lang/calc.h"

struct shower {
    const struct program *p;
    struct text *out;
};

static void show(struct shower *s, uint32_t id, int binds);

static const struct ast *node(const struct shower *s, uint32_t id)
{
    return ast_get(&s->p->asts, id);
}

static uint32_t kid(const struct shower *s, uint32_t id, uint32_t i)
{
    return ast_kid(&s->p->asts, id, i);
}

static void show_number(struct shower *s, const struct ast *n)
{
    const struct literal *l = &s->p->asts.literals.at[n->extra];
    char text[NUM_TEXT];
    num_write(text, l->value);
    text_add_c(s->out, text);
    if (l->unit_text.len) text_addf(s->out, " %.*s", STR_ARG(l->unit_text));
}

static void show_name(struct shower *s, const struct ast *n)
{
    const struct ref *r = &s->p->asts.refs.at[n->extra];
    text_add(s->out, r->part[0]);
    if (r->workload.len) text_addf(s->out, "[%.*s]", STR_ARG(r->workload));
    for (uint32_t i = 1; i < r->part_count; i++)
        text_addf(s->out, ".%.*s", STR_ARG(r->part[i]));
}

static void show_arguments(struct shower *s, uint32_t id)
{
    text_add_char(s->out, '(');
    for (uint32_t i = 0; i < node(s, id)->count; i++) {
        if (i) text_add_c(s->out, ", ");
        struct str name = ast_arg_name(&s->p->asts, id, i);
        if (name.len) text_addf(s->out, "%.*s=", STR_ARG(name));
        show(s, kid(s, id, i), 0);
    }
    text_add_char(s->out, ')');
}

// A power of `2 USD` is (2 USD)^2, since 2 USD^2 is two square dollars.
static void show_left(struct shower *s, uint32_t id, bool power, int binds)
{
    const struct ast *n = node(s, id);
    bool unit =
        power && n->kind == AST_NUMBER && s->p->asts.literals.at[n->extra].unit_text.len;
    if (unit) text_add_char(s->out, '(');
    show(s, id, binds);
    if (unit) text_add_char(s->out, ')');
}

static void show_operator(struct shower *s, uint32_t id, enum func f)
{
    int own = func_binds(f);
    struct str name = func_row(f)->name;
    if (node(s, id)->count == 1) {
        text_add_c(s->out, f == FUNC_NEG ? "-" : "not ");
        show(s, kid(s, id, 0), own);
        return;
    }
    bool power = f == FUNC_POW;  // groups to the right, all others to the left
    bool chain = func_row(f)->rule == RULE_COMPARE;
    show_left(s, kid(s, id, 0), power, power || chain ? own + 1 : own);
    text_addf(s->out, power ? "%.*s" : " %.*s ", STR_ARG(name));
    show(s, kid(s, id, 1), power ? BINDS_SIGN : own + 1);
}

static void show_call(struct shower *s, uint32_t id, int binds)
{
    enum func f = (enum func)node(s, id)->what;
    if (!func_is_operator(f)) {
        text_add(s->out, func_row(f)->name);
        show_arguments(s, id);
        return;
    }
    bool parens = func_binds(f) < binds;
    if (parens) text_add_char(s->out, '(');
    show_operator(s, id, f);
    if (parens) text_add_char(s->out, ')');
}

static void show_growth(struct shower *s, uint32_t id)
{
    text_add_c(s->out, "{from: ");
    show(s, kid(s, id, 0), 0);
    const struct ast *growth = node(s, kid(s, id, 1));
    bool walks = node(s, id)->count > 2,
         rests = growth->kind == AST_NUMBER && growth->number == 0;
    if (!walks || !rests) {
        text_add_c(s->out, ", growth: ");
        show(s, kid(s, id, 1), 0);
    }
    if (walks) {
        text_add_c(s->out, ", volatility: ");
        show(s, kid(s, id, 2), 0);
    }
    int base = (int32_t)node(s, id)->extra + s->p->start - 1;
    if (base != s->p->start) text_addf(s->out, ", base: %04d-%02d", base / 12, base % 12 + 1);
    text_add_char(s->out, '}');
}

static void show_steps(struct shower *s, uint32_t id)
{
    const struct ast n = *node(s, id);
    for (uint32_t i = 0; i < n.count; i++) {
        int month = (int32_t)s->p->asts.months.at[n.extra + i] + s->p->start - 1;
        text_addf(s->out, "%s%04d-%02d: ", i ? ", " : "{", month / 12, month % 12 + 1);
        show(s, kid(s, id, i), 0);
    }
    text_add_char(s->out, '}');
}

static void show_list(struct shower *s, uint32_t id)
{
    enum { SHOWN = 4 };
    uint32_t count = node(s, id)->count;
    bool cut = node(s, id)->kind != AST_LIST && count > SHOWN;
    text_add_char(s->out, '[');
    for (uint32_t i = 0; i < (cut ? SHOWN : count); i++) {
        if (i) text_add_c(s->out, ", ");
        if (kid(s, id, i)) show(s, kid(s, id, i), 0);
    }
    text_add_c(s->out, cut ? ", ..]" : "]");
}

// By place as far as nothing was left out, then by name.
static void show_calc(struct shower *s, uint32_t id)
{
    const struct calc_row *row = calc_row((enum calc)node(s, id)->what);
    const char *between = "(";
    bool by_name = false;
    text_add(s->out, row->name);
    for (uint32_t i = 0; i < row->param_count; i++) {
        uint32_t k = kid(s, id, i);
        by_name = by_name || k == 0;
        if (k == 0) continue;
        text_add_c(s->out, between);
        if (by_name) text_addf(s->out, "%.*s=", STR_ARG(row->params[i].name));
        show(s, k, 0);
        between = ", ";
    }
    text_add_char(s->out, ')');
}

static void show_date(struct shower *s, const struct ast *n)
{
    text_add(s->out, calc_date_text(s->out->arena, n->number));
}

// A range stands under an operator only where the rate of its currency moves.
static void show_range(struct shower *s, uint32_t id, int binds)
{
    if (binds) text_add_char(s->out, '(');
    show(s, kid(s, id, 0), 0);
    text_add_c(s->out, " to ");
    show(s, kid(s, id, 1), 0);
    if (binds) text_add_char(s->out, ')');
}

static void show_cases(struct shower *s, uint32_t id)
{
    show(s, kid(s, id, 1), 0);
    const char *before = " (by case: ";
    for (uint32_t i = 2; i < node(s, id)->count; i++) {
        if (kid(s, id, i) == kid(s, id, 1)) continue;
        text_addf(s->out, "%s%.*s: ", before, STR_ARG(ast_arg_name(&s->p->asts, id, i)));
        show(s, kid(s, id, i), 0);
        before = ", ";
    }
    text_add_char(s->out, ')');
}

static void show(struct shower *s, uint32_t id, int binds)
{
    const struct ast *n = node(s, id);
    switch ((enum ast_kind)n->kind) {
    case AST_NONE: break;
    case AST_NUMBER: show_number(s, n); break;
    case AST_WORD: text_addf(s->out, "'%.*s'", STR_ARG(s->p->asts.words.at[n->extra])); break;
    case AST_NAME: show_name(s, n); break;
    case AST_CALL: show_call(s, id, binds); break;
    case AST_DIST:
        text_add(s->out, n->what == DIST_TWO_PIECE ? STR("figure")
                                                   : dist_row((enum dist_kind)n->what)->name);
        show_arguments(s, id);
        break;
    case AST_RANGE: show_range(s, id, binds); break;
    case AST_STEPPED:
        show(s, kid(s, id, 0), 0);
        text_add_c(s->out, " stepped");
        break;
    case AST_GROWTH: show_growth(s, id); break;
    case AST_STEPS: show_steps(s, id); break;
    case AST_CASES: show_cases(s, id); break;
    case AST_CALC: show_calc(s, id); break;
    case AST_DATE: show_date(s, n); break;
    case AST_NULL: text_add_c(s->out, "null"); break;
    case AST_LIST:
    case AST_SERIES:
    case AST_TABLE: show_list(s, id); break;
    }
}

struct str formula_show(struct arena *a, const struct program *p, uint32_t root)
{
    struct text t = {.arena = a};
    struct shower s = {p, &t};
    show(&s, root, 0);
    return text_str(&t);
}

struct str formula_show_band(struct arena *a, const struct program *p, const struct name *table,
                             uint32_t root, uint32_t band)
{
    struct text t = {.arena = a};
    struct shower s = {p, &t};
    for (uint32_t i = 0; i < table->column_count; i++) {
        uint32_t cell = kid(&s, root, band * table->column_count + i);
        if (!cell) continue;
        text_addf(&t, "%s%.*s: ", t.len ? ", " : "", STR_ARG(table->columns[i].name));
        show(&s, cell, 0);
    }
    return text_str(&t);
}

struct str formula_show_table(struct arena *a, const struct program *p,
                              const struct name *table, uint32_t root)
{
    struct text t = {.arena = a};
    uint32_t bands = root ? ast_get(&p->asts, root)->count / table->column_count : 0;
    text_add_char(&t, '[');
    for (uint32_t i = 0; i < bands; i++)
        text_addf(&t, "%s{%.*s}", i ? ", " : "",
                  STR_ARG(formula_show_band(a, p, table, root, i)));
    text_add_char(&t, ']');
    return text_str(&t);
}
