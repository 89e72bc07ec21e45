// fused.c - the benchmark's model written by hand for one instruction set, beside the tape.
//
// usage: fused SCENARIO MONTHS ROUNDS
//
// Both draw the same points and compute 16,384 trials, block by block. The hand-written program
// keeps a vector's trial in registers from the first month to the last and has all 14 figures of the
// benchmark. Printed are nanoseconds of the processor for a trial, a month and an option, drawing
// included: the least of ROUNDS rounds in turn. At 60 months the present values must agree.
#define _POSIX_C_SOURCE 200809L  // clock_gettime
#include "engine/draws.h"
#include "engine/lanes.h"
#include "engine/summary.h"
#include "engine/vmath.h"
#include "session/session.h"

#include <immintrin.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#ifdef __AVX512F__
enum { WIDTH = 8 };
typedef __m512d vector;
#define LOAD  _mm512_loadu_pd
#define STORE _mm512_storeu_pd
#define SAME  _mm512_set1_pd
#define LEAST _mm512_min_pd
#define MOST  _mm512_max_pd
#define UP(x) _mm512_roundscale_pd(x, _MM_FROUND_TO_POS_INF | _MM_FROUND_NO_EXC)
// b where x <= y and it was not set before, else a.
#define FIRST(a, b, x, y)                                                                      \
    _mm512_mask_blend_pd(_mm512_cmp_pd_mask(x, y, _CMP_LE_OQ) &                                \
                             _mm512_cmp_pd_mask(a, SAME(MONTHS), _CMP_EQ_OQ),                  \
                         a, b)
#else
enum { WIDTH = 4 };
typedef __m256d vector;
#define LOAD  _mm256_loadu_pd
#define STORE _mm256_storeu_pd
#define SAME  _mm256_set1_pd
#define LEAST _mm256_min_pd
#define MOST  _mm256_max_pd
#define UP    _mm256_ceil_pd
#define FIRST(a, b, x, y)                                                                      \
    _mm256_blendv_pd(a, b,                                                                     \
                     _mm256_and_pd(_mm256_cmp_pd(x, y, _CMP_LE_OQ),                            \
                                   _mm256_cmp_pd(a, SAME(MONTHS), _CMP_EQ_OQ)))
#endif

enum { MONTHS = 60, OPTIONS = 4, FIGURES = 14, POINTS = 2048, REPLICATES = 8 };

// The uncertain inputs, by the name that the scenario gives them, and what they are.
#define INPUT_ROWS(INPUT)                                                                      \
    INPUT(D0, "params.d0")                                                                     \
    INPUT(G, "params.g")                                                                       \
    INPUT(PA, "params.pa")                                                                     \
    INPUT(PE, "params.pe")                                                                     \
    INPUT(TH, "params.th")                                                                     \
    INPUT(W, "finance.discount_rate")                                                          \
    INPUT(DA, "params.da")                                                                     \
    INPUT(U, "params.u")                                                                       \
    INPUT(PG, "params.pg")                                                                     \
    INPUT(PR, "params.pr")                                                                     \
    INPUT(FS, "params.fs")                                                                     \
    INPUT(RV, "params.rv")
#define INPUT(name, address) name,
enum { INPUT_ROWS(INPUT) INPUTS };
#undef INPUT
#define INPUT(name, address) address,
static const char *const ADDRESSES[INPUTS] = {INPUT_ROWS(INPUT)};
#undef INPUT

// Per month: what does not hang on the trial.
struct month {
    double season, cloud, hardware, energy, wage;
};

struct fused {
    struct dist dists[INPUTS];
    uint32_t dimension[INPUTS];
    struct month months[MONTHS];
    double in[INPUTS][TAPE_LANES];
    double growth[TAPE_LANES], decline[TAPE_LANES], discount[TAPE_LANES];  // of a month
    double two[TAPE_LANES], six[TAPE_LANES];                               // growth of months
    double out[FIGURES][TAPE_LANES];
};

static struct dist between(double low, double high)
{
    double a = vm_ln(low), b = vm_ln(high);
    return (struct dist){
        .kind = DIST_LOGNORMAL, .a = (a + b) / 2, .b = (b - a) / (2 * 1.6448536269514722)};
}

