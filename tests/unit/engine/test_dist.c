#include "support/check.h"

#include "engine/dist.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS = 1 << 16 };

struct fixture {
    struct arena arena;
    struct sources sources;
    struct diags diags;
};

static void open_fixture(struct fixture *f)
{
    *f = (struct fixture){0};
    f->sources.arena = f->diags.arena = &f->arena;
    f->diags.sources = &f->sources;
}

// Parameters as they are written: "2 4", "low=2 high=4".
static uint32_t read_args(struct fixture *f, const char *text, struct dist_arg *args)
{
    char copy[200], *rest = copy;
    uint32_t count = 0;
    assert_true(strlen(text) < sizeof copy);
    strcpy(copy, text);
    for (char *word = strtok(rest, " "); word; word = strtok(NULL, " ")) {
        char *equals = strchr(word, '=');
        struct str name = STR_NONE;
        if (equals) name = str_format(&f->arena, "%.*s", (int)(equals - word), word);
        args[count++] =
            (struct dist_arg){.name = name, .value = strtod(equals ? equals + 1 : word, NULL)};
    }
    return count;
}

static bool try_make(struct fixture *f, enum dist_kind kind, const char *text, struct dist *out)
{
    struct dist_arg args[16];
    uint32_t count = read_args(f, text, args);
    return dist_make(&f->arena, &f->diags, SPAN_NONE, kind, args, count, out);
}

static struct dist make(struct fixture *f, enum dist_kind kind, const char *text)
{
    struct dist d;
    if (!try_make(f, kind, text, &d)) fail_msg("%s was refused", text);
    return d;
}

static bool try_truncate(struct fixture *f, const struct dist *of, double low, double high,
                         struct dist *out)
{
    const struct dist_arg args[] = {{.dist = of}, {.value = low}, {.value = high}};
    return dist_make(&f->arena, &f->diags, SPAN_NONE, DIST_TRUNCATED, args, 3, out);
}

static struct dist truncate_to(struct fixture *f, const struct dist *of, double low,
                               double high)
{
    struct dist d;
    assert_true(try_truncate(f, of, low, high, &d));
    return d;
}

// Mean and variance over equal slices of probability.
static double mean_of(const struct dist *d, double *variance)
{
    double sum = 0, squares = 0;
    for (int i = 0; i < STEPS; i++) {
        double x = dist_quantile(d, (i + 0.5) / STEPS);
        sum += x;
        squares += x * x;
    }
    double mean = sum / STEPS;
    *variance = squares / STEPS - mean * mean;
    return mean;
}

static void assert_moments(const struct dist *d, double mean, double variance, double relative)
{
    double found, v;
    found = mean_of(d, &v);
    assert_close(found, mean, relative);
    assert_close(v, variance, 20 * relative);
}

static void assert_rises(const struct dist *d)
{
    double before = -(double)INFINITY;
    for (int i = 0; i < STEPS; i++) {
        double x = dist_quantile(d, (i + 0.5) / STEPS);
        assert_true(x >= before);
        before = x;
    }
    assert_close(d->median, dist_quantile(d, 0.5), 1e-12);
}

static void a_uniform_one_is_a_line(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct dist d = make(&f, DIST_UNIFORM, "2 4"),
                named = make(&f, DIST_UNIFORM, "high=4 low=2");
    assert_same(d.median, 3);
    assert_same(dist_quantile(&d, 0.25), 2.5);
    assert_same(dist_quantile(&named, 0.25), 2.5);
    assert_moments(&d, 3, 4.0 / 12, 1e-9);
    assert_rises(&d);
    struct dist fitted = make(&f, DIST_UNIFORM, "p90=3.8 p10=2.2");
    assert_close(dist_quantile(&fitted, 0.25), 2.5, 1e-14);
    struct dist point = make(&f, DIST_UNIFORM, "7 7");
    assert_same(dist_quantile(&point, 0.9), 7);
    arena_free(&f.arena);
}

