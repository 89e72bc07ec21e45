// link_int.h - shared by the files that turn documents into a program.
#ifndef TCO_MODEL_LINK_INT_H
#define TCO_MODEL_LINK_INT_H

#include "lang/check.h"
#include "lang/parse.h"
#include "model/like.h"
#include "model/scenario.h"
#include "model/schema.h"

// A value as a formula, with where it comes from.
struct figure {
    uint32_t formula;
    bool automatic;  // `auto`: the model's default
    uint32_t
        from_auto;  // the AST_GROWTH of {from: auto, growth: ..}, or an AST_CASES, with children
                    // that are open: the model's default is meant
    struct origin origin;
};

// What belongs to a form beside its formulas.
struct form_source {
    uint32_t root;                // its document, merged with those it is like
    bool shipped;                 // it is compiled in
    bool shadows;                 // it stands in place of a compiled one
    bool prepared;                // read back, checked already (prepared.h)
    uint32_t first_ref, end_ref;  // of a prepared one: its references
    VEC(uint32_t) decls;          // by name: the node that declares it, or NODE_NONE
};

// A component as the scenario writes it, with everything it is like put in.
struct component {
    struct str name;
    uint32_t key;  // its key, for messages
    uint32_t map;
    uint32_t form;  // NO_NAME after a mistake
    bool of_all;    // it stands in `finance`
};

struct component_list {
    VEC(struct component) list;
};

struct linker {
    struct program *p;
    struct tree *t;
    struct library *lib;
    struct diags *d;
    struct arena *a;
    struct parse_context parse;
    const struct load_settings *settings;
    uint32_t root;           // the scenario's document, changed by cases and --set
    int as_of;               // 0 for none
    int today;               // the day that ages are judged on; 0 for none
    int oldest_price;        // days that a price may be old
    uint32_t stated_months;  // the horizon in the file, for lists with one value a month
    VEC(struct form_source) sources;  // by form
    struct map forms;                 // model name -> form
    struct map kinds;                 // kind name -> index of p->kinds
    struct map figures;               // node -> index of figure_list
    VEC(struct figure) figure_list;
    struct map addresses;  // node -> where it is written, filled when first asked for
    VEC(struct str) address_list;
    struct map checked_entries;         // nodes of entries whose keys were looked at
    struct component_list *components;  // by option
    struct map liked;  // node of a component -> the node with all that it is like
    const struct overlay *overlay;
    uint32_t case_number;  // formula of the number of the case that is drawn; 0 for none
    struct scenario_info *info;
};

// ---- value.c: the forms a value can take ----

// Reads a value of a scenario, a default or a catalogue entry. `address` names its draws.
bool value_read(struct linker *l, uint32_t node, struct str address, struct figure *out);

// Checks that dated points stand in one order, and that no two are of one day.
bool value_check_order(struct linker *l, uint32_t list);

// Of a field's dated points, or of its one figure, the newest that is not after as_of. Where there
// is none, *point is NODE_NONE for a price, and *missing says so; other facts give the oldest.
bool value_pick(struct linker *l, uint32_t node, bool price, uint32_t *point,
                struct str *missing);

// Reads a model's default. Its names are the model's, so it is read anew for each model.
bool value_read_default(struct linker *l, uint32_t node, struct str address,
                        struct figure *out);

// Reads a table input: a list of maps of cells. NODE_NONE gives false.
bool value_read_table(struct linker *l, uint32_t node, const struct name *table,
                      uint32_t *formula);

// Checks a scenario's or an entry's formula against the name that it is given to.
bool value_fits(struct linker *l, uint32_t formula, const struct name *wanted);

// A number that needs no other value: 36 months, -5 %. In base units of the type returned.
bool value_constant(struct linker *l, uint32_t node, double *value, struct type *type);

// Where a node of the scenario is written: "own.hgx.tariff".
struct str value_address(struct linker *l, uint32_t node, struct str otherwise);

enum origin_kind value_origin(const struct linker *l, uint32_t node);

// ---- correlations.c: which inputs move together ----

bool correlations_read(struct linker *l);  // after everything is bound

// ---- budgets.c: limits of a gate ----

bool budgets_read(struct linker *l, uint32_t root);  // after the options

// ---- ages.c: how old prices are ----

bool ages_read(struct linker *l);
// Warns of every needed price that is too old. After the program is closed.
void ages_judge(struct linker *l);

// ---- form.c: models made ready ----

// The form of a model, loading it on first use; NO_NAME after a report at `where`.
uint32_t form_load(struct linker *l, struct str model, struct span where);
// Checks the formulas of all forms, once all are known.
bool form_check_all(struct linker *l);
// The unit of a declaration as the scenario would write it.
struct str form_unit_text(const struct linker *l, uint32_t node);
bool parse_unit(struct linker *l, uint32_t node, struct unit *unit, bool *growth, bool *text);
uint32_t parse_formula(struct linker *l, uint32_t node);

// form_names.c: reads what a form declares, without formulas of others.
bool form_declare(struct linker *l, uint32_t form);
// A name of the form that a key of its document mentions, such as `need: need`; or a report.
uint32_t form_mentioned(struct linker *l, uint32_t form, uint32_t node);

// form_kinds.c: a kind of entries with its fields, or NO_NAME; a node's one, which has to be there.
uint32_t form_kind(struct linker *l, struct str kind);
uint32_t form_need_kind(struct linker *l, uint32_t node);

// ---- prepared.c: what was made ready when the program was built ----

// False if the model must be loaded from its document.
bool prepared_form(struct linker *l, struct str model, struct form *form,
                   struct form_source *source);
// The same for a kind; its fields are filled in when it has its number.
bool prepared_find_kind(const struct linker *l, struct str kind, struct str *bytes);
void prepared_kind(struct linker *l, uint32_t kind, struct str bytes);

// ---- scenario.c: linking without a scenario ----

// Opens the scenario's own sheet with every name that a model may use, in the currency of `root`.
void linker_open_alone(struct linker *l, struct tree *t, struct library *lib, struct program *p,
                       struct scenario_info *info, uint32_t root);

// ---- entry.c: catalogue entries ----

// A catalogue entry that an input or a field refers to.
struct entry {
    uint32_t map;   // its fields; NODE_NONE when there is none
    struct str id;  // empty when it is written in place
    enum origin_kind origin;
    struct span where;   // the reference to it
    struct str missing;  // why there is none, for messages
};

bool entry_find(struct linker *l, uint32_t kind, struct str id, struct span where,
                struct entry *out);
// From `id`, {like: id, ..} or {field: V}; `fallback` is what `like: auto` means.
bool entry_read(struct linker *l, uint32_t kind, uint32_t node, const struct entry *fallback,
                struct entry *out);
// The entry that a field of an entry refers to. False with out->map NODE_NONE if it has none.
bool entry_follow(struct linker *l, uint32_t kind, const struct entry *e, struct str field,
                  uint32_t *next_kind, struct entry *out);
struct str entry_choices(struct linker *l, uint32_t kind, struct str id);

#endif
