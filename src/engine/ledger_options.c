// ledger_options.c - what the lines of an option come to, and whether it does the work.
#include "engine/ledger_int.h"

static struct val demand(struct builder *b, uint32_t name, uint32_t workload, uint32_t month)
{
    struct val v = val_number(0);
    uint32_t row = name == NO_NAME ? NO_NAME : sheet_row(b->p, 0, name, workload);
    if (row != NO_NAME && !unroll_cell(b->u, row, month, &v)) b->ok = false;
    return apply(b, OP_MUL, v, val_number(unroll_month_seconds(b->u)));
}

static void count_tokens(struct builder *b, uint32_t option, struct val *all,
                         struct val *output)
{
    const struct option *o = &b->p->options.at[option];
    for (uint32_t i = o->first_sheet; i < o->first_sheet + o->sheet_count; i++) {
        const struct sheet *s = &b->p->sheets.at[i];
        if (!b->p->forms.at[s->form].serves) continue;
        for (uint32_t k = 0; k < s->workload_count; k++) {
            for (uint32_t m = 1; m <= b->l->months; m++) {
                struct val share;
                if (!unroll_cell(b->u, s->served_row + k, m, &share)) b->ok = false;
                struct val in = demand(b, b->input, s->workloads[k], m);
                struct val out = demand(b, b->output, s->workloads[k], m);
                add_to(b, output, m, apply(b, OP_MUL, out, share));
                add_to(b, all, m, apply(b, OP_MUL, apply(b, OP_ADD, in, out), share));
            }
        }
    }
}

// Shares below this are what rounding leaves over.
static const double ROUNDING = 1e-9;

// The first component of an option that is there for a workload and takes none of it in a month.
static uint32_t find_idle(struct builder *b, uint32_t option, uint32_t w, uint32_t month)
{
    const struct option *o = &b->p->options.at[option];
    for (uint32_t i = o->first_sheet; i < o->first_sheet + o->sheet_count; i++) {
        const struct sheet *s = &b->p->sheets.at[i];
        const struct form *f = &b->p->forms.at[s->form];
        for (uint32_t k = 0; f->takes != NO_NAME && k < s->workload_count; k++) {
            struct val share;
            if (s->workloads[k] == w &&
                unroll_cell(b->u, sheet_row(b->p, i, f->takes, w), month, &share) &&
                val_is(share, 0))
                return i;
        }
    }
    return NO_NAME;
}

static void find_unserved(struct builder *b, uint32_t option, struct tally *t)
{
    for (uint32_t w = 0; w < b->p->workloads.count; w++) {
        struct unserved first = {.workload = w, .idle = NO_NAME};
        for (uint32_t m = 1; m <= b->l->months; m++) {
            struct val share, volume = apply(b, OP_ADD, demand(b, b->input, w, m),
                                             demand(b, b->output, w, m));
            if (val_is(volume, 0)) continue;
            if (!unroll_unserved(b->u, option, w, m, &share)) b->ok = false;
            struct val short_of = apply(b, OP_LT, val_number(ROUNDING), share);
            t->infeasible = apply(b, OP_MAX, t->infeasible, short_of);
            if (first.month == 0 && val_is(short_of, 1)) {
                first.month = m;
                first.share = val_double(share);
                first.idle = find_idle(b, option, w, m);
            }
        }
        if (first.month) VEC_PUSH(b->arena, &t->unserved, first);
    }
}

// The mean quality of what an option serves of a workload in a month. Components that state none
// have been reported.
static struct val mean_quality(struct builder *b, uint32_t option, uint32_t w, uint32_t month)
{
    const struct option *o = &b->p->options.at[option];
    struct val all = val_number(0), good = val_number(0);
    for (uint32_t i = o->first_sheet; i < o->first_sheet + o->sheet_count; i++) {
        const struct sheet *s = &b->p->sheets.at[i];
        const struct form *f = &b->p->forms.at[s->form];
        for (uint32_t k = 0; f->serves && k < s->workload_count; k++) {
            struct val share, quality = val_number(0);
            if (s->workloads[k] != w) continue;
            if (!unroll_cell(b->u, s->served_row + k, month, &share)) b->ok = false;
            if (f->quality != NO_NAME &&
                !unroll_cell(b->u, sheet_row(b->p, i, f->quality, w), month, &quality))
                b->ok = false;
            all = apply(b, OP_ADD, all, share);
            good = apply(b, OP_ADD, good, apply(b, OP_MUL, share, quality));
        }
    }
    struct val none = apply(b, OP_LE, all, val_number(0));
    if (val_is(none, 1)) return val_number(1);
    return graph_select(b->g, none, val_number(1), apply(b, OP_DIV, good, all));
}

