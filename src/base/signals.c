#define _POSIX_C_SOURCE 200809L
#include "base/signals.h"

#include <signal.h>
#include <stddef.h>

static const int ENDING[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
enum { ENDING_COUNT = sizeof ENDING / sizeof ENDING[0] };

void signals_ignore_writing(void)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
}

// One that is ignored is left alone: held, it would wait as if it were to end the program.
static bool is_ignored(int number)
{
    struct sigaction now;
    return sigaction(number, NULL, &now) == 0 && now.sa_handler == SIG_IGN;
}

static sigset_t set_of(unsigned which)
{
    sigset_t set;
    sigemptyset(&set);
    for (int i = 0; i < ENDING_COUNT; i++)
        if (which & 1U << i) sigaddset(&set, ENDING[i]);
    return set;
}

unsigned signals_hold(void)
{
    unsigned held = 0;
    sigset_t blocked;
    sigprocmask(SIG_SETMASK, NULL, &blocked);
    for (int i = 0; i < ENDING_COUNT; i++)
        if (!is_ignored(ENDING[i]) && sigismember(&blocked, ENDING[i]) == 0) held |= 1U << i;
    sigset_t ending = set_of(held);
    sigprocmask(SIG_BLOCK, &ending, NULL);
    return held;
}

void signals_release(unsigned held)
{
    sigset_t ending = set_of(held);
    sigprocmask(SIG_UNBLOCK, &ending, NULL);
}

bool signals_waiting(void)
{
    sigset_t waiting;
    sigpending(&waiting);
    for (int i = 0; i < ENDING_COUNT; i++)
        if (sigismember(&waiting, ENDING[i]) == 1) return true;
    return false;
}

int signals_take(unsigned held)
{
    sigset_t waiting, mine = set_of(held);
    int number = 0;
    sigpending(&waiting);
    for (int i = 0; i < ENDING_COUNT; i++)
        if (sigismember(&waiting, ENDING[i]) == 0) sigdelset(&mine, ENDING[i]);
    if (!signals_waiting() || sigwait(&mine, &number) != 0) return 0;
    signals_release(held);
    return number;
}

void signals_end(int number)
{
    raise(number);
}

void signals_end_other(long process)
{
    kill((pid_t)process, SIGKILL);
}
