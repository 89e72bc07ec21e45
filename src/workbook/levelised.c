// levelised.c - what an option costs for each thing that it serves, over what these are worth; and its
// cost in money of the first day.
#include "workbook/money_int.h"

static const struct metrics *metrics_of(const struct builder *b)
{
    return &b->p->comparison->options[b->option].metrics;
}

// ---- what is served ----------------------------------------------------------------------------

static void add_served(struct builder *b, enum served what, const char *label)
{
    struct plan *p = b->p;
    struct place t = {.plan = p, .owner = NO_NAME};
    bool output = what == SERVED_OUTPUT;
    struct quantity q = {
        .label = str_of(label), .unit = STR("token"), .style = LOOK_COUNT, .total = true};
    double *values = money_numbers(p, b->tally->output_served);
    for (uint32_t m = 0; !output && m <= p->program->months; m++)
        values[m] = val_double(b->tally->tokens_served[m]) - values[m];
    q.template = money_tokens(b, &t, !output, output);
    q.values = values;
    q.opening = true;
    p->options[b->option].lines.served[what] = plan_own(p, b->page, q);
}

// ---- levelised ---------------------------------------------------------------------------------

// What a line is worth at a factor.
static struct str worth_of(struct builder *b, uint32_t line, uint32_t factor)
{
    return str_format(b->p->arena, "SUMPRODUCT(%.*s,%.*s)",
                      STR_ARG(money_mark(b, MARK_ALL, line)),
                      STR_ARG(money_mark(b, MARK_ALL, factor)));
}

// The same of what is left of it when it is taxed at the rate of each month.
static struct str worth_after_tax(struct builder *b, uint32_t line, uint32_t factor)
{
    struct plan *p = b->p;
    struct place t = {.plan = p, .owner = NO_NAME};
    uint32_t rate = plan_row(p, metrics_of(b)->tax_row, NO_NAME);
    bool fixed = plan_at(p, rate)->fixed;
    struct str text =
        expr_in(&t, expr_series(&t, fixed ? MARK_CELL : MARK_ALL, rate), 1, RANK_PRODUCT);
    if (fixed)
        return str_format(p->arena, "(%.*s*(1-%.*s))", STR_ARG(worth_of(b, line, factor)),
                          STR_ARG(text));
    return str_format(p->arena, "SUMPRODUCT(%.*s,%.*s,1-%.*s)",
                      STR_ARG(money_mark(b, MARK_ALL, line)),
                      STR_ARG(money_mark(b, MARK_ALL, factor)), STR_ARG(text));
}

static void add_levelised(struct builder *b, enum served what, enum money_figure figure,
                          uint32_t factor, bool taxed, struct maybe value)
{
    struct plan *p = b->p;
    struct place t = {.plan = p, .owner = NO_NAME};
    uint32_t line = p->options[b->option].lines.served[what];
    uint32_t cost = p->options[b->option].figure[MONEY_NPV];
    if (!value.known || line == NO_NAME || factor == NO_NAME || cost == NO_NAME) return;
    struct str worth = taxed ? worth_after_tax(b, line, factor) : worth_of(b, line, factor);
    struct str per = what == SERVED_GPU_HOURS
                         ? STR_NONE
                         : STR_JOINED(p->arena, STR("*"), expr_number(&t, 1e6, "a million"));
    struct str text =
        str_format(p->arena, "IF(%.*s>0,%.*s/%.*s%.*s,0)", STR_ARG(worth),
                   STR_ARG(money_mark(b, MARK_CELL, cost)), STR_ARG(worth), STR_ARG(per));
    money_figure(b, figure, text, value.value);
}

// ---- constant money ----------------------------------------------------------------------------

static struct str over(struct builder *b, uint32_t line, uint32_t level, uint32_t factor)
{
    struct text out = {.arena = b->p->arena};
    text_addf(&out, "SUMPRODUCT(%.*s/%.*s", STR_ARG(money_mark(b, MARK_SUM, line)),
              STR_ARG(money_mark(b, MARK_SUM, level)));
    if (factor != NO_NAME) text_addf(&out, "*%.*s", STR_ARG(money_mark(b, MARK_SUM, factor)));
    text_add_char(&out, ')');
    return text_str(&out);
}

static void add_real(struct builder *b, enum money_figure figure, uint32_t dated_factor,
                     uint32_t running_factor, struct maybe value)
{
    struct plan *p = b->p;
    const struct money_lines *l = &p->options[b->option].lines;
    if (!value.known) return;
    struct str text =
        STR_JOINED(p->arena, over(b, l->dated, p->time->dated_level, dated_factor), STR("+"),
                   over(b, l->running, p->time->running_level, running_factor));
    money_figure(b, figure, text, value.value);
}

void levelised_plan(struct builder *b)
{
    static const struct {
        enum served what;
        enum money_figure nominal, real, pretax;
    } rows[] = {{SERVED_BLENDED, MONEY_LEVELISED, MONEY_REAL_ALL, MONEY_PRETAX_ALL},
                {SERVED_INPUT, MONEY_PER_INPUT, MONEY_REAL_INPUT, MONEY_PRETAX_INPUT},
                {SERVED_OUTPUT, MONEY_PER_OUTPUT, MONEY_REAL_OUTPUT, MONEY_PRETAX_OUTPUT},
                {SERVED_GPU_HOURS, MONEY_PER_HOUR, MONEY_REAL_HOUR, MONEY_PRETAX_HOUR}};
    const struct metrics *m = metrics_of(b);
    const struct money_time *t = b->p->time;
    if (b->p->options[b->option].lines.served[SERVED_BLENDED] != NO_NAME) {
        add_served(b, SERVED_INPUT, "Input tokens served");
        add_served(b, SERVED_OUTPUT, "Output tokens served");
    }
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        enum served what = rows[i].what;
        if (what != SERVED_BLENDED)  // which stands beside the tokens
            add_levelised(b, what, rows[i].nominal, t->running_factor, false,
                          m->levelised[MONEY_NOMINAL][what]);
        add_levelised(b, what, rows[i].pretax, t->running_factor, true,
                      m->levelised[MONEY_PRETAX][what]);
        add_levelised(b, what, rows[i].real, t->running_real, false,
                      m->levelised[MONEY_REAL][what]);
    }
    add_real(b, MONEY_TOTAL_REAL, NO_NAME, NO_NAME, m->total_real);
    add_real(b, MONEY_NPV_REAL, t->dated_real, t->running_real, m->npv_real);
}
