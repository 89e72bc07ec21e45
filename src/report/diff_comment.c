// diff_comment.c - a diff as a comment below a change, and as a document.
#include "report/diff_views.h"
#include "report/writer.h"

enum {
    COMMENT_LIMIT = 60000,  // bytes; hosts take 65,536 characters
    NOTE_ROOM = 500,        // of what is said of a part that is left out
    ROWS_SHOWN = 10,
    LINES_SHOWN = 50
};

struct shown_columns {
    const uint32_t *at;
    uint32_t count;
};

static struct shown_columns option_columns(const struct report *r, struct arena *a)
{
    static const uint32_t totals[] = {0, 2, 3, 4, 5}, values[] = {0, 3, 4, 6, 7, 8};
    bool value = diff_by_value(r, a);
    return value ? (struct shown_columns){values, COUNT_OF(values)}
                 : (struct shown_columns){totals, COUNT_OF(totals)};
}

static struct shown_columns cause_columns(const struct report *r, struct arena *a)
{
    static const uint32_t totals[] = {0, 2, 1, 3, 4, 5, 6}, values[] = {0, 2, 1, 3, 4, 5, 7, 6};
    bool value = report_table(r, STR("summary")) && diff_by_value(r, a);
    return value ? (struct shown_columns){values, COUNT_OF(values)}
                 : (struct shown_columns){totals, COUNT_OF(totals)};
}

// ---- a comment ---------------------------------------------------------------------------------

static struct str largest(struct arena *a, const struct table *t, struct str heading,
                          uint32_t most, const uint32_t *shown, uint32_t count)
{
    struct text part = {.arena = a};
    struct table first = diff_largest(t, a, most);
    text_addf(&part, "\n<details><summary>%.*s</summary>\n\n", STR_ARG(heading));
    markdown_table(&part, &first, shown, count);
    if (first.row_count < t->row_count)
        text_addf(&part, "\nAnd %u more.\n", (unsigned)(t->row_count - first.row_count));
    text_add_c(&part, "\n</details>\n");
    return text_str(&part);
}

// The smallest are left out first, until it fits.
void comment_largest(struct text *out, const struct table *t, struct str heading, uint32_t most,
                     const uint32_t *shown, uint32_t count)
{
    if (!t || t->row_count == 0) return;
    for (; most > 0; most /= 2) {
        struct str part = largest(out->arena, t, heading, most, shown, count);
        if (out->len + part.len > COMMENT_LIMIT - NOTE_ROOM) continue;
        text_add(out, part);
        return;
    }
    text_addf(out, "\n%.*s: too long for a comment; it stands in the other reports.\n",
              STR_ARG(heading));
}

static void add_headline(const struct report *r, struct text *out)
{
    struct arena *a = out->arena;
    text_add_c(out, "**");
    markdown_text(out, diff_headline(r, a));
    text_add_c(out, diff_winner(r, a).len ? "** " : "**");
    markdown_text(out, diff_winner(r, a));
    text_add_c(out, "\n\n");
    for (struct str rest = diff_options(r, a); rest.len > 0;) {
        size_t end = str_find(rest, '\n');
        markdown_text(out, str_cut(rest, 0, end));
        text_add_c(out, "\n\n");
        rest = str_cut(rest, end + 1, rest.len);
    }
    markdown_text(out, diff_sides(r, a));
    text_add_c(out, "\n\n");
}

void comment_diff(const struct report *r, struct text *out)
{
    static const uint32_t lines[] = {1, 2, 5, 6, 7}, edits[] = {0, 1, 2, 3};
    const struct table *options = report_table(r, STR("summary")),
                       *causes = report_table(r, STR("causes"));
    struct arena *a = out->arena;
    text_add_c(out, "<!-- tco:diff -->\n");
    if (!diff_moved(r, a)) {
        markdown_text(out, diff_nothing(r, a));
        text_add_char(out, '\n');
        return;
    }
    struct table first = diff_largest(options, a, ROWS_SHOWN);
    struct shown_columns columns = option_columns(r, a), why = cause_columns(r, a);
    add_headline(r, out);
    markdown_table(out, &first, columns.at, columns.count);
    if (first.row_count < options->row_count)
        text_addf(out, "\nAnd %u more options.\n",
                  (unsigned)(options->row_count - first.row_count));
    if (diff_fact(r, "not_separated").len)
        comment_largest(out, report_table(r, STR("edits")), STR("What differs"), LINES_SHOWN,
                        edits, COUNT_OF(edits));
    else
        comment_largest(out, causes, STR("Why"), LINES_SHOWN, why.at, why.count);
    comment_largest(out, report_table(r, STR("lines")), STR("Lines that moved"), LINES_SHOWN,
                    lines, COUNT_OF(lines));
}

// ---- a document --------------------------------------------------------------------------------

static void add_table(struct document *d, const struct table *t, const uint32_t *shown,
                      uint32_t count)
{
    struct shown_table s = {.table = *t, .shown = ARENA_ARRAY(d->arena, uint32_t, count)};
    for (uint32_t i = 0; i < count; i++)
        s.shown[s.count++] = shown[i];
    document_table(d, s);
}

static void add_part(struct document *d, const struct table *t, const char *heading,
                     const uint32_t *shown, uint32_t count)
{
    if (!t || t->row_count == 0) return;
    document_heading(d, str_of(heading));
    add_table(d, t, shown, count);
}

void document_diff(const struct report *r, struct document *d)
{
    static const uint32_t lines[] = {1, 2, 5, 6, 7}, edits[] = {0, 1, 2, 3};
    struct arena *a = d->arena;
    bool saved = diff_fact(r, "not_separated").len > 0;
    struct str beside = document_answer(d, r);
    if (!diff_moved(r, a)) return;
    document_list(d, beside);
    struct shown_columns columns = option_columns(r, a), why = cause_columns(r, a);
    document_paragraph(d, diff_sides(r, a));
    add_table(d, report_table(r, STR("summary")), columns.at, columns.count);
    if (!saved) add_part(d, report_table(r, STR("causes")), "Why", why.at, why.count);
    if (saved)
        add_part(d, report_table(r, STR("edits")), "What differs", edits, COUNT_OF(edits));
    add_part(d, report_table(r, STR("lines")), "Lines that moved", lines, COUNT_OF(lines));
    document_messages(d, r);
}
