#include "engine/dist.h"

#include "base/num.h"
#include "engine/quantile.h"

#include <stdlib.h>

static const double Z95 = 1.6448536269514722;  // the standard normal's 95th percentile

struct maker {
    struct arena *arena;
    struct diags *diags;
    struct span where;
    const struct dist_arg *args;
    uint32_t count;
    struct str name;  // of the distribution
    struct dist *out;
};

static bool bad(struct maker *m, const char *why)
{
    return diag_fail(m->diags, m->where, DIAG_BAD_RANGE, "%.*s: %s", STR_ARG(m->name), why);
}

static bool bad_order(struct maker *m, const char *why)
{
    bad(m, why);
    diag_help(m->diags, "write the smaller number first");
    return false;
}

// The value of a parameter, by name.
static bool named(const struct maker *m, const char *name, double *value)
{
    for (uint32_t i = 0; i < m->count; i++) {
        if (!str_is(m->args[i].name, name)) continue;
        *value = m->args[i].value;
        return true;
    }
    return false;
}

static bool is_positional(const struct maker *m)
{
    for (uint32_t i = 0; i < m->count; i++)
        if (m->args[i].name.len) return false;
    return true;
}

// Two or three parameters, by place or by name.
static bool take(struct maker *m, const char *const *names, uint32_t count, double *values)
{
    if (m->count != count) return false;
    if (is_positional(m)) {
        for (uint32_t i = 0; i < count; i++)
            values[i] = m->args[i].value;
        return true;
    }
    for (uint32_t i = 0; i < count; i++)
        if (!named(m, names[i], &values[i])) return false;
    return true;
}

static bool fail_form(struct maker *m, const char *example)
{
    bad(m, "these are not its parameters");
    diag_help(m->diags, "for example %s", example);
    return false;
}

// "p5" is 0.05; false if it is no percentile.
static bool percentile(struct str name, double *p)
{
    double v = 0;
    if (name.len < 2 || name.at[0] != 'p') return false;
    for (size_t i = 1; i < name.len; i++) {
        if (name.at[i] < '0' || name.at[i] > '9') return false;
        v = v * 10 + (name.at[i] - '0');
    }
    *p = v / 100;
    return v > 0 && v < 100;
}

// Two or three percentiles in rising order, named by their probabilities; `more` further
// parameters may stand beside them. False after no report where they are not that many.
static bool percentiles(const struct maker *m, uint32_t count, uint32_t more, double *p,
                        double *x)
{
    uint32_t found = 0;
    if (m->count < count || m->count > count + more) return false;
    for (uint32_t i = 0; i < m->count; i++) {
        double q;
        if (!percentile(m->args[i].name, &q)) continue;
        if (found == count) return false;
        uint32_t at = found++;
        for (; at > 0 && p[at - 1] > q; at--) {
            p[at] = p[at - 1];
            x[at] = x[at - 1];
        }
        p[at] = q;
        x[at] = m->args[i].value;
    }
    return found == count;
}

static bool in_order(struct maker *m, uint32_t count, const double *p, const double *x)
{
    for (uint32_t i = 1; i < count; i++)
        if (p[i - 1] == p[i] || !(x[i - 1] < x[i]))
            return bad_order(m, "the percentiles are not in order");
    return true;
}

static bool make_uniform(struct maker *m)
{
    static const char *const names[] = {"low", "high"};
    double v[2], p[2];
    if (!take(m, names, 2, v)) {
        if (!percentiles(m, 2, 0, p, v)) return fail_form(m, "uniform(2 USD, 4 USD)");
        if (!in_order(m, 2, p, v)) return false;
        double slope = (v[1] - v[0]) / (p[1] - p[0]), low = v[0] - slope * p[0];
        v[1] = low + slope;
        v[0] = low;
    }
    if (v[0] > v[1]) return bad_order(m, "the low end is above the high end");
    m->out->a = v[0];
    m->out->b = v[1];
    m->out->median = v[0] + (v[1] - v[0]) / 2;
    return true;
}

// Mean and sd of the bell curve through two percentiles.
static bool fit(struct maker *m, bool logarithm, double *mean, double *sd)
{
    double p[2], x[2];
    if (!percentiles(m, 2, 0, p, x)) return false;
    for (int i = 0; i < 2 && logarithm; i++)
        if (x[i] <= 0) return bad(m, "its percentiles must be above zero");
    if (!in_order(m, 2, p, x)) return false;
    for (int i = 0; i < 2 && logarithm; i++)
        x[i] = vm_ln(x[i]);
    double z0 = vm_normal_quantile(p[0]), z1 = vm_normal_quantile(p[1]);
    *sd = (x[1] - x[0]) / (z1 - z0);
    *mean = x[0] - *sd * z0;
    return true;
}

