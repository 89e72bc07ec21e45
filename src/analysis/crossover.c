#include "analysis/crossover.h"

#include "analysis/compare.h"
#include "base/num.h"
#include "engine/kernel.h"
#include "engine/tape.h"

#include <math.h>

enum {
    POINTS = 1024,     // of the first look
    FRONTIER = 25,     // values of the frontier
    LOOKS = 65536,     // of 64 points each, for one option
    BOUNDARIES = 8192  // kept of one option
};

const char *crossover_word(enum crossover_status s)
{
    switch (s) {
    case CROSSOVER_NONE: return "none";
    case CROSSOVER_SINGLE: return "single";
    case CROSSOVER_MULTIPLE: return "multiple";
    case CROSSOVER_EQUAL: return "equal";
    }
    return "";
}

const char *root_word(enum root_kind k)
{
    switch (k) {
    case ROOT_CONTINUOUS: return "continuous";
    case ROOT_JUMP: return "jump";
    case ROOT_EQUAL: return "equal";
    }
    return "";
}

// ---- evaluation --------------------------------------------------------------------------------

// What an option costs at a point, and whether it can do the work there.
struct cost_at {
    double cost;
    bool barred;
};

struct evaluator {
    struct session *s;
    struct arena *a;
    struct tape tape;
    double *slots;
    double unit;  // of the input
};

static void build_tape(struct evaluator *e, const struct val *outputs, uint32_t count)
{
    tape_build(e->a, &e->s->graph, outputs, count, &e->tape);
    e->slots = tape_slots(e->a, &e->tape);
}

static void run_block(struct evaluator *e, const double *x, uint32_t count)
{
    for (uint32_t l = 0; l < TAPE_LANES && e->tape.input_count > 0; l++)
        e->slots[l] = x[l < count ? l : count - 1] * e->unit;
    tape_run(&e->tape, e->slots);
}

static struct val measure_of(const struct session *s, uint32_t option)
{
    const struct tally *t = &s->ledger.tallies[option];
    switch (s->program.rank_by) {
    case RANK_NPV: return t->npv;
    case RANK_TOTAL: return t->total;
    case RANK_RISK_ADJUSTED: return t->risk_adjusted;
    }
    return t->total;
}

// ---- points ------------------------------------------------------------------------------------

struct point {
    double x, saved, size;
    enum side side;
};

// Neighbours, or points that rounding alone holds apart. `meets`: between them the costs are equal.
struct boundary {
    struct point below, above;
    bool meets;
};

struct search {
    struct evaluator *e;
    struct crossover *out;
    uint32_t option, baseline, looks;
    double from, to;  // the range
    // Neighbours that differ, in order of x:
    VEC(struct boundary) found;
};

// Whether the option can't do the work; `output` is its mark on the tape.
static bool is_barred(const struct evaluator *e, uint32_t option, uint32_t output,
                      uint32_t lane)
{
    return e->s->program.options.at[option].infeasible.len > 0 ||
           tape_lane(&e->tape, e->slots, output, lane) != 0;
}

static struct cost_at cost_at(const struct evaluator *e, uint32_t option, uint32_t lane)
{
    return (struct cost_at){tape_lane(&e->tape, e->slots, 2 * option, lane),
                            is_barred(e, option, 2 * option + 1, lane)};
}

static struct point point_at(const struct search *q, double x, uint32_t lane)
{
    struct cost_at own = cost_at(q->e, q->option, lane),
                   other = cost_at(q->e, q->baseline, lane);
    struct point p = {x, other.cost - own.cost, fabs(own.cost) + fabs(other.cost), SIDE_EQUAL};
    if (own.barred || other.barred || !isfinite(p.saved))
        p.side = SIDE_NONE;
    else if (is_cheaper(own.cost, other.cost))
        p.side = SIDE_CHEAPER;
    else if (is_cheaper(other.cost, own.cost))
        p.side = SIDE_DEARER;
    return p;
}

