// svg_lines.c - lines over an axis, each with its swatch and name at its right end, or below the plot
// where the picture is narrow.
#include "report/svg_int.h"

#include "base/num.h"
#include "engine/kernel.h"
#include "engine/vmath.h"
#include "report/quantity.h"

enum {
    NAME_STEP = 20,  // of names one below the other
    NOTE_STEP = 35,  // .. with a note below each
    LEADER = 26,     // room between the plot and the swatches, for lines that lead there
    SWATCH = 30,
    LABELS_MOST = 230,
    LABELS_LEAST = 60,
    LEAST_HEIGHT = 460,
    PLOT_NARROW = 230,
    EDGE = 28,  // from the head to the plot: the title of the values stands there
    AXIS = 52   // below it
};

static double label_step(const struct chart *c)
{
    for (uint32_t i = 0; i < c->lines.count; i++)
        if (c->lines.at[i].note.len) return NOTE_STEP;
    return NAME_STEP;
}

double svg_lines_height(struct svg *g)
{
    const struct chart *c = g->chart;
    double names = c->lines.count * label_step(c);
    if (c->lines.count == 0) return g->head + 3 * NAME_STEP;
    if (g->narrow) return g->head + EDGE + PLOT_NARROW + AXIS + names;
    return kernel_max(LEAST_HEIGHT, g->head + EDGE + names + 66);
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

// Room for the names on the right.
static double widest_name(const struct chart *c)
{
    double most = LABELS_LEAST;
    for (uint32_t i = 0; i < c->lines.count; i++) {
        const struct chart_line *l = &c->lines.at[i];
        most = kernel_max(most, svg_width(l->name) * SVG_BOLD);
        most = kernel_max(most, svg_width(l->note) * SVG_SMALL * SVG_SPARE);
    }
    return kernel_min(most, LABELS_MOST);
}

static void set_margins(struct svg *g)
{
    const struct chart *c = g->chart;
    g->left = g->narrow ? 46 : 76;
    g->top = g->head + EDGE;
    g->right = g->width - 16;
    if (g->narrow)
        g->bottom = g->top + PLOT_NARROW;
    else
        g->right -= widest_name(c) + LEADER + SWATCH + 6;
    for (uint32_t i = 0; i < c->lines.count; i++) {
        const struct chart_line *l = &c->lines.at[i];
        if (l->count && l->x[l->count - 1] > g->x_most) g->x_most = l->x[l->count - 1];
        if (l->count && (i == 0 || l->x[0] < g->x_least)) g->x_least = l->x[0];
    }
    for (uint32_t i = 0; i < c->rules.count; i++) {
        g->x_most = kernel_max(g->x_most, c->rules.at[i].x);
        g->x_least = kernel_min(g->x_least, c->rules.at[i].x);
    }
    if (!(g->x_most > 0)) g->x_most = 1;
    if (!(g->x_least < g->x_most)) g->x_least = g->x_most / 10;
}

// A tick, and its text where that does not touch the one before it, which ended at `taken`. Where
// the texts end now.
static double add_x(struct svg *g, double value, struct str shown, double taken)
{
    double x = x_of(g, value), half = svg_width(shown) / 2;
    svg_line(g, x, g->bottom, x, g->bottom + 5, "class=\"axis\" stroke=\"#555\"");
    if (x - half < taken + 6) return taken;
    svg_label(g, x, g->bottom + 20, ANCHOR_MIDDLE, "class=\"dim\" fill=\"#555\"", shown);
    return x + half;
}

static void add_steps(struct svg *g)
{
    double taken = 0;
    struct ticks t = g->chart->months ? chart_months(g->x_most) : chart_ticks(0, g->x_most, 8);
    for (uint32_t i = 0; i < t.count && chart_tick(&t, i) <= g->x_most; i++)
        taken = add_x(g, chart_tick(&t, i), chart_tick_text(g->out->arena, &t, i), taken);
}

// 1, 2, 5, 10, 20 and so on; where the axis has many powers of ten, these alone.
static double next_power(double v, bool tens)
{
    double power = 1e-9;
    while (power * 10 <= v * (1 + 1e-9))
        power *= 10;
    double digit = v / power;
    return num_tidy(power * (tens || digit > 4.5 ? 10 : digit > 1.5 ? 5 : 2));
}

static bool has_many_powers(const struct svg *g)
{
    return g->x_most >= 2e3 * g->x_least;
}

// An axis of powers begins and ends at such a number.
static void widen_powers(struct svg *g)
{
    bool tens = has_many_powers(g);
    double least = 1e-9, next;
    while ((next = next_power(least, tens)) <= g->x_least * (1 + 1e-9))
        least = next;
    double most = least;
    while (most < g->x_most * (1 - 1e-9))
        most = next_power(most, tens);
    g->x_least = least;
    g->x_most = most;
}

static void add_powers(struct svg *g)
{
    const struct quantity_unit one = {.factor = 1};
    double taken = 0;
    bool tens = has_many_powers(g);
    for (double power = g->x_least; power <= g->x_most * (1 + 1e-9);
         power = next_power(power, tens)) {
        taken = add_x(g, power, quantity_number(g->out->arena, &one, power, 1), taken);
    }
}

static void add_axes(struct svg *g)
{
    const struct chart *c = g->chart;
    if (c->powers) widen_powers(g);
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
    svg_label(g, g->narrow ? 8 : 16, g->top - 16, ANCHOR_START, "class=\"dim\" fill=\"#555\"",
              c->y_title);
    svg_label(g, (g->left + g->right) / 2, g->bottom + 40, ANCHOR_MIDDLE,
              "class=\"dim\" fill=\"#555\"", c->x_title);
}

static void add_edge(struct svg *g, const struct chart_line *l, const double *y, char first)
{
    for (uint32_t k = 0; k < l->count; k++)
        svg_corner(g, k ? 'L' : first, x_of(g, l->x[k]), y_of(g, y[k]));
}

static void add_outline(struct svg *g, const struct chart_line *l)
{
    add_edge(g, l, l->high, 'M');
    for (uint32_t k = l->count; k-- > 0;)
        svg_corner(g, 'L', x_of(g, l->x[k]), y_of(g, l->low[k]));
    text_add_c(g->out, "z\"/>\n");
}

// A tint, hatched as no other band is, between edges that have the dash of the line.
static void add_band(struct svg *g, const struct chart_line *l, uint32_t i)
{
    svg_hatch(g, i);
    text_addf(g->out, "<path class=\"f%u\" fill=\"%s\" fill-opacity=\"0.120\" d=\"",
              svg_ink_class(i), svg_ink(i));
    add_outline(g, l);
    text_addf(g->out, "<path fill=\"url(#%.*s-h%u)\" d=\"", STR_ARG(g->id), svg_ink_class(i));
    add_outline(g, l);
    text_addf(g->out, "<path class=\"s%u\" fill=\"none\" stroke=\"%s\" ", svg_ink_class(i),
              svg_ink(i));
    if (*svg_dash(i)) text_addf(g->out, "stroke-dasharray=\"%s\" ", svg_dash(i));
    text_add_c(g->out, "d=\"");
    add_edge(g, l, l->high, 'M');
    add_edge(g, l, l->low, 'M');
    text_add_c(g->out, "\"/>\n");
}

static void add_rule(struct svg *g, const struct chart_rule *r)
{
    double x = x_of(g, r->x);
    struct arena *a = g->out->arena;
    svg_line(g, x, g->top, x, g->bottom,
             str_to_c(a, str_format(a, "class=\"s%u\" stroke=\"%s\" stroke-dasharray=\"%s\"",
                                    svg_ink_class(r->ink), svg_ink(r->ink), svg_dash(r->ink))));
}

// The marker and number of a rule, below those of the rule before it.
static void add_head(struct svg *g, const struct chart_rule *r, uint32_t row)
{
    enum { FIRST = 10, STEP = 16 };
    double x = x_of(g, r->x), y = g->top + FIRST + row * STEP;
    bool left = x + svg_width(r->text) > g->right;
    svg_marker(g, x, y, r->ink);
    svg_label(g, x + (left ? -8 : 8), y + 4, left ? ANCHOR_END : ANCHOR_START,
              "class=\"ink edge\" fill=\"#1a1a1a\" stroke=\"#fff\" stroke-width=\"4\" "
              "paint-order=\"stroke\"",
              r->text);
}

static void begin_stroke(struct svg *g, uint32_t i)
{
    text_addf(g->out, "<path class=\"s%u\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" ",
              svg_ink_class(i), svg_ink(i), svg_is_grey(i) ? "1.200" : "2.500");
    if (*svg_dash(i)) text_addf(g->out, "stroke-dasharray=\"%s\" ", svg_dash(i));
    text_add_c(g->out, "stroke-linejoin=\"round\" d=\"");
}

static void add_line(struct svg *g, const struct chart_line *l, uint32_t i)
{
    begin_stroke(g, i);
    for (uint32_t k = 0; k < l->count; k++) {
        bool begins = k == 0 || (l->parted && l->parted[k]);
        svg_corner(g, begins ? 'M' : 'L', x_of(g, l->x[k]), y_of(g, l->y[k]));
    }
    text_add_c(g->out, "\"/>\n");
    // Each line has its markers at places of its own, so that they are told apart where lines meet.
    uint32_t every = l->count > 12 ? l->count / 6 : 1,
             shift = i * every / g->chart->lines.count % every;
    for (uint32_t k = every - shift; k + 1 < l->count; k += every)
        svg_marker(g, x_of(g, l->x[k]), y_of(g, l->y[k]), i);
    svg_marker(g, x_of(g, l->x[l->count - 1]), y_of(g, l->y[l->count - 1]), i);
}

static void add_mark(struct svg *g, const struct chart_mark *m)
{
    text_add_c(g->out,
               "<circle class=\"axis\" fill=\"none\" stroke=\"#1a1a1a\" stroke-width=\"2\" "
               "r=\"8\" cx=\"");
    svg_number(g->out, x_of(g, m->x));
    text_add_c(g->out, "\" cy=\"");
    svg_number(g->out, y_of(g, m->y));
    text_add_c(g->out, "\"/>\n");
}

// ---- names -------------------------------------------------------------------------------------

// A place in the column of names, for a line that ends at `end`.
struct place {
    uint32_t line;
    double end, at;
};

static void sort_places(struct place *places, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++)
        for (uint32_t k = i; k > 0 && places[k].end < places[k - 1].end; k--) {
            struct place p = places[k];
            places[k] = places[k - 1];
            places[k - 1] = p;
        }
}

