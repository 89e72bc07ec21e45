#define _POSIX_C_SOURCE 200809L
#include "base/apart.h"

#include "base/attr.h"
#include "base/signals.h"
#include "base/str.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LONGEST = 400, LOOK_MS = 50 };

// The answer is what went wrong, in one piece that a pipe takes at once.
NO_RETURN static void answer(int pipe_end, const char *fault)
{
    size_t length = fault ? strnlen(fault, LONGEST) : 0;
    bool told = write(pipe_end, fault ? fault : "", length) == (ssize_t)length;
    _exit(told ? EXIT_SUCCESS : EXIT_FAILURE);
}

// Until all is said, or the other end is gone. Returns the length.
static size_t listen_to(int pipe_end, pid_t child, char *said)
{
    size_t length = 0;
    struct pollfd end = {.fd = pipe_end, .events = POLLIN};
    for (;;) {
        if (signals_waiting()) signals_end_other(child);
        if (poll(&end, 1, LOOK_MS) == 0) continue;
        ssize_t n = read(pipe_end, said + length, LONGEST - length);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return length;
        length += (size_t)n;
    }
}

static const char *await(struct arena *a, pid_t child, int pipe_end)
{
    char said[LONGEST];
    int status = 0;
    size_t length = listen_to(pipe_end, child, said);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (signals_waiting()) return strerror(EINTR);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != EXIT_SUCCESS)
        return "what writes it failed, as it does where memory ends";
    return length ? str_to_c(a, (struct str){said, length}) : NULL;
}

const char *apart_run(struct arena *a, apart_work *work, void *context)
{
    int ends[2];
    if (pipe(ends) != 0) return strerror(errno);
    pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        answer(ends[1], work(context));
    }
    const char *fault = child < 0 ? strerror(errno) : NULL;
    close(ends[1]);
    if (child > 0) fault = await(a, child, ends[0]);
    close(ends[0]);
    return fault;
}
