// workloads.c - the demand of a scenario: volumes, load curves, and what of it comes to which option.
#include "model/own_int.h"

#include "base/num.h"
#include "model/sheets.h"

static bool read_shape(struct linker *l, uint32_t node, struct workload *w)
{
    uint32_t count = node_count(l->t, node);
    if (count != 24 && count != 168)
        return diag_fail(
            l->d, node_span(l->t, node), DIAG_OUT_OF_RANGE,
            "a shape has 24 numbers, one for each hour of the day, or 168 for a week, not %u",
            (unsigned)count);
    double *shape = ARENA_ARRAY(l->a, double, count), sum = 0;
    double *stated = ARENA_ARRAY(l->a, double, count);
    bool ok = true;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t item = node_item(l->t, node, i);
        if (num_read(node_text(l->t, item), &shape[i]) != NUM_OK || shape[i] < 0)
            ok = diag_fail(l->d, node_span(l->t, item), DIAG_BAD_NUMBER,
                           "a shape holds numbers from 0 up");
        sum += shape[i];
    }
    if (ok && sum <= 0)
        return diag_fail(l->d, node_span(l->t, node), DIAG_OUT_OF_RANGE,
                         "a shape can't be all zero");
    for (uint32_t i = 0; ok && i < count; i++) {
        stated[i] = shape[i];
        shape[i] = shape[i] * count / sum;
    }
    w->stated_shape = stated;
    w->shape_where = node_span(l->t, node);
    w->shape = shape;
    w->shape_count = count;
    w->load = LOAD_SHAPE;
    return ok;
}

static bool read_load(struct linker *l, uint32_t map, struct workload *w)
{
    uint32_t peak = node_get_c(l->t, map, "peak_to_mean"),
             shape = node_get_c(l->t, map, "shape");
    if (peak != NODE_NONE && shape != NODE_NONE)
        return diag_fail(l->d, node_span(l->t, shape), DIAG_WRONG_FORM,
                         "a workload has either `shape` or `peak_to_mean`");
    w->load = peak == NODE_NONE ? LOAD_FLAT : LOAD_PEAK;
    return shape == NODE_NONE || read_shape(l, shape, w);
}

static bool states(const struct linker *l, uint32_t map, const char *key)
{
    return node_get_c(l->t, map, key) != NODE_NONE;
}

// Tokens come from the bill, or from requests and their length; not from both.
static bool check_volume(struct linker *l, uint32_t map, const struct workload *w)
{
    static const char *const twice[][2] = {{"input", "input_per_request"},
                                           {"output", "output_per_request"}};
    bool ok = true, requests = states(l, map, "requests") || states(l, map, "users"),
         any = false;
    for (size_t i = 0; i < COUNT_OF(twice); i++) {
        bool whole = states(l, map, twice[i][0]), each = states(l, map, twice[i][1]);
        any = any || whole || (each && requests);
        if (whole && each)
            ok = diag_fail(l->d, node_span(l->t, node_get_c(l->t, map, twice[i][1])),
                           DIAG_WRONG_FORM, "a workload has either `%s` or `%s`", twice[i][0],
                           twice[i][1]);
        if (!each || requests) continue;
        ok = diag_fail(l->d, node_span(l->t, node_get_c(l->t, map, twice[i][1])),
                       DIAG_MISSING_KEY,
                       "`%s` needs `requests`, or `users` with what each asks", twice[i][1]);
        any = true;
    }
    if (states(l, map, "users") && !states(l, map, "requests_per_user") &&
        !states(l, map, "requests"))
        ok = diag_fail(l->d, w->where, DIAG_MISSING_KEY,
                       "the workload '%.*s' needs `requests_per_user`", STR_ARG(w->name));
    if (any) return ok;
    diag_fail(l->d, w->where, DIAG_MISSING_KEY,
              "the workload '%.*s' needs `input`, `output` or both", STR_ARG(w->name));
    diag_help(l->d, "for example output: 12 Gtoken/month, or requests: 2 Mrequest/month with "
                    "output_per_request: 400 token/request");
    return false;
}

