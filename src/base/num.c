#include "base/num.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t scan_digits(struct str s, size_t i)
{
    while (i < s.len && is_digit(s.at[i]))
        i++;
    return i;
}

static size_t scan_whole(struct str s, size_t i)
{
    if (i < s.len && s.at[i] == '0') return i + 1;
    return scan_digits(s, i);
}

static size_t scan_fraction(struct str s, size_t i)
{
    if (i + 1 >= s.len || s.at[i] != '.' || !is_digit(s.at[i + 1])) return i;
    return scan_digits(s, i + 1);
}

static size_t scan_exponent(struct str s, size_t i)
{
    size_t from = i;
    if (i >= s.len || (s.at[i] != 'e' && s.at[i] != 'E')) return from;
    i++;
    if (i < s.len && (s.at[i] == '+' || s.at[i] == '-')) i++;
    size_t end = scan_digits(s, i);
    return end > i ? end : from;
}

size_t num_scan(struct str s)
{
    size_t from = s.len > 0 && s.at[0] == '-' ? 1 : 0;
    size_t i = scan_whole(s, from);
    if (i == from) return 0;
    return scan_exponent(s, scan_fraction(s, i));
}

static bool has_digit_but_zero(struct str s)
{
    for (size_t i = 0; i < s.len && s.at[i] != 'e' && s.at[i] != 'E'; i++)
        if (s.at[i] >= '1' && s.at[i] <= '9') return true;
    return false;
}

enum num_fault num_read(struct str s, double *value)
{
    enum { LONGEST = 512 };  // far more digits than a double can tell apart
    if (s.len == 0 || s.len >= LONGEST || num_scan(s) != s.len) return NUM_NOT_A_NUMBER;
    char text[LONGEST];
    memcpy(text, s.at, s.len);
    text[s.len] = '\0';
    double v = strtod(text, NULL);  // the locale is "C": nothing in tco sets LC_NUMERIC
    if (!isfinite(v)) return NUM_TOO_LARGE;
    if (has_digit_but_zero(s) && fabs(v) < DBL_MIN) return NUM_TOO_SMALL;
    *value = v + 0.0;  // -0 becomes 0
    return NUM_OK;
}

bool num_read_whole(struct str s, uint64_t least, uint64_t most, uint64_t *value)
{
    double v;
    size_t digits = scan_whole(s, 0);
    if (digits != s.len || num_read(s, &v) != NUM_OK) return false;
    if (v > 9007199254740992.0) return false;  // 2^53: above it doubles skip whole numbers
    uint64_t n = (uint64_t)v;
    if (n < least || n > most) return false;
    *value = n;
    return true;
}

// "1e+06" and "1e-07" as JSON and people write them: 1e6, 1e-7.
static void tidy_exponent(char *text)
{
    char *e = strchr(text, 'e');
    if (!e) return;
    char *from = e + 1, *to = e + 1;
    if (*from == '+') from++;
    if (*from == '-') *to++ = *from++;
    while (*from == '0')
        from++;
    memmove(to, from, strlen(from) + 1);
}

// Whole numbers up to 1e17 and small fractions are written out, without an exponent.
static void write_digits(char out[NUM_TEXT], double value, int digits)
{
    double size = fabs(value);
    if (size >= 1 && size < 1e17 && size == num_floor(size)) {
        snprintf(out, NUM_TEXT, "%.0f", value);
        return;
    }
    snprintf(out, NUM_TEXT, "%.*g", digits, value);
    tidy_exponent(out);
}

void num_write(char out[NUM_TEXT], double value)
{
    assert(isfinite(value));
    value += 0.0;
    for (int digits = 15; digits <= 17; digits++) {
        write_digits(out, value, digits);
        if (strtod(out, NULL) == value) return;
    }
}

double num_in_unit(double value, double factor)
{
    return factor == 1 ? value : num_tidy(value / factor);
}

double num_tidy(double value)
{
    char text[NUM_TEXT];
    if (floor(value) == value && fabs(value) < 1e15)
        return value + 0.0;  // has 15 digits at most
    snprintf(text, sizeof text, "%.15g", value);
    double tidy = strtod(text, NULL) + 0.0;
    return isfinite(tidy) ? tidy : value;  // the largest doubles round beyond themselves
}

void num_write_tidy(char out[NUM_TEXT], double value)
{
    num_write(out, num_tidy(value));
}

double num_round(double value, int decimals)
{
    char text[400];  // the largest double has 309 digits before its point
    snprintf(text, sizeof text, "%.*f", decimals, value);
    return strtod(text, NULL) + 0.0;
}

double num_places(double value, int power)
{
    char text[64];
    snprintf(text, sizeof text, "%.*e", 0, value);
    int digits = atoi(strchr(text, 'e') + 1) - power;
    enum { MOST = 17 };
    if (digits > MOST) return value;
    if (digits < 0) return 0;
    snprintf(text, sizeof text, "%.*e", digits, value);
    return strtod(text, NULL) + 0.0;
}

double num_nice_step(double least, int *decimals)
{
    static const double steps[] = {1, 2, 5, 10};
    double power = 1;
    int below = 0;
    while (power * 10 <= least)
        power *= 10;
    while (power > least && below < 9) {
        power /= 10;
        below++;
    }
    size_t i = 0;
    while (i < 3 && steps[i] * power < least * (1 - 1e-9))
        i++;
    if (i == 3 && below > 0) below--;
    if (decimals) *decimals = below;
    return steps[i] * power;
}

int num_decimals_apart(double x, double y, int least)
{
    char one[400], other[400];
    for (int d = least; d <= 9; d++) {
        snprintf(one, sizeof one, "%.*f", d, x);
        snprintf(other, sizeof other, "%.*f", d, y);
        if (strcmp(one, other) != 0) return d;
    }
    return least;
}

struct str num_grouped(struct arena *a, double value, int decimals)
{
    char digits[400];
    snprintf(digits, sizeof digits, "%.*f", decimals, fabs(value));
    size_t whole = strcspn(digits, ".");
    struct text t = {.arena = a};
    if (value < 0 && strspn(digits, "0.") != strlen(digits)) text_add_char(&t, '-');
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && (whole - i) % 3 == 0) text_add_char(&t, ',');
        text_add_char(&t, digits[i]);
    }
    text_add_c(&t, digits + whole);
    return text_str(&t);
}
