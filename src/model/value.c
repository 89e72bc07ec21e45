#include "model/link_int.h"

#include "base/num.h"
#include "lang/exchange.h"
#include "model/cases.h"
#include "model/date.h"

static bool wrong_form(struct linker *l, uint32_t node, const char *wanted)
{
    return diag_fail(l->d, node_span(l->t, node), DIAG_WRONG_FORM, "%s is expected, not %s",
                     wanted, kind_word(l->t, node));
}

// ---- addresses of nodes ------------------------------------------------------------------------

static struct str node_key_bytes(struct linker *l, uint32_t node)
{
    uint32_t *bytes = ARENA_NEW(l->a, uint32_t);
    *bytes = node;
    return (struct str){(const char *)bytes, sizeof *bytes};
}

static void add_addresses(struct linker *l, uint32_t node, struct str path)
{
    if (map_put(l->a, &l->addresses, node_key_bytes(l, node), l->address_list.count))
        VEC_PUSH(l->a, &l->address_list, path);
    for (uint32_t i = 0; node_is_map(l->t, node) && i < node_count(l->t, node); i++) {
        struct str key = node_text(l->t, node_key(l->t, node, i));
        struct str below =
            path.len ? str_format(l->a, "%.*s.%.*s", STR_ARG(path), STR_ARG(key)) : key;
        add_addresses(l, node_value(l->t, node, i), below);
    }
}

struct str value_address(struct linker *l, uint32_t node, struct str otherwise)
{
    if (l->address_list.count == 0 && l->root != NODE_NONE) {
        for (uint32_t i = 0; i < node_count(l->t, l->root); i++) {
            struct str key = node_text(l->t, node_key(l->t, l->root, i));
            bool options = str_is(key, "options");
            add_addresses(l, node_value(l->t, l->root, i), options ? STR("") : key);
        }
    }
    uint32_t at = map_get(&l->addresses, (struct str){(const char *)&node, sizeof node});
    return at == MAP_NONE ? otherwise : l->address_list.at[at];
}

static bool holds(const struct span *list, uint32_t count, struct span where)
{
    for (uint32_t i = 0; i < count; i++)
        if (list[i].source == where.source && where.start >= list[i].start &&
            where.end <= list[i].end)
            return true;
    return false;
}

enum origin_kind value_origin(const struct linker *l, uint32_t node)
{
    struct span where = node_span(l->t, node);
    const struct overlay *o = l->overlay;
    if (o && holds(o->set_values.at, o->set_values.count, where)) return ORIGIN_SET;
    if (o && holds(o->case_values.at, o->case_values.count, where)) return ORIGIN_CASE;
    return ORIGIN_SCENARIO;
}

// ---- forms -------------------------------------------------------------------------------------

static bool read_node(struct linker *l, uint32_t node, struct figure *out);

static bool refuse_auto(struct linker *l, uint32_t node)
{
    return diag_fail(l->d, node_span(l->t, node), DIAG_WRONG_FORM, "`auto` can't stand here");
}

static bool read_scalar(struct linker *l, uint32_t node, struct figure *out)
{
    struct str text = node_text(l->t, node);
    out->automatic = str_is(text, "auto");
    if (out->automatic) return true;
    if (text.len == 0)
        return diag_fail(l->d, node_span(l->t, node), DIAG_WRONG_FORM, "a value is expected");
    return value_parse(&l->parse, (struct excerpt){text, node}, &out->formula);
}

// The nodes that combine others carry the place of the whole map or list.
static struct ast combining(enum ast_kind kind, uint32_t node)
{
    return (struct ast){.kind = (uint8_t)kind, .code = node};
}

static bool read_part(struct linker *l, uint32_t node, uint32_t *formula)
{
    struct figure f = {0};
    if (!node_is_scalar(l->t, node)) return wrong_form(l, node, "a value");
    if (!read_scalar(l, node, &f)) return false;
    *formula = f.formula;
    return !f.automatic || refuse_auto(l, node);
}

// The month of a path's base, from 1.
static int base_month(struct linker *l, uint32_t node)
{
    uint32_t base = node_get_c(l->t, node, "base");
    int month = l->p->start;
    if (base != NODE_NONE) month_read(node_text(l->t, base), &month);
    return month - l->p->start + 1;
}

