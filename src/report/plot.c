#include "report/plot.h"

#include "base/num.h"
#include "engine/kernel.h"
#include "engine/vmath.h"
#include "report/quantity.h"
#include "report/writer.h"

#include <math.h>

enum { STANDARD = 80, ROWS = 13, NAMES_MOST = 28, LEAST = 4, GAP = 2 };

struct plot {
    struct text *out;
    const struct chart *chart;
    size_t width;
    bool utf8;
    double low, high;        // of what is shown
    double x_least, x_most;  // of lines
    bool apart;              // each name in a line of its own
};

static const char *const EIGHTHS[] = {"",
                                      "\xE2\x96\x8F",
                                      "\xE2\x96\x8E",
                                      "\xE2\x96\x8D",
                                      "\xE2\x96\x8C",
                                      "\xE2\x96\x8B",
                                      "\xE2\x96\x8A",
                                      "\xE2\x96\x89",
                                      "\xE2\x96\x88"};

// ---- text --------------------------------------------------------------------------------------

// In its middle: names differ at their ends.
static struct str cut(struct arena *a, struct str s, size_t width)
{
    struct text t = {.arena = a};
    text_add_visible(&t, s, 200);
    s = text_str(&t);
    if (text_width(a, s) <= width) return s;
    size_t room = width > 2 ? width - 2 : 0, head = 0, at = 0;
    uint32_t code;
    while (text_width(a, str_cut(s, 0, at)) <= room * 2 / 5) {
        head = at;
        utf8_next(s, &at, &code);
    }
    room -= text_width(a, str_cut(s, 0, head));
    size_t tail = head;
    while (text_width(a, str_cut(s, tail, s.len)) > room)
        utf8_next(s, &tail, &code);
    return str_format(a, "%.*s..%.*s", (int)head, s.at, STR_ARG(str_cut(s, tail, s.len)));
}

static void add_padded(struct plot *p, struct str s, size_t width, bool right)
{
    struct str shown = cut(p->out->arena, s, width);
    size_t w = text_width(p->out->arena, shown), pad = w < width ? width - w : 0;
    if (right) text_add_repeated(p->out, ' ', pad);
    text_add(p->out, shown);
    if (!right) text_add_repeated(p->out, ' ', pad + GAP);
}

// Names take no more than a quarter of a narrow terminal.
static size_t names_most(const struct plot *p)
{
    return p->width >= STANDARD ? NAMES_MOST : p->width / 4;
}

// The names of what a chart shows.
static struct str name_at(const struct chart *c, uint32_t i)
{
    switch (c->kind) {
    case CHART_LINES: return i < c->lines.count ? c->lines.at[i].name : STR_NONE;
    case CHART_BARS: return i < c->bars.count ? c->bars.at[i].name : STR_NONE;
    case CHART_RANGES: return i < c->ranges.count ? c->ranges.at[i].name : STR_NONE;
    case CHART_HILLS: return i < c->hills.count ? c->hills.at[i].name : STR_NONE;
    }
    return STR_NONE;
}

static void widen(struct plot *p, struct str s, size_t *width)
{
    size_t w = text_width(p->out->arena, s), most = names_most(p);
    if (w > *width) *width = w < most ? w : most;
}

static void widest(struct arena *a, struct str s, size_t *width)
{
    size_t w = text_width(a, s);
    if (w > *width) *width = w;
}

// What is left for the picture beside so many columns of text.
static size_t room_beside(const struct plot *p, size_t used)
{
    return p->width > used + LEAST ? p->width - used : LEAST;
}

// The width of the column of names. Where two of them are cut to the same, each has a line of its own
// above what it names.
static size_t names_width(struct plot *p)
{
    const struct chart *c = p->chart;
    struct arena *a = p->out->arena;
    size_t width = 4;
    for (uint32_t i = 0; name_at(c, i).len; i++)
        widen(p, name_at(c, i), &width);
    for (uint32_t i = 0; name_at(c, i).len; i++)
        for (uint32_t k = 0; k < i && !p->apart; k++)
            p->apart = str_eq(cut(a, name_at(c, i), width), cut(a, name_at(c, k), width));
    return p->apart ? 0 : width;
}

