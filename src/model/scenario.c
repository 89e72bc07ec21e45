#include "model/own_int.h"

#include "base/num.h"
#include "model/cases.h"
#include "model/date.h"
#include "model/sheets.h"

#include <math.h>

enum { MOST_MONTHS = 600 };

// ---- places ------------------------------------------------------------------------------------

static struct span place_in_tree(const void *context, uint32_t id, size_t from, size_t to)
{
    const struct tree *t = context;
    return id == NODE_NONE ? SPAN_NONE : node_place(t, id, from, to);
}

enum { FIRST_ROWS = 2048 };  // of a usual scenario; see ast_init()

void program_init(struct program *p, struct tree *t, struct diags *d)
{
    *p = (struct program){.arena = t->arena, .diags = d};
    struct placer *placer = ARENA_NEW(t->arena, struct placer);
    *placer = (struct placer){t, place_in_tree};
    p->placer = placer;
    p->units = UNIT_SYSTEM_DEFAULT;
    rates_init(p);
    ast_init(&p->asts, t->arena);
    VEC_RESERVE(t->arena, &p->rows, FIRST_ROWS);
    VEC_RESERVE(t->arena, &p->own_origins, FIRST_ROWS);
    p->own_origins.count = 1;
}

static void linker_init(struct linker *l, struct tree *t, struct library *lib,
                        struct program *p)
{
    *l = (struct linker){.p = p, .t = t, .lib = lib, .d = p->diags, .a = t->arena};
    l->parse = (struct parse_context){&p->asts, p->placer, &p->units, p->diags, false};
    VEC_PUSH(l->a, &p->forms, (struct form){.need = NO_NAME});  // the scenario's own
    VEC_PUSH(l->a, &l->sources, (struct form_source){.root = NODE_NONE});
}

// ---- the head of a scenario --------------------------------------------------------------------

static bool read_currency(struct linker *l)
{
    uint32_t node = node_get_c(l->t, l->root, "currency");
    l->p->units.home = currency_code(node_text(l->t, node));
    l->info->currency = node_text(l->t, node);
    if (l->p->units.home) return true;
    l->p->units.home = currency_code(STR("USD"));
    if (node == NODE_NONE) return false;  // reported by the schema
    diag_fail(l->d, node_span(l->t, node), DIAG_UNKNOWN_UNIT, "'%.*s' is not a currency",
              STR_ARG(str_visible(l->d->arena, node_text(l->t, node))));
    diag_help(l->d, "write an ISO 4217 code such as USD or EUR");
    return false;
}

static bool read_hours(struct linker *l)
{
    uint32_t node = node_get_c(l->t, l->root, "hours_per_month");
    double hours;
    if (node == NODE_NONE || num_read(node_text(l->t, node), &hours) != NUM_OK) return true;
    if (hours > 0 && hours <= 744) {
        l->p->units.hours_per_month = hours;
        return true;
    }
    return diag_fail(l->d, node_span(l->t, node), DIAG_OUT_OF_RANGE,
                     "a month has more than 0 and at most 744 hours");
}

static bool check_version(struct linker *l)
{
    uint32_t node = node_get_c(l->t, l->root, "tco");
    if (node == NODE_NONE || node_is(l->t, node, "1")) return true;
    diag_fail(l->d, node_span(l->t, node), DIAG_OUT_OF_RANGE,
              "this is version '%.*s' of the format; this program reads version 1",
              STR_ARG(str_visible(l->d->arena, node_text(l->t, node))));
    return false;
}

static bool months_of(struct linker *l, uint32_t node, uint32_t *months)
{
    double seconds;
    struct type t;
    if (!value_constant(l, node, &seconds, &t)) return false;
    if (!dim_eq(t.dim, dim_of(KIND_TIME))) {
        diag_fail(l->d, node_span(l->t, node), t.bare ? DIAG_BARE_NUMBER : DIAG_UNIT_MISMATCH,
                  "a horizon is a time");
        diag_help(l->d, "write 36 months");
        return false;
    }
    double m = seconds / (l->p->units.hours_per_month * 3600), whole = num_floor(m + 0.5);
    if (fabs(m - whole) > 1e-6 || whole < 1 || whole > MOST_MONTHS)
        return diag_fail(l->d, node_span(l->t, node), DIAG_OUT_OF_RANGE,
                         "a horizon is 1 to %d whole months", MOST_MONTHS);
    *months = (uint32_t)whole;
    return true;
}

