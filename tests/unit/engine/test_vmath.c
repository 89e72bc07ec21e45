#include "support/check.h"
#include "support/gen.h"

#include "engine/vmath.h"

#include <float.h>

// The reference is the C library's long double. Where that is no wider than double, its own last
// digit is uncertain too.
static const double DOUBT = LDBL_MANT_DIG > 53 ? 0.05 : 1.0;

static const long double LARGEST = (long double)DBL_MAX;

enum { CASES = 200000 };

// How far a number is from what it should be, in units of the last place of a double there.
static double ulps(double found, long double wanted)
{
    double nearest = (double)wanted;
    if (isnan(nearest) || isnan(found)) return isnan(nearest) && isnan(found) ? 0 : HUGE_VAL;
    if (isinf(nearest) && found == nearest) return 0;
    if (isinf(found)) wanted = fabsl(wanted) > LARGEST ? (long double)found : wanted;
    int exponent = wanted == 0 ? -1022 : ilogbl(wanted);
    if (exponent < -1022) exponent = -1022;
    return (double)(fabsl((long double)found - wanted) / ldexpl(1, exponent - 52));
}

struct worst {
    double off, x, y;
};

static void note(struct worst *w, double found, long double wanted, double x, double y)
{
    double off = ulps(found, wanted);
    if (!(off > w->off)) return;
    *w = (struct worst){off, x, y};
}

static void check_worst(struct worst w, double limit, const char *what)
{
    if (w.off <= limit + DOUBT) return;
    fail_msg("%s is off by %g ulp at %a (%.17g), %a (%.17g)", what, w.off, w.x, w.x, w.y, w.y);
}

struct one_argument {
    const char *name;
    double (*ours)(double);
    long double (*library)(long double);
    double limit;      // in ulp, as stated in vmath.h
    double low, high;  // where results are finite and not all alike
};

static const struct one_argument FUNCTIONS[] = {
    {"exp", vm_exp, expl, 0.7, -746, 711},
    {"expm1", vm_expm1, expm1l, 1.8, -60, 711},
    {"ln", vm_ln, logl, 1.2, 0, DBL_MAX},
    {"log1p", vm_log1p, log1pl, 1.4, -1, DBL_MAX},
};

// A number of the range, its size spread over all exponents or over the range.
static double argument(struct gen *g, const struct one_argument *f)
{
    if (gen_chance(g, 0.5)) {
        double x = gen_double(g);
        if (x >= f->low && x <= f->high) return x;
    }
    double width = f->high > 1e6 ? 100 : f->high - f->low;
    return f->low + width * gen_number(g, 0, 1);
}

static void functions_of_one_number_keep_their_accuracy(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(FUNCTIONS); i++) {
        const struct one_argument *f = &FUNCTIONS[i];
        struct gen g = gen_seeded(i + 1);
        struct worst w = {0};
        for (int k = 0; k < CASES; k++) {
            double x = argument(&g, f);
            note(&w, f->ours(x), f->library((long double)x), x, 0);
        }
        check_worst(w, f->limit, f->name);
    }
}

// Where the result crosses 1, and where it leaves the range of doubles.
static void the_edges_are_as_accurate(void **state)
{
    (void)state;
    static const double edges[] = {0,
                                   1,
                                   -1,
                                   0.5,
                                   2,
                                   1.4142135623730951,
                                   0.7071067811865476,
                                   -0.29,
                                   0.41,
                                   709.78,
                                   -708.39,
                                   -745.1,
                                   -744.44,
                                   709.44,
                                   38.1,
                                   1e-300};
    for (size_t i = 0; i < COUNT_OF(FUNCTIONS); i++) {
        const struct one_argument *f = &FUNCTIONS[i];
        struct worst w = {0};
        for (size_t k = 0; k < COUNT_OF(edges); k++) {
            double x = edges[k], down = edges[k];
            for (int n = 0; n < 2000; n++) {
                if (x >= f->low && x <= f->high)
                    note(&w, f->ours(x), f->library((long double)x), x, 0);
                if (down >= f->low && down <= f->high)
                    note(&w, f->ours(down), f->library((long double)down), down, 0);
                x = nextafter(x, HUGE_VAL);
                down = nextafter(down, -HUGE_VAL);
            }
        }
        check_worst(w, f->limit, f->name);
    }
}

