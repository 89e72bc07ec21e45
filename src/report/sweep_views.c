// sweep_views.c - sweeps and optima as tables. An axis is a column whose key is its address.
#include "report/shape.h"
#include "report/views.h"

#include <math.h>

static struct str option_name(const struct session *s, uint32_t option)
{
    return s->program.options.at[option].name;
}

static struct table_cell finite_cell(double v)
{
    return cell_maybe(isfinite(v), v);
}

static struct table_cell axis_cell(struct arena *a, const struct axis *x, uint64_t i)
{
    bool number = x->kind != AXIS_WORDS || x->is_range;
    return number ? cell_number(axis_number(x, i)) : cell_text(axis_text(a, x, i));
}

// The unit of a figure: money is in the scenario's currency.
static struct str unit_of(const struct session *s, enum figure f)
{
    struct str unit = str_of(figure_unit(f));
    return unit.len ? unit : s->info.currency;
}

void report_add_points(struct report *r, const struct grid *g)
{
    r->facts[r->fact_count++] =
        (struct fact){"points", cell_number((double)g->points), NUMBER_COUNT};
    r->facts[r->fact_count++] =
        (struct fact){"points_done", cell_number((double)g->done), NUMBER_COUNT};
}

// ---- points that are there ---------------------------------------------------------------------

// A session, a grid, and its points in order: all of them, or those of a part.
struct swept {
    const struct session *session;
    const struct grid *grid;
    const struct sweep_page *page;
    const uint64_t *part;   // NULL: all
    const uint64_t *lines;  // values of the first address at which some point is there
    uint64_t line_count;
    struct table_column *columns;
};

static void keep_lines(struct arena *a, struct swept *k)
{
    const struct grid *g = k->grid;
    uint64_t count = g->axes[0].count, each = g->points / count;
    uint64_t *lines = ARENA_ARRAY(a, uint64_t, count);
    for (uint64_t i = 0; i < count; i++) {
        bool any = false;
        for (uint64_t j = 0; j < each && !any; j++)
            any = g->is_done[i * each + j];
        if (any) lines[k->line_count++] = i;
    }
    k->lines = lines;
}

static struct swept *keep(const struct session *s, const struct grid *g,
                          const struct sweep_page *page)
{
    struct arena *a = s->diags.arena;
    struct swept *k = ARENA_NEW(a, struct swept);
    *k = (struct swept){.session = s, .grid = g, .page = page};
    k->columns = ARENA_ARRAY(a, struct table_column, TABLE_COLUMNS);
    if (g->done == g->points) return k;
    uint64_t *part = ARENA_ARRAY(a, uint64_t, g->done), count = 0;
    for (uint64_t p = 0; p < g->points; p++)
        if (g->is_done[p]) part[count++] = p;
    k->part = part;
    return k;
}

static uint64_t point_of(const struct swept *k, uint64_t i)
{
    return k->part ? k->part[i] : i;
}

// Keys end in a NUL, as the JSON writer needs them.
static struct table_column axis_column(struct arena *a, const struct axis *x)
{
    struct str key = {str_to_c(a, x->name), x->name.len};
    struct table_column c = {key, key, NUMBER_TIDY, COLUMN_NUMBER};
    if (x->kind == AXIS_WORDS) c.role = COLUMN_NAME;
    return c;
}

static uint32_t axis_columns(const struct swept *k, struct table_column *columns)
{
    for (uint32_t i = 0; i < k->grid->axis_count; i++)
        columns[i] = axis_column(k->session->diags.arena, &k->grid->axes[i]);
    return k->grid->axis_count;
}

static uint32_t axis_cells(const struct swept *k, struct arena *a, uint64_t point,
                           struct table_cell *c)
{
    const struct grid *g = k->grid;
    for (uint32_t i = 0; i < g->axis_count; i++)
        c[i] = axis_cell(a, &g->axes[i], grid_index(g, point, i));
    return g->axis_count;
}

static struct table
swept_table(const char *name, const struct swept *k, uint32_t columns, uint64_t rows,
            void (*row)(const void *, struct arena *, uint32_t, struct table_cell *))
{
    return (struct table){str_of(name), k->columns, columns, (uint32_t)rows, k, row};
}

