// form_names.c - the names that a model declares: inputs, rows, costs, meters, checks, what it serves.
#include "model/link_int.h"

static bool is_builtin_name(struct str s)
{
    static const char *const words[] = {"month",  "elapsed", "first", "last",   "horizon",
                                        "served", "offered", "w",     "params", "finance"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_is(s, words[i])) return true;
    return false;
}

// "need[w]" is the name need, once per workload.
static bool read_name(struct linker *l, uint32_t key, struct name *n)
{
    struct str text = node_text(l->t, key);
    n->per_workload = str_ends(text, STR("[w]"));
    n->text = n->per_workload ? str_cut(text, 0, text.len - 3) : text;
    n->where = node_span(l->t, key);
    n->catalog = n->parent = NO_NAME;
    n->cost.resale = n->cost.quantity = NO_NAME;
    if (is_builtin_name(n->text))
        return diag_fail(l->d, n->where, DIAG_BAD_NAME,
                         "'%.*s' is built in; choose another name", STR_ARG(n->text));
    return check_name_text(l->t, key, n->text, "a name", l->d);
}

static bool add_name(struct linker *l, uint32_t form, struct name n, uint32_t decl)
{
    if (form_add(l->p, form, n) == NO_NAME) {
        const struct form *f = &l->p->forms.at[form];
        const struct name *first = &f->names.at[form_find(f, n.text)];
        diag_fail(l->d, n.where, DIAG_DUPLICATE_KEY,
                  "the name '%.*s' stands twice in this model", STR_ARG(n.text));
        diag_note(l->d, first->where, "inputs, rows, costs and meters share one name space");
        return false;
    }
    VEC_PUSH(l->a, &l->sources.at[form].decls, decl);
    return true;
}

// A bound is in the input's unit when it is written without one.
static bool read_bound(struct linker *l, uint32_t decl, const char *key, const struct name *n,
                       bool *has, double *value)
{
    uint32_t node = node_get_c(l->t, decl, key);
    if (node == NODE_NONE) return true;
    struct type t;
    if (!value_constant(l, node, value, &t)) return false;
    if (t.bare)
        *value *= n->unit.factor;
    else if (!dim_eq(t.dim, n->unit.dim))
        return diag_fail(l->d, node_span(l->t, node), DIAG_UNIT_MISMATCH, "`%s` is not in %.*s",
                         key, STR_ARG(n->unit_text));
    *has = true;
    return true;
}

static bool read_columns(struct linker *l, uint32_t node, struct name *n)
{
    uint32_t count = node_count(l->t, node);
    if (count < 2 || count > 16)
        return diag_fail(l->d, node_span(l->t, node), DIAG_MODEL,
                         "a table has 2 to 16 columns");
    struct column *columns = ARENA_ARRAY(l->a, struct column, count);
    bool ok = true;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t key = node_key(l->t, node, i), unit = node_value(l->t, node, i);
        bool growth, text;
        ok = check_name_key(l->t, key, "the name of a column", l->d) && ok;
        ok = parse_unit(l, unit, &columns[i].unit, &growth, &text) && ok;
        columns[i].name = node_text(l->t, key);
        columns[i].unit_text = form_unit_text(l, unit);
        columns[i].where = node_span(l->t, key);
    }
    n->kind = NAME_TABLE;
    n->columns = columns;
    n->column_count = count;
    return ok;
}

static bool read_choices(struct linker *l, uint32_t decl, struct name *n)
{
    uint32_t list = node_get_c(l->t, decl, "one_of"), count = node_count(l->t, list);
    if (count == 0)
        return diag_fail(l->d, n->where, DIAG_MODEL,
                         "a text input needs `one_of`, the words it may be");
    struct str *words = ARENA_ARRAY(l->a, struct str, count);
    for (uint32_t i = 0; i < count; i++)
        words[i] = node_text(l->t, node_item(l->t, list, i));
    n->kind = NAME_CHOICE;
    n->choices = words;
    n->choice_count = count;
    return true;
}

// A default as people read it: the formula, the id of an entry, or the parts of a composed one.
static struct str default_text(struct linker *l, uint32_t decl)
{
    uint32_t node = node_get_c(l->t, decl, "default"), key = node_get_c(l->t, decl, "key");
    if (node_is_scalar(l->t, node)) return node_text(l->t, node);
    if (node != NODE_NONE) return STR("(table)");
    struct text t = {.arena = l->a};
    for (uint32_t i = 0; i < node_count(l->t, key); i++)
        text_addf(&t, "%s%.*s", i ? " @ " : "",
                  STR_ARG(node_text(l->t, node_item(l->t, key, i))));
    return text_str(&t);
}

