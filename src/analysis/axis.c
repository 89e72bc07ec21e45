#include "analysis/axis.h"

#include "analysis/address.h"
#include "base/num.h"
#include "engine/kernel.h"

#include <math.h>

// ---- values ------------------------------------------------------------------------------------

double axis_number(const struct axis *a, uint64_t i)
{
    return a->is_range ? num_tidy(a->from + (double)i * a->step) : a->numbers[i];
}

struct str axis_text(struct arena *a, const struct axis *x, uint64_t i)
{
    if (x->kind == AXIS_WORDS && !x->is_range) return x->words[i];
    return vary_text(a, axis_number(x, i), x->vary.unit);
}

struct str axis_assignment(struct arena *a, const struct axis *x, uint64_t i)
{
    return str_format(a, "%.*s=%.*s", STR_ARG(x->name), STR_ARG(axis_text(a, x, i)));
}

double axes_points(const struct axis *axes, uint32_t count)
{
    double points = 1;
    for (uint32_t i = 0; i < count; i++)
        points *= (double)axes[i].count;
    return points;
}

// ---- kinds -------------------------------------------------------------------------------------

static const char FORM[] = "write ADDRESS=from:to:step or ADDRESS=value,value,..";

static bool fail_form(struct session *s, struct str text)
{
    diag_fail(&s->diags, SPAN_NONE, DIAG_USAGE, "--vary: '%.*s' has no values to take",
              STR_ARG(str_visible(s->diags.arena, text)));
    diag_help(&s->diags, "%s", FORM);
    return false;
}

static bool is_factor(struct str value)
{
    struct str number = str_cut(value, 0, num_scan(value));
    return number.len && str_is(str_trim(str_cut(value, number.len, value.len)), "x");
}

// The period of a growth is part of what it is: 3 %/month is not 36 %/year.
static bool take_period(struct session *s, struct str first, struct vary *v)
{
    struct unit unit;
    struct str text = str_trim(str_cut(first, num_scan(first), first.len)), bad;
    if (text.len && unit_parse(&s->program.units, text, &unit, &bad)) {
        v->unit = text;
        v->factor = unit.factor;
        v->period = unit_period_months(&s->program.units, text);
        return true;
    }
    return diag_fail(&s->diags, SPAN_NONE, DIAG_USAGE,
                     "--vary %.*s: a growth has a period, as in 3%%/month; '%.*s' has none",
                     STR_ARG(str_visible(s->diags.arena, v->name)),
                     STR_ARG(str_visible(s->diags.arena, first)));
}

// Bounds and unit of a number that --set replaces, computed or not.
static bool describe(struct session *s, const struct name *n, struct str first, struct vary *v)
{
    v->unit = address_unit(s, n, &v->factor);
    v->growth = n->growth;
    if (n->growth && !take_period(s, first, v)) return false;
    v->has_min = n->has_min;
    v->has_max = n->has_max;
    v->min = n->min / v->factor;
    v->max = n->max / v->factor;
    return true;
}

static void read_now(struct session *s, uint32_t row, struct axis *x)
{
    const struct cell *c = &s->unroll.cells[row];
    x->has_now = c->state == CELL_CONSTANT && s->program.rows.at[row].formula != 0;
    if (x->has_now) x->now = num_in_unit(val_double(c->constant), x->vary.factor);
}

static bool find_factors(struct session *s, struct axis *x, bool forced)
{
    if (!vary_find_input(s, x->name, &x->vary)) return false;
    x->kind = AXIS_FACTORS;
    if (forced && !x->vary.by_factor) {
        struct vary *v = &x->vary;
        v->by_factor = v->has_min = true;
        v->unit = STR("x");
        v->factor = v->now = 1;
        v->min = 0;
        v->has_max = false;
    }
    x->has_now = true;
    x->now = x->vary.now;
    return true;
}

// What stands at the address decides what its values may be.
static bool find_kind(struct session *s, struct axis *x, struct str first)
{
    uint32_t row = address_find(s, x->name);
    const struct row *r = row == NO_NAME ? NULL : &s->program.rows.at[row];
    if (vary_is_name(x->name) || (r && is_factor(first))) return find_factors(s, x, r != NULL);
    x->kind = AXIS_WORDS;
    if (!r) return true;
    if (row_is_share(r)) return vary_find_input(s, x->name, &x->vary);
    const struct name *n = row_name(&s->program, row);
    switch (n->kind) {
    case NAME_CHOICE:
    case NAME_ENTRY: x->now_word = r->word; return true;
    case NAME_INPUT:
    case NAME_FIELD:
        x->kind = AXIS_VALUES;
        if (!describe(s, n, first, &x->vary)) return false;
        read_now(s, row, x);
        return true;
    case NAME_TABLE:
    case NAME_ROW:
    case NAME_COST:
    case NAME_METER: break;
    }
    return vary_find_input(s, x->name, &x->vary);  // reports what it is
}

// ---- reading -----------------------------------------------------------------------------------

// Where nothing says which unit there should be, the first of the three that has one does.
static void take_unit(struct axis *x, struct str text)
{
    for (struct str rest = text; rest.len > 0 && x->vary.unit.len == 0;) {
        size_t colon = str_find(rest, ':');
        struct str one = str_trim(str_cut(rest, 0, colon));
        x->vary.unit = str_trim(str_cut(one, num_scan(one), one.len));
        rest = str_cut(rest, colon + 1, rest.len);
    }
}

