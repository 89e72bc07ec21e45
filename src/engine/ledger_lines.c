// ledger_lines.c - one cost row: booked to columns, and spread over its life.
#include "engine/ledger_int.h"

#include "engine/cause.h"

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
bool ledger_amounts(struct builder *b, uint32_t row, struct val **list)
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

bool ledger_build_line(struct builder *b, uint32_t row)
{
    const struct row *r = &b->p->rows.at[row];
    struct line line = {.row = row, .name = row_name(b->p, row)};
    line.option = b->p->sheets.at[r->sheet].option;
    bool ok = ledger_amounts(b, row, &line.amount);
    if (!ok || !book(b, &line, r->sheet) || !amortise(b, &line, r->sheet)) return false;
    bool cash =
        line.name->cost.class != CLASS_FINANCING;  // tax on a loan's interest is beside it
    if (cash && str_is(line.name->cost.category, "tax")) b->l->taxed = true;
    VEC_PUSH(b->arena, &b->l->lines, line);
    return true;
}
