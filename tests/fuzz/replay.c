// replay.c - runs a fuzz target over the files of a folder, as a normal test.
#define _POSIX_C_SOURCE 200809L
#include "base/file.h"
#include "fuzz.h"

#include <string.h>

static uint32_t replay(struct arena *a, struct str folder)
{
    struct sources sources = {.arena = a};
    struct diags diags = {.arena = a, .sources = &sources};
    struct file_names names = {0};
    bool exists;
    if (!file_list(a, folder, STR(""), &diags, &names, &exists)) return 0;
    for (uint32_t i = 0; i < names.list.count; i++) {
        struct str text;
        struct str path = path_join(a, folder, names.list.at[i]);
        if (!file_read(a, path, FILE_LIMIT_SCENARIO, &diags, &text)) return 0;
        printf("%.*s\n", STR_ARG(path));
        fflush(stdout);
        uint8_t *copy =
            malloc(text.len + 1);  // its own block, so that a sanitizer sees its end
        if (!copy) return 0;
        if (text.len) memcpy(copy, text.at, text.len);
        LLVMFuzzerTestOneInput(copy, text.len);
        free(copy);
    }
    return names.list.count;
}

int main(int argc, char **argv)
{
    struct arena a = {0};
    uint32_t count = argc == 2 ? replay(&a, str_of(argv[1])) : 0;
    arena_free(&a);
    if (count == 0) fputs("nothing was replayed\n", stderr);
    return count == 0;
}
