#include "analysis/assertion.h"

#include "analysis/metric.h"
#include "analysis/spend.h"
#include "lang/check.h"

#include <math.h>

// Months, for what is never: no horizon reaches it, and it can still be multiplied.
#define NEVER 1e200

// ---- one assertion -----------------------------------------------------------------------------

// What a name in it came to: a number with its unit, or words.
struct told {
    struct str name, words, unit;
    double value;
};

struct judge {
    struct session *s;
    struct arena *a;
    const struct comparison *c;  // NULL: only names and units are looked at, nothing is known
    const struct simulation *sim;
    struct asserted *out;
    VEC(struct told) told;
};

static struct ast_store *store(struct judge *j)
{
    return &j->s->program.asts;
}

static struct span place_of(struct judge *j, uint32_t id)
{
    return ast_place(store(j), j->s->program.placer, id);
}

static const struct ref *ref_of(struct judge *j, uint32_t id)
{
    return &store(j)->refs.at[ast_get(store(j), id)->extra];
}

static bool is_option_word(struct str word)
{
    return str_is(word, "cheapest") || str_is(word, "baseline");
}

static bool fail_option(struct judge *j, uint32_t id, struct str name)
{
    const struct program *p = &j->s->program;
    VEC(struct str) known = {0};
    for (uint32_t i = 0; i < p->options.count; i++)
        VEC_PUSH(j->a, &known, p->options.at[i].name);
    VEC_PUSH(j->a, &known, STR("cheapest"));
    VEC_PUSH(j->a, &known, STR("baseline"));
    diag_fail(&j->s->diags, place_of(j, id), DIAG_UNKNOWN_OPTION,
              "'%.*s' is not one of the options", STR_ARG(str_visible(j->a, name)));
    diag_help_nearest(&j->s->diags, name, known.at, known.count);
    return false;
}

// A file of budgets on its own has no scenario: then any option may be meant.
static bool is_option(struct judge *j, struct str name)
{
    const struct program *p = &j->s->program;
    for (uint32_t i = 0; i < p->options.count; i++)
        if (str_eq(p->options.at[i].name, name)) return true;
    return p->options.count == 0 || is_option_word(name);
}

// The option that a part of a name means. NO_NAME with true where none is the cheapest.
static bool find_option(struct judge *j, uint32_t id, struct str name, uint32_t *option)
{
    *option = NO_NAME;
    if (!j->c) return is_option(j, name) || fail_option(j, id, name);
    *option = spend_option(j->s, j->c, name);
    if (*option == NO_NAME && !str_is(name, "cheapest")) return fail_option(j, id, name);
    struct str why = STR("no option is feasible");
    if (*option != NO_NAME && j->c->options[*option].feasible) return true;
    if (*option != NO_NAME)
        why = str_format(j->a, "%.*s is infeasible: %.*s",
                         STR_ARG(j->s->program.options.at[*option].name),
                         STR_ARG(j->c->options[*option].reason));
    if (!j->out->infeasible.len) j->out->infeasible = why;
    return true;
}

static struct str text_of_node(struct judge *j, uint32_t id)
{
    const struct ast *n = ast_get(store(j), id);
    struct span where = place_of(j, id);
    const struct source *source = source_get(&j->s->sources, where.source);
    if (where.end - where.start != n->end - n->start) return STR("it");
    return str_cut(source->text, where.start, where.end);
}

static void tell(struct judge *j, uint32_t id, struct str words)
{
    VEC_PUSH(j->a, &j->told, (struct told){.name = text_of_node(j, id), .words = words});
}

// By how much of it the two sides of a comparison differ; 0 where they don't, or it holds.
static double part_apart(const struct asserted *out)
{
    double x = out->actual.value, y = out->limit.value,
           larger = fabs(x) > fabs(y) ? fabs(x) : fabs(y);
    bool both = out->actual.known && out->limit.known && !out->holds;
    return both && larger > 0 ? fabs(x - y) / larger : 0;
}

// How many decimals show a part of a number, at least `least`.
static int decimals_of(double v, double part, int least)
{
    int d = 0;
    for (double step = 1; d < 9 && part > 0 && step > part * fabs(v); step /= 10)
        d++;
    return d > least ? d : least;
}