static bool read_workload(struct linker *l, uint32_t key, uint32_t map)
{
    struct workload w = {.name = node_text(l->t, key), .where = node_span(l->t, key)};
    bool ok = check_name_key(l->t, key, "the name of a workload", l->d);
    if (!schema_check(l->t, map, KEYS_WORKLOAD, "a workload", l->d)) ok = false;
    if (!node_is_map(l->t, map)) return false;
    w.model = node_text(l->t, node_get_c(l->t, map, "model"));
    ok = read_load(l, map, &w) && ok;
    uint32_t tags = node_get_c(l->t, map, "requires");
    for (uint32_t i = 0; i < node_count(l->t, tags); i++)
        VEC_PUSH(l->a, &w.required, node_text(l->t, node_item(l->t, tags, i)));
    if (ok) ok = check_volume(l, map, &w);
    VEC_PUSH(l->a, &l->p->workloads, w);
    return ok;
}

// What a workload says, in an order in which each row comes behind those that it is made of.
static const struct demand {
    const char *key, *name, *unit;
    bool grows;              // by w.growth, where it is stated
    const char *product[2];  // where it is not stated: the product of these, if both are known
    bool open;  // where nothing says it, using it is an error; else it is `standard`
    double standard, min, max;  // max 0: none
} DEMAND[] = {
    {"growth", "w.growth", "growth", false, {0}, false, 0, 0, 0},
    {"users", "w.users", "user", true, {0}, true, 0, 0, 0},
    {"requests_per_user",
     "w.requests_per_user",
     "request/user/month",
     false,
     {0},
     true,
     0,
     0,
     0},
    {"requests",
     "w.requests",
     "request/month",
     true,
     {"w.users", "w.requests_per_user"},
     true,
     0,
     0,
     0},
    {"input_per_request", "w.input_per_request", "token/request", false, {0}, true, 0, 0, 0},
    {"output_per_request", "w.output_per_request", "token/request", false, {0}, true, 0, 0, 0},
    {"reasoning", "w.reasoning", "1", false, {0}, false, 0, 0, 0},
    {"input",
     "w.input",
     "token/month",
     true,
     {"w.requests", "w.input_per_request"},
     false,
     0,
     0,
     0},
    {"output",
     "w.output",
     "token/month",
     true,
     {"w.requests", "w.output_per_request"},
     false,
     0,
     0,
     0},
    {"cached", "w.cached", "1", false, {0}, false, 0, 0, 1},
    {"batch", "w.batch", "1", false, {0}, false, 0, 0, 1},
    {"peak_to_mean", "w.peak_to_mean", "1", false, {0}, false, 1, 1, 0},
    {"latency", "w.latency", "s", false, {0}, true, 0, 0, 0},
    {"required_quality", "w.required_quality", "1", false, {0}, true, 0, 0, 0},
};

static const char *demand_doc(const char *key)
{
    for (size_t i = 0; i < KEY_ROW_COUNT; i++)
        if (KEY_ROWS[i].context == KEYS_WORKLOAD && str_is(KEY_ROWS[i].key, key))
            return KEY_ROWS[i].doc.at;
    return "";
}

// A reference to one of the scenario's names, as a node of its own.
static uint32_t own_ref(struct linker *l, struct str name, uint32_t target)
{
    struct ast_store *s = &l->p->asts;
    struct str part[] = {STR("w"), str_cut(name, 2, name.len)};
    struct ref r = {.part = ref_parts(s, part, 2), .part_count = 2};
    r.kind = REF_SCENARIO;
    r.target = target;
    return ast_add(s, (struct ast){.kind = AST_NAME, .extra = VEC_PUSH(s->arena, &s->refs, r)},
                   NULL, 0);
}

// a * b, standing where a was written.
static uint32_t times(struct linker *l, uint32_t a, uint32_t b)
{
    struct ast_store *s = &l->p->asts;
    struct ast product = {.kind = AST_CALL, .what = FUNC_MUL};
    product.code = ast_get(s, a)->code;
    product.start = ast_get(s, a)->start;
    product.end = ast_get(s, a)->end;
    return ast_add(s, product, (uint32_t[]){a, b}, 2);
}

