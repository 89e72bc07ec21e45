#include "analysis/breakdown.h"

#include "analysis/statement.h"

#include <math.h>

static bool is_cash(const struct line *l)
{
    return l->name->cost.class == CLASS_CAPEX || l->name->cost.class == CLASS_OPEX;
}

static uint32_t find_category(const struct breakdown *b, struct str category)
{
    for (uint32_t i = 0; i < b->categories.count; i++)
        if (str_eq(b->categories.at[i], category)) return i;
    return b->categories.count;
}

static void add_categories(struct session *s, struct breakdown *b)
{
    for (uint32_t i = 0; i < s->ledger.lines.count; i++) {
        const struct line *l = &s->ledger.lines.at[i];
        bool known = find_category(b, l->name->cost.category) < b->categories.count;
        if (is_cash(l) && !known && line_holds_money(&s->ledger, i))
            VEC_PUSH(&s->arena, &b->categories, l->name->cost.category);
    }
}

static void add_amounts(struct session *s, struct breakdown *b)
{
    b->amounts = ARENA_ARRAY(&s->arena, double, (size_t)b->options * b->categories.count);
    for (uint32_t i = 0; i < s->ledger.lines.count; i++) {
        const struct line *l = &s->ledger.lines.at[i];
        uint32_t category = find_category(b, l->name->cost.category);
        if (!is_cash(l) || category == b->categories.count) continue;
        for (uint32_t m = 0; m <= s->program.months; m++)
            b->amounts[(size_t)l->option * b->categories.count + category] +=
                val_double(l->billed[m]);
    }
}

static double size_of(const struct breakdown *b, uint32_t category)
{
    double size = 0;
    for (uint32_t o = 0; o < b->options; o++)
        size += fabs(breakdown_amount(b, o, category));
    return size;
}

static void swap(struct breakdown *b, uint32_t i, uint32_t k)
{
    struct str name = b->categories.at[i];
    b->categories.at[i] = b->categories.at[k];
    b->categories.at[k] = name;
    for (uint32_t o = 0; o < b->options; o++) {
        double *row = b->amounts + (size_t)o * b->categories.count, amount = row[i];
        row[i] = row[k];
        row[k] = amount;
    }
}

// There are a few dozen at most, and those of one size keep their order.
static void sort_categories(struct breakdown *b)
{
    for (uint32_t i = 1; i < b->categories.count; i++)
        for (uint32_t k = i; k > 0 && size_of(b, k) > size_of(b, k - 1); k--)
            swap(b, k, k - 1);
}

void breakdown_add_cash(struct arena *a, const struct program *p, const struct comparison *c,
                        struct breakdown *b)
{
    b->period = period_count(p, PERIOD_YEAR) > 1 ? PERIOD_YEAR : PERIOD_MONTH;
    b->periods = period_count(p, b->period);
    b->cash = ARENA_ARRAY(a, double, (size_t)b->options * b->periods);
    for (uint32_t o = 0; o < b->options; o++)
        for (uint32_t m = 0; m <= p->months; m++)
            b->cash[(size_t)o * b->periods + period_of(p, b->period, m)] +=
                c->options[o].cash[m];
}

static size_t flow_at(const struct breakdown *b, uint32_t option, uint32_t category)
{
    return ((size_t)option * b->categories.count + category) * b->periods;
}

static void add_flows(struct session *s, struct breakdown *b)
{
    b->flows = ARENA_ARRAY(&s->arena, double, flow_at(b, b->options, 0));
    for (uint32_t i = 0; i < s->ledger.lines.count; i++) {
        const struct line *l = &s->ledger.lines.at[i];
        uint32_t category = find_category(b, l->name->cost.category);
        if (!is_cash(l) || category == b->categories.count) continue;
        double *flow = b->flows + flow_at(b, l->option, category);
        for (uint32_t m = 0; m <= s->program.months; m++)
            flow[period_of(&s->program, b->period, m)] += val_double(l->billed[m]);
    }
}

struct breakdown breakdown_find(struct session *s, const struct comparison *c)
{
    struct breakdown b = {.options = c->count};
    add_categories(s, &b);
    add_amounts(s, &b);
    sort_categories(&b);
    breakdown_add_cash(&s->arena, &s->program, c, &b);
    add_flows(s, &b);
    return b;
}

double breakdown_amount(const struct breakdown *b, uint32_t option, uint32_t category)
{
    return b->amounts[(size_t)option * b->categories.count + category];
}

double breakdown_cash(const struct breakdown *b, uint32_t option, uint32_t period)
{
    return b->cash[(size_t)option * b->periods + period];
}

double breakdown_flow(const struct breakdown *b, uint32_t option, uint32_t category,
                      uint32_t period)
{
    return b->flows[flow_at(b, option, category) + period];
}
