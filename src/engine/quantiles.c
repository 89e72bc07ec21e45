// quantiles.c - draws by the inverse, all lanes at once: dist_quantile on lanes, with equal bits.
//
// Distributions with tables or branches of their own are drawn lane after lane.
#define VM_IN_LANES
#include "engine/lanes.h"

#include "engine/quantile.h"

// Few lanes lie in the tails of the bell curve. So the centre's formula runs on all of them, and
// the one of the tails on those alone, brought together.
void LANES_NAME(normal)(double *lanes)
{
    double tail[TAPE_LANES], root[TAPE_LANES], u[TAPE_LANES];
    uint32_t lane_of[TAPE_LANES], count = 0;
    LANES u[l] = lanes[l];
    LANES lanes[l] = vm_normal_centre(u[l] - 0.5);
    for (uint32_t l = 0; l < TAPE_LANES; l++) {
        double q = u[l] - 0.5;
        lane_of[count] = l;
        tail[count] = q < 0.0 ? u[l] : 1.0 - u[l];
        count += (q < 0.0 ? -q : q) <= VM_CENTRE ? 0U : 1U;
    }
    enum { WIDTH = 8 };
    for (uint32_t l = count; l % WIDTH; l++)
        tail[l] = 0.05;
    for (uint32_t from = 0; from < count; from += WIDTH) {
        double *t = tail + from, *r = root + from;
        for (int l = 0; l < WIDTH; l++)
            r[l] = sqrt(-vm_ln(t[l]));
        for (int l = 0; l < WIDTH; l++)
            t[l] = vm_normal_middle(r[l]);
    }
    for (uint32_t i = 0; i < count; i++) {
        double z = root[i] <= VM_MIDDLE ? tail[i] : vm_normal_far(root[i]);
        lanes[lane_of[i]] = u[lane_of[i]] < 0.5 ? -z : z;
    }
}

static void cut(const struct dist *d, double *lanes)
{
    LANES lanes[l] = quantile_share(d, lanes[l]);
    LANES_NAME(quantiles)(d->of, lanes);
    LANES lanes[l] = quantile_cut(d, lanes[l]);
}

// Powers are taken of all lanes at once, each with that of its side.
static void pert(const struct dist *d, double *lanes)
{
    const struct pert_side *low = &d->pert->sides[0], *high = &d->pert->sides[1];
    double low_power = low->power, high_power = high->power, low_step = low->step,
           high_step = high->step, power[TAPE_LANES], step[TAPE_LANES], place[TAPE_LANES];
    LANES power[l] = lanes[l] < 0.5 ? low_power : high_power;
    LANES step[l] = lanes[l] < 0.5 ? low_step : high_step;
    LANES place[l] = lanes[l] < 0.5 ? lanes[l] : 1.0 - lanes[l];
    LANES place[l] = vm_pow_positive(place[l], power[l]) / step[l];
    for (int l = 0; l < TAPE_LANES; l++)
        lanes[l] = quantile_pert(d->pert, lanes[l], place[l]);
    LANES lanes[l] = d->a + (d->c - d->a) * lanes[l];
}

void LANES_NAME(quantiles)(const struct dist *d, double *lanes)
{
    switch (d->kind) {
    case DIST_UNIFORM: LANES lanes[l] = quantile_uniform(d, lanes[l]); return;
    case DIST_NORMAL:
        LANES_NAME(normal)(lanes);
        LANES lanes[l] = quantile_normal(d, lanes[l]);
        return;
    case DIST_LOGNORMAL:
        LANES_NAME(normal)(lanes);
        LANES lanes[l] = quantile_lognormal(d, lanes[l]);
        return;
    case DIST_TWO_PIECE:
        LANES_NAME(normal)(lanes);
        LANES lanes[l] = quantile_two_piece(d, lanes[l]);
        return;
    case DIST_TRIANGULAR: LANES lanes[l] = quantile_triangular(d, lanes[l]); return;
    case DIST_TRUNCATED: cut(d, lanes); return;
    case DIST_PERT:
        if (d->pert)
            pert(d, lanes);
        else
            LANES lanes[l] = d->a;
        return;
    case DIST_METALOG:
    case DIST_DISCRETE:
    case DIST_COUNT: break;
    }
    for (int l = 0; l < TAPE_LANES; l++)
        lanes[l] = dist_quantile(d, lanes[l]);
}
