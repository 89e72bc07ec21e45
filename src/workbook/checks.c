// checks.c - the page of checks: what models refuse, what they warn of, and sums that must agree.
#include "workbook/money_int.h"

#include "lang/show.h"

#include <string.h>

// 1 where two figures differ by more than rounding explains.
static uint32_t add_equality(struct builder *b, struct str label, struct str x, struct str y)
{
    struct plan *p = b->p;
    struct place t = {.plan = p, .owner = NO_NAME};
    double *none = ARENA_NEW(p->keep, double);
    struct quantity q = {.values = none, .fixed = true, .unit = STR("1"), .style = LOOK_FAULTS};
    q.label = label;
    q.template = str_format(
        p->arena, "IF(ABS(%.*s-(%.*s))<=%.*s*(1+ABS(%.*s)),0,1)", STR_ARG(x), STR_ARG(y),
        STR_ARG(expr_number(&t, 1e-9, "differences of sums of this share are rounding")),
        STR_ARG(x));
    q.remark = STR("0: they agree");
    return plan_own(p, b->page, q);
}

static uint32_t add_fault(struct builder *b, const char *what, struct str x, struct str y)
{
    struct str option = b->p->program->options.at[b->option].name;
    return add_equality(b, str_format(b->p->arena, "%.*s: %s", STR_ARG(option), what), x, y);
}