static void fill(const struct search *q, const double *x, uint32_t count, struct point *out)
{
    for (uint32_t at = 0; at < count; at += TAPE_LANES) {
        uint32_t lanes = count - at < TAPE_LANES ? count - at : TAPE_LANES;
        run_block(q->e, x + at, lanes);
        for (uint32_t l = 0; l < lanes; l++)
            out[at + l] = point_at(q, x[at + l], l);
    }
}

// ---- section search ----------------------------------------------------------------------------

static void look_between(struct search *q, struct point low, struct point high);

// Nothing above x is known any more.
static void stop_at(struct search *q, double x)
{
    if (!q->out->cut) q->out->known_to = x;
    q->out->cut = true;
}

static bool is_within(double part, double a, double b)
{
    return fabs(a - b) <= part * kernel_max(fabs(a), fabs(b));
}

// Takes a later boundary into an earlier one; what lies between is told from neither.
static void join(struct boundary *b, const struct boundary *next)
{
    b->meets = b->meets || next->meets || b->above.side == SIDE_EQUAL;
    b->above = next->above;
}

// Boundaries that rounding alone holds apart are one.
static void add_boundary(struct search *q, struct point low, struct point high)
{
    const double rounding = 1e-9;
    struct boundary b = {low, high, false};
    struct boundary *last = q->found.count > 0 ? &q->found.at[q->found.count - 1] : NULL;
    if (last && is_within(rounding, last->below.x, high.x))
        join(last, &b);
    else if (q->found.count >= BOUNDARIES)
        stop_at(q, low.x);
    else
        VEC_PUSH(q->e->a, &q->found, b);
}

// Do two points stand at the edge of what counts as equal, and only rounding tells them apart?
static bool is_edge(struct point low, struct point high)
{
    const double noise = 1e-14;
    if (low.side == SIDE_NONE || high.side == SIDE_NONE) return false;
    return (low.side == SIDE_EQUAL || high.side == SIDE_EQUAL) &&
           fabs(high.saved - low.saved) <= noise * kernel_max(low.size, high.size);
}

// Takes over what lies between neighbours that differ: a boundary if no number lies between them.
static void narrow(struct search *q, struct point low, struct point high)
{
    double middle = low.x + (high.x - low.x) / 2;
    double width = high.x - low.x, size = kernel_max(fabs(low.x), fabs(high.x));
    if (q->out->cut) return;
    if (width > 4e-16 * size && middle > low.x && middle < high.x && !is_edge(low, high))
        look_between(q, low, high);
    else
        add_boundary(q, low, high);
}

// Where point k stands in its cell, -0.4 to 0.4: steps that are as regular as an even grid would
// look smooth on it.
static double unevenly(uint32_t k)
{
    uint32_t h = k * 0x9e3779b9u;
    h = (h ^ h >> 15) * 0x85ebca6bu;
    h = (h ^ h >> 13) * 0xc2b2ae35u;
    return 0.8 * ((h ^ h >> 16) / 4294967296.0 - 0.5);
}

// Would the curve pass zero between points i and i + 1 if, from either of them, it went on as it
// goes nearby? Then a step may bring it back between them.
static bool is_hiding(const struct point *p, uint32_t count, uint32_t i)
{
    enum { NEARBY = 2 };
    if (p[i].side == SIDE_NONE || p[i].side == SIDE_EQUAL) return false;
    double side = p[i].side, width = p[i + 1].x - p[i].x;
    if (width <= 1e-9 * kernel_max(fabs(p[i].x), fabs(p[i + 1].x))) return false;
    for (uint32_t k = i > NEARBY ? i - NEARBY : 0; k + 1 < count && k <= i + NEARBY; k++) {
        double step = (p[k + 1].saved - p[k].saved) * width / (p[k + 1].x - p[k].x);
        if (k == i || !isfinite(step)) continue;
        if (side * (p[i].saved + step) < 0 || side * (p[i + 1].saved - step) < 0) return true;
    }
    return false;
}

