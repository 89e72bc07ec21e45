#include "analysis/explain_int.h"

#include "analysis/address.h"

#include "base/num.h"
#include "engine/kernel.h"
#include "lang/show.h"

#include <math.h>

enum { DEEPEST = 16, MOST_TERMS = 400 };

struct explainer {
    struct session *s;
    const struct program *p;
    struct arena *a;
    struct explanation *out;
    struct map seen;  // "row month" of terms that were followed
    uint32_t month;   // that is explained
    bool repeats;     // inside a formula that is computed for several workloads, hours or ages
};

// ---- terms -------------------------------------------------------------------------------------

static void describe_origin(struct explainer *e, uint32_t row, struct term *t)
{
    const struct origin own = row_origin(e->p, row), *o = &own;
    t->origin = str_of(row_origin_word(e->p, row));
    t->location = source_location(e->a, &e->s->sources, o->where);
    t->source = o->source;
    t->as_of = o->as_of;
    t->confidence = o->confidence;
    t->entry = o->entry;
    t->note = o->note;
    if (o->from_range)
        t->note = o->note.len ? str_format(e->a, "from range; %.*s", STR_ARG(o->note))
                              : STR("from range");
}

static void describe_value(struct explainer *e, uint32_t row, uint32_t month, struct term *t)
{
    struct val v;
    double factor = 1;
    const struct row *r = &e->p->rows.at[row];
    t->unit = STR("1");
    t->known = unroll_cell(&e->s->unroll, row, month, &v);
    if (!t->known) return;  // it may lead back to itself
    if (!row_is_share(r)) t->unit = address_unit_shown(e->s, row, &factor);
    t->value = num_in_unit(val_double(v), factor);
}

// A formula worth showing: anything but a plain number.
static struct str formula_of(struct explainer *e, uint32_t row)
{
    uint32_t f = e->p->rows.at[row].formula;
    if (!f) return STR("");
    const struct ast *n = ast_get(&e->p->asts, f);
    return n->kind == AST_NUMBER ? STR("") : formula_show(e->a, e->p, f);
}

// The rows of a table, and all of them as one formula.
static void describe_table(struct explainer *e, uint32_t row, struct term *t)
{
    const struct name *n = row_name(e->p, row);
    uint32_t root = e->p->rows.at[row].formula;
    uint32_t bands = root ? ast_get(&e->p->asts, root)->count / n->column_count : 0;
    t->unit = STR("table");
    for (uint32_t i = 0; i < bands; i++)
        VEC_PUSH(e->a, &t->bands, formula_show_band(e->a, e->p, n, root, i));
    t->formula = formula_show_table(e->a, e->p, n, root);
}

// A list with a value for each month: the months in which it changes.
static void describe_series(struct explainer *e, uint32_t row, struct term *t)
{
    uint32_t root = e->p->rows.at[row].formula;
    struct str before = STR_NONE;
    if (!root || ast_get(&e->p->asts, root)->kind != AST_SERIES) return;
    for (uint32_t m = 1; m <= e->p->months; m++) {
        struct str value = formula_show(e->a, e->p, ast_kid(&e->p->asts, root, m - 1));
        if (m > 1 && str_eq(value, before)) continue;
        VEC_PUSH(
            e->a, &t->bands,
            str_format(e->a, "%.*s: %.*s", STR_ARG(month_text(e->a, e->p, m)), STR_ARG(value)));
        before = value;
    }
}

// An input that nothing gives. Nothing needs it either: that would have been reported.
static bool is_absent(const struct explainer *e, uint32_t row)
{
    const struct row *r = &e->p->rows.at[row];
    struct str word;
    if (row_is_share(r) || r->formula || row_origin(e->p, row).kind != ORIGIN_NOT_GIVEN)
        return false;
    return !row_is_text(e->p, row, &word) || word.len == 0;
}

