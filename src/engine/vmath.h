// vmath.h - exp, logarithms, powers and the normal quantile: the same bits on every machine.
//
// The C library's differ between releases and machines, so these are our own, of plain additions
// and multiplications in a fixed order (contraction is off). They are branch-free, so that the
// compiler can run them on several lanes at once, and the engine folds constants with the very
// same code. Largest errors found against 200-bit arithmetic: exp 0.7 ulp, ln 1.2, log1p 1.4, expm1
// 1.8, pow 0.7 where the result lies between e^-100 and e^100 and 1.4 anywhere, the quantile 7e-16
// of its value.
//
// Sources: argument reduction by W. J. Cody and W. Waite; double-double products by T. J. Dekker;
// series of e^x and of 2 atanh(s); M. J. Wichura, algorithm AS 241 (1988), for the quantile.
#ifndef TCO_ENGINE_VMATH_H
#define TCO_ENGINE_VMATH_H

#include "base/num.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

// Loops over lanes become vectors only if nothing in them is called.
#ifdef VM_IN_LANES
#define VM_FUNCTION static inline __attribute__((always_inline))
#else
#define VM_FUNCTION static inline
#endif

VM_FUNCTION uint64_t vm_bits(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

VM_FUNCTION double vm_double(uint64_t bits)
{
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

// 2^k for -1022 <= k <= 1023.
VM_FUNCTION double vm_power_of_two(int64_t k)
{
    return vm_double((uint64_t)(k + 1023) << 52);
}

#define VM_LN2_HI                                                                              \
    0.69314718036912381649  // the first 32 bits of ln 2: products with k are exact
#define VM_LN2_LO 1.9082149292705877e-10  // the rest
#define VM_LOG2_E 1.4426950408889634
#define VM_NAN    ((double)NAN)

// (e^r - 1 - r) / r^2 for |r| <= 0.35: the Taylor series, whose next term is below 2^-58.
VM_FUNCTION double vm_exp_tail(double r)
{
    double p = 1.0 / 6227020800.0;
    p = p * r + 1.0 / 479001600.0;
    p = p * r + 1.0 / 39916800.0;
    p = p * r + 1.0 / 3628800.0;
    p = p * r + 1.0 / 362880.0;
    p = p * r + 1.0 / 40320.0;
    p = p * r + 1.0 / 5040.0;
    p = p * r + 1.0 / 720.0;
    p = p * r + 1.0 / 120.0;
    p = p * r + 1.0 / 24.0;
    p = p * r + 1.0 / 6.0;
    return p * r + 0.5;
}

// The whole number nearest to a small x, as a double and as an integer.
VM_FUNCTION double vm_nearest(double x, int64_t *k)
{
    const double magic = 6755399441055744.0;  // 1.5 * 2^52 leaves whole numbers in the low bits
    double shifted = x + magic;
    *k = (int64_t)(vm_bits(shifted) - vm_bits(magic));
    return shifted - magic;
}

// e^(x + low), where low is far smaller than x.
VM_FUNCTION double vm_exp2part(double x, double low)
{
    double limited = x < -746.0 ? -746.0 : x > 710.0 ? 710.0 : x;
    int64_t k;
    double n = vm_nearest(limited * VM_LOG2_E, &k);
    double r_high = limited - n * VM_LN2_HI, r_low = low - n * VM_LN2_LO;
    double r = r_high + r_low;
    r_low = r_low - (r - r_high);
    double one = 1.0 + r, lost = r - (one - 1.0);
    double e = one + (r * r * vm_exp_tail(r) + (lost + r_low));
    int64_t half = k / 2;  // two steps, so that neither overflows on the way to a tiny result
    return e * vm_power_of_two(half) * vm_power_of_two(k - half);
}

VM_FUNCTION double vm_exp(double x)
{
    return vm_exp2part(x, 0.0);
}

VM_FUNCTION double vm_expm1(double x)
{
    double limited = x < -746.0 ? -746.0 : x > 710.0 ? 710.0 : x;
    int64_t k;
    double n = vm_nearest(limited * VM_LOG2_E, &k);
    double r = limited - n * VM_LN2_HI - n * VM_LN2_LO;
    double e = r + r * r * vm_exp_tail(r);
    int64_t half = k / 2;  // 2^k may overflow where the result does not
    double a = vm_power_of_two(half), b = vm_power_of_two(k - half);
    return (e * a + (a - vm_power_of_two(half - k))) * b;
}

// atanh(s) / s = 1 + z / 3 + z^2 * this, for s^2 = z <= 0.03.
VM_FUNCTION double vm_atanh_rest(double z)
{
    double p = 1.0 / 23.0;
    p = p * z + 1.0 / 21.0;
    p = p * z + 1.0 / 19.0;
    p = p * z + 1.0 / 17.0;
    p = p * z + 1.0 / 15.0;
    p = p * z + 1.0 / 13.0;
    p = p * z + 1.0 / 11.0;
    p = p * z + 1.0 / 9.0;
    p = p * z + 1.0 / 7.0;
    return p * z + 1.0 / 5.0;
}

// atanh(s) / s - 1.
VM_FUNCTION double vm_atanh_tail(double z)
{
    return (vm_atanh_rest(z) * z + 1.0 / 3.0) * z;
}

// ln(1 + f) for -0.3 < f < 0.42, with the half square of f taken out so that little is lost.
VM_FUNCTION double vm_ln_near_one(double f)
{
    double s = f / (2.0 + f), half = 0.5 * f * f;
    double tail = 2.0 * vm_atanh_tail(s * s);
    return f - (half - s * (half + tail));
}

// x = m * 2^e with sqrt(1/2) <= m < sqrt(2), for positive finite x.
VM_FUNCTION double vm_split(double x, double *e)
{
    double scaled = x < 2.2250738585072014e-308 ? x * 18014398509481984.0 : x;
    double lift = x < 2.2250738585072014e-308 ? 54.0 : 0.0;
    uint64_t bits = vm_bits(scaled);
    uint64_t shifted = bits - UINT64_C(0x3fe6a09e667f3bcd);  // the bits of sqrt(1/2)
    int64_t k = (int64_t)shifted >> 52;
    *e = (double)(int32_t)k - lift;
    return vm_double(bits - ((uint64_t)k << 52));
}

VM_FUNCTION double vm_ln_positive(double x)
{
    double e, m = vm_split(x, &e);
    double f = m - 1.0;
    return e * VM_LN2_HI + (vm_ln_near_one(f) + e * VM_LN2_LO);
}

VM_FUNCTION double vm_ln(double x)
{
    double y = vm_ln_positive(x > 0.0 && x < HUGE_VAL ? x : 1.0);
    if (x == 0.0) y = -HUGE_VAL;
    if (!(x >= 0.0)) y = VM_NAN;
    return x == HUGE_VAL ? HUGE_VAL : y;
}

VM_FUNCTION double vm_log1p(double x)
{
    double clear = x > -0.29 ? x : 0.41, near = clear < 0.41 ? clear : 0.0;
    double u = 1.0 + x, lost = u == 0.0 || u == HUGE_VAL ? 0.0 : (x - (u - 1.0)) / u;
    double far = vm_ln(u) + lost;
    return near == x ? vm_ln_near_one(near) : far;
}

// a * b = *high + *low exactly.
VM_FUNCTION void vm_product(double a, double b, double *high, double *low)
{
    const double split = 134217729.0;  // 2^27 + 1
    double ca = split * a, cb = split * b;
    double a1 = ca - (ca - a), a2 = a - a1;
    double b1 = cb - (cb - b), b2 = b - b1;
    *high = a * b;
    *low = ((a1 * b1 - *high) + a1 * b2 + a2 * b1) + a2 * b2;
}

// a + b = *sum + what is returned, exactly.
VM_FUNCTION double vm_sum(double a, double b, double *sum)
{
    *sum = a + b;
    double part = *sum - a;
    return (a - (*sum - part)) + (b - part);
}

// ln x to about 66 bits, in two parts: ln m = 2 atanh(s), of which s and s^3 / 3 have two parts.
VM_FUNCTION void vm_ln_two(double x, double *high, double *low)
{
    double e, m = vm_split(x, &e);
    double f = m - 1.0, d = 2.0 + f, d_low = f - (d - 2.0);
    double s = f / d, p, p_low, z, z_low, cube, cube_low;
    vm_product(s, d, &p, &p_low);
    double s_low = ((f - p) - p_low - s * d_low) / d;
    vm_product(s, s, &z, &z_low);
    vm_product(s, z, &cube, &cube_low);
    cube_low = cube_low + s * z_low + 3.0 * s_low * z;
    double third = cube / 3.0;
    vm_product(third, 3.0, &p, &p_low);
    double third_low = ((cube - p) - p_low + cube_low) / 3.0;
    double sum, all, lost = vm_sum(e * VM_LN2_HI, 2.0 * s, &sum);
    lost = lost + vm_sum(sum, 2.0 * third, &all);
    double rest = s_low + third_low + cube * z * vm_atanh_rest(z);
    rest = lost + (2.0 * rest + e * VM_LN2_LO);
    *high = all + rest;
    *low = rest - (*high - all);
}

VM_FUNCTION double vm_pow_positive(double x, double y)
{
    double l, l_low, t, t_low;
    vm_ln_two(x, &l, &l_low);
    double bounded = y > 1e300 ? 1e300 : y < -1e300 ? -1e300 : y;
    vm_product(l, bounded, &t, &t_low);
    double low = t_low + l_low * bounded;
    return vm_exp2part(t, fabs(t) < 1e4 ? low : 0.0);
}

// x ^ y. NaN for a negative base with an exponent that is not whole.
VM_FUNCTION double vm_pow(double x, double y)
{
    double size = x < 0.0 ? -x : x, ordinary = size > 0.0 ? size : 1.0;
    double r = vm_pow_positive(ordinary < HUGE_VAL ? ordinary : 1.0, y);
    double of_zero = y > 0.0 ? 0.0 : HUGE_VAL, of_infinity = y > 0.0 ? HUGE_VAL : 0.0;
    r = size == 0.0 ? of_zero : r;
    r = size == HUGE_VAL ? of_infinity : r;
    r = y == 0.0 ? 1.0 : r;
    double turned = num_floor(y * 0.5) * 2.0 != y ? -r : r;
    turned = num_floor(y) != y ? VM_NAN : turned;
    r = x < 0.0 ? turned : r;
    r = x == x ? r : VM_NAN;
    return y == y ? r : VM_NAN;
}

// Rational functions of AS 241: seven degrees over seven.
VM_FUNCTION double vm_ratio(double r, const double above[8], const double below[8])
{
    double a = above[7], b = below[7];
    for (int i = 6; i >= 0; i--) {
        a = a * r + above[i];
        b = b * r + below[i];
    }
    return a / b;
}

// The z below which a standard normal lies with probability p: where p is q + 0.5 and |q| at most
// VM_CENTRE, where r = sqrt(-ln of the smaller side) is at most VM_MIDDLE, and beyond.
#define VM_CENTRE 0.425
#define VM_MIDDLE 5.0

VM_FUNCTION double vm_normal_centre(double q)
{
    static const double centre_above[8] = {3.3871328727963666080e0, 1.3314166789178437745e2,
                                           1.9715909503065514427e3, 1.3731693765509461125e4,
                                           4.5921953931549871457e4, 6.7265770927008700853e4,
                                           3.3430575583588128105e4, 2.5090809287301226727e3};
    static const double centre_below[8] = {1.0,
                                           4.2313330701600911252e1,
                                           6.8718700749205790830e2,
                                           5.3941960214247511077e3,
                                           2.1213794301586595867e4,
                                           3.9307895800092710610e4,
                                           2.8729085735721942674e4,
                                           5.2264952788528545610e3};
    return q * vm_ratio(0.180625 - q * q, centre_above, centre_below);
}

VM_FUNCTION double vm_normal_middle(double r)
{
    static const double middle_above[8] = {
        1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
        3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
        2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static const double middle_below[8] = {1.0,
                                           2.05319162663775882187e0,
                                           1.67638483018380384940e0,
                                           6.89767334985100004550e-1,
                                           1.48103976427480074590e-1,
                                           1.51986665636164571966e-2,
                                           5.47593808499534494600e-4,
                                           1.05075007164441684324e-9};
    return vm_ratio(r - 1.6, middle_above, middle_below);
}

VM_FUNCTION double vm_normal_far(double r)
{
    static const double far_above[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                        1.78482653991729133580e0,  2.96560571828504891230e-1,
                                        2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                        2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static const double far_below[8] = {1.0,
                                        5.99832206555887937690e-1,
                                        1.36929880922735805310e-1,
                                        1.48753612908506148525e-2,
                                        7.86869131145613259100e-4,
                                        1.84631831751005468180e-5,
                                        1.42151175831644588870e-7,
                                        2.04426310338993978564e-15};
    return vm_ratio(r - 5.0, far_above, far_below);
}

// The z below which a standard normal lies with probability p, 0 < p < 1.
VM_FUNCTION double vm_normal_quantile(double p)
{
    double q = p - 0.5, size = q < 0.0 ? -q : q;
    if (size <= VM_CENTRE) return vm_normal_centre(q);
    double r = sqrt(-vm_ln(q < 0.0 ? p : 1.0 - p));
    double z = r <= VM_MIDDLE ? vm_normal_middle(r) : vm_normal_far(r);
    return q < 0.0 ? -z : z;
}

// How much of a standard normal lies below z <= 0, by what it is over the density; W. J. Cody (1969)
// in the arrangement of R's pnorm.
static inline double vm_normal_tail(double y)
{
    static const double c[9] = {
        3.9894151208813466764e-1, 8.8831497943883759412,   9.3506656132177855979e1,
        5.9727027639480026226e2,  2.4945375852903726711e3, 6.8481904505362823326e3,
        1.1602651437647350124e4,  9.8427148383839780218e3, 1.0765576773720192317e-8};
    static const double d[8] = {2.2266688044328115691e1, 2.3538790178262499861e2,
                                1.519377599407554805e3,  6.485558298266760755e3,
                                1.8615571640885098091e4, 3.4900952721145977266e4,
                                3.8912003286093271411e4, 1.9685429676859990727e4};
    static const double p[6] = {2.1589853405795699e-1, 1.274011611602473639e-1,
                                2.2235277870649807e-2, 1.421619193227893466e-3,
                                2.9112874951168792e-5, 2.307344176494017303e-2};
    static const double q[5] = {1.28426009614491121, 4.68238212480865118e-1,
                                6.59881378689285515e-2, 3.78239633202758244e-3,
                                7.29751555083966205e-5};
    double whole = num_floor(y * 16.0) / 16.0, part = (y - whole) * (y + whole), ratio;
    if (y <= 5.656854249492380195) {
        double above = c[8] * y, below = y;
        for (int i = 0; i < 7; i++) {
            above = (above + c[i]) * y;
            below = (below + d[i]) * y;
        }
        ratio = (above + c[7]) / (below + d[7]);
    } else {
        double z = 1.0 / (y * y), above = p[5] * z, below = z;
        for (int i = 0; i < 4; i++) {
            above = (above + p[i]) * z;
            below = (below + q[i]) * z;
        }
        ratio = z * (above + p[4]) / (below + q[4]);
        ratio = (0.398942280401432677939946 - ratio) / y;
    }
    return vm_exp(-whole * whole * 0.5) * vm_exp(-part * 0.5) * ratio;
}

// The probability with which a standard normal lies below z; inside (0, 1) for any finite z, so
// that it can be drawn by.
static inline double vm_normal_below(double z)
{
    static const double a[5] = {2.2352520354606839287, 1.6102823106855587881e2,
                                1.0676894854603709582e3, 1.8154981253343561249e4,
                                6.5682337918207449113e-2};
    static const double b[4] = {4.720258190468824187e1, 9.7609855173777669322e2,
                                1.0260932208618978205e4, 4.5507789335026729956e4};
    double y = z < 0.0 ? -z : z;
    if (y <= 0.67448975) {
        double x = y > 1.11e-16 ? z * z : 0.0, above = a[4] * x, below = x;
        for (int i = 0; i < 3; i++) {
            above = (above + a[i]) * x;
            below = (below + b[i]) * x;
        }
        return 0.5 + z * (above + a[3]) / (below + b[3]);
    }
    double tail = vm_normal_tail(y < 37.0 ? y : 37.0);
    if (z < 0.0) return tail;
    return tail < 1.1102230246251565e-16 ? 1.0 - 1.1102230246251565e-16 : 1.0 - tail;
}

#endif
