#include "analysis/address.h"

uint32_t address_find(struct session *s, struct str address)
{
    const struct program *p = &s->program;
    for (uint32_t i = 0; i < p->rows.count; i++) {
        const struct row *r = &p->rows.at[i];
        struct str sheet = p->sheets.at[r->sheet].address;
        if (r->sheet && !str_starts(address, sheet)) continue;
        if (str_eq(row_address(s->diags.arena, p, i), address)) return i;
    }
    return NO_NAME;
}

bool address_fail(struct session *s, struct str address, const char *help)
{
    enum { KNOWN = 5000 };
    VEC(struct str) known = {0};
    struct arena *a = s->diags.arena;
    for (uint32_t i = 0; i < s->program.rows.count && i < KNOWN; i++)
        VEC_PUSH(a, &known, row_address(a, &s->program, i));
    diag_fail(&s->diags, SPAN_NONE, DIAG_UNKNOWN_ADDRESS, "the scenario has no '%.*s'",
              STR_ARG(str_visible(a, address)));
    struct str near = nearest_name(address, known.at, known.count);
    if (near.at)
        diag_help(&s->diags, "did you mean '%.*s'?", STR_ARG(near));
    else
        diag_help(&s->diags, "%s", help);
    return false;
}

struct str address_unit(struct session *s, const struct name *n, double *factor)
{
    const struct program *p = &s->program;
    struct unit unit = n->unit;
    struct str text = n->unit_text, bad;
    if (n->infer) {
        text = n->inferred.shown;
        if (text.len == 0 || !unit_parse(&p->units, text, &unit, &bad))
            text = unit_of_dim(s->diags.arena, &p->units, n->inferred.dim, STR("month"), &unit);
    }
    if (n->growth) {
        text = STR("1/year");
        unit_parse(&p->units, text, &unit, &bad);
    }
    *factor = unit.factor;
    return text;
}