static struct term term_of_row(struct explainer *e, uint32_t row, uint32_t month)
{
    const struct row *r = &e->p->rows.at[row];
    struct term t = {.address = row_address(e->a, e->p, row)};
    describe_origin(e, row, &t);
    if (row_is_share(r)) {
        t.origin = STR("formula");
        t.doc = r->name == NAME_SERVED    ? STR("Share of the workload that is served here.")
                : r->name == NAME_OFFERED ? STR("Share of the workload that is offered here.")
                                          : STR("Share of the workload that is passed on.");
        describe_value(e, row, month, &t);
        return t;
    }
    const struct name *n = row_name(e->p, row);
    t.doc = n->doc;
    if (row_is_text(e->p, row, &t.word)) {
        t.known = t.word.len > 0;
        t.unit = STR("text");
        return t;
    }
    if (n->kind == NAME_TABLE) {
        describe_table(e, row, &t);
        return t;
    }
    if (is_absent(e, row)) {
        double factor;
        t.unit = address_unit_shown(e->s, row, &factor);
        return t;
    }
    describe_value(e, row, month, &t);
    t.formula = formula_of(e, row);
    return t;
}

static bool first_time(struct explainer *e, uint32_t row, uint32_t month)
{
    struct str key = str_format(e->a, "%u %u", (unsigned)row, (unsigned)month);
    return map_put(e->a, &e->seen, key, 0);
}

static void follow(struct explainer *e, uint32_t formula, uint32_t sheet, uint32_t workload,
                   uint32_t month, uint32_t depth);

// A formula that mentions a name twice explains it once.
static bool stands_beside(const struct explainer *e, const struct term *t)
{
    for (uint32_t i = e->out->terms.count; i-- > 0 && e->out->terms.at[i].depth >= t->depth;)
        if (e->out->terms.at[i].depth == t->depth &&
            str_eq(e->out->terms.at[i].name, t->name) &&
            str_eq(e->out->terms.at[i].address, t->address))
            return true;
    return false;
}

static void add_row(struct explainer *e, uint32_t row, struct str name, uint32_t month,
                    uint32_t depth, bool follow_it)
{
    if (row == NO_NAME || e->out->terms.count >= MOST_TERMS) return;
    const struct row *r = &e->p->rows.at[row];
    if (!r->needed && !row_is_share(r)) return;
    struct term t = term_of_row(e, row, month);
    t.depth = depth;
    t.name = name;
    if (month != e->month && !str_starts(name, STR("prev(")))
        t.name = str_format(e->a, "%.*s in %.*s", STR_ARG(name),
                            STR_ARG(month_text(e->a, e->p, month)));
    bool fresh = first_time(e, row, month);
    t.repeated = !fresh && r->formula != 0;
    if (!fresh && stands_beside(e, &t)) return;
    VEC_PUSH(e->a, &e->out->terms, t);
    if (!fresh || !follow_it || !r->formula || depth >= DEEPEST) return;
    bool outside = e->repeats;
    e->repeats = false;
    follow(e, r->formula, r->scope, r->workload, month, depth + 1);
    e->repeats = outside;
}

static void add_month(struct explainer *e, uint32_t depth)
{
    struct term t = {
        .depth = depth, .name = STR("month"), .address = STR("hours_per_month"), .known = true};
    t.value = e->p->units.hours_per_month;
    t.unit = STR("hour");
    t.origin = STR("convention");
    t.doc = STR("Hours in a month.");
    VEC_PUSH(e->a, &e->out->terms, t);
}

static void add_builtin(struct explainer *e, const struct ref *r, uint32_t sheet,
                        uint32_t workload, uint32_t month, uint32_t depth)
{
    const struct sheet *s = &e->p->sheets.at[sheet];
    if (r->workload.len) workload = r->workload_id;
    if (r->target == BUILTIN_MONTH) add_month(e, depth);
    if (r->target != BUILTIN_SERVED && r->target != BUILTIN_OFFERED) return;
    uint32_t first = r->target == BUILTIN_SERVED ? s->served_row : s->offered_row;
    for (uint32_t i = 0; i < s->workload_count; i++)
        if (workload == NO_WORKLOAD || s->workloads[i] == workload)
            add_row(e, first + i, r->part[0], month, depth, false);
}

static struct str ref_text(struct explainer *e, const struct ref *r)
{
    struct text t = {.arena = e->a};
    text_add(&t, r->part[0]);
    for (uint32_t i = 1; i < r->part_count; i++)
        text_addf(&t, ".%.*s", STR_ARG(r->part[i]));
    return text_str(&t);
}