// The further the result lies from 1, the more of it hangs on the last bits of the logarithm.
static double limit_of_power(double x, double y)
{
    return (fabs(y * log(x)) < 100 ? 0.7 : 1.4) + DOUBT;
}

static void powers_keep_their_accuracy(void **state)
{
    (void)state;
    struct gen g = gen_seeded(11);
    for (int k = 0; k < CASES; k++) {
        // A result of any size, down to the smallest subnormal; and one like a growth.
        double x = fabs(gen_double(&g)), y = gen_number(&g, -746, 711) / log(x);
        if (gen_chance(&g, 0.5)) {
            x = gen_number(&g, 0, 3);
            y = gen_number(&g, -3, 3);
        }
        if (x == 0 || x == 1 || !isfinite(y)) continue;
        double off = ulps(vm_pow(x, y), powl((long double)x, (long double)y));
        if (!(off <= limit_of_power(x, y))) fail_msg("%a ^ %a is off by %g ulp", x, y, off);
    }
}

static void a_power_of_one_is_the_number_itself(void **state)
{
    (void)state;
    struct gen g = gen_seeded(12);
    for (int k = 0; k < CASES; k++) {
        double x = gen_chance(&g, 0.5) ? gen_double(&g) : gen_number(&g, 0, 2);
        assert_same(vm_pow(x, 1), x);
    }
}

struct known {
    double x, y, result;
};

static void powers_of_special_numbers_are_known(void **state)
{
    (void)state;
    const double inf = HUGE_VAL, nan = VM_NAN;
    const struct known list[] = {
        {0, 0, 1},           {inf, 0, 1},    {-inf, 0, 1},          {7, 0, 1},
        {0, 2, 0},           {0, -2, inf},   {inf, 2, inf},         {inf, -2, 0},
        {-2, 3, -8},         {-2, 2, 4},     {-2, -1, -0.5},        {-2, 0.5, nan},
        {-8, 1.0 / 3, nan},  {2, inf, inf},  {2, -inf, 0},          {0.5, inf, 0},
        {0.5, -inf, inf},    {1, inf, 1},    {1, 1e308, 1},         {-inf, 3, -inf},
        {-inf, 2, inf},      {nan, 1, nan},  {1, nan, nan},         {nan, 0, nan},
        {2, 1024, inf},      {2, -1075, 0},  {2, -1074, 0x1p-1074}, {0x1p-1074, 1, 0x1p-1074},
        {2, 1023, 0x1p1023}, {10, 400, inf}, {10, -400, 0},         {DBL_MAX, 1, DBL_MAX},
        {-3, 1e300, inf},    {4, 0.5, 2},    {-1, 3, -1},           {0x1p-1074, 0.5, 0x1p-537},
    };
    for (size_t i = 0; i < COUNT_OF(list); i++) {
        double found = vm_pow(list[i].x, list[i].y);
        if (isnan(list[i].result) ? isnan(found) : found == list[i].result) continue;
        fail_msg("%g ^ %g is %g, not %g", list[i].x, list[i].y, found, list[i].result);
    }
}

static void limits_are_what_they_should_be(void **state)
{
    (void)state;
    assert_same(vm_exp(0), 1);
    assert_same(vm_exp(-HUGE_VAL), 0);
    assert_same(vm_exp(HUGE_VAL), HUGE_VAL);
    assert_same(vm_exp(709.79), HUGE_VAL);
    assert_same(vm_exp(-745.2), 0);
    assert_same(vm_exp(-745.1), 0x1p-1074);
    assert_true(isnan(vm_exp(VM_NAN)));
    assert_same(vm_expm1(0), 0);
    assert_same(vm_expm1(-HUGE_VAL), -1);
    assert_same(vm_expm1(HUGE_VAL), HUGE_VAL);
    assert_same(vm_expm1(0x1p-1074), 0x1p-1074);
    assert_true(isnan(vm_expm1(VM_NAN)));
    assert_same(vm_ln(1), 0);
    assert_same(vm_ln(0), -HUGE_VAL);
    assert_same(vm_ln(HUGE_VAL), HUGE_VAL);
    assert_true(isnan(vm_ln(-1)) && isnan(vm_ln(-HUGE_VAL)) && isnan(vm_ln(VM_NAN)));
    assert_same(vm_log1p(0), 0);
    assert_same(vm_log1p(-1), -HUGE_VAL);
    assert_same(vm_log1p(HUGE_VAL), HUGE_VAL);
    assert_same(vm_log1p(0x1p-1074), 0x1p-1074);
    assert_true(isnan(vm_log1p(-1.5)) && isnan(vm_log1p(VM_NAN)));
}

