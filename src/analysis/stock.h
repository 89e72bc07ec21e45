// stock.h - what differs between the models and catalogues that two scenarios are read with.
#ifndef TCO_ANALYSIS_STOCK_H
#define TCO_ANALYSIS_STOCK_H

#include "analysis/hybrid.h"

// Adds an edit for each field of a catalogue entry that differs, as catalog.KIND.ID.FIELD, of entries
// that both have and that neither scenario states itself. Texts stand in the arena. Returns whether
// a model differs, or is there on one side only.
bool stock_edits(struct session *base, struct session *head, struct arena *a,
                 struct edits *out);

#endif
