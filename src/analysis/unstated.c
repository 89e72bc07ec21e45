#include "analysis/unstated.h"

#include "analysis/address.h"
#include "base/num.h"
#include "lang/show.h"

// Keys of a workload that act only where they are stated, and what they are where they are not.
static const struct {
    const char *key, *value;
} SILENT[] = {{"growth", "0 %/month"}, {"reasoning", "0"}, {"peak_to_mean", "1"}};

static const char ADOPTION[] = "adoption";

static void add(struct session *s, struct unstated *out, struct str address, const char *value)
{
    VEC_PUSH(&s->arena, &out->sets, str_format(&s->arena, "%.*s=%s", STR_ARG(address), value));
}

// ---- workloads ---------------------------------------------------------------------------------

static bool states_growth(const struct program *p)
{
    for (uint32_t i = 0; i < p->rows.count; i++)
        if (p->rows.at[i].given && !row_is_share(&p->rows.at[i]) &&
            str_is(row_name(p, i)->text, "w.growth"))
            return true;
    return false;
}

static void state_growth(struct session *s, struct unstated *out)
{
    for (uint32_t w = 0; w < s->program.workloads.count; w++)
        add(s, out,
            str_format(&s->arena, "workloads.%.*s.growth",
                       STR_ARG(s->program.workloads.at[w].name)),
            SILENT[0].value);
}

// The key of workloads.NAME.KEY, of a workload that there is.
static struct str workload_key(const struct program *p, struct str address)
{
    struct str rest = str_cut(address, sizeof "workloads." - 1, address.len);
    size_t dot = str_find(rest, '.');
    for (uint32_t w = 0; w < p->workloads.count; w++)
        if (str_eq(p->workloads.at[w].name, str_cut(rest, 0, dot)))
            return str_cut(rest, dot + 1, rest.len);
    return STR("");
}

static void state_key(struct session *s, struct str address, struct unstated *out)
{
    struct str key = workload_key(&s->program, address);
    bool adopted = s->program.options.count > 0 && s->program.options.at[0].adoption != NO_NAME;
    if (str_is(str_cut(key, 0, str_find(key, '.')), ADOPTION) && !adopted)
        add(s, out, address, "1");
    uint32_t row = address_find(s, address);
    if (row == NO_NAME || s->program.rows.at[row].given) return;
    for (size_t i = 0; i < COUNT_OF(SILENT); i++)
        if (str_is(key, SILENT[i].key)) add(s, out, address, SILENT[i].value);
}

// ---- inputs of components ----------------------------------------------------------------------

// Whether a formula asks if an input is given.
static bool asks_for(const struct program *p, uint32_t id, uint32_t name)
{
    const struct ast *n = ast_get(&p->asts, id);
    bool asks = false;
    if (n->kind == AST_CALL && n->what == FUNC_GIVEN) {
        const struct ast *kid = ast_get(&p->asts, ast_kid(&p->asts, id, 0));
        const struct ref *r = &p->asts.refs.at[kid->extra];
        return r->kind == REF_OWN && r->target == name;
    }
    for (uint32_t i = 0; i < n->count && !asks; i++)
        asks = asks_for(p, ast_kid(&p->asts, id, i), name);
    return asks;
}

static bool is_asked_for(const struct program *p, uint32_t row)
{
    const struct row *r = &p->rows.at[row];
    for (uint32_t i = 0; i < p->rows.count; i++)
        if (p->rows.at[i].sheet == r->sheet && p->rows.at[i].scope == r->sheet &&
            p->rows.at[i].formula && asks_for(p, p->rows.at[i].formula, r->name))
            return true;
    return false;
}

// A default that no cost asked for may be computed all the same. What it reports is nobody's fault.
static bool value_now(struct session *s, uint32_t row, double *value)
{
    uint32_t reported = s->diags.list.count, errors = s->diags.error_count;
    struct val v;
    if (s->unroll.cells[row].state == CELL_SERIES || s->program.rows.at[row].formula == 0)
        return false;
    bool ok = unroll_cell(&s->unroll, row, 1, &v) && !val_is_node(v) && !val_is_empty(v);
    s->diags.list.count = reported;
    s->diags.error_count = errors;
    if (!ok || s->unroll.cells[row].state != CELL_CONSTANT) return false;
    *value = val_double(v);
    return true;
}

