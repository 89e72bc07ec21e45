#include "support/check.h"
#include "support/gen.h"

#include "engine/run.h"
#include "engine/vmath.h"

#include <float.h>

static const char *const OP_NAMES[] = {
#define OP(code, args, doc) #code,
#include "lang/ops.def"
#undef OP
};

enum { INPUTS = 3, STEPS = 40 };

static const double SPECIAL[] = {
    0,    -0.0,      1,       -1,       0.5,         -0.5,       1.5,       2.5,     -2.5,
    3,    -7,        12,      1e-9,     8 + 1e-10,   8 - 1e-10,  8 + 1e-8,  1e300,   -1e300,
    1e16, 0x1p-1074, DBL_MIN, -DBL_MAX, (double)NAN, HUGE_VAL,   -HUGE_VAL, 709.9,   -745.5,
    0.29, -0.29,     0.41,    0.1,      0.3,         -0x1p-1074, 100,       1.0 / 3,
};

struct fixture {
    struct arena arena;
    struct graph graph;
    struct val input[INPUTS];
    struct tape tape;
    double *slots;
    double lanes[INPUTS][TAPE_LANES];
};

static void open_fixture(struct fixture *f)
{
    memset(f, 0, sizeof *f);
    graph_init(&f->graph, &f->arena);
    for (uint32_t i = 0; i < INPUTS; i++)
        f->input[i] = graph_input(&f->graph, i);
}

static void run_tape(struct fixture *f, const struct val *outputs, uint32_t count)
{
    tape_build(&f->arena, &f->graph, outputs, count, &f->tape);
    f->slots = tape_slots(&f->arena, &f->tape);
    for (uint32_t i = 0; i < f->tape.input_count; i++)
        memcpy(f->slots + (size_t)i * TAPE_LANES, f->lanes[f->tape.input_of[i]],
               sizeof f->lanes[0]);
    tape_run(&f->tape, f->slots);
}

// The same bits; of a NaN no bit but that it is one means anything.
static bool same(double a, double b)
{
    return (isnan(a) && isnan(b)) || vm_bits(a) == vm_bits(b);
}

static void assert_lane(const char *what, double found, double wanted, double a, double b)
{
    if (same(found, wanted)) return;
    fail_msg("%s of %a and %a is %a on the tape, %a folded", what, a, b, found, wanted);
}

// ---- each operation ----------------------------------------------------------------------------

static double special(uint32_t i)
{
    return SPECIAL[i % COUNT_OF(SPECIAL)];
}

static void fill_lanes(struct fixture *f, struct gen *g, uint32_t round)
{
    for (int l = 0; l < TAPE_LANES; l++) {
        f->lanes[0][l] = round % 2 ? special((uint32_t)l) : gen_number(g, -30, 30);
        f->lanes[1][l] = round % 3 ? special((uint32_t)l + round) : gen_double(g);
        f->lanes[2][l] = gen_number(g, -2, 2);
    }
}

static void check_unary(enum op op, struct fixture *f)
{
    struct val out = graph_unary(&f->graph, op, f->input[0]);
    run_tape(f, &out, 1);
    for (uint32_t l = 0; l < TAPE_LANES; l++) {
        double a = f->lanes[0][l];
        assert_lane(OP_NAMES[op], tape_lane(&f->tape, f->slots, 0, l), op_fold(op, a, 0, 0), a,
                    0);
    }
}

// Both operands on lanes, and each of them a number with which no operation is left out.
static void check_binary(enum op op, struct fixture *f, double number)
{
    struct val known = val_number(number), out[3];
    out[0] = graph_binary(&f->graph, op, f->input[0], f->input[1]);
    out[1] = graph_binary(&f->graph, op, f->input[0], known);
    out[2] = graph_binary(&f->graph, op, known, f->input[1]);
    run_tape(f, out, 3);
    for (uint32_t l = 0; l < TAPE_LANES; l++) {
        double a = f->lanes[0][l], b = f->lanes[1][l];
        assert_lane(OP_NAMES[op], tape_lane(&f->tape, f->slots, 0, l), op_fold(op, a, b, 0), a,
                    b);
        assert_lane(OP_NAMES[op], tape_lane(&f->tape, f->slots, 1, l),
                    op_fold(op, a, number, 0), a, number);
        assert_lane(OP_NAMES[op], tape_lane(&f->tape, f->slots, 2, l),
                    op_fold(op, number, b, 0), number, b);
    }
}

