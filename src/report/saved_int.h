// saved_int.h - between the files that read saved results.
#ifndef TCO_REPORT_SAVED_INT_H
#define TCO_REPORT_SAVED_INT_H

#include "report/saved.h"

void saved_compare_pages(struct saved *r);
void saved_check_pages(struct saved *r);

#endif
