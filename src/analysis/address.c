#include "analysis/address.h"

uint32_t address_find(struct session *s, struct str address)
{
    const struct program *p = &s->program;
    for (uint32_t i = 0; i < p->rows.count; i++) {
        const struct row *r = &p->rows.at[i];
        struct str sheet = p->sheets.at[r->sheet].address;
        if (r->sheet && !str_starts(address, sheet)) continue;
        if (str_eq(row_address(s->diags.arena, p, i), address)) return i;
    }
    return NO_NAME;
}

struct str address_of_all(struct session *s, uint32_t row)
{
    const struct program *p = &s->program;
    struct str own = row_address(s->diags.arena, p, row);
    const struct sheet *sheet = &p->sheets.at[p->rows.at[row].sheet];
    if (!sheet->of_all) return own;
    struct str option = p->options.at[sheet->option].name;
    return str_format(s->diags.arena, "finance%.*s",
                      STR_ARG(str_cut(own, option.len, own.len)));
}

static void add_listed(struct text *list, struct str address)
{
    text_addf(list, "%s%.*s", list->len ? ", " : "", STR_ARG(address));
}

// An option has figures and components below it, not a value of its own.
static bool fail_option(struct session *s, struct str address)
{
    const struct program *p = &s->program;
    struct text list = {.arena = s->diags.arena};
    uint32_t at = 0;
    while (at < p->options.count && !str_eq(p->options.at[at].name, address))
        at++;
    if (at == p->options.count) return false;
    const struct option *o = &p->options.at[at];
    for (uint32_t i = 0; i < o->sheet_count; i++)
        add_listed(&list, p->sheets.at[o->first_sheet + i].address);
    diag_fail(&s->diags, SPAN_NONE, DIAG_UNKNOWN_ADDRESS, "%.*s is an option, not a figure",
              STR_ARG(address));
    diag_note(&s->diags, SPAN_NONE, "its components: %.*s", STR_ARG(text_str(&list)));
    diag_help(&s->diags,
              "try %.*s.total, or %.*s.capex, opex, npv, risk, benefit, irr, payback",
              STR_ARG(address), STR_ARG(address));
    return true;
}

static bool is_paid(const struct line *l, uint32_t months)
{
    for (uint32_t m = 0; m <= months; m++)
        if (!val_is(l->billed[m], 0)) return true;
    return false;
}

static bool fail_component(struct session *s, struct str address)
{
    const struct program *p = &s->program;
    struct text list = {.arena = s->diags.arena};
    uint32_t sheet = 1;
    while (sheet < p->sheets.count && !str_eq(p->sheets.at[sheet].address, address))
        sheet++;
    if (sheet >= p->sheets.count) return false;
    for (uint32_t i = 0; i < s->ledger.lines.count; i++) {
        const struct line *l = &s->ledger.lines.at[i];
        if (p->rows.at[l->row].sheet == sheet && is_paid(l, p->months))
            add_listed(&list, l->name->text);
    }
    diag_fail(&s->diags, SPAN_NONE, DIAG_UNKNOWN_ADDRESS, "%.*s is a component, not a figure",
              STR_ARG(address));
    if (list.len) diag_note(&s->diags, SPAN_NONE, "its costs: %.*s", STR_ARG(text_str(&list)));
    diag_help(&s->diags, "write %.*s.NAME", STR_ARG(address));
    return true;
}

// A name that exists once for each workload was asked for without one.
static bool fail_workload(struct session *s, struct str address)
{
    struct arena *a = s->diags.arena;
    struct text list = {.arena = a};
    struct str start = STR_JOINED(a, address, STR("["));
    for (uint32_t i = 0; i < s->program.rows.count; i++) {
        struct str known = row_address(a, &s->program, i);
        if (str_starts(known, start)) add_listed(&list, known);
    }
    if (list.len == 0) return false;
    diag_fail(&s->diags, SPAN_NONE, DIAG_UNKNOWN_ADDRESS, "%.*s has a value for each workload",
              STR_ARG(address));
    diag_help(&s->diags, "write %.*s", STR_ARG(text_str(&list)));
    return true;
}

