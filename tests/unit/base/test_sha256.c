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

// However a text is cut, around the 64 bytes of a block.
static void pieces_have_the_answer_of_the_whole(void **state)
{
    (void)state;
    struct arena a = {0};
    struct text t = {.arena = &a};
    for (int i = 0; i < 300; i++)
        text_add_char(&t, (char)('a' + i % 26));
    struct str all = text_str(&t), wanted = sha256_hex(&a, all);
    for (size_t first = 0; first <= 130; first++)
        for (size_t second = 0; second <= 130; second += 13) {
            struct sha256 s = {0};
            sha256_add(&s, str_cut(all, 0, first));
            sha256_add(&s, str_cut(all, first, first + second));
            sha256_add(&s, str_cut(all, first + second, all.len));
            assert_true(str_eq(sha256_end(&s, &a), wanted));
        }
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_answers),
        cmocka_unit_test(pieces_have_the_answer_of_the_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
