#include "engine/metalog.h"

#include "engine/vmath.h"

// The largest value of (u - 1/2) + u (1 - u) ln(u / (1 - u)), at u = 0.917: the slope times
// u (1 - u) is b + c times that, and must be above zero on both sides.
static const double STEEPEST = 0.5998393201288669;

static double log_odds(double u)
{
    return vm_ln(u) - vm_ln(1 - u);
}

// b and c are what the differences to y[0] ask for; the rest is a.
static void solve(const double p[3], const double y[3], struct metalog *m)
{
    double odds[3], skew[3];
    for (int i = 0; i < 3; i++) {
        odds[i] = log_odds(p[i]);
        skew[i] = (p[i] - 0.5) * odds[i];
    }
    double o1 = odds[1] - odds[0], o2 = odds[2] - odds[0];
    double s1 = skew[1] - skew[0], s2 = skew[2] - skew[0];
    double y1 = y[1] - y[0], y2 = y[2] - y[0], d = o1 * s2 - o2 * s1;
    m->b = (y1 * s2 - y2 * s1) / d;
    m->c = (o1 * y2 - o2 * y1) / d;
    m->a = y[0] - m->b * odds[0] - m->c * skew[0];
}

bool metalog_fit(const double p[3], const double y[3], struct metalog *m)
{
    solve(p, y, m);
    return m->b > fabs(m->c) * STEEPEST;
}

// b - STEEPEST c and b + STEEPEST c are linear in y[1]: each is zero somewhere.
void metalog_limits(const double p[3], const double y[3], double *low, double *high)
{
    double zero[2];
    struct metalog at_low, at_high;
    double from[3] = {y[0], y[0], y[2]}, to[3] = {y[0], y[2], y[2]};
    solve(p, from, &at_low);
    solve(p, to, &at_high);
    for (int side = 0; side < 2; side++) {
        double k = side ? STEEPEST : -STEEPEST;
        double f = at_low.b + k * at_low.c, g = at_high.b + k * at_high.c;
        zero[side] = y[0] + (y[2] - y[0]) * f / (f - g);
    }
    *low = zero[0] < zero[1] ? zero[0] : zero[1];
    *high = zero[0] < zero[1] ? zero[1] : zero[0];
}

double metalog_quantile(const struct metalog *m, double u)
{
    return m->a + (m->b + m->c * (u - 0.5)) * log_odds(u);
}
