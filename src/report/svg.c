#include "report/svg_int.h"

#include "base/num.h"
#include "engine/kernel.h"
#include "report/writer.h"

// Each stands out from white by 3 to 1, and in the second row from a dark page. They differ in
// lightness too, so that they stay apart for people who see no red, no green or no blue: found by
// taking the set whose two most alike, seen by each of them, differ most.
static const struct {
    const char *light, *dark, *dash;
} INKS[SVG_INKS + 1] = {
    {"#0072b2", "#56b4e9", ""},         {"#d55e00", "#e0701e", "8 4"},
    {"#00523d", "#7fe3c0", "2 3"},      {"#a3286e", "#c45aa8", "10 3 2 3"},
    {"#8473ef", "#b5c9fa", "5 2"},      {"#83510c", "#fabc15", "1 2"},
    {"#441692", "#596ad8", "12 4"},     {"#ac5453", "#a15f53", "6 2 1 2"},
    {"#5a9e76", "#40b173", "16 3"},     {"#284bb0", "#8289f0", "4 4"},
    {"#4a2c5d", "#eae4f9", "12 3 4 3"}, {"#a77cb0", "#b796b5", "8 2 2 2 2 2"},
    {"#767676", "#9a9a9a", ""},  // of the rest
};

unsigned svg_ink_class(uint32_t i)
{
    return i < SVG_INKS ? i : SVG_INKS;
}

bool svg_is_grey(uint32_t i)
{
    return i >= SVG_INKS;
}

const char *svg_ink(uint32_t i)
{
    return INKS[svg_ink_class(i)].light;
}

const char *svg_ink_dark(uint32_t i)
{
    return INKS[svg_ink_class(i)].dark;
}

const char *svg_dash(uint32_t i)
{
    return INKS[svg_ink_class(i)].dash;
}

void svg_dark_css(struct text *out, const char *scope)
{
    for (unsigned i = 0; i <= SVG_INKS; i++)
        text_addf(out, "%s .s%u{stroke:%s}%s .f%u{fill:%s}", scope, i, INKS[i].dark, scope, i,
                  INKS[i].dark);
    text_addf(out,
              "%s .ink{fill:#e8e8e8}%s .dim{fill:#b8b8b8}%s .grid{stroke:#3c3c3c}"
              "%s .axis{stroke:#b8b8b8}%s .paper{fill:" SVG_DARK_PAPER "}%s "
              ".edge{stroke:" SVG_DARK_PAPER "}",
              scope, scope, scope, scope, scope, scope);
}

void svg_text(struct text *out, struct str s)
{
    struct text visible = {.arena = out->arena};
    text_add_visible(&visible, s, 4000);
    for (size_t i = 0; i < visible.len; i++) {
        switch (visible.at[i]) {
        case '<': text_add_c(out, "&lt;"); break;
        case '>': text_add_c(out, "&gt;"); break;
        case '&': text_add_c(out, "&amp;"); break;
        case '"': text_add_c(out, "&quot;"); break;
        case '\'': text_add_c(out, "&#39;"); break;
        default: text_add_char(out, visible.at[i]);
        }
    }
}

void svg_number(struct text *out, double v)
{
    char number[NUM_TEXT];
    num_write(number, num_round(v, 1));
    text_add_c(out, number);
}

static void add_attribute(struct svg *g, const char *name, double v)
{
    text_addf(g->out, " %s=\"", name);
    svg_number(g->out, v);
    text_add_char(g->out, '"');
}

void svg_line(struct svg *g, double x1, double y1, double x2, double y2, const char *more)
{
    text_add_c(g->out, "<line");
    add_attribute(g, "x1", x1);
    add_attribute(g, "y1", y1);
    add_attribute(g, "x2", x2);
    add_attribute(g, "y2", y2);
    text_addf(g->out, " %s/>\n", more);
}

void svg_corner(struct svg *g, char letter, double x, double y)
{
    text_add_char(g->out, letter);
    svg_number(g->out, x);
    text_add_char(g->out, ' ');
    svg_number(g->out, y);
}

