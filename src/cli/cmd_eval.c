// cmd_eval.c - the calculator: expressions with units.
#include "cli/cmd.h"

#include "base/file.h"

static void print_answer(struct run *r, struct str expression, const struct answer *a)
{
    char number[NUM_TEXT];
    if (run_wants_json(r)) {
        text_add_c(&r->out, "{\"expression\":");
        json_string(&r->out, expression);
        num_write(number, a->value);
        text_addf(&r->out, ",\"value\":%s,\"unit\":", number);
        json_string(&r->out, a->unit_text);
        text_add_c(&r->out, "}\n");
        return;
    }
    num_write_tidy(number, a->value);
    bool pure = str_is(a->unit_text, "1");
    text_addf(&r->out, "%s%s%.*s\n", number, pure ? "" : " ",
              STR_ARG(pure ? STR("") : a->unit_text));
}

static bool eval_one(struct run *r, struct str expression)
{
    struct answer a = {0};
    if (!session_eval(&r->session, expression, &a)) return false;
    print_answer(r, expression, &a);
    return true;
}

static bool eval_lines(struct run *r)
{
    struct str text;
    if (!file_read(&r->session.arena, STR("-"), FILE_LIMIT_SCENARIO, &r->session.diags, &text))
        return false;
    bool ok = true;
    while (text.len > 0) {
        size_t end = str_find(text, '\n');
        struct str line = str_trim(str_cut(text, 0, end));
        if (line.len > 0 && line.at[0] != '#') ok = eval_one(r, line) && ok;
        text = str_cut(text, end + 1, text.len);
    }
    return ok;
}

bool cmd_eval(struct run *r)
{
    struct str first;
    if (!run_scenario_name(r, &first)) return false;
    if (r->args.words.count > 1)
        return run_fail(r, "tco eval takes one expression; put it in quotes");
    return str_is(first, "-") ? eval_lines(r) : eval_one(r, first);
}
