#include "engine/graph.h"

#define FOLD_1(name) kernel_##name(a)
#define FOLD_2(name) kernel_##name(a, b)
#define FOLD_3(name) kernel_##name(a, b, c)

double op_fold(enum op op, double a, double b, double c)
{
    switch (op) {
    case OP_ADD: return FOLD_2(add);
    case OP_SUB: return FOLD_2(sub);
    case OP_MUL: return FOLD_2(mul);
    case OP_DIV: return FOLD_2(div);
    case OP_POW: return FOLD_2(pow);
    case OP_NEG: return FOLD_1(neg);
    case OP_ABS: return FOLD_1(abs);
    case OP_MIN: return FOLD_2(min);
    case OP_MAX: return FOLD_2(max);
    case OP_CEIL: return FOLD_1(ceil);
    case OP_FLOOR: return FOLD_1(floor);
    case OP_ROUND: return FOLD_1(round);
    case OP_MOD: return FOLD_2(mod);
    case OP_SQRT: return FOLD_1(sqrt);
    case OP_EXP: return FOLD_1(exp);
    case OP_LN: return FOLD_1(ln);
    case OP_EXPM1: return FOLD_1(expm1);
    case OP_LOG1P: return FOLD_1(log1p);
    case OP_LT: return FOLD_2(lt);
    case OP_LE: return FOLD_2(le);
    case OP_EQ: return FOLD_2(eq);
    case OP_NOT: return FOLD_1(not );
    case OP_AND: return FOLD_2(and);
    case OP_OR: return FOLD_2(or);
    case OP_SELECT: return FOLD_3(select);
    case OP_COUNT: break;
    }
    return VM_NAN;
}

void graph_init(struct graph *g, struct arena *a)
{
    *g = (struct graph){.arena = a};
}

static uint64_t mix(uint64_t h, uint64_t x)
{
    h = (h ^ x) * UINT64_C(0x9E3779B97F4A7C15);
    return h ^ h >> 29;
}

static uint32_t hash_node(const struct graph_node *n)
{
    uint64_t h = n->op;
    for (int i = 0; i < 3; i++)
        h = mix(h, n->args[i].bits);
    return (uint32_t)(h ^ h >> 32);
}

static bool same_node(const struct graph_node *a, const struct graph_node *b)
{
    return a->op == b->op && val_same(a->args[0], b->args[0]) &&
           val_same(a->args[1], b->args[1]) && val_same(a->args[2], b->args[2]);
}

static uint32_t find_slot(const struct graph *g, const struct graph_node *n)
{
    uint32_t i = hash_node(n) & (g->slot_count - 1);
    while (g->slots[i] && !same_node(&g->nodes.at[g->slots[i] - 1], n))
        i = (i + 1) & (g->slot_count - 1);
    return i;
}

static void grow_slots(struct graph *g)
{
    g->slot_count = g->slot_count ? g->slot_count * 2 : 1024;
    g->slots = ARENA_ARRAY(g->arena, uint32_t, g->slot_count);
    for (uint32_t i = 0; i < g->nodes.count; i++)
        g->slots[find_slot(g, &g->nodes.at[i])] = i + 1;
}

static uint32_t month_of(const struct graph *g, const struct graph_node *n)
{
    uint32_t month = n->op == GRAPH_INPUT ? 0 : g->month;
    for (int i = 0; i < 3 && n->op != GRAPH_INPUT; i++) {
        if (!val_is_node(n->args[i])) continue;
        uint32_t other = g->nodes.at[val_node_of(n->args[i])].month;
        if (other > month) month = other;
    }
    return month;
}

static struct val intern(struct graph *g, struct graph_node n)
{
    if (g->nodes.count * 2 >= g->slot_count) grow_slots(g);
    uint32_t slot = find_slot(g, &n);
    if (g->slots[slot]) return val_node(g->slots[slot] - 1);
    if (g->nodes.count >= GRAPH_NODES) {
        g->full = true;
        return val_number(0);
    }
    n.month = month_of(g, &n);
    uint32_t id = VEC_PUSH(g->arena, &g->nodes, n);
    g->slots[slot] = id + 1;
    return val_node(id);
}

struct val graph_input(struct graph *g, uint32_t number)
{
    return intern(g, (struct graph_node){GRAPH_INPUT, 0, {{number}, {0}, {0}}});
}

struct val graph_unary_node(struct graph *g, enum op op, struct val a)
{
    return intern(g, (struct graph_node){op, 0, {a, {0}, {0}}});
}

static bool is_true(struct val v)
{
    return val_is_number(v) && !val_is(v, 0);
}