static void a_normal_one_has_its_mean_sd_and_percentiles(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct dist d = make(&f, DIST_NORMAL, "10 3");
    assert_same(d.median, 10);
    assert_close(dist_quantile(&d, 0.95), 10 + 3 * 1.6448536269514722, 1e-14);
    assert_close(dist_quantile(&d, 0.1586552539314570514), 7, 1e-14);
    assert_moments(&d, 10, 9, 1e-4);
    assert_rises(&d);
    struct dist named = make(&f, DIST_NORMAL, "sd=3 mean=10");
    assert_same(dist_quantile(&named, 0.7), dist_quantile(&d, 0.7));
    struct dist fitted = make(&f, DIST_NORMAL, "p5=-1 p90=3");
    assert_close(dist_quantile(&fitted, 0.05), -1, 1e-13);
    assert_close(dist_quantile(&fitted, 0.90), 3, 1e-13);
    struct dist swapped = make(&f, DIST_NORMAL, "p90=3 p5=-1");
    assert_close(swapped.b, fitted.b, 1e-14);
    struct dist quartiles = make(&f, DIST_NORMAL, "p25=6 p50=8");
    assert_close(quartiles.median, 8, 1e-14);
    struct dist point = make(&f, DIST_NORMAL, "4 0");
    assert_same(dist_quantile(&point, 0.99), 4);
    arena_free(&f.arena);
}

static void a_lognormal_one_has_its_mean_sd_and_percentiles(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct dist d = make(&f, DIST_LOGNORMAL, "mean=10 sd=3");
    assert_moments(&d, 10, 9, 1e-3);
    assert_close(d.median, 10 / sqrt(1 + 0.09), 1e-14);
    assert_rises(&d);
    struct dist fitted = make(&f, DIST_LOGNORMAL, "p10=1 p95=4");
    assert_close(dist_quantile(&fitted, 0.10), 1, 1e-14);
    assert_close(dist_quantile(&fitted, 0.95), 4, 1e-14);
    assert_rises(&fitted);
    struct dist point = make(&f, DIST_LOGNORMAL, "mean=5 sd=0");
    assert_close(dist_quantile(&point, 0.99), 5, 1e-14);
    arena_free(&f.arena);
}

static void a_triangular_one_has_its_corners_and_moments(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct dist d = make(&f, DIST_TRIANGULAR, "1 2 5");
    assert_close(dist_quantile(&d, 0.25), 2, 1e-14);  // (mode - low) / (high - low) lies below
    assert_close(dist_quantile(&d, 1e-16), 1, 1e-7);
    assert_close(dist_quantile(&d, 1 - 1e-16), 5, 1e-7);
    assert_moments(&d, 8.0 / 3, (1 + 4 + 25 - 2 - 5 - 10) / 18.0, 1e-8);
    assert_rises(&d);
    struct dist left = make(&f, DIST_TRIANGULAR, "1 1 3");
    assert_close(left.median, 3 - sqrt(2), 1e-14);
    struct dist right = make(&f, DIST_TRIANGULAR, "high=3 mode=3 low=1");
    assert_close(right.median, 1 + sqrt(2), 1e-14);
    struct dist point = make(&f, DIST_TRIANGULAR, "2 2 2");
    assert_same(point.median, 2);
    arena_free(&f.arena);
}

