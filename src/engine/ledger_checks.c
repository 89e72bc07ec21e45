// ledger_checks.c - meters and checks of one component.
#include "engine/ledger_int.h"

#include "base/num.h"

bool ledger_build_meter(struct builder *b, struct tally *t, uint32_t row)
{
    const struct name *n = row_name(b->p, row);
    struct val *list = columns(b);
    for (uint32_t m = 1; m <= b->l->months; m++)
        if (!unroll_cell(b->u, row, m, &list[m])) return false;
    struct val total = sum_columns(b, list);
    for (uint32_t i = 0; i < t->meters.count; i++) {
        if (!str_eq(t->meters.at[i].name, n->text)) continue;
        t->meters.at[i].total = apply(b, OP_ADD, t->meters.at[i].total, total);
        for (uint32_t m = 1; m <= b->l->months; m++)
            add_to(b, t->meters.at[i].amount, m, list[m]);
        return true;
    }
    VEC_PUSH(b->arena, &t->meters, (struct meter){n->text, n->unit, n->unit_text, list, total});
    return true;
}

// A check's sentence, with {name} replaced by the value of that row.
static struct str check_sentence(struct builder *b, const struct check *c, uint32_t sheet,
                                 uint32_t month)
{
    struct arena *a = b->p->diags->arena;
    struct text t = {.arena = a};
    const struct form *f = &b->p->forms.at[b->p->sheets.at[sheet].form];
    struct str rest = c->sentence;
    for (;;) {
        size_t open = str_find(rest, '{'), close = str_find(rest, '}');
        text_add(&t, str_cut(rest, 0, open));
        if (open >= rest.len || close < open) break;
        uint32_t name = form_find(f, str_cut(rest, open + 1, close));
        uint32_t row = name == NO_NAME ? NO_NAME : sheet_row(b->p, sheet, name, NO_WORKLOAD);
        struct val v;
        if (row != NO_NAME && unroll_cell(b->u, row, month, &v) && val_is_number(v)) {
            char number[NUM_TEXT];
            num_write_tidy(number, val_double(v) / f->names.at[name].unit.factor);
            struct str unit = f->names.at[name].unit_text;
            text_addf(&t, "%s", number);
            if (!str_is(unit, "1")) text_addf(&t, " %.*s", STR_ARG(unit));
        }
        rest = str_cut(rest, close + 1, rest.len);
    }
    return text_str(&t);
}

static void report_check(struct builder *b, const struct check *c, uint32_t sheet,
                         uint32_t month)
{
    const struct sheet *s = &b->p->sheets.at[sheet];
    struct span where = s->where;
    if (c->input != NO_NAME) {
        uint32_t row = sheet_row(b->p, sheet, c->input, NO_WORKLOAD);
        if (row != NO_NAME && b->p->rows.at[row].given) where = row_origin(b->p, row).where;
    }
    struct str sentence = check_sentence(b, c, sheet, month);
    if (c->is_error)
        diag_fail(b->p->diags, where, DIAG_CHECK, "%.*s: %.*s", STR_ARG(s->address),
                  STR_ARG(sentence));
    else
        diag_warn(b->p->diags, where, DIAG_CHECK, "%.*s: %.*s", STR_ARG(s->address),
                  STR_ARG(sentence));
    diag_note(b->p->diags, SPAN_NONE, "first in month %u (%.*s)", (unsigned)month,
              STR_ARG(month_text(b->p->diags->arena, b->p, month)));
    if (c->id.len) diag_name_rule(b->p->diags, c->id);
    if (c->is_error) b->ok = false;
}

// What a meter needs is missing in a month, or in some of the draws.
void ledger_find_gap(struct builder *b, const struct check *c, uint32_t sheet)
{
    const struct sheet *s = &b->p->sheets.at[sheet];
    struct gap gap = {b->p->forms.at[s->form].names.at[c->meter].text, sheet, c->input,
                      val_number(1)};
    bool varies = true;
    for (uint32_t m = 1; m <= b->l->months && varies && !val_is(gap.known, 0); m++) {
        struct val v;
        if (!unroll_formula(b->u, c->formula, sheet, NO_WORKLOAD, m, &v, &varies)) {
            b->ok = false;
            return;
        }
        gap.known = apply(b, OP_AND, gap.known, v);
    }
    if (val_is(gap.known, 1)) return;
    VEC_PUSH(b->arena, &b->l->tallies[s->option].gaps, gap);
}

// What serves and has no such meter leaves its total open.
void ledger_find_unmetered(struct builder *b, uint32_t sheet)
{
    static const char *const meters[] = {"energy", "emissions", "emissions_market",
                                         "emissions_embodied", "water"};
    const struct sheet *s = &b->p->sheets.at[sheet];
    const struct form *f = &b->p->forms.at[s->form];
    for (size_t i = 0; i < COUNT_OF(meters) && f->serves && s->workload_count; i++) {
        uint32_t name = form_find(f, str_of(meters[i]));
        if (name != NO_NAME && f->names.at[name].kind == NAME_METER) continue;
        struct gap gap = {str_of(meters[i]), sheet, NO_NAME, val_number(0)};
        VEC_PUSH(b->arena, &b->l->tallies[s->option].gaps, gap);
    }
}

void ledger_run_check(struct builder *b, const struct check *c, uint32_t sheet)
{
    bool varies = true;
    for (uint32_t m = 1; m <= b->l->months && varies; m++) {
        struct val v;
        if (!unroll_formula(b->u, c->formula, sheet, NO_WORKLOAD, m, &v, &varies)) {
            b->ok = false;
            return;
        }
        if (!val_is_number(v) || val_double(v) == 0) continue;
        report_check(b, c, sheet, m);
        return;
    }
}