// Where a path starts: a value, or what the catalogue knows when a field of an entry grows.
static bool read_start(struct linker *l, uint32_t node, uint32_t *formula)
{
    struct figure f = {0};
    struct str missing = STR("");
    if (node_is_scalar(l->t, node)) return read_part(l, node, formula);
    if (!value_pick(l, node, true, &node, &missing)) return false;
    if (missing.len)
        return diag_fail(l->d, SPAN_NONE, DIAG_MISSING_VALUE, "%.*s", STR_ARG(missing));
    if (!read_node(l, node, &f)) return false;
    *formula = f.formula;
    return f.formula != 0;
}

// How a path grows: one rate, or a rate by date or by month.
static bool read_rates(struct linker *l, uint32_t node, uint32_t *formula)
{
    struct figure f = {0};
    bool schedule =
        node_is_list(l->t, node) || has_date_keys(l->t, node) || cases_is_value(l->t, node);
    if (!schedule) return read_part(l, node, formula);
    if (!read_node(l, node, &f)) return false;
    *formula = f.formula;
    return true;
}

enum { LONGEST_WALK = 600 };  // months that a random walk may begin before the start

static bool check_walk_base(struct linker *l, uint32_t node)
{
    if (base_month(l, node) > -LONGEST_WALK) return true;
    return diag_fail(l->d, node_span(l->t, node_get_c(l->t, node, "base")), DIAG_OUT_OF_RANGE,
                     "a random walk begins at most %d months before the start", LONGEST_WALK);
}

// {from: V, growth: G, volatility: S, base: YYYY-MM}
static bool read_growth(struct linker *l, uint32_t node, struct figure *out)
{
    uint32_t from = node_get_c(l->t, node, "from"), growth = node_get_c(l->t, node, "growth"),
             volatility = node_get_c(l->t, node, "volatility"), kids[3] = {0, 0, 0};
    bool automatic = node_is(l->t, from, "auto"), walks = volatility != NODE_NONE;
    bool ok = automatic || read_start(l, from, &kids[0]);
    if (growth == NODE_NONE)
        kids[1] = ast_constant(&l->p->asts, 0, UNIT_ONE, STR(""));
    else
        ok = read_rates(l, growth, &kids[1]) && ok;
    if (walks) ok = read_part(l, volatility, &kids[2]) && check_walk_base(l, node) && ok;
    if (!ok) return false;
    struct ast n = combining(AST_GROWTH, node);
    n.extra = (uint32_t)base_month(l, node);
    out->formula = ast_add(&l->p->asts, n, kids, walks ? 3 : 2);
    out->from_auto = automatic ? out->formula : 0;
    return true;
}

static uint32_t call2(struct linker *l, uint32_t node, enum func f, uint32_t a, uint32_t b)
{
    struct ast n = combining(AST_CALL, node);
    n.what = (uint8_t)f;
    return ast_add(&l->p->asts, n, (uint32_t[]){a, b}, 2);
}

// from + (to - from) * clamp((elapsed - base) / over, 0, 1), with its keys as names of arguments
static uint32_t ramp(struct linker *l, uint32_t node, uint32_t from, uint32_t to, uint32_t over)
{
    struct ast_store *s = &l->p->asts;
    struct str word = STR("elapsed");
    struct ref r = {.part = ref_parts(s, &word, 1), .part_count = 1, .kind = REF_BUILTIN};
    struct ast name = combining(AST_NAME, node), clamp = combining(AST_CALL, node);
    struct unit month = {12, UNIT_ONE.dim};
    struct str bad;
    unit_parse(&l->p->units, STR("month"), &month, &bad);
    r.target = BUILTIN_ELAPSED;
    name.extra = VEC_PUSH(s->arena, &s->refs, r);
    uint32_t start = ast_constant(s, base_month(l, node) - 1, month, STR("month"));
    uint32_t passed = call2(l, node, FUNC_SUB, ast_add(s, name, NULL, 0), start);
    uint32_t zero = ast_constant(s, 0, UNIT_ONE, STR("")),
             one = ast_constant(s, 1, UNIT_ONE, STR(""));
    clamp.what = FUNC_CLAMP;
    uint32_t part[3] = {call2(l, node, FUNC_DIV, passed, over), zero, one};
    ast_name_arg(s, part[0], 1, STR("over"));
    uint32_t share = ast_add(s, clamp, part, 3);
    uint32_t climb = call2(l, node, FUNC_SUB, to, from);
    ast_name_arg(s, climb, 0, STR("to"));
    uint32_t line = call2(l, node, FUNC_ADD, from, call2(l, node, FUNC_MUL, climb, share));
    ast_name_arg(s, line, 0, STR("from"));
    return line;
}

