#include "engine/roots.h"

#include "engine/vmath.h"

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

struct grid {
    const struct curve *curve;
    double low, high;        // s of its ends
    bool clear[POINTS + 1];  // by point: nothing is to be found from the one before to here
};

static double s_at(const struct grid *g, int i)
{
    return i == POINTS ? g->high : g->low + (g->high - g->low) * i / POINTS;
}

struct place {
    int i;  // on the grid
    double u;
    struct curve_point p;
};

static struct place place_at(const struct grid *g, int i)
{
    double u = u_of(s_at(g, i));
    return (struct place){i, u, g->curve->at(g->curve->context, u)};
}

// Whether the terms of one sign outweigh those of the other all the way between two places on one
// side of 0: they are least at the far one, the others largest at the near one. By a margin far
// above rounding, so that the curve neither crosses nor touches zero there.
static bool outweighs(const struct place *near, const struct place *far, double rise,
                      double sign)
{
    double growth = vm_exp(rise * fabs(far->u - near->u));
    double least = (far->p.size + sign * far->p.value) / 2;
    double most = (near->p.size - sign * near->p.value) / 2 * growth;
    return least - most > 1e-9 * near->p.size * growth;
}

// Finds out where nothing has to be looked for, in halves.
static void rule_out(struct grid *g, const struct place *first, const struct place *last)
{
    double rise = g->curve->rise;
    bool above = first->u >= 0, below = last->u <= 0;
    const struct place *near = above ? first : last, *far = above ? last : first;
    if ((above || below) && (outweighs(near, far, rise, 1) || outweighs(near, far, rise, -1))) {
        for (int i = first->i + 1; i <= last->i; i++)
            g->clear[i] = true;
    } else if (last->i - first->i > 1) {
        struct place middle = place_at(g, first->i + (last->i - first->i) / 2);
        rule_out(g, first, &middle);
        rule_out(g, &middle, last);
    }
}

static void search(const struct curve *c, double low, double high, struct roots *out)
{
    struct grid g = {.curve = c, .low = low, .high = high};
    struct place first = place_at(&g, 0), last = place_at(&g, POINTS);
    double s[3] = {low, low, low}, value[3] = {0, 0, clear_value(first.p)};
    int seen = 0;  // the point that s[2] is
    if (c->fades) rule_out(&g, &first, &last);
    for (int i = 1; i <= POINTS; i++) {
        if (g.clear[i] && (i == 1 || g.clear[i - 1])) continue;
        if (seen < i - 3) seen = i - 3;
        while (seen < i) {
            s[0] = s[1], s[1] = s[2], value[0] = value[1], value[1] = value[2];
            s[2] = s_at(&g, ++seen);
            value[2] = value_at(c, s[2]);
        }
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
