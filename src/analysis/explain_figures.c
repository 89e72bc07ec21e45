// explain_figures.c - figures that are made of other figures, or of the cash of every column.
#include "analysis/compare.h"
#include "analysis/explain_int.h"
#include "base/num.h"
#include "lang/show.h"

#include <math.h>

enum columns { NO_COLUMNS, COSTS, SAVED };

struct explained {
    const char *name, *unit;
    enum columns columns;
    const char *parts, *formula, *doc;
};

static const struct explained FIGURES[] = {
#define EXPLAINED(name, unit, value, columns, parts, formula, doc)                             \
    {name, unit, columns, parts, formula, doc},
#include "analysis/explained.def"
#undef EXPLAINED
};

static struct maybe known(double value)
{
    return (struct maybe){isfinite(value), isfinite(value) ? value : 0};
}

static struct maybe none(void)
{
    return (struct maybe){false, 0};
}

static struct maybe ranked(const struct option_figures *f)
{
    return (struct maybe){f->rank > 0, f->rank};
}

static struct maybe breaks_even(const struct breakeven *b)
{
    return (struct maybe){b->has_value, b->value};
}

static struct maybe first_even(const struct breakeven *b)
{
    return (struct maybe){b->has_first, b->first};
}

static struct maybe first_crossing(const struct breakeven *b)
{
    bool any = b->crossings.count > 0;
    return (struct maybe){any, any ? b->crossings.at[0].month : 0};
}

static struct maybe first_root(const struct metrics *m)
{
    return (struct maybe){m->irr.count > 0, m->irr.count > 0 ? m->irr.roots[0] : 0};
}

static struct maybe against(const struct option_figures *f, double value)
{
    return (struct maybe){!f->is_baseline, f->is_baseline ? 0 : value};
}

static struct maybe value_of(const struct option_figures *f, size_t figure)
{
    const struct metrics *m = &f->metrics;
    const struct maybe values[] = {
#define EXPLAINED(name, unit, value, columns, parts, formula, doc) value,
#include "analysis/explained.def"
#undef EXPLAINED
    };
    return values[figure];
}

static size_t find_figure(struct str name)
{
    size_t k = 0;
    while (k < COUNT_OF(FIGURES) && !str_is(name, FIGURES[k].name))
        k++;
    return k;
}

static struct str unit_of(struct session *s, const char *unit)
{
    struct str text = str_of(unit), money = STR("money");
    if (!str_starts(text, money)) return text;
    return str_format(&s->arena, "%.*s%.*s", STR_ARG(s->info.currency),
                      STR_ARG(str_cut(text, money.len, text.len)));
}

static struct term term_of(struct session *s, const struct option_figures *f, size_t figure,
                           struct str name)
{
    struct maybe v = value_of(f, figure);
    struct term t = {.depth = 1, .name = name, .known = v.known, .value = v.value};
    t.address = str_format(&s->arena, "%.*s.%s", STR_ARG(s->program.options.at[f->option].name),
                           FIGURES[figure].name);
    t.unit = unit_of(s, FIGURES[figure].unit);
    t.origin = STR("formula");
    t.formula = str_of(FIGURES[figure].formula);
    t.doc = str_of(FIGURES[figure].doc);
    return t;
}

// ---- what a figure is made of ------------------------------------------------------------------

static bool metered_in(struct session *s, uint32_t row, double *sum)
{
    *sum = 0;
    for (uint32_t m = 1; m <= s->program.months; m++) {
        struct val v;
        if (!unroll_cell(&s->unroll, row, m, &v) || val_is_node(v)) return false;
        *sum += val_double(v);
    }
    return true;
}