static void look_between(struct search *q, struct point low, struct point high)
{
    double x[TAPE_LANES];
    struct point p[TAPE_LANES + 2];
    uint32_t count = 0;
    if (q->looks++ >= LOOKS) stop_at(q, low.x);
    if (q->out->cut) return;
    for (uint32_t k = 1; k <= TAPE_LANES; k++) {
        double at = low.x + (high.x - low.x) * (k + unevenly(k)) / (TAPE_LANES + 1);
        if (at > (count ? x[count - 1] : low.x) && at < high.x) x[count++] = at;
    }
    p[0] = low;
    fill(q, x, count, p + 1);
    p[count + 1] = high;
    for (uint32_t k = 0; k <= count; k++)
        if (p[k].side != p[k + 1].side)
            narrow(q, p[k], p[k + 1]);
        else if (is_hiding(p, count + 2, k))
            look_between(q, p[k], p[k + 1]);
}

// Could a step like those nearby reach zero and come back between points i and i + 1?
static bool is_near_zero(const struct point *p, uint32_t count, uint32_t i)
{
    enum { NEARBY = 8 };
    if (p[i].side == SIDE_NONE || p[i].side == SIDE_EQUAL) return false;
    double step = 0, nearest = kernel_min(fabs(p[i].saved), fabs(p[i + 1].saved));
    for (uint32_t k = i > NEARBY ? i - NEARBY : 0; k + 1 < count && k <= i + NEARBY; k++)
        if (isfinite(p[k + 1].saved - p[k].saved))
            step = kernel_max(step, fabs(p[k + 1].saved - p[k].saved));
    return nearest <= 2 * step;
}

static void look(struct search *q, const struct point *p, uint32_t count)
{
    for (uint32_t i = 0; i + 1 < count; i++)
        if (p[i].side != p[i + 1].side || is_near_zero(p, count, i))
            look_between(q, p[i], p[i + 1]);
}

// ---- what is one boundary ----------------------------------------------------------------------

// Of all points from `low` to `high`: is the difference at most `times` what counts as equal?
static bool is_small(const struct search *q, double low, double high, double times)
{
    double x[TAPE_LANES];
    struct point p[TAPE_LANES];
    for (uint32_t k = 0; k < TAPE_LANES; k++)
        x[k] = k + 1 < TAPE_LANES ? low + (high - low) * k / (TAPE_LANES - 1) : high;
    fill(q, x, TAPE_LANES, p);
    for (uint32_t k = 0; k < TAPE_LANES; k++)
        if (p[k].side == SIDE_NONE || fabs(p[k].saved) > times * EQUAL_PART * p[k].size)
            return false;
    return true;
}

// Where curves cross or touch, the band of equal costs is narrow: its own width beside it they are
// still hardly apart. Beside a stretch of equal costs they are not.
static bool is_meeting(const struct search *q, double low, double high)
{
    const double times = 1000;
    double width = high - low;
    return is_small(q, kernel_max(low - width, q->from), kernel_min(high + width, q->to),
                    times);
}

// At the edge of a band of equal costs rounding leads out of it and back.
static bool is_rounding(const struct search *q, const struct boundary *b,
                        const struct boundary *next)
{
    const double times = 2;
    return (b->meets || b->below.side == SIDE_EQUAL) &&
           (next->meets || next->above.side == SIDE_EQUAL) &&
           is_small(q, b->above.x, next->below.x, times);
}

static bool is_one(const struct search *q, const struct boundary *b,
                   const struct boundary *next)
{
    if (b->above.side == SIDE_NONE) return false;
    return b->above.side == SIDE_EQUAL
               ? b->below.side != SIDE_NONE && next->above.side != SIDE_NONE &&
                     is_meeting(q, b->below.x, next->above.x)
               : is_rounding(q, b, next);
}

