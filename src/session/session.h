// session.h - one scenario from its file to its figures.
//
// A session owns everything that a run needs: texts, trees, the program, the graph and the
// ledger; all of it is released at once. Mistakes are collected in `diags`; a step that fails
// leaves the session fit for printing them, not for the next step.
#ifndef TCO_SESSION_SESSION_H
#define TCO_SESSION_SESSION_H

#include "engine/calculate.h"
#include "engine/ledger.h"
#include "model/scenario.h"

struct session {
    struct arena arena;
    struct sources sources;
    struct diags diags;
    struct tree tree;
    struct library library;
    struct program program;
    struct scenario_info info;
    int catalog_day;  // for catalogues: no figure is of a later day; 0: that is not judged
    struct str file;  // as the user gave it
    struct str text;  // of it
    uint32_t files;   // sources that were there when it had been read; 0: none was
    struct str sha256, models_sha256;  // of a saved result, which states them; else empty
    struct graph graph;
    struct unroll unroll;
    struct ledger ledger;
    struct open_rows open;    // rows that a caller varies; none after loading
    struct placer placer;     // of the expression that is computed
    size_t expression_start;  // its first byte in its source
};

void session_open(struct session *s);
// Forgets the scenario and the models; what was reported stays.
void session_reset(struct session *s);
void session_close(struct session *s);

// Reads the models: a folder that was asked for, else `models` beside the scenario.
bool session_add_models(struct session *s, struct str folder, struct str scenario);

// Reads, checks and links a scenario.
bool session_load(struct session *s, struct str file, const struct load_settings *settings);

// The same of a text that was read already; "-" is standard input.
bool session_load_text(struct session *s, struct str file, struct str text,
                       const struct load_settings *settings);

// The same for the scenario of another session, from the text that is there already.
bool session_load_again(struct session *s, const struct session *from, struct str models,
                        const struct load_settings *settings);

// A session that computes the program of another one on its own: its memory, figures and reports
// are no one else's, so another thread may have it. What was read and computed stays with `from`,
// which has to outlive it.
void session_share(struct session *s, const struct session *from);

// Adds a file of budgets to a scenario that was loaded.
bool session_add_budgets(struct session *s, struct str file);

// The two steps of that: reads the scenario of another session into this one's tree, and links a
// document that stands in the tree, which may be put together from parts of several.
bool session_read_again(struct session *s, const struct session *from, uint32_t *root);
bool session_link(struct session *s, uint32_t root, const struct load_settings *settings);

// SHA-256 of the scenario file, in hexadecimal digits; empty where none was read.
struct str session_sha256(const struct session *s, struct arena *a);

// The same of the files of models and catalogue that were read; empty where only those of the
// program are.
struct str session_models_sha256(const struct session *s, struct arena *a);

// Computes every figure, uncertain values standing at their medians. What hangs on an open row
// without a fixed value stays a node of the graph.
bool session_compute(struct session *s);

// Builds the graph with draws left open, into a fresh graph and ledger of the session.
bool session_build_uncertain(struct session *s);

// What a file is, by its first known key.
enum file_kind {
    FILE_SCENARIO,
    FILE_MODEL,
    FILE_CATALOG,
    FILE_BUDGETS,
    FILE_RESULT,
    FILE_UNKNOWN
};

// Checks any file that tco reads: with the models of a folder, or those that stand beside it. Of a
// result it tells no more than that it is one; saved_parse checks its text.
bool session_validate(struct session *s, struct str file, struct str text, struct str models,
                      const struct load_settings *settings, enum file_kind *kind);

// Proves the catalogues of a file or of a folder, or those that are compiled in where the path is
// empty: see catalog_prove. The list stands in the order of the files.
struct proven_list {
    VEC(struct proven) list;
};
bool session_prove_catalogs(struct session *s, struct str path, struct proven_list *out);

// Loads one model, as form 1 of the program, to show or to check it.
bool session_load_model(struct session *s, struct str name, struct span where);

// Loads all models that components may use, as forms from 1 on, and all kinds of entries.
bool session_load_models(struct session *s);

// Parses one expression of the calculator and computes it.
struct answer {
    double value;  // in `unit`
    struct unit unit;
    struct str unit_text;  // empty: the fields have no common unit
    // What a finance function answered, in the order of printing; none for other expressions.
    // `value` is then the first of them where that is a number.
    struct answer_field fields[CALC_FIELDS];
    uint32_t field_count;
    struct str undefined;  // why the value is null; empty if it is not
};
bool session_eval(struct session *s, struct str expression, struct answer *out);
// The same for a line that begins at a byte of a source.
bool session_eval_line(struct session *s, uint32_t source, size_t start, struct str expression,
                       struct answer *out);

#endif
