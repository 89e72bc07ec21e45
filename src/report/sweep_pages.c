// sweep_pages.c - sweeps and optima for people.
#include "report/document.h"
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
    if (x->kind == AXIS_WORDS && !x->is_range)
        text_add_visible(out, x->words[i], 60);
    else
        page_add_value(out, axis_number(x, i), x->vary.unit);
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

// Energy and emissions cost nothing by themselves.
static bool is_money(enum figure f)
{
    return figure_unit(f)[0] == 0;
}

static void show_all(const struct table *t, unsigned width, struct text *out)
{
    uint32_t shown[TABLE_COLUMNS];
    for (uint32_t i = 0; i < t->column_count; i++)
        shown[i] = i;
    text_table(t, shown, t->column_count, width, out);
}

// ---- sweep -------------------------------------------------------------------------------------

// "At 7 of 9 points hybrid is the cheapest, api at 2."
static void add_wins(const struct session *s, const struct sweep_page *p, struct text *out)
{
    const struct grid *g = p->grid;
    uint64_t *wins = sweep_wins(s, p), all = 0;
    for (uint32_t told = 0; told < g->options; told++) {
        uint32_t most = 0;
        for (uint32_t o = 1; o < g->options; o++)
            if (wins[o] > wins[most]) most = o;
        if (wins[most] == 0) break;
        text_addf(out, told ? ", %.*s at " : "Cheapest: %.*s at ",
                  STR_ARG(s->program.options.at[most].name));
        text_addf(out, told ? "%.*s" : "%.*s of %.*s points",
                  STR_ARG(num_grouped(out->arena, (double)wins[most], 0)),
                  STR_ARG(num_grouped(out->arena, (double)g->done, 0)));
        all += wins[most];
        wins[most] = 0;
    }
    if (all == 0)
        text_add_c(out, "No option can do the work at any point");
    else if (all < g->done)
        text_addf(out, ", none at %.*s",
                  STR_ARG(num_grouped(out->arena, (double)(g->done - all), 0)));
    text_add_c(out, ".\n");
}

// Of one option: the least and the most that its figure is.
static void add_span(const struct session *s, const struct grid *g, struct text *out)
{
    double least = HUGE_VAL, most = -HUGE_VAL;
    enum figure f = g->figures[0];
    for (uint64_t i = 0; i < g->points; i++) {
        double v = g->is_done[i] ? grid_value(g, i, 0, 0) : (double)NAN;
        if (!isfinite(v)) continue;
        if (v < least) least = v;
        if (v > most) most = v;
    }
    text_addf(out, "%.*s: ", STR_ARG(s->program.options.at[0].name));
    if (least > most) {
        text_addf(out, "its %.*s is known at no point.\n", STR_ARG(figure_words(s, f)));
        return;
    }
    enum number_format format = is_money(f) ? NUMBER_MONEY : NUMBER_PRICE;
    text_addf(out, "%.*s from %.*s to %.*s", STR_ARG(figure_words(s, f)),
              STR_ARG(number_for_people(out->arena, least, format)),
              STR_ARG(number_for_people(out->arena, most, format)));
    if (is_money(f)) text_addf(out, " %.*s", STR_ARG(s->info.currency));
    text_add_c(out, ".\n");
}

static void add_sweep_answer(const struct session *s, const struct sweep_page *p,
                             struct text *out)
{
    if (p->grid->options > 1)
        add_wins(s, p, out);
    else
        add_span(s, p->grid, out);
}

static void add_figures(const struct session *s, const struct sweep_page *p, struct text *out)
{
    text_addf(out, "Figures: %.*s. The cheapest is by %s.\n",
              STR_ARG(figure_words(s, p->grid->figures[0])), measure_word(s->program.rank_by));
}

void answer_sweep(const struct report *r, struct text *out)
{
    const struct sweep_page *p = r->context;
    add_sweep_answer(r->session, p, out);
    add_axes(p->grid, out);
    add_figures(r->session, p, out);
    add_part(p->grid, out);
}

// What stands above a field of two axes.
static struct str field_title(struct arena *a, const struct session *s,
                              const struct sweep_page *p, bool costs)
{
    struct str down = p->grid->axes[0].name, across = p->grid->axes[1].name;
    if (p->grid->options == 1)
        return str_format(a, "By %.*s, and across by %.*s", STR_ARG(down), STR_ARG(across));
    if (costs) return str_format(a, "Its %.*s", STR_ARG(figure_words(s, p->grid->figures[0])));
    return str_format(a, "The cheapest, by %.*s, and across by %.*s", STR_ARG(down),
                      STR_ARG(across));
}

// Two axes for people: who is cheapest where, and at which cost.
static void add_field(const struct session *s, const struct sweep_page *p, unsigned width,
                      struct text *out)
{
    for (int costs = p->grid->options == 1; costs < 2; costs++) {
        struct table t = view_field(s, p, costs);
        text_addf(out, "%.*s\n", STR_ARG(field_title(out->arena, s, p, costs)));
        show_all(&t, width, out);
        if (!costs) text_add_char(out, '\n');
    }
}

