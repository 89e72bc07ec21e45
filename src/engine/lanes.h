// lanes.h - the tape's inner loop for several instruction sets.
#ifndef TCO_ENGINE_LANES_H
#define TCO_ENGINE_LANES_H

#include "engine/tape.h"

void lanes_plain(const struct tape *t, double *slots);
#ifdef TCO_MACHINES
void lanes_v3(const struct tape *t, double *slots);  // x86-64-v3: four lanes at once
void lanes_v4(const struct tape *t, double *slots);  // x86-64-v4: eight
#endif

#endif
