#include "base/num.h"

#include "support/check.h"
#include "support/gen.h"

#include <float.h>
#include <math.h>

static enum num_fault fault_of(const char *text)
{
    double v;
    return num_read(str_of(text), &v);
}

static void reads_what_json_calls_a_number(void **state)
{
    (void)state;
    static const char *const good[] = {
        "0", "-0", "1.5", "-12e3", "1E+2", "0.1e-3", "123456789012345678"};
    static const char *const bad[] = {"",     "-",     "+1",    "01",  "1.",  ".5",  "1e",
                                      "0x10", "1_000", "12:30", "NO",  "nan", "inf", ".inf",
                                      " 1",   "1 ",    "1,5",   "1e+", "--1"};
    for (size_t i = 0; i < COUNT_OF(good); i++)
        assert_int_equal(fault_of(good[i]), NUM_OK);
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_int_equal(fault_of(bad[i]), NUM_NOT_A_NUMBER);
    assert_int_equal(fault_of("1e999"), NUM_TOO_LARGE);
    assert_int_equal(fault_of("1e-999"), NUM_TOO_SMALL);
    assert_int_equal(fault_of("0e-999"), NUM_OK);
}

static void writes_the_shortest_text_that_reads_back(void **state)
{
    (void)state;
    char text[NUM_TEXT];
    struct gen g = gen_seeded(3);
    for (uint64_t i = 0, n = gen_cases(5000); i < n; i++) {
        double v = gen_double(&g), back;
        if (fabs(v) < DBL_MIN) continue;  // refused when read: it has lost digits
        num_write(text, v);
        assert_int_equal(num_read(str_of(text), &back), NUM_OK);
        assert_true(back == v);
    }
    num_write(text, 0.1);
    assert_string_equal(text, "0.1");
    num_write(text, 1.0 / 3);
    assert_string_equal(text, "0.3333333333333333");
    num_write(text, 9007199254740992);
    assert_string_equal(text, "9007199254740992");
    num_write(text, -0.0);
    assert_string_equal(text, "0");
    num_write_tidy(text, 0.1 + 0.2);
    assert_string_equal(text, "0.3");
}

static void rounds_ties_to_even(void **state)
{
    (void)state;
    assert_same(num_places(1234.5, 2), 1200);
    assert_same(num_places(-0.0146779926, -4), -0.0147);
    assert_same(num_places(2.15443e-147, -148), 2.2e-147);
    assert_same(num_places(4, 2), 0);
    assert_same(num_places(0, -2), 0);
    assert_same(num_round(0.125, 2), 0.12);
    assert_same(num_round(0.375, 2), 0.38);
    assert_same(num_round(2.5, 0), 2.0);
    assert_same(num_round(-3.5, 0), -4.0);
}

static void groups_thousands(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(num_grouped(&a, 1234567.891, 2), "1,234,567.89");
    assert_str(num_grouped(&a, -999, 0), "-999");
    assert_str(num_grouped(&a, -0.2, 0), "0");
    arena_free(&a);
}

static void whole_numbers_have_no_fraction(void **state)
{
    (void)state;
    uint64_t v;
    assert_true(num_read_whole(STR("17"), 1, 20, &v) && v == 17);
    assert_false(num_read_whole(STR("17.0"), 1, 20, &v));
    assert_false(num_read_whole(STR("1e1"), 1, 20, &v));
    assert_false(num_read_whole(STR("21"), 1, 20, &v));
    assert_false(num_read_whole(STR("99999999999999999999"), 0, UINT64_MAX, &v));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_json_calls_a_number),
        cmocka_unit_test(writes_the_shortest_text_that_reads_back),
        cmocka_unit_test(rounds_ties_to_even),
        cmocka_unit_test(groups_thousands),
        cmocka_unit_test(whole_numbers_have_no_fraction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
