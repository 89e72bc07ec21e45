// svg_bars.c - bars that lie, made of parts, or of what comes of a low and of a high value. Their names
// stand on the left, or above them where the picture is narrow.
#include "engine/kernel.h"
#include "report/svg_int.h"

#include <math.h>

enum {
    BAR = 26,
    BAR_STEP = 40,
    RANGE_STEP = 36,
    KEY_STEP = 20,
    NAME_STEP = 19,  // of a name above its bar
    NAMES_MOST = 360,
    TEXTS_MOST = 130,
    TEXTS_NARROW = 76,
    AXIS = 60,  // below the plot
    GAP = 8     // between a bar and its text
};

// ---- the key -----------------------------------------------------------------------------------

static double edge(const struct svg *g)
{
    return g->narrow ? 8 : 16;
}

// Places the names of parts in lines, and draws them or not. How high they are.
static double place_keys(struct svg *g, bool drawn)
{
    const struct chart *c = g->chart;
    double x = edge(g), y = g->head;
    if (c->parts.count == 0) return 0;
    for (uint32_t i = 0; i < c->parts.count; i++) {
        struct str key = c->parts.at[i];
        double w = svg_width(key) + 44;
        if (x + w - 14 > g->width - edge(g) && x > edge(g)) {
            x = edge(g);
            y += KEY_STEP;
        }
        if (drawn) {
            svg_fill(g, i, x, y, 18, 13);
            svg_label(g, x + 24, y + 11, ANCHOR_START, "class=\"ink\" fill=\"#1a1a1a\"", key);
        }
        x += w;
    }
    return y + KEY_STEP - g->head;
}

// ---- names -------------------------------------------------------------------------------------

