// json_schema_results.c - the schema of saved results: what `tco render` takes.
//
// Higher minor versions of the format add keys, so keys that are not known are allowed everywhere.
#include "report/json_schema.h"
#include "report/shape.h"

enum basis_type { TYPE_TEXT, TYPE_NUMBER, TYPE_BOOL };

static void type_of(struct outline *o, const char *one, const char *two)
{
    outline_open(o, "type", '[');
    outline_text(o, NULL, str_of(one));
    if (two) outline_text(o, NULL, str_of(two));
    outline_text(o, NULL, STR("null"));
    outline_close(o, ']');
}

static void bounds(struct outline *o, const char *least, const char *most)
{
    outline_bare(o, "minimum", least);
    outline_bare(o, "maximum", most);
}

static void pattern(struct outline *o, const char *regex)
{
    outline_text(o, "pattern", str_of(regex));
}

// ---- the head ----------------------------------------------------------------------------------

static void words(struct outline *o, const char *const *list, size_t count)
{
    outline_open(o, "enum", '[');
    for (size_t i = 0; i < count; i++)
        outline_text(o, NULL, str_of(list[i]));
    outline_bare(o, NULL, "null");
    outline_close(o, ']');
}

// A year, a month or a day that there is.
#define YEAR "(19|20|21)[0-9][0-9]"
#define DAY                                                                                    \
    "^(" YEAR "(-(0[1-9]|1[0-2]))?|" YEAR "-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|"       \
    "(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))|"                            \
    "((19|20|21)(0[48]|[2468][048]|[13579][26])|2000)-02-29)$"

// What pages rely on, beyond the type.
static void basis_rules(struct outline *o, struct str key)
{
    static const char *const timings[] = {"end", "mid", "start"},
                             *const ranks[] = {"npv", "total", "risk_adjusted_total"},
                             *const sources[] = {"stated", "cost_of_capital", "real_rate"};
    if (str_is(key, "currency")) pattern(o, "^[A-Z]{3}$");
    if (str_is(key, "as_of")) pattern(o, DAY);
    if (str_is(key, "start")) pattern(o, "^(19|20|21)[0-9][0-9]-(0[1-9]|1[0-2])$");
    if (str_is(key, "baseline")) pattern(o, "^[a-z][a-z0-9_]{0,63}$");
    if (str_is(key, "months")) {
        outline_bare(o, "multipleOf", "1");
        bounds(o, "1", "600");
    }
    if (str_is(key, "hours_per_month")) bounds(o, "1", "10000");
    if (str_is(key, "timing")) words(o, timings, COUNT_OF(timings));
    if (str_is(key, "rank_by")) words(o, ranks, COUNT_OF(ranks));
    if (str_is(key, "discount_rate_from")) words(o, sources, COUNT_OF(sources));
}

// Whoever tells how many months there are tells the first of them.
static void months_need_start(struct outline *o)
{
    static const char *const parts[] = {"if", "then"}, *const keys[] = {"months", "start"},
                             *const types[] = {"number", "string"};
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        outline_open(o, parts[i], '{');
        outline_open(o, "required", '[');
        outline_text(o, NULL, str_of(keys[i]));
        outline_close(o, ']');
        outline_open(o, "properties", '{');
        outline_open(o, keys[i], '{');
        outline_text(o, "type", str_of(types[i]));
        outline_close(o, '}');
        outline_close(o, '}');
        outline_close(o, '}');
    }
}

static void basis(struct outline *o)
{
    static const struct {
        struct str key;
        enum basis_type type;
        const char *doc;
    } rows[] = {
#define BASIS(key, format, type, doc) {{#key, sizeof #key - 1}, TYPE_##type, doc},
#include "report/basis.def"
#undef BASIS
    };
    static const char *const types[] = {"string", "number", "boolean"};
    outline_open(o, "basis", '{');
    outline_text(o, "type", STR("object"));
    outline_open(o, "properties", '{');
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        outline_open(o, rows[i].key.at, '{');
        outline_text(o, "description", str_of(rows[i].doc));
        type_of(o, types[rows[i].type], NULL);
        basis_rules(o, rows[i].key);
        bool bounded = str_is(rows[i].key, "months") || str_is(rows[i].key, "hours_per_month");
        if (rows[i].type == TYPE_NUMBER && !bounded) bounds(o, "-1e60", "1e60");
        outline_close(o, '}');
    }
    outline_close(o, '}');
    months_need_start(o);
    outline_close(o, '}');
}

static void texts(struct outline *o, const char *key, const char *const *names, size_t count)
{
    outline_open(o, key, '{');
    outline_text(o, "type", STR("object"));
    outline_open(o, "properties", '{');
    for (size_t i = 0; i < count; i++) {
        outline_open(o, names[i], '{');
        type_of(o, "string", NULL);
        outline_close(o, '}');
    }
    outline_close(o, '}');
    outline_close(o, '}');
}

