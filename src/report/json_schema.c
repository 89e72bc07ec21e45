#include "report/json_schema.h"

#include <string.h>

const struct json_schema JSON_SCHEMAS[JSON_SCHEMA_COUNT] = {
    {"scenario", "A scenario of tco: workloads, and options to serve them", KEYS_SCENARIO,
     true},
    {"model", "A cost model of tco", KEYS_MODEL, false},
    {"catalog", "A catalogue of tco: dated prices and facts of one kind", KEYS_CATALOG, false},
    {"budget", "Limits that tco check holds scenarios to", KEYS_BUDGETS, false},
    {"result", "A result of tco, as --json writes it and tco render reads it", KEYS_COUNT,
     false},
};

#define MONTH "^(19|20|21)[0-9][0-9]-(0[1-9]|1[0-2])$"
#define DAY   "^(19|20|21)[0-9][0-9](-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"
#define NAME  "^[a-z][a-z0-9_]{0,63}$"

void schema_ref(struct outline *o, const char *key, const char *definition)
{
    struct text path = {.arena = o->out->arena};
    text_addf(&path, "#/definitions/%s", definition);
    outline_open(o, key, '{');
    outline_text(o, "$ref", text_str(&path));
    outline_close(o, '}');
}

static void begin_object(struct outline *o, const char *key)
{
    outline_open(o, key, '{');
    outline_text(o, "type", STR("object"));
}

static void pattern(struct outline *o, const char *key, const char *regex)
{
    outline_open(o, key, '{');
    outline_text(o, "pattern", str_of(regex));
    outline_close(o, '}');
}

static void required(struct outline *o, const char *first, const char *second)
{
    outline_open(o, "required", '[');
    outline_text(o, NULL, str_of(first));
    if (second) outline_text(o, NULL, str_of(second));
    outline_close(o, ']');
}

// A branch that applies where these keys stand.
static void branch(struct outline *o, const char *first, const char *second)
{
    outline_open(o, NULL, '{');
    required(o, first, second);
    outline_close(o, '}');
}

// ---- contexts ----------------------------------------------------------------------------------

// What each context is called among the definitions.
static const char *context_name(enum key_context c)
{
    static const char *const names[] = {
#define CONTEXT(id, name, title) name,
#include "model/key_contexts.def"
#undef CONTEXT
    };
    return names[c];
}

static void words(struct outline *o, const char *list)
{
    outline_open(o, "enum", '[');
    for (const char *at = list; *at;) {
        size_t len = strcspn(at, " ");
        struct str word = {at, len};
        outline_text(o, NULL, word);
        // Written without quotes these are no words to a reader of YAML.
        if (str_is(word, "true")) outline_bare(o, NULL, "true");
        if (str_is(word, "false")) outline_bare(o, NULL, "false");
        at += len + (at[len] == ' ');
    }
    outline_close(o, ']');
}

static const char *form_name(enum key_form form)
{
    switch (form) {
    case FORM_TEXT: return "text";
    case FORM_REASON: return "reason";
    case FORM_WORD:
    case FORM_NAME:
    case FORM_FORMULA: return "scalar";
    case FORM_ID: return "id";
    case FORM_DATE: return "day";
    case FORM_MONTH: return "month";
    case FORM_NUMBER: return "number";
    case FORM_VALUE: return "value";
    case FORM_LIST:
    case FORM_MAP:
    case FORM_ANY: break;
    }
    return NULL;
}

static void type_of_form(struct outline *o, enum key_form form)
{
    if (form == FORM_LIST) outline_text(o, "type", STR("array"));
    if (form == FORM_MAP) outline_text(o, "type", STR("object"));
    if (form != FORM_ANY) return;
    outline_open(o, "not", '{');
    outline_text(o, "type", STR("null"));
    outline_close(o, '}');
}

static void each(struct outline *o, const char *definition)
{
    outline_text(o, "type", STR("array"));
    schema_ref(o, "items", definition);
}

static void named(struct outline *o, const char *names, const char *definition)
{
    outline_text(o, "type", STR("object"));
    schema_ref(o, "propertyNames", names);
    if (definition) schema_ref(o, "additionalProperties", definition);
}

