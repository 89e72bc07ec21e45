#include "analysis/grid.h"

#include "analysis/address.h"
#include "analysis/evaluator.h"
#include "base/num.h"
#include "base/par.h"

#include <math.h>

// ---- points ------------------------------------------------------------------------------------

static uint64_t stride_of(const struct grid *g, uint32_t axis)
{
    uint64_t stride = 1;
    for (uint32_t i = axis + 1; i < g->axis_count; i++)
        stride *= g->axes[i].count;
    return stride;
}

uint64_t grid_index(const struct grid *g, uint64_t point, uint32_t axis)
{
    return point / stride_of(g, axis) % g->axes[axis].count;
}

uint64_t grid_neighbour(const struct grid *g, uint64_t point, uint32_t axis, int64_t steps)
{
    return point + (uint64_t)steps * stride_of(g, axis);
}

static uint64_t width(const struct grid *g)
{
    return (uint64_t)g->options * g->figure_count + g->row_count;
}

double grid_value(const struct grid *g, uint64_t point, uint32_t option, uint32_t figure)
{
    return g->values[point * width(g) + (uint64_t)option * g->figure_count + figure];
}

double grid_row_value(const struct grid *g, uint64_t point, uint32_t row)
{
    return g->values[point * width(g) + (uint64_t)g->options * g->figure_count + row];
}

double grid_size(const struct grid *g, uint64_t point, uint32_t option)
{
    return g->sizes[point * g->options + option];
}

bool grid_is_barred(const struct grid *g, uint64_t point, uint32_t option)
{
    return g->barred[point * g->options + option];
}

// ---- size --------------------------------------------------------------------------------------

enum { GRID_BYTES = 1 << 30 };  // of figures and of what is written of them

static struct str product_text(struct arena *a, const struct grid *g)
{
    struct text t = {.arena = a};
    for (uint32_t i = 0; i < g->axis_count; i++)
        text_addf(&t, "%s%.*s", i ? " x " : "",
                  STR_ARG(num_grouped(a, (double)g->axes[i].count, 0)));
    return text_str(&t);
}

bool grid_check_size(struct session *s, const struct grid *g, uint64_t written)
{
    struct arena *a = s->diags.arena;
    double points = axes_points(g->axes, g->axis_count),
           each = (double)(sizeof(double) * s->program.options.count * (g->figure_count + 1) +
                           sizeof(double) * g->row_count + s->program.options.count + written);
    if (points * each <= GRID_BYTES) return true;
    diag_fail(
        &s->diags, SPAN_NONE, DIAG_USAGE,
        "%.*s values are %.*s points; each takes %.*s bytes (options: %u, figures: %u), all "
        "of them %.*s MB, and 1,074 MB is the limit",
        STR_ARG(product_text(a, g)), STR_ARG(num_grouped(a, points, 0)),
        STR_ARG(num_grouped(a, each, 0)), (unsigned)s->program.options.count,
        (unsigned)g->figure_count, STR_ARG(num_grouped(a, points * each / 1e6, 0)));
    diag_help(&s->diags, "%s",
              points * each > 64.0 * GRID_BYTES
                  ? "take larger steps, or one address less"
                  : "take larger steps, or name fewer figures with --for or --option");
    return false;
}

// ---- sessions ----------------------------------------------------------------------------------

// What a session of its own reported, without its places, which lie in texts that go with it.
static bool take_over(const struct study *study, const struct session *from,
                      const struct str *sets, uint32_t count)
{
    struct diags *d = &study->session->diags;
    struct text with = {.arena = d->arena};
    for (uint32_t i = 0; i < count; i++)
        text_addf(&with, "%s%.*s", i ? ", " : "", STR_ARG(str_visible(d->arena, sets[i])));
    for (uint32_t i = 0; i < from->diags.list.count; i++) {
        const struct diag *one = &from->diags.list.at[i];
        if (one->severity != SEVERITY_ERROR) continue;
        diag_fail(d, SPAN_NONE, one->code, "with %.*s: %.*s", STR_ARG(text_str(&with)),
                  STR_ARG(one->message));
        if (one->help.len) diag_help(d, "%.*s", STR_ARG(one->help));
        return false;
    }
    return false;
}