static void find_lacking(struct builder *b, uint32_t option, struct tally *t)
{
    uint32_t name = form_find(&b->p->forms.at[0], STR("w.required_quality"));
    for (uint32_t w = 0; w < b->p->workloads.count && name != NO_NAME; w++) {
        uint32_t row = sheet_row(b->p, 0, name, w);
        struct lacking first = {.workload = w};
        if (!b->p->rows.at[row].given) continue;
        for (uint32_t m = 1; m <= b->l->months; m++) {
            struct val required, quality = mean_quality(b, option, w, m);
            if (!unroll_cell(b->u, row, m, &required)) b->ok = false;
            struct val enough = apply(b, OP_ADD, quality, val_number(ROUNDING));
            struct val poor = apply(b, OP_LT, enough, required);
            t->infeasible = apply(b, OP_MAX, t->infeasible, poor);
            if (first.month || !val_is(poor, 1)) continue;
            first.month = m;
            first.quality = val_double(quality);
            first.required = val_double(required);
        }
        if (first.month) VEC_PUSH(b->arena, &t->lacking, first);
    }
}

// The sum over an option's lines of one class, in one column.
static struct val sum_lines(struct builder *b, uint32_t option, enum cost_class class,
                            struct val *list)
{
    const struct tally *t = &b->l->tallies[option];
    for (uint32_t i = t->first_line; i < t->first_line + t->line_count; i++) {
        const struct line *line = &b->l->lines.at[i];
        if (line->name->cost.class != class) continue;
        for (uint32_t m = 0; m <= b->l->months; m++)
            add_to(b, list, m, line->billed[m]);
    }
    return sum_columns(b, list);
}

// What is sold is what its line says (as flow='sold' of lines() has it): a rebate lowers what is
// paid, and a deposit that comes back is neither.
static void split_capex(struct builder *b, struct tally *t)
{
    t->capex_gross = t->proceeds = val_number(0);
    for (uint32_t i = t->first_line; i < t->first_line + t->line_count; i++) {
        const struct line *line = &b->l->lines.at[i];
        enum amortise at = line->name->cost.amortise;
        if (line->name->cost.class != CLASS_CAPEX) continue;
        struct val sum = sum_columns(b, line->billed);
        if (at == AMORTISE_BACKWARD || at == AMORTISE_AFTER)
            t->proceeds = apply(b, OP_SUB, t->proceeds, sum);
        else
            t->capex_gross = apply(b, OP_ADD, t->capex_gross, sum);
    }
}

static void tally_cash(struct builder *b, struct tally *t)
{
    t->dated = columns(b);
    t->operating = columns(b);
    struct val *effective = columns(b);
    for (uint32_t i = t->first_line; i < t->first_line + t->line_count; i++) {
        const struct line *line = &b->l->lines.at[i];
        enum cost_class class = line->name->cost.class;
        if (class != CLASS_CAPEX && class != CLASS_OPEX) continue;
        struct val *to = ledger_is_dated(&line->name->cost) ? t->dated : t->operating;
        for (uint32_t m = 0; m <= b->l->months; m++) {
            add_to(b, to, m, line->billed[m]);
            add_to(b, effective, m, line->effective[m]);
        }
    }
    t->effective = sum_columns(b, effective);
    if (!b->l->discounted) return;
    t->npv = apply(b, OP_ADD, ledger_worth(b, t->dated, 0),
                   ledger_worth(b, t->operating, ledger_shift(b->p)));
}

void ledger_tally_option(struct builder *b, uint32_t option)
{
    struct tally *t = &b->l->tallies[option];
    t->capex = sum_lines(b, option, CLASS_CAPEX, columns(b));
    t->opex = sum_lines(b, option, CLASS_OPEX, columns(b));
    t->risk = sum_lines(b, option, CLASS_RISK, columns(b));
    t->benefit = sum_lines(b, option, CLASS_BENEFIT, columns(b));
    t->financing = sum_lines(b, option, CLASS_FINANCING, columns(b));
    t->total = apply(b, OP_ADD, t->capex, t->opex);
    t->risk_adjusted = apply(b, OP_ADD, t->total, t->risk);
    t->npv = t->worth_of_tokens = val_number(0);
    split_capex(b, t);
    tally_cash(b, t);
    struct val *all = columns(b), *output = columns(b);
    count_tokens(b, option, all, output);
    t->tokens = sum_columns(b, all);
    t->output_tokens = sum_columns(b, output);
    t->tokens_served = all;
    t->output_served = output;
    if (b->l->discounted) t->worth_of_tokens = ledger_worth(b, all, ledger_shift(b->p));
    t->infeasible = val_number(0);
    find_unserved(b, option, t);
    find_lacking(b, option, t);
}