// Every mixture of lanes and numbers behind a condition on lanes.
static void check_select(struct fixture *f)
{
    for (int form = 0; form < 4; form++) {
        struct val yes = form & 1 ? val_number(-5) : f->input[1];
        struct val no = form & 2 ? val_number(7) : f->input[2];
        struct val out = graph_select(&f->graph, f->input[0], yes, no);
        run_tape(f, &out, 1);
        for (uint32_t l = 0; l < TAPE_LANES; l++) {
            double a = f->lanes[0][l], b = form & 1 ? -5 : f->lanes[1][l];
            double wanted = op_fold(OP_SELECT, a, b, form & 2 ? 7 : f->lanes[2][l]);
            assert_lane("SELECT", tape_lane(&f->tape, f->slots, 0, l), wanted, a, b);
        }
    }
}

static void every_operation_has_the_bits_of_folding(void **state)
{
    (void)state;
    static struct fixture f;
    for (int op = 0; op < OP_COUNT; op++) {
        struct gen g = gen_seeded((uint64_t)op + 1);
        for (uint32_t round = 0; round < 80; round++) {
            open_fixture(&f);
            fill_lanes(&f, &g, round);
            double number = round < COUNT_OF(SPECIAL) ? special(round) : gen_number(&g, -9, 9);
            if (number == 0 || number == 1) number = 3;  // these are folded away
            if (op_args((enum op)op) == 1) check_unary((enum op)op, &f);
            if (op_args((enum op)op) == 2) check_binary((enum op)op, &f, number);
            if (op_args((enum op)op) == 3) check_select(&f);
            arena_free(&f.arena);
        }
    }
}

// ---- small programs ----------------------------------------------------------------------------

struct step {
    enum op op;
    uint32_t a, b, c;  // inputs, then numbers, then steps before
};

enum { NUMBERS = 4, FIRST_STEP = INPUTS + NUMBERS };

struct small_program {
    double numbers[NUMBERS];
    struct step steps[STEPS];
};

static void make_program(struct gen *g, struct small_program *p)
{
    for (int i = 0; i < NUMBERS; i++)
        p->numbers[i] = (double)gen_whole(g, 2, 40) / 8;
    for (int i = 0; i < STEPS; i++) {
        int64_t last = FIRST_STEP + i - 1;
        p->steps[i] = (struct step){
            (enum op)gen_whole(g, 0, OP_COUNT - 1), (uint32_t)gen_whole(g, 0, last),
            (uint32_t)gen_whole(g, 0, last), (uint32_t)gen_whole(g, 0, last)};
    }
}

// Builds a program over three inputs, which are lanes or numbers.
static void build_program(struct graph *g, const struct small_program *p,
                          const struct val *inputs, struct val *v)
{
    for (int i = 0; i < INPUTS; i++)
        v[i] = inputs[i];
    for (int i = 0; i < NUMBERS; i++)
        v[INPUTS + i] = val_number(p->numbers[i]);
    for (int i = 0; i < STEPS; i++) {
        const struct step *s = &p->steps[i];
        struct val *out = &v[FIRST_STEP + i];
        if (op_args(s->op) == 1) *out = graph_unary(g, s->op, v[s->a]);
        if (op_args(s->op) == 2) *out = graph_binary(g, s->op, v[s->a], v[s->b]);
        if (op_args(s->op) == 3) *out = graph_select(g, v[s->a], v[s->b], v[s->c]);
    }
}

// Nothing that the graph leaves out on lanes (0 * x, x + 0) differs unless a number was lost: then
// folding keeps it and is reported. The sign of a zero is nobody's figure.
static bool agrees(double lane, double number)
{
    return same(lane, number) || (lane == 0 && number == 0);
}

static bool is_lost(const struct val *v)
{
    for (int i = 0; i < FIRST_STEP + STEPS; i++)
        if (val_is_lost(v[i])) return true;
    return false;
}

