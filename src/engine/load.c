// load.c - the load curve by the hour, and who serves what of it.
//
// In each hour a component is offered what earlier components have passed on, or the share of it
// that it can answer (`takes`). It compares its capacity with that load, serves min(1, capacity /
// load) of each of its workloads alike, and passes the rest on. `offered`, `served` and `passed`
// are shares of the whole workload: 1 is all of it at its mean.
#include "engine/kernel.h"
#include "engine/unroll_int.h"

enum { HOURS_OF_DAY = 24, PEAK_HOUR = 14 };

// The hours of a share in a month; a share that is constant has them only once.
static struct val *slots_of(struct unroll *u, uint32_t row, uint32_t month)
{
    if (!u->slots[row]) u->slots[row] = ARENA_ARRAY(u->arena, struct val *, u->program->months);
    if (u->cells[row].state == CELL_CONSTANT) month = 1;
    struct val **slots = &u->slots[row][month - 1];
    if (!*slots) *slots = ARENA_ARRAY(u->arena, struct val, u->hours);
    return *slots;
}

static struct val mean(struct unroll *u, const struct val *slots)
{
    if (u->hours == 1) return slots[0];
    return apply(u, OP_DIV, graph_sum(u->graph, slots, u->hours), val_number(u->hours));
}

// Hours between the hour of a slot and the peak, over midnight where that is shorter.
static int hours_from_peak(uint32_t slot)
{
    int distance = ((int)(slot % HOURS_OF_DAY) - PEAK_HOUR + HOURS_OF_DAY) % HOURS_OF_DAY;
    return distance <= HOURS_OF_DAY / 2 ? distance : HOURS_OF_DAY - distance;
}

// A straight line from `peak` at 14:00 downwards, not below 0, as steep as a mean of 1 wants:
// for the k hours nearest to the peak, k * peak - slope * (their distances) = 24 would make them
// the only ones above 0, and the true slope is the largest of these.
static struct val slope_of(struct unroll *u, struct val peak)
{
    struct val slope = val_number(0);
    int hours = 1, distances = 0;
    for (int d = 1; d <= HOURS_OF_DAY / 2; d++) {
        int at_distance = d < HOURS_OF_DAY / 2 ? 2 : 1;
        hours += at_distance;
        distances += at_distance * d;
        struct val above = apply(u, OP_SUB, apply(u, OP_MUL, val_number(hours), peak),
                                 val_number(HOURS_OF_DAY));
        slope = apply(u, OP_MAX, slope, apply(u, OP_DIV, above, val_number(distances)));
    }
    return slope;
}

static void curve_of_peak(struct unroll *u, struct val peak, struct val *slots)
{
    struct val slope = slope_of(u, peak);
    for (uint32_t h = 0; h < u->hours; h++) {
        struct val down = apply(u, OP_MUL, slope, val_number(hours_from_peak(h)));
        slots[h] = apply(u, OP_MAX, val_number(0), apply(u, OP_SUB, peak, down));
    }
}

// The whole workload, hour by hour, with mean 1. False while its peak is not computed yet.
static bool curve(struct unroll *u, uint32_t workload, uint32_t month, struct val *slots)
{
    const struct program *p = u->program;
    const struct workload *w = &p->workloads.at[workload];
    for (uint32_t h = 0; h < u->hours; h++)
        slots[h] = val_number(w->load == LOAD_SHAPE ? w->shape[h % w->shape_count] : 1);
    if (w->load != LOAD_PEAK) return true;
    uint32_t name = form_find(&p->forms.at[0], STR("w.peak_to_mean"));
    struct val peak = unroll_read(u, sheet_row(p, 0, name, workload), month);
    if (u->blocked) return false;
    curve_of_peak(u, peak, slots);
    return true;
}

// What comes to an option, hour by hour: the curve times the share that adopts it.
static bool demand_of_option(struct unroll *u, uint32_t option, uint32_t workload,
                             uint32_t month, struct val *slots)
{
    const struct program *p = u->program;
    uint32_t name = p->options.at[option].adoption;
    if (!curve(u, workload, month, slots)) return false;
    if (name == NO_NAME) return true;
    struct val adopted = unroll_read(u, sheet_row(p, 0, name, workload), month);
    for (uint32_t h = 0; h < u->hours; h++)
        slots[h] = apply(u, OP_MUL, slots[h], adopted);
    return !u->blocked;
}

