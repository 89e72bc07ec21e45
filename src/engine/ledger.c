#include "engine/ledger.h"

#include "base/num.h"
#include "engine/cause.h"
#include "engine/kernel.h"

#include <math.h>

struct builder {
    struct unroll *u;
    const struct program *p;
    struct graph *g;
    struct arena *arena;
    struct ledger *l;
    struct val rate;         // of discount, per year
    struct val charge_rate;  // cost of capital per year
    bool charged;
    struct val *zeros;       // by column, never written to
    uint32_t input, output;  // names: what the workloads take in and give out
    bool ok;
};

static struct val apply(struct builder *b, enum op op, struct val x, struct val y)
{
    return graph_binary(b->g, op, x, y);
}

// Zeros: a zero is a val of which every bit is 0.
static struct val *columns(struct builder *b)
{
    return ARENA_ARRAY(b->arena, struct val, b->l->months + 1);
}

static void add_to(struct builder *b, struct val *list, uint32_t column, struct val v)
{
    list[column] = apply(b, OP_ADD, list[column], v);
}

static struct val sum_columns(struct builder *b, const struct val *list)
{
    return graph_sum(b->g, list, b->l->months + 1);
}

// ---- rates -------------------------------------------------------------------------------------

static bool yearly_rate(struct builder *b, uint32_t row, const char *what, struct val *rate)
{
    if (!unroll_cell(b->u, row, 1, rate)) return false;
    if (b->u->cells[row].state == CELL_SERIES)
        return diag_fail(b->p->diags, row_origin(b->p, row).where, DIAG_NOT_CONSTANT,
                         "%s may not change with time", what);
    *rate = apply(b, OP_MUL, *rate, val_number(12 * unroll_month_seconds(b->u)));
    if (val_is_number(*rate) && val_double(*rate) <= -1)
        return diag_fail(b->p->diags, row_origin(b->p, row).where, DIAG_OUT_OF_RANGE,
                         "%s is at or below -100 %% a year", what);
    return true;
}

static double shift_of(enum timing t)
{
    switch (t) {
    case TIMING_END: return 0;
    case TIMING_MID: return 0.5;
    case TIMING_START: return 1;
    }
    return 0;
}

double ledger_shift(const struct program *p)
{
    return shift_of(p->timing);
}

static bool is_dated(const struct cost *c)
{
    return c->class == CLASS_CAPEX || c->paid == PAID_START || c->dated;
}

double ledger_tau(const struct program *p, const struct cost *c, uint32_t column)
{
    return column == 0 || is_dated(c) ? column : column - shift_of(p->timing);
}

// (1 + r)^(-tau / 12) for every column.
static const struct val *factors(struct builder *b, double shift)
{
    struct val **list = &b->l->factor[(int)(shift * 2)];
    if (*list) return *list;
    *list = columns(b);
    struct val base = apply(b, OP_ADD, val_number(1), b->rate);
    for (uint32_t m = 0; m <= b->l->months; m++) {
        double tau = m == 0 ? 0 : m - shift;
        b->g->month = m;
        (*list)[m] = graph_power(b->g, base, -tau / 12);
    }
    b->g->month = 0;
    return *list;
}

static struct val worth(struct builder *b, const struct val *flows, double shift)
{
    const struct val *factor = factors(b, shift);
    struct val *list = columns(b);
    for (uint32_t m = 0; m <= b->l->months; m++)
        list[m] = apply(b, OP_MUL, flows[m], factor[m]);
    return sum_columns(b, list);
}

// ---- booking -----------------------------------------------------------------------------------

uint32_t ledger_column(const struct ledger *l, const struct line *line, uint32_t month)
{
    double column = month + val_double(line->later);
    return column < l->months ? (uint32_t)column : l->months;
}

// `terms` months later, in whole months; what lies beyond the horizon is settled at its end.
static void book_later(struct builder *b, struct line *line, struct val terms)
{
    uint32_t last = b->l->months;
    struct val later = apply(b, OP_DIV, terms, val_number(unroll_month_seconds(b->u)));
    line->later = later = graph_unary(b->g, OP_ROUND, later);
    for (uint32_t m = 1; m <= last; m++) {
        if (val_is(line->amount[m], 0)) continue;
        if (val_is_number(later)) {
            add_to(b, line->billed, ledger_column(b->l, line, m), line->amount[m]);
            continue;
        }
        for (uint32_t c = m; c <= last; c++) {
            struct val here = apply(b, c < last ? OP_EQ : OP_LE, val_number(c - m), later);
            add_to(b, line->billed, c,
                   graph_select(b->g, here, line->amount[m], val_number(0)));
        }
    }
}