bool study_load(const struct study *study, const struct str *sets, uint32_t count,
                struct session *out)
{
    session_open(out);
    struct load_settings settings = study->settings;
    struct assignment *all =
        ARENA_ARRAY(&out->arena, struct assignment, study->set_count + count);
    bool ok = true;
    for (uint32_t i = 0; i < study->set_count + count; i++) {
        struct str set = i < study->set_count ? study->sets[i] : sets[i - study->set_count];
        ok = assignment_parse(&out->tree, STR("--vary"), set, &out->diags, &all[i]) && ok;
    }
    settings.sets = all;
    settings.set_count = study->set_count + count;
    ok = ok && session_load_again(out, study->session, study->models, &settings) &&
         session_compute(out);
    if (ok && out->program.options.count == study->session->program.options.count) return true;
    return take_over(study, out, sets, count);
}

// ---- one combination of words ------------------------------------------------------------------

// The axes that are numbers, in a session in which all else is fixed.
struct slice {
    const struct study *study;
    struct grid *g;
    struct watcher watcher;
    struct session session;
    uint64_t base[AXES];     // the index on axes of words
    uint32_t numbers[AXES];  // which axes are numbers
    uint32_t number_count;
    struct vary vary[AXES];  // of those
    double stated[AXES];     // what the session has in their place
    struct evaluator evaluator;
};

// What a number axis is set to in the session: its value of largest size, so that a factor on it
// gives any other.
static uint64_t largest_of(const struct axis *x)
{
    uint64_t best = 0;
    if (x->is_range)
        return fabs(axis_number(x, x->count - 1)) > fabs(x->from) ? x->count - 1 : 0;
    for (uint64_t i = 1; i < x->count; i++)
        if (fabs(x->numbers[i]) > fabs(x->numbers[best])) best = i;
    return best;
}

// What is left out since the axes make an input certain is said once, in the words of the first
// combination, whose text goes with it.
static void tell_left_out(struct slice *q)
{
    struct diags *d = &q->study->session->diags;
    for (uint32_t i = 0; i < q->session.diags.list.count; i++) {
        const struct diag *one = &q->session.diags.list.at[i];
        bool told = one->code != DIAG_BAD_CORRELATION || one->severity != SEVERITY_WARNING;
        for (uint32_t k = 0; k < d->list.count && !told; k++)
            told = str_eq(d->list.at[k].message, one->message);
        if (!told) diag_warn(d, SPAN_NONE, DIAG_BAD_CORRELATION, "%.*s", STR_ARG(one->message));
    }
}

static bool load_slice(struct slice *q)
{
    struct grid *g = q->g;
    struct arena *a = &q->study->session->arena;
    struct str sets[AXES];
    uint32_t count = 0;
    for (uint32_t i = 0; i < g->axis_count; i++) {
        const struct axis *x = &g->axes[i];
        bool words = x->kind == AXIS_WORDS;
        if (x->kind != AXIS_FACTORS)
            sets[count++] = axis_assignment(a, x, words ? q->base[i] : largest_of(x));
        if (!words) q->numbers[q->number_count++] = i;
    }
    if (!study_load(q->study, sets, count, &q->session)) return false;
    tell_left_out(q);
    return true;
}

// An input that nothing computed hangs on in this combination has no rows.
static void open_axis(struct slice *q, uint32_t k)
{
    const struct axis *x = &q->g->axes[q->numbers[k]];
    struct vary *v = &q->vary[k];
    uint32_t reported = q->session.diags.list.count;
    if (!vary_find_input(&q->session, x->name, v)) {
        q->session.diags.list.count = reported;
        q->session.diags.error_count = 0;
        v->is_open = ARENA_ARRAY(&q->session.arena, bool, q->session.program.rows.count);
        v->factor = 1;
    }
    q->stated[k] = 1;
    if (x->kind == AXIS_FACTORS && str_is(x->vary.unit, "x")) {
        v->by_factor = true;
        v->factor = 1;
    } else if (v->by_factor) {
        q->stated[k] = axis_number(x, largest_of(x));
    }
}

