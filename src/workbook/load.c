// load.c - the load curve by the hour, and who serves what of it: see engine/load.c.
#include "workbook/formula_int.h"

#include "engine/kernel.h"

#include <math.h>

enum { PEAK_HOUR = 14 };

static uint32_t hours_of(const struct place *t)
{
    return t->plan->session->unroll.hours;
}

// Quantities of all hours are made at once, so that they stand below each other.
static uint32_t by_hour(struct place *t, struct quantity_key key, uint32_t owner, uint32_t hour)
{
    for (key.index = 0; key.index < hours_of(t); key.index++)
        plan_quantity(t->plan, key, owner);
    key.index = hour;
    return plan_quantity(t->plan, key, owner);
}

static uint32_t share(struct place *t, uint32_t row, uint32_t hour)
{
    struct quantity_key key = {QUANTITY_SHARE, row, 0, NO_WORKLOAD, 0, NO_NAME, 0};
    return by_hour(t, key, row, hour);
}

// The cells of all hours in one column, which stand below each other.
static struct str all_hours(struct place *t, uint32_t first, uint32_t last)
{
    struct arena *a = t->plan->arena;
    return STR_JOINED(a, formula_mark(a, MARK_CELL, first, t->shift), STR(":"),
                      formula_mark(a, MARK_CORNER, last, t->shift));
}

static struct str shares_of(struct place *t, uint32_t row)
{
    return all_hours(t, share(t, row, 0), share(t, row, hours_of(t) - 1));
}

// A share in one hour, or in all months where the load is flat.
static struct expr share_cell(struct place *t, uint32_t row, int hour)
{
    if (hour < 0 || hours_of(t) == 1) return expr_cell(t, plan_row(t->plan, row, t->owner));
    return expr_cell(t, share(t, row, (uint32_t)hour));
}

static struct expr one(void)
{
    return expr_of(STR("1"), 1, RANK_ATOM);
}

static struct expr times(struct place *t, struct expr a, struct expr b)
{
    if (str_is(a.text, "1")) return b;
    struct str text = STR_JOINED(t->plan->arena, expr_text(t, a, RANK_PRODUCT), STR("*"),
                                 expr_text(t, b, RANK_PRODUCT));
    return expr_of(text, a.scale * b.scale, RANK_PRODUCT);
}

// The last component before `sheet` that serves a workload; its row of what it passes on.
static uint32_t passed_before(const struct place *t, uint32_t sheet, uint32_t workload)
{
    const struct program *p = t->plan->program;
    const struct option *o = &p->options.at[p->sheets.at[sheet].option];
    if (!p->forms.at[p->sheets.at[sheet].form].serves) return NO_NAME;
    for (uint32_t s = sheet; s-- > o->first_sheet;) {
        const struct sheet *before = &p->sheets.at[s];
        if (!p->forms.at[before->form].serves) continue;
        for (uint32_t i = 0; i < before->workload_count; i++)
            if (before->workloads[i] == workload) return before->passed_row + i;
    }
    return NO_NAME;
}

static struct expr curve_cell(struct place *t, uint32_t sheet, uint32_t workload, int hour)
{
    if (hour < 0 || hours_of(t) == 1) return one();
    struct quantity_key key = {QUANTITY_CURVE, 0, sheet, workload, 0, NO_NAME, 0};
    return expr_cell(t, by_hour(t, key, NO_NAME, (uint32_t)hour));
}

static struct expr arriving(struct place *t, uint32_t sheet, uint32_t workload, int hour)
{
    const struct program *p = t->plan->program;
    uint32_t before = passed_before(t, sheet, workload);
    if (before != NO_NAME) return share_cell(t, before, hour);
    struct expr e = curve_cell(t, sheet, workload, hour);
    uint32_t name = p->options.at[p->sheets.at[sheet].option].adoption;
    if (name == NO_NAME) return e;
    return times(t, e,
                 expr_cell(t, plan_row(t->plan, sheet_row(p, 0, name, workload), t->owner)));
}

