#include "report/table.h"

#include <math.h>
#include <stdio.h>

struct table table_of(const char *name, const struct table_column *columns, size_t count,
                      uint32_t rows, const void *context,
                      void (*row)(const void *, struct arena *, uint32_t, struct table_cell *))
{
    return (struct table){str_of(name), columns, (uint32_t)count, rows, context, row};
}

struct table_cell cell_text(struct str s)
{
    return (struct table_cell){s.len ? CELL_TEXT : CELL_NULL, 0, s};
}

struct table_cell cell_number(double v)
{
    return (struct table_cell){CELL_NUMBER, v, STR_NONE};
}

struct table_cell cell_scaled(struct arena *a, double v, double divisor)
{
    double scaled = v / divisor;
    if (divisor <= 1 || num_round(v, 2) == 0 || fabs(scaled) >= 1 || !isfinite(scaled))
        return cell_number(scaled);
    return cell_text(number_for_people(a, scaled, NUMBER_PRICE));
}

struct table_cell cell_maybe(bool known, double v)
{
    return known ? cell_number(v) : cell_null();
}

struct table_cell cell_bool(bool b)
{
    return (struct table_cell){CELL_BOOL, b, STR_NONE};
}

struct table_cell cell_null(void)
{
    return (struct table_cell){CELL_NULL, 0, STR_NONE};
}

void number_as_data(char out[NUM_TEXT], double v, enum number_format f)
{
    switch (f) {
    case NUMBER_EXACT: num_write(out, v); return;
    case NUMBER_TIDY: num_write_tidy(out, v); return;
    case NUMBER_MONEY: num_write(out, num_round(v, 2)); return;
    case NUMBER_PRICE:
    case NUMBER_RATE: num_write(out, num_round(v, 9)); return;
    case NUMBER_MONTHS: num_write(out, num_round(v, 6)); return;
    case NUMBER_COUNT: num_write(out, num_round(v, 0)); return;
    }
}

// Prices below 100 keep three significant digits, larger ones two decimals.
static int price_decimals(double v)
{
    double size = fabs(v);
    if (size == 0) return 2;
    int decimals = 2;
    for (double limit = 1; size < limit && decimals < 9; limit /= 10)
        decimals++;
    return decimals;
}

// What people see is rounded from what data formats hold, so that a saved result shows the same.
struct str number_for_people(struct arena *a, double v, enum number_format f)
{
    if (f == NUMBER_PRICE) v = num_round(v, 9);
    switch (f) {
    case NUMBER_EXACT:
    case NUMBER_TIDY: {
        char text[NUM_TEXT];
        num_write_tidy(text, v);
        return str_format(a, "%s", text);
    }
    case NUMBER_MONEY: return num_grouped(a, num_round(v, 2), 0);
    case NUMBER_COUNT: return num_grouped(a, v, 0);
    case NUMBER_PRICE: return num_grouped(a, v, price_decimals(v));
    case NUMBER_MONTHS: return num_grouped(a, num_round(v, 6), 1);
    case NUMBER_RATE:
        return str_format(a, "%.*s %%", STR_ARG(num_grouped(a, num_round(v, 9) * 100, 1)));
    }
    return STR("");
}

struct str cell_for_people(struct arena *a, const struct table_cell *c, enum number_format f)
{
    struct text t = {.arena = a};
    switch (c->kind) {
    case CELL_NULL: return STR("-");
    case CELL_BOOL: return c->number != 0 ? STR("yes") : STR("no");
    case CELL_TEXT: text_add_visible(&t, c->text, 400); return text_str(&t);
    case CELL_NUMBER: return number_for_people(a, c->number, f);
    }
    return STR("");
}

// ---- scaled ------------------------------------------------------------------------------------

struct scaled {
    struct table of;
    double divisor;
};

static void scaled_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct scaled *s = context;
    s->of.row(s->of.context, a, row, c);
    for (uint32_t i = 0; i < s->of.column_count; i++)
        if (s->of.columns[i].format == NUMBER_MONEY && c[i].kind == CELL_NUMBER)
            c[i] = cell_scaled(a, c[i].number, s->divisor);
}

struct table table_scaled(struct arena *a, const struct table *t, double divisor)
{
    struct scaled *s = ARENA_NEW(a, struct scaled);
    struct table scaled = *t;
    *s = (struct scaled){*t, divisor};
    scaled.context = s;
    scaled.row = scaled_row;
    return scaled;
}