// Mean (low + 4 mode + high) / 6, variance (mean - low) (high - mean) / 7.
static void a_pert_one_has_its_moments(void **state)
{
    (void)state;
    static const double corners[][3] = {{1, 2, 5}, {0, 0, 1}, {3, 9, 9}, {-4, 1, 2}, {1, 2, 3}};
    struct fixture f;
    open_fixture(&f);
    for (size_t i = 0; i < COUNT_OF(corners); i++) {
        const double *c = corners[i];
        char text[80];
        snprintf(text, sizeof text, "%g %g %g", c[0], c[1], c[2]);
        struct dist d = make(&f, DIST_PERT, text);
        double mean = (c[0] + 4 * c[1] + c[2]) / 6;
        assert_moments(&d, mean, (mean - c[0]) * (c[2] - mean) / 7, 5e-5);
        assert_rises(&d);
        assert_true(dist_quantile(&d, 1e-12) >= c[0] && dist_quantile(&d, 1 - 1e-12) <= c[2]);
    }
    struct dist even = make(&f, DIST_PERT, "1 2 3");
    assert_close(even.median, 2, 1e-9);
    // Mode at the low end: density 5 (1 - x)^4, so that 1 - (1 - x)^5 lies below x.
    struct dist steep = make(&f, DIST_PERT, "0 0 1");
    for (int i = 1; i < 64; i++)
        assert_close(dist_quantile(&steep, i / 64.0), 1 - pow(1 - i / 64.0, 0.2), 1e-9);
    for (double u = 1e-3; u > 1e-9; u /= 3)  // and so in the tails
        assert_close(dist_quantile(&steep, 1 - u), 1 - pow(u, 0.2), 1e-9);
    struct dist point = make(&f, DIST_PERT, "2 2 2");
    assert_same(dist_quantile(&point, 0.3), 2);
    arena_free(&f.arena);
}

static void a_metalog_goes_through_three_percentiles(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct dist d = make(&f, DIST_METALOG, "p90=8 p10=2 p50=4");
    assert_close(dist_quantile(&d, 0.1), 2, 1e-14);
    assert_close(d.median, 4, 1e-14);
    assert_close(dist_quantile(&d, 0.9), 8, 1e-14);
    // Keelin's closed form for p10, p50, p90: a = 4, b = 6 / (2 ln 9), c = (1 - 2 r) 6 / (0.8 ln 9)
    // with r = (4 - 2) / 6.
    double b = 3 / log(9), c = (1 - 2.0 / 3) * 6 / (0.8 * log(9));
    for (double u = 0.001; u < 1; u += 0.037)
        assert_close(dist_quantile(&d, u), 4 + (b + c * (u - 0.5)) * log(u / (1 - u)), 1e-13);
    assert_rises(&d);
    struct dist even = make(&f, DIST_METALOG, "p25=-1 p50=0 p75=1");  // a logistic one
    assert_close(dist_quantile(&even, 0.9), log(9) / log(3), 1e-14);
    struct dist odd = make(&f, DIST_METALOG, "p5=1 p40=2 p95=5");
    assert_close(dist_quantile(&odd, 0.4), 2, 1e-14);
    assert_close(dist_quantile(&odd, 0.95), 5, 1e-14);
    assert_rises(&odd);
    arena_free(&f.arena);
}

static void a_metalog_never_reaches_its_ends(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct dist low = make(&f, DIST_METALOG, "p10=1 p50=3 p90=20 low=0"),
                high = make(&f, DIST_METALOG, "p10=0.4 p50=0.9 p90=0.97 high=1"),
                both = make(&f, DIST_METALOG, "p10=0.2 p50=0.5 p90=0.6 low=0 high=1");
    assert_close(dist_quantile(&low, 0.1), 1, 1e-14);
    assert_close(dist_quantile(&low, 0.9), 20, 1e-14);
    assert_close(dist_quantile(&high, 0.1), 0.4, 1e-14);
    assert_close(dist_quantile(&high, 0.9), 0.97, 1e-14);
    assert_close(dist_quantile(&both, 0.1), 0.2, 1e-14);
    assert_close(dist_quantile(&both, 0.9), 0.6, 1e-14);
    assert_rises(&low);
    assert_rises(&high);
    assert_rises(&both);
    assert_true(dist_quantile(&low, 1e-15) >= 0 && dist_quantile(&high, 1 - 1e-16) <= 1);
    assert_true(dist_quantile(&both, 1e-15) >= 0 && dist_quantile(&both, 1 - 1e-16) <= 1);
    arena_free(&f.arena);
}

