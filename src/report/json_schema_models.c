// json_schema_models.c - components of each model, and entries of each kind of the catalogue.
#include "report/json_schema.h"

static const char *joined(struct outline *o, const char *a, struct str b)
{
    return str_format(o->out->arena, "%s%.*s", a, STR_ARG(b)).at;
}

static void open_if_object(struct outline *o, const char *name)
{
    outline_open(o, name, '{');
    outline_open(o, "if", '{');
    outline_text(o, "type", STR("object"));
    outline_close(o, '}');
    outline_open(o, "then", '{');
}

// "The tariff. In USD/kWh; 0.11 USD/kWh if left out."
static void describe(struct outline *o, struct str doc, struct str unit, struct str standard)
{
    struct text t = {.arena = o->out->arena};
    text_add(&t, doc);
    if (unit.len) text_addf(&t, "%sIn %.*s.", t.len ? " " : "", STR_ARG(unit));
    if (standard.len) text_addf(&t, "%sIf left out: %.*s", t.len ? " " : "", STR_ARG(standard));
    if (t.len) outline_text(o, "description", text_str(&t));
}

static void choices(struct outline *o, const struct name *n)
{
    outline_open(o, NULL, '{');
    outline_open(o, "enum", '[');
    for (uint32_t i = 0; i < n->choice_count; i++)
        outline_text(o, NULL, n->choices[i]);
    outline_text(o, NULL, STR("auto"));
    outline_close(o, ']');
    outline_close(o, '}');
}

static void table(struct outline *o, const struct name *n)
{
    outline_open(o, NULL, '{');
    outline_open(o, "anyOf", '[');
    outline_open(o, NULL, '{');
    outline_text(o, "const", STR("auto"));
    outline_close(o, '}');
    outline_open(o, NULL, '{');
    outline_text(o, "type", STR("array"));
    outline_bare(o, "minItems", "1");
    outline_open(o, "items", '{');
    outline_text(o, "type", STR("object"));
    outline_open(o, "properties", '{');
    for (uint32_t i = 0; i < n->column_count; i++)
        schema_ref(o, joined(o, "", n->columns[i].name), "scalar");
    outline_close(o, '}');
    outline_bare(o, "additionalProperties", "false");
    outline_close(o, '}');
    outline_close(o, '}');
    outline_close(o, ']');
    outline_close(o, '}');
}

// One value, or for inputs that exist for each workload one for each: {chat: V, letters: V}.
static void one_or_each(struct outline *o, const struct name *n, const char *definition)
{
    if (!n->per_workload) {
        schema_ref(o, NULL, definition);
        return;
    }
    outline_open(o, NULL, '{');
    outline_open(o, "anyOf", '[');
    schema_ref(o, NULL, definition);
    outline_open(o, NULL, '{');
    outline_text(o, "type", STR("object"));
    schema_ref(o, "propertyNames", "name");
    schema_ref(o, "additionalProperties", definition);
    outline_close(o, '}');
    outline_close(o, ']');
    outline_close(o, '}');
}

static void input(const struct program *p, struct outline *o, const struct name *n)
{
    outline_open(o, joined(o, "", n->text), '{');
    describe(o, n->doc, n->unit_text, n->standard);
    outline_open(o, "allOf", '[');
    switch (n->kind) {
    case NAME_INPUT: one_or_each(o, n, "value"); break;
    case NAME_CHOICE: choices(o, n); break;
    case NAME_TABLE: table(o, n); break;
    case NAME_ENTRY:
        one_or_each(o, n, joined(o, "entry-", p->kinds.at[n->catalog].name));
        break;
    case NAME_ROW:
    case NAME_COST:
    case NAME_METER:
    case NAME_FIELD: break;
    }
    outline_close(o, ']');
    outline_close(o, '}');
}

static bool is_input(const struct name *n)
{
    return n->kind == NAME_INPUT || n->kind == NAME_CHOICE || n->kind == NAME_TABLE ||
           n->kind == NAME_ENTRY;
}

static void component_keys(struct outline *o)
{
    for (size_t i = 0; i < KEY_ROW_COUNT; i++)
        if (KEY_ROWS[i].context == KEYS_COMPONENT) outline_bare(o, KEY_ROWS[i].key.at, "true");
}

static void model(const struct program *p, struct outline *o, const struct form *f)
{
    outline_open(o, joined(o, "model-", f->model), '{');
    if (f->summary.len) outline_text(o, "description", f->summary);
    outline_open(o, "properties", '{');
    component_keys(o);
    for (uint32_t i = 0; i < f->names.count; i++)
        if (is_input(&f->names.at[i])) input(p, o, &f->names.at[i]);
    outline_close(o, '}');
    outline_bare(o, "additionalProperties", "false");
    outline_close(o, '}');
}

// ---- catalogue ---------------------------------------------------------------------------------

static void field(const struct program *p, struct outline *o, const struct field *f)
{
    outline_open(o, joined(o, "", f->name), '{');
    describe(o, f->doc, f->text ? STR("") : f->unit_text, STR(""));
    outline_open(o, "allOf", '[');
    schema_ref(o, NULL,
               f->catalog == NO_NAME ? "field"
                                     : joined(o, "entry-", p->kinds.at[f->catalog].name));
    outline_close(o, ']');
    outline_close(o, '}');
}