static double name_step(const struct svg *g)
{
    return g->narrow ? NAME_STEP : 0;
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

// The name of a bar at y, in the middle of its left side, or above it with the note behind it.
static void add_name(struct svg *g, double y, struct str name, struct str note)
{
    static const char ink[] = "class=\"ink\" fill=\"#1a1a1a\"",
                      halo[] = "class=\"ink edge\" fill=\"#1a1a1a\" stroke=\"#fff\" "
                               "stroke-width=\"4\" paint-order=\"stroke\"",
                      small[] = "class=\"dim\" fill=\"#555\" font-size=\"11\"";
    struct arena *a = g->out->arena;
    double beside = svg_width(note) * SVG_SMALL * SVG_SPARE;
    if (g->narrow) {
        double x = g->left + 6, room = g->width - edge(g) - beside - GAP - x;
        svg_label(g, x, y - 6, ANCHOR_START, halo, svg_cut_name(a, name, room / SVG_SPARE));
        if (note.len) svg_label(g, g->width - edge(g), y - 6, ANCHOR_END, small, note);
        return;
    }
    double middle = y + (g->chart->kind == CHART_BARS ? BAR / 2.0 + 5 : 15);
    svg_label(g, g->left - 10, middle - (note.len ? 7 : 0), ANCHOR_END, ink,
              svg_cut_name(a, name, NAMES_MOST / SVG_SPARE));
    if (note.len)
        svg_label(g, g->left - 10, middle + 7, ANCHOR_END, small,
                  svg_cut(a, note, NAMES_MOST / SVG_SMALL / SVG_SPARE));
}

static double x_of(const struct svg *g, double v)
{
    return g->left + (g->right - g->left) * (v - g->low) / (g->high - g->low);
}

// The plot below the key, with room for names on its left where they stand there.
static void set_margins(struct svg *g, double right)
{
    svg_patterns(g, g->chart->parts.count);
    g->top = g->head + place_keys(g, true) + 6;
    g->left = g->narrow ? edge(g) : 26 + widest_name(g->chart);
    g->right = g->width - right;
}

// ---- parts -------------------------------------------------------------------------------------

static double bar_step(const struct svg *g)
{
    return BAR_STEP + name_step(g);
}

double svg_bars_height(struct svg *g)
{
    return g->head + place_keys(g, false) + 14 + g->chart->bars.count * bar_step(g) + AXIS;
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
    add_name(g, y, b->name, b->infeasible ? STR("infeasible") : STR_NONE);
    svg_label(g, x_of(g, up) + 8, y + BAR / 2.0 + 5, ANCHOR_START,
              "class=\"ink\" fill=\"#1a1a1a\" font-weight=\"600\"",
              chart_number(g->out->arena, c, sum));
}

void svg_bars(struct svg *g)
{
    const struct chart *c = g->chart;
    set_margins(g, g->narrow ? 56 : 80);
    svg_value_axis(g);
    for (uint32_t i = 0; i < c->bars.count; i++)
        add_bar(g, &c->bars.at[i], g->top + 8 + name_step(g) + i * bar_step(g));
    svg_line(g, x_of(g, 0), g->top, x_of(g, 0), g->bottom, "class=\"axis\" stroke=\"#555\"");
}

// ---- ranges ------------------------------------------------------------------------------------

static double range_step(const struct svg *g)
{
    return RANGE_STEP + name_step(g);
}

double svg_ranges_height(struct svg *g)
{
    return g->head + place_keys(g, false) + 14 + g->chart->ranges.count * range_step(g) + AXIS;
}

static double texts_most(const struct svg *g)
{
    return g->narrow ? TEXTS_NARROW : TEXTS_MOST;
}

// Of a side without a bar, the text stands where the bar of the other value does not lie.
static void add_side(struct svg *g, double v, double other, uint32_t part, struct str s,
                     double y)
{
    double x = x_of(g, v), at = x_of(g, g->chart->at), beside = x_of(g, other);
    bool bar = fabs(x - at) >= 0.05, bars = bar || fabs(beside - at) >= 0.05;
    bool left = bar ? x < at : bars ? beside > at : part == 0;
    if (bar) svg_fill(g, part, kernel_min(x, at), y, fabs(x - at), BAR - 6);
    s = svg_cut(g->out->arena, s, texts_most(g) / SVG_SMALL);
    svg_label(g, x + (left ? -GAP / 2.0 : GAP / 2.0), y + 15, left ? ANCHOR_END : ANCHOR_START,
              "class=\"dim\" fill=\"#555\" font-size=\"11\"", s);
}

// Where both values move the answer to one side, the shorter bar lies on the longer one.
static void add_range(struct svg *g, const struct chart_range *r, double y)
{
    double at = g->chart->at;
    bool same = (r->low > at && r->high > at) || (r->low < at && r->high < at);
    add_name(g, y, r->name, r->note);
    if (same && fabs(r->high - at) > fabs(r->low - at)) {
        add_side(g, r->high, r->low, 1, r->high_text, y);
        add_side(g, r->low, r->high, 0, STR_NONE, y);
        return;
    }
    add_side(g, r->low, r->high, 0, r->low_text, y);
    add_side(g, r->high, r->low, 1, same ? STR_NONE : r->high_text, y);
}

static double widest_text(const struct svg *g)
{
    const struct chart *c = g->chart;
    double most = 0;
    for (uint32_t i = 0; i < c->ranges.count; i++) {
        most = kernel_max(most, svg_width(c->ranges.at[i].low_text));
        most = kernel_max(most, svg_width(c->ranges.at[i].high_text));
    }
    return kernel_min(most * SVG_SMALL * SVG_SPARE + GAP, texts_most(g));
}

// The value as things are. Names above bars lie on it.
static void add_middle(struct svg *g)
{
    double x = x_of(g, g->chart->at);
    svg_line(g, x, g->top - 2, x, g->bottom,
             "class=\"axis\" stroke=\"#1a1a1a\" stroke-width=\"1.500\"");
}

void svg_ranges(struct svg *g)
{
    const struct chart *c = g->chart;
    set_margins(g, g->narrow ? 12 : 50);
    double share = widest_text(g) / (g->right - g->left);  // of the texts at both ends
    double room = (g->high - g->low) * share / (1 - 2 * share);
    g->low -= room;
    g->high += room;
    svg_value_axis(g);
    if (g->narrow) add_middle(g);
    for (uint32_t i = 0; i < c->ranges.count; i++)
        add_range(g, &c->ranges.at[i], g->top + 8 + name_step(g) + i * range_step(g));
    if (!g->narrow) add_middle(g);
}
