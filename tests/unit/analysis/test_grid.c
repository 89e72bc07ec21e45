#include "support/check.h"

#include "analysis/optimum.h"

// Twelve months of 100 a month, and of (x - 4)^2 + 10 y.
static const char YAML[] =
    "tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: 12 months\n"
    "params: {x: 2, y: 3}\n"
    "options:\n"
    "  flat: {it: {use: staff, people: 1 FTE, salary: 100 USD/FTE/month}}\n"
    "  moved: {it: {use: staff, people: 1 FTE, salary: \"((params.x - 4) * (params.x - 4) + "
    "10 * params.y) * 1 USD/FTE/month\"}}\n"
    "baseline: flat\n";

enum { FLAT, MOVED };

static void open_scenario(struct session *s)
{
    assert_computed(s, compute_text(s, YAML));
    s->text = str_of(YAML);
}

static struct axis axis_of(struct session *s, const char *text)
{
    struct axis x;
    assert_computed(s, axis_parse(s, str_of(text), &x));
    return x;
}

static bool on(void *context, uint64_t done, uint64_t of)
{
    (void)done, (void)of;
    return context == NULL;
}

static const struct watcher PATIENT = {on, NULL};

// ---- axes --------------------------------------------------------------------------------------

static void a_range_ends_where_its_steps_do(void **state)
{
    (void)state;
    struct session s;
    open_scenario(&s);
    struct axis even = axis_of(&s, "params.x=0:1:0.1"), odd = axis_of(&s, "params.x=0:10:3");
    assert_int_equal(even.count, 11);
    assert_same(axis_number(&even, 3), 0.3);  // not three times a tenth
    assert_same(axis_number(&even, 10), 1);
    assert_int_equal(odd.count, 4);
    assert_same(axis_number(&odd, 3), 9);
    assert_str(axis_assignment(&s.arena, &odd, 1), "params.x=3");
    assert_true(odd.has_now);
    assert_same(odd.now, 2);
    struct axis two[] = {axis_of(&s, "params.x=1:1000000:1"),
                         axis_of(&s, "params.y=1:1000000:1")};
    assert_same(axes_points(two, 2), 1e12);
    session_close(&s);
}

static void a_list_stands_as_it_was_written(void **state)
{
    (void)state;
    struct session s;
    open_scenario(&s);
    struct axis numbers = axis_of(&s, "params.x=3, 1,2"),
                words = axis_of(&s, "horizon=12 months,24 months"),
                factors = axis_of(&s, "params.y=0.5x,2x");
    assert_int_equal(numbers.kind, AXIS_VALUES);
    assert_int_equal(numbers.count, 3);
    assert_same(axis_number(&numbers, 1), 1);
    assert_int_equal(words.kind, AXIS_WORDS);
    assert_str(axis_assignment(&s.arena, &words, 1), "horizon=24 months");
    assert_int_equal(factors.kind, AXIS_FACTORS);
    assert_str(axis_text(&s.arena, &factors, 0), "0.5 x");
    session_close(&s);
}

static void an_axis_without_values_is_reported(void **state)
{
    (void)state;
    static const char *const list[] = {
        "params.x",       "params.x=",       "=1,2",         "params.x=1:2",  "params.x=2:1:1",
        "params.x=1:2:0", "params.x=1:2:-1", "params.x=1,1", "params.x=1,,2", "params.x=1 kg"};
    for (size_t i = 0; i < COUNT_OF(list); i++) {
        struct session s;
        struct axis x;
        open_scenario(&s);
        assert_false(axis_parse(&s, str_of(list[i]), &x));
        assert_int_equal(s.diags.error_count, 1);
        session_close(&s);
    }
}

// ---- grids -------------------------------------------------------------------------------------

static void two_axes(struct session *s, struct axis *axes, struct grid *g)
{
    axes[0] = axis_of(s, "params.y=1,2,3");
    axes[1] = axis_of(s, "params.x=0:10:0.1");
    *g = (struct grid){.axes = axes, .axis_count = 2, .jobs = 1};
    g->figures[0] = FIGURE_TOTAL;
    g->figure_count = 1;
}

static void every_point_is_computed_on_any_number_of_threads(void **state)
{
    (void)state;
    for (uint32_t jobs = 1; jobs <= 3; jobs++) {
        struct session s;
        struct axis axes[2];
        struct grid g;
        open_scenario(&s);
        two_axes(&s, axes, &g);
        g.jobs = jobs;
        struct study study = {.session = &s};
        assert_computed(&s, grid_run(&study, &g, PATIENT));
        assert_int_equal(g.points, 303);
        assert_int_equal(g.done, 303);
        assert_true(g.moves[0] && g.moves[1]);
        for (uint64_t p = 0; p < g.points; p++) {
            double y = axis_number(&axes[0], grid_index(&g, p, 0)),
                   x = axis_number(&axes[1], grid_index(&g, p, 1));
            assert_true(g.is_done[p]);
            assert_close(grid_value(&g, p, FLAT, 0), 1200, 1e-14);
            assert_close(grid_value(&g, p, MOVED, 0), 12 * ((x - 4) * (x - 4) + 10 * y), 1e-13);
            assert_false(grid_is_barred(&g, p, MOVED));
        }
        assert_int_equal(grid_neighbour(&g, 7, 0, 1), 108);
        assert_int_equal(grid_neighbour(&g, 7, 1, -2), 5);
        session_close(&s);
    }
}

