// amortised.c - the amortised view of an option: running costs in the month that causes them, capex
// over its life. See engine/ledger.h.
#include "workbook/money_int.h"

#include "base/num.h"
#include "engine/kernel.h"

struct life {
    struct place place;
    struct str months;
    double number;
};

static struct life life_of(struct builder *b, const struct line *line)
{
    struct life l = {.place = money_place(b, line->row), .number = val_double(line->life)};
    struct expr e = formula_eval(&l.place, line->name->cost.life);
    l.months = expr_in(&l.place, e, formula_month(&l.place), RANK_PRODUCT);
    return l;
}

// The cell of a line in the month that causes it, in money of one.
struct str amortised_caused(struct builder *b, struct place *t, uint32_t amount)
{
    struct quantity *q = plan_at(b->p, amount);
    return expr_in(t, expr_of(money_mark(b, MARK_CELL, amount), q->scale, RANK_ATOM), 1,
                   RANK_TEST);
}

// ---- over the months to come -------------------------------------------------------------------

static double yearly_share(const struct plan *p, double months)
{
    const struct program *g = p->program;
    struct val rate;
    struct session *s = p->session;
    if (!unroll_cell(&s->unroll, g->cost_of_capital, 1, &rate)) return 0;
    double r = val_double(rate) * 12 * g->units.hours_per_month * 3600;
    return val_double(finance_payment(&s->graph, val_number(r), val_number(months / 12),
                                      val_number(1), val_number(0), val_number(0)));
}

// What of one unit of cost falls into each month of its life.
static const double *shares_by_age(struct plan *p, const struct life *l, bool charged)
{
    double *share = money_zeros(p), yearly = charged ? yearly_share(p, l->number) : 0;
    for (uint32_t m = 1; m <= p->program->months; m++) {
        double part = kernel_max(0, kernel_min(1, l->number - (m - 1)));
        share[m] = charged ? part * yearly / 12 : part / l->number;
    }
    return share;
}

// A line by age of them; one for all costs of an option that live as long.
static uint32_t add_shares(struct builder *b, struct life *l, bool charged)
{
    struct plan *p = b->p;
    struct str month = expr_month(&l->place);
    struct str part =
        str_format(p->arena, "MAX(0,MIN(1,%.*s-(%.*s-1)))", STR_ARG(l->months), STR_ARG(month));
    struct str year = expr_number(&l->place, 12, "months in a year");
    struct str text =
        charged ? str_format(p->arena, "%.*s*PMT(%.*s,%.*s/%.*s,-1)/%.*s", STR_ARG(part),
                             STR_ARG(money_rate(b, p->program->cost_of_capital)),
                             STR_ARG(l->months), STR_ARG(year), STR_ARG(year))
                : str_format(p->arena, "%.*s/(%.*s)", STR_ARG(part), STR_ARG(l->months));
    const struct page *page = &p->pages.at[b->page];
    for (uint32_t i = 0; i < page->quantities.count; i++)
        if (str_eq(plan_at(p, page->quantities.at[i])->template, text))
            return page->quantities.at[i];
    struct quantity q = {.label = STR("by age: share of a cost"), .template = text};
    q.unit = STR("1");
    q.values = shares_by_age(p, l, charged);
    q.folded = true;
    return plan_own(p, b->page, q);
}

static struct str forward(struct builder *b, const struct line *line, uint32_t amount,
                          bool charged)
{
    struct life l = life_of(b, line);
    uint32_t shares = add_shares(b, &l, charged);
    double scale = plan_at(b->p, amount)->scale;
    struct str text = str_format(
        b->p->arena, "SUMPRODUCT(%.*s,SUMIF(%.*s,%.*s-%.*s+1,%.*s))",
        STR_ARG(money_mark(b, MARK_UNTIL, amount)), STR_ARG(money_mark(b, MARK_MONTHS, 0)),
        STR_ARG(expr_month(&l.place)), STR_ARG(money_mark(b, MARK_MONTHS_UNTIL, 0)),
        STR_ARG(money_mark(b, MARK_ALL, shares)));
    return expr_in(&l.place, expr_of(text, scale, RANK_ATOM), 1, RANK_TEST);
}

