// check_calc.c - the units that finance functions want, and those that they give.
#include "lang/calc.h"
#include "lang/check_int.h"

// What the parameters of a call have shown so far.
struct calc_types {
    enum { SEEN_NONE, SEEN_PURE, SEEN_TIMED } periods;  // by the first rate or term
    bool has_unit;
    struct type money;
};

static struct dim per_time(void)
{
    struct dim d;
    dim_over(DIM_NONE, dim_of(KIND_TIME), &d);
    return d;
}

// Rates and terms are all per period, or all have a time; the first one says which.
static bool check_period(struct checker *c, uint32_t id, struct type t, struct dim timed_dim,
                         const char *what, struct calc_types *seen)
{
    bool timed = !t.any && dim_eq(t.dim, timed_dim);
    if (!timed && !expect_pure(c, id, t, what)) return false;
    if (t.any) return true;
    if (seen->periods == SEEN_NONE) seen->periods = timed ? SEEN_TIMED : SEEN_PURE;
    if (timed) seen->has_unit = true;
    if (timed == (seen->periods == SEEN_TIMED)) return true;
    diag_fail(c->p->diags, checked_place(c, id), t.bare ? DIAG_BARE_NUMBER : DIAG_UNIT_MISMATCH,
              timed ? "this has a time, but the first rate or term is per period"
                    : "this is per period, but the first rate or term has a time");
    diag_help(c->p->diags, "give all of them a time (8 %%/year, 36 months), or none");
    return false;
}

static bool check_yearly(struct checker *c, uint32_t id, struct type t)
{
    if (t.any || !dim_eq(t.dim, per_time()))
        return expect_pure(c, id, t, "a rate is per time or pure");
    c->p->asts.nodes.at[id].flags |= AST_PER_TIME;
    return true;
}

// A payment of a period times the number of periods: 10 USD/month would leave a month too many.
static bool check_amount(struct checker *c, uint32_t id, struct type t,
                         const struct calc_param *p)
{
    bool priced = p->kind == CALC_PRICE || p->kind == CALC_PRICES;
    if (priced || t.any || t.dim.exponent[KIND_TIME] >= 0) return true;
    diag_fail(c->p->diags, checked_place(c, id), DIAG_UNIT_MISMATCH,
              "%.*s is an amount, and this is one per time", STR_ARG(p->name));
    diag_help(c->p->diags, c->scope.form != 0
                               ? "multiply it by the time: * month"
                               : "give what one period has: 10 USD, not 10 USD/month");
    return false;
}

static bool check_money(struct checker *c, uint32_t id, struct type t,
                        const struct calc_param *p, struct calc_types *seen)
{
    if (!check_amount(c, id, t, p)) return false;
    if (!t.any && !dim_is_none(t.dim)) seen->has_unit = true;
    return join_types(c, id, seen->money, t, "combine", &seen->money);
}

static bool check_day(struct checker *c, uint32_t id)
{
    const struct ast *n = checked(c, id);
    double unused;
    if (n->kind == AST_DATE) return true;
    if (n->kind == AST_WORD && calc_date(c->p->asts.words.at[n->extra], &unused)) return true;
    return diag_fail(c->p->diags, checked_place(c, id), DIAG_BAD_DATE,
                     "a date such as 2027-01-31 is expected");
}

static bool check_item(struct checker *c, uint32_t id, const struct calc_param *p,
                       struct calc_types *seen)
{
    struct type t;
    if (p->kind == CALC_DATES) return check_day(c, id);
    if (!check_node(c, id, &t) || !refuse_text(c, id, t)) return false;
    if (calc_is_money(p->kind)) return check_money(c, id, t, p, seen);
    return expect_pure(c, id, t, "pure numbers are expected");
}

// A list in brackets; in a model also a row, which is the list of its months.
static bool check_list(struct checker *c, uint32_t id, const struct calc_param *p,
                       struct calc_types *seen)
{
    const struct ast n = *checked(c, id);
    if (n.kind != AST_LIST) {
        if (c->scope.form != 0 && p->kind != CALC_DATES) return check_item(c, id, p, seen);
        diag_fail(c->p->diags, checked_place(c, id), DIAG_WRONG_ARGUMENTS, "%.*s is a list",
                  STR_ARG(p->name));
        diag_help(c->p->diags, "write it in brackets: %.*s=[1, 2, 3]", STR_ARG(p->name));
        return false;
    }
    if (n.count == 0)
        return diag_fail(c->p->diags, checked_place(c, id), DIAG_WRONG_ARGUMENTS,
                         "this list is empty");
    bool ok = true;
    for (uint32_t i = 0; i < n.count; i++)
        ok = check_item(c, ast_kid(&c->p->asts, id, i), p, seen) && ok;
    return ok;
}

static bool fail_word(struct checker *c, uint32_t id, const struct calc_param *p,
                      struct str word)
{
    enum { MOST_WORDS = 8 };
    struct str words[MOST_WORDS];
    size_t count = 0, begun = 0;
    for (; count < MOST_WORDS && calc_word_at(p, (int)count).len > 0; count++) {
        words[count] = calc_word_at(p, (int)count);
        begun += word.len > 0 && str_starts(words[count], word);
    }
    diag_fail(c->p->diags, checked_place(c, id), DIAG_WRONG_ARGUMENTS,
              "%.*s has no word '%.*s'", STR_ARG(p->name),
              STR_ARG(str_visible(c->p->arena, word)));
    if (begun > 1)
        diag_help(c->p->diags, "%zu words begin like this: say which", begun);
    else
        diag_help_nearest(c->p->diags, word, words, count);
    diag_help(c->p->diags, "one of: %.*s", STR_ARG(p->standard));
    return false;
}