// A model that is like another may state a default of its own: the source of the other is not its.
static bool read_source(struct linker *l, uint32_t decl, struct name *n)
{
    uint32_t standard = node_get_c(l->t, decl, "default");
    uint32_t source = node_get_c(l->t, decl, "source"), as_of = node_get_c(l->t, decl, "as_of");
    uint32_t origin = source == NODE_NONE ? as_of : source;
    if (origin == NODE_NONE) return true;
    if (standard == NODE_NONE)
        return diag_fail(l->d, node_span(l->t, origin), DIAG_MODEL,
                         "a source is that of a default, and '%.*s' has none",
                         STR_ARG(n->text));
    if (source == NODE_NONE)
        return diag_fail(l->d, node_span(l->t, as_of), DIAG_MISSING_KEY,
                         "a day needs the `source` that it is of");
    if (node_span(l->t, standard).source != node_span(l->t, source).source) return true;
    n->source = node_text(l->t, source);
    n->as_of = node_text(l->t, as_of);
    return true;
}

static bool declare_input(struct linker *l, uint32_t form, uint32_t key, uint32_t decl)
{
    struct name n = {.kind = NAME_INPUT};
    bool named = read_name(l, key, &n), ok = named;
    n.broken = !schema_check(l->t, decl, KEYS_INPUT, "an input", l->d);
    if (n.broken) return add_name(l, form, n, decl) && false;
    uint32_t unit = node_get_c(l->t, decl, "unit"), catalog = node_get_c(l->t, decl, "catalog");
    uint32_t columns = node_get_c(l->t, decl, "columns");
    n.doc = node_text(l->t, node_get_c(l->t, decl, "doc"));
    n.unit_text = form_unit_text(l, unit);
    n.standard = default_text(l, decl);
    ok = read_source(l, decl, &n) && ok;
    n.unit = UNIT_ONE;
    bool text = false;
    if (catalog != NODE_NONE) {
        n.kind = NAME_ENTRY;
        n.catalog = form_need_kind(l, catalog);
        n.broken = n.catalog == NO_NAME;
    } else if (columns != NODE_NONE) {
        n.broken = !read_columns(l, columns, &n);
    } else if (unit == NODE_NONE) {
        n.broken = !diag_fail(l->d, n.where, DIAG_MISSING_KEY,
                              "an input needs `unit`, `catalog` or `columns`");
    } else {
        n.broken = !parse_unit(l, unit, &n.unit, &n.growth, &text);
        if (text) ok = read_choices(l, decl, &n) && ok;
        ok = read_bound(l, decl, "min", &n, &n.has_min, &n.min) && ok;
        ok = read_bound(l, decl, "max", &n, &n.has_max, &n.max) && ok;
    }
    n.broken = n.broken || !named;
    return add_name(l, form, n, decl) && ok && !n.broken;
}

// A meter counts an amount of the month, never something per time. Those that fill columns of the
// summary have the unit of the column.
static bool check_meter(struct linker *l, const struct name *n, uint32_t unit)
{
    static const struct {
        const char *name, *unit;
    } columns[] = {{"gpu_hours", "gpu*hour"},
                   {"energy", "kWh"},
                   {"emissions", "kgCO2e"},
                   {"emissions_embodied", "kgCO2e"},
                   {"water", "litre"}};
    struct dim dim = n->unit.dim;
    struct unit wanted;
    struct str bad;
    for (size_t i = 0; i < COUNT_OF(columns); i++) {
        if (!str_is(n->text, columns[i].name)) continue;
        unit_parse(&l->p->units, str_of(columns[i].unit), &wanted, &bad);
        if (dim_eq(wanted.dim, dim)) return true;
        return diag_fail(l->d, node_span(l->t, unit), DIAG_UNIT_MISMATCH,
                         "the meter %s is a column of the summary in %s, not in %.*s",
                         columns[i].name, columns[i].unit, STR_ARG(node_text(l->t, unit)));
    }
    if (dim.exponent[KIND_TIME] >= 0) return true;
    diag_fail(l->d, node_span(l->t, unit), DIAG_UNIT_MISMATCH,
              "a meter counts an amount of the month, and %.*s is per time",
              STR_ARG(node_text(l->t, unit)));
    diag_help(l->d, "a rate becomes the amount of a month by `* month`");
    return false;
}

