// statements.c - the books and the tax of an option: by month on a page of its own, by year for all.
//
// The lines are those of analysis/statement.h, in its order. Beside them stand lines by which each
// balance moves, so that a check can hold the balances against cash.
#include "workbook/money_int.h"

#include "analysis/statement.h"

#include <math.h>

struct page_of {
    struct builder *b;
    const struct statement *statement;
    uint32_t first, end;  // items of the option
    uint32_t *ids;        // by item, their quantities; NO_NAME where there is none yet
};

static const struct item *item_at(const struct page_of *g, uint32_t i)
{
    return &g->statement->items.at[i];
}

static struct session *session_of(const struct page_of *g)
{
    return g->b->p->session;
}

static const struct line *line_at(const struct page_of *g, uint32_t line)
{
    return &session_of(g)->ledger.lines.at[line];
}

static struct str cell(const struct page_of *g, uint32_t quantity)
{
    return money_mark(g->b, MARK_CELL, quantity);
}

static struct str minus(const struct page_of *g, struct str x, struct str y)
{
    return str_format(g->b->p->arena, "%.*s-(%.*s)", STR_ARG(x), STR_ARG(y));
}

// ---- lines -------------------------------------------------------------------------------------

static struct quantity money(const struct page_of *g, struct str label, const double *values)
{
    struct quantity q = {.label = label, .values = values, .unit = g->b->currency};
    q.style = LOOK_MONEY;
    return q;
}

static struct str label_of(const struct page_of *g, const struct item *i)
{
    struct plan *p = g->b->p;
    if (i->heading) return str_of(i->heading);
    return i->kind == ITEM_CATEGORY ? i->key : row_address(p->arena, p->program, i->row);
}

// A row of a model, in money of one.
static void take_row(const struct page_of *g, const struct item *i, struct quantity *q)
{
    struct place t = money_place(g->b, i->row);
    struct expr e = expr_cell(&t, plan_row(g->b->p, i->row, NO_NAME));
    q->template = expr_in(&t, e, 1, RANK_TEST);
    q->reason = t.reason;
}

static void take_line(const struct page_of *g, const struct item *i, struct quantity *q)
{
    const struct line *line = line_at(g, i->line);
    if (section_view(i->section) == VIEW_BOOK) {
        amortised_book(g->b, i->line, i->part, q);
        return;
    }
    q->template = cell(g, g->b->p->paid[i->line]);
    q->opening = line->name->cost.paid == PAID_START;
}

static struct quantity line_of(const struct page_of *g, const struct item *i)
{
    struct quantity q = money(g, label_of(g, i), i->columns);
    q.amounts = i->amounts;
    q.remark = i->line == NO_NAME ? STR_NONE : i->category;
    q.total = i->kind == ITEM_LINE;
    if (i->line == NO_NAME)
        take_row(g, i, &q);
    else
        take_line(g, i, &q);
    if (q.reason.len) q.template = STR_NONE;
    return q;
}

static struct str range(const struct page_of *g, uint32_t first, uint32_t last)
{
    return STR_JOINED(g->b->p->arena, STR("SUM("), cell(g, first), STR(":"),
                      money_mark(g->b, MARK_CORNER, last), STR(")"));
}

// The sums of items of a kind, from the section of `i` or all that stand in sums.
static struct str sum_of(const struct page_of *g, const struct item *i, enum item_kind kind)
{
    struct text out = {.arena = g->b->p->arena};
    for (uint32_t k = g->first; k < g->end; k++) {
        const struct item *x = item_at(g, k);
        bool within = i->kind == ITEM_TOTAL || x->section == i->section;
        if (x->kind != kind || !within || g->ids[k] == NO_NAME) continue;
        text_addf(&out, "%s%.*s", out.len ? "+" : "", STR_ARG(cell(g, g->ids[k])));
    }
    return out.len ? text_str(&out) : STR("0");
}

