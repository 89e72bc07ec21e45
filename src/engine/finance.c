#include "engine/finance.h"

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

// sum of list[m] * x^m, divided by x^months where x > 1 so that nothing overflows.
static double polynomial(const double *list, uint32_t months, double x)
{
    double sum = 0;
    if (x <= 1) {
        for (uint32_t m = months + 1; m-- > 0;)
            sum = sum * x + list[m];
        return sum;
    }
    double y = 1 / x;
    for (uint32_t m = 0; m <= months; m++)
        sum = sum * y + list[m];
    return sum;
}

// A value with the sign of the present value at the monthly rate e^u - 1.
static double worth(const struct flows *f, double u)
{
    double x = vm_exp(-u);
    return polynomial(f->dated, f->months, x) +
           polynomial(f->operating, f->months, x) * vm_exp(u * f->shift);
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

static double bisect(const struct flows *f, double low, double high)
{
    bool rising = worth(f, low) < 0;
    for (int i = 0; i < 200 && high - low > 1e-15 * (1 + fabs(low)); i++) {
        double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) break;
        if ((worth(f, middle) < 0) == rising)
            low = middle;
        else
            high = middle;
    }
    return low + (high - low) / 2;
}

struct irr finance_irr(const struct flows *f)
{
    enum { MANY = 4000, FEW = 40 };
    const double lowest = -4.605170185988091, highest = 13.815510557964274;  // ln 0.01, ln 1e6
    struct irr result = {.status = IRR_NONE};
    int changes = sign_changes(f);
    int points = changes > 1 ? MANY : FEW;
    double step = (highest - lowest) / points, u = lowest, before = worth(f, u);
    for (int i = 1; changes > 0 && i <= points && result.count < IRR_ROOTS; i++) {
        double next = lowest + i * step, after = worth(f, next);
        bool crosses = (before < 0) != (after < 0) && before != 0;
        if (crosses) result.roots[result.count++] = vm_expm1(12 * bisect(f, u, next));
        u = next;
        before = after;
    }
    if (result.count > 0) result.status = result.count == 1 ? IRR_SINGLE : IRR_MULTIPLE;
    return result;
}