// {from: V, to: V, over: TIME, base: YYYY-MM}
static bool read_ramp(struct linker *l, uint32_t node, struct figure *out)
{
    static const char *const keys[] = {"from", "to", "over"};
    uint32_t part[3];
    bool ok = true;
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        uint32_t at = node_get_c(l->t, node, keys[i]);
        if (at == NODE_NONE)
            ok = diag_fail(l->d, node_span(l->t, node), DIAG_MISSING_KEY,
                           "a straight line needs `from`, `to` and `over`");
        else
            ok = read_part(l, at, &part[i]) && ok;
    }
    struct name time = {.text = STR("over"), .unit_text = STR("month")};
    struct str bad;
    unit_parse(&l->p->units, time.unit_text, &time.unit, &bad);
    // Parameters are not known yet: then the whole line is checked, as other values are.
    bool closed = ok && ast_is_closed(&l->p->asts, part[2]);
    if (!ok || (closed && !value_fits(l, part[2], &time))) return false;
    out->formula = ramp(l, node, part[0], part[1], part[2]);
    return true;
}

static bool read_path(struct linker *l, uint32_t node, struct figure *out)
{
    if (!schema_check(l->t, node, KEYS_PATH, "a path", l->d)) return false;
    bool grows = node_get_c(l->t, node, "growth") != NODE_NONE ||
                 node_get_c(l->t, node, "volatility") != NODE_NONE,
         line = node_get_c(l->t, node, "to") != NODE_NONE ||
                node_get_c(l->t, node, "over") != NODE_NONE;
    if (grows != line) return grows ? read_growth(l, node, out) : read_ramp(l, node, out);
    diag_fail(l->d, node_span(l->t, node), DIAG_MISSING_KEY,
              "a path has either `growth` or `volatility`, or `to` and `over`");
    diag_help(l->d, "{from: V, growth: 3 %%/year}, {from: V, volatility: 30 %%/year}, or "
                    "{from: V, to: V, over: 6 months}");
    return false;
}

// Order comes first: of steps that are mixed up, the first need not be the earliest.
static bool check_steps(struct linker *l, uint32_t node)
{
    int before = 0, first = 0;
    for (uint32_t i = 0; i < node_count(l->t, node); i++) {
        uint32_t key = node_key(l->t, node, i);
        int month;
        if (!month_read(node_text(l->t, key), &month))
            return diag_fail(l->d, node_span(l->t, key), DIAG_BAD_DATE,
                             "a month such as 2027-01 is expected, not '%.*s'",
                             STR_ARG(str_visible(l->d->arena, node_text(l->t, key))));
        if (i == 0) first = month;
        if (i > 0 && month <= before)
            return diag_fail(l->d, node_span(l->t, key), DIAG_BAD_DATE,
                             "steps must be in order of time");
        before = month;
    }
    if (first > l->p->start)
        return diag_fail(l->d, node_span(l->t, node_key(l->t, node, 0)), DIAG_BAD_DATE,
                         "the first step comes after the start of the scenario, %.*s",
                         STR_ARG(month_text(l->d->arena, l->p, 1)));
    return true;
}

// {2027-01: V, 2027-07: V}
static bool read_steps(struct linker *l, uint32_t node, struct figure *out)
{
    if (!check_steps(l, node)) return false;
    uint32_t count = node_count(l->t, node);
    uint32_t *kids = ARENA_ARRAY(l->a, uint32_t, count);
    bool ok = true;
    for (uint32_t i = 0; i < count; i++)
        ok = read_part(l, node_value(l->t, node, i), &kids[i]) && ok;
    if (!ok) return false;
    struct ast n = combining(AST_STEPS, node);
    n.extra = l->p->asts.months.count;
    for (uint32_t i = 0; i < count; i++) {
        int month = 0;
        month_read(node_text(l->t, node_key(l->t, node, i)), &month);
        VEC_PUSH(l->a, &l->p->asts.months, (uint32_t)(month - l->p->start + 1));
    }
    out->formula = ast_add(&l->p->asts, n, kids, count);
    return true;
}