static void follow_name(struct explainer *e, const struct ref *r, uint32_t sheet,
                        uint32_t workload, uint32_t month, uint32_t depth)
{
    if (r->kind == REF_BUILTIN) {
        add_builtin(e, r, sheet, workload, month, depth);
        return;
    }
    uint32_t in = r->kind == REF_SCENARIO ? 0 : sheet;
    if (r->workload.len) workload = r->workload_id;
    const struct form *f = &e->p->forms.at[e->p->sheets.at[in].form];
    bool each = f->names.at[r->target].per_workload;
    if (!each || workload != NO_WORKLOAD) {
        add_row(e, sheet_row(e->p, in, r->target, workload), ref_text(e, r), month, depth,
                true);
        return;
    }
    const struct sheet *s = &e->p->sheets.at[sheet];
    for (uint32_t i = 0; i < s->workload_count; i++)
        add_row(e, sheet_row(e->p, in, r->target, s->workloads[i]), ref_text(e, r), month,
                depth, true);
}

// What stood a month before is named, not followed: it would lead back to the start.
static void follow_prev(struct explainer *e, uint32_t id, uint32_t sheet, uint32_t workload,
                        uint32_t month, uint32_t depth)
{
    const struct ast *n = ast_get(&e->p->asts, id);
    if (n->kind != AST_NAME || month == 1) return;
    const struct ref *r = &e->p->asts.refs.at[n->extra];
    if (r->kind == REF_BUILTIN) return;
    if (r->workload.len) workload = r->workload_id;
    uint32_t row = sheet_row(e->p, r->kind == REF_SCENARIO ? 0 : sheet, r->target, workload);
    struct str name = str_format(e->a, "prev(%.*s)", STR_ARG(ref_text(e, r)));
    add_row(e, row, name, month - 1, depth, false);
}

// lag(x, n): n, and what x was made of then.
static void follow_lag(struct explainer *e, uint32_t id, uint32_t sheet, uint32_t workload,
                       uint32_t month, uint32_t depth)
{
    uint32_t delay = ast_kid(&e->p->asts, id, 1);
    struct val v;
    bool varies;
    follow(e, delay, sheet, workload, month, depth);
    if (!unroll_formula(&e->s->unroll, delay, sheet, workload, month, &v, &varies)) return;
    double back = num_ceil(kernel_snap(val_double(v) / unroll_month_seconds(&e->s->unroll)));
    if (back < month)
        follow(e, ast_kid(&e->p->asts, id, 0), sheet, workload, month - (uint32_t)back, depth);
}

// The cost lines that lines() adds up, those of them that are not zero.
static void follow_lines(struct explainer *e, uint32_t id, uint32_t sheet, uint32_t month,
                         uint32_t depth)
{
    struct line_list list = unroll_lines(&e->s->unroll, id, sheet);
    for (uint32_t i = 0; i < list.count; i++) {
        struct val v;
        if (!unroll_cell(&e->s->unroll, list.rows[i], month, &v)) continue;
        if (val_is(v, 0) && !e->repeats) continue;
        add_row(e, list.rows[i], row_address(e->a, e->p, list.rows[i]), month, depth, false);
    }
}

static void follow_across(struct explainer *e, uint32_t id, uint32_t sheet, uint32_t month,
                          uint32_t depth)
{
    struct str text = e->p->asts.refs.at[ast_get(&e->p->asts, id)->extra].part[0];
    const struct option *o = &e->p->options.at[e->p->sheets.at[sheet].option];
    for (uint32_t i = o->first_sheet; i < o->first_sheet + o->sheet_count; i++) {
        uint32_t name = form_find(&e->p->forms.at[e->p->sheets.at[i].form], text);
        if (i == sheet || name == NO_NAME) continue;
        uint32_t row = sheet_row(e->p, i, name, NO_WORKLOAD);
        add_row(e, row, row_address(e->a, e->p, row), month, depth, true);
    }
}

// The condition, and the arm that was taken.
static void follow_if(struct explainer *e, uint32_t id, uint32_t sheet, uint32_t workload,
                      uint32_t month, uint32_t depth)
{
    uint32_t condition = ast_kid(&e->p->asts, id, 0);
    struct val v;
    bool varies;
    follow(e, condition, sheet, workload, month, depth);
    bool known = unroll_formula(&e->s->unroll, condition, sheet, workload, month, &v, &varies);
    for (uint32_t arm = 1; arm <= 2; arm++)
        if (!known || (val_double(v) != 0) == (arm == 1))
            follow(e, ast_kid(&e->p->asts, id, arm), sheet, workload, month, depth);
}