static bool check_word(struct checker *c, uint32_t id, const struct calc_param *p)
{
    const struct ast *n = checked(c, id);
    struct type t;
    if (n->kind == AST_NAME) {  // an input of words
        if (!check_node(c, id, &t)) return false;
        if (t.text) return true;
    }
    if (n->kind != AST_WORD) {
        diag_fail(c->p->diags, checked_place(c, id), DIAG_WRONG_ARGUMENTS,
                  "%.*s is a word in quotes", STR_ARG(p->name));
        diag_help(c->p->diags, "one of: %.*s", STR_ARG(p->standard));
        return false;
    }
    struct str word = c->p->asts.words.at[n->extra];
    return calc_word(p, word) >= 0 || fail_word(c, id, p, word);
}

// Whether a call says, or may say, that its quoted rate compounds.
static bool quotes_effective(struct checker *c, uint32_t call, const struct calc_row *row)
{
    for (uint32_t i = 0; i < row->param_count; i++) {
        const struct calc_param *p = &row->params[i];
        if (p->kind != CALC_WORD || calc_word(p, STR("nominal")) < 0) continue;
        uint32_t id = ast_kid(&c->p->asts, call, i);
        if (!id) return calc_word(p, STR("nominal")) != 0;
        const struct ast *n = checked(c, id);
        return n->kind != AST_WORD || !str_is(c->p->asts.words.at[n->extra], "nominal");
    }
    return false;
}

static bool check_quoted(struct checker *c, uint32_t id, uint32_t call,
                         const struct calc_row *row, struct type t)
{
    if (quotes_effective(c, call, row) && !check_compounds(c->p, id, t)) return false;
    return check_yearly(c, id, t);
}

static bool fail_list(struct checker *c, uint32_t id, const struct calc_row *row, uint32_t i)
{
    struct str order = row->params[0].name;
    for (uint32_t k = 1; k < row->param_count; k++)
        order =
            str_format(c->p->arena, "%.*s, %.*s", STR_ARG(order), STR_ARG(row->params[k].name));
    diag_fail(c->p->diags, checked_place(c, id), DIAG_WRONG_ARGUMENTS,
              "this is %.*s of %.*s, which takes no list", STR_ARG(row->params[i].name),
              STR_ARG(row->name));
    diag_help(c->p->diags, "the order is %.*s", STR_ARG(order));
    return false;
}

static bool check_param(struct checker *c, uint32_t call, uint32_t i, struct calc_types *seen)
{
    struct type t;
    const struct calc_row *row = calc_row((enum calc)checked(c, call)->what);
    const struct calc_param *p = &row->params[i];
    uint32_t id = ast_kid(&c->p->asts, call, i);
    if (!id) return true;
    if (calc_is_list(p->kind)) return check_list(c, id, p, seen);
    if (checked(c, id)->kind == AST_LIST) return fail_list(c, id, row, i);
    if (p->kind == CALC_WORD) return check_word(c, id, p);
    if (!check_node(c, id, &t) || !refuse_text(c, id, t)) return false;
    switch (p->kind) {
    case CALC_APR:
    case CALC_YIELD:
        if (p->kind == CALC_YIELD && !check_compounds(c->p, id, t)) return false;
        return check_period(c, id, t, per_time(), "a rate is per time or pure", seen);
    case CALC_TERM:
        return check_period(c, id, t, dim_of(KIND_TIME),
                            "a term is a time or a number of periods", seen);
    case CALC_QUOTED: return check_quoted(c, id, call, row, t);
    case CALC_YEARLY: return check_compounds(c->p, id, t) && check_yearly(c, id, t);
    case CALC_MONEY:
    case CALC_PRICE: return check_money(c, id, t, p, seen);
    case CALC_NUMBER: return expect_pure(c, id, t, "a pure number is expected");
    case CALC_FLAG: return expect_pure(c, id, t, "true or false is expected");
    case CALC_WORD:
    case CALC_FLOWS:
    case CALC_PRICES:
    case CALC_NUMBERS:
    case CALC_DATES: break;
    }
    return false;
}

static bool check_alone(struct checker *c, uint32_t id, const struct calc_row *row)
{
    if (row->answer != CALC_ANSWERS_FIELDS || (c->scope.fields && id == c->root)) return true;
    diag_fail(c->p->diags, checked_place(c, id), DIAG_WRONG_ARGUMENTS,
              "%.*s answers more than one number", STR_ARG(row->name));
    diag_help(c->p->diags, "it stands alone in `tco eval`, not inside a formula");
    return false;
}

bool check_calc(struct checker *c, uint32_t id, struct type *out)
{
    const struct calc_row *row = calc_row((enum calc)checked(c, id)->what);
    struct calc_types seen = {.money = {.any = true, .bare = true}};
    bool ok = check_alone(c, id, row);
    for (uint32_t i = 0; i < row->param_count; i++)
        ok = check_param(c, id, i, &seen) && ok;
    if (!ok) return false;
    bool timed = seen.periods == SEEN_TIMED;
    if (timed) c->p->asts.nodes.at[id].flags |= AST_TIMED;
    if (seen.has_unit) c->p->asts.nodes.at[id].flags |= AST_UNITS;
    *out = (struct type){.dim = DIM_NONE};
    if (row->answer == CALC_ANSWERS_MONEY || row->answer == CALC_ANSWERS_LINEAR)
        *out = (struct type){.dim = seen.money.dim, .any = seen.money.any};
    if (row->answer == CALC_ANSWERS_TERM && timed) out->dim = dim_of(KIND_TIME);
    if (row->answer == CALC_ANSWERS_RATE && timed) out->dim = per_time();
    return true;
}
