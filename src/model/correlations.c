// correlations.c - the pairs of `correlations:`, as pairs of draws.
#include "model/link_int.h"
#include "model/sheets.h"

// What an address draws: one number, or a number for each month of a random walk.
struct drawn {
    VEC(uint32_t) draws;
    bool walks;
    bool replaced;  // by --set, --vary or a case: the scenario's own value is another
    struct str address;
    uint32_t node;  // where the address is written
};

static void add_below(struct linker *l, uint32_t formula, struct drawn *d)
{
    const struct ast *n = ast_get(&l->p->asts, formula);
    if (n->kind == AST_DIST || n->kind == AST_RANGE) {
        if (n->extra) VEC_PUSH(l->a, &d->draws, n->extra - 1);
        return;
    }
    for (uint32_t i = 0; i < l->p->draws.count && n->kind == AST_GROWTH; i++)
        if (l->p->draws.at[i].node == formula) VEC_PUSH(l->a, &d->draws, i);
    for (uint32_t i = 0; i < n->count; i++) {
        uint32_t kid = ast_kid(&l->p->asts, formula, i);
        if (kid) add_below(l, kid, d);
    }
}

// By the address where it is written, or by that of a row that takes it from a default, from the
// catalogue or through `like`.
static bool find_draws(struct linker *l, struct drawn *d)
{
    const struct program *p = l->p;
    bool known = false;
    for (uint32_t i = 0; i < p->draws.count; i++)
        if (str_eq(draw_address(p->draws.at[i].name), d->address)) VEC_PUSH(l->a, &d->draws, i);
    for (uint32_t i = 0; i < p->rows.count && d->draws.count == 0; i++) {
        struct str sheet = p->sheets.at[p->rows.at[i].sheet].address;
        if (!str_starts(d->address, sheet) || row_is_share(&p->rows.at[i]) ||
            !str_eq(row_address(l->a, p, i), d->address))
            continue;
        enum origin_kind kind = row_origin(p, i).kind;
        known = true;
        d->replaced = kind == ORIGIN_SET || kind == ORIGIN_CASE;
        if (p->rows.at[i].formula) add_below(l, p->rows.at[i].formula, d);
    }
    return known || d->draws.count > 0;
}

static bool fail_unknown(struct linker *l, const struct drawn *d)
{
    VEC(struct str) known = {0};
    for (uint32_t i = 0; i < l->p->draws.count; i++)
        VEC_PUSH(l->a, &known, draw_address(l->p->draws.at[i].name));
    diag_fail(l->d, node_span(l->t, d->node), DIAG_UNKNOWN_ADDRESS,
              "the scenario has no uncertain '%.*s'",
              STR_ARG(str_visible(l->d->arena, d->address)));
    diag_help_nearest(l->d, d->address, known.at, known.count);
    return false;
}

static bool check_draws(struct linker *l, struct drawn *d)
{
    struct span where = node_span(l->t, d->node);
    uint32_t months = 0;
    for (uint32_t i = 0; i < d->draws.count; i++)
        months += l->p->draws.at[d->draws.at[i]].month >= 0;
    d->walks = months > 0;
    if (d->draws.count == 0 && d->replaced) return true;
    if (d->draws.count == 0) {
        diag_fail(l->d, where, DIAG_BAD_CORRELATION, "%.*s is certain by itself",
                  STR_ARG(d->address));
        diag_help(l->d, "name the value that is a range, a distribution or has a volatility");
        return false;
    }
    if (d->draws.count - months + (months > 0) == 1) return true;
    diag_fail(l->d, where, DIAG_BAD_CORRELATION, "%.*s has several uncertain parts",
              STR_ARG(d->address));
    diag_help(l->d, "make each a value of `params`, and name the one that is meant");
    return false;
}

// Of an option that --option left out nothing is drawn.
static bool is_left_out(const struct linker *l, struct str address)
{
    struct str option = str_cut(address, 0, str_find(address, '.'));
    for (uint32_t i = 0; i < l->p->options.count; i++)
        if (str_eq(l->p->options.at[i].name, option)) return false;
    return sheets_has_option(l, option);
}

static void add_pair(struct linker *l, uint32_t a, uint32_t b, double rank, struct span where)
{
    VEC_PUSH(l->a, &l->p->correlations, (struct correlation){a, b, rank, where});
}

