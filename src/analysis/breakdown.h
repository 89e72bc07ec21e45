// breakdown.h - what an option's cash goes to: by category, and by period.
#ifndef TCO_ANALYSIS_BREAKDOWN_H
#define TCO_ANALYSIS_BREAKDOWN_H

#include "analysis/compare.h"
#include "analysis/period.h"

struct breakdown {
    uint32_t options;
    VEC(struct str) categories;  // that some option pays for; the most expensive first
    double *amounts;             // by option, then category; an option's add up to its total
    enum period period;
    uint32_t periods;
    double *cash;   // by option, then period; an option's add up to its total
    double *flows;  // by option, category, then period; NULL where a saved result lacks them
};

// From a computed session, by calendar years or by the months of a horizon within one year.
struct breakdown breakdown_find(struct session *s, const struct comparison *c);

// The part by period of that, from the cash by month of a comparison.
void breakdown_add_cash(struct arena *a, const struct program *p, const struct comparison *c,
                        struct breakdown *b);

double breakdown_amount(const struct breakdown *b, uint32_t option, uint32_t category);
double breakdown_cash(const struct breakdown *b, uint32_t option, uint32_t period);
// What a category takes in a period: over periods its amount, over categories the cash.
double breakdown_flow(const struct breakdown *b, uint32_t option, uint32_t category,
                      uint32_t period);

#endif
