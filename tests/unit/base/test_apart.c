#include "base/apart.h"

#include "support/check.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

static const char *say(void *context)
{
    const char *said = *(const char **)context;
    *(const char **)context = "changed";
    return said;
}

static const char *die(void *context)
{
    (void)context;
    raise(SIGKILL);
    return NULL;
}

static const char *leave(void *context)
{
    (void)context;
    _Exit(70);
}

static void answers_what_went_wrong(void **state)
{
    (void)state;
    struct arena a = {0};
    const char *said = NULL;
    assert_null(apart_run(&a, say, &said));
    said = "the paper is out";
    assert_string_equal(apart_run(&a, say, &said), "the paper is out");
    assert_string_equal(said, "the paper is out");  // memory is another's
    arena_free(&a);
}

static void outlives_the_work(void **state)
{
    (void)state;
    struct arena a = {0};
    assert_non_null(strstr(apart_run(&a, die, NULL), "where memory ends"));
    assert_non_null(strstr(apart_run(&a, leave, NULL), "where memory ends"));
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_what_went_wrong),
        cmocka_unit_test(outlives_the_work),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
