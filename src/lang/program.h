// program.h - what files become before anything is computed: rows with checked formulas.
//
// A *form* is a model made ready: its names with units, bodies and defaults. A *sheet* is one use
// of a form, a component of an option, with a *row* for each name (and one for each workload
// served where the name is written NAME[w]). Row values, and which month is what, are the
// engine's; the program only says what depends on what. The first sheet holds the scenario's own
// values: params, finance and the workloads.
//
//     scenario + models + catalogue --(model/link)--> program --(engine)--> figures
#ifndef TCO_LANG_PROGRAM_H
#define TCO_LANG_PROGRAM_H

#include "base/map.h"
#include "lang/func.h"

#define NO_NAME      UINT32_MAX  // also: no row
#define NO_WORKLOAD  UINT32_MAX
#define NAME_SERVED  (UINT32_MAX - 1)  // the `name` of rows that hold shares of a workload
#define NAME_OFFERED (UINT32_MAX - 2)
#define NAME_PASSED  (UINT32_MAX - 3)

// What a formula yields.
struct type {
    struct dim dim;
    bool any;              // a zero, which has every unit
    bool bare;             // made only of numbers written without a unit
    bool text;             // words, not a number
    bool stepped;          // of a growth: moves once a period
    double period_months;  // of a growth: the period of its rate; 0 when it is none
    struct str shown;      // the unit as somebody wrote it, for messages; may be empty
};

enum name_kind {
    NAME_INPUT,   // a value that a scenario may give
    NAME_CHOICE,  // a text input, one of a list of words
    NAME_TABLE,   // a table input
    NAME_ENTRY,   // an input that is a catalogue entry
    NAME_FIELD,   // a field of such an entry: server.gpu.power
    NAME_ROW,
    NAME_COST,
    NAME_METER
};

enum cost_class { CLASS_CAPEX, CLASS_OPEX, CLASS_RISK, CLASS_BENEFIT, CLASS_FINANCING };
enum paid { PAID_END, PAID_START, PAID_TERMS };

// How a capex line stands in the amortised view.
enum amortise {
    AMORTISE_FORWARD,   // over its life from the month in which it starts to serve
    AMORTISE_BACKWARD,  // over its life up to the month: what an asset fetches at its end
    AMORTISE_AFTER,     // beyond the horizon: what is fetched for life that is left
    AMORTISE_NEVER,     // a sum lent, borrowed or deposited: owed or held, and no cost
    AMORTISE_ROW        // what falls into each month is a formula of the model
};

// What the books may charge for a line in place of its amortised view, by the section it stands in.
enum book_part { BOOK_DEPRECIATION, BOOK_INTEREST, BOOK_RUNNING, BOOK_PARTS };

struct cost {
    enum cost_class class;
    struct str category;
    enum paid paid;
    bool dated;      // operating money that stands on its column boundary
    uint32_t terms;  // formula, for PAID_TERMS
    uint32_t life;   // formula, 0 if none
    enum amortise amortise;
    uint32_t wear;               // formula, for AMORTISE_ROW
    uint32_t books[BOOK_PARTS];  // formulas, 0 for a part that is not stated
    bool has_books;              // a part is stated
    uint32_t resale;             // name of the input that states the resale value, or NO_NAME
    uint32_t quantity;           // name of the row that counts what is paid for, or NO_NAME
};

// The statement that shows a row, and how: as an amount of its month, or as what stands at the
// month's end.
enum statement_row {
    STATEMENT_NONE,
    STATEMENT_TAX,
    STATEMENT_TAX_BALANCE,
    STATEMENT_BOOK,
    STATEMENT_BOOK_BALANCE
};

struct column {
    struct str name;
    struct unit unit;
    struct str unit_text;
    struct span where;
};

struct name {
    struct str text;
    enum name_kind kind;
    bool per_workload;
    bool growth;     // unit: growth
    bool compounds;  // a rate over a year, to which one by the month does not convert
    bool infer;      // has no declared unit; its type is that of its value (params)
    bool broken;     // its declaration was reported; it goes with every unit
    bool has_min, has_max;
    struct unit unit;  // of rows and inputs
    struct str unit_text;
    const struct type *inferred;  // where `infer`, once it is known
    double min, max;              // base units
    uint32_t formula;             // body of a row, default of an input; 0 if none
    uint32_t catalog;             // NAME_ENTRY: its kind, an index of program.kinds
    uint32_t parent;              // NAME_FIELD: the entry it belongs to
    const struct str *field;      // NAME_FIELD: the path below it
    uint32_t field_count;
    struct cost cost;              // NAME_COST
    enum statement_row statement;  // NAME_ROW
    const struct column *columns;  // NAME_TABLE
    uint32_t column_count;
    const struct str *choices;  // NAME_CHOICE
    uint32_t choice_count;
    struct str doc;
    struct str standard;  // its default as the model writes it; empty if it has none
    struct str source;    // where that default was found; empty where it needs none
    struct str as_of;     // the day, month or year for which it holds
    struct span where;    // of its key, for messages
};

