#include "engine/finance.h"

#include "engine/roots.h"
#include "engine/vmath.h"

struct val finance_payment(struct graph *g, struct val rate, struct val periods,
                           struct val present, struct val future, struct val advance)
{
    struct val plain = graph_binary(g, OP_ADD, present, future);
    plain = graph_binary(g, OP_DIV, plain, periods);
    if (val_is(rate, 0)) return plain;
    struct val grown = graph_binary(g, OP_MUL, periods, graph_unary(g, OP_LOG1P, rate));
    grown = graph_unary(g, OP_EXPM1, grown);  // (1 + rate)^periods - 1
    struct val owed = graph_binary(g, OP_ADD, val_number(1), grown);
    owed = graph_binary(g, OP_ADD, graph_binary(g, OP_MUL, present, owed), future);
    struct val due = graph_binary(g, OP_MUL, rate, advance);
    due = graph_binary(g, OP_MUL, grown, graph_binary(g, OP_ADD, val_number(1), due));
    struct val level = graph_binary(g, OP_DIV, graph_binary(g, OP_MUL, owed, rate), due);
    struct val is_zero = graph_binary(g, OP_EQ, rate, val_number(0));
    return graph_select(g, is_zero, plain, level);
}

// (1 + rate)^periods - 1.
static struct val grown_by(struct graph *g, struct val rate, struct val periods)
{
    struct val u = graph_unary(g, OP_LOG1P, rate);
    return graph_unary(g, OP_EXPM1, graph_binary(g, OP_MUL, periods, u));
}

// What a payment of 1 each period has become by the end.
static struct val saved_by(struct graph *g, struct val rate, struct val periods,
                           struct val advance)
{
    if (val_is(rate, 0)) return periods;
    struct val due = graph_binary(g, OP_MUL, rate, advance);
    due = graph_binary(g, OP_ADD, val_number(1), due);
    struct val saved = graph_binary(g, OP_DIV, grown_by(g, rate, periods), rate);
    saved = graph_binary(g, OP_MUL, saved, due);
    return graph_select(g, graph_binary(g, OP_EQ, rate, val_number(0)), periods, saved);
}

struct val finance_owed(struct graph *g, struct val rate, struct val periods,
                        struct val payment, struct val present, struct val advance)
{
    struct val q = graph_binary(g, OP_ADD, val_number(1), grown_by(g, rate, periods));
    struct val paid = graph_binary(g, OP_MUL, payment, saved_by(g, rate, periods, advance));
    return graph_binary(g, OP_SUB, graph_binary(g, OP_MUL, present, q), paid);
}

struct val finance_borrowed(struct graph *g, struct val rate, struct val periods,
                            struct val payment, struct val left, struct val advance)
{
    struct val q = graph_binary(g, OP_ADD, val_number(1), grown_by(g, rate, periods));
    struct val paid = graph_binary(g, OP_MUL, payment, saved_by(g, rate, periods, advance));
    return graph_binary(g, OP_DIV, graph_binary(g, OP_ADD, paid, left), q);
}

struct val finance_present(struct graph *g, struct val rate, const struct val *flows,
                           uint32_t count, struct val first, struct arena *scratch)
{
    struct val u = graph_unary(g, OP_LOG1P, rate);
    struct val *terms = ARENA_ARRAY(scratch, struct val, count);
    for (uint32_t k = 0; k < count; k++) {
        struct val time = graph_binary(g, OP_ADD, first, val_number(k));
        struct val factor = graph_binary(g, OP_MUL, graph_unary(g, OP_NEG, time), u);
        terms[k] = graph_binary(g, OP_MUL, flows[k], graph_unary(g, OP_EXP, factor));
    }
    return graph_sum(g, terms, count);
}

// Sum of list[m] * x^m and of its sizes, divided by x^months where x is above 1 so that nothing
// overflows. `factor` is 1 / x then, else x.
static struct curve_point polynomial(const double *list, uint32_t months, double factor,
                                     bool above)
{
    double value = 0, size = 0;
    for (uint32_t i = 0; i <= months; i++) {
        double flow = list[above ? i : months - i];
        value = value * factor + flow;
        size = size * factor + fabs(flow);
    }
    return (struct curve_point){value, size};
}