// Operations that leave an operand as it is, bit by bit, or whose result one operand settles.
static bool simplify(enum op op, struct val a, struct val b, struct val *out)
{
    bool zero_a = val_is(a, 0), zero_b = val_is(b, 0);
    if (op == OP_ADD && (zero_a || zero_b)) return *out = zero_a ? b : a, true;
    if (op == OP_SUB && zero_b) return *out = a, true;
    if (op == OP_MUL && (zero_a || zero_b)) return *out = val_number(0), true;
    if (op == OP_MUL && (val_is(a, 1) || val_is(b, 1)))
        return *out = val_is(a, 1) ? b : a, true;
    if (op == OP_DIV && val_is(b, 1)) return *out = a, true;
    if (op == OP_DIV && zero_a) return *out = a, true;
    if (op == OP_POW && val_is(b, 1)) return *out = a, true;
    if ((op == OP_MIN || op == OP_MAX) && val_same(a, b)) return *out = a, true;
    if (op == OP_AND && (zero_a || zero_b)) return *out = val_number(0), true;
    if (op == OP_OR && (is_true(a) || is_true(b))) return *out = val_number(1), true;
    return false;
}

struct val graph_binary_node(struct graph *g, enum op op, struct val a, struct val b)
{
    struct val simple;
    if (simplify(op, a, b, &simple)) return simple;
    return intern(g, (struct graph_node){op, 0, {a, b, {0}}});
}

struct val graph_select(struct graph *g, struct val condition, struct val yes, struct val no)
{
    if (!val_is_node(condition)) return val_double(condition) != 0 ? yes : no;
    if (val_same(yes, no)) return yes;
    return intern(g, (struct graph_node){OP_SELECT, 0, {condition, yes, no}});
}

static double sum_known(const struct val *list, uint32_t count)
{
    const struct val *l = list;
    uint32_t half = count / 2;
    if (count == 1) return val_double(l[0]);
    if (count == 2) return val_double(l[0]) + val_double(l[1]);
    if (count == 3) return val_double(l[0]) + (val_double(l[1]) + val_double(l[2]));
    if (count == 4)
        return val_double(l[0]) + val_double(l[1]) + (val_double(l[2]) + val_double(l[3]));
    return sum_known(list, half) + sum_known(list + half, count - half);
}

struct val graph_sum(struct graph *g, const struct val *list, uint32_t count)
{
    if (count == 0) return val_number(0);
    bool known = true;
    for (uint32_t i = 0; i < count && known; i++)
        known = !val_is_node(list[i]);
    if (known) return val_number(sum_known(list, count));
    if (count == 1) return list[0];
    uint32_t half = count / 2;
    struct val left = graph_sum(g, list, half);
    return graph_binary(g, OP_ADD, left, graph_sum(g, list + half, count - half));
}

// base^n by halving; the halves are shared by all exponents that have them.
static struct val whole_power(struct graph *g, struct val base, uint32_t n)
{
    if (n == 0) return val_number(1);
    if (n == 1) return base;
    struct val half = whole_power(g, base, n / 2);
    struct val square = graph_binary(g, OP_MUL, half, half);
    return n % 2 ? graph_binary(g, OP_MUL, square, base) : square;
}

// base^(1/12), which paths ask for each month.
static struct val twelfth_root(struct graph *g, struct val base)
{
    uint32_t at = (uint32_t)(mix(0, base.bits) >> 32) % GRAPH_ROOTS;
    if (val_is_zero(base) || !val_same(g->roots[at].base, base)) {
        g->roots[at].base = base;
        g->roots[at].twelfth = graph_binary(g, OP_POW, base, val_number(1.0 / 12));
    }
    return g->roots[at].twelfth;
}

// base^(whole + part), of which base^whole is known. A power takes a hundred times as long as a
// product, so whole months grow by one shared twelfth from the beginning of their year, each from
// the month before. They are off by less than 1e-14.
static struct val part_power(struct graph *g, struct val whole, struct val base, double part)
{
    double months = num_floor(part * 12 + 0.5);
    if (fabs(part * 12 - months) > 1e-9) {
        struct val rest = graph_binary(g, OP_POW, base, val_number(part));
        return graph_binary(g, OP_MUL, whole, rest);
    }
    struct val month = twelfth_root(g, base);
    for (int k = 0; k < (int)months; k++)
        whole = graph_binary(g, OP_MUL, whole, month);
    return whole;
}

struct val graph_power(struct graph *g, struct val base, double exponent)
{
    enum { MOST_FACTORS = 1000000 };
    double size = fabs(exponent), whole = num_floor(kernel_snap(size)), part = size - whole;
    if (part < 1e-12) part = 0;
    if (whole > MOST_FACTORS) return graph_binary(g, OP_POW, base, val_number(exponent));
    struct val v = whole_power(g, base, (uint32_t)whole);
    if (part != 0) v = part_power(g, v, base, part);
    return exponent < 0 ? graph_binary(g, OP_DIV, val_number(1), v) : v;
}