static bool read_horizon(struct linker *l)
{
    l->p->months = l->stated_months = 1;
    uint32_t node = node_get_c(l->t, l->root, "horizon");
    if (node == NODE_NONE || !months_of(l, node, &l->stated_months)) return false;
    l->p->months = l->stated_months;
    if (l->settings->horizon.len == 0) return true;
    uint32_t value;
    return option_parse(l->t, STR("--horizon"), l->settings->horizon, l->d, &value) &&
           months_of(l, value, &l->p->months);
}

static bool read_as_of(struct linker *l)
{
    struct str text = l->settings->as_of;
    if (text.len == 0) text = node_text(l->t, node_get_c(l->t, l->root, "as_of"));
    l->info->as_of = text;
    if (text.len == 0 || day_read(text, &l->as_of)) return true;
    if (l->settings->as_of.len == 0) return false;  // reported by the schema
    return diag_fail(l->d, SPAN_NONE, DIAG_USAGE,
                     "--as-of takes a date such as 2026-11-01, not '%.*s'",
                     STR_ARG(str_visible(l->d->arena, text)));
}

static bool read_head(struct linker *l)
{
    bool ok = schema_check(l->t, l->root, KEYS_SCENARIO, "a scenario", l->d);
    if (!node_is_map(l->t, l->root)) return false;
    ok = check_version(l) && ok;
    ok = read_currency(l) && ok;
    ok = read_hours(l) && ok;
    ok = exchange_read(l) && ok;
    if (!month_read(node_text(l->t, node_get_c(l->t, l->root, "start")), &l->p->start))
        ok = false;
    ok = read_horizon(l) && ok;
    ok = read_as_of(l) && ok;
    ok = ages_read(l) && ok;
    l->info->name = node_text(l->t, node_get_c(l->t, l->root, "name"));
    return ok;
}

// ---- the scenario's own values -----------------------------------------------------------------

uint32_t own_add_row(struct linker *l, uint32_t name, uint32_t workload, const struct figure *f)
{
    struct row r = {
        .formula = f->formula, .name = name, .workload = workload, .given = f->formula != 0};
    struct origin o = f->origin;
    if (!f->formula) o.kind = ORIGIN_NOT_GIVEN;
    r.origin = VEC_PUSH(l->a, &l->p->own_origins, o);
    return VEC_PUSH(l->a, &l->p->rows, r);
}

bool own_read(struct linker *l, uint32_t node, struct str address, const struct name *wanted,
              struct figure *f)
{
    if (!value_read(l, node, address, f)) return false;
    f->origin.kind = value_origin(l, node);
    if (f->from_auto && cases_is_value(l->t, node))
        return diag_fail(l->d, node_span(l->t, node), DIAG_MISSING_VALUE,
                         "the scenario states nothing here that the other cases could keep");
    if (f->automatic || f->from_auto)
        return diag_fail(l->d, node_span(l->t, node), DIAG_WRONG_FORM,
                         "there is no default to be auto");
    if (wanted->infer || value_fits(l, f->formula, wanted)) return true;
    f->formula = 0;  // nothing else is judged by it
    return false;
}

struct name own_name(struct linker *l, const char *text, const char *unit)
{
    struct name n = {.text = str_of(text), .kind = NAME_INPUT, .unit_text = str_of(unit)};
    struct str bad;
    n.growth = str_is(n.unit_text, "growth");
    n.catalog = n.parent = NO_NAME;
    n.unit = UNIT_ONE;
    if (n.growth)
        dim_over(DIM_NONE, dim_of(KIND_TIME), &n.unit.dim);
    else
        unit_parse(&l->p->units, n.unit_text, &n.unit, &bad);
    return n;
}