static struct expr offered(struct place *t, uint32_t row, int hour)
{
    const struct program *p = t->plan->program;
    const struct row *r = &p->rows.at[row];
    struct expr e = arriving(t, r->sheet, r->workload, hour);
    uint32_t takes = p->forms.at[p->sheets.at[r->sheet].form].takes;
    if (takes == NO_NAME) return e;
    uint32_t share_row = sheet_row(p, r->sheet, takes, r->workload);
    return times(t, e, expr_cell(t, plan_row(t->plan, share_row, t->owner)));
}

static struct expr served(struct place *t, uint32_t row, int hour)
{
    const struct program *p = t->plan->program;
    const struct row *r = &p->rows.at[row];
    const struct sheet *s = &p->sheets.at[r->sheet];
    const struct form *f = &p->forms.at[s->form];
    struct expr own = share_cell(t, s->offered_row + (row - s->served_row), hour);
    if (!f->capacity) return own;
    t->at.sheet = r->sheet;
    t->at.workload = NO_WORKLOAD;
    struct expr capacity = formula_eval(t, f->capacity);
    struct text load = {.arena = t->plan->arena};
    for (uint32_t i = 0; i < s->workload_count; i++) {
        uint32_t need = sheet_row(p, r->sheet, f->need, s->workloads[i]);
        struct expr e = times(t, expr_cell(t, plan_row(t->plan, need, t->owner)),
                              share_cell(t, s->offered_row + i, hour));
        double scale = expr_fits_all(capacity) ? e.scale : capacity.scale;
        text_addf(&load, "%s%.*s", i ? "+" : "", STR_ARG(expr_in(t, e, scale, RANK_SUM)));
    }
    struct str text =
        str_format(t->plan->arena, "%.*s*IF(%.*s<=0,1,MIN(1,%.*s/(%.*s)))", STR_ARG(own.text),
                   (int)load.len, load.at, STR_ARG(expr_text(t, capacity, RANK_PRODUCT)),
                   (int)load.len, load.at);
    return expr_of(text, 1, RANK_PRODUCT);
}

static struct expr passed(struct place *t, uint32_t row, int hour)
{
    const struct row *r = &t->plan->program->rows.at[row];
    const struct sheet *s = &t->plan->program->sheets.at[r->sheet];
    struct expr in = arriving(t, r->sheet, r->workload, hour);
    struct expr out = share_cell(t, s->served_row + (row - s->passed_row), hour);
    return expr_of(STR_JOINED(t->plan->arena, expr_text(t, in, RANK_SUM), STR("-"), out.text),
                   1, RANK_SUM);
}

static struct expr share_formula(struct place *t, uint32_t row, int hour)
{
    uint32_t name = t->plan->program->rows.at[row].name;
    if (name == NAME_OFFERED) return offered(t, row, hour);
    return name == NAME_SERVED ? served(t, row, hour) : passed(t, row, hour);
}

struct expr load_mean(struct place *t, uint32_t row)
{
    if (hours_of(t) == 1) return share_formula(t, row, -1);
    struct str hours = shares_of(t, row);
    return expr_of(STR_JOINED(t->plan->arena, STR("AVERAGE("), hours, STR(")")), 1, RANK_ATOM);
}

struct expr load_in_hour(struct place *t, uint32_t row, uint32_t hour)
{
    return share_formula(t, row, (int)hour);
}

struct expr load_share_of(struct place *t, uint32_t row, int hour)
{
    return share_cell(t, row, hour);
}

// ---- the curve ---------------------------------------------------------------------------------

static int hours_from_peak(uint32_t hour)
{
    int distance = ((int)(hour % 24) - PEAK_HOUR + 24) % 24;
    return distance <= 12 ? distance : 24 - distance;
}

// A convention whose name says of which of its kind it is.
static struct str labelled(struct place *t, double number, const char *what, int of)
{
    struct text label = {.arena = t->plan->arena};
    text_addf(&label, "%s %d", what, of);
    return expr_number(t, number, str_to_c(t->plan->arena, text_str(&label)));
}

// From a peak at 14:00 a straight line downwards, as steep as a mean of 1 wants: the largest of
// the slopes for the hours at most so far from the peak.
struct reach {
    int hours, distances;  // how many hours, and the sum of their distances
};

