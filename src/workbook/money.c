#include "workbook/money.h"

#include "workbook/formula_int.h"

static double *numbers(struct plan *p, const struct val *list)
{
    uint32_t count = p->program->months + 1;
    double *out = ARENA_ARRAY(p->arena, double, count);
    for (uint32_t i = 0; i < count; i++)
        out[i] = val_double(list[i]);
    return out;
}

static double *zeros(struct plan *p)
{
    return ARENA_ARRAY(p->arena, double, p->program->months + 1);
}

static double *single(struct plan *p, double value)
{
    double *out = ARENA_NEW(p->arena, double);
    *out = value;
    return out;
}

static double sum(const struct plan *p, const double *list)
{
    double total = 0;
    for (uint32_t i = 0; i <= p->program->months; i++)
        total += list[i];
    return total;
}

struct builder {
    struct plan *p;
    uint32_t option, page;
    const struct tally *tally;
    struct str currency;
};

static struct str mark(struct builder *b, enum mark mark, uint32_t quantity)
{
    return formula_mark(b->p->arena, mark, quantity, 0);
}

static uint32_t add_line(struct builder *b, const char *label, struct str template,
                         const double *values, enum quantity_style style)
{
    struct quantity q = {.label = str_of(label), .template = template, .values = values};
    q.opening = true;
    q.total = style == LOOK_MONEY || style == LOOK_SUM;
    q.unit = q.total ? b->currency : STR("1");
    q.style = style;
    return plan_own(b->p, b->page, q);
}

static uint32_t add_figure(struct builder *b, enum money_figure f, struct str template,
                           double value)
{
    static const struct {
        const char *heading;
        enum quantity_style style;
    } rows[MONEY_FIGURES] = {
#define FIGURE(code, heading, style) {heading, LOOK_##style},
#include "workbook/money.def"
#undef FIGURE
    };
    struct quantity q = {.label = str_of(rows[f].heading), .template = template};
    q.fixed = true;
    q.values = single(b->p, value);
    q.style = rows[f].style;
    q.unit = q.style == LOOK_MONEY ? b->currency : STR("1");
    return b->p->options[b->option].figure[f] = plan_own(b->p, b->page, q);
}

// ---- the lines ---------------------------------------------------------------------------------

// Lines of one kind, which stand below each other.
struct group {
    uint32_t first, last;  // quantities; NO_NAME when there are none
    double *values;        // their sum
};

static uint32_t add_paid(struct builder *b, const struct line *line)
{
    struct place t = {.plan = b->p, .owner = line->row};
    t.at = (struct quantity_key){
        QUANTITY_ROW, 0, b->p->program->rows.at[line->row].sheet, NO_WORKLOAD, 0, NO_NAME, 0};
    struct expr e = months_paid(&t, line->row);
    struct quantity q = {.values = numbers(b->p, line->billed), .reason = t.reason};
    q.label = row_address(b->p->arena, b->p->program, line->row);
    q.template = t.reason.len ? STR_NONE : expr_in(&t, e, 1, RANK_TEST);
    q.unit = b->currency;
    q.style = LOOK_MONEY;
    q.opening = line->name->cost.paid == PAID_START;
    q.total = true;
    q.remark = line->name->cost.category;
    return plan_own(b->p, b->page, q);
}

static bool is_dated(const struct plan *p, const struct cost *c)
{
    return c->class == CLASS_CAPEX || c->paid == PAID_START || c->dated ||
           ledger_tau(p->program, c, 1) == 1;
}

static struct group add_group(struct builder *b, enum cost_class class, bool dated)
{
    struct group g = {NO_NAME, NO_NAME, zeros(b->p)};
    const struct ledger *l = &b->p->session->ledger;
    for (uint32_t i = 0; i < b->tally->line_count; i++) {
        const struct line *line = &l->lines.at[b->tally->first_line + i];
        const struct cost *c = &line->name->cost;
        if (c->class != class) continue;
        if (class == CLASS_OPEX && is_dated(b->p, c) != dated) continue;
        g.last = add_paid(b, line);
        if (g.first == NO_NAME) g.first = g.last;
        for (uint32_t m = 0; m <= l->months; m++)
            g.values[m] += val_double(line->billed[m]);
    }
    return g;
}

