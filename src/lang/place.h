// place.h - how the language finds its way back to the file that a formula stands in.
//
// The language knows texts, not files: whoever loads a formula gives the text and a function
// that turns a part of it into a place.
#ifndef TCO_LANG_PLACE_H
#define TCO_LANG_PLACE_H

#include "base/source.h"

struct placer {
    const void *context;
    // Where bytes from..to of the text with this id stand.
    struct span (*place)(const void *context, uint32_t id, size_t from, size_t to);
};

// A text to parse. `id` means something to the placer.
struct excerpt {
    struct str text;
    uint32_t id;
};

#endif