static struct quantity total_of(const struct page_of *g, const struct item *i)
{
    bool whole = i->kind == ITEM_TOTAL;
    struct quantity q = money(g, label_of(g, i), i->columns);
    q.total = true;
    q.style = LOOK_SUM;
    q.template = sum_of(g, i, whole ? ITEM_SUBTOTAL : ITEM_CATEGORY);
    q.opening = section_view(i->section) == VIEW_TAX;
    return q;
}

// The sum of the lines behind it.
static void fill_category(const struct page_of *g, uint32_t at)
{
    uint32_t last = at;
    while (last + 1 < g->end && item_at(g, last + 1)->kind == ITEM_LINE &&
           item_at(g, last + 1)->section == item_at(g, at)->section)
        last++;
    plan_set_template(g->b->p, g->ids[at], range(g, g->ids[at] + 1, g->ids[last]));
    plan_at(g->b->p, g->ids[at])->opening = section_view(item_at(g, at)->section) == VIEW_TAX;
}

static struct quantity category_of(const struct page_of *g, const struct item *i)
{
    struct quantity q = money(g, label_of(g, i), i->columns);
    q.total = true;
    q.remark = str_of(section_heading(i->section));
    return q;
}

static bool is_balance(const struct item *i)
{
    return i->kind == ITEM_BALANCE && i->row == NO_NAME;
}

// All but balances, which rest on lines of their own. Formulas are made first: what helps them stands
// above, so that lines of a category stand below each other.
static void add_items(struct page_of *g)
{
    struct plan *p = g->b->p;
    struct quantity *made = ARENA_ARRAY(p->arena, struct quantity, g->end - g->first);
    for (uint32_t i = g->first; i < g->end; i++)
        if (item_at(g, i)->row != NO_NAME) made[i - g->first] = line_of(g, item_at(g, i));
    for (uint32_t i = g->first; i < g->end; i++) {
        const struct item *x = item_at(g, i);
        if (x->kind == ITEM_MEMO || is_balance(x)) continue;
        struct quantity q = x->row != NO_NAME          ? made[i - g->first]
                            : x->kind == ITEM_CATEGORY ? category_of(g, x)
                                                       : total_of(g, x);
        g->ids[i] = plan_own(p, g->b->page, q);
    }
    for (uint32_t i = g->first; i < g->end; i++)
        if (item_at(g, i)->kind == ITEM_CATEGORY) fill_category(g, i);
}

// ---- balances ----------------------------------------------------------------------------------

// By what a balance moves: lines below each other, and their sum.
struct moves {
    uint32_t first, last;  // NO_NAME where there are none
    double *sum;
    bool opening;
};

static void add_move(const struct page_of *g, struct moves *m, uint32_t line, const char *what,
                     struct str template, const struct val *values, const struct val *less,
                     bool opening)
{
    struct plan *p = g->b->p;
    struct quantity q = money(g, STR_NONE, NULL);
    q.amounts = values;
    q.less = less;
    q.label =
        str_format(p->arena, "%.*s: %s",
                   STR_ARG(row_address(p->arena, p->program, line_at(g, line)->row)), what);
    q.template = template;
    q.folded = true;
    q.opening = opening;
    m->opening = m->opening || opening;
    m->last = plan_own(p, g->b->page, q);
    if (m->first == NO_NAME) m->first = m->last;
    for (uint32_t c = 0; c <= p->program->months; c++)
        m->sum[c] += val_double(values[c]) - (less ? val_double(less[c]) : 0);
}

// The cells of what the books hold of a line, in all its parts.
static struct str booked(const struct page_of *g, uint32_t line)
{
    struct text out = {.arena = g->b->p->arena};
    for (uint32_t i = g->first; i < g->end; i++)
        if (item_at(g, i)->line == line && g->ids[i] != NO_NAME)
            text_addf(&out, "%s%.*s", out.len ? "+" : "", STR_ARG(cell(g, g->ids[i])));
    return out.len ? text_str(&out) : STR("0");
}