// Whether another place has the same value, which stands there or here.
static bool is_shared(const struct program *p, uint32_t row)
{
    enum origin_kind kind = row_origin(p, row).kind;
    if (kind != ORIGIN_SCENARIO && kind != ORIGIN_CASE && kind != ORIGIN_SET) return false;
    for (uint32_t i = 0; i < p->rows.count; i++)
        if (i != row && !row_is_share(&p->rows.at[i]) &&
            p->rows.at[i].formula == p->rows.at[row].formula)
            return true;
    return false;
}

static void state_input(struct session *s, struct str address, uint32_t row, bool of_all,
                        struct unstated *out)
{
    const struct program *p = &s->program;
    double value, factor;
    char number[NUM_TEXT];
    if (row_is_share(&p->rows.at[row]) || p->rows.at[row].sheet == 0) return;
    const struct name *n = row_name(p, row);
    bool wanted =
        p->rows.at[row].given ? !of_all && is_shared(p, row) : of_all || is_asked_for(p, row);
    if (n->kind != NAME_INPUT || !wanted || !value_now(s, row, &value)) return;
    struct str unit = address_unit_shown(s, row, &factor);
    num_write(number, num_in_unit(value, factor));
    add(s, out, address,
        str_to_c(&s->arena, str_is(unit, "1")
                                ? str_of(number)
                                : str_format(&s->arena, "%s %.*s", number, STR_ARG(unit))));
}

// finance.tax.bonus: the input that each option has from there.
static uint32_t find_of_all(struct session *s, struct str address)
{
    for (uint32_t o = 0; o < s->program.options.count; o++) {
        uint32_t row = address_find(
            s, str_format(&s->arena, "%.*s%.*s", STR_ARG(s->program.options.at[o].name),
                          STR_ARG(str_cut(address, sizeof "finance" - 1, address.len))));
        if (row != NO_NAME) return row;
    }
    return NO_NAME;
}

// ---- growth of a value -------------------------------------------------------------------------

static bool is_plain(enum ast_kind kind)
{
    return kind == AST_NUMBER || kind == AST_STEPPED || kind == AST_NAME || kind == AST_CALL;
}

// own.hgx.tariff.growth: a growth that stands in no row of its own. A parameter takes its place.
static void state_growth_of(struct session *s, struct str address, struct unstated *out)
{
    const struct program *p = &s->program;
    struct str end = STR(".growth");
    uint32_t row = address_find(s, str_cut(address, 0, address.len - end.len));
    if (row == NO_NAME || row_is_share(&p->rows.at[row]) || p->rows.at[row].formula == 0)
        return;
    const struct name *n = row_name(p, row);
    if ((n->kind != NAME_INPUT && n->kind != NAME_FIELD) || n->growth) return;
    const struct ast *value = ast_get(&p->asts, p->rows.at[row].formula);
    struct str growth = STR("0 %/year");
    if (value->kind == AST_GROWTH) {
        uint32_t rate = ast_kid(&p->asts, p->rows.at[row].formula, 1);
        if (!is_plain((enum ast_kind)ast_get(&p->asts, rate)->kind)) return;
        growth = formula_show(&s->arena, p, rate);
    }
    add(s, out, STR("params." VARIED_GROWTH), str_to_c(&s->arena, growth));
    add(s, out, address, "params." VARIED_GROWTH);
}

void unstated_find(struct session *s, struct str name, struct unstated *out)
{
    if (str_is(name, "growth")) {
        if (!states_growth(&s->program)) state_growth(s, out);
    } else if (str_ends(name, STR(".growth")) && address_find(s, name) == NO_NAME) {
        state_growth_of(s, name, out);
    } else if (str_starts(name, STR("workloads."))) {
        state_key(s, name, out);
    } else {
        uint32_t row = address_find(s, name);
        bool of_all = row == NO_NAME && str_starts(name, STR("finance."));
        if (of_all) row = find_of_all(s, name);
        if (row != NO_NAME) state_input(s, name, row, of_all, out);
    }
}
