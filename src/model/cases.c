// cases.c - named sets of values, and those of them that simulate draws by their weights.
#include "model/cases.h"

#include "base/num.h"

#include <math.h>

// Every case has a name that --case can give, and addresses.
bool cases_check(struct linker *l)
{
    uint32_t map = node_get_c(l->t, l->root, "cases");
    bool ok = true;
    for (uint32_t i = 0; i < node_count(l->t, map); i++) {
        uint32_t value = node_value(l->t, map, i);
        ok = check_id_key(l->t, node_key(l->t, map, i), "the name of a case", l->d) && ok;
        if (!node_is_map(l->t, value))
            ok = diag_fail(l->d, node_span(l->t, value), DIAG_WRONG_FORM,
                           "a case is a map of ADDRESS: VALUE, not %s", kind_word(l->t, value));
    }
    return ok;
}

// ---- weights -----------------------------------------------------------------------------------

static bool read_weight(struct linker *l, uint32_t node, double *weight)
{
    struct type t;
    if (!value_constant(l, node, weight, &t)) return false;
    if (!t.any && !dim_is_none(t.dim))
        return diag_fail(l->d, node_span(l->t, node), DIAG_UNIT_MISMATCH,
                         "a weight is a pure number, such as 30 %%");
    if (*weight >= 0 && *weight <= 1) return true;
    return diag_fail(l->d, node_span(l->t, node), DIAG_OUT_OF_RANGE,
                     "a weight lies between 0 and 1");
}

static bool fail_total(struct linker *l, double total)
{
    uint32_t cases = node_find_key(l->t, l->root, STR("cases"));
    char text[NUM_TEXT], rest[NUM_TEXT];
    num_write_tidy(text, total);
    num_write_tidy(rest, 1 - total);
    diag_fail(l->d, node_span(l->t, cases), DIAG_BAD_RANGE,
              "the weights of the cases add up to %s, not to 1", text);
    if (total < 1)
        diag_help(l->d, "for the scenario as it stands add `as_is: {weight: %s}`", rest);
    return false;
}

// discrete(1, weight, 2, weight ..), whose draw is named `cases`.
bool cases_read_weights(struct linker *l)
{
    uint32_t count = l->overlay->drawn.count;
    if (count == 0) return true;
    uint32_t *kids = ARENA_ARRAY(l->a, uint32_t, (size_t)2 * count);
    double total = 0;
    bool ok = true;
    for (uint32_t i = 0; i < count; i++) {
        double weight = 0;
        uint32_t node = node_get_c(l->t, l->overlay->drawn.at[i].map, "weight");
        ok = read_weight(l, node, &weight) && ok;
        total += weight;
        kids[2 * i] = ast_constant(&l->p->asts, i + 1, UNIT_ONE, STR(""));
        kids[2 * i + 1] = ast_constant(&l->p->asts, weight, UNIT_ONE, STR(""));
    }
    if (ok && fabs(total - 1) > 1e-9) ok = fail_total(l, total);
    for (uint32_t i = 0; i < count && !ok; i++)  // reported; nothing more is to say of it
        kids[2 * i + 1] = ast_constant(&l->p->asts, i == 0, UNIT_ONE, STR(""));
    struct ast n = {.kind = AST_DIST, .what = DIST_DISCRETE};
    n.code = node_get_c(l->t, l->root, "cases");
    l->case_number = ast_add(&l->p->asts, n, kids, 2 * count);
    program_add_draws(l->p, l->case_number, STR("cases"));
    return ok;
}

// ---- values ------------------------------------------------------------------------------------

bool cases_is_value(const struct tree *t, uint32_t node)
{
    return node_is_map(t, node) && node_get_c(t, node, CASES_KEY) != NODE_NONE;
}

// The draws of what stands in the file are named by its address, those of a case by the place there.
static bool read_one(struct linker *l, uint32_t node, uint32_t item, bool own, uint32_t *kid)
{
    struct figure f;
    struct str address = value_address(l, node, STR("cases")), missing = STR("");
    if (own) address = value_address(l, item, address);
    if (!value_pick(l, item, true, &item, &missing)) return false;
    if (missing.len)
        return diag_fail(l->d, node_span(l->t, node), DIAG_MISSING_VALUE, "%.*s",
                         STR_ARG(missing));
    if (!value_read(l, item, address, &f)) return false;
    *kid = f.formula;
    return true;
}

bool cases_read_value(struct linker *l, uint32_t node, uint32_t *formula, bool *open)
{
    uint32_t list = node_get_c(l->t, node, CASES_KEY), count = node_count(l->t, list);
    uint32_t drawn = l->overlay ? l->overlay->drawn.count : 0;
    if (!node_is_list(l->t, list) || drawn == 0 || count != drawn + 1)
        return diag_fail(l->d, node_span(l->t, node), DIAG_WRONG_FORM,
                         "a value is expected, not a map");
    uint32_t *kids = ARENA_ARRAY(l->a, uint32_t, count + 1), first = node_item(l->t, list, 0);
    bool ok = true;
    kids[0] = l->case_number;
    *open = false;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t item = node_item(l->t, list, i);
        ok = read_one(l, node, item, item != first, &kids[i + 1]) && ok;
        *open = *open || kids[i + 1] == 0;
    }
    if (!ok) return false;
    struct ast n = {.kind = AST_CASES, .code = node};
    *formula = ast_add(&l->p->asts, n, kids, count + 1);
    for (uint32_t i = 0; i < drawn; i++)
        ast_name_arg(&l->p->asts, *formula, i + 2, l->overlay->drawn.at[i].name);
    return true;
}

// What stands in the file is what the catalogue knows, where the scenario says nothing.
uint32_t cases_refine(struct linker *l, uint32_t below, uint32_t own)
{
    uint32_t list = node_get_c(l->t, own, CASES_KEY), count = node_count(l->t, list);
    uint32_t *items = ARENA_ARRAY(l->a, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        items[i] = node_item(l->t, list, i);
        if (node_is(l->t, items[i], "auto")) items[i] = below;
    }
    uint32_t pair[2] = {node_find_key(l->t, own, STR(CASES_KEY)),
                        tree_add_list(l->t, items, count, node_span(l->t, list))};
    return tree_add_map(l->t, pair, 1, node_span(l->t, own));
}
