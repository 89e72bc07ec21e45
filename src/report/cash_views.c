// cash_views.c - where the cash of options goes, and when: what the charts of a comparison show.
#include "report/shape.h"
#include "report/views.h"

struct paid_view {
    const struct session *session;
    const struct comparison *comparison;
    const struct breakdown *breakdown;
};

static const struct paid_view *keep(const struct session *s, const struct comparison *c,
                                    const struct breakdown *b)
{
    struct paid_view *k = ARENA_NEW(s->diags.arena, struct paid_view);
    *k = (struct paid_view){s, c, b};
    return k;
}

static struct table_cell option_cell(const struct paid_view *k, uint32_t option)
{
    return cell_text(k->session->program.options.at[option].name);
}

// ---- by category -------------------------------------------------------------------------------

static const struct table_column CATEGORIES[] = {
    COLUMN("option", "Option", EXACT, NAME),
    COLUMN("category", "Category", EXACT, NAME),
    COLUMN("cost", "Cost", EXACT, NUMBER),
};
TABLE_COLUMNS_OF(categories, CATEGORIES)

static void category_row(const void *context, struct arena *a, uint32_t row,
                         struct table_cell *c)
{
    const struct paid_view *k = context;
    const struct breakdown *b = k->breakdown;
    uint32_t option = row / b->categories.count, category = row % b->categories.count;
    (void)a;
    c[0] = option_cell(k, option);
    c[1] = cell_text(b->categories.at[category]);
    c[2] = cell_number(breakdown_amount(b, option, category));
}

struct table view_categories(const struct session *s, const struct comparison *c,
                             const struct breakdown *b)
{
    return (struct table){STR("categories"),    CATEGORIES,
                          COUNT_OF(CATEGORIES), c->count * b->categories.count,
                          keep(s, c, b),        category_row};
}

// ---- by category and period --------------------------------------------------------------------

static const struct table_column FLOWS[] = {
    COLUMN("option", "Option", EXACT, NAME), COLUMN("category", "Category", EXACT, NAME),
    COLUMN("period", "Period", EXACT, NAME), COLUMN("period_index", "Index", COUNT, NUMBER),
    COLUMN("cost", "Cost", EXACT, NUMBER),
};
TABLE_COLUMNS_OF(flows, FLOWS)

static void flow_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct paid_view *k = context;
    const struct breakdown *b = k->breakdown;
    uint32_t period = row % b->periods, each = b->categories.count;
    uint32_t option = row / b->periods / each, category = row / b->periods % each;
    c[0] = option_cell(k, option);
    c[1] = cell_text(b->categories.at[category]);
    c[2] = cell_text(period_text(a, &k->session->program, b->period, period));
    c[3] = cell_number(period + (b->period != PERIOD_MONTH));
    c[4] = cell_number(breakdown_flow(b, option, category, period));
}

struct table view_flows(const struct session *s, const struct comparison *c,
                        const struct breakdown *b)
{
    return (struct table){STR("cash_by_category"), FLOWS,
                          COUNT_OF(FLOWS),         c->count * b->categories.count * b->periods,
                          keep(s, c, b),           flow_row};
}

// ---- by month ----------------------------------------------------------------------------------

static const struct table_column CASH[] = {
    COLUMN("option", "Option", EXACT, NAME),
    COLUMN("period", "Period", EXACT, NAME),
    COLUMN("period_index", "Index", COUNT, NUMBER),
    COLUMN("cost", "Cost", EXACT, NUMBER),
};
TABLE_COLUMNS_OF(cash, CASH)

static void cash_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct paid_view *k = context;
    const struct program *p = &k->session->program;
    uint32_t option = row / (p->months + 1), month = row % (p->months + 1);
    c[0] = option_cell(k, option);
    c[1] = cell_text(period_text(a, p, PERIOD_MONTH, month));
    c[2] = cell_number(month);
    c[3] = cell_number(k->comparison->options[option].cash[month]);
}

struct table view_cash(const struct session *s, const struct comparison *c)
{
    return (struct table){STR("cash"),      CASH,
                          COUNT_OF(CASH),   c->count * (s->program.months + 1),
                          keep(s, c, NULL), cash_row};
}
