#include "support/check.h"

#include "engine/roots.h"
#include "engine/vmath.h"

struct polynomial {
    const double *roots;
    uint32_t count;
};

static struct curve_point product(const void *context, double u)
{
    const struct polynomial *p = context;
    double value = 1, size = 1;
    for (uint32_t i = 0; i < p->count; i++) {
        value *= u - p->roots[i];
        size *= fabs(u) + fabs(p->roots[i]);
    }
    return (struct curve_point){value, size};
}

static struct roots find(const double *list, uint32_t count)
{
    struct polynomial p = {list, count};
    struct curve c = {product, &p, .fades = false};
    struct roots found;
    roots_find(&c, 0, &found);
    return found;
}

static void all_roots_are_found_in_order(void **state)
{
    (void)state;
    const double list[] = {-30, -0.7, 0, 0.0001, 0.0953, 0.1823, 1.5, 600};
    struct roots found = find(list, COUNT_OF(list));
    assert_int_equal(found.count, COUNT_OF(list));
    for (uint32_t i = 0; i < found.count; i++)
        assert_true(fabs(found.u[i] - list[i]) <= 1e-12 * (1 + fabs(list[i])));
}

static void a_touching_root_is_found_once(void **state)
{
    (void)state;
    const double list[] = {0.1234, 0.1234};
    struct roots found = find(list, 2);
    assert_int_equal(found.count, 1);
    assert_true(fabs(found.u[0] - 0.1234) < 1e-9);
}

static void two_roots_between_grid_points_are_found(void **state)
{
    (void)state;
    const double list[] = {1.0, 1.001};
    struct roots found = find(list, 2);
    assert_int_equal(found.count, 2);
    assert_close(found.u[0], 1.0, 1e-12);
    assert_close(found.u[1], 1.001, 1e-12);
}

static void none_is_none(void **state)
{
    (void)state;
    const double list[] = {-50, 800};  // outside of what can be told from -100 % and infinity
    assert_int_equal(find(list, 2).count, 0);
}

enum { FLOWS = 25 };

// Flows at months m - 0.5, the first of which grows with u.
static struct curve_point present_value(const void *context, double u)
{
    const double *flow = context;
    double base = u < 0 ? FLOWS : 0;
    struct curve_point p = {0, 0};
    for (int m = 0; m < FLOWS; m++) {
        double term = flow[m] * vm_exp((base - m + 0.5) * u);
        p.value += term;
        p.size += fabs(term);
    }
    return p;
}

static void assert_same_roots(const double *flow)
{
    struct roots all, some;
    roots_find(&(struct curve){present_value, flow, .fades = false}, 0, &all);
    roots_find(&(struct curve){present_value, flow, .fades = true, .rise = 0.5}, 0, &some);
    assert_int_equal(all.count, some.count);
    assert_memory_equal(all.u, some.u, all.count * sizeof all.u[0]);
}

// (x - 0.9)^2 touches zero, times (x - 1.2) crosses it as well.
static void what_is_ruled_out_holds_no_root(void **state)
{
    (void)state;
    const double touching[FLOWS] = {-0.972, 2.97, -3, 1};
    assert_same_roots(touching);
    uint64_t random = 7;
    for (int i = 0; i < 40; i++) {
        double flow[FLOWS];
        for (int m = 0; m < FLOWS; m++) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            flow[m] = random >> 60 < 8 ? 0 : (double)(random >> 33) / 1e9 - 1;
        }
        assert_same_roots(flow);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_roots_are_found_in_order),
        cmocka_unit_test(a_touching_root_is_found_once),
        cmocka_unit_test(two_roots_between_grid_points_are_found),
        cmocka_unit_test(none_is_none),
        cmocka_unit_test(what_is_ruled_out_holds_no_root),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