static void set_dists(struct dist *d)
{
    d[D0] = between(40, 160);
    d[G] = between(1.05, 1.7);
    d[PA] = between(1000, 4000);
    d[PE] = between(0.07, 0.18);
    d[TH] = (struct dist){.kind = DIST_NORMAL, .a = 1500, .b = 220};
    d[W] = (struct dist){.kind = DIST_NORMAL, .a = 0.10, .b = 0.015};
    d[DA] = (struct dist){.kind = DIST_TRIANGULAR, .a = 0, .b = 0.15, .c = 0.40};
    d[U] = (struct dist){.kind = DIST_TRIANGULAR, .a = 0.25, .b = 0.45, .c = 0.70};
    d[PG] = (struct dist){.kind = DIST_TRIANGULAR, .a = 24000, .b = 30000, .c = 42000};
    d[PR] = (struct dist){.kind = DIST_UNIFORM, .a = 2.2, .b = 3.8};
    d[FS] = (struct dist){.kind = DIST_UNIFORM, .a = 0.5, .b = 0.9};
    d[RV] = (struct dist){.kind = DIST_UNIFORM, .a = 0.05, .b = 0.30};
}

static void set_months(struct month *months)
{
    static const double sine[4] = {0, 0.5, 0.8660254037844386, 1};
    for (int t = 0; t < MONTHS; t++) {
        int turn = t % 6 <= 3 ? t % 6 : 6 - t % 6;
        double year = t / 12.0, swing = t % 12 < 6 ? sine[turn] : -sine[turn];
        months[t] = (struct month){1 + 0.08 * swing, vm_pow(0.88, year), vm_pow(0.92, year),
                                   vm_pow(1.03, year), vm_pow(1.035, year)};
    }
}

static void draw(struct fused *f, const struct points *p, uint64_t first)
{
    const struct lane_set *run = lane_set_here();
    for (int i = 0; i < INPUTS; i++) {
        sobol_block(&p->sobol[f->dimension[i]], first, f->in[i]);
        run->quantiles(&f->dists[i], f->in[i]);
    }
    for (int l = 0; l < TAPE_LANES; l++) {
        f->in[TH][l] = f->in[TH][l] > 600 ? f->in[TH][l] : 600;
        f->in[W][l] = f->in[W][l] > 0.02 ? f->in[W][l] : 0.02;
    }
    for (int l = 0; l < TAPE_LANES; l++) {
        double g = vm_ln(f->in[G][l]) / 12;
        f->growth[l] = vm_exp(g);
        f->two[l] = vm_exp(2 * g);
        f->six[l] = vm_exp(6 * g);
    }
    for (int l = 0; l < TAPE_LANES; l++)
        f->decline[l] = vm_exp(vm_ln(1 - f->in[DA][l]) / 12);
    for (int l = 0; l < TAPE_LANES; l++)
        f->discount[l] = vm_exp(vm_ln(1 + f->in[W][l]) / -12);
}

static vector bill(vector price, vector volume)
{
    vector zero = SAME(0), tier = SAME(150);
    return price * (LEAST(volume, tier) + SAME(0.8) * MOST(volume - tier, zero));
}

