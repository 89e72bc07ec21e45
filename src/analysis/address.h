// address.h - from the address of a figure to its row, and the unit in which people read it.
#ifndef TCO_ANALYSIS_ADDRESS_H
#define TCO_ANALYSIS_ADDRESS_H

#include "session/session.h"

// The row of an address such as own.hgx.tariff, or NO_NAME.
uint32_t address_find(struct session *s, struct str address);

// Reports an address that names nothing, with the nearest one or else `help`. Always false.
bool address_fail(struct session *s, struct str address, const char *help);

// The unit of a name, and its factor into base units.
struct str address_unit(struct session *s, const struct name *n, double *factor);

#endif