static void a_grid_that_is_stopped_tells_what_is_there(void **state)
{
    (void)state;
    struct session s;
    struct axis axes[2];
    struct grid g;
    open_scenario(&s);
    two_axes(&s, axes, &g);
    struct study study = {.session = &s};
    assert_computed(&s, grid_run(&study, &g, (struct watcher){on, &s}));
    assert_int_equal(g.done, TAPE_LANES);
    for (uint64_t p = 0; p < g.points; p++)
        assert_int_equal(g.is_done[p], p < TAPE_LANES);
    session_close(&s);
}

static void a_grid_that_would_not_fit_is_refused(void **state)
{
    (void)state;
    struct session s;
    open_scenario(&s);
    struct axis axes[] = {axis_of(&s, "params.x=1:1000000:1"),
                          axis_of(&s, "params.y=1:1000000:1")};
    struct grid g = {.axes = axes, .axis_count = 1, .figure_count = 1};
    assert_true(grid_check_size(&s, &g, 100));
    g.axis_count = 2;
    assert_false(grid_check_size(&s, &g, 100));
    assert_ids(&s.diags, "usage");
    session_close(&s);
}

// ---- the best point ----------------------------------------------------------------------------

static void find(struct session *s, struct axis *axes, const char *limit, bool least,
                 struct optima *o)
{
    *o = (struct optima){.plan = {.sought = FIGURE_TOTAL}};
    two_axes(s, axes, &o->grid);
    if (limit) assert_true(limit_parse(s, str_of(limit), least, o));
    struct study study = {.session = s};
    assert_computed(s, optima_find(&study, o, PATIENT));
}

static void the_least_is_found_with_what_lies_around_it(void **state)
{
    (void)state;
    struct session s;
    struct axis axes[2];
    struct optima o;
    open_scenario(&s);
    find(&s, axes, NULL, false, &o);
    const struct optimum *best = &o.list[MOVED];
    const struct flatness *x = &best->flat[1], *y = &best->flat[0];
    assert_int_equal(o.best, MOVED);
    assert_int_equal(best->point, 40);  // x = 4, y = 1
    assert_close(best->value, 120, 1e-13);
    assert_close(best->now, 12 * 34, 1e-13);
    assert_int_equal(best->allowed, 303);
    assert_int_equal(best->within, 7);  // 12 (x - 4)^2 <= 1.2
    assert_int_equal(x->within_from, 37);
    assert_int_equal(x->within_to, 43);
    assert_close(x->below.value, 120.12, 1e-13);
    assert_true(x->moves && y->moves);
    assert_int_equal(x->above.is, BESIDE_ALLOWED);
    assert_int_equal(y->below.is, BESIDE_NONE);
    assert_close(y->above.value, 240, 1e-13);
    assert_false(o.list[FLAT].moves);
    session_close(&s);
}

static void a_limit_bars_what_breaks_it(void **state)
{
    (void)state;
    struct session s;
    struct axis axes[2];
    struct optima o;
    uint32_t limit = 7;
    open_scenario(&s);
    find(&s, axes, "total=130 USD", true, &o);
    assert_int_equal(o.list[MOVED].point, 30);  // 12 (x - 4)^2 >= 10
    assert_close(o.list[MOVED].value, 132, 1e-13);
    assert_int_equal(optima_barred(&o, 40, MOVED, &limit), BARRED_LIMIT);
    assert_int_equal(limit, 0);
    assert_int_equal(optima_barred(&o, 40, FLAT, &limit), BARRED_NOT);
    session_close(&s);
    open_scenario(&s);
    find(&s, axes, "total=100 USD", false, &o);
    assert_false(o.list[MOVED].found || o.list[FLAT].found);
    assert_int_equal(o.best, NO_NAME);
    session_close(&s);
}

// What a single point that may be costs is moved all the same.
static void one_point_that_may_be_is_moved(void **state)
{
    (void)state;
    struct session s;
    struct axis axes[2];
    struct optima o;
    open_scenario(&s);
    find(&s, axes, "total=120 USD", false, &o);
    assert_int_equal(o.list[MOVED].allowed, 1);
    assert_true(o.list[MOVED].moves);
    assert_int_equal(o.list[MOVED].flat[1].below.is, BESIDE_BARRED);
    session_close(&s);
}

static void what_was_not_reached_is_not_barred(void **state)
{
    (void)state;
    struct session s;
    struct axis axes[2];
    struct optima o = {.plan = {.sought = FIGURE_TOTAL}};
    open_scenario(&s);
    two_axes(&s, axes, &o.grid);
    struct study study = {.session = &s};
    assert_computed(&s, optima_find(&study, &o, (struct watcher){on, &s}));
    assert_int_equal(o.list[MOVED].point, 40);
    assert_int_equal(o.list[MOVED].flat[0].above.is, BESIDE_NOT_DONE);
    session_close(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_range_ends_where_its_steps_do),
        cmocka_unit_test(a_list_stands_as_it_was_written),
        cmocka_unit_test(an_axis_without_values_is_reported),
        cmocka_unit_test(every_point_is_computed_on_any_number_of_threads),
        cmocka_unit_test(a_grid_that_is_stopped_tells_what_is_there),
        cmocka_unit_test(a_grid_that_would_not_fit_is_refused),
        cmocka_unit_test(the_least_is_found_with_what_lies_around_it),
        cmocka_unit_test(a_limit_bars_what_breaks_it),
        cmocka_unit_test(one_point_that_may_be_is_moved),
        cmocka_unit_test(what_was_not_reached_is_not_barred),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