static int check_program(struct fixture *f, const struct small_program *p, uint64_t seed)
{
    struct val on_lanes[FIRST_STEP + STEPS], folded[FIRST_STEP + STEPS], inputs[INPUTS];
    int compared = 0;
    build_program(&f->graph, p, f->input, on_lanes);
    run_tape(f, on_lanes, FIRST_STEP + STEPS);
    for (uint32_t l = 0; l < TAPE_LANES; l++) {
        for (int i = 0; i < INPUTS; i++)
            inputs[i] = val_number(f->lanes[i][l]);
        build_program(&f->graph, p, inputs, folded);
        if (is_lost(folded)) continue;
        for (uint32_t i = 0; i < FIRST_STEP + STEPS; i++, compared++) {
            double lane = tape_lane(&f->tape, f->slots, i, l), number = val_double(folded[i]);
            if (!agrees(lane, number))
                fail_msg("seed %llu: value %u (%s) is %a on lane %u, %a folded",
                         (unsigned long long)seed, (unsigned)i,
                         i < FIRST_STEP ? "input" : OP_NAMES[p->steps[i - FIRST_STEP].op], lane,
                         (unsigned)l, number);
        }
    }
    return compared;
}

// Values that stay in use while slots are used again, and many outputs at once.
static void small_programs_give_the_same_on_lanes(void **state)
{
    (void)state;
    static struct fixture f;
    int compared = 0;
    for (uint64_t seed = 1, cases = gen_cases(400); seed <= cases; seed++) {
        struct gen g = gen_seeded(seed);
        struct small_program p;
        make_program(&g, &p);
        open_fixture(&f);
        for (int i = 0; i < INPUTS; i++)
            for (int l = 0; l < TAPE_LANES; l++)
                f.lanes[i][l] = (double)gen_whole(&g, 1, 400) / 64;
        compared += check_program(&f, &p, seed);
        arena_free(&f.arena);
    }
    assert_true(compared > 100000);
}

// ---- operations in one instruction -------------------------------------------------------------

// Steps of which the tape makes one instruction. Operands: three inputs, 2.5, 0, steps before.
struct joined {
    const char *what;
    uint32_t count;
    struct step steps[3];
};

static const struct joined JOINED[] = {
    {"a * b + c", 2, {{OP_MUL, 0, 1, 0}, {OP_ADD, 5, 2, 0}}},
    {"c + a * b", 2, {{OP_MUL, 0, 1, 0}, {OP_ADD, 2, 5, 0}}},
    {"2.5 * a + c", 2, {{OP_MUL, 3, 0, 0}, {OP_ADD, 5, 2, 0}}},
    {"a * b - c", 2, {{OP_MUL, 0, 1, 0}, {OP_SUB, 5, 2, 0}}},
    {"c - a * b", 2, {{OP_MUL, 0, 1, 0}, {OP_SUB, 2, 5, 0}}},
    {"a + b + c", 2, {{OP_ADD, 0, 1, 0}, {OP_ADD, 5, 2, 0}}},
    {"c + (2.5 + a)", 2, {{OP_ADD, 3, 0, 0}, {OP_ADD, 2, 5, 0}}},
    {"a * b + c + a", 3, {{OP_MUL, 0, 1, 0}, {OP_ADD, 5, 2, 0}, {OP_ADD, 6, 0, 0}}},
    {"b + (c + a * 2.5)", 3, {{OP_MUL, 0, 3, 0}, {OP_ADD, 2, 5, 0}, {OP_ADD, 1, 6, 0}}},
    {"c - min(a, b)", 2, {{OP_MIN, 0, 1, 0}, {OP_SUB, 2, 5, 0}}},
    {"max(a - b, 2.5)", 2, {{OP_SUB, 0, 1, 0}, {OP_MAX, 5, 3, 0}}},
    {"max(2.5, a - b)", 2, {{OP_SUB, 0, 1, 0}, {OP_MAX, 3, 5, 0}}},
    {"max(a - 2.5, 0)", 2, {{OP_SUB, 0, 3, 0}, {OP_MAX, 5, 4, 0}}},
};

