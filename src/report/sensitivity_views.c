// sensitivity_views.c - which inputs move the answer, as tables and for people.
#include "report/document.h"
#include "report/quantity.h"
#include "report/readable.h"
#include "report/shape.h"
#include "report/writer.h"

#include <math.h>

struct sensed {
    const struct session *session;
    const struct sensitivity *s;
    uint32_t drawn_count;
    uint32_t *drawn;  // those of the list that are uncertain
};

static const struct sensed *keep(const struct session *s, const struct sensitivity *x)
{
    struct arena *a = s->diags.arena;
    struct sensed *k = ARENA_NEW(a, struct sensed);
    *k = (struct sensed){.session = s, .s = x};
    k->drawn = ARENA_ARRAY(a, uint32_t, x->list.count);
    for (uint32_t i = 0; i < x->list.count; i++)
        if (x->list.at[i].is_drawn) k->drawn[k->drawn_count++] = i;
    return k;
}

static struct table_cell finite_cell(double v)
{
    return cell_maybe(isfinite(v), v);
}

static struct table_cell option_cell(const struct sensed *k, uint32_t option)
{
    return option == NO_NAME ? cell_null()
                             : cell_text(k->session->program.options.at[option].name);
}

// ---- sensitivity: a row for each input, of the chosen option -----------------------------------

static const struct table_column INPUTS[] = {
    COLUMN("address", "Input", EXACT, NAME),
    COLUMN("low", "Low", TIDY, NUMBER),
    COLUMN("high", "High", TIDY, NUMBER),
    COLUMN("npv_low", "NPV at low", MONEY, NUMBER),
    COLUMN("npv_high", "NPV at high", MONEY, NUMBER),
    COLUMN("flips_at", "Flips at", TIDY, NUMBER),
    COLUMN("winner", "Winner", EXACT, NAME),
    COLUMN("unit", "Unit", EXACT, NAME),
    COLUMN("now", "Now", TIDY, NUMBER),
    COLUMN("range", "Range", EXACT, NAME),
    COLUMN("option", "Option", EXACT, NAME),
    COLUMN("cost_low", "Cost at low", MONEY, NUMBER),
    COLUMN("cost_high", "Cost at high", MONEY, NUMBER),
    COLUMN("effect", "Effect", MONEY, NUMBER),
    COLUMN("flips_beyond_range_at", "Flips beyond", TIDY, NUMBER),
    COLUMN("winner_beyond_range", "Winner beyond", EXACT, NAME),
};
TABLE_COLUMNS_OF(sensitivity, INPUTS)

// A value of an input: of cases a word.
static struct table_cell value_cell(const struct moved *v, bool known, double value)
{
    if (v->cases && known && value > 0) return cell_text(v->cases[(uint32_t)value - 1].name);
    return cell_maybe(known && !v->cases, value);
}

static struct str range_word(const struct moved *v)
{
    if (v->cases) return STR("cases");
    return v->is_drawn ? STR("p10_p90") : STR("swing");
}

static void input_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct sensed *k = context;
    const struct moved *v = &k->s->list.at[row];
    const struct effect *e = &v->effects[k->s->chosen];
    bool discounted = k->session->ledger.discounted;
    (void)a;
    c[0] = cell_text(v->address);
    c[1] = value_cell(v, true, v->low);
    c[2] = value_cell(v, true, v->high);
    c[3] = discounted ? finite_cell(e->npv[0]) : cell_null();
    c[4] = discounted ? finite_cell(e->npv[1]) : cell_null();
    c[5] = value_cell(v, v->within.found, v->within.at);
    c[6] = option_cell(k, v->within.found ? v->within.winner : k->s->winner);
    c[7] = cell_text(v->unit);
    c[8] = value_cell(v, true, v->now);
    c[9] = cell_text(range_word(v));
    c[10] = option_cell(k, k->s->chosen);
    c[11] = finite_cell(e->cost[0]);
    c[12] = finite_cell(e->cost[1]);
    c[13] = finite_cell(e->cost[1] - e->cost[0]);
    c[14] = cell_maybe(v->beyond.found, v->beyond.at);
    c[15] = v->beyond.found ? option_cell(k, v->beyond.winner) : cell_null();
}