// Months of life behind the last month, as shares of it.
struct str amortised_after(struct builder *b, const struct line *line, uint32_t amount)
{
    struct plan *p = b->p;
    struct life l = life_of(b, line);
    struct str all = money_mark(b, MARK_ALL, amount), months = money_mark(b, MARK_MONTHS, 0);
    struct str end = money_mark(b, MARK_CELL, p->months);
    struct str text = str_format(
        p->arena, "SUMPRODUCT(%.*s,(%.*s>%.*s+1-(%.*s))*(%.*s-(%.*s+1)+%.*s))/(%.*s)",
        STR_ARG(all), STR_ARG(months), STR_ARG(end), STR_ARG(l.months), STR_ARG(months),
        STR_ARG(end), STR_ARG(l.months), STR_ARG(l.months));
    double scale = plan_at(p, amount)->scale;
    return expr_in(&l.place, expr_of(text, scale, RANK_PRODUCT), 1, RANK_PRODUCT);
}

// ---- over the months before --------------------------------------------------------------------

static struct str backward(struct builder *b, const struct line *line, uint32_t amount)
{
    struct plan *p = b->p;
    struct life l = life_of(b, line);
    double *parts = money_zeros(p);
    for (uint32_t m = 1; m <= p->program->months; m++)
        parts[m] =
            val_double(line->amount[m]) / kernel_max(1, kernel_min(m - 1, num_floor(l.number)));
    struct str month = expr_month(&l.place), near = money_mark(b, MARK_CELL, p->tolerance);
    struct str whole = str_format(p->arena, "INT(%.*s+%.*s)", STR_ARG(l.months), STR_ARG(near));
    struct quantity q = {.label = STR("a month's part of what is fetched"), .values = parts};
    q.unit = b->currency;
    q.folded = true;
    q.style = LOOK_MONEY;
    q.template = str_format(p->arena, "%.*s/MAX(1,MIN(%.*s-1,%.*s))",
                            STR_ARG(amortised_caused(b, &l.place, amount)), STR_ARG(month),
                            STR_ARG(whole));
    uint32_t part = plan_own(p, b->page, q);
    struct str months = money_mark(b, MARK_MONTHS, 0);
    return str_format(p->arena,
                      "IF(%.*s=1,%.*s,0)+SUMIFS(%.*s,%.*s,\">\"&%.*s,%.*s,\"<=\"&(%.*s+%.*s))",
                      STR_ARG(month), STR_ARG(money_mark(b, MARK_CELL, part)),
                      STR_ARG(money_mark(b, MARK_ALL, part)), STR_ARG(months), STR_ARG(month),
                      STR_ARG(months), STR_ARG(month), STR_ARG(whole));
}

// ---- the page ----------------------------------------------------------------------------------

static struct str by_row(struct builder *b, const struct line *line, uint32_t formula,
                         struct place *t)
{
    t->at.workload = b->p->program->rows.at[line->row].workload;
    return expr_in(t, formula_eval(t, formula), 1, RANK_TEST);
}

static struct str template_of(struct builder *b, const struct line *line, struct place *t,
                              bool charged)
{
    const struct cost *c = &line->name->cost;
    uint32_t amount = plan_row(b->p, line->row, NO_NAME);
    bool lives = !val_is(line->life, 0);
    switch (c->amortise) {
    case AMORTISE_AFTER:
    case AMORTISE_NEVER: return STR("0");
    case AMORTISE_ROW: return by_row(b, line, c->wear, t);
    case AMORTISE_FORWARD:
        if (lives) return forward(b, line, amount, charged);
        break;
    case AMORTISE_BACKWARD:
        if (lives) return backward(b, line, amount);
        break;
    }
    return amortised_caused(b, t, amount);
}

