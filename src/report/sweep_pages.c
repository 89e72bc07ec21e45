// sweep_pages.c - sweeps and optima for people.
#include "report/pages.h"
#include "report/readable.h"
#include "report/writer.h"

#include <math.h>

static void add_part(const struct grid *g, struct text *out)
{
    if (g->done == g->points) return;
    text_addf(out, "Stopped: %.*s of %.*s points are there, %.*s are left.\n",
              STR_ARG(num_grouped(out->arena, (double)g->done, 0)),
              STR_ARG(num_grouped(out->arena, (double)g->points, 0)),
              STR_ARG(num_grouped(out->arena, (double)(g->points - g->done), 0)));
}

static void add_axis_value(const struct axis *x, uint64_t i, struct text *out)
{
    text_add_visible(out, axis_text(out->arena, x, i), 60);
}

static void add_axes(const struct grid *g, struct text *out)
{
    for (uint32_t i = 0; i < g->axis_count; i++) {
        const struct axis *x = &g->axes[i];
        text_add_visible(out, x->name, 200);
        if (x->has_now) {
            text_add_c(out, " is ");
            page_add_value(out, x->now, x->vary.unit);
            text_add_c(out, " in the scenario; taken");
        } else if (x->now_word.len) {
            text_addf(out, " is %.*s in the scenario; taken", STR_ARG(x->now_word));
        } else {
            text_add_c(out, " is taken");
        }
        text_addf(out, " at %.*s value%s from ",
                  STR_ARG(num_grouped(out->arena, (double)x->count, 0)),
                  x->count == 1 ? "" : "s");
        add_axis_value(x, 0, out);
        text_add_c(out, " to ");
        add_axis_value(x, x->count - 1, out);
        text_add_c(out, ".\n");
    }
}

static struct str figure_words(const struct session *s, enum figure f)
{
    return readable_word(s->diags.arena, s, str_of(figure_key(f)));
}

static void show_all(const struct table *t, unsigned width, struct text *out)
{
    uint32_t shown[TABLE_COLUMNS];
    for (uint32_t i = 0; i < t->column_count; i++)
        shown[i] = i;
    text_table(t, shown, t->column_count, width, out);
}

// ---- sweep -------------------------------------------------------------------------------------

// Two axes for people: who is cheapest where, and at which cost.
static void add_field(const struct session *s, const struct sweep_page *p, unsigned width,
                      struct text *out)
{
    struct str down = p->grid->axes[0].name, across = p->grid->axes[1].name;
    if (p->grid->options > 1) {
        struct table names = view_field(s, p, false);
        text_addf(out, "The cheapest, by %.*s, and across by %.*s\n", STR_ARG(down),
                  STR_ARG(across));
        show_all(&names, width, out);
        text_add_char(out, '\n');
    }
    struct table costs = view_field(s, p, true);
    struct str what = figure_words(s, p->grid->figures[0]);
    if (p->grid->options > 1)
        text_addf(out, "Its %.*s\n", STR_ARG(what));
    else
        text_addf(out, "By %.*s, and across by %.*s\n", STR_ARG(down), STR_ARG(across));
    show_all(&costs, width, out);
}

// The page shows the first of the figures that were asked for.
static void add_others(const struct sweep_page *p, struct text *out)
{
    for (uint32_t f = 1; f < p->shown; f++)
        text_addf(out, "%s%s", f > 1 ? ", " : "", figure_key(p->grid->figures[f]));
    text_addf(out, " stand%s in --table sweep.\n", p->shown == 2 ? "s" : "");
}

