// chart.h - a picture of figures, before anybody chose how to draw it: lines over an axis, bars
// made of parts, ranges around one value, or hills that show where values gather.
#ifndef TCO_REPORT_CHART_H
#define TCO_REPORT_CHART_H

#include "base/str.h"
#include "base/vec.h"

enum chart_kind { CHART_LINES, CHART_BARS, CHART_RANGES, CHART_HILLS };

// As many lines as are told apart; further ones are grey.
enum { CHART_INKS = 12 };

// A point that matters.
struct chart_mark {
    double x, y;
};

// Points from left to right; with a band around them where `low` and `high` are there.
struct chart_line {
    struct str name, note;  // the note stands behind the name: "breaks even in month 6.3"
    uint32_t ink;           // which colour, dash and marker
    const double *x, *y;
    const bool *parted;  // or NULL: nothing is known between this point and the one before
    const double *low, *high;  // or NULL
    uint32_t count;
    VEC(struct chart_mark) marks;  // on the line
    bool infeasible;               // of an option that can't do the work
};

struct chart_bar {
    struct str name;
    const double *parts;  // one for each of the chart's parts; negative ones stand left of zero
    bool infeasible;      // an option that can't do the work
};

struct chart_range {
    struct str name, note;  // the note: the unit of both texts
    double low, high;       // what comes of the low and of the high value of an input
    struct str low_text, high_text;
};

// Shares of values between edges, count + 1 of them, and of those further out.
struct chart_hill {
    struct str name, note;
    uint32_t ink;
    const double *edges, *shares;
    uint32_t count;
    double below, above;
    double low, middle, high;  // values that are marked: P10, P50, P90
};

// A place on the x axis that matters to an option.
struct chart_rule {
    struct str text;  // of the place
    uint32_t ink;
    double x;
};

struct chart {
    struct str key;  // of --chart
    enum chart_kind kind;
    struct str title, summary;  // a title, and the picture in a sentence
    struct str signs;           // what its rings, shades and arrows mean; a plot has none
    struct str x_title, y_title;
    double divisor;  // by which values are divided where they are shown
    bool months;     // x counts months: its ticks stand at quarters or years
    bool powers;     // x stands in powers of ten
    bool zero;       // the line of zero matters
    double reach;    // of lines: their axis goes up to here at least
    double at;       // of ranges: the value as things are
    VEC(struct chart_line) lines;
    VEC(struct chart_rule) rules;
    VEC(struct str) parts;
    VEC(struct chart_bar) bars;
    VEC(struct chart_range) ranges;
    VEC(struct chart_hill) hills;
};

// The words of --chart.
enum chart_word {
    CHART_CUMULATIVE,
    CHART_CATEGORY,
    CHART_TORNADO,
    CHART_HISTOGRAM,
    CHART_FAN,
    CHART_BREAKEVEN,
    CHART_COUNT
};
const char *chart_word(enum chart_word w);
enum chart_word chart_find(struct str word);  // CHART_COUNT if there is none

// Round numbers from below the least to above the largest value.
struct ticks {
    double first, step;
    uint32_t count;
    int decimals;
};
struct ticks chart_ticks(double least, double most, uint32_t about);
// Of months: every year, half-year, quarter or month, from 0.
struct ticks chart_months(double most);
double chart_tick(const struct ticks *t, uint32_t index);
struct str chart_tick_text(struct arena *a, const struct ticks *t, uint32_t index);

// The least and the largest of what a chart shows, not divided.
void chart_extent(const struct chart *c, double *least, double *most);

// A value with three significant digits, divided as the chart has it: "17.6".
struct str chart_number(struct arena *a, const struct chart *c, double value);

// A share of trials: "1.7 %", or "<0.1 %" of what is hardly any.
struct str chart_share(struct arena *a, double share);

#endif