// A life or a time of payment that can't be: said where the scenario states it, if it does.
static bool fail_time(struct builder *b, uint32_t formula, const struct line *line,
                      const char *message)
{
    const struct row *r = &b->p->rows.at[line->row];
    struct causes c = causes_of(b->p, formula, r->sheet, r->workload);
    diag_fail(b->p->diags, causes_place(b->p, &c, formula), DIAG_OUT_OF_RANGE, "%s", message);
    causes_note(b->p, &c, formula, row_address(b->p->diags->arena, b->p, line->row));
    return false;
}

static bool book(struct builder *b, struct line *line, uint32_t sheet)
{
    const struct cost *c = &line->name->cost;
    line->later = val_number(c->paid == PAID_START ? -1 : 0);
    switch (c->paid) {
    case PAID_END: line->billed = line->amount; return true;
    case PAID_START:
        line->billed = columns(b);
        for (uint32_t m = 1; m <= b->l->months && line->amount != b->zeros; m++)
            line->billed[m - 1] = line->amount[m];
        return true;
    case PAID_TERMS: break;
    }
    struct val terms;
    if (!unroll_constant(b->u, c->terms, sheet, "a time of payment", &terms)) return false;
    if (val_is_number(terms) && val_double(terms) < 0)
        return fail_time(b, c->terms, line, "a time of payment can't be negative");
    line->billed = columns(b);
    book_later(b, line, terms);
    return true;
}

// ---- the amortised view ------------------------------------------------------------------------

// A line over time, with what falls beyond the horizon.
struct spread {
    struct val *columns;
    struct val after;
};

// Yearly annuity r / (1 - (1 + r)^-years) of one unit of cost.
static struct val annuity(struct builder *b, struct val life)
{
    struct val years = apply(b, OP_DIV, life, val_number(12));
    return finance_payment(b->g, b->charge_rate, years, val_number(1), val_number(0),
                           val_number(0));
}

// How much of one unit of cost falls in the k-th month of a life of `life` months: as much as in
// any other, or a twelfth of the annuity.
static struct val share_of_life(struct builder *b, struct val life, uint32_t k, bool charged)
{
    struct val end = apply(b, OP_MIN, val_number(k + 1), life);
    struct val part = apply(b, OP_MAX, val_number(0), apply(b, OP_SUB, end, val_number(k)));
    if (!charged) return apply(b, OP_DIV, part, life);
    return apply(b, OP_DIV, apply(b, OP_MUL, part, annuity(b, life)), val_number(12));
}

// What one unit of cost comes to over its life.
static struct val whole_of_life(struct builder *b, struct val life, bool charged)
{
    if (!charged) return val_number(1);
    return apply(b, OP_MUL, annuity(b, life), apply(b, OP_DIV, life, val_number(12)));
}

static struct spread spread_forward(struct builder *b, const struct line *line, bool charged)
{
    uint32_t last = b->l->months;
    struct spread s = {columns(b), val_number(0)};
    struct val *share = ARENA_ARRAY(b->arena, struct val, last);
    struct val whole = whole_of_life(b, line->life, charged);
    for (uint32_t k = 0; k < last; k++)
        share[k] = share_of_life(b, line->life, k, charged);
    for (uint32_t m = 1; m <= last; m++) {
        if (val_is(line->amount[m], 0)) continue;
        struct val spent = val_number(0);
        for (uint32_t k = 0; m + k <= last; k++) {
            if (val_is(share[k], 0)) break;
            struct val part = apply(b, OP_MUL, line->amount[m], share[k]);
            add_to(b, s.columns, m + k, part);
            spent = apply(b, OP_ADD, spent, share[k]);
        }
        struct val rest = apply(b, OP_MAX, val_number(0), apply(b, OP_SUB, whole, spent));
        s.after = apply(b, OP_ADD, s.after, apply(b, OP_MUL, line->amount[m], rest));
    }
    return s;
}