// ---- the normal quantile -----------------------------------------------------------------------

// By how much z misses p, as a share of z: the probability that it is off by, over the density.
static double off_quantile(double p)
{
    long double z = (long double)vm_normal_quantile(p), root2 = sqrtl(2), off;
    long double wide = (long double)p;
    if (fabs(p - 0.5) <= 0.4)
        off = erfl(z / root2) / 2 - (wide - 0.5L);
    else
        off = erfcl((p < 0.5 ? -z : z) / root2) / 2 - (p < 0.5 ? wide : 1 - wide);
    long double density = expl(-z * z / 2) / sqrtl(2 * acosl(-1));
    return (double)fabsl(off / density / z);
}

static void the_normal_quantile_is_accurate(void **state)
{
    (void)state;
    struct gen g = gen_seeded(21);
    double limit = LDBL_MANT_DIG > 53 ? 8e-16 : 4e-15;
    for (int k = 0; k < CASES; k++) {
        double p = gen_number(&g, 0, 1);
        if (gen_chance(&g, 0.3)) p = exp(gen_number(&g, -700, 0));  // far out in the tail
        if (gen_chance(&g, 0.1)) p = 0.5 + gen_number(&g, -1e-6, 1e-6);
        if (p <= 0 || p == 0.5 || p >= 1) continue;
        if (!(off_quantile(p) <= limit))
            fail_msg("quantile of %a is off by %g", p, off_quantile(p));
    }
}

static void the_normal_quantile_is_symmetric_and_rises(void **state)
{
    (void)state;
    assert_same(vm_normal_quantile(0.5), 0);
    assert_close(vm_normal_quantile(0.95), 1.6448536269514722, 1e-15);
    assert_close(vm_normal_quantile(0.975), 1.9599639845400545, 1e-15);
    double before = -HUGE_VAL;
    for (int i = 1; i < 1 << 16; i++) {
        double p = i * 0x1p-16, z = vm_normal_quantile(p);
        assert_same(vm_normal_quantile(1 - p), 0.0 - z);
        assert_true(z > before);
        before = z;
    }
}

// ---- the normal probability --------------------------------------------------------------------

// Beside the error, that of z itself moves it by z^2 parts.
static void the_normal_probability_is_accurate(void **state)
{
    (void)state;
    struct gen g = gen_seeded(22);
    double limit = LDBL_MANT_DIG > 53 ? 1.5e-15 : 4e-15;
    for (int k = 0; k < CASES; k++) {
        double z = gen_number(&g, -37, 6);
        if (gen_chance(&g, 0.5)) z = gen_number(&g, -1.5, 1.5);
        if (gen_chance(&g, 0.1)) z = gen_number(&g, -1e-9, 1e-9);
        long double wanted = erfcl((long double)-z / sqrtl(2)) / 2;
        double off = (double)fabsl((long double)vm_normal_below(z) / wanted - 1);
        if (!(off <= limit)) fail_msg("the probability below %a is off by %g", z, off);
    }
}

static void the_normal_probability_undoes_the_quantile(void **state)
{
    (void)state;
    assert_same(vm_normal_below(0), 0.5);
    assert_close(vm_normal_below(-1), 0.15865525393145705, 1e-15);
    assert_close(vm_normal_below(-20), 2.7536241186062337e-89, 1e-14);
    for (double z = 9; z < 1e300; z *= 10)
        assert_true(vm_normal_below(z) < 1 && vm_normal_below(-z) > 0);
    for (int i = 1; i < 1 << 16; i++)
        assert_close(vm_normal_below(vm_normal_quantile(i * 0x1p-16)), i * 0x1p-16, 3e-14);
}

