// calculate_crossovers.c - where one cost function meets another.
#include "engine/calculate_int.h"

struct crossover {
    double fixed, node, capacity, margin, most;  // margin: price less variable cost
};

// From where on in the step of `nodes` nodes owning costs no more; false if nowhere.
static bool step_from(const struct crossover *x, double nodes, double *from)
{
    double low = (nodes - 1) * x->capacity, high = nodes * x->capacity;
    double cost = x->fixed + nodes * x->node;
    if (cost == 0 && x->margin >= 0)
        *from = low;
    else if (x->margin <= 0)
        return false;
    else
        *from = cost / x->margin;
    if (*from > high && *from <= high * (1 + 1e-12)) *from = high;
    if (*from < low) *from = low;
    return *from <= high && *from <= x->most;
}

struct interval {
    double from, to;
};

struct intervals {
    VEC(struct interval) list;
};

// Where owning costs no more, step by step; steps that touch are one interval.
static void find_intervals(struct arena *a, const struct crossover *x, double steps,
                           struct intervals *out)
{
    for (double n = 1; n <= steps; n++) {
        double from, low = (n - 1) * x->capacity;
        if (!step_from(x, n, &from)) continue;
        struct interval *last = out->list.count ? &out->list.at[out->list.count - 1] : NULL;
        if (last && last->to == low && from == low)
            last->to = n * x->capacity;
        else
            VEC_PUSH(a, &out->list, (struct interval){from, n * x->capacity});
    }
}

static struct answer_value intervals_value(struct calculation *c, const struct intervals *found,
                                           double most)
{
    struct answer_value all = new_list(c, found->list.count);
    for (uint32_t i = 0; i < all.count; i++) {
        const struct interval *v = &found->list.at[i];
        all.items[i] = new_list(c, 2);
        all.items[i].items[0] = number_value(v->from);
        all.items[i].items[1] = maybe(v->to < most, v->to);
    }
    return all;
}

static const char *crossover_status(const struct intervals *found, bool to_the_end)
{
    if (found->list.count == 0) return "never";
    if (!to_the_end) return "reverted";
    if (found->list.count > 1) return "multiple";
    return found->list.at[0].from == 0 ? "always" : "single";
}

bool calc_crossover_volume(struct calculation *c)
{
    enum { MOST_STEPS = 1000000 };
    struct crossover x = {num(c, 0), num(c, 1), num(c, 2), num(c, 3) - num(c, 4), num(c, 5)};
    for (uint32_t i = 0; i < 5; i++)
        if (!not_negative(c, i)) return false;
    if (!above_zero(c, 2) || !above_zero(c, 5)) return false;
    double steps = num_ceil(x.most / x.capacity - 1e-9);
    if (steps > MOST_STEPS) return fail(c, 5, "this needs more than 1000000 nodes");
    struct intervals found = {0};
    find_intervals(c->arena, &x, steps, &found);
    uint32_t count = found.list.count;
    bool to_the_end = count > 0 && found.list.at[count - 1].to >= x.most;
    put(c, "cheaper_intervals", intervals_value(c, &found, x.most));
    put(c, "first_volume", count ? number_value(found.list.at[0].from) : null_value());
    put(c, "sustained_volume",
        to_the_end ? number_value(found.list.at[count - 1].from) : null_value());
    put(c, "status", word_value(crossover_status(&found, to_the_end)));
    return true;
}

bool calc_crossover_utilisation(struct calculation *c)
{
    if (!not_negative(c, 0) || !above_zero(c, 1) || !above_zero(c, 2)) return false;
    return answer(c, num(c, 0) / (num(c, 1) * 3600 / 1e6 * num(c, 2)));
}
