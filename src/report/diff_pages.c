// diff_pages.c - a diff for people: what each option costs now, why, and in which lines. All of it
// stands in the report's lists, so that a saved diff reads the same.
#include "report/diff_views.h"

#include "report/writer.h"

enum { ROWS_SHOWN = 10 };

struct table_cell diff_cell(const struct table *t, struct arena *a, uint32_t row,
                            const char *key)
{
    struct table_cell cells[TABLE_COLUMNS];
    t->row(t->context, a, row, cells);
    for (uint32_t i = 0; i < t->column_count; i++)
        if (str_is(t->columns[i].key, key)) return cells[i];
    return cell_null();
}

struct str diff_fact(const struct report *r, const char *key)
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
        if (str_eq(diff_cell(t, a, i, "option").text, option)) VEC_PUSH(a, &k->rows, i);
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

struct str diff_sides(const struct report *r, struct arena *a)
{
    struct text line = {.arena = a};
    struct str from = diff_fact(r, "base_from"), note = diff_fact(r, "not_separated"),
               head = diff_fact(r, "head_file");
    text_add_c(&line, "From ");
    text_add_visible(&line, diff_fact(r, "base_file"), 4096);
    text_add_c(&line, " to ");
    text_add_visible(&line, head.len ? head : r->session->file, 4096);
    text_addf(&line, ", in %.*s.", STR_ARG(r->session->info.currency));
    if (str_is(from, "stdin")) text_add_c(&line, " The base was read with the models at hand.");
    if (note.len) text_add_char(&line, ' ');
    text_add_visible(&line, note, 1000);
    return text_str(&line);
}

struct str diff_winner(const struct report *r, struct arena *a)
{
    struct text line = {.arena = a};
    struct str was = diff_fact(r, "base_winner"), now = diff_fact(r, "head_winner");
    if (str_eq(was, now)) return STR_NONE;
    text_add_c(&line, "The cheapest is now ");
    text_add_visible(&line, now.len ? now : STR("no option"), 200);
    text_add_c(&line, ", before it was ");
    text_add_visible(&line, was.len ? was : STR("no option"), 200);
    text_add_char(&line, '.');
    return text_str(&line);
}

// ---- sizes -------------------------------------------------------------------------------------

static double number_at(const struct table *t, struct arena *a, uint32_t row, const char *key)
{
    struct table_cell c = diff_cell(t, a, row, key);
    return c.kind == CELL_NUMBER ? c.number : 0;
}

// Where the total stays, the change of what it is worth today.
static bool by_value(const struct table *t, struct arena *a, uint32_t row)
{
    return num_round(number_at(t, a, row, "delta"), 2) == 0 &&
           num_round(number_at(t, a, row, "delta_npv"), 2) != 0;
}

bool diff_by_value(const struct report *r, struct arena *a)
{
    const struct table *options = report_table(r, STR("summary"));
    bool ranked = r->session->program.rank_by == RANK_NPV;
    if (ranked && diff_winner(r, a).len) return true;
    for (uint32_t i = 0; i < options->row_count; i++)
        if (by_value(options, a, i)) return true;
    return false;
}

// What comes or goes moves by all that it costs.
static double size_at(const struct table *t, struct arena *a, uint32_t row)
{
    double v = number_at(t, a, row, by_value(t, a, row) ? "delta_npv" : "delta");
    struct str change = diff_cell(t, a, row, "change").text;
    if (str_is(change, "added")) v = number_at(t, a, row, "head_total");
    if (str_is(change, "removed")) v = number_at(t, a, row, "base_total");
    return v < 0 ? -v : v;
}

struct table diff_largest(const struct table *t, struct arena *a, uint32_t most)
{
    struct chosen_rows *k = ARENA_NEW(a, struct chosen_rows);
    double *sizes = ARENA_ARRAY(a, double, most + 1);
    k->of = t;
    for (uint32_t i = 0; i < t->row_count; i++) {
        double size = size_at(t, a, i);
        if (k->rows.count <= most) VEC_PUSH(a, &k->rows, i);
        uint32_t at = k->rows.count - 1;
        for (; at > 0 && sizes[at - 1] < size; at--) {
            sizes[at] = sizes[at - 1];
            k->rows.at[at] = k->rows.at[at - 1];
        }
        sizes[at] = size;
        k->rows.at[at] = i;
    }
    uint32_t rows = k->rows.count < most ? k->rows.count : most;
    return (struct table){t->name, t->columns, t->column_count, rows, k, chosen_row};
}

// ---- what was found ----------------------------------------------------------------------------

// "hybrid is added; it costs 1,234 USD."
static void add_change(const struct report *r, const struct table *t, uint32_t row,
                       struct text *out)
{
    struct str change = diff_cell(t, out->arena, row, "change").text;
    bool added = str_is(change, "added");
    text_add_visible(out, diff_cell(t, out->arena, row, "option").text, 200);
    text_addf(out, " is %.*s", STR_ARG(change));
    struct table_cell total =
        diff_cell(t, out->arena, row, added ? "head_total" : "base_total");
    if (total.kind == CELL_NUMBER)
        text_addf(out, added ? "; it costs %.*s" : "; it cost %.*s",
                  STR_ARG(money_text(out->arena, r->session, total.number)));
    text_add_char(out, '.');
}

static bool comes_or_goes(const struct table *t, struct arena *a, uint32_t row)
{
    struct str change = diff_cell(t, a, row, "change").text;
    return str_is(change, "added") || str_is(change, "removed");
}

