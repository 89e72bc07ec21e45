// checks.c - the page of checks: sums that must agree, and what models warn of.
#include "workbook/money_int.h"

#include "lang/show.h"

#include <string.h>

// 1 where two figures differ by more than rounding explains.
static uint32_t add_fault(struct builder *b, const char *what, struct str x, struct str y)
{
    struct plan *p = b->p;
    struct place t = {.plan = p, .owner = NO_NAME};
    double *none = ARENA_NEW(p->keep, double);
    struct quantity q = {.values = none, .fixed = true, .unit = STR("1"), .style = LOOK_FAULTS};
    q.label =
        str_format(p->arena, "%.*s: %s", STR_ARG(p->program->options.at[b->option].name), what);
    q.template = str_format(
        p->arena, "IF(ABS(%.*s-(%.*s))<=%.*s*(1+ABS(%.*s)),0,1)", STR_ARG(x), STR_ARG(y),
        STR_ARG(expr_number(&t, 1e-9, "differences of sums of this share are rounding")),
        STR_ARG(x));
    q.remark = STR("0: they agree");
    return plan_own(p, b->page, q);
}

static struct str figure(struct builder *b, enum money_figure f)
{
    return money_mark(b, MARK_CELL, b->p->options[b->option].figure[f]);
}

// Books against cash, which they reach by other ways. Returns the last.
static uint32_t add_book_faults(struct builder *b, struct str total)
{
    struct plan *p = b->p;
    const struct money_option *o = &p->options[b->option];
    struct str cash = total, cost = money_whole(b, o->books.cost);
    if (o->lines.financing != NO_NAME)
        cash = STR_JOINED(p->arena, cash, STR("+"), money_whole(b, o->lines.financing));
    struct text over_life = {.arena = p->arena};
    text_addf(&over_life, "%.*s+%.*s", STR_ARG(cost),
              STR_ARG(money_mark(b, MARK_CELL, o->books.after)));
    if (o->books.lent != NO_NAME)
        text_addf(&over_life, "+%.*s", STR_ARG(money_whole(b, o->books.lent)));
    struct str so_far =
        formula_mark(p->arena, MARK_MONTH_CELL, o->books.cash_so_far, (int)p->program->months);
    add_fault(b, "cost in the books and balances make cash", cash, so_far);
    add_fault(b, "cost in the books, what comes after the horizon and what is lent make cash",
              cash, text_str(&over_life));
    return add_fault(b, "years make the cost in the books", cost,
                     money_whole(b, o->books.year));
}

// They stand below each other; returns the first.
static uint32_t add_faults(struct builder *b, uint32_t *last)
{
    struct arena *a = b->p->arena;
    const struct money_option *o = &b->p->options[b->option];
    struct str total = figure(b, MONEY_TOTAL);
    uint32_t first =
        add_fault(b, "capex and opex make the total", total,
                  STR_JOINED(a, figure(b, MONEY_CAPEX), STR("+"), figure(b, MONEY_OPEX)));
    add_fault(b, "money of a day and running money make the total", total,
              STR_JOINED(a, money_whole(b, o->lines.dated), STR("+"),
                         money_whole(b, o->lines.running)));
    *last = add_fault(b, "years make the total", total, money_whole(b, o->year));
    if (o->books.cost != NO_NAME) *last = add_book_faults(b, total);
    return first;
}

// {lack} is the figure of a month in messages: here it says which row has it.
static struct str sentence_of(struct plan *p, struct str sentence)
{
    struct text t = {.arena = p->arena};
    for (size_t i = 0; i < sentence.len; i++) {
        char c = sentence.at[i];
        text_add_char(&t, c == '{' ? '(' : c == '}' ? ')' : c);
    }
    return text_str(&t);
}

// A line with 1 in the months in which it holds.
static void add_check(struct builder *b, uint32_t sheet, const struct check *c)
{
    struct plan *p = b->p;
    struct place t = {.plan = p, .owner = NO_NAME};
    t.at = (struct quantity_key){QUANTITY_PART, 0, sheet, NO_WORKLOAD, 0, NO_NAME, 0};
    struct expr e = formula_eval(&t, c->formula);
    if (t.reason.len == 0 && !memchr(e.text.at, '\001', e.text.len)) return;  // it can't hold
    struct quantity q = {.key = {QUANTITY_CHECK, c->formula, sheet, NO_WORKLOAD, 0, NO_NAME, 0},
                         .unit = STR("1"),
                         .total = true,
                         .style = LOOK_FAULTS};
    q.label = str_format(p->arena, "%.*s: %.*s", STR_ARG(p->program->sheets.at[sheet].address),
                         STR_ARG(sentence_of(p, c->sentence)));
    struct str test =
        e.test ? e.text : STR_JOINED(p->arena, expr_text(&t, e, RANK_SUM), STR("<>0"));
    q.template = t.reason.len ? STR_NONE : str_format(p->arena, "IF(%.*s,1,0)", STR_ARG(test));
    q.reason = t.reason;
    q.remark = str_format(p->arena, "1 where %.*s",
                          STR_ARG(formula_show(p->arena, p->program, c->formula)));
    plan_own(p, b->page, q);
}

void checks_plan(struct builder *b)
{
    struct plan *p = b->p;
    const struct program *g = p->program;
    uint32_t first = 0, last = 0;
    b->page = p->checks;
    for (b->option = 0; b->option < g->options.count; b->option++) {
        uint32_t own = add_faults(b, &last);
        if (b->option == 0) first = own;
    }
    double *none = ARENA_NEW(p->keep, double);
    struct quantity all = {.values = none, .fixed = true, .unit = STR("1")};
    all.label = STR("Faults");
    all.style = LOOK_FAULTS;
    all.template = STR_JOINED(p->arena, STR("SUM("), money_mark(b, MARK_CELL, first), STR(":"),
                              money_mark(b, MARK_CORNER, last), STR(")"));
    p->faults = plan_own(p, b->page, all);
    for (uint32_t s = 1; s < g->sheets.count; s++) {
        const struct form *f = &g->forms.at[g->sheets.at[s].form];
        for (uint32_t i = 0; i < f->checks.count; i++)
            if (f->checks.at[i].meter == NO_NAME) add_check(b, s, &f->checks.at[i]);
    }
}