// What stands below a key, beyond its form.
static void shape(struct outline *o, const struct key_row *row)
{
    switch (row->shape) {
    case SHAPE_NONE: type_of_form(o, row->form); return;
    case SHAPE_NAMED: named(o, "name", context_name(row->of)); return;
    case SHAPE_NAMES: named(o, "row-name", context_name(row->of)); return;
    case SHAPE_IDS: named(o, "id", context_name(row->of)); return;
    case SHAPE_EACH:
        each(o, context_name(row->of));
        if (row->of == KEYS_THRESHOLD) outline_bare(o, "minItems", "1");
        return;
    case SHAPE_WORDS: each(o, "scalar"); return;
    case SHAPE_NUMBERS: each(o, "number"); return;
    case SHAPE_VALUES: named(o, "name", "value"); return;
    case SHAPE_RATES: named(o, "currency", "rate"); return;
    case SHAPE_OPTIONS:
        named(o, "option-name", "option");
        outline_bare(o, "minProperties", "1");
        return;
    case SHAPE_CASES: named(o, "id", "addresses"); return;
    case SHAPE_ENTRIES: named(o, "id", "entry"); return;
    case SHAPE_KINDS: named(o, "id", "entries"); return;
    case SHAPE_COLUMNS: named(o, "name", "scalar"); return;
    case SHAPE_KEYS: return;  // named by its definition
    }
}

static void property(struct outline *o, const struct key_row *row)
{
    const char *name = row->shape == SHAPE_KEYS ? context_name(row->of) : form_name(row->form);
    outline_open(o, row->key.at, '{');
    outline_text(o, "description", row->doc);
    if (str_is(row->key, "tco")) {  // the version of the format that is read
        outline_open(o, "enum", '[');
        outline_bare(o, NULL, "1");
        outline_text(o, NULL, STR("1"));
        outline_close(o, ']');
    } else if (row->words) {
        words(o, row->words);
    } else if (name) {
        outline_open(o, "allOf", '[');  // beside a $ref, draft-07 reads no description
        schema_ref(o, NULL, name);
        outline_close(o, ']');
    } else {
        shape(o, row);
    }
    outline_close(o, '}');
}

void schema_properties(struct outline *o, enum key_context context)
{
    outline_open(o, "properties", '{');
    for (size_t i = 0; i < KEY_ROW_COUNT; i++)
        if (KEY_ROWS[i].context == context) property(o, &KEY_ROWS[i]);
    outline_close(o, '}');
}

static void needed(struct outline *o, enum key_context context)
{
    outline_open(o, "required", '[');
    for (size_t i = 0; i < KEY_ROW_COUNT; i++)
        if (KEY_ROWS[i].context == context && KEY_ROWS[i].required)
            outline_text(o, NULL, KEY_ROWS[i].key);
    outline_close(o, ']');
}

// A path grows or strays, or else it is a straight line.
static void path_rules(struct outline *o)
{
    outline_open(o, "oneOf", '[');
    branch(o, "growth", NULL);
    outline_open(o, NULL, '{');
    required(o, "volatility", NULL);
    outline_open(o, "not", '{');
    required(o, "growth", NULL);
    outline_close(o, '}');
    outline_close(o, '}');
    branch(o, "to", "over");
    outline_close(o, ']');
}

static void figure_rules(struct outline *o)
{
    outline_open(o, "anyOf", '[');
    branch(o, "value", NULL);
    branch(o, "low", "high");
    outline_close(o, ']');
    outline_open(o, "dependencies", '{');
    outline_open(o, "low", '[');
    outline_text(o, NULL, STR("high"));
    outline_close(o, ']');
    outline_open(o, "high", '[');
    outline_text(o, NULL, STR("low"));
    outline_close(o, ']');
    outline_close(o, '}');
}

static void input_rules(struct outline *o)
{
    outline_open(o, "anyOf", '[');
    branch(o, "unit", NULL);
    branch(o, "catalog", NULL);
    branch(o, "columns", NULL);
    outline_close(o, ']');
}

// A limit on increase is an amount, a share, or both.
static void increase_rules(struct outline *o)
{
    outline_open(o, "anyOf", '[');
    branch(o, "amount", NULL);
    branch(o, "ratio", NULL);
    outline_close(o, ']');
}

static void field_rules(struct outline *o)
{
    outline_open(o, "oneOf", '[');
    branch(o, "unit", NULL);
    branch(o, "catalog", NULL);
    outline_close(o, ']');
}

// Keys that the table does not list: percentiles, and what finance puts into every option.
static void further(struct outline *o, enum key_context c)
{
    if (c == KEYS_SPREAD) {
        outline_open(o, "patternProperties", '{');
        schema_ref(o, "^p[0-9]{1,2}$", "scalar");
        outline_close(o, '}');
    }
    if (c == KEYS_FINANCE)
        schema_ref(o, "additionalProperties", "component");
    else
        outline_bare(o, "additionalProperties", "false");
}