// The last component of an option before `sheet` that serves a workload, or NO_NAME.
static uint32_t sheet_before(const struct program *p, const struct option *o, uint32_t sheet,
                             uint32_t workload, uint32_t *index)
{
    for (uint32_t s = sheet; s-- > o->first_sheet;) {
        if (!p->forms.at[p->sheets.at[s].form].serves) continue;
        for (uint32_t i = 0; i < p->sheets.at[s].workload_count; i++) {
            if (p->sheets.at[s].workloads[i] != workload) continue;
            *index = i;
            return s;
        }
    }
    return NO_NAME;
}

static bool ready(struct unroll *u, uint32_t row, uint32_t month)
{
    unroll_read(u, row, month);
    return !u->blocked;
}

// What reaches `sheet` of a workload: what the component before it passes on. A component that
// serves nothing, such as a team, sees all of it.
static bool arriving(struct unroll *u, uint32_t sheet, uint32_t workload, uint32_t month,
                     struct val *slots)
{
    const struct program *p = u->program;
    uint32_t option = p->sheets.at[sheet].option, index, before = NO_NAME;
    if (p->forms.at[p->sheets.at[sheet].form].serves)
        before = sheet_before(p, &p->options.at[option], sheet, workload, &index);
    if (before == NO_NAME) return demand_of_option(u, option, workload, month, slots);
    uint32_t passed = p->sheets.at[before].passed_row + index;
    if (!ready(u, passed, month)) return false;
    memcpy(slots, slots_of(u, passed, month), u->hours * sizeof *slots);
    return true;
}

static struct val compute_offered(struct unroll *u, uint32_t sheet, uint32_t row,
                                  uint32_t month)
{
    const struct program *p = u->program;
    uint32_t workload = p->rows.at[row].workload,
             takes = p->forms.at[p->sheets.at[sheet].form].takes;
    struct val *slots = slots_of(u, row, month);
    if (!arriving(u, sheet, workload, month, slots)) return val_number(0);
    if (takes != NO_NAME) {
        struct val share = unroll_read(u, sheet_row(p, sheet, takes, workload), month);
        if (u->blocked) return share;
        for (uint32_t h = 0; h < u->hours; h++)
            slots[h] = apply(u, OP_MUL, slots[h], share);
    }
    return mean(u, slots);
}

static struct val compute_passed(struct unroll *u, uint32_t sheet, uint32_t row, uint32_t month)
{
    const struct sheet *s = &u->program->sheets.at[sheet];
    uint32_t served = s->served_row + (row - s->passed_row);
    struct val *slots = slots_of(u, row, month);
    if (!ready(u, served, month) ||
        !arriving(u, sheet, u->program->rows.at[row].workload, month, slots))
        return val_number(0);
    const struct val *taken = slots_of(u, served, month);
    for (uint32_t h = 0; h < u->hours; h++)
        slots[h] = apply(u, OP_SUB, slots[h], taken[h]);
    return mean(u, slots);
}

// The share of the offered load that the capacity holds in one hour.
static struct val share_in_hour(struct unroll *u, struct val capacity, struct val load)
{
    struct val all = apply(u, OP_LE, load, val_number(0));
    if (val_is(all, 1)) return val_number(1);
    struct val share = apply(u, OP_MIN, val_number(1), apply(u, OP_DIV, capacity, load));
    return graph_select(u->graph, all, val_number(1), share);
}

// What the capacity is compared with, hour by hour: the sum over workloads of need times what is
// offered.
static void load_by_hour(struct unroll *u, const struct sheet *s, uint32_t need, uint32_t sheet,
                         uint32_t month, struct val *load)
{
    for (uint32_t h = 0; h < u->hours; h++)
        load[h] = val_number(0);
    for (uint32_t i = 0; i < s->workload_count; i++) {
        struct val n =
            unroll_read(u, sheet_row(u->program, sheet, need, s->workloads[i]), month);
        const struct val *offered = slots_of(u, s->offered_row + i, month);
        for (uint32_t h = 0; h < u->hours; h++)
            load[h] = apply(u, OP_ADD, load[h], apply(u, OP_MUL, n, offered[h]));
    }
}

static bool inputs_ready(struct unroll *u, const struct sheet *s, const struct form *f,
                         uint32_t sheet, uint32_t month)
{
    for (uint32_t i = 0; i < s->workload_count; i++) {
        if (!ready(u, s->offered_row + i, month)) return false;
        if (f->need == NO_NAME) continue;
        if (!ready(u, sheet_row(u->program, sheet, f->need, s->workloads[i]), month))
            return false;
    }
    return true;
}