static void follow(struct explainer *e, uint32_t id, uint32_t sheet, uint32_t workload,
                   uint32_t month, uint32_t depth)
{
    const struct ast n = *ast_get(&e->p->asts, id);
    if (n.kind == AST_NAME) {
        follow_name(e, &e->p->asts.refs.at[n.extra], sheet, workload, month, depth);
        return;
    }
    bool call = n.kind == AST_CALL;
    if (call && n.what == FUNC_GIVEN) return;
    if (call && n.what == FUNC_PREV) {
        follow_prev(e, ast_kid(&e->p->asts, id, 0), sheet, workload, month, depth);
        return;
    }
    if (call && n.what == FUNC_LAG) {
        follow_lag(e, id, sheet, workload, month, depth);
        return;
    }
    if (call && n.what == FUNC_ACROSS) {
        follow_across(e, ast_kid(&e->p->asts, id, 0), sheet, month, depth);
        return;
    }
    if (call && n.what == FUNC_LINES) {
        follow_lines(e, id, sheet, month, depth);
        return;
    }
    if (call && n.what == FUNC_IF && !e->repeats) {
        follow_if(e, id, sheet, workload, month, depth);
        return;
    }
    bool outside = e->repeats;
    bool sums = call && (n.what == FUNC_SUM || n.what == FUNC_PEAK || n.what == FUNC_HOURS);
    if (sums || (call && n.what == FUNC_COHORTS)) e->repeats = true;
    for (uint32_t i = 0; i < n.count; i++) {
        uint32_t kid = ast_kid(&e->p->asts, id, i);
        if (kid) follow(e, kid, sheet, sums ? NO_WORKLOAD : workload, month, depth);
    }
    e->repeats = outside;
}

// ---- cost lines --------------------------------------------------------------------------------

static const struct line *line_of(const struct explainer *e, uint32_t row)
{
    for (uint32_t i = 0; i < e->s->ledger.lines.count; i++)
        if (e->s->ledger.lines.at[i].row == row) return &e->s->ledger.lines.at[i];
    return NULL;
}

static struct str months_later(struct explainer *e, const struct line *l, uint32_t month)
{
    double later = val_double(l->later);
    uint32_t column = ledger_column(&e->s->ledger, l, month);
    struct str text = month_text(e->a, e->p, column);
    if (later < 0 && column == 0) return STR("Paid at the start, in the opening column.");
    if (later < 0)
        return str_format(e->a, "Paid at the start of the month, in the column of %.*s.",
                          STR_ARG(text));
    if (later == 0) return STR("Paid in the month itself.");
    if (month + later > e->p->months)
        return str_format(e->a, "Owed beyond the horizon: settled in its last month, %.*s.",
                          STR_ARG(text));
    return str_format(e->a, "Paid %.0f month%s later, in %.*s.", later, later == 1 ? "" : "s",
                      STR_ARG(text));
}

// The first and last month whose amounts a column pays; false if there is none.
static bool paid_months(struct explainer *e, const struct line *l, uint32_t column,
                        uint32_t *first, uint32_t *last)
{
    *first = *last = 0;
    for (uint32_t m = 1; m <= e->p->months; m++) {
        if (ledger_column(&e->s->ledger, l, m) != column) continue;
        if (*first == 0) *first = m;
        *last = m;
    }
    return *first > 0;
}

static void describe_paid(struct explainer *e, const struct line *l, uint32_t column)
{
    uint32_t first, last;
    struct explanation *out = e->out;
    out->has_paid = true;
    out->paid = val_double(l->billed[column]);
    if (!paid_months(e, l, column, &first, &last)) return;
    struct str from = month_text(e->a, e->p, first), to = month_text(e->a, e->p, last);
    out->paid_for =
        first == last ? from : str_format(e->a, "%.*s to %.*s", STR_ARG(from), STR_ARG(to));
}

// When this month's amount is paid, and what this month itself pays for others.
static void explain_payment(struct explainer *e, const struct line *l, uint32_t month)
{
    struct explanation *out = e->out;
    describe_paid(e, l, month);
    struct str when = months_later(e, l, month), here = month_text(e->a, e->p, month);
    if (val_is(l->later, 0)) {
        out->remark = when;
    } else if (out->paid == 0) {
        out->remark = str_format(e->a, "%.*s In %.*s itself nothing is paid.", STR_ARG(when),
                                 STR_ARG(here));
    } else {
        char paid[NUM_TEXT];
        num_write_tidy(paid, out->paid);
        out->remark =
            str_format(e->a, "%.*s In %.*s itself %s %.*s is paid, for %.*s.", STR_ARG(when),
                       STR_ARG(here), paid, STR_ARG(out->self.unit), STR_ARG(out->paid_for));
    }
}