static void ids(struct session *s, struct outline *o, struct str kind)
{
    struct names known = {0};
    library_entry_names(&s->library, &s->arena, kind, &known);
    outline_open(o, NULL, '{');
    outline_open(o, "enum", '[');
    for (uint32_t i = 0; i < known.list.count; i++)
        outline_text(o, NULL, known.list.at[i]);
    outline_text(o, NULL, STR("auto"));
    outline_close(o, ']');
    outline_close(o, '}');
}

// An id, of which editors offer those that are shipped, or fields written in place.
static void kind(struct session *s, struct outline *o, const struct entry_kind *k)
{
    open_if_object(o, joined(o, "entry-", k->name));
    outline_open(o, "properties", '{');
    schema_ref(o, "like", "scalar");
    schema_ref(o, "name", "scalar");
    schema_ref(o, "doc", "scalar");
    outline_open(o, "provides", '{');
    outline_text(o, "type", STR("array"));
    schema_ref(o, "items", "scalar");
    outline_close(o, '}');
    for (uint32_t i = 0; i < k->fields.count; i++)
        field(&s->program, o, &k->fields.at[i]);
    outline_close(o, '}');
    outline_bare(o, "additionalProperties", "false");
    outline_close(o, '}');
    outline_open(o, "else", '{');
    outline_open(o, "anyOf", '[');
    ids(s, o, k->name);
    schema_ref(o, NULL, "scalar");
    outline_close(o, ']');
    outline_close(o, '}');
    outline_close(o, '}');
}

// A value, or what was known of it day by day.
static void field_value(struct outline *o)
{
    outline_open(o, "field", '{');
    outline_open(o, "anyOf", '[');
    schema_ref(o, NULL, "value");
    outline_open(o, NULL, '{');
    outline_text(o, "type", STR("array"));
    schema_ref(o, "items", "figure");
    outline_close(o, '}');
    outline_close(o, ']');
    outline_close(o, '}');
}

// ---- options -----------------------------------------------------------------------------------

static void model_names(struct outline *o, const struct program *p)
{
    outline_open(o, "use", '{');
    outline_open(o, "anyOf", '[');
    outline_open(o, NULL, '{');
    outline_open(o, "enum", '[');
    for (uint32_t i = 1; i < p->forms.count; i++)
        outline_text(o, NULL, p->forms.at[i].model);
    outline_close(o, ']');
    outline_close(o, '}');
    schema_ref(o, NULL, "scalar");
    outline_close(o, ']');
    outline_close(o, '}');
}

static void choose_model(struct outline *o, struct str name)
{
    outline_open(o, NULL, '{');
    outline_open(o, "if", '{');
    outline_open(o, "required", '[');
    outline_text(o, NULL, STR("use"));
    outline_close(o, ']');
    outline_open(o, "properties", '{');
    outline_open(o, "use", '{');
    outline_text(o, "const", name);
    outline_close(o, '}');
    outline_close(o, '}');
    outline_close(o, '}');
    schema_ref(o, "then", joined(o, "model-", name));
    outline_close(o, '}');
}

static void component(struct outline *o, const struct program *p)
{
    outline_open(o, "component", '{');
    schema_properties(o, KEYS_COMPONENT);
    outline_open(o, "allOf", '[');
    outline_open(o, NULL, '{');
    outline_text(o, "type", STR("object"));
    outline_open(o, "properties", '{');
    model_names(o, p);
    outline_close(o, '}');
    outline_close(o, '}');
    for (uint32_t i = 1; i < p->forms.count; i++)
        choose_model(o, p->forms.at[i].model);
    outline_close(o, ']');
    outline_close(o, '}');
}

static void needs(struct outline *o, const char *key)
{
    outline_open(o, NULL, '{');
    outline_open(o, "required", '[');
    outline_text(o, NULL, str_of(key));
    outline_close(o, ']');
    outline_close(o, '}');
}

// Below an option that is like another one, a component may refine one that is there.
static void option(struct outline *o)
{
    outline_open(o, "whole-component", '{');
    outline_open(o, "allOf", '[');
    schema_ref(o, NULL, "component");
    outline_open(o, NULL, '{');
    outline_open(o, "anyOf", '[');
    needs(o, "use");
    needs(o, "like");
    outline_close(o, ']');
    outline_close(o, '}');
    outline_close(o, ']');
    outline_close(o, '}');
    outline_open(o, "option", '{');
    outline_text(o, "type", STR("object"));
    schema_ref(o, "propertyNames", "name");
    outline_bare(o, "minProperties", "1");
    outline_open(o, "if", '{');
    outline_open(o, "required", '[');
    outline_text(o, NULL, STR("like"));
    outline_close(o, ']');
    outline_close(o, '}');
    outline_open(o, "then", '{');
    outline_open(o, "properties", '{');
    schema_ref(o, "like", "scalar");
    outline_close(o, '}');
    schema_ref(o, "additionalProperties", "component");
    outline_close(o, '}');
    outline_open(o, "else", '{');
    schema_ref(o, "additionalProperties", "whole-component");
    outline_close(o, '}');
    outline_close(o, '}');
}

void schema_models(struct session *s, struct outline *o)
{
    const struct program *p = &s->program;
    option(o);
    component(o, p);
    for (uint32_t i = 1; i < p->forms.count; i++)
        model(p, o, &p->forms.at[i]);
    for (uint32_t i = 0; i < p->kinds.count; i++)
        kind(s, o, &p->kinds.at[i]);
    field_value(o);
}
