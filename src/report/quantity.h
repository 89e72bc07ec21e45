// quantity.h - values with their units as people read them: 60 Gtoken/month, 9 %/year, 0.25 USD/Mtoken.
// Data formats keep the unit in which a value is counted.
#ifndef TCO_REPORT_QUANTITY_H
#define TCO_REPORT_QUANTITY_H

#include "base/str.h"

// A unit, and by what a value is multiplied that is shown in it.
struct quantity_unit {
    double factor;
    struct str text;  // empty for pure numbers
};

// The unit for values of this size that are counted in `unit`.
struct quantity_unit quantity_unit(struct arena *a, double size, struct str unit);

// A value in it, with thousands separated and at most so many digits where it has a fraction.
struct str quantity_number(struct arena *a, const struct quantity_unit *u, double value,
                           int digits);
// It with its unit, and two of them with the unit behind the second: "54 to 66 Gtoken/month".
struct str quantity_text(struct arena *a, double value, struct str unit, int digits);
struct str quantity_range(struct arena *a, double low, double high, struct str unit,
                          int digits);

#endif
