// signals.h - what the program does about signals: it ends by them, but never half-way through a
// file.
#ifndef TCO_BASE_SIGNALS_H
#define TCO_BASE_SIGNALS_H

#include <stdbool.h>

// A closed pipe and a full quota are failures of writing, not the end of the program.
void signals_ignore_writing(void);

// From here on the signals by which a user or a system ends a program wait. The answer names those
// that do, for signals_release, in which the program ends if one came meanwhile.
unsigned signals_hold(void);
void signals_release(unsigned held);
bool signals_waiting(void);

// Takes one that waits away, and lets further ones through: the next ends the program at once. 0 if
// none waits.
int signals_take(unsigned held);
// Ends the program by a signal that was taken.
void signals_end(int number);

// Ends another process, which is not asked.
void signals_end_other(long process);

#endif