// A value with the sign of the present value at the monthly rate e^u - 1.
static struct curve_point worth(const void *context, double u)
{
    const struct flows *f = context;
    double x = vm_exp(-u), early = vm_exp(u * f->shift);
    bool above = x > 1;  // money later is worth more
    double factor = above ? 1 / x : x;
    struct curve_point dated = polynomial(f->dated, f->months, factor, above),
                       operating = polynomial(f->operating, f->months, factor, above);
    return (struct curve_point){dated.value + operating.value * early,
                                dated.size + operating.size * early};
}

// Changes of sign along flows, and along their sums up to each of them.
struct signs {
    double last, sum, last_sum;
    double size;  // of all flows so far
    int changes, sum_changes;
    bool unclear;  // a sum so near to zero that rounding may have made its sign
};

static bool turns(double value, double *last)
{
    bool turned = *last != 0 && (value > 0) != (*last > 0);
    *last = value;
    return turned;
}

static void count_signs(double flow, struct signs *s)
{
    if (flow == 0) return;
    s->sum += flow;
    s->size += fabs(flow);
    s->changes += turns(flow, &s->last);
    s->sum_changes += turns(s->sum, &s->last_sum);
    if (fabs(s->sum) <= 1e-10 * s->size) s->unclear = true;
}

// The flow at the i-th moment of 0..2 * months + 1: operating flows of a column stand before the
// dated ones, with a shift of one month beside the dated ones of the column before.
static double flow_at(const struct flows *f, uint32_t i)
{
    uint32_t m = i / 2;
    if (f->shift == 0) return i % 2 ? 0 : f->dated[m] + f->operating[m];
    if (f->shift < 1) return i % 2 ? f->dated[m] : f->operating[m];
    if (i % 2) return f->dated[m] + (m < f->months ? f->operating[m + 1] : 0);
    return m == 0 ? f->operating[0] : 0;
}

// At most so many rates make the flows worth nothing, counted to two. By Descartes' rule they are
// no more than the changes of sign. The rule holds as well for sums of flows: for rates above
// zero those from the first on (the transform of the sums is that of the flows over u > 0), for
// rates below zero those from the last on.
static int roots_at_most(const struct flows *f)
{
    struct signs up = {0}, down = {0};
    uint32_t count = 2 * f->months + 2;
    for (uint32_t i = 0; i < count; i++) {
        count_signs(flow_at(f, i), &up);
        count_signs(flow_at(f, count - 1 - i), &down);
    }
    int by_sums = up.unclear || down.unclear ? 2 : up.sum_changes + down.sum_changes;
    int least = up.changes < by_sums ? up.changes : by_sums;
    return least < 2 ? least : 2;
}

// Without columns of nothing at both ends: at extreme rates only the outermost column counts.
static struct flows trimmed(struct flows f)
{
    for (; f.months > 0 && f.dated[0] == 0 && f.operating[0] == 0; f.months--)
        f.dated++, f.operating++;
    while (f.months > 0 && f.dated[f.months] == 0 && f.operating[f.months] == 0)
        f.months--;
    return f;
}

// Whether the value at the last rate looked at has another sign than the outermost flow, which alone
// counts beyond.
static bool is_beyond(const struct flows *f, bool high)
{
    uint32_t count = 2 * f->months + 2;
    struct curve_point p = worth(f, high ? ROOTS_MOST : ROOTS_LEAST);
    for (uint32_t i = 0; i < count && fabs(p.value) > 1e-15 * p.size; i++) {
        double flow = flow_at(f, high ? i : count - 1 - i);
        if (flow != 0) return (flow < 0) != (p.value < 0);
    }
    return false;
}

struct irr finance_irr(const struct flows *all)
{
    struct irr result = {.status = IRR_NONE};
    struct flows f = trimmed(*all);
    struct curve c = {worth, &f, .fades = true, .rise = f.shift};
    struct roots found;
    int most = roots_at_most(&f);
    if (most == 0) return result;
    roots_find(&c, most == 1, &found);
    for (uint32_t i = 0; i < found.count; i++) {
        double yearly = vm_expm1(12 * found.u[i]);
        if (yearly > -1 && isfinite(yearly)) result.roots[result.count++] = yearly;
    }
    bool beyond = found.count > result.count || is_beyond(&f, true) || is_beyond(&f, false);
    if (result.count > 0)
        result.status = result.count == 1 && !beyond ? IRR_SINGLE : IRR_MULTIPLE;
    else if (beyond)
        result.status = IRR_BEYOND;
    return result;
}
