// failing_malloc.c - loaded before the C library: lets the FAIL_AT-th allocation fail, or with
// FAIL_STICKY all from there on; writes how many there were to the file FAIL_COUNT.
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

static long count, fail_at;
static int sticky, ready;

static void finish(void)
{
    const char *path = getenv("FAIL_COUNT");
    fail_at = 0;
    FILE *f = path ? fopen(path, "w") : NULL;
    if (!f) return;
    fprintf(f, "%ld\n", count);
    fclose(f);
}

static int fails(void)
{
    if (!ready) {
        const char *at = getenv("FAIL_AT");
        ready = 1;
        fail_at = at ? atol(at) : 0;
        sticky = getenv("FAIL_STICKY") != NULL;
        atexit(finish);
    }
    count++;
    if (fail_at == 0 || !(count == fail_at || (sticky && count > fail_at))) return 0;
    errno = ENOMEM;
    return 1;
}

void *malloc(size_t size)
{
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    return fails() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *old, size_t size)
{
    return fails() ? NULL : __libc_realloc(old, size);
}