static struct reach reach_of(int distance)
{
    struct reach r = {.hours = 1};
    for (int d = 1; d <= distance; d++) {
        int at_distance = d < 12 ? 2 : 1;
        r.hours += at_distance;
        r.distances += at_distance * d;
    }
    return r;
}

// One of the slopes, in a line of its own: of the hours at most `distance` from the peak.
static uint32_t slope_line(struct place *t, uint32_t workload, uint32_t peak, int distance)
{
    struct plan *p = t->plan;
    struct reach r = reach_of(distance);
    double *values = ARENA_ARRAY(p->keep, double, p->program->months + 1), load;
    for (uint32_t m = 0; m <= p->program->months; m++)
        values[m] =
            plan_value(p, peak, m, &load) ? (r.hours * load - 24) / r.distances : HUGE_VAL;
    struct quantity q = {.values = values, .fixed = plan_at(p, peak)->fixed, .folded = true};
    q.label = str_format(p->arena,
                         "%.*s: load lost with each hour, over hours up to %d from the peak",
                         STR_ARG(p->program->workloads.at[workload].name), distance);
    q.template = str_format(
        p->arena, "(%.*s*%.*s-%.*s)/%.*s",
        STR_ARG(labelled(t, r.hours, "hours from the peak up to", distance)),
        STR_ARG(expr_cell(t, peak).text), STR_ARG(expr_number(t, 24, "hours in a day")),
        STR_ARG(
            labelled(t, r.distances, "distances of the hours from the peak up to", distance)));
    q.unit = STR("1");
    return plan_own(p, p->sheet_page[0], q);
}

static struct str slope_text(struct place *t, uint32_t workload, uint32_t peak)
{
    enum { FURTHEST = 12 };
    struct arena *a = t->plan->arena;
    uint32_t first = slope_line(t, workload, peak, 1), last = first;
    for (int d = 2; d <= FURTHEST; d++)
        last = slope_line(t, workload, peak, d);
    return STR_JOINED(a, STR("MAX(0,"), formula_mark(a, MARK_CELL, first, 0), STR(":"),
                      formula_mark(a, MARK_CORNER, last, 0), STR(")"));
}

static double slope_at(double peak)
{
    double most = 0;
    for (int d = 1; d <= 12; d++) {
        struct reach r = reach_of(d);
        most = kernel_max(most, (r.hours * peak - 24) / r.distances);
    }
    return most;
}

// It has a line of its own, since all hours mention it.
static struct str slope(struct place *t, uint32_t workload, uint32_t peak)
{
    struct plan *p = t->plan;
    if (p->slopes[workload] == NO_NAME) {
        double *values = ARENA_ARRAY(p->keep, double, p->program->months + 1), load;
        for (uint32_t m = 0; m <= p->program->months; m++)
            values[m] = plan_value(p, peak, m, &load) ? slope_at(load) : HUGE_VAL;
        struct quantity q = {.values = values, .fixed = plan_at(p, peak)->fixed};
        q.label = STR_JOINED(p->arena, p->program->workloads.at[workload].name,
                             STR(": load lost with each hour from the peak"));
        q.template = slope_text(t, workload, peak);
        q.unit = STR("1");
        p->slopes[workload] = plan_own(p, p->sheet_page[0], q);
    }
    return formula_mark(p->arena, MARK_CELL, p->slopes[workload], t->shift);
}

// The numbers of a shape are inputs, as they were written.
static uint32_t shape_of(struct plan *p, uint32_t workload)
{
    const struct workload *w = &p->program->workloads.at[workload];
    if (p->shapes[workload] != NO_NAME) return p->shapes[workload];
    struct quantity q = {.fixed = true, .input = true, .unit = STR("1")};
    q.remark = STR_JOINED(p->arena, STR("scenario, "), plan_place(p, w->shape_where));
    for (uint32_t i = 0; i < w->shape_count; i++) {
        q.values = w->stated_shape + i;
        q.label = str_format(p->arena, "workloads.%.*s.shape, hour %u", STR_ARG(w->name),
                             (unsigned)i);
        uint32_t id = plan_own(p, p->inputs, q);
        if (i == 0) p->shapes[workload] = id;
    }
    return p->shapes[workload];
}

