#include "model/overlay.h"

#include "doc/yaml.h"
#include "model/like.h"
#include "model/schema.h"

enum { SEGMENTS = 8 };

struct editor {
    struct tree *t;
    struct diags *d;
    struct overlay *o;
};

// An address split at its dots, with a node for each part.
struct path {
    uint32_t key[SEGMENTS];
    uint32_t count;
};

static bool unknown(struct editor *e, const struct assignment *a, const char *why)
{
    return diag_fail(e->d, a->where, DIAG_UNKNOWN_ADDRESS, "'%.*s' is not an address: %s",
                     STR_ARG(str_visible(e->d->arena, a->address)), why);
}

// Where a part of an address stands: texts are borrowed from it, so a part knows its place.
static struct span place_of(const struct assignment *a, struct str part)
{
    bool plain = a->where.end - a->where.start == a->address.len;  // without quotes
    uintptr_t from = (uintptr_t)part.at, whole = (uintptr_t)a->address.at;
    if (!plain || from < whole || from + part.len > whole + a->address.len) return a->where;
    uint32_t start = a->where.start + (uint32_t)(from - whole);
    return (struct span){a->where.source, start, start + (uint32_t)part.len};
}

static bool split(struct editor *e, const struct assignment *a, struct path *p)
{
    p->count = 0;
    for (struct str rest = a->address;;) {
        size_t dot = str_find(rest, '.');
        struct str part = str_cut(rest, 0, dot);
        if (part.len == 0) return unknown(e, a, "a part is empty");
        if (p->count == SEGMENTS) return unknown(e, a, "it has too many parts");
        p->key[p->count++] = tree_add_scalar(e->t, part, STYLE_PLAIN, place_of(a, part));
        if (dot >= rest.len) return true;
        rest = str_cut(rest, dot + 1, rest.len);
    }
}

static struct str part(const struct editor *e, const struct path *p, uint32_t i)
{
    return node_text(e->t, p->key[i]);
}

static bool fail_member(struct editor *e, const struct assignment *a, uint32_t map,
                        struct str found, const char *what)
{
    VEC(struct str) known = {0};
    for (uint32_t i = 0; i < node_count(e->t, map); i++)
        VEC_PUSH(e->d->arena, &known, node_text(e->t, node_key(e->t, map, i)));
    diag_fail(e->d, place_of(a, found), DIAG_UNKNOWN_ADDRESS, "the scenario has no %s '%.*s'",
              what, STR_ARG(str_visible(e->d->arena, found)));
    diag_help_nearest(e->d, found, known.at, known.count);
    return false;
}

// What stands at an option and component once `like` is followed; NODE_NONE if nothing does.
static uint32_t effective_component(struct editor *e, uint32_t options, struct str option,
                                    struct str component, int depth)
{
    if (depth > LIKE_DEPTH) return NODE_NONE;
    uint32_t o = node_get(e->t, options, option), own = node_get(e->t, o, component);
    uint32_t like = node_get_c(e->t, o, "like"), base = NODE_NONE;
    uint32_t from = node_get_c(e->t, own, "like");
    if (!node_is_scalar(e->t, from) && node_is_scalar(e->t, like))
        base = effective_component(e, options, node_text(e->t, like), component, depth + 1);
    if (node_is_scalar(e->t, from)) {
        struct str text = node_text(e->t, from);
        size_t dot = str_find(text, '.');
        base = effective_component(e, options, str_cut(text, 0, dot),
                                   str_cut(text, dot + 1, text.len), depth + 1);
    }
    if (base == NODE_NONE) return own;
    return own == NODE_NONE ? base : like_merge(e->t, base, own, LIKE_COMPONENT);
}

static uint32_t word(struct editor *e, const char *text, const struct assignment *a)
{
    return tree_add_scalar(e->t, str_of(text), STYLE_PLAIN, a->where);
}

// What an assignment puts in the place of what stands there: its value, or one for each case.
static uint32_t given(struct editor *e, const struct assignment *a, uint32_t below)
{
    if (!a->by_case) return a->value;
    uint32_t *items = ARENA_ARRAY(e->t->arena, uint32_t, a->case_count + 1);
    items[0] = below == NODE_NONE ? word(e, "auto", a) : below;
    for (uint32_t i = 0; i < a->case_count; i++)
        items[i + 1] = a->by_case[i] == NODE_NONE ? items[0] : a->by_case[i];
    uint32_t pair[2] = {word(e, CASES_KEY, a),
                        tree_add_list(e->t, items, a->case_count + 1, a->where)};
    return tree_add_map(e->t, pair, 1, a->where);
}