// What an asset fetches at the end of its life lowers the cost of the months before.
static struct spread spread_backward(struct builder *b, const struct line *line)
{
    struct spread s = {columns(b), val_number(0)};
    double months = val_is_number(line->life) ? val_double(line->life) : b->l->months;
    for (uint32_t m = 1; m <= b->l->months; m++) {
        if (val_is(line->amount[m], 0)) continue;
        uint32_t back = m - 1 < months ? m - 1 : (uint32_t)months;
        if (back == 0) add_to(b, s.columns, m, line->amount[m]);
        struct val part = apply(b, OP_DIV, line->amount[m], val_number(back ? back : 1));
        for (uint32_t k = 1; k <= back; k++)
            add_to(b, s.columns, m - k, part);
    }
    return s;
}

// What a formula beside a line says of it for each month.
static struct val *by_row(struct builder *b, const struct line *line, uint32_t formula)
{
    const struct row *r = &b->p->rows.at[line->row];
    struct val *list = columns(b);
    bool varies = true;
    for (uint32_t m = 1; m <= b->l->months; m++) {
        if (!varies)
            list[m] = list[m - 1];
        else if (!unroll_formula(b->u, formula, r->sheet, r->workload, m, &list[m], &varies))
            b->ok = false;
    }
    return list;
}

// The row of the model says what falls into each month; what it leaves comes later.
static struct spread spread_by_row(struct builder *b, const struct line *line)
{
    struct spread s = {by_row(b, line, line->name->cost.wear), val_number(0)};
    s.after = apply(b, OP_SUB, sum_columns(b, line->amount), sum_columns(b, s.columns));
    return s;
}

static struct spread spread(struct builder *b, const struct line *line, bool charged)
{
    switch (line->name->cost.amortise) {
    case AMORTISE_AFTER:
    case AMORTISE_NEVER: return (struct spread){columns(b), sum_columns(b, line->amount)};
    case AMORTISE_ROW: return spread_by_row(b, line);
    case AMORTISE_BACKWARD:
        if (!val_is(line->life, 0)) return spread_backward(b, line);
        break;
    case AMORTISE_FORWARD:
        if (!val_is(line->life, 0)) return spread_forward(b, line, charged);
        break;
    }
    return (struct spread){line->amount, val_number(0)};
}

static bool read_life(struct builder *b, struct line *line, uint32_t sheet)
{
    const struct cost *c = &line->name->cost;
    line->life = val_number(0);
    if (!c->life) return true;
    if (!unroll_constant(b->u, c->life, sheet, "a life", &line->life)) return false;
    line->life = apply(b, OP_DIV, line->life, val_number(unroll_month_seconds(b->u)));
    if (val_is_number(line->life) && val_double(line->life) < 1)
        return fail_time(b, c->life, line, "a life is at least one month");
    return true;
}

// The parts that the books charge; what they leave comes later.
static struct spread spread_by_books(struct builder *b, struct line *line)
{
    struct spread s = {columns(b), val_number(0)};
    for (int part = 0; part < BOOK_PARTS; part++) {
        uint32_t formula = line->name->cost.books[part];
        if (formula == 0) continue;
        line->part[part] = by_row(b, line, formula);
        for (uint32_t m = 1; m <= b->l->months; m++)
            add_to(b, s.columns, m, line->part[part][m]);
    }
    s.after = apply(b, OP_SUB, sum_columns(b, line->amount), sum_columns(b, s.columns));
    return s;
}

static bool amortise(struct builder *b, struct line *line, uint32_t sheet)
{
    if (!read_life(b, line, sheet)) return false;
    struct spread cost = spread(b, line, b->charged);
    struct spread book = b->charged ? spread(b, line, false) : cost;
    if (line->name->cost.has_books) book = spread_by_books(b, line);
    line->effective = cost.columns;
    line->after = cost.after;
    line->book = book.columns;
    line->book_after = book.after;
    return true;
}

