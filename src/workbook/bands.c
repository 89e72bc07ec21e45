// bands.c - functions over a table of bands: tier, lookup, interpolate.
#include "workbook/formula_int.h"

struct bands {
    const struct ast *node;
    uint32_t id, rows, column;
    struct place place;  // of its cells
};

static bool open_bands(struct place *t, uint32_t arg, struct bands *b)
{
    const struct program *p = t->plan->program;
    const struct ref *r = &p->asts.refs.at[plan_node(t->plan, arg)->extra];
    uint32_t row = plan_row_of(t->plan, r, t->at.sheet, t->at.workload);
    if (row == NO_NAME || p->rows.at[row].formula == 0) return false;
    b->id = p->rows.at[row].formula;
    b->node = plan_node(t->plan, b->id);
    b->rows = b->node->count / b->node->what;
    b->place = *t;
    b->place.at.sheet = p->rows.at[row].scope;
    b->place.owner = row;
    b->column = 1;
    const struct name *n = row_name(p, row);
    for (uint32_t i = 0; r->part_count > 1 && i < n->column_count; i++)
        if (str_eq(n->columns[i].name, r->part[1])) b->column = i;
    return true;
}

static uint32_t cell_node(const struct bands *b, uint32_t row, uint32_t column)
{
    return plan_kid(b->place.plan, b->id, row * b->node->what + column);
}

static struct expr cell(struct bands *b, uint32_t row, uint32_t column)
{
    struct expr e = formula_eval(&b->place, cell_node(b, row, column));
    return e;
}

static double scale_of(struct bands *b, uint32_t column, double standard)
{
    for (uint32_t i = 0; i < b->rows; i++) {
        if (!cell_node(b, i, column)) continue;
        struct expr e = cell(b, i, column);
        if (!expr_fits_all(e)) return e.scale;
    }
    return standard;
}

// Each band takes what of x lies between its ends, at its own value.
static struct expr tier(struct place *t, struct bands *b, struct expr x)
{
    struct text out = {.arena = t->plan->arena};
    double scale = scale_of(b, b->column, 1);
    struct str amount = expr_text(t, x, RANK_SUM), low = STR_NONE;
    for (uint32_t i = 0; i < b->rows; i++) {
        struct expr of_band = cell(b, i, b->column);
        struct str value = expr_in(t, of_band, scale, RANK_PRODUCT), part = amount;
        struct str high = STR_NONE;
        if (cell_node(b, i, 0)) {
            high = expr_in(t, cell(b, i, 0), x.scale, RANK_PRODUCT);
            part = STR_JOINED(t->plan->arena, STR("MIN("), amount, STR(","), high, STR(")"));
        }
        if (!of_band.zero)
            text_addf(&out, "%sMAX(0,%.*s%s%.*s)*%.*s", out.len ? "+" : "", STR_ARG(part),
                      low.len ? "-" : "", STR_ARG(low), STR_ARG(value));
        low = high.len ? high : low;
    }
    if (out.len == 0) return (struct expr){STR("0"), 1, RANK_ATOM, true, false, false};
    return expr_of(text_str(&out), x.scale * scale, RANK_SUM);
}

// A table that holds no value but 0 is switched off.
static bool is_empty(struct bands *b)
{
    for (uint32_t i = 0; i < b->rows; i++)
        if (!cell(b, i, b->column).zero) return false;
    return true;
}

// The first band whose end is not below x; the last one is open.
static struct expr lookup(struct place *t, struct bands *b, struct expr x)
{
    double scale = scale_of(b, b->column, 1);
    struct str amount = expr_text(t, x, RANK_SUM);
    struct str found = expr_in(t, cell(b, b->rows - 1, b->column), scale, RANK_TEST);
    for (uint32_t i = b->rows - 1; i-- > 0;) {
        if (!cell_node(b, i, 0)) continue;
        found = str_format(t->plan->arena, "IF(%.*s<=%.*s,%.*s,%.*s)", STR_ARG(amount),
                           STR_ARG(expr_in(t, cell(b, i, 0), x.scale, RANK_SUM)),
                           STR_ARG(expr_in(t, cell(b, i, b->column), scale, RANK_TEST)),
                           STR_ARG(found));
    }
    return expr_of(found, scale, RANK_ATOM);
}

static struct expr interpolate(struct place *t, struct bands *b, struct expr x)
{
    double scale = scale_of(b, b->column, 1);
    struct str amount = expr_text(t, x, RANK_PRODUCT);
    struct str y = expr_in(t, cell(b, 0, b->column), scale, RANK_TEST);
    for (uint32_t i = 0; i + 1 < b->rows; i++) {
        struct str x0 = expr_in(t, cell(b, i, 0), x.scale, RANK_PRODUCT);
        struct str x1 = expr_in(t, cell(b, i + 1, 0), x.scale, RANK_PRODUCT);
        struct str y0 = expr_in(t, cell(b, i, b->column), scale, RANK_PRODUCT);
        struct str y1 = expr_in(t, cell(b, i + 1, b->column), scale, RANK_PRODUCT);
        y = str_format(t->plan->arena,
                       "IF(%.*s<%.*s,%.*s+MIN(1,(%.*s-%.*s)/(%.*s-%.*s))*(%.*s-%.*s),%.*s)",
                       STR_ARG(x0), STR_ARG(amount), STR_ARG(y0), STR_ARG(amount), STR_ARG(x0),
                       STR_ARG(x1), STR_ARG(x0), STR_ARG(y1), STR_ARG(y0), STR_ARG(y));
    }
    return expr_of(y, scale, RANK_ATOM);
}

struct expr bands_call(struct place *t, uint32_t id)
{
    struct expr x = formula_part(t, plan_kid(t->plan, id, 0));
    struct bands b;
    if (!open_bands(t, plan_kid(t->plan, id, 1), &b))
        return expr_fail(t, "its table is not given");
    if (is_empty(&b)) return (struct expr){STR("0"), 1, RANK_ATOM, true, false, false};
    if (expr_fits_all(x)) x.scale = scale_of(&b, 0, 1);
    enum func func = (enum func)plan_node(t->plan, id)->what;
    struct expr out = func == FUNC_TIER     ? tier(t, &b, x)
                      : func == FUNC_LOOKUP ? lookup(t, &b, x)
                                            : interpolate(t, &b, x);
    if (b.place.reason.len) t->reason = b.place.reason;
    return out;
}
