// diff_pages.c - a diff for people: what each option costs now, why, and in which lines. All of it
// stands in the report's lists, so that a saved diff reads the same.
#include "report/diff_views.h"

#include "report/writer.h"

enum { ROWS_SHOWN = 10 };

static struct table_cell cell_at(const struct table *t, struct arena *a, uint32_t row,
                                 const char *key)
{
    struct table_cell cells[TABLE_COLUMNS];
    t->row(t->context, a, row, cells);
    for (uint32_t i = 0; i < t->column_count; i++)
        if (str_is(t->columns[i].key, key)) return cells[i];
    return cell_null();
}

static struct str fact_text(const struct report *r, const char *key)
{
    for (uint32_t i = 0; i < r->fact_count; i++)
        if (str_is(str_of(r->facts[i].key), key)) return r->facts[i].value.text;
    return STR_NONE;
}

// Some rows of a table.
struct chosen_rows {
    const struct table *of;
    VEC(uint32_t) rows;
};

static void chosen_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct chosen_rows *k = context;
    k->of->row(k->of->context, a, k->rows.at[row], c);
}

// The rows of an option.
static struct table rows_of(const struct table *t, struct arena *a, struct str option)
{
    struct chosen_rows *k = ARENA_NEW(a, struct chosen_rows);
    k->of = t;
    for (uint32_t i = 0; i < t->row_count; i++)
        if (str_eq(cell_at(t, a, i, "option").text, option)) VEC_PUSH(a, &k->rows, i);
    return (struct table){t->name, t->columns, t->column_count, k->rows.count, k, chosen_row};
}

// A table cut to its first rows; a line tells how many are left out.
static void add_first(struct table t, const uint32_t *shown, uint32_t count, unsigned width,
                      struct text *out)
{
    uint32_t all = t.row_count;
    if (all > ROWS_SHOWN) t.row_count = ROWS_SHOWN;
    text_table(&t, shown, count, width, out);
    if (all > ROWS_SHOWN)
        text_addf(out, "and %u more: -f csv --table %.*s\n", (unsigned)(all - ROWS_SHOWN),
                  STR_ARG(t.name));
}

static void add_sides(const struct report *r, unsigned width, struct text *out)
{
    struct text line = {.arena = out->arena};
    struct str from = fact_text(r, "base_from"), note = fact_text(r, "not_separated"),
               head = fact_text(r, "head_file");
    text_add_c(&line, "From ");
    text_add_visible(&line, fact_text(r, "base_file"), 4096);
    text_add_c(&line, " to ");
    text_add_visible(&line, head.len ? head : r->session->file, 4096);
    text_addf(&line, ", in %.*s.", STR_ARG(r->session->info.currency));
    if (str_is(from, "stdin")) text_add_c(&line, " The base was read with the models at hand.");
    if (note.len) text_add_char(&line, ' ');
    text_add_visible(&line, note, 1000);
    text_paragraph(out, 0, text_str(&line), width);
}

static void add_option(const struct report *r, uint32_t row, unsigned width, struct text *out)
{
    static const uint32_t shown[] = {2, 1, 3, 4, 5, 6};
    const struct table *options = report_table(r, STR("summary")),
                       *causes = report_table(r, STR("causes"));
    struct arena *a = out->arena;
    struct str name = cell_at(options, a, row, "option").text;
    struct table_cell moved = cell_at(options, a, row, "delta");
    struct table t = rows_of(causes, a, name);
    if (moved.kind != CELL_NUMBER || t.row_count == 0) return;
    double delta = moved.number;
    text_add_char(out, '\n');
    text_add_visible(out, name, 200);
    text_addf(out, " %s by %.*s:\n\n", delta < 0 ? "falls" : "rises",
              STR_ARG(money_text(a, r->session, delta < 0 ? -delta : delta)));
    add_first(t, shown, COUNT_OF(shown), width, out);
}

// Where nothing has a share, all that differs.
static void add_edits(const struct report *r, unsigned width, struct text *out)
{
    static const uint32_t shown[] = {0, 1, 2, 3};
    const struct table *t = report_table(r, STR("edits"));
    if (!t || t->row_count == 0) {
        text_paragraph(out, 0, STR("\nNo input that the result holds differs."), width);
        return;
    }
    text_add_c(out, "\nWhat differs:\n\n");
    add_first(*t, shown, COUNT_OF(shown), width, out);
}

static void add_nothing(const struct report *r, unsigned width, struct text *out)
{
    const struct table *moved = report_table(r, STR("edits"));
    uint32_t edits = moved ? moved->row_count : 0,
             options = report_table(r, STR("summary"))->row_count;
    struct text line = {.arena = out->arena};
    text_addf(&line, "Nothing changed: %u option%s cost%s what %s cost before.",
              (unsigned)options, options == 1 ? "" : "s", options == 1 ? "s" : "",
              options == 1 ? "it" : "they");
    if (edits) {
        text_addf(&line, " %u edit%s no cost: ", (unsigned)edits,
                  edits == 1 ? " moves" : "s move");
        text_add_visible(&line, cell_at(moved, out->arena, 0, "address").text, 200);
        text_addf(&line, "%s.", edits == 1 ? "" : " ..");
    }
    text_paragraph(out, 0, text_str(&line), width);
}

static bool any_moved(const struct table *options, struct arena *a)
{
    for (uint32_t i = 0; i < options->row_count; i++)
        if (!str_is(cell_at(options, a, i, "change").text, "same")) return true;
    return false;
}

void page_diff(const struct report *r, struct text *out, unsigned width)
{
    static const uint32_t shown[] = {0, 2, 3, 4, 5}, columns[] = {1, 2, 5, 6, 7};
    const struct table *options = report_table(r, STR("summary")),
                       *causes = report_table(r, STR("causes")),
                       *lines = report_table(r, STR("lines"));
    if (!any_moved(options, out->arena)) {
        add_nothing(r, width, out);
        return;
    }
    add_sides(r, width, out);
    text_add_char(out, '\n');
    text_table(options, shown, COUNT_OF(shown), width, out);
    if (fact_text(r, "not_separated").len)
        add_edits(r, width, out);
    else
        for (uint32_t i = 0; i < options->row_count && causes; i++)
            add_option(r, i, width, out);
    if (!lines || lines->row_count == 0) return;
    text_add_c(out, "\nLines that moved:\n\n");
    add_first(*lines, columns, COUNT_OF(columns), width, out);
}
