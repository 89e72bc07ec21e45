// diff_pages.c - a diff for people: what each option costs now, why, and in which lines.
#include "report/diff_views.h"

#include "report/writer.h"

enum { ROWS_SHOWN = 10 };

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

static void add_sides(const struct diff_page *p, unsigned width, struct text *out)
{
    struct text line = {.arena = out->arena};
    text_add_c(&line, "From ");
    text_add_visible(&line, p->base->session->file, 4096);
    text_add_c(&line, " to ");
    text_add_visible(&line, p->head->session->file, 4096);
    text_addf(&line, ", in %.*s.", STR_ARG(p->head->session->info.currency));
    if (str_is(p->base->session->file, "<stdin>"))
        text_add_c(&line, " The base was read with the models at hand.");
    text_paragraph(out, 0, text_str(&line), width);
}

static void add_option(const struct diff_page *p, uint32_t option, unsigned width,
                       struct text *out)
{
    static const uint32_t shown[] = {2, 1, 3, 4, 5, 6};
    const struct moved_option *m = &p->diff->options.at[option];
    struct table t = view_causes(p, option);
    double moved = m->head_total - m->base_total;
    if (!m->in_base || !m->in_head || t.row_count == 0) return;
    text_addf(out, "\n%.*s %s by %.*s:\n\n", STR_ARG(m->name), moved < 0 ? "falls" : "rises",
              STR_ARG(money_text(out->arena, p->head->session, moved < 0 ? -moved : moved)));
    add_first(t, shown, COUNT_OF(shown), width, out);
}

static void add_nothing(const struct diff_page *p, unsigned width, struct text *out)
{
    uint32_t edits = p->diff->edits.list.count, options = p->diff->options.count;
    struct text line = {.arena = out->arena};
    text_addf(&line, "Nothing changed: %u option%s cost%s what %s cost before.",
              (unsigned)options, options == 1 ? "" : "s", options == 1 ? "s" : "",
              options == 1 ? "it" : "they");
    if (edits)
        text_addf(&line, " %u edit%s no cost: %.*s%s.", (unsigned)edits,
                  edits == 1 ? " moves" : "s move", STR_ARG(p->diff->edits.list.at[0].address),
                  edits == 1 ? "" : " ..");
    text_paragraph(out, 0, text_str(&line), width);
}

void page_diff(const struct report *r, struct text *out, unsigned width)
{
    static const uint32_t options[] = {0, 2, 3, 4, 5}, lines[] = {1, 2, 5, 6, 7};
    const struct diff_page *p = r->context;
    if (!p->diff->moved) {
        add_nothing(p, width, out);
        return;
    }
    add_sides(p, width, out);
    text_add_char(out, '\n');
    struct table t = view_moved_options(p);
    text_table(&t, options, COUNT_OF(options), width, out);
    for (uint32_t i = 0; i < p->diff->options.count; i++)
        add_option(p, i, width, out);
    if (p->diff->lines.count == 0) return;
    text_add_c(out, "\nLines that moved:\n\n");
    add_first(view_moved_lines(p), lines, COUNT_OF(lines), width, out);
}