bool address_fail(struct session *s, struct str address, const char *help)
{
    if (fail_option(s, address) || fail_component(s, address) || fail_workload(s, address))
        return false;
    enum { KNOWN = 5000 };
    VEC(struct str) known = {0};
    struct arena *a = s->diags.arena;
    for (uint32_t i = 0; i < s->program.rows.count && i < KNOWN; i++)
        VEC_PUSH(a, &known, row_address(a, &s->program, i));
    diag_fail(&s->diags, SPAN_NONE, DIAG_UNKNOWN_ADDRESS, "the scenario has no '%.*s'",
              STR_ARG(str_visible(a, address)));
    struct str near = nearest_name(address, known.at, known.count);
    if (near.at)
        diag_help(&s->diags, "did you mean '%.*s'?", STR_ARG(near));
    else
        diag_help(&s->diags, "%s", help);
    return false;
}

struct str address_unit(struct session *s, const struct name *n, double *factor)
{
    const struct program *p = &s->program;
    struct unit unit = n->unit;
    struct str text = n->unit_text, bad;
    if (n->infer) {
        text = n->inferred->shown;
        if (text.len == 0 || !unit_parse(&p->units, text, &unit, &bad))
            text =
                unit_of_dim(s->diags.arena, &p->units, n->inferred->dim, STR("month"), &unit);
    }
    if (n->growth) {
        text = STR("1/year");
        unit_parse(&p->units, text, &unit, &bad);
    }
    *factor = unit.factor;
    return text;
}

// A growth lies behind names, signs and `stepped`: the first number that has a period.
static const struct literal *growth_in(const struct program *p, uint32_t id, uint32_t sheet,
                                       uint32_t workload)
{
    const struct ast *n = ast_get(&p->asts, id);
    const struct literal *l = n->kind == AST_NUMBER ? &p->asts.literals.at[n->extra] : NULL;
    if (l) return l->period_months > 0 ? l : NULL;
    if (n->kind == AST_NAME) {
        const struct ref *r = &p->asts.refs.at[n->extra];
        if (r->kind == REF_BUILTIN) return NULL;
        if (r->workload.len) workload = r->workload_id;
        uint32_t row = sheet_row(p, r->kind == REF_SCENARIO ? 0 : sheet, r->target, workload);
        if (row == NO_NAME || p->rows.at[row].formula == 0) return NULL;
        return growth_in(p, p->rows.at[row].formula, p->rows.at[row].scope, workload);
    }
    for (uint32_t i = 0; i < n->count && !l; i++)
        l = growth_in(p, ast_kid(&p->asts, id, i), sheet, workload);
    return l;
}

struct str address_growth_unit(struct session *s, uint32_t row, double *factor, double *period)
{
    const struct program *p = &s->program;
    const struct row *r = &p->rows.at[row];
    const struct literal *l =
        r->formula ? growth_in(p, r->formula, r->scope, r->workload) : NULL;
    struct unit unit = UNIT_ONE;
    struct str text = l ? l->unit_text : STR("%/month"), bad;
    unit_parse(&p->units, text, &unit, &bad);
    *factor = unit.factor;
    *period = l ? l->period_months : 1;
    return text;
}

static bool is_stepped(const struct program *p, uint32_t id, uint32_t sheet, uint32_t workload)
{
    const struct ast *n = ast_get(&p->asts, id);
    if (n->kind == AST_STEPPED) return true;
    bool stepped = false;
    for (uint32_t i = 0; i < n->count && !stepped; i++)
        stepped = is_stepped(p, ast_kid(&p->asts, id, i), sheet, workload);
    if (n->kind != AST_NAME) return stepped;
    const struct ref *r = &p->asts.refs.at[n->extra];
    if (r->kind == REF_BUILTIN) return false;
    if (r->workload.len) workload = r->workload_id;
    uint32_t row = sheet_row(p, r->kind == REF_SCENARIO ? 0 : sheet, r->target, workload);
    if (row == NO_NAME) return false;
    return is_stepped(p, p->rows.at[row].formula, p->rows.at[row].scope, workload);
}

struct str address_unit_shown(struct session *s, uint32_t row, double *factor)
{
    double period;
    const struct program *p = &s->program;
    const struct name *n = row_name(p, row);
    const struct row *r = &p->rows.at[row];
    bool growth = n->growth || (n->infer && n->inferred->stepped);
    if (!growth) return address_unit(s, n, factor);
    struct str unit = address_growth_unit(s, row, factor, &period);
    if (!is_stepped(p, r->formula, r->scope, r->workload)) return unit;
    return STR_JOINED(s->diags.arena, unit, STR(" stepped"));
}