struct table view_sensitivity(const struct session *s, const struct sensitivity *x)
{
    return (struct table){STR("sensitivity"), INPUTS,     COUNT_OF(INPUTS),
                          x->list.count,      keep(s, x), input_row};
}

// ---- effects: a row for each input and option --------------------------------------------------

static const struct table_column EFFECTS[] = {
    COLUMN("address", "Input", EXACT, NAME),
    COLUMN("option", "Option", EXACT, NAME),
    COLUMN("cost_low", "Cost at low", MONEY, NUMBER),
    COLUMN("cost_high", "Cost at high", MONEY, NUMBER),
    COLUMN("effect", "Effect", MONEY, NUMBER),
    COLUMN("delta_low", "Against baseline at low", MONEY, NUMBER),
    COLUMN("delta_high", "at high", MONEY, NUMBER),
    COLUMN("npv_low", "NPV at low", MONEY, NUMBER),
    COLUMN("npv_high", "NPV at high", MONEY, NUMBER),
};
TABLE_COLUMNS_OF(effects, EFFECTS)

static void effect_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct sensed *k = context;
    uint32_t options = k->session->program.options.count, option = row % options;
    const struct moved *v = &k->s->list.at[row / options];
    const struct effect *e = &v->effects[option],
                        *base = &v->effects[k->session->program.baseline];
    bool discounted = k->session->ledger.discounted;
    (void)a;
    c[0] = cell_text(v->address);
    c[1] = option_cell(k, option);
    c[2] = finite_cell(e->cost[0]);
    c[3] = finite_cell(e->cost[1]);
    c[4] = finite_cell(e->cost[1] - e->cost[0]);
    c[5] = finite_cell(e->cost[0] - base->cost[0]);
    c[6] = finite_cell(e->cost[1] - base->cost[1]);
    c[7] = discounted ? finite_cell(e->npv[0]) : cell_null();
    c[8] = discounted ? finite_cell(e->npv[1]) : cell_null();
}

struct table view_effects(const struct session *s, const struct sensitivity *x)
{
    return (struct table){STR("effects"),    EFFECTS,
                          COUNT_OF(EFFECTS), x->list.count * s->program.options.count,
                          keep(s, x),        effect_row};
}

// ---- importance: a row for each uncertain input and option -------------------------------------

static const struct table_column IMPORTANCE[] = {
    COLUMN("address", "Input", EXACT, NAME),
    COLUMN("option", "Option", EXACT, NAME),
    COLUMN("of", "Of", EXACT, NAME),
    COLUMN("spearman", "Spearman", RATE, NUMBER),
    COLUMN("sobol_first", "Alone", RATE, NUMBER),
    COLUMN("sobol_first_stderr", "Error", RATE, NUMBER),
    COLUMN("sobol_total", "In all", RATE, NUMBER),
    COLUMN("sobol_total_stderr", "Error", RATE, NUMBER),
};
TABLE_COLUMNS_OF(importance, IMPORTANCE)

// Cases have no order.
static void importance_cells(const struct sensed *k, const struct moved *v,
                             const struct share *s, struct table_cell *c)
{
    bool known = s->known && !k->s->correlated;
    c[0] = cell_maybe(s->known && !v->cases, s->spearman);
    c[1] = cell_maybe(known, s->first);
    c[2] = cell_maybe(known, s->first_error);
    c[3] = cell_maybe(known, s->total);
    c[4] = cell_maybe(known, s->total_error);
}

