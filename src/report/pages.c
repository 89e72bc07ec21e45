#include "report/pages.h"

#include "report/quantity.h"
#include "report/writer.h"

enum { DIGITS = 6 };  // of a value in a sentence

struct str money_text(struct arena *a, const struct session *s, double v)
{
    return str_format(a, "%.*s %.*s", STR_ARG(number_for_people(a, v, NUMBER_MONEY)),
                      STR_ARG(s->info.currency));
}

// ---- the head ----------------------------------------------------------------------------------

static void add_rate(const struct session *s, struct text *out)
{
    const struct program *p = &s->program;
    static const char *const timing[] = {"", ", mid-month", ", start of month"};
    static const char *const source[] = {"", " (weighted cost of capital)",
                                         " (real rate and inflation)"};
    if (p->discount_rate == NO_NAME) {
        text_add_c(out, ", not discounted (no finance.discount_rate)");
        return;
    }
    struct val v = s->unroll.cells[p->discount_rate].constant;
    char rate[NUM_TEXT];
    if (!val_is_number(v)) {
        text_addf(out, ", discounted at an uncertain rate%s%s", source[p->discounted_by],
                  timing[p->timing]);
        return;
    }
    double percent = val_double(v) * 12 * p->units.hours_per_month * 3600 * 100;
    // A rate that is not quite -100 % is not shown as if it were.
    double shown = num_round(percent, 6);
    num_write_tidy(rate, shown <= -100 ? percent : shown);
    text_addf(out, ", discounted at %s %%/year%s%s", rate, source[p->discounted_by],
              timing[p->timing]);
}

const char *measure_word(enum rank_by r)
{
    switch (r) {
    case RANK_NPV: return "present value of costs";
    case RANK_TOTAL: return "total cash";
    case RANK_RISK_ADJUSTED: return "total cash with expected losses";
    }
    return "";
}

static void add_head(const struct session *s, struct text *out)
{
    const struct program *p = &s->program;
    if (s->info.name.len) {
        text_add_visible(out, s->info.name, 200);
        text_add_char(out, '\n');
    }
    text_addf(out, "%u month%s from %.*s, in %.*s", (unsigned)p->months,
              p->months == 1 ? "" : "s", STR_ARG(month_text(out->arena, p, 1)),
              STR_ARG(s->info.currency));
    add_rate(s, out);
    if (s->ledger.taxed) text_add_c(out, ", after tax");
    text_add_char(out, '\n');
    if (s->info.as_of.len)
        text_addf(out, "Prices as of %.*s", STR_ARG(s->info.as_of));
    else
        text_addf(out, "Newest prices (no as_of%s)",
                  s->info.ages_judged ? "" : ", ages are not judged");
    if (p->units.hours_per_month != 730) {
        char hours[NUM_TEXT];
        num_write(hours, p->units.hours_per_month);
        text_addf(out, ", %s hours per month", hours);
    }
    if (s->info.case_name.len) text_addf(out, ", case %.*s", STR_ARG(s->info.case_name));
    text_add_char(out, '\n');
}

void page_head(const struct session *s, struct text *out, unsigned width)
{
    struct text head = {.arena = out->arena};
    add_head(s, &head);
    text_hanging(out, text_str(&head), width);
}

void page_lines(const struct text *lines, struct text *out, unsigned width)
{
    for (struct str rest = text_str(lines); rest.len > 0;) {
        size_t end = str_find(rest, '\n');
        text_paragraph(out, 0, str_cut(rest, 0, end), width);
        rest = str_cut(rest, end + 1, rest.len);
    }
}

// ---- cash flow ---------------------------------------------------------------------------------

void page_cashflow(const struct report *r, struct text *out, unsigned width)
{
    static const char *const keys[] = {"period", "option",      "component",     "line",
                                       "class",  "billed_cost", "effective_cost"};
    const struct table *t = report_table(r, STR("rows"));
    uint32_t shown[COUNT_OF(keys)], count = 0;
    for (size_t k = 0; k < COUNT_OF(keys); k++)
        for (uint32_t i = 0; i < t->column_count; i++)
            if (str_is(t->columns[i].key, keys[k])) shown[count++] = i;
    struct table_column people[TABLE_COLUMNS];
    for (uint32_t i = 0; i < t->column_count; i++) {
        people[i] = t->columns[i];
        if (str_ends(people[i].key, STR("_cost"))) people[i].format = NUMBER_MONEY;
    }
    struct table rounded = *t;
    rounded.columns = people;
    struct text answer = {.arena = out->arena};
    answer_cashflow(r, &answer);
    page_head(r->session, out, width);
    page_lines(&answer, out, width);
    text_add_char(out, '\n');
    text_table(&rounded, shown, count, width, out);
}

// ---- break-even --------------------------------------------------------------------------------

// A rate stands in percent, as where it is written.
void page_add_value(struct text *out, double value, struct str unit)
{
    bool rate = str_starts(unit, STR("1/"));
    struct quantity_unit u = {.factor = rate ? 100 : 1};
    text_add(out, quantity_number(out->arena, &u, value, DIGITS));
    if (rate) text_addf(out, " %%%.*s", STR_ARG(str_cut(unit, 1, unit.len)));
    if (!rate && unit.len && !str_is(unit, "1")) text_addf(out, " %.*s", STR_ARG(unit));
}

