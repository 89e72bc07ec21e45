// exchange.h - amounts in a currency whose rate changes with time.
//
// Where the scenario's rate of a currency is one number, a unit converts by itself. Where it moves,
// `0.11 EUR/kWh` becomes 0.11 (of the home currency) * exchange.EUR, a row of the scenario. What
// is uncertain is converted as a whole: (1 to 2 EUR) is (1 to 2) * exchange.EUR.
#ifndef TCO_LANG_EXCHANGE_H
#define TCO_LANG_EXCHANGE_H

#include "lang/parse.h"

// Puts the rates into a parsed formula; the answer is its new root.
uint32_t exchange_convert(const struct parse_context *c, uint32_t root);

// The same for a distribution whose parameters were converted one by one.
uint32_t exchange_lift(const struct parse_context *c, uint32_t dist);

#endif