static void importance_row(const void *context, struct arena *a, uint32_t row,
                           struct table_cell *c)
{
    const struct sensed *k = context;
    uint32_t options = k->session->program.options.count, option = row / 2 % options;
    const struct moved *v = &k->s->list.at[k->drawn[row / (2 * options)]];
    const struct importance *i = &v->importance[option];
    (void)a;
    c[0] = cell_text(v->address);
    c[1] = option_cell(k, option);
    c[2] = cell_text(row % 2 ? STR("delta_vs_baseline") : STR("cost"));
    importance_cells(k, v, row % 2 ? &i->delta : &i->cost, c + 3);
}

struct table view_importance(const struct session *s, const struct sensitivity *x)
{
    const struct sensed *k = keep(s, x);
    uint32_t rows = x->samples ? 2 * k->drawn_count * s->program.options.count : 0;
    return (struct table){STR("importance"), IMPORTANCE, COUNT_OF(IMPORTANCE), rows, k,
                          importance_row};
}

// ---- inert -------------------------------------------------------------------------------------

static const struct table_column INERT[] = {
    COLUMN("address", "Input", EXACT, NAME),
    COLUMN("now", "Now", TIDY, NUMBER),
    COLUMN("unit", "Unit", EXACT, NAME),
    COLUMN("reason", "Reason", EXACT, NAME),
};
TABLE_COLUMNS_OF(inert, INERT)

static void inert_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct inert_input *i = &((const struct sensed *)context)->s->inert.at[row];
    (void)a;
    c[0] = cell_text(i->address);
    c[1] = i->unit.len ? cell_number(i->now) : cell_null();
    c[2] = cell_text(i->unit);
    c[3] = cell_text(str_of(inert_word(i->why)));
}

struct table view_inert(const struct session *s, const struct sensitivity *x)
{
    return (struct table){STR("inert"),   INERT,      COUNT_OF(INERT),
                          x->inert.count, keep(s, x), inert_row};
}

// ---- for people --------------------------------------------------------------------------------

enum { BAR = 8, SHOWN = 16 };  // letters to each side; inputs

enum { P_INPUT, P_RANGE, P_AT_LOW, P_BAR, P_AT_HIGH, P_COUNT };

enum { DIGITS = 6 };  // which is more than anybody knows an input to

// What the ends of the range do to the cost: '-' is below the cost as it is, '+' above.
static struct str bar_of(const struct sensed *k, struct arena *a, const struct effect *e)
{
    double most = 0, now = k->s->now[k->s->chosen].cost[0];
    for (uint32_t i = 0; i < k->s->list.count; i++)
        for (int side = 0; side < 2; side++) {
            double by = fabs(k->s->list.at[i].effects[k->s->chosen].cost[side] - now);
            if (isfinite(by)) most = kernel_max(most, by);
        }
    int left = 0, right = 0;
    for (int side = 0; side < 2 && most > 0; side++) {
        double by = e->cost[side] - now;
        int length = isfinite(by) ? (int)(fabs(by) / most * BAR + 0.5) : 0;
        if (by < 0 && length > left) left = length;
        if (by > 0 && length > right) right = length;
    }
    struct text t = {.arena = a};
    text_add_repeated(&t, ' ', (size_t)(BAR - left));
    text_add_repeated(&t, '-', (size_t)left);
    text_add_char(&t, '|');
    text_add_repeated(&t, '+', (size_t)right);
    text_add_repeated(&t, ' ', (size_t)(BAR - right));
    return text_str(&t);
}

// "3 USD/hour", "P90", "boom"
static struct str value_text(struct arena *a, const struct moved *v, double value)
{
    if (v->cases) return v->cases[(uint32_t)value - 1].name;
    struct str text = quantity_text(a, value, v->is_walk ? STR("1") : v->unit, DIGITS);
    return v->is_walk ? str_format(a, "P%.*s", STR_ARG(text)) : text;
}

static struct str range_text(struct arena *a, const struct moved *v)
{
    if (!v->cases && !v->is_walk) return quantity_range(a, v->low, v->high, v->unit, DIGITS);
    struct str low = value_text(a, v, v->low), high = value_text(a, v, v->high);
    return str_format(a, "%.*s to %.*s", STR_ARG(low), STR_ARG(high));
}