static void add_name(struct plot *p, struct str name, size_t width)
{
    if (!p->apart) {
        add_padded(p, name, width, false);
        return;
    }
    if (name.len) {
        text_add_visible(p->out, name, 200);
        text_add_char(p->out, '\n');
    }
    text_add_repeated(p->out, ' ', GAP);
}

static const struct str INFEASIBLE = {"  infeasible", 12};

static void add_title(struct plot *p)
{
    const struct chart *c = p->chart;
    struct text line = {.arena = p->out->arena};
    text_add(&line, c->title);
    struct str unit = c->kind == CHART_LINES ? c->y_title : c->x_title;
    if (unit.len) text_addf(&line, ", %.*s", STR_ARG(unit));
    text_add_char(p->out, '\n');
    text_paragraph(p->out, 0, text_str(&line), (unsigned)p->width);
    text_paragraph(p->out, 0, c->summary, (unsigned)p->width);
}

// ---- sparklines --------------------------------------------------------------------------------

// Between the points of a line, of its middle or of an edge of its band.
static double value_at(const struct chart_line *l, const double *y, double x)
{
    for (uint32_t k = 1; k < l->count; k++)
        if (x <= l->x[k]) {
            double step = l->x[k] - l->x[k - 1];
            return y[k - 1] + (step > 0 ? (y[k] - y[k - 1]) * (x - l->x[k - 1]) / step : 0);
        }
    return y[l->count - 1];
}

// A column as high as a share of the line.
static void add_level(struct plot *p, double share)
{
    static const char *const blocks[] = {"\xE2\x96\x81", "\xE2\x96\x82", "\xE2\x96\x83",
                                         "\xE2\x96\x84", "\xE2\x96\x85", "\xE2\x96\x86",
                                         "\xE2\x96\x87", "\xE2\x96\x88"};
    static const char ascii[] = "_.:-=+*#";
    size_t level = share >= 1 ? 7 : share > 0 ? (size_t)(share * 8) : 0;
    if (p->utf8)
        text_add_c(p->out, blocks[level]);
    else
        text_add_char(p->out, ascii[level]);
}

static void add_spark(struct plot *p, const struct chart_line *l, size_t width)
{
    double first = l->x[0], last = l->x[l->count - 1];
    for (size_t i = 0; i < width; i++) {
        double y = value_at(l, l->y, first + (last - first) * (double)i / (double)(width - 1));
        add_level(p, (y - p->low) / (p->high - p->low));
    }
}

static void plot_sparks(struct plot *p)
{
    const struct chart *c = p->chart;
    size_t names = names_width(p), longest = 0, notes = 0;
    for (uint32_t i = 0; i < c->lines.count; i++) {
        if (c->lines.at[i].infeasible) notes = INFEASIBLE.len;
        if (c->lines.at[i].count > longest) longest = c->lines.at[i].count;
    }
    size_t room = room_beside(p, names + 14 + notes), width = longest < room ? longest : room;
    for (uint32_t i = 0; i < c->lines.count; i++) {
        const struct chart_line *l = &c->lines.at[i];
        if (l->count < 2) continue;
        add_name(p, l->name, names);
        add_spark(p, l, width);
        text_add_c(p->out, "  ");
        text_add(p->out, chart_number(p->out->arena, c, l->y[l->count - 1]));
        if (l->infeasible) text_add(p->out, INFEASIBLE);
        text_add_char(p->out, '\n');
    }
}

// ---- lines -------------------------------------------------------------------------------------

static const char *glyph(const struct plot *p, uint32_t ink)
{
    static const char *const utf8[CHART_INKS] = {
        "\xE2\x97\x8F", "\xE2\x96\xA0", "\xE2\x96\xB2", "\xE2\x97\x86",
        "\xE2\x96\xBC", "\xE2\x9C\x9A", "\xE2\x97\x8B", "\xE2\x96\xA1",
        "\xE2\x96\xB3", "\xE2\x97\x87", "\xE2\x96\xBD", "\xE2\x9C\x96"};
    static const char *const ascii[CHART_INKS] = {"*", "#", "+", "x", "o", "@",
                                                  "%", "&", "=", "s", "e", "n"};
    if (ink >= CHART_INKS) return p->utf8 ? "\xC2\xB7" : ".";
    return p->utf8 ? utf8[ink] : ascii[ink];
}

