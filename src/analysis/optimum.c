#include "analysis/optimum.h"

#include "analysis/address.h"
#include "analysis/compare.h"
#include "analysis/variant.h"
#include "base/num.h"

#include <math.h>

// ---- limits ------------------------------------------------------------------------------------

static uint32_t add_figure(struct grid *g, enum figure f)
{
    for (uint32_t i = 0; i < g->figure_count; i++)
        if (g->figures[i] == f) return i;
    g->figures[g->figure_count] = f;
    return g->figure_count++;
}

static bool fail_limit(struct session *s, struct str text)
{
    struct arena *a = s->diags.arena;
    diag_fail(&s->diags, SPAN_NONE, DIAG_USAGE,
              "a limit is WHAT=VALUE, such as capex=\"2 MUSD\", not '%.*s'",
              STR_ARG(str_visible(a, text)));
    diag_help(&s->diags, "WHAT is one of %.*s, or the address of a row",
              STR_ARG(figure_list(a, true)));
    return false;
}

static bool limit_row(struct session *s, struct limit *l, struct optima *out, double *factor)
{
    static const char help[] = "a limit holds a figure of the options, or a row by its address";
    struct grid *g = &out->grid;
    uint32_t row = address_find(s, l->what);
    if (row == NO_NAME) return address_fail(s, l->what, help);
    const struct name *n =
        row_is_share(&s->program.rows.at[row]) ? NULL : row_name(&s->program, row);
    if (!n || n->kind == NAME_CHOICE || n->kind == NAME_TABLE || n->kind == NAME_ENTRY)
        return diag_fail(&s->diags, SPAN_NONE, DIAG_USAGE, "%.*s is no number that can be held",
                         STR_ARG(str_visible(s->diags.arena, l->what)));
    l->unit = address_unit(s, n, factor);
    l->option = s->program.sheets.at[s->program.rows.at[row].sheet].option;
    l->row = g->row_count;
    g->rows[g->row_count++] = (struct grid_row){l->what, l->least, *factor};
    return true;
}

bool limit_parse(struct session *s, struct str text, bool least, struct optima *out)
{
    struct optimum_plan *plan = &out->plan;
    size_t equals = str_find(text, '=');
    struct limit l = {.what = str_trim(str_cut(text, 0, equals)), .least = least};
    struct str value = str_trim(str_cut(text, equals + 1, text.len));
    double factor = 1;
    if (l.what.len == 0 || value.len == 0) return fail_limit(s, text);
    if (plan->limit_count == LIMITS || out->grid.row_count == GRID_ROWS)
        return diag_fail(&s->diags, SPAN_NONE, DIAG_USAGE, "there are more than %d limits",
                         LIMITS);
    l.figure = figure_find(l.what);
    l.option = NO_NAME;
    if (l.figure == FIGURE_COUNT) {
        if (!limit_row(s, &l, out, &factor)) return false;
    } else {
        if (!figure_is_known(s, l.figure))
            return diag_fail(&s->diags, SPAN_NONE, DIAG_USAGE,
                             "npv is not known: the scenario states no finance.discount_rate");
        factor = figure_factor(l.figure);
        l.unit = str_of(figure_unit(l.figure));
        if (l.unit.len == 0) l.unit = s->info.currency;
        l.place = add_figure(&out->grid, l.figure);
    }
    struct vary as = {.name = l.what, .unit = l.unit, .factor = factor};
    if (!vary_read(s, &as, least ? "--at-least" : "--at-most", value, &l.value)) return false;
    plan->limits[plan->limit_count++] = l;
    return true;
}

double optima_limited(const struct optima *o, uint64_t point, uint32_t option,
                      const struct limit *l)
{
    if (l->figure == FIGURE_COUNT) return grid_row_value(&o->grid, point, l->row);
    return grid_value(&o->grid, point, option, l->place);
}

static bool keeps(const struct limit *l, double x)
{
    double slack = 1e-12 * fabs(l->value);
    return l->least ? x >= l->value - slack : x <= l->value + slack;
}

enum barred_by optima_barred(const struct optima *o, uint64_t point, uint32_t option,
                             uint32_t *limit)
{
    if (grid_is_barred(&o->grid, point, option)) return BARRED_WORK;
    for (uint32_t i = 0; i < o->plan.limit_count; i++) {
        const struct limit *l = &o->plan.limits[i];
        bool meant = l->option == NO_NAME || l->option == option;
        *limit = i;
        if (meant && !keeps(l, optima_limited(o, point, option, l))) return BARRED_LIMIT;
    }
    return isfinite(grid_value(&o->grid, point, option, 0)) ? BARRED_NOT : BARRED_NUMBER;
}

// ---- the best ----------------------------------------------------------------------------------

static bool is_allowed(const struct optima *o, uint64_t point, uint32_t option)
{
    uint32_t unused;
    return o->grid.is_done[point] && optima_barred(o, point, option, &unused) == BARRED_NOT;
}

static double value_at(const struct optima *o, uint64_t point, uint32_t option)
{
    return grid_value(&o->grid, point, option, 0);
}

// At most 1 % of the best, whatever its sign, above it.
static bool is_within(const struct optimum *best, double value)
{
    return value - best->value <= 0.01 * fabs(best->value);
}

