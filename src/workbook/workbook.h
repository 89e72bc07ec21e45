// workbook.h - a comparison as a workbook with live formulas: docs/WORKBOOK.md.
#ifndef TCO_WORKBOOK_WORKBOOK_H
#define TCO_WORKBOOK_WORKBOOK_H

#include "analysis/compare.h"

// Writes the program of a computed session, with what the options come to. An existing file is
// replaced in one step, or stays as it was. False after a report.
bool workbook_write(struct session *s, const struct comparison *c, struct str path);

#endif