static void explain_opening(struct explainer *e, const struct line *l)
{
    struct explanation *out = e->out;
    out->self.value = l ? val_double(l->billed[0]) : 0;
    if (l) describe_paid(e, l, 0);
    out->remark = !l ? STR("Rows have no value in the opening; it holds only money.")
                  : out->paid_for.len ? STR("What is paid on day one: the line of month 1.")
                                      : STR("Nothing of this line is paid on day one; below is "
                                            "what month 1 comes from.");
}

// An entry of the catalogue: those of its figures that the model may read.
static void explain_entry(struct explainer *e, uint32_t row)
{
    const struct row r = e->p->rows.at[row];
    const struct sheet *s = &e->p->sheets.at[r.sheet];
    const struct form *f = &e->p->forms.at[s->form];
    for (uint32_t i = 0; i < f->names.count; i++) {
        if (f->names.at[i].kind != NAME_FIELD || f->names.at[i].parent != r.name) continue;
        uint32_t field = sheet_row(e->p, r.sheet, i, r.workload);
        if (field == NO_NAME || is_absent(e, field)) continue;
        if (program_need(&e->s->program, field))
            add_row(e, field, f->names.at[i].text, e->month, 1, true);
    }
}

static bool explain_row(struct explainer *e, uint32_t row, uint32_t month)
{
    struct explanation *out = e->out;
    uint32_t in = e->month = month ? month : 1;
    const struct row *r = &e->p->rows.at[row];
    out->address = row_address(e->a, e->p, row);
    out->month = month ? month_text(e->a, e->p, month) : STR("opening");
    out->self = term_of_row(e, row, in);
    describe_series(e, row, &out->self);
    first_time(e, row, in);
    if (r->formula) follow(e, r->formula, r->scope, r->workload, in, 1);
    if (!row_is_share(r) && row_name(e->p, row)->kind == NAME_ENTRY) explain_entry(e, row);
    const struct line *l = line_of(e, row);
    if (is_absent(e, row))
        out->remark = STR("Nothing gives it, and nothing needs it.");
    else if (month == 0)
        explain_opening(e, l);
    else if (l)
        explain_payment(e, l, month);
    return true;
}

// ---- metrics of an option ----------------------------------------------------------------------

// At what rate the money of its lines is discounted; AMORTISED: not what is paid, but the amortised
// view of it.
enum counting { AT_NO_RATE, AT_DISCOUNT_RATE, AT_COST_OF_EQUITY, AMORTISED };

#define OF(class) (1u << CLASS_##class)

static const struct {
    const char *name, *formula, *doc;
    unsigned classes;
    enum counting at;
} METRICS[] = {
    {"capex", "sum of the capex lines",
     "Capital expenditure over the horizon, residuals taken off.", OF(CAPEX), AT_NO_RATE},
    {"opex", "sum of the opex lines", "Operating expenditure over the horizon.", OF(OPEX),
     AT_NO_RATE},
    {"total", "capex + opex", "Cash over the horizon.", OF(CAPEX) | OF(OPEX), AT_NO_RATE},
    {"effective_cost", "sum of the lines, each spread over its life",
     "Amortised cost of the horizon: what falls behind it is left out.", OF(CAPEX) | OF(OPEX),
     AMORTISED},
    {"npv", "sum of cash * (1 + discount_rate)^(-months/12)", "Present value of the costs.",
     OF(CAPEX) | OF(OPEX), AT_DISCOUNT_RATE},
    {"levered_npv", "sum of (cash + financing) * (1 + cost_of_equity)^(-months/12)",
     "Present value of what the owners pay.", OF(CAPEX) | OF(OPEX) | OF(FINANCING),
     AT_COST_OF_EQUITY},
    {"financing", "sum of the financing lines",
     "Money that is borrowed, repaid and paid as interest, in no total.", OF(FINANCING),
     AT_NO_RATE},
    {"risk", "sum of the risk lines", "Expected losses over the horizon.", OF(RISK),
     AT_NO_RATE},
    {"benefit", "sum of the benefit lines", "Stated benefits, in no total.", OF(BENEFIT),
     AT_NO_RATE},
};

