#include "engine/summary.h"

#include "base/num.h"
#include "engine/lanes.h"

#include <math.h>
#include <string.h>

// ---- sums --------------------------------------------------------------------------------------

void sum_tree_open(struct arena *a, uint32_t width, struct sum_tree *t)
{
    *t = (struct sum_tree){.arena = a, .width = width};
}

static double *sums_of(struct sum_tree *t, const double *from)
{
    double *own =
        t->free.count ? t->free.at[--t->free.count] : ARENA_ARRAY(t->arena, double, t->width);
    memcpy(own, from, t->width * sizeof *own);
    return own;
}

static bool are_siblings(const struct sum_node *left, const struct sum_node *right)
{
    return left->level == right->level && left->index % 2 == 0 &&
           left->index + 1 == right->index;
}

void sum_tree_add_node(struct sum_tree *t, const struct sum_node *n)
{
    struct sum_node own = {n->level, n->index, sums_of(t, n->sums)};
    VEC_PUSH(t->arena, &t->nodes, own);
    while (t->nodes.count > 1) {
        struct sum_node *left = &t->nodes.at[t->nodes.count - 2], *right = left + 1;
        if (!are_siblings(left, right)) return;
        for (uint32_t i = 0; i < t->width; i++)
            left->sums[i] += right->sums[i];
        left->level++;
        left->index /= 2;
        VEC_PUSH(t->arena, &t->free, right->sums);
        t->nodes.count--;
    }
}

void sum_tree_add(struct sum_tree *t, uint64_t block, const double *sums)
{
    double *unchanged = sums_of(t, sums);
    sum_tree_add_node(t, &(struct sum_node){0, block, unchanged});
    VEC_PUSH(t->arena, &t->free, unchanged);
}

void sum_tree_total(const struct sum_tree *t, double *sums)
{
    memset(sums, 0, t->width * sizeof *sums);
    for (uint32_t n = 0; n < t->nodes.count; n++)
        for (uint32_t i = 0; i < t->width; i++)
            sums[i] += t->nodes.at[n].sums[i];
}

// ---- counts ------------------------------------------------------------------------------------

enum { BATCH = 256 };  // values of which one thing is computed before the next

void histogram_open(struct arena *a, struct histogram *h)
{
    *h = (struct histogram){.arena = a};
    h->rows = ARENA_ARRAY(a, uint64_t *, HISTOGRAM_ROWS);
}

// Of bits that rise with the value.
static double value_at(uint64_t code)
{
    uint64_t bits = code >> 63 ? code & ~(UINT64_C(1) << 63) : ~code;
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static uint64_t cell_of(double x)
{
    uint64_t cell;
    double least = x, most = x;
    lane_set_here()->cells(&x, 1, 52 - HISTOGRAM_BITS, &cell, &least, &most);
    return cell;
}

static uint64_t *row_of(struct histogram *h, uint64_t row)
{
    if (!h->rows[row]) h->rows[row] = ARENA_ARRAY(h->arena, uint64_t, HISTOGRAM_CELLS);
    return h->rows[row];
}

static void count_cells(struct histogram *h, const uint64_t *cells, uint32_t count)
{
    uint64_t **rows = h->rows;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t row = cells[i] >> HISTOGRAM_BITS;
        uint64_t *own = rows[row] ? rows[row] : row_of(h, row);
        own[cells[i] % HISTOGRAM_CELLS]++;
    }
    h->count += count;
}

void histogram_add(struct histogram *h, const double *values, uint32_t count)
{
    const struct lane_set *run = lane_set_here();
    uint64_t cells[BATCH];
    if (h->count == 0 && count > 0) h->least = h->most = values[0] + 0.0;
    for (uint32_t at = 0; at < count; at += BATCH) {
        uint32_t here = count - at < BATCH ? count - at : BATCH;
        run->cells(values + at, here, 52 - HISTOGRAM_BITS, cells, &h->least, &h->most);
        count_cells(h, cells, here);
    }
}

void histogram_add_same(struct histogram *h, double value, uint32_t count)
{
    double x = value + 0.0;
    if (count == 0) return;
    if (h->count == 0 || x < h->least) h->least = x;
    if (h->count == 0 || x > h->most) h->most = x;
    histogram_add_count(h, cell_of(value), count);
}

void histogram_add_count(struct histogram *h, uint64_t cell, uint64_t count)
{
    row_of(h, cell >> HISTOGRAM_BITS)[cell % HISTOGRAM_CELLS] += count;
    h->count += count;
}