static struct str group_sum(struct builder *b, const struct group *g)
{
    if (g->first == NO_NAME) return STR("0");
    return STR_JOINED(b->p->arena, STR("SUM("), mark(b, MARK_CELL, g->first), STR(":"),
                      mark(b, MARK_CORNER, g->last), STR(")"));
}

static struct str plus(struct builder *b, struct str x, struct str y)
{
    return STR_JOINED(b->p->arena, x, STR("+"), y);
}

static double *added(struct builder *b, const double *x, const double *y)
{
    double *out = zeros(b->p);
    for (uint32_t m = 0; m <= b->p->program->months; m++)
        out[m] = x[m] + y[m];
    return out;
}

static struct str whole(struct builder *b, uint32_t line)
{
    return STR_JOINED(b->p->arena, STR("SUM("), mark(b, MARK_SUM, line), STR(")"));
}

// ---- present value -----------------------------------------------------------------------------

// (1 + rate)^-(months / 12), where months count to the column, less a shift for operating money.
static struct str factor(struct builder *b, double shift)
{
    struct plan *p = b->p;
    struct place t = {.plan = p, .owner = NO_NAME};
    double year = 12 * formula_month(&t);
    struct expr rate = expr_cell(&t, plan_row(p, p->program->discount_rate, NO_NAME));
    struct str months = expr_month(&t), twelve = expr_number(&t, 12, "months of a year");
    struct str base = expr_in(&t, rate, 1 / year, RANK_SUM);
    if (shift == 0)
        return str_format(p->arena, "(1+%.*s)^(0-%.*s/%.*s)", STR_ARG(base), STR_ARG(months),
                          STR_ARG(twelve));
    struct str before =
        expr_number(&t, shift, "months before its column at which running money stands");
    return str_format(p->arena, "IF(%.*s=0,1,(1+%.*s)^((%.*s-%.*s)/%.*s))", STR_ARG(months),
                      STR_ARG(base), STR_ARG(before), STR_ARG(months), STR_ARG(twelve));
}

static double *factor_values(struct builder *b, double shift)
{
    struct place t = {.plan = b->p};
    double rate = val_double(b->p->session->ledger.discount.value), *out = zeros(b->p);
    (void)t;
    for (uint32_t m = 0; m <= b->p->program->months; m++)
        out[m] = val_double(graph_power(&b->p->session->graph, val_number(1 + rate),
                                        m ? -((double)m - shift) / 12 : 0));
    return out;
}

static void add_worth(struct builder *b, uint32_t dated, uint32_t operating,
                      const double *dated_values, const double *operating_values)
{
    double shift = ledger_shift(b->p->program);
    const double *at = factor_values(b, 0), *before = factor_values(b, shift);
    double *worth = zeros(b->p);
    for (uint32_t m = 0; m <= b->p->program->months; m++)
        worth[m] = dated_values[m] * at[m] + operating_values[m] * before[m];
    uint32_t f = add_line(b, "Discount factor of dated money", factor(b, 0), at, LOOK_PLAIN);
    uint32_t g =
        add_line(b, "Discount factor of running money", factor(b, shift), before, LOOK_PLAIN);
    struct str text =
        str_format(b->p->arena, "%.*s*%.*s+%.*s*%.*s", STR_ARG(mark(b, MARK_CELL, dated)),
                   STR_ARG(mark(b, MARK_CELL, f)), STR_ARG(mark(b, MARK_CELL, operating)),
                   STR_ARG(mark(b, MARK_CELL, g)));
    uint32_t line = add_line(b, "Present value", text, worth, LOOK_SUM);
    add_figure(b, MONEY_NPV, whole(b, line), val_double(b->tally->npv));
}