// [V, V, ..], one a month
static bool read_series(struct linker *l, uint32_t node, struct figure *out)
{
    uint32_t count = node_count(l->t, node);
    if (count != l->p->months && (count != l->stated_months || count < l->p->months)) {
        diag_fail(l->d, node_span(l->t, node), DIAG_WRONG_FORM,
                  "a list holds one value for each month: %u, not %u", (unsigned)l->p->months,
                  (unsigned)count);
        diag_help(l->d, "for steps by date write {2027-01: .., 2027-07: ..}");
        return false;
    }
    uint32_t *kids = ARENA_ARRAY(l->a, uint32_t, count);
    bool ok = true;
    for (uint32_t i = 0; i < count; i++)
        ok = read_part(l, node_item(l->t, node, i), &kids[i]) && ok;
    if (ok) out->formula = ast_add(&l->p->asts, combining(AST_SERIES, node), kids, count);
    return ok;
}

static void describe(struct linker *l, uint32_t node, struct origin *o)
{
    o->as_of = node_text(l->t, node_get_c(l->t, node, "as_of"));
    o->confidence = node_text(l->t, node_get_c(l->t, node, "confidence"));
    o->note = node_text(l->t, node_get_c(l->t, node, "note"));
    o->source = library_source(l->lib, node, node_text(l->t, node_get_c(l->t, node, "source")));
}

// {value: V, low: L, high: H, as_of:, source:, confidence:}: a value, an interval, or both.
static bool read_figure(struct linker *l, uint32_t node, struct figure *out)
{
    if (!schema_check(l->t, node, KEYS_FIGURE, "a figure", l->d)) return false;
    uint32_t value = node_get_c(l->t, node, "value");
    uint32_t low = node_get_c(l->t, node, "low"), high = node_get_c(l->t, node, "high");
    if ((low == NODE_NONE) != (high == NODE_NONE))
        return diag_fail(l->d, node_span(l->t, node), DIAG_MISSING_KEY,
                         "an interval needs both `low` and `high`");
    if (low == NODE_NONE && value == NODE_NONE)
        return diag_fail(l->d, node_span(l->t, node), DIAG_MISSING_VALUE,
                         "a figure needs `value`, or `low` and `high`");
    describe(l, node, &out->origin);
    if (low == NODE_NONE) {
        struct origin described = out->origin;
        if (!read_node(l, value, out)) return false;
        if (out->automatic) return refuse_auto(l, value);
        out->origin = described;
        out->origin.from_range = ast_get(&l->p->asts, out->formula)->kind == AST_RANGE;
        return true;
    }
    uint32_t kids[3], count = 0;
    if (!read_part(l, low, &kids[count++])) return false;
    if (value != NODE_NONE && !read_part(l, value, &kids[count++])) return false;
    if (!read_part(l, high, &kids[count++])) return false;
    struct ast n = combining(value == NODE_NONE ? AST_RANGE : AST_DIST, node);
    if (value != NODE_NONE) n.what = DIST_TWO_PIECE;
    out->formula = exchange_lift(&l->parse, ast_add(&l->p->asts, n, kids, count));
    out->origin.from_range = value == NODE_NONE;
    return true;
}

// What the key of a parameter is called by its distribution; empty if it is no parameter.
static struct str parameter_name(struct str key)
{
    static const char *const keys[] = {"low", "mode", "high", "mean", "sd"};
    if (str_is(key, "min")) return STR("low");
    if (str_is(key, "max")) return STR("high");
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        if (str_is(key, keys[i])) return key;
    return is_percentile(key) ? key : STR("");
}

static bool check_spread_keys(struct linker *l, uint32_t node)
{
    bool ok = schema_check_open(l->t, node, KEYS_SPREAD, "an uncertain figure", l->d);
    for (uint32_t i = 0; i < node_count(l->t, node); i++) {
        uint32_t key = node_key(l->t, node, i);
        struct str text = node_text(l->t, key);
        if (schema_knows(KEYS_SPREAD, text) || is_percentile(text)) continue;
        schema_unknown_key(l->t, key, KEYS_SPREAD, "known here", NULL, 0, l->d);
        ok = false;
    }
    return ok;
}

