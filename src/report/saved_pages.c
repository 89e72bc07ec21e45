// saved_pages.c - saved results for people: by the pages of their commands, where the lists of a
// result hold what those show, else as its lists one after another.
#include "report/saved.h"

#include "report/diff_views.h"
#include "report/saved_int.h"
#include "report/statement_views.h"
#include "report/writer.h"

enum { MOST = 12 };  // columns of a list that nobody asked for by name

static void add_table(const struct table *t, bool heading, unsigned width, struct text *out)
{
    struct table people = *t;
    struct table_column columns[TABLE_COLUMNS];
    uint32_t shown[TABLE_COLUMNS], count = 0;
    for (uint32_t i = 0; i < t->column_count; i++) {
        columns[i] = t->columns[i];
        if (columns[i].format == NUMBER_EXACT || columns[i].format == NUMBER_TIDY)
            columns[i].format = NUMBER_TIDY;
        if (columns[i].role != COLUMN_DATA) shown[count++] = i;
    }
    people.columns = columns;
    if (t->row_count == 0 || (heading && count > MOST)) return;
    text_add_char(out, '\n');
    if (heading) text_addf(out, "%.*s\n\n", STR_ARG(t->name));
    text_table(&people, shown, count, width, out);
}

// Every list but what was reported.
static void page_lists(const struct report *r, struct text *out, unsigned width)
{
    const struct str *wanted = r->context;
    page_head(r->session, out, width);
    for (uint32_t i = 0; i < r->table_count; i++) {
        const struct table *t = &r->tables[i];
        bool only = wanted->len > 0;
        if (only ? str_eq(t->name, *wanted) : !str_is(t->name, "diagnostics"))
            add_table(t, !only, width, out);
    }
}

static const char *first_list(const struct report *r)
{
    return r->table_count ? r->tables[0].name.at : "diagnostics";
}

static const char *standard_list(struct saved *r)
{
    static const struct {
        const char *kind, *list;
    } lists[] = {{"compare", "summary"},     {"check", "checks"},
                 {"diff", "summary"},        {"simulate", "distribution"},
                 {"breakeven", "breakeven"}, {"sensitivity", "sensitivity"},
                 {"sweep", "sweep"},         {"validate", "files"},
                 {"optimize", "optimum"},    {"explain", "terms"}};
    if (str_is(r->kind, "cashflow"))
        return report_table(&r->report, STR("statement")) ? "statement" : "rows";
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        if (str_is(r->kind, lists[i].kind)) return lists[i].list;
    return first_list(&r->report);
}

static void page_failure(const struct report *r, struct text *out, unsigned width)
{
    enum { SEVERITY, CODE, MESSAGE, FILE_NAME, LINE };
    const struct table *t = report_table(r, STR("diagnostics"));
    for (uint32_t i = 0; i < t->row_count; i++) {
        struct table_cell c[TABLE_COLUMNS];
        struct text line = {.arena = out->arena};
        t->row(t->context, out->arena, i, c);
        text_add_visible(&line, c[FILE_NAME].text, 4096);
        if (c[LINE].kind == CELL_NUMBER) text_addf(&line, ":%.0f", c[LINE].number);
        if (c[FILE_NAME].text.len) text_add_c(&line, ": ");
        text_add_visible(&line, c[SEVERITY].text, 20);
        text_add_c(&line, ": ");
        text_add_visible(&line, c[MESSAGE].text, 4096);
        text_paragraph(out, 0, text_str(&line), width);
    }
}

// Of a command that ended with an error its messages are what there is; of a gate, its comment too.
static bool saved_failure(struct saved *r, struct str *wanted)
{
    r->report.default_table = "diagnostics";
    r->report.text = page_failure;
    if (wanted->len == 0) *wanted = STR("diagnostics");
    if (str_is(r->kind, "check")) saved_check_pages(r);
    return true;
}

static void saved_cashflow_pages(struct saved *r)
{
    struct statement_page *page = ARENA_NEW(&r->session->arena, struct statement_page);
    struct comparison *c = ARENA_NEW(&r->session->arena, struct comparison);
    *c = saved_comparison(r);
    page->comparison = c;
    r->report.context = page;
    r->report.text = page_cashflow;
    r->report.answer = answer_cashflow;
}

bool saved_pages(struct saved *r, struct str table)
{
    struct report *out = &r->report;
    struct str *wanted = ARENA_NEW(&r->session->arena, struct str);
    *wanted = table;
    out->default_table = standard_list(r);
    out->text = page_lists;
    out->context = wanted;
    if (!out->complete && !report_table(out, str_of(out->default_table)) &&
        report_table(out, STR("diagnostics")))
        return saved_failure(r, wanted);
    if (!report_table(out, str_of(out->default_table)))
        return diag_fail(&r->session->diags, node_span(&r->session->tree, r->root),
                         DIAG_WRONG_RESULT, "this result has no list '%s'%s",
                         out->default_table,
                         out->complete ? "" : ": its command ended with an error");
    if (str_is(r->kind, "compare")) saved_compare_pages(r);
    if (str_is(r->kind, "cashflow") && str_is(str_of(out->default_table), "rows") &&
        (table.len == 0 || str_is(table, "rows")))
        saved_cashflow_pages(r);
    if (str_is(r->kind, "check")) saved_check_pages(r);
    if (str_is(r->kind, "diff")) {
        out->text = page_diff;
        out->answer = answer_diff;
        out->document = document_diff;
        out->comment = comment_diff;
    }
    out->text_chooses = out->text == page_lists || out->text == page_cashflow;
    return true;
}
