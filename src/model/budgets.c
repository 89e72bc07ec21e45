#include "model/link_int.h"

#include "model/date.h"

static const char *const LEVELS[] = {"warn", "deny"};

const char *level_word(enum level level)
{
    return LEVELS[level];
}

// ---- parts -------------------------------------------------------------------------------------

static uint32_t get(const struct linker *l, uint32_t map, const char *key)
{
    return node_get_c(l->t, map, key);
}

static bool read_id(struct linker *l, uint32_t map, struct check_head *out)
{
    uint32_t node = get(l, map, "id");
    *out = (struct check_head){.id = node_text(l->t, node), .where = node_span(l->t, node)};
    out->message = node_text(l->t, get(l, map, "message"));
    if (node == NODE_NONE || !check_id_key(l->t, node, "an id", l->d)) return false;
    if (map_put(l->a, &l->info->budgets.ids, out->id, node)) return true;
    diag_fail(l->d, out->where, DIAG_DUPLICATE_KEY, "there are two checks with the id '%.*s'",
              STR_ARG(out->id));
    diag_note(l->d, node_span(l->t, map_get(&l->info->budgets.ids, out->id)),
              "this is the other one");
    return false;
}

static bool read_level(struct linker *l, uint32_t map, enum key_context context,
                       enum level *out)
{
    int at = (int)*out;
    bool ok = schema_word(l->t, map, context, "level", &at);
    *out = (enum level)at;
    return ok;
}

static bool wrong_unit(struct linker *l, uint32_t node, struct type t, const char *what,
                       struct str example)
{
    diag_fail(l->d, node_span(l->t, node), t.bare ? DIAG_BARE_NUMBER : DIAG_UNIT_MISMATCH, "%s",
              what);
    diag_help(l->d, "write it as %.*s", STR_ARG(example));
    return false;
}

static bool read_money(struct linker *l, uint32_t node, double *amount)
{
    struct type t;
    bool known = l->p->units.home;  // else the file is read without a scenario
    struct str home = known ? currency_name(l->p->units.home) : STR("USD");
    if (node == NODE_NONE || !value_constant(l, node, amount, &t)) return false;
    bool money =
        known ? dim_eq(t.dim, dim_of_currency(l->p->units.home)) : dim_has_money(t.dim);
    if (!money && !t.any)
        return wrong_unit(l, node, t,
                          "an amount of money in the scenario's currency is expected",
                          str_format(l->a, "4 M%.*s", STR_ARG(home)));
    if (*amount >= 0) return true;
    return diag_fail(l->d, node_span(l->t, node), DIAG_OUT_OF_RANGE, "a limit is not below 0");
}

static bool read_share(struct linker *l, uint32_t node, double *share)
{
    struct type t;
    if (node == NODE_NONE || !value_constant(l, node, share, &t)) return false;
    if (!dim_is_none(t.dim)) return wrong_unit(l, node, t, "a share is expected", STR("90 %"));
    if (*share >= 0) return true;
    return diag_fail(l->d, node_span(l->t, node), DIAG_OUT_OF_RANGE, "a limit is not below 0");
}

static bool knows_option(struct linker *l, struct str name)
{
    for (uint32_t i = 0; i < l->p->options.count; i++)
        if (str_eq(l->p->options.at[i].name, name)) return true;
    return str_is(name, "baseline") || str_is(name, "cheapest");
}

// Without a scenario any option may be meant.
static bool check_option(struct linker *l, uint32_t node)
{
    struct str name = node_text(l->t, node);
    if (l->p->options.count == 0 || knows_option(l, name)) return true;
    VEC(struct str) known = {0};
    for (uint32_t i = 0; i < l->p->options.count; i++)
        VEC_PUSH(l->d->arena, &known, l->p->options.at[i].name);
    VEC_PUSH(l->d->arena, &known, STR("baseline"));
    VEC_PUSH(l->d->arena, &known, STR("cheapest"));
    diag_fail(l->d, node_span(l->t, node), DIAG_UNKNOWN_OPTION,
              "'%.*s' is not one of the options", STR_ARG(str_visible(l->a, name)));
    diag_help_nearest(l->d, name, known.at, known.count);
    return false;
}

static bool read_scope(struct linker *l, uint32_t node, struct scope *out)
{
    if (node == NODE_NONE || !schema_check_forms(l->t, node, KEYS_SCOPE, "a scope", l->d))
        return false;
    uint32_t option = get(l, node, "option"), component = get(l, node, "component"),
             category = get(l, node, "category");
    out->option = node_text(l->t, option);
    out->component = node_text(l->t, component);
    out->category = node_text(l->t, category);
    out->option_where = node_span(l->t, option);
    out->component_where = node_span(l->t, component);
    out->category_where = node_span(l->t, category);
    out->class_word = node_text(l->t, get(l, node, "class"));
    int unused;
    bool ok = check_option(l, option);
    return schema_word(l->t, node, KEYS_SCOPE, "class", &unused) && ok;
}