static void tornado_row(const void *context, struct arena *a, uint32_t row,
                        struct table_cell *c)
{
    const struct sensed *k = context;
    const struct moved *v = &k->s->list.at[row];
    const struct effect *e = &v->effects[k->s->chosen];
    c[P_INPUT] = cell_text(v->address);
    c[P_RANGE] = cell_text(range_text(a, v));
    c[P_AT_LOW] = finite_cell(e->cost[0]);
    c[P_BAR] = cell_text(bar_of(k, a, e));
    c[P_AT_HIGH] = finite_cell(e->cost[1]);
}

static void add_tornado(const struct report *r, unsigned width, struct text *out)
{
    const struct sensitivity *x = r->context;
    const struct table_column columns[P_COUNT] = {
        [P_INPUT] = COLUMN("", "Input", EXACT, PROSE),
        [P_RANGE] = COLUMN("", "Range", EXACT, PROSE),
        [P_AT_LOW] = COLUMN("", "At low", MONEY, NUMBER),
        [P_BAR] = COLUMN("", "Cost", EXACT, NAME),
        [P_AT_HIGH] = COLUMN("", "At high", MONEY, NUMBER),
    };
    uint32_t shown[P_COUNT], rows = x->list.count < SHOWN ? x->list.count : SHOWN;
    for (uint32_t i = 0; i < P_COUNT; i++)
        shown[i] = i;
    struct table t = {STR_NONE, columns, P_COUNT, rows, keep(r->session, x), tornado_row};
    text_add_char(out, '\n');
    text_table(&t, shown, P_COUNT, width, out);
}

static struct str name_of(const struct session *s, uint32_t option)
{
    return option == NO_NAME ? STR("no option") : s->program.options.at[option].name;
}

static void add_case_flips(const struct session *s, const struct sensitivity *x,
                           const struct moved *v, struct text *out)
{
    for (uint32_t i = 0; i < v->case_count; i++)
        if (v->cases[i].winner != x->winner)
            text_addf(out, "%.*s: in %.*s the cheapest is %.*s.\n", STR_ARG(v->address),
                      STR_ARG(v->cases[i].name), STR_ARG(name_of(s, v->cases[i].winner)));
}

static void add_flip(const struct session *s, const struct moved *v, const struct flip *f,
                     struct text *out)
{
    struct str value = readable_flip(out->arena, value_text(out->arena, v, f->at), f->at,
                                     value_text(out->arena, v, v->now), v->now);
    text_addf(out, "%.*s: from %.*s %s the cheapest is %.*s.\n", STR_ARG(v->address),
              STR_ARG(value), f->at < v->now ? "down" : "up", STR_ARG(name_of(s, f->winner)));
}

static void add_flips(const struct session *s, const struct sensitivity *x, struct text *out)
{
    enum { BEYOND = 8, WITHIN = 16 };
    uint32_t within = 0, beyond = 0;
    for (uint32_t i = 0; i < x->list.count; i++) {
        if (!x->list.at[i].within.found || within++ >= WITHIN) continue;
        if (within == 1) text_add_c(out, "Within their ranges these turn the answer:\n");
        if (x->list.at[i].cases)
            add_case_flips(s, x, &x->list.at[i], out);
        else
            add_flip(s, &x->list.at[i], &x->list.at[i].within, out);
    }
    if (within > WITHIN)
        text_addf(out, "and %u more (--table sensitivity).\n", (unsigned)(within - WITHIN));
    if (within == 0) text_add_c(out, "No input turns the answer within its range.\n");
    for (uint32_t i = 0; i < x->list.count; i++) {
        if (!x->list.at[i].beyond.found || beyond++ >= BEYOND) continue;
        if (beyond == 1) text_add_c(out, "Beyond them:\n");
        add_flip(s, &x->list.at[i], &x->list.at[i].beyond, out);
    }
    if (beyond > BEYOND)
        text_addf(out, "and %u more (--table sensitivity).\n", (unsigned)(beyond - BEYOND));
}