// ---- tokens and load ---------------------------------------------------------------------------

static struct str tokens_of(struct builder *b, struct place *t, uint32_t row, uint32_t workload)
{
    static const char *const keys[] = {"w.input", "w.output"};
    const struct program *p = b->p->program;
    struct text out = {.arena = b->p->arena};
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        uint32_t name = form_find(&p->forms.at[0], str_of(keys[i]));
        uint32_t demand = name == NO_NAME ? NO_NAME : sheet_row(p, 0, name, workload);
        if (demand == NO_NAME || !p->rows.at[demand].formula) continue;
        struct expr e = expr_cell(t, plan_row(b->p, demand, NO_NAME));
        text_addf(&out, "%s%.*s", out.len ? "+" : "",
                  STR_ARG(expr_in(t, e, 1 / formula_month(t), RANK_SUM)));
    }
    if (out.len == 0) return STR("0");
    return str_format(b->p->arena, "(%.*s)*%.*s", (int)out.len, out.at,
                      STR_ARG(mark(b, MARK_CELL, plan_row(b->p, row, NO_NAME))));
}

static void add_tokens(struct builder *b)
{
    const struct program *p = b->p->program;
    const struct option *o = &p->options.at[b->option];
    struct place t = {.plan = b->p, .owner = NO_NAME};
    struct text out = {.arena = b->p->arena};
    for (uint32_t i = o->first_sheet; i < o->first_sheet + o->sheet_count; i++) {
        const struct sheet *s = &p->sheets.at[i];
        for (uint32_t k = 0; p->forms.at[s->form].serves && k < s->workload_count; k++)
            text_addf(&out, "%s%.*s", out.len ? "+" : "",
                      STR_ARG(tokens_of(b, &t, s->served_row + k, s->workloads[k])));
    }
    if (out.len == 0) return;
    struct quantity q = {
        .label = STR("Tokens served"), .unit = STR("token"), .style = LOOK_COUNT};
    q.template = text_str(&out);
    q.values = numbers(b->p, b->tally->tokens_served);
    q.total = true;
    uint32_t line = plan_own(b->p, b->page, q);
    double tokens = val_double(b->tally->tokens), total = val_double(b->tally->total);
    uint32_t all = add_figure(b, MONEY_TOKENS, whole(b, line), tokens);
    if (tokens <= 0) return;
    struct str million = expr_number(&t, 1e6, "a million");
    struct str text =
        str_format(b->p->arena, "IF(%.*s>0,%.*s/%.*s*%.*s,0)", STR_ARG(mark(b, MARK_CELL, all)),
                   STR_ARG(mark(b, MARK_CELL, b->p->options[b->option].figure[MONEY_TOTAL])),
                   STR_ARG(mark(b, MARK_CELL, all)), STR_ARG(million));
    add_figure(b, MONEY_PER_MTOKEN, text, total / tokens * 1e6);
}

// The row of what the last component passes on, or NO_NAME where none serves the workload.
static uint32_t last_passed(const struct plan *p, uint32_t option, uint32_t workload)
{
    const struct option *o = &p->program->options.at[option];
    uint32_t found = NO_NAME;
    for (uint32_t i = o->first_sheet; i < o->first_sheet + o->sheet_count; i++) {
        const struct sheet *s = &p->program->sheets.at[i];
        for (uint32_t k = 0; p->program->forms.at[s->form].serves && k < s->workload_count; k++)
            if (s->workloads[k] == workload) found = s->passed_row + k;
    }
    return found;
}

