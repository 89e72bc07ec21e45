// shape.h - the tables that each kind of result has, with their columns.
#ifndef TCO_REPORT_SHAPE_H
#define TCO_REPORT_SHAPE_H

#include "report/table.h"

struct result_shape {
    struct str kind;   // "compare"
    struct str table;  // "summary"
    const struct table_columns *columns;
    bool open;  // it has further columns, of what was varied
};

// In the order of shapes.def.
extern const struct result_shape SHAPES[];
extern const size_t SHAPE_COUNT;

// The shape of a table of a kind; NULL where there is none.
const struct result_shape *shape_find(struct str kind, struct str table);

extern const struct table_columns COLUMNS_summary;
extern const struct table_columns COLUMNS_breakeven;
extern const struct table_columns COLUMNS_crossings;
extern const struct table_columns COLUMNS_metrics;
extern const struct table_columns COLUMNS_meters;
extern const struct table_columns COLUMNS_categories;
extern const struct table_columns COLUMNS_flows;
extern const struct table_columns COLUMNS_cash;
extern const struct table_columns COLUMNS_rows;
extern const struct table_columns COLUMNS_assumptions;
extern const struct table_columns COLUMNS_checks;
extern const struct table_columns COLUMNS_statement;
extern const struct table_columns COLUMNS_reconciliation;
extern const struct table_columns COLUMNS_base;
extern const struct table_columns COLUMNS_moved_options;
extern const struct table_columns COLUMNS_causes;
extern const struct table_columns COLUMNS_moved_lines;
extern const struct table_columns COLUMNS_edits;
extern const struct table_columns COLUMNS_chances;
extern const struct table_columns COLUMNS_distribution;
extern const struct table_columns COLUMNS_unknowns;
extern const struct table_columns COLUMNS_tornado;
extern const struct table_columns COLUMNS_histogram;
extern const struct table_columns COLUMNS_broken_even;
extern const struct table_columns COLUMNS_sensitivity;
extern const struct table_columns COLUMNS_effects;
extern const struct table_columns COLUMNS_importance;
extern const struct table_columns COLUMNS_inert;
extern const struct table_columns COLUMNS_roots;
extern const struct table_columns COLUMNS_intervals;
extern const struct table_columns COLUMNS_frontier;
extern const struct table_columns COLUMNS_axes;
extern const struct table_columns COLUMNS_sweep;
extern const struct table_columns COLUMNS_winners;
extern const struct table_columns COLUMNS_optimum;
extern const struct table_columns COLUMNS_optimum_head;  // of open tables, those in front
extern const struct table_columns COLUMNS_flatness;
extern const struct table_columns COLUMNS_limits;
extern const struct table_columns COLUMNS_infeasible;
extern const struct table_columns COLUMNS_terms;
extern const struct table_columns COLUMNS_files;
extern const struct table_columns COLUMNS_diagnostics;

#endif
