#include "engine/ledger_int.h"

// Is a row a value that the scenario states, of an input that may have bounds?
static bool is_stated(const struct program *p, uint32_t row)
{
    const struct row *r = &p->rows.at[row];
    return !row_is_share(r) && r->given && r->formula && row_name(p, row)->kind == NAME_INPUT;
}

static bool has_bounds(const struct program *p, uint32_t row)
{
    const struct name *n = row_name(p, row);
    return n->has_min || n->has_max;
}

// Whatever the scenario states lies within its bounds, even what no line needs. `alone`: only
// what needs nothing else.
static void check_stated(struct unroll *u, bool alone)
{
    const struct program *p = u->program;
    struct val unused;
    for (uint32_t row = 0; row < p->rows.count && !u->uncertain; row++) {
        if (!is_stated(p, row)) continue;
        if (alone && !has_bounds(p, row)) continue;
        if (alone && !ast_is_closed(&p->asts, p->rows.at[row].formula)) continue;
        for (uint32_t m = 1; m <= p->months && unroll_cell(u, row, m, &unused); m++)
            if (u->cells[row].state == CELL_CONSTANT) break;
        if (!u->cells[row].failed) unroll_judge_beyond(u, row);
    }
}

void ledger_judge_stated(struct unroll *u)
{
    const struct program *p = u->program;
    struct builder b = {.u = u, .p = p, .g = u->graph, .arena = u->arena, .ok = true};
    uint32_t rate = p->discount_rate;
    struct val unused;
    check_stated(u, true);
    if (rate != NO_NAME && p->rows.at[rate].formula &&
        ast_is_closed(&p->asts, p->rows.at[rate].formula))
        ledger_yearly_rate(&b, rate, "the discount rate", &unused);
}

static void build_sheet(struct builder *b, uint32_t sheet)
{
    const struct sheet *s = &b->p->sheets.at[sheet];
    const struct form *f = &b->p->forms.at[s->form];
    for (uint32_t i = 0; i < f->names.count; i++) {
        const struct name *n = &f->names.at[i];
        if (n->kind != NAME_COST && n->kind != NAME_METER) continue;
        uint32_t count = n->per_workload ? s->workload_count : 1;
        for (uint32_t k = 0; k < count; k++) {
            uint32_t row = s->row_of[i] + k;
            bool ok = n->kind == NAME_COST
                          ? ledger_build_line(b, row)
                          : ledger_build_meter(b, &b->l->tallies[s->option], row);
            b->ok = ok && b->ok;
        }
    }
    for (uint32_t i = 0; i < f->checks.count; i++) {
        const struct check *c = &f->checks.at[i];
        if (c->meter == NO_NAME)
            ledger_run_check(b, c, sheet);
        else
            ledger_find_gap(b, c, sheet);
    }
    ledger_find_unmetered(b, sheet);
}

bool ledger_build(struct unroll *u, struct ledger *l)
{
    const struct program *p = u->program;
    *l = (struct ledger){.months = p->months};
    struct builder b = {.u = u, .p = p, .g = u->graph, .arena = u->arena, .l = l, .ok = true};
    l->tallies = ARENA_ARRAY(u->arena, struct tally, p->options.count);
    l->discounted = p->discount_rate != NO_NAME;
    b.charged = p->cost_of_capital != NO_NAME;
    b.zeros = columns(&b);
    b.input = form_find(&p->forms.at[0], STR("w.input"));
    b.output = form_find(&p->forms.at[0], STR("w.output"));
    b.rate = b.charge_rate = val_number(0);
    const char *discount = p->discounted_by == RATE_IS_REAL
                               ? "the discount rate, from the real rate and inflation,"
                               : "the discount rate";
    if (l->discounted) b.ok = ledger_yearly_rate(&b, p->discount_rate, discount, &b.rate);
    if (b.charged)
        b.ok =
            ledger_yearly_rate(&b, p->cost_of_capital, "the cost of capital", &b.charge_rate) &&
            b.ok;
    b.ok = ledger_keep_rates(&b) && b.ok;
    check_stated(u, false);
    if (u->failed) return false;  // a value out of its bounds breaks more than itself
    for (uint32_t i = 0; i < p->options.count; i++) {
        const struct option *o = &p->options.at[i];
        l->tallies[i].first_line = l->lines.count;
        for (uint32_t s = 0; s < o->sheet_count; s++)
            build_sheet(&b, o->first_sheet + s);
        l->tallies[i].line_count = l->lines.count - l->tallies[i].first_line;
        ledger_tally_option(&b, i);
    }
    if (u->graph->full)
        return diag_fail(p->diags, SPAN_NONE, DIAG_TOO_LARGE,
                         "the computation needs more than %d operations", GRAPH_NODES);
    return b.ok && !u->failed;
}

const struct meter *ledger_find_meter(const struct tally *t, const char *name)
{
    for (uint32_t i = 0; i < t->meters.count; i++)
        if (str_is(t->meters.at[i].name, name)) return &t->meters.at[i];
    return NULL;
}

bool ledger_knows_meter(const struct tally *t, const char *name)
{
    for (uint32_t i = 0; i < t->gaps.count; i++)
        if (str_is(t->gaps.at[i].meter, name)) return false;
    return ledger_find_meter(t, name) != NULL;
}

struct val ledger_known_meter(struct graph *g, const struct tally *t, const char *name)
{
    struct val known = val_number(ledger_find_meter(t, name) != NULL);
    for (uint32_t i = 0; i < t->gaps.count; i++)
        if (str_is(t->gaps.at[i].meter, name))
            known = graph_binary(g, OP_AND, known, t->gaps.at[i].known);
    return graph_select(g, known, ledger_meter(t, name), val_number((double)NAN));
}

struct val ledger_meter(const struct tally *t, const char *name)
{
    const struct meter *m = ledger_find_meter(t, name);
    return m ? m->total : val_number(0);
}
