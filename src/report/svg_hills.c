// svg_hills.c - where values gather: a stepped hill for each option, one below the other on one axis.
#include "engine/kernel.h"
#include "report/svg_int.h"

enum { HILL = 58, HILL_STEP = 82, NAME_STEP = 22, NAMES_LEAST = 60, NAMES_MOST = 250 };

// A narrow picture has each name above its hill.
static double step_of(const struct svg *g)
{
    return HILL_STEP + (g->narrow ? NAME_STEP : 0);
}

double svg_hills_height(struct svg *g)
{
    return g->head + 4 + g->chart->hills.count * step_of(g) + 62;
}

static double x_of(const struct svg *g, double v)
{
    return g->left + (g->right - g->left) * (v - g->low) / (g->high - g->low);
}

static double highest(const struct chart_hill *h)
{
    double top = 0;
    for (uint32_t k = 0; k < h->count; k++)
        top = kernel_max(top, h->shares[k]);
    return top > 0 ? top : 1;
}

// The steps of a hill from one value to another.
static void add_steps(struct svg *g, const struct chart_hill *h, double from, double to,
                      double foot, const char *opacity)
{
    double top = highest(h);
    text_addf(g->out, "<path class=\"f%u\" fill=\"%s\" fill-opacity=\"%s\" d=\"",
              svg_ink_class(h->ink), svg_ink(h->ink), opacity);
    svg_corner(g, 'M', x_of(g, from), foot);
    for (uint32_t k = 0; k < h->count; k++) {
        double left = kernel_max(h->edges[k], from), right = kernel_min(h->edges[k + 1], to);
        if (right < left || (right == left && h->count > 1)) continue;
        double y = foot - HILL * h->shares[k] / top;
        svg_corner(g, 'L', x_of(g, left), y);
        svg_corner(g, 'L', x_of(g, right), y);
    }
    svg_corner(g, 'L', x_of(g, to), foot);
    text_add_c(g->out, "z\"/>\n");
}

static void add_name(struct svg *g, const struct chart_hill *h, double foot)
{
    struct arena *a = g->out->arena;
    double x = g->narrow ? g->right : g->left - 10,
           y = g->narrow ? foot - HILL - NAME_STEP : foot - HILL / 2.0 + 17;
    double room = g->narrow ? x - 8 - svg_width(h->note) : NAMES_MOST;
    struct str name = svg_cut_name(a, h->name, room / SVG_SPARE);
    if (g->narrow)
        svg_label(g, 8, y, ANCHOR_START, "class=\"ink\" fill=\"#1a1a1a\"", name);
    else
        svg_label(g, x, y - 17, ANCHOR_END, "class=\"ink\" fill=\"#1a1a1a\"", name);
    svg_label(g, x, y, ANCHOR_END, "class=\"dim\" fill=\"#555\" font-size=\"11\"", h->note);
}

// What lies further out, as an arrow at the foot of the hill with its share: beside the hill where
// there is room, above its end otherwise.
static void add_arrow(struct svg *g, const struct chart_hill *h, double foot, bool up)
{
    double share = up ? h->above : h->below, sign = up ? 1 : -1,
           x = x_of(g, up ? h->edges[h->count] : h->edges[0]);
    struct str text = chart_share(g->out->arena, share);
    double wide = svg_width(text) * SVG_SMALL * SVG_SPARE,
           room = up ? g->width - 4 - x : x - g->left;
    if (share <= 0) return;
    text_addf(g->out, "<path class=\"f%u\" fill=\"%s\" d=\"", svg_ink_class(h->ink),
              svg_ink(h->ink));
    svg_corner(g, 'M', x + sign * 2, foot - 10);
    svg_corner(g, 'L', x + sign * 10, foot - 6);
    svg_corner(g, 'L', x + sign * 2, foot - 2);
    text_add_c(g->out, "z\"/>\n");
    bool beside = room > wide + 14;
    double high = h->shares[up ? h->count - 1 : 0] / highest(h) * HILL;
    svg_label(g, x + sign * (beside ? 14 : 10), foot - (beside ? 3 : kernel_max(high, 12) + 4),
              up == beside ? ANCHOR_START : ANCHOR_END,
              "class=\"dim\" fill=\"#555\" font-size=\"11\"", text);
}

static void add_hill(struct svg *g, const struct chart_hill *h, double foot)
{
    struct arena *a = g->out->arena;
    double first = h->edges[0], last = h->edges[h->count], middle = x_of(g, h->middle);
    add_steps(g, h, first, last, foot, "0.400");
    add_steps(g, h, kernel_max(h->low, first), kernel_min(h->high, last), foot, "1");
    svg_line(g, g->left, foot, g->right, foot, "class=\"axis\" stroke=\"#555\"");
    svg_line(g, middle, foot - HILL - 4, middle, foot + 4,
             "class=\"axis\" stroke=\"#1a1a1a\" stroke-width=\"2\"");
    add_arrow(g, h, foot, false);
    add_arrow(g, h, foot, true);
    add_name(g, h, foot);
    struct str value = chart_number(a, g->chart, h->middle);
    svg_label(g, middle, foot - HILL - 8, ANCHOR_MIDDLE,
              "class=\"ink\" fill=\"#1a1a1a\" font-weight=\"600\"", value);
}

void svg_hills(struct svg *g)
{
    const struct chart *c = g->chart;
    double names = NAMES_LEAST;
    for (uint32_t i = 0; i < c->hills.count; i++) {
        names = kernel_max(names, svg_width(c->hills.at[i].name) * SVG_SPARE);
        names = kernel_max(names, svg_width(c->hills.at[i].note) * SVG_SMALL);
    }
    g->top = g->head + 4;
    g->left = g->narrow ? 16 : 26 + kernel_min(names, NAMES_MOST);
    g->right = g->width - (g->narrow ? 20 : 40);
    svg_value_axis(g);
    for (uint32_t i = 0; i < c->hills.count; i++)
        add_hill(g, &c->hills.at[i], g->top + (i + 1) * step_of(g) - 8);
}
