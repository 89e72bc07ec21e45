// row_views.c - cost lines by period.
#include "analysis/statement.h"
#include "report/shape.h"
#include "report/views.h"

// A line in one period.
struct row_place {
    uint32_t line;
    uint32_t period;
};

struct row_list {
    struct session *session;
    enum period period;
    uint32_t periods;
    VEC(uint32_t) lines;   // those that ever hold money
    VEC(uint32_t) starts;  // of each, its first row
    uint32_t count;
};

static const struct table_column ROWS[] = {
    COLUMN("option", "Option", EXACT, NAME),
    COLUMN("component", "Component", EXACT, NAME),
    COLUMN("line", "Line", EXACT, NAME),
    COLUMN("class", "Class", EXACT, NAME),
    COLUMN("category", "Category", EXACT, NAME),
    COLUMN("period", "Period", EXACT, NAME),
    COLUMN("period_index", "Index", COUNT, NUMBER),
    COLUMN("quantity", "Quantity", TIDY, NUMBER),
    COLUMN("unit", "Unit", EXACT, NAME),
    COLUMN("billed_cost", "Billed", EXACT, NUMBER),
    COLUMN("effective_cost", "Effective", EXACT, NUMBER),
    COLUMN("currency", "Currency", EXACT, NAME),
    COLUMN("workload", "Workload", EXACT, NAME),
};
TABLE_COLUMNS_OF(rows, ROWS)

// By month the opening is a row of its own, where something is paid on day one.
static uint32_t rows_of_line(const struct row_list *list, const struct line *l)
{
    if (list->period != PERIOD_MONTH) return list->periods;
    return list->periods - (val_double(l->billed[0]) == 0);
}

static struct row_place find_row(const struct row_list *list, uint32_t row)
{
    uint32_t low = 0, high = list->lines.count;
    while (high - low > 1) {
        uint32_t middle = (low + high) / 2;
        if (list->starts.at[middle] <= row)
            low = middle;
        else
            high = middle;
    }
    uint32_t line = list->lines.at[low], within = row - list->starts.at[low];
    const struct line *l = &list->session->ledger.lines.at[line];
    return (struct row_place){line, within + list->periods - rows_of_line(list, l)};
}

static double sum_in(const struct row_list *list, const struct val *columns, uint32_t period)
{
    double sum = 0;
    const struct program *p = &list->session->program;
    uint32_t end = period_end(p, list->period, period);
    for (uint32_t m = period_begin(p, list->period, period); m <= end; m++)
        sum += val_double(columns[m]);
    return sum;
}

// Does a formula charge by the month: times `month`, or month after month for what was bought?
static bool is_by_month(const struct program *p, uint32_t id)
{
    const struct ast *n = ast_get(&p->asts, id);
    if (n->kind == AST_NAME) {
        const struct ref *r = &p->asts.refs.at[n->extra];
        return r->kind == REF_BUILTIN && r->target == BUILTIN_MONTH;
    }
    bool by_month = n->kind == AST_CALL && n->what == FUNC_COHORTS;
    for (uint32_t i = 0; i < n->count && !by_month; i++)
        by_month = is_by_month(p, ast_kid(&p->asts, id, i));
    return by_month;
}

// What the line counts, as its model says: servers, kWh, GPU hours. What is bought or used adds up
// over a period; what is held while it is paid by the month, such as people, is the mean.
static bool quantity_in(const struct row_list *list, const struct line *l, uint32_t period,
                        double *quantity, struct str *unit)
{
    struct session *s = list->session;
    const struct program *p = &s->program;
    const struct row *r = &p->rows.at[l->row];
    if (l->name->cost.quantity == NO_NAME) return false;
    uint32_t row = sheet_row(p, r->sheet, l->name->cost.quantity, r->workload);
    if (row == NO_NAME) return false;
    const struct name *n = row_name(p, row);
    uint32_t months = 0;
    *quantity = 0;
    *unit = n->unit_text;
    for (uint32_t m = 1; m <= p->months; m++) {
        struct val v;
        bool early = l->name->cost.paid == PAID_START;
        if (period_of(p, list->period, early ? m - 1 : m) != period) continue;
        if (!unroll_cell(&s->unroll, row, m, &v)) return false;
        *quantity += val_double(v) / n->unit.factor;
        months++;
    }
    if (months > 1 && is_by_month(p, l->name->formula)) *quantity /= months;
    return true;
}

static void row_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct row_list *list = context;
    const struct program *p = &list->session->program;
    struct row_place at = find_row(list, row);
    const struct line *l = &list->session->ledger.lines.at[at.line];
    const struct row *r = &p->rows.at[l->row];
    struct str address = p->sheets.at[r->sheet].address, unit = STR("");
    double quantity = 0;
    bool counted = quantity_in(list, l, at.period, &quantity, &unit);
    c[0] = cell_text(p->options.at[l->option].name);
    c[1] = cell_text(str_cut(address, str_find(address, '.') + 1, address.len));
    c[2] = cell_text(l->name->text);
    c[3] = cell_text(str_of(class_word(l->name->cost.class)));
    c[4] = cell_text(l->name->cost.category);
    c[5] = cell_text(period_text(a, p, list->period, at.period));
    c[6] = cell_number(at.period + (list->period != PERIOD_MONTH));
    c[7] = cell_maybe(counted, quantity);
    c[8] = cell_text(unit);
    c[9] = cell_number(sum_in(list, l->billed, at.period));
    c[10] = cell_number(sum_in(list, l->effective, at.period));
    c[11] = cell_text(list->session->info.currency);
    c[12] =
        r->workload == NO_WORKLOAD ? cell_null() : cell_text(p->workloads.at[r->workload].name);
}

struct table view_rows(struct session *s, enum period period)
{
    struct row_list *list = ARENA_NEW(&s->arena, struct row_list);
    *list = (struct row_list){
        .session = s, .period = period, .periods = period_count(&s->program, period)};
    for (uint32_t i = 0; i < s->ledger.lines.count; i++) {
        const struct line *l = &s->ledger.lines.at[i];
        if (!line_holds_money(&s->ledger, i)) continue;
        VEC_PUSH(&s->arena, &list->lines, i);
        VEC_PUSH(&s->arena, &list->starts, list->count);
        list->count += rows_of_line(list, l);
    }
    return table_of("rows", ROWS, COUNT_OF(ROWS), list->count, list, row_row);
}