static struct str caused(const struct page_of *g, uint32_t line)
{
    struct place t = money_place(g->b, line_at(g, line)->row);
    return amortised_caused(g->b, &t, plan_row(g->b->p, line_at(g, line)->row, NO_NAME));
}

static bool counts(const struct line *x)
{
    return x->name->cost.class != CLASS_RISK && x->name->cost.class != CLASS_BENEFIT;
}

// A line whose cash, cause and cost in the books are one.
static bool is_plain(const struct cost *c)
{
    return c->paid == PAID_END && !c->has_books && c->class != CLASS_CAPEX && !c->life &&
           c->amortise != AMORTISE_ROW && c->amortise != AMORTISE_AFTER;
}

enum balance { ASSETS, SOLD, AHEAD, LENT, BALANCES };

// See analysis/statement.c: which balance holds what is bought, sold or lent.
static enum balance balance_of(const struct cost *c)
{
    if (c->amortise == AMORTISE_NEVER) return LENT;
    if (c->amortise == AMORTISE_AFTER) return SOLD;
    return c->class == CLASS_CAPEX && !c->has_books ? ASSETS : AHEAD;
}

static void move_by_line(struct page_of *g, struct moves *m, enum balance balance, uint32_t i)
{
    const struct line *x = line_at(g, i);
    const struct cost *c = &x->name->cost;
    enum balance own = balance_of(c);
    struct str paid = cell(g, g->b->p->paid[i]);
    bool opening = c->paid == PAID_START;
    if (balance == LENT && own == LENT)
        add_move(g, m, i, "lent", paid, x->billed, NULL, opening);
    if (balance == SOLD && own == SOLD)
        add_move(g, m, i, "sold", caused(g, i), x->amount, NULL, false);
    if (balance == ASSETS && own == ASSETS)
        add_move(g, m, i, "bought, less depreciation", minus(g, caused(g, i), booked(g, i)),
                 x->amount, x->book, false);
    if (balance != AHEAD || own == LENT || is_plain(c)) return;
    if (own == AHEAD)
        add_move(g, m, i, "paid, less what the books charge", minus(g, paid, booked(g, i)),
                 x->billed, x->book, opening);
    else if (c->paid != PAID_END)
        add_move(g, m, i, "paid, less what is due", minus(g, paid, caused(g, i)), x->billed,
                 x->amount, opening);
}

static uint32_t add_moves(struct page_of *g, enum balance balance, const char *label)
{
    struct builder *b = g->b;
    struct moves m = {NO_NAME, NO_NAME, money_zeros(b->p), false};
    for (uint32_t i = b->tally->first_line; i < b->tally->first_line + b->tally->line_count;
         i++)
        if (counts(line_at(g, i))) move_by_line(g, &m, balance, i);
    struct quantity q = money(g, str_of(label), m.sum);
    q.template = m.first == NO_NAME ? STR("0") : range(g, m.first, m.last);
    q.opening = true;
    q.folded = true;
    return plan_own(b->p, b->page, q);
}

// What rounding alone leaves of a balance is none, beside what the books hold.
static uint32_t add_balance(struct page_of *g, const struct item *i, uint32_t moves,
                            uint32_t cost)
{
    struct plan *p = g->b->p;
    const double *by = plan_at(p, moves)->values, *size = plan_at(p, cost)->values;
    double *values = money_zeros(p), gross = 0;
    for (uint32_t m = 0; m <= p->program->months; m++) {
        gross += fabs(by[m]) + fabs(size[m]);
        values[m] = fabs(item_column(i, m)) <= EQUAL_PART * gross ? 0 : item_column(i, m);
    }
    struct str all = money_mark(g->b, MARK_THROUGH, moves);
    struct quantity q = money(g, label_of(g, i), values);
    q.template = str_format(
        p->arena,
        "IF(ABS(SUM(%.*s))<=%.*s*(SUMPRODUCT(ABS(%.*s))+SUMPRODUCT(ABS(%.*s))),0,SUM(%.*s))",
        STR_ARG(all), STR_ARG(money_mark(g->b, MARK_CELL, p->dust)), STR_ARG(all),
        STR_ARG(money_mark(g->b, MARK_THROUGH, cost)), STR_ARG(all));
    q.opening = true;
    return plan_own(p, g->b->page, q);
}

