#include "analysis/vary.h"

#include "analysis/address.h"
#include "base/num.h"
#include "engine/kernel.h"

#include <math.h>

enum which { ANY, STATED };

static const struct {
    const char *name, *row;
    enum which which;
} NAMED[] = {
#define VARY(name, row, which) {name, row, which},
#include "analysis/vary.def"
#undef VARY
};

static const char HELP[] = "an input is OPTION.COMPONENT.NAME, workloads.NAME.KEY, params.NAME "
                           "or finance.NAME, or one of volume, growth, utilisation, api_price "
                           "and gpu_price";

bool vary_is_name(struct str name)
{
    for (size_t i = 0; i < COUNT_OF(NAMED); i++)
        if (str_is(name, NAMED[i].name)) return true;
    return false;
}

static bool is_meant(const struct program *p, uint32_t row, struct str name)
{
    const struct row *r = &p->rows.at[row];
    if (row_is_share(r) || r->formula == 0) return false;
    const struct name *n = row_name(p, row);
    bool stated = row_origin(p, row).kind != ORIGIN_DEFAULT && r->given;
    for (size_t i = 0; i < COUNT_OF(NAMED); i++)
        if (str_is(name, NAMED[i].name) && str_is(n->text, NAMED[i].row) &&
            (NAMED[i].which == ANY || stated))
            return n->kind == NAME_INPUT || n->kind == NAME_FIELD;
    return false;
}

// ---- one address -------------------------------------------------------------------------------

// Where the rate of a currency is one number, units have converted by it already.
static bool is_fixed_rate(const struct program *p, uint32_t row)
{
    for (uint32_t i = 0; i < p->exchange.count; i++)
        if (p->exchange.at[i] == row) return true;
    return false;
}

static bool check_kind(struct session *s, uint32_t row, struct str address)
{
    if (is_fixed_rate(&s->program, row)) {
        diag_fail(&s->diags, SPAN_NONE, DIAG_USAGE,
                  "--vary takes a rate that may move, and %.*s is one number",
                  STR_ARG(str_visible(s->diags.arena, address)));
        diag_help(&s->diags, "write it by date: {%.*s: ..}",
                  STR_ARG(month_text(s->diags.arena, &s->program, 1)));
        return false;
    }
    static const char *const kinds[] = {
        [NAME_CHOICE] = "a word", [NAME_TABLE] = "a table", [NAME_ENTRY] = "a catalogue entry"};
    const struct row *r = &s->program.rows.at[row];
    const struct name *n = row_is_share(r) ? NULL : row_name(&s->program, row);
    if (n && (n->kind == NAME_INPUT || n->kind == NAME_FIELD)) return true;
    bool computed = !n || n->kind == NAME_ROW || n->kind == NAME_COST || n->kind == NAME_METER;
    diag_fail(&s->diags, SPAN_NONE, DIAG_USAGE, "--vary takes a number, and %.*s is %s",
              STR_ARG(str_visible(s->diags.arena, address)),
              computed ? "computed" : kinds[n->kind]);
    diag_help(&s->diags, computed ? "vary an input that it is made of; tco explain shows them"
                                  : "compare cases of the scenario instead");
    return false;
}

// What is `like` a value that the scenario states follows it, as it follows --set: it is one value
// with one formula.
static void mark_copies(const struct program *p, uint32_t row, bool *is_open)
{
    enum origin_kind kind = row_origin(p, row).kind;
    bool stated = kind == ORIGIN_SCENARIO || kind == ORIGIN_CASE || kind == ORIGIN_SET;
    for (uint32_t i = 0; i < p->rows.count; i++)
        is_open[i] = i == row || (stated && !row_is_share(&p->rows.at[i]) &&
                                  p->rows.at[i].formula == p->rows.at[row].formula &&
                                  p->rows.at[i].formula != 0);
}

// workloads.NAME.adoption stands for what each option has of it.
static bool mark_adoption(struct session *s, struct str address, bool *is_open)
{
    struct arena *a = &s->arena;
    struct str start = STR_JOINED(a, address, STR("."));
    bool any = false;
    if (!str_starts(address, STR("workloads.")) || !str_ends(address, STR(".adoption")))
        return false;
    for (uint32_t i = 0; i < s->program.rows.count; i++) {
        if (s->program.rows.at[i].sheet) continue;
        is_open[i] = str_starts(row_address(a, &s->program, i), start);
        any = any || is_open[i];
    }
    return any;
}

