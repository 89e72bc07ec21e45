// readable.h - results as people read them: words for keys, and values in the units in which they are
// said. Data formats keep the keys, and the values as they are counted.
#ifndef TCO_REPORT_READABLE_H
#define TCO_REPORT_READABLE_H

#include "report/report.h"

// "present value of costs" for npv, "P90 of the present value of costs" for p90, "cash by category"
// for cash_by_category.
struct str readable_word(struct arena *a, const struct session *s, struct str key);
// The same as a line or a cell begins with it.
struct str readable_start(struct arena *a, const struct session *s, struct str key);

// The facts of a report, r->fact_count of them, those that have the unit beside them in units of
// report/quantity.h.
void readable_facts(struct arena *a, const struct report *r, struct fact *out);

// Where the answer turns at a value that reads as the present one does: "just below 8".
struct str readable_flip(struct arena *a, struct str shown, double at, struct str now_shown,
                         double now);

// A table whose metrics are words and whose values have the units of report/quantity.h. What costs
// the same as the baseline throughout is equal to it, in no month.
struct table readable_table(struct arena *a, const struct session *s, const struct table *t);

#endif
