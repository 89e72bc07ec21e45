#include "engine/returns.h"

#include "engine/kernel.h"
#include "engine/roots.h"

// Neumaier's sum: what each addition loses is kept apart.
struct exact {
    double sum, lost;
};

static void add(struct exact *e, double x)
{
    double next = e->sum + x;
    if (fabs(e->sum) >= fabs(x))
        e->lost += (e->sum - next) + x;
    else
        e->lost += (x - next) + e->sum;
    e->sum = next;
}

double returns_present_value(double rate, const struct series *s)
{
    struct exact e = {0};
    double u = vm_log1p(rate);
    for (uint32_t i = 0; i < s->count; i++)
        add(&e, s->time[i] == 0 ? s->amount[i] : s->amount[i] * vm_exp(-s->time[i] * u));
    return e.sum + e.lost;
}

// ---- rates of return ---------------------------------------------------------------------------

// Amounts of one time as one. They have been scaled, so that no sum is too large.
static uint32_t join_times(double *amount, double *time, uint32_t given)
{
    uint32_t count = 0;
    for (uint32_t i = 0, next; i < given; i = next) {
        struct exact e = {amount[i], 0};
        for (next = i + 1; next < given && time[next] == time[i]; next++)
            add(&e, amount[next]);
        double sum = e.sum + e.lost;
        if (sum == 0 && next > i + 1) continue;
        amount[count] = next > i + 1 ? sum : amount[i];  // which keeps the sign of a -0
        time[count++] = time[i];
    }
    return count;
}

// A series in order of time, without zeros, beginning at time 0, its largest amount made 1, or
// less where amounts of one time were joined.
static struct series in_order(struct arena *a, const struct series *s)
{
    double *amount = ARENA_ARRAY(a, double, s->count), *time = ARENA_ARRAY(a, double, s->count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        if (s->amount[i] == 0) continue;
        uint32_t at = count++;
        for (; at > 0 && time[at - 1] > s->time[i]; at--) {
            time[at] = time[at - 1];
            amount[at] = amount[at - 1];
        }
        time[at] = s->time[i];
        amount[at] = s->amount[i];
    }
    double largest = 0;
    for (uint32_t i = 0; i < count; i++)
        largest = kernel_max(largest, fabs(amount[i]));
    for (uint32_t i = 0; i < count; i++)
        amount[i] /= largest;
    count = join_times(amount, time, count);
    for (uint32_t i = count; i-- > 0;)
        time[i] -= time[0];
    return (struct series){amount, time, count};
}

// By the sign bit: an amount that is nothing beside the largest one still has its sign.
static bool is_negative(double x)
{
    return signbit(x) != 0;
}

static int sign_changes(const struct series *s)
{
    int changes = 0;
    for (uint32_t i = 1; i < s->count; i++)
        changes += is_negative(s->amount[i]) != is_negative(s->amount[i - 1]);
    return changes;
}

// The present value at e^u - 1; for negative u the value at the last time, so that all powers
// stay at or below 1.
static struct curve_point worth(const void *context, double u)
{
    const struct series *s = context;
    double base = u < 0 ? s->time[s->count - 1] : 0, size = 0;
    struct exact e = {0};
    for (uint32_t i = 0; i < s->count; i++) {
        double term = s->amount[i] * vm_exp((base - s->time[i]) * u);
        add(&e, term);
        size += fabs(term);
    }
    return (struct curve_point){e.sum + e.lost, size};
}

// Where rates grow without end, or near -100 %, only the outermost amount counts. Whether the value at
// the last rate looked at still has another sign, so that it is zero beyond.
static bool is_beyond(const struct series *s, double u, double outermost)
{
    struct curve_point p = worth(s, u);
    return fabs(p.value) > 1e-15 * p.size && is_negative(p.value) != is_negative(outermost);
}

