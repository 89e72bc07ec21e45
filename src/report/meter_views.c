// meter_views.c - what the meters of models add up to.
#include "report/shape.h"
#include "report/views.h"

struct meter_place {
    uint32_t option, meter;  // NO_NAME for one that the option lacks
    struct str name;
};

struct meter_list {
    const struct session *session;
    VEC(struct meter_place) list;
};

static const struct table_column METERS[] = {
    COLUMN("option", "Option", EXACT, NAME),    COLUMN("meter", "Meter", EXACT, NAME),
    COLUMN("value", "Value", EXACT, NUMBER),    COLUMN("unit", "Unit", EXACT, NAME),
    COLUMN("missing", "Missing", EXACT, PROSE),
};
TABLE_COLUMNS_OF(meters, METERS)

static void meter_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct meter_list *k = context;
    struct meter_place at = k->list.at[row];
    struct str missing = compare_missing(a, k->session, at.option, at.name);
    c[0] = cell_text(k->session->program.options.at[at.option].name);
    c[1] = cell_text(at.name);
    c[2] = c[3] = cell_null();
    if (at.meter != NO_NAME) {
        const struct meter *m = &k->session->ledger.tallies[at.option].meters.at[at.meter];
        c[2] = cell_maybe(!missing.len, num_in_unit(val_double(m->total), m->unit.factor));
        c[3] = cell_text(m->unit_text);
    }
    c[4] = cell_text(missing);
}

// Meters that no component of the option has, though one that serves should.
static void add_lacking(struct meter_list *k, uint32_t option)
{
    const struct tally *t = &k->session->ledger.tallies[option];
    for (uint32_t g = 0; g < t->gaps.count; g++) {
        struct str name = t->gaps.at[g].meter;
        bool listed = false;
        for (uint32_t i = 0; i < k->list.count && !listed; i++)
            listed = k->list.at[i].option == option && str_eq(k->list.at[i].name, name);
        if (!listed)
            VEC_PUSH(k->session->diags.arena, &k->list,
                     (struct meter_place){option, NO_NAME, name});
    }
}

struct table view_meters(struct session *s)
{
    struct meter_list *k = ARENA_NEW(&s->arena, struct meter_list);
    k->session = s;
    for (uint32_t o = 0; o < s->program.options.count; o++)
        for (uint32_t m = 0; m < s->ledger.tallies[o].meters.count; m++)
            VEC_PUSH(&s->arena, &k->list,
                     (struct meter_place){o, m, s->ledger.tallies[o].meters.at[m].name});
    for (uint32_t o = 0; o < s->program.options.count; o++)
        add_lacking(k, o);
    return table_of("meters", METERS, COUNT_OF(METERS), k->list.count, k, meter_row);
}