// One vector of trials from the first month to the last.
static void compute(struct fused *f, int at)
{
    vector zero = SAME(0), factor = SAME(1), demand = LOAD(f->in[D0] + at);
    vector price = LOAD(f->in[PA] + at), growth = LOAD(f->growth + at);
    vector decline = LOAD(f->decline + at), discount = LOAD(f->discount + at);
    vector capacity = LOAD(f->in[TH] + at) * LOAD(f->in[U] + at) * SAME(2628000.0 / 1e9);
    vector share = SAME(1) / capacity, ahead_own = LOAD(f->two + at) * SAME(1.15 / 8);
    vector ahead_hybrid = LOAD(f->six + at) * SAME(0.6 / 8);
    vector power = LOAD(f->in[PE] + at) * SAME(1.25 * 1.3 * 730 * 0.8);
    vector gpu = LOAD(f->in[PG] + at) * SAME(1.12), reserved = LOAD(f->in[PR] + at) * SAME(730);
    vector spot = reserved * LOAD(f->in[FS] + at) * SAME(1.08), rest = LOAD(f->in[RV] + at);
    vector lost = SAME(1) - rest, block = zero, block_cost = zero;
    vector own = zero, fitted = zero, own_book = zero, own_left = zero;
    vector hybrid = zero, hybrid_book = zero, hybrid_left = zero;
    vector npv[OPTIONS] = {zero, zero, zero, zero}, capex[OPTIONS] = {zero, zero, zero, zero};
    vector opex[OPTIONS] = {zero, zero, zero, zero}, even[OPTIONS];
    vector bought[MONTHS / 3], paid[MONTHS / 3];
    for (int o = 0; o < OPTIONS; o++)
        even[o] = SAME(MONTHS);
    for (int t = 0; t < MONTHS; t++) {
        const struct month *m = &f->months[t];
        vector volume = demand * SAME(m->season), busy = volume * share, need = UP(busy);
        vector salary = SAME(220000.0 / 12 * m->wage), energy = power * SAME(m->energy);
        vector unit = gpu * SAME(m->hardware), capital[OPTIONS] = {zero, zero, zero, zero};
        vector running[OPTIONS];
        running[0] = bill(price, volume);

        if (t % 12 == 0) {
            block = UP(SAME(0.7) * need);
            block_cost = block * reserved * SAME(m->cloud);
        }
        if (t == 0) capital[1] = SAME(30000);
        running[1] = block_cost + MOST(need - block, zero) * spot * SAME(m->cloud) +
                     SAME(20) * volume + SAME(1.5) * salary;

        vector old = zero, old_cost = zero, cost = zero;
        if (t >= 48 && t % 3 == 0) old = bought[t / 3 - 16], old_cost = paid[t / 3 - 16];
        own = own - old;
        if (t % 3 == 0) {
            vector more = MOST(SAME(8) * UP(busy * ahead_own) - own, zero);
            own = own + more;
            cost = more * unit;
            bought[t / 3] = more;
            paid[t / 3] = cost;
            if (t >= 12) own_left = own_left + cost * (SAME(1) - lost * SAME((60 - t) / 48.0));
        }
        vector room = MOST(fitted, own);
        capital[2] = cost + (room - fitted) * SAME(1.25 * 2500) - rest * old_cost;
        fitted = room;
        own_book = own_book + cost - old_cost;
        running[2] = own * energy + fitted * SAME(1.25 * 140) + own_book * SAME(0.05 / 12) +
                     MOST(SAME(2), UP(own * SAME(1.0 / 128))) * salary +
                     price * (volume - LEAST(volume, own * capacity));

        if (t % 12 == 0) {
            vector more = MOST(SAME(8) * UP(busy * ahead_hybrid) - hybrid, zero);
            hybrid = hybrid + more;
            cost = more * unit;
            hybrid_book = hybrid_book + cost;
            capital[3] = cost + more * SAME(1.25 * 2500);
            hybrid_left = hybrid_left + cost * (SAME(1) - lost * SAME((60 - t) / 60.0));
        }
        running[3] = hybrid * energy + hybrid * SAME(1.25 * 140) +
                     hybrid_book * SAME(0.05 / 12) +
                     MOST(SAME(1.5), UP(hybrid * SAME(1.0 / 128))) * salary +
                     bill(price, volume - LEAST(volume, hybrid * capacity));

        for (int o = 0; o < OPTIONS; o++) {
            npv[o] = npv[o] + (capital[o] + running[o]) * factor;
            capex[o] = capex[o] + capital[o];
            opex[o] = opex[o] + running[o];
            if (o > 0)
                even[o] = FIRST(even[o], SAME(t), capex[o] + opex[o], capex[0] + opex[0]);
        }
        demand = demand * growth;
        price = price * decline;
        factor = factor * discount;
    }
    npv[2] = npv[2] - own_left * factor;
    npv[3] = npv[3] - hybrid_left * factor;
    for (int o = 0, k = OPTIONS; o < OPTIONS; o++) {
        STORE(f->out[o] + at, npv[o]);
        STORE(f->out[k++] + at, opex[o]);
        if (o == 0) continue;
        STORE(f->out[k++] + at, capex[o]);
        STORE(f->out[k++] + at, even[o]);
    }
}

// ---- both --------------------------------------------------------------------------------------

enum { FIGURES_EACH = 5 };  // that the tape has of each option

struct both {
    struct session s;
    struct fused fused;
    struct tape tape;
    struct draws draws;
    struct points points[REPLICATES];
    double *slots;
};

static void open_tape(struct both *b)
{
    uint32_t options = b->s.program.options.count, count = 0;
    struct val *outputs = ARENA_ARRAY(&b->s.arena, struct val, options * FIGURES_EACH);
    for (uint32_t o = 0; o < options; o++) {
        const struct tally *t = &b->s.ledger.tallies[o];
        struct val own[] = {t->npv, t->total, t->capex, t->opex, t->risk_adjusted};
        for (int k = 0; k < FIGURES_EACH; k++)
            outputs[count++] = own[k];
    }
    tape_build(&b->s.arena, &b->s.graph, outputs, count, &b->tape);
    draws_open(&b->s.arena, &b->s.unroll, &b->tape, 1, &b->draws);
    for (uint32_t r = 0; r < REPLICATES; r++)
        draws_points(&b->s.arena, &b->draws, r, true, 11, &b->points[r]);
    b->slots = tape_slots(&b->s.arena, &b->tape);
}

