// Any bytes are either refused as a saved result with a place, or rendered in every format; as JSON
// once more, what was rendered reads back as the same.
#include "report/saved.h"
#include "report/writer.h"

#include "fuzz.h"

static bool render(struct session *s, struct str text, struct text *json)
{
    struct saved saved;
    session_open(s);
    bool ok = saved_parse(s, STR("r.json"), text, &saved) && saved_pages(&saved, STR(""));
    FUZZ_CHECK(ok == (s->diags.error_count == 0));
    fuzz_check_diags(&s->diags);
    if (!ok) return false;
    const struct report *r = &saved.report;
    const struct table *chosen = report_table(r, str_of(r->default_table));
    for (int i = 0; i < WRITER_COUNT; i++) {
        struct text out = {.arena = &s->arena};
        if (!WRITERS[i].write || !chosen) continue;
        struct chart unused;
        if (WRITERS[i].write == write_svg && !report_chart(r, &s->arena, &unused)) continue;
        WRITERS[i].write(r, chosen, 80, &out);
        if (WRITERS[i].write == write_json) text_add(json, text_str(&out));
    }
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct session first, again;
    struct arena kept = {0};
    struct text one = {.arena = &kept}, two = {.arena = &kept};
    if (size > 200000) return 0;
    if (render(&first, fuzz_text(data, size), &one)) {
        FUZZ_CHECK(render(&again, text_str(&one), &two));
        FUZZ_CHECK(str_eq(text_str(&one), text_str(&two)));
        session_close(&again);
    }
    session_close(&first);
    arena_free(&kept);
    return 0;
}
