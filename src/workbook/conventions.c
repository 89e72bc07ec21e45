// conventions.c - what numbers are called that nobody would change: the factors between units, and
// the distances that models take for none.
//
// A factor is made of two times, two currencies and a power of ten, any of which may be 1: that of
// USD/month to kUSD/year is 12 / 1000.
#include "workbook/formula_int.h"

#include "base/num.h"

#include <math.h>

enum { TIMES = 8 };

static const struct {
    const char *one, *several;
    double seconds, months;  // of which one is 0: months are as long as the scenario has them
} KNOWN_TIMES[TIMES] = {
    {"second", "seconds", 1, 0},   {"minute", "minutes", 60, 0}, {"hour", "hours", 3600, 0},
    {"day", "days", 86400, 0},     {"week", "weeks", 604800, 0}, {"month", "months", 0, 1},
    {"quarter", "quarters", 0, 3}, {"year", "years", 0, 12},
};

struct naming {
    const struct unit_system *units;
    double factor;
    int times[2], currencies[2];  // of which the first counts the second: hours in a month
    int power;
};

static double seconds_of(const struct unit_system *units, int time)
{
    double month = units->hours_per_month * 3600;
    return KNOWN_TIMES[time].seconds + KNOWN_TIMES[time].months * month;
}

// The scenario's own comes behind the others.
static double worth_of(const struct unit_system *units, uint32_t currency)
{
    return currency < units->rate_count ? units->rates[currency].value : 1;
}

static struct str currency_of(const struct unit_system *units, int currency)
{
    bool own = (uint32_t)currency == units->rate_count;
    return currency_name(own ? units->home : units->rates[currency].code);
}

// Is what times and currencies leave a power of ten?
static bool fits(struct naming *n)
{
    enum { MOST = 30 };
    double left = n->factor;
    left *= seconds_of(n->units, n->times[0]) / seconds_of(n->units, n->times[1]);
    left *= worth_of(n->units, (uint32_t)n->currencies[0]) /
            worth_of(n->units, (uint32_t)n->currencies[1]);
    n->power = 0;
    for (; left > 3 && n->power < MOST; n->power++)
        left /= 10;
    for (; left < 0.3 && n->power > -MOST; n->power--)
        left *= 10;
    return fabs(left - 1) < 1e-11;
}

static bool fits_some_time(struct naming *n)
{
    for (int pair = 0; pair < TIMES * TIMES; pair++) {
        n->times[0] = pair / TIMES;
        n->times[1] = pair % TIMES;
        if ((pair == 0 || n->times[0] != n->times[1]) && fits(n)) return true;
    }
    return false;
}

// Without a currency first, so that a rate that happens to be 12 names no months.
static bool find(struct naming *n)
{
    int count = (int)n->units->rate_count + 1;
    if (fits_some_time(n)) return true;
    for (int pair = 0; pair < count * count; pair++) {
        n->currencies[0] = pair / count;
        n->currencies[1] = pair % count;
        if (n->currencies[0] != n->currencies[1] && fits_some_time(n)) return true;
    }
    return false;
}

static void add_power(struct text *out, int power)
{
    static const char *const names[] = {"a thousand", "a million", "a billion", "a trillion"};
    if (power % 3 == 0 && power > 0 && power <= 12)
        text_add_c(out, names[power / 3 - 1]);
    else
        text_addf(out, "10^%d", power);
}

// "hours in a month": the shorter in the longer; the other way round it is divided by.
static struct str time_text(struct arena *a, const struct naming *n, bool over)
{
    int small = n->times[over], large = n->times[!over];
    if (small >= large) return STR_NONE;
    return str_format(a, "%s in %s %s", KNOWN_TIMES[small].several,
                      KNOWN_TIMES[large].one[0] == 'h' ? "an" : "a", KNOWN_TIMES[large].one);
}

struct str convention_label(struct arena *a, const struct unit_system *units, double factor)
{
    struct naming n = {.units = units, .factor = factor};
    struct text out = {.arena = a};
    char digits[NUM_TEXT];
    num_write_tidy(digits, factor);
    if (!find(&n)) return str_format(a, "a factor of %s between units", digits);
    struct str parts[2] = {time_text(a, &n, false), STR_NONE};
    if (n.currencies[0] != n.currencies[1])
        parts[1] = str_format(a, "%.*s in %.*s", STR_ARG(currency_of(units, n.currencies[0])),
                              STR_ARG(currency_of(units, n.currencies[1])));
    for (int i = 0; i < 2; i++)
        if (parts[i].len) text_addf(&out, "%s%.*s", out.len ? " * " : "", STR_ARG(parts[i]));
    if (n.power > 0) {
        if (out.len) text_add_c(&out, " * ");
        add_power(&out, n.power);
    }
    struct str over = time_text(a, &n, true);
    if (out.len == 0) text_add_c(&out, "1");
    if (over.len) text_addf(&out, " / %.*s", STR_ARG(over));
    if (n.power < 0) {
        text_add_c(&out, " / ");
        add_power(&out, -n.power);
    }
    return text_str(&out);
}

// ---- distances that count as none ---------------------------------------------------------------

// Too small to mean anything by itself. One with a unit that is added may be a price of something small.
static bool is_slight(const struct plan *p, uint32_t id, bool bare)
{
    static const double MOST = 1e-6;
    const struct ast *n = plan_node(p, id);
    if (n->kind != AST_NUMBER || n->number <= 0) return false;
    const struct literal *l = &p->program->asts.literals.at[n->extra];
    return l->value <= MOST && !(bare && l->unit_text.len);
}

// As it was written, without the rate of its currency.
static uint32_t stated_kid(const struct plan *p, uint32_t call, uint32_t i)
{
    uint32_t id = plan_kid(p, call, i);
    while (plan_node(p, id)->flags & AST_MOVES)
        id = plan_kid(p, id, 0);
    return id;
}

static void mark_slight(struct plan *p, uint32_t call, bool bare)
{
    for (uint32_t i = 0; i < plan_node(p, call)->count; i++)
        if (is_slight(p, stated_kid(p, call, i), bare))
            p->slight[stated_kid(p, call, i)] = true;
}

// "1 + 1e-9", "off > 1e-6", "owed > 1e-6 * total(paid)", "max(bought, 1e-9 USD)"
void plan_find_slight(struct plan *p)
{
    p->slight = ARENA_ARRAY(p->keep, bool, p->program->asts.nodes.count);
    for (uint32_t id = 0; id < p->program->asts.nodes.count; id++) {
        const struct ast *n = plan_node(p, id);
        if (n->kind != AST_CALL) continue;
        bool compares = func_row((enum func)n->what)->rule == RULE_COMPARE;
        if (compares || n->what == FUNC_MAX) mark_slight(p, id, false);
        if (n->what == FUNC_ADD || n->what == FUNC_SUB) mark_slight(p, id, true);
        for (uint32_t i = 0; compares && i < n->count; i++) {
            const struct ast *side = plan_node(p, plan_kid(p, id, i));
            if (side->kind == AST_CALL && side->what == FUNC_MUL)
                mark_slight(p, plan_kid(p, id, i), true);
        }
    }
}

struct str convention_of_slight(struct arena *a, double distance)
{
    char digits[NUM_TEXT];
    num_write_tidy(digits, distance);
    struct str size = str_of(digits);
    if (fabs(distance * 1e6 - 1) < 1e-9) size = STR("a millionth");
    if (fabs(distance * 1e9 - 1) < 1e-9) size = STR("a billionth");
    return str_format(a, "differences of %.*s that models take for none", STR_ARG(size));
}
