// calcs.c - finance functions, from the templates of calcs.def.
#include "workbook/formula_int.h"

#include "base/num.h"
#include "engine/depreciation.h"

#include <math.h>

struct argument {
    struct str text;    // of a number
    struct str *items;  // of a list
    uint32_t count;
    struct str range;  // of a list that is a row: its cells in one piece
};

struct call {
    const struct calc_row *row;
    uint32_t id;
    struct argument args[CALC_PARAMS];
    double money;     // the scale of its amounts
    struct str word;  // what its word is, and which of its words that is
    int word_number;
};

// ---- arguments ---------------------------------------------------------------------------------

static double year_of(const struct place *t)
{
    return 12 * formula_month(t);
}

static struct str months_of_year(struct place *t)
{
    return expr_number(t, 12, "months in a year");
}

// The scale in which a spreadsheet's function takes an argument.
static double scale_of(const struct place *t, const struct call *c, enum calc_kind kind,
                       uint32_t arg)
{
    bool timed = plan_node(t->plan, c->id)->flags & AST_TIMED;
    double month = formula_month(t);
    if (plan_node(t->plan, arg)->flags & AST_PER_TIME) return 1 / year_of(t);
    if (calc_is_money(kind)) return c->money;
    if (timed && kind == CALC_APR) return 1 / month;
    if (timed && kind == CALC_YIELD) return 1 / year_of(t);
    return timed && kind == CALC_TERM ? month : 1;
}

static struct str number_text(struct place *t, const struct call *c, enum calc_kind kind,
                              uint32_t arg)
{
    struct expr e = formula_eval(t, arg);
    struct str text = expr_in(t, e, scale_of(t, c, kind, arg), RANK_POWER);
    bool yearly = kind == CALC_YIELD && (plan_node(t->plan, c->id)->flags & AST_TIMED);
    if (!yearly) return text;
    return str_format(t->plan->arena, "((1+%.*s)^(1/%.*s)-1)", STR_ARG(text),
                      STR_ARG(months_of_year(t)));
}

// Dates are days after the first.
static struct str date_text(struct place *t, uint32_t list, uint32_t item)
{
    double days[2] = {0, 0};
    const uint32_t ids[2] = {plan_kid(t->plan, list, 0), item};
    for (int i = 0; i < 2; i++) {
        const struct ast *n = plan_node(t->plan, ids[i]);
        days[i] = n->number;
        if (n->kind == AST_WORD) calc_date(t->plan->program->asts.words.at[n->extra], &days[i]);
    }
    if (days[0] == days[1]) return STR("0");
    return expr_number(t, days[1] - days[0], "days after a first date");
}

// A row, as the list of its months.
static void take_series(struct place *t, const struct call *c, enum calc_kind kind,
                        uint32_t arg, struct argument *out)
{
    uint32_t q = formula_series(t, arg);
    double scale = scale_of(t, c, kind, arg);
    struct expr all = expr_series(t, MARK_ALL, q);
    out->count = t->plan->program->months;
    out->items = ARENA_ARRAY(t->plan->arena, struct str, out->count);
    if (fabs(all.scale / scale - 1) < 1e-13) out->range = all.text;
    for (uint32_t m = 1; m <= out->count; m++) {
        struct str cell = formula_mark(t->plan->arena, MARK_MONTH_CELL, q, (int)m);
        out->items[m - 1] = expr_in(t, expr_of(cell, all.scale, RANK_ATOM), scale, RANK_POWER);
    }
}

static void take_list(struct place *t, const struct call *c, enum calc_kind kind, uint32_t arg,
                      struct argument *out)
{
    if (plan_node(t->plan, arg)->kind != AST_LIST) {
        take_series(t, c, kind, arg, out);
        return;
    }
    out->count = plan_node(t->plan, arg)->count;
    out->items = ARENA_ARRAY(t->plan->arena, struct str, out->count);
    for (uint32_t i = 0; i < out->count; i++) {
        uint32_t item = plan_kid(t->plan, arg, i);
        out->items[i] =
            kind == CALC_DATES ? date_text(t, arg, item) : number_text(t, c, kind, item);
    }
}