static uint32_t item_of(const struct page_of *g, const char *key)
{
    for (uint32_t i = g->first; i < g->end; i++)
        if (str_is(item_at(g, i)->key, key) && item_at(g, i)->row == NO_NAME &&
            item_at(g, i)->kind != ITEM_CATEGORY)
            return i;
    return NO_NAME;
}

// The balances, in the order of the statement, and at the end their sum.
static void add_balances(struct page_of *g)
{
    static const struct {
        const char *key, *moves;
        enum balance balance;
    } rows[] = {{"net_book_value", "Net book value moves by", ASSETS},
                {"sold", "What is sold moves by", SOLD},
                {"paid_ahead", "What is paid ahead moves by", AHEAD},
                {"lent", "What is lent moves by", LENT}};
    struct plan *p = g->b->p;
    uint32_t moves[COUNT_OF(rows)], cost = item_of(g, "cost"), at = item_of(g, "cost_so_far");
    for (size_t r = 0; r < COUNT_OF(rows); r++)
        if (item_of(g, rows[r].key) != NO_NAME)
            moves[r] = add_moves(g, rows[r].balance, rows[r].moves);
    plan_at(p, g->ids[cost])->opening = true;
    g->ids[at] = add_balance(g, item_at(g, at), g->ids[cost], g->ids[cost]);
    struct text sum = {.arena = p->arena};
    text_add(&sum, cell(g, g->ids[at]));
    for (size_t r = 0; r < COUNT_OF(rows); r++) {
        at = item_of(g, rows[r].key);
        if (at == NO_NAME) continue;
        g->ids[at] = add_balance(g, item_at(g, at), moves[r], g->ids[cost]);
        text_addf(&sum, "+%.*s", STR_ARG(cell(g, g->ids[at])));
        if (rows[r].balance == LENT) p->options[g->b->option].books.lent = moves[r];
    }
    at = item_of(g, "cash_so_far");
    struct quantity q = money(g, label_of(g, item_at(g, at)), item_at(g, at)->columns);
    q.template = text_str(&sum);
    q.opening = true;
    q.style = LOOK_SUM;
    g->ids[at] = plan_own(p, g->b->page, q);
    p->options[g->b->option].books.cost = g->ids[cost];
    p->options[g->b->option].books.cash_so_far = g->ids[at];
}

// ---- after the horizon -------------------------------------------------------------------------

// What a life leaves of each month's amount, or all that the books do not charge.
static struct str after_text(const struct page_of *g, uint32_t i)
{
    const struct line *x = line_at(g, i);
    const struct cost *c = &x->name->cost;
    struct plan *p = g->b->p;
    struct place t = money_place(g->b, x->row);
    uint32_t amount = plan_row(p, x->row, NO_NAME);
    struct str all = money_mark(g->b, MARK_ALL, amount);
    struct text out = {.arena = p->arena};
    if (c->amortise == AMORTISE_FORWARD && !c->has_books)
        return amortised_after(g->b, x, amount);
    struct expr sum = expr_of(STR_JOINED(p->arena, STR("SUM("), all, STR(")")),
                              plan_at(p, amount)->scale, RANK_ATOM);
    text_add(&out, expr_in(&t, sum, 1, RANK_SUM));
    for (uint32_t k = g->first; k < g->end; k++)
        if (item_at(g, k)->line == i)
            text_addf(&out, "-%.*s", STR_ARG(money_whole(g->b, g->ids[k])));
    return text_str(&out);
}

