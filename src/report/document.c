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

struct str document_answer(struct document *d, const struct report *r)
{
    struct text answer = {.arena = d->arena};
    if (r->answer) r->answer(r, &answer);
    size_t end = str_find(text_str(&answer), '\n');
    document_verdict(d, str_cut(text_str(&answer), 0, end));
    return str_cut(text_str(&answer), end + 1, answer.len);
}

void document_chart(struct document *d, const struct report *r, enum chart_word w)
{
    struct chart *c = ARENA_NEW(d->arena, struct chart);
    struct block b = {.kind = BLOCK_CHART, .chart = c};
    struct report asked = *r;
    asked.presentation.chart = w;
    if (!r->chart || !r->chart(&asked, d->arena, w, c)) return;
    for (uint32_t i = 0; i < d->blocks.count; i++) {
        const struct block *there = &d->blocks.at[i];
        if (there->kind == BLOCK_CHART && str_eq(there->chart->key, c->key)) return;
    }
    VEC_PUSH(d->arena, &d->blocks, b);
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
        bool money = f->format == NUMBER_MONEY && f->value.kind == CELL_NUMBER;
        if (f->value.kind == CELL_NULL) continue;
        text_add(&lines, readable_start(d->arena, r->session, str_of(f->key)));
        text_add_c(&lines, ": ");
        text_add(&lines, cell_for_people(d->arena, &f->value, f->format));
        if (money) text_addf(&lines, " %.*s", STR_ARG(r->session->info.currency));
        text_add_char(&lines, '\n');
    }
    if (lines.len == 0) return;
    document_heading(d, STR("How it was computed"));
    document_list(d, text_str(&lines));
}

// Without the columns that hold nothing in any row.
static void leave_out_empty(struct shown_table *s)
{
    struct arena rows = {0};
    bool filled[TABLE_COLUMNS] = {false};
    uint32_t count = 0;
    for (uint32_t row = 0; row < s->table.row_count; row++) {
        struct table_cell c[TABLE_COLUMNS];
        struct arena_mark mark = arena_mark(&rows);
        s->table.row(s->table.context, &rows, row, c);
        for (uint32_t i = 0; i < s->table.column_count; i++)
            filled[i] = filled[i] || c[i].kind != CELL_NULL;
        arena_release(&rows, mark);
    }
    arena_free(&rows);
    for (uint32_t i = 0; i < s->count; i++)
        if (filled[s->shown[i]]) s->shown[count++] = s->shown[i];
    if (s->table.row_count > 0) s->count = count;
}

static bool has_money(const struct shown_table *s)
{
    bool money = false;
    for (uint32_t i = 0; i < s->table.column_count; i++) {
        const struct table_column *c = &s->table.columns[i];
        if (str_is(c->key, "unit")) return false;
        money = money || (c->format == NUMBER_MONEY && c->role == COLUMN_NUMBER);
    }
    return money;
}

// How long a folded table is, and in which unit its money.
static struct str note_of(struct arena *a, const struct report *r, const struct shown_table *s)
{
    struct text note = {.arena = a};
    if (s->folded) text_addf(&note, "%u rows", (unsigned)s->table.row_count);
    if (!has_money(s)) return text_str(&note);
    text_addf(&note, "%s in %.*s", s->folded ? "; money" : "Money",
              STR_ARG(r->session->info.currency));
    return text_str(&note);
}

static bool stands_there(const struct document *d, struct str table)
{
    for (uint32_t i = 0; i < d->blocks.count; i++)
        if (d->blocks.at[i].kind == BLOCK_TABLE &&
            str_eq(d->blocks.at[i].table.table.name, table))
            return true;
    return false;
}

static void add_everything(struct document *d, const struct report *r)
{
    document_list(d, document_answer(d, r));
    if (r->opening) r->opening(r, d);
    for (int w = 0; w < CHART_COUNT; w++)
        document_chart(d, r, (enum chart_word)w);
    for (uint32_t i = 0; i < r->table_count; i++) {
        const struct table *t = &r->tables[i];
        struct shown_table shown = document_shown(d->arena, r->session, t);
        if (t->row_count == 0 || str_is(t->name, "diagnostics") || shown.count > MOST ||
            stands_there(d, t->name))
            continue;
        leave_out_empty(&shown);
        document_heading(d, readable_start(d->arena, r->session, t->name));
        shown.folded = t->row_count > MOST_ROWS;
        shown.note = note_of(d->arena, r, &shown);
        document_table(d, shown);
    }
    add_facts(d, r);
    document_messages(d, r);
}

// ---- the title ---------------------------------------------------------------------------------

// What a document says it is.
static const struct {
    const char *kind, *words;
} TITLES[] = {
#define TITLE(kind, words) {"tco." kind, words},
#include "report/titles.def"
#undef TITLE
};

// "Support assistant: sensitivity", "mine.yaml: sensitivity" where nobody named it.
static struct str title_of(struct arena *a, const struct report *r)
{
    const struct session *s = r->session;
    struct str file = s->file, words = str_of(r->kind);
    for (size_t slash; (slash = str_find(file, '/')) < file.len;)
        file = str_cut(file, slash + 1, file.len);
    for (size_t i = 0; i < COUNT_OF(TITLES); i++)
        if (str_is(words, TITLES[i].kind)) {
            words = str_of(TITLES[i].words);
            break;
        }
    struct str name = s->info.name.len ? s->info.name : file;
    if (name.len == 0) return readable_start(a, s, words);
    return str_format(a, "%.*s: %.*s", STR_ARG(name), STR_ARG(words));
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
    d.title = title_of(a, r);
    if (s->program.options.count > 0) d.basis = document_basis(a, s);
    if (r->document)
        r->document(r, &d);
    else
        add_everything(&d, r);
    return d;
}
