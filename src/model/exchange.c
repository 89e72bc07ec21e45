// exchange.c - rates of other currencies: one number, or a path with or without a hedge.
//
// A rate that is one number converts units when they are read. One that moves is a row of the
// scenario, exchange.EUR, that amounts in the currency are multiplied by. A hedge fixes the rate
// of a share for a term:
//
//     rate = hedged * forward + (1 - hedged) * spot     before the term has run out
#include "model/own_int.h"

enum { SPOT, FORWARD, HEDGED, TERM, HEDGE_KEYS };

static const struct {
    const char *key, *unit;  // NULL: the home currency
} KEYS[HEDGE_KEYS] = {
    [SPOT] = {"spot", NULL},
    [FORWARD] = {"forward", NULL},
    [HEDGED] = {"hedged", "1"},
    [TERM] = {"term", "month"},
};

static const double LEAST_RATE = 1e-9;

static bool is_hedge(const struct linker *l, uint32_t node)
{
    return node_is_map(l->t, node) && node_get_c(l->t, node, KEYS[SPOT].key) != NODE_NONE;
}

static bool add_rate(struct linker *l, uint32_t key, double value)
{
    struct unit_system *u = &l->p->units;
    uint8_t code = currency_code(node_text(l->t, key));
    if (u->rate_count == UNIT_RATES)
        return diag_fail(l->d, node_span(l->t, key), DIAG_TOO_LARGE, "more than %d currencies",
                         UNIT_RATES);
    u->rates[u->rate_count].code = code;
    u->rates[u->rate_count].moves = value == 0;
    u->rates[u->rate_count++].value = value == 0 ? 1 : value;
    return true;
}

// After a mistake, units convert all the same, so that nothing else is said of the currency.
static bool keep_currency(struct linker *l, uint32_t key)
{
    add_rate(l, key, 1);
    return false;
}

static bool read_number(struct linker *l, uint32_t key, uint32_t value)
{
    struct unit_system *u = &l->p->units;
    double rate;
    struct type type;
    if (!value_constant(l, value, &rate, &type)) return keep_currency(l, key);
    if (!dim_eq(type.dim, dim_of_currency(u->home)))
        diag_fail(l->d, node_span(l->t, value), DIAG_UNIT_MISMATCH,
                  "a rate says what one unit is worth: 1.08 %.*s",
                  STR_ARG(currency_name(u->home)));
    else if (rate <= 0)
        diag_fail(l->d, node_span(l->t, value), DIAG_OUT_OF_RANGE, "a rate is above zero");
    else
        return add_rate(l, key, rate);
    return keep_currency(l, key);
}

static bool is_number(const struct linker *l, uint32_t formula)
{
    const struct ast *n = ast_get(&l->p->asts, formula);
    return n->kind == AST_NUMBER || (n->kind == AST_CALL && n->what == FUNC_NEG);
}

// One number, or a formula over others, some of which may be uncertain.
static bool read_scalar(struct linker *l, uint32_t key, uint32_t value)
{
    struct figure f;
    struct str address = value_address(l, value, STR("exchange"));
    if (!value_read(l, value, address, &f)) return keep_currency(l, key);
    return is_number(l, f.formula) ? read_number(l, key, value) : add_rate(l, key, 0);
}

// {EUR: 1.08 USD}, a figure with its date, a path, or a path with a hedge.
static bool read_rate(struct linker *l, uint32_t key, uint32_t value)
{
    uint8_t code = currency_code(node_text(l->t, key));
    if (!code || code == l->p->units.home) {
        struct str home = currency_name(l->p->units.home);
        diag_fail(l->d, node_span(l->t, key), DIAG_UNKNOWN_UNIT,
                  "the code of another currency is expected, not '%.*s'",
                  STR_ARG(str_visible(l->d->arena, node_text(l->t, key))));
        if (code)
            diag_help(l->d, "results are in %.*s: say what another is worth, as %s: .. %.*s",
                      STR_ARG(home), str_is(home, "USD") ? "EUR" : "USD", STR_ARG(home));
        return false;
    }
    if (is_hedge(l, value)) return add_rate(l, key, 0);
    bool figure = node_is_map(l->t, value) && !has_date_keys(l->t, value) &&
                  !is_spread_form(l->t, value) && node_get_c(l->t, value, "from") == NODE_NONE;
    if (figure) value = node_get_c(l->t, value, "value");
    if (value == NODE_NONE) {
        diag_fail(l->d, node_span(l->t, key), DIAG_MISSING_VALUE,
                  "a rate needs `value`, or `spot` with `forward`");
        return keep_currency(l, key);
    }
    return node_is_scalar(l->t, value) ? read_scalar(l, key, value) : add_rate(l, key, 0);
}