static void take_word(struct place *t, struct call *c, const struct calc_param *p, uint32_t arg)
{
    c->word =
        arg ? plan_word_of(t->plan, arg, t->at.sheet, t->at.workload) : calc_word_at(p, 0);
    c->word_number = calc_word(p, c->word);
    if (c->word_number < 0) expr_fail(t, "it turns on a word, which has no number");
}

// What a parameter is that was left out. 0 and 1 may stand in formulas.
static struct str standard(struct place *t, const struct call *c, const struct calc_param *p)
{
    double number;
    if (num_read(p->standard, &number) != NUM_OK || number == 0 || number == 1)
        return p->standard;
    struct str label = STR_JOINED(t->plan->arena, c->row->name, STR(": the usual "), p->name);
    return expr_number(t, number, str_to_c(t->plan->arena, label));
}

static void take(struct place *t, struct call *c, uint32_t i)
{
    const struct calc_param *p = &c->row->params[i];
    uint32_t arg = plan_kid(t->plan, c->id, i);
    if (p->kind == CALC_WORD)
        take_word(t, c, p, arg);
    else if (arg && calc_is_list(p->kind))
        take_list(t, c, p->kind, arg, &c->args[i]);
    else
        c->args[i].text = arg ? number_text(t, c, p->kind, arg) : standard(t, c, p);
}

// The scale of the first amount that has one.
static double money_of(struct place *t, const struct call *c)
{
    for (uint32_t i = 0; i < c->row->param_count; i++) {
        uint32_t arg = plan_kid(t->plan, c->id, i);
        enum calc_kind kind = c->row->params[i].kind;
        if (!arg || !calc_is_money(kind)) continue;
        bool list = plan_node(t->plan, arg)->kind == AST_LIST;
        for (uint32_t k = 0; k < (list ? plan_node(t->plan, arg)->count : 1); k++) {
            struct expr e = formula_eval(t, list ? plan_kid(t->plan, arg, k) : arg);
            if (!expr_fits_all(e)) return e.scale;
        }
    }
    return 1;
}

// ---- templates ---------------------------------------------------------------------------------

struct filling {
    struct place *t;
    const struct call *c;
    struct text *out;
    int item;  // inside braces; else -1
};

static void add_list(struct filling *f, const struct argument *a)
{
    if (a->range.len) {
        text_add(f->out, a->range);
        return;
    }
    for (uint32_t i = 0; i < a->count; i++)
        text_addf(f->out, "%s%.*s", i ? "," : "", STR_ARG(a->items[i]));
}

static void add_argument(struct filling *f, const struct argument *a)
{
    if (!a->items)
        text_add(f->out, a->text);
    else if (f->item >= 0)
        text_add(f->out, a->items[f->item]);
    else
        add_list(f, a);
}

// The length of the longest list.
static uint32_t items_of(const struct call *c)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < c->row->param_count; i++)
        if (c->args[i].count > count) count = c->args[i].count;
    return count;
}

// "[12 months in a year]"
static void add_convention(struct filling *f, struct str text)
{
    size_t blank = str_find(text, ' ');
    double number = 0;
    num_read(str_cut(text, 0, blank), &number);
    struct str label = str_cut(text, blank + 1, text.len);
    text_add(f->out, expr_number(f->t, number, str_to_c(f->t->plan->arena, label)));
}

static void fill(struct filling *f, struct str template);

// "{+ ..}": once for each item, joined by what stands first.
static void repeat(struct filling *f, struct str text)
{
    uint32_t count = items_of(f->c);
    for (f->item = 0; f->item < (int)count; f->item++) {
        if (f->item) text_add_char(f->out, text.at[0]);
        fill(f, str_cut(text, 1, text.len));
    }
    f->item = -1;
}

static struct str up_to(struct str text, char end)
{
    return str_cut(text, 0, str_find(text, end));
}

static void add_mark(struct filling *f, char c)
{
    struct arena *a = f->t->plan->arena;
    if (c == 'e')
        text_add(f->out, formula_mark(a, MARK_CELL, f->t->plan->tolerance, 0));
    else if (c == 'n')
        text_add(f->out, expr_number(f->t, items_of(f->c), "entries of a list"));
    else
        add_argument(f, &f->c->args[c - '1']);
}