// "12 months" where nothing says which unit there should be: the first value does.
static bool read_plain(struct session *s, struct axis *x, struct str text, double *value)
{
    size_t end = num_scan(text);
    struct str unit = str_trim(str_cut(text, end, text.len));
    if (x->vary.unit.len == 0) x->vary.unit = unit.len ? unit : STR("1");
    bool fits = unit.len == 0 || str_eq(unit, x->vary.unit);
    if (end && num_read(str_cut(text, 0, end), value) == NUM_OK && fits) return true;
    diag_fail(&s->diags, SPAN_NONE, DIAG_USAGE,
              "--vary %.*s: '%.*s' is no number in the unit of the others",
              STR_ARG(str_visible(s->diags.arena, x->name)),
              STR_ARG(str_visible(s->diags.arena, text)));
    if (end == 0)
        diag_help(&s->diags, "words stand in a list: ADDRESS=word,word");
    else
        diag_help(&s->diags, "write it in %.*s, as the others are",
                  STR_ARG(str_visible(s->diags.arena, x->vary.unit)));
    return false;
}

static bool read_number(struct session *s, struct axis *x, struct str text, bool bounded,
                        double *value)
{
    text = str_trim(text);
    if (x->kind == AXIS_WORDS) return read_plain(s, x, text, value);
    return vary_read(s, &x->vary, "--vary", text, value) &&
           (!bounded || vary_check(s, &x->vary, "--vary", *value));
}

// A step that does not divide the range ends below `to`; one that does ends on it.
static bool read_range(struct session *s, struct axis *x, struct str text)
{
    size_t first = str_find(text, ':');
    struct str rest = str_cut(text, first + 1, text.len);
    size_t second = str_find(rest, ':');
    double to;
    if (second >= rest.len) return fail_form(s, text);
    x->is_range = true;
    if (x->kind == AXIS_WORDS) take_unit(x, text);
    if (!read_number(s, x, str_cut(text, 0, first), true, &x->from) ||
        !read_number(s, x, str_cut(rest, 0, second), true, &to) ||
        !read_number(s, x, str_cut(rest, second + 1, rest.len), false, &x->step))
        return false;
    double steps = kernel_floor((to - x->from) / x->step + 1e-6);
    if (!(x->step > 0) || !(to >= x->from) || !(steps < 1e18)) {
        diag_fail(&s->diags, SPAN_NONE, DIAG_USAGE,
                  "--vary %.*s: no steps of %.*s lead from %.*s to %.*s",
                  STR_ARG(str_visible(s->diags.arena, x->name)),
                  STR_ARG(vary_text(s->diags.arena, x->step, x->vary.unit)),
                  STR_ARG(vary_text(s->diags.arena, x->from, x->vary.unit)),
                  STR_ARG(vary_text(s->diags.arena, to, x->vary.unit)));
        diag_help(&s->diags, "the step is above 0, and the range begins at its lower end");
        return false;
    }
    x->count = (uint64_t)steps + 1;
    return true;
}

static bool fail_repeated(struct session *s, const struct axis *x, struct str value)
{
    return diag_fail(&s->diags, SPAN_NONE, DIAG_USAGE, "--vary %.*s: '%.*s' stands twice",
                     STR_ARG(str_visible(s->diags.arena, x->name)),
                     STR_ARG(str_visible(s->diags.arena, value)));
}

static bool read_list(struct session *s, struct axis *x, struct str text)
{
    struct arena *a = s->diags.arena;
    VEC(struct str) words = {0};
    VEC(double) numbers = {0};
    for (struct str rest = text; rest.len > 0;) {
        size_t comma = str_find(rest, ',');
        struct str word = str_trim(str_cut(rest, 0, comma));
        double number = 0;
        if (word.len == 0 || words.count >= AXIS_LISTED) return fail_form(s, text);
        if (x->kind != AXIS_WORDS && !read_number(s, x, word, true, &number)) return false;
        for (uint32_t i = 0; i < words.count; i++)
            if (x->kind == AXIS_WORDS ? str_eq(words.at[i], word) : numbers.at[i] == number)
                return fail_repeated(s, x, word);
        VEC_PUSH(a, &words, word);
        VEC_PUSH(a, &numbers, number);
        rest = str_cut(rest, comma + 1, rest.len);
    }
    x->words = words.at;
    x->numbers = numbers.at;
    x->count = words.count;
    return true;
}

bool axis_parse(struct session *s, struct str text, struct axis *out)
{
    size_t equals = str_find(text, '=');
    struct str values = str_trim(str_cut(text, equals + 1, text.len));
    *out = (struct axis){.name = str_trim(str_cut(text, 0, equals))};
    out->vary.name = out->name;
    if (out->name.len == 0 || values.len == 0) return fail_form(s, text);
    bool is_range = str_find(values, ':') < values.len;
    struct str first = str_trim(str_cut(values, 0, str_find(values, is_range ? ':' : ',')));
    if (!find_kind(s, out, first)) return false;
    return is_range ? read_range(s, out, values) : read_list(s, out, values);
}
