// address.h - from the address of a figure to its row, and the unit in which people read it.
#ifndef TCO_ANALYSIS_ADDRESS_H
#define TCO_ANALYSIS_ADDRESS_H

#include "session/session.h"

// The row of an address such as own.hgx.tariff, or NO_NAME.
uint32_t address_find(struct session *s, struct str address);

// The address by which a row moves with its like in all options: finance.tax.rate for api.tax.rate,
// where api has its tax from there.
struct str address_of_all(struct session *s, uint32_t row);

// Reports an address that names nothing, with the nearest one or else `help`. Always false.
bool address_fail(struct session *s, struct str address, const char *help);

// The unit of a name, and its factor into base units.
struct str address_unit(struct session *s, const struct name *n, double *factor);

// The unit in which the growth of a row was written, such as %/month, its factor into base units and
// its period in months. Growth compounds: 1 %/month is more than 12 %/year, so that no other unit
// will do. %/month where it is a bare 0.
struct str address_growth_unit(struct session *s, uint32_t row, double *factor, double *period);

// The unit in which the value of a row is shown: address_unit, of a growth that of
// address_growth_unit, with `stepped` behind one that is.
struct str address_unit_shown(struct session *s, uint32_t row, double *factor);

#endif
