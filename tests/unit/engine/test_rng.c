#include "support/check.h"

#include "engine/rng.h"

struct known_answer {
    uint64_t counter[RNG_WORDS], key[RNG_WORDS], out[RNG_WORDS];
};

// Known answers for 13 rounds published with Random123 (J. K. Salmon and others).
static void published_answers_are_met(void **state)
{
    (void)state;
    const uint64_t full = UINT64_MAX;
    const struct known_answer answers[] = {
        {{0, 0, 0, 0},
         {0, 0, 0, 0},
         {0x4071fabee1dc8e05, 0x02ed3113695c9c62, 0x397311b5b89f9d49, 0xe21292c3258024bc}},
        {{full, full, full, full},
         {full, full, full, full},
         {0x7eaed935479722b5, 0x90994358c429f31c, 0x496381083e07a75b, 0x627ed0d746821121}},
    };
    for (uint32_t i = 0; i < COUNT_OF(answers); i++) {
        uint64_t out[RNG_WORDS];
        rng_block(answers[i].counter, answers[i].key, out);
        assert_memory_equal(out, answers[i].out, sizeof out);
    }
}

static void draws_do_not_depend_on_the_batch(void **state)
{
    (void)state;
    double all[64], part[16];
    rng_uniform(7, 11, 0, 64, all);
    for (uint32_t first = 0; first < 64; first += 16) {
        rng_uniform(7, 11, first, 16, part);
        assert_memory_equal(part, all + first, sizeof part);
    }
    for (uint32_t i = 0; i < 64; i++)
        assert_true(all[i] > 0 && all[i] < 1);
    rng_uniform(7, 12, 0, 16, part);
    assert_memory_not_equal(part, all, sizeof part);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_answers_are_met),
        cmocka_unit_test(draws_do_not_depend_on_the_batch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
