// svg_bars.c - bars that lie, made of parts, or of what comes of a low and of a high value.
#include "engine/kernel.h"
#include "report/svg_int.h"

#include <math.h>

enum {
    BAR = 26,
    BAR_STEP = 40,
    RANGE_STEP = 36,
    KEY_STEP = 20,
    NAMES_MOST = 360,
    TEXTS_MOST = 130,
    GAP = 8  // between a bar and its text
};

// ---- the key -----------------------------------------------------------------------------------

static struct str key_of(const struct chart *c, uint32_t i)
{
    return c->parts.at[i];
}

// Places the names of parts in lines; draws them where `g` is there. How many lines they take.
static uint32_t place_keys(struct svg *g, const struct chart *c, double top)
{
    double x = 16;
    uint32_t line = 0;
    for (uint32_t i = 0; i < c->parts.count; i++) {
        double w = svg_width(key_of(c, i)) + 44;
        if (x + w > SVG_WIDTH - 16 && x > 16) {
            x = 16;
            line++;
        }
        if (g) {
            double y = top + line * KEY_STEP;
            svg_fill(g, i, x, y, 18, 13);
            svg_label(g, x + 24, y + 11, ANCHOR_START, "class=\"ink\" fill=\"#1a1a1a\"",
                      key_of(c, i));
        }
        x += w;
    }
    return c->parts.count ? line + 1 : 0;
}

// ---- parts -------------------------------------------------------------------------------------

double svg_bars_height(const struct chart *c)
{
    return 66 + place_keys(NULL, c, 0) * KEY_STEP + 14 + c->bars.count * (double)BAR_STEP + 60;
}

static double x_of(const struct svg *g, double v)
{
    return g->left + (g->right - g->left) * (v - g->low) / (g->high - g->low);
}

static double widest_name(const struct chart *c)
{
    double most = 60;
    for (uint32_t i = 0; i < c->bars.count; i++)
        most = kernel_max(most, svg_width(c->bars.at[i].name) * SVG_SPARE);
    for (uint32_t i = 0; i < c->ranges.count; i++)
        most = kernel_max(most, svg_width(c->ranges.at[i].name) * SVG_SPARE);
    return most < NAMES_MOST ? most : NAMES_MOST;
}

static void add_name(struct svg *g, double y, struct str name)
{
    svg_label(g, g->left - 10, y, ANCHOR_END, "class=\"ink\" fill=\"#1a1a1a\"",
              svg_cut_name(g->out->arena, name, NAMES_MOST / SVG_SPARE));
}

static void add_bar(struct svg *g, const struct chart_bar *b, double y)
{
    const struct chart *c = g->chart;
    double up = 0, down = 0, sum = 0;
    for (uint32_t p = 0; p < c->parts.count; p++) {
        double v = b->parts[p], from = v > 0 ? up : down + v;
        if (v == 0) continue;
        svg_fill(g, p, x_of(g, from), y, x_of(g, from + fabs(v)) - x_of(g, from), BAR);
        if (v > 0)
            up += v;
        else
            down += v;
        sum += v;
    }
    add_name(g, y + BAR / 2.0 + 5, b->name);
    svg_label(g, x_of(g, up) + 8, y + BAR / 2.0 + 5, ANCHOR_START,
              "class=\"ink\" fill=\"#1a1a1a\" font-weight=\"600\"",
              chart_number(g->out->arena, c, sum));
}

void svg_bars(struct svg *g)
{
    const struct chart *c = g->chart;
    svg_patterns(g, c->parts.count);
    uint32_t lines = place_keys(g, c, 66);
    g->top = 66 + lines * KEY_STEP + 6;
    g->left = 26 + widest_name(c);
    g->right = SVG_WIDTH - 80;
    svg_value_axis(g, 7);
    for (uint32_t i = 0; i < c->bars.count; i++)
        add_bar(g, &c->bars.at[i], g->top + 8 + i * (double)BAR_STEP);
    svg_line(g, x_of(g, 0), g->top, x_of(g, 0), g->bottom, "class=\"axis\" stroke=\"#555\"");
}

// ---- ranges ------------------------------------------------------------------------------------

double svg_ranges_height(const struct chart *c)
{
    return 66 + place_keys(NULL, c, 0) * KEY_STEP + 14 + c->ranges.count * (double)RANGE_STEP +
           60;
}

static void add_side(struct svg *g, double v, uint32_t part, struct str s, double y)
{
    double x = x_of(g, v), at = x_of(g, g->chart->at);
    if (fabs(x - at) >= 0.05) svg_fill(g, part, kernel_min(x, at), y, fabs(x - at), BAR - 6);
    bool left = x < at || (x == at && part == 0);
    s = svg_cut(g->out->arena, s, TEXTS_MOST / SVG_SMALL);
    svg_label(g, x + (left ? -GAP / 2.0 : GAP / 2.0), y + 15, left ? ANCHOR_END : ANCHOR_START,
              "class=\"dim\" fill=\"#555\" font-size=\"11\"", s);
}

// Where both values move the answer to one side, the shorter bar lies on the longer one.
static void add_range(struct svg *g, const struct chart_range *r, double y)
{
    double at = g->chart->at;
    bool same = (r->low > at && r->high > at) || (r->low < at && r->high < at);
    add_name(g, y + (r->note.len ? 8 : 15), r->name);
    if (r->note.len)
        svg_label(g, g->left - 10, y + 22, ANCHOR_END,
                  "class=\"dim\" fill=\"#555\" font-size=\"11\"",
                  svg_cut(g->out->arena, r->note, NAMES_MOST / SVG_SMALL / SVG_SPARE));
    if (same && fabs(r->high - at) > fabs(r->low - at)) {
        add_side(g, r->high, 1, r->high_text, y);
        add_side(g, r->low, 0, STR_NONE, y);
        return;
    }
    add_side(g, r->low, 0, r->low_text, y);
    add_side(g, r->high, 1, same ? STR_NONE : r->high_text, y);
}

static double widest_text(const struct chart *c)
{
    double most = 0;
    for (uint32_t i = 0; i < c->ranges.count; i++) {
        most = kernel_max(most, svg_width(c->ranges.at[i].low_text));
        most = kernel_max(most, svg_width(c->ranges.at[i].high_text));
    }
    most = most * SVG_SMALL * SVG_SPARE + GAP;
    return most < TEXTS_MOST ? most : TEXTS_MOST;
}

void svg_ranges(struct svg *g)
{
    const struct chart *c = g->chart;
    svg_patterns(g, c->parts.count);
    uint32_t lines = place_keys(g, c, 66);
    g->top = 66 + lines * KEY_STEP + 6;
    g->left = 26 + widest_name(c);
    g->right = SVG_WIDTH - 50;
    double share = widest_text(c) / (g->right - g->left);  // of the texts at both ends
    double room = (g->high - g->low) * share / (1 - 2 * share);
    g->low -= room;
    g->high += room;
    svg_value_axis(g, 6);
    for (uint32_t i = 0; i < c->ranges.count; i++)
        add_range(g, &c->ranges.at[i], g->top + 8 + i * (double)RANGE_STEP);
    svg_line(g, x_of(g, c->at), g->top - 2, x_of(g, c->at), g->bottom,
             "class=\"axis\" stroke=\"#1a1a1a\" stroke-width=\"1.500\"");
}