// A row that a statement shows is money, and one for all workloads.
static bool read_statement(struct linker *l, uint32_t decl, struct name *n)
{
    uint32_t node = node_get_c(l->t, decl, "statement");
    int word = 0;
    if (node == NODE_NONE) return true;
    if (!schema_word(l->t, decl, n->kind == NAME_ROW ? KEYS_ROW : KEYS_METER, "statement",
                     &word))
        return false;
    n->statement = (enum statement_row)(STATEMENT_TAX + word);
    if (n->per_workload)
        return diag_fail(l->d, node_span(l->t, node), DIAG_MODEL,
                         "a row that exists for each workload stands in no statement");

    if (n->broken || dim_eq(n->unit.dim, dim_of_currency(l->p->units.home))) return true;
    return diag_fail(l->d, node_span(l->t, node), DIAG_UNIT_MISMATCH,
                     "a statement shows amounts of money, not %.*s",
                     STR_ARG(node_text(l->t, node_get_c(l->t, decl, "unit"))));
}

static bool declare_row(struct linker *l, uint32_t form, uint32_t key, uint32_t decl,
                        enum name_kind kind)
{
    struct name n = {.kind = kind};
    bool named = read_name(l, key, &n), ok = named, growth = false, text = false;
    enum key_context keys = kind == NAME_ROW ? KEYS_ROW : KEYS_METER;
    n.broken = !schema_check(l->t, decl, keys, kind == NAME_ROW ? "a row" : "a meter", l->d);
    if (n.broken) return add_name(l, form, n, decl) && false;
    uint32_t unit = node_get_c(l->t, decl, "unit");
    n.broken = !parse_unit(l, unit, &n.unit, &growth, &text);
    if (growth || text)
        n.broken = !diag_fail(l->d, node_span(l->t, unit), DIAG_UNKNOWN_UNIT,
                              "only inputs can be %.*s", STR_ARG(node_text(l->t, unit)));
    if (!n.broken && kind == NAME_METER) ok = check_meter(l, &n, unit) && ok;
    ok = read_statement(l, decl, &n) && ok;
    n.unit_text = form_unit_text(l, unit);
    n.doc = node_text(l->t, node_get_c(l->t, decl, "doc"));
    n.formula = parse_formula(l, node_get_c(l->t, decl, "is"));
    n.broken = n.broken || !named;
    return add_name(l, form, n, decl) && n.formula && ok && !n.broken;
}

static bool read_class(struct linker *l, uint32_t decl, struct cost *c)
{
    static const char *const amortise[] = {"forward", "backward", "after", "never"};
    int word = 0;
    if (!schema_word(l->t, decl, KEYS_COST, "class", &word)) return false;
    c->class = (enum cost_class)word;
    c->category = node_text(l->t, node_get_c(l->t, decl, "category"));
    uint32_t spread = node_get_c(l->t, decl, "amortise");
    word = 0;
    while (word < AMORTISE_ROW && spread != NODE_NONE && !node_is(l->t, spread, amortise[word]))
        word++;
    c->amortise = (enum amortise)word;
    if (c->amortise != AMORTISE_ROW) return true;
    c->wear = parse_formula(l, spread);
    return c->wear != 0;
}

static bool read_books(struct linker *l, uint32_t decl, struct cost *c)
{
    static const char *const parts[BOOK_PARTS] = {"depreciation", "interest", "running"};
    uint32_t books = node_get_c(l->t, decl, "books");
    if (books == NODE_NONE) return true;
    bool ok = schema_check(l->t, books, KEYS_BOOKS, "what the books charge for a line", l->d);
    for (int part = 0; ok && part < BOOK_PARTS; part++) {
        uint32_t node = node_get_c(l->t, books, parts[part]);
        if (node == NODE_NONE) continue;
        c->has_books = true;
        ok = (c->books[part] = parse_formula(l, node)) != 0;
    }
    return ok;
}

static bool read_paid(struct linker *l, uint32_t decl, struct cost *c)
{
    uint32_t paid = node_get_c(l->t, decl, "paid"), life = node_get_c(l->t, decl, "life");
    c->paid = PAID_END;
    c->dated = node_is(l->t, node_get_c(l->t, decl, "dated"), "true");
    if (node_is(l->t, paid, "start"))
        c->paid = PAID_START;
    else if (paid != NODE_NONE && !node_is(l->t, paid, "end"))
        c->paid = PAID_TERMS;
    if (c->paid == PAID_TERMS && !(c->terms = parse_formula(l, paid))) return false;
    return life == NODE_NONE || (c->life = parse_formula(l, life)) != 0;
}