bool exchange_read(struct linker *l)
{
    uint32_t map = node_get_c(l->t, l->root, "exchange");
    bool ok = true;
    for (uint32_t i = 0; i < node_count(l->t, map); i++)
        ok = read_rate(l, node_key(l->t, map, i), node_value(l->t, map, i)) && ok;
    return ok;
}

// ---- rows of rates that move -------------------------------------------------------------------

uint32_t exchange_name_count(const struct program *p)
{
    return p->units.rate_count * (HEDGE_KEYS + 1);
}

static bool add_input(struct linker *l, const char *currency, int k, uint32_t node)
{
    struct str address = str_format(l->a, "exchange.%s.%s", currency, KEYS[k].key);
    struct str home = currency_name(l->p->units.home);
    struct name n = own_name(l, str_to_c(l->a, address),
                             KEYS[k].unit ? KEYS[k].unit : str_to_c(l->a, home));
    n.where = node_span(l->t, node);
    n.has_min = true;
    n.has_max = k == HEDGED;
    n.min = k == SPOT || k == FORWARD ? LEAST_RATE : 0;
    n.max = 1;
    struct figure f;
    bool ok = own_read(l, node, address, &n, &f);
    uint32_t name = form_add(l->p, 0, n);
    l->p->sheets.at[0].row_of[name] = own_add_row(l, name, NO_WORKLOAD, &f);
    return ok;
}

static bool read_hedge(struct linker *l, const char *currency, uint32_t map)
{
    bool ok = schema_check(l->t, map, KEYS_EXCHANGE, "a rate with a hedge", l->d);
    for (int k = 0; k < HEDGE_KEYS; k++) {
        uint32_t node = node_get_c(l->t, map, KEYS[k].key);
        if (node != NODE_NONE) ok = add_input(l, currency, k, node) && ok;
    }
    return ok;
}

static bool add_moving(struct linker *l, uint32_t key, uint32_t value)
{
    const char *currency = str_to_c(l->a, node_text(l->t, key));
    struct str home = currency_name(l->p->units.home), formula, address;
    address = str_format(l->a, "exchange.%s", currency);
    bool hedge = is_hedge(l, value), term = node_get_c(l->t, value, "term") != NODE_NONE;
    bool ok = hedge ? read_hedge(l, currency, value) : add_input(l, currency, SPOT, value);
    const char *mix = "exchange.hedged * exchange.forward + (1 - exchange.hedged) * "
                      "exchange.spot";
    if (!hedge) mix = "exchange.spot";
    formula = hedge && term
                  ? str_format(l->a, "if(elapsed < exchange.term, %s, exchange.spot)", mix)
                  : str_of(mix);
    formula = str_format(l->a, "(%.*s) / 1 %.*s", STR_ARG(formula), STR_ARG(home));
    struct name n = own_name(l, str_to_c(l->a, address), "1");
    n.unit_text = str_format(l->a, "%.*s/%s", STR_ARG(home), currency);
    n.where = node_span(l->t, key);
    uint32_t row;
    if (ok) return own_derive(l, n, formula, address, &row);
    uint32_t name = form_add(l->p, 0, n);  // so that amounts in it are not reported too
    l->p->sheets.at[0].row_of[name] = own_add_row(l, name, NO_WORKLOAD, &(struct figure){0});
    return false;
}

// A rate that is one number is no part of any formula; its row says where it comes from.
static bool add_number(struct linker *l, uint32_t key, uint32_t value)
{
    struct str home = currency_name(l->p->units.home),
               address = str_format(l->a, "exchange.%.*s", STR_ARG(node_text(l->t, key)));
    struct name n = own_name(l, str_to_c(l->a, address), str_to_c(l->a, home));
    struct figure f;
    n.where = node_span(l->t, key);
    bool ok = own_read(l, value, address, &n, &f);
    uint32_t name = form_add(l->p, 0, n), row = own_add_row(l, name, NO_WORKLOAD, &f);
    l->p->sheets.at[0].row_of[name] = row;
    VEC_PUSH(l->a, &l->p->exchange, row);
    return ok;
}

bool exchange_add_rows(struct linker *l)
{
    uint32_t map = node_get_c(l->t, l->root, "exchange");
    const struct unit_system *u = &l->p->units;
    bool ok = true;
    for (uint32_t i = 0; i < node_count(l->t, map); i++) {
        uint32_t key = node_key(l->t, map, i);
        uint32_t value = node_value(l->t, map, i), r = 0;
        while (r < u->rate_count && u->rates[r].code != currency_code(node_text(l->t, key)))
            r++;
        if (r == u->rate_count) continue;
        if (u->rates[r].moves)
            ok = add_moving(l, key, value) && ok;
        else if (l->d->error_count == 0)  // a number was reported where it was read
            ok = add_number(l, key, value) && ok;
    }
    return ok;
}