static bool make_normal(struct maker *m)
{
    static const char *const names[] = {"mean", "sd"};
    double v[2];
    uint32_t before = m->diags->error_count;
    if (!take(m, names, 2, v) && !fit(m, false, &v[0], &v[1]))
        return m->diags->error_count > before ? false
                                              : fail_form(m, "normal(p5=1 USD, p95=3 USD)");
    if (v[1] < 0) return bad(m, "the standard deviation is negative");
    m->out->a = m->out->median = v[0];
    m->out->b = v[1];
    return true;
}

static bool make_lognormal(struct maker *m)
{
    double mean, sd, mu, sigma;
    uint32_t before = m->diags->error_count;
    if (named(m, "mean", &mean) && named(m, "sd", &sd) && m->count == 2) {
        if (mean <= 0 || sd < 0) return bad(m, "its mean must be above zero, its sd not below");
        sigma = sqrt(vm_log1p(sd * sd / (mean * mean)));
        mu = vm_ln(mean) - sigma * sigma / 2;
    } else if (!fit(m, true, &mu, &sigma)) {
        return m->diags->error_count > before ? false
                                              : fail_form(m, "lognormal(p5=1 USD, p95=4 USD)");
    }
    m->out->a = mu;
    m->out->b = sigma;
    m->out->median = vm_exp(mu);
    return true;
}

static bool take_three(struct maker *m, const char *example)
{
    static const char *const names[] = {"low", "mode", "high"};
    double v[3];
    if (!take(m, names, 3, v)) return fail_form(m, example);
    if (v[0] > v[1] || v[1] > v[2]) return bad_order(m, "low, mode and high are not in order");
    m->out->a = v[0];
    m->out->b = v[1];
    m->out->c = v[2];
    return true;
}

static bool make_triangular(struct maker *m)
{
    if (!take_three(m, "triangular(1 USD, 2 USD, 4 USD)")) return false;
    m->out->median = quantile_triangular(m->out, 0.5);
    return true;
}

static bool make_pert(struct maker *m)
{
    if (!take_three(m, "pert(1 USD, 2 USD, 4 USD)")) return false;
    struct dist *d = m->out;
    double width = d->c - d->a;
    d->median = d->a;
    if (width == 0) return true;
    struct pert *p = ARENA_NEW(m->arena, struct pert);
    pert_make(m->arena, (d->b - d->a) / width, p);
    d->pert = p;
    d->median = dist_quantile(d, 0.5);
    return true;
}

// From the scale of a value to that on which it has no ends, and back: the logarithm of what lies
// between it and its end, or of the odds between two.
static double without_ends(const struct dist *d, double x)
{
    bool low = d->a > -HUGE_VAL, high = d->b < HUGE_VAL;
    if (low && high) return vm_ln(x - d->a) - vm_ln(d->b - x);
    return low ? vm_ln(x - d->a) : high ? -vm_ln(d->b - x) : x;
}

static double with_ends(const struct dist *d, double y)
{
    bool low = d->a > -HUGE_VAL, high = d->b < HUGE_VAL;
    if (low && high) return d->a + (d->b - d->a) / (1 + vm_exp(-y));
    return low ? d->a + vm_exp(y) : high ? d->b - vm_exp(-y) : y;
}

// Four digits, the last rounded up or down.
static double four_digits(double value, bool up)
{
    double scale = 1;
    for (; fabs(value) * scale < 1000 && scale < 1e300; scale *= 10) {
    }
    return (up ? num_ceil(value * scale) : num_floor(value * scale)) / scale;
}

static struct str shown(const struct maker *m, double value, bool up)
{
    struct unit unit = m->args[0].unit;
    char text[NUM_TEXT];
    num_write_tidy(text, four_digits(unit.factor > 0 ? value / unit.factor : value, up));
    return str_format(m->diags->arena, "%s%s%.*s", text, m->args[0].unit_text.len ? " " : "",
                      STR_ARG(m->args[0].unit_text));
}

static bool fail_skew(struct maker *m, const double *p, const double *x)
{
    double y[3], low, high;
    for (int i = 0; i < 3; i++)
        y[i] = without_ends(m->out, x[i]);
    metalog_limits(p, y, &low, &high);
    bad(m, "no smooth distribution is as skewed as its percentiles");
    diag_help(m->diags, "with the outer two, the middle one may lie between %.*s and %.*s",
              STR_ARG(shown(m, with_ends(m->out, low), true)),
              STR_ARG(shown(m, with_ends(m->out, high), false)));
    return false;
}

