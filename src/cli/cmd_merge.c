// cmd_merge.c - shards of one simulation, put together.
#include "cli/part.h"

#include "base/file.h"
#include "base/num.h"

enum { MERGE_BYTES = 512 * 1024 * 1024 };

static bool check_size(struct run *r)
{
    struct arena *a = &r->session.arena;
    uint32_t count = r->args.words.count;
    double all = 0;
    for (uint32_t i = 0; i < count; i++)
        all += (double)file_size(a, r->args.words.at[i]);
    if (all <= MERGE_BYTES) return true;
    run_fail(
        r,
        "%.*s x %.*s MB on average are %.*s MB of parts; all are held in memory, and 537 MB "
        "is the limit",
        STR_ARG(num_grouped(a, count, 0)), STR_ARG(num_grouped(a, all / count / 1e6, 1)),
        STR_ARG(num_grouped(a, all / 1e6, 0)));
    diag_help(&r->session.diags, "draw fewer shards: a part does not grow with its trials");
    return false;
}

bool cmd_merge(struct run *r)
{
    uint32_t count = r->args.words.count;
    struct part *parts = ARENA_ARRAY(&r->session.arena, struct part, count);
    struct str unused;
    bool ok = run_scenario_name(r, &unused) && check_size(r);
    if (!ok) return false;
    for (uint32_t i = 0; i < count; i++)
        ok = part_read(r, r->args.words.at[i], &parts[i]) && ok;
    return ok && parts_join(r, parts, count) && run_simulation(r, parts, count);
}
