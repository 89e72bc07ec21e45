#include "report/readable.h"

#include "engine/kernel.h"
#include "report/pages.h"
#include "report/quantity.h"

#include <math.h>

enum { DIGITS = 6 };  // of a value that is not whole: enough to tell what was written

// ---- words -------------------------------------------------------------------------------------

static const struct {
    const char *key, *words;
} WORDS[] = {
#define WORD(key, words) {key, words},
#include "report/words.def"
#undef WORD
};

static bool is_percentile(struct str key)
{
    bool digits = key.len > 1 && key.at[0] == 'p';
    for (size_t i = 1; i < key.len && digits; i++)
        digits = key.at[i] >= '0' && key.at[i] <= '9';
    return digits;
}

static struct str without_underscores(struct arena *a, struct str key)
{
    char *words = str_to_c(a, key);
    for (char *c = words; *c; c++)
        if (*c == '_') *c = ' ';
    return str_of(words);
}

struct str readable_word(struct arena *a, const struct session *s, struct str key)
{
    for (size_t i = 0; i < COUNT_OF(WORDS); i++)
        if (str_is(key, WORDS[i].key)) return str_of(WORDS[i].words);
    if (is_percentile(key))
        return str_format(a, "P%.*s of the %s", STR_ARG(str_cut(key, 1, key.len)),
                          measure_word(s->program.rank_by));
    return without_underscores(a, key);
}

struct str readable_start(struct arena *a, const struct session *s, struct str key)
{
    char *c = str_to_c(a, readable_word(a, s, key));
    if (*c >= 'a' && *c <= 'z') *c = (char)(*c - 'a' + 'A');
    return str_of(c);
}

// ---- facts -------------------------------------------------------------------------------------

static const char *const VALUES[] = {"value",   "now",   "low",      "high",
                                     "from",    "to",    "below",    "above",
                                     "limit",   "first", "flips_at", "flips_beyond_range_at",
                                     "quantity"};

static bool is_one_of(struct str key, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_is(key, list[i])) return true;
    return false;
}

static bool is_fact_value(const struct fact *f)
{
    return f->value.kind == CELL_NUMBER && is_one_of(str_of(f->key), VALUES, COUNT_OF(VALUES));
}

void readable_facts(struct arena *a, const struct report *r, struct fact *out)
{
    struct fact *unit = NULL;
    double size = 0;
    for (uint32_t i = 0; i < r->fact_count; i++) {
        out[i] = r->facts[i];
        if (str_is(str_of(out[i].key), "unit")) unit = &out[i];
        if (is_fact_value(&out[i])) size = kernel_max(size, fabs(out[i].value.number));
    }
    if (!unit) return;
    struct quantity_unit u = quantity_unit(a, size, unit->value.text);
    for (uint32_t i = 0; i < r->fact_count; i++)
        if (is_fact_value(&out[i]))
            out[i].value = cell_text(quantity_number(a, &u, out[i].value.number, DIGITS));
    unit->value = cell_text(u.text);
}

// ---- tables ------------------------------------------------------------------------------------

struct readable {
    const struct session *session;
    struct table of;
    uint32_t unit;               // column of the unit of a row's values, or NO_NAME
    uint32_t now;                // .. of the present value of an input
    uint32_t status, equal;      // .. of a break-even, and of whether both cost the same
    bool value[TABLE_COLUMNS];   // columns of such values
    bool flip[TABLE_COLUMNS];    // those of them at which the answer turns
    bool metric[TABLE_COLUMNS];  // columns of keys
    bool state[TABLE_COLUMNS];   // columns that say how something stands
};

// Money and months are rounded already.
static bool is_value(const struct table_column *c)
{
    return (c->format == NUMBER_EXACT || c->format == NUMBER_TIDY) &&
           is_one_of(c->key, VALUES, COUNT_OF(VALUES));
}

static bool is_metric(const struct table_column *c)
{
    static const char *const keys[] = {"metric", "what", "of"};
    return is_one_of(c->key, keys, COUNT_OF(keys));
}

struct str readable_flip(struct arena *a, struct str shown, double at, struct str now_shown,
                         double now)
{
    if (at == now || !str_eq(shown, now_shown)) return shown;
    return str_format(a, "just %s %.*s", at < now ? "below" : "above", STR_ARG(shown));
}

