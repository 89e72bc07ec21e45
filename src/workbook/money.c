#include "workbook/money_int.h"

#include <math.h>

double *money_numbers(struct plan *p, const struct val *list)
{
    uint32_t count = p->program->months + 1;
    double *out = ARENA_ARRAY(p->keep, double, count);
    for (uint32_t i = 0; i < count; i++)
        out[i] = val_double(list[i]);
    return out;
}

double *money_zeros(struct plan *p)
{
    return ARENA_ARRAY(p->keep, double, p->program->months + 1);
}

static double *single(struct plan *p, double value)
{
    double *out = ARENA_NEW(p->keep, double);
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

uint32_t money_line(struct builder *b, struct str label, struct str template,
                    const double *values, enum quantity_style style)
{
    struct quantity q = {.label = label, .template = template, .values = values};
    q.opening = true;
    q.total = style == LOOK_MONEY || style == LOOK_SUM;
    q.unit = q.total ? b->currency : STR("1");
    q.style = style;
    return plan_own(b->p, b->page, q);
}

static uint32_t add_figure(struct builder *b, enum money_figure f, struct quantity q)
{
    static const struct {
        const char *heading;
        enum quantity_style style;
        const char *unit;
    } rows[MONEY_FIGURES] = {
#define FIGURE(code, heading, style, unit) {heading, LOOK_##style, unit},
#include "workbook/money.def"
#undef FIGURE
    };
    q.label = str_of(rows[f].heading);
    q.fixed = true;
    q.style = rows[f].style;
    q.unit = rows[f].unit[0] ? str_of(rows[f].unit) : b->currency;
    return b->p->options[b->option].figure[f] = plan_own(b->p, b->page, q);
}

uint32_t money_figure(struct builder *b, enum money_figure f, struct str template, double value)
{
    return add_figure(b, f,
                      (struct quantity){.template = template, .values = single(b->p, value)});
}

uint32_t money_word(struct builder *b, enum money_figure f, struct str template,
                    const char *word)
{
    struct quantity q = {.template = template, .values = single(b->p, 0), .word = str_of(word)};
    return add_figure(b, f, q);
}

struct place money_place(struct builder *b, uint32_t row)
{
    struct place t = {.plan = b->p, .owner = row};
    t.at = (struct quantity_key){
        QUANTITY_PART, 0, b->p->program->rows.at[row].sheet, NO_WORKLOAD, 0, NO_NAME, 0};
    return t;
}

// ---- the lines ---------------------------------------------------------------------------------

// Lines of one kind, which stand below each other.
struct group {
    uint32_t first, last;  // quantities; NO_NAME when there are none
    double *values;        // their sum
};

static uint32_t add_paid(struct builder *b, const struct line *line)
{
    struct place t = money_place(b, line->row);
    struct expr e = months_paid(&t, line->row);
    struct quantity q = {.amounts = line->billed, .reason = t.reason};
    q.label = row_address(b->p->arena, b->p->program, line->row);
    q.template = t.reason.len ? STR_NONE : expr_in(&t, e, 1, RANK_TEST);
    q.unit = b->currency;
    q.style = LOOK_MONEY;
    q.opening = line->name->cost.paid == PAID_START;
    q.total = true;
    q.remark = line->name->cost.category;
    uint32_t at = (uint32_t)(line - b->p->session->ledger.lines.at);
    return b->p->paid[at] = plan_own(b->p, b->page, q);
}

static bool is_dated(const struct plan *p, const struct cost *c)
{
    return c->class == CLASS_CAPEX || c->paid == PAID_START || c->dated ||
           ledger_tau(p->program, c, 1) == 1;
}

static struct group add_group(struct builder *b, enum cost_class class, bool dated)
{
    struct group g = {NO_NAME, NO_NAME, money_zeros(b->p)};
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

// Of lines that stand below each other.
static struct str sum_between(struct builder *b, uint32_t first, uint32_t last)
{
    return STR_JOINED(b->p->arena, STR("SUM("), money_mark(b, MARK_CELL, first), STR(":"),
                      money_mark(b, MARK_CORNER, last), STR(")"));
}

static struct str group_sum(struct builder *b, const struct group *g)
{
    if (g->first == NO_NAME) return STR("0");
    if (g->first == g->last) return money_mark(b, MARK_CELL, g->first);
    return sum_between(b, g->first, g->last);
}

static struct str plus(struct builder *b, struct str x, struct str y)
{
    if (str_is(x, "0")) return y;
    return str_is(y, "0") ? x : STR_JOINED(b->p->arena, x, STR("+"), y);
}

static double *added(struct builder *b, const double *x, const double *y)
{
    double *out = money_zeros(b->p);
    for (uint32_t m = 0; m <= b->p->program->months; m++)
        out[m] = x[m] + y[m];
    return out;
}

struct str money_whole(struct builder *b, uint32_t line)
{
    return STR_JOINED(b->p->arena, STR("SUM("), money_mark(b, MARK_SUM, line), STR(")"));
}

// ---- present value -----------------------------------------------------------------------------

static double at_column(const struct plan *p, uint32_t line, uint32_t column)
{
    return plan_at(p, line)->values[column];
}

static void add_worth_so_far(struct builder *b, const double *worth)
{
    struct money_lines *l = &b->p->options[b->option].lines;
    double *so_far = money_zeros(b->p), sum_of = 0;
    for (uint32_t m = 0; m <= b->p->program->months; m++)
        so_far[m] = sum_of += worth[m];
    struct str text =
        STR_JOINED(b->p->arena, STR("SUM("), money_mark(b, MARK_THROUGH, l->worth), STR(")"));
    l->worth_so_far = money_line(b, STR("Present value so far"), text, so_far, LOOK_MONEY);
    plan_at(b->p, l->worth_so_far)->total = false;
}

static void add_worth(struct builder *b)
{
    struct plan *p = b->p;
    struct money_lines *l = &p->options[b->option].lines;
    const struct money_time *t = p->time;
    double *worth = money_zeros(p), ones = 0;
    for (uint32_t m = 0; m <= p->program->months; m++) {
        worth[m] = at_column(p, l->dated, m) * at_column(p, t->dated_factor, m) +
                   at_column(p, l->running, m) * at_column(p, t->running_factor, m);
        if (m) ones += at_column(p, t->running_factor, m);
    }
    struct str text =
        str_format(p->arena, "%.*s*%.*s+%.*s*%.*s", STR_ARG(money_mark(b, MARK_CELL, l->dated)),
                   STR_ARG(money_mark(b, MARK_CELL, t->dated_factor)),
                   STR_ARG(money_mark(b, MARK_CELL, l->running)),
                   STR_ARG(money_mark(b, MARK_CELL, t->running_factor)));
    l->worth = money_line(b, STR("Present value"), text, worth, LOOK_SUM);
    add_worth_so_far(b, worth);
    double npv = val_double(b->tally->npv);
    uint32_t all = money_figure(b, MONEY_NPV, money_whole(b, l->worth), npv);
    text = str_format(p->arena, "%.*s/SUM(%.*s)", STR_ARG(money_mark(b, MARK_CELL, all)),
                      STR_ARG(money_mark(b, MARK_ALL, t->running_factor)));
    uint32_t monthly = money_figure(b, MONEY_EAC_MONTHLY, text, npv / ones);
    struct place at = {.plan = p, .owner = NO_NAME};
    text = STR_JOINED(p->arena, money_mark(b, MARK_CELL, monthly), STR("*"),
                      expr_number(&at, 12, "months in a year"));
    money_figure(b, MONEY_EAC, text, 12 * npv / ones);
}

// ---- tokens and load ---------------------------------------------------------------------------

// The row of what a workload asks for, or NO_NAME.
static uint32_t demand_row(const struct plan *p, uint32_t workload, bool input)
{
    const struct program *g = p->program;
    uint32_t name = form_find(&g->forms.at[0], input ? STR("w.input") : STR("w.output"));
    uint32_t row = name == NO_NAME ? NO_NAME : sheet_row(g, 0, name, workload);
    return row != NO_NAME && g->rows.at[row].formula ? row : NO_NAME;
}

static struct str tokens_of(struct builder *b, struct place *t, uint32_t row, uint32_t workload,
                            bool input, bool output)
{
    struct text out = {.arena = b->p->arena};
    for (int i = 0; i < 2; i++) {
        uint32_t demand = demand_row(b->p, workload, i == 0);
        if (!(i ? output : input) || demand == NO_NAME) continue;
        struct expr e = expr_cell(t, plan_row(b->p, demand, NO_NAME));
        text_addf(&out, "%s%.*s", out.len ? "+" : "",
                  STR_ARG(expr_in(t, e, 1 / formula_month(t), RANK_SUM)));
    }
    if (out.len == 0) return STR("0");
    return str_format(b->p->arena, "(%.*s)*%.*s", (int)out.len, out.at,
                      STR_ARG(money_mark(b, MARK_CELL, plan_row(b->p, row, NO_NAME))));
}

// A row of what an option serves of a workload.
struct share_of {
    uint32_t sheet, workload, row;
};

// Tokens of one such row, in a line of its own.
static uint32_t add_share(struct builder *b, struct str template, const struct share_of *x,
                          bool input, bool output)
{
    struct plan *p = b->p;
    double *values = money_zeros(p), cell;
    for (uint32_t m = 1; m <= p->program->months; m++) {
        struct val v;
        for (int i = 0; i < 2; i++) {
            uint32_t demand = demand_row(p, x->workload, i == 0);
            if (!(i ? output : input) || demand == NO_NAME) continue;
            if (unroll_cell(&p->session->unroll, demand, m, &v))
                values[m] += val_double(v) * unroll_month_seconds(&p->session->unroll);
        }
        values[m] *= plan_value(p, plan_row(p, x->row, NO_NAME), m, &cell) ? cell : 0;
    }
    struct quantity q = {.template = template, .values = values, .style = LOOK_COUNT};
    q.label = str_format(p->arena, "%.*s: tokens of %.*s",
                         STR_ARG(p->program->sheets.at[x->sheet].address),
                         STR_ARG(p->program->workloads.at[x->workload].name));
    q.unit = STR("token");
    q.folded = true;
    return plan_own(p, b->page, q);
}

struct str money_tokens(struct builder *b, struct place *t, bool input, bool output)
{
    struct plan *p = b->p;
    const struct option *o = &p->program->options.at[b->option];
    struct text out = {.arena = p->arena};
    VEC(struct share_of) shares = {0};
    VEC(struct str) texts = {0};
    for (uint32_t i = o->first_sheet; i < o->first_sheet + o->sheet_count; i++) {
        const struct sheet *s = &p->program->sheets.at[i];
        for (uint32_t k = 0; p->program->forms.at[s->form].serves && k < s->workload_count;
             k++) {
            struct share_of x = {i, s->workloads[k], s->served_row + k};
            struct str text = tokens_of(b, t, x.row, x.workload, input, output);
            text_addf(&out, "%s%.*s", out.len ? "+" : "", STR_ARG(text));
            VEC_PUSH(p->arena, &shares, x);
            VEC_PUSH(p->arena, &texts, text);
        }
    }
    if (formula_length(p, b->page, text_str(&out)) <= LONGEST_FORMULA) return text_str(&out);
    uint32_t first = 0, last = 0;
    for (uint32_t i = 0; i < shares.count; i++) {
        last = add_share(b, texts.at[i], &shares.at[i], input, output);
        if (i == 0) first = last;
    }
    return sum_between(b, first, last);
}

static void add_tokens(struct builder *b)
{
    struct place t = {.plan = b->p, .owner = NO_NAME};
    struct str text_of = money_tokens(b, &t, true, true);
    if (text_of.len == 0) return;
    struct quantity q = {
        .label = STR("Tokens served in each month"), .unit = STR("token"), .style = LOOK_COUNT};
    q.template = text_of;
    q.values = money_numbers(b->p, b->tally->tokens_served);
    q.total = true;
    q.opening = true;
    uint32_t line = b->p->options[b->option].lines.served[SERVED_BLENDED] =
        plan_own(b->p, b->page, q);
    double tokens = val_double(b->tally->tokens), total = val_double(b->tally->total);
    uint32_t all = money_figure(b, MONEY_TOKENS, money_whole(b, line), tokens);
    if (tokens <= 0) return;
    struct str million = expr_number(&t, 1e6, "a million");
    struct str text = str_format(
        b->p->arena, "IF(%.*s>0,%.*s/%.*s*%.*s,0)", STR_ARG(money_mark(b, MARK_CELL, all)),
        STR_ARG(money_mark(b, MARK_CELL, b->p->options[b->option].figure[MONEY_TOTAL])),
        STR_ARG(money_mark(b, MARK_CELL, all)), STR_ARG(million));
    money_figure(b, MONEY_PER_MTOKEN, text, total / tokens * 1e6);
    if (!b->p->session->ledger.discounted) return;
    text = str_format(
        b->p->arena, "IF(%.*s>0,%.*s/SUMPRODUCT(%.*s,%.*s)*%.*s,0)",
        STR_ARG(money_mark(b, MARK_CELL, all)),
        STR_ARG(money_mark(b, MARK_CELL, b->p->options[b->option].figure[MONEY_NPV])),
        STR_ARG(money_mark(b, MARK_ALL, line)),
        STR_ARG(money_mark(b, MARK_ALL, b->p->time->running_factor)), STR_ARG(million));
    money_figure(b, MONEY_LEVELISED, text,
                 val_double(b->tally->npv) / val_double(b->tally->worth_of_tokens) * 1e6);
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
        text_addf(&out, ",%.*s", STR_ARG(money_mark(b, MARK_ALL, plan_row(p, row, NO_NAME))));
    }
    if (out.len == 0) return;
    struct str text = STR_JOINED(p->arena, STR("MAX(0"), text_str(&out), STR(")"));
    money_figure(b, MONEY_UNSERVED, text, most);
}

// An option may lack a tag that a workload requires, or not be good enough: no number decides that.
static void add_lacks(struct builder *b)
{
    struct plan *p = b->p;
    const struct option_figures *f = &p->comparison->options[b->option];
    uint32_t unserved = p->options[b->option].figure[MONEY_UNSERVED];
    bool serves = unserved == NO_NAME || plan_at(p, unserved)->values[0] <= 1e-9;
    bool lacks = serves && !f->feasible;
    struct quantity *q = plan_at(p, money_figure(b, MONEY_LACKS, STR_NONE, lacks ? 1 : 0));
    q->convention = !lacks;
    q->remark = STR("settled when the workbook is written");
    if (lacks) q->reason = f->reason;
}

// ---- meters ------------------------------------------------------------------------------------

// The rows of an option's components that tell a meter.
typedef VEC(uint32_t) meter_rows;

static meter_rows rows_of_meter(const struct builder *b, const struct meter *m)
{
    const struct program *p = b->p->program;
    const struct option *o = &p->options.at[b->option];
    meter_rows rows = {0};
    for (uint32_t i = o->first_sheet; i < o->first_sheet + o->sheet_count; i++) {
        const struct form *f = &p->forms.at[p->sheets.at[i].form];
        uint32_t name = form_find(f, m->name);
        if (name == NO_NAME || f->names.at[name].kind != NAME_METER) continue;
        uint32_t count = f->names.at[name].per_workload ? p->sheets.at[i].workload_count : 1;
        for (uint32_t k = 0; k < count; k++)
            VEC_PUSH(b->p->arena, &rows, p->sheets.at[i].row_of[name] + k);
    }
    return rows;
}

static struct str metered_by(struct builder *b, struct place *t, const struct meter *m,
                             uint32_t row)
{
    struct expr e = expr_cell(t, plan_row(b->p, row, NO_NAME));
    return expr_in(t, e, m->unit.factor, RANK_SUM);
}

// What one component adds to a meter, in a line of its own.
static uint32_t add_metered_by(struct builder *b, struct place *t, const struct meter *m,
                               uint32_t row)
{
    struct plan *p = b->p;
    double *values = money_zeros(p), cell;
    uint32_t from = plan_row(p, row, NO_NAME);
    for (uint32_t k = 1; k <= p->program->months; k++)
        if (plan_value(p, from, k, &cell))
            values[k] = cell * plan_at(p, from)->scale / m->unit.factor;
    struct quantity q = {.template = metered_by(b, t, m, row), .values = values};
    q.label = row_address(p->arena, p->program, row);
    q.unit = m->unit_text;
    q.style = LOOK_COUNT;
    q.folded = true;
    return plan_own(p, b->page, q);
}

static struct str metered(struct builder *b, struct place *t, const struct meter *m)
{
    struct plan *p = b->p;
    struct text out = {.arena = p->arena};
    meter_rows rows = rows_of_meter(b, m);
    for (uint32_t i = 0; i < rows.count; i++)
        text_addf(&out, "%s%.*s", out.len ? "+" : "", STR_ARG(metered_by(b, t, m, rows.at[i])));
    if (formula_length(p, b->page, text_str(&out)) <= LONGEST_FORMULA) return text_str(&out);
    uint32_t first = 0, last = 0;
    for (uint32_t i = 0; i < rows.count; i++) {
        last = add_metered_by(b, t, m, rows.at[i]);
        if (i == 0) first = last;
    }
    return sum_between(b, first, last);
}

// A meter that some component can't tell has no total.
static void add_metered(struct builder *b, struct place *t, const struct meter *m,
                        uint32_t line)
{
    static const struct {
        const char *meter;
        enum money_figure figure;
        double factor;
    } figures[] = {
        {"gpu_hours", MONEY_GPU_HOURS, 3600},        {"energy", MONEY_ENERGY, 3.6e6},
        {"emissions", MONEY_EMISSIONS, 1e3},         {"emissions_market", MONEY_MARKET, 1e3},
        {"emissions_embodied", MONEY_EMBODIED, 1e3}, {"water", MONEY_WATER, 1}};
    for (size_t i = 0; i < COUNT_OF(figures); i++) {
        if (!str_is(m->name, figures[i].meter)) continue;
        if (i && !ledger_knows_meter(b->tally, figures[i].meter)) return;
        struct expr all = expr_of(money_whole(b, line), m->unit.factor, RANK_ATOM);
        money_figure(b, figures[i].figure, expr_in(t, all, figures[i].factor, RANK_TEST),
                     val_double(m->total) / figures[i].factor);
    }
}

static void add_meters(struct builder *b)
{
    struct place t = {.plan = b->p, .owner = NO_NAME};
    for (uint32_t i = 0; i < b->tally->meters.count; i++) {
        const struct meter *m = &b->tally->meters.at[i];
        double *values = money_numbers(b->p, m->amount);
        for (uint32_t k = 0; k <= b->p->program->months; k++)
            values[k] /= m->unit.factor;
        struct quantity q = {.label = m->name, .unit = m->unit_text, .values = values};
        q.style = LOOK_COUNT;
        q.template = metered(b, &t, m);
        q.total = true;
        uint32_t line = plan_own(b->p, b->page, q);
        if (str_is(m->name, "gpu_hours"))
            b->p->options[b->option].lines.served[SERVED_GPU_HOURS] = line;
        add_metered(b, &t, m, line);
    }
}

// ---- the pages ---------------------------------------------------------------------------------

// Returns its sum, or NO_NAME where there are no lines of the class.
static uint32_t add_class(struct builder *b, enum cost_class class, enum money_figure figure,
                          const char *label)
{
    struct group g = add_group(b, class, false);
    if (g.first == NO_NAME) return NO_NAME;
    uint32_t line = money_line(b, str_of(label), group_sum(b, &g), g.values, LOOK_SUM);
    money_figure(b, figure, money_whole(b, line), sum(b->p, g.values));
    return line;
}

static double largest(const struct plan *p, const double *list)
{
    double most = 0;
    for (uint32_t m = 0; m <= p->program->months; m++)
        if (list[m] > most) most = list[m];
    return most;
}

static void add_so_far(struct builder *b, const double *cash)
{
    struct plan *p = b->p;
    struct money_lines *l = &p->options[b->option].lines;
    double *so_far = money_zeros(p), sum_of = 0;
    for (uint32_t m = 0; m <= p->program->months; m++)
        so_far[m] = sum_of += cash[m];
    struct str text =
        STR_JOINED(p->arena, STR("SUM("), money_mark(b, MARK_THROUGH, l->cash), STR(")"));
    l->so_far = money_line(b, STR("Cash so far"), text, so_far, LOOK_MONEY);
    plan_at(p, l->so_far)->total = false;
    text = STR_JOINED(p->arena, STR("MAX(0,"), money_mark(b, MARK_SUM, l->so_far), STR(")"));
    money_figure(b, MONEY_PEAK, text, largest(p, so_far));
}

// Capex, opex and their sum; the same parted by where it stands in time.
static void add_cash(struct builder *b)
{
    struct plan *p = b->p;
    struct money_lines *l = &p->options[b->option].lines;
    struct group bought = add_group(b, CLASS_CAPEX, true);
    l->capex = money_line(b, STR("Capex"), group_sum(b, &bought), bought.values, LOOK_SUM);
    struct group ahead = add_group(b, CLASS_OPEX, true),
                 running = add_group(b, CLASS_OPEX, false);
    double *opex = added(b, ahead.values, running.values);
    l->opex = money_line(b, STR("Opex"), plus(b, group_sum(b, &ahead), group_sum(b, &running)),
                         opex, LOOK_SUM);
    struct str text =
        plus(b, money_mark(b, MARK_CELL, l->capex), money_mark(b, MARK_CELL, l->opex));
    double *cash = added(b, bought.values, opex);
    l->cash = money_line(b, STR("Cash"), text, cash, LOOK_SUM);
    add_so_far(b, cash);
    money_figure(b, MONEY_CAPEX, money_whole(b, l->capex), val_double(b->tally->capex));
    money_figure(b, MONEY_OPEX, money_whole(b, l->opex), val_double(b->tally->opex));
    money_figure(b, MONEY_TOTAL, money_whole(b, l->cash), val_double(b->tally->total));
    l->dated =
        money_line(b, STR("Dated money"), plus(b, group_sum(b, &bought), group_sum(b, &ahead)),
                   added(b, bought.values, ahead.values), LOOK_MONEY);
    l->running =
        money_line(b, STR("Running money"), group_sum(b, &running), running.values, LOOK_MONEY);
    if (p->session->ledger.discounted) add_worth(b);
}

static void add_option(struct builder *b)
{
    struct plan *p = b->p;
    add_cash(b);
    add_class(b, CLASS_RISK, MONEY_RISK, "Expected losses");
    add_class(b, CLASS_BENEFIT, MONEY_BENEFIT, "Benefits");
    p->options[b->option].lines.financing =
        add_class(b, CLASS_FINANCING, MONEY_FINANCING, "Financing");
    uint32_t risk = p->options[b->option].figure[MONEY_RISK];
    struct str text = money_mark(b, MARK_CELL, p->options[b->option].figure[MONEY_TOTAL]);
    if (risk != NO_NAME) text = plus(b, text, money_mark(b, MARK_CELL, risk));
    money_figure(b, MONEY_ADJUSTED, text, val_double(b->tally->risk_adjusted));
    add_tokens(b);
    add_unserved(b);
    add_lacks(b);
    add_meters(b);
    levelised_plan(b);
}

static void start_option(struct builder *b)
{
    struct plan *p = b->p;
    struct money_option *o = &p->options[b->option];
    for (uint32_t f = 0; f < MONEY_FIGURES; f++)
        o->figure[f] = NO_NAME;
    struct str title =
        STR_JOINED(p->arena, p->program->options.at[b->option].name, STR(" cash"));
    o->lines.worth = NO_NAME;
    for (int i = 0; i < SERVED_COUNT; i++)
        o->lines.served[i] = NO_NAME;
    o->books = (struct money_books){NO_NAME, NO_NAME, NO_NAME, NO_NAME, NO_NAME};
    checks_begin_option(b);
    b->page = o->page = plan_page(p, PAGE_OPTION, b->option, title);
    b->tally = &p->session->ledger.tallies[b->option];
}

// By line of the ledger.
static uint32_t *no_quantities(const struct plan *p)
{
    uint32_t count = p->session->ledger.lines.count;
    uint32_t *list = ARENA_ARRAY(p->keep, uint32_t, count + 1);
    for (uint32_t i = 0; i < count; i++)
        list[i] = NO_NAME;
    return list;
}

void money_plan(struct plan *p)
{
    const struct program *g = p->program;
    struct statement books, tax;
    bool has_books = statements_build(p, VIEW_BOOK, &books);
    bool has_tax = statements_build(p, VIEW_TAX, &tax);
    p->paid = no_quantities(p);
    p->effective = no_quantities(p);
    p->books_by_year = p->tax_by_year = NO_NAME;
    p->options = ARENA_ARRAY(p->keep, struct money_option, g->options.count);
    struct builder b = {.p = p, .currency = p->session->info.currency};
    checks_begin(&b);
    time_plan(&b);
    for (b.option = 0; b.option < g->options.count; b.option++) {
        struct arena_mark mark = arena_mark(p->arena);
        start_option(&b);
        add_option(&b);
        amortised_plan(&b);
        if (has_books) statements_plan(&b, &books);
        if (has_tax) statements_plan(&b, &tax);
        arena_release(p->arena, mark);
    }
    // One option alone has nothing to break even with.
    b.page = g->options.count > 1 ? plan_page(p, PAGE_OPTION, 0, STR("Break-even"))
                                  : p->options[0].page;
    for (b.option = 0; b.option < g->options.count; b.option++)
        compared_plan(&b);
    for (b.option = 0; b.option < g->options.count; b.option++) {
        b.tally = &p->session->ledger.tallies[b.option];
        if (b.option != g->baseline) returns_plan(&b);
    }
    time_periods(&b);
    checks_plan(&b);
}