static void fill(struct filling *f, struct str template)
{
    for (size_t i = 0; i < template.len; i++) {
        char c = template.at[i];
        struct str rest = str_cut(template, i + 1, template.len);
        if (c == '#') {
            add_mark(f, template.at[++i]);
        } else if (c == '[') {
            struct str inside = up_to(rest, ']');
            add_convention(f, inside);
            i += inside.len + 1;
        } else if (c == '{') {
            struct str inside = up_to(rest, '}');
            repeat(f, inside);
            i += inside.len + 1;
        } else if (c != '~') {
            text_add_char(f->out, c);
        } else if (plan_node(f->t->plan, f->c->id)->flags & AST_UNITS) {
            text_add_char(f->out, '-');
        }
    }
}

// The template for its word, where they differ: they stand in the order of the words.
static struct str template_of(const struct call *c)
{
    bool whole_row = c->row == calc_row(CALC_MIRR) && c->args[0].range.len;
    if (whole_row) return STR("MIRR(#1,#2,#3)");
    struct str rest = c->row->book, part = up_to(rest, '|');
    for (int i = 0; i < c->word_number && part.len < rest.len; i++) {
        rest = str_cut(rest, part.len + 1, rest.len);
        part = up_to(rest, '|');
    }
    return part;
}

// ---- US tax ------------------------------------------------------------------------------------

static void add_table(struct plan *p)
{
    static const int classes[] = {3, 5, 7, 10, 15, 20};
    const struct calc_param *words = &calc_row(CALC_MACRS)->params[3];
    p->macrs = plan_page(p, PAGE_TABLE, 0, STR("MACRS"));
    for (int w = MACRS_HALF_YEAR; w <= MACRS_MID_QUARTER_4; w++)
        for (size_t k = 0; k < COUNT_OF(classes); k++)
            for (int year = 1; year <= classes[k] + 1; year++) {
                double *share = ARENA_NEW(p->keep, double);
                *share = macrs_table(classes[k], (enum macrs_convention)w)[year - 1] / 100;
                struct quantity q = {.values = share, .fixed = true, .convention = true};
                q.label = str_format(p->arena, "%d years, %.*s, year %d", classes[k],
                                     STR_ARG(calc_word_at(words, w)), year);
                q.unit = STR("%");
                q.style = LOOK_PERCENT;
                q.remark = STR("IRS Publication 946, appendix A");
                plan_own(p, p->macrs, q);
            }
}

// The names of all shares in the table, and the shares, as ranges.
static void table_ranges(struct plan *p, struct str *names, struct str *shares)
{
    if (p->macrs == NO_NAME) add_table(p);
    uint32_t count = p->pages.at[p->macrs].quantities.count;
    uint32_t first = p->pages.at[p->macrs].quantities.at[0], last = first + count - 1;
    struct arena *a = p->arena;
    *names = str_format(a, "%.*s:%.*s", STR_ARG(formula_mark(a, MARK_LABEL, first, 0)),
                        STR_ARG(formula_mark(a, MARK_LABEL_CORNER, last, 0)));
    *shares = str_format(a, "%.*s:%.*s", STR_ARG(formula_mark(a, MARK_CELL, first, 0)),
                         STR_ARG(formula_mark(a, MARK_CORNER, last, 0)));
}

// The printed share of a class and year, looked up by its name; none after the last.
static struct str macrs(struct place *t, const struct call *c)
{
    struct str names, shares;
    table_ranges(t->plan, &names, &shares);
    return str_format(t->plan->arena, "%.*s*SUMIF(%.*s,%.*s&\" years, %.*s, year \"&%.*s,%.*s)",
                      STR_ARG(c->args[0].text), STR_ARG(names), STR_ARG(c->args[1].text),
                      STR_ARG(c->word), STR_ARG(c->args[2].text), STR_ARG(shares));
}