static struct expr shape_at(struct place *t, uint32_t workload, uint32_t hour)
{
    uint32_t first = shape_of(t->plan, workload),
             count = t->plan->program->workloads.at[workload].shape_count;
    struct str own = formula_mark(t->plan->arena, MARK_CELL, first + hour % count, 0);
    struct str all = all_hours(t, first, first + count - 1);
    return expr_of(STR_JOINED(t->plan->arena, own, STR("/AVERAGE("), all, STR(")")), 1,
                   RANK_PRODUCT);
}

struct expr load_curve(struct place *t, uint32_t workload, uint32_t hour)
{
    const struct program *p = t->plan->program;
    const struct workload *w = &p->workloads.at[workload];
    if (w->load == LOAD_FLAT) return one();
    if (w->load == LOAD_SHAPE) return shape_at(t, workload, hour);
    uint32_t name = form_find(&p->forms.at[0], STR("w.peak_to_mean"));
    uint32_t row = plan_row(t->plan, sheet_row(p, 0, name, workload), NO_NAME);
    struct str peak = expr_cell(t, row).text, falls = slope(t, workload, row);
    if (hours_from_peak(hour) == 0) return expr_of(peak, 1, RANK_ATOM);
    struct str text =
        str_format(t->plan->arena, "MAX(0,%.*s-%.*s*%.*s)", STR_ARG(peak),
                   STR_ARG(labelled(t, hours_from_peak(hour),
                                    "hours from the peak:", hours_from_peak(hour))),
                   STR_ARG(falls));
    return expr_of(text, 1, RANK_ATOM);
}

// ---- calls -------------------------------------------------------------------------------------

// The busiest hour of the sum over workloads of a value times its offered load.
static struct expr peak(struct place *t, uint32_t arg)
{
    const struct sheet *s = &t->plan->program->sheets.at[t->at.sheet];
    struct text out = {.arena = t->plan->arena};
    double scale = 0;
    struct place inner = *t;
    bool flat = hours_of(t) == 1;
    for (uint32_t i = 0; i < s->workload_count; i++) {
        inner.at.workload = s->workloads[i];
        struct expr value = formula_eval(&inner, arg);
        if (scale == 0 && !expr_fits_all(value)) scale = value.scale;
        struct str load = flat ? share_cell(t, s->offered_row + i, -1).text
                               : shares_of(t, s->offered_row + i);
        text_addf(&out, "%s%.*s*%.*s", i ? "+" : "",
                  STR_ARG(expr_in(t, value, scale == 0 ? 1 : scale, RANK_PRODUCT)),
                  STR_ARG(load));
    }
    if (inner.reason.len) t->reason = inner.reason;
    if (scale == 0) scale = 1;
    if (out.len == 0) return expr_of(STR("0"), 1, RANK_ATOM);
    if (flat) return expr_of(text_str(&out), scale, RANK_SUM);
    struct str text =
        STR_JOINED(t->plan->arena, STR("SUMPRODUCT(MAX("), text_str(&out), STR("))"));
    return expr_of(text, scale, RANK_ATOM);
}

static struct expr mean_of_hours(struct place *t, uint32_t arg)
{
    struct quantity_key key = t->at;
    if (hours_of(t) == 1) return formula_eval(t, arg);
    key.kind = QUANTITY_HOUR;
    key.node = arg;
    uint32_t first = by_hour(t, key, t->owner, 0), last = first + hours_of(t) - 1;
    for (uint32_t h = 0; h < hours_of(t); h++)
        formula_make(t->plan, first + h);
    if (plan_at(t->plan, first)->reason.len) t->reason = plan_at(t->plan, first)->reason;
    struct str text =
        STR_JOINED(t->plan->arena, STR("AVERAGE("), all_hours(t, first, last), STR(")"));
    return expr_of(text, plan_at(t->plan, first)->scale, RANK_ATOM);
}

struct expr load_call(struct place *t, uint32_t id)
{
    uint32_t arg = plan_kid(t->plan, id, 0);
    bool busiest = plan_node(t->plan, id)->what == FUNC_PEAK;
    return busiest ? peak(t, arg) : mean_of_hours(t, arg);
}
