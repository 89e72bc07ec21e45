// rates.c - the yearly rates of `finance`, and a discount rate that follows from others.
//
// The discount rate is stated, or it is the weighted cost of capital after tax, or it follows from
// a real rate and inflation. What is derived is a row with a formula like any other, so that
// `explain` shows where it comes from.
#include "model/own_int.h"

struct rate_key {
    const char *key, *unit;
    bool share;  // between 0 and 1
};

enum {
    REAL_RATE,
    EQUITY_WEIGHT,
    DEBT_WEIGHT,
    COST_OF_EQUITY,
    COST_OF_DEBT,
    INTEREST_TAX_RATE,
    INFLATION,
    FINANCE_RATE,
    REINVEST_RATE,
    COST_OF_CAPITAL,
    DISCOUNT_RATE,
    RATE_KEYS
};

static const struct rate_key KEYS[RATE_KEYS] = {
    [REAL_RATE] = {"real_rate", "1/year", false},
    [EQUITY_WEIGHT] = {"equity_weight", "1", true},
    [DEBT_WEIGHT] = {"debt_weight", "1", true},
    [COST_OF_EQUITY] = {"cost_of_equity", "1/year", false},
    [COST_OF_DEBT] = {"cost_of_debt", "1/year", false},
    [INTEREST_TAX_RATE] = {"interest_tax_rate", "1", true},
    [INFLATION] = {"inflation", "1/year", false},
    [FINANCE_RATE] = {"finance_rate", "1/year", false},
    [REINVEST_RATE] = {"reinvest_rate", "1/year", false},
    [COST_OF_CAPITAL] = {"cost_of_capital", "1/year", false},
    [DISCOUNT_RATE] = {"discount_rate", "1/year", false},
};

static const char WEIGHTED[] =
    "finance.equity_weight * finance.cost_of_equity + finance.debt_weight * "
    "finance.cost_of_debt * (1 - finance.interest_tax_rate)";
static const char NOMINAL[] =
    "((1 + finance.real_rate * 1 year) * (1 + finance.inflation * 1 year) - 1) / 1 year";

uint32_t rates_name_count(void)
{
    return RATE_KEYS;
}

void rates_init(struct program *p)
{
    p->discount_rate = p->cost_of_capital = NO_NAME;
    p->inflation = p->finance_rate = p->reinvest_rate = NO_NAME;
    p->real_rate = p->cost_of_equity = p->equity_weight = p->debt_weight = NO_NAME;
    p->interest_tax_rate = NO_NAME;
}

static struct name rate_name(struct linker *l, const struct rate_key *k, struct span where)
{
    struct str text = str_format(l->a, "finance.%s", k->key);
    struct name n = own_name(l, str_to_c(l->a, text), k->unit);
    n.where = where;
    n.has_min = n.has_max = k->share;
    n.max = 1;
    n.compounds = !k->share;
    return n;
}

static uint32_t add_rate(struct linker *l, struct name n, const struct figure *f)
{
    uint32_t name = form_add(l->p, 0, n), row = own_add_row(l, name, NO_WORKLOAD, f);
    l->p->sheets.at[0].row_of[name] = row;
    return row;
}

static bool read_key(struct linker *l, uint32_t finance, const struct rate_key *k,
                     uint32_t *row)
{
    uint32_t node = node_get_c(l->t, finance, k->key);
    *row = NO_NAME;
    if (node == NODE_NONE) return true;
    struct name n = rate_name(l, k, node_span(l->t, node));
    struct figure f;
    bool ok = own_read(l, node, n.text, &n, &f);
    *row = add_rate(l, n, &f);
    return ok;
}

// ---- a discount rate that follows from others --------------------------------------------------

static bool derive(struct linker *l, const char *formula, uint32_t cause,
                   enum rate_source source)
{
    struct name n = rate_name(l, &KEYS[DISCOUNT_RATE], node_span(l->t, cause));
    l->p->discounted_by = source;
    return own_derive(l, n, str_of(formula), STR("finance"), &l->p->discount_rate);
}

// The weighted cost of capital needs all of its keys. `cost_of_equity` alone asks for none.
static bool read_weighted(struct linker *l, uint32_t finance, const uint32_t *rows)
{
    uint32_t cause = NODE_NONE;
    bool ok = true;
    for (int k = EQUITY_WEIGHT; k <= INTEREST_TAX_RATE; k++)
        if (cause == NODE_NONE && k != COST_OF_EQUITY)
            cause = node_find_key(l->t, finance, str_of(KEYS[k].key));
    if (cause == NODE_NONE) return true;
    if (rows[DISCOUNT_RATE] != NO_NAME) {
        diag_fail(l->d, node_span(l->t, cause), DIAG_WRONG_FORM,
                  "the discount rate is stated, and would follow from this too");
        diag_help(l->d, "leave out finance.discount_rate, or the costs of equity and debt");
        return false;
    }
    for (int k = EQUITY_WEIGHT; k <= INTEREST_TAX_RATE; k++) {
        if (rows[k] != NO_NAME) continue;
        ok = diag_fail(l->d, node_span(l->t, cause), DIAG_MISSING_KEY,
                       "a weighted cost of capital needs finance.%s", KEYS[k].key);
        if (k == INTEREST_TAX_RATE) diag_help(l->d, "0 where interest saves no tax");
    }
    return ok && derive(l, WEIGHTED, cause, RATE_IS_WEIGHTED);
}

static bool read_real(struct linker *l, uint32_t finance, const uint32_t *rows)
{
    uint32_t cause = node_find_key(l->t, finance, STR("real_rate"));
    if (cause == NODE_NONE) return true;
    if (rows[INFLATION] == NO_NAME) {
        diag_fail(l->d, node_span(l->t, cause), DIAG_MISSING_KEY,
                  "a real rate needs finance.inflation: costs are in money of their month");
        diag_help(l->d, "0 %%/year where prices do not rise");
        return false;
    }
    return l->p->discount_rate != NO_NAME || derive(l, NOMINAL, cause, RATE_IS_REAL);
}

bool rates_read(struct linker *l, uint32_t finance)
{
    uint32_t rows[RATE_KEYS];
    struct program *p = l->p;
    bool ok = true;
    for (int k = 0; k < RATE_KEYS; k++)
        ok = read_key(l, finance, &KEYS[k], &rows[k]) && ok;
    p->discount_rate = rows[DISCOUNT_RATE];
    p->cost_of_capital = rows[COST_OF_CAPITAL];
    p->inflation = rows[INFLATION];
    p->finance_rate = rows[FINANCE_RATE];
    p->reinvest_rate = rows[REINVEST_RATE];
    p->real_rate = rows[REAL_RATE];
    p->cost_of_equity = rows[COST_OF_EQUITY];
    p->equity_weight = rows[EQUITY_WEIGHT];
    p->debt_weight = rows[DEBT_WEIGHT];
    p->interest_tax_rate = rows[INTEREST_TAX_RATE];
    ok = read_weighted(l, finance, rows) && ok;
    return read_real(l, finance, rows) && ok;
}