// V * grow(w.growth), the growth standing where it was written.
static uint32_t grown(struct linker *l, uint32_t value, uint32_t w)
{
    struct str name = STR("w.growth");
    uint32_t target = form_find(&l->p->forms.at[0], name), growth = own_ref(l, name, target);
    struct ast grow = {.kind = AST_CALL, .what = FUNC_GROW};
    const struct ast *written =
        ast_get(&l->p->asts, l->p->rows.at[sheet_row(l->p, 0, target, w)].formula);
    grow.code = written->code;
    grow.start = written->start;
    grow.end = written->end;
    return times(l, value, ast_add(&l->p->asts, grow, &growth, 1));
}

// V * (1 + w.reasoning)
static uint32_t reasoned(struct linker *l, uint32_t value)
{
    struct ast_store *s = &l->p->asts;
    struct str name = STR("w.reasoning");
    uint32_t kids[2] = {ast_constant(s, 1, UNIT_ONE, STR("")),
                        own_ref(l, name, form_find(&l->p->forms.at[0], name))};
    struct ast sum = {.kind = AST_CALL, .what = FUNC_ADD};
    return times(l, value, ast_add(s, sum, kids, 2));
}

// The product of two rows of a workload that are known; 0 if one is not.
static uint32_t product_of(struct linker *l, const struct demand *d, uint32_t w)
{
    uint32_t part[2];
    for (size_t i = 0; i < 2; i++) {
        if (!d->product[i]) return 0;
        struct str text = str_of(d->product[i]);
        uint32_t name = form_find(&l->p->forms.at[0], text);
        if (!l->p->rows.at[sheet_row(l->p, 0, name, w)].given) return 0;
        part[i] = own_ref(l, text, name);
    }
    return times(l, part[0], part[1]);
}

// One value of one workload. False after a report.
static bool read_demand_of(struct linker *l, const struct demand *d, const struct name *n,
                           uint32_t w, uint32_t name, uint32_t *row)
{
    struct str workload = l->p->workloads.at[w].name;
    uint32_t one = node_get(l->t, node_get_c(l->t, l->root, "workloads"), workload),
             node = node_get_c(l->t, one, d->key);
    struct figure f = {.origin.kind = ORIGIN_DEFAULT};
    struct str address = str_format(l->a, "workloads.%.*s.%s", STR_ARG(workload), d->key);
    struct name written = *n;  // called as in the scenario: output, not w.output
    written.text = str_of(d->key);
    bool ok = node == NODE_NONE || own_read(l, node, address, &written, &f);
    if (f.formula && d->grows && node_get_c(l->t, one, "growth") != NODE_NONE)
        f.formula = grown(l, f.formula, w);
    if (node == NODE_NONE) f.formula = product_of(l, d, w);
    bool given = f.formula != 0;
    if (given && str_is(str_of(d->key), "output") && states(l, one, "reasoning"))
        f.formula = reasoned(l, f.formula);
    if (node == NODE_NONE && !given && !d->open)
        f.formula = ast_constant(&l->p->asts, d->standard, n->unit, n->unit_text);
    *row = own_add_row(l, name, w, &f);
    l->p->rows.at[*row].given = given;
    return ok;
}

static struct name demand_name(struct linker *l, const struct demand *d)
{
    struct name n = own_name(l, d->name, d->unit);
    n.per_workload = true;
    n.has_min = !n.growth;
    n.min = d->min;
    n.has_max = d->max > 0;
    n.max = d->max;
    n.doc = str_of(demand_doc(d->key));
    return n;
}

static bool read_demand(struct linker *l, const struct demand *d)
{
    struct name n = demand_name(l, d);
    uint32_t name = form_add(l->p, 0, n), row;
    bool ok = true;
    for (uint32_t w = 0; w < l->p->workloads.count; w++) {
        ok = read_demand_of(l, d, &n, w, name, &row) && ok;
        if (w == 0) l->p->sheets.at[0].row_of[name] = row;
    }
    return ok;
}

// ---- adoption ----

static bool is_by_option(const struct linker *l, uint32_t node)
{
    if (!node_is_map(l->t, node) || node_count(l->t, node) == 0) return false;
    return sheets_has_option(l, node_text(l->t, node_key(l->t, node, 0))) ||
           (!is_path_form(l->t, node) && !has_date_keys(l->t, node));
}