void returns_irr(struct arena *a, const struct series *s, struct returns_rates *out)
{
    struct series ordered = in_order(a, s);
    int changes = sign_changes(&ordered);
    *out = (struct returns_rates){RETURNS_NONE, 0, {0}};
    if (changes == 0) return;
    bool beyond = is_beyond(&ordered, ROOTS_MOST, ordered.amount[0]) ||
                  is_beyond(&ordered, ROOTS_LEAST, ordered.amount[ordered.count - 1]);
    struct curve c = {worth, &ordered, .fades = true};
    struct roots found;
    roots_find(&c, changes == 1, &found);
    for (uint32_t i = 0; i < found.count; i++) {
        double rate = vm_expm1(found.u[i]);
        if (rate > -1 && isfinite(rate)) out->rate[out->count++] = rate;
    }
    if (out->count > 0)
        out->status = out->count == 1 && !beyond ? RETURNS_SINGLE : RETURNS_MULTIPLE;
    else if (beyond)
        out->status = RETURNS_BEYOND;
}

bool returns_mirr(const double *flows, uint32_t count, double finance_rate,
                  double reinvest_rate, double *out)
{
    double paid = 0, received = 0, u = vm_log1p(finance_rate), v = vm_log1p(reinvest_rate);
    for (uint32_t i = 0; i < count; i++) {
        if (flows[i] < 0) paid -= flows[i] * vm_exp(-u * i);
        if (flows[i] > 0) received += flows[i] * vm_exp(v * (count - 1 - i));
    }
    if (paid == 0 || received == 0 || count < 2) return false;
    *out = vm_expm1(vm_ln(received / paid) / (count - 1));
    return true;
}

// ---- payback -----------------------------------------------------------------------------------

// The sum has changed its side in period k, `at` if it moves in a straight line.
static void cross(struct payback *p, uint32_t k, bool up, double at)
{
    p->crossings[p->crossing_count++] = (struct payback_crossing){k, up, at};
    if (!up) return;
    if (!p->has_first) p->first = k, p->first_fractional = at;
    p->has_first = true;
    p->sustained = k;
    p->sustained_fractional = at;
}

static enum payback_status status_of(const struct payback *p, bool ever_below)
{
    if (!ever_below) return PAYBACK_ALWAYS;
    if (!p->has_sustained) return PAYBACK_REVERTED;
    return p->crossing_count == 1 ? PAYBACK_SINGLE : PAYBACK_MULTIPLE;
}

void returns_payback_of_sums(struct arena *a, const double *sum, uint32_t count,
                             struct payback *out)
{
    *out = (struct payback){.crossings = ARENA_ARRAY(a, struct payback_crossing, count)};
    bool ever_below = false, ever_ahead = false, above = true;
    for (uint32_t k = 0; k < count; k++) {
        bool was_above = above;
        above = sum[k] >= 0;
        ever_below = ever_below || !above;
        ever_ahead = ever_ahead || sum[k] > 0;
        if (k > 0 && above != was_above)
            cross(out, k, above, k - 1 + sum[k - 1] / (sum[k - 1] - sum[k]));
    }
    out->has_sustained = above;
    out->status = status_of(out, ever_below);
    if (!above && !out->has_first && !ever_ahead) {  // zeros before it fell are no gain
        out->status = PAYBACK_NEVER;
        out->crossing_count = 0;
    }
    out->has_first = out->has_first || !ever_below;
}

void returns_payback(struct arena *a, const double *flows, uint32_t count, struct payback *out)
{
    struct exact e = {0};
    double largest = 0, *sum = ARENA_ARRAY(a, double, count);
    for (uint32_t k = 0; k < count; k++) {
        add(&e, flows[k]);
        sum[k] = e.sum + e.lost;
        largest = kernel_max(largest, kernel_max(fabs(sum[k]), fabs(flows[k])));
        if (fabs(sum[k]) <= 1e-12 * largest) sum[k] = 0;
    }
    returns_payback_of_sums(a, sum, count, out);
}
