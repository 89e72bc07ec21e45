// statement_views.c - statements as tables: one row for each item and period, unrounded.
#include "report/statement_views.h"
#include "report/shape.h"

// "hgx" of a row of own.hgx.
static struct str component_of(const struct program *p, uint32_t row)
{
    struct str address = p->sheets.at[p->rows.at[row].sheet].address;
    return str_cut(address, str_find(address, '.') + 1, address.len);
}

static struct table_cell workload_of(const struct program *p, uint32_t row)
{
    uint32_t w = row == NO_NAME ? NO_WORKLOAD : p->rows.at[row].workload;
    return w == NO_WORKLOAD ? cell_null() : cell_text(p->workloads.at[w].name);
}

// ---- statement ---------------------------------------------------------------------------------

// An item in one period; behind the last one in the books, what falls beyond the horizon.
struct statement_place {
    uint32_t item, period;
};

struct statement_list {
    struct session *session;
    const struct statement *statement;
    enum period period;
    uint32_t periods;
    VEC(struct statement_place) rows;
};

static const struct table_column STATEMENT[] = {
    COLUMN("option", "Option", EXACT, NAME),
    COLUMN("view", "View", EXACT, NAME),
    COLUMN("section", "Section", EXACT, NAME),
    COLUMN("item", "Item", EXACT, NAME),
    COLUMN("kind", "Kind", EXACT, NAME),
    COLUMN("component", "Component", EXACT, NAME),
    COLUMN("workload", "Workload", EXACT, NAME),
    COLUMN("category", "Category", EXACT, NAME),
    COLUMN("life_months", "Life", TIDY, NUMBER),
    COLUMN("period", "Period", EXACT, NAME),
    COLUMN("period_index", "Index", COUNT, NUMBER),
    COLUMN("amount", "Amount", EXACT, NUMBER),
    COLUMN("currency", "Currency", EXACT, NAME),
};
TABLE_COLUMNS_OF(statement, STATEMENT)

static void statement_row(const void *context, struct arena *a, uint32_t row,
                          struct table_cell *c)
{
    const struct statement_list *k = context;
    const struct program *p = &k->session->program;
    const struct item *i = &k->statement->items.at[k->rows.at[row].item];
    uint32_t period = k->rows.at[row].period, n = 0;
    bool after = period == k->periods;
    double life =
        i->line == NO_NAME ? 0 : val_double(k->session->ledger.lines.at[i->line].life);
    c[n++] = cell_text(p->options.at[i->option].name);
    c[n++] = cell_text(str_of(view_word(k->statement->view)));
    c[n++] = cell_text(str_of(section_key(i->section)));
    c[n++] = cell_text(i->key);
    c[n++] = cell_text(str_of(item_word(i->kind)));
    c[n++] = i->row == NO_NAME ? cell_null() : cell_text(component_of(p, i->row));
    c[n++] = workload_of(p, i->row);
    c[n++] = cell_text(i->category);
    c[n++] = cell_maybe(life > 0, life);
    c[n++] = cell_text(after ? STR("after_horizon") : period_text(a, p, k->period, period));
    c[n++] = cell_maybe(!after, period + (k->period != PERIOD_MONTH));
    c[n++] = cell_number(after ? i->after : item_amount(p, i, k->period, period));
    c[n++] = cell_text(k->session->info.currency);
}

struct table view_statement(struct session *s, const struct statement *st, enum period period)
{
    struct statement_list *k = ARENA_NEW(&s->arena, struct statement_list);
    *k = (struct statement_list){.session = s, .statement = st, .period = period};
    k->periods = period_count(&s->program, period);
    for (uint32_t i = 0; i < st->items.count; i++) {
        uint32_t end = k->periods + item_goes_on(&st->items.at[i]);
        for (uint32_t at = 0; at < end; at++)
            VEC_PUSH(&s->arena, &k->rows, (struct statement_place){i, at});
    }
    return (struct table){STR("statement"), STATEMENT, COUNT_OF(STATEMENT),
                          k->rows.count,    k,         statement_row};
}

// ---- reconciliation ----------------------------------------------------------------------------

struct line_list_of {
    struct session *session;
    VEC(uint32_t) lines;  // that ever hold money
};

static const struct table_column RECONCILIATION[] = {
    COLUMN("option", "Option", EXACT, NAME),
    COLUMN("component", "Component", EXACT, NAME),
    COLUMN("line", "Line", EXACT, NAME),
    COLUMN("workload", "Workload", EXACT, DATA),
    COLUMN("class", "Class", EXACT, DATA),
    COLUMN("category", "Category", EXACT, DATA),
    COLUMN("cash", "Cash", MONEY, NUMBER),
    COLUMN("amortised", "Books", MONEY, NUMBER),
    COLUMN("after_horizon", "After", MONEY, NUMBER),
    COLUMN("principal", "Principal", MONEY, NUMBER),
    COLUMN("difference", "Off", MONEY, NUMBER),
    COLUMN("currency", "Currency", EXACT, DATA),
};
TABLE_COLUMNS_OF(reconciliation, RECONCILIATION)

static void reconciliation_row(const void *context, struct arena *a, uint32_t row,
                               struct table_cell *c)
{
    const struct line_list_of *k = context;
    const struct program *p = &k->session->program;
    const struct line *l = &k->session->ledger.lines.at[k->lines.at[row]];
    struct reconciled r = reconcile_line(&k->session->ledger, k->lines.at[row]);
    uint32_t n = 0;
    (void)a;
    c[n++] = cell_text(p->options.at[l->option].name);
    c[n++] = cell_text(component_of(p, l->row));
    c[n++] = cell_text(l->name->text);
    c[n++] = workload_of(p, l->row);
    c[n++] = cell_text(str_of(class_word(l->name->cost.class)));
    c[n++] = cell_text(l->name->cost.category);
    c[n++] = cell_number(r.cash);
    c[n++] = cell_number(r.amortised);
    c[n++] = cell_number(r.after);
    c[n++] = cell_number(r.principal);
    c[n++] = cell_number(r.difference);
    c[n++] = cell_text(k->session->info.currency);
}

struct table view_reconciliation(struct session *s)
{
    struct line_list_of *k = ARENA_NEW(&s->arena, struct line_list_of);
    k->session = s;
    for (uint32_t i = 0; i < s->ledger.lines.count; i++)
        if (line_holds_money(&s->ledger, i)) VEC_PUSH(&s->arena, &k->lines, i);
    return (struct table){
        STR("reconciliation"), RECONCILIATION, COUNT_OF(RECONCILIATION), k->lines.count, k,
        reconciliation_row};
}