// The value V with a growth: {from: V, growth: G}.
static uint32_t with_growth(struct editor *e, const struct assignment *a, uint32_t value)
{
    if (node_is_map(e->t, value) && node_get_c(e->t, value, "from") != NODE_NONE)
        return like_with(e->t, value, word(e, "growth", a),
                         given(e, a, node_get_c(e->t, value, "growth")), a->where);
    uint32_t from = value == NODE_NONE ? word(e, "auto", a) : value;
    uint32_t pairs[4] = {word(e, "from", a), from, word(e, "growth", a),
                         given(e, a, NODE_NONE)};
    return tree_add_map(e->t, pairs, 2, a->where);
}

// The entry V with a field set, and so on down the path: {like: V, field: X}.
static uint32_t with_field(struct editor *e, const struct assignment *a, const struct path *p,
                           uint32_t at, uint32_t value)
{
    if (at == p->count) return given(e, a, value);
    if (str_is(part(e, p, at), "growth") && at + 1 == p->count) return with_growth(e, a, value);
    uint32_t below = NODE_NONE, map = value;
    if (node_is_map(e->t, value)) {
        below = node_get(e->t, value, part(e, p, at));
    } else {
        uint32_t like = value == NODE_NONE ? word(e, "auto", a) : value;
        uint32_t pairs[2] = {word(e, "like", a), like};
        map = tree_add_map(e->t, pairs, 1, a->where);
    }
    return like_with(e->t, map, p->key[at], with_field(e, a, p, at + 1, below), a->where);
}

static uint32_t put(struct editor *e, const struct assignment *a, uint32_t map, uint32_t key,
                    uint32_t value)
{
    return like_with(e->t, map, key, value, a->where);
}

// What `finance` puts into every option: tax, a loan.
static bool is_component(struct editor *e, uint32_t value)
{
    return node_get_c(e->t, value, "use") != NODE_NONE ||
           node_get_c(e->t, value, "like") != NODE_NONE;
}

// params.X, finance.X: one more part may be `growth`. finance.COMPONENT.INPUT.
static uint32_t set_in_section(struct editor *e, const struct assignment *a, uint32_t root,
                               const struct path *p)
{
    uint32_t section = node_get(e->t, root, part(e, p, 0));
    uint32_t value = node_get(e->t, section, part(e, p, 1));
    bool whole = str_is(part(e, p, 0), "finance") && p->count > 2 && is_component(e, value);
    bool growth = !whole && p->count == 3 && str_is(part(e, p, 2), "growth");
    if (p->count > 2 && !growth && !whole)
        return unknown(e, a, "such a value has no parts"), NODE_NONE;
    if (str_is(part(e, p, 0), "params") && value == NODE_NONE &&
        !str_is(part(e, p, 1), VARIED_GROWTH))
        return fail_member(e, a, section, part(e, p, 1), "parameter"), NODE_NONE;
    uint32_t made = whole    ? with_field(e, a, p, 2, value)
                    : growth ? with_growth(e, a, value)
                             : given(e, a, value);
    return put(e, a, root, p->key[0], put(e, a, section, p->key[1], made));
}

// exchange.EUR, exchange.EUR.forward
static uint32_t set_rate(struct editor *e, const struct assignment *a, uint32_t root,
                         const struct path *p)
{
    uint32_t all = node_get(e->t, root, part(e, p, 0)),
             below = node_get(e->t, all, part(e, p, 1));
    if (p->count > 3) return unknown(e, a, "write exchange.EUR or exchange.EUR.KEY"), NODE_NONE;
    uint32_t value = given(e, a, p->count == 3 ? node_get(e->t, below, part(e, p, 2)) : below);
    if (p->count == 3) value = put(e, a, below, p->key[2], value);
    return put(e, a, root, p->key[0], put(e, a, all, p->key[1], value));
}

