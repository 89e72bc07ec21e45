// svg_lines.c - lines over an axis, each with its name at its right end.
#include "report/svg_int.h"

#include "base/num.h"
#include "engine/vmath.h"

enum { LABEL_STEP = 17, LABELS_MOST = 260, LABELS_LEAST = 60 };

double svg_lines_height(const struct chart *c)
{
    double labels = 140 + (double)c->lines.count * LABEL_STEP;
    return labels > 460 ? labels : 460;
}

static double x_of(const struct svg *g, double x)
{
    double share = g->chart->powers ? vm_ln(x / g->x_least) / vm_ln(g->x_most / g->x_least)
                                    : x / g->x_most;
    return g->left + (g->right - g->left) * share;
}

static double y_of(const struct svg *g, double y)
{
    return g->bottom - (g->bottom - g->top) * (y - g->low) / (g->high - g->low);
}

static struct str label_of(struct arena *a, const struct chart_line *l)
{
    return l->note.len ? str_format(a, "%.*s, %.*s", STR_ARG(l->name), STR_ARG(l->note))
                       : l->name;
}

// Room for the names on the right.
static void set_margins(struct svg *g)
{
    const struct chart *c = g->chart;
    double most = LABELS_LEAST;
    g->left = 76;
    g->top = 94;
    for (uint32_t i = 0; i < c->lines.count; i++) {
        const struct chart_line *l = &c->lines.at[i];
        double w = svg_width(label_of(g->out->arena, l));
        if (w > most) most = w;
        if (l->count && l->x[l->count - 1] > g->x_most) g->x_most = l->x[l->count - 1];
        if (l->count && (i == 0 || l->x[0] < g->x_least)) g->x_least = l->x[0];
    }
    if (most > LABELS_MOST) most = LABELS_MOST;
    g->right = SVG_WIDTH - 28 - most;
    if (!(g->x_most > 0)) g->x_most = 1;
    if (!(g->x_least < g->x_most)) g->x_least = g->x_most / 10;
}

static void add_x(struct svg *g, double value, struct str shown)
{
    double x = x_of(g, value);
    svg_line(g, x, g->bottom, x, g->bottom + 5, "class=\"axis\" stroke=\"#555\"");
    svg_label(g, x, g->bottom + 20, ANCHOR_MIDDLE, "class=\"dim\" fill=\"#555\"", shown);
}

static void add_steps(struct svg *g)
{
    struct ticks t = g->chart->months ? chart_months(g->x_most) : chart_ticks(0, g->x_most, 8);
    for (uint32_t i = 0; i < t.count && chart_tick(&t, i) <= g->x_most; i++)
        add_x(g, chart_tick(&t, i), chart_tick_text(g->out->arena, &t, i));
}

static void add_powers(struct svg *g)
{
    double power = 1e-9;
    for (; power <= g->x_most * (1 + 1e-9); power = num_tidy(power * 10)) {
        if (power < g->x_least * (1 - 1e-9)) continue;
        char number[NUM_TEXT];
        num_write_tidy(number, power);
        add_x(g, power, str_format(g->out->arena, "%s", number));
    }
}

static void add_axes(struct svg *g)
{
    const struct chart *c = g->chart;
    struct ticks t = chart_ticks(g->low / c->divisor, g->high / c->divisor, 6);
    g->low = t.first * c->divisor;
    g->high = chart_tick(&t, t.count - 1) * c->divisor;
    for (uint32_t i = 0; i < t.count; i++) {
        double y = y_of(g, chart_tick(&t, i) * c->divisor);
        svg_line(g, g->left, y, g->right, y, "class=\"grid\" stroke=\"#ddd\"");
        svg_label(g, g->left - 8, y + 4, ANCHOR_END, "class=\"dim\" fill=\"#555\"",
                  chart_tick_text(g->out->arena, &t, i));
    }
    if (c->powers)
        add_powers(g);
    else
        add_steps(g);
    double zero = y_of(g, 0);
    svg_line(g, g->left, zero, g->right, zero, "class=\"axis\" stroke=\"#555\"");
    svg_label(g, g->left - 60, g->top - 16, ANCHOR_START, "class=\"dim\" fill=\"#555\"",
              c->y_title);
    svg_label(g, (g->left + g->right) / 2, g->bottom + 40, ANCHOR_MIDDLE,
              "class=\"dim\" fill=\"#555\"", c->x_title);
}

static void add_point(struct svg *g, double x, double y)
{
    svg_number(g->out, x_of(g, x));
    text_add_char(g->out, ' ');
    svg_number(g->out, y_of(g, y));
}