static void join_boundaries(struct search *q)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < q->found.count; i++) {
        struct boundary next = q->found.at[i];
        if (kept > 0 && is_one(q, &q->found.at[kept - 1], &next))
            join(&q->found.at[kept - 1], &next);
        else
            q->found.at[kept++] = next;
    }
    q->found.count = kept;
}

// ---- roots -------------------------------------------------------------------------------------

// To 12 digits: costs nearer to each other than that are the same.
static double rounded(double x)
{
    enum { DIGITS = 12, MOST = 22 };
    int decimals = x == 0 ? 0 : DIGITS - 1 - (int)kernel_floor(vm_ln(fabs(x)) / vm_ln(10));
    return decimals < 0 || decimals > MOST ? x : num_round(x, decimals);
}

// Does the difference change more between the points than on a far longer way beside them?
static bool is_jump(const struct search *q, const struct boundary *b)
{
    const double times = 1024;
    double way = times * (b->above.x - b->below.x);
    struct point p[2];
    fill(q,
         (const double[]){kernel_max(b->below.x - way, q->from),
                          kernel_min(b->above.x + way, q->to)},
         COUNT_OF(p), p);
    double beside =
        kernel_max(fabs(b->below.saved - p[0].saved), fabs(b->above.saved - p[1].saved));
    return !(fabs(b->above.saved - b->below.saved) <= beside);
}

// At the end of an equal stretch stands the last value at which the costs are equal. One that is no
// longer than a point, at an end of the range, is where the costs meet: beyond it nothing is known.
static void add_root(struct search *q, const struct boundary *b)
{
    struct point below = b->below, above = b->above;
    struct root r = {.below = below.side, .above = above.side};
    r.saved_below = below.saved;
    r.saved_above = above.saved;
    r.value = rounded(below.x + (above.x - below.x) / 2);
    if (above.side == SIDE_EQUAL || below.side == SIDE_EQUAL) {
        r.kind = ROOT_EQUAL;
        r.value = rounded(above.side == SIDE_EQUAL ? above.x : below.x);
    } else {
        r.kind = below.side != above.side && is_jump(q, b) ? ROOT_JUMP : ROOT_CONTINUOUS;
    }
    VEC_PUSH(q->e->a, &q->out->roots, r);
}

static void meet_at_end(struct root *r, enum side *outside, double end)
{
    *outside = SIDE_NONE;
    r->kind = ROOT_CONTINUOUS;
    r->value = end;
}

// Costs that are equal at an end of the range and nowhere near it meet there.
static void read_ends(struct search *q, enum side first, enum side last)
{
    struct crossover *c = q->out;
    if (c->roots.count == 0) return;
    struct root *low = &c->roots.at[0], *high = &c->roots.at[c->roots.count - 1];
    if (first == SIDE_EQUAL && low->below == SIDE_EQUAL && is_meeting(q, q->from, low->value))
        meet_at_end(low, &low->below, q->from);
    if (last == SIDE_EQUAL && high->above == SIDE_EQUAL && is_meeting(q, high->value, q->to))
        meet_at_end(high, &high->above, q->to);
}

static void end_stretch(struct search *q, double *from, double to, enum side side)
{
    VEC_PUSH(q->e->a, &q->out->stretches, (struct stretch){*from, to, side});
    *from = to;
}

static void read_boundaries(struct search *q, struct point first, struct point last)
{
    double from = first.x;
    for (uint32_t i = 0; i < q->found.count; i++) {
        const struct boundary *b = &q->found.at[i];
        enum side below = b->below.side, above = b->above.side;
        bool both = below != SIDE_NONE && above != SIDE_NONE;
        if (both && (below != above || (b->meets && below != SIDE_EQUAL))) add_root(q, b);
        if (below != above)
            end_stretch(q, &from, rounded(b->below.x + (b->above.x - b->below.x) / 2), below);
    }
    if (q->out->cut && q->found.count > 0)
        end_stretch(q, &from, q->out->known_to, q->found.at[q->found.count - 1].above.side);
    end_stretch(q, &from, last.x, q->out->cut ? SIDE_NONE : last.side);
    read_ends(q, first.side, last.side);
}