// The numbers that the open inputs take at a point of the slice, in base units.
static void fill_lane(const struct slice *q, uint64_t point, double *x)
{
    for (uint32_t k = 0; k < q->number_count; k++) {
        const struct vary *v = &q->vary[k];
        const struct axis *axis = &q->g->axes[q->numbers[k]];
        double value = axis_number(axis, grid_index(q->g, point, q->numbers[k]));
        if (v->by_factor) value = q->stated[k] != 0 ? value / q->stated[k] : 1;
        x[(size_t)k * TAPE_LANES] = v->by_factor ? value : value * axis->vary.factor;
    }
}

// The point of the grid that is number `at` of the slice.
static uint64_t point_of(const struct slice *q, uint64_t at)
{
    uint64_t point = 0;
    for (uint32_t i = q->g->axis_count; i-- > 0;) {
        bool words = q->g->axes[i].kind == AXIS_WORDS;
        uint64_t count = q->g->axes[i].count, index = words ? q->base[i] : at % count;
        if (!words) at /= count;
        point = grid_neighbour(q->g, point, i, (int64_t)index);
    }
    return point;
}

static uint64_t slice_points(const struct slice *q)
{
    uint64_t points = 1;
    for (uint32_t k = 0; k < q->number_count; k++)
        points *= q->g->axes[q->numbers[k]].count;
    return points;
}

double grid_quantile(const struct simulation *sim, uint32_t option, enum figure f,
                     enum rank_by rank_by)
{
    static const enum sim_metric metrics[] = {[RANK_NPV] = SIM_NPV,
                                              [RANK_TOTAL] = SIM_TOTAL,
                                              [RANK_RISK_ADJUSTED] = SIM_RISK_ADJUSTED};
    const struct spread *s = &sim->options[option].spread[metrics[rank_by]];
    double level = f == FIGURE_P10 ? 0.1 : f == FIGURE_P50 ? 0.5 : 0.9;
    for (int q = 0; q < SIM_QUANTILES; q++)
        if (SIM_LEVELS[q] == level) return s->quantile[q];
    return (double)NAN;
}

static bool any_simulated(const struct grid *g)
{
    for (uint32_t f = 0; f < g->figure_count; f++)
        if (figure_is_simulated(g->figures[f])) return true;
    return false;
}

bool grid_simulate(struct session *s, const struct grid *g, struct simulation *out)
{
    const struct sim_plan plan = {
        .samples = g->samples, .seed = g->seed, .jobs = g->jobs, .ranked_only = true};
    if (!session_compute(s)) return false;
    struct comparison point = compare_options(s);
    return simulate(s, &point, &plan, out);
}

// Trials of one point, where some option can do the work.
static void simulate_point(struct slice *q, const double *x, uint64_t point)
{
    struct grid *g = q->g;
    struct variant v;
    struct simulation sim;
    bool needed = false;
    for (uint32_t o = 0; o < g->options; o++)
        needed = needed || !grid_is_barred(g, point, o);
    if (!needed || !any_simulated(g)) return;
    variant_begin(&v, &q->session);
    evaluator_fix(&q->evaluator, x, TAPE_LANES);
    bool ok = grid_simulate(&q->session, g, &sim);
    for (uint32_t o = 0; o < g->options && ok; o++)
        for (uint32_t f = 0; f < g->figure_count; f++)
            if (figure_is_simulated(g->figures[f]))
                g->values[point * width(g) + (uint64_t)o * g->figure_count + f] =
                    grid_quantile(&sim, o, g->figures[f], q->session.program.rank_by);
    variant_end(&v);
}