void svg_rect(struct svg *g, double x, double y, double width, double height, const char *more)
{
    text_add_c(g->out, "<rect");
    add_attribute(g, "x", x);
    add_attribute(g, "y", y);
    add_attribute(g, "width", width);
    add_attribute(g, "height", height);
    text_addf(g->out, " %s/>\n", more);
}

void svg_label(struct svg *g, double x, double y, enum svg_anchor anchor, const char *more,
               struct str s)
{
    static const char *const anchors[] = {"start", "middle", "end"};
    text_add_c(g->out, "<text");
    add_attribute(g, "x", x);
    add_attribute(g, "y", y);
    text_addf(g->out, " text-anchor=\"%s\" %s>", anchors[anchor], more);
    svg_text(g->out, s);
    text_add_c(g->out, "</text>\n");
}

// ---- widths ------------------------------------------------------------------------------------

enum { LETTER = 7 };  // of a label of 13 pixels, on average
const double SVG_SMALL = 0.85, SVG_BOLD = 1.2, SVG_SPARE = 1.12;

static size_t letters(struct str s)
{
    size_t count = 0;
    uint32_t code;
    for (size_t at = 0; at < s.len; count++)
        utf8_next(s, &at, &code);
    return count;
}

double svg_width(struct str s)
{
    return (double)letters(s) * LETTER;
}

struct str svg_cut(struct arena *a, struct str s, double width)
{
    if (svg_width(s) <= width) return s;
    size_t keep = width > 2 * LETTER ? (size_t)(width / LETTER) - 1 : 1, at = 0;
    uint32_t code;
    for (size_t i = 0; i < keep && at < s.len; i++)
        utf8_next(s, &at, &code);
    return str_format(a, "%.*s\xE2\x80\xA6", (int)at, s.at);
}

struct str svg_cut_name(struct arena *a, struct str s, double width)
{
    size_t all = letters(s), keep = (size_t)(width / LETTER), at = 0;
    if (svg_width(s) <= width || keep < 4) return svg_cut(a, s, width);
    size_t head = keep * 2 / 5, tail = keep - 1 - head, head_end = 0;
    uint32_t code;
    for (size_t i = 0; i < all - tail; i++) {
        if (i == head) head_end = at;
        utf8_next(s, &at, &code);
    }
    return str_format(a, "%.*s\xE2\x80\xA6%.*s", (int)head_end, s.at,
                      STR_ARG(str_cut(s, at, s.len)));
}

// ---- markers and patterns ----------------------------------------------------------------------

// Filled shapes, then the same ones hollow. The grey lines have none.
void svg_marker(struct svg *g, double x, double y, uint32_t i)
{
    static const char *const shapes[] = {
        "<path d=\"M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z\"",  // a disc
        "<path d=\"M-4 -4h8v8h-8z\"",                       // a square
        "<path d=\"M0 -5L5 4H-5z\"",                        // a triangle
        "<path d=\"M0 -5L5 0L0 5L-5 0z\"",                  // a diamond
        "<path d=\"M0 5L5 -4H-5z\"",                        // a triangle upside down
        "<path d=\"M-1.5 -5h3v3.500h3.500v3h-3.500v3.500h-3v-3.500h-3.500v-3h3.500z\"",  // a cross
    };
    unsigned ink = svg_ink_class(i);
    if (svg_is_grey(i)) return;
    text_add_c(g->out, shapes[i % COUNT_OF(shapes)]);
    if (i < COUNT_OF(shapes))
        text_addf(g->out, " class=\"f%u\" fill=\"%s\"", ink, svg_ink(i));
    else
        text_addf(g->out,
                  " class=\"s%u paper\" fill=\"#fff\" stroke=\"%s\" stroke-width=\"1.800\"",
                  ink, svg_ink(i));
    text_add_c(g->out, " transform=\"translate(");
    svg_number(g->out, x);
    text_add_char(g->out, ' ');
    svg_number(g->out, y);
    text_add_c(g->out, ")\"/>\n");
}

