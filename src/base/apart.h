// apart.h - work in a process of its own.
//
// A library may not look whether it gets the memory that it asks for, and dies. What runs apart dies
// alone: this process is left to clear up behind it and to say so.
#ifndef TCO_BASE_APART_H
#define TCO_BASE_APART_H

#include "base/arena.h"

// Returns NULL, or what went wrong.
typedef const char *apart_work(void *context);

// Does the work on a copy of all that is in memory: nothing but files and the answer come back. A
// held signal that waits ends it early. No other thread may be running. What went wrong is made in
// the arena.
const char *apart_run(struct arena *a, apart_work *work, void *context);

#endif