static uint32_t add_columns(struct swept *k, uint32_t count, const struct table_column *more,
                            size_t more_count)
{
    for (size_t i = 0; i < more_count; i++)
        k->columns[count++] = more[i];
    return count;
}

// ---- axes --------------------------------------------------------------------------------------

static const struct table_column AXIS_TABLE[] = {
    COLUMN("address", "Address", EXACT, NAME), COLUMN("unit", "Unit", EXACT, NAME),
    COLUMN("now", "Now", TIDY, NUMBER),        COLUMN("from", "From", TIDY, NUMBER),
    COLUMN("to", "To", TIDY, NUMBER),          COLUMN("count", "Values", COUNT, NUMBER),
};
TABLE_COLUMNS_OF(axes, AXIS_TABLE)

static void axis_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct axis *x = &((const struct swept *)context)->grid->axes[row];
    c[0] = cell_text(x->name);
    c[1] = cell_text(x->vary.unit);
    c[2] = x->now_word.len ? cell_text(x->now_word) : cell_maybe(x->has_now, x->now);
    c[3] = axis_cell(a, x, 0);
    c[4] = axis_cell(a, x, x->count - 1);
    c[5] = cell_number((double)x->count);
}

struct table view_axes(const struct session *s, const struct grid *g)
{
    struct swept *k = keep(s, g, NULL);
    return swept_table("axes", k, add_columns(k, 0, AXIS_TABLE, COUNT_OF(AXIS_TABLE)),
                       g->axis_count, axis_row);
}

// ---- sweep: a row for each point, option and figure --------------------------------------------

static const struct table_column SWEEP[] = {
    COLUMN("option", "Option", EXACT, NAME),     COLUMN("metric", "Metric", EXACT, NAME),
    COLUMN("value", "Value", MONEY, NUMBER),     COLUMN("unit", "Unit", EXACT, NAME),
    COLUMN("feasible", "Feasible", EXACT, NAME),
};
TABLE_COLUMNS_OF(sweep, SWEEP)

static void sweep_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct swept *k = context;
    uint32_t each = k->page->shown, options = k->grid->options;
    uint64_t point = point_of(k, row / (each * options));
    uint32_t option = row / each % options, figure = row % each;
    uint32_t i = axis_cells(k, a, point, c);
    enum figure f = k->grid->figures[figure];
    c[i++] = cell_text(option_name(k->session, option));
    c[i++] = cell_text(str_of(figure_key(f)));
    c[i++] = finite_cell(grid_value(k->grid, point, option, figure));
    c[i++] = cell_text(unit_of(k->session, f));
    c[i++] = cell_bool(!grid_is_barred(k->grid, point, option));
}

struct table view_sweep(const struct session *s, const struct sweep_page *p)
{
    struct swept *k = keep(s, p->grid, p);
    uint32_t count = add_columns(k, axis_columns(k, k->columns), SWEEP, COUNT_OF(SWEEP));
    return swept_table("sweep", k, count, p->grid->done * p->grid->options * p->shown,
                       sweep_row);
}

// ---- winners: a row for each point -------------------------------------------------------------

static const struct table_column WINNERS[] = {
    COLUMN("cheapest", "Cheapest", EXACT, NAME),
    COLUMN("metric", "Metric", EXACT, NAME),
    COLUMN("value", "Value", MONEY, NUMBER),
    COLUMN("unit", "Unit", EXACT, NAME),
};
TABLE_COLUMNS_OF(winners, WINNERS)

// Among the options that can do the work, by what options are ranked by.
static uint32_t cheapest_at(const struct swept *k, uint64_t point)
{
    struct arena scratch = {0};
    double *cost = ARENA_ARRAY(&scratch, double, k->grid->options),
           *size = ARENA_ARRAY(&scratch, double, k->grid->options);
    for (uint32_t o = 0; o < k->grid->options; o++) {
        cost[o] = grid_is_barred(k->grid, point, o)
                      ? (double)NAN
                      : grid_value(k->grid, point, o, k->page->ranked);
        size[o] = grid_size(k->grid, point, o);
    }
    uint32_t best = figure_cheapest(cost, size, k->grid->options);
    arena_free(&scratch);
    return best;
}

