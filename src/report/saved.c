#include "report/saved.h"

#include "base/file.h"
#include "doc/json.h"
#include "model/date.h"
#include "report/shape.h"

#include <math.h>

static const struct tree *tree_of(const struct saved *r)
{
    return &r->session->tree;
}

static bool fail(struct saved *r, uint32_t node, const char *format, ...) PRINTF_LIKE(3, 4);

static bool fail(struct saved *r, uint32_t node, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct str message = str_format_va(&r->session->arena, format, args);
    va_end(args);
    return diag_fail(&r->session->diags, node_span(tree_of(r), node), DIAG_WRONG_RESULT, "%.*s",
                     STR_ARG(message));
}

// ---- values ------------------------------------------------------------------------------------

static bool is_null(const struct tree *t, uint32_t node)
{
    return node == NODE_NONE || node_kind(t, node) == NODE_EMPTY;
}

static bool is_bool(const struct tree *t, uint32_t node)
{
    return node_style(t, node) == STYLE_PLAIN &&
           (node_is(t, node, "true") || node_is(t, node, "false"));
}

static bool is_number(const struct tree *t, uint32_t node)
{
    return node_is_scalar(t, node) && !json_is_string(t, node) && !is_bool(t, node);
}

static double number_of(const struct tree *t, uint32_t node)
{
    double v = 0;
    num_read(node_text(t, node), &v);
    return v;
}

static struct table_cell cell_of(const struct tree *t, uint32_t node)
{
    if (is_null(t, node) || !node_is_scalar(t, node)) return cell_null();
    if (json_is_string(t, node)) return (struct table_cell){CELL_TEXT, 0, node_text(t, node)};
    if (is_bool(t, node)) return cell_bool(node_is(t, node, "true"));
    return cell_number(number_of(t, node));
}

// Far beyond any figure, and far enough from what arithmetic can't hold.
static bool check_size(struct saved *r, uint32_t node)
{
    bool fits = !is_number(tree_of(r), node) || fabs(number_of(tree_of(r), node)) <= 1e60;
    return fits || fail(r, node, "no figure is as large as this");
}

// Of an object of the head; null, or left out, is fine.
static bool read_text(struct saved *r, uint32_t map, const char *key, struct str *out)
{
    uint32_t node = node_get_c(tree_of(r), map, key);
    *out = STR_NONE;
    if (is_null(tree_of(r), node)) return true;
    if (!json_is_string(tree_of(r), node)) return fail(r, node, "'%s' is a text or null", key);
    *out = node_text(tree_of(r), node);
    return true;
}

static struct str whole_visible(struct saved *r, struct str s)
{
    struct text t = {.arena = &r->session->arena};
    text_add_visible(&t, s, 1000);
    return text_str(&t);
}

// Pages print names as they stand, so nothing that disturbs a terminal or a log may be one.
static bool is_plain(struct saved *r, struct str s)
{
    return s.len <= 256 && str_eq(whole_visible(r, s), s);
}

static bool read_plain(struct saved *r, uint32_t map, const char *key, struct str *out)
{
    if (!read_text(r, map, key, out)) return false;
    return is_plain(r, *out) ||
           fail(r, node_get_c(tree_of(r), map, key), "'%s' is a name", key);
}

static bool read_number(struct saved *r, uint32_t map, const char *key, bool *known,
                        double *out)
{
    uint32_t node = node_get_c(tree_of(r), map, key);
    *known = !is_null(tree_of(r), node);
    *out = 0;
    if (!*known) return true;
    if (!is_number(tree_of(r), node)) return fail(r, node, "'%s' is a number or null", key);
    *out = number_of(tree_of(r), node);
    return check_size(r, node);
}

static bool read_bool(struct saved *r, uint32_t map, const char *key, bool otherwise, bool *out)
{
    uint32_t node = node_get_c(tree_of(r), map, key);
    *out = otherwise;
    if (is_null(tree_of(r), node)) return true;
    if (!is_bool(tree_of(r), node)) return fail(r, node, "'%s' is true, false or null", key);
    *out = node_is(tree_of(r), node, "true");
    return true;
}

static bool read_map(struct saved *r, const char *key, uint32_t *out)
{
    *out = node_get_c(tree_of(r), r->root, key);
    if (*out != NODE_NONE && node_is_map(tree_of(r), *out)) return true;
    return fail(r, *out == NODE_NONE ? r->root : *out, "a result has an object '%s'", key);
}