// Just inside the limits that a refusal names it rises, just outside it does not.
static void a_metalog_knows_how_skewed_it_can_be(void **state)
{
    (void)state;
    static const double p[3] = {0.05, 0.4, 0.9}, y[3] = {1, 2, 5};
    double low, high;
    metalog_limits(p, y, &low, &high);
    assert_true(1 < low && low < high && high < 5);
    for (int side = 0; side < 2; side++) {
        double edge = side ? high : low, step = side ? 1e-6 : -1e-6;
        double in[3] = {1, edge - step, 5}, out[3] = {1, edge + step, 5}, before = -HUGE_VAL;
        struct metalog m;
        assert_false(metalog_fit(p, out, &m));
        bool falls = false;
        for (int i = 1; i < STEPS; i++) {
            double x = metalog_quantile(&m, (double)i / STEPS);
            falls = falls || x < before;
            before = x;
        }
        assert_true(falls);
        assert_true(metalog_fit(p, in, &m));
        before = -HUGE_VAL;
        for (int i = 1; i < STEPS; i++) {
            double x = metalog_quantile(&m, (double)i / STEPS);
            assert_true(x > before);
            before = x;
        }
    }
}

static void a_discrete_one_has_its_shares(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct dist d = make(&f, DIST_DISCRETE, "7 0.125 2 0.625 4 0.25");
    assert_same(dist_quantile(&d, 0.6), 2);
    assert_same(dist_quantile(&d, 0.625), 2);
    assert_same(dist_quantile(&d, 0.63), 4);
    assert_same(dist_quantile(&d, 0.87), 4);
    assert_same(dist_quantile(&d, 0.88), 7);
    assert_same(d.median, 2);
    assert_moments(&d, (10 + 8 + 7) / 8.0, (20 + 32 + 49) / 8.0 - 9.765625, 1e-12);
    assert_rises(&d);
    struct dist never = make(&f, DIST_DISCRETE, "1 0 2 1");
    assert_same(dist_quantile(&never, 1e-9), 2);
    arena_free(&f.arena);
}

static void a_truncated_one_lies_between_its_ends(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct dist of = make(&f, DIST_NORMAL, "2 1"), line = make(&f, DIST_UNIFORM, "0 10");
    struct dist d = truncate_to(&f, &of, 1, 3);
    assert_close(d.median, 2, 1e-12);
    assert_true(dist_quantile(&d, 1e-15) >= 1 && dist_quantile(&d, 1 - 1e-15) <= 3);
    assert_close(dist_quantile(&d, 1e-15), 1, 1e-9);
    assert_close(dist_quantile(&d, 1 - 1e-15), 3, 1e-9);
    assert_moments(&d, 2, 0.2911250947, 1e-6);  // 1 - 2 phi(1) / (Phi(1) - Phi(-1))
    assert_rises(&d);
    struct dist part = truncate_to(&f, &line, 2, 6);  // what is left of a line is a line
    assert_close(dist_quantile(&part, 0.25), 3, 1e-12);
    assert_close(part.median, 4, 1e-12);
    struct dist whole = truncate_to(&f, &of, -1e9, 1e9);
    assert_close(dist_quantile(&whole, 0.9), dist_quantile(&of, 0.9), 1e-12);
    for (double low = 8.5; low < 8.9; low += 0.01) {  // where probabilities lie far apart
        struct dist far = truncate_to(&f, &of, low, 9.2);
        assert_true(dist_quantile(&far, 1e-12) >= low && dist_quantile(&far, 1 - 1e-12) <= 9.2);
    }
    struct dist pair = make(&f, DIST_DISCRETE, "1 0.5 5 0.5"),
                upper = truncate_to(&f, &pair, 2, 6);
    for (int i = 0; i < STEPS; i++)
        assert_same(dist_quantile(&upper, (i + 0.5) / STEPS), 5);
    struct dist twice = truncate_to(&f, &part, 3, 20);
    assert_close(twice.median, 4.5, 1e-12);
    arena_free(&f.arena);
}

