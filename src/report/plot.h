// plot.h - charts on a terminal, in the characters that it has.
#ifndef TCO_REPORT_PLOT_H
#define TCO_REPORT_PLOT_H

#include "report/chart.h"

// `width` is that of the terminal; 0 where nothing limits it: then 80.
void plot_chart(struct text *out, const struct chart *c, unsigned width, bool utf8);

#endif