// The month of the horizon, from 1, that a key names; `otherwise` where it is left out.
static long month_of(struct linker *l, uint32_t map, const char *key, long otherwise)
{
    int month;
    uint32_t node = get(l, map, key);
    if (node == NODE_NONE || !month_read(node_text(l->t, node), &month)) return otherwise;
    return month - l->p->start + 1;
}

static bool read_period(struct linker *l, uint32_t map, struct scope *out)
{
    uint32_t node = get(l, map, "period");
    long last = l->p->months;
    out->from = 1;
    out->to = l->p->months;
    out->whole = node == NODE_NONE;
    if (out->whole) return true;
    if (!schema_check(l->t, node, KEYS_MONTHS, "a period", l->d)) return false;
    long from = month_of(l, node, "from", 1), to = month_of(l, node, "to", last);
    if (from > to && get(l, node, "from") != NODE_NONE && get(l, node, "to") != NODE_NONE)
        return diag_fail(l->d, node_span(l->t, node), DIAG_BAD_RANGE,
                         "this period ends before it begins");
    if (l->p->options.count > 0 && (from > last || to < 1))
        return diag_fail(l->d, node_span(l->t, node), DIAG_OUT_OF_RANGE,
                         "no month of it lies in the horizon, %.*s to %.*s",
                         STR_ARG(month_text(l->a, l->p, 1)),
                         STR_ARG(month_text(l->a, l->p, l->p->months)));
    out->from = from < 1 ? 1 : (uint32_t)from;
    out->to = to > last ? l->p->months : (uint32_t)to;
    return true;
}

static bool read_basis(struct linker *l, uint32_t map, enum key_context context,
                       enum basis *out)
{
    int at = BASIS_BILLED;
    bool ok = schema_word(l->t, map, context, "basis", &at);
    *out = (enum basis)at;
    return ok;
}

static bool read_subject(struct linker *l, uint32_t map, enum key_context context,
                         struct scope *out)
{
    bool ok = read_scope(l, get(l, map, "scope"), out);
    ok = read_period(l, map, out) && ok;
    return read_basis(l, map, context, &out->basis) && ok;
}

// ---- checks ------------------------------------------------------------------------------------

static bool read_threshold(struct linker *l, uint32_t node, struct budget *out)
{
    struct threshold t = {1, LEVEL_DENY};
    if (!schema_check_forms(l->t, node, KEYS_THRESHOLD, "a threshold", l->d)) return false;
    bool ok = read_share(l, get(l, node, "at"), &t.at);
    ok = read_level(l, node, KEYS_THRESHOLD, &t.level) && ok;
    VEC_PUSH(l->a, &out->thresholds, t);
    return ok;
}

static bool read_thresholds(struct linker *l, uint32_t node, struct budget *out)
{
    bool ok = true;
    for (uint32_t i = 0; i < node_count(l->t, node); i++)
        ok = read_threshold(l, node_item(l->t, node, i), out) && ok;
    if (node == NODE_NONE)
        VEC_PUSH(l->a, &out->thresholds, (struct threshold){1, LEVEL_DENY});
    else if (node_count(l->t, node) == 0)
        ok = diag_fail(l->d, node_span(l->t, node), DIAG_WRONG_FORM,
                       "without a threshold nothing can fail");
    return ok;
}

static bool read_budget(struct linker *l, uint32_t map)
{
    struct budget b = {0};
    if (!schema_check_forms(l->t, map, KEYS_BUDGET, "a budget", l->d)) return false;
    bool ok = read_id(l, map, &b.head);
    ok = read_subject(l, map, KEYS_BUDGET, &b.scope) && ok;
    ok = read_money(l, get(l, map, "amount"), &b.amount) && ok;
    ok = read_thresholds(l, get(l, map, "thresholds"), &b) && ok;
    VEC_PUSH(l->a, &l->info->budgets.budgets, b);
    return ok;
}

static bool read_increase(struct linker *l, uint32_t node, struct change_limit *out)
{
    if (!schema_check(l->t, node, KEYS_INCREASE, "a limit on increase", l->d)) return false;
    uint32_t amount = get(l, node, "amount"), ratio = get(l, node, "ratio");
    out->has_amount = amount != NODE_NONE;
    out->has_ratio = ratio != NODE_NONE;
    if (!out->has_amount && !out->has_ratio)
        return diag_fail(l->d, node_span(l->t, node), DIAG_MISSING_KEY,
                         "a limit on increase needs 'amount' or 'ratio'");
    bool ok = !out->has_amount || read_money(l, amount, &out->amount);
    return (!out->has_ratio || read_share(l, ratio, &out->ratio)) && ok;
}