// What `adoption` says, with one option's share set; the others keep theirs.
static uint32_t with_adoption(struct editor *e, const struct assignment *a, uint32_t root,
                              const struct path *p, uint32_t value)
{
    uint32_t options = node_get_c(e->t, root, "options"), map = NODE_NONE;
    struct str option = part(e, p, 3);
    if (node_get(e->t, options, option) == NODE_NONE)
        return fail_member(e, a, options, option, "option"), NODE_NONE;
    bool by_option =
        node_is_map(e->t, value) && node_count(e->t, value) > 0 &&
        node_get(e->t, options, node_text(e->t, node_key(e->t, value, 0))) != NODE_NONE;
    for (uint32_t i = 0; !by_option && value != NODE_NONE && i < node_count(e->t, options); i++)
        map = like_with(e->t, map, node_key(e->t, options, i), value, a->where);
    if (by_option) map = value;
    uint32_t below = by_option ? node_get(e->t, value, option) : value;
    return like_with(e->t, map, p->key[3], given(e, a, below), a->where);
}

static uint32_t set_in_workload(struct editor *e, const struct assignment *a, uint32_t root,
                                const struct path *p)
{
    uint32_t all = node_get_c(e->t, root, "workloads"), w = node_get(e->t, all, part(e, p, 1));
    if (w == NODE_NONE) return fail_member(e, a, all, part(e, p, 1), "workload"), NODE_NONE;
    bool growth = p->count == 4 && str_is(part(e, p, 3), "growth");
    bool adopted = p->count == 4 && !growth && str_is(part(e, p, 2), "adoption");
    if (p->count < 3 || (p->count > 3 && !growth && !adopted))
        return unknown(e, a, "write workloads.NAME.KEY"), NODE_NONE;
    uint32_t value = node_get(e->t, w, part(e, p, 2));
    uint32_t share = adopted  ? with_adoption(e, a, root, p, value)
                     : growth ? with_growth(e, a, value)
                              : given(e, a, value);
    if (share == NODE_NONE) return NODE_NONE;
    uint32_t made = put(e, a, w, p->key[2], share);
    return put(e, a, root, p->key[0], put(e, a, all, p->key[1], made));
}

// Whether a map gives a value for each workload: {chat: V, other: V}.
static bool is_by_workload(struct editor *e, uint32_t workloads, uint32_t map)
{
    for (uint32_t i = 0; i < node_count(e->t, map); i++)
        if (node_get(e->t, workloads, node_text(e->t, node_key(e->t, map, i))) == NODE_NONE)
            return false;
    return node_is_map(e->t, map) && node_count(e->t, map) > 0;
}

// The value V of an input with its part for one workload set; the others keep V.
static uint32_t with_workload(struct editor *e, const struct assignment *a, uint32_t root,
                              const struct path *p, struct str workload, uint32_t value)
{
    uint32_t all = node_get_c(e->t, root, "workloads"), map = NODE_NONE, below = value;
    if (node_get(e->t, all, workload) == NODE_NONE)
        return fail_member(e, a, all, workload, "workload"), NODE_NONE;
    if (is_by_workload(e, all, value)) {
        map = value;
        below = node_get(e->t, value, workload);
    }
    for (uint32_t i = 0; map != value && value != NODE_NONE && i < node_count(e->t, all); i++)
        map = like_with(e->t, map, node_key(e->t, all, i), value, a->where);
    uint32_t key = tree_add_scalar(e->t, workload, STYLE_PLAIN, a->where);
    return like_with(e->t, map, key, with_field(e, a, p, 3, below), a->where);
}

// The input `throughput` of throughput[chat], and the workload in it, if there is one.
static struct str split_workload(struct str text, struct str *workload)
{
    size_t open = str_find(text, '[');
    *workload = STR_NONE;
    if (open >= text.len || !str_ends(text, STR("]"))) return text;
    *workload = str_cut(text, open + 1, text.len - 1);
    return str_cut(text, 0, open);
}

