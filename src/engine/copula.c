#include "engine/copula.h"

#include "base/num.h"

#include <math.h>

static const double SIXTH_OF_PI = 0.52359877559829887308;

// The Taylor series; its next term is below 2^-60 of the first for |x| <= pi / 6.
static double sine(double x)
{
    double z = x * x, term = x, sum = x;
    for (int k = 2; k <= 18; k += 2) {
        term = term * -z / (double)(k * (k + 1));
        sum += term;
    }
    return sum;
}

double copula_score(double rank)
{
    return fabs(rank) == 1 ? rank : 2 * sine(SIXTH_OF_PI * rank);
}

double copula_rank(double score)
{
    double low = -1, high = 1;
    if (fabs(score) >= 1) return score < 0 ? -1 : 1;
    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2;
        if (copula_score(middle) < score)
            low = middle;
        else
            high = middle;
    }
    return (low + high) / 2;
}

// ---- matrices ----------------------------------------------------------------------------------

static const double ROUNDING = 1e-12;  // of a pivot that stands for zero

// The triangular root of a symmetric matrix. False where it has a direction of negative variance.
static bool root_of(const double *m, uint32_t n, double *root)
{
    for (uint32_t i = 0; i < n * n; i++)
        root[i] = 0;
    for (uint32_t j = 0; j < n; j++) {
        double pivot = m[j * n + j];
        for (uint32_t k = 0; k < j; k++)
            pivot -= root[j * n + k] * root[j * n + k];
        if (pivot < -ROUNDING) return false;
        bool none = pivot <= ROUNDING;  // it follows from those before it
        double size = none ? 0 : sqrt(pivot);
        root[j * n + j] = size;
        for (uint32_t i = j + 1; i < n; i++) {
            double rest = m[i * n + j];
            for (uint32_t k = 0; k < j; k++)
                rest -= root[i * n + k] * root[j * n + k];
            if (none && fabs(rest) > 1e-6) return false;
            root[i * n + j] = none ? 0 : rest / size;
        }
    }
    return true;
}

// Solves root x = b for a triangular root without zeros. False if it has one.
static bool solve(const double *root, uint32_t n, const double *b, double *x)
{
    for (uint32_t i = 0; i < n; i++) {
        double rest = b[i];
        for (uint32_t k = 0; k < i; k++)
            rest -= root[i * n + k] * x[k];
        if (root[i * n + i] == 0) return false;
        x[i] = rest / root[i * n + i];
    }
    return true;
}

// ---- groups ------------------------------------------------------------------------------------

struct grouping {
    struct arena *arena;
    const struct program *p;
    const bool *used;  // by draw; NULL: all
    uint32_t *parent;  // by draw: towards the first of its group
};

static uint32_t first_of(const struct grouping *g, uint32_t draw)
{
    while (g->parent[draw] != draw)
        draw = g->parent[draw];
    return draw;
}

static bool counts(const struct grouping *g, const struct correlation *c)
{
    return !g->used || (g->used[c->a] && g->used[c->b]);
}

static void join(struct grouping *g)
{
    const struct program *p = g->p;
    g->parent = ARENA_ARRAY(g->arena, uint32_t, p->draws.count);
    for (uint32_t i = 0; i < p->draws.count; i++)
        g->parent[i] = i;
    for (uint32_t i = 0; i < p->correlations.count; i++) {
        const struct correlation *c = &p->correlations.at[i];
        if (!counts(g, c)) continue;
        uint32_t a = first_of(g, c->a), b = first_of(g, c->b);
        g->parent[a < b ? b : a] = a < b ? a : b;
    }
}

// The members of the group that begins with a draw, by name.
static uint32_t members_of(const struct grouping *g, uint32_t first, uint32_t *members)
{
    uint32_t count = 0;
    for (uint32_t i = first; i < g->p->draws.count; i++) {
        if (first_of(g, i) != first) continue;
        uint32_t at = count++;
        struct str name = g->p->draws.at[i].name;
        for (; at > 0 && str_cmp(name, g->p->draws.at[members[at - 1]].name) < 0; at--)
            members[at] = members[at - 1];
        members[at] = i;
    }
    return count;
}

static uint32_t place_of(const uint32_t *members, uint32_t count, uint32_t draw)
{
    uint32_t i = 0;
    while (i < count && members[i] != draw)
        i++;
    return i;
}

