#include "lang/ast.h"

// Room for the formulas of a usual scenario: memory that nobody touches costs nothing, and lists
// that never move are not copied.
enum { FIRST_NODES = 8192 };

void ast_init(struct ast_store *s, struct arena *a)
{
    *s = (struct ast_store){.arena = a};
    VEC_RESERVE(a, &s->nodes, FIRST_NODES);
    VEC_RESERVE(a, &s->kids, FIRST_NODES);
    VEC_RESERVE(a, &s->refs, FIRST_NODES / 4);
    VEC_RESERVE(a, &s->literals, FIRST_NODES / 4);
    VEC_PUSH(a, &s->nodes, (struct ast){.kind = AST_NONE});
    VEC_PUSH(a, &s->literals, (struct literal){.unit = UNIT_ONE});
}

uint32_t ast_add(struct ast_store *s, struct ast node, const uint32_t *kids, uint32_t count)
{
    node.first = s->kids.count;
    node.count = count;
    uint8_t deepest = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (s->nodes.at[kids[i]].depth > deepest) deepest = s->nodes.at[kids[i]].depth;
        VEC_PUSH(s->arena, &s->kids, kids[i]);
    }
    node.depth = deepest < UINT8_MAX ? (uint8_t)(deepest + 1) : UINT8_MAX;
    return VEC_PUSH(s->arena, &s->nodes, node);
}

const struct str *ref_parts(struct ast_store *s, const struct str *part, uint32_t count)
{
    struct str *kept = ARENA_ARRAY(s->arena, struct str, count);
    for (uint32_t i = 0; i < count; i++)
        kept[i] = part[i];
    return kept;
}

void ast_name_arg(struct ast_store *s, uint32_t id, uint32_t i, struct str name)
{
    VEC_PUSH(s->arena, &s->arg_names, (struct arg_name){s->nodes.at[id].first + i, name});
}

struct str ast_arg_name(const struct ast_store *s, uint32_t id, uint32_t i)
{
    uint32_t kid = s->nodes.at[id].first + i, low = 0, high = s->arg_names.count;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (s->arg_names.at[middle].kid < kid)
            low = middle + 1;
        else
            high = middle;
    }
    bool found = low < s->arg_names.count && s->arg_names.at[low].kid == kid;
    return found ? s->arg_names.at[low].name : STR_NONE;
}

bool ast_is_written(const struct ast_store *s, uint32_t id)
{
    const struct ast *n = ast_get(s, id);
    return n->code > 0 || n->end > 0;
}

uint32_t ast_constant(struct ast_store *s, double value, struct unit unit, struct str unit_text)
{
    uint32_t literal =
        VEC_PUSH(s->arena, &s->literals, (struct literal){value, unit, unit_text, 0});
    struct ast n = {.kind = AST_NUMBER, .extra = literal, .number = value * unit.factor};
    return ast_add(s, n, NULL, 0);
}

bool ast_is_closed(const struct ast_store *s, uint32_t id)
{
    const struct ast *n = ast_get(s, id);
    bool closed = n->kind != AST_NAME && !(n->flags & AST_MOVES);
    for (uint32_t i = 0; i < n->count && closed; i++)
        closed = ast_is_closed(s, ast_kid(s, id, i));
    return closed;
}

struct span ast_place(const struct ast_store *s, const struct placer *p, uint32_t id)
{
    const struct ast *n = ast_get(s, id);
    return p->place(p->context, n->code, n->start, n->end);
}