static struct table_cell cheapest_cell(const struct swept *k, uint64_t point)
{
    uint32_t best = cheapest_at(k, point);
    return best == NO_NAME ? cell_null() : cell_text(option_name(k->session, best));
}

static void winner_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct swept *k = context;
    uint64_t point = point_of(k, row);
    uint32_t i = axis_cells(k, a, point, c), best = cheapest_at(k, point);
    enum figure f = k->grid->figures[k->page->ranked];
    c[i++] = cheapest_cell(k, point);
    c[i++] = cell_text(str_of(figure_key(f)));
    c[i++] = best == NO_NAME ? cell_null()
                             : finite_cell(grid_value(k->grid, point, best, k->page->ranked));
    c[i++] = cell_text(unit_of(k->session, f));
}

uint64_t *sweep_wins(const struct session *s, const struct sweep_page *p)
{
    struct swept *k = keep(s, p->grid, p);
    uint64_t *wins = ARENA_ARRAY(s->diags.arena, uint64_t, p->grid->options);
    for (uint64_t i = 0; i < p->grid->points; i++) {
        uint32_t best = p->grid->is_done[i] ? cheapest_at(k, i) : NO_NAME;
        if (best != NO_NAME) wins[best]++;
    }
    return wins;
}

struct table view_winners(const struct session *s, const struct sweep_page *p)
{
    struct swept *k = keep(s, p->grid, p);
    uint32_t count = add_columns(k, axis_columns(k, k->columns), WINNERS, COUNT_OF(WINNERS));
    return swept_table("winners", k, count, p->grid->done, winner_row);
}

// ---- grid: the last axis across, or the options ------------------------------------------------

bool sweep_has_grid(const struct sweep_page *p)
{
    uint64_t across = p->grid->axis_count == 2 ? p->grid->axes[1].count : p->grid->options;
    return across + 2 <= TABLE_COLUMNS;
}

// Of one axis: a row for each value, options across.
static void line_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct swept *k = context;
    uint64_t point = point_of(k, row);
    uint32_t i = axis_cells(k, a, point, c);
    for (uint32_t o = 0; o < k->grid->options; o++)
        c[i++] = grid_is_barred(k->grid, point, o)
                     ? cell_null()
                     : finite_cell(grid_value(k->grid, point, o, 0));
    c[i++] = cheapest_cell(k, point);
}

// Of two: blocks of rows for each option, and one of the cheapest in front.
static void block_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct swept *k = context;
    const struct grid *g = k->grid;
    uint64_t block = row / k->line_count, i = k->lines[row % k->line_count];
    uint32_t option = (uint32_t)block - 1;
    c[0] = cell_text(block ? option_name(k->session, option) : STR("cheapest"));
    c[1] = axis_cell(a, &g->axes[0], i);
    for (uint64_t j = 0; j < g->axes[1].count; j++) {
        uint64_t point = i * g->axes[1].count + j;
        if (!g->is_done[point] || (block && grid_is_barred(g, point, option)))
            c[2 + j] = cell_null();
        else
            c[2 + j] =
                block ? finite_cell(grid_value(g, point, option, 0)) : cheapest_cell(k, point);
    }
}

static struct table_column number_column(struct arena *a, struct str heading)
{
    struct str key = {str_to_c(a, heading), heading.len};
    return (struct table_column){key, key, NUMBER_MONEY, COLUMN_NUMBER};
}