static void add_unserved(struct builder *b)
{
    struct plan *p = b->p;
    struct text out = {.arena = p->arena};
    double most = 0;
    for (uint32_t w = 0; w < p->program->workloads.count; w++) {
        uint32_t row = last_passed(p, b->option, w);
        if (row == NO_NAME) return;
        for (uint32_t m = 1; m <= p->program->months; m++) {
            struct val v;
            if (unroll_cell(&p->session->unroll, row, m, &v) && val_double(v) > most)
                most = val_double(v);
        }
        text_addf(&out, ",%.*s", STR_ARG(mark(b, MARK_ALL, plan_row(p, row, NO_NAME))));
    }
    if (out.len == 0) return;
    struct str text = STR_JOINED(p->arena, STR("MAX(0"), text_str(&out), STR(")"));
    add_figure(b, MONEY_UNSERVED, text, most);
}

// ---- savings -----------------------------------------------------------------------------------

// Differences that rounding alone explains count as none.
static void add_savings(struct builder *b, uint32_t own, uint32_t other, const double *costs,
                        const double *baseline)
{
    struct plan *p = b->p;
    struct place t = {.plan = p, .owner = NO_NAME};
    uint32_t months = p->program->months;
    double *saved = zeros(p), *crossing = zeros(p), most = 0;
    bool never = true;
    for (uint32_t m = 0; m <= months; m++) {
        double size = fabs(costs[m]) + fabs(baseline[m]), d = baseline[m] - costs[m];
        saved[m] = fabs(d) <= 1e-12 * size ? 0 : d;
        if (m > 0 && saved[m - 1] < 0 && saved[m] >= 0)
            crossing[m] = m - 1 - saved[m - 1] / (saved[m] - saved[m - 1]);
        if (crossing[m] > most) most = crossing[m];
        never = never && saved[m] >= 0;
    }
    struct str x = mark(b, MARK_CELL, other), y = mark(b, MARK_CELL, own);
    struct str dust = expr_number(&t, 1e-12, "differences of this share are rounding");
    struct str text = str_format(
        p->arena, "IF(ABS(%.*s-%.*s)<=%.*s*(ABS(%.*s)+ABS(%.*s)),0,%.*s-%.*s)", STR_ARG(x),
        STR_ARG(y), STR_ARG(dust), STR_ARG(x), STR_ARG(y), STR_ARG(x), STR_ARG(y));
    uint32_t line = add_line(b, "Saved so far against the baseline", text, saved, LOOK_MONEY);
    p->quantities.at[line].total = false;
    struct str now = mark(b, MARK_CELL, line),
               before = formula_mark(p->arena, MARK_CELL, line, -1);
    text = str_format(p->arena, "IF(AND(%.*s<0,%.*s>=0),%.*s-1-%.*s/(%.*s-%.*s),0)",
                      STR_ARG(before), STR_ARG(now), STR_ARG(expr_month(&t)), STR_ARG(before),
                      STR_ARG(now), STR_ARG(before));
    uint32_t cross =
        add_line(b, "Month in which it turns to savings", text, crossing, LOOK_PLAIN);
    struct str last = formula_mark(p->arena, MARK_MONTH_CELL, line, (int)months);
    text = str_format(p->arena, "IF(MIN(%.*s)>=0,\"always\",IF(%.*s<0,\"never\",MAX(%.*s)))",
                      STR_ARG(mark(b, MARK_SUM, line)), STR_ARG(last),
                      STR_ARG(mark(b, MARK_SUM, cross)));
    uint32_t figure = add_figure(b, MONEY_BREAK_EVEN, text, most);
    if (never || saved[months] < 0)
        p->quantities.at[figure].word = never ? STR("always") : STR("never");
}

// ---- one option --------------------------------------------------------------------------------

struct cash {
    uint32_t line;  // of what is paid so far
    double *so_far;
};

static void add_class(struct builder *b, enum cost_class class, enum money_figure figure,
                      const char *label)
{
    struct group g = add_group(b, class, false);
    if (g.first == NO_NAME) return;
    uint32_t line = add_line(b, label, group_sum(b, &g), g.values, LOOK_SUM);
    add_figure(b, figure, whole(b, line), sum(b->p, g.values));
}