// Do points differ, those that may not be too? A single one that may be says nothing of it.
static bool differs(const struct optima *o, uint32_t option)
{
    double least = HUGE_VAL, most = -HUGE_VAL;
    for (uint64_t p = 0; p < o->grid.points; p++) {
        double v = value_at(o, p, option);
        if (!o->grid.is_done[p] || !isfinite(v)) continue;
        if (v > most) most = v;
        if (v < least) least = v;
    }
    return is_cheaper(least, most, 0);
}

static double least_of(const struct optima *o, struct optimum *best)
{
    double least = HUGE_VAL;
    for (uint64_t p = 0; p < o->grid.points; p++) {
        if (!is_allowed(o, p, best->option)) continue;
        best->allowed++;
        if (value_at(o, p, best->option) < least) least = value_at(o, p, best->option);
    }
    return least;
}

static void find_best(const struct optima *o, struct optimum *best)
{
    double least = least_of(o, best);
    bool taken = false;
    best->found = best->allowed > 0;
    best->moves = best->found && differs(o, best->option);
    for (uint64_t p = 0; p < o->grid.points && best->found; p++) {
        if (!is_allowed(o, p, best->option)) continue;
        double v = value_at(o, p, best->option);
        if (!taken && !is_cheaper(least, v, 0)) {
            best->point = p;
            best->value = v;
            taken = true;
        }
        if (v - least <= 0.01 * fabs(least)) best->within++;
    }
}

// The values next to the best along an axis that cost at most 1 % more, without a gap.
static uint64_t reach(const struct optima *o, const struct optimum *best, uint32_t axis,
                      int step)
{
    uint64_t at = grid_index(&o->grid, best->point, axis), count = o->grid.axes[axis].count;
    uint64_t point = best->point;
    while (step < 0 ? at > 0 : at + 1 < count) {
        point = grid_neighbour(&o->grid, point, axis, step);
        if (!is_allowed(o, point, best->option) ||
            !is_within(best, value_at(o, point, best->option)))
            break;
        at = step < 0 ? at - 1 : at + 1;
    }
    return at;
}

// Do all points of the axis through the best come to the same, and may all be?
static bool is_level(const struct optima *o, const struct optimum *best, uint32_t axis)
{
    uint64_t at = grid_index(&o->grid, best->point, axis);
    for (uint64_t i = 0; i < o->grid.axes[axis].count; i++) {
        uint64_t p = grid_neighbour(&o->grid, best->point, axis, (int64_t)i - (int64_t)at);
        if (!o->grid.is_done[p]) continue;
        if (!is_allowed(o, p, best->option) ||
            is_cheaper(best->value, value_at(o, p, best->option), 0))
            return false;
    }
    return true;
}

// The value next to the best, one step of an axis away; no step, where the range ends.
static struct beside side_of(const struct optima *o, const struct optimum *best, uint32_t axis,
                             int step)
{
    if (step == 0) return (struct beside){0};
    uint64_t p = grid_neighbour(&o->grid, best->point, axis, step);
    if (!o->grid.is_done[p]) return (struct beside){.is = BESIDE_NOT_DONE};
    if (!is_allowed(o, p, best->option)) return (struct beside){.is = BESIDE_BARRED};
    return (struct beside){BESIDE_ALLOWED, value_at(o, p, best->option)};
}

static void find_flatness(const struct optima *o, struct optimum *best, uint32_t axis)
{
    struct flatness *f = &best->flat[axis];
    uint64_t at = grid_index(&o->grid, best->point, axis), count = o->grid.axes[axis].count;
    f->moves = !is_level(o, best, axis);
    f->below = side_of(o, best, axis, at > 0 ? -1 : 0);
    f->above = side_of(o, best, axis, at + 1 < count ? 1 : 0);
    f->within_from = reach(o, best, axis, -1);
    f->within_to = reach(o, best, axis, 1);
}

// ---- the scenario as it stands -----------------------------------------------------------------

static void find_now(struct session *s, struct optima *o)
{
    struct grid *g = &o->grid;
    bool simulated = figure_is_simulated(o->plan.sought);
    struct variant v;
    struct simulation sim;
    bool *barred = ARENA_ARRAY(&s->arena, bool, g->options);
    for (uint32_t i = 0; i < g->options; i++)
        barred[i] = !val_is(figure_barred(s, i), 0);
    variant_begin(&v, s);
    bool ok = !simulated || grid_simulate(s, g, &sim);
    for (uint32_t i = 0; i < g->options && ok; i++) {
        struct optimum *one = &o->list[i];
        one->now = simulated ? grid_quantile(&sim, i, o->plan.sought, s->program.rank_by)
                             : num_in_unit(val_double(figure_val(s, i, o->plan.sought)),
                                           figure_factor(o->plan.sought));
        one->has_now = !barred[i] && isfinite(one->now);
    }
    variant_end(&v);
}

bool optima_find(const struct study *study, struct optima *o, struct watcher w)
{
    struct session *s = study->session;
    if (!grid_run(study, &o->grid, w)) return false;
    o->list = ARENA_ARRAY(&s->arena, struct optimum, o->grid.options);
    double *value = ARENA_ARRAY(&s->arena, double, o->grid.options);
    for (uint32_t i = 0; i < o->grid.options; i++) {
        struct optimum *one = &o->list[i];
        one->option = i;
        find_best(o, one);
        value[i] = one->found ? one->value : (double)NAN;
        for (uint32_t k = 0; k < o->grid.axis_count && one->found; k++)
            find_flatness(o, one, k);
    }
    o->best = figure_cheapest(value, NULL, o->grid.options);
    find_now(s, o);
    return true;
}