static enum crossover_status status_of(const struct crossover *c)
{
    if (c->roots.count > 0) return c->roots.count == 1 ? CROSSOVER_SINGLE : CROSSOVER_MULTIPLE;
    bool equal = false;
    for (uint32_t i = 0; i < c->stretches.count; i++) {
        enum side side = c->stretches.at[i].side;
        equal = equal || side == SIDE_EQUAL;
        if (side == SIDE_CHEAPER || side == SIDE_DEARER) return CROSSOVER_NONE;
    }
    return equal ? CROSSOVER_EQUAL : CROSSOVER_NONE;
}

// `count` values from one end of the range to the other, in equal ratios where it is wide.
static void spread(const struct vary *v, uint32_t count, bool even, double *x)
{
    bool ratios = v->from > 0 && v->to / v->from >= 10;
    for (uint32_t i = 0; i < count; i++) {
        double part = (i + (even || i == 0 ? 0 : unevenly(i))) / (count - 1);
        x[i] = ratios ? v->from * vm_pow(v->to / v->from, part)
                      : v->from + (v->to - v->from) * part;
    }
    x[count - 1] = v->to;
}

static void warn_cut(struct session *s, const struct vary *v, const struct crossover *c)
{
    char known[NUM_TEXT];
    num_write_tidy(known, rounded(c->known_to));
    diag_warn(
        &s->diags, SPAN_NONE, DIAG_TOO_LARGE,
        "%.*s passes the baseline so often that above %s%s%.*s no crossings are looked for: "
        "give a narrower range",
        STR_ARG(s->program.options.at[c->option].name), known, str_is(v->unit, "1") ? "" : " ",
        STR_ARG(str_is(v->unit, "1") ? STR_NONE : v->unit));
}

static void find_one(struct evaluator *e, const struct vary *v, uint32_t option,
                     struct crossover *out)
{
    double *x = ARENA_ARRAY(e->a, double, POINTS);
    struct point *p = ARENA_ARRAY(e->a, struct point, POINTS);
    *out = (struct crossover){.option = option};
    struct search q = {.e = e,
                       .out = out,
                       .option = option,
                       .baseline = e->s->program.baseline,
                       .from = v->from,
                       .to = v->to};
    spread(v, POINTS, false, x);
    fill(&q, x, POINTS, p);
    look(&q, p, POINTS);
    join_boundaries(&q);
    read_boundaries(&q, p[0], p[POINTS - 1]);
    out->status = status_of(out);
    if (out->cut) warn_cut(e->s, v, out);
}

// ---- the frontier ------------------------------------------------------------------------------

static double *cash_in_lane(const struct evaluator *e, uint32_t option, uint32_t lane)
{
    uint32_t columns = e->s->program.months + 1;
    double *cash = ARENA_ARRAY(e->a, double, columns);
    for (uint32_t m = 0; m < columns; m++) {
        uint32_t at = (option * columns + m) * 2;
        cash[m] = tape_lane(&e->tape, e->slots, at, lane) +
                  tape_lane(&e->tape, e->slots, at + 1, lane);
    }
    return cash;
}

static void build_cash_tape(struct evaluator *e)
{
    const struct program *p = &e->s->program;
    uint32_t columns = p->months + 1, cash = p->options.count * columns * 2,
             count = cash + p->options.count;
    struct val *outputs = ARENA_ARRAY(e->a, struct val, count);
    for (uint32_t o = 0; o < p->options.count; o++) {
        outputs[cash + o] = e->s->ledger.tallies[o].infeasible;
        for (uint32_t m = 0; m < columns; m++) {
            outputs[(o * columns + m) * 2] = e->s->ledger.tallies[o].dated[m];
            outputs[(o * columns + m) * 2 + 1] = e->s->ledger.tallies[o].operating[m];
        }
    }
    build_tape(e, outputs, count);
}