// The names in a formula of ours are rows of the scenario, or time.
static void bind_names(struct linker *l, uint32_t from, struct str address)
{
    struct ast_store *s = &l->p->asts;
    for (uint32_t i = from; i < s->refs.count; i++) {
        struct ref *r = &s->refs.at[i];
        r->kind = r->part_count == 1 ? REF_BUILTIN : REF_SCENARIO;
        r->target = BUILTIN_ELAPSED;
        if (r->part_count == 1) continue;
        struct str last = r->part[r->part_count - 1];
        size_t dot = str_find(address, '.');
        if (dot < address.len) {  // exchange.EUR
            struct str part[] = {r->part[0], str_cut(address, dot + 1, address.len), last};
            r->part = ref_parts(s, part, 3);
            r->part_count = 3;
        }
        r->target = form_find(&l->p->forms.at[0],
                              str_format(l->a, "%.*s.%.*s", STR_ARG(address), STR_ARG(last)));
    }
}

bool own_derive(struct linker *l, struct name n, struct str formula, struct str address,
                uint32_t *row)
{
    uint32_t node = tree_add_scalar(l->t, formula, STYLE_DOUBLE, n.where);
    uint32_t names = l->p->asts.refs.count;
    struct figure f = {.origin = {.kind = ORIGIN_FORMULA, .where = n.where}};
    if (!value_parse(&l->parse, (struct excerpt){formula, node}, &f.formula)) return false;
    bind_names(l, names, address);
    uint32_t name = form_add(l->p, 0, n);
    *row = own_add_row(l, name, NO_WORKLOAD, &f);
    l->p->sheets.at[0].row_of[name] = *row;
    return value_fits(l, f.formula, &n);
}

static bool read_params(struct linker *l)
{
    uint32_t map = node_get_c(l->t, l->root, "params");
    bool ok = true;
    for (uint32_t i = 0; i < node_count(l->t, map); i++) {
        uint32_t key = node_key(l->t, map, i), value = node_value(l->t, map, i);
        struct name n = {.kind = NAME_INPUT, .infer = true, .unit = UNIT_ONE};
        ok = check_name_key(l->t, key, "the name of a parameter", l->d) && ok;
        n.text = str_format(l->a, "params.%.*s", STR_ARG(node_text(l->t, key)));
        n.where = node_span(l->t, key);
        n.catalog = n.parent = NO_NAME;
        struct figure f;
        ok = own_read(l, value, n.text, &n, &f) && ok;
        n.formula = f.formula;
        uint32_t name = form_add(l->p, 0, n);
        if (name != NO_NAME)
            l->p->sheets.at[0].row_of[name] = own_add_row(l, name, NO_WORKLOAD, &f);
    }
    check_inferred(l->p);
    return ok;
}

// The month in which fiscal years begin.
static bool read_fiscal_start(struct linker *l, uint32_t map)
{
    uint32_t node = node_get_c(l->t, map, "fiscal_year_start");
    double month = 1;
    l->p->fiscal_start = 0;
    if (node == NODE_NONE) return true;
    if (num_read(node_text(l->t, node), &month) != NUM_OK || month < 1 || month > 12 ||
        month != num_floor(month))
        return diag_fail(l->d, node_span(l->t, node), DIAG_OUT_OF_RANGE,
                         "a month of the year is a whole number from 1 to 12");
    l->p->fiscal_start = (int)month - 1;
    return true;
}

// A key of `finance` that is not known and holds a map is a component of every option.
static bool check_finance_keys(struct linker *l, uint32_t map)
{
    bool ok = schema_check_open(l->t, map, KEYS_FINANCE, "finance", l->d);
    for (uint32_t i = 0; i < node_count(l->t, map); i++) {
        uint32_t key = node_key(l->t, map, i);
        if (schema_knows(KEYS_FINANCE, node_text(l->t, key)) ||
            node_is_map(l->t, node_value(l->t, map, i)))
            continue;
        schema_unknown_key(l->t, key, KEYS_FINANCE, "known here", NULL, 0, l->d);
        ok = false;
    }
    return ok;
}

static bool read_finance(struct linker *l)
{
    uint32_t map = node_get_c(l->t, l->root, "finance");
    if (map == NODE_NONE) return true;
    int word = 0;
    bool ok = check_finance_keys(l, map);
    ok = read_fiscal_start(l, map) && ok;
    ok = schema_word(l->t, map, KEYS_FINANCE, "timing", &word) && ok;
    l->p->timing = (enum timing)word;
    return rates_read(l, map) && ok;
}