// finance.tax.rate stands for the input of all options that have it from there.
static uint32_t find_of_all(struct session *s, struct str address)
{
    struct str section = STR("finance.");
    if (!str_starts(address, section)) return NO_NAME;
    for (uint32_t o = 0; o < s->program.options.count; o++) {
        struct str own =
            str_format(s->diags.arena, "%.*s.%.*s", STR_ARG(s->program.options.at[o].name),
                       STR_ARG(str_cut(address, section.len, address.len)));
        uint32_t row = address_find(s, own);
        if (row != NO_NAME && row_origin(&s->program, row).kind != ORIGIN_DEFAULT) return row;
    }
    return NO_NAME;
}

static bool mark_rows(struct session *s, struct vary *v, bool *is_open)
{
    uint32_t row = address_find(s, v->name);
    if (row == NO_NAME) row = find_of_all(s, v->name);
    if (row == NO_NAME && str_ends(v->name, STR(".growth")))
        row = address_find(s, STR("params." VARIED_GROWTH));
    if (row != NO_NAME) {
        mark_copies(&s->program, row, is_open);
        return check_kind(s, row, v->name);
    }
    if (mark_adoption(s, v->name, is_open)) return true;
    if (!vary_is_name(v->name)) return address_fail(s, v->name, HELP);
    for (uint32_t i = 0; i < s->program.rows.count; i++)
        is_open[i] = is_meant(&s->program, i, v->name);
    return true;
}

// Nothing to begin from: the scenario does not say it, and the model has no default.
static bool fail_unstated(struct session *s, uint32_t row, struct str address)
{
    double factor;
    struct arena *a = s->diags.arena;
    struct str shown = str_visible(a, address);
    struct str unit = address_unit(s, row_name(&s->program, row), &factor);
    diag_fail(&s->diags, SPAN_NONE, DIAG_USAGE,
              "%.*s is not stated, and there is no default to begin from", STR_ARG(shown));
    diag_help(&s->diags, "state a value: --set %.*s=\"..%s%.*s\"", STR_ARG(shown),
              str_is(unit, "1") ? "" : " ", STR_ARG(str_is(unit, "1") ? STR("") : unit));
    return false;
}

bool vary_fail_inert(struct session *s, const struct vary *v)
{
    uint32_t row = address_find(s, v->name);
    if (row != NO_NAME && s->program.rows.at[row].formula == 0 &&
        !row_is_share(&s->program.rows.at[row]))
        return fail_unstated(s, row, v->name);
    diag_fail(&s->diags, SPAN_NONE, DIAG_USAGE,
              "%.*s changes nothing: no cost of these options depends on it",
              STR_ARG(str_visible(s->diags.arena, v->name)));
    diag_help(&s->diags, "tco explain SCENARIO OPTION.total shows what a cost is made of");
    return false;
}

// ---- by value or by factor ---------------------------------------------------------------------

static double first_value(const struct cell *c)
{
    return val_double(c->state == CELL_CONSTANT ? c->constant : c->series[0]);
}

// One value for both rows; of growths also one period, as 1 %/month is no 12 %/year.
static bool is_same(struct session *s, uint32_t one, uint32_t row)
{
    const struct cell *c = &s->unroll.cells[row];
    const struct name *a = row_name(&s->program, one), *b = row_name(&s->program, row);
    double factor, period, other;
    if (c->state != CELL_CONSTANT || first_value(c) != first_value(&s->unroll.cells[one]))
        return false;
    if (!dim_eq(a->unit.dim, b->unit.dim) || a->growth != b->growth) return false;
    if (!a->growth) return true;
    address_growth_unit(s, one, &factor, &period);
    address_growth_unit(s, row, &factor, &other);
    return period == other;
}

// The rows that were computed: one value for all, or a factor.
static bool find_form(struct session *s, struct vary *v, bool *is_open)
{
    uint32_t count = 0, one = 0;
    v->by_factor = false;
    for (uint32_t i = 0; i < s->program.rows.count; i++) {
        const struct cell *c = &s->unroll.cells[i];
        if (!is_open[i]) continue;
        is_open[i] = c->state == CELL_CONSTANT ||
                     (c->state == CELL_SERIES && !val_is_empty(c->series[0]));
        if (!is_open[i]) continue;
        if (count++ == 0) one = i;
        v->by_factor = v->by_factor || !is_same(s, one, i);
    }
    if (count == 0) return vary_fail_inert(s, v);
    const struct name *n = row_name(&s->program, one);
    v->growth = n->growth || str_is(n->text, "params." VARIED_GROWTH);
    if (str_is(v->name, "volume")) v->by_factor = true;
    v->unit = v->by_factor ? STR("x")
              : v->growth  ? address_growth_unit(s, one, &v->factor, &v->period)
                           : address_unit(s, n, &v->factor);
    if (v->by_factor) v->factor = 1;
    if (str_starts(v->name, STR("finance.")) && str_is(v->unit, "1/year")) v->period = 12;
    v->now = v->by_factor ? 1 : num_in_unit(first_value(&s->unroll.cells[one]), v->factor);
    v->has_min = v->by_factor || n->has_min;
    v->has_max = !v->by_factor && n->has_max;
    v->min = v->by_factor ? 0 : n->min / v->factor;
    v->max = n->max / v->factor;
    return true;
}

