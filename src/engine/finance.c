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

// sum of list[m] * x^m and of its sizes, divided by x^months where x > 1 so that nothing
// overflows.
static struct curve_point polynomial(const double *list, uint32_t months, double x)
{
    struct curve_point p = {0, 0};
    double step = x <= 1 ? x : 1 / x;
    for (uint32_t i = 0; i <= months; i++) {
        double flow = list[x <= 1 ? months - i : i];
        p.value = p.value * step + flow;
        p.size = p.size * step + fabs(flow);
    }
    return p;
}

// A value with the sign of the present value at the monthly rate e^u - 1.
static struct curve_point worth(const void *context, double u)
{
    const struct flows *f = context;
    double x = vm_exp(-u), early = vm_exp(u * f->shift);
    struct curve_point dated = polynomial(f->dated, f->months, x);
    struct curve_point operating = polynomial(f->operating, f->months, x);
    return (struct curve_point){dated.value + operating.value * early,
                                dated.size + operating.size * early};
}

static void count_sign(double flow, double *last, int *changes)
{
    if (flow == 0) return;
    if (*last != 0 && (flow > 0) != (*last > 0)) (*changes)++;
    *last = flow;
}

// Flows in order of time. The number of roots is at most that of sign changes (Descartes).
static int sign_changes(const struct flows *f)
{
    double last = 0;
    int changes = 0;
    for (uint32_t m = 0; m <= f->months; m++) {
        if (f->shift == 0) {
            count_sign(f->dated[m] + f->operating[m], &last, &changes);
        } else if (f->shift == 1) {
            double next = m < f->months ? f->operating[m + 1] : 0;
            count_sign(f->dated[m] + next, &last, &changes);
        } else {
            count_sign(f->operating[m], &last, &changes);
            count_sign(f->dated[m], &last, &changes);
        }
    }
    return changes;
}

struct irr finance_irr(const struct flows *f)
{
    struct irr result = {.status = IRR_NONE};
    struct curve c = {worth, f};
    struct roots found;
    int changes = sign_changes(f);
    if (changes == 0) return result;
    roots_find(&c, changes == 1, &found);
    for (uint32_t i = 0; i < found.count; i++) {
        double yearly = vm_expm1(12 * found.u[i]);
        if (yearly > -1 && isfinite(yearly)) result.roots[result.count++] = yearly;
    }
    if (result.count > 0) result.status = result.count == 1 ? IRR_SINGLE : IRR_MULTIPLE;
    return result;
}