// The shape that is named, or that its keys leave no doubt about.
static bool read_shape(struct linker *l, uint32_t node, enum dist_kind *kind)
{
    static const enum dist_kind kinds[] = {DIST_LOGNORMAL,  DIST_NORMAL, DIST_UNIFORM,
                                           DIST_TRIANGULAR, DIST_PERT,   DIST_METALOG};
    uint32_t shape = node_get_c(l->t, node, "shape"), percentiles = 0, others = 0;
    int word = 0;
    for (uint32_t i = 0; i < node_count(l->t, node); i++) {
        struct str key = node_text(l->t, node_key(l->t, node, i));
        percentiles += is_percentile(key);
        others += str_is(key, "mode") || str_is(key, "mean") || str_is(key, "sd");
    }
    if (shape != NODE_NONE) {
        if (!schema_word(l->t, node, KEYS_SPREAD, "shape", &word)) return false;
        *kind = kinds[word];
        return true;
    }
    *kind = percentiles == 3 ? DIST_METALOG : percentiles == 0 ? DIST_UNIFORM : DIST_LOGNORMAL;
    if (others == 0) return true;
    diag_fail(l->d, node_span(l->t, node), DIAG_MISSING_KEY,
              "an uncertain figure with these keys needs a `shape`");
    diag_help(l->d,
              "triangular and pert have low, mode and high; normal and lognormal mean and "
              "sd");
    return false;
}

// {p10: V, p90: V, shape: normal}, {low: V, mode: V, high: V, shape: pert}, {min: V, max: V} ..
static bool read_spread(struct linker *l, uint32_t node, struct figure *out)
{
    enum dist_kind kind;
    if (!check_spread_keys(l, node) || !read_shape(l, node, &kind)) return false;
    describe(l, node, &out->origin);
    uint32_t count = 0, *kids = ARENA_ARRAY(l->a, uint32_t, node_count(l->t, node));
    struct str *names = ARENA_ARRAY(l->a, struct str, node_count(l->t, node));
    bool ok = true;
    for (uint32_t i = 0; i < node_count(l->t, node); i++) {
        struct str name = parameter_name(node_text(l->t, node_key(l->t, node, i)));
        if (name.len == 0) continue;
        names[count] = name;
        ok = read_part(l, node_value(l->t, node, i), &kids[count++]) && ok;
    }
    if (!ok) return false;
    struct ast n = combining(AST_DIST, node);
    n.what = (uint8_t)kind;
    uint32_t dist = ast_add(&l->p->asts, n, kids, count);
    for (uint32_t i = 0; i < count; i++)
        ast_name_arg(&l->p->asts, dist, i, names[i]);
    out->formula = exchange_lift(&l->parse, dist);
    out->origin.from_range = true;
    return true;
}

static bool read_cases(struct linker *l, uint32_t node, struct figure *out)
{
    bool open;
    if (!cases_read_value(l, node, &out->formula, &open)) return false;
    out->from_auto = open ? out->formula : 0;
    return true;
}

static bool read_map(struct linker *l, uint32_t node, struct figure *out)
{
    if (cases_is_value(l->t, node)) return read_cases(l, node, out);
    if (node_get_c(l->t, node, "from") != NODE_NONE) return read_path(l, node, out);
    if (has_date_keys(l->t, node)) return read_steps(l, node, out);
    if (is_spread_form(l->t, node)) return read_spread(l, node, out);
    if (is_path_form(l->t, node)) return read_figure(l, node, out);
    diag_fail(l->d, node_span(l->t, node), DIAG_WRONG_FORM, "a value is expected, not a map");
    diag_help(l->d,
              "a map is {from: .., growth: ..}, {2027-01: ..}, {value: .., source: ..} or "
              "{p10: .., p90: ..}");
    return false;
}

static bool read_node(struct linker *l, uint32_t node, struct figure *out)
{
    if (node_is_scalar(l->t, node)) return read_scalar(l, node, out);
    if (node_is_map(l->t, node)) return read_map(l, node, out);
    if (node_is_list(l->t, node)) return read_series(l, node, out);
    return diag_fail(l->d, node_span(l->t, node), DIAG_WRONG_FORM,
                     "a value is expected; leave the key out, or write auto, for the default");
}

bool value_read_default(struct linker *l, uint32_t node, struct str address, struct figure *out)
{
    *out = (struct figure){.origin.where = node_span(l->t, node)};
    if (!read_node(l, node, out)) return false;
    if (out->formula) program_add_draws(l->p, out->formula, address);
    return true;
}