static bool declare_cost(struct linker *l, uint32_t form, uint32_t key, uint32_t decl)
{
    struct name n = {.kind = NAME_COST};
    bool named = read_name(l, key, &n), ok = named;
    n.broken = !schema_check(l->t, decl, KEYS_COST, "a cost line", l->d);
    if (n.broken) return add_name(l, form, n, decl) && false;
    n.unit = (struct unit){1, dim_of_currency(l->p->units.home)};
    n.unit_text = currency_name(l->p->units.home);
    n.doc = node_text(l->t, node_get_c(l->t, decl, "doc"));
    n.formula = parse_formula(l, node_get_c(l->t, decl, "is"));
    ok = read_class(l, decl, &n.cost) && read_paid(l, decl, &n.cost) &&
         read_books(l, decl, &n.cost) && ok;
    n.broken = !named;
    return add_name(l, form, n, decl) && n.formula && ok;
}

static bool declare_section(struct linker *l, uint32_t form, const char *section)
{
    uint32_t map = node_get_c(l->t, l->sources.at[form].root, section);
    bool ok = true;
    for (uint32_t i = 0; i < node_count(l->t, map); i++) {
        uint32_t key = node_key(l->t, map, i), decl = node_value(l->t, map, i);
        if (str_is(str_of(section), "inputs"))
            ok = declare_input(l, form, key, decl) && ok;
        else if (str_is(str_of(section), "costs"))
            ok = declare_cost(l, form, key, decl) && ok;
        else
            ok = declare_row(l, form, key, decl,
                             str_is(str_of(section), "rows") ? NAME_ROW : NAME_METER) &&
                 ok;
    }
    return ok;
}

uint32_t form_mentioned(struct linker *l, uint32_t form, uint32_t node)
{
    const struct form *f = &l->p->forms.at[form];
    uint32_t at = form_find(f, node_text(l->t, node));
    if (at != NO_NAME) return at;
    VEC(struct str) known = {0};
    for (uint32_t i = 0; i < f->names.count; i++)
        VEC_PUSH(l->d->arena, &known, f->names.at[i].text);
    diag_fail(l->d, node_span(l->t, node), DIAG_UNKNOWN_NAME, "the model has no '%.*s'",
              STR_ARG(str_visible(l->d->arena, node_text(l->t, node))));
    diag_help_nearest(l->d, node_text(l->t, node), known.at, known.count);
    return NO_NAME;
}

static bool declare_checks(struct linker *l, uint32_t form)
{
    uint32_t list = node_get_c(l->t, l->sources.at[form].root, "checks");
    bool ok = true;
    for (uint32_t i = 0; i < node_count(l->t, list); i++) {
        uint32_t item = node_item(l->t, list, i);
        if (!schema_check(l->t, item, KEYS_CHECK, "a check", l->d)) return false;
        uint32_t warn = node_get_c(l->t, item, "warn"), error = node_get_c(l->t, item, "error");
        uint32_t input = node_get_c(l->t, item, "input");
        struct check c = {.is_error = error != NODE_NONE, .meter = NO_NAME};
        c.input = NO_NAME;
        c.where = node_span(l->t, item);
        if ((warn == NODE_NONE) == (error == NODE_NONE))
            ok = diag_fail(l->d, c.where, DIAG_MISSING_KEY,
                           "a check has a sentence: `warn` or `error`");
        c.sentence = node_text(l->t, c.is_error ? error : warn);
        c.id = node_text(l->t, node_get_c(l->t, item, "id"));
        c.formula = parse_formula(l, node_get_c(l->t, item, "if"));
        if (input != NODE_NONE) c.input = form_mentioned(l, form, input);
        ok = c.formula && (input == NODE_NONE || c.input != NO_NAME) && ok;
        if (c.formula) VEC_PUSH(l->a, &l->p->forms.at[form].checks, c);
    }
    return ok;
}

// What a meter is not known without: an input, and whether that is known.
static bool declare_needs(struct linker *l, uint32_t form, uint32_t meter, uint32_t map)
{
    bool ok = true;
    for (uint32_t i = 0; i < node_count(l->t, map); i++) {
        struct check c = {.meter = meter, .where = node_span(l->t, node_key(l->t, map, i))};
        c.input = form_mentioned(l, form, node_key(l->t, map, i));
        c.formula = parse_formula(l, node_value(l->t, map, i));
        ok = c.formula && c.input != NO_NAME && ok;
        if (c.formula && ok) VEC_PUSH(l->a, &l->p->forms.at[form].checks, c);
    }
    return ok;
}