static void add_range(const struct session *s, const struct vary *v, bool roots,
                      struct text *out)
{
    text_add_visible(out, v->name, 200);
    text_add_c(out, " is ");
    page_add_value(out, v->now, v->unit);
    text_add_c(out, " in the scenario; looked at from ");
    page_add_value(out, v->from, v->unit);
    text_add_c(out, " to ");
    page_add_value(out, v->to, v->unit);
    text_addf(out, ", by %s.", measure_word(s->program.rank_by));
    if (v->by_factor) text_add_c(out, " x is a factor on what the scenario states.");
    if (roots) text_add_c(out, " Below and above: the cheaper option there.");
    text_add_char(out, '\n');
}

static void add_barred(const struct crossover *c, struct str own, struct str base,
                       struct text *out)
{
    if (c->barred && c->baseline_barred)
        text_addf(out, "Neither %.*s nor %.*s can do the work in the range.\n", STR_ARG(own),
                  STR_ARG(base));
    else if (c->barred || c->baseline_barred)
        text_addf(out, "%.*s can't do the work in the whole range.\n",
                  STR_ARG(c->barred ? own : base));
    else
        text_addf(out, "Nowhere in the range can %.*s and %.*s both do the work.\n",
                  STR_ARG(own), STR_ARG(base));
}

// Where can both options do the work, and is the answer the same there?
static void add_none(const struct session *s, const struct crossover *c, struct text *out)
{
    const struct program *p = &s->program;
    struct str own = p->options.at[c->option].name, base = p->options.at[p->baseline].name;
    bool dearer = false, equal = false, cheaper = false, none = false;
    for (uint32_t i = 0; i < c->stretches.count; i++) {
        enum side side = c->stretches.at[i].side;
        dearer = dearer || side == SIDE_DEARER;
        equal = equal || side == SIDE_EQUAL;
        cheaper = cheaper || side == SIDE_CHEAPER;
        none = none || side == SIDE_NONE;
    }
    const char *where = none ? "wherever both can do the work" : "throughout";
    if (!dearer && !equal && !cheaper)
        add_barred(c, own, base, out);
    else if (!dearer && !cheaper)
        text_addf(out, "%.*s and %.*s cost the same %s.\n", STR_ARG(own), STR_ARG(base),
                  none ? where : "in the whole range");
    else if (dearer + equal + cheaper > 1)
        text_addf(out,
                  "None in the range: %.*s and %.*s change places only where one of them can't "
                  "do the work; see --table intervals.\n",
                  STR_ARG(own), STR_ARG(base));
    else
        text_addf(out, "None in the range: %.*s is cheaper than %.*s %s.\n",
                  STR_ARG(cheaper ? own : base), STR_ARG(cheaper ? base : own), where);
}

// "on_prem and cloud cost the same where volume is 0.163 or 0.233."
static void add_roots(const struct session *s, const struct vary *v, const struct crossover *c,
                      struct text *out)
{
    const struct program *p = &s->program;
    text_addf(out, "%.*s and %.*s cost the same where ", STR_ARG(p->options.at[c->option].name),
              STR_ARG(p->options.at[p->baseline].name));
    text_add_visible(out, v->name, 200);
    text_add_c(out, " is ");
    for (uint32_t i = 0; i < c->roots.count; i++) {
        if (i) text_add_c(out, i + 1 < c->roots.count ? ", " : " or ");
        text_add(out, quantity_text(out->arena, c->roots.at[i].value, v->unit, DIGITS));
    }
    text_add_c(out, ".\n");
}

// The answer is all the break-evens there are, in one line or in lines of their own; what has none
// follows.
static void add_crossovers(const struct session *s, const struct crossovers *c, char between,
                           struct text *out)
{
    struct text found = {.arena = out->arena}, none = {.arena = out->arena};
    for (uint32_t i = 0; i < c->count; i++) {
        if (c->list[i].roots.count == 0) {
            add_none(s, &c->list[i], &none);
            continue;
        }
        if (found.len) found.at[found.len - 1] = between;
        add_roots(s, &c->vary, &c->list[i], &found);
    }
    if (found.len == 0 && c->count > 1)
        text_add_c(&found, "There is no break-even in the range.\n");
    text_add(out, text_str(&found));
    text_add(out, text_str(&none));
}

void answer_breakeven(const struct report *r, struct text *out)
{
    const struct breakeven_page *page = r->context;
    add_crossovers(r->session, page->crossovers, ' ', out);
    add_range(r->session, &page->crossovers->vary, false, out);
}

void page_breakeven(const struct report *r, struct text *out, unsigned width)
{
    const struct breakeven_page *page = r->context;
    const struct crossovers *c = page->crossovers;
    const struct table *t = report_table(r, page->table.len ? page->table : STR("breakeven"));
    struct text lines = {.arena = out->arena};
    page_head(r->session, out, width);
    add_range(r->session, &c->vary, str_is(t->name, "breakeven"), &lines);
    add_crossovers(r->session, c, '\n', &lines);
    page_lines(&lines, out, width);
    uint32_t shown[TABLE_COLUMNS];
    for (uint32_t i = 0; i < t->column_count; i++)
        shown[i] = i;
    text_add_char(out, '\n');
    text_table(t, shown, t->column_count, width, out);
}