// One of some words; `otherwise` where it is left out.
static bool read_word(struct saved *r, uint32_t map, const char *key, const char *const *words,
                      int count, int *out)
{
    struct str word;
    if (!read_text(r, map, key, &word)) return false;
    for (int i = 0; i < count; i++)
        if (str_is(word, words[i])) {
            *out = i;
            return true;
        }
    return is_null(tree_of(r), node_get_c(tree_of(r), map, key)) ||
           fail(r, node_get_c(tree_of(r), map, key), "'%s' is not a word of '%s'",
                str_to_c(&r->session->arena, str_visible(&r->session->arena, word)), key);
}

// ---- the head ----------------------------------------------------------------------------------

static bool fail_version(struct saved *r, uint32_t node, struct str version)
{
    fail(r, node, "this result has the format %.*s, and tco " TCO_VERSION " reads format 1",
         STR_ARG(str_visible(&r->session->arena, version)));
    diag_help(
        &r->session->diags,
        "a higher minor version only adds; for another major one take the tco that wrote it");
    return false;
}

static bool check_version(struct saved *r)
{
    struct str version;
    uint64_t major, minor;
    uint32_t node = node_get_c(tree_of(r), r->root, "format_version");
    if (node == NODE_NONE)
        return fail(r, r->root, "this is no result of tco: it has no 'format_version'");
    if (!read_text(r, r->root, "format_version", &version)) return false;
    size_t dot = str_find(version, '.');
    if (!num_read_whole(str_cut(version, 0, dot), 0, 1000000, &major) ||
        !num_read_whole(str_cut(version, dot + 1, version.len), 0, 1000000, &minor))
        return fail(r, node, "'format_version' is a text such as \"1.0\"");
    return major == 1 || fail_version(r, node, version);
}

static bool check_kind(struct saved *r)
{
    struct str kind;
    if (!read_text(r, r->root, "kind", &kind)) return false;
    uint32_t node = node_get_c(tree_of(r), r->root, "kind");
    if (!str_starts(kind, STR("tco.")))
        return fail(r, node == NODE_NONE ? r->root : node,
                    "'kind' of a result is tco. and the command that made it");
    r->kind = str_cut(kind, 4, kind.len);
    for (size_t i = 0; i < SHAPE_COUNT; i++)
        if (str_eq(SHAPES[i].kind, r->kind)) return true;
    return fail(r, node, "results of kind '%.*s' are not read again",
                STR_ARG(str_visible(&r->session->arena, kind)));
}

static bool read_months(struct saved *r, uint32_t basis)
{
    struct program *p = &r->session->program;
    struct str start;
    double months;
    bool known;
    if (!read_number(r, basis, "months", &known, &months) ||
        !read_text(r, basis, "start", &start))
        return false;
    uint32_t node = node_get_c(tree_of(r), basis, "start");
    int month;
    if (!known && (is_null(tree_of(r), node) || month_read(start, &month))) return true;
    if (!known) return fail(r, node, "'start' is a month such as \"2027-01\"");
    node = node_get_c(tree_of(r), basis, "months");
    if (months < 1 || months > 600 || months != num_floor(months))
        return fail(r, node, "'months' is a whole number from 1 to 600");
    p->months = (uint32_t)months;
    if (month_read(start, &p->start)) return true;
    node = node_get_c(tree_of(r), basis, "start");
    return fail(r, node == NODE_NONE ? basis : node, "'start' is a month such as \"2027-01\"");
}

// A row and a cell of its own, so that pages find the rate where they look for it.
static bool read_rate(struct saved *r, uint32_t basis)
{
    static const char *const sources[] = {"stated", "cost_of_capital", "real_rate"};
    struct session *s = r->session;
    struct program *p = &s->program;
    double rate;
    bool known;
    int from = 0;
    if (!read_number(r, basis, "discount_rate", &known, &rate) ||
        !read_word(r, basis, "discount_rate_from", sources, COUNT_OF(sources), &from))
        return false;
    p->discount_rate = NO_NAME;
    if (!known && is_null(&s->tree, node_get_c(&s->tree, basis, "discount_rate_from")))
        return true;
    p->discounted_by = (enum rate_source)from;
    p->discount_rate = 0;
    s->unroll.cells = ARENA_NEW(&s->arena, struct cell);
    s->unroll.cells->state = CELL_CONSTANT;
    s->unroll.cells->constant =
        known ? val_number(rate / (12 * p->units.hours_per_month * 3600)) : val_empty();
    s->ledger.discounted = true;
    return true;
}