// A sentence that is said when the formula is not 0; or what a meter needs, which is not known
// where the formula is 0.
struct check {
    bool is_error;
    uint32_t meter;  // the name of that meter, or NO_NAME
    uint32_t formula;
    struct str sentence;  // {name} stands for the value of that row
    struct str id;        // rule id, empty for the general one
    uint32_t input;       // the name it is about, or NO_NAME
    struct span where;
};

struct form {
    struct str model;
    struct str summary;
    VEC(struct name) names;
    struct map by_text;
    VEC(struct check) checks;
    VEC(struct str) provides;
    bool of_option;  // level: option: computed behind the components, and sees their lines
    bool shadows;    // a model of the user, in place of a shipped one
    bool serves;
    bool learns;  // from data of its workloads: it must provide what they require
    uint32_t
        teacher;    // name of the catalogue input that takes this data to a vendor; or NO_NAME
    uint32_t need;  // name of a [w] row; NO_NAME when capacity is unlimited
    uint32_t capacity;  // formula; 0 when unlimited
    uint32_t
        takes;  // name of a [w] row: share of the offered load that it can answer; or NO_NAME
    uint32_t quality;  // name of a [w] row: how good its answers are; or NO_NAME
    struct span where;
};

// A kind of catalogue entry, with the fields that its entries may have.
struct field {
    struct str name;
    bool text;  // free words, never part of a formula
    bool growth;
    uint32_t catalog;  // NO_NAME, or the kind that it refers to
    struct unit unit;
    struct str unit_text;
    uint32_t formula;  // default, 0 if none
    struct str doc;
    struct span where;
};

struct entry_kind {
    struct str name;
    VEC(struct field) fields;
};

enum origin_kind {
    ORIGIN_FORMULA,  // a row of a model
    ORIGIN_SCENARIO,
    ORIGIN_CASE,     // a case of the scenario, by --case
    ORIGIN_SET,      // --set on the command line
    ORIGIN_DEFAULT,  // of the model
    ORIGIN_CATALOG,
    ORIGIN_OVERRIDE,  // a model or entry that stands in place of a shipped one
    ORIGIN_NOT_GIVEN  // nothing gives it; using it is an error
};

// Where a row's value comes from.
struct origin {
    enum origin_kind kind;
    bool from_range;  // the figure is an interval; its middle is used
    struct span where;
    struct str entry;   // the id of the catalogue entry, or empty
    struct str source;  // as stated with the figure
    struct str as_of;
    struct str confidence;
    struct str note;
};

struct row {
    uint32_t formula;   // 0: none, see origin.kind
    uint32_t scope;     // the sheet in which the formula's names are looked up
    uint32_t sheet;     // the sheet it belongs to
    uint32_t name;      // of that sheet's form
    uint32_t workload;  // or NO_WORKLOAD
    uint32_t origin;    // 0: the model computes it
    bool given;         // the scenario or the catalogue states it
    bool needed;        // something that is computed refers to it
    struct str word;    // of a NAME_CHOICE, or the id of a NAME_ENTRY
};

struct sheet {
    uint32_t form;
    struct str address;   // "own.hgx"; empty for the scenario's own sheet
    uint32_t option;      // or NO_NAME
    bool of_all;          // `finance` states it, for all options that have none of that name
    uint32_t *row_of;     // by name: its row, or the first of one for each workload served
    uint32_t name_count;  // length of row_of
    const uint32_t *workloads;  // that this sheet serves or counts, ascending
    uint32_t workload_count;
    // The first of one for each of its workloads.
    uint32_t served_row, offered_row, passed_row;
    struct span where;
    VEC(struct str) missing_tags;  // filled with "workload: tag" pairs that it can't honour
};

enum load_form { LOAD_FLAT, LOAD_PEAK, LOAD_SHAPE };

struct workload {
    struct str name;
    struct str model;  // id of what self-hosted options serve; may be empty
    enum load_form load;
    const double *shape;         // LOAD_SHAPE: 24 or 168 numbers with mean 1
    const double *stated_shape;  // .. and as they were written
    struct span shape_where;
    uint32_t shape_count;
    VEC(struct str) required;  // tags
    struct span where;
};

struct option {
    struct str name;
    uint32_t first_sheet;
    uint32_t sheet_count;
    uint32_t adoption;  // name, for each workload, of the share that comes here; or NO_NAME
    struct span where;
    struct str infeasible;  // why, when that is known without computing; else empty
    struct span infeasible_where;
    struct str
        near_tag;  // that models provide, where the required one looks like a slip; or empty
};