// Names stand beside the ends of their lines, pushed down until none lies on another, and up again
// where the last would leave the picture.
static void spread_places(struct place *places, uint32_t n, double bottom, double step)
{
    for (uint32_t k = 1; k < n; k++)
        places[k].at = kernel_max(places[k].at, places[k - 1].at + step);
    if (n) places[n - 1].at = kernel_min(places[n - 1].at, bottom);
    for (uint32_t k = n; k-- > 1;)
        places[k - 1].at = kernel_min(places[k - 1].at, places[k].at - step);
}

// A thin line to its swatch from where the line leaves the plot. One that ends before has none, which
// would look like more of it: its swatch has its colour, dash and marker.
static void add_leader(struct svg *g, const struct chart_line *l, const struct place *p)
{
    if (x_of(g, l->x[l->count - 1]) < g->right - 0.05) return;
    text_addf(g->out, "<path class=\"s%u\" fill=\"none\" stroke=\"%s\" d=\"",
              svg_ink_class(l->ink), svg_ink(l->ink));
    svg_corner(g, 'M', g->right, p->end);
    svg_corner(g, 'L', g->right + LEADER - 2, p->at);
    text_add_c(g->out, "\"/>\n");
}

// A piece of the band, behind that of the line.
static void add_piece(struct svg *g, uint32_t ink, double x, double y)
{
    enum { HALF = 8 };
    struct arena *a = g->out->arena;
    svg_rect(g, x, y - HALF, SWATCH, 2 * HALF,
             str_to_c(a, str_format(a, "class=\"f%u\" fill=\"%s\" fill-opacity=\"0.120\"",
                                    svg_ink_class(ink), svg_ink(ink))));
    svg_rect(g, x, y - HALF, SWATCH, 2 * HALF,
             str_to_c(a, str_format(a, "fill=\"url(#%.*s-h%u)\"", STR_ARG(g->id),
                                    svg_ink_class(ink))));
}