// Of powers of ten, equal steps are equal factors.
static double x_at(const struct plot *p, double share)
{
    return p->chart->powers ? p->x_least * vm_pow(p->x_most / p->x_least, share)
                            : p->x_most * share;
}

static size_t row_of(const struct ticks *t, double value)
{
    double low = t->first, high = chart_tick(t, t->count - 1);
    return (size_t)num_floor((1 - (value - low) / (high - low)) * (ROWS - 1) + 0.5);
}

// Which line passes a place of the plot, plus 1; BAND or RULE where only these do, 0 for nothing.
enum { BAND = UINT16_MAX, RULE };

static bool is_parted(const struct chart_line *l, double x)
{
    for (uint32_t k = 1; l->parted && k < l->count; k++)
        if (l->parted[k] && x > l->x[k - 1] && x < l->x[k]) return true;
    return false;
}

static void fill_column(struct plot *p, const struct ticks *t, size_t columns, size_t column,
                        uint32_t *places)
{
    const struct chart *c = p->chart;
    double x = x_at(p, (double)column / (double)(columns - 1)), d = c->divisor;
    for (uint32_t i = 0; i < c->lines.count; i++) {
        const struct chart_line *l = &c->lines.at[i];
        if (l->count == 0 || x < l->x[0] || x > l->x[l->count - 1] || is_parted(l, x)) continue;
        for (size_t row = l->low ? row_of(t, value_at(l, l->high, x) / d) : ROWS;
             row < ROWS && row <= row_of(t, value_at(l, l->low, x) / d); row++)
            if (places[row * columns + column] == 0) places[row * columns + column] = BAND;
        places[row_of(t, value_at(l, l->y, x) / d) * columns + column] = i + 1;
    }
}

// Where the column stands for the place of an upright line, it is there from top to bottom.
static void fill_rules(const struct plot *p, size_t columns, uint32_t *places)
{
    const struct chart *c = p->chart;
    for (uint32_t i = 0; i < c->rules.count; i++) {
        double x = c->rules.at[i].x,
               share = c->powers ? vm_ln(x / p->x_least) / vm_ln(p->x_most / p->x_least)
                                 : x / p->x_most;
        size_t column = (size_t)num_floor(share * (double)(columns - 1) + 0.5);
        for (size_t row = 0; row < ROWS && column < columns; row++)
            if (places[row * columns + column] == 0) places[row * columns + column] = RULE;
    }
}

static const char *place_glyph(const struct plot *p, uint32_t place, bool zero)
{
    if (place == BAND) return p->utf8 ? "\xE2\x96\x91" : ".";
    if (place == RULE) return p->utf8 ? "\xE2\x94\x8A" : ":";
    if (place) return glyph(p, p->chart->lines.at[place - 1].ink);
    return !zero ? " " : p->utf8 ? "\xE2\x94\x80" : "-";
}

static void add_row(struct plot *p, const uint32_t *places, size_t columns, bool zero)
{
    size_t last = columns;
    while (!zero && last > 0 && places[last - 1] == 0)
        last--;
    for (size_t k = 0; k < last; k++)
        text_add_c(p->out, place_glyph(p, places[k], zero));
    text_add_char(p->out, '\n');
}

// The text of the tick that lies in a row; empty where none does.
static struct str tick_of(struct plot *p, const struct ticks *t, size_t row)
{
    for (uint32_t i = 0; i < t->count; i++) {
        double share = (double)i / (t->count - 1);
        if ((size_t)num_floor((1 - share) * (ROWS - 1) + 0.5) == row)
            return chart_tick_text(p->out->arena, t, i);
    }
    return STR_NONE;
}