static uint32_t set_in_option(struct editor *e, const struct assignment *a, uint32_t root,
                              const struct path *p)
{
    uint32_t options = node_get_c(e->t, root, "options"),
             option = node_get(e->t, options, part(e, p, 0));
    if (option == NODE_NONE)
        return fail_member(e, a, options, part(e, p, 0), "option"), NODE_NONE;
    if (p->count < 3) return unknown(e, a, "write OPTION.COMPONENT.INPUT"), NODE_NONE;
    uint32_t whole = effective_component(e, options, part(e, p, 0), part(e, p, 1), 0);
    uint32_t own = node_get(e->t, option, part(e, p, 1));
    uint32_t of_all = node_get(e->t, node_get_c(e->t, root, "finance"), part(e, p, 1));
    if (whole == NODE_NONE && is_component(e, of_all)) own = whole = of_all;
    if (whole == NODE_NONE)
        return fail_member(e, a, option, part(e, p, 1), "component"), NODE_NONE;
    struct str workload, input = split_workload(part(e, p, 2), &workload);
    uint32_t value = node_get(e->t, whole, input);
    uint32_t name = tree_add_scalar(e->t, input, STYLE_PLAIN, place_of(a, input));
    uint32_t given = workload.len ? with_workload(e, a, root, p, workload, value)
                                  : with_field(e, a, p, 3, value);
    if (given == NODE_NONE) return NODE_NONE;
    uint32_t made = put(e, a, own, name, given);
    option = put(e, a, option, p->key[1], made);
    uint32_t key = tree_add_scalar(e->t, STR("options"), STYLE_PLAIN, a->where);
    return put(e, a, root, key, put(e, a, options, p->key[0], option));
}

static uint32_t assign(struct editor *e, uint32_t root, const struct assignment *a)
{
    struct path p;
    if (!split(e, a, &p)) return NODE_NONE;
    struct str head = part(e, &p, 0);
    if (p.count == 1) {
        if (!schema_knows(KEYS_SCENARIO, head))
            return unknown(e, a, "write OPTION.COMPONENT.INPUT"), NODE_NONE;
        if (a->by_case) return unknown(e, a, "a case that is drawn changes values"), NODE_NONE;
        return put(e, a, root, p.key[0], a->value);
    }
    if (str_is(head, "params") || str_is(head, "finance"))
        return set_in_section(e, a, root, &p);
    if (str_is(head, "workloads")) return set_in_workload(e, a, root, &p);
    if (str_is(head, "exchange")) return set_rate(e, a, root, &p);
    return set_in_option(e, a, root, &p);
}

static uint32_t fail_case(struct editor *e, uint32_t cases, struct str name)
{
    VEC(struct str) known = {0};
    struct text list = {.arena = e->d->arena};
    for (uint32_t i = 0; i < node_count(e->t, cases); i++) {
        struct str key = node_text(e->t, node_key(e->t, cases, i));
        text_addf(&list, "%s%.*s", i ? ", " : "", STR_ARG(key));
        VEC_PUSH(e->d->arena, &known, key);
    }
    diag_fail(e->d, SPAN_NONE, DIAG_UNKNOWN_OPTION, "the scenario has no case '%.*s'",
              STR_ARG(str_visible(e->d->arena, name)));
    diag_note(e->d, SPAN_NONE, list.len ? "its cases: %.*s" : "it has no cases%.*s",
              STR_ARG(text_str(&list)));
    diag_help_nearest(e->d, name, known.at, known.count);
    return NODE_NONE;
}

static uint32_t apply_case(struct editor *e, uint32_t root, struct str name)
{
    uint32_t cases = node_get_c(e->t, root, "cases"), one = node_get(e->t, cases, name);
    if (one == NODE_NONE) return fail_case(e, cases, name);
    for (uint32_t i = 0; i < node_count(e->t, one) && root != NODE_NONE; i++) {
        uint32_t key = node_key(e->t, one, i);
        if (node_is(e->t, key, "weight")) continue;
        struct assignment a = {.address = node_text(e->t, key),
                               .value = node_value(e->t, one, i),
                               .where = node_span(e->t, key)};
        VEC_PUSH(e->t->arena, &e->o->case_values, node_span(e->t, a.value));
        root = assign(e, root, &a);
    }
    return root;
}

// ---- cases with weights ------------------------------------------------------------------------

