// json_schema.h - the files that tco reads as JSON Schema (draft-07), for editors.
//
// The schemas come from the tables by which the loader reads: keys.def, and the inputs and fields
// that the models and the catalogue declare. They say what can be said without knowing what a
// formula means: units, names that formulas mention, and figures that are missing are left to
// `tco validate`.
#ifndef TCO_REPORT_JSON_SCHEMA_H
#define TCO_REPORT_JSON_SCHEMA_H

#include "model/schema.h"
#include "report/outline.h"
#include "session/session.h"

struct json_schema {
    const char *name;  // "scenario"
    const char *doc;
    enum key_context context;
    bool of_models;  // it tells the inputs of models, which the session then holds
};

enum { JSON_SCHEMA_COUNT = 5 };
extern const struct json_schema JSON_SCHEMAS[JSON_SCHEMA_COUNT];

// One whole schema. Where it is one of models, session_load_models() goes before.
void json_schema_write(struct session *s, const struct json_schema *which, struct text *out);

// The schema of saved results, from shapes.def and basis.def.
void schema_results(struct outline *o);

// ---- for the part that is about models: json_schema_models.c ----

void schema_ref(struct outline *o, const char *key, const char *definition);
// The properties of a context.
void schema_properties(struct outline *o, enum key_context context);
// Definitions of the components of each model and of the entries of each kind of the catalogue,
// and of "component", which chooses among them by `use`.
void schema_models(struct session *s, struct outline *o);

#endif