void histogram_merge(struct histogram *h, const struct histogram *other)
{
    if (other->count == 0) return;
    if (h->count == 0 || other->least < h->least) h->least = other->least;
    if (h->count == 0 || other->most > h->most) h->most = other->most;
    h->count += other->count;
    for (uint64_t r = 0; r < HISTOGRAM_ROWS; r++) {
        if (!other->rows[r]) continue;
        uint64_t *row = row_of(h, r);
        for (uint32_t c = 0; c < HISTOGRAM_CELLS; c++)
            row[c] += other->rows[r][c];
    }
}

struct cell_ends {
    double low, high;
};

static struct cell_ends ends_of(const struct histogram *h, uint64_t cell)
{
    double low = value_at(cell << (52 - HISTOGRAM_BITS)),
           high = value_at(((cell + 1) << (52 - HISTOGRAM_BITS)) - 1);
    return (struct cell_ends){low < h->least ? h->least : low, high > h->most ? h->most : high};
}

static double within(const struct histogram *h, uint64_t cell, double part)
{
    struct cell_ends e = ends_of(h, cell);
    return e.low + (e.high - e.low) * part;
}

// The value of one rank, from 0.
static double of_rank(const struct histogram *h, uint64_t rank)
{
    uint64_t below = 0;
    for (uint64_t r = 0; r < HISTOGRAM_ROWS; r++) {
        for (uint64_t c = 0; h->rows[r] && c < HISTOGRAM_CELLS; c++) {
            uint64_t here = h->rows[r][c];
            if (rank < below + here)
                return within(h, r * HISTOGRAM_CELLS + c,
                              ((double)(rank - below) + 0.5) / (double)here);
            below += here;
        }
    }
    return h->most;
}

double histogram_quantile(const struct histogram *h, double q)
{
    double at = q * (double)(h->count - 1);
    uint64_t below = (uint64_t)at;
    double low = of_rank(h, below);
    return low + (of_rank(h, below + 1) - low) * (at - (double)below);
}

double histogram_below(const struct histogram *h, double x)
{
    if (x <= h->least) return 0;
    if (x > h->most) return (double)h->count;
    uint64_t own = cell_of(x), count = 0;
    for (uint64_t cell = 0; cell < own; cell++) {
        const uint64_t *row = h->rows[cell / HISTOGRAM_CELLS];
        if (row)
            count += row[cell % HISTOGRAM_CELLS];
        else
            cell |= HISTOGRAM_CELLS - 1;  // the whole row
    }
    const uint64_t *row = h->rows[own / HISTOGRAM_CELLS];
    if (!row || row[own % HISTOGRAM_CELLS] == 0) return (double)count;
    struct cell_ends e = ends_of(h, own);
    double part = e.high > e.low ? (x - e.low) / (e.high - e.low) : 0;
    return (double)count + part * (double)row[own % HISTOGRAM_CELLS];
}

// ---- stored values -----------------------------------------------------------------------------

static void sort(double *list, uint64_t count)
{
    for (uint64_t i = 1; i < count; i++) {
        double x = list[i];
        uint64_t k = i;
        for (; k > 0 && list[k - 1] > x; k--)
            list[k] = list[k - 1];
        list[k] = x;
    }
}

// The value of one rank, by parting the list around guesses.
static double ranked(double *list, uint64_t count, uint64_t rank)
{
    enum { FEW = 32 };
    while (count > FEW) {
        double a = list[0], b = list[count / 2], c = list[count - 1];
        double guess = a < b ? (b < c ? b : a < c ? c : a) : (a < c ? a : b < c ? c : b);
        uint64_t i = 0, j = count - 1;
        for (;;) {
            while (list[i] < guess)
                i++;
            while (list[j] > guess)
                j--;
            if (i >= j) break;
            double swap = list[i];
            list[i++] = list[j];
            list[j--] = swap;
        }
        uint64_t left = j + 1;
        if (rank < left) {
            if (left == count) break;  // all equal to the guess
            count = left;
        } else {
            list += left;
            rank -= left;
            count -= left;
        }
    }
    sort(list, count);
    return list[rank];
}

// Where most values lie, in equal parts, and all beyond in the first and the last one: in order, so
// that a rank is looked for in its part alone.
struct parts {
    double least, scale;  // parts for a unit of the values; 0 where all are in the first one
    uint64_t *counts;     // by part
    double **to;          // by part: where its next value goes, NULL where none is wanted
};

