#include "engine/roots.h"

#include "engine/vmath.h"

#include <stdbool.h>

// u = GRAIN * sinh(s): steps of about GRAIN near 0, proportional to |u| beyond.
static const double GRAIN = 0.001;

static double u_of(double s)
{
    return GRAIN * 0.5 * (vm_exp(s) - vm_exp(-s));
}

static double s_of(double u)
{
    double x = fabs(u) / GRAIN, s = vm_ln(x + sqrt(x * x + 1));
    return u < 0 ? -s : s;
}

static double clear_value(struct curve_point p)
{
    return fabs(p.value) <= 1e-16 * p.size ? 0 : p.value;
}

static double value_at(const struct curve *c, double s)
{
    return clear_value(c->at(c->context, u_of(s)));
}

static double bisect(const struct curve *c, double low, double high)
{
    bool rising = value_at(c, low) < 0;
    for (int i = 0; i < 200; i++) {
        double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) break;
        double value = value_at(c, middle);
        if (value == 0) return middle;
        if ((value < 0) == rising)
            low = middle;
        else
            high = middle;
    }
    return low + (high - low) / 2;
}

static void add(struct roots *r, double s)
{
    double u = u_of(s), last = r->count ? r->u[r->count - 1] : 0;
    if (fabs(u) < 1e-14) u = 0;
    if (r->count > 0 && u - last <= 1e-10 * (fabs(u) + GRAIN)) return;
    if (r->count < ROOTS) r->u[r->count++] = u;
}

// The point in low..high where side * value is least: where what it gains over a small step
// changes its sign, which is far sharper than where it is least.
static double lowest_point(const struct curve *c, double side, double low, double high)
{
    const double step = 3e-5;
    for (int i = 0; i < 60 && high - low > 1e-13 * (1 + fabs(low)); i++) {
        double middle = low + (high - low) / 2;
        double after = c->at(c->context, u_of(middle + step)).value;
        double before = c->at(c->context, u_of(middle - step)).value;
        if (side * (after - before) < 0)
            low = middle;
        else
            high = middle;
    }
    return low + (high - low) / 2;
}

// Three points of one sign with the middle nearest to zero: the curve may touch or cross between.
// Where all three are equal it is flat, as at extreme rates, where only the outermost flow counts.
static void look_closer(const struct curve *c, const double s[3], const double value[3],
                        struct roots *out)
{
    bool one_sign = (value[0] < 0) == (value[1] < 0) && (value[1] < 0) == (value[2] < 0);
    bool dips = fabs(value[1]) <= fabs(value[0]) && fabs(value[1]) <= fabs(value[2]);
    bool flat = value[1] == value[0] && value[1] == value[2];
    if (!one_sign || !dips || flat || value[0] == 0 || value[1] == 0 || value[2] == 0) return;
    double lowest = lowest_point(c, value[1] < 0 ? -1 : 1, s[0], s[2]),
           least = value_at(c, lowest);
    struct curve_point p = c->at(c->context, u_of(lowest));
    if (least != 0 && (least < 0) != (value[1] < 0)) {
        add(out, bisect(c, s[0], lowest));
        add(out, bisect(c, lowest, s[2]));
    } else if (fabs(least) <= 2e-15 * p.size) {
        add(out, lowest);
    }
}

// Roots between which the curve does not leave zero by more than rounding are one.
static void merge(const struct curve *c, struct roots *r)
{
    uint32_t count = 0;
    for (uint32_t i = 0, next; i < r->count; i = next) {
        for (next = i + 1; next < r->count; next++) {
            struct curve_point p = c->at(c->context, (r->u[next - 1] + r->u[next]) / 2);
            if (fabs(p.value) > 1e-14 * p.size) break;
        }
        r->u[count++] = (r->u[i] + r->u[next - 1]) / 2;
    }
    r->count = count;
}

// Where the curve is zero at 0, a root from which it stays there up to rounding is 0: a
// double or triple root is found only as well as the curve is flat around it.
static void settle_at_zero(const struct curve *c, struct roots *r)
{
    if (value_at(c, 0) != 0) return;
    for (uint32_t i = 0; i < r->count; i++) {
        struct curve_point p = c->at(c->context, r->u[i] / 2);
        if (fabs(p.value) <= 1e-14 * p.size) r->u[i] = 0;
    }
}

enum { POINTS = 4000 };  // of the grid, after the first

// The s of points first..first + CURVE_POINTS - 1 of the grid, and the values there.
static void look(const struct curve *c, double low, double high, int first, double *s,
                 double *value)
{
    double u[CURVE_POINTS];
    struct curve_point p[CURVE_POINTS];
    uint32_t count = 0;
    for (; count < CURVE_POINTS && first + (int)count <= POINTS; count++) {
        int i = first + (int)count;
        s[count] = i == POINTS ? high : low + (high - low) * i / POINTS;
        u[count] = u_of(s[count]);
    }
    if (c->all) c->all(c->context, u, count, p);
    for (uint32_t i = 0; i < count && !c->all; i++)
        p[i] = c->at(c->context, u[i]);
    for (uint32_t i = 0; i < count; i++)
        value[i] = clear_value(p[i]);
}

static void search(const struct curve *c, double low, double high, struct roots *out)
{
    double s[3] = {low, low, low}, value[3] = {0, 0, value_at(c, low)};
    double next[CURVE_POINTS], values[CURVE_POINTS];
    for (int i = 1; i <= POINTS; i++) {
        int at = (i - 1) % CURVE_POINTS;
        if (at == 0) look(c, low, high, i, next, values);
        s[0] = s[1], s[1] = s[2], value[0] = value[1], value[1] = value[2];
        s[2] = next[at];
        value[2] = values[at];
        if (i > 1) look_closer(c, s, value, out);
        if (value[2] == 0)
            add(out, s[2]);
        else if (value[1] != 0 && (value[1] < 0) != (value[2] < 0))
            add(out, bisect(c, s[1], s[2]));
    }
}

void roots_find(const struct curve *c, int single, struct roots *out)
{
    double low = s_of(ROOTS_LEAST), high = s_of(ROOTS_MOST);
    *out = (struct roots){0};
    if (!single) {
        search(c, low, high, out);
        merge(c, out);
        settle_at_zero(c, out);
        return;
    }
    double first = value_at(c, low), last = value_at(c, high);
    if (first != 0 && last != 0 && (first < 0) != (last < 0)) add(out, bisect(c, low, high));
}