static bool leaves_some(const struct line *x)
{
    const struct cost *c = &x->name->cost;
    if (!counts(x) || c->amortise == AMORTISE_NEVER) return false;
    return c->has_books || c->amortise == AMORTISE_ROW || c->amortise == AMORTISE_AFTER ||
           (c->amortise == AMORTISE_FORWARD && !val_is(x->life, 0));
}

// What is left of a line, as it comes, grouped above the lines of what is left.
static uint32_t add_left(const struct page_of *g, uint32_t i)
{
    struct plan *p = g->b->p;
    double *value = ARENA_NEW(p->keep, double);
    *value = val_double(line_at(g, i)->book_after);
    struct quantity q = money(g, STR_NONE, value);
    q.label = STR_JOINED(p->arena, row_address(p->arena, p->program, line_at(g, i)->row),
                         STR(": left of it after the horizon, rounding too"));
    q.template = after_text(g, i);
    q.fixed = true;
    q.folded = true;
    return plan_own(p, g->b->page, q);
}

// The same without what rounding alone leaves.
static uint32_t add_left_rounded(const struct page_of *g, uint32_t i, uint32_t left)
{
    struct builder *b = g->b;
    struct plan *p = b->p;
    const struct line *x = line_at(g, i);
    double *value = ARENA_NEW(p->keep, double), gross = 0;
    for (uint32_t m = 1; m <= p->program->months; m++)
        gross += fabs(val_double(x->amount[m]));
    *value = val_double(x->book_after);
    if (fabs(*value) <= EQUAL_PART * gross) *value = 0;
    struct quantity q = money(g, STR_NONE, value);
    q.label = STR_JOINED(p->arena, row_address(p->arena, p->program, x->row),
                         STR(": after the horizon"));
    uint32_t amount = plan_row(p, x->row, NO_NAME);
    struct place t = money_place(b, x->row);
    struct str all = money_mark(b, MARK_ALL, amount), cell_of = money_mark(b, MARK_CELL, left);
    struct expr e = expr_of(STR_JOINED(p->arena, STR("SUMPRODUCT(ABS("), all, STR("))")),
                            plan_at(p, amount)->scale, RANK_ATOM);
    q.template = str_format(p->arena, "IF(ABS(%.*s)<=%.*s*%.*s,0,%.*s)", STR_ARG(cell_of),
                            STR_ARG(money_mark(b, MARK_CELL, p->dust)),
                            STR_ARG(expr_in(&t, e, 1, RANK_PRODUCT)), STR_ARG(cell_of));
    q.fixed = true;
    return plan_own(p, b->page, q);
}

static void add_after(struct page_of *g)
{
    struct builder *b = g->b;
    struct plan *p = b->p;
    uint32_t first = NO_NAME, last = NO_NAME, end = b->tally->first_line + b->tally->line_count;
    uint32_t *left = ARENA_ARRAY(p->arena, uint32_t, end);
    double *sum = ARENA_NEW(p->keep, double);
    for (uint32_t i = b->tally->first_line; i < end; i++)
        if (leaves_some(line_at(g, i))) left[i] = add_left(g, i);
    for (uint32_t i = b->tally->first_line; i < end; i++) {
        if (!leaves_some(line_at(g, i))) continue;
        last = add_left_rounded(g, i, left[i]);
        if (first == NO_NAME) first = last;
        *sum += plan_at(p, last)->values[0];
    }
    struct quantity q = money(g, STR("After the horizon"), sum);
    q.template = first == NO_NAME ? STR("0") : range(g, first, last);
    q.fixed = true;
    q.style = LOOK_SUM;
    p->options[b->option].books.after = plan_own(p, b->page, q);
}

// ---- by year -----------------------------------------------------------------------------------

static enum period years_of(const struct plan *p)
{
    return p->program->fiscal_start ? PERIOD_FISCAL_YEAR : PERIOD_YEAR;
}

