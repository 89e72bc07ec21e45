#include "analysis/crossover.h"

#include "analysis/curves.h"
#include "analysis/stepped.h"
#include "base/num.h"
#include "engine/kernel.h"

#include <math.h>

enum {
    POINTS = 1024,     // of the first look
    VALUES = 25,       // of a frontier, where none are asked for
    ROOTS = 12,        // of one option, that have values on both sides of them
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
    case CROSSOVER_INFEASIBLE: return "infeasible";
    case CROSSOVER_NO_BASELINE: return "baseline_infeasible";
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

// ---- points ------------------------------------------------------------------------------------

// Neighbours, or points that rounding alone holds apart. `meets`: between them the costs are equal.
struct boundary {
    struct point below, above;
    bool meets;
};

struct search {
    struct pair pair;
    struct arena *a;
    struct crossover *out;
    uint32_t looks;
    double from, to;  // the range
    // Neighbours that differ, in order of x:
    VEC(struct boundary) found;
};

static void fill(const struct search *q, const double *x, uint32_t count, struct point *out)
{
    pair_fill(&q->pair, x, count, out);
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
        VEC_PUSH(q->a, &q->found, b);
}

// Do two points stand at the edge of what counts as equal, and only rounding tells them apart?
static bool is_edge(struct point low, struct point high)
{
    const double noise = 1e-13;
    if (low.side == SIDE_NONE || high.side == SIDE_NONE) return false;
    return (low.side == SIDE_EQUAL || high.side == SIDE_EQUAL) &&
           fabs(high.saved - low.saved) <= noise * kernel_max(low.scale, high.scale);
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
        if (p[k].side == SIDE_NONE || fabs(p[k].saved) > times * point_band(&p[k]))
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
    VEC_PUSH(q->a, &q->out->roots, r);
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
    VEC_PUSH(q->a, &q->out->stretches, (struct stretch){*from, to, side});
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
    if (equal) return CROSSOVER_EQUAL;
    return c->barred            ? CROSSOVER_INFEASIBLE
           : c->baseline_barred ? CROSSOVER_NO_BASELINE
                                : CROSSOVER_NONE;
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

// ---- step by step ------------------------------------------------------------------------------

// The last of the points from i on that are like it.
static uint32_t last_like(const struct stepped *t, uint32_t i)
{
    while (i + 1 < t->points.count && t->points.at[i + 1].side == t->points.at[i].side)
        i++;
    return i;
}

static void add_step(struct arena *a, struct crossover *out, const struct point *below,
                     const struct point *above, enum root_kind kind, double value)
{
    struct root r = {.value = value, .kind = kind, .below = SIDE_NONE, .above = SIDE_NONE};
    if (below) r.below = below->side, r.saved_below = below->saved;
    if (above) r.above = above->side, r.saved_above = above->saved;
    VEC_PUSH(a, &out->roots, r);
}

// Of whole steps the answer is the first value at which another option is the cheaper one; of equal
// costs at one value that value, and of a stretch of them its ends.
static void read_steps(struct arena *a, const struct stepped *t, struct crossover *out)
{
    const struct point *p = t->points.at, *before = NULL;
    double from = t->points.count ? p[0].x : 0;
    for (uint32_t i = 0, last; i < t->points.count; i = last + 1) {
        last = last_like(t, i);
        const struct point *after = last + 1 < t->points.count ? &p[last + 1] : NULL;
        bool meets = p[i].side == SIDE_EQUAL && last == i && t->points.count > 1;
        if (meets)
            add_step(a, out, before, after, ROOT_CONTINUOUS, p[i].x);
        else if (after && after->side != SIDE_NONE && p[i].side != SIDE_NONE) {
            bool equal = p[i].side == SIDE_EQUAL, next_is_equal = after->side == SIDE_EQUAL;
            bool next_meets = next_is_equal && last_like(t, last + 1) == last + 1;
            if (!next_meets)
                add_step(a, out, &p[last], after,
                         equal || next_is_equal ? ROOT_EQUAL : ROOT_JUMP,
                         equal ? p[last].x : after->x);
        }
        double to = !after ? p[last].x : p[i].side == SIDE_EQUAL ? p[last].x : after->x;
        if (!meets) {
            VEC_PUSH(a, &out->stretches, (struct stretch){from, to, p[i].side});
            from = to;
        }
        before = &p[last];
    }
}

// ---- one option --------------------------------------------------------------------------------

// Which of the two can't do the work at any of the points?
static void find_barred(const struct point *p, uint32_t count, struct crossover *out)
{
    out->barred = out->baseline_barred = true;
    for (uint32_t i = 0; i < count; i++) {
        out->barred = out->barred && p[i].barred[0];
        out->baseline_barred = out->baseline_barred && p[i].barred[1];
    }
}

static void find_along(struct search *q, const struct vary *v)
{
    double *x = ARENA_ARRAY(q->a, double, POINTS);
    struct point *p = ARENA_ARRAY(q->a, struct point, POINTS);
    for (uint32_t i = 0; i < POINTS; i++)
        x[i] = vary_at(v, (i + (i ? unevenly(i) : 0)) / (POINTS - 1));
    x[POINTS - 1] = v->to;
    pair_begin(&q->pair, x, POINTS, p);
    look(q, p, POINTS);
    join_boundaries(q);
    read_boundaries(q, p[0], p[POINTS - 1]);
    find_barred(p, POINTS, q->out);
}

// Which option is the cheaper one at the values of a frontier.
static void find_sides(struct curves *curves, struct arena *a, const struct crossovers *all,
                       struct crossover *out)
{
    struct pair pair = {curves, out->option, curves->s->program.baseline, 0};
    struct point *p = ARENA_ARRAY(a, struct point, all->at_count);
    out->sides = ARENA_ARRAY(a, enum side, all->at_count);
    pair_fill(&pair, all->at, all->at_count, p);
    for (uint32_t i = 0; i < all->at_count; i++)
        out->sides[i] = p[i].side;
}

static void find_one(struct curves *curves, struct arena *a, const struct crossovers *all,
                     uint32_t option, struct crossover *out)
{
    const struct vary *v = &all->vary;
    *out = (struct crossover){.option = option};
    struct pair pair = {curves, option, curves->s->program.baseline, 0};
    struct search q = {.pair = pair, .a = a, .out = out, .from = v->from, .to = v->to};
    if (curves->evaluator.has_lanes) {
        find_along(&q, v);
    } else {
        struct stepped steps;
        stepped_find(a, &pair, &steps);
        find_barred(steps.points.at, steps.points.count, out);
        read_steps(a, &steps, out);
    }
    out->status = status_of(out);
}

// ---- all options -------------------------------------------------------------------------------

// Two digits of the way to the next are enough to tell values apart.
static double round_value(double x, double way)
{
    int places = (int)kernel_floor(vm_ln(way) / vm_ln(10)) - 1;
    return num_places(x, places);
}

// In order, and once.
static void insert_value(double *x, uint32_t *count, double value)
{
    uint32_t at = *count;
    while (at > 0 && x[at - 1] > value)
        at--;
    if (at > 0 && x[at - 1] == value) return;
    for (uint32_t i = (*count)++; i > at; i--)
        x[i] = x[i - 1];
    x[at] = value;
}

// The values of four digits on both sides of where costs meet: there a curve of months begins or ends.
static void add_beside_roots(const struct crossover *x, const struct vary *v, double *values,
                             uint32_t *count)
{
    const double digits = 1e-3;
    for (uint32_t i = 0; i < x->roots.count && x->roots.count <= ROOTS; i++) {
        double root = x->roots.at[i].value;
        if (root == 0) continue;
        int power = (int)kernel_floor(vm_ln(fabs(root)) / vm_ln(10) + 1e-9);
        double step = vm_pow(10, power) * digits, near = num_places(root, power - 3);
        double below = near < root ? near : num_tidy(near - step),
               above = near > root ? near : num_tidy(near + step);
        if (below > v->from) insert_value(values, count, below);
        if (above < v->to) insert_value(values, count, above);
    }
}

// The values asked for, or some of the range; whole steps where the models take no others.
static void choose_values(struct session *s, bool stepped, double *x, struct crossovers *c)
{
    const struct vary *v = &c->vary;
    c->at = v->value_count ? v->values : x;
    c->at_count = v->value_count;
    for (uint32_t i = 0; i < VALUES && !v->value_count; i++) {
        double here = vary_at(v, i / (VALUES - 1.0)),
               next = vary_at(v, (i + 1) / (VALUES - 1.0));
        bool inside = i > 0 && i + 1 < VALUES;
        if (inside && next > here && here != 0)
            here = round_value(here, kernel_min(next - here, fabs(here)));
        if (stepped) here = stepped_round(s, v, here);
        if (isfinite(here) && (c->at_count == 0 || here > x[c->at_count - 1]))
            x[c->at_count++] = here;
    }
    for (uint32_t i = 0; i < c->count && !stepped && !v->value_count; i++)
        add_beside_roots(&c->list[i], v, x, &c->at_count);
}

// What was found, in the arena of the session; the scratch arena goes.
static void keep(struct arena *a, uint32_t at_count, struct crossover *c)
{
    enum side *sides = ARENA_ARRAY(a, enum side, at_count);
    for (uint32_t i = 0; i < at_count; i++)
        sides[i] = c->sides[i];
    c->sides = sides;
    struct root *roots = ARENA_ARRAY(a, struct root, c->roots.count);
    struct stretch *stretches = ARENA_ARRAY(a, struct stretch, c->stretches.count);
    for (uint32_t i = 0; i < c->roots.count; i++)
        roots[i] = c->roots.at[i];
    for (uint32_t i = 0; i < c->stretches.count; i++)
        stretches[i] = c->stretches.at[i];
    c->roots.at = roots;
    c->stretches.at = stretches;
}

static bool is_known_somewhere(const struct crossovers *c)
{
    for (uint32_t i = 0; i < c->count; i++)
        if (c->list[i].stretches.count > 0) return true;
    return false;
}

// None of the values could be computed.
static bool fail_unknown(struct session *s, const struct vary *v)
{
    struct arena *a = s->diags.arena;
    diag_fail(&s->diags, SPAN_NONE, DIAG_USAGE,
              "%.*s: no value from %.*s to %.*s that the models take gives a cost",
              STR_ARG(str_visible(a, v->name)), STR_ARG(vary_text(a, v->from, v->unit)),
              STR_ARG(vary_text(a, v->to, v->unit)));
    diag_help(&s->diags, "lives and terms are whole months, and some are years of a list");
    return false;
}

bool crossovers_find(struct session *s, const struct vary *v, struct crossovers *out)
{
    struct arena scratch = {0};
    struct curves curves;
    uint32_t options = s->program.options.count;
    *out = (struct crossovers){.vary = *v};
    out->list = ARENA_ARRAY(&s->arena, struct crossover, options);
    double *values = ARENA_ARRAY(&s->arena, double, VALUES + 2 * ROOTS * options);
    curves_open(&curves, s, v, &scratch);
    bool depends = evaluator_depends(&curves.evaluator, 0);
    for (uint32_t o = 0; o < options && depends; o++)
        if (o != s->program.baseline)
            find_one(&curves, &scratch, out, o, &out->list[out->count++]);
    choose_values(s, !curves.evaluator.has_lanes, values, out);
    for (uint32_t i = 0; i < out->count; i++)
        find_sides(&curves, &scratch, out, &out->list[i]);
    curves_close(&curves);
    for (uint32_t i = 0; i < out->count; i++)
        keep(&s->arena, out->at_count, &out->list[i]);
    arena_free(&scratch);
    if (!depends) return vary_fail_inert(s, v);
    if (!is_known_somewhere(out)) return fail_unknown(s, v);
    for (uint32_t i = 0; i < out->count; i++)
        if (out->list[i].cut) warn_cut(s, v, &out->list[i]);
    return true;
}
