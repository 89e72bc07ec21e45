// saved_compare.c - the comparison that a saved result holds, for pages and charts.
#include "report/saved_int.h"

#include "analysis/breakdown.h"
#include "report/charts.h"
#include "report/document.h"
#include "report/pages.h"

enum { MONTHS_MOST = 100000 };  // of a break-even; no file of tco has more

struct line_of {
    const struct saved *r;
    const struct table *t;
    uint32_t row;
};

static struct maybe maybe_at(const struct line_of *l, const char *key)
{
    struct table_cell c = saved_cell(l->r, l->t, l->row, key);
    return (struct maybe){c.kind == CELL_NUMBER, c.kind == CELL_NUMBER ? c.number : 0};
}

static double number_at(const struct line_of *l, const char *key)
{
    return maybe_at(l, key).value;
}

static struct str text_at(const struct line_of *l, const char *key)
{
    return saved_cell(l->r, l->t, l->row, key).text;
}

static bool bool_at(const struct line_of *l, const char *key)
{
    struct table_cell c = saved_cell(l->r, l->t, l->row, key);
    return c.kind == CELL_BOOL && c.number != 0;
}

static uint32_t option_at(const struct line_of *l)
{
    const struct program *p = &l->r->session->program;
    struct str name = text_at(l, "option");
    for (uint32_t i = 0; i < p->options.count; i++)
        if (str_eq(p->options.at[i].name, name)) return i;
    return NO_NAME;
}

// ---- break-evens -------------------------------------------------------------------------------

static enum breakeven_status status_of(struct str word)
{
    for (int s = BREAKEVEN_ALWAYS; s <= BREAKEVEN_NO_BASELINE; s++)
        if (str_is(word, breakeven_word((enum breakeven_status)s)))
            return (enum breakeven_status)s;
    return BREAKEVEN_NEVER;
}

static void read_breakeven(const struct line_of *l, struct breakeven *b)
{
    struct maybe month = maybe_at(l, "breakeven_month");
    b->status = status_of(text_at(l, "breakeven_status"));
    b->has_value = month.known && month.value >= 0 && month.value <= MONTHS_MOST;
    b->value = b->has_value ? month.value : 0;
}

static void read_breakevens(struct saved *r, struct comparison *c)
{
    const struct table *t = report_table(&r->report, STR("breakeven"));
    for (uint32_t i = 0; t && i < t->row_count; i++) {
        struct line_of l = {r, t, i};
        uint32_t option = option_at(&l);
        if (option >= c->count) continue;
        struct maybe first = maybe_at(&l, "first");
        c->options[option].breakeven.equal = bool_at(&l, "equal");
        c->options[option].breakeven.has_first = first.known;
        c->options[option].breakeven.first = first.value;
    }
}

static void read_crossings(struct saved *r, struct comparison *c)
{
    const struct table *t = report_table(&r->report, STR("crossings"));
    for (uint32_t i = 0; t && i < t->row_count; i++) {
        struct line_of l = {r, t, i};
        uint32_t option = option_at(&l);
        struct crossing x = {number_at(&l, "value"),
                             str_is(text_at(&l, "direction"), "cheaper")};
        if (option < c->count)
            VEC_PUSH(&r->session->arena, &c->options[option].breakeven.crossings, x);
    }
}

// A page looks at the crossings of some break-evens; a file that was changed may lack them.
static void mend_breakeven(struct breakeven *b)
{
    bool needs = b->status == BREAKEVEN_REVERTED;
    if (needs && b->crossings.count == 0) b->status = BREAKEVEN_NEVER;
}

// ---- options -----------------------------------------------------------------------------------

static double measure_of(const struct option_figures *f, enum rank_by by)
{
    switch (by) {
    case RANK_NPV: return f->npv.value;
    case RANK_TOTAL: return f->total;
    case RANK_RISK_ADJUSTED: return f->risk_adjusted_total;
    }
    return 0;
}

static struct option_figures read_option(struct saved *r, const struct line_of *l)
{
    const struct program *p = &r->session->program;
    struct option_figures f = {.option = l->row, .is_baseline = l->row == p->baseline};
    double rank = number_at(l, "rank");
    f.rank = rank >= 1 && rank <= 1e6 ? (uint32_t)rank : 0;
    f.feasible = bool_at(l, "feasible");
    struct text reason = {.arena = &r->session->arena};
    text_add_visible(&reason, text_at(l, "reason"), 1000);
    f.reason = text_str(&reason);
    f.capex = number_at(l, "capex");
    f.opex = number_at(l, "opex");
    f.total = number_at(l, "total");
    f.npv = maybe_at(l, "npv");
    f.risk = number_at(l, "risk");
    f.risk_adjusted_total = number_at(l, "risk_adjusted_total");
    f.benefit = number_at(l, "benefit");
    f.capex_gross = number_at(l, "capex_gross");
    f.proceeds = number_at(l, "residual_proceeds");
    f.cost_per_mtoken = maybe_at(l, "cost_per_mtoken");
    f.cost_per_gpu_hour = maybe_at(l, "cost_per_gpu_hour");
    f.emissions_kgco2e = maybe_at(l, "emissions_kgco2e");
    f.delta_vs_baseline = number_at(l, "delta_vs_baseline");
    f.measure = measure_of(&f, p->rank_by);
    read_breakeven(l, &f.breakeven);
    return f;
}