static void check_joined(struct fixture *f, const struct joined *j)
{
    enum { NUMBER = INPUTS, ZERO, STEP };
    uint32_t count = j->count;
    struct val v[STEP + 3] = {f->input[0], f->input[1], f->input[2], val_number(2.5),
                              val_number(0)};
    for (uint32_t i = 0; i < count; i++)
        v[STEP + i] =
            graph_binary(&f->graph, j->steps[i].op, v[j->steps[i].a], v[j->steps[i].b]);
    run_tape(f, &v[STEP + count - 1], 1);
    if (f->tape.code.count != 1)
        fail_msg("%s: %u instructions", j->what, (unsigned)f->tape.code.count);
    for (uint32_t l = 0; l < TAPE_LANES; l++) {
        double x[STEP + 3] = {f->lanes[0][l], f->lanes[1][l], f->lanes[2][l], 2.5, 0};
        for (uint32_t i = 0; i < count; i++)
            x[STEP + i] = op_fold(j->steps[i].op, x[j->steps[i].a], x[j->steps[i].b], 0);
        assert_lane(j->what, tape_lane(&f->tape, f->slots, 0, l), x[STEP + count - 1], x[0],
                    x[1]);
    }
}

static void joined_operations_have_the_bits_of_folding(void **state)
{
    (void)state;
    static struct fixture f;
    for (size_t i = 0; i < COUNT_OF(JOINED); i++)
        for (uint32_t round = 0; round < 12; round++) {
            struct gen g = gen_seeded(round + 1);
            open_fixture(&f);
            fill_lanes(&f, &g, round);
            check_joined(&f, &JOINED[i]);
            arena_free(&f.arena);
        }
}

static void a_tape_holds_what_its_outputs_need(void **state)
{
    (void)state;
    static struct fixture f;
    open_fixture(&f);
    struct graph *g = &f.graph;
    struct val used = graph_binary(g, OP_ADD, f.input[2], val_number(1));
    graph_unary(g, OP_EXP, f.input[0]);  // nobody asks for it
    struct val outputs[] = {used, val_number(42), f.input[2]};
    for (int l = 0; l < TAPE_LANES; l++)
        f.lanes[2][l] = l;
    run_tape(&f, outputs, 3);
    assert_int_equal(f.tape.code.count, 1);
    assert_int_equal(f.tape.input_count, 1);
    assert_int_equal(f.tape.input_of[0], 2);
    for (uint32_t l = 0; l < TAPE_LANES; l++) {
        assert_same(tape_lane(&f.tape, f.slots, 0, l), l + 1.0);
        assert_same(tape_lane(&f.tape, f.slots, 1, l), 42);
        assert_same(tape_lane(&f.tape, f.slots, 2, l), l);
    }
    arena_free(&f.arena);
}

static void slots_are_used_again(void **state)
{
    (void)state;
    static struct fixture f;
    open_fixture(&f);
    struct val v = f.input[0];
    for (int i = 0; i < 1000; i++)
        v = graph_binary(&f.graph, OP_ADD, v, val_number(1 + i % 2));
    for (int l = 0; l < TAPE_LANES; l++)
        f.lanes[0][l] = l;
    run_tape(&f, &v, 1);
    assert_true(f.tape.slot_count <= 3);
    for (int run = 0; run < 2; run++) {  // inputs keep their slots: they are filled in once
        for (uint32_t l = 0; l < TAPE_LANES; l++)
            assert_same(tape_lane(&f.tape, f.slots, 0, l), l + 1500.0);
        tape_run(&f.tape, f.slots);
    }
    arena_free(&f.arena);
}

// ---- the last block ----------------------------------------------------------------------------

static const char MODEL[] = "model: drawn\n"
                            "inputs:\n"
                            "  a: {unit: USD}\n"
                            "  b: {unit: 1}\n"
                            "costs:\n"
                            "  line: {class: opex, category: other, is: a * b ^ 1.5}\n";

static const char SCENARIO[] =
    "tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: 3 months\n"
    "options: {o: {c: {use: drawn, a: \"normal(5 USD, 1 USD)\", b: \"uniform(1, 2)\"}}}\n";

