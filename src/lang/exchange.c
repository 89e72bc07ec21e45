#include "lang/exchange.h"

// What a number was multiplied by, in `extra` of the node: a rate and its power. 0 for several.
enum { POWERS = 32, POWER_ZERO = 16 };

// To what power a currency stands in a unit: how much the unit grows when its rate doubles.
static int power_of(const struct unit_system *units, uint32_t rate, struct str text)
{
    struct unit_system doubled = *units;
    struct unit before, after;
    struct str bad;
    doubled.rates[rate].value *= 2;
    if (!unit_parse(units, text, &before, &bad) || !unit_parse(&doubled, text, &after, &bad))
        return 0;
    int power = 0;
    double grown = after.factor / before.factor;
    for (; grown > 1; grown /= 2)
        power++;
    for (; grown < 1; grown *= 2)
        power--;
    return power;
}

static uint32_t call(struct ast_store *s, struct ast like, enum func f, uint32_t a, uint32_t b)
{
    struct ast n = {.kind = AST_CALL, .what = (uint8_t)f, .flags = AST_MOVES};
    n.code = like.code;
    n.start = like.start;
    n.end = like.end;
    return ast_add(s, n, (uint32_t[]){a, b}, 2);
}

static uint32_t times_rate(const struct parse_context *c, uint32_t id, uint32_t rate, int power)
{
    struct ast_store *s = c->store;
    struct ast place = *ast_get(s, id), name = place;
    struct str part[] = {STR("exchange"), currency_name(c->units->rates[rate].code)};
    struct ref r = {.part = ref_parts(s, part, 2), .part_count = 2};
    name.kind = AST_NAME;
    name.what = name.flags = 0;
    name.extra = VEC_PUSH(s->arena, &s->refs, r);
    uint32_t factor = ast_add(s, name, NULL, 0);
    int size = power < 0 ? -power : power;
    if (size > 1)
        factor = call(s, place, FUNC_POW, factor, ast_constant(s, size, UNIT_ONE, STR("")));
    uint32_t made = call(s, place, power < 0 ? FUNC_DIV : FUNC_MUL, id, factor);
    bool several = ast_get(s, id)->flags & AST_MOVES;
    s->nodes.at[made].extra = several ? 0 : 1 + rate * POWERS + (uint32_t)(POWER_ZERO + power);
    return made;
}

static uint32_t convert_number(const struct parse_context *c, uint32_t id)
{
    struct str unit = c->store->literals.at[ast_get(c->store, id)->extra].unit_text;
    for (uint32_t i = 0; i < c->units->rate_count && unit.len; i++) {
        int power = c->units->rates[i].moves ? power_of(c->units, i, unit) : 0;
        if (power) id = times_rate(c, id, i, power);
    }
    return id;
}

static bool is_bare(const struct ast_store *s, uint32_t id)
{
    const struct ast *n = ast_get(s, id);
    return n->kind == AST_NUMBER && s->literals.at[n->extra].unit_text.len == 0;
}

uint32_t exchange_lift(const struct parse_context *c, uint32_t dist)
{
    struct ast_store *s = c->store;
    uint32_t by = 0;
    for (uint32_t i = 0; i < ast_get(s, dist)->count; i++) {
        uint32_t kid = ast_kid(s, dist, i);
        const struct ast *n = ast_get(s, kid);
        bool moves = n->flags & AST_MOVES;
        if (moves && (n->extra == 0 || (by && by != n->extra))) return dist;
        if (!moves && !is_bare(s, kid)) return dist;
        if (moves) by = n->extra;
    }
    if (!by) return dist;
    for (uint32_t i = 0; i < ast_get(s, dist)->count; i++) {
        uint32_t kid = ast_kid(s, dist, i);
        if (ast_get(s, kid)->flags & AST_MOVES)
            s->kids.at[ast_get(s, dist)->first + i] = ast_kid(s, kid, 0);
    }
    return times_rate(c, dist, (by - 1) / POWERS, (int)((by - 1) % POWERS) - POWER_ZERO);
}

uint32_t exchange_convert(const struct parse_context *c, uint32_t root)
{
    struct ast_store *s = c->store;
    for (uint32_t i = 0; i < ast_get(s, root)->count; i++) {
        uint32_t kid = exchange_convert(c, ast_kid(s, root, i));
        s->kids.at[ast_get(s, root)->first + i] = kid;
    }
    switch ((enum ast_kind)ast_get(s, root)->kind) {
    case AST_NUMBER: return convert_number(c, root);
    case AST_DIST:
    case AST_RANGE: return exchange_lift(c, root);
    case AST_NONE:
    case AST_WORD:
    case AST_NAME:
    case AST_CALL:
    case AST_STEPPED:
    case AST_GROWTH:
    case AST_STEPS:
    case AST_SERIES:
    case AST_CASES:
    case AST_TABLE:
    case AST_CALC:
    case AST_LIST:
    case AST_DATE:
    case AST_NULL: break;
    }
    return root;
}