static const char *const PATTERNS[] = {
    NULL,
    "M0 8L8 0M-2 2L2 -2M6 10L10 6",
    "M0 0L8 8M-2 6L2 10M6 -2L10 2",
    "M0 4H8",
    "M4 0V8",
    "M0 8L8 0M0 0L8 8",
    "M0 2H4M4 6H8",
    "M2 0V4M6 4V8",
};

void svg_patterns(struct svg *g, uint32_t count)
{
    text_add_c(g->out, "<defs>\n");
    for (uint32_t i = 1; i < count && i < COUNT_OF(PATTERNS); i++)
        text_addf(
            g->out,
            "<pattern id=\"%.*s-p%u\" width=\"8\" height=\"8\" "
            "patternUnits=\"userSpaceOnUse\"><path d=\"%s\" class=\"edge\" stroke=\"#fff\" "
            "stroke-width=\"1.200\" fill=\"none\"/></pattern>\n",
            STR_ARG(g->id), (unsigned)i, PATTERNS[i]);
    text_add_c(g->out, "</defs>\n");
}

static unsigned hatch_of(uint32_t ink)
{
    return 1 + ink % (COUNT_OF(PATTERNS) - 1);
}

void svg_hatch(struct svg *g, uint32_t ink)
{
    text_addf(g->out,
              "<defs><pattern id=\"%.*s-h%u\" width=\"8\" height=\"8\" "
              "patternUnits=\"userSpaceOnUse\"><path d=\"%s\" class=\"s%u\" stroke=\"%s\" "
              "stroke-width=\"1\" stroke-opacity=\"0.550\" fill=\"none\"/></pattern></defs>\n",
              STR_ARG(g->id), svg_ink_class(ink), PATTERNS[hatch_of(ink)], svg_ink_class(ink),
              svg_ink(ink));
}

void svg_fill(struct svg *g, uint32_t i, double x, double y, double width, double height)
{
    struct arena *a = g->out->arena;
    unsigned ink = i % COUNT_OF(PATTERNS);
    svg_rect(g, x, y, width, height,
             str_to_c(a, str_format(a, "class=\"f%u edge\" fill=\"%s\" stroke=\"#fff\"", ink,
                                    svg_ink(i))));
    if (ink == 0) return;
    svg_rect(g, x, y, width, height,
             str_to_c(a, str_format(a, "fill=\"url(#%.*s-p%u)\"", STR_ARG(g->id), ink)));
}

// The number below a line, moved as far as it would leave the picture.
static void add_tick(struct svg *g, double x, struct str number)
{
    double half = svg_width(number) * SVG_SPARE / 2;
    x = kernel_max(half, kernel_min(x, g->width - half));
    svg_label(g, x, g->bottom + 18, ANCHOR_MIDDLE, "class=\"dim\" fill=\"#555\"", number);
}

void svg_value_axis(struct svg *g)
{
    const struct chart *c = g->chart;
    struct ticks t = chart_ticks(g->low / c->divisor, g->high / c->divisor, g->narrow ? 4 : 7);
    g->low = t.first * c->divisor;
    g->high = chart_tick(&t, t.count - 1) * c->divisor;
    for (uint32_t i = 0; i < t.count; i++) {
        double x = g->left + (g->right - g->left) * i / (t.count - 1);
        svg_line(g, x, g->top, x, g->bottom, "class=\"grid\" stroke=\"#ddd\"");
        add_tick(g, x, chart_tick_text(g->out->arena, &t, i));
    }
    svg_label(g, (g->left + g->right) / 2, g->bottom + 38, ANCHOR_MIDDLE,
              "class=\"dim\" fill=\"#555\"", c->x_title);
}

// ---- the frame ---------------------------------------------------------------------------------

static double height_of(struct svg *g)
{
    switch (g->chart->kind) {
    case CHART_LINES: return svg_lines_height(g);
    case CHART_BARS: return svg_bars_height(g);
    case CHART_RANGES: return svg_ranges_height(g);
    case CHART_HILLS: return svg_hills_height(g);
    }
    return 0;
}

