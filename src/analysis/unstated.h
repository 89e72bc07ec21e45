// unstated.h - what a scenario leaves at its default, stated there so that it can be varied.
//
// A growth of nothing reaches no formula, and given(x) tells what is stated from what is not. What
// is to be varied is therefore stated first, at the value that it has: as --set would do it. So is
// what a place has from another one, so that it moves alone, and others follow it as they would.
#ifndef TCO_ANALYSIS_UNSTATED_H
#define TCO_ANALYSIS_UNSTATED_H

#include "session/session.h"

struct unstated {
    VEC(struct str) sets;  // ADDRESS=VALUE, in the arena of the session
};

// Of a computed session: adds what has to be stated before `name`, an address or a name such as
// growth, can be varied. Nothing where it is stated, has no value yet, or is not known at all.
void unstated_find(struct session *s, struct str name, struct unstated *out);

#endif