static void add_legend(struct plot *p, size_t margin)
{
    const struct chart *c = p->chart;
    struct text lines = {.arena = p->out->arena};
    const struct quantity_unit one = {.factor = 1};
    bool band = false;
    text_add_repeated(&lines, ' ', margin);
    text_add(&lines, quantity_number(lines.arena, &one, c->powers ? p->x_least : 0, 4));
    text_add_c(&lines, " to ");
    text_add(&lines, quantity_number(lines.arena, &one, p->x_most, 4));
    text_addf(&lines, ": %.*s\n", STR_ARG(c->x_title));
    for (uint32_t i = 0; i < c->lines.count; i++) {
        const struct chart_line *l = &c->lines.at[i];
        band = band || l->low;
        text_add_repeated(&lines, ' ', margin);
        text_addf(&lines, "%s ", glyph(p, l->ink));
        text_add(&lines, cut(lines.arena, l->name, room_beside(p, margin + GAP + 2)));
        if (l->note.len) text_addf(&lines, ", %.*s", STR_ARG(l->note));
        text_add_char(&lines, '\n');
    }
    if (band) {
        text_add_repeated(&lines, ' ', margin);
        text_addf(&lines, "%s the band of one of them\n", place_glyph(p, BAND, false));
    }
    if (c->rules.count) {
        text_add_repeated(&lines, ' ', margin);
        text_addf(&lines, "%s %.*s\n", place_glyph(p, RULE, false), STR_ARG(c->signs));
    }
    text_hanging(p->out, text_str(&lines), (unsigned)p->width);
}

static void plot_lines(struct plot *p)
{
    const struct chart *c = p->chart;
    struct ticks t = chart_ticks(p->low / c->divisor, p->high / c->divisor, 4);
    size_t margin = 0;
    for (uint32_t i = 0; i < t.count; i++)
        widen(p, chart_tick_text(p->out->arena, &t, i), &margin);
    for (uint32_t i = 0; i < c->lines.count; i++) {
        const struct chart_line *l = &c->lines.at[i];
        p->x_most = kernel_max(p->x_most, l->x[l->count - 1]);
        p->x_least = i == 0 ? l->x[0] : kernel_min(p->x_least, l->x[0]);
    }
    for (uint32_t i = 0; i < c->rules.count; i++) {
        p->x_most = kernel_max(p->x_most, c->rules.at[i].x);
        p->x_least = kernel_min(p->x_least, c->rules.at[i].x);
    }
    size_t columns = room_beside(p, margin + 3);
    uint32_t *places = ARENA_ARRAY(p->out->arena, uint32_t, ROWS * columns);
    for (size_t k = 0; k < columns; k++)
        fill_column(p, &t, columns, k, places);
    fill_rules(p, columns, places);
    for (size_t row = 0; row < ROWS; row++) {
        struct str tick = tick_of(p, &t, row);
        add_padded(p, tick, margin, true);
        text_add_c(p->out, p->utf8 ? " \xE2\x94\x82" : " |");
        add_row(p, places + row * columns, columns, str_is(tick, "0"));
    }
    add_legend(p, margin + 2);
}

// ---- bars --------------------------------------------------------------------------------------

static void add_bar(struct plot *p, double share, size_t width)
{
    double cells = share * (double)width;
    size_t whole = (size_t)cells, rest = (size_t)((cells - (double)whole) * 8);
    if (!p->utf8) {
        text_add_repeated(p->out, '#', (size_t)(cells + 0.5));
        return;
    }
    for (size_t i = 0; i < whole; i++)
        text_add_c(p->out, EIGHTHS[8]);
    text_add_c(p->out, EIGHTHS[rest]);
}

// A part that is less than nothing has a minus in front of its bar.
static void plot_bars(struct plot *p)
{
    const struct chart *c = p->chart;
    size_t names = names_width(p), parts = 4, notes = 0;
    double most = 0;
    for (uint32_t i = 0; i < c->bars.count; i++) {
        if (c->bars.at[i].infeasible) notes = INFEASIBLE.len;
        for (uint32_t k = 0; k < c->parts.count; k++)
            most = kernel_max(most, fabs(c->bars.at[i].parts[k]));
    }
    for (uint32_t k = 0; k < c->parts.count; k++)
        widen(p, c->parts.at[k], &parts);
    size_t width = room_beside(p, names + parts + 14 + notes);
    for (uint32_t i = 0; i < c->bars.count; i++) {
        struct str name = c->bars.at[i].name;
        for (uint32_t k = 0; k < c->parts.count; k++) {
            double v = c->bars.at[i].parts[k];
            if (v == 0) continue;
            add_name(p, name, names);
            add_padded(p, c->parts.at[k], parts, false);
            if (v < 0) text_add_char(p->out, '-');
            add_bar(p, fabs(v) / most, width);
            text_addf(p->out, " %.*s", STR_ARG(chart_number(p->out->arena, c, v)));
            if (name.len && c->bars.at[i].infeasible) text_add(p->out, INFEASIBLE);
            text_add_char(p->out, '\n');
            name = STR_NONE;
        }
    }
}

