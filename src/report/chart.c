#include "report/chart.h"

#include "base/num.h"
#include "report/table.h"

#include <math.h>

static const char *const WORDS[CHART_COUNT] = {"cumulative", "category", "tornado",
                                               "histogram",  "fan",      "breakeven"};

const char *chart_word(enum chart_word w)
{
    return WORDS[w];
}

enum chart_word chart_find(struct str word)
{
    for (int i = 0; i < CHART_COUNT; i++)
        if (str_is(word, WORDS[i])) return (enum chart_word)i;
    return CHART_COUNT;
}

// ---- ticks -------------------------------------------------------------------------------------

struct ticks chart_ticks(double least, double most, uint32_t about)
{
    struct ticks t = {0};
    if (!(most > least)) most = least + (least == 0 ? 1 : fabs(least));
    t.step = num_nice_step((most - least) / about, &t.decimals);
    double first = num_floor(least / t.step + 1e-9), last = num_ceil(most / t.step - 1e-9);
    t.first = first * t.step;
    t.count = (uint32_t)(last - first) + 1;
    return t;
}

struct ticks chart_months(double most)
{
    static const double steps[] = {1, 3, 6, 12, 24, 60, 120};
    size_t i = 0;
    while (i + 1 < sizeof steps / sizeof *steps && most / steps[i] > 12)
        i++;
    return (struct ticks){0, steps[i], (uint32_t)num_floor(most / steps[i]) + 1, 0};
}

double chart_tick(const struct ticks *t, uint32_t index)
{
    return num_round(t->first + t->step * index, t->decimals);
}

struct str chart_tick_text(struct arena *a, const struct ticks *t, uint32_t index)
{
    return num_grouped(a, chart_tick(t, index), t->decimals);
}

// ---- values ------------------------------------------------------------------------------------

static void widen(double value, double *least, double *most)
{
    if (value < *least) *least = value;
    if (value > *most) *most = value;
}

static void bar_extent(const struct chart *c, const struct chart_bar *b, double *least,
                       double *most)
{
    double up = 0, down = 0;
    for (uint32_t p = 0; p < c->parts.count; p++) {
        if (b->parts[p] > 0) up += b->parts[p];
        if (b->parts[p] < 0) down += b->parts[p];
    }
    widen(up, least, most);
    widen(down, least, most);
}

static void line_extent(const struct chart_line *l, double *least, double *most)
{
    for (uint32_t k = 0; k < l->count; k++) {
        widen(l->y[k], least, most);
        if (l->low) widen(l->low[k], least, most);
        if (l->high) widen(l->high[k], least, most);
    }
}

// Hills stand far from zero, which means nothing to them.
static void hills_extent(const struct chart *c, double *least, double *most)
{
    *least = c->hills.at[0].edges[0];
    *most = *least;
    for (uint32_t i = 0; i < c->hills.count; i++) {
        widen(c->hills.at[i].edges[0], least, most);
        widen(c->hills.at[i].edges[c->hills.at[i].count], least, most);
    }
}

void chart_extent(const struct chart *c, double *least, double *most)
{
    if (c->hills.count) {
        hills_extent(c, least, most);
        return;
    }
    bool around = c->kind == CHART_RANGES;
    *least = around ? c->at : 0;
    *most = *least;
    for (uint32_t i = 0; i < c->lines.count; i++)
        line_extent(&c->lines.at[i], least, most);
    if (c->lines.count) widen(c->reach, least, most);
    for (uint32_t i = 0; i < c->bars.count; i++)
        bar_extent(c, &c->bars.at[i], least, most);
    for (uint32_t i = 0; i < c->ranges.count; i++) {
        widen(c->ranges.at[i].low, least, most);
        widen(c->ranges.at[i].high, least, most);
    }
}

enum { MOST_DECIMALS = 9 };  // what is smaller still is nothing

// Three digits of what is small beside the others keep it from looking like nothing.
static int small_decimals(double size)
{
    int decimals = 3;
    for (; size < 0.09995 && decimals <= MOST_DECIMALS; size *= 10)
        decimals++;
    return decimals;
}

struct str chart_number(struct arena *a, const struct chart *c, double value)
{
    double v = value / c->divisor, size = fabs(v);
    int decimals = size >= 99.95 || size == 0 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3;
    if (size > 0 && size < 0.01) decimals = small_decimals(size);
    return decimals > MOST_DECIMALS ? STR("0") : num_grouped(a, v, decimals);
}

struct str chart_share(struct arena *a, double share)
{
    struct str text = number_for_people(a, share, NUMBER_RATE);
    return share > 0 && str_is(text, "0.0 %") ? STR("<0.1 %") : text;
}