static void draw(struct svg *g)
{
    switch (g->chart->kind) {
    case CHART_LINES: svg_lines(g); return;
    case CHART_BARS: svg_bars(g); return;
    case CHART_RANGES: svg_ranges(g); return;
    case CHART_HILLS: svg_hills(g); return;
    }
}

// How much of a text stands in one line, up to a blank where there is one.
static size_t line_of(struct str s, double room)
{
    size_t end = 0;
    for (size_t at = 0; at <= s.len; at++) {
        if (at < s.len && s.at[at] != ' ') continue;
        if (end > 0 && svg_width(str_cut(s, 0, at)) > room) break;
        end = at;
    }
    return end;
}

// Lines of a text below each other, the first at y; draws them where `drawn`. Where the next would
// stand.
static double add_lines(struct svg *g, struct str s, double y, double step, double letter,
                        const char *more, bool drawn)
{
    double room = (g->width - 2 * g->left) / letter;
    while (s.len > 0) {
        size_t end = line_of(s, room);
        if (drawn)
            svg_label(g, g->left, y, ANCHOR_START, more,
                      svg_cut_name(g->out->arena, str_cut(s, 0, end), room));
        s = str_cut(s, end + 1 < s.len ? end + 1 : s.len, s.len);
        y += step;
    }
    return y;
}

// The picture in words: all that its signs mean.
static struct str words_of(const struct svg *g)
{
    const struct chart *c = g->chart;
    if (c->signs.len == 0) return c->summary;
    return str_format(g->out->arena, "%.*s %.*s", STR_ARG(c->summary), STR_ARG(c->signs));
}

// Title and summary; where what is below them begins.
static double add_texts(struct svg *g, bool drawn)
{
    enum { TITLE_STEP = 22, SUMMARY_STEP = 17 };
    const double title = 1.6, summary = 1.02;  // of their letters, against those of labels
    double y =
        add_lines(g, g->chart->title, 28, TITLE_STEP, title,
                  "class=\"ink\" fill=\"#1a1a1a\" font-size=\"18\" font-weight=\"600\"", drawn);
    y = add_lines(g, words_of(g), y, SUMMARY_STEP, summary, "class=\"dim\" fill=\"#555\"",
                  drawn);
    return y - 1;
}

static struct svg begin(struct text *out, const struct chart *c, struct str id,
                        enum svg_form form)
{
    enum { BROAD = 840, NARROW = 360 };
    struct svg g = {.out = out, .chart = c, .id = id, .narrow = form == SVG_NARROW};
    g.width = g.narrow ? NARROW : BROAD;
    g.left = g.narrow ? 8 : 16;
    g.head = add_texts(&g, false);
    return g;
}

void svg_chart(struct text *out, const struct chart *c, struct str id, enum svg_form form)
{
    struct svg g = begin(out, c, id, form);
    double height = height_of(&g);
    g.bottom = height - 52;
    chart_extent(c, &g.low, &g.high);
    text_addf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"%s\" viewBox=\"0 0 %.0f ",
              g.narrow ? "narrow" : "broad", g.width);
    svg_number(out, height);
    text_addf(out,
              "\" role=\"img\" aria-labelledby=\"%.*s-t %.*s-d\" font-family=\"system-ui, "
              "'Segoe UI', Roboto, 'DejaVu Sans', Arial, sans-serif\" font-size=\"13\">\n",
              STR_ARG(id), STR_ARG(id));
    text_addf(out, "<title id=\"%.*s-t\">", STR_ARG(id));
    svg_text(out, c->title);
    text_addf(out, "</title>\n<desc id=\"%.*s-d\">", STR_ARG(id));
    svg_text(out, words_of(&g));
    text_add_c(out, "</desc>\n");
    svg_rect(&g, 0, 0, g.width, height, "class=\"paper\" fill=\"#fff\"");
    add_texts(&g, true);
    draw(&g);
    text_add_c(out, "</svg>\n");
}

void write_svg(const struct report *r, const struct table *chosen, unsigned width,
               struct text *out)
{
    struct chart c;
    (void)chosen, (void)width;
    if (report_chart(r, out->arena, &c)) svg_chart(out, &c, STR("chart"), SVG_BROAD);
}