// What a number of a unit looks like: money in whole units, or with the digits that tell it from
// what it is compared with.
static struct str value_text(struct judge *j, double v, struct str unit, double part)
{
    if (str_eq(unit, j->s->info.currency)) {
        int d = decimals_of(v, part, 0);
        return str_format(j->a, "%.*s %.*s", STR_ARG(num_grouped(j->a, v, d == 1 ? 2 : d)),
                          STR_ARG(unit));
    }
    char number[NUM_TEXT];
    num_write_tidy(number, num_round(v, decimals_of(v, part, fabs(v) < 1 ? 6 : 2)));
    if (str_is(unit, "1")) return str_format(j->a, "%s", number);
    if (str_is(unit, "month")) unit = STR("months");
    return str_format(j->a, "%s %.*s", number, STR_ARG(unit));
}

static struct str found_text(struct judge *j)
{
    struct text t = {.arena = j->a};
    double part = part_apart(j->out);
    for (uint32_t i = 0; i < j->told.count; i++) {
        const struct told *k = &j->told.at[i];
        text_addf(&t, "%s%.*s ", i ? ", " : "", STR_ARG(k->name));
        if (k->words.len)
            text_add(&t, k->words);
        else
            text_addf(&t, "is %.*s", STR_ARG(value_text(j, k->value, k->unit, part)));
    }
    return text_str(&t);
}

static void put_word(struct judge *j, uint32_t id, struct str word)
{
    struct ast *n = &store(j)->nodes.at[id];
    n->kind = AST_WORD;
    n->what = 0;
    n->extra = VEC_PUSH(store(j)->arena, &store(j)->words, word);
}

// Puts a number in the place of a name.
static void put_number(struct judge *j, uint32_t id, double v, struct unit unit,
                       struct str text)
{
    struct ast *n = &store(j)->nodes.at[id];
    n->kind = AST_NUMBER;
    n->what = 0;
    n->number = v * unit.factor;
    n->extra =
        VEC_PUSH(store(j)->arena, &store(j)->literals, (struct literal){v, unit, text, 0});
}

static bool put_figure(struct judge *j, uint32_t id, struct maybe v, struct str unit_text)
{
    struct unit unit;
    struct str bad;
    if (!unit_parse(&j->s->program.units, unit_text, &unit, &bad)) unit = UNIT_ONE;
    if (v.known)
        VEC_PUSH(j->a, &j->told,
                 (struct told){text_of_node(j, id), STR_NONE, unit_text, v.value});
    else
        tell(j, id, STR("is not known"));
    if (!v.known && !j->out->unknown.len) j->out->unknown = text_of_node(j, id);
    put_number(j, id, j->c ? v.value : 1, unit, unit_text);
    return true;
}

// ---- what names mean ---------------------------------------------------------------------------

static bool resolve_metric(struct judge *j, uint32_t id, const struct ref *r)
{
    uint32_t option;
    enum metric m = metric_find(r->part[1]);
    struct str before = j->out->infeasible, known[METRIC_COUNT];
    if (!find_option(j, id, r->part[0], &option)) return false;
    if (m == METRIC_feasible && option != NO_NAME) j->out->infeasible = before;
    if (m != METRIC_COUNT) {
        struct maybe v = {false, 0};
        if (option != NO_NAME) v = metric_value(&j->c->options[option], m);
        return put_figure(j, id, v, metric_unit(j->a, m, j->s->info.currency));
    }
    for (int i = 0; i < METRIC_COUNT; i++)
        known[i] = metric_key((enum metric)i);
    diag_fail(&j->s->diags, place_of(j, id), DIAG_UNKNOWN_FIGURE,
              "'%.*s' is not a figure of an option", STR_ARG(str_visible(j->a, r->part[1])));
    diag_help_nearest(&j->s->diags, r->part[1], known, METRIC_COUNT);
    return false;
}

static bool fail_ask(struct judge *j, uint32_t id, enum ask ask, const char *what)
{
    diag_fail(&j->s->diags, place_of(j, id), DIAG_WRONG_ARGUMENTS, "%.*s takes %s",
              STR_ARG(ask_row(ask)->name), what);
    diag_help(&j->s->diags, "for example %.*s", STR_ARG(ask_row(ask)->example));
    return false;
}

static struct breakeven between(struct judge *j, uint32_t one, uint32_t other)
{
    const struct option_figures *a = &j->c->options[one], *b = &j->c->options[other];
    if (!a->feasible || !b->feasible) return breakeven_none(a->feasible);
    return breakeven_find(j->a, a->cash, b->cash, j->s->program.months);
}

