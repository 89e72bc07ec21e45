// Any unit that is read has a usable factor, and a text that reads back with its dimension.
#include "units/unit.h"

#include "fuzz.h"

#include <math.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct unit_system system = UNIT_SYSTEM_DEFAULT;
    struct str s = fuzz_text(data, size), bad;
    struct unit unit, again, shown;
    size_t used = 0;
    bool scanned = unit_scan(&system, s, &unit, &used);
    FUZZ_CHECK(used <= size);
    if (scanned) FUZZ_CHECK(isfinite(unit.factor) && unit.factor > 0);
    if (unit_parse(&system, s, &unit, &bad)) {
        FUZZ_CHECK(isfinite(unit.factor) && unit.factor > 0);
        struct str text = unit_of_dim(&a, &system, unit.dim, STR("month"), &shown);
        FUZZ_CHECK(dim_eq(shown.dim, unit.dim));
        if (unit_parse(&system, text, &again, &bad)) FUZZ_CHECK(dim_eq(again.dim, unit.dim));
    } else {
        unit_nearest(&a, s);
    }
    unit_parse_declared(&system, s, &unit, &bad);
    FUZZ_CHECK(unit_period_months(&system, s) >= 0);
    arena_free(&a);
    return 0;
}