void page_sweep(const struct report *r, struct text *out, unsigned width)
{
    const struct sweep_page *p = r->context;
    const struct table *grid = report_table(r, STR("grid")),
                       *t = p->table.len ? report_table(r, p->table) : grid;
    struct text lines = {.arena = out->arena};
    page_head(r->session, out, width);
    add_axes(p->grid, &lines);
    if (t == grid && grid)
        text_addf(&lines, "Figures: %.*s. The cheapest is by %s.\n",
                  STR_ARG(figure_words(r->session, p->grid->figures[0])),
                  measure_word(r->session->program.rank_by));
    if (t == grid && grid && p->asked && p->shown > 1) add_others(p, &lines);
    if (!grid) text_add_c(&lines, "There are too many values to stand side by side.\n");
    add_part(p->grid, &lines);
    page_lines(&lines, out, width);
    text_add_char(out, '\n');
    if (t == grid && grid && p->grid->axis_count == 2) {
        add_field(r->session, p, width, out);
        return;
    }
    show_all(t ? t : report_table(r, STR("winners")), width, out);
}

// ---- optimize ----------------------------------------------------------------------------------

// Energy and emissions cost nothing by themselves.
static bool is_money(enum figure f)
{
    return figure_unit(f)[0] == 0;
}

static void add_worse(const struct optima *o, double by, const struct optimum *b,
                      struct text *out)
{
    const char *verb = is_money(o->plan.sought) ? "costs" : "has";
    if (b->value != 0)
        text_addf(out, " %s %.*s %% more", verb,
                  STR_ARG(num_grouped(out->arena, by / fabs(b->value) * 100, 2)));
    else
        text_addf(out, " %s %.*s more", verb, STR_ARG(num_grouped(out->arena, by, 0)));
}

static void add_neighbour(const struct optima *o, const struct optimum *b, uint32_t axis,
                          bool above, struct text *out)
{
    const struct beside *side = above ? &b->flat[axis].above : &b->flat[axis].below;
    const struct axis *x = &o->grid.axes[axis];
    uint64_t at = grid_index(&o->grid, b->point, axis);
    if (side->is == BESIDE_NONE) return;
    add_axis_value(x, above ? at + 1 : at - 1, out);
    if (side->is == BESIDE_ALLOWED)
        add_worse(o, side->value - b->value, b, out);
    else
        text_add_c(out, side->is == BESIDE_BARRED ? " may not be" : " was not reached");
    text_add_c(out, ", ");
}

static void add_flat(const struct optima *o, const struct optimum *b, uint32_t axis,
                     struct text *out)
{
    const struct flatness *f = &b->flat[axis];
    const struct axis *x = &o->grid.axes[axis];
    uint64_t at = grid_index(&o->grid, b->point, axis);
    bool listed = x->kind == AXIS_WORDS && !x->is_range;
    text_add_visible(out, x->name, 200);
    text_add_char(out, ' ');
    add_axis_value(x, at, out);
    text_addf(out, " is best%s: ", o->grid.done == o->grid.points ? "" : " of what is there");
    if (x->count == 1) {
        text_add_c(out, "there is no other value.\n");
        return;
    }
    add_neighbour(o, b, axis, false, out);
    add_neighbour(o, b, axis, true, out);
    if (f->within_from == f->within_to) {
        text_add_c(out, "and none beside it is within 1 %.\n");
    } else {
        text_add_c(out, "and ");
        add_axis_value(x, f->within_from, out);
        text_add_c(out, " to ");
        add_axis_value(x, f->within_to, out);
        text_add_c(out, " are within 1 %.\n");
    }
    if (!listed && (at == 0 || at + 1 == x->count))
        text_addf(out, "This is the %s end of the range; the best may lie beyond it.\n",
                  at == 0 ? "lower" : "upper");
}