static bool declare_all_needs(struct linker *l, uint32_t form)
{
    bool ok = true;
    for (uint32_t i = 0; i < l->sources.at[form].decls.count; i++) {
        if (l->p->forms.at[form].names.at[i].kind != NAME_METER) continue;
        uint32_t map = node_get_c(l->t, l->sources.at[form].decls.at[i], "needs");
        if (map != NODE_NONE) ok = declare_needs(l, form, i, map) && ok;
    }
    return ok;
}

// One of the [w] names that `serves` mentions.
static bool serves_name(struct linker *l, uint32_t form, uint32_t map, const char *key,
                        uint32_t *name)
{
    uint32_t node = node_get_c(l->t, map, key);
    *name = NO_NAME;
    if (node == NODE_NONE) return true;
    *name = form_mentioned(l, form, node);
    if (*name == NO_NAME) return false;
    const struct name *n = &l->p->forms.at[form].names.at[*name];
    if (n->per_workload) return true;
    return diag_fail(l->d, node_span(l->t, node), DIAG_MODEL,
                     "`%s` is a row for each workload: declare it as %.*s[w]", key,
                     STR_ARG(n->text));
}

static bool declare_serves(struct linker *l, uint32_t form)
{
    uint32_t map = node_get_c(l->t, l->sources.at[form].root, "serves");
    struct form *f = &l->p->forms.at[form];
    f->need = f->takes = f->quality = NO_NAME;
    if (map == NODE_NONE) return true;
    if (!schema_check(l->t, map, KEYS_SERVES, "`serves`", l->d)) return false;
    uint32_t need = node_get_c(l->t, map, "need"), capacity = node_get_c(l->t, map, "capacity");
    f->serves = true;
    bool ok = serves_name(l, form, map, "takes", &f->takes);
    ok = serves_name(l, form, map, "quality", &f->quality) && ok;
    if (node_is(l->t, capacity, "unlimited")) return ok;
    if (need == NODE_NONE)
        return diag_fail(l->d, node_span(l->t, map), DIAG_MISSING_KEY,
                         "a capacity needs `need`, the row that it is compared with");
    f->capacity = parse_formula(l, capacity);
    return serves_name(l, form, map, "need", &f->need) && f->capacity && ok;
}

// learns: true, and the catalogue input that takes what is learnt from to a vendor.
static bool declare_learning(struct linker *l, uint32_t form)
{
    uint32_t root = l->sources.at[form].root, teacher = node_get_c(l->t, root, "teacher");
    struct form *f = &l->p->forms.at[form];
    f->learns = node_is(l->t, node_get_c(l->t, root, "learns"), "true");
    f->teacher = NO_NAME;
    if (teacher == NODE_NONE) return true;
    f->teacher = form_mentioned(l, form, teacher);
    if (f->teacher == NO_NAME) return false;
    if (f->names.at[f->teacher].kind == NAME_ENTRY) return true;
    return diag_fail(l->d, node_span(l->t, teacher), DIAG_MODEL,
                     "`teacher` names an input with a `catalog`");
}

static void declare_tags(struct linker *l, uint32_t form)
{
    uint32_t list = node_get_c(l->t, l->sources.at[form].root, "provides");
    for (uint32_t i = 0; i < node_count(l->t, list); i++)
        VEC_PUSH(l->a, &l->p->forms.at[form].provides,
                 node_text(l->t, node_item(l->t, list, i)));
}

// level: option
static bool declare_level(struct linker *l, uint32_t form)
{
    uint32_t node = node_get_c(l->t, l->sources.at[form].root, "level");
    struct form *f = &l->p->forms.at[form];
    int word = 0;
    if (!schema_word(l->t, l->sources.at[form].root, KEYS_MODEL, "level", &word)) return false;
    f->of_option = word == 1;
    if (!f->of_option || !f->serves) return true;
    return diag_fail(l->d, node_span(l->t, node), DIAG_MODEL,
                     "a model of `level: option` can't serve load");
}

bool form_declare(struct linker *l, uint32_t form)
{
    static const char *const sections[] = {"inputs", "rows", "costs", "meters"};
    bool ok = schema_check(l->t, l->sources.at[form].root, KEYS_MODEL, "a model", l->d);
    for (size_t i = 0; i < COUNT_OF(sections); i++)
        ok = declare_section(l, form, sections[i]) && ok;
    ok = declare_checks(l, form) && ok;
    ok = declare_all_needs(l, form) && ok;
    ok = declare_serves(l, form) && ok;
    ok = declare_learning(l, form) && ok;
    ok = declare_level(l, form) && ok;
    declare_tags(l, form);
    return ok;
}