// What each component of an option has of a meter, in the unit of the figure.
static void add_meter(struct session *s, uint32_t option, struct str meter, struct str unit,
                      struct explanation *out)
{
    const struct program *p = &s->program;
    const struct option *o = &p->options.at[option];
    struct str bad;
    struct unit in = UNIT_ONE;
    uint32_t reported = s->diags.list.count, errors = s->diags.error_count;
    unit_parse(&p->units, unit, &in, &bad);
    for (uint32_t sheet = o->first_sheet; sheet < o->first_sheet + o->sheet_count; sheet++) {
        const struct form *form = &p->forms.at[p->sheets.at[sheet].form];
        uint32_t name = form_find(form, meter);
        if (name == NO_NAME || form->names.at[name].kind != NAME_METER) continue;
        uint32_t row = sheet_row(p, sheet, name, NO_WORKLOAD);
        struct term t = {.depth = 1, .unit = unit, .origin = STR("formula")};
        double sum = 0;
        t.address = row_address(&s->arena, p, row);
        t.name = str_cut(t.address, str_find(t.address, '.') + 1, t.address.len);
        t.doc = form->names.at[name].doc;
        t.formula = formula_show(&s->arena, p, form->names.at[name].formula);
        t.known = metered_in(s, row, &sum);
        t.value = num_in_unit(sum, in.factor);
        if (!t.known || sum != 0) VEC_PUSH(&s->arena, &out->terms, t);
    }
    s->diags.list.count = reported;  // what a meter lacks is a remark
    s->diags.error_count = errors;
}

static void add_part(struct session *s, const struct comparison *c,
                     const struct option_figures *f, struct str part, struct explanation *out)
{
    struct str meter = STR("meter:");
    if (str_starts(part, meter)) {
        add_meter(s, f->option, str_cut(part, meter.len, part.len), out->self.unit, out);
        return;
    }
    struct str base = STR("base.");
    bool other = str_starts(part, base);
    struct str name = other ? str_cut(part, base.len, part.len) : part;
    size_t figure = find_figure(name);
    if (figure == COUNT_OF(FIGURES)) {
        explain_rate(s, str_format(&s->arena, "finance.%.*s", STR_ARG(part)), out);
        return;
    }
    if (other) f = &c->options[s->program.baseline];
    if (other) name = str_format(&s->arena, "%.*s of the baseline", STR_ARG(name));
    VEC_PUSH(&s->arena, &out->terms, term_of(s, f, figure, name));
}

static void add_parts(struct session *s, const struct comparison *c,
                      const struct option_figures *f, struct str parts, struct explanation *out)
{
    while (parts.len > 0) {
        size_t end = str_find(parts, ' ');
        add_part(s, c, f, str_cut(parts, 0, end), out);
        parts = end < parts.len ? str_cut(parts, end + 1, parts.len) : STR_NONE;
    }
}

static void add_columns(struct session *s, const struct comparison *c,
                        const struct option_figures *f, enum columns columns,
                        struct explanation *out)
{
    const double *base = c->options[s->program.baseline].cash;
    if (columns == NO_COLUMNS) return;
    for (uint32_t k = 0; k <= s->program.months; k++) {
        double value = columns == COSTS ? f->cash[k] : base[k] - f->cash[k];
        if (value == 0) continue;
        struct str when = k ? month_text(&s->arena, &s->program, k) : STR("the opening");
        struct term t = {.depth = 1, .known = true, .value = value, .unit = s->info.currency};
        t.name = str_format(&s->arena, "%s in %.*s", columns == COSTS ? "cash" : "saved",
                            STR_ARG(when));
        t.origin = STR("formula");
        VEC_PUSH(&s->arena, &out->terms, t);
    }
}

// ---- a figure ----------------------------------------------------------------------------------

static struct str irr_remark(struct session *s, const struct irr *irr)
{
    struct text t = {.arena = &s->arena};
    text_addf(&t, "Status: %s", irr_word(irr->status));
    for (uint32_t i = 0; i < irr->count && irr->count > 1; i++) {
        char number[NUM_TEXT];
        num_write_tidy(number, irr->roots[i]);
        text_addf(&t, "%s %s 1/year", i ? "," : ":", number);
    }
    text_addf(&t, ".");
    return text_str(&t);
}

static struct str payback_remark(struct session *s, const struct breakeven *b)
{
    struct text t = {.arena = &s->arena};
    text_addf(&t, "Status: %s", breakeven_word(b->status));
    for (uint32_t i = 0; i < b->crossings.count && b->crossings.count > 1; i++) {
        char number[NUM_TEXT];
        num_write_tidy(number, b->crossings.at[i].month);
        text_addf(&t, "%s %s from %s months", i ? "," : ":",
                  b->crossings.at[i].up ? "cheaper" : "dearer", number);
    }
    text_addf(&t, ".");
    return text_str(&t);
}

static struct str peak_remark(struct session *s, uint32_t month)
{
    struct str when = month ? month_text(&s->arena, &s->program, month) : STR("the opening");
    return str_format(&s->arena, "Reached in %.*s.", STR_ARG(when));
}