static struct cash add_option(struct builder *b)
{
    struct plan *p = b->p;
    struct group bought = add_group(b, CLASS_CAPEX, true);
    uint32_t capex = add_line(b, "Capex", group_sum(b, &bought), bought.values, LOOK_SUM);
    struct group ahead = add_group(b, CLASS_OPEX, true),
                 running = add_group(b, CLASS_OPEX, false);
    double *opex_values = added(b, ahead.values, running.values);
    uint32_t opex = add_line(b, "Opex", plus(b, group_sum(b, &ahead), group_sum(b, &running)),
                             opex_values, LOOK_SUM);
    struct str text = plus(b, mark(b, MARK_CELL, capex), mark(b, MARK_CELL, opex));
    double *cash_values = added(b, bought.values, opex_values);
    uint32_t cash = add_line(b, "Cash", text, cash_values, LOOK_SUM);
    struct cash c = {.so_far = zeros(p)};
    double so_far = 0;
    for (uint32_t m = 0; m <= p->program->months; m++)
        c.so_far[m] = so_far += cash_values[m];
    text = STR_JOINED(p->arena, STR("SUM("), mark(b, MARK_THROUGH, cash), STR(")"));
    c.line = add_line(b, "Cash so far", text, c.so_far, LOOK_MONEY);
    p->quantities.at[c.line].total = false;
    add_figure(b, MONEY_CAPEX, whole(b, capex), val_double(b->tally->capex));
    add_figure(b, MONEY_OPEX, whole(b, opex), val_double(b->tally->opex));
    uint32_t total = add_figure(b, MONEY_TOTAL, whole(b, cash), val_double(b->tally->total));
    if (p->session->ledger.discounted) {
        double *dated = added(b, bought.values, ahead.values);
        text = plus(b, group_sum(b, &bought), group_sum(b, &ahead));
        uint32_t x = add_line(b, "Dated money", text, dated, LOOK_MONEY);
        uint32_t y =
            add_line(b, "Running money", group_sum(b, &running), running.values, LOOK_MONEY);
        add_worth(b, x, y, dated, running.values);
    }
    add_class(b, CLASS_RISK, MONEY_RISK, "Expected losses");
    add_class(b, CLASS_BENEFIT, MONEY_BENEFIT, "Benefits");
    add_class(b, CLASS_FINANCING, MONEY_FINANCING, "Financing");
    uint32_t risk = p->options[b->option].figure[MONEY_RISK];
    text = mark(b, MARK_CELL, total);
    if (risk != NO_NAME) text = plus(b, text, mark(b, MARK_CELL, risk));
    add_figure(b, MONEY_ADJUSTED, text, val_double(b->tally->risk_adjusted));
    add_tokens(b);
    add_unserved(b);
    return c;
}

void money_plan(struct plan *p)
{
    const struct program *g = p->program;
    struct cash *cash = ARENA_ARRAY(p->arena, struct cash, g->options.count);
    p->options = ARENA_ARRAY(p->arena, struct money_option, g->options.count);
    struct builder b = {.p = p, .currency = p->session->info.currency};
    for (b.option = 0; b.option < g->options.count; b.option++) {
        for (uint32_t f = 0; f < MONEY_FIGURES; f++)
            p->options[b.option].figure[f] = NO_NAME;
        struct str title = STR_JOINED(p->arena, g->options.at[b.option].name, STR(" cash"));
        b.page = p->options[b.option].page = plan_page(p, PAGE_OPTION, b.option, title);
        b.tally = &p->session->ledger.tallies[b.option];
        cash[b.option] = add_option(&b);
    }
    for (b.option = 0; b.option < g->options.count; b.option++) {
        if (b.option == g->baseline) continue;
        b.page = p->options[b.option].page;
        add_savings(&b, cash[b.option].line, cash[g->baseline].line, cash[b.option].so_far,
                    cash[g->baseline].so_far);
    }
}