static void add_band(struct svg *g, const struct chart_line *l, uint32_t i)
{
    text_addf(g->out, "<path class=\"f%u\" fill=\"%s\" fill-opacity=\"0.180\" d=\"",
              (unsigned)(i % SVG_INKS), svg_ink(i));
    for (uint32_t k = 0; k < l->count; k++) {
        text_add_char(g->out, k ? 'L' : 'M');
        add_point(g, l->x[k], l->high[k]);
    }
    for (uint32_t k = l->count; k-- > 0;) {
        text_add_char(g->out, 'L');
        add_point(g, l->x[k], l->low[k]);
    }
    text_add_c(g->out, "z\"/>\n");
}

static void add_line(struct svg *g, const struct chart_line *l, uint32_t i)
{
    text_addf(g->out, "<path class=\"s%u\" fill=\"none\" stroke=\"%s\" stroke-width=\"2.500\" ",
              (unsigned)(i % SVG_INKS), svg_ink(i));
    if (*svg_dash(i)) text_addf(g->out, "stroke-dasharray=\"%s\" ", svg_dash(i));
    text_add_c(g->out, "stroke-linejoin=\"round\" d=\"");
    for (uint32_t k = 0; k < l->count; k++) {
        text_add_char(g->out, k ? 'L' : 'M');
        add_point(g, l->x[k], l->y[k]);
    }
    text_add_c(g->out, "\"/>\n");
    uint32_t every = l->count > 12 ? l->count / 6 : 1;
    for (uint32_t k = every; k + 1 < l->count; k += every)
        svg_marker(g, x_of(g, l->x[k]), y_of(g, l->y[k]), i);
    svg_marker(g, x_of(g, l->x[l->count - 1]), y_of(g, l->y[l->count - 1]), i);
}

static void add_mark(struct svg *g, const struct chart_line *l)
{
    if (!l->has_mark) return;
    text_add_c(g->out,
               "<circle class=\"axis\" fill=\"none\" stroke=\"#1a1a1a\" stroke-width=\"2\" "
               "r=\"8\" cx=\"");
    svg_number(g->out, x_of(g, l->mark_x));
    text_add_c(g->out, "\" cy=\"");
    svg_number(g->out, y_of(g, l->mark_y));
    text_add_c(g->out, "\"/>\n");
}

// Names stand beside the ends of their lines, pushed down until none lies on another, and up again
// where the last would leave the picture.
static void add_names(struct svg *g)
{
    struct arena *a = g->out->arena;
    const struct chart *c = g->chart;
    uint32_t n = c->lines.count, *order = ARENA_ARRAY(a, uint32_t, n);
    double *at = ARENA_ARRAY(a, double, n);
    for (uint32_t i = 0; i < n; i++) {
        const struct chart_line *l = &c->lines.at[i];
        double y = y_of(g, l->y[l->count - 1]);
        uint32_t k = i;
        for (; k > 0 && at[k - 1] > y; k--) {
            at[k] = at[k - 1];
            order[k] = order[k - 1];
        }
        at[k] = y;
        order[k] = i;
    }
    for (uint32_t k = 1; k < n; k++)
        if (at[k] < at[k - 1] + LABEL_STEP) at[k] = at[k - 1] + LABEL_STEP;
    if (n && at[n - 1] > g->bottom) at[n - 1] = g->bottom;
    for (uint32_t k = n; k-- > 1;)
        if (at[k - 1] > at[k] - LABEL_STEP) at[k - 1] = at[k] - LABEL_STEP;
    for (uint32_t k = 0; k < n; k++)
        svg_label(g, g->right + 14, at[k] + 4, ANCHOR_START, "class=\"ink\" fill=\"#1a1a1a\"",
                  svg_cut(a, label_of(a, &c->lines.at[order[k]]), SVG_WIDTH - g->right - 18));
}

void svg_lines(struct svg *g)
{
    const struct chart *c = g->chart;
    set_margins(g);
    add_axes(g);
    for (uint32_t i = 0; i < c->lines.count; i++)
        if (c->lines.at[i].low) add_band(g, &c->lines.at[i], c->lines.at[i].ink);
    for (uint32_t i = 0; i < c->lines.count; i++)
        if (c->lines.at[i].count) add_line(g, &c->lines.at[i], c->lines.at[i].ink);
    for (uint32_t i = 0; i < c->lines.count; i++)
        add_mark(g, &c->lines.at[i]);
    add_names(g);
}