// The values of the axis across, as those of the axis down stand in a document.
static const struct table_column *across(struct arena *a, const struct table *t,
                                         const struct axis *x)
{
    struct table_column *columns = ARENA_ARRAY(a, struct table_column, t->column_count);
    for (uint32_t i = 0; i < t->column_count; i++) {
        struct text heading = {.arena = a};
        columns[i] = t->columns[i];
        if (i == 0) continue;
        add_axis_value(x, i - 1, &heading);
        columns[i].heading = text_str(&heading);
    }
    return columns;
}

void opening_sweep(const struct report *r, struct document *d)
{
    const struct sweep_page *p = r->context;
    const struct table *grid = report_table(r, STR("grid"));
    if (!grid) return;
    if (p->grid->axis_count == 1) {
        document_heading(d, str_format(d->arena, "By %.*s", STR_ARG(p->grid->axes[0].name)));
        document_table(d, document_shown(d->arena, r->session, grid));
        return;
    }
    for (int costs = p->grid->options == 1; costs < 2; costs++) {
        struct table *t = ARENA_NEW(d->arena, struct table);
        *t = view_field(r->session, p, costs);
        t->columns = across(d->arena, t, &p->grid->axes[1]);
        document_heading(d, field_title(d->arena, r->session, p, costs));
        document_table(d, document_shown(d->arena, r->session, t));
    }
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
    add_sweep_answer(r->session, p, &lines);
    add_axes(p->grid, &lines);
    if (t == grid && grid) add_figures(r->session, p, &lines);
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

// ", 1,234 USD (total cash), where own.gpus is 24 gpu"
static void add_best(const struct session *s, const struct optima *o, const struct optimum *b,
                     struct text *out)
{
    if (is_money(o->plan.sought))
        text_addf(out, ", %.*s (%.*s)", STR_ARG(money_text(out->arena, s, b->value)),
                  STR_ARG(figure_words(s, o->plan.sought)));
    for (uint32_t i = 0; i < o->grid.axis_count && b->moves; i++) {
        text_add_c(out, i ? " and " : ", where ");
        text_add_visible(out, o->grid.axes[i].name, 200);
        text_add_c(out, " is ");
        add_axis_value(&o->grid.axes[i], grid_index(&o->grid, b->point, i), out);
    }
    text_add_c(out, b->moves ? ".\n" : ", which none of this moves.\n");
}

static void add_findings(const struct session *s, const struct optima *o, struct text *out)
{
    if (o->best == NO_NAME) {
        text_addf(out, "No option can be at any of %s.\n",
                  o->grid.done == o->grid.points ? "these points"
                                                 : "the points that are there");
    } else {
        const struct optimum *b = &o->list[o->best];
        text_addf(out, "%s: %.*s", is_money(o->plan.sought) ? "Cheapest" : "Least",
                  STR_ARG(s->program.options.at[o->best].name));
        add_best(s, o, b, out);
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

void answer_optimize(const struct report *r, struct text *out)
{
    const struct optima *o = r->context;
    add_findings(r->session, o, out);
    add_axes(&o->grid, out);
    add_plan(r->session, o, out);
    add_part(&o->grid, out);
}

// What the page shows of the best of each option.
static uint32_t optimum_columns(const struct table *t, uint32_t *shown)
{
    static const char *const hidden[] = {"best",  "metric",          "unit",
                                         "moves", "feasible_points", "points_within_1_percent"};
    uint32_t count = 0;
    for (uint32_t i = 0; i < t->column_count; i++) {
        bool hide = false;
        for (size_t k = 0; k < COUNT_OF(hidden); k++)
            hide = hide || str_is(t->columns[i].key, hidden[k]);
        if (!hide) shown[count++] = i;
    }
    return count;
}

void opening_optimize(const struct report *r, struct document *d)
{
    const struct table *t = report_table(r, STR("optimum"));
    struct shown_table s = document_shown(d->arena, r->session, t);
    s.shown = ARENA_ARRAY(d->arena, uint32_t, TABLE_COLUMNS);
    s.count = optimum_columns(t, s.shown);
    document_heading(d, readable_start(d->arena, r->session, t->name));
    document_table(d, s);
}

void page_optimize(const struct report *r, struct text *out, unsigned width)
{
    const struct optima *o = r->context;
    const struct table *t = report_table(r, STR("optimum"));
    struct text lines = {.arena = out->arena}, found = {.arena = out->arena};
    uint32_t shown[TABLE_COLUMNS], count = optimum_columns(t, shown);
    page_head(r->session, out, width);
    add_axes(&o->grid, &lines);
    add_plan(r->session, o, &lines);
    add_part(&o->grid, &lines);
    page_lines(&lines, out, width);
    text_add_char(out, '\n');
    text_table(t, shown, count, width, out);
    text_add_char(out, '\n');
    add_findings(r->session, o, &found);
    page_lines(&found, out, width);
}