static void two_halves_join_at_the_median(void **state)
{
    (void)state;
    struct fixture f;
    open_fixture(&f);
    struct dist d = make(&f, DIST_TWO_PIECE, "2 3 12");
    assert_same(d.median, 3);
    assert_close(dist_quantile(&d, 0.05), 2, 1e-14);
    assert_close(dist_quantile(&d, 0.95), 12, 1e-14);
    assert_rises(&d);
    struct dist one_side = make(&f, DIST_TWO_PIECE, "3 3 12");
    assert_same(dist_quantile(&one_side, 0.2), 3);
    arena_free(&f.arena);
}

// What scipy 1.10.1 computes: norm, lognorm, triang, beta, logistic, fisk, rv_discrete and truncnorm,
// by .ppf() of the doubles nearest to these levels.
static const double LEVELS[] = {1e-6, 0.05, 0.3, 0.5, 0.9, 1 - 1e-6};

struct known {
    enum dist_kind kind;
    const char *args;
    double at[COUNT_OF(LEVELS)];
};

static void quantiles_are_those_of_another_library(void **state)
{
    (void)state;
    static const struct known list[] = {
        {DIST_UNIFORM, "2 4", {2.000002, 2.1, 2.6, 3, 3.8, 3.999998}},
        {DIST_NORMAL,
         "10 3",
         {-4.2602729264687, 5.06543911914558, 8.42679846187588, 10, 13.8446546966338,
          24.2602729264513}},
        {DIST_LOGNORMAL,
         "p10=1 p95=4",
         {0.193071861630421, 0.841892313886364, 1.43143437350989, 1.83509380020354,
          3.36756925554546, 17.4420509912646}},
        {DIST_LOGNORMAL,
         "mean=10 sd=3",
         {2.37282019222222, 5.90992056413592, 8.21164305140885, 9.57826285221151,
          13.9532018946732, 38.6641683034475}},
        {DIST_TRIANGULAR,
         "1 2 5",
         {1.002, 1.44721359549996, 2.10172465076211, 2.55051025721682, 3.90455488498967,
          4.99653589838481}},
        {DIST_PERT,
         "1 2 5",
         {1.00126531128557, 1.30576156564932, 1.8721076630529, 2.25524068182279,
          3.33556149847812, 4.91504712719717}},
        {DIST_PERT,
         "0 9 10",
         {0.419427134037432, 4.57925902614684, 6.99726122143808, 7.97335149638534,
          9.49207224334037, 9.99987379463998}},
        {DIST_METALOG,
         "p25=-1 p50=0 p75=1",
         {-12.5754187354966, -2.68014385924638, -0.771243749161422, 0, 2, 12.5754187354704}},
        {DIST_METALOG,
         "p25=0.5 p50=1 p75=2 low=0",
         {0.00016384068407323, 0.1560257596299, 0.585912141248523, 1, 4, 6103.49014137103}},
        {DIST_DISCRETE, "7 0.125 2 0.625 4 0.25", {2, 2, 2, 2, 7, 7}},
        {DIST_TWO_PIECE,
         "2 3 12",
         {0.929478210951496, 2, 2.63621662341207, 3, 8.83492911785527, 164.816408390323}},
    };
    static const double cut[] = {1.00000320095047, 1.14899083620289, 1.72332938177105,
                                 2.11536988562812, 3.06136972168412, 3.49999401985447};
    struct fixture f;
    open_fixture(&f);
    for (size_t i = 0; i < COUNT_OF(list); i++) {
        struct dist d = make(&f, list[i].kind, list[i].args);
        for (size_t k = 0; k < COUNT_OF(LEVELS); k++)
            assert_close(dist_quantile(&d, LEVELS[k]), list[i].at[k], 1e-9);
    }
    struct dist of = make(&f, DIST_NORMAL, "2 1"), d = truncate_to(&f, &of, 1, 3.5);
    for (size_t k = 0; k < COUNT_OF(LEVELS); k++)
        assert_close(dist_quantile(&d, LEVELS[k]), cut[k], 1e-9);
    arena_free(&f.arena);
}