struct str diff_headline(const struct report *r, struct arena *a)
{
    struct text line = {.arena = a};
    struct table first = diff_largest(report_table(r, STR("summary")), a, 1);
    struct str name = diff_cell(&first, a, 0, "option").text;
    bool value = by_value(&first, a, 0);
    double by = number_at(&first, a, 0, value ? "delta_npv" : "delta");
    if (comes_or_goes(&first, a, 0)) {
        add_change(r, &first, 0, &line);
    } else if (num_round(by, 2) == 0) {
        text_add_visible(&line, name, 200);
        text_addf(&line, " is %.*s.", STR_ARG(diff_cell(&first, a, 0, "change").text));
    } else {
        text_addf(&line, "The %s of ", value ? "present value" : "total");
        text_add_visible(&line, name, 200);
        text_addf(&line, " %s by %.*s.", by < 0 ? "falls" : "rises",
                  STR_ARG(money_text(a, r->session, by < 0 ? -by : by)));
    }
    return text_str(&line);
}

struct str diff_options(const struct report *r, struct arena *a)
{
    const struct table *t = report_table(r, STR("summary"));
    struct table first = diff_largest(t, a, 1);
    struct str told = diff_cell(&first, a, 0, "option").text;
    struct text lines = {.arena = a};
    for (uint32_t i = 0; i < t->row_count; i++) {
        if (!comes_or_goes(t, a, i) || str_eq(diff_cell(t, a, i, "option").text, told))
            continue;
        add_change(r, t, i, &lines);
        text_add_char(&lines, '\n');
    }
    return text_str(&lines);
}

// ---- the page ----------------------------------------------------------------------------------

static void add_option(const struct report *r, uint32_t row, unsigned width, struct text *out)
{
    static const uint32_t totals[] = {2, 1, 3, 4, 5, 6}, values[] = {2, 1, 3, 4, 7, 6};
    const struct table *options = report_table(r, STR("summary")),
                       *causes = report_table(r, STR("causes"));
    struct arena *a = out->arena;
    struct str name = diff_cell(options, a, row, "option").text;
    bool value = by_value(options, a, row);
    struct table_cell moved = diff_cell(options, a, row, value ? "delta_npv" : "delta");
    struct table t = rows_of(causes, a, name);
    if (moved.kind != CELL_NUMBER || t.row_count == 0) return;
    double delta = moved.number;
    text_add_char(out, '\n');
    text_add_visible(out, name, 200);
    text_addf(out, "%s %s by %.*s:\n\n", value ? " costs what it did; its present value" : "",
              delta < 0 ? "falls" : "rises",
              STR_ARG(money_text(a, r->session, delta < 0 ? -delta : delta)));
    add_first(t, value ? values : totals, COUNT_OF(totals), width, out);
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

struct str diff_nothing(const struct report *r, struct arena *a)
{
    const struct table *moved = report_table(r, STR("edits"));
    uint32_t edits = moved ? moved->row_count : 0,
             options = report_table(r, STR("summary"))->row_count;
    struct text line = {.arena = a};
    text_addf(&line, "Nothing changed: %u option%s cost%s what %s cost before.",
              (unsigned)options, options == 1 ? "" : "s", options == 1 ? "s" : "",
              options == 1 ? "it" : "they");
    if (edits) {
        text_addf(&line, " %u edit%s no cost: ", (unsigned)edits,
                  edits == 1 ? " moves" : "s move");
        text_add_visible(&line, diff_cell(moved, a, 0, "address").text, 200);
        text_addf(&line, "%s.", edits == 1 ? "" : " ..");
    }
    return text_str(&line);
}

bool diff_moved(const struct report *r, struct arena *a)
{
    const struct table *options = report_table(r, STR("summary"));
    for (uint32_t i = 0; i < options->row_count; i++)
        if (!str_is(diff_cell(options, a, i, "change").text, "same")) return true;
    return !str_eq(diff_fact(r, "base_winner"), diff_fact(r, "head_winner"));
}

void answer_diff(const struct report *r, struct text *out)
{
    struct arena *a = out->arena;
    if (!diff_moved(r, a)) {
        text_addf(out, "%.*s\n", STR_ARG(diff_nothing(r, a)));
        return;
    }
    struct str winner = diff_winner(r, a);
    text_addf(out, "%.*s%s%.*s\n", STR_ARG(diff_headline(r, a)), winner.len ? " " : "",
              STR_ARG(winner));
    text_add(out, diff_options(r, a));
}

void page_diff(const struct report *r, struct text *out, unsigned width)
{
    static const uint32_t totals[] = {0, 2, 3, 4, 5}, values[] = {0, 3, 4, 6, 7, 8},
                          columns[] = {1, 2, 5, 6, 7};
    const struct table *options = report_table(r, STR("summary")),
                       *causes = report_table(r, STR("causes")),
                       *lines = report_table(r, STR("lines"));
    struct arena *a = out->arena;
    struct text answer = {.arena = a};
    answer_diff(r, &answer);
    if (!diff_moved(r, a)) {
        page_lines(&answer, out, width);
        return;
    }
    bool value = diff_by_value(r, a);
    text_paragraph(out, 0, diff_sides(r, a), width);
    page_lines(&answer, out, width);
    text_add_char(out, '\n');
    text_table(options, value ? values : totals, value ? COUNT_OF(values) : COUNT_OF(totals),
               width, out);
    if (diff_fact(r, "not_separated").len)
        add_edits(r, width, out);
    else
        for (uint32_t i = 0; i < options->row_count && causes; i++)
            add_option(r, i, width, out);
    if (!lines || lines->row_count == 0) return;
    text_add_c(out, "\nLines that moved:\n\n");
    add_first(*lines, columns, COUNT_OF(columns), width, out);
}