// One uncertain figure, drawn once a trial however many rows copy it.
struct draw {
    uint32_t node;    // its AST_DIST or AST_RANGE, or the AST_GROWTH of a random walk
    struct str name;  // the address where it is written: names its random stream
    int month;        // of a random walk, as year * 12 + month; -1 for any other
};

// A stated rank correlation of two draws.
struct correlation {
    uint32_t a, b;
    double rank;
    struct span where;
};

enum timing { TIMING_END, TIMING_MID, TIMING_START };
enum rate_source { RATE_IS_STATED, RATE_IS_WEIGHTED, RATE_IS_REAL };  // of the discount rate
enum rank_by { RANK_NPV, RANK_TOTAL, RANK_RISK_ADJUSTED };

struct program {
    struct arena *arena;
    struct diags *diags;
    const struct placer *placer;
    struct unit_system units;
    struct ast_store asts;
    VEC(struct form) forms;  // form 0 is the scenario's
    VEC(struct entry_kind) kinds;
    VEC(struct sheet) sheets;  // sheet 0 is the scenario's
    VEC(struct row) rows;
    VEC(struct origin) own_origins;  // of rows that have one of their own; number 0 is nobody's
    VEC(struct workload) workloads;
    VEC(struct option) options;
    VEC(struct draw) draws;  // `extra` of a node is its draw + 1
    VEC(struct correlation) correlations;
    uint32_t months;
    int start;          // year * 12 + month, January is 0
    int fiscal_start;   // the month in which fiscal years begin, January is 0
    uint32_t baseline;  // an option
    enum timing timing;
    enum rank_by rank_by;
    bool rank_by_stated;
    enum rate_source discounted_by;
    // Rows of yearly rates, or NO_NAME.
    uint32_t discount_rate, cost_of_capital, inflation, finance_rate, reinvest_rate;
    uint32_t real_rate, cost_of_equity;
    // Rows of shares, or NO_NAME.
    uint32_t equity_weight, debt_weight, interest_tax_rate;
    VEC(uint32_t) exchange;  // rows of rates that are one number: units convert by them
};

// Names of the scenario's form are "params.X", "finance.X" and "w.KEY".
uint32_t form_find(const struct form *f, struct str text);
uint32_t form_add(struct program *p, uint32_t form, struct name name);  // NO_NAME if it exists

// The row of a name for a workload (NO_WORKLOAD for names that have none); NO_NAME if the sheet
// does not serve it.
static inline uint32_t sheet_row(const struct program *p, uint32_t sheet, uint32_t name,
                                 uint32_t workload)
{
    const struct sheet *s = &p->sheets.at[sheet];
    if (name >= s->name_count) return NO_NAME;
    const struct name *n = &p->forms.at[s->form].names.at[name];
    if (!n->per_workload) return s->row_of[name];
    for (uint32_t i = 0; i < s->workload_count; i++)
        if (s->workloads[i] == workload) return s->row_of[name] + i;
    return NO_NAME;
}

// "own.hgx.need[chat]".
struct str row_address(struct arena *a, const struct program *p, uint32_t row);
const struct name *row_name(const struct program *p, uint32_t row);
struct origin row_origin(const struct program *p, uint32_t row);

// Is its value text: a word, an entry of the catalogue, a parameter in quotes? The word, empty if
// nothing gives one.
bool row_is_text(const struct program *p, uint32_t row, struct str *word);

// Does it hold a share of a workload: offered to, served or passed on by its sheet?
bool row_is_share(const struct row *r);

// Gives every distribution below a formula its draw, named by the address where it is written, and
// every random walk a draw for each month behind its base. What is cut by truncated() has none of
// its own.
void program_add_draws(struct program *p, uint32_t formula, struct str address);

// Where a draw is written, without what tells it from others there: its number or its month.
struct str draw_address(struct str name);

// The draws of one uncertain input stand together: how many from its first one on. A random walk
// has one for each month, any other input one.
uint32_t program_draws_of_input(const struct program *p, uint32_t first);

// How many inputs the draws belong to.
uint32_t program_uncertain_inputs(const struct program *p);

// Is any of them in what is needed? To be asked after program_close.
bool program_is_uncertain(const struct program *p);

// Marks what is needed to compute costs, meters, checks and loads, and reports every needed row
// that has no value. False if there is one.
bool program_close(struct program *p);

// The same for a row that nothing else needs, before somebody looks at it.
bool program_need(struct program *p, uint32_t row);

// "2027-06", for the month numbered from 1, or 0 for the opening, which shares the first.
struct str month_text(struct arena *a, const struct program *p, uint32_t month);

const char *class_word(enum cost_class c);
const char *origin_word(enum origin_kind k);
// Where a row's value comes from, in a word: a default of a model that stands in place of a shipped
// one is an override.
const char *row_origin_word(const struct program *p, uint32_t row);

#endif