// ---- ranges ------------------------------------------------------------------------------------

static void add_side(struct plot *p, const double from, const double to, size_t width)
{
    const struct chart *c = p->chart;
    double span = p->high - p->low, step = span / (double)width;
    for (size_t k = 0; k < width; k++) {
        double v = p->low + ((double)k + 0.5) * step;
        bool centre = v - c->at > -step / 2 && v - c->at <= step / 2,
             inside = v >= from && v <= to;
        text_add_c(p->out, centre              ? (p->utf8 ? "\xE2\x94\x82" : "|")
                           : inside && p->utf8 ? "\xE2\x96\x88"
                           : inside            ? "#"
                                               : " ");
    }
}

static void plot_ranges(struct plot *p)
{
    const struct chart *c = p->chart;
    size_t names = names_width(p);
    size_t width = room_beside(p, names + 24);
    for (uint32_t i = 0; i < c->ranges.count; i++) {
        const struct chart_range *r = &c->ranges.at[i];
        double from = kernel_min(kernel_min(r->low, r->high), c->at),
               to = kernel_max(kernel_max(r->low, r->high), c->at);
        add_name(p, r->name, names);
        add_padded(p, chart_number(p->out->arena, c, from), 8, true);
        text_add_char(p->out, ' ');
        add_side(p, from, to, width);
        text_addf(p->out, " %.*s\n", STR_ARG(chart_number(p->out->arena, c, to)));
    }
}

// ---- hills -------------------------------------------------------------------------------------

// "950", or "900, 1.7 % above".
static struct str foot_of(struct plot *p, double edge, double share, const char *where)
{
    struct arena *a = p->out->arena;
    struct str value = chart_number(a, p->chart, edge);
    if (share <= 0) return value;
    return str_format(a, "%.*s, %.*s %s", STR_ARG(value), STR_ARG(chart_share(a, share)),
                      where);
}

// Each on a scale of its own, with the values at its feet: options lie far apart.
static void plot_hills(struct plot *p)
{
    const struct chart *c = p->chart;
    struct arena *a = p->out->arena;
    size_t names = names_width(p), feet = 4, ends = 4, most = 0;
    for (uint32_t i = 0; i < c->hills.count; i++) {
        const struct chart_hill *h = &c->hills.at[i];
        widest(a, foot_of(p, h->edges[0], h->below, "below"), &feet);
        widest(a, foot_of(p, h->edges[h->count], h->above, "above"), &ends);
        if (h->count > most) most = h->count;
    }
    size_t room = room_beside(p, names + feet + ends + GAP + 2), step = 1;
    while (step * room < most)
        step++;
    for (uint32_t i = 0; i < c->hills.count; i++) {
        const struct chart_hill *h = &c->hills.at[i];
        double *shares = ARENA_ARRAY(p->out->arena, double, h->count), top = 0;
        for (uint32_t k = 0; k < h->count; k++) {
            shares[k / step] += h->shares[k];
            top = kernel_max(top, shares[k / step]);
        }
        add_name(p, h->name, names);
        add_padded(p, foot_of(p, h->edges[0], h->below, "below"), feet, true);
        text_add_char(p->out, ' ');
        for (uint32_t k = 0; k * step < h->count; k++)
            add_level(p, shares[k] / top);
        text_addf(p->out, " %.*s\n",
                  STR_ARG(foot_of(p, h->edges[h->count], h->above, "above")));
    }
}

void plot_chart(struct text *out, const struct chart *c, unsigned width, bool utf8)
{
    struct plot p = {out, c, width ? width : STANDARD, utf8, 0, 0, 0, 0, false};
    chart_extent(c, &p.low, &p.high);
    if (!(p.high > p.low)) return;
    add_title(&p);
    switch (c->kind) {
    case CHART_LINES:
        if (str_is(c->key, chart_word(CHART_CUMULATIVE)))
            plot_sparks(&p);
        else
            plot_lines(&p);
        return;
    case CHART_BARS: plot_bars(&p); return;
    case CHART_RANGES: plot_ranges(&p); return;
    case CHART_HILLS: plot_hills(&p); return;
    }
}