static bool read_conventions(struct saved *r, uint32_t basis)
{
    static const char *const timings[] = {"end", "mid", "start"}, *const ranks[] = {
                                                                      "npv", "total",
                                                                      "risk_adjusted_total"};
    struct session *s = r->session;
    int timing = 0, rank = RANK_TOTAL;
    double hours;
    bool known;
    bool ok = read_number(r, basis, "hours_per_month", &known, &hours);
    ok = read_word(r, basis, "timing", timings, 3, &timing) && ok;
    ok = read_word(r, basis, "rank_by", ranks, 3, &rank) && ok;
    ok = read_bool(r, basis, "after_tax", false, &s->ledger.taxed) && ok;
    ok = read_bool(r, basis, "ages_judged", true, &s->info.ages_judged) && ok;
    ok = read_bool(r, basis, "baseline_stated", true, &s->info.baseline_stated) && ok;
    ok = read_bool(r, basis, "uncertain", false, &s->info.uncertain) && ok;
    if (ok && known && !(hours >= 1 && hours <= 10000))
        return fail(r, node_get_c(tree_of(r), basis, "hours_per_month"),
                    "'hours_per_month' is a number from 1 to 10000");
    s->program.units.hours_per_month = known ? hours : 730;
    s->program.timing = (enum timing)timing;
    s->program.rank_by = (enum rank_by)rank;
    return ok;
}

static bool is_currency(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] < 'A' || s.at[i] > 'Z') return false;
    return s.len == 3;
}

static bool has(const struct saved *r, uint32_t map, const char *key)
{
    return !is_null(tree_of(r), node_get_c(tree_of(r), map, key));
}

static bool read_basis(struct saved *r)
{
    struct session *s = r->session;
    uint32_t basis;
    double seed;
    int day;
    if (!read_map(r, "basis", &basis)) return false;
    bool ok = read_text(r, basis, "currency", &s->info.currency);
    ok = read_text(r, basis, "as_of", &s->info.as_of) && ok;
    ok = read_plain(r, basis, "case", &s->info.case_name) && ok;
    ok = read_plain(r, basis, "baseline_left_out", &s->info.baseline_left_out) && ok;
    if (ok && has(r, basis, "currency") && !is_currency(s->info.currency))
        return fail(r, node_get_c(tree_of(r), basis, "currency"),
                    "'currency' is three letters such as \"USD\"");
    if (ok && has(r, basis, "as_of") && !day_read(s->info.as_of, &day))
        return fail(r, node_get_c(tree_of(r), basis, "as_of"),
                    "'as_of' is a day such as \"2026-11-01\"");
    ok = read_text(r, basis, "models_sha256", &s->models_sha256) && ok;
    ok = read_number(r, basis, "seed", &r->report.has_seed, &seed) && ok;
    r->report.seed = seed >= 0 && seed <= 9007199254740992.0 ? (uint64_t)seed : 0;
    return read_conventions(r, basis) && read_months(r, basis) && read_rate(r, basis) && ok;
}

static bool read_head(struct saved *r)
{
    struct session *s = r->session;
    uint32_t scenario, tool;
    if (!check_version(r) || !check_kind(r)) return false;
    if (!read_map(r, "tool", &tool) || !read_map(r, "scenario", &scenario)) return false;
    struct str unused;
    bool ok = read_text(r, tool, "version", &r->tool_version);
    ok = read_text(r, tool, "name", &unused) && ok;
    ok = read_text(r, scenario, "name", &s->info.name) && ok;
    ok = read_text(r, scenario, "file", &s->file) && ok;
    ok = read_text(r, scenario, "sha256", &s->sha256) && ok;
    ok = read_bool(r, r->root, "complete", true, &r->report.complete) && ok;
    return read_basis(r) && ok;
}

// ---- tables ------------------------------------------------------------------------------------

struct saved_table {
    const struct tree *tree;
    uint32_t list;
    const struct table_column *columns;
    uint32_t count;
    bool open;  // a column may hold amounts and, in other rows, names
};

static void saved_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct saved_table *k = context;
    uint32_t map = node_item(k->tree, k->list, row);
    (void)a;
    for (uint32_t i = 0; i < k->count; i++)
        c[i] = cell_of(k->tree, node_get(k->tree, map, k->columns[i].key));
}

static const struct table_column *find_column(const struct table_columns *c, struct str key)
{
    for (uint32_t i = 0; c && i < c->count; i++)
        if (str_eq(c->at[i].key, key)) return &c->at[i];
    return NULL;
}

