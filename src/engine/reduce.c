// reduce.c - what lists of trials come to, all lanes at once.
//
// Sums are taken by lane, trial t in lane t % TAPE_LANES, and the lanes are added in pairs: so the
// bits do not hang on how many lanes a machine computes at once.
#define VM_IN_LANES
#include "engine/lanes.h"

#include "engine/kernel.h"

// What is done with trial `at + l` of `count`, in whole blocks of lanes and then what is left.
#define TRIALS(count, ...)                                                                     \
    for (int at = 0, end = (int)(count); at < end; at += TAPE_LANES) {                         \
        if (end - at >= TAPE_LANES) LANES                                                      \
            {                                                                                  \
                __VA_ARGS__                                                                    \
            }                                                                                  \
        else                                                                                   \
            for (int l = 0; l < end - at; l++) {                                               \
                __VA_ARGS__                                                                    \
            }                                                                                  \
    }

// The sum of all lanes, which are written over.
static double sum_of(double *lanes)
{
    for (int width = TAPE_LANES / 2; width > 0; width /= 2)
        for (int l = 0; l < width; l++)
            lanes[l] += lanes[l + width];
    return lanes[0];
}

void LANES_NAME(moments)(const double *x, const double *less, double apart, uint32_t count,
                         double out[2])
{
    double sum[TAPE_LANES] = {0}, squares[TAPE_LANES] = {0};
    if (less)
        TRIALS(count, double d = x[at + l] - less[at + l] - apart; sum[l] += d;
               squares[l] += d * d;)
    else
        TRIALS(count, double d = x[at + l] - apart; sum[l] += d; squares[l] += d * d;)
    out[0] = sum_of(sum);
    out[1] = sum_of(squares);
}

void LANES_NAME(win)(double option, const double *x, const double *barred, uint32_t count,
                     double *best, double *least)
{
    TRIALS(count, int t = at + l;
           double wins = kernel_below(x[t], least[t]) || best[t] < 0.0 ? 1.0 : 0.0;
           wins = barred[t] == 0.0 ? wins : 0.0; best[t] = wins != 0.0 ? option : best[t];
           least[t] = wins != 0.0 ? x[t] : least[t];)
}

double LANES_NAME(wins)(double option, const double *best, uint32_t count)
{
    double sum[TAPE_LANES] = {0};
    TRIALS(count, sum[l] += best[at + l] == option ? 1.0 : 0.0;)
    return sum_of(sum);
}

double LANES_NAME(least)(const double *best, const double *least, double apart, uint32_t count)
{
    double sum[TAPE_LANES] = {0};
    TRIALS(count, sum[l] += best[at + l] < 0.0 ? 0.0 : least[at + l] - apart;)
    return sum_of(sum);
}

void LANES_NAME(chances)(const struct lane_option *o, const struct lane_option *base,
                         const double *least, double limit, uint32_t count,
                         struct lane_chances *out)
{
    double regret[TAPE_LANES] = {0}, feasible[TAPE_LANES] = {0}, beats[TAPE_LANES] = {0},
           within[TAPE_LANES] = {0};
    const double *x = o->x, *barred = o->barred, *y = base->x, *no_base = base->barred;
    TRIALS(count, int t = at + l; double cost = x[t], can = barred[t] == 0.0 ? 1.0 : 0.0;
           double may = no_base[t] == 0.0 ? 1.0 : 0.0;
           double below = kernel_below(cost, y[t]) ? 1.0 : 0.0,
           fits = cost <= limit ? 1.0 : 0.0;
           regret[l] += can * (cost - least[t]); feasible[l] += can;
           beats[l] += can * may * below; within[l] += can * fits;)
    *out =
        (struct lane_chances){sum_of(regret), sum_of(feasible), sum_of(beats), sum_of(within)};
}

void LANES_NAME(cells)(const double *x, uint32_t count, int low_bits, uint64_t *cells,
                       double *least, double *most)
{
    double low[TAPE_LANES], high[TAPE_LANES];
    LANES low[l] = *least;
    LANES high[l] = *most;
    TRIALS(count, double value = x[at + l] + 0.0;  // -0 is 0
           uint64_t bits = vm_bits(value);
           uint64_t turned = value < 0.0 ? ~UINT64_C(0) : UINT64_C(1) << 63;
           cells[at + l] = (bits ^ turned) >> low_bits;
           low[l] = value < low[l] ? value : low[l];
           high[l] = value > high[l] ? value : high[l];)
    for (int l = 0; l < TAPE_LANES; l++) {
        *least = low[l] < *least ? low[l] : *least;
        *most = high[l] > *most ? high[l] : *most;
    }
}

void LANES_NAME(parts)(const double *x, uint32_t count, double least, double scale,
                       uint32_t most, uint32_t *parts)
{
    double last = most;
    TRIALS(count, double part = (x[at + l] - least) * scale; part = part > 0.0 ? part : 0.0;
           part = part < last ? part : last; parts[at + l] = (uint32_t)(int32_t)part;)
}

void LANES_NAME(bins)(const struct lane_bins *b, const double *x, const double *costs,
                      uint32_t width, uint32_t count, double *sums, double *trials)
{
    uint32_t cells[TAPE_LANES];
    for (uint32_t at = 0; at < count; at += TAPE_LANES) {
        uint32_t rest = count - at < TAPE_LANES ? count - at : TAPE_LANES;
        LANES_NAME(parts)(x + at, rest, b->least, b->scale, LANE_CELLS - 1, cells);
        for (uint32_t l = 0; l < rest; l++) {
            uint32_t bin = b->first[cells[l]];
            while (x[at + l] >= b->edges[bin])
                bin++;
            trials[bin] += 1;
            const double *from = costs + (size_t)(at + l) * width;
            double *to = sums + (size_t)bin * width;
            for (uint32_t k = 0; k < width; k += LANE_COSTS) {
                double s0 = to[k] + from[k], s1 = to[k + 1] + from[k + 1],
                       s2 = to[k + 2] + from[k + 2], s3 = to[k + 3] + from[k + 3];
                to[k] = s0, to[k + 1] = s1, to[k + 2] = s2, to[k + 3] = s3;
            }
        }
    }
}
