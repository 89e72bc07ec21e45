#include "report/document.h"

#include "report/readable.h"

enum {
    MOST = 16,      // columns of a table that nobody asked for by name
    MOST_ROWS = 60  // above which such a table is folded
};

static void add(struct document *d, enum block_kind kind, struct str text)
{
    struct block b = {.kind = kind, .text = text};
    if (text.len > 0) VEC_PUSH(d->arena, &d->blocks, b);
}

void document_heading(struct document *d, struct str text)
{
    add(d, BLOCK_HEADING, text);
}

void document_verdict(struct document *d, struct str text)
{
    add(d, BLOCK_VERDICT, text);
}

void document_paragraph(struct document *d, struct str text)
{
    add(d, BLOCK_PARAGRAPH, text);
}

void document_list(struct document *d, struct str lines)
{
    add(d, BLOCK_LIST, lines);
}

void document_table(struct document *d, struct shown_table t)
{
    struct block b = {.kind = BLOCK_TABLE, .table = t};
    VEC_PUSH(d->arena, &d->blocks, b);
}

void document_chart(struct document *d, const struct report *r, enum chart_word w)
{
    struct chart *c = ARENA_NEW(d->arena, struct chart);
    struct block b = {.kind = BLOCK_CHART, .chart = c};
    struct report asked = *r;
    asked.presentation.chart = w;
    if (r->chart && r->chart(&asked, d->arena, w, c)) VEC_PUSH(d->arena, &d->blocks, b);
}

size_t link_length(struct str s, size_t at)
{
    struct str rest = str_cut(s, at, s.len);
    if (!str_starts(rest, STR("https://")) && !str_starts(rest, STR("http://"))) return 0;
    size_t len = 0;
    while (len < rest.len && (unsigned char)rest.at[len] > ' ' &&
           str_find(STR("<>\"|\\`"), rest.at[len]) == 6)
        len++;
    while (len > 0 && str_find(STR(".,;:)!?'*"), rest.at[len - 1]) < 9)
        len--;
    return len > sizeof "https://" - 1 ? len : 0;
}

// Money that data formats hold in full is rounded for people.
static struct table_column column_for_people(struct table_column c)
{
    if (str_is(c.key, "amount") || str_ends(c.key, STR("_cost"))) c.format = NUMBER_MONEY;
    return c;
}

struct shown_table document_shown(struct arena *a, const struct session *session,
                                  const struct table *t)
{
    struct shown_table s = {.table = readable_table(a, session, t)};
    s.shown = ARENA_ARRAY(a, uint32_t, t->column_count);
    struct table_column *columns = ARENA_ARRAY(a, struct table_column, t->column_count);
    for (uint32_t i = 0; i < t->column_count; i++) {
        columns[i] = column_for_people(t->columns[i]);
        if (columns[i].role != COLUMN_DATA) s.shown[s.count++] = i;
    }
    s.table.columns = columns;
    return s;
}

struct str document_basis(struct arena *a, const struct session *s)
{
    struct text head = {.arena = a}, out = {.arena = a};
    page_head(s, &head, 0);
    struct str rest = text_str(&head);
    if (s->info.name.len) rest = str_cut(rest, str_find(rest, '\n') + 1, rest.len);
    while (rest.len > 0) {
        size_t end = str_find(rest, '\n');
        if (out.len) text_add_char(&out, ' ');
        text_add(&out, str_cut(rest, 0, end));
        text_add_char(&out, '.');
        rest = str_cut(rest, end + 1, rest.len);
    }
    return text_str(&out);
}

void document_messages(struct document *d, const struct report *r)
{
    const struct table *t = report_table(r, STR("diagnostics"));
    if (!t || t->row_count == 0) return;
    document_heading(d, STR("Messages"));
    document_table(d, document_shown(d->arena, r->session, t));
}

static void add_facts(struct document *d, const struct report *r)
{
    struct text lines = {.arena = d->arena};
    struct fact facts[COUNT_OF(r->facts)];
    readable_facts(d->arena, r, facts);
    for (uint32_t i = 0; i < r->fact_count; i++) {
        const struct fact *f = &facts[i];
        if (f->value.kind == CELL_NULL) continue;
        text_add(&lines, readable_start(d->arena, r->session, str_of(f->key)));
        text_add_c(&lines, ": ");
        text_add(&lines, cell_for_people(d->arena, &f->value, f->format));
        text_add_char(&lines, '\n');
    }
    document_list(d, text_str(&lines));
}

static void add_everything(struct document *d, const struct report *r)
{
    add_facts(d, r);
    for (int w = 0; w < CHART_COUNT; w++)
        document_chart(d, r, (enum chart_word)w);
    for (uint32_t i = 0; i < r->table_count; i++) {
        const struct table *t = &r->tables[i];
        struct shown_table shown = document_shown(d->arena, r->session, t);
        if (t->row_count == 0 || str_is(t->name, "diagnostics") || shown.count > MOST) continue;
        document_heading(d, readable_start(d->arena, r->session, t->name));
        shown.folded = t->row_count > MOST_ROWS;
        if (shown.folded) shown.note = str_format(d->arena, "%u rows", (unsigned)t->row_count);
        document_table(d, shown);
    }
    document_messages(d, r);
}

struct document document_of(struct arena *a, const struct report *r, const struct table *chosen)
{
    struct document d = {.arena = a};
    const struct session *s = r->session;
    if (r->presentation.one_table) {
        if (!r->document_table || !r->document_table(r, chosen, &d))
            document_table(&d, document_shown(a, s, chosen));
        return d;
    }
    d.title =
        s->info.name.len ? s->info.name : str_format(a, "%s %.*s", r->kind, STR_ARG(s->file));
    if (s->program.options.count > 0) d.basis = document_basis(a, s);
    if (r->document)
        r->document(r, &d);
    else
        add_everything(&d, r);
    return d;
}