static bool read_change(struct linker *l, uint32_t map)
{
    struct change_limit c = {.level = LEVEL_DENY};
    if (!schema_check_forms(l->t, map, KEYS_CHANGE, "a change limit", l->d)) return false;
    bool ok = read_id(l, map, &c.head);
    ok = read_subject(l, map, KEYS_CHANGE, &c.scope) && ok;
    ok = read_increase(l, get(l, map, "max_increase"), &c) && ok;
    ok = read_level(l, map, KEYS_CHANGE, &c.level) && ok;
    VEC_PUSH(l->a, &l->info->budgets.changes, c);
    return ok;
}

static bool read_assertion(struct linker *l, uint32_t map)
{
    struct assertion a = {.level = LEVEL_DENY};
    if (!schema_check_forms(l->t, map, KEYS_ASSERTION, "an assertion", l->d)) return false;
    bool ok = read_id(l, map, &a.head);
    ok = read_level(l, map, KEYS_ASSERTION, &a.level) && ok;
    uint32_t node = get(l, map, "that");
    a.text = node_text(l->t, node);
    struct parse_context parse = l->parse;
    parse.asks = true;
    ok = formula_parse(&parse, (struct excerpt){a.text, node}, &a.formula) && ok;
    VEC_PUSH(l->a, &l->info->budgets.assertions, a);
    return ok;
}

static bool read_waiver(struct linker *l, uint32_t map)
{
    struct waiver w = {0};
    if (!schema_check(l->t, map, KEYS_WAIVER, "a waiver", l->d)) return false;
    uint32_t id = get(l, map, "id");
    w.id = node_text(l->t, id);
    w.where = node_span(l->t, id);
    w.until_text = node_text(l->t, get(l, map, "until"));
    w.reason = node_text(l->t, get(l, map, "reason"));
    bool ok = day_read(w.until_text, &w.until);
    VEC_PUSH(l->a, &l->info->budgets.waivers, w);
    return ok;
}

static bool read_list(struct linker *l, uint32_t root, const char *key,
                      bool (*read)(struct linker *, uint32_t))
{
    uint32_t list = get(l, root, key);
    bool ok = true;
    for (uint32_t i = 0; i < node_count(l->t, list) && node_is_list(l->t, list); i++)
        ok = read(l, node_item(l->t, list, i)) && ok;
    return ok;
}

bool budgets_read(struct linker *l, uint32_t root)
{
    bool ok = read_list(l, root, "budgets", read_budget);
    ok = read_list(l, root, "changes", read_change) && ok;
    ok = read_list(l, root, "assert", read_assertion) && ok;
    return read_list(l, root, "waivers", read_waiver) && ok;
}

static void list_ids(const struct budgets *b, struct arena *a, struct names *out)
{
    for (uint32_t i = 0; i < b->budgets.count; i++)
        VEC_PUSH(a, &out->list, b->budgets.at[i].head.id);
    for (uint32_t i = 0; i < b->changes.count; i++)
        VEC_PUSH(a, &out->list, b->changes.at[i].head.id);
    for (uint32_t i = 0; i < b->assertions.count; i++)
        VEC_PUSH(a, &out->list, b->assertions.at[i].head.id);
}

bool budgets_check_waivers(const struct budgets *b, struct diags *d)
{
    bool ok = true;
    struct names known = {0};
    list_ids(b, d->arena, &known);
    for (uint32_t i = 0; i < b->waivers.count; i++) {
        const struct waiver *w = &b->waivers.at[i];
        if (map_get(&b->ids, w->id) != MAP_NONE) continue;
        ok = diag_fail(d, w->where, DIAG_UNKNOWN_CHECK, "no check has the id '%.*s'",
                       STR_ARG(str_visible(d->arena, w->id)));
        diag_help_nearest(d, w->id, known.list.at, known.list.count);
    }
    return ok;
}

bool budgets_add(struct tree *t, uint32_t root, struct program *p, struct scenario_info *info)
{
    struct linker l = {.p = p, .t = t, .d = p->diags, .a = t->arena, .info = info};
    l.parse = (struct parse_context){&p->asts, p->placer, &p->units, p->diags, false};
    bool ok = schema_check(t, root, KEYS_BUDGETS, "a file of budgets", p->diags);
    return node_is_map(t, root) && budgets_read(&l, root) && ok;
}