// The correlations of the scores of a group, every rank times `factor`.
static void fill(const struct grouping *g, const uint32_t *members, uint32_t n, double factor,
                 double *m)
{
    for (uint32_t i = 0; i < n * n; i++)
        m[i] = i % (n + 1) == 0;
    for (uint32_t i = 0; i < g->p->correlations.count; i++) {
        const struct correlation *c = &g->p->correlations.at[i];
        uint32_t a = place_of(members, n, c->a), b = place_of(members, n, c->b);
        if (a < n && b < n) m[a * n + b] = m[b * n + a] = copula_score(c->rank * factor);
    }
}

struct copula copula_of(struct arena *a, const struct program *p, const bool *used)
{
    struct grouping g = {a, p, used, NULL};
    VEC(struct copula_group) groups = {0};
    if (p->correlations.count == 0) return (struct copula){0};
    join(&g);
    uint32_t *list = ARENA_ARRAY(a, uint32_t, p->draws.count);
    for (uint32_t first = 0; first < p->draws.count; first++) {
        if (g.parent[first] != first) continue;
        uint32_t n = members_of(&g, first, list);
        if (n < 2) continue;
        uint32_t *members = ARENA_ARRAY(a, uint32_t, n);
        for (uint32_t i = 0; i < n; i++)
            members[i] = list[i];
        double *m = ARENA_ARRAY(a, double, (size_t)n *n),
               *root = ARENA_ARRAY(a, double, (size_t)n *n);
        fill(&g, members, n, 1, m);
        root_of(m, n, root);
        VEC_PUSH(a, &groups, (struct copula_group){n, members, root});
    }
    return (struct copula){groups.count, groups.at};
}

// From the last input to the first, since each is made of those before it.
void copula_mix(const struct copula_group *g, double *scores, uint32_t lanes)
{
    for (uint32_t i = g->count; i-- > 0;) {
        const double *root = g->root + (size_t)i * g->count;
        double *own = scores + (size_t)i * lanes;
        for (uint32_t l = 0; l < lanes; l++)
            own[l] = root[i] * own[l];
        for (uint32_t k = 0; k < i; k++) {
            const double *other = scores + (size_t)k * lanes;
            for (uint32_t l = 0; l < lanes; l++)
                own[l] += root[k] * other[l];
        }
    }
}

// ---- what cannot hold --------------------------------------------------------------------------

struct suspect {
    const struct correlation *pair;
    double low, high;  // between which its rank may lie, beside the others
    double away;       // its own from there
};

// The matrix without two of its rows, and these rows without each other.
static void set_apart(const double *m, uint32_t n, uint32_t i, uint32_t j, double *rest,
                      double *a, double *b)
{
    uint32_t at = 0, row = 0;
    for (uint32_t r = 0; r < n; r++) {
        if (r == i || r == j) continue;
        a[row] = m[i * n + r];
        b[row++] = m[j * n + r];
        for (uint32_t c = 0; c < n; c++)
            if (c != i && c != j) rest[at++] = m[r * n + c];
    }
}

// Two scores x, y given all others correlate by c +- sqrt((1 - |x|^2)(1 - |y|^2)), x and y being
// their rows over the root of the rest. False where no value of theirs would do.
static bool interval(struct arena *arena, const double *m, uint32_t n, uint32_t i, uint32_t j,
                     double *low, double *high)
{
    uint32_t k = n - 2;
    double *rest = ARENA_ARRAY(arena, double, (size_t)n *n),
           *root = ARENA_ARRAY(arena, double, (size_t)n *n),
           *rows = ARENA_ARRAY(arena, double, (size_t)4 * n);
    double *a = rows, *b = rows + n, *x = rows + 2 * n, *y = rows + 3 * n;
    set_apart(m, n, i, j, rest, a, b);
    if (!root_of(rest, k, root) || !solve(root, k, a, x) || !solve(root, k, b, y)) return false;
    double left_a = 1, left_b = 1, middle = 0;
    for (uint32_t r = 0; r < k; r++) {
        left_a -= x[r] * x[r];
        left_b -= y[r] * y[r];
        middle += x[r] * y[r];
    }
    if (left_a < 0 || left_b < 0) return false;
    double width = sqrt(left_a * left_b);
    *low = copula_rank(middle - width);
    *high = copula_rank(middle + width);
    return true;
}

// Two decimals towards the middle, or four where the interval is too small for two.
static void round_inwards(double *low, double *high)
{
    for (double scale = 100; scale <= 10000; scale *= 100) {
        double from = num_ceil(*low * scale - 1e-9) / scale,
               to = num_floor(*high * scale + 1e-9) / scale;
        if (from > to) continue;
        *low = from;
        *high = to;
        return;
    }
}