// ---- lanes -------------------------------------------------------------------------------------

enum { LANES = 64 };

#define LANES_OF(name, call)                                                                   \
    static void name(const double *x, const double *y, double *out)                            \
    {                                                                                          \
        for (int l = 0; l < LANES; l++)                                                        \
            out[l] = call;                                                                     \
        (void)y;                                                                               \
    }

LANES_OF(lanes_of_exp, vm_exp(x[l]))
LANES_OF(lanes_of_expm1, vm_expm1(x[l]))
LANES_OF(lanes_of_ln, vm_ln(x[l]))
LANES_OF(lanes_of_log1p, vm_log1p(x[l]))
LANES_OF(lanes_of_pow, vm_pow(x[l], y[l]))
LANES_OF(lanes_of_quantile, vm_normal_quantile(x[l]))

static double pick(const double *x, int l)
{
    return ((const volatile double *)x)[l];
}

#define ASSERT_LANES(lanes, call)                                                              \
    do {                                                                                       \
        lanes(x, y, out);                                                                      \
        for (int l = 0; l < LANES; l++) {                                                      \
            double a = pick(x, l), b = pick(y, l), one = call;                                 \
            (void)b;                                                                           \
            if (isnan(one))                                                                    \
                assert_true(isnan(out[l]));                                                    \
            else                                                                               \
                assert_same(out[l], one);                                                      \
        }                                                                                      \
    } while (0)

// What the compiler makes of a loop over lanes gives the bits of one call after the other.
static void lanes_have_the_bits_of_single_numbers(void **state)
{
    (void)state;
    static const double special[] = {0,          -0.0,    HUGE_VAL, -HUGE_VAL, 0x1p-1074,
                                     -0x1p-1074, DBL_MIN, DBL_MAX,  -DBL_MAX,  -1,
                                     710,        -746,    1.5,      VM_NAN};
    struct gen g = gen_seeded(31);
    double x[LANES], y[LANES], out[LANES];
    for (int round = 0; round < 3000; round++) {
        for (int l = 0; l < LANES; l++) {
            x[l] = round % 2 ? gen_double(&g) : gen_number(&g, -750, 750);
            y[l] = round % 3 ? gen_number(&g, -10, 10) : (double)gen_whole(&g, -10, 10);
            if (gen_chance(&g, 0.1)) x[l] = special[gen_whole(&g, 0, COUNT_OF(special) - 1)];
            if (gen_chance(&g, 0.1)) y[l] = special[gen_whole(&g, 0, COUNT_OF(special) - 1)];
        }
        ASSERT_LANES(lanes_of_exp, vm_exp(a));
        ASSERT_LANES(lanes_of_expm1, vm_expm1(a));
        ASSERT_LANES(lanes_of_ln, vm_ln(a));
        ASSERT_LANES(lanes_of_log1p, vm_log1p(a));
        ASSERT_LANES(lanes_of_pow, vm_pow(a, b));
        for (int l = 0; l < LANES; l++)
            x[l] = gen_number(&g, 0x1p-53, 1);
        ASSERT_LANES(lanes_of_quantile, vm_normal_quantile(a));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(functions_of_one_number_keep_their_accuracy),
        cmocka_unit_test(the_edges_are_as_accurate),
        cmocka_unit_test(powers_keep_their_accuracy),
        cmocka_unit_test(a_power_of_one_is_the_number_itself),
        cmocka_unit_test(powers_of_special_numbers_are_known),
        cmocka_unit_test(limits_are_what_they_should_be),
        cmocka_unit_test(the_normal_quantile_is_accurate),
        cmocka_unit_test(the_normal_quantile_is_symmetric_and_rises),
        cmocka_unit_test(the_normal_probability_is_accurate),
        cmocka_unit_test(the_normal_probability_undoes_the_quantile),
        cmocka_unit_test(lanes_have_the_bits_of_single_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