static bool open_fused(struct both *b)
{
    set_dists(b->fused.dists);
    set_months(b->fused.months);
    for (int i = 0; i < INPUTS; i++) {
        uint32_t draw = 0, draws = b->s.program.draws.count;
        while (draw < draws && !str_is(b->s.program.draws.at[draw].name, ADDRESSES[i]))
            draw++;
        if (draw == draws) return fprintf(stderr, "no input %s\n", ADDRESSES[i]), false;
        b->fused.dimension[i] = b->draws.dimension_of[draw];
    }
    return true;
}

static bool open_both(struct both *b, const char *file, const char *months)
{
    char horizon[32];
    struct load_settings settings = {0};
    snprintf(horizon, sizeof horizon, "%s months", months);
    settings.horizon = str_of(horizon);
    session_open(&b->s);
    if (!session_add_models(&b->s, STR_NONE, str_of(file)) ||
        !session_load(&b->s, str_of(file), &settings) || !session_build_uncertain(&b->s))
        return fprintf(stderr, "%s does not load\n", file), false;
    open_tape(b);
    return open_fused(b);
}

static void run_tape(struct both *b, uint32_t replicate, uint64_t first)
{
    draws_fill_at(&b->points[replicate], first, b->slots);
    tape_run(&b->tape, b->slots);
}

static void run_fused(struct both *b, uint32_t replicate, uint64_t first)
{
    draw(&b->fused, &b->points[replicate], first);
    for (int at = 0; at < TAPE_LANES; at += WIDTH)
        compute(&b->fused, at);
}

static double clock_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static void time_all(struct both *b, void (*run)(struct both *, uint32_t, uint64_t),
                     double *least)
{
    double start = clock_ns();
    for (uint32_t r = 0; r < REPLICATES; r++)
        for (uint64_t first = 0; first < POINTS; first += TAPE_LANES)
            run(b, r, first);
    double spent = (clock_ns() - start) / (POINTS * REPLICATES);
    if (*least == 0 || spent < *least) *least = spent;
}

// How many present values of all trials differ by more than a billionth. A few may: tco takes what
// is within a billionth of a whole number for that number before it rounds up.
static uint32_t differing(struct both *b)
{
    uint32_t count = 0;
    for (uint32_t r = 0; r < REPLICATES; r++)
        for (uint64_t first = 0; first < POINTS; first += TAPE_LANES) {
            run_tape(b, r, first);
            run_fused(b, r, first);
            for (uint32_t o = 0; o < OPTIONS; o++)
                for (uint32_t l = 0; l < TAPE_LANES; l++) {
                    double want = tape_lane(&b->tape, b->slots, o * (uint32_t)FIGURES_EACH, l);
                    count += fabs(b->fused.out[o][l] - want) <= 1e-9 * fabs(want) ? 0U : 1U;
                }
        }
    return count;
}

// Nanoseconds to count a value among others, for its quantiles.
static double time_counts(const struct fused *f)
{
    enum { BLOCKS = 4096 };
    struct arena a = {0};
    struct histogram h;
    histogram_open(&a, &h);
    double start = clock_ns();
    for (int i = 0; i < BLOCKS; i++)
        histogram_add(&h, f->out[i % OPTIONS], TAPE_LANES);
    double spent = (clock_ns() - start) / (BLOCKS * TAPE_LANES);
    arena_free(&a);
    return spent;
}

int main(int argc, char **argv)
{
    static struct both b;
    double tape = 0, fused = 0;
    int rounds = argc == 4 ? atoi(argv[3]) : 0, months = argc == 4 ? atoi(argv[2]) : 0;
    if (rounds < 1 || months < 1)
        return fprintf(stderr, "usage: fused SCENARIO MONTHS ROUNDS\n"), 2;
    if (!open_both(&b, argv[1], argv[2])) return 1;
    uint32_t off = months == MONTHS ? differing(&b) : 0;
    for (int i = 0; i < rounds; i++) {
        time_all(&b, run_tape, &tape);
        time_all(&b, run_fused, &fused);
    }
    printf("tape %.3f", tape / (months * OPTIONS));
    if (months == MONTHS) {
        printf(" fused %.3f ratio %.2f width %d differing %u", fused / (MONTHS * OPTIONS),
               tape / fused, WIDTH, off);
        printf(" summary %.2f", time_counts(&b.fused));
    }
    printf("\n");
    session_close(&b.s);
    return off > (uint32_t)POINTS * REPLICATES / 1000;
}
