// measure.c - what whole processes cost: time on the wall, processor time, peak memory.
//
// usage: measure RUNS -- COMMAND [ARGUMENT..] [-- COMMAND [ARGUMENT..]]..
//
// Each round runs every command once, in turn, so that all of them meet the same machine. Output
// of the commands is thrown away. For each command one line is printed, medians over the rounds:
//
//     WALL_MS CPU_MS PEAK_KIB
//
// Code 1 where a command can't be run or fails: the time of a failure means nothing.
#define _DEFAULT_SOURCE  // wait4
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

enum { COMMANDS_LIMIT = 16, RUNS_LIMIT = 10000 };

struct cost {
    double wall_ms;
    double cpu_ms;
    double peak_kib;
};

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double span_ms(struct timeval t)
{
    return (double)t.tv_sec * 1e3 + (double)t.tv_usec / 1e3;
}

static double kib_of(long peak)
{
#ifdef __APPLE__
    return (double)peak / 1024;  // bytes there
#else
    return (double)peak;
#endif
}

static bool run_once(char **command, const posix_spawn_file_actions_t *quiet, struct cost *out)
{
    pid_t child;
    int status;
    struct rusage used;
    double start = now_ms();
    if (posix_spawnp(&child, command[0], quiet, NULL, command, environ) != 0) return false;
    if (wait4(child, &status, 0, &used) != child) return false;
    out->wall_ms = now_ms() - start;
    out->cpu_ms = span_ms(used.ru_utime) + span_ms(used.ru_stime);
    out->peak_kib = kib_of(used.ru_maxrss);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static int by_size(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

// The median of one figure of `count` costs; `offset` is its place within them.
static double median(const struct cost *costs, size_t count, size_t offset)
{
    double *sorted = malloc(count * sizeof *sorted);
    if (!sorted) exit(1);
    for (size_t i = 0; i < count; i++)
        memcpy(&sorted[i], (const char *)&costs[i] + offset, sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_size);
    double middle = (sorted[count / 2] + sorted[(count - 1) / 2]) / 2;
    free(sorted);
    return middle;
}

// Cuts the arguments at each "--" into commands that end in NULL. Returns how many there are.
static size_t cut_commands(int argc, char **argv, char ***commands)
{
    size_t count = 0;
    for (int i = 2; i < argc; i++) {
        if (strcmp(argv[i], "--") != 0) continue;
        argv[i] = NULL;
        if (count == COMMANDS_LIMIT || i + 1 >= argc) return 0;
        commands[count++] = &argv[i + 1];
    }
    return count;
}

static bool measure(char ***commands, size_t count, size_t runs, struct cost *costs)
{
    posix_spawn_file_actions_t quiet;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", O_WRONLY, 0);
    for (size_t run = 0; run < runs; run++)
        for (size_t i = 0; i < count; i++)
            if (!run_once(commands[i], &quiet, &costs[i * runs + run])) {
                fprintf(stderr, "measure: %s failed\n", commands[i][0]);
                return false;
            }
    return posix_spawn_file_actions_destroy(&quiet) == 0;
}

int main(int argc, char **argv)
{
    char **commands[COMMANDS_LIMIT];
    long runs = argc > 1 ? strtol(argv[1], NULL, 10) : 0;
    size_t count = cut_commands(argc, argv, commands);
    if (runs < 1 || runs > RUNS_LIMIT || count == 0) {
        fprintf(stderr, "usage: measure RUNS -- COMMAND [-- COMMAND]..\n");
        return 2;
    }
    struct cost *costs = calloc(count * (size_t)runs, sizeof *costs);
    if (!costs || !measure(commands, count, (size_t)runs, costs)) return 1;
    for (size_t i = 0; i < count; i++) {
        const struct cost *of = costs + i * (size_t)runs;
        printf("%.3f %.3f %.0f\n", median(of, (size_t)runs, offsetof(struct cost, wall_ms)),
               median(of, (size_t)runs, offsetof(struct cost, cpu_ms)),
               median(of, (size_t)runs, offsetof(struct cost, peak_kib)));
    }
    free(costs);
    return 0;
}