// Why a figure that is made of a meter is not known.
static struct str missing_remark(struct session *s, const struct option_figures *f,
                                 const struct explained *figure)
{
    struct str meter = STR("meter:"), parts = str_of(figure->parts);
    if (!str_starts(parts, meter)) return STR_NONE;
    struct str name = str_cut(parts, meter.len, parts.len);
    struct str missing = compare_missing(&s->arena, s, f->option, name);
    if (missing.len == 0) return STR("No component meters it.");
    return str_format(&s->arena, "Not known without %.*s.", STR_ARG(missing));
}

static struct str reason_remark(struct session *s, const struct option_figures *f)
{
    if (f->feasible) return STR("It can do the work.");
    return str_format(&s->arena, "It can't do the work: %.*s.", STR_ARG(f->reason));
}

static struct str remark_of(struct session *s, const struct option_figures *f,
                            const struct explained *figure)
{
    const struct metrics *m = &f->metrics;
    struct str name = str_of(figure->name);
    bool discounted = str_starts(name, STR("discounted_payback"));
    if (str_is(name, "feasible") || str_is(name, "reason")) return reason_remark(s, f);
    bool pretax = str_starts(name, STR("levelised_pretax")) || str_is(name, "tax_rate");
    if (pretax && m->taxed && !m->tax_rate.known)
        return STR(
            "The tax rate changes: each month's output is taxed at the rate of the month.");
    if (figure->columns == SAVED && f->is_baseline)
        return STR("It is the baseline, and saves nothing against itself.");
    if (str_starts(name, STR("irr"))) return irr_remark(s, &m->irr);
    if (str_starts(name, STR("peak_funding"))) return peak_remark(s, m->peak_month);
    if (discounted && !m->has_discounted_payback) return STR_NONE;
    if (discounted) return payback_remark(s, &m->discounted_payback);
    if (str_is(str_of(figure->unit), "month")) return payback_remark(s, &f->breakeven);
    return STR_NONE;
}

// A meter of an option by its name: the sum of what its components have of it.
static bool explain_meter(struct session *s, uint32_t option, struct str name,
                          struct explanation *out)
{
    struct arena *a = &s->arena;
    const struct tally *t = &s->ledger.tallies[option];
    const struct meter *m = ledger_find_meter(t, str_to_c(a, name));
    if (!m) return false;
    struct term *self = &out->self;
    *self = (struct term){.depth = 1, .name = name, .unit = m->unit_text};
    self->known = ledger_knows_meter(t, str_to_c(a, name));
    self->value = self->known ? num_in_unit(val_double(m->total), m->unit.factor) : 0;
    self->address = out->address =
        str_format(a, "%.*s.%.*s", STR_ARG(s->program.options.at[option].name), STR_ARG(name));
    self->origin = STR("formula");
    self->formula = str_format(a, "sum of the meters %.*s", STR_ARG(name));
    self->doc = STR("What the components meter over the horizon.");
    if (!self->known)
        out->remark = str_format(a, "Not known without %.*s.",
                                 STR_ARG(compare_missing(a, s, option, name)));
    add_meter(s, option, name, m->unit_text, out);
    return true;
}

bool explain_figure(struct session *s, struct str option, struct str name,
                    struct explanation *out)
{
    const struct program *p = &s->program;
    size_t figure = find_figure(name);
    uint32_t o = 0, reported = s->diags.list.count;
    while (o < p->options.count && !str_eq(p->options.at[o].name, option))
        o++;
    if (o == p->options.count) return false;
    if (figure == COUNT_OF(FIGURES)) return explain_meter(s, o, name, out);
    struct comparison c = compare_options(s);
    s->diags.list.count = reported;  // its warnings are those of compare
    const struct option_figures *f = &c.options[o];
    out->self = term_of(s, f, figure, name);
    out->address = out->self.address;
    out->remark = remark_of(s, f, &FIGURES[figure]);
    if (!out->self.known && out->remark.len == 0)
        out->remark = missing_remark(s, f, &FIGURES[figure]);
    if (!out->self.known && out->remark.len == 0)
        out->remark = STR("Not defined here: what it is made of is missing or zero.");
    add_parts(s, &c, f, str_of(FIGURES[figure].parts), out);
    add_columns(s, &c, f, FIGURES[figure].columns, out);
    return true;
}
