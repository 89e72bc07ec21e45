// watcher.h - who looks on while long work is done, and may end it.
#ifndef TCO_ANALYSIS_WATCHER_H
#define TCO_ANALYSIS_WATCHER_H

#include <stdbool.h>
#include <stdint.h>

// Asked after each block of points or trials. False: stop, and keep what is there.
struct watcher {
    bool (*go_on)(void *context, uint64_t done, uint64_t of);
    void *context;
};

#endif
