#include "lang/lex.h"

#include "bench.h"

static struct lexer lexer_of(struct bench *b, const char *text)
{
    return (struct lexer){bench_text(b, text), &BENCH_PLACER, &b->program.units, &b->diags, 0};
}

// The tokens of a text as words: 'number:W/gpu name ( end'.
static void reads_as(const char *text, const char *expected)
{
    struct bench b;
    bench_open(&b);
    struct lexer l = lexer_of(&b, text);
    struct text out = {.arena = &b.arena};
    for (;;) {
        struct token t = lex_next(&l);
        if (out.len) text_add_char(&out, ' ');
        if (t.kind == TOKEN_END || t.kind == TOKEN_ERROR) {
            text_add_c(&out, t.kind == TOKEN_END ? "end" : "error");
            break;
        }
        if (t.kind == TOKEN_NUMBER)
            text_addf(&out, "%g%s%.*s", t.number, t.has_unit ? ":" : "", STR_ARG(t.unit_text));
        else
            text_add(&out, str_cut(l.code.text, t.start, t.end));
    }
    assert_str(text_str(&out), expected);
    bench_close(&b);
}

static void a_unit_belongs_to_the_number_before_it(void **state)
{
    (void)state;
    reads_as("64 gpu * 700 W/gpu * 1 month", "64:gpu * 700:W/gpu * 1:month end");
    reads_as("8 gpu * server.gpus", "8:gpu * server . gpus end");
    reads_as("8 gpu*server.gpus", "8:gpu * server . gpus end");
    reads_as("700W", "700:W end");
    reads_as("5 USD/(gpu*hour)", "5:USD/(gpu*hour) end");
    reads_as("3 (4)", "3 ( 4 ) end");
    reads_as("3 1/s", "3:1/s end");
    reads_as("server + gpu", "server + gpu end");
    reads_as("30 %", "30:% end");
    reads_as("1 W / gpu", "1:W / gpu end");
    reads_as("8 gpu*min(2, 3)", "8:gpu * min ( 2 , 3 ) end");
}

static void words_of_the_language_are_no_units(void **state)
{
    (void)state;
    reads_as("2 to 8 USD", "2 to 8:USD end");
    reads_as("3 %/year stepped", "3:%/year stepped end");
    reads_as("1 or 2 and not 3", "1 or 2 and not 3 end");
    reads_as("5 in kW", "5 in error");  // a name has small letters; lex_unit reads the unit
}

static void numbers_are_those_of_json(void **state)
{
    (void)state;
    reads_as("1.5e3 1E-2 0.25", "1500 0.01 0.25 end");
    static const char *const bad[] = {"1_000", ".5",     "5.",    "07",   "0x10",
                                      "1e999", "1e-999", "12:30", "1.5.2"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct bench b;
        bench_open(&b);
        struct lexer l = lexer_of(&b, bad[i]);
        struct token t = lex_next(&l);
        while (t.kind != TOKEN_END && t.kind != TOKEN_ERROR)
            t = lex_next(&l);
        assert_int_equal(t.kind, TOKEN_ERROR);
        assert_ids(&b.diags, "bad-number");
        bench_close(&b);
    }
}

static void a_wrong_character_says_what_to_write(void **state)
{
    (void)state;
    static const struct {
        const char *text, *id, *help;
    } cases[] = {
        {"$5", "syntax", "write USD behind the number"},
        {"a & b", "syntax", "write `and`"},
        {"a ** b", "syntax", "write ^ for powers"},
        {"USD", "syntax", "a unit stands directly behind a number, as in 5 kW"},
        {"NO", "syntax", "this is a word: a value is a number with its unit, as in 5 kW"},
        {".inf", "bad-number", "write a finite number, such as 0.5 or 1e9"},
        {"5 kwh", "unknown-unit", "did you mean 'kWh'?"},
        {"'open", "syntax", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bench b;
        bench_open(&b);
        struct lexer l = lexer_of(&b, cases[i].text);
        struct token t = lex_next(&l);
        while (t.kind != TOKEN_END && t.kind != TOKEN_ERROR)
            t = lex_next(&l);
        assert_ids(&b.diags, cases[i].id);
        assert_str(b.diags.list.at[0].help, cases[i].help);
        bench_close(&b);
    }
}

static void after_in_stands_a_unit(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b);
    struct lexer l = lexer_of(&b, "  USD/kWh ");
    struct token t = lex_unit(&l);
    assert_true(t.has_unit);
    assert_str(t.unit_text, "USD/kWh");
    l = lexer_of(&b, "");
    assert_int_equal(lex_unit(&l).kind, TOKEN_ERROR);
    assert_ids(&b.diags, "syntax");
    bench_close(&b);
}

static void marks_know_their_spelling(void **state)
{
    (void)state;
    assert_string_equal(token_spelling(TOKEN_LESS_EQUAL), "<=");
    assert_string_equal(token_spelling(TOKEN_STEPPED), "stepped");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unit_belongs_to_the_number_before_it),
        cmocka_unit_test(words_of_the_language_are_no_units),
        cmocka_unit_test(numbers_are_those_of_json),
        cmocka_unit_test(a_wrong_character_says_what_to_write),
        cmocka_unit_test(after_in_stands_a_unit),
        cmocka_unit_test(marks_know_their_spelling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
