// explain_pages.c - where a figure comes from, for people: the answer, and the terms below it.
#include "report/document.h"
#include "report/quantity.h"
#include "report/writer.h"

enum {
    DIGITS = 6,  // of a value in a table
    SHOWN = 36   // rows of a table or a list
};

static void add_value(const struct term *t, struct text *out)
{
    char number[NUM_TEXT];
    if (t->word.len) {
        text_add(out, t->word);
        return;
    }
    if (str_is(t->unit, "table")) {
        text_addf(out, "a table of %u row%s", (unsigned)t->bands.count,
                  t->bands.count == 1 ? "" : "s");
        return;
    }
    if (!t->known) {
        text_add_c(out, str_is(t->origin, "missing") ? "not given" : "not computed");
        return;
    }
    num_write_tidy(number, t->value);
    text_add_c(out, number);
    if (!str_is(t->unit, "1")) text_addf(out, " %.*s", STR_ARG(t->unit));
}

static void add_origin(const struct term *t, struct text *out)
{
    text_add(out, t->origin);
    if (t->entry.len) text_addf(out, " %.*s", STR_ARG(t->entry));
    if (t->as_of.len) text_addf(out, ", as of %.*s", STR_ARG(t->as_of));
    if (t->confidence.len) text_addf(out, ", confidence %.*s", STR_ARG(t->confidence));
    if (t->location.len) text_addf(out, " (%.*s)", STR_ARG(t->location));
}

// The rows of a table or a list, one below the other.
static void add_bands(const struct term *t, size_t indent, struct text *out)
{
    for (uint32_t i = 0; i < t->bands.count && i < SHOWN; i++) {
        text_add_repeated(out, ' ', indent + 2);
        text_addf(out, "- %.*s\n", STR_ARG(t->bands.at[i]));
    }
    if (t->bands.count <= SHOWN) return;
    text_add_repeated(out, ' ', indent + 2);
    text_addf(out, ".. and %u more\n", (unsigned)(t->bands.count - SHOWN));
}

static void add_term(const struct term *t, struct text *out)
{
    size_t indent = 2 * (size_t)t->depth;
    text_add_repeated(out, ' ', indent);
    text_add_visible(out, t->name, 200);
    text_add_c(out, ": ");
    add_value(t, out);
    if (t->repeated) {
        text_add_c(out, ", explained above\n");
        return;
    }
    if (t->formula.len && t->bands.count == 0) text_addf(out, " = %.*s", STR_ARG(t->formula));
    text_add_char(out, '\n');
    add_bands(t, indent, out);
    if (str_is(t->origin, "formula")) return;
    text_add_repeated(out, ' ', indent + 4);
    add_origin(t, out);
    text_add_char(out, '\n');
    if (t->source.len) {
        text_add_repeated(out, ' ', indent + 4);
        text_add_c(out, "source: ");
        text_add_visible(out, t->source, 400);
        text_add_char(out, '\n');
    }
    if (t->note.len) {
        text_add_repeated(out, ' ', indent + 4);
        text_add_c(out, "note: ");
        text_add_visible(out, t->note, 400);
        text_add_char(out, '\n');
    }
}

void answer_explain(const struct report *r, struct text *out)
{
    const struct explanation *e = r->context;
    text_addf(out, "%.*s", STR_ARG(e->address));
    if (e->month.len) text_addf(out, " in %.*s", STR_ARG(e->month));
    text_add_c(out, ": ");
    add_value(&e->self, out);
    text_add_char(out, '\n');
    if (e->self.doc.len) text_addf(out, "%.*s\n", STR_ARG(e->self.doc));
    if (e->remark.len) text_addf(out, "%.*s\n", STR_ARG(e->remark));
    if (e->self.formula.len && e->self.bands.count == 0)
        text_addf(out, "= %.*s\n", STR_ARG(e->self.formula));
    add_bands(&e->self, 0, out);
    if (!str_is(e->self.origin, "missing")) {
        text_add_c(out, "from ");
        add_origin(&e->self, out);
        text_add_char(out, '\n');
    }
    if (e->self.source.len) text_addf(out, "source: %.*s\n", STR_ARG(e->self.source));
}