// The amounts of a row by column. Rows that are always 0, as most are that nobody uses, share
// theirs.
static bool amounts(struct builder *b, uint32_t row, struct val **list)
{
    struct val first;
    bool ok = unroll_cell(b->u, row, 1, &first);
    *list = b->zeros;
    if (ok && b->u->cells[row].state == CELL_CONSTANT && val_is(first, 0)) return true;
    *list = columns(b);
    (*list)[1] = first;
    for (uint32_t m = 2; m <= b->l->months; m++)
        ok = unroll_cell(b->u, row, m, &(*list)[m]) && ok;
    return ok;
}

static bool build_line(struct builder *b, uint32_t row)
{
    const struct row *r = &b->p->rows.at[row];
    struct line line = {.row = row, .name = row_name(b->p, row)};
    line.option = b->p->sheets.at[r->sheet].option;
    bool ok = amounts(b, row, &line.amount);
    if (!ok || !book(b, &line, r->sheet) || !amortise(b, &line, r->sheet)) return false;
    bool cash =
        line.name->cost.class != CLASS_FINANCING;  // tax on a loan's interest is beside it
    if (cash && str_is(line.name->cost.category, "tax")) b->l->taxed = true;
    VEC_PUSH(b->arena, &b->l->lines, line);
    return true;
}

// ---- sheets ------------------------------------------------------------------------------------

static bool build_meter(struct builder *b, struct tally *t, uint32_t row)
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

// What a meter needs is missing in a month, or hangs on a draw.
static void find_gap(struct builder *b, const struct check *c, uint32_t sheet)
{
    const struct sheet *s = &b->p->sheets.at[sheet];
    struct gap gap = {b->p->forms.at[s->form].names.at[c->meter].text, sheet, c->input};
    bool varies = true;
    for (uint32_t m = 1; m <= b->l->months && varies; m++) {
        struct val v;
        if (!unroll_formula(b->u, c->formula, sheet, NO_WORKLOAD, m, &v, &varies))
            b->ok = false;
        if (val_is_number(v) && val_double(v) != 0) continue;
        VEC_PUSH(b->arena, &b->l->tallies[s->option].gaps, gap);
        return;
    }
}

// What serves and has no such meter leaves its total open.
static void find_unmetered(struct builder *b, uint32_t sheet)
{
    static const char *const meters[] = {"energy", "emissions", "emissions_market",
                                         "emissions_embodied", "water"};
    const struct sheet *s = &b->p->sheets.at[sheet];
    const struct form *f = &b->p->forms.at[s->form];
    for (size_t i = 0; i < COUNT_OF(meters) && f->serves && s->workload_count; i++) {
        uint32_t name = form_find(f, str_of(meters[i]));
        if (name != NO_NAME && f->names.at[name].kind == NAME_METER) continue;
        struct gap gap = {str_of(meters[i]), sheet, NO_NAME};
        VEC_PUSH(b->arena, &b->l->tallies[s->option].gaps, gap);
    }
}

static void run_check(struct builder *b, const struct check *c, uint32_t sheet)
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

static void build_sheet(struct builder *b, uint32_t sheet)
{
    const struct sheet *s = &b->p->sheets.at[sheet];
    const struct form *f = &b->p->forms.at[s->form];
    for (uint32_t i = 0; i < f->names.count; i++) {
        const struct name *n = &f->names.at[i];
        if (n->kind != NAME_COST && n->kind != NAME_METER) continue;
        uint32_t count = n->per_workload ? s->workload_count : 1;
        for (uint32_t k = 0; k < count; k++) {
            uint32_t row = s->row_of[i] + k;
            bool ok = n->kind == NAME_COST ? build_line(b, row)
                                           : build_meter(b, &b->l->tallies[s->option], row);
            b->ok = ok && b->ok;
        }
    }
    for (uint32_t i = 0; i < f->checks.count; i++) {
        const struct check *c = &f->checks.at[i];
        if (c->meter == NO_NAME)
            run_check(b, c, sheet);
        else
            find_gap(b, c, sheet);
    }
    find_unmetered(b, sheet);
}

// ---- options -----------------------------------------------------------------------------------

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
        struct val *to = is_dated(&line->name->cost) ? t->dated : t->operating;
        for (uint32_t m = 0; m <= b->l->months; m++) {
            add_to(b, to, m, line->billed[m]);
            add_to(b, effective, m, line->effective[m]);
        }
    }
    t->effective = sum_columns(b, effective);
    if (!b->l->discounted) return;
    t->npv =
        apply(b, OP_ADD, worth(b, t->dated, 0), worth(b, t->operating, shift_of(b->p->timing)));
}

