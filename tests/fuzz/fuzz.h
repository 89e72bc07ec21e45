// fuzz.h - what the fuzz targets share.
//
// A target takes any bytes. It must not crash, and it holds each result against a rule: what was
// read and written out reads back as the same, every diagnostic lies inside its text, nothing
// that is not a number is printed. A broken rule ends the process, which a fuzzer takes for a
// crash and replay.c for a failed test.
#ifndef TEST_FUZZ_FUZZ_H
#define TEST_FUZZ_FUZZ_H

#include "base/diag.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define FUZZ_CHECK(rule)                                                                       \
    ((rule)                                                                                    \
         ? (void)0                                                                             \
         : (fprintf(stderr, "%s:%d: broken rule: %s\n", __FILE__, __LINE__, #rule), abort()))

static inline struct str fuzz_text(const uint8_t *data, size_t size)
{
    return (struct str){size ? (const char *)data : "", size};
}

// Every diagnostic lies inside its text, and is one printable line.
static inline void fuzz_check_diags(struct diags *d)
{
    diag_sort(d);
    for (uint32_t i = 0; i < d->list.count; i++) {
        const struct diag *one = &d->list.at[i];
        const struct source *s = source_get(d->sources, one->where.source);
        FUZZ_CHECK(one->message.len > 0 && one->id.len > 0);
        FUZZ_CHECK(str_find(one->message, '\n') == one->message.len);
        FUZZ_CHECK(str_find(one->message, '\x1b') == one->message.len);
        if (!s) continue;
        FUZZ_CHECK(one->where.start <= one->where.end);
        FUZZ_CHECK(one->where.start <= s->text.len);
        struct position p = source_position(s, one->where.start);
        FUZZ_CHECK(p.line >= 1 && p.column >= 1 && p.line_end <= s->text.len);
    }
    struct text out = {.arena = d->arena};
    diag_print(&out, d, (struct diag_style){0});
}

#endif