// What has to be there, and what not together.
static void rules(struct outline *o, enum key_context c)
{
    needed(o, c);
    if (c == KEYS_PATH) path_rules(o);
    if (c == KEYS_FIGURE) figure_rules(o);
    if (c == KEYS_INPUT) input_rules(o);
    if (c == KEYS_FIELD) field_rules(o);
    if (c == KEYS_INCREASE) increase_rules(o);
}

static const char *whole_name(struct arena *a, enum key_context c)
{
    return str_format(a, "whole-%s", context_name(c)).at;
}

// Parts of a model, which one that is like another may give in part.
static bool is_refined(enum key_context c)
{
    for (size_t i = 0; i < KEY_ROW_COUNT; i++)
        if (KEY_ROWS[i].shape == SHAPE_NAMES && KEY_ROWS[i].of == c) return true;
    return false;
}

static void context(struct outline *o, enum key_context c)
{
    begin_object(o, context_name(c));
    schema_properties(o, c);
    further(o, c);
    if (!is_refined(c)) rules(o, c);
    outline_close(o, '}');
    if (!is_refined(c)) return;
    outline_open(o, whole_name(o->out->arena, c), '{');
    rules(o, c);
    outline_close(o, '}');
}

// The parts of a model are whole, unless it is like another one.
static void whole_parts(struct outline *o)
{
    outline_open(o, "if", '{');
    required(o, "like", NULL);
    outline_close(o, '}');
    outline_open(o, "else", '{');
    outline_open(o, "properties", '{');
    for (size_t i = 0; i < KEY_ROW_COUNT; i++) {
        const struct key_row *row = &KEY_ROWS[i];
        if (row->context != KEYS_MODEL || row->shape != SHAPE_NAMES) continue;
        outline_open(o, row->key.at, '{');
        schema_ref(o, "additionalProperties", whole_name(o->out->arena, row->of));
        outline_close(o, '}');
    }
    outline_close(o, '}');
    outline_close(o, '}');
}

// ---- values ------------------------------------------------------------------------------------

static void types(struct outline *o, const char *a, const char *b, const char *c)
{
    outline_open(o, "type", '[');
    outline_text(o, NULL, str_of(a));
    outline_text(o, NULL, str_of(b));
    if (c) outline_text(o, NULL, str_of(c));
    outline_close(o, ']');
}

static void scalar(struct outline *o, const char *name, const char *limit)
{
    outline_open(o, name, '{');
    types(o, "string", "number", "boolean");
    if (limit) outline_bare(o, "maxLength", limit);
    outline_close(o, '}');
}

static void year_or(struct outline *o, const char *name, const char *regex, bool year)
{
    outline_open(o, name, '{');
    if (year)
        types(o, "string", "integer", NULL);
    else
        outline_text(o, "type", STR("string"));
    outline_text(o, "pattern", str_of(regex));
    if (year) {
        outline_bare(o, "minimum", "1900");
        outline_bare(o, "maximum", "2199");
    }
    outline_close(o, '}');
}

// A name that is not one of these words.
static void name_but(struct outline *o, const char *key, const char *reserved)
{
    outline_open(o, key, '{');
    outline_text(o, "pattern", STR(NAME));
    outline_open(o, "not", '{');
    words(o, reserved);
    outline_close(o, '}');
    outline_close(o, '}');
}

// Which kind of map a value is, in the order in which the loader asks.
static void value_maps(struct outline *o)
{
    static const char *const spread[] = {"shape", "mode", "mean", "sd", "min", "max"};
    outline_open(o, "if", '{');
    required(o, "from", NULL);
    outline_close(o, '}');
    schema_ref(o, "then", "path");
    outline_open(o, "else", '{');
    outline_open(o, "if", '{');
    outline_bare(o, "minProperties", "1");
    schema_ref(o, "propertyNames", "month");
    outline_close(o, '}');
    schema_ref(o, "then", "steps");
    outline_open(o, "else", '{');
    outline_open(o, "if", '{');
    outline_open(o, "anyOf", '[');
    for (size_t i = 0; i < COUNT_OF(spread); i++)
        branch(o, spread[i], NULL);
    outline_open(o, NULL, '{');
    outline_open(o, "not", '{');
    outline_open(o, "propertyNames", '{');
    outline_open(o, "not", '{');
    outline_text(o, "pattern", STR("^p[0-9]{1,2}$"));
    outline_close(o, '}');
    outline_close(o, '}');
    outline_close(o, '}');
    outline_close(o, '}');
    outline_close(o, ']');
    outline_close(o, '}');
    schema_ref(o, "then", "spread");
    schema_ref(o, "else", "figure");
    outline_close(o, '}');
    outline_close(o, '}');
}