void page_explain(const struct report *r, struct text *out, unsigned width)
{
    const struct explanation *e = r->context;
    struct text page = {.arena = out->arena};
    answer_explain(r, &page);
    if (e->terms.count) text_add_char(&page, '\n');
    for (uint32_t i = 0; i < e->terms.count; i++)
        add_term(&e->terms.at[i], &page);
    text_hanging(out, text_str(&page), width);
}

// ---- a document --------------------------------------------------------------------------------

enum { X_NAME, X_VALUE, X_FORMULA, X_FROM, X_MEANING, X_COUNT };

// Deeper terms stand further in.
static struct str indented(struct arena *a, const struct term *t)
{
    struct text name = {.arena = a};
    text_add_repeated(&name, ' ', t->depth > 0 ? t->depth - 1 : 0);
    text_add_visible(&name, t->name, 200);
    return text_str(&name);
}

static struct str value_of(struct arena *a, const struct term *t)
{
    struct text value = {.arena = a};
    bool plain = t->known && t->word.len == 0 && !str_is(t->unit, "table");
    if (plain) return quantity_text(a, t->value, t->unit, DIGITS);
    add_value(t, &value);
    return text_str(&value);
}

static struct str formula_of(struct arena *a, const struct term *t)
{
    struct text rows = {.arena = a};
    if (t->bands.count == 0) return t->formula;
    for (uint32_t i = 0; i < t->bands.count && i < SHOWN; i++)
        text_addf(&rows, "%s%.*s", i ? "; " : "", STR_ARG(t->bands.at[i]));
    if (t->bands.count > SHOWN)
        text_addf(&rows, "; and %u more", (unsigned)(t->bands.count - SHOWN));
    return text_str(&rows);
}

static struct str origin_of(struct arena *a, const struct term *t)
{
    struct text from = {.arena = a};
    if (t->repeated) return STR("explained above");
    add_origin(t, &from);
    if (t->source.len) text_addf(&from, "; %.*s", STR_ARG(t->source));
    return text_str(&from);
}

static struct str meaning_of(struct arena *a, const struct term *t)
{
    if (t->note.len == 0) return t->doc;
    return str_format(a, "%.*s%s%.*s", STR_ARG(t->doc), t->doc.len ? " " : "",
                      STR_ARG(t->note));
}

static void term_cells(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct explanation *e = context;
    const struct term *t = &e->terms.at[row];
    c[X_NAME] = cell_text(indented(a, t));
    c[X_VALUE] = cell_text(value_of(a, t));
    c[X_FORMULA] = cell_text(formula_of(a, t));
    c[X_FROM] = cell_text(origin_of(a, t));
    c[X_MEANING] = cell_text(meaning_of(a, t));
}

void document_explain(const struct report *r, struct document *d)
{
    static const struct table_column columns[X_COUNT] = {
        [X_NAME] = COLUMN("name", "Name", EXACT, OUTLINE),
        [X_VALUE] = COLUMN("value", "Value", EXACT, NUMBER),
        [X_FORMULA] = COLUMN("formula", "Formula", EXACT, PROSE),
        [X_FROM] = COLUMN("origin", "From", EXACT, PROSE),
        [X_MEANING] = COLUMN("doc", "What it is", EXACT, PROSE),
    };
    const struct explanation *e = r->context;
    struct table terms = {STR("terms"), columns, X_COUNT, e->terms.count, e, term_cells};
    document_list(d, document_answer(d, r));
    if (e->terms.count > 0) {
        document_heading(d, STR("What it is made of"));
        document_table(d, document_shown(d->arena, r->session, &terms));
    }
    document_messages(d, r);
}