// ---- the range ---------------------------------------------------------------------------------

// A growth of so many months in the unit of the input: 26.8 %/year is 2 %/month, not 2.2 %.
static double in_period(const struct session *s, const struct vary *v, double x, double months)
{
    double seconds = unroll_month_seconds(&s->unroll), share = v->factor * v->period * seconds;
    double grown = 1 + x * v->factor * months * seconds;
    return grown > 0 ? (vm_pow(grown, v->period / months) - 1) / share : -1 / share;
}

// "0.3", "30 %", "0.08 USD/kWh": a plain number is in the input's own unit.
bool vary_read(struct session *s, const struct vary *v, const char *option, struct str text,
               double *x)
{
    struct arena *a = s->diags.arena;
    size_t end = num_scan(text);
    struct str unit_text = str_trim(str_cut(text, end, text.len)), bad;
    struct unit unit;
    if (end == 0 || num_read(str_cut(text, 0, end), x) != NUM_OK)
        return diag_fail(&s->diags, SPAN_NONE, DIAG_USAGE,
                         "%s takes a number with or without a unit, not '%.*s'", option,
                         STR_ARG(str_visible(a, text)));
    if (unit_text.len == 0 || str_eq(unit_text, v->unit)) return true;
    struct unit own = UNIT_ONE;
    if (!v->by_factor) unit_parse(&s->program.units, v->unit, &own, &bad);
    if (!unit_parse(&s->program.units, unit_text, &unit, &bad) || !dim_eq(unit.dim, own.dim)) {
        diag_fail(
            &s->diags, SPAN_NONE, DIAG_USAGE, "%s: '%.*s' does not fit %.*s, which %s %.*s",
            option, STR_ARG(str_visible(a, text)), STR_ARG(str_visible(a, v->name)),
            v->by_factor ? "changes with time or stands for several inputs: give a factor,"
                         : "is in",
            STR_ARG(v->by_factor ? STR("such as 0.5 or 2") : v->unit));
        return false;
    }
    double months = v->period > 0 ? unit_period_months(&s->program.units, unit_text) : 0;
    *x = num_in_unit(*x * unit.factor, v->factor);
    if (months > 0 && months != v->period) *x = in_period(s, v, *x, months);
    return true;
}

struct str vary_text(struct arena *a, double value, struct str unit)
{
    char number[NUM_TEXT];
    bool rate = str_starts(unit, STR("1/"));
    num_write_tidy(number, rate ? value * 100 : value);
    if (str_is(unit, "1") || unit.len == 0) return str_format(a, "%s", number);
    if (rate) return str_format(a, "%s %%%.*s", number, STR_ARG(str_cut(unit, 1, unit.len)));
    return str_format(a, "%s %.*s", number, STR_ARG(unit));
}

// A growth, or a rate of `finance`, that takes away all there is, or more, is none.
static bool check_rate(struct session *s, const struct vary *v, const char *option, double x)
{
    if (v->period == 0) return true;
    double least = -1 / (v->factor * v->period * unroll_month_seconds(&s->unroll));
    if (x > least * (1 - 1e-12)) return true;
    struct arena *a = s->diags.arena;
    return diag_fail(&s->diags, SPAN_NONE, DIAG_USAGE,
                     "%s: %.*s has to be above %.*s, or nothing is left of a value", option,
                     STR_ARG(str_visible(a, v->name)), STR_ARG(vary_text(a, least, v->unit)));
}

bool vary_check(struct session *s, const struct vary *v, const char *option, double x)
{
    if (!check_rate(s, v, option, x)) return false;
    bool low = v->has_min && x < v->min;
    if (!low && !(v->has_max && x > v->max)) return true;
    struct arena *a = s->diags.arena;
    return diag_fail(&s->diags, SPAN_NONE, DIAG_USAGE, "%s: the %s value of %.*s is %.*s",
                     option, low ? "least" : "largest", STR_ARG(str_visible(a, v->name)),
                     STR_ARG(vary_text(a, low ? v->min : v->max, v->unit)));
}