// What `adoption` of a workload says of an option: {own: 80 %}, or one value for all.
static uint32_t adoption_of(const struct linker *l, uint32_t w, struct str option)
{
    uint32_t one = node_get(l->t, node_get_c(l->t, l->root, "workloads"),
                            l->p->workloads.at[w].name),
             node = node_get_c(l->t, one, "adoption");
    return is_by_option(l, node) ? node_get(l->t, node, option) : node;
}

static bool check_adopters(struct linker *l, uint32_t node)
{
    bool ok = true;
    if (!is_by_option(l, node)) return true;
    for (uint32_t i = 0; i < node_count(l->t, node); i++) {
        uint32_t key = node_key(l->t, node, i);
        if (!sheets_has_option(l, node_text(l->t, key)))
            ok = sheets_fail_option(l, node_text(l->t, key), node_span(l->t, key));
    }
    return ok;
}

static bool read_adoption_of(struct linker *l, struct option *o)
{
    struct str text = str_format(l->a, "w.adoption.%.*s", STR_ARG(o->name));
    struct name n = own_name(l, str_to_c(l->a, text), "1");
    n.per_workload = n.has_min = n.has_max = true;
    n.max = 1;
    n.doc = str_of(demand_doc("adoption"));
    bool ok = true;
    o->adoption = form_add(l->p, 0, n);
    for (uint32_t w = 0; w < l->p->workloads.count; w++) {
        uint32_t node = adoption_of(l, w, o->name);
        struct figure f = {.origin.kind = ORIGIN_DEFAULT};
        struct str address = str_format(l->a, "workloads.%.*s.adoption.%.*s",
                                        STR_ARG(l->p->workloads.at[w].name), STR_ARG(o->name));
        if (node != NODE_NONE) ok = own_read(l, node, address, &n, &f) && ok;
        bool given = f.formula != 0;
        if (node == NODE_NONE) f.formula = ast_constant(&l->p->asts, 1, n.unit, n.unit_text);
        uint32_t row = own_add_row(l, o->adoption, w, &f);
        l->p->rows.at[row].given = given;
        if (w == 0) l->p->sheets.at[0].row_of[o->adoption] = row;
    }
    return ok;
}

// Only where a workload says so: then each option has a share of each workload.
bool workloads_read_adoption(struct linker *l)
{
    uint32_t map = node_get_c(l->t, l->root, "workloads");
    bool ok = true, stated = false;
    for (uint32_t i = 0; i < node_count(l->t, map); i++) {
        uint32_t node = node_get_c(l->t, node_value(l->t, map, i), "adoption");
        stated = stated || node != NODE_NONE;
        ok = check_adopters(l, node) && ok;
    }
    for (uint32_t i = 0; i < l->p->options.count; i++) {
        l->p->options.at[i].adoption = NO_NAME;
        if (stated && ok) ok = read_adoption_of(l, &l->p->options.at[i]);
    }
    return ok;
}

bool workloads_read(struct linker *l)
{
    uint32_t map = node_get_c(l->t, l->root, "workloads");
    bool ok = true;
    for (uint32_t i = 0; i < node_count(l->t, map); i++)
        ok = read_workload(l, node_key(l->t, map, i), node_value(l->t, map, i)) && ok;
    uint32_t count = l->p->workloads.count, *all = ARENA_ARRAY(l->a, uint32_t, count);
    for (uint32_t i = 0; i < count; i++)
        all[i] = i;
    l->p->sheets.at[0].workloads = all;
    l->p->sheets.at[0].workload_count = count;
    return ok;
}

bool workloads_read_demand(struct linker *l)
{
    bool ok = true;
    for (size_t i = 0; i < COUNT_OF(DEMAND); i++)
        ok = read_demand(l, &DEMAND[i]) && ok;
    return ok;
}

uint32_t workloads_name_count(void)
{
    return (uint32_t)COUNT_OF(DEMAND);
}

void workloads_declare(struct linker *l)
{
    for (size_t i = 0; i < COUNT_OF(DEMAND); i++)
        form_add(l->p, 0, demand_name(l, &DEMAND[i]));
}