static void add_barred(const struct session *s, const struct optima *o, uint32_t option,
                       struct text *out)
{
    uint64_t count = 0, first = 0, by_work = 0;
    uint32_t which = 0, unused;
    enum barred_by why = BARRED_NOT;
    for (uint64_t p = o->grid.points; p-- > 0;) {
        if (!o->grid.is_done[p]) continue;
        enum barred_by by = optima_barred(o, p, option, &unused);
        if (by == BARRED_NOT) continue;
        count++;
        by_work += by == BARRED_WORK;
        first = p;
        why = by;
        which = unused;
    }
    if (count == 0) return;
    text_addf(out, "%.*s may not be at %.*s of %.*s points",
              STR_ARG(s->program.options.at[option].name),
              STR_ARG(num_grouped(out->arena, (double)count, 0)),
              STR_ARG(num_grouped(out->arena, (double)o->grid.done, 0)));
    if (by_work)
        text_addf(out, ", at %.*s because it can't do the work",
                  STR_ARG(num_grouped(out->arena, (double)by_work, 0)));
    text_add_c(out, "; the first is ");
    for (uint32_t i = 0; i < o->grid.axis_count; i++) {
        if (i) text_add_c(out, ", ");
        text_addf(out, "%.*s ", STR_ARG(o->grid.axes[i].name));
        add_axis_value(&o->grid.axes[i], grid_index(&o->grid, first, i), out);
    }
    if (why == BARRED_LIMIT) {
        const struct limit *l = &o->plan.limits[which];
        text_addf(out, ", where %.*s is ", STR_ARG(l->what));
        double value = optima_limited(o, first, option, l);
        if (isfinite(value))
            page_add_value(out, num_round(value, 2), l->unit);
        else
            text_add_c(out, "not known");
    } else if (why == BARRED_NUMBER) {
        text_addf(out, ", where %s is not known", figure_key(o->plan.sought));
    }
    text_add_c(out, " (--table infeasible).\n");
}

static void add_plan(const struct session *s, const struct optima *o, struct text *out)
{
    text_addf(out, "Sought: the least %.*s", STR_ARG(figure_words(s, o->plan.sought)));
    for (uint32_t i = 0; i < o->plan.limit_count; i++) {
        const struct limit *l = &o->plan.limits[i];
        text_addf(out, "%s %.*s at %s ", i ? "," : ", with", STR_ARG(l->what),
                  l->least ? "least" : "most");
        page_add_value(out, l->value, l->unit);
    }
    text_addf(out, ", at %.*s points.\n",
              STR_ARG(num_grouped(out->arena, (double)o->grid.points, 0)));
}

static void add_findings(const struct session *s, const struct optima *o, struct text *out)
{
    if (o->best == NO_NAME) {
        text_addf(out, "No option can be at any of %s.\n",
                  o->grid.done == o->grid.points ? "these points"
                                                 : "the points that are there");
    } else {
        const struct optimum *b = &o->list[o->best];
        text_addf(out, "%s: %.*s%s.\n", is_money(o->plan.sought) ? "Cheapest" : "Least",
                  STR_ARG(s->program.options.at[o->best].name),
                  b->moves ? "" : ", which none of this moves");
    }
    for (uint32_t i = 0; i < o->grid.options; i++) {
        const struct optimum *b = &o->list[i];
        for (uint32_t k = 0; k < o->grid.axis_count && b->found && b->moves; k++) {
            if (!b->flat[k].moves) continue;
            text_addf(out, "%.*s: ", STR_ARG(s->program.options.at[i].name));
            add_flat(o, b, k, out);
        }
    }
    for (uint32_t i = 0; i < o->grid.options; i++)
        add_barred(s, o, i, out);
}

void page_optimize(const struct report *r, struct text *out, unsigned width)
{
    static const char *const hidden[] = {"best",  "metric",          "unit",
                                         "moves", "feasible_points", "points_within_1_percent"};
    const struct optima *o = r->context;
    const struct table *t = report_table(r, STR("optimum"));
    struct text lines = {.arena = out->arena}, found = {.arena = out->arena};
    uint32_t shown[TABLE_COLUMNS], count = 0;
    page_head(r->session, out, width);
    add_axes(&o->grid, &lines);
    add_plan(r->session, o, &lines);
    add_part(&o->grid, &lines);
    page_lines(&lines, out, width);
    for (uint32_t i = 0; i < t->column_count; i++) {
        bool hide = false;
        for (size_t k = 0; k < COUNT_OF(hidden); k++)
            hide = hide || str_is(t->columns[i].key, hidden[k]);
        if (!hide) shown[count++] = i;
    }
    text_add_char(out, '\n');
    text_table(t, shown, count, width, out);
    text_add_char(out, '\n');
    add_findings(r->session, o, &found);
    page_lines(&found, out, width);
}
