// Any number that is read, written and read again is the same; its text is a number of JSON.
#include "base/num.h"
#include "fuzz.h"

#include <math.h>
#include <string.h>

static void check_written(double value)
{
    char text[NUM_TEXT];
    double again = 0;
    num_write(text, value);
    FUZZ_CHECK(num_scan(str_of(text)) == strlen(text));
    if (num_read(str_of(text), &again) == NUM_OK) FUZZ_CHECK(again == value);
    num_write_tidy(text, value);
    FUZZ_CHECK(num_scan(str_of(text)) == strlen(text));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str s = fuzz_text(data, size);
    struct arena a = {0};
    double value = (double)NAN;
    uint64_t whole;
    size_t used = num_scan(s);
    FUZZ_CHECK(used <= size);
    enum num_fault fault = num_read(s, &value);
    FUZZ_CHECK((fault == NUM_OK) == isfinite(value));
    if (fault == NUM_OK) {
        FUZZ_CHECK(used == size);
        check_written(value);
        struct str shown = num_grouped(&a, value, (int)(size % 10));
        FUZZ_CHECK(shown.len > 0);
    }
    if (num_read_whole(s, 0, UINT64_MAX, &whole)) FUZZ_CHECK((double)whole == value);
    if (size >= sizeof value) {
        memcpy(&value, data, sizeof value);
        if (isfinite(value)) check_written(value);
    }
    arena_free(&a);
    return 0;
}