static struct breakeven breakeven_in_lane(struct evaluator *e, uint32_t option, uint32_t lane)
{
    const struct program *p = &e->s->program;
    uint32_t cash = p->options.count * (p->months + 1) * 2;
    bool barred = is_barred(e, option, cash + option, lane);
    if (barred || is_barred(e, p->baseline, cash + p->baseline, lane))
        return breakeven_none(!barred);
    return breakeven_find(e->a, cash_in_lane(e, option, lane),
                          cash_in_lane(e, p->baseline, lane), p->months);
}

static enum side side_in(const struct crossover *c, double x)
{
    for (uint32_t i = 0; i < c->stretches.count; i++)
        if (x <= c->stretches.at[i].to) return c->stretches.at[i].side;
    return c->stretches.at[c->stretches.count - 1].side;
}

static void find_frontier(struct evaluator *e, struct crossovers *out)
{
    double x[FRONTIER];
    spread(&out->vary, FRONTIER, true, x);
    build_cash_tape(e);
    run_block(e, x, FRONTIER);
    out->frontier_count = out->count * FRONTIER;
    out->frontier = ARENA_ARRAY(e->a, struct frontier_point, out->frontier_count);
    for (uint32_t k = 0; k < out->count; k++)
        for (uint32_t i = 0; i < FRONTIER; i++) {
            struct frontier_point *f = &out->frontier[k * FRONTIER + i];
            *f = (struct frontier_point){.option = out->list[k].option, .value = x[i]};
            f->side = side_in(&out->list[k], x[i]);
            f->breakeven = breakeven_in_lane(e, f->option, i);
        }
}

// ---- all options -------------------------------------------------------------------------------

static bool depends(const struct val *outputs, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (val_is_node(outputs[i])) return true;
    return false;
}

static bool find_all(struct session *s, struct crossovers *out)
{
    const struct program *p = &s->program;
    struct evaluator e = {.s = s, .a = &s->arena, .unit = out->vary.factor};
    uint32_t options = p->options.count;
    struct val *outputs = ARENA_ARRAY(e.a, struct val, (size_t)options * 2);
    for (uint32_t o = 0; o < options; o++) {
        outputs[2 * o] = measure_of(s, o);
        outputs[2 * o + 1] = s->ledger.tallies[o].infeasible;
    }
    if (!depends(outputs, options * 2)) return vary_fail_inert(s, &out->vary);
    build_tape(&e, outputs, options * 2);
    out->list = ARENA_ARRAY(e.a, struct crossover, options);
    for (uint32_t o = 0; o < options; o++)
        if (o != p->baseline) find_one(&e, &out->vary, o, &out->list[out->count++]);
    find_frontier(&e, out);
    return true;
}

bool crossovers_find(struct session *s, const struct vary *v, struct crossovers *out)
{
    struct graph graph = s->graph;
    struct unroll unroll = s->unroll;
    struct ledger ledger = s->ledger;
    *out = (struct crossovers){.vary = *v};
    uint32_t reported = s->diags.list.count, errors = s->diags.error_count;
    struct open_input input = {.fixed = false};
    s->open = vary_open(s, &v, 1, &input);
    bool ok = session_compute(s);
    s->open = (struct open_rows){NULL, NULL};
    if (!ok) {
        // What it reports is about the model; the command is to blame.
        s->diags.list.count = reported;
        s->diags.error_count = errors;
        diag_fail(
            &s->diags, SPAN_NONE, DIAG_USAGE,
            "%.*s can't be varied: the models take it as known, as a time of lag() or a term",
            STR_ARG(str_visible(s->diags.arena, v->name)));
        diag_help(&s->diags, "try values one by one with --set");
    }
    ok = ok && find_all(s, out);
    s->graph = graph;
    s->unroll = unroll;
    s->ledger = ledger;
    return ok;
}