// A node that several places share (through `like` or an alias) is one value, with one draw.
bool value_read(struct linker *l, uint32_t node, struct str address, struct figure *out)
{
    uint32_t at = map_get(&l->figures, (struct str){(const char *)&node, sizeof node});
    if (at != MAP_NONE) {
        *out = l->figure_list.at[at];
        return out->formula != 0 || out->automatic;
    }
    *out = (struct figure){.origin.where = node_span(l->t, node)};
    bool ok = read_node(l, node, out);
    if (ok && out->formula) program_add_draws(l->p, out->formula, address);
    if (!ok) *out = (struct figure){.origin = out->origin};
    map_put(l->a, &l->figures, node_key_bytes(l, node), l->figure_list.count);
    VEC_PUSH(l->a, &l->figure_list, *out);
    return ok;
}

static bool is_points(const struct linker *l, uint32_t node)
{
    return node_is_list(l->t, node) && node_count(l->t, node) > 0 &&
           node_is_map(l->t, node_item(l->t, node, 0));
}

// The day of a point, or of a single figure that states one; 0 where none is stated.
static bool point_day(struct linker *l, uint32_t item, bool required, int *day)
{
    uint32_t as_of = node_get_c(l->t, item, "as_of");
    *day = 0;
    if (!schema_check(l->t, item, KEYS_FIGURE, "a dated point", l->d)) return false;
    if (as_of == NODE_NONE && !required) return true;
    if (as_of != NODE_NONE && day_read(node_text(l->t, as_of), day)) return true;
    return diag_fail(l->d, node_span(l->t, item), DIAG_MISSING_KEY,
                     "a point among several needs its date: `as_of`");
}

bool value_check_order(struct linker *l, uint32_t list)
{
    int before = 0, day, way = 0;  // 1 oldest first, -1 newest first
    bool ok = true;
    for (uint32_t i = 0; i < node_count(l->t, list); i++) {
        uint32_t as_of = node_get_c(l->t, node_item(l->t, list, i), "as_of");
        if (as_of == NODE_NONE || !day_read(node_text(l->t, as_of), &day)) continue;
        int step = before == 0 ? 0 : (day > before) - (day < before);
        if (before != 0 && (step == 0 || step == -way))
            ok = diag_fail(l->d, node_span(l->t, as_of), DIAG_BAD_DATE,
                           step == 0 ? "two points are of one day"
                                     : "this date is out of order: dated points stand newest "
                                       "first or oldest first");
        if (way == 0) way = step;
        before = day;
    }
    return ok;
}

// What is known of a price is known from its day on. A physical fact was true before somebody
// wrote it down, so the oldest figure stands for the time before.
bool value_pick(struct linker *l, uint32_t node, bool price, uint32_t *point,
                struct str *missing)
{
    *point = node;
    bool list = is_points(l, node);
    bool path = node_get_c(l->t, node, "from") != NODE_NONE || has_date_keys(l->t, node);
    if (!list && (!is_path_form(l->t, node) || path)) return true;
    if (list && !value_check_order(l, node)) return false;
    uint32_t newest = NODE_NONE, oldest = NODE_NONE;
    int best = -1, earliest = 99999999;
    for (uint32_t i = 0; i < (list ? node_count(l->t, node) : 1); i++) {
        uint32_t item = list ? node_item(l->t, node, i) : node;
        int day;
        if (!point_day(l, item, list, &day)) return false;
        if (day < earliest) earliest = day, oldest = item;
        if ((l->as_of && day > l->as_of) || day <= best) continue;
        best = day;
        newest = item;
    }
    *point = newest != NODE_NONE || price ? newest : oldest;
    if (*point == NODE_NONE)
        *missing =
            str_format(l->a, "nothing is known of it on %.*s; the earliest figure is of %.*s",
                       STR_ARG(day_text(l->a, l->as_of)), STR_ARG(day_text(l->a, earliest)));
    return true;
}

bool value_fits(struct linker *l, uint32_t formula, const struct name *wanted)
{
    struct check_scope scope = {.form = 0, .may_be_uncertain = true, .growth = wanted->growth};
    struct type t;
    uint32_t pending;
    return check_formula(l->p, formula, scope, &t, &pending) &&
           check_fits(l->p, formula, t, wanted);
}