struct table view_grid(const struct session *s, const struct sweep_page *p)
{
    struct swept *k = keep(s, p->grid, p);
    struct arena *a = s->diags.arena;
    const struct grid *g = p->grid;
    const struct table_column cheapest = COLUMN("cheapest", "Cheapest", EXACT, NAME),
                              option = COLUMN("option", "Option", EXACT, NAME);
    uint32_t count = 0;
    if (g->axis_count == 1) {
        count = axis_columns(k, k->columns);
        for (uint32_t o = 0; o < g->options; o++)
            k->columns[count++] = number_column(a, option_name(s, o));
        k->columns[count++] = cheapest;
        return swept_table("grid", k, count, g->done, line_row);
    }
    k->columns[count++] = option;
    k->columns[count++] = axis_column(a, &g->axes[0]);
    for (uint64_t j = 0; j < g->axes[1].count; j++)
        k->columns[count++] = number_column(a, axis_text(a, &g->axes[1], j));
    keep_lines(a, k);
    return swept_table("grid", k, count, k->line_count * (g->options + 1), block_row);
}

static void field_row(const struct swept *k, struct arena *a, uint32_t row, bool costs,
                      struct table_cell *c)
{
    const struct grid *g = k->grid;
    c[0] = axis_cell(a, &g->axes[0], k->lines[row]);
    for (uint64_t j = 0; j < g->axes[1].count; j++) {
        uint64_t point = k->lines[row] * g->axes[1].count + j;
        uint32_t best = g->is_done[point] ? cheapest_at(k, point) : NO_NAME;
        if (best == NO_NAME)
            c[1 + j] = cell_null();
        else
            c[1 + j] = costs ? finite_cell(grid_value(g, point, best, 0))
                             : cell_text(option_name(k->session, best));
    }
}

static void names_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    field_row(context, a, row, false, c);
}

static void costs_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    field_row(context, a, row, true, c);
}

struct table view_field(const struct session *s, const struct sweep_page *p, bool costs)
{
    struct swept *k = keep(s, p->grid, p);
    struct arena *a = s->diags.arena;
    uint32_t count = 0;
    k->columns[count++] = axis_column(a, &p->grid->axes[0]);
    for (uint64_t j = 0; j < p->grid->axes[1].count; j++) {
        k->columns[count] = number_column(a, axis_text(a, &p->grid->axes[1], j));
        if (!costs) k->columns[count].role = COLUMN_NAME;
        count++;
    }
    keep_lines(a, k);
    return swept_table("field", k, count, k->line_count, costs ? costs_row : names_row);
}

// ---- optimum -----------------------------------------------------------------------------------

struct sought {
    struct swept *k;
    const struct optima *o;
    VEC(struct barred_point {
        uint64_t point;
        uint32_t option;
    })
    barred;
};

static struct sought *keep_optima(const struct session *s, const struct optima *o)
{
    struct sought *f = ARENA_NEW(s->diags.arena, struct sought);
    f->k = keep(s, &o->grid, NULL);
    f->o = o;
    return f;
}

static struct table
sought_table(const char *name, const struct sought *f, uint32_t columns, uint32_t rows,
             void (*row)(const void *, struct arena *, uint32_t, struct table_cell *))
{
    return (struct table){str_of(name), f->k->columns, columns, rows, f, row};
}

static const struct table_column OPTIMUM_HEAD[] = {
    COLUMN("option", "Option", EXACT, NAME),
    COLUMN("best", "Best", EXACT, NAME),
};
TABLE_COLUMNS_OF(optimum_head, OPTIMUM_HEAD)
static const struct table_column OPTIMUM[] = {
    COLUMN("metric", "Metric", EXACT, NAME),
    COLUMN("value", "Value", MONEY, NUMBER),
    COLUMN("unit", "Unit", EXACT, NAME),
    COLUMN("now", "As stated", MONEY, NUMBER),
    COLUMN("saved", "Saved", MONEY, NUMBER),
    COLUMN("moves", "Moves", EXACT, NAME),
    COLUMN("feasible_points", "Feasible", COUNT, NUMBER),
    COLUMN("points_within_1_percent", "Within 1 %", COUNT, NUMBER),
};
TABLE_COLUMNS_OF(optimum, OPTIMUM)