static struct val compute_served(struct unroll *u, uint32_t sheet, uint32_t row, uint32_t month)
{
    const struct sheet *s = &u->program->sheets.at[sheet];
    const struct form *f = &u->program->forms.at[s->form];
    if (!inputs_ready(u, s, f, sheet, month)) return val_number(0);
    struct val capacity = val_number(0);
    if (f->capacity) {
        struct frame frame = frame_in(sheet, NO_WORKLOAD, month);
        capacity = unroll_eval(u, f->capacity, &frame);
        if (u->blocked) return capacity;
    }
    struct val *served = slots_of(u, row, month);
    const struct val *offered = slots_of(u, s->offered_row + (row - s->served_row), month);
    if (!f->capacity) {
        memcpy(served, offered, u->hours * sizeof *served);
        return mean(u, served);
    }
    load_by_hour(u, s, f->need, sheet, month, served);
    for (uint32_t h = 0; h < u->hours; h++)
        served[h] = apply(u, OP_MUL, share_in_hour(u, capacity, served[h]), offered[h]);
    return mean(u, served);
}

struct val load_compute(struct unroll *u, uint32_t row, uint32_t month)
{
    const struct row *r = &u->program->rows.at[row];
    struct val share = r->name == NAME_OFFERED  ? compute_offered(u, r->sheet, row, month)
                       : r->name == NAME_SERVED ? compute_served(u, r->sheet, row, month)
                                                : compute_passed(u, r->sheet, row, month);
    if (!u->blocked && !u->varies && month > 1) u->slots[row][0] = slots_of(u, row, month);
    return share;
}

struct val load_share(struct unroll *u, uint32_t row, const struct frame *f)
{
    struct val share = unroll_read(u, row, f->month);
    if (u->blocked || f->hour < 0) return share;
    return slots_of(u, row, f->month)[f->hour];
}

// The busiest hour of the sum over workloads of a value times its offered load.
struct val load_peak(struct unroll *u, uint32_t arg, const struct frame *f)
{
    const struct sheet *s = &u->program->sheets.at[f->sheet];
    struct val *value = ARENA_ARRAY(u->arena, struct val, s->workload_count);
    struct frame g = *f;
    for (uint32_t i = 0; i < s->workload_count; i++) {
        g.workload = s->workloads[i];
        value[i] = unroll_eval(u, arg, &g);
        if (u->blocked || !ready(u, s->offered_row + i, f->month)) return val_number(0);
    }
    struct val *sum = ARENA_ARRAY(u->arena, struct val, u->hours), most;
    for (uint32_t i = 0; i < s->workload_count; i++) {
        const struct val *offered = slots_of(u, s->offered_row + i, f->month);
        for (uint32_t h = 0; h < u->hours; h++)
            sum[h] = apply(u, OP_ADD, sum[h], apply(u, OP_MUL, value[i], offered[h]));
    }
    most = sum[0];
    for (uint32_t h = 1; h < u->hours; h++)
        most = apply(u, OP_MAX, most, sum[h]);
    return most;
}

struct val load_hours(struct unroll *u, uint32_t arg, const struct frame *f)
{
    struct val *list = ARENA_ARRAY(u->arena, struct val, u->hours);
    struct frame g = *f;
    for (uint32_t h = 0; h < u->hours; h++) {
        g.hour = (int)h;
        list[h] = unroll_eval(u, arg, &g);
        if (u->blocked) return list[h];
    }
    return mean(u, list);
}

bool unroll_hour(struct unroll *u, uint32_t row, uint32_t month, uint32_t hour, struct val *out)
{
    if (!unroll_cell(u, row, month, out)) return false;
    *out = slots_of(u, row, month)[hour];
    return true;
}

bool unroll_curve(struct unroll *u, uint32_t workload, uint32_t month, uint32_t hour,
                  struct val *out)
{
    const struct program *p = u->program;
    uint32_t name = form_find(&p->forms.at[0], STR("w.peak_to_mean"));
    uint32_t row = name == NO_NAME ? NO_NAME : sheet_row(p, 0, name, workload);
    if (p->workloads.at[workload].load == LOAD_PEAK && !unroll_cell(u, row, month, out))
        return false;
    struct val *slots = ARENA_ARRAY(u->arena, struct val, u->hours);
    curve(u, workload, month, slots);
    *out = slots[hour];
    return true;
}

bool unroll_unserved(struct unroll *u, uint32_t option, uint32_t workload, uint32_t month,
                     struct val *out)
{
    const struct option *o = &u->program->options.at[option];
    uint32_t end = o->first_sheet + o->sheet_count, index;
    uint32_t last = sheet_before(u->program, o, end, workload, &index);
    *out = val_number(1);
    if (last != NO_NAME)
        return unroll_cell(u, u->program->sheets.at[last].passed_row + index, month, out);
    if (o->adoption == NO_NAME) return true;
    return unroll_cell(u, sheet_row(u->program, 0, o->adoption, workload), month, out);
}
