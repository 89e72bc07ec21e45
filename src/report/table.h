// table.h - a result as columns and rows, before anybody chose how to write it.
//
// Rows are made one at a time while they are written, so that a long table needs no memory. Keys
// are those of the JSON and CSV formats; headings are for people.
#ifndef TCO_REPORT_TABLE_H
#define TCO_REPORT_TABLE_H

#include "base/num.h"

enum cell_kind { CELL_NULL, CELL_TEXT, CELL_NUMBER, CELL_BOOL };

struct table_cell {
    enum cell_kind kind;
    double number;  // also the truth of a CELL_BOOL
    struct str text;
};

// How numbers of a column are rounded: the decimals that data formats hold, and people see.
enum number_format {
    NUMBER_EXACT,   // shortest text that reads back
    NUMBER_TIDY,    // 15 significant digits
    NUMBER_MONEY,   // cents; whole units for people
    NUMBER_PRICE,   // 9 decimals; 3 significant digits or more for people
    NUMBER_MONTHS,  // 6 decimals; 1 for people
    NUMBER_RATE,    // 9 decimals; percent with 1 decimal for people
    NUMBER_COUNT    // whole
};

// How a column stands in a table for people.
enum column_role {
    COLUMN_NUMBER,   // right aligned
    COLUMN_NAME,     // left aligned, never cut
    COLUMN_OUTLINE,  // the same; blanks in front show how deep a line stands
    COLUMN_PROSE,    // left aligned, wrapped where the table is too wide
    COLUMN_DATA      // only in data formats
};

struct table_column {
    struct str key;
    struct str heading;
    enum number_format format;
    enum column_role role;
};

// A row of a list of columns: COLUMN("npv", "PV cost", MONEY, NUMBER).
#define COLUMN(key, heading, format, role)                                                     \
    {                                                                                          \
        {key, sizeof key - 1}, {heading, sizeof heading - 1}, NUMBER_##format, COLUMN_##role   \
    }

// A list of columns under a name, for those who read results again: TABLE_COLUMNS_OF(rows, ROWS)
struct table_columns {
    const struct table_column *at;
    uint32_t count;
};
#define TABLE_COLUMNS_OF(name, list)                                                           \
    const struct table_columns COLUMNS_##name = {list, COUNT_OF(list)};

enum { TABLE_COLUMNS = 80 };

struct table {
    struct str name;  // "summary"
    const struct table_column *columns;
    uint32_t column_count;
    uint32_t row_count;
    const void *context;
    // Fills the cells of a row; texts may be made in the arena.
    void (*row)(const void *context, struct arena *a, uint32_t row, struct table_cell *cells);
};

struct table table_of(const char *name, const struct table_column *columns, size_t count,
                      uint32_t rows, const void *context,
                      void (*row)(const void *, struct arena *, uint32_t, struct table_cell *));

// The same with the numbers of its columns of money divided.
struct table table_scaled(struct arena *a, const struct table *t, double divisor);

struct table_cell cell_text(struct str s);  // null when empty
struct table_cell cell_number(double v);
// An amount in a larger unit: what is less than one of it keeps its digits, so that it is no zero.
struct table_cell cell_scaled(struct arena *a, double v, double divisor);
struct table_cell cell_maybe(bool known, double v);
struct table_cell cell_bool(bool b);
struct table_cell cell_null(void);

// A number as data formats write it, and as people read it.
void number_as_data(char out[NUM_TEXT], double v, enum number_format f);
struct str number_for_people(struct arena *a, double v, enum number_format f);
struct str cell_for_people(struct arena *a, const struct table_cell *c, enum number_format f);

#endif