// Cost less the payments, and what they save in tax, at the rate of debt after tax. Each share k of
// the cost saves tax in its year, and takes as much from what is left to deduct when it is sold.
static struct str lease_advantage(struct place *t, const struct call *c)
{
    struct str names, shares;
    struct arena *a = t->plan->arena;
    table_ranges(t->plan, &names, &shares);
    struct str cost = c->args[0].text, payment = c->args[1].text, years = c->args[2].text,
               tax = c->args[4].text, residual = c->args[7].text, saved = c->args[9].text;
    struct str rate = str_format(a, "(%.*s*(1-%.*s))", STR_ARG(c->args[3].text), STR_ARG(tax));
    struct str sale =
        str_format(a, "(1+%.*s)^(-%.*s)", STR_ARG(c->args[8].text), STR_ARG(years));
    struct str first = str_format(a, "MATCH(%.*s&\" years, %.*s, year 1\",%.*s,0)",
                                  STR_ARG(c->args[5].text), STR_ARG(c->word), STR_ARG(names));
    struct str range =
        str_format(a, "INDEX(%.*s,%.*s):INDEX(%.*s,%.*s+%.*s)", STR_ARG(shares), STR_ARG(first),
                   STR_ARG(shares), STR_ARG(first), STR_ARG(c->args[5].text));
    struct str year = str_format(a, "(ROW(%.*s)-ROW(INDEX(%.*s,%.*s))+1)", STR_ARG(range),
                                 STR_ARG(shares), STR_ARG(first));
    struct text out = {.arena = a};
    text_addf(&out, "%.*s-PV(%.*s,%.*s,-%.*s,0,1)", STR_ARG(cost), STR_ARG(rate),
              STR_ARG(years), STR_ARG(payment));
    text_addf(&out, "+(%.*s*%.*s+%.*s*(1-%.*s))*PV(%.*s,%.*s,-1)", STR_ARG(tax),
              STR_ARG(payment), STR_ARG(saved), STR_ARG(tax), STR_ARG(rate), STR_ARG(years));
    text_addf(&out, "-%.*s*%.*s*(SUMPRODUCT(%.*s,(%.*s<=%.*s)*((1+%.*s)^(-%.*s)-%.*s))+%.*s)",
              STR_ARG(tax), STR_ARG(cost), STR_ARG(range), STR_ARG(year), STR_ARG(years),
              STR_ARG(rate), STR_ARG(year), STR_ARG(sale), STR_ARG(sale));
    text_addf(&out, "-%.*s*(1-%.*s)*%.*s", STR_ARG(residual), STR_ARG(tax), STR_ARG(sale));
    return text_str(&out);
}

// ---- calls -------------------------------------------------------------------------------------

static double answer_scale(const struct place *t, const struct call *c)
{
    bool timed = plan_node(t->plan, c->id)->flags & AST_TIMED;
    switch (c->row->answer) {
    case CALC_ANSWERS_MONEY:
    case CALC_ANSWERS_LINEAR: return c->money;
    case CALC_ANSWERS_TERM: return timed ? formula_month(t) : 1;
    case CALC_ANSWERS_RATE: return timed ? 1 / formula_month(t) : 1;
    case CALC_ANSWERS_PURE:
    case CALC_ANSWERS_FIELDS: break;
    }
    return 1;
}

struct expr calc_call(struct place *t, uint32_t id)
{
    enum calc calc = (enum calc)plan_node(t->plan, id)->what;
    struct call c = {.row = calc_row(calc), .id = id};
    struct text out = {.arena = t->plan->arena};
    c.money = money_of(t, &c);
    for (uint32_t i = 0; i < c.row->param_count; i++)
        take(t, &c, i);
    if (calc == CALC_MACRS)
        text_add(&out, macrs(t, &c));
    else if (calc == CALC_LEASE_ADVANTAGE)
        text_add(&out, lease_advantage(t, &c));
    else if (c.row->book.len)
        fill(&(struct filling){t, &c, &out, -1}, template_of(&c));
    else
        return expr_fail(t, "%.*s() has no form here", STR_ARG(c.row->name));
    return expr_of(text_str(&out), answer_scale(t, &c), RANK_SUM);
}