static bool has_rate(const struct session *s, enum counting at)
{
    switch (at) {
    case AT_NO_RATE:
    case AMORTISED: return true;
    case AT_DISCOUNT_RATE: return s->ledger.discounted;
    case AT_COST_OF_EQUITY: return s->ledger.equity.known;
    }
    return false;
}

static double line_sum(struct explainer *e, const struct line *l, enum counting at)
{
    const struct ledger *ledger = &e->s->ledger;
    const struct val *amounts = at == AMORTISED ? l->effective : l->billed;
    double sum = 0, rate = 0;
    if (at == AT_DISCOUNT_RATE) rate = val_double(ledger->discount.value);
    if (at == AT_COST_OF_EQUITY) rate = val_double(ledger->equity.value);
    for (uint32_t m = 0; m <= e->p->months; m++) {
        double tau = ledger_tau(e->p, &l->name->cost, m);
        double factor = rate == 0 ? 1 : op_fold(OP_POW, 1 + rate, -tau / 12, 0);
        sum += val_double(amounts[m]) * factor;
    }
    return sum;
}

static void explain_lines(struct explainer *e, uint32_t option, size_t metric)
{
    const struct tally *t = &e->s->ledger.tallies[option];
    double total = 0;
    for (uint32_t i = t->first_line; i < t->first_line + t->line_count; i++) {
        const struct line *l = &e->s->ledger.lines.at[i];
        enum cost_class c = l->name->cost.class;
        if (!(METRICS[metric].classes & (1u << c))) continue;
        struct term term = {
            .depth = 1, .known = true, .unit = e->s->info.currency, .origin = STR("formula")};
        term.address = row_address(e->a, e->p, l->row);
        term.name = str_cut(term.address, str_find(term.address, '.') + 1, term.address.len);
        term.doc = l->name->doc;
        term.value = line_sum(e, l, METRICS[metric].at);
        term.location = source_location(e->a, &e->s->sources, l->name->where);
        term.formula = formula_show(e->a, e->p, l->name->formula);
        total += term.value;
        if (term.value != 0) VEC_PUSH(e->a, &e->out->terms, term);
    }
    e->out->self.value = total;
}

static bool explain_metric(struct explainer *e, struct str address)
{
    size_t dot = str_find(address, '.');
    struct str option = str_cut(address, 0, dot),
               metric = str_cut(address, dot + 1, address.len);
    for (uint32_t o = 0; o < e->p->options.count; o++) {
        if (!str_eq(e->p->options.at[o].name, option)) continue;
        for (size_t k = 0; k < COUNT_OF(METRICS); k++) {
            if (!str_is(metric, METRICS[k].name)) continue;
            if (!has_rate(e->s, METRICS[k].at)) break;
            e->out->address = address;
            e->out->self =
                (struct term){.address = address, .known = true, .unit = e->s->info.currency};
            e->out->self.origin = STR("formula");
            e->out->self.formula = str_of(METRICS[k].formula);
            e->out->self.doc = str_of(METRICS[k].doc);
            explain_lines(e, o, k);
            return true;
        }
    }
    return explain_figure(e->s, option, metric, e->out);
}

void explain_rate(struct session *s, struct str address, struct explanation *out)
{
    struct explainer e = {.s = s, .p = &s->program, .a = &s->arena, .out = out, .month = 1};
    uint32_t row = address_find(s, address);
    if (row != NO_NAME) add_row(&e, row, address, 1, 1, true);
}

bool explain(struct session *s, struct str address, uint32_t month, struct explanation *out)
{
    *out = (struct explanation){.address = address};
    struct explainer e = {.s = s, .p = &s->program, .a = &s->arena, .out = out};
    if (explain_metric(&e, address)) return true;
    uint32_t row = address_find(s, address);
    if (row == NO_NAME)
        return address_fail(s, address,
                            "addresses are OPTION.METRIC, OPTION.COMPONENT.NAME, "
                            "workloads.NAME.KEY, params.NAME and finance.NAME");
    bool plain = row_is_share(&s->program.rows.at[row]) || is_absent(&e, row);
    uint32_t before = s->diags.error_count;
    return (plain || program_need(&s->program, row)) && explain_row(&e, row, month) &&
           s->diags.error_count == before;
}