// By name, so that their order in the file means nothing.
static void find_drawn(struct editor *e, uint32_t root)
{
    uint32_t cases = node_get_c(e->t, root, "cases");
    for (uint32_t i = 0; i < node_count(e->t, cases) && node_is_map(e->t, cases); i++) {
        struct drawn_case c = {node_text(e->t, node_key(e->t, cases, i)),
                               node_value(e->t, cases, i)};
        if (!node_is_map(e->t, c.map) || node_get_c(e->t, c.map, "weight") == NODE_NONE)
            continue;
        VEC_PUSH(e->t->arena, &e->o->drawn, c);
        struct drawn_case *list = e->o->drawn.at;
        for (uint32_t k = e->o->drawn.count - 1; k > 0 && str_cmp(c.name, list[k - 1].name) < 0;
             k--) {
            list[k] = list[k - 1];
            list[k - 1] = c;
        }
    }
}

// Whether a case before this one changes the same address, which is then dealt with.
static bool is_known(const struct editor *e, uint32_t before, struct str address)
{
    for (uint32_t i = 0; i < before; i++)
        if (node_get(e->t, e->o->drawn.at[i].map, address) != NODE_NONE) return true;
    return false;
}

static uint32_t mix(struct editor *e, uint32_t root, uint32_t key)
{
    uint32_t count = e->o->drawn.count, *values = ARENA_ARRAY(e->t->arena, uint32_t, count);
    struct assignment a = {.address = node_text(e->t, key),
                           .where = node_span(e->t, key),
                           .by_case = values,
                           .case_count = count};
    for (uint32_t i = 0; i < count; i++)
        values[i] = node_get(e->t, e->o->drawn.at[i].map, a.address);
    return assign(e, root, &a);
}

static uint32_t apply_drawn(struct editor *e, uint32_t root)
{
    find_drawn(e, root);
    for (uint32_t i = 0; i < e->o->drawn.count; i++) {
        uint32_t map = e->o->drawn.at[i].map;
        for (uint32_t k = 0; k < node_count(e->t, map) && root != NODE_NONE; k++) {
            uint32_t key = node_key(e->t, map, k);
            struct str address = node_text(e->t, key);
            if (!str_is(address, "weight") && !is_known(e, i, address))
                root = mix(e, root, key);
        }
    }
    return root;
}

uint32_t overlay_apply(struct tree *t, uint32_t root, struct str case_name,
                       const struct assignment *sets, uint32_t count, struct overlay *o,
                       struct diags *d)
{
    struct editor e = {t, d, o};
    root = case_name.len ? apply_case(&e, root, case_name) : apply_drawn(&e, root);
    for (uint32_t i = 0; i < count && root != NODE_NONE; i++) {
        VEC_PUSH(t->arena, &o->set_values, node_span(t, sets[i].value));
        root = assign(&e, root, &sets[i]);
    }
    return root;
}

// An option of the command line as a source, so that messages show it as it was typed.
struct typed {
    uint32_t source;
    uint32_t from;  // where what follows its name begins
};

static struct typed type(struct tree *t, struct str option, struct str name, struct str text)
{
    struct str line = str_format(t->arena, "%.*s %.*s", STR_ARG(option), STR_ARG(text));
    return (struct typed){source_add(t->sources, name, line), (uint32_t)option.len + 1};
}

bool assignment_parse(struct tree *t, struct str option, struct str text, struct diags *d,
                      struct assignment *out)
{
    size_t equals = str_find(text, '=');
    if (equals == 0 || str_trim(str_cut(text, equals + 1, text.len)).len == 0) {
        diag_fail(d, SPAN_NONE, DIAG_USAGE, "--set takes ADDRESS=VALUE, not '%.*s'",
                  STR_ARG(str_visible(d->arena, text)));
        diag_help(d, "for example --set own.hgx.gpus=64");
        return false;
    }
    struct str address = str_trim(str_cut(text, 0, equals));
    struct str shown = str_format(t->arena, "%.*s %.*s", STR_ARG(option),
                                  STR_ARG(str_visible(t->arena, address)));
    struct typed typed = type(t, option, shown, text);
    uint32_t at = typed.from + (uint32_t)(address.at - text.at);
    *out = (struct assignment){.address = address,
                               .value = NODE_NONE,
                               .where = {typed.source, at, at + (uint32_t)address.len}};
    return yaml_parse_from(t, typed.source, typed.from + (uint32_t)equals + 1, d, &out->value);
}

bool option_parse(struct tree *t, struct str option, struct str text, struct diags *d,
                  uint32_t *value)
{
    struct typed typed = type(t, option, option, text);
    return yaml_parse_from(t, typed.source, typed.from, d, value);
}