static struct unit month_unit(struct judge *j)
{
    struct unit month = UNIT_ONE;
    struct str bad;
    unit_parse(&j->s->program.units, STR("month"), &month, &bad);
    return month;
}

// Why there is no month from which on one option stays cheaper than the other.
static struct str no_month(struct judge *j, const struct breakeven *b, uint32_t one,
                           uint32_t other)
{
    for (int k = 0; k < 2; k++) {
        uint32_t at = k ? other : one;
        if (!j->c->options[at].feasible)
            return str_format(j->a, "is none: %.*s is infeasible",
                              STR_ARG(j->s->program.options.at[at].name));
    }
    return b->status == BREAKEVEN_REVERTED
               ? STR("is none: it is cheaper for a while, and dearer in the end")
               : STR("is never");
}

// What never pays back does so later than any month, so that `<=` is false of it.
static bool resolve_breakeven(struct judge *j, uint32_t id, const struct ref *r)
{
    uint32_t one, other;
    if (r->part_count != 2) return fail_ask(j, id, ASK_BREAKEVEN, "the names of two options");
    if (!find_option(j, id, r->part[0], &one) || !find_option(j, id, r->part[1], &other))
        return false;
    j->out->infeasible = STR_NONE;  // then it has no month, which is an answer
    struct unit month = month_unit(j);
    if (one == NO_NAME || other == NO_NAME) {
        tell(j, id, STR("is none: no option is feasible"));
        put_number(j, id, NEVER, month, STR("month"));
        return true;
    }
    struct breakeven b = between(j, one, other);
    if (!b.has_value) {
        tell(j, id, no_month(j, &b, one, other));
        put_number(j, id, NEVER, month, STR("month"));
        return true;
    }
    return put_figure(j, id, (struct maybe){true, b.value}, STR("month"));
}

static bool resolve_trials(struct judge *j, uint32_t id, const struct ref *r, enum ask ask)
{
    uint32_t option;
    struct str known[SIM_METRICS];
    if (r->part_count != 2) return fail_ask(j, id, ask, "one figure of an option");
    if (!find_option(j, id, r->part[0], &option)) return false;
    for (int m = 0; m < SIM_METRICS; m++) {
        known[m] = str_of(sim_metric_word((enum sim_metric)m));
        if (!str_eq(known[m], r->part[1])) continue;
        struct maybe v = {false, 0};
        if (option != NO_NAME) {
            const struct spread *s = &j->sim->options[option].spread[m];
            v.known = s->known;
            v.value = ask == ASK_MEAN ? s->mean : s->quantile[ask - ASK_P5];
        }
        return put_figure(j, id, v, j->s->info.currency);
    }
    diag_fail(&j->s->diags, place_of(j, id), DIAG_UNKNOWN_FIGURE,
              "trials tell nothing of '%.*s'", STR_ARG(str_visible(j->a, r->part[1])));
    diag_help(&j->s->diags, "npv, total, capex, opex and risk_adjusted_total have a spread");
    return false;
}

static bool resolve_word(struct judge *j, uint32_t id, struct str word)
{
    uint32_t option = j->c ? spend_option(j->s, j->c, word) : NO_NAME;
    struct str name = option == NO_NAME ? STR("none") : j->s->program.options.at[option].name;
    tell(j, id, str_format(j->a, "is %.*s", STR_ARG(name)));
    put_word(j, id, name);
    return true;
}

static bool resolve_name(struct judge *j, uint32_t id)
{
    const struct ref r = *ref_of(j, id);
    enum ask ask = (enum ask)ast_get(store(j), id)->what;
    if (ask == ASK_BREAKEVEN) return resolve_breakeven(j, id, &r);
    if (ask != ASK_NONE) return resolve_trials(j, id, &r, ask);
    if (r.part_count == 1 && is_option_word(r.part[0])) return resolve_word(j, id, r.part[0]);
    if (r.part_count == 1 && str_is(r.part[0], "horizon")) {
        put_number(j, id, j->s->program.months, month_unit(j), STR("month"));
        return true;
    }
    bool own = str_is(r.part[0], "params") || str_is(r.part[0], "finance");
    return r.part_count != 2 || own || resolve_metric(j, id, &r);
}

