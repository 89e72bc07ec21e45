// num.h - numbers as text and back, the same on every machine and in every locale.
//
// What a number is, in files and options alike, is what JSON calls one:
// -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?, finite, and not so small that it becomes zero.
#ifndef TCO_BASE_NUM_H
#define TCO_BASE_NUM_H

#include "base/str.h"

enum num_fault {
    NUM_OK,
    NUM_NOT_A_NUMBER,  // the text does not follow the grammar
    NUM_TOO_LARGE,     // beyond the largest double
    NUM_TOO_SMALL      // not zero, but nearer to it than a double can be
};

// Length of the longest number at the start of `s`, 0 if there is none.
size_t num_scan(struct str s);

// Reads the whole of `s`. *value is written only for NUM_OK.
enum num_fault num_read(struct str s, double *value);

// A whole number from least to most, written without a fraction. False if it is not one.
bool num_read_whole(struct str s, uint64_t least, uint64_t most, uint64_t *value);

enum { NUM_TEXT = 32 };  // bytes that any number needs below, with a NUL

// The shortest text that reads back as the same double. Never "-0", "nan" or "inf": finite only.
void num_write(char out[NUM_TEXT], double value);

// The same after rounding to 15 significant digits: hides the dust of unit conversion.
void num_write_tidy(char out[NUM_TEXT], double value);
double num_tidy(double value);
// A value in base units, in a unit of this factor; without the dust that the division leaves.
double num_in_unit(double value, double factor);

// Rounds to a number of decimals, a tie to the even digit.
double num_round(double value, int decimals);

// Rounds to a multiple of a power of ten, of any size: 1 is tens, -2 hundredths.
double num_places(double value, int power);

// 1, 2 or 5 times a power of ten, not below `least`, which is above 0; and how many decimals it has
// where `decimals` is not NULL, 9 at the most.
double num_nice_step(double least, int *decimals);

// The largest whole number that is not above x, and the least that is not below it, as floor() and
// ceil() have it; without calls, so that loops over them become vectors.
static inline double num_floor(double x)
{
#ifdef __SSE4_1__
    return __builtin_floor(x);  // one instruction
#else
    const double whole = 4503599627370496.0;  // 2^52: from here on all numbers are whole
    double up = x < 0 ? -whole : whole, nearest = x + up - up;
    double below = nearest - (nearest > x ? 1.0 : 0.0);
    double size = x < 0 ? -x : x;
    return size > 0 && size < whole ? below : x;
#endif
}

static inline double num_ceil(double x)
{
    return -num_floor(-x);
}

// For people: thousands separated by commas, a fixed number of decimals (0 to 9), half-even.
struct str num_grouped(struct arena *a, double value, int decimals);

// How many decimals tell x from y: at least `least`, at most 9; `least` where none do.
int num_decimals_apart(double x, double y, int least);

#endif