static void range_of_growth(const struct session *s, struct vary *v)
{
    enum { YEAR = 12, DECIMALS = 2 };
    double year = 1 / (v->factor * YEAR * unroll_month_seconds(&s->unroll));
    v->from = kernel_min(num_round(in_period(s, v, -0.5 * year, YEAR), DECIMALS), v->now);
    v->to = kernel_max(num_round(in_period(s, v, 2 * year, YEAR), DECIMALS), v->now);
}

static void standard_range(const struct session *s, struct vary *v)
{
    enum { TIMES = 100 };
    v->from = kernel_min(v->now / TIMES, v->now * TIMES);
    v->to = kernel_max(v->now / TIMES, v->now * TIMES);
    bool falls = v->period > 0 && v->now < 0;  // 100 times as much would be below -100 %
    if ((v->growth && !v->by_factor) || falls) range_of_growth(s, v);
    if (v->has_min && v->has_max) v->from = v->min, v->to = v->max;
    if (v->has_min) v->from = kernel_max(v->from, v->min);
    if (v->has_max) v->to = kernel_min(v->to, v->max);
}

double vary_at(const struct vary *v, double part)
{
    const double wide = 10;
    double low = v->from > 0 ? vm_ln(v->from) : 0, high = v->from > 0 ? vm_ln(v->to) : 0;
    if (part <= 0) return v->from;
    if (part >= 1) return v->to;
    // Both ends may be as large as numbers are.
    double x = high - low >= vm_ln(wide) ? vm_exp(low + (high - low) * part)
                                         : v->from * (1 - part) + v->to * part;
    return kernel_max(v->from, kernel_min(v->to, x));
}

// An end that was asked for beside one that was not is held against where the range goes then.
static bool fail_order(struct session *s, const struct vary *v, bool has_from, bool has_to,
                       bool as_values)
{
    struct arena *a = s->diags.arena;
    struct str from = vary_text(a, v->from, v->unit), to = vary_text(a, v->to, v->unit);
    if (as_values)
        return diag_fail(&s->diags, SPAN_NONE, DIAG_USAGE,
                         "--vary %.*s: the range from %.*s to %.*s has no length",
                         STR_ARG(str_visible(a, v->name)), STR_ARG(from), STR_ARG(to));
    if (has_from && has_to)
        return diag_fail(&s->diags, SPAN_NONE, DIAG_USAGE,
                         "--from (%.*s) has to be below --to (%.*s)", STR_ARG(from),
                         STR_ARG(to));
    if (has_to)
        return diag_fail(
            &s->diags, SPAN_NONE, DIAG_USAGE,
            "--to (%.*s) has to be above %.*s, where the range begins without --from",
            STR_ARG(to), STR_ARG(from));
    return diag_fail(&s->diags, SPAN_NONE, DIAG_USAGE,
                     "--from (%.*s) has to be below %.*s, where the range ends without --to",
                     STR_ARG(from), STR_ARG(to));
}

static bool read_end(struct session *s, const struct vary *v, const char *option,
                     struct str text, double *end)
{
    return text.len == 0 ||
           (vary_read(s, v, option, text, end) && vary_check(s, v, option, *end));
}

static bool find_range(struct session *s, struct vary *v, struct str from, struct str to,
                       bool as_values)
{
    standard_range(s, v);
    bool ok = read_end(s, v, as_values ? "--vary" : "--from", from, &v->from);
    if (!read_end(s, v, as_values ? "--vary" : "--to", to, &v->to) || !ok) return false;
    if (v->from == 0 && v->to == 0 && v->now == 0 && !(from.len && to.len))
        return diag_fail(&s->diags, SPAN_NONE, DIAG_USAGE,
                         "%.*s is 0: say with --from and --to where to look",
                         STR_ARG(str_visible(s->diags.arena, v->name)));
    return v->from < v->to || fail_order(s, v, from.len > 0, to.len > 0, as_values);
}

bool vary_find_input(struct session *s, struct str name, struct vary *out)
{
    bool *is_open = ARENA_ARRAY(&s->arena, bool, s->program.rows.count);
    *out = (struct vary){.name = name, .is_open = is_open};
    return mark_rows(s, out, is_open) && find_form(s, out, is_open);
}

