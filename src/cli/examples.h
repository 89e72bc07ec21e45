// examples.h - the scenarios of the folder scenarios/, whole, with their comments.
#ifndef TCO_CLI_EXAMPLES_H
#define TCO_CLI_EXAMPLES_H

#include <stddef.h>

struct example {
    const char *name;  // of its file, without .yaml
    const unsigned char *bytes;
    size_t len;
};

#include "examples_count.h"
extern const struct example EXAMPLES[EXAMPLE_COUNT];

#endif
