#include "base/sha256.h"

#include "support/check.h"

// The examples of FIPS 180-2, appendix B.
static void known_answers(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_str(sha256_hex(&a, STR("abc")),
               "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_str(sha256_hex(&a, STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
               "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    assert_str(sha256_hex(&a, STR("")),
               "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    struct text t = {.arena = &a};
    text_add_repeated(&t, 'a', 1000000);
    assert_str(sha256_hex(&a, text_str(&t)),
               "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(known_answers)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