static bool read_rank(struct linker *l)
{
    uint32_t node = node_get_c(l->t, l->root, "rank_by");
    int word = l->p->discount_rate == NO_NAME ? RANK_TOTAL : RANK_NPV;
    bool ok = schema_word(l->t, l->root, KEYS_SCENARIO, "rank_by", &word);
    l->p->rank_by = (enum rank_by)word;
    l->p->rank_by_stated = node != NODE_NONE;
    if (ok && word == RANK_NPV && l->p->discount_rate == NO_NAME) {
        diag_fail(l->d, node_span(l->t, node), DIAG_MISSING_KEY,
                  "ranking by npv needs finance.discount_rate");
        diag_help(l->d, "add finance: {discount_rate: 9 %%/year}");
        return false;
    }
    return ok;
}

// ---- the sheet of its own -----------------------------------------------------------------------

static void open_own_sheet(struct linker *l)
{
    uint32_t params = node_count(l->t, node_get_c(l->t, l->root, "params"));
    uint32_t options = node_count(l->t, node_get_c(l->t, l->root, "options"));
    // The last are the adoption of each option.
    uint32_t names = params + workloads_name_count() + rates_name_count() +
                     exchange_name_count(l->p) + options;
    struct sheet s = {.form = 0, .option = NO_NAME, .name_count = names};
    s.row_of = ARENA_ARRAY(l->a, uint32_t, names);
    s.where = node_span(l->t, l->root);
    VEC_PUSH(l->a, &l->p->sheets, s);
}

// ---- baseline ----------------------------------------------------------------------------------

static bool fail_left_out(struct linker *l, struct str wanted)
{
    diag_fail(l->d, SPAN_NONE, DIAG_USAGE, "the baseline %.*s is left out by --option",
              STR_ARG(wanted));
    struct text all = {.arena = l->d->arena};
    for (uint32_t i = 0; i < l->settings->option_count; i++)
        text_addf(&all, "%.*s,", STR_ARG(l->settings->options[i]));
    diag_help(l->d, "write --option %.*s%.*s", STR_ARG(text_str(&all)), STR_ARG(wanted));
    return false;
}

static bool read_baseline(struct linker *l)
{
    uint32_t node = node_get_c(l->t, l->root, "baseline");
    struct str wanted =
        l->settings->baseline.len ? l->settings->baseline : node_text(l->t, node);
    l->info->baseline_stated = wanted.len > 0;
    l->p->baseline = 0;
    if (wanted.len == 0) return true;
    VEC(struct str) known = {0};
    for (uint32_t i = 0; i < l->p->options.count; i++) {
        if (str_eq(l->p->options.at[i].name, wanted)) {
            l->p->baseline = i;
            return true;
        }
        VEC_PUSH(l->d->arena, &known, l->p->options.at[i].name);
    }
    // Left out by --option: the first of those that are left is compared with.
    bool asked = l->settings->baseline.len > 0, left_out = sheets_has_option(l, wanted);
    l->info->baseline_stated = asked;
    l->info->baseline_left_out = wanted;
    if (!asked && left_out) return true;
    if (asked && left_out) return fail_left_out(l, wanted);
    struct span where = asked ? SPAN_NONE : node_span(l->t, node);
    diag_fail(l->d, where, DIAG_UNKNOWN_OPTION, "the baseline '%.*s' is not one of the options",
              STR_ARG(str_visible(l->d->arena, wanted)));
    diag_help_nearest(l->d, wanted, known.at, known.count);
    return false;
}

// ---- putting it together -----------------------------------------------------------------------

