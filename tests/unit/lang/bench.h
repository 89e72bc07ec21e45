// bench.h - a program with one text to try the language on.
#ifndef TEST_LANG_BENCH_H
#define TEST_LANG_BENCH_H

#include "lang/check.h"
#include "lang/parse.h"
#include "lang/show.h"
#include "support/check.h"

struct bench {
    struct arena arena;
    struct sources sources;
    struct diags diags;
    struct program program;
};

static inline struct span bench_place(const void *context, uint32_t id, size_t from, size_t to)
{
    (void)context;
    return (struct span){id, (uint32_t)from, (uint32_t)to};
}

static const struct placer BENCH_PLACER = {NULL, bench_place};

static inline void bench_open(struct bench *b)
{
    *b = (struct bench){0};
    b->sources.arena = b->diags.arena = &b->arena;
    b->diags.sources = &b->sources;
    struct program *p = &b->program;
    *p = (struct program){.arena = &b->arena, .diags = &b->diags, .placer = &BENCH_PLACER};
    p->units = UNIT_SYSTEM_DEFAULT;
    p->months = 12;
    p->discount_rate = p->cost_of_capital = NO_NAME;
    ast_init(&p->asts, &b->arena);
    VEC_PUSH(&b->arena, &p->forms, (struct form){.need = NO_NAME});
    VEC_PUSH(&b->arena, &p->forms, (struct form){.model = STR("m"), .need = NO_NAME});
    VEC_PUSH(&b->arena, &p->sheets, (struct sheet){.option = NO_NAME});
    VEC_PUSH(&b->arena, &p->options, (struct option){.name = STR("o")});
}

static inline void bench_close(struct bench *b)
{
    arena_free(&b->arena);
}

static inline struct excerpt bench_text(struct bench *b, const char *text)
{
    uint32_t id = source_add(&b->sources, STR("text"), str_of(text));
    return (struct excerpt){str_of(text), id};
}

static inline struct parse_context bench_context(struct bench *b)
{
    return (struct parse_context){&b->program.asts, &BENCH_PLACER, &b->program.units, &b->diags,
                                  false};
}

// The id of a formula; the test fails if it is none.
static inline uint32_t bench_parse(struct bench *b, const char *text)
{
    struct parse_context c = bench_context(b);
    uint32_t root = 0;
    if (!formula_parse(&c, bench_text(b, text), &root)) fail_msg("'%s' does not parse", text);
    return root;
}

// Adds an input or a row to form 1. A name that ends with [w] exists once per workload.
static inline uint32_t bench_name(struct bench *b, const char *text, enum name_kind kind,
                                  const char *unit)
{
    struct str whole = str_of(text), bad;
    struct name n = {.kind = kind, .unit_text = str_of(unit), .unit = UNIT_ONE};
    n.per_workload = str_ends(whole, STR("[w]"));
    n.text = n.per_workload ? str_cut(whole, 0, whole.len - 3) : whole;
    n.catalog = n.parent = NO_NAME;
    n.growth = str_is(n.unit_text, "growth");
    if (n.growth)
        dim_over(DIM_NONE, dim_of(KIND_TIME), &n.unit.dim);
    else
        assert_true(unit_parse(&b->program.units, n.unit_text, &n.unit, &bad));
    uint32_t at = form_add(&b->program, 1, n);
    assert_int_not_equal(at, NO_NAME);
    return at;
}

// The unit that a formula of form 1 has, as text; "-" after a mistake.
static inline struct str bench_unit_in(struct bench *b, const char *text,
                                       struct check_scope scope)
{
    struct type t;
    uint32_t pending;
    struct unit unused;
    if (!check_formula(&b->program, bench_parse(b, text), scope, &t, &pending)) return STR("-");
    if (t.text) return STR("text");
    if (t.any) return STR("any");
    return unit_of_dim(&b->arena, &b->program.units, t.dim, STR("month"), &unused);
}

static inline struct str bench_unit(struct bench *b, const char *text)
{
    return bench_unit_in(b, text, (struct check_scope){.form = 1});
}

// The formula is refused with one diagnostic of this id that points at `part` of it.
static inline void bench_refuses(struct bench *b, const char *text, const char *id,
                                 const char *part)
{
    b->diags.list.count = 0;
    b->diags.error_count = 0;
    assert_str(bench_unit(b, text), "-");
    assert_ids(&b->diags, id);
    struct span where = b->diags.list.at[0].where;
    assert_str(str_cut(str_of(text), where.start, where.end), part);
    b->diags.list.count = 0;
    b->diags.error_count = 0;
}

#endif