// A piece of the line, with its marker.
static void add_swatch(struct svg *g, uint32_t ink, double x, double y)
{
    begin_stroke(g, ink);
    svg_corner(g, 'M', x, y);
    svg_corner(g, 'L', x + SWATCH, y);
    text_add_c(g->out, "\"/>\n");
    svg_marker(g, x + SWATCH / 2.0, y, ink);
}

static void add_name(struct svg *g, const struct place *p)
{
    struct arena *a = g->out->arena;
    const struct chart_line *l = &g->chart->lines.at[p->line];
    double swatch = g->narrow ? 8 : g->right + LEADER, x = swatch + SWATCH + 6,
           room = g->width - 8 - x;
    if (l->low && !svg_is_grey(l->ink)) add_piece(g, l->ink, swatch, p->at);
    if (!g->narrow) add_leader(g, l, p);
    add_swatch(g, l->ink, swatch, p->at);
    svg_label(g, x, p->at + 4, ANCHOR_START,
              "class=\"ink\" fill=\"#1a1a1a\" font-weight=\"600\"",
              svg_cut_name(a, l->name, room / SVG_BOLD));
    if (l->note.len == 0) return;
    svg_label(g, x, p->at + 18, ANCHOR_START, "class=\"dim\" fill=\"#555\" font-size=\"11\"",
              svg_cut(a, l->note, room / SVG_SMALL / SVG_SPARE));
}