static bool is_first_of_kind(size_t i)
{
    return i == 0 || !str_eq(SHAPES[i].kind, SHAPES[i - 1].kind);
}

static void head(struct outline *o)
{
    static const char *const tool[] = {"name", "version"}, *const scenario[] = {"name", "file",
                                                                                "sha256"};
    outline_open(o, "format_version", '{');
    outline_text(o, "type", STR("string"));
    pattern(o, "^1\\.[0-9]{1,6}$");
    outline_close(o, '}');
    outline_open(o, "kind", '{');
    outline_open(o, "enum", '[');
    for (size_t i = 0; i < SHAPE_COUNT; i++)
        if (is_first_of_kind(i))
            outline_text(o, NULL,
                         str_format(o->out->arena, "tco.%.*s", STR_ARG(SHAPES[i].kind)));
    outline_close(o, ']');
    outline_close(o, '}');
    texts(o, "tool", tool, COUNT_OF(tool));
    texts(o, "scenario", scenario, COUNT_OF(scenario));
    basis(o);
    outline_open(o, "complete", '{');
    type_of(o, "boolean", NULL);
    outline_close(o, '}');
}

// ---- lists -------------------------------------------------------------------------------------

// Where a number may be a word too: what was assumed, or a yes.
static bool holds_words(const struct table_column *c, bool open)
{
    return open || c->format == NUMBER_EXACT || c->format == NUMBER_TIDY;
}

static void column(struct outline *o, const struct result_shape *shape,
                   const struct table_column *c)
{
    bool option = str_is(c->key, "option") && str_is(shape->table, "summary");
    outline_open(o, c->key.at, '{');
    if (c->heading.len) outline_text(o, "description", c->heading);
    if (option) {
        outline_text(o, "type", STR("string"));
        pattern(o, "^[a-z][a-z0-9_]{0,63}$");
    } else {
        outline_open(o, "allOf", '[');  // beside a $ref, draft-07 reads no description
        schema_ref(o, NULL, holds_words(c, shape->open) ? "cell" : "number");
        outline_close(o, ']');
    }
    outline_close(o, '}');
}

static void list(struct outline *o, const struct result_shape *shape)
{
    outline_open(o, shape->table.at, '{');
    outline_text(o, "type", STR("array"));
    outline_open(o, "items", '{');
    outline_text(o, "type", STR("object"));
    if (str_is(shape->table, "summary")) {
        outline_open(o, "required", '[');
        outline_text(o, NULL, STR("option"));
        outline_close(o, ']');
    }
    outline_open(o, "properties", '{');
    for (uint32_t i = 0; i < shape->columns->count; i++)
        column(o, shape, &shape->columns->at[i]);
    outline_close(o, '}');
    outline_close(o, '}');
    outline_close(o, '}');
}

// The lists of a kind, from its first shape on; the next kind's first.
static size_t lists_of_kind(struct outline *o, size_t first)
{
    size_t i = first;
    outline_open(o, NULL, '{');
    outline_open(o, "if", '{');
    outline_open(o, "properties", '{');
    outline_open(o, "kind", '{');
    outline_text(o, "const",
                 str_format(o->out->arena, "tco.%.*s", STR_ARG(SHAPES[first].kind)));
    outline_close(o, '}');
    outline_close(o, '}');
    outline_close(o, '}');
    outline_open(o, "then", '{');
    outline_open(o, "properties", '{');
    for (; i < SHAPE_COUNT && str_eq(SHAPES[i].kind, SHAPES[first].kind); i++)
        list(o, &SHAPES[i]);
    outline_close(o, '}');
    outline_close(o, '}');
    outline_close(o, '}');
    return i;
}

static void definitions(struct outline *o)
{
    outline_open(o, "definitions", '{');
    outline_open(o, "number", '{');
    type_of(o, "number", NULL);
    bounds(o, "-1e60", "1e60");
    outline_close(o, '}');
    outline_open(o, "cell", '{');
    outline_open(o, "type", '[');
    outline_text(o, NULL, STR("string"));
    outline_text(o, NULL, STR("number"));
    outline_text(o, NULL, STR("boolean"));
    outline_text(o, NULL, STR("null"));
    outline_close(o, ']');
    bounds(o, "-1e60", "1e60");
    outline_close(o, '}');
    outline_close(o, '}');
}

void schema_results(struct outline *o)
{
    static const char *const needed[] = {"format_version", "kind", "tool", "scenario", "basis"};
    outline_open(o, "required", '[');
    for (size_t i = 0; i < COUNT_OF(needed); i++)
        outline_text(o, NULL, str_of(needed[i]));
    outline_close(o, ']');
    outline_open(o, "properties", '{');
    head(o);
    list(o, shape_find(STR(""), STR("diagnostics")));
    outline_close(o, '}');
    outline_open(o, "allOf", '[');
    for (size_t i = 0; i < SHAPE_COUNT;)
        i = lists_of_kind(o, i);
    outline_close(o, ']');
    definitions(o);
}