static void tally_option(struct builder *b, uint32_t option)
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
    if (b->l->discounted) t->worth_of_tokens = worth(b, all, shift_of(b->p->timing));
    t->infeasible = val_number(0);
    find_unserved(b, option, t);
    find_lacking(b, option, t);
}

// Is a row a value that the scenario states, of an input that may have bounds?
static bool is_stated(const struct program *p, uint32_t row)
{
    const struct row *r = &p->rows.at[row];
    return !row_is_share(r) && r->given && r->formula && row_name(p, row)->kind == NAME_INPUT;
}

static bool has_bounds(const struct program *p, uint32_t row)
{
    const struct name *n = row_name(p, row);
    return n->has_min || n->has_max;
}

// Whatever the scenario states lies within its bounds, even what no line needs. `alone`: only
// what needs nothing else.
static void check_stated(struct unroll *u, bool alone)
{
    const struct program *p = u->program;
    struct val unused;
    for (uint32_t row = 0; row < p->rows.count && !u->uncertain; row++) {
        if (!is_stated(p, row)) continue;
        if (alone && !has_bounds(p, row)) continue;
        if (alone && !ast_is_closed(&p->asts, p->rows.at[row].formula)) continue;
        for (uint32_t m = 1; m <= p->months && unroll_cell(u, row, m, &unused); m++)
            if (u->cells[row].state == CELL_CONSTANT) break;
        if (!u->cells[row].failed) unroll_judge_beyond(u, row);
    }
}

void ledger_judge_stated(struct unroll *u)
{
    const struct program *p = u->program;
    struct builder b = {.u = u, .p = p, .g = u->graph, .arena = u->arena, .ok = true};
    uint32_t rate = p->discount_rate;
    struct val unused;
    check_stated(u, true);
    if (rate != NO_NAME && p->rows.at[rate].formula &&
        ast_is_closed(&p->asts, p->rows.at[rate].formula))
        yearly_rate(&b, rate, "the discount rate", &unused);
}

static bool keep_rate(struct builder *b, uint32_t row, const char *what, struct ledger_rate *r)
{
    r->known = row != NO_NAME;
    r->value = val_number(0);
    return !r->known || yearly_rate(b, row, what, &r->value);
}

// A number that is known without a draw and differs from what it should be.
static bool differs(struct val found, struct val wanted)
{
    if (!val_is_number(found) || !val_is_number(wanted)) return false;
    return fabs(val_double(found) - val_double(wanted)) > 1e-9;
}

static bool check_weights(struct builder *b)
{
    const struct program *p = b->p;
    struct val equity, debt;
    char sum[NUM_TEXT];
    if (p->equity_weight == NO_NAME || p->debt_weight == NO_NAME) return true;
    if (!unroll_cell(b->u, p->equity_weight, 1, &equity) ||
        !unroll_cell(b->u, p->debt_weight, 1, &debt))
        return false;
    struct val both = apply(b, OP_ADD, equity, debt);
    if (!differs(both, val_number(1))) return true;
    num_write_tidy(sum, val_double(both));
    return diag_fail(p->diags, row_origin(p, p->debt_weight).where, DIAG_OUT_OF_RANGE,
                     "the weights of equity and debt add up to %s, not to 1", sum);
}

// A real rate beside inflation and a discount rate from elsewhere: they may not contradict.
static bool check_real_rate(struct builder *b)
{
    const struct program *p = b->p;
    struct val real, one = val_number(1);
    char rate[NUM_TEXT];
    if (p->real_rate == NO_NAME || p->discounted_by == RATE_IS_REAL) return true;
    struct val inflation;
    if (!yearly_rate(b, p->real_rate, "the real rate", &real) ||
        !yearly_rate(b, p->inflation, "inflation beside a real rate", &inflation))
        return false;
    struct val nominal =
        apply(b, OP_MUL, apply(b, OP_ADD, one, real), apply(b, OP_ADD, one, inflation));
    nominal = apply(b, OP_SUB, nominal, one);
    if (!differs(b->rate, nominal)) return true;
    num_write_tidy(rate, num_round(val_double(nominal) * 100, 9));
    diag_fail(p->diags, row_origin(p, p->real_rate).where, DIAG_OUT_OF_RANGE,
              "the discount rate contradicts the real rate and inflation, which make it %s "
              "%%/year",
              rate);
    diag_help(p->diags, "leave one of them out: (1 + nominal) = (1 + real) * (1 + inflation)");
    return false;
}

