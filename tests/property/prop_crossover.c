// prop_crossover.c - break-evens of random polynomials, whose roots are known beforehand.
//
// One option costs 0 or 100 a month, the other that and a polynomial of the input, multiplied out so
// that its terms cancel where it is nothing. Some roots are double: there the costs touch.
#include "support/check.h"
#include "support/gen.h"

#include "analysis/crossover.h"

#include <math.h>
#include <stdio.h>

enum { DEGREE = 4 };

static const double NOW = 5.05;  // of the input, between tenths

struct polynomial {
    uint64_t seed;
    int degree, root_count;
    double root[DEGREE];
    bool is_double[DEGREE];
    double money, level;
};

// Reports the seed of a law that does not hold.
static void holds(bool law, const struct polynomial *p, const char *what)
{
    if (!law) fail_msg("seed %llu: %s", (unsigned long long)p->seed, what);
}

static double value_at(const struct polynomial *p, double x)
{
    double value = p->money;
    for (int i = 0; i < p->root_count; i++)
        value *= (x - p->root[i]) * (p->is_double[i] ? x - p->root[i] : 1);
    return value;
}

// Roots in order, at tenths of 0.5 to 9.5.
static struct polynomial random_polynomial(struct gen *g, uint64_t seed)
{
    struct polynomial p = {.seed = seed};
    static const double sizes[] = {1e-3, 1, 1e3, 1e6};
    p.money = sizes[gen_whole(g, 0, 3)];
    p.level = p.money < 1 || gen_chance(g, 0.7) ? 0 : 100;
    int most = (int)gen_whole(g, 1, DEGREE);
    for (int64_t tenth = gen_whole(g, 5, 40); tenth <= 95 && p.degree < most;
         tenth += gen_whole(g, 1, 40)) {
        bool twice = gen_chance(g, 0.4) && p.degree + 2 <= most;
        p.is_double[p.root_count] = twice;
        p.root[p.root_count++] = (double)tenth / 10;
        p.degree += twice ? 2 : 1;
    }
    // a salary in the scenario itself is at least 0
    if (value_at(&p, NOW) < 0) p.money = -p.money;
    return p;
}

static enum side side_at(const struct polynomial *p, double x)
{
    return value_at(p, x) > 0 ? SIDE_DEARER : SIDE_CHEAPER;
}

// Multiplied out, as powers of params.x.
static void write_formula(const struct polynomial *p, char *out, size_t room)
{
    double term[DEGREE + 1] = {p->money};
    int degree = 0;
    for (int i = 0; i < p->root_count; i++)
        for (int twice = 0; twice <= (p->is_double[i] ? 1 : 0); twice++) {
            for (int k = ++degree; k > 0; k--)
                term[k] = term[k - 1] - p->root[i] * term[k];
            term[0] *= -p->root[i];
        }
    size_t at = (size_t)snprintf(out, room, "%.17g", p->level);
    for (int k = 0; k <= degree; k++) {
        at += (size_t)snprintf(out + at, room - at, " + (%.17g)", term[k]);
        for (int i = 0; i < k; i++)
            at += (size_t)snprintf(out + at, room - at, " * params.x");
    }
}

static bool find(struct session *s, const struct polynomial *p, struct crossovers *out)
{
    char formula[600], yaml[1200];
    struct vary v;
    write_formula(p, formula, sizeof formula);
    snprintf(yaml, sizeof yaml,
             "tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: 12 months\n"
             "params: {x: %g}\n"
             "options:\n"
             "  flat: {it: {use: staff, people: 1 FTE, salary: %g USD/FTE/month}}\n"
             "  other: {it: {use: staff, people: 1 FTE, salary: \"(%s) * 1 USD/FTE/month\"}}\n",
             NOW, p->level, formula);
    return compute_text(s, yaml) && vary_find(s, STR("params.x"), STR("0"), STR("10"), &v) &&
           crossovers_find(s, &v, out);
}

// Every root is found, once, with the side that the polynomial has beside it.
static void check_roots(const struct polynomial *p, const struct crossover *c)
{
    const double beside = 0.04;
    holds(c->roots.count == (uint32_t)p->root_count, p, "another number of roots");
    for (int i = 0; i < p->root_count; i++) {
        const struct root *r = &c->roots.at[i];
        holds(fabs(r->value - p->root[i]) < (p->is_double[i] ? 1e-3 : 1e-7), p,
              "a root is off");
        holds(r->kind == ROOT_CONTINUOUS, p, "the costs do not meet");
        holds(r->below == side_at(p, p->root[i] - beside), p, "another option below");
        holds(r->above == side_at(p, p->root[i] + beside), p, "another option above");
    }
}

// The cheaper option of an interval is the one in its middle, or beside it, where no root is.
static void check_intervals(const struct polynomial *p, const struct crossover *c)
{
    const double middle = 0.4731;
    double from = 0;
    for (uint32_t i = 0; i < c->stretches.count; i++) {
        const struct stretch *s = &c->stretches.at[i];
        holds(s->from == from, p, "a gap between intervals");
        holds(s->side == side_at(p, s->from + (s->to - s->from) * middle), p,
              "another option in the middle");
        from = s->to;
    }
    holds(from == 10 && !c->cut, p, "not the whole range");
}

static void polynomials_have_their_roots(void **state)
{
    (void)state;
    uint64_t cases = gen_cases(150);
    for (uint64_t seed = 1; seed <= cases; seed++) {
        struct gen g = gen_seeded(seed);
        struct polynomial p = random_polynomial(&g, seed);
        struct session s;
        struct crossovers found;
        holds(find(&s, &p, &found), &p, "nothing was computed");
        check_roots(&p, &found.list[0]);
        check_intervals(&p, &found.list[0]);
        session_close(&s);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(polynomials_have_their_roots)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