// The stated pair that would have to move least.
static struct suspect find_suspect(const struct grouping *g, const uint32_t *members,
                                   uint32_t n, const double *m)
{
    struct suspect best = {.away = 3};
    for (uint32_t i = 0; i < g->p->correlations.count; i++) {
        const struct correlation *c = &g->p->correlations.at[i];
        struct suspect s = {.pair = c};
        struct arena_mark mark = arena_mark(g->arena);
        uint32_t a = place_of(members, n, c->a), b = place_of(members, n, c->b);
        bool possible = a < n && b < n && interval(g->arena, m, n, a, b, &s.low, &s.high);
        arena_release(g->arena, mark);
        if (!possible) continue;
        round_inwards(&s.low, &s.high);
        s.away = c->rank < s.low ? s.low - c->rank : c->rank - s.high;
        if (s.away < best.away) best = s;
    }
    return best;
}

// Where the last pair of a group is stated.
static struct span last_pair(const struct grouping *g, uint32_t first)
{
    struct span where = SPAN_NONE;
    for (uint32_t i = 0; i < g->p->correlations.count; i++)
        if (first_of(g, g->p->correlations.at[i].a) == first)
            where = g->p->correlations.at[i].where;
    return where;
}

// The largest factor, in hundredths, by which all ranks would have to shrink.
static double find_factor(const struct grouping *g, const uint32_t *members, uint32_t n,
                          double *m, double *root)
{
    for (int hundredth = 99; hundredth > 0; hundredth--) {
        fill(g, members, n, hundredth / 100.0, m);
        if (root_of(m, n, root)) return hundredth / 100.0;
    }
    return 0;
}

static bool fail_pair(const struct grouping *g, const struct suspect *s)
{
    struct diags *d = g->p->diags;
    char low[NUM_TEXT], high[NUM_TEXT];
    num_write(low, s->low);
    num_write(high, s->high);
    struct str between = str_format(d->arena, "lies between %s and %s", low, high);
    if (s->low == s->high) between = str_format(d->arena, "can only be %s", low);
    const struct draw *draws = g->p->draws.at;
    diag_fail(d, s->pair->where, DIAG_BAD_CORRELATION,
              "these correlations can't hold together: beside the others, that of %.*s and "
              "%.*s %.*s",
              STR_ARG(draw_address(draws[s->pair->a].name)),
              STR_ARG(draw_address(draws[s->pair->b].name)), STR_ARG(between));
    diag_note(d, SPAN_NONE, "a pair that is not listed has a correlation of 0");
    diag_help(d, "the nearest value is %s", s->pair->rank < s->low ? low : high);
    return false;
}

static bool fail_all(const struct grouping *g, uint32_t first, double factor)
{
    struct diags *d = g->p->diags;
    char text[NUM_TEXT];
    num_write(text, factor);
    diag_fail(d, last_pair(g, first), DIAG_BAD_CORRELATION,
              "these correlations can't hold together, and no single one of them mends it");
    diag_note(d, SPAN_NONE, "a pair that is not listed has a correlation of 0");
    diag_help(d, "all of them times %s would do", text);
    return false;
}

static bool check_group(const struct grouping *g, uint32_t first, uint32_t *members)
{
    uint32_t n = members_of(g, first, members);
    if (n < 2) return true;
    if (n > COPULA_MOST)
        return diag_fail(g->p->diags, last_pair(g, first), DIAG_TOO_LARGE,
                         "%u inputs are correlated with each other; at most %d may be",
                         (unsigned)n, COPULA_MOST);
    double *m = ARENA_ARRAY(g->arena, double, (size_t)n *n),
           *root = ARENA_ARRAY(g->arena, double, (size_t)n *n);
    fill(g, members, n, 1, m);
    if (root_of(m, n, root)) return true;
    struct suspect s = find_suspect(g, members, n, m);
    if (s.pair) return fail_pair(g, &s);
    return fail_all(g, first, find_factor(g, members, n, m, root));
}

bool copula_check(const struct program *p)
{
    struct grouping g = {p->arena, p, NULL, NULL};
    bool ok = true;
    if (p->correlations.count == 0) return true;
    join(&g);
    uint32_t *members = ARENA_ARRAY(p->arena, uint32_t, p->draws.count);
    for (uint32_t first = 0; first < p->draws.count && ok; first++)
        if (g.parent[first] == first) ok = check_group(&g, first, members);
    return ok;
}