bool value_constant(struct linker *l, uint32_t node, double *value, struct type *type)
{
    struct figure f = {0};
    if (!node_is_scalar(l->t, node)) return wrong_form(l, node, "a value");
    if (!read_scalar(l, node, &f)) return false;
    uint32_t pending, id = f.formula;
    struct check_scope scope = {.growth = true};
    if (!id || !check_formula(l->p, id, scope, type, &pending))
        return id ? false : wrong_form(l, node, "a number");
    double sign = 1;
    while (ast_get(&l->p->asts, id)->kind == AST_CALL &&
           ast_get(&l->p->asts, id)->what == FUNC_NEG) {
        sign = -sign;
        id = ast_kid(&l->p->asts, id, 0);
    }
    if (ast_get(&l->p->asts, id)->kind != AST_NUMBER)
        return diag_fail(l->d, node_span(l->t, node), DIAG_WRONG_FORM,
                         "a plain number with its unit is expected");
    *value = sign * ast_get(&l->p->asts, id)->number;
    return true;
}

// ---- tables ------------------------------------------------------------------------------------

static bool read_cell(struct linker *l, uint32_t row, const struct column *c, bool optional,
                      uint32_t *formula)
{
    uint32_t cell = node_get(l->t, row, c->name);
    if (cell == NODE_NONE) {
        if (optional) return true;
        return diag_fail(l->d, node_span(l->t, row), DIAG_MISSING_KEY,
                         "a row of the table needs '%.*s'", STR_ARG(c->name));
    }
    struct figure f;
    struct name wanted = {.text = c->name, .unit = c->unit, .unit_text = c->unit_text};
    if (!value_read(l, cell, value_address(l, cell, c->name), &f)) return false;
    if (f.automatic) return refuse_auto(l, cell);
    *formula = f.formula;
    return value_fits(l, f.formula, &wanted);
}

static bool check_columns(struct linker *l, uint32_t row, const struct name *table)
{
    bool ok = true;
    if (!node_is_map(l->t, row)) return wrong_form(l, row, "a row of the table, a map,");
    for (uint32_t i = 0; i < node_count(l->t, row); i++) {
        uint32_t key = node_key(l->t, row, i);
        bool known = false;
        struct str names[16];
        uint32_t count = table->column_count < 16 ? table->column_count : 16;
        for (uint32_t k = 0; k < count; k++) {
            names[k] = table->columns[k].name;
            known = known || str_eq(names[k], node_text(l->t, key));
        }
        if (known) continue;
        ok = diag_fail(l->d, node_span(l->t, key), DIAG_UNKNOWN_KEY,
                       "the table has no column '%.*s'",
                       STR_ARG(str_visible(l->d->arena, node_text(l->t, key))));
        diag_help_nearest(l->d, node_text(l->t, key), names, count);
    }
    return ok;
}

// The first column of known cells must rise; its last cell may be left out.
static bool check_rising(struct linker *l, uint32_t node, const uint32_t *cells,
                         uint32_t columns)
{
    const struct ast *before = NULL;
    for (uint32_t i = 0; i < node_count(l->t, node); i++) {
        const struct ast *n = ast_get(&l->p->asts, cells[i * columns]);
        if (n->kind != AST_NUMBER) continue;
        if (before && n->number <= before->number)
            return diag_fail(l->d, node_span(l->t, node_item(l->t, node, i)), DIAG_OUT_OF_RANGE,
                             "the rows of a table must rise");
        before = n;
    }
    return true;
}

bool value_read_table(struct linker *l, uint32_t node, const struct name *table,
                      uint32_t *formula)
{
    if (!node_is_list(l->t, node)) return wrong_form(l, node, "a list of rows");
    uint32_t rows = node_count(l->t, node), columns = table->column_count;
    if (rows == 0) return wrong_form(l, node, "a list with at least one row");
    uint32_t *cells = ARENA_ARRAY(l->a, uint32_t, (size_t)rows * columns);
    bool ok = true;
    for (uint32_t i = 0; i < rows; i++) {
        uint32_t row = node_item(l->t, node, i);
        if (!check_columns(l, row, table)) {
            ok = false;
            continue;
        }
        for (uint32_t k = 0; k < columns; k++) {
            bool optional = k == 0 && i + 1 == rows;
            ok = read_cell(l, row, &table->columns[k], optional, &cells[i * columns + k]) && ok;
        }
    }
    if (!ok || !check_rising(l, node, cells, columns)) return false;
    struct ast n = combining(AST_TABLE, node);
    n.what = (uint8_t)columns;
    *formula = ast_add(&l->p->asts, n, cells, rows * columns);
    return true;
}