// Numbers and words stand where names stood; a formula is no deeper than the parser allows.
static bool resolve(struct judge *j, uint32_t id)
{
    bool ok = true;
    if (id && ast_get(store(j), id)->kind == AST_NAME) return resolve_name(j, id);
    for (uint32_t i = 0; i < ast_get(store(j), id)->count; i++)
        ok = resolve(j, ast_kid(store(j), id, i)) && ok;
    return ok;
}

// ---- its value ---------------------------------------------------------------------------------

static bool compute(struct judge *j, uint32_t id, double *out)
{
    bool varies;
    struct val v;
    if (!unroll_formula(&j->s->unroll, id, 0, NO_WORKLOAD, 1, &v, &varies)) return false;
    *out = val_double(v);
    return !varies || diag_fail(&j->s->diags, place_of(j, id), DIAG_NOT_CONSTANT,
                                "an assertion may not change with time");
}

static bool is_comparison(struct judge *j, uint32_t id)
{
    const struct ast *n = ast_get(store(j), id);
    return n->kind == AST_CALL && func_row((enum func)n->what)->rule == RULE_COMPARE;
}

static struct maybe side(struct judge *j, uint32_t id, struct unit unit)
{
    double v;
    if (!compute(j, id, &v)) return (struct maybe){false, 0};
    v /= unit.factor;
    return (struct maybe){isfinite(v) && fabs(v) < NEVER / 1e20, v};
}

// Both sides in the unit in which the limit is written.
static void read_sides(struct judge *j, uint32_t id)
{
    uint32_t pending, left = ast_kid(store(j), id, 0), right = ast_kid(store(j), id, 1);
    struct type l, r;
    if (!check_formula(&j->s->program, left, (struct check_scope){0}, &l, &pending) ||
        !check_formula(&j->s->program, right, (struct check_scope){0}, &r, &pending))
        return;
    if (l.text || r.text) return;
    struct type shown = r.any || !r.shown.len ? l : r;
    struct unit unit = UNIT_ONE;
    struct str bad;
    j->out->unit = shown.shown;
    if (!shown.shown.len || !unit_parse(&j->s->program.units, shown.shown, &unit, &bad))
        j->out->unit = unit_of_dim(j->a, &j->s->program.units, shown.dim, STR("month"), &unit);
    j->out->actual = side(j, left, unit);
    j->out->limit = side(j, right, unit);
}

static bool is_truth(struct judge *j, uint32_t id, struct type t)
{
    if (!t.text && (t.any || dim_is_none(t.dim))) return true;
    diag_fail(&j->s->diags, place_of(j, id), DIAG_UNIT_MISMATCH,
              "an assertion is true or false, this is neither");
    diag_help(&j->s->diags, "compare it: own.capex <= 2 MUSD");
    return false;
}

static bool needs_trials(const struct ast_store *s, uint32_t id)
{
    const struct ast *n = ast_get(s, id);
    if (id && n->kind == AST_NAME) return n->what >= ASK_MEAN;
    for (uint32_t i = 0; i < n->count; i++)
        if (needs_trials(s, ast_kid(s, id, i))) return true;
    return false;
}

bool assertion_needs_trials(const struct program *p, const struct assertion *a)
{
    return needs_trials(&p->asts, a->formula);
}

bool assertion_compute(const struct assertion_judge *of, const struct assertion *a,
                       struct asserted *out)
{
    struct judge j = {.s = of->session, .a = &of->session->arena, .c = of->comparison};
    struct type t;
    uint32_t pending;
    double v;
    *out = (struct asserted){0};
    j.sim = of->simulation;
    j.out = out;
    if (!resolve(&j, a->formula)) return false;
    if (!check_formula(&j.s->program, a->formula, (struct check_scope){0}, &t, &pending) ||
        !is_truth(&j, a->formula, t) || !compute(&j, a->formula, &v))
        return false;
    out->holds = v != 0;
    if (is_comparison(&j, a->formula)) read_sides(&j, a->formula);
    out->found = found_text(&j);
    return true;
}

bool assertion_check(struct session *s, const struct assertion *a)
{
    struct asserted unused = {0};
    struct judge j = {.s = s, .a = &s->arena, .out = &unused};
    struct type t;
    uint32_t pending;
    if (!resolve(&j, a->formula)) return false;
    if (s->program.options.count == 0) return true;  // money has no currency yet
    return check_formula(&s->program, a->formula, (struct check_scope){0}, &t, &pending) &&
           is_truth(&j, a->formula, t);
}