static void optimum_row(const void *context, struct arena *a, uint32_t row,
                        struct table_cell *c)
{
    const struct sought *f = context;
    const struct optimum *b = &f->o->list[row];
    uint32_t i = 0;
    c[i++] = cell_text(option_name(f->k->session, row));
    c[i++] = cell_bool(row == f->o->best);
    uint32_t axes = axis_cells(f->k, a, b->point, c + i);
    for (uint32_t k = 0; k < axes; k++)
        if (!b->found || !b->flat[k].moves) c[i + k] = cell_null();
    i += axes;
    c[i++] = cell_text(str_of(figure_key(f->o->plan.sought)));
    c[i++] = cell_maybe(b->found, b->value);
    c[i++] = cell_text(unit_of(f->k->session, f->o->plan.sought));
    c[i++] = cell_maybe(b->has_now, b->now);
    c[i++] = cell_maybe(b->found && b->has_now, b->now - b->value);
    c[i++] = cell_bool(b->moves);
    c[i++] = cell_number((double)b->allowed);
    c[i++] = cell_number((double)b->within);
}

struct table view_optimum(const struct session *s, const struct optima *o)
{
    struct sought *f = keep_optima(s, o);
    uint32_t count = add_columns(f->k, 0, OPTIMUM_HEAD, COUNT_OF(OPTIMUM_HEAD));
    count += axis_columns(f->k, f->k->columns + count);
    count = add_columns(f->k, count, OPTIMUM, COUNT_OF(OPTIMUM));
    return sought_table("optimum", f, count, o->grid.options, optimum_row);
}

// ---- flatness: a row for each option that moves, and axis --------------------------------------

static const struct table_column FLATNESS[] = {
    COLUMN("option", "Option", EXACT, NAME),
    COLUMN("address", "Address", EXACT, NAME),
    COLUMN("value", "Best at", TIDY, NUMBER),
    COLUMN("unit", "Unit", EXACT, NAME),
    COLUMN("below", "Below", TIDY, NUMBER),
    COLUMN("worse_below", "Costs more", MONEY, NUMBER),
    COLUMN("above", "Above", TIDY, NUMBER),
    COLUMN("worse_above", "Costs more", MONEY, NUMBER),
    COLUMN("within_1_percent_from", "1 % from", TIDY, NUMBER),
    COLUMN("within_1_percent_to", "to", TIDY, NUMBER),
    COLUMN("at_end", "At end", EXACT, NAME),
};
TABLE_COLUMNS_OF(flatness, FLATNESS)

// The pairs of an option and an axis that moves it, counted from 0; behind the last, the number of
// options times axes.
static uint32_t moving(const struct optima *o, uint32_t nth)
{
    uint32_t i = 0, axes = o->grid.axis_count;
    for (; i < o->grid.options * axes; i++) {
        const struct optimum *b = &o->list[i / axes];
        if (b->found && b->flat[i % axes].moves && nth-- == 0) break;
    }
    return i;
}

// The end of the range at which the best stands, where numbers go on beyond it.
static struct str end_of(const struct axis *x, uint64_t at)
{
    if (x->kind == AXIS_WORDS && !x->is_range) return STR_NONE;
    return at == 0 ? STR("from") : at + 1 == x->count ? STR("to") : STR_NONE;
}

static struct table_cell worse_cell(const struct optimum *b, const struct beside *side)
{
    return cell_maybe(side->is == BESIDE_ALLOWED, side->value - b->value);
}

static void flatness_row(const void *context, struct arena *a, uint32_t row,
                         struct table_cell *c)
{
    const struct sought *f = context;
    const struct grid *g = &f->o->grid;
    uint32_t pair = moving(f->o, row), axis = pair % g->axis_count;
    const struct optimum *b = &f->o->list[pair / g->axis_count];
    const struct axis *x = &g->axes[axis];
    const struct flatness *flat = &b->flat[axis];
    uint64_t at = grid_index(g, b->point, axis);
    c[0] = cell_text(option_name(f->k->session, b->option));
    c[1] = cell_text(x->name);
    c[2] = axis_cell(a, x, at);
    c[3] = cell_text(x->vary.unit);
    c[4] = flat->below.is != BESIDE_NONE ? axis_cell(a, x, at - 1) : cell_null();
    c[5] = worse_cell(b, &flat->below);
    c[6] = flat->above.is != BESIDE_NONE ? axis_cell(a, x, at + 1) : cell_null();
    c[7] = worse_cell(b, &flat->above);
    c[8] = axis_cell(a, x, flat->within_from);
    c[9] = axis_cell(a, x, flat->within_to);
    c[10] = cell_text(end_of(x, at));
}