static void add_head(const struct session *s, const struct sensitivity *x, struct text *out)
{
    char percent[NUM_TEXT];
    num_write_tidy(percent, x->swing * 100);
    text_addf(out,
              "%s%.*s, %.*s by %s.\nEach input is moved alone: uncertain ones from P10 to P90",
              x->winner == NO_NAME ? "No option is feasible; looked at is " : "Cheapest: ",
              STR_ARG(name_of(s, x->chosen)),
              STR_ARG(money_text(out->arena, s, x->now[x->chosen].cost[0])),
              measure_word(s->program.rank_by));
    if (x->swing > 0) text_addf(out, ", certain ones by %s %%", percent);
    text_add_c(out, ".\n");
    if (x->done < x->inputs)
        text_addf(out, "Stopped: %u of %u inputs are there.\n", (unsigned)x->done,
                  (unsigned)x->inputs);
}

enum { I_INPUT, I_SPEARMAN, I_FIRST, I_FIRST_ERROR, I_TOTAL, I_TOTAL_ERROR, I_COUNT };

static void shares_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct sensed *k = context;
    const struct moved *v = &k->s->list.at[k->drawn[row]];
    (void)a;
    c[I_INPUT] = cell_text(v->address);
    importance_cells(k, v, &v->importance[k->s->spread].cost, c + I_SPEARMAN);
    if (c[I_SPEARMAN].kind == CELL_NUMBER)
        c[I_SPEARMAN] = cell_number(num_round(c[I_SPEARMAN].number, 2));
}

static void add_shares(const struct report *r, unsigned width, struct text *out)
{
    const struct sensitivity *x = r->context;
    const struct sensed *k = keep(r->session, x);
    struct table_column columns[I_COUNT] = {
        [I_INPUT] = COLUMN("", "", EXACT, PROSE),
        [I_SPEARMAN] = COLUMN("", "Rank correlation", EXACT, NUMBER),
        [I_FIRST] = COLUMN("", "Alone", RATE, NUMBER),
        [I_FIRST_ERROR] = COLUMN("", "+/-", RATE, NUMBER),
        [I_TOTAL] = COLUMN("", "With others", RATE, NUMBER),
        [I_TOTAL_ERROR] = COLUMN("", "+/-", RATE, NUMBER),
    };
    uint32_t shown[I_COUNT];
    for (uint32_t i = 0; i < I_COUNT; i++)
        shown[i] = i;
    if (k->drawn_count == 0 || x->samples == 0) return;
    columns[I_INPUT].heading = str_format(out->arena, "Share of the spread of %.*s",
                                          STR_ARG(name_of(r->session, x->spread)));
    struct table t = {STR_NONE, columns, I_COUNT, k->drawn_count, k, shares_row};
    text_add_char(out, '\n');
    text_table(&t, shown, I_COUNT, width, out);
}

static void add_inert_line(const struct sensitivity *x, struct text *out)
{
    uint32_t zero = 0, at_medians = 0;
    for (uint32_t i = 0; i < x->inert.count; i++) {
        zero += x->inert.at[i].why == INERT_ZERO;
        at_medians += x->inert.at[i].why == INERT_AT_MEDIANS;
    }
    if (x->list.count > SHOWN)
        text_addf(out, "%u inputs with less effect: --table sensitivity.\n",
                  (unsigned)(x->list.count - SHOWN));
    if (x->inert.count == 0) return;
    uint32_t none = x->inert.count - zero - at_medians;
    text_addf(out, "%u %s nothing, ", (unsigned)none,
              none == 1 ? "input changes" : "inputs change");
    if (at_medians)
        text_addf(out, "%u nothing as long as the uncertain ones stand at their medians, ",
                  (unsigned)at_medians);
    text_addf(out, "%u are 0 and were not moved: --table inert.\n", (unsigned)zero);
}

