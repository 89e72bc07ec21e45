// catalogue_pages.c - a model or a catalogue entry for people.
#include "report/catalogue_views.h"

#include "report/writer.h"

// The columns of a model's names.
enum {
    N_SECTION,
    N_NAME,
    N_UNIT,
    N_FORMULA,
    N_DOC,
    N_CLASS,
    N_CATEGORY,
    N_PAID,
    N_LIFE,
    N_SOURCE,
    N_AS_OF
};

static void add_labelled(struct text *out, size_t indent, const char *label, struct str s,
                         unsigned width)
{
    if (s.len == 0) return;
    text_paragraph(out, indent, str_format(out->arena, "%s%.*s", label, STR_ARG(s)), width);
}

static void add_served(const struct form *f, struct text *out)
{
    if (!f->serves) return;
    if (f->need == NO_NAME)
        text_add_c(out, "serves all the load that is offered\n");
    else
        text_addf(out, "serves the load up to its capacity, measured in %.*s\n",
                  STR_ARG(f->names.at[f->need].text));
}

// One name: what it is called and measured in, its sentence, its default or formula.
static void add_name(struct text *out, const struct table_cell *c, unsigned width)
{
    text_addf(out, "  %.*s", STR_ARG(c[N_NAME].text));
    if (c[N_UNIT].text.len) text_addf(out, "  [%.*s]", STR_ARG(c[N_UNIT].text));
    if (c[N_CLASS].text.len)
        text_addf(out, "  %.*s, %.*s, paid %.*s", STR_ARG(c[N_CLASS].text),
                  STR_ARG(c[N_CATEGORY].text), STR_ARG(c[N_PAID].text));
    text_add_char(out, '\n');
    add_labelled(out, 4, "", c[N_DOC].text, width);
    bool input = str_is(c[N_SECTION].text, "inputs");
    if (input && c[N_FORMULA].text.len == 0)
        text_add_c(out, "    no default\n");
    else
        add_labelled(out, 4, input ? "default " : "= ", c[N_FORMULA].text, width);
    struct str source = c[N_SOURCE].text, as_of = c[N_AS_OF].text;
    if (as_of.len) source = STR_JOINED(out->arena, source, STR(" ("), as_of, STR(")"));
    add_labelled(out, 4, "source: ", source, width);
}

void page_model(const struct report *r, struct text *out, unsigned width)
{
    const struct form *f = &r->session->program.forms.at[1];
    const struct table *t = report_table(r, STR("names"));
    struct str section = STR("");
    text_paragraph(out, 0,
                   str_format(out->arena, "%.*s: %.*s", STR_ARG(f->model), STR_ARG(f->summary)),
                   width);
    for (uint32_t i = 0; i < f->provides.count; i++)
        text_addf(out, "provides %.*s\n", STR_ARG(f->provides.at[i]));
    add_served(f, out);
    for (uint32_t i = 0; i < t->row_count; i++) {
        struct table_cell c[TABLE_COLUMNS];
        t->row(t->context, out->arena, i, c);
        if (!str_eq(c[N_SECTION].text, section))
            text_addf(out, "\n%.*s\n", STR_ARG(c[N_SECTION].text));
        section = c[N_SECTION].text;
        add_name(out, c, width);
    }
}

// ---- entries -----------------------------------------------------------------------------------

enum {
    F_FIELD,
    F_VALUE,
    F_LOW,
    F_HIGH,
    F_AS_OF,
    F_CONFIDENCE,
    F_BASIS,
    F_SOURCE,
    F_NOTE,
    F_LOCATION
};

static void add_interval(struct text *out, const struct table_cell *c)
{
    if (c[F_VALUE].text.len) text_addf(out, " %.*s", STR_ARG(c[F_VALUE].text));
    if (c[F_LOW].text.len == 0) return;
    text_addf(out, c[F_VALUE].text.len ? " (%.*s to %.*s)" : " %.*s to %.*s",
              STR_ARG(c[F_LOW].text), STR_ARG(c[F_HIGH].text));
}

// Sources are named by a number and listed at the end.
struct source_list {
    VEC(struct str) list;
};

static uint32_t number_of(struct arena *a, struct source_list *sources, struct str s)
{
    for (uint32_t i = 0; i < sources->list.count; i++)
        if (str_eq(sources->list.at[i], s)) return i + 1;
    return VEC_PUSH(a, &sources->list, s) + 1;
}

static void add_figure(struct text *out, const struct table_cell *c,
                       struct source_list *sources, unsigned width)
{
    struct text head = {.arena = out->arena};
    text_addf(&head, "%.*s:", STR_ARG(c[F_FIELD].text));
    add_interval(&head, c);
    if (c[F_AS_OF].text.len) text_addf(&head, ", as of %.*s", STR_ARG(c[F_AS_OF].text));
    if (c[F_CONFIDENCE].text.len)
        text_addf(&head, ", confidence %.*s", STR_ARG(c[F_CONFIDENCE].text));
    if (c[F_BASIS].text.len) text_addf(&head, ", %.*s", STR_ARG(c[F_BASIS].text));
    if (c[F_SOURCE].text.len)
        text_addf(&head, " [%u]", (unsigned)number_of(out->arena, sources, c[F_SOURCE].text));
    text_paragraph(out, 2, text_str(&head), width);
    add_labelled(out, 6, "", c[F_NOTE].text, width);
}

void page_entry(const struct report *r, struct text *out, unsigned width)
{
    const struct table *t = report_table(r, STR("figures"));
    struct source_list sources = {0};
    text_addf(out, "%.*s\n", STR_ARG(r->facts[0].value.text));
    for (uint32_t i = 0; i < t->row_count; i++) {
        struct table_cell c[TABLE_COLUMNS];
        t->row(t->context, out->arena, i, c);
        add_figure(out, c, &sources, width);
    }
    if (sources.list.count) text_add_c(out, "\n");
    for (uint32_t i = 0; i < sources.list.count; i++)
        text_paragraph(
            out, 0,
            str_format(out->arena, "[%u] %.*s", (unsigned)i + 1, STR_ARG(sources.list.at[i])),
            width);
}
