// prop_tape.c - the tape against the folded graph, cell by cell, over the shipped scenarios.
//
// A scenario is built once with its draws left open, and run on lanes: the first holds the medians,
// the others draws. For some of the lanes it is then computed again with exactly these numbers in
// place of the draws, which folds everything. All cells that costs, meters and checks need, all
// lines and all sums of the options must be equal.
#define _POSIX_C_SOURCE 200809L
#include "support/check.h"
#include "support/lanes.h"

#include "base/map.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

enum { COMPARED = 6 };  // lanes that are computed again

// Everything that a scenario comes to, in one order: what it is, and its value.
struct figure {
    char what[120];
    struct val v;
};

struct figures {
    struct arena *arena;
    VEC(struct figure) list;
};

static void add(struct figures *f, struct val v, const char *format, ...) PRINTF_LIKE(3, 4);
static void add(struct figures *f, struct val v, const char *format, ...)
{
    struct figure one = {.v = v};
    va_list args;
    va_start(args, format);
    vsnprintf(one.what, sizeof one.what, format, args);
    va_end(args);
    VEC_PUSH(f->arena, &f->list, one);
}

static void add_columns(struct figures *f, const struct session *s, const struct val *list,
                        const char *what, uint32_t number)
{
    for (uint32_t m = 0; m <= s->program.months; m++)
        add(f, list[m], "%s of %u in column %u", what, (unsigned)number, (unsigned)m);
}

static void add_lines(struct figures *f, const struct session *s)
{
    for (uint32_t i = 0; i < s->ledger.lines.count; i++) {
        const struct line *l = &s->ledger.lines.at[i];
        add_columns(f, s, l->amount, "amount of line", i);
        add_columns(f, s, l->billed, "billed of line", i);
        add_columns(f, s, l->effective, "effective of line", i);
        add(f, l->after, "what line %u leaves", (unsigned)i);
    }
}

static void add_tallies(struct figures *f, const struct session *s)
{
    for (uint32_t i = 0; i < s->program.options.count; i++) {
        const struct tally *t = &s->ledger.tallies[i];
        const struct val all[] = {
            t->capex,         t->opex,       t->total,          t->npv,       t->risk,
            t->risk_adjusted, t->tokens,     t->output_tokens,  t->financing, t->benefit,
            t->effective,     t->infeasible, t->worth_of_tokens};
        for (uint32_t k = 0; k < COUNT_OF(all); k++)
            add(f, all[k], "sum %u of option %u", (unsigned)k, (unsigned)i);
        for (uint32_t k = 0; k < t->meters.count; k++)
            add_columns(f, s, t->meters.at[k].amount, "meter of option", i);
    }
}

// The cells of the rows that were needed where everything is known.
static void add_cells(struct figures *f, struct session *s, const struct unroll *folded)
{
    for (uint32_t row = 0; row < s->program.rows.count; row++) {
        const struct cell *c = &folded->cells[row];
        for (uint32_t m = 1; m <= s->program.months && c->state != CELL_UNKNOWN; m++) {
            struct val v;
            if (c->state == CELL_SERIES && val_is_empty(c->series[m - 1])) continue;
            if (!unroll_cell(&s->unroll, row, m, &v))
                fail_msg("row %u can't be computed", (unsigned)row);
            struct str address = row_address(&s->arena, &s->program, row);
            add(f, v, "%.*s in month %u", STR_ARG(address), (unsigned)m);
            if (c->state == CELL_CONSTANT) break;
        }
    }
}

static struct figures figures_of(struct session *s, const struct unroll *folded)
{
    struct figures f = {.arena = &s->arena};
    add_cells(&f, s, folded);
    add_lines(&f, s);
    add_tallies(&f, s);
    return f;
}

// ---- both ways ---------------------------------------------------------------------------------

static void load(struct session *s, const char *name)
{
    char path[400];
    struct load_settings none = {0};
    snprintf(path, sizeof path, "%s/scenarios/%s", PROJECT_FOLDER, name);
    session_open(s);
    struct str file = str_format(&s->arena, "%s", path);
    assert_computed(s, session_load(s, file, &none));
}

static void run(struct session *s, const struct figures *f, struct gen *g, struct lanes *l)
{
    struct val *outputs = ARENA_ARRAY(&s->arena, struct val, f->list.count);
    for (uint32_t i = 0; i < f->list.count; i++)
        outputs[i] = f->list.at[i].v;
    lanes_run(s, outputs, f->list.count, g, l);
}

static void compare(const char *name, const struct figures *folded, const struct figures *open,
                    const struct lanes *l, uint32_t lane)
{
    assert_int_equal(folded->list.count, open->list.count);
    for (uint32_t i = 0; i < open->list.count; i++) {
        double found = lanes_output(l, i, lane);
        double wanted = val_double(folded->list.at[i].v);
        assert_string_equal(folded->list.at[i].what, open->list.at[i].what);
        if (found != wanted)
            fail_msg("%s, lane %u: %s is %.17g on the tape, %.17g folded", name, (unsigned)lane,
                     open->list.at[i].what, found, wanted);
    }
}

static void check_scenario(const char *name)
{
    struct session known, open;
    struct gen g = gen_seeded(hash_bytes(str_of(name), 0));
    struct lanes l;
    load(&known, name);
    assert_computed(&known, session_compute(&known));
    load(&open, name);
    assert_computed(&open, session_build_uncertain(&open));
    struct figures on_lanes = figures_of(&open, &known.unroll);
    run(&open, &on_lanes, &g, &l);
    struct figures medians = figures_of(&known, &known.unroll);
    compare(name, &medians, &on_lanes, &l, 0);
    assert_true(on_lanes.list.count > 1000 && open.graph.nodes.count > 100);
    for (uint32_t lane = 1; lane < COMPARED; lane++) {
        struct session folded;
        load(&folded, name);
        assert_computed(&folded, lanes_fold(&folded, &l, lane));
        struct figures f = figures_of(&folded, &known.unroll);
        compare(name, &f, &on_lanes, &l, lane);
        session_close(&folded);
    }
    session_close(&open);
    session_close(&known);
}

static void the_tape_computes_what_folding_does(void **state)
{
    (void)state;
    int count = 0;
    struct dirent *entry;
    DIR *folder = opendir(PROJECT_FOLDER "/scenarios");
    assert_non_null(folder);
    while ((entry = readdir(folder))) {
        if (!strstr(entry->d_name, ".yaml")) continue;
        check_scenario(entry->d_name);
        count++;
    }
    closedir(folder);
    assert_true(count > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tape_computes_what_folding_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
