// date.h - calendar months and days as numbers. No clock is read anywhere.
#ifndef TCO_MODEL_DATE_H
#define TCO_MODEL_DATE_H

#include "base/str.h"

// "2027-01" as year * 12 + month, January being 0. Years from 1900 to 2199.
bool month_read(struct str text, int *month);

// A day as year * 10000 + month * 100 + day. "2026-11" is its first day, "2026" too.
bool day_read(struct str text, int *day);

// Days since a fixed day, to take differences of.
int day_number(int day);

struct str day_text(struct arena *a, int day);

#endif