struct comparison saved_comparison(struct saved *r)
{
    const struct table *t = report_table(&r->report, STR("summary"));
    struct comparison c = {.winner = NO_NAME, .count = t ? t->row_count : 0};
    c.options = ARENA_ARRAY(&r->session->arena, struct option_figures, c.count);
    for (uint32_t i = 0; i < c.count; i++) {
        struct line_of l = {r, t, i};
        c.options[i] = read_option(r, &l);
        if (c.options[i].rank == 1 && c.winner == NO_NAME) c.winner = i;
    }
    read_breakevens(r, &c);
    read_crossings(r, &c);
    for (uint32_t i = 0; i < c.count; i++)
        mend_breakeven(&c.options[i].breakeven);
    return c;
}

// ---- money by month and category ---------------------------------------------------------------

// Every month of every option, or nothing.
static bool read_cash(struct saved *r, struct comparison *c)
{
    const struct table *t = report_table(&r->report, STR("cash"));
    uint32_t columns = r->session->program.months + 1;
    if (!t || c->count == 0 || t->row_count != c->count * columns) return false;
    double *cash = ARENA_ARRAY(&r->session->arena, double, t->row_count);
    for (uint32_t i = 0; i < t->row_count; i++) {
        struct line_of l = {r, t, i};
        if (option_at(&l) != i / columns || number_at(&l, "period_index") != i % columns)
            return false;
        cash[i] = number_at(&l, "cost");
    }
    for (uint32_t i = 0; i < c->count; i++)
        c->options[i].cash = cash + (size_t)i * columns;
    return true;
}

static bool read_breakdown(struct saved *r, const struct comparison *c, struct breakdown *b)
{
    const struct table *t = report_table(&r->report, STR("categories"));
    if (!t || c->count == 0 || t->row_count % c->count != 0) return false;
    uint32_t each = t->row_count / c->count;
    *b = (struct breakdown){.options = c->count};
    b->amounts = ARENA_ARRAY(&r->session->arena, double, t->row_count + 1);
    for (uint32_t i = 0; i < t->row_count; i++) {
        struct line_of l = {r, t, i};
        struct str category = text_at(&l, "category");
        if (i < each) VEC_PUSH(&r->session->arena, &b->categories, category);
        if (option_at(&l) != i / each || !str_eq(b->categories.at[i % each], category))
            return false;
        b->amounts[i] = number_at(&l, "cost");
    }
    breakdown_add_cash(&r->session->arena, &r->session->program, c, b);
    return true;
}

// Every period of every category of every option, or nothing, as in a result of an older version.
static bool read_flows(struct saved *r, struct breakdown *b)
{
    const struct table *t = report_table(&r->report, STR("cash_by_category"));
    size_t each = (size_t)b->categories.count * b->periods;
    if (!t || each == 0 || t->row_count != b->options * each) return false;
    b->flows = ARENA_ARRAY(&r->session->arena, double, t->row_count);
    for (uint32_t i = 0; i < t->row_count; i++) {
        struct line_of l = {r, t, i};
        struct str category = b->categories.at[i / b->periods % b->categories.count];
        if (option_at(&l) != i / each || !str_eq(text_at(&l, "category"), category))
            return false;
        b->flows[i] = number_at(&l, "cost");
    }
    return true;
}

void saved_compare_pages(struct saved *r)
{
    struct arena *a = &r->session->arena;
    struct compare_page *page = ARENA_NEW(a, struct compare_page);
    struct comparison *c = ARENA_NEW(a, struct comparison);
    struct breakdown *b = ARENA_NEW(a, struct breakdown);
    *c = saved_comparison(r);
    page->comparison = c;
    if (read_cash(r, c) && read_breakdown(r, c, b)) page->breakdown = b;
    if (page->breakdown && !read_flows(r, b)) b->flows = NULL;
    r->report.context = page;
    r->report.text = page_compare;
    r->report.answer = answer_compare;
    r->report.document = document_compare;
    r->report.chart = charts_compare;
}