// All values of a row are told in the unit that fits the largest.
static void say_values(const struct readable *r, struct arena *a, struct table_cell *c)
{
    double size = 0;
    struct table_cell now = r->now != NO_NAME ? c[r->now] : cell_null();
    for (uint32_t i = 0; i < r->of.column_count; i++)
        if (r->value[i] && c[i].kind == CELL_NUMBER) size = kernel_max(size, fabs(c[i].number));
    struct quantity_unit u = quantity_unit(a, size, c[r->unit].text);
    for (uint32_t i = 0; i < r->of.column_count; i++) {
        if (!r->value[i] || c[i].kind != CELL_NUMBER) continue;
        struct str shown = quantity_number(a, &u, c[i].number, DIGITS);
        if (r->flip[i] && now.kind == CELL_NUMBER)
            shown = readable_flip(a, shown, c[i].number,
                                  quantity_number(a, &u, now.number, DIGITS), now.number);
        c[i] = cell_text(shown);
    }
    c[r->unit] = cell_text(u.text);
}

// What costs the same throughout breaks even in no month.
static void say_equal(const struct readable *r, struct table_cell *c)
{
    if (c[r->equal].kind != CELL_BOOL || c[r->equal].number == 0) return;
    c[r->status] = cell_text(STR("equal"));
    for (uint32_t i = 0; i < r->of.column_count; i++)
        if (r->of.columns[i].format == NUMBER_MONTHS || i == r->unit) c[i] = cell_null();
}

// What has no unit beside it that could fit its size, such as the values of an axis, keeps its own.
static void say_numbers(const struct readable *r, struct arena *a, struct table_cell *c)
{
    const struct quantity_unit own = {.factor = 1};
    for (uint32_t i = 0; i < r->of.column_count; i++)
        if (r->of.columns[i].format == NUMBER_TIDY && c[i].kind == CELL_NUMBER)
            c[i] = cell_text(quantity_number(a, &own, c[i].number, DIGITS));
}

static void readable_row(const void *context, struct arena *a, uint32_t row,
                         struct table_cell *c)
{
    const struct readable *r = context;
    r->of.row(r->of.context, a, row, c);
    if (r->equal != NO_NAME && r->status != NO_NAME) say_equal(r, c);
    if (r->unit != NO_NAME) say_values(r, a, c);
    say_numbers(r, a, c);
    for (uint32_t i = 0; i < r->of.column_count; i++)
        if (r->metric[i] && c[i].kind == CELL_TEXT)
            c[i] = cell_text(readable_start(a, r->session, c[i].text));
        else if (r->state[i] && c[i].kind == CELL_TEXT)
            c[i] = cell_text(without_underscores(a, c[i].text));
}

// Values of the axes of a sweep stand in columns of other tables too, where they have no unit beside
// them: all of them stay as they are counted.
static bool is_of_axes(const struct table *t)
{
    return str_is(t->name, "axes") || str_is(t->name, "flatness");
}

struct table readable_table(struct arena *a, const struct session *s, const struct table *t)
{
    struct readable *r = ARENA_NEW(a, struct readable);
    struct table readable = *t;
    *r = (struct readable){.session = s,
                           .of = *t,
                           .unit = NO_NAME,
                           .now = NO_NAME,
                           .status = NO_NAME,
                           .equal = NO_NAME};
    for (uint32_t i = 0; i < t->column_count; i++) {
        const struct table_column *c = &t->columns[i];
        if (str_is(c->key, "unit") && c->role == COLUMN_NAME && !is_of_axes(t)) r->unit = i;
        if (str_is(c->key, "now")) r->now = i;
        if (str_is(c->key, "status")) r->status = i;
        if (str_is(c->key, "equal")) r->equal = i;
        r->value[i] = is_value(c);
        r->flip[i] = r->value[i] && str_starts(c->key, STR("flips_"));
        r->metric[i] = is_metric(c);
        r->state[i] = str_is(c->key, "status") || str_ends(c->key, STR("_status"));
    }
    readable.context = r;
    readable.row = readable_row;
    return readable;
}