static void add_names(struct svg *g)
{
    const struct chart *c = g->chart;
    struct place *places = ARENA_ARRAY(g->out->arena, struct place, c->lines.count);
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->lines.count; i++) {
        const struct chart_line *l = &c->lines.at[i];
        if (l->count == 0) continue;
        double y = y_of(g, l->y[l->count - 1]);
        places[n++] = (struct place){i, y, y};
    }
    sort_places(places, n);
    for (uint32_t k = 0; g->narrow && k < n; k++)
        places[k].at = g->bottom + AXIS + 4 + k * label_step(c);
    if (!g->narrow)
        spread_places(places, n, g->bottom - (label_step(c) > NAME_STEP ? 16 : 0),
                      label_step(c));
    for (uint32_t k = 0; k < n; k++)
        add_name(g, &places[k]);
}

// The grey ones lie below the others.
static void add_lines(struct svg *g, bool grey)
{
    const struct chart *c = g->chart;
    for (uint32_t i = 0; i < c->lines.count; i++) {
        const struct chart_line *l = &c->lines.at[i];
        if (l->count && svg_is_grey(l->ink) == grey) add_line(g, l, l->ink);
    }
}

void svg_lines(struct svg *g)
{
    const struct chart *c = g->chart;
    if (c->lines.count == 0) {
        svg_label(g, g->left, g->head + NAME_STEP, ANCHOR_START,
                  "class=\"ink\" fill=\"#1a1a1a\" font-weight=\"600\"",
                  STR("There is no line to draw."));
        return;
    }
    set_margins(g);
    add_axes(g);
    for (uint32_t i = 0; i < c->lines.count; i++)
        if (c->lines.at[i].low && !svg_is_grey(c->lines.at[i].ink))
            add_band(g, &c->lines.at[i], c->lines.at[i].ink);
    add_lines(g, true);
    add_lines(g, false);
    for (uint32_t i = 0; i < c->rules.count; i++)
        add_rule(g, &c->rules.at[i]);
    for (uint32_t i = 0; i < c->rules.count; i++)
        add_head(g, &c->rules.at[i], i);
    for (uint32_t i = 0; i < c->lines.count; i++)
        for (uint32_t k = 0; k < c->lines.at[i].marks.count; k++)
            add_mark(g, &c->lines.at[i].marks.at[k]);
    add_names(g);
}