// A rate a year is answered as people write it, in %: as a growth is.
static void in_percent(struct arena *a, struct vary *v)
{
    const double percent = 0.01;
    if (v->by_factor || !str_starts(v->unit, STR("1/"))) return;
    v->unit = STR_JOINED(a, STR("%/"), str_cut(v->unit, 2, v->unit.len));
    v->now = num_in_unit(v->now * v->factor, v->factor * percent);
    v->factor *= percent;
    v->min = num_tidy(v->min / percent);
    v->max = num_tidy(v->max / percent);
}

bool vary_find(struct session *s, struct str name, struct str from, struct str to,
               struct vary *out)
{
    if (!vary_find_input(s, name, out)) return false;
    in_percent(s->diags.arena, out);
    return find_range(s, out, from, to, false);
}

// ---- values of its own -------------------------------------------------------------------------

static bool fail_values(struct session *s, struct str text, const char *why)
{
    diag_fail(&s->diags, SPAN_NONE, DIAG_USAGE, "--vary: '%.*s' %s",
              STR_ARG(str_visible(s->diags.arena, text)), why);
    diag_help(&s->diags, "write ADDRESS, ADDRESS=from:to, ADDRESS=from:to:step or "
                         "ADDRESS=value,value,..");
    return false;
}

static bool step_through(struct session *s, struct vary *v, struct str text, struct str step)
{
    double by, steps;
    if (!vary_read(s, v, "--vary", step, &by)) return false;
    steps = by > 0 ? kernel_floor((v->to - v->from) / by + 1e-6) : 0;
    if (!(steps >= 1)) return fail_values(s, text, "has no step that leads through the range");
    if (!(steps < VARY_VALUES)) return fail_values(s, text, "has more than 1000 values");
    double *values = ARENA_ARRAY(&s->arena, double, (size_t)steps + 1);
    for (; v->value_count <= steps; v->value_count++)
        values[v->value_count] = num_tidy(v->from + v->value_count * by);
    v->values = values;
    return true;
}

static bool find_between(struct session *s, struct vary *v, struct str text)
{
    size_t colon = str_find(text, ':');
    struct str rest = str_cut(text, colon + 1, text.len);
    size_t second = str_find(rest, ':');
    struct str from = str_trim(str_cut(text, 0, colon)),
               to = str_trim(str_cut(rest, 0, second)),
               step = str_trim(str_cut(rest, second + 1, rest.len));
    if (!from.len || !to.len || (second < rest.len && !step.len))
        return fail_values(s, text, "is no range");
    if (!find_range(s, v, from, to, true)) return false;
    return second >= rest.len || step_through(s, v, text, step);
}

// The range goes from the least value to the largest.
static bool find_listed(struct session *s, struct vary *v, struct str text)
{
    struct arena *a = &s->arena;
    double *values = ARENA_ARRAY(a, double, VARY_VALUES);
    for (struct str rest = text; rest.len > 0;) {
        size_t comma = str_find(rest, ',');
        struct str one = str_trim(str_cut(rest, 0, comma));
        double x;
        if (v->value_count >= VARY_VALUES)
            return fail_values(s, text, "has more than 1000 values");
        if (!vary_read(s, v, "--vary", one, &x) || !vary_check(s, v, "--vary", x)) return false;
        uint32_t at = v->value_count;
        while (at > 0 && values[at - 1] > x)
            at--;
        if (at > 0 && values[at - 1] == x) return fail_values(s, text, "has a value twice");
        for (uint32_t k = v->value_count++; k > at; k--)
            values[k] = values[k - 1];
        values[at] = x;
        rest = str_cut(rest, comma + 1, rest.len);
    }
    if (v->value_count < 2) return fail_values(s, text, "is no range: give two values or more");
    v->from = values[0];
    v->to = values[v->value_count - 1];
    v->values = values;
    return true;
}

bool vary_find_values(struct session *s, struct str name, struct str text, struct vary *out)
{
    if (!vary_find_input(s, name, out)) return false;
    in_percent(s->diags.arena, out);
    return str_find(text, ':') < text.len ? find_between(s, out, text)
                                          : find_listed(s, out, text);
}

struct open_rows vary_open(struct session *s, const struct vary *const *list, uint32_t count,
                           struct open_input *inputs)
{
    uint32_t *input_of = ARENA_ARRAY(&s->arena, uint32_t, s->program.rows.count);
    for (uint32_t k = 0; k < count; k++) {
        inputs[k].factor = list[k]->by_factor;
        for (uint32_t i = 0; i < s->program.rows.count; i++)
            if (list[k]->is_open[i]) input_of[i] = k + 1;
    }
    return (struct open_rows){.input_of = input_of, .inputs = inputs};
}
