// Any scenario either computes or is refused with a place; computed twice it prints the same
// JSON, in which every figure is a number.
#include "doc/yaml.h"
#include "report/views.h"
#include "report/writer.h"
#include "session/session.h"

#include "fuzz.h"

static bool contains(struct str s, struct str part)
{
    for (size_t i = 0; i + part.len <= s.len; i++)
        if (str_starts(str_cut(s, i, s.len), part)) return true;
    return false;
}

// The report of a scenario, or an empty text.
static struct str run(struct session *s, struct str text)
{
    struct load_settings settings = {0};
    uint32_t root;
    struct text out = {.arena = &s->arena};
    session_open(s);
    out.arena = &s->arena;
    s->file = STR("scenario.yaml");
    uint32_t source = source_add(&s->sources, s->file, text);
    bool ok = yaml_parse(&s->tree, source, &s->diags, &root) &&
              scenario_link(&s->tree, root, &s->library, &settings, &s->program, &s->info) &&
              session_compute(s);
    FUZZ_CHECK(ok == (s->diags.error_count == 0));
    fuzz_check_diags(&s->diags);
    if (!ok) return STR("");
    struct comparison c = compare_options(s);
    struct report report = {.kind = "tco.compare", .session = s, .complete = true};
    report_add(&report, view_summary(s, &c));
    report_add(&report, view_assumptions(s));
    write_json(&report, NULL, 0, &out);
    return text_str(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct session once, twice;
    struct str text = fuzz_text(data, size);
    struct str first = run(&once, text), second = run(&twice, text);
    FUZZ_CHECK(str_eq(first, second));
    FUZZ_CHECK(!contains(first, STR(": nan")) && !contains(first, STR(": inf")));
    FUZZ_CHECK(!contains(first, STR(": -nan")) && !contains(first, STR(": -inf")));
    session_close(&once);
    session_close(&twice);
    return 0;
}