static void add_by_year(const struct page_of *g, uint32_t i, uint32_t page)
{
    struct plan *p = g->b->p;
    const struct item *x = item_at(g, i);
    const struct quantity *of = plan_at(p, g->ids[i]);
    enum period period = years_of(p);
    struct place t = {.plan = p, .owner = NO_NAME};
    uint32_t count = period_count(p->program, period), number = p->time->period[period];
    struct item shown = *x;
    shown.columns = of->values;
    double *values = ARENA_ARRAY(p->keep, double, count + 1);
    for (uint32_t k = 0; k < count; k++)
        values[k + 1] = item_amount(p->program, &shown, period, k);
    struct quantity q = money(g, of->label, values);
    bool own = x->row != NO_NAME;  // its label has the option's name
    if (!own)
        q.label =
            str_format(p->arena, "%.*s: %.*s",
                       STR_ARG(p->program->options.at[g->b->option].name), STR_ARG(of->label));
    q.total = of->total;
    q.style = of->style;
    q.remark = str_of(section_heading(x->section));
    struct str month = expr_month(&t);
    if (x->kind == ITEM_BALANCE)
        q.template = str_format(p->arena, "INDEX(%.*s,1,COUNTIF(%.*s,\"<=\"&%.*s))",
                                STR_ARG(money_mark(g->b, MARK_ALL, g->ids[i])),
                                STR_ARG(money_mark(g->b, MARK_ALL, number)), STR_ARG(month));
    else
        q.template = str_format(p->arena, "SUMIF(%.*s,%.*s,%.*s)",
                                STR_ARG(money_mark(g->b, MARK_SUM, number)), STR_ARG(month),
                                STR_ARG(money_mark(g->b, MARK_SUM, g->ids[i])));
    uint32_t id = plan_own(p, page, q);
    if (str_is(x->key, "cost") && x->kind == ITEM_TOTAL)
        p->options[g->b->option].books.year = id;
}

static uint32_t year_page(struct plan *p, enum view view)
{
    uint32_t *at = view == VIEW_BOOK ? &p->books_by_year : &p->tax_by_year;
    enum period period = years_of(p);
    struct str by = period == PERIOD_YEAR ? STR("by year") : STR("by fiscal year");
    struct str what = view == VIEW_BOOK ? STR("Books ") : STR("Tax ");
    if (*at == NO_NAME)
        *at = plan_page(p, PAGE_PERIODS, period, STR_JOINED(p->arena, what, by));
    return *at;
}

// ---- the pages ---------------------------------------------------------------------------------

bool statements_build(struct plan *p, enum view view, struct statement *out)
{
    struct session *s = p->session;
    struct diags *diags = s->program.diags,
                 silent = {.arena = p->arena, .sources = diags->sources};
    bool failed = s->unroll.failed;
    if (view == VIEW_TAX && !s->ledger.taxed) return false;
    s->program.diags = &silent;
    bool ok = statement_build_whole(s, view, out);
    s->program.diags = diags;
    s->unroll.failed = failed;
    return ok;
}

void statements_plan(struct builder *b, const struct statement *st)
{
    struct plan *p = b->p;
    struct page_of g = {.b = b, .statement = st};
    const char *word = st->view == VIEW_BOOK ? " books" : " tax";
    while (g.first < st->items.count && item_at(&g, g.first)->option < b->option)
        g.first++;
    for (g.end = g.first; g.end < st->items.count && item_at(&g, g.end)->option == b->option;)
        g.end++;
    if (g.first == g.end) return;
    g.ids = ARENA_ARRAY(p->arena, uint32_t, st->items.count);
    for (uint32_t i = 0; i < st->items.count; i++)
        g.ids[i] = NO_NAME;
    b->page =
        plan_page(p, PAGE_OPTION, b->option,
                  STR_JOINED(p->arena, p->program->options.at[b->option].name, str_of(word)));
    add_items(&g);
    if (st->view == VIEW_BOOK) {
        add_balances(&g);
        add_after(&g);
    }
    uint32_t page = year_page(p, st->view);
    for (uint32_t i = g.first; i < g.end; i++)
        if (g.ids[i] != NO_NAME) add_by_year(&g, i, page);
}
