// saved_base.c - a saved result as what things cost before.
//
// `summary` answers for whole options, `categories` for their categories. Anything finer needs the
// `rows` by month that --rows saves: without them the answer is an error that says so.
#include "analysis/spend.h"
#include "report/saved_int.h"

static double number_at(const struct saved *r, const struct table *t, uint32_t row,
                        const char *key)
{
    struct table_cell c = saved_cell(r, t, row, key);
    return c.kind == CELL_NUMBER ? c.number : 0;
}

// Rows of months, and not of quarters or years.
static const struct table *monthly_rows(const struct saved *r)
{
    const struct table *t = report_table(&r->report, STR("rows"));
    for (uint32_t i = 0; t && i < t->row_count; i++)
        if (saved_cell(r, t, i, "period").text.len != sizeof "2027-01" - 1) return NULL;
    return t;
}

static double sum_rows(const struct saved *r, const struct table *t, struct str option,
                       const struct scope *scope)
{
    const char *key = scope->basis == BASIS_BILLED ? "billed_cost" : "effective_cost";
    double sum = 0, from = scope->from == 1 ? 0 : scope->from;
    for (uint32_t i = 0; i < t->row_count; i++) {
        double month = number_at(r, t, i, "period_index");
        if (month >= from && month <= scope->to &&
            str_eq(saved_cell(r, t, i, "option").text, option) &&
            spend_holds(scope, saved_cell(r, t, i, "component").text,
                        saved_cell(r, t, i, "category").text,
                        saved_cell(r, t, i, "class").text))
            sum += number_at(r, t, i, key);
    }
    return sum;
}

// The column of the summary that a scope is, or NULL.
static const char *summary_column(const struct scope *s)
{
    if (!s->whole || s->component.len || s->category.len || s->basis != BASIS_BILLED)
        return NULL;
    if (s->class_word.len == 0) return "total";
    if (str_is(s->class_word, "capex")) return "capex";
    if (str_is(s->class_word, "opex")) return "opex";
    if (str_is(s->class_word, "risk")) return "risk";
    return str_is(s->class_word, "benefit") ? "benefit" : NULL;
}

static bool fail_rows(struct saved_base *b, const struct scope *scope)
{
    struct diags *d = &b->head->diags;
    diag_fail(d, scope->option_where, DIAG_NO_BASE,
              "the saved base does not hold what this limit is about: it has no rows by month");
    diag_help(d, "save it with tco compare SCENARIO --rows -o base.json");
    return false;
}

static bool amount(void *context, const struct scope *scope, double *out, struct str *why)
{
    struct saved_base *b = context;
    const struct saved *r = b->saved;
    struct session *s = r->session;
    struct scope own;
    uint32_t option = spend_option(s, &b->comparison, scope->option);
    if (option >= b->comparison.count) {
        *why = str_format(&s->arena, "the base has no option %.*s", STR_ARG(scope->option));
        return false;
    }
    if (!base_scope(&s->arena, &s->program, &b->head->program, scope, &own, why)) return false;
    const char *column = summary_column(&own);
    const struct table *summary = report_table(&r->report, STR("summary")),
                       *rows = monthly_rows(r);
    if (!column && !rows) return fail_rows(b, scope);
    *out = column ? number_at(r, summary, option, column)
                  : sum_rows(r, rows, s->program.options.at[option].name, &own);
    return true;
}

static struct maybe figure(void *context, struct str option, enum metric metric)
{
    const struct saved_base *b = context;
    const struct table *t = report_table(&b->saved->report, STR("summary"));
    const char *key = metric_key(metric).at;
    for (uint32_t i = 0; t && i < t->row_count; i++) {
        if (!str_eq(saved_cell(b->saved, t, i, "option").text, option)) continue;
        struct table_cell c = saved_cell(b->saved, t, i, key);
        bool known = c.kind == CELL_NUMBER || c.kind == CELL_BOOL;
        return (struct maybe){known, known ? c.number : 0};
    }
    return (struct maybe){false, 0};
}

static struct str winner(void *context)
{
    const struct saved_base *b = context;
    uint32_t w = b->comparison.winner;
    return w == NO_NAME ? STR("") : b->saved->session->program.options.at[w].name;
}

static struct str option_at(void *context, uint32_t at)
{
    const struct saved_base *b = context;
    return at < b->comparison.count ? b->saved->session->program.options.at[at].name : STR_NONE;
}

static struct str means(void *context, struct str word)
{
    const struct saved_base *b = context;
    uint32_t option = spend_option(b->saved->session, &b->comparison, word);
    return option == NO_NAME ? STR_NONE : option_at(context, option);
}

bool saved_is_base(struct saved *r)
{
    const struct table *t = report_table(&r->report, STR("summary"));
    bool whole = r->report.complete && t && t->row_count > 0;
    bool kind =
        str_is(r->kind, "compare") || str_is(r->kind, "cashflow") || str_is(r->kind, "check");
    if (whole && kind && r->session->program.months > 0) return true;
    return diag_fail(
        &r->session->diags, node_span(&r->session->tree, r->root), DIAG_WRONG_RESULT,
        whole && !kind ? "only results of compare, cashflow and check can be a base"
                       : "this result is incomplete, and no base");
}

struct base base_of_saved(struct saved_base *b)
{
    b->comparison = saved_comparison(b->saved);
    return (struct base){b, amount, figure, winner, means, option_at};
}
