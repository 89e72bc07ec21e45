// svg_int.h - what the drawings of all kinds of charts share.
#ifndef TCO_REPORT_SVG_INT_H
#define TCO_REPORT_SVG_INT_H

#include "report/svg.h"

#define SVG_DARK_PAPER "#16181b"

// Where a drawing goes.
struct svg {
    struct text *out;
    const struct chart *chart;
    struct str id;
    bool narrow;
    double width;                     // of the picture
    double head;                      // where title and summary end
    double left, right, top, bottom;  // of the plot; y grows downwards
    double low, high;                 // values at its ends: of x for bars, of y for lines
    double x_least, x_most;           // of lines
};

void svg_number(struct text *out, double v);  // a coordinate, to a tenth
void svg_line(struct svg *g, double x1, double y1, double x2, double y2, const char *more);
void svg_corner(struct svg *g, char letter, double x, double y);  // of a path
void svg_rect(struct svg *g, double x, double y, double width, double height, const char *more);
enum svg_anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };
void svg_label(struct svg *g, double x, double y, enum svg_anchor anchor, const char *more,
               struct str s);
double svg_width(struct str s);  // about, of a label
extern const double SVG_SMALL;   // .. by this much less of a small one
extern const double SVG_BOLD;    // .. by this much more of a bold one
extern const double SVG_SPARE;   // fonts may be wider than they are taken for
struct str svg_cut(struct arena *a, struct str s, double width);
struct str svg_cut_name(struct arena *a, struct str s,
                        double width);  // in its middle: ends differ

// Of colours 0..SVG_INKS - 1, and the grey of the rest.
const char *svg_ink(uint32_t i);
const char *svg_ink_dark(uint32_t i);
unsigned svg_ink_class(uint32_t i);  // the number in its classes
bool svg_is_grey(uint32_t i);
const char *svg_dash(uint32_t i);
void svg_marker(struct svg *g, double x, double y, uint32_t i);
// `fill="url(#..)"` of a part, whose patterns svg_patterns() has defined.
void svg_patterns(struct svg *g, uint32_t count);
// Defines `fill="url(#..-hN)"`, lines in a colour over a tint of it.
void svg_hatch(struct svg *g, uint32_t ink);
void svg_fill(struct svg *g, uint32_t i, double x, double y, double width, double height);

// A horizontal axis of values below the plot, with lines through it.
void svg_value_axis(struct svg *g);

void svg_lines(struct svg *g);
void svg_bars(struct svg *g);
void svg_ranges(struct svg *g);
void svg_hills(struct svg *g);
double svg_lines_height(struct svg *g);
double svg_bars_height(struct svg *g);
double svg_ranges_height(struct svg *g);
double svg_hills_height(struct svg *g);

#endif
