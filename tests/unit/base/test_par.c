#include "support/check.h"

#include "base/par.h"

enum { ITEMS = 1000 };

struct seen {
    uint64_t squares[PAR_JOBS * PAR_AHEAD];
    uint64_t next, sum, stop_at;
    bool in_order;
};

static void compute(void *context, uint32_t worker, uint64_t item, uint32_t place)
{
    struct seen *s = context;
    (void)worker;
    s->squares[place] = item * item;
}

static void take(void *context, uint64_t item, uint32_t place)
{
    struct seen *s = context;
    s->in_order = s->in_order && item == s->next && s->squares[place] == item * item;
    s->next = item + 1;
    s->sum += s->squares[place];
}

static bool stop(void *context)
{
    const struct seen *s = context;
    return s->next >= s->stop_at;
}

static void items_are_taken_in_order_by_any_number_of_threads(void **state)
{
    const uint32_t jobs[] = {1, 2, 3, 7, 64};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(jobs); i++) {
        static struct seen s;
        s = (struct seen){.next = 5, .in_order = true};
        struct par_loop l = {.jobs = jobs[i], .first = 5, .end = ITEMS, .context = &s};
        l.compute = compute;
        l.take = take;
        assert_int_equal(par_run(&l), ITEMS - 5);
        assert_true(s.in_order);
        assert_int_equal(s.sum, UINT64_C(999) * 1000 * 1999 / 6 - 30);
    }
}

static void what_was_begun_is_taken_when_it_is_stopped(void **state)
{
    (void)state;
    for (uint32_t jobs = 1; jobs <= 4; jobs++) {
        static struct seen s;
        s = (struct seen){.in_order = true, .stop_at = 100};
        struct par_loop l = {.jobs = jobs, .end = ITEMS, .context = &s, .stop = stop};
        l.compute = compute;
        l.take = take;
        uint64_t taken = par_run(&l);
        assert_true(s.in_order && taken == s.next);
        assert_in_range(taken, 100, 100 + jobs * PAR_AHEAD);
    }
}

static void nothing_to_do_is_done_at_once(void **state)
{
    (void)state;
    struct par_loop l = {.jobs = 8, .first = 3, .end = 3, .compute = compute, .take = take};
    assert_int_equal(par_jobs(&l), 1);
    assert_int_equal(par_run(&l), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(items_are_taken_in_order_by_any_number_of_threads),
        cmocka_unit_test(what_was_begun_is_taken_when_it_is_stopped),
        cmocka_unit_test(nothing_to_do_is_done_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
