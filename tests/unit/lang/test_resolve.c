// What a name in a formula means.
#include "bench.h"

static const struct ref *resolved(struct bench *b, const char *text, struct check_scope scope)
{
    struct type t;
    uint32_t pending, id = bench_parse(b, text);
    if (!check_formula(&b->program, id, scope, &t, &pending)) return NULL;
    return &b->program.asts.refs.at[ast_get(&b->program.asts, id)->extra];
}

static void built_ins_come_first_then_the_models_own(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    uint32_t gpus = bench_name(&b, "gpus", NAME_ROW, "gpu");
    struct check_scope scope = {.form = 1};
    static const char *const builtins[] = {"month", "elapsed", "first", "last", "horizon"};
    for (size_t i = 0; i < sizeof builtins / sizeof *builtins; i++)
        assert_int_equal(resolved(&b, builtins[i], scope)->kind, REF_BUILTIN);
    const struct ref *own = resolved(&b, "gpus", scope);
    assert_int_equal(own->kind, REF_OWN);
    assert_int_equal(own->target, gpus);
    assert_str(bench_unit(&b, "elapsed"), "month");
    assert_str(bench_unit(&b, "first"), "1");
    bench_close(&b);
}

static void age_is_a_name_of_weights_alone(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    bench_name(&b, "age", NAME_ROW, "USD");
    assert_str(bench_unit(&b, "age"), "USD");
    assert_str(bench_unit(&b, "cohorts(age, age < 2 months)"), "USD");
    bench_close(&b);
}

static void a_scenario_sees_its_parameters_alone(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    bench_name(&b, "gpus", NAME_ROW, "gpu");
    b.program.units.home = currency_code(STR("USD"));
    struct check_scope scenario = {.form = 0};
    assert_null(resolved(&b, "gpus", scenario));
    assert_ids(&b.diags, "unknown-name");
    assert_str(b.diags.list.at[0].help, "a scenario's values see only params.NAME");
    assert_null(resolved(&b, "yr", scenario));
    assert_str(b.diags.list.at[1].help, "did you mean the unit 'year'?");
    assert_null(resolved(&b, "month", scenario));
    assert_null(resolved(&b, "finance.timing", scenario));
    bench_close(&b);
}

static void a_unit_without_its_number_is_recognised(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    bench_name(&b, "hh", NAME_ROW, "hour");
    assert_str(bench_unit(&b, "3 kW * h"), "-");
    assert_ids(&b.diags, "unknown-name");
    assert_str(b.diags.list.at[0].help,
               "a unit stands directly behind a number, without blanks inside: 1 kW*h");
    bench_close(&b);
}

static void near_names_are_offered(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    bench_name(&b, "installed", NAME_ROW, "gpu");
    assert_str(bench_unit(&b, "instaled"), "-");
    assert_str(b.diags.list.at[0].help, "did you mean 'installed'?");
    bench_refuses(&b, "installed.power", "unknown-name", "installed.power");
    bench_close(&b);
}

// server.gpu.power through two kinds of entry.
static void open_catalogue(struct bench *b)
{
    bench_open(b);
    struct program *p = &b->program;
    struct entry_kind gpus = {.name = STR("gpus")}, servers = {.name = STR("servers")};
    struct field power = {.name = STR("power"), .catalog = NO_NAME, .unit_text = STR("W")};
    struct field gpu = {.name = STR("gpu"), .catalog = 0};
    struct field maker = {.name = STR("maker"), .catalog = NO_NAME, .text = true};
    power.unit = (struct unit){1, DIM_NONE};
    power.unit.dim.exponent[KIND_ENERGY] = 1;
    power.unit.dim.exponent[KIND_TIME] = -1;
    VEC_PUSH(&b->arena, &gpus.fields, power);
    VEC_PUSH(&b->arena, &servers.fields, gpu);
    VEC_PUSH(&b->arena, &servers.fields, maker);
    VEC_PUSH(&b->arena, &p->kinds, gpus);
    VEC_PUSH(&b->arena, &p->kinds, servers);
    struct name server = {.text = STR("server"), .kind = NAME_ENTRY, .catalog = 1};
    server.parent = NO_NAME;
    form_add(p, 1, server);
}

static void fields_are_followed_through_kinds(void **state)
{
    (void)state;
    struct bench b;
    open_catalogue(&b);
    assert_str(bench_unit(&b, "server.gpu.power"), "kW");
    uint32_t at = form_find(&b.program.forms.at[1], STR("server.gpu.power"));
    assert_int_not_equal(at, NO_NAME);
    assert_int_equal(b.program.forms.at[1].names.at[at].kind, NAME_FIELD);
    assert_str(bench_unit(&b, "given(server)"), "1");
    bench_refuses(&b, "server.gpu.colour", "unknown-name", "server.gpu.colour");
    bench_refuses(&b, "server.gpu", "unit-mismatch", "server.gpu");
    bench_refuses(&b, "server", "unit-mismatch", "server");
    bench_refuses(&b, "server.maker", "unit-mismatch", "server.maker");
    bench_close(&b);
}

static void a_workload_is_named_or_meant(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    bench_name(&b, "need[w]", NAME_ROW, "gpu");
    VEC_PUSH(&b.arena, &b.program.workloads, (struct workload){.name = STR("chat")});
    assert_str(bench_unit(&b, "need[chat]"), "gpu");
    assert_str(bench_unit_in(&b, "need * served",
                             (struct check_scope){.form = 1, .per_workload = true}),
               "gpu");
    bench_refuses(&b, "need[chta]", "unknown-name", "need[chta]");
    assert_str(bench_unit(&b, "need"), "-");
    assert_str(b.diags.list.at[0].help, "add it up with sum(..), or name one: need[chat]");
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(built_ins_come_first_then_the_models_own),
        cmocka_unit_test(age_is_a_name_of_weights_alone),
        cmocka_unit_test(a_scenario_sees_its_parameters_alone),
        cmocka_unit_test(a_unit_without_its_number_is_recognised),
        cmocka_unit_test(near_names_are_offered),
        cmocka_unit_test(fields_are_followed_through_kinds),
        cmocka_unit_test(a_workload_is_named_or_meant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