static void value(struct outline *o)
{
    outline_open(o, "value", '{');
    outline_open(o, "if", '{');
    outline_text(o, "type", STR("object"));
    outline_close(o, '}');
    outline_open(o, "then", '{');
    value_maps(o);
    outline_close(o, '}');
    outline_open(o, "else", '{');
    outline_open(o, "anyOf", '[');
    schema_ref(o, NULL, "scalar");
    outline_open(o, NULL, '{');
    each(o, "scalar");
    outline_bare(o, "minItems", "1");
    outline_close(o, '}');
    outline_close(o, ']');
    outline_close(o, '}');
    outline_close(o, '}');
    outline_open(o, "steps", '{');
    named(o, "month", "scalar");
    outline_close(o, '}');
}

static void forms(struct outline *o)
{
    scalar(o, "scalar", NULL);
    scalar(o, "text", "1000");
    outline_open(o, "reason", '{');
    types(o, "string", "number", "boolean");
    outline_bare(o, "minLength", "1");
    outline_bare(o, "maxLength", "1000");
    outline_text(o, "pattern", STR("[^ \t\r\n]"));
    outline_close(o, '}');
    outline_open(o, "number", '{');
    types(o, "number", "string", NULL);
    outline_text(o, "pattern", STR("^[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?$"));
    outline_close(o, '}');
    year_or(o, "day", DAY, true);
    year_or(o, "month", MONTH, false);
    name_but(o, "name", RESERVED_NAMES);
    pattern(o, "row-name", "^[a-z][a-z0-9_]{0,63}(\\[w\\])?$");
    pattern(o, "id", "^[a-z0-9][a-z0-9._@/-]{0,127}$");
    value(o);
}

// ---- scenarios ---------------------------------------------------------------------------------

static void scenario_parts(struct session *s, struct outline *o)
{
    name_but(o, "option-name", RESERVED_NAMES " " RESERVED_OPTIONS);
    pattern(o, "currency", "^[A-Z]{3}$");
    outline_open(o, "rate", '{');
    outline_open(o, "if", '{');
    outline_text(o, "type", STR("object"));
    required(o, "spot", NULL);
    outline_close(o, '}');
    schema_ref(o, "then", context_name(KEYS_EXCHANGE));
    schema_ref(o, "else", "value");
    outline_close(o, '}');
    begin_object(o, "addresses");
    outline_close(o, '}');
    schema_models(s, o);
}

static void entry_parts(struct outline *o)
{
    outline_open(o, "entries", '{');
    named(o, "id", "entry");
    outline_close(o, '}');
    begin_object(o, "entry");
    outline_close(o, '}');
}

// Every context that can be reached from this one, itself left out.
static void reach(enum key_context from, bool *reached)
{
    for (size_t i = 0; i < KEY_ROW_COUNT; i++) {
        const struct key_row *row = &KEY_ROWS[i];
        bool leads = row->shape == SHAPE_KEYS || row->shape == SHAPE_NAMED ||
                     row->shape == SHAPE_NAMES || row->shape == SHAPE_IDS ||
                     row->shape == SHAPE_EACH;
        if (row->context != from || !leads || reached[row->of]) continue;
        reached[row->of] = true;
        reach(row->of, reached);
    }
}

void json_schema_write(struct session *s, const struct json_schema *which, struct text *out)
{
    struct outline o = {.out = out};
    bool reached[KEYS_COUNT] = {[KEYS_PATH] = true, [KEYS_SPREAD] = true, [KEYS_FIGURE] = true};
    outline_open(&o, NULL, '{');
    outline_text(&o, "$schema", STR("http://json-schema.org/draft-07/schema#"));
    outline_text(&o, "title", str_of(which->doc));
    outline_text(&o, "type", STR("object"));
    if (which->context == KEYS_COUNT) {
        schema_results(&o);
        outline_close(&o, '}');
        return;
    }
    schema_properties(&o, which->context);
    needed(&o, which->context);
    outline_bare(&o, "additionalProperties", "false");
    if (which->context == KEYS_MODEL) whole_parts(&o);
    if (which->context == KEYS_BUDGETS) outline_bare(&o, "minProperties", "1");
    outline_open(&o, "definitions", '{');
    reach(which->context, reached);
    if (which->of_models) reached[KEYS_EXCHANGE] = true;
    for (int c = 0; c < KEYS_COUNT; c++)
        if (reached[c]) context(&o, (enum key_context)c);
    forms(&o);
    entry_parts(&o);
    if (which->of_models) scenario_parts(s, &o);
    outline_close(&o, '}');
    outline_close(&o, '}');
}