// What a rate of equity and debt rests on; see ledger_rates.c.
static uint32_t add_weights(struct builder *b)
{
    struct plan *p = b->p;
    struct place t = {.plan = p, .owner = NO_NAME};
    struct str both = STR_JOINED(
        p->arena, money_mark(b, MARK_CELL, plan_row(p, p->program->equity_weight, NO_NAME)),
        STR("+"), money_mark(b, MARK_CELL, plan_row(p, p->program->debt_weight, NO_NAME)));
    return add_equality(b, STR("the weights of equity and debt make 1"),
                        expr_number(&t, 1, "the whole that weights make"), both);
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

// Does a check of which nothing follows inputs hold?
static bool holds_always(struct plan *p, uint32_t sheet, const struct check *c)
{
    struct val v;
    bool varies;
    return unroll_formula(&p->session->unroll, c->formula, sheet, NO_WORKLOAD, 1, &v,
                          &varies) &&
           val_is_number(v) && val_double(v) != 0;
}

// Checks below each other, NO_NAME where there are none, and how many of them hold in a month at
// least.
struct checks {
    uint32_t first, last, hold;
};

static bool holds(struct plan *p, uint32_t check)
{
    double value;
    for (uint32_t m = 1; m <= p->program->months; m++)
        if (plan_value(p, check, m, &value) && value != 0) return true;
    return false;
}

// A line with 1 in the months in which it holds.
static void add_check(struct builder *b, uint32_t sheet, const struct check *c,
                      struct checks *among)
{
    struct plan *p = b->p;
    struct place t = {.plan = p, .owner = NO_NAME};
    t.at = (struct quantity_key){QUANTITY_PART, 0, sheet, NO_WORKLOAD, 0, NO_NAME, 0};
    struct expr e = formula_eval(&t, c->formula);
    bool settled = t.reason.len == 0 && !memchr(e.text.at, '\001', e.text.len);
    if (settled && !holds_always(p, sheet, c)) return;
    struct quantity q = {.key = {QUANTITY_CHECK, c->formula, sheet, NO_WORKLOAD, 0, NO_NAME, 0},
                         .unit = STR("1"),
                         .total = true,
                         .style = c->is_error ? LOOK_FAULTS : LOOK_WARNINGS};
    q.label = str_format(p->arena, "%s: %.*s: %.*s", c->is_error ? "error" : "warning",
                         STR_ARG(p->program->sheets.at[sheet].address),
                         STR_ARG(sentence_of(p, c->sentence)));
    struct str test =
        e.test ? e.text : STR_JOINED(p->arena, expr_text(&t, e, RANK_SUM), STR("<>0"));
    q.template = settled        ? STR("1")
                 : t.reason.len ? STR_NONE
                                : str_format(p->arena, "IF(%.*s,1,0)", STR_ARG(test));
    q.reason = t.reason;
    q.remark = str_format(p->arena, "1 where %.*s",
                          STR_ARG(formula_show(p->arena, p->program, c->formula)));
    among->last = plan_own(p, b->page, q);
    if (among->first == NO_NAME) among->first = among->last;
    among->hold += holds(p, among->last);
}

// Those of the models of an option that are errors, or that are warnings.
static void add_checks(struct builder *b, bool errors, struct checks *among)
{
    const struct program *g = b->p->program;
    const struct option *o = &g->options.at[b->option];
    for (uint32_t s = o->first_sheet; s < o->first_sheet + o->sheet_count; s++) {
        const struct form *f = &g->forms.at[g->sheets.at[s].form];
        for (uint32_t i = 0; i < f->checks.count; i++) {
            const struct check *c = &f->checks.at[i];
            if (c->meter == NO_NAME && c->is_error == errors) add_check(b, s, c, among);
        }
    }
}

static void set_count(struct builder *b, uint32_t count, const struct checks *of)
{
    double *value = ARENA_NEW(b->p->keep, double);
    if (of->first == NO_NAME) return;
    *value = of->hold;
    plan_at(b->p, count)->values = value;
    plan_set_template(b->p, count,
                      STR_JOINED(b->p->arena, STR("COUNTIF("),
                                 money_mark(b, MARK_TOTAL, of->first), STR(":"),
                                 money_mark(b, MARK_TOTAL_CORNER, of->last), STR(",\">0\")")));
}

static void set_sum(struct builder *b, uint32_t sum, uint32_t first, uint32_t last)
{
    plan_set_template(b->p, sum,
                      STR_JOINED(b->p->arena, STR("SUM("), money_mark(b, MARK_CELL, first),
                                 STR(":"), money_mark(b, MARK_CORNER, last), STR(")")));
}

// Its formula comes when all checks are there; without any it stays 0.
static uint32_t add_count(struct builder *b, const char *label, enum quantity_style style)
{
    struct quantity q = {.values = ARENA_NEW(b->p->keep, double), .fixed = true};
    q.label = str_of(label);
    q.template = STR("0");
    q.unit = STR("1");
    q.style = style;
    return plan_own(b->p, b->p->checks, q);
}

void checks_begin(struct builder *b)
{
    struct plan *p = b->p;
    p->failed = add_count(b, "Sums that do not agree, and errors", LOOK_FAULTS);
    p->faults = add_count(b, "Sums that do not agree", LOOK_FAULTS);
    p->errors = add_count(b, "Errors of models: tco refuses these inputs", LOOK_FAULTS);
    p->warnings = add_count(b, "Warnings of models", LOOK_WARNINGS);
}

void checks_begin_option(struct builder *b)
{
    struct plan *p = b->p;
    b->page = p->checks;
    uint32_t q = money_figure(b, MONEY_ERRORS, STR("0"), 0);
    plan_at(p, q)->label =
        STR_JOINED(p->keep, p->program->options.at[b->option].name, STR(": errors"));
}

void checks_plan(struct builder *b)
{
    struct plan *p = b->p;
    uint32_t count = p->program->options.count, first = 0, last = 0;
    struct checks warnings = {NO_NAME, NO_NAME, 0};
    b->page = p->checks;
    for (b->option = 0; b->option < count; b->option++) {
        struct checks errors = {NO_NAME, NO_NAME, 0};
        add_checks(b, true, &errors);
        set_count(b, p->options[b->option].figure[MONEY_ERRORS], &errors);
    }
    set_sum(b, p->errors, p->options[0].figure[MONEY_ERRORS],
            p->options[count - 1].figure[MONEY_ERRORS]);
    for (b->option = 0; b->option < count; b->option++)
        add_checks(b, false, &warnings);
    set_count(b, p->warnings, &warnings);
    for (b->option = 0; b->option < count; b->option++) {
        uint32_t own = add_faults(b, &last);
        if (b->option == 0) first = own;
    }
    if (p->program->equity_weight != NO_NAME && p->program->debt_weight != NO_NAME)
        last = add_weights(b);
    set_sum(b, p->faults, first, last);
    set_sum(b, p->failed, p->faults, p->errors);
}
