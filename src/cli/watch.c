// watch.c - long work: progress on a terminal, and Ctrl-C.
#define _POSIX_C_SOURCE 200809L
#include "cli/cmd.h"

#include "base/signals.h"

#include <unistd.h>

enum { LONG_WORK = 1000 * 1000 };  // points of a plain sweep: below that it is done at once

static void show(struct long_work *w, struct text *line)
{
    if (write(STDERR_FILENO, line->at, line->len) < 0) w->shows = false;
}

static bool go_on(void *context, uint64_t done, uint64_t of)
{
    struct long_work *w = context;
    unsigned percent = of ? (unsigned)((double)done / (double)of * 100) : 100;
    if (w->shows && percent != w->percent) {
        struct arena scratch = {0};
        struct text line = {.arena = &scratch};
        text_addf(&line, "\r%u %% of %.*s %s", percent,
                  STR_ARG(num_grouped(&scratch, (double)of, 0)), w->what);
        show(w, &line);
        arena_free(&scratch);
        w->percent = percent;
    }
    if (!signals_waiting()) return true;
    w->run->ended_by = signals_take(w->held);
    return w->run->ended_by == 0;
}

struct watcher watch_begin(struct long_work *w, struct run *r, const char *what, double work)
{
    *w = (struct long_work){.run = r, .what = what};
    w->shows = work >= LONG_WORK && isatty(STDERR_FILENO) && !args_has(&r->args, OPT_QUIET);
    w->held = signals_hold();
    return (struct watcher){go_on, w};
}

void watch_end(struct long_work *w)
{
    struct text line = {.arena = &w->run->session.arena};
    text_add_c(&line, "\r\x1b[K");
    if (w->shows) show(w, &line);
    if (!w->run->ended_by) signals_release(w->held);
}

// ---- scenarios that are read again -------------------------------------------------------------

struct study run_study(struct run *r, struct load_settings settings)
{
    return (struct study){.session = &r->session,
                          .models = args_value(&r->args, OPT_MODELS),
                          .settings = settings,
                          .sets = r->args.given[OPT_SET].values.at,
                          .set_count = r->args.given[OPT_SET].values.count};
}

// Values that an address is set to are stated thereby; what a name stands for is stated first.
bool run_load_axes(struct run *r, struct load_settings *settings)
{
    VEC(struct str) names = {0};
    for (uint32_t i = 0; i < r->args.given[OPT_VARY].values.count; i++) {
        struct str text = r->args.given[OPT_VARY].values.at[i],
                   name = str_trim(str_cut(text, 0, str_find(text, '=')));
        if (vary_is_name(name)) VEC_PUSH(&r->session.arena, &names, name);
    }
    return run_load_varied(r, names.at, names.count, settings);
}

bool run_axes(struct run *r, struct grid *g, uint32_t most)
{
    uint32_t count = r->args.given[OPT_VARY].values.count;
    struct axis *axes = ARENA_ARRAY(&r->session.arena, struct axis, count);
    bool ok = true;
    if (count == 0)
        return run_fail(r, "tco %s needs --vary ADDRESS=from:to:step", r->command->name);
    if (count > most)
        return run_fail(r, "tco %s varies at most %u addresses, and there are %u",
                        r->command->name, (unsigned)most, (unsigned)count);
    for (uint32_t i = 0; i < count; i++)
        ok = axis_parse(&r->session, r->args.given[OPT_VARY].values.at[i], &axes[i]) && ok;
    for (uint32_t i = 1; i < count && ok; i++)
        for (uint32_t k = 0; k < i; k++)
            if (str_eq(axes[i].name, axes[k].name))
                return run_fail(r, "--vary %.*s is given twice",
                                STR_ARG(str_visible(&r->session.arena, axes[i].name)));
    g->axes = axes;
    g->axis_count = count;
    return ok;
}