static bool is_axis(struct saved *r, struct str key)
{
    const struct table *t = report_table(&r->report, STR("axes"));
    for (uint32_t i = 0; t && i < t->row_count; i++)
        if (str_eq(saved_cell(r, t, i, "address").text, key)) return true;
    return false;
}

// Of what was varied there is a column by its name; others are amounts, of an option or at a value.
static struct table_column varied_column(struct saved *r, struct str key, uint32_t list)
{
    const struct tree *t = tree_of(r);
    bool number = false, word = false;
    for (uint32_t i = 0; i < node_count(t, list) && !number; i++) {
        uint32_t row = node_item(t, list, i);
        uint32_t value = node_is_map(t, row) ? node_get(t, row, key) : NODE_NONE;
        number = is_number(t, value);
        word = word || !is_null(t, value);
    }
    const char *name = str_to_c(&r->session->arena, key);
    return (struct table_column){str_of(name), str_of(name),
                                 is_axis(r, key) ? NUMBER_TIDY : NUMBER_MONEY,
                                 number || !word ? COLUMN_NUMBER : COLUMN_NAME};
}

// The columns of a table whose columns the shape does not all know, as its first row has them.
static bool open_columns(struct saved *r, struct saved_table *k,
                         const struct table_columns *known)
{
    const struct tree *t = tree_of(r);
    uint32_t first = node_item(t, k->list, 0), count = node_count(t, first);
    if (count > TABLE_COLUMNS)
        return fail(r, first, "a table has at most %d columns", TABLE_COLUMNS);
    struct table_column *columns = ARENA_ARRAY(&r->session->arena, struct table_column, count);
    for (uint32_t i = 0; i < count; i++) {
        struct str key = node_text(t, node_key(t, first, i));
        const struct table_column *own = find_column(known, key);
        if (!own) own = find_column(&COLUMNS_optimum_head, key);
        columns[i] = own ? *own : varied_column(r, key, k->list);
    }
    k->columns = columns;
    k->count = count;
    return true;
}

static bool check_value(struct saved *r, const struct table_column *c, bool open,
                        uint32_t value)
{
    const struct tree *t = tree_of(r);
    if (is_null(t, value)) return true;
    if (!node_is_scalar(t, value)) return fail(r, value, "a cell of a table is one value");
    if (!check_size(r, value)) return false;
    bool words =
        c->format == NUMBER_EXACT || c->format == NUMBER_TIDY;  // such as a word or a yes
    return words || open || is_number(t, value) ||
           fail(r, value, "'%.*s' is a number or null", STR_ARG(c->key));
}

static bool check_row(struct saved *r, const struct saved_table *k, uint32_t row)
{
    const struct tree *t = tree_of(r);
    if (!node_is_map(t, row)) return fail(r, row, "a row of a table is an object");
    for (uint32_t i = 0; i < k->count; i++)
        if (!check_value(r, &k->columns[i], k->open, node_get(t, row, k->columns[i].key)))
            return false;
    return true;
}

static bool read_table(struct saved *r, struct str name, uint32_t list)
{
    const struct tree *t = tree_of(r);
    const struct result_shape *shape = shape_find(r->kind, name);
    uint32_t rows = node_count(t, list);
    if (!shape) return true;  // of a later version
    struct saved_table *k = ARENA_NEW(&r->session->arena, struct saved_table);
    *k = (struct saved_table){t, list, shape->columns->at, shape->columns->count, shape->open};
    if (rows > 0 && !node_is_map(t, node_item(t, list, 0)))
        return fail(r, node_item(t, list, 0), "a row of a table is an object");
    if (rows > 0 && shape->open && !open_columns(r, k, shape->columns)) return false;
    for (uint32_t i = 0; i < rows; i++)
        if (!check_row(r, k, node_item(t, list, i))) return false;
    report_add(&r->report,
               (struct table){shape->table, k->columns, k->count, rows, k, saved_row});
    return true;
}

// ---- facts -------------------------------------------------------------------------------------

static enum number_format format_of(struct str key)
{
    static const char *const counts[] = {"samples", "replicates",  "fan_samples",
                                         "points",  "points_done", "fiscal_year_start"};
    if (str_is(key, "value_of_information") || str_is(key, "limit")) return NUMBER_MONEY;
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        if (str_is(key, counts[i])) return NUMBER_COUNT;
    return NUMBER_EXACT;
}

static bool is_head(struct str key)
{
    static const char *const keys[] = {"format_version", "kind",  "tool",
                                       "scenario",       "basis", "complete"};
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        if (str_is(key, keys[i])) return true;
    return false;
}