bool scenario_link(struct tree *t, uint32_t root, struct library *lib,
                   const struct load_settings *settings, struct program *p,
                   struct scenario_info *info)
{
    struct overlay overlay = {0};
    struct linker l;
    *info = (struct scenario_info){.case_name = settings->case_name};
    linker_init(&l, t, lib, p);
    l.settings = settings;
    l.info = info;
    l.overlay = &overlay;
    l.root = overlay_apply(t, root, settings->case_name, settings->sets, settings->set_count,
                           &overlay, p->diags);
    if (l.root == NODE_NONE) return false;
    bool ok = cases_read_weights(&l);
    ok = read_head(&l) && ok;
    if (!node_is_map(t, l.root)) return false;
    open_own_sheet(&l);
    ok = exchange_add_rows(&l) && ok;
    ok = library_add_scenario(lib, node_get_c(t, l.root, "catalog")) && ok;
    ok = workloads_read(&l) && ok;
    ok = read_params(&l) && ok;
    ok = read_finance(&l) && ok;
    ok = read_rank(&l) && ok;
    ok = cases_check(&l) && ok;
    ok = workloads_read_demand(&l) && ok;
    ok = sheets_read_options(&l) && ok;
    ok = workloads_read_adoption(&l) && ok;
    ok = form_check_all(&l) && ok;
    ok = sheets_bind(&l) && ok;
    ok = read_baseline(&l) && ok;
    ok = correlations_read(&l) && ok;
    ok = budgets_read(&l, l.root) && ok;
    ok = sheets_check_own_entries(&l, node_get_c(t, l.root, "catalog")) && ok;
    if (!ok || p->diags->error_count > 0) return false;
    if (!program_close(p)) return false;
    info->uncertain = program_is_uncertain(p);
    ages_judge(&l);
    return true;
}

// Without a scenario, a file counts in the first currency of its units.
static uint8_t currency_of_file(const struct tree *t, uint32_t map)
{
    uint8_t code = 0;
    for (uint32_t i = 0; i < node_count(t, map) && node_is_map(t, map) && !code; i++) {
        uint32_t value = node_value(t, map, i);
        code = node_is(t, node_key(t, map, i), "unit") ? unit_currency(node_text(t, value))
                                                       : currency_of_file(t, value);
    }
    return code;
}

static void link_alone(struct linker *l, uint32_t root)
{
    static const struct load_settings none = {0};
    uint8_t home = currency_of_file(l->t, root);
    l->settings = &none;
    l->p->units.home = home ? home : currency_code(STR("USD"));
    l->p->months = l->stated_months = 1;
}

void linker_open_alone(struct linker *l, struct tree *t, struct library *lib, struct program *p,
                       struct scenario_info *info, uint32_t root)
{
    static const char *const rates[] = {"finance.discount_rate", "finance.cost_of_capital"};
    linker_init(l, t, lib, p);
    l->info = info;
    link_alone(l, root);
    open_own_sheet(l);
    workloads_declare(l);
    for (size_t i = 0; i < COUNT_OF(rates); i++)
        form_add(p, 0, own_name(l, rates[i], "1/year"));
}

bool model_validate(struct tree *t, struct str model, struct span where, struct library *lib,
                    struct program *p)
{
    struct scenario_info info = {0};
    struct found found = {.node = NODE_NONE};
    struct linker l;
    uint32_t before = p->diags->error_count;
    bool known = library_model(lib, model, &found);
    linker_open_alone(&l, t, lib, p, &info, known ? found.node : NODE_NONE);
    if (form_load(&l, model, where) == NO_NAME) return false;
    return form_check_all(&l) && p->diags->error_count == before;
}

bool models_load(struct tree *t, struct library *lib, struct program *p)
{
    struct scenario_info info = {0};
    struct linker l;
    struct names names = {0}, kinds = {0};
    linker_open_alone(&l, t, lib, p, &info, NODE_NONE);
    library_kind_names(lib, t->arena, &kinds);
    for (uint32_t i = 0; i < kinds.list.count; i++)
        form_kind(&l, kinds.list.at[i]);
    library_model_names(lib, t->arena, &names);
    for (uint32_t i = 0; i < names.list.count; i++) {
        struct found f;
        if (!library_model(lib, names.list.at[i], &f) ||
            node_is(t, node_get_c(t, f.node, "abstract"), "true"))
            continue;
        form_load(&l, names.list.at[i], SPAN_NONE);
    }
    return p->diags->error_count == 0;
}

bool catalog_validate(struct tree *t, uint32_t root, struct library *lib, struct program *p)
{
    struct scenario_info info = {0};
    struct linker l;
    linker_init(&l, t, lib, p);
    l.info = &info;
    link_alone(&l, root);
    return sheets_check_catalog(&l, root);
}

bool catalog_prove(struct tree *t, uint32_t root, struct library *lib, struct program *p,
                   int day, struct proven *count)
{
    struct scenario_info info = {0};
    struct linker l;
    linker_init(&l, t, lib, p);
    l.info = &info;
    link_alone(&l, root);
    l.as_of = day;
    return sheets_prove_catalog(&l, root, count);
}
