#include "report/shape.h"

#define OPEN   true
#define CLOSED false

const struct result_shape SHAPES[] = {
#define SHAPE(kind, table, columns, further)                                                   \
    {{kind, sizeof kind - 1}, {table, sizeof table - 1}, &COLUMNS_##columns, further},
#include "report/shapes.def"
#undef SHAPE
};

const size_t SHAPE_COUNT = COUNT_OF(SHAPES);

static const struct result_shape DIAGNOSTICS = {
    {"", 0}, {"diagnostics", sizeof "diagnostics" - 1}, &COLUMNS_diagnostics, false};

const struct result_shape *shape_find(struct str kind, struct str table)
{
    if (str_eq(table, DIAGNOSTICS.table)) return &DIAGNOSTICS;
    for (size_t i = 0; i < SHAPE_COUNT; i++)
        if (str_eq(SHAPES[i].kind, kind) && str_eq(SHAPES[i].table, table)) return &SHAPES[i];
    return NULL;
}
