// crossover_views.c - break-even values of an input as tables.
#include "report/shape.h"
#include "report/views.h"

struct crossed {
    const struct session *session;
    const struct crossovers *c;
    const struct frontier *frontier;
};

static const struct crossed *keep(const struct session *s, const struct crossovers *c,
                                  const struct frontier *frontier)
{
    struct crossed *f = ARENA_NEW(s->diags.arena, struct crossed);
    *f = (struct crossed){s, c, frontier};
    return f;
}

static struct str option_name(const struct crossed *f, uint32_t option)
{
    return f->session->program.options.at[option].name;
}

static struct str baseline_name(const struct crossed *f)
{
    return option_name(f, f->session->program.baseline);
}

// Which of the two is cheaper; null where one of them can't do the work.
static struct table_cell cheaper_cell(const struct crossed *f, uint32_t option, enum side side)
{
    switch (side) {
    case SIDE_CHEAPER: return cell_text(option_name(f, option));
    case SIDE_DEARER: return cell_text(baseline_name(f));
    case SIDE_EQUAL: return cell_text(STR("equal"));
    case SIDE_NONE: break;
    }
    return cell_null();
}

static void put_head(const struct crossed *f, uint32_t option, struct table_cell *c)
{
    c[0] = cell_text(option_name(f, option));
    c[1] = cell_text(baseline_name(f));
    c[2] = cell_text(f->c->vary.name);
}

// ---- roots: one row for each, or one that says that there is none ------------------------------

static const struct table_column ROOTS_TABLE[] = {
    COLUMN("option", "Option", EXACT, NAME),
    COLUMN("against", "Against", EXACT, NAME),
    COLUMN("vary", "Vary", EXACT, DATA),
    COLUMN("status", "Status", EXACT, NAME),
    COLUMN("value", "Value", TIDY, NUMBER),
    COLUMN("unit", "Unit", EXACT, NAME),
    COLUMN("first", "First", TIDY, DATA),
    COLUMN("kind", "Kind", EXACT, NAME),
    COLUMN("cheaper_below", "Below", EXACT, NAME),
    COLUMN("cheaper_above", "Above", EXACT, NAME),
    COLUMN("saved_below", "Saved below", MONEY, DATA),
    COLUMN("saved_above", "Saved above", MONEY, DATA),
};
TABLE_COLUMNS_OF(roots, ROOTS_TABLE)

static uint32_t rows_of(const struct crossover *c)
{
    return c->roots.count ? c->roots.count : 1;
}

static void root_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct crossed *f = context;
    const struct crossover *x = f->c->list;
    (void)a;
    while (row >= rows_of(x))
        row -= rows_of(x++);
    put_head(f, x->option, c);
    c[3] = cell_text(str_of(crossover_word(x->status)));
    c[5] = cell_text(f->c->vary.unit);
    if (x->roots.count == 0) {
        c[4] = c[6] = c[7] = c[10] = c[11] = cell_null();
        c[8] = cheaper_cell(f, x->option, x->stretches.at[0].side);
        c[9] = cheaper_cell(f, x->option, x->stretches.at[x->stretches.count - 1].side);
        return;
    }
    const struct root *r = &x->roots.at[row];
    c[4] = cell_number(r->value);
    c[6] = cell_number(x->roots.at[0].value);
    c[7] = cell_text(str_of(root_word(r->kind)));
    c[8] = cheaper_cell(f, x->option, r->below);
    c[9] = cheaper_cell(f, x->option, r->above);
    c[10] = cell_number(r->saved_below);
    c[11] = cell_number(r->saved_above);
}

struct table view_roots(const struct session *s, const struct crossovers *c)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < c->count; i++)
        count += rows_of(&c->list[i]);
    return (struct table){STR("breakeven"), ROOTS_TABLE, COUNT_OF(ROOTS_TABLE), count,
                          keep(s, c, NULL), root_row};
}

// ---- intervals ---------------------------------------------------------------------------------

static const struct table_column INTERVALS[] = {
    COLUMN("option", "Option", EXACT, NAME),   COLUMN("against", "Against", EXACT, NAME),
    COLUMN("vary", "Vary", EXACT, DATA),       COLUMN("from", "From", TIDY, NUMBER),
    COLUMN("to", "To", TIDY, NUMBER),          COLUMN("unit", "Unit", EXACT, NAME),
    COLUMN("cheaper", "Cheaper", EXACT, NAME),
};
TABLE_COLUMNS_OF(intervals, INTERVALS)

static void interval_row(const void *context, struct arena *a, uint32_t row,
                         struct table_cell *c)
{
    const struct crossed *f = context;
    const struct crossover *x = f->c->list;
    (void)a;
    while (row >= x->stretches.count)
        row -= (x++)->stretches.count;
    const struct stretch *s = &x->stretches.at[row];
    put_head(f, x->option, c);
    c[3] = cell_number(s->from);
    c[4] = cell_number(s->to);
    c[5] = cell_text(f->c->vary.unit);
    c[6] = cheaper_cell(f, x->option, s->side);
}

struct table view_intervals(const struct session *s, const struct crossovers *c)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < c->count; i++)
        count += c->list[i].stretches.count;
    return (struct table){STR("intervals"), INTERVALS,   COUNT_OF(INTERVALS), count,
                          keep(s, c, NULL), interval_row};
}

// ---- frontier ----------------------------------------------------------------------------------

static const struct table_column FRONTIER_TABLE[] = {
    COLUMN("option", "Option", EXACT, NAME),
    COLUMN("against", "Against", EXACT, NAME),
    COLUMN("vary", "Vary", EXACT, DATA),
    COLUMN("value", "Value", TIDY, NUMBER),
    COLUMN("unit", "Unit", EXACT, NAME),
    COLUMN("breakeven_status", "Break-even", EXACT, NAME),
    COLUMN("breakeven_month", "Month", MONTHS, NUMBER),
    COLUMN("first", "First", MONTHS, NUMBER),
    COLUMN("cheaper", "Cheaper", EXACT, NAME),
};
TABLE_COLUMNS_OF(frontier, FRONTIER_TABLE)

static void frontier_row(const void *context, struct arena *a, uint32_t row,
                         struct table_cell *c)
{
    const struct crossed *f = context;
    const struct frontier_point *p = &f->frontier->points[row];
    const struct breakeven *b = &p->breakeven;
    (void)a;
    put_head(f, p->option, c);
    c[3] = cell_number(p->value);
    c[4] = cell_text(f->c->vary.unit);
    c[5] = p->known ? cell_text(str_of(breakeven_word(b->status))) : cell_null();
    c[6] = cell_maybe(b->has_value, b->value);
    c[7] = cell_maybe(b->has_first, b->first);
    c[8] = cheaper_cell(f, p->option, p->side);
}

struct table view_frontier(const struct session *s, const struct crossovers *c,
                           const struct frontier *f)
{
    return (struct table){STR("frontier"), FRONTIER_TABLE, COUNT_OF(FRONTIER_TABLE),
                          f->count,        keep(s, c, f),  frontier_row};
}
