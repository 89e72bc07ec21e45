#include "analysis/spend.h"

uint32_t spend_option(const struct session *s, const struct comparison *c, struct str word)
{
    const struct program *p = &s->program;
    for (uint32_t i = 0; i < p->options.count; i++)
        if (str_eq(p->options.at[i].name, word)) return i;
    if (str_is(word, "baseline")) return p->baseline;
    return str_is(word, "cheapest") ? c->winner : NO_NAME;
}

// Behind the option's name: "hgx" of own.hgx.
static struct str component_of(const struct session *s, const struct line *line)
{
    const struct program *p = &s->program;
    struct str address = p->sheets.at[p->rows.at[line->row].sheet].address;
    return str_cut(address, p->options.at[line->option].name.len + 1, address.len);
}

static bool is_cash(struct str class_word)
{
    return str_is(class_word, "capex") || str_is(class_word, "opex");
}

bool spend_holds(const struct scope *scope, struct str component, struct str category,
                 struct str class_word)
{
    if (scope->component.len && !str_eq(scope->component, component)) return false;
    if (scope->category.len && !str_eq(scope->category, category)) return false;
    return scope->class_word.len ? str_eq(scope->class_word, class_word) : is_cash(class_word);
}

double spend_sum(const struct session *s, uint32_t option, const struct scope *scope)
{
    const struct tally *t = &s->ledger.tallies[option];
    double sum = 0;
    uint32_t from = scope->from == 1 ? 0 : scope->from;
    for (uint32_t i = t->first_line; i < t->first_line + t->line_count; i++) {
        const struct line *line = &s->ledger.lines.at[i];
        const struct cost *c = &line->name->cost;
        if (!spend_holds(scope, component_of(s, line), c->category,
                         str_of(class_word(c->class))))
            continue;
        const struct val *amount =
            scope->basis == BASIS_BILLED ? line->billed : line->effective;
        for (uint32_t m = from; m <= scope->to; m++)
            sum += val_double(amount[m]);
    }
    return sum;
}

// ---- what is there -----------------------------------------------------------------------------

struct found_names {
    VEC(struct str) list;
};

static void add_name(struct arena *a, struct found_names *names, struct str name)
{
    for (uint32_t i = 0; i < names->list.count; i++)
        if (str_eq(names->list.at[i], name)) return;
    VEC_PUSH(a, &names->list, name);
}

static bool holds_name(const struct found_names *names, struct str name)
{
    for (uint32_t i = 0; i < names->list.count; i++)
        if (str_eq(names->list.at[i], name)) return true;
    return name.len == 0;
}

static bool is_of(const struct session *s, uint32_t option, struct str word)
{
    bool any = str_is(word, "cheapest") || str_is(word, "baseline");
    return any || str_eq(s->program.options.at[option].name, word);
}

static void list_components(struct session *s, struct str option, struct found_names *out)
{
    const struct program *p = &s->program;
    for (uint32_t i = 1; i < p->sheets.count; i++) {
        const struct sheet *sheet = &p->sheets.at[i];
        if (sheet->option == NO_NAME || !is_of(s, sheet->option, option)) continue;
        size_t name = p->options.at[sheet->option].name.len + 1;
        add_name(&s->arena, out, str_cut(sheet->address, name, sheet->address.len));
    }
}

bool spend_has_component(const struct session *s, uint32_t option, struct str component)
{
    const struct program *p = &s->program;
    size_t name = p->options.at[option].name.len + 1;
    for (uint32_t i = 1; i < p->sheets.count && component.len; i++) {
        const struct sheet *sheet = &p->sheets.at[i];
        if (sheet->option == option &&
            str_eq(str_cut(sheet->address, name, sheet->address.len), component))
            return true;
    }
    return component.len == 0;
}

static bool fail_name(struct session *s, struct span where, struct str name, const char *what,
                      const struct found_names *known)
{
    diag_fail(&s->diags, where, DIAG_UNKNOWN_OPTION, "'%.*s' is not %s",
              STR_ARG(str_visible(&s->arena, name)), what);
    diag_help_nearest(&s->diags, name, known->list.at, known->list.count);
    return false;
}

bool spend_check(struct session *s, const struct scope *scope)
{
    struct found_names components = {0}, categories = {0};
    bool ok = true;
    list_components(s, scope->option, &components);
    for (uint32_t i = 0; i < s->ledger.lines.count; i++)
        add_name(&s->arena, &categories, s->ledger.lines.at[i].name->cost.category);
    if (!holds_name(&components, scope->component))
        ok = fail_name(s, scope->component_where, scope->component,
                       "a component of that option", &components);
    if (!holds_name(&categories, scope->category))
        ok = fail_name(s, scope->category_where, scope->category, "a category of any cost line",
                       &categories);
    return ok;
}

struct str spend_text(struct arena *a, const struct program *p, const struct scope *scope,
                      struct str option)
{
    struct text t = {.arena = a};
    text_add(&t, option);
    if (scope->component.len) text_addf(&t, ".%.*s", STR_ARG(scope->component));
    if (scope->class_word.len) text_addf(&t, ", %.*s", STR_ARG(scope->class_word));
    if (scope->category.len) text_addf(&t, ", category %.*s", STR_ARG(scope->category));
    if (scope->basis == BASIS_EFFECTIVE) text_add_c(&t, ", amortised");
    if (!scope->whole)
        text_addf(&t, ", %.*s to %.*s", STR_ARG(month_text(a, p, scope->from)),
                  STR_ARG(month_text(a, p, scope->to)));
    return text_str(&t);
}