static bool make_metalog(struct maker *m)
{
    double p[3], x[3], y[3], end;
    uint32_t ends = 0;
    struct dist *d = m->out;
    d->a = -HUGE_VAL;
    d->b = HUGE_VAL;
    if (named(m, "low", &end)) d->a = end, ends++;
    if (named(m, "high", &end)) d->b = end, ends++;
    if (!percentiles(m, 3, ends, p, x) || m->count != 3 + ends)
        return fail_form(m, "metalog(p10=2 USD, p50=3 USD, p90=6 USD)");
    if (!in_order(m, 3, p, x)) return false;
    if (x[0] <= d->a || x[2] >= d->b) return bad(m, "its percentiles lie between its ends");
    for (int i = 0; i < 3; i++)
        y[i] = without_ends(d, x[i]);
    if (!metalog_fit(p, y, &d->metalog)) return fail_skew(m, p, x);
    d->median = with_ends(d, d->metalog.a);
    return true;
}

struct weighted {
    double value, weight;
};

static int by_value(const void *left, const void *right)
{
    const struct weighted *a = left, *b = right;
    return (a->value > b->value) - (a->value < b->value);
}

static bool fail_total(struct maker *m, double total)
{
    char text[NUM_TEXT];
    num_write_tidy(text, total);
    diag_fail(m->diags, m->where, DIAG_BAD_RANGE,
              "%.*s: the probabilities add up to %s, not to 1", STR_ARG(m->name), text);
    if (total > 0) diag_help(m->diags, "divide each by %s", text);
    return false;
}

static bool make_discrete(struct maker *m)
{
    if (m->count < 2 || m->count % 2 != 0 || !is_positional(m))
        return fail_form(m, "discrete(1 USD, 75 %, 2 USD, 25 %): values, each with its "
                            "probability");
    uint32_t n = m->count / 2;
    struct weighted *w = ARENA_ARRAY(m->arena, struct weighted, n);
    double total = 0;
    for (uint32_t i = 0; i < n; i++) {
        w[i] = (struct weighted){m->args[2 * i].value, m->args[2 * i + 1].value};
        if (w[i].weight < 0) return bad(m, "a probability is negative");
        total += w[i].weight;
    }
    if (fabs(total - 1) > 1e-9) return fail_total(m, total);
    qsort(w, n, sizeof *w, by_value);
    double *values = ARENA_ARRAY(m->arena, double, n),
           *shares = ARENA_ARRAY(m->arena, double, n);
    double sum = 0;
    for (uint32_t i = 0; i < n; i++) {
        sum += w[i].weight;
        values[i] = w[i].value;
        shares[i] = sum / total;
    }
    m->out->count = n;
    m->out->values = values;
    m->out->shares = shares;
    m->out->median = dist_quantile(m->out, 0.5);
    return true;
}

// The probability of lying below x, by halving the quantile's argument.
double dist_below(const struct dist *d, double x)
{
    double low = 0, high = 1;
    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2;
        if (middle <= 0 || middle >= 1) break;
        if (dist_quantile(d, middle) < x)
            low = middle;
        else
            high = middle;
    }
    return low < 1e-15 ? 0 : high > 1 - 1e-15 ? 1 : (low + high) / 2;
}

// truncated(dist, low, high), or with one of them by name.
static bool take_cut(struct maker *m, struct dist *d)
{
    if (m->count < 2 || !m->args[0].dist || m->args[0].name.len) return false;
    d->of = m->args[0].dist;
    d->a = -HUGE_VAL;
    d->b = HUGE_VAL;
    if (m->count == 3 && is_positional(m)) {
        d->a = m->args[1].value;
        d->b = m->args[2].value;
        return true;
    }
    uint32_t known = named(m, "low", &d->a);
    known += named(m, "high", &d->b);
    return known + 1 == m->count;
}

static bool make_truncated(struct maker *m)
{
    struct dist *d = m->out;
    if (!take_cut(m, d)) return fail_form(m, "truncated(normal(2, 1), 0, 4)");
    if (d->a > d->b) return bad_order(m, "the low end is above the high end");
    d->from = d->a > -HUGE_VAL ? dist_below(d->of, d->a) : 0;
    d->to = d->b < HUGE_VAL ? dist_below(d->of, d->b) : 1;
    if (d->to - d->from < 1e-12) return bad(m, "almost nothing lies between its ends");
    d->median = dist_quantile(d, 0.5);
    return true;
}

static bool make_two_piece(struct maker *m)
{
    double low = m->args[0].value, median = m->args[1].value, high = m->args[2].value;
    if (!(low > 0 && low <= median && median <= high))
        return bad(m, "low, value and high must be above zero and in order");
    m->out->a = vm_ln(median / low) / Z95;
    m->out->b = vm_ln(high / median) / Z95;
    m->out->median = median;
    return true;
}

