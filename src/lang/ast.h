// ast.h - formulas as trees of numbered nodes.
//
// A node names its operands by number; all formulas of a run lie in one store. Places are kept
// as bytes in the formula's text, which the placer turns into a place in a file.
#ifndef TCO_LANG_AST_H
#define TCO_LANG_AST_H

#include "lang/lex.h"

enum func {
#define FUNC(code, name, least, most, rule, way, op, book, doc, example) FUNC_##code,
#include "lang/funcs.def"
#undef FUNC
    FUNC_COUNT
};

enum dist_kind {
#define DIST(code, name, positional, doc, example) DIST_##code,
#include "lang/dists.def"
#undef DIST
    DIST_COUNT
};

enum ast_kind {
    AST_NONE,    // node 0: no formula
    AST_NUMBER,  // a number in base units; `extra` is its literal
    AST_WORD,    // 'text'; `extra` is its word
    AST_NAME,    // a reference; `extra` is its ref. In assertions `what` is what is asked of it
    AST_CALL,    // a function or operator; `what` is its func
    AST_DIST,    // a distribution; `what` is its kind; `extra` its draw
    AST_RANGE,   // a to b, a distribution too
    AST_STEPPED,  // a growth that moves once a period
    AST_GROWTH,  // from V, growing by G: children V, G; `extra` is the month of the base, from 1.
    // With a volatility as third child a random walk; `number` is its first draw + 1
    AST_STEPS,   // values from dates on: children in order; `extra` the first of their months
    AST_SERIES,  // one child a month
    AST_CASES,  // by drawn case: children the distribution of its number from 1, what stands when
                // none is drawn, and a value for each
    AST_TABLE,  // rows of `what` columns, cell by cell; AST_NONE for a cell left out
    AST_CALC,   // a call of calcs.def; `what` is its calc; a child for each parameter
    AST_LIST,   // [a, b, c], only in such calls
    AST_DATE,   // `number` days since 1970-01-01, only in such calls
    AST_NULL    // `null`, only in such calls
};

struct ast {
    uint8_t kind;
    uint8_t what;
    uint8_t flags;
    uint8_t depth;   // of the tree below it, itself included; 255 for more
    uint32_t code;   // the text it stands in, for the placer
    uint32_t start;  // bytes in that text
    uint32_t end;
    uint32_t first;  // of its children in `kids`
    uint32_t count;
    uint32_t extra;
    double number;
};

enum {                  // flags
    AST_IN_PARENS = 1,  // written inside parentheses
    AST_TIMED = 2,      // AST_CALC: its rates are per time and its terms are times
    AST_UNITS = 4,      // AST_CALC: some rate, term or amount has a unit
    AST_PER_TIME = 8,   // an argument of such a call that is a rate per time
    AST_MOVES = 16      // AST_CALL: times the rate of a currency; `extra` says which
};

// How a number was written.
struct literal {
    double value;
    struct unit unit;
    struct str unit_text;  // empty for a bare number
    double period_months;  // of a rate such as 3 %/month, 0 otherwise
};

enum ref_kind { REF_UNRESOLVED, REF_BUILTIN, REF_OWN, REF_SCENARIO };

enum builtin {
    BUILTIN_MONTH,
    BUILTIN_ELAPSED,
    BUILTIN_FIRST,
    BUILTIN_LAST,
    BUILTIN_HORIZON,
    BUILTIN_AGE,
    BUILTIN_LIFE,
    BUILTIN_SERVED,
    BUILTIN_OFFERED
};

enum { REF_PARTS = 4 };  // INPUT.field.field.field

// A name as written, and what it turned out to mean.
struct ref {
    const struct str *part;
    uint32_t part_count;
    struct str workload;  // in need[chat]; empty otherwise
    enum ref_kind kind;
    uint32_t target;       // a builtin, or a name of the own or the scenario's form
    uint32_t workload_id;  // when `workload` is not empty
};

struct arg_name {
    uint32_t kid;  // index in `kids`
    struct str name;
};

struct ast_store {
    struct arena *arena;
    VEC(struct ast) nodes;
    VEC(uint32_t) kids;
    VEC(struct literal) literals;
    VEC(struct ref) refs;
    VEC(struct str) words;
    VEC(uint32_t) months;            // of AST_STEPS
    VEC(struct arg_name) arg_names;  // ascending by kid
};

void ast_init(struct ast_store *s, struct arena *a);
uint32_t ast_add(struct ast_store *s, struct ast node, const uint32_t *kids, uint32_t count);
static inline const struct ast *ast_get(const struct ast_store *s, uint32_t id)
{
    return &s->nodes.at[id];
}

static inline uint32_t ast_kid(const struct ast_store *s, uint32_t id, uint32_t i)
{
    return s->kids.at[s->nodes.at[id].first + i];
}
// All of them; good until a node is added.
static inline const uint32_t *ast_kids(const struct ast_store *s, const struct ast *n)
{
    return s->kids.at + n->first;
}

// A copy of the parts of a name, to be kept.
const struct str *ref_parts(struct ast_store *s, const struct str *part, uint32_t count);
struct str ast_arg_name(const struct ast_store *s, uint32_t id, uint32_t i);  // empty if none
// Names an argument of the node that was added last: as written, or by the key that it stands at.
void ast_name_arg(struct ast_store *s, uint32_t id, uint32_t i, struct str name);
// A plain number in base units, as if written by nobody: for constants that the program adds.
uint32_t ast_constant(struct ast_store *s, double value, struct unit unit,
                      struct str unit_text);
// Was a node written, in a file or on the command line? Not if the program added it.
bool ast_is_written(const struct ast_store *s, uint32_t id);

// Does a formula mention no name, so that it can be computed on its own?
bool ast_is_closed(const struct ast_store *s, uint32_t id);

// Where a node stands.
struct span ast_place(const struct ast_store *s, const struct placer *p, uint32_t id);

#endif