// Two walks move together month by month.
static void add_pairs(struct linker *l, const struct drawn *a, const struct drawn *b,
                      double rank, struct span where)
{
    for (uint32_t i = 0; i < a->draws.count; i++)
        for (uint32_t k = 0; k < b->draws.count; k++)
            if (l->p->draws.at[a->draws.at[i]].month == l->p->draws.at[b->draws.at[k]].month)
                add_pair(l, a->draws.at[i], b->draws.at[k], rank, where);
}

static bool check_pair(struct linker *l, uint32_t node, const struct drawn *d)
{
    struct span where = node_span(l->t, node);
    if (d[0].walks != d[1].walks)
        return diag_fail(l->d, where, DIAG_BAD_CORRELATION,
                         "one of them is drawn each month, the other once");
    uint32_t a = d[0].draws.at[0], b = d[1].draws.at[0];
    if (a == b)
        return diag_fail(l->d, where, DIAG_BAD_CORRELATION,
                         "%.*s and %.*s are one and the same draw", STR_ARG(d[0].address),
                         STR_ARG(d[1].address));
    for (uint32_t i = 0; i < l->p->correlations.count; i++) {
        const struct correlation *c = &l->p->correlations.at[i];
        if ((c->a != a || c->b != b) && (c->a != b || c->b != a)) continue;
        diag_fail(l->d, where, DIAG_BAD_CORRELATION, "this pair is listed twice");
        diag_note(l->d, c->where, "here first");
        return false;
    }
    return true;
}

static bool read_rank(struct linker *l, uint32_t node, double *rank)
{
    struct type t;
    if (!value_constant(l, node, rank, &t)) return false;
    if (!t.any && !dim_is_none(t.dim))
        return diag_fail(l->d, node_span(l->t, node), DIAG_UNIT_MISMATCH,
                         "a correlation is a pure number");
    if (*rank >= -1 && *rank <= 1) return true;
    return diag_fail(l->d, node_span(l->t, node), DIAG_OUT_OF_RANGE,
                     "a correlation lies between -1 and 1");
}

// What an address draws is not known where a value was refused.
static bool read_between(struct linker *l, uint32_t list, struct drawn *d, bool *left_out)
{
    bool ok = true;
    if (node_count(l->t, list) != 2)
        return diag_fail(l->d, node_span(l->t, list), DIAG_WRONG_FORM,
                         "a correlation is between two addresses, not %u",
                         (unsigned)node_count(l->t, list));
    for (uint32_t i = 0; i < 2; i++) {
        d[i].node = node_item(l->t, list, i);
        d[i].address = node_text(l->t, d[i].node);
        if (is_left_out(l, d[i].address)) *left_out = true;
    }
    for (uint32_t i = 0; i < 2 && !*left_out; i++) {
        bool known = find_draws(l, &d[i]);
        ok = (known ? check_draws(l, &d[i]) : fail_unknown(l, &d[i])) && ok;
    }
    return ok;
}

// A certain value in place of one that was drawn moves with nothing: the pair is left out.
static bool is_made_certain(struct linker *l, const struct drawn *d, struct span where)
{
    const struct drawn *certain = NULL;
    for (uint32_t i = 0; i < 2; i++)
        if (d[i].replaced && d[i].draws.count == 0) certain = &d[i];
    if (!certain) return false;
    diag_warn(l->d, where, DIAG_BAD_CORRELATION,
              "the correlation of %.*s and %.*s is left out: %.*s is made certain",
              STR_ARG(d[0].address), STR_ARG(d[1].address), STR_ARG(certain->address));
    return true;
}

static bool read_pair(struct linker *l, uint32_t map, bool known)
{
    struct drawn d[2] = {{.node = NODE_NONE}, {.node = NODE_NONE}};
    double rank = 0;
    bool left_out = !known;
    if (!schema_check(l->t, map, KEYS_CORRELATION, "a correlation", l->d)) return false;
    uint32_t between = node_get_c(l->t, map, "between"), value = node_get_c(l->t, map, "rank");
    bool ok = read_rank(l, value, &rank);
    ok = read_between(l, between, d, &left_out) && ok;
    if (!ok || left_out) return ok;
    if (is_made_certain(l, d, node_span(l->t, between))) return true;
    if (!check_pair(l, between, d)) return false;
    add_pairs(l, &d[0], &d[1], rank, node_span(l->t, value));
    return true;
}

bool correlations_read(struct linker *l)
{
    uint32_t list = node_get_c(l->t, l->root, "correlations");
    bool ok = true, known = l->d->error_count == 0;
    for (uint32_t i = 0; i < node_count(l->t, list); i++)
        ok = read_pair(l, node_item(l->t, list, i), known) && ok;
    return ok;
}
