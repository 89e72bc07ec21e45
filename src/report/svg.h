// svg.h - charts as SVG of our own: no script, no font but the reader's, the same bytes each time.
//
// Colours are told apart by people who see few of them, and each goes with a dash and a marker, or
// a pattern, of its own. Lines beyond the last colour are thin and grey. Colours stand as attributes,
// so that any program shows them; classes let a page change them for dark screens.
//
// A broad picture has names beside what they name. A narrow one, for phones, has them above or below.
#ifndef TCO_REPORT_SVG_H
#define TCO_REPORT_SVG_H

#include "report/chart.h"

enum { SVG_INKS = CHART_INKS };
enum svg_form { SVG_BROAD, SVG_NARROW };

// One chart as an element. `id` tells its elements from those of other charts of a page.
void svg_chart(struct text *out, const struct chart *c, struct str id, enum svg_form form);

// Text and attributes: what XML takes for more than text is written as entities.
void svg_text(struct text *out, struct str s);

// Colours of a dark page, as CSS.
void svg_dark_css(struct text *out, const char *scope);

#endif