enum { PARTS = 2048, SAMPLE = 64 };

// From values at even distances. Those beyond the ends of the sample are few.
static void choose_span(const double *values, uint64_t count, struct parts *p)
{
    double sample[SAMPLE];
    uint64_t taken = count < SAMPLE ? count : SAMPLE;
    for (uint64_t i = 0; i < taken; i++)
        sample[i] = values[i * (count / taken)];
    sort(sample, taken);
    double most = sample[taken - 1];
    p->least = sample[0];
    p->scale = PARTS / (most - p->least);
    if (!(p->scale > 0 && p->scale < HUGE_VAL)) p->scale = 0;
}

static void find_parts(const struct parts *p, const double *values, uint32_t count,
                       uint32_t *parts)
{
    lane_set_here()->parts(values, count, p->least, p->scale, PARTS - 1, parts);
}

static void count_parts(struct arena *scratch, const double *values, uint64_t count,
                        struct parts *p)
{
    uint32_t parts[BATCH];
    p->counts = ARENA_ARRAY(scratch, uint64_t, PARTS);
    choose_span(values, count, p);
    if (p->scale == 0) p->counts[0] = count;
    for (uint64_t at = 0; at < count && p->scale > 0; at += BATCH) {
        uint32_t here = count - at < BATCH ? (uint32_t)(count - at) : BATCH;
        find_parts(p, values + at, here, parts);
        for (uint32_t i = 0; i < here; i++)
            p->counts[parts[i]]++;
    }
}

// The part of a rank; `rank` becomes the one within it. Ranks come in rising order: `part` and
// `below`, the values below it, go on from the last one's.
static void find_part(const struct parts *p, uint64_t *rank, uint32_t *part, uint64_t *below)
{
    while (*rank >= *below + p->counts[*part])
        *below += p->counts[(*part)++];
    *rank -= *below;
}

// The values of the wanted parts, each part's together.
static void gather(const double *values, uint64_t count, struct parts *p)
{
    uint32_t parts[BATCH];
    if (p->scale == 0) memcpy(p->to[0], values, count * sizeof *values);
    for (uint64_t at = 0; at < count && p->scale > 0; at += BATCH) {
        uint32_t here = count - at < BATCH ? (uint32_t)(count - at) : BATCH;
        find_parts(p, values + at, here, parts);
        for (uint32_t i = 0; i < here; i++)
            if (p->to[parts[i]]) *p->to[parts[i]]++ = values[at + i];
    }
}

static bool are_equal(const double *values, uint64_t count)
{
    uint64_t same = 1;
    while (same < count && values[same] == values[0])
        same++;
    return same == count;
}

void exact_quantiles(struct arena *scratch, const double *values, uint64_t count,
                     const double *q, uint32_t quantiles, double *out)
{
    for (uint32_t i = 0; i < quantiles; i++)
        out[i] = values[0];
    if (are_equal(values, count)) return;
    struct arena_mark mark = arena_mark(scratch);
    struct parts p;
    uint32_t ranks = 2 * quantiles, *part = ARENA_ARRAY(scratch, uint32_t, ranks), last = 0;
    uint64_t *rank = ARENA_ARRAY(scratch, uint64_t, ranks), below = 0;
    double **list = ARENA_ARRAY(scratch, double *, ranks);
    count_parts(scratch, values, count, &p);
    p.to = ARENA_ARRAY(scratch, double *, PARTS);
    for (uint32_t i = 0; i < ranks; i++) {
        uint64_t low = (uint64_t)(q[i / 2] * (double)(count - 1));
        rank[i] = i % 2 && low + 1 < count ? low + 1 : low;
        if (i == 0 || rank[i] < below) last = 0, below = 0;
        find_part(&p, &rank[i], &last, &below);
        part[i] = last;
        if (!p.to[last]) p.to[last] = ARENA_ARRAY(scratch, double, p.counts[last]);
        list[i] = p.to[last];
    }
    gather(values, count, &p);
    for (uint32_t i = 0; i < quantiles; i++) {
        double at = q[i] * (double)(count - 1), value[2];
        for (uint32_t k = 2 * i; k < 2 * i + 2; k++)
            value[k % 2] = ranked(list[k], p.counts[part[k]], rank[k]);
        out[i] = value[0] + (value[1] - value[0]) * (at - num_floor(at));
    }
    arena_release(scratch, mark);
}
