// cmd_merge.c - shards of one simulation, put together.
#include "cli/part.h"

bool cmd_merge(struct run *r)
{
    uint32_t count = r->args.words.count;
    struct part *parts = ARENA_ARRAY(&r->session.arena, struct part, count);
    struct str unused;
    bool ok = run_scenario_name(r, &unused);
    if (!ok) return false;
    for (uint32_t i = 0; i < count; i++)
        ok = part_read(r, r->args.words.at[i], &parts[i]) && ok;
    return ok && parts_join(r, parts, count) && run_simulation(r, parts, count);
}
