// split.c - formulas that nobody could read in one go: their longest operands get cells of their own,
// grouped below the row that they help, until what is left is short.
#include "workbook/formula_int.h"

// May it stand in a cell of its own? Names and numbers have one.
static bool is_operand(const struct place *t, uint32_t id)
{
    switch ((enum ast_kind)plan_node(t->plan, id)->kind) {
    case AST_CALL: return !plan_is_number(t->plan, id);
    case AST_CALC:
    case AST_GROWTH:
    case AST_STEPS:
    case AST_SERIES: return true;
    case AST_NONE:
    case AST_NUMBER:
    case AST_WORD:
    case AST_NAME:
    case AST_DIST:
    case AST_RANGE:
    case AST_STEPPED:
    case AST_CASES:
    case AST_TABLE:
    case AST_LIST:
    case AST_DATE:
    case AST_NULL: break;
    }
    return false;
}

bool split_has(const struct place *t, uint32_t id)
{
    for (uint32_t i = 0; i < t->cuts; i++)
        if (t->cut[i] == id) return true;
    return false;
}

struct quantity_key split_key(const struct place *t, uint32_t id)
{
    struct quantity_key key = t->at;
    key.node = id;
    if (t->at.kind > QUANTITY_PART) return key;  // in the same hour, or of the same age
    key.kind = QUANTITY_PART;
    key.index = PART_OPERAND;
    return key;
}

struct longest {
    uint32_t id;
    size_t length;
};

// What an arm that is not taken can't compute stays in its arm, where nobody sees that it fails.
static void look_at(struct place *t, uint32_t id, struct longest *found)
{
    enum { OF_A_CELL = 24 };
    if (plan_node(t->plan, id)->kind == AST_LIST)
        for (uint32_t i = 0; i < plan_node(t->plan, id)->count; i++)
            look_at(t, plan_kid(t->plan, id, i), found);
    if (!is_operand(t, id) || split_has(t, id)) return;
    struct place alone = *t;
    size_t length = formula_length(t->plan, t->page, formula_eval(&alone, id).text);
    if (alone.reason.len || length <= OF_A_CELL || length <= found->length) return;
    if (plan_is_known(t->plan, split_key(t, id))) *found = (struct longest){id, length};
}

// Operands that are evaluated where the formula stands: others are series, or stand in lines of their
// own by hour, by age or by month of purchase.
static uint32_t first_operand(const struct place *t, uint32_t id)
{
    const struct ast *n = plan_node(t->plan, id);
    if (n->kind != AST_CALL) return 0;
    enum func_way way = func_row((enum func)n->what)->way;
    if (way == WAY_LAG || way == WAY_AT) return 1;
    if (way == WAY_COHORTS && t->at.kind == QUANTITY_VINTAGE && t->at.node == id) return 1;
    bool none = way == WAY_COHORTS || way == WAY_HOURS || way == WAY_CUMULATIVE ||
                way == WAY_TOTAL || way == WAY_WRITTEN_OFF || way == WAY_WRITTEN_DOWN ||
                way == WAY_LINES || way == WAY_TIER || way == WAY_LOOKUP ||
                way == WAY_INTERPOLATE;
    return none ? n->count : 0;
}

bool split_further(struct place *t, uint32_t id, struct expr e)
{
    struct longest found = {0, 0};
    if (t->cuts == COUNT_OF(t->cut) || t->reason.len) return false;
    if (formula_length(t->plan, t->page, e.text) <= LONGEST_FORMULA) return false;
    struct place inner = *t;
    const struct sheet *s = &t->plan->program->sheets.at[t->at.sheet];
    bool over_workloads = plan_node(t->plan, id)->kind == AST_CALL &&
                          func_row((enum func)plan_node(t->plan, id)->what)->rule == RULE_SUM;
    if (over_workloads && s->workload_count) inner.at.workload = s->workloads[0];
    for (uint32_t i = first_operand(t, id); i < plan_node(t->plan, id)->count; i++)
        look_at(&inner, plan_kid(t->plan, id, i), &found);
    if (found.length == 0) return false;
    t->cut[t->cuts++] = found.id;
    return true;
}