static void keep_point(struct slice *q, const double *out, uint64_t point)
{
    struct grid *g = q->g;
    double *to = g->values + point * width(g);
    for (uint32_t o = 0; o < g->options; o++) {
        bool barred = !(out[evaluator_barred(o)] == 0);
        for (uint32_t f = 0; f < g->figure_count; f++) {
            double value = figure_is_simulated(g->figures[f])
                               ? (double)NAN
                               : out[evaluator_figure(o, g->figures[f])];
            bool known = isfinite(value) && figure_is_known(&q->session, g->figures[f]);
            *to++ = known ? num_in_unit(value, figure_factor(g->figures[f])) : (double)NAN;
        }
        g->barred[point * g->options + o] = barred;
        g->sizes[point * g->options + o] = out[evaluator_size(o)];
    }
    for (uint32_t i = 0; i < g->row_count; i++) {
        double value = out[evaluator_watched(&q->evaluator, i)];
        *to++ = isfinite(value) ? num_in_unit(value, g->rows[i].factor) : (double)NAN;
    }
}

static bool go_on(const struct slice *q)
{
    return q->watcher.go_on(q->watcher.context, q->g->done, q->g->points);
}

// One point after another, where each has its trials, or is built anew.
static bool run_singly(struct slice *q, bool *is_done)
{
    double x[AXES * TAPE_LANES];
    struct arena scratch = {0};
    double *out = ARENA_ARRAY(&scratch, double, (size_t)q->evaluator.output_count *TAPE_LANES);
    uint64_t points = slice_points(q), at = 0;
    for (bool on = true; at < points && on; at++) {
        uint64_t point = point_of(q, at);
        fill_lane(q, point, x);
        evaluator_run(&q->evaluator, x, 1, out);
        keep_point(q, out, point);
        simulate_point(q, x, point);
        is_done[point] = true;
        q->g->done++;
        on = go_on(q);
    }
    arena_free(&scratch);
    return at == points;
}

// Blocks of lanes on several threads; each has slots of its own, and each block in flight a place.
struct lane_blocks {
    struct slice *q;
    bool *is_done;
    double **slots;   // by worker
    double *out;      // by place
    size_t out_size;  // of a place
};

static uint32_t lanes_of(const struct slice *q, uint64_t block)
{
    uint64_t left = slice_points(q) - block * TAPE_LANES;
    return left < TAPE_LANES ? (uint32_t)left : TAPE_LANES;
}

static void compute_block(void *context, uint32_t worker, uint64_t block, uint32_t place)
{
    const struct lane_blocks *b = context;
    double x[AXES * TAPE_LANES];
    uint32_t lanes = lanes_of(b->q, block);
    for (uint32_t l = 0; l < lanes; l++)
        fill_lane(b->q, point_of(b->q, block * TAPE_LANES + l), x + l);
    evaluator_run_lanes(&b->q->evaluator, b->slots[worker], x, lanes,
                        b->out + place * b->out_size);
}

static void take_block(void *context, uint64_t block, uint32_t place)
{
    struct lane_blocks *b = context;
    uint32_t lanes = lanes_of(b->q, block);
    const double *out = b->out + place * b->out_size;
    for (uint32_t l = 0; l < lanes; l++) {
        uint64_t point = point_of(b->q, block * TAPE_LANES + l);
        keep_point(b->q, out + (size_t)l * b->q->evaluator.output_count, point);
        b->is_done[point] = true;
    }
    b->q->g->done += lanes;
}

static bool is_stopped(void *context)
{
    const struct lane_blocks *b = context;
    return b->q->g->done > 0 && !go_on(b->q);
}

static bool run_blocks(struct slice *q, bool *is_done)
{
    struct arena scratch = {0};
    struct lane_blocks b = {.q = q, .is_done = is_done};
    struct par_loop loop = {.jobs = q->g->jobs, .context = &b};
    loop.end = (slice_points(q) + TAPE_LANES - 1) / TAPE_LANES;
    loop.compute = compute_block;
    loop.take = take_block;
    loop.stop = is_stopped;
    b.out_size = (size_t)q->evaluator.output_count * TAPE_LANES;
    b.out = ARENA_ARRAY(&scratch, double, b.out_size *par_places(&loop));
    b.slots = ARENA_ARRAY(&scratch, double *, par_jobs(&loop));
    for (uint32_t w = 0; w < par_jobs(&loop); w++)
        b.slots[w] = evaluator_slots(&q->evaluator, &scratch);
    bool whole = par_run(&loop) == loop.end;
    arena_free(&scratch);
    return whole;
}

