// unit.h - units of measure and conversion between them.
//
// A unit is a factor and a dimension: kWh is 3.6e6 of energy. Base units are the second, the
// joule, the gram, the byte, the litre, single counts and whole currency units, so that every
// factor that occurs is exact. A month is `hours_per_month` hours, a convention that the
// scenario states; it is the only bridge between hours and months.
//
// Currencies convert only at a rate that the scenario states. A currency with a rate measures
// the same kind as the scenario's own; one without is a kind apart.
//
//     unit   = factor { ("*" | "/") factor }          no blanks inside
//     factor = ( name | "%" | "1" | "(" unit ")" ) [ "^" ["-"] digit ]
#ifndef TCO_UNITS_UNIT_H
#define TCO_UNITS_UNIT_H

#include "base/vec.h"
#include "units/dim.h"

struct unit {
    double factor;  // multiplies a value into base units; finite and positive
    struct dim dim;
};

#define UNIT_ONE ((struct unit){1.0, DIM_NONE})

enum { UNIT_RATES = 16 };  // currencies with a rate in one scenario

// The conventions that units depend on.
struct unit_system {
    double hours_per_month;
    uint8_t home;  // code of the scenario's currency; 0 when there is none, as in `tco eval`
    struct {
        uint8_t code;
        bool moves;    // the rate changes with time: units count as if it were 1
        double value;  // what one of it is worth in the home currency
    } rates[UNIT_RATES];
    uint32_t rate_count;
};

#define UNIT_SYSTEM_DEFAULT ((struct unit_system){.hours_per_month = 730})

// Reads the longest unit at the start of `text`; *used is its length, 0 if there is none. A name
// that is followed by ".", "[" or "(" is not a unit but a reference or a call.
bool unit_scan(const struct unit_system *s, struct str text, struct unit *out, size_t *used);

// Reads the whole of `text`. False if it is not a unit; *bad is then the name that is not known,
// or empty when the form is wrong.
bool unit_parse(const struct unit_system *s, struct str text, struct unit *out,
                struct str *bad);

// Reads the unit of a declaration, in which a currency stands for money of any currency.
bool unit_parse_declared(const struct unit_system *s, struct str text, struct unit *out,
                         struct str *bad);

// The unit that is meant by a name that people write for it elsewhere, as "yr"; STR_NONE if none is.
struct str unit_meant(struct str name);

// The known unit that is meant by a name, or is spelt most like it, or STR_NONE.
struct str unit_nearest(struct arena *a, struct str name);

// The code of an ISO 4217 currency, or 0.
uint8_t currency_code(struct str name);
struct str currency_name(uint8_t code);

// "USD/kWh": a text for a dimension and the unit that it means. Times are shown in `time`, the
// name of a unit such as "month".
struct str unit_of_dim(struct arena *a, const struct unit_system *s, struct dim dim,
                       struct str time, struct unit *out);

// The first currency in the text of a unit, or 0.
uint8_t unit_currency(struct str text);

// The text of a declared unit with its currencies called `home`: USD/kWh is EUR/kWh in a scenario
// that counts in EUR.
struct str unit_in_currency(struct arena *a, struct str text, uint8_t home);

// How many months the time unit in a rate such as "%/year" lasts; 0 if it holds none, or several.
double unit_period_months(const struct unit_system *s, struct str text);

// Calls `each` for every name of units.def, for help and documentation.
void unit_each(void (*each)(void *context, struct str name, struct str plural,
                            struct str prefixes, struct str doc),
               void *context);

#endif
