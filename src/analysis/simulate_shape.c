// simulate_shape.c - how the trials of an option spread: the share of them in bins of one width.
#include "analysis/simulate_int.h"

#include "base/num.h"
#include "engine/kernel.h"

enum { P5 = 0, P95 = SIM_QUANTILES - 1 };
enum { STEPS = 20 };  // bins from P5 to P95 at the most; at least 8

struct ends {
    double least, most;
};

static struct ends ends_of(const struct runner *r, const struct series_of *s)
{
    if (r->out->streamed) return (struct ends){s->counts[0].least, s->counts[0].most};
    struct ends e = {s->kept[0], s->kept[0]};
    for (uint64_t i = 1; i < r->out->samples; i++) {
        e.least = kernel_min(e.least, s->kept[i]);
        e.most = kernel_max(e.most, s->kept[i]);
    }
    return e;
}

// Bins reach as far beyond P5 and P95 as these are apart, or to the last value; the outermost ones
// have all that lies further out.
static void set_bins(const struct spread *spread, struct ends e, struct shape *to)
{
    double low = spread->quantile[P5], span = spread->quantile[P95] - low;
    if (!(span > 0)) span = e.most - e.least;
    double first = kernel_max(e.least, low - span), last = kernel_min(e.most, low + 2 * span);
    to->width = num_nice_step(span / STEPS, NULL);
    to->from = num_floor(first / to->width);
    to->count = (uint32_t)(num_floor(last / to->width) - to->from) + 1;
    to->open_below = num_floor(e.least / to->width) < to->from;
    to->open_above = num_floor(e.most / to->width) >= to->from + to->count;
}

static void count_kept(const struct runner *r, const struct series_of *s, struct shape *to)
{
    uint64_t *counts = ARENA_ARRAY(r->a, uint64_t, to->count);
    double last = to->count - 1;
    for (uint64_t i = 0; i < r->out->samples; i++) {
        double bin = num_floor(s->kept[i] / to->width) - to->from;
        counts[bin < 0 ? 0 : (uint32_t)kernel_min(bin, last)]++;
    }
    for (uint32_t i = 0; i < to->count; i++)
        to->share[i] = (double)counts[i] / (double)r->out->samples;
}

static void part_counted(const struct runner *r, const struct series_of *s, struct shape *to)
{
    double all = (double)r->out->samples, so_far = 0;
    for (uint32_t i = 0; i < to->count; i++) {
        double below =
            i + 1 < to->count ? histogram_below(&s->counts[0], shape_edge(to, i + 1)) : all;
        to->share[i] = (below - so_far) / all;
        so_far = below;
    }
}

void simulate_set_shape(struct runner *r, uint32_t series, const struct spread *spread,
                        struct shape *to)
{
    const struct series_of *s = &r->series.at[series];
    struct ends e = ends_of(r, s);
    *to = (struct shape){.from = e.least, .count = 1};
    if (e.most > e.least) set_bins(spread, e, to);
    to->share = ARENA_ARRAY(&r->s->arena, double, to->count);
    if (to->width == 0)
        to->share[0] = 1;
    else if (r->out->streamed)
        part_counted(r, s, to);
    else
        count_kept(r, s, to);
}

double shape_edge(const struct shape *h, uint32_t bin)
{
    return h->width == 0 ? h->from : num_tidy((h->from + bin) * h->width);
}