static bool keep_inflation(struct builder *b)
{
    struct val year = val_number(12 * unroll_month_seconds(b->u));
    uint32_t row = b->p->inflation;
    if (row == NO_NAME) return true;
    b->l->inflation = columns(b);
    for (uint32_t m = 1; m <= b->l->months; m++) {
        struct val *rate = &b->l->inflation[m];
        if (!unroll_cell(b->u, row, m, rate)) return false;
        *rate = apply(b, OP_MUL, *rate, year);
        if (val_is_number(*rate) && val_double(*rate) <= -1)
            return diag_fail(b->p->diags, row_origin(b->p, row).where, DIAG_OUT_OF_RANGE,
                             "inflation is at or below -100 %% a year");
    }
    return true;
}

static bool keep_rates(struct builder *b)
{
    const struct program *p = b->p;
    struct ledger *l = b->l;
    bool ok = keep_inflation(b);
    ok = keep_rate(b, p->finance_rate, "the finance rate", &l->finance) && ok;
    ok = keep_rate(b, p->reinvest_rate, "the reinvestment rate", &l->reinvest) && ok;
    ok = keep_rate(b, p->cost_of_equity, "the cost of equity", &l->equity) && ok;
    l->discount = (struct ledger_rate){l->discounted, b->rate};
    return check_weights(b) && ok && check_real_rate(b);
}

bool ledger_build(struct unroll *u, struct ledger *l)
{
    const struct program *p = u->program;
    *l = (struct ledger){.months = p->months};
    struct builder b = {.u = u, .p = p, .g = u->graph, .arena = u->arena, .l = l, .ok = true};
    l->tallies = ARENA_ARRAY(u->arena, struct tally, p->options.count);
    l->discounted = p->discount_rate != NO_NAME;
    b.charged = p->cost_of_capital != NO_NAME;
    b.zeros = columns(&b);
    b.input = form_find(&p->forms.at[0], STR("w.input"));
    b.output = form_find(&p->forms.at[0], STR("w.output"));
    b.rate = b.charge_rate = val_number(0);
    const char *discount = p->discounted_by == RATE_IS_REAL
                               ? "the discount rate, from the real rate and inflation,"
                               : "the discount rate";
    if (l->discounted) b.ok = yearly_rate(&b, p->discount_rate, discount, &b.rate);
    if (b.charged)
        b.ok =
            yearly_rate(&b, p->cost_of_capital, "the cost of capital", &b.charge_rate) && b.ok;
    b.ok = keep_rates(&b) && b.ok;
    check_stated(u, false);
    if (u->failed) return false;  // a value out of its bounds breaks more than itself
    for (uint32_t i = 0; i < p->options.count; i++) {
        const struct option *o = &p->options.at[i];
        l->tallies[i].first_line = l->lines.count;
        for (uint32_t s = 0; s < o->sheet_count; s++)
            build_sheet(&b, o->first_sheet + s);
        l->tallies[i].line_count = l->lines.count - l->tallies[i].first_line;
        tally_option(&b, i);
    }
    if (u->graph->full)
        return diag_fail(p->diags, SPAN_NONE, DIAG_TOO_LARGE,
                         "the computation needs more than %d operations", GRAPH_NODES);
    return b.ok && !u->failed;
}

const struct meter *ledger_find_meter(const struct tally *t, const char *name)
{
    for (uint32_t i = 0; i < t->meters.count; i++)
        if (str_is(t->meters.at[i].name, name)) return &t->meters.at[i];
    return NULL;
}

bool ledger_knows_meter(const struct tally *t, const char *name)
{
    for (uint32_t i = 0; i < t->gaps.count; i++)
        if (str_is(t->gaps.at[i].meter, name)) return false;
    return ledger_find_meter(t, name) != NULL;
}

struct val ledger_meter(const struct tally *t, const char *name)
{
    const struct meter *m = ledger_find_meter(t, name);
    return m ? m->total : val_number(0);
}