// False where the watcher ended it.
static bool run_points(struct slice *q, bool *is_done)
{
    bool slow = any_simulated(q->g) || !q->evaluator.has_lanes;
    return slow ? run_singly(q, is_done) : run_blocks(q, is_done);
}

static bool watch_rows(struct slice *q, struct watched *out)
{
    struct session *s = &q->session;
    for (uint32_t i = 0; i < q->g->row_count; i++) {
        struct grid_row *r = &q->g->rows[i];
        out[i] = (struct watched){address_find(s, r->address), r->trough};
        if (out[i].row == NO_NAME || !program_need(&s->program, out[i].row)) return false;
    }
    return true;
}

static uint32_t figure_bits(const struct grid *g)
{
    uint32_t bits = 0;
    for (uint32_t f = 0; f < g->figure_count; f++)
        bits |= 1U << g->figures[f];
    return bits;
}

// False after a report; *stopped where the watcher ended it.
static bool run_slice(struct slice *q, bool *is_done, bool *stopped)
{
    struct grid *g = q->g;
    const struct vary *inputs[AXES];
    struct watched rows[GRID_ROWS];
    if (!load_slice(q)) return false;
    for (uint32_t k = 0; k < q->number_count; k++) {
        open_axis(q, k);
        inputs[k] = &q->vary[k];
    }
    if (!watch_rows(q, rows)) return take_over(q->study, &q->session, NULL, 0);
    struct evaluation what = {.inputs = inputs,
                              .input_count = q->number_count,
                              .figures = figure_bits(g),
                              .watched = rows,
                              .watched_count = g->row_count};
    evaluator_open(&q->evaluator, &q->session, &what);
    for (uint32_t k = 0; k < q->number_count; k++)
        if (evaluator_depends(&q->evaluator, k)) g->moves[q->numbers[k]] = true;
    *stopped = !run_points(q, is_done);
    evaluator_close(&q->evaluator);
    return true;
}

// ---- all of them -------------------------------------------------------------------------------

// The next combination of words. False after the last.
static bool advance(const struct grid *g, uint64_t *base)
{
    for (uint32_t i = g->axis_count; i-- > 0;) {
        if (g->axes[i].kind != AXIS_WORDS) continue;
        if (++base[i] < g->axes[i].count) return true;
        base[i] = 0;
    }
    return false;
}

static bool check_moves(const struct study *study, const struct grid *g)
{
    for (uint32_t i = 0; i < g->axis_count; i++)
        if (!g->moves[i] && g->axes[i].kind != AXIS_WORDS)
            return vary_fail_inert(study->session, &g->axes[i].vary);
    return true;
}

bool grid_run(const struct study *study, struct grid *g, struct watcher w)
{
    struct arena *a = &study->session->arena;
    g->options = study->session->program.options.count;
    g->points = (uint64_t)axes_points(g->axes, g->axis_count);
    g->values = ARENA_ARRAY(a, double, g->points *width(g));
    g->barred = ARENA_ARRAY(a, bool, g->points * g->options);
    g->sizes = ARENA_ARRAY(a, double, g->points * g->options);
    bool *is_done = ARENA_ARRAY(a, bool, g->points), ok = true, stopped = false;
    g->is_done = is_done;
    uint64_t base[AXES] = {0};
    do {
        struct slice *q = ARENA_NEW(a, struct slice);
        *q = (struct slice){.study = study, .g = g, .watcher = w};
        for (uint32_t i = 0; i < g->axis_count; i++)
            q->base[i] = base[i];
        ok = run_slice(q, is_done, &stopped);
        session_close(&q->session);
    } while (ok && !stopped && advance(g, base));
    return ok && check_moves(study, g);
}
