#include "report/quantity.h"

#include "base/num.h"
#include "engine/kernel.h"

#include <math.h>

// Where a name ends in the text of a unit.
static size_t name_end(struct str unit, size_t from)
{
    while (from < unit.len && str_find(STR("/*^() "), unit.at[from]) == 6)
        from++;
    return from;
}

static bool is_tokens(struct str name)
{
    return str_is(name, "token") || str_is(name, "tokens");
}

static const double NO_LIMIT = 1e18;  // a model's way to say so

// Millions of tokens and more have a letter: Mtoken, Gtoken, Ttoken.
static struct quantity_unit of_many(struct arena *a, double size, struct str unit)
{
    static const struct {
        double from;
        char letter;
    } prefixes[] = {{1e12, 'T'}, {1e9, 'G'}, {1e6, 'M'}};
    for (size_t i = 0; i < COUNT_OF(prefixes); i++)
        if (size >= prefixes[i].from && size < NO_LIMIT)
            return (struct quantity_unit){
                1 / prefixes[i].from,
                str_format(a, "%c%.*s", prefixes[i].letter, STR_ARG(unit))};
    return (struct quantity_unit){1, unit};
}

// What a token costs or emits is told for a million of them: USD/Mtoken.
static struct quantity_unit per_many(struct arena *a, struct str unit)
{
    for (size_t at = 0; at < unit.len; at++) {
        struct str name = str_cut(unit, at + 1, name_end(unit, at + 1));
        if (unit.at[at] == '/' && is_tokens(name))
            return (struct quantity_unit){1e6,
                                          str_format(a, "%.*s/M%.*s", (int)at, unit.at,
                                                     STR_ARG(str_cut(unit, at + 1, unit.len)))};
    }
    return (struct quantity_unit){1, unit};
}

struct quantity_unit quantity_unit(struct arena *a, double size, struct str unit)
{
    size = fabs(size);
    if (unit.len == 0 || str_is(unit, "1")) return (struct quantity_unit){1, STR_NONE};
    if (str_starts(unit, STR("1/")) && name_end(unit, 2) == unit.len && size < 2)
        return (struct quantity_unit){
            100, str_format(a, "%%%.*s", STR_ARG(str_cut(unit, 1, unit.len)))};
    if (is_tokens(str_cut(unit, 0, name_end(unit, 0)))) return of_many(a, size, unit);
    if (size < 1) return per_many(a, unit);
    return (struct quantity_unit){1, unit};
}

struct str quantity_number(struct arena *a, const struct quantity_unit *u, double value,
                           int digits)
{
    char text[NUM_TEXT];
    double v = num_tidy(value * u->factor);
    int decimals = digits - 1;
    for (double size = fabs(v); size >= 10 && decimals > 0; size /= 10)
        decimals--;
    for (double size = fabs(v); size > 0 && size < 1 && decimals < 12; size *= 10)
        decimals++;
    if (num_round(v, decimals) != 0) v = num_round(v, decimals);  // tiny is not nothing
    num_write_tidy(text, v);
    struct str plain = str_of(text);
    size_t point = str_find(plain, '.'), shown = point < plain.len ? plain.len - point - 1 : 0;
    if (str_find(plain, 'e') < plain.len || shown > 9) return str_format(a, "%s", text);
    return num_grouped(a, v, (int)shown);
}

static struct str with_unit(struct arena *a, struct str number, const struct quantity_unit *u)
{
    if (u->text.len == 0) return number;
    return str_format(a, "%.*s %.*s", STR_ARG(number), STR_ARG(u->text));
}

struct str quantity_text(struct arena *a, double value, struct str unit, int digits)
{
    struct quantity_unit u = quantity_unit(a, value, unit);
    return with_unit(a, quantity_number(a, &u, value, digits), &u);
}

struct str quantity_range(struct arena *a, double low, double high, struct str unit, int digits)
{
    struct quantity_unit u = quantity_unit(a, kernel_max(fabs(low), fabs(high)), unit);
    struct str from = quantity_number(a, &u, low, digits);
    return str_format(a, "%.*s to %.*s", STR_ARG(from),
                      STR_ARG(with_unit(a, quantity_number(a, &u, high, digits), &u)));
}