static bool read_fact(struct saved *r, struct str key, uint32_t value)
{
    struct report *out = &r->report;
    if (!check_size(r, value)) return false;
    if (out->fact_count == COUNT_OF(out->facts)) return true;  // of a later version
    out->facts[out->fact_count++] = (struct fact){str_to_c(&r->session->arena, key),
                                                  cell_of(tree_of(r), value), format_of(key)};
    return true;
}

static bool read_lists(struct saved *r)
{
    const struct tree *t = tree_of(r);
    for (uint32_t i = 0; i < node_count(t, r->root); i++) {
        struct str key = node_text(t, node_key(t, r->root, i));
        uint32_t value = node_value(t, r->root, i);
        if (is_head(key) || node_is_map(t, value)) continue;
        if (!node_is_list(t, value) && shape_find(r->kind, key))
            return fail(r, value, "'%.*s' is a list", STR_ARG(key));
        if (!(node_is_list(t, value) ? read_table(r, key, value) : read_fact(r, key, value)))
            return false;
    }
    return true;
}

// As the loader takes it.
static bool is_option(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        bool digit = c >= '0' && c <= '9';
        if (!(c >= 'a' && c <= 'z') && !(i > 0 && (digit || c == '_'))) return false;
    }
    return s.len > 0 && s.len <= 64;
}

static uint32_t saved_node(const struct saved *r, const struct table *t, uint32_t row,
                           const char *key)
{
    const struct saved_table *k = t->context;
    uint32_t map = node_item(k->tree, k->list, row), node = node_get_c(tree_of(r), map, key);
    return node == NODE_NONE ? map : node;
}

// The options, as the first table that has them names them, and the baseline.
static bool read_options(struct saved *r)
{
    struct session *s = r->session;
    struct str baseline;
    const struct table *t = report_table(&r->report, STR("summary"));
    uint32_t basis = node_get_c(tree_of(r), r->root, "basis");
    if (!read_text(r, basis, "baseline", &baseline)) return false;
    if (has(r, basis, "baseline") && !is_option(baseline))
        return fail(r, node_get_c(tree_of(r), basis, "baseline"),
                    "this is no name of an option");
    for (uint32_t i = 0; t && i < t->row_count; i++) {
        struct option o = {.name = saved_cell(r, t, i, "option").text};
        if (!is_option(o.name))
            return fail(r, saved_node(r, t, i, "option"), "this is no name of an option");
        if (str_eq(o.name, baseline)) s->program.baseline = s->program.options.count;
        VEC_PUSH(&s->arena, &s->program.options, o);
    }
    bool found = s->program.options.count > 0 &&
                 str_eq(s->program.options.at[s->program.baseline].name, baseline);
    if (found || baseline.len == 0) return true;
    s->program.baseline =
        VEC_PUSH(&s->arena, &s->program.options, (struct option){.name = baseline});
    return true;
}

bool saved_is_one(struct str text)
{
    struct str start = str_trim(str_cut(text, 0, 4096));
    if (!str_starts(start, STR("{"))) return false;
    start = str_trim(str_cut(start, 1, start.len));
    return str_starts(start, STR("\"format_version\"")) || str_starts(start, STR("\"kind\""));
}

// ---- the whole ---------------------------------------------------------------------------------

bool saved_parse(struct session *s, struct str file, struct str text, struct saved *out)
{
    *out = (struct saved){.session = s, .file = str_is(file, "-") ? STR("<stdin>") : file};
    uint32_t source = source_add(&s->sources, out->file, text);
    s->sources.list.at[source - 1].read = true;
    if (!json_parse(&s->tree, source, &s->diags, &out->root)) return false;
    if (!node_is_map(&s->tree, out->root))
        return fail(out, out->root, "this is no result of tco: it is no object");
    if (!read_head(out) || !read_lists(out) || !read_options(out)) return false;
    out->report.session = s;
    out->report.tool_version = out->tool_version;
    out->report.kind = str_format(&s->arena, "tco.%.*s", STR_ARG(out->kind)).at;
    return true;
}

bool saved_read(struct session *s, struct str file, struct saved *out)
{
    struct str text;
    return file_read(&s->arena, file, JSON_BYTES, &s->diags, &text) &&
           saved_parse(s, file, text, out);
}

struct table_cell saved_cell(const struct saved *r, const struct table *t, uint32_t row,
                             const char *key)
{
    const struct saved_table *k = t->context;
    return cell_of(tree_of(r), node_get_c(k->tree, node_item(k->tree, k->list, row), key));
}