// A run of any length is the beginning of a longer one, also where its last block is not full.
static void the_last_block_may_be_short(void **state)
{
    (void)state;
    static const uint64_t counts[] = {1, 2, 63, 64, 65, 127, 128, 129};
    struct session s;
    assert_computed(&s, compute_model(&s, MODEL, SCENARIO));
    assert_computed(&s, session_build_uncertain(&s));
    struct val outputs[] = {s.ledger.tallies[0].total, s.ledger.lines.at[0].amount[2]};
    assert_true(val_is_node(outputs[0]) && val_is_node(outputs[1]));
    struct trials all, part;
    trials_run(&s.arena, &s.unroll, outputs, 2, 200, 7, &all);
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        trials_run(&s.arena, &s.unroll, outputs, 2, counts[i], 7, &part);
        assert_int_equal(part.count, counts[i]);
        for (uint64_t o = 0; o < 2; o++)
            for (uint64_t k = 0; k < counts[i]; k++)
                assert_same(part.values[o * counts[i] + k], all.values[o * 200 + k]);
    }
    for (uint64_t k = 0; k < 200; k++) {
        double month = all.values[200 + k];
        assert_same(all.values[k], month + (month + month));
        assert_true(k == 0 || month != all.values[200]);
    }
    session_close(&s);
}

// Where all bases are above zero, powers take a shorter way.
static void powers_of_positive_bases_have_the_bits_of_folding(void **state)
{
    struct fixture f;
    struct gen g = gen_seeded(7);
    (void)state;
    for (int round = 0; round < 20; round++) {
        open_fixture(&f);
        for (int l = 0; l < TAPE_LANES; l++) {
            f.lanes[0][l] = round % 2 ? gen_number(&g, 0, 3) + 0x1p-1060 : DBL_MAX / (l + 1);
            f.lanes[1][l] = l % 7 ? gen_number(&g, -30, 30) : special((uint32_t)(l + round));
            if (isnan(f.lanes[1][l]) && round % 3) f.lanes[1][l] = 0;
        }
        struct val out = graph_binary(&f.graph, OP_POW, f.input[0], f.input[1]);
        run_tape(&f, &out, 1);
        for (uint32_t l = 0; l < TAPE_LANES; l++) {
            double a = f.lanes[0][l], b = f.lanes[1][l];
            assert_lane("POW", tape_lane(&f.tape, f.slots, 0, l), op_fold(OP_POW, a, b, 0), a,
                        b);
        }
        arena_free(&f.arena);
    }
}

static void what_is_not_asked_is_not_computed_but_drawn(void **state)
{
    struct fixture f;
    const bool asked[] = {false, true};
    (void)state;
    open_fixture(&f);
    struct val out[] = {graph_binary(&f.graph, OP_MUL, f.input[0], f.input[1]),
                        graph_binary(&f.graph, OP_ADD, f.input[1], val_number(1))};
    tape_build_asked(&f.arena, &f.graph, out, asked, 2, &f.tape);
    assert_int_equal(f.tape.code.count, 1);
    assert_int_equal(f.tape.input_count, 2);
    assert_true(f.tape.outputs[0].is_number && f.tape.outputs[0].number == 0);
    double *slots = tape_slots(&f.arena, &f.tape);
    for (uint32_t i = 0; i < 2 * TAPE_LANES; i++)
        slots[i] = i;
    tape_run(&f.tape, slots);
    for (uint32_t l = 0; l < TAPE_LANES; l++)
        assert_same(tape_lane(&f.tape, slots, 1, l), TAPE_LANES + l + 1);
    arena_free(&f.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_operation_has_the_bits_of_folding),
        cmocka_unit_test(small_programs_give_the_same_on_lanes),
        cmocka_unit_test(joined_operations_have_the_bits_of_folding),
        cmocka_unit_test(powers_of_positive_bases_have_the_bits_of_folding),
        cmocka_unit_test(a_tape_holds_what_its_outputs_need),
        cmocka_unit_test(what_is_not_asked_is_not_computed_but_drawn),
        cmocka_unit_test(slots_are_used_again),
        cmocka_unit_test(the_last_block_may_be_short),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
