// show.h - formulas back to text, as somebody would have written them.
#ifndef TCO_LANG_SHOW_H
#define TCO_LANG_SHOW_H

#include "lang/program.h"

// With as few parentheses as the tree needs. Parsing the text gives the same tree again, except
// for paths ({from: ..}), which are shown in the form in which scenarios write them.
struct str formula_show(struct arena *a, const struct program *p, uint32_t root);

// A row of a table input as scenarios write it: "up_to: 50 kUSD, share: 2 %". `root` is the row's
// formula, AST_TABLE; cells that were left out are left out.
struct str formula_show_band(struct arena *a, const struct program *p, const struct name *table,
                             uint32_t root, uint32_t band);

// All of them: "[{up_to: 50 kUSD, share: 2 %}, {share: 5 %}]".
struct str formula_show_table(struct arena *a, const struct program *p,
                              const struct name *table, uint32_t root);

#endif