static void a_range_is_a_ninety_per_cent_interval(void **state)
{
    (void)state;
    struct fixture f;
    struct dist d;
    open_fixture(&f);
    assert_true(dist_make_range(&f.diags, SPAN_NONE, 0.08, 0.15, false, &d));
    assert_int_equal(d.kind, DIST_LOGNORMAL);
    assert_close(dist_quantile(&d, 0.05), 0.08, 1e-14);
    assert_close(dist_quantile(&d, 0.95), 0.15, 1e-14);
    assert_close(d.median, sqrt(0.08 * 0.15), 1e-15);
    assert_rises(&d);
    assert_true(dist_make_range(&f.diags, SPAN_NONE, -0.15, 0.05, true, &d));
    assert_int_equal(d.kind, DIST_NORMAL);
    assert_close(dist_quantile(&d, 0.05), -0.15, 1e-14);
    assert_close(dist_quantile(&d, 0.95), 0.05, 1e-13);
    assert_close(d.median, -0.05, 1e-14);
    assert_ids(&f.diags, "");
    assert_false(dist_make_range(&f.diags, SPAN_NONE, 0, 0.05, false, &d));
    assert_non_null(strstr(f.diags.list.at[0].message.at, "both ends above zero"));
    assert_false(dist_make_range(&f.diags, SPAN_NONE, 2, 1, true, &d));
    assert_non_null(strstr(f.diags.list.at[1].message.at, "runs backwards"));
    arena_free(&f.arena);
}

struct refused {
    enum dist_kind kind;
    const char *args, *message;
};

