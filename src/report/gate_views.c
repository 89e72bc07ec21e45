// gate_views.c - the checks of a gate as a table.
#include "report/shape.h"
#include "report/views.h"

static const struct table_column CHECKS[] = {
    COLUMN("id", "Check", EXACT, NAME),
    COLUMN("level", "Level", EXACT, NAME),
    COLUMN("status", "Status", EXACT, NAME),
    COLUMN("message", "Found", EXACT, PROSE),
    COLUMN("kind", "Kind", EXACT, DATA),
    COLUMN("option", "Option", EXACT, DATA),
    COLUMN("actual", "Actual", TIDY, DATA),
    COLUMN("limit", "Limit", TIDY, DATA),
    COLUMN("ratio", "Ratio", RATE, DATA),
    COLUMN("unit", "Unit", EXACT, DATA),
    COLUMN("advice", "Advice", EXACT, DATA),
    COLUMN("location", "Location", EXACT, DATA),
    COLUMN("waived_until", "Waived until", EXACT, DATA),
    COLUMN("waiver_reason", "Reason", EXACT, DATA),
};
TABLE_COLUMNS_OF(checks, CHECKS)

struct judged {
    const struct session *session;
    const struct gate *gate;
};

static bool is_money(const struct judged *k, const struct finding *f)
{
    return str_eq(f->unit, k->session->info.currency);
}

// Money to the cent.
static struct table_cell amount(const struct judged *k, const struct finding *f, struct maybe v)
{
    return cell_maybe(v.known, is_money(k, f) ? num_round(v.value, 2) : v.value);
}

static void check_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct judged *k = context;
    const struct finding *f = &k->gate->findings.at[row];
    uint32_t i = 0;
    (void)a;
    c[i++] = cell_text(f->id);
    c[i++] = cell_text(str_of(level_word(f->level)));
    c[i++] = cell_text(str_of(finding_status_word(f->status)));
    c[i++] = cell_text(f->message);
    c[i++] = cell_text(str_of(finding_kind_word(f->kind)));
    c[i++] = cell_text(f->option);
    c[i++] = amount(k, f, f->actual);
    c[i++] = amount(k, f, f->limit);
    c[i++] = cell_maybe(f->ratio.known, f->ratio.value);
    c[i++] = cell_text(f->unit);
    c[i++] = cell_text(f->advice);
    c[i++] = cell_text(f->location);
    c[i++] = cell_text(f->waiver ? f->waiver->until_text : STR_NONE);
    c[i++] = cell_text(f->waiver ? f->waiver->reason : STR_NONE);
}

struct table view_checks(const struct session *s, const struct gate *g)
{
    struct judged *k = ARENA_NEW(s->diags.arena, struct judged);
    *k = (struct judged){s, g};
    return (struct table){STR("checks"), CHECKS, COUNT_OF(CHECKS), g ? g->findings.count : 0, k,
                          check_row};
}

// ---- the base ----------------------------------------------------------------------------------

static const struct table_column BASE[] = {
    COLUMN("option", "Option", EXACT, NAME),
    COLUMN("winner", "Cheapest", EXACT, NAME),
    COLUMN("total", "Total", MONEY, NUMBER),
    COLUMN("breakeven_month", "Break-even", MONTHS, NUMBER),
    COLUMN("npv", "PV cost", MONEY, NUMBER),
    COLUMN("risk_adjusted_total", "With risk", MONEY, DATA),
    COLUMN("feasible", "Feasible", EXACT, NAME),
};
TABLE_COLUMNS_OF(base, BASE)

struct based_rows {
    const struct session *session;
    const struct base *base;
    struct str winner;  // of the base; may be an option that is gone
    VEC(struct str) gone;
};

static bool has_option(const struct program *p, struct str name)
{
    for (uint32_t i = 0; i < p->options.count; i++)
        if (str_eq(p->options.at[i].name, name)) return true;
    return false;
}

static struct table_cell figure_cell(const struct base *b, struct str option, enum metric m)
{
    struct maybe v = b->figure(b->context, option, m);
    return cell_maybe(v.known, v.value);
}

static void base_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct based_rows *k = context;
    const struct program *p = &k->session->program;
    uint32_t now = p->options.count;
    struct str option = row < now ? p->options.at[row].name : k->gone.at[row - now];
    struct maybe feasible = k->base->figure(k->base->context, option, METRIC_feasible);
    (void)a;
    c[0] = cell_text(option);
    c[1] = cell_bool(str_eq(k->winner, option));
    c[2] = figure_cell(k->base, option, METRIC_total);
    c[3] = figure_cell(k->base, option, METRIC_breakeven_month);
    c[4] = figure_cell(k->base, option, METRIC_npv);
    c[5] = figure_cell(k->base, option, METRIC_risk_adjusted_total);
    c[6] = feasible.known ? cell_bool(feasible.value != 0) : cell_null();
}

struct table view_base(const struct session *s, const struct base *base)
{
    struct based_rows *k = ARENA_NEW(s->diags.arena, struct based_rows);
    *k = (struct based_rows){.session = s, .base = base};
    if (base) k->winner = base->winner(base->context);
    for (uint32_t i = 0; base && base->option(base->context, i).len; i++) {
        struct str name = base->option(base->context, i);
        if (!has_option(&s->program, name)) VEC_PUSH(s->diags.arena, &k->gone, name);
    }
    uint32_t rows = base ? s->program.options.count + k->gone.count : 0;
    return (struct table){STR("base"), BASE, COUNT_OF(BASE), rows, k, base_row};
}
