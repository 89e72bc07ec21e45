#include "model/like.h"

#include "base/map.h"

bool has_date_keys(const struct tree *t, uint32_t map)
{
    if (node_count(t, map) == 0) return false;
    struct str key = node_text(t, node_key(t, map, 0));
    bool year = key.len > 5 && key.at[4] == '-';
    for (size_t i = 0; i < 6 && year; i++)
        year = i == 4 || (key.at[i] >= '0' && key.at[i] <= '9');
    return year;
}

// "p5" .. "p95".
bool is_percentile(struct str key)
{
    if (key.len < 2 || key.len > 3 || key.at[0] != 'p') return false;
    for (size_t i = 1; i < key.len; i++)
        if (key.at[i] < '0' || key.at[i] > '9') return false;
    return true;
}

bool is_spread_form(const struct tree *t, uint32_t map)
{
    static const char *const keys[] = {"shape", "mode", "mean", "sd", "min", "max"};
    for (size_t i = 0; i < COUNT_OF(keys) && node_is_map(t, map); i++)
        if (node_get_c(t, map, keys[i]) != NODE_NONE) return true;
    for (uint32_t i = 0; i < node_count(t, map) && node_is_map(t, map); i++)
        if (is_percentile(node_text(t, node_key(t, map, i)))) return true;
    return false;
}

bool is_path_form(const struct tree *t, uint32_t map)
{
    static const char *const keys[] = {"from", "value", "low", "high"};
    if (!node_is_map(t, map)) return false;
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        if (node_get_c(t, map, keys[i]) != NODE_NONE) return true;
    if (node_get_c(t, map, CASES_KEY) != NODE_NONE) return true;
    return has_date_keys(t, map) || is_spread_form(t, map);
}

struct pairs {
    VEC(uint32_t) list;
    struct map index;
};

static void put(struct tree *t, struct pairs *p, uint32_t key, uint32_t value, int levels)
{
    uint32_t at = map_get(&p->index, node_text(t, key));
    if (at == MAP_NONE) {
        map_put(t->arena, &p->index, node_text(t, key), p->list.count / 2);
        VEC_PUSH(t->arena, &p->list, key);
        VEC_PUSH(t->arena, &p->list, value);
        return;
    }
    p->list.at[2 * at] = key;
    p->list.at[2 * at + 1] = like_merge(t, p->list.at[2 * at + 1], value, levels);
}

uint32_t like_merge(struct tree *t, uint32_t base, uint32_t over, int levels)
{
    if (!node_is_map(t, base) || !node_is_map(t, over)) return over;
    if (levels <= 0 && (is_path_form(t, base) || is_path_form(t, over))) return over;
    struct pairs p = {0};
    for (uint32_t i = 0; i < node_count(t, base); i++)
        put(t, &p, node_key(t, base, i), node_value(t, base, i), levels - 1);
    for (uint32_t i = 0; i < node_count(t, over); i++)
        put(t, &p, node_key(t, over, i), node_value(t, over, i), levels - 1);
    return tree_add_map(t, p.list.at, p.list.count / 2, node_span(t, over));
}

uint32_t like_without(struct tree *t, uint32_t map, struct str key)
{
    if (node_get(t, map, key) == NODE_NONE) return map;
    struct pairs p = {0};
    for (uint32_t i = 0; i < node_count(t, map); i++)
        if (!str_eq(node_text(t, node_key(t, map, i)), key))
            put(t, &p, node_key(t, map, i), node_value(t, map, i), 0);
    return tree_add_map(t, p.list.at, p.list.count / 2, node_span(t, map));
}

uint32_t like_with(struct tree *t, uint32_t map, uint32_t key, uint32_t value,
                   struct span where)
{
    struct pairs p = {0};
    bool done = false;
    for (uint32_t i = 0; i < node_count(t, map); i++) {
        bool same = str_eq(node_text(t, node_key(t, map, i)), node_text(t, key));
        put(t, &p, same ? key : node_key(t, map, i), same ? value : node_value(t, map, i), 0);
        done = done || same;
    }
    if (!done) put(t, &p, key, value, 0);
    return tree_add_map(t, p.list.at, p.list.count / 2,
                        map == NODE_NONE ? where : node_span(t, map));
}