struct table view_flatness(const struct session *s, const struct optima *o)
{
    struct sought *f = keep_optima(s, o);
    uint32_t rows = 0;
    while (moving(o, rows) < o->grid.options * o->grid.axis_count)
        rows++;
    return sought_table("flatness", f, add_columns(f->k, 0, FLATNESS, COUNT_OF(FLATNESS)), rows,
                        flatness_row);
}

// ---- limits, and the points that may not be ----------------------------------------------------

static const struct table_column LIMIT_TABLE[] = {
    COLUMN("what", "What", EXACT, NAME),
    COLUMN("side", "Side", EXACT, NAME),
    COLUMN("limit", "Limit", TIDY, NUMBER),
    COLUMN("unit", "Unit", EXACT, NAME),
};
TABLE_COLUMNS_OF(limits, LIMIT_TABLE)

static void limit_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct limit *l = &((const struct sought *)context)->o->plan.limits[row];
    (void)a;
    c[0] = cell_text(l->what);
    c[1] = cell_text(l->least ? STR("at_least") : STR("at_most"));
    c[2] = cell_number(l->value);
    c[3] = cell_text(l->unit);
}

struct table view_limits(const struct session *s, const struct optima *o)
{
    struct sought *f = keep_optima(s, o);
    return sought_table("limits", f, add_columns(f->k, 0, LIMIT_TABLE, COUNT_OF(LIMIT_TABLE)),
                        o->plan.limit_count, limit_row);
}

static const struct table_column INFEASIBLE[] = {
    COLUMN("option", "Option", EXACT, NAME), COLUMN("reason", "Reason", EXACT, NAME),
    COLUMN("what", "What", EXACT, NAME),     COLUMN("value", "Value", TIDY, NUMBER),
    COLUMN("limit", "Limit", TIDY, NUMBER),  COLUMN("unit", "Unit", EXACT, NAME),
};
TABLE_COLUMNS_OF(infeasible, INFEASIBLE)

static void infeasible_row(const void *context, struct arena *a, uint32_t row,
                           struct table_cell *c)
{
    static const char *const reasons[] = {[BARRED_NOT] = "",
                                          [BARRED_WORK] = "work",
                                          [BARRED_NUMBER] = "not_finite",
                                          [BARRED_LIMIT] = "limit"};
    const struct sought *f = context;
    struct barred_point p = f->barred.at[row];
    uint32_t which, i = axis_cells(f->k, a, p.point, c);
    enum barred_by why = optima_barred(f->o, p.point, p.option, &which);
    const struct limit *l = why == BARRED_LIMIT ? &f->o->plan.limits[which] : NULL;
    c[i++] = cell_text(option_name(f->k->session, p.option));
    c[i++] = cell_text(str_of(reasons[why]));
    c[i++] = l ? cell_text(l->what) : cell_null();
    c[i++] = l ? finite_cell(optima_limited(f->o, p.point, p.option, l)) : cell_null();
    c[i++] = l ? cell_number(l->value) : cell_null();
    c[i++] = l ? cell_text(l->unit) : cell_null();
}

struct table view_infeasible(const struct session *s, const struct optima *o)
{
    struct sought *f = keep_optima(s, o);
    uint32_t unused, count = axis_columns(f->k, f->k->columns);
    for (uint64_t p = 0; p < o->grid.points; p++)
        for (uint32_t i = 0; i < o->grid.options && o->grid.is_done[p]; i++)
            if (optima_barred(o, p, i, &unused) != BARRED_NOT)
                VEC_PUSH(s->diags.arena, &f->barred, (struct barred_point){p, i});
    count = add_columns(f->k, count, INFEASIBLE, COUNT_OF(INFEASIBLE));
    return sought_table("infeasible", f, count, f->barred.count, infeasible_row);
}
