// Any formula that is read, shown and read again shows as the same text. What the calculator
// answers is a number.
#include "lang/check.h"
#include "lang/parse.h"
#include "lang/show.h"
#include "session/session.h"

#include "fuzz.h"

#include <math.h>

static struct span place(const void *context, uint32_t id, size_t from, size_t to)
{
    (void)context;
    return (struct span){id, (uint32_t)from, (uint32_t)to};
}

static const struct placer PLACER = {NULL, place};

static bool read_formula(struct session *s, struct str text, bool value, uint32_t *root)
{
    struct parse_context c = {&s->program.asts, &PLACER, &s->program.units, &s->diags, false};
    uint32_t id = source_add(&s->sources, STR("text"), text);
    struct excerpt code = {text, id};
    return value ? value_parse(&c, code, root) : formula_parse(&c, code, root);
}

static void check_shown(struct session *s, struct str text, bool value)
{
    uint32_t root, again;
    if (!read_formula(s, text, value, &root)) return;
    struct str once = formula_show(&s->arena, &s->program, root);
    if (once.len > FORMULA_BYTES) return;  // numbers in base units can be longer than written
    FUZZ_CHECK(read_formula(s, once, value, &again));
    FUZZ_CHECK(str_eq(formula_show(&s->arena, &s->program, again), once));
}

static void check_answer(struct str text)
{
    struct session s;
    struct answer answer;
    session_open(&s);
    bool ok = session_eval(&s, text, &answer);
    FUZZ_CHECK(ok == (s.diags.error_count == 0));
    if (ok) FUZZ_CHECK(isfinite(answer.value));
    fuzz_check_diags(&s.diags);
    session_close(&s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct session s;
    struct str text = fuzz_text(data, size);
    session_open(&s);
    s.program.placer = &PLACER;
    check_shown(&s, text, false);
    check_shown(&s, text, true);
    fuzz_check_diags(&s.diags);
    session_close(&s);
    check_answer(text);
    return 0;
}