void amortised_book(struct builder *b, uint32_t line, enum book_part part, struct quantity *q)
{
    const struct line *x = &b->p->session->ledger.lines.at[line];
    uint32_t same = b->p->effective[line];
    struct place t = money_place(b, x->row);
    if (part != BOOK_PARTS)
        q->template = by_row(b, x, x->name->cost.books[part], &t);
    else if (same != NO_NAME && b->p->program->cost_of_capital == NO_NAME)
        q->template = money_mark(b, MARK_CELL, same);
    else
        q->template = template_of(b, x, &t, false);
    q->reason = t.reason;
}

// The lines stand below each other, behind what helps them.
static struct quantity line_of(struct builder *b, const struct line *line)
{
    struct plan *p = b->p;
    struct place t = money_place(b, line->row);
    struct quantity q = {.amounts = line->effective, .total = true};
    q.label = row_address(p->arena, p->program, line->row);
    q.template = template_of(b, line, &t, p->program->cost_of_capital != NO_NAME);
    q.reason = t.reason;
    if (t.reason.len) q.template = STR_NONE;
    q.unit = b->currency;
    q.style = LOOK_MONEY;
    q.remark = line->name->cost.category;
    return q;
}

static void add_hours(struct builder *b, uint32_t all)
{
    struct money_option *o = &b->p->options[b->option];
    double hours = val_double(ledger_meter(b->tally, "gpu_hours")) / 3600;
    if (o->figure[MONEY_GPU_HOURS] == NO_NAME || hours <= 0) return;
    struct str per = money_mark(b, MARK_CELL, o->figure[MONEY_GPU_HOURS]);
    struct str text = str_format(b->p->arena, "IF(%.*s>0,%.*s/%.*s,0)", STR_ARG(per),
                                 STR_ARG(money_mark(b, MARK_CELL, all)), STR_ARG(per));
    money_figure(b, MONEY_PER_GPU_HOUR, text, val_double(b->tally->effective) / hours);
}

static void add_sum(struct builder *b, struct quantity *lines, const uint32_t *of,
                    uint32_t count)
{
    struct plan *p = b->p;
    double *sum = money_zeros(p);
    struct str text = STR("0");
    uint32_t first = 0, last = 0;
    for (uint32_t i = 0; i < count; i++) {
        p->effective[of[i]] = last = plan_own(p, b->page, lines[i]);
        if (i == 0) first = last;
        for (uint32_t m = 0; m <= p->program->months; m++)
            sum[m] += val_double(lines[i].amounts[m]);
    }
    if (count)
        text = STR_JOINED(p->arena, STR("SUM("), money_mark(b, MARK_CELL, first), STR(":"),
                          money_mark(b, MARK_CORNER, last), STR(")"));
    uint32_t line = money_line(b, STR("Amortised cost"), text, sum, LOOK_SUM);
    plan_at(p, line)->opening = false;
    p->options[b->option].lines.amortised = line;
    add_hours(b, money_figure(b, MONEY_AMORTISED, money_whole(b, line),
                              val_double(b->tally->effective)));
}

void amortised_plan(struct builder *b)
{
    struct plan *p = b->p;
    struct str name = p->program->options.at[b->option].name;
    struct quantity *lines = ARENA_ARRAY(p->arena, struct quantity, b->tally->line_count);
    uint32_t *of = ARENA_ARRAY(p->arena, uint32_t, b->tally->line_count), count = 0;
    b->page =
        plan_page(p, PAGE_OPTION, b->option, STR_JOINED(p->arena, name, STR(" amortised")));
    for (uint32_t i = 0; i < b->tally->line_count; i++) {
        const struct line *line = &p->session->ledger.lines.at[b->tally->first_line + i];
        enum cost_class class = line->name->cost.class;
        if (class != CLASS_CAPEX && class != CLASS_OPEX) continue;
        of[count] = b->tally->first_line + i;
        lines[count++] = line_of(b, line);
    }
    add_sum(b, lines, of, count);
}
