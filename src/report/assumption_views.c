// assumption_views.c - every input that a result rests on.
#include "analysis/address.h"
#include "lang/show.h"
#include "report/shape.h"
#include "report/views.h"

struct assumption_list {
    struct session *session;
    VEC(uint32_t) rows;
};

static const struct table_column ASSUMPTIONS[] = {
    COLUMN("address", "Address", EXACT, NAME),
    COLUMN("value", "Value", EXACT, NUMBER),
    COLUMN("unit", "Unit", EXACT, NAME),
    COLUMN("origin", "Origin", EXACT, NAME),
    COLUMN("source", "Source", EXACT, PROSE),
    COLUMN("as_of", "As of", EXACT, NAME),
    COLUMN("location", "Location", EXACT, DATA),
    COLUMN("confidence", "Confidence", EXACT, NAME),
    COLUMN("entry", "Entry", EXACT, NAME),
    COLUMN("note", "Note", EXACT, PROSE),
};
TABLE_COLUMNS_OF(assumptions, ASSUMPTIONS)

static bool is_assumption(const struct program *p, uint32_t row)
{
    const struct row *r = &p->rows.at[row];
    if (!r->needed || row_is_share(r)) return false;
    enum name_kind kind = row_name(p, row)->kind;
    return kind == NAME_INPUT || kind == NAME_FIELD || kind == NAME_CHOICE ||
           kind == NAME_TABLE;
}

static struct str note_of(struct arena *a, const struct origin *o)
{
    if (!o->from_range) return o->note;
    return o->note.len ? str_format(a, "from range; %.*s", STR_ARG(o->note))
                       : STR("from range");
}

// A word and a table are texts, anything else is a number in its unit.
static void assumed_value(struct session *s, struct arena *a, uint32_t row,
                          struct table_cell *c)
{
    const struct program *p = &s->program;
    const struct name *n = row_name(p, row);
    const struct row *r = &p->rows.at[row];
    double factor = 1;
    struct val v = val_number(0);
    struct str text;
    bool word = row_is_text(p, row, &text);
    if (word || n->kind == NAME_TABLE) {
        c[1] = cell_text(word ? text : formula_show_table(a, p, n, r->formula));
        c[2] = cell_text(word ? STR("text") : STR("table"));
        return;
    }
    bool known = unroll_cell(&s->unroll, row, 1, &v);
    c[2] = cell_text(address_unit_shown(s, row, &factor));
    c[1] = cell_maybe(known, num_in_unit(val_double(v), factor));
}

static void assumption_row(const void *context, struct arena *a, uint32_t row,
                           struct table_cell *c)
{
    const struct assumption_list *k = context;
    struct session *s = k->session;
    uint32_t at = k->rows.at[row];
    const struct origin own = row_origin(&s->program, at), *o = &own;
    c[0] = cell_text(row_address(a, &s->program, at));
    assumed_value(s, a, at, c);
    c[3] = cell_text(str_of(row_origin_word(&s->program, at)));
    c[4] = cell_text(o->source);
    c[5] = cell_text(o->as_of);
    c[6] = cell_text(source_location(a, &s->sources, o->where));
    c[7] = cell_text(o->confidence);
    c[8] = cell_text(o->entry);
    c[9] = cell_text(note_of(a, o));
}

struct table view_assumptions(struct session *s)
{
    struct assumption_list *k = ARENA_NEW(&s->arena, struct assumption_list);
    k->session = s;
    for (uint32_t i = 0; i < s->program.rows.count; i++)
        if (is_assumption(&s->program, i)) VEC_PUSH(&s->arena, &k->rows, i);
    return table_of("assumptions", ASSUMPTIONS, COUNT_OF(ASSUMPTIONS), k->rows.count, k,
                    assumption_row);
}