static void wrong_parameters_are_reported_once(void **state)
{
    (void)state;
    static const struct refused list[] = {
        {DIST_UNIFORM, "4 2", "uniform: the low end is above the high end"},
        {DIST_UNIFORM, "1", "uniform: these are not its parameters"},
        {DIST_UNIFORM, "low=1 top=2", "uniform: these are not its parameters"},
        {DIST_NORMAL, "1 -2", "normal: the standard deviation is negative"},
        {DIST_NORMAL, "p5=3 p95=1", "normal: the percentiles are not in order"},
        {DIST_NORMAL, "p5=3 p5=4", "normal: the percentiles are not in order"},
        {DIST_NORMAL, "p0=3 p95=4", "normal: these are not its parameters"},
        {DIST_NORMAL, "p5=3 p100=4", "normal: these are not its parameters"},
        {DIST_NORMAL, "p5=1 p50=2 p95=3", "normal: these are not its parameters"},
        {DIST_LOGNORMAL, "1 2", "lognormal: these are not its parameters"},
        {DIST_LOGNORMAL, "mean=0 sd=1",
         "lognormal: its mean must be above zero, its sd not below"},
        {DIST_LOGNORMAL, "mean=1 sd=-1",
         "lognormal: its mean must be above zero, its sd not below"},
        {DIST_LOGNORMAL, "p5=0 p95=1", "lognormal: its percentiles must be above zero"},
        {DIST_LOGNORMAL, "p5=2 p95=1", "lognormal: the percentiles are not in order"},
        {DIST_TRIANGULAR, "1 3 2", "triangular: low, mode and high are not in order"},
        {DIST_TRIANGULAR, "3 2 4", "triangular: low, mode and high are not in order"},
        {DIST_TRIANGULAR, "1 2", "triangular: these are not its parameters"},
        {DIST_PERT, "2 1 3", "pert: low, mode and high are not in order"},
        {DIST_PERT, "low=1 mode=2", "pert: these are not its parameters"},
        {DIST_DISCRETE, "1 2 3", "discrete: these are not its parameters"},
        {DIST_DISCRETE, "1 -1 2 3", "discrete: a probability is negative"},
        {DIST_DISCRETE, "1 0 2 0", "discrete: the probabilities add up to 0, not to 1"},
        {DIST_DISCRETE, "1 0.5 2 0.4", "discrete: the probabilities add up to 0.9, not to 1"},
        {DIST_DISCRETE, "1 3 2 1", "discrete: the probabilities add up to 4, not to 1"},
        {DIST_UNIFORM, "p10=3 p90=2", "uniform: the percentiles are not in order"},
        {DIST_METALOG, "p10=1 p90=2", "metalog: these are not its parameters"},
        {DIST_METALOG, "p10=1 p50=2 p90=4 middle=3", "metalog: these are not its parameters"},
        {DIST_METALOG, "p10=1 p50=2 p90=2", "metalog: the percentiles are not in order"},
        {DIST_METALOG, "p10=1 p50=2 p90=4 low=1",
         "metalog: its percentiles lie between its ends"},
        {DIST_METALOG, "p10=1 p50=2 p90=4 high=3",
         "metalog: its percentiles lie between its ends"},
        {DIST_METALOG, "p10=1 p50=2 p90=20",
         "metalog: no smooth distribution is as skewed as its percentiles"},
        {DIST_TRUNCATED, "1 2 3", "truncated: these are not its parameters"},
        {DIST_TWO_PIECE, "0 1 2",
         "figure: low, value and high must be above zero and in order"},
        {DIST_TWO_PIECE, "1 3 2",
         "figure: low, value and high must be above zero and in order"},
    };
    for (size_t i = 0; i < COUNT_OF(list); i++) {
        struct fixture f;
        struct dist d;
        open_fixture(&f);
        if (try_make(&f, list[i].kind, list[i].args, &d)) fail_msg("%s is taken", list[i].args);
        assert_ids(&f.diags, "bad-range");
        assert_str(f.diags.list.at[0].message, list[i].message);
        arena_free(&f.arena);
    }
}

static void a_cut_that_leaves_nothing_is_reported(void **state)
{
    (void)state;
    struct fixture f;
    struct dist of, d;
    open_fixture(&f);
    of = make(&f, DIST_UNIFORM, "0 1");
    assert_false(try_truncate(&f, &of, 2, 3, &d));
    assert_str(f.diags.list.at[0].message, "truncated: almost nothing lies between its ends");
    assert_false(try_truncate(&f, &of, 0.6, 0.5, &d));
    assert_str(f.diags.list.at[1].message, "truncated: the low end is above the high end");
    arena_free(&f.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_uniform_one_is_a_line),
        cmocka_unit_test(a_normal_one_has_its_mean_sd_and_percentiles),
        cmocka_unit_test(a_lognormal_one_has_its_mean_sd_and_percentiles),
        cmocka_unit_test(a_triangular_one_has_its_corners_and_moments),
        cmocka_unit_test(a_pert_one_has_its_moments),
        cmocka_unit_test(a_metalog_goes_through_three_percentiles),
        cmocka_unit_test(a_metalog_never_reaches_its_ends),
        cmocka_unit_test(a_metalog_knows_how_skewed_it_can_be),
        cmocka_unit_test(a_discrete_one_has_its_shares),
        cmocka_unit_test(a_truncated_one_lies_between_its_ends),
        cmocka_unit_test(two_halves_join_at_the_median),
        cmocka_unit_test(quantiles_are_those_of_another_library),
        cmocka_unit_test(a_range_is_a_ninety_per_cent_interval),
        cmocka_unit_test(wrong_parameters_are_reported_once),
        cmocka_unit_test(a_cut_that_leaves_nothing_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
