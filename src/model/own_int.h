// own_int.h - the scenario's own sheet: params, finance and workloads.
#ifndef TCO_MODEL_OWN_INT_H
#define TCO_MODEL_OWN_INT_H

#include "model/link_int.h"

// An input of the scenario's form, without limits.
struct name own_name(struct linker *l, const char *text, const char *unit);

// Reads a value and checks that it fits the name.
bool own_read(struct linker *l, uint32_t node, struct str address, const struct name *wanted,
              struct figure *f);

// Adds a row of the scenario's sheet. `formula` 0 means that nothing gives it.
uint32_t own_add_row(struct linker *l, uint32_t name, uint32_t workload,
                     const struct figure *f);

// Adds a row with a formula of ours over rows of the scenario. A name such as exchange.spot stands
// for ADDRESS.spot where the address is that of a currency.
bool own_derive(struct linker *l, struct name n, struct str formula, struct str address,
                uint32_t *row);

// The rates of other currencies: numbers before units are read, and rows for those that move.
bool exchange_read(struct linker *l);
bool exchange_add_rows(struct linker *l);
uint32_t exchange_name_count(const struct program *p);

// The rates of `finance`, of which the discount rate may follow from others.
void rates_init(struct program *p);
bool rates_read(struct linker *l, uint32_t finance);
uint32_t rates_name_count(void);

// The workloads with their load curves and tags.
bool workloads_read(struct linker *l);
// Their volumes, one row of the scenario's sheet for each value and workload.
bool workloads_read_demand(struct linker *l);
// What of them comes to each option. After the options were read.
bool workloads_read_adoption(struct linker *l);

// How many names the volumes take, and the same names without any workload.
uint32_t workloads_name_count(void);
void workloads_declare(struct linker *l);

#endif