bool dist_make(struct arena *a, struct diags *d, struct span where, enum dist_kind kind,
               const struct dist_arg *args, uint32_t count, struct dist *out)
{
    *out = (struct dist){.kind = kind};
    struct maker m = {a, d, where, args, count, STR("figure"), out};
    switch (kind) {
    case DIST_UNIFORM: m.name = STR("uniform"); return make_uniform(&m);
    case DIST_NORMAL: m.name = STR("normal"); return make_normal(&m);
    case DIST_LOGNORMAL: m.name = STR("lognormal"); return make_lognormal(&m);
    case DIST_TRIANGULAR: m.name = STR("triangular"); return make_triangular(&m);
    case DIST_PERT: m.name = STR("pert"); return make_pert(&m);
    case DIST_METALOG: m.name = STR("metalog"); return make_metalog(&m);
    case DIST_DISCRETE: m.name = STR("discrete"); return make_discrete(&m);
    case DIST_TRUNCATED: m.name = STR("truncated"); return make_truncated(&m);
    case DIST_TWO_PIECE: return make_two_piece(&m);
    case DIST_COUNT: break;
    }
    return false;
}

static bool fail_range(struct diags *d, struct span where, bool backwards)
{
    if (backwards) {
        diag_fail(d, where, DIAG_BAD_RANGE,
                  "the range runs backwards: its low end is above its high end");
        diag_help(d, "write the smaller number first");
    } else {
        diag_fail(d, where, DIAG_BAD_RANGE, "a range needs both ends above zero");
        diag_help(d, "write normal(p5=.., p95=..) for values on both sides of zero");
    }
    return false;
}

bool dist_make_range(struct diags *d, struct span where, double low, double high, bool is_rate,
                     struct dist *out)
{
    if (low > high) return fail_range(d, where, true);
    if (low <= 0 && !is_rate) return fail_range(d, where, false);
    *out = (struct dist){.kind = DIST_LOGNORMAL};
    if (low > 0) {
        out->a = (vm_ln(low) + vm_ln(high)) / 2;
        out->b = (vm_ln(high) - vm_ln(low)) / (2 * Z95);
        out->median = sqrt(low * high);
        return true;
    }
    out->kind = DIST_NORMAL;
    out->a = out->median = low + (high - low) / 2;
    out->b = (high - low) / (2 * Z95);
    return true;
}

static void ends_of_cut(const struct dist *d, double *low, double *high)
{
    dist_ends(d->of, low, high);
    if (*low < d->a) *low = d->a;
    if (*high > d->b) *high = d->b;
}

void dist_ends(const struct dist *d, double *low, double *high)
{
    *low = d->a;
    *high = d->b;
    switch (d->kind) {
    case DIST_UNIFORM:
    case DIST_METALOG: return;
    case DIST_NORMAL:
        *low = -HUGE_VAL;
        *high = HUGE_VAL;
        return;
    case DIST_LOGNORMAL:
    case DIST_TWO_PIECE:
        *low = 0;
        *high = HUGE_VAL;
        return;
    case DIST_TRIANGULAR:
    case DIST_PERT: *high = d->c; return;
    case DIST_DISCRETE:
        *low = d->values[0];
        *high = d->values[d->count - 1];
        return;
    case DIST_TRUNCATED: ends_of_cut(d, low, high); return;
    case DIST_COUNT: break;
    }
}

static double discrete_quantile(const struct dist *d, double u)
{
    uint32_t i = 0;
    while (i + 1 < d->count && u > d->shares[i])
        i++;
    return d->values[i];
}

double dist_quantile(const struct dist *d, double u)
{
    switch (d->kind) {
    case DIST_UNIFORM: return quantile_uniform(d, u);
    case DIST_NORMAL: return quantile_normal(d, vm_normal_quantile(u));
    case DIST_LOGNORMAL: return quantile_lognormal(d, vm_normal_quantile(u));
    case DIST_TWO_PIECE: return quantile_two_piece(d, vm_normal_quantile(u));
    case DIST_TRIANGULAR: return quantile_triangular(d, u);
    case DIST_PERT: return d->pert ? d->a + (d->c - d->a) * pert_quantile(d->pert, u) : d->a;
    case DIST_METALOG: return with_ends(d, metalog_quantile(&d->metalog, u));
    case DIST_DISCRETE: return discrete_quantile(d, u);
    case DIST_TRUNCATED: return quantile_cut(d, dist_quantile(d->of, quantile_share(d, u)));
    case DIST_COUNT: break;
    }
    return VM_NAN;
}