static void add_found(const struct report *r, struct text *out)
{
    add_flips(r->session, r->context, out);
    add_inert_line(r->context, out);
}

void answer_sensitivity(const struct report *r, struct text *out)
{
    add_head(r->session, r->context, out);
}

// ---- in documents ------------------------------------------------------------------------------

enum { D_INPUT, D_NOW, D_RANGE, D_AT_LOW, D_AT_HIGH, D_FLIPS, D_WINNER, D_COUNT };

static void moved_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct sensed *k = context;
    const struct moved *v = &k->s->list.at[row];
    const struct effect *e = &v->effects[k->s->chosen];
    const struct flip *f = v->within.found ? &v->within : &v->beyond;
    c[D_INPUT] = cell_text(v->address);
    c[D_NOW] = v->cases ? cell_null() : cell_text(value_text(a, v, v->now));
    c[D_RANGE] = cell_text(range_text(a, v));
    c[D_AT_LOW] = finite_cell(e->cost[0]);
    c[D_AT_HIGH] = finite_cell(e->cost[1]);
    c[D_FLIPS] = f->found ? cell_text(readable_flip(a, value_text(a, v, f->at), f->at,
                                                    value_text(a, v, v->now), v->now))
                          : cell_null();
    c[D_WINNER] = f->found ? cell_text(name_of(k->session, f->winner)) : cell_null();
}

void document_inputs(struct document *d, const struct report *r, const struct sensitivity *x,
                     struct scale scale, uint32_t most)
{
    static const struct table_column columns[D_COUNT] = {
        [D_INPUT] = COLUMN("address", "Input", EXACT, NAME),
        [D_NOW] = COLUMN("now_text", "Now", EXACT, NAME),
        [D_RANGE] = COLUMN("range_text", "Range", EXACT, NAME),
        [D_AT_LOW] = COLUMN("cost_low", "Cost at low", MONEY, NUMBER),
        [D_AT_HIGH] = COLUMN("cost_high", "Cost at high", MONEY, NUMBER),
        [D_FLIPS] = COLUMN("flips_text", "Flips at", EXACT, NAME),
        [D_WINNER] = COLUMN("winner", "To", EXACT, NAME),
    };
    uint32_t rows = x->list.count < most ? x->list.count : most;
    struct table all = {STR("sensitivity"),  columns,  D_COUNT, rows,
                        keep(r->session, x), moved_row};
    struct table *t = ARENA_NEW(d->arena, struct table);
    *t = table_scaled(d->arena, &all, scale.divisor);
    struct shown_table s = document_shown(d->arena, r->session, t);
    s.note =
        str_format(d->arena,
                   "%sThe inputs that move it most; costs of %.*s in %s%.*s. Flips at: the "
                   "value, in the range or beyond it, from which another option is the "
                   "cheapest",
                   x->winner == NO_NAME ? "No option is feasible. " : "",
                   STR_ARG(name_of(r->session, x->chosen)), scale.word,
                   STR_ARG(r->session->info.currency));
    document_table(d, s);
}

void opening_sensitivity(const struct report *r, struct document *d)
{
    document_heading(d, STR("What moves the answer"));
    document_chart(d, r, CHART_TORNADO);
    document_inputs(d, r, r->context, (struct scale){1, ""}, SHOWN);
    struct text found = {.arena = d->arena};
    add_found(r, &found);
    document_heading(d, STR("What turns it"));
    document_list(d, text_str(&found));
}

void page_sensitivity(const struct report *r, struct text *out, unsigned width)
{
    const struct sensitivity *x = r->context;
    struct text head = {.arena = out->arena}, found = {.arena = out->arena};
    page_head(r->session, out, width);
    add_head(r->session, x, &head);
    page_lines(&head, out, width);
    if (x->list.count) add_tornado(r, width, out);
    add_shares(r, width, out);
    text_add_char(out, '\n');
    add_found(r, &found);
    page_lines(&found, out, width);
}
