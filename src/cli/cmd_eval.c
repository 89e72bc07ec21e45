// cmd_eval.c - the calculator: expressions with units.
#include "cli/cmd.h"

#include "base/file.h"
#include "report/views.h"

// ---- finance functions: named answers ---------------------------------------------------------

static void add_value(struct text *out, const struct answer_value *v, bool json)
{
    char number[NUM_TEXT];
    switch (v->kind) {
    case ANSWER_NULL: text_add_c(out, json ? "null" : "undefined"); break;
    case ANSWER_NUMBER:
        if (json)
            num_write(number, v->number);
        else
            num_write_tidy(number, v->number);
        text_add_c(out, number);
        break;
    case ANSWER_WORD:
        if (json)
            json_string(out, v->word);
        else
            text_add(out, v->word);
        break;
    case ANSWER_LIST:
        text_add_char(out, '[');
        for (uint32_t i = 0; i < v->count; i++) {
            if (i) text_add_c(out, json ? "," : ", ");
            add_value(out, &v->items[i], json);
        }
        text_add_char(out, ']');
        break;
    }
}

static void add_unit(struct text *out, const struct answer *a)
{
    if (a->unit_text.len && !str_is(a->unit_text, "1"))
        text_addf(out, " %.*s", STR_ARG(a->unit_text));
}

// `value` alone prints as any other expression does; several answers as `key: value, ..`.
static void print_fields(struct run *r, const struct answer *a)
{
    for (uint32_t i = 0; i < a->field_count; i++) {
        const struct answer_field *f = &a->fields[i];
        if (i) text_add_c(&r->out, ", ");
        if (a->field_count > 1) text_addf(&r->out, "%.*s: ", STR_ARG(f->key));
        add_value(&r->out, &f->value, false);
        if (i == 0 && f->value.kind == ANSWER_NUMBER) add_unit(&r->out, a);
    }
    if (a->undefined.len) text_addf(&r->out, ": %.*s", STR_ARG(a->undefined));
    text_add_char(&r->out, '\n');
}

static void print_fields_json(struct run *r, struct str expression, const struct answer *a)
{
    text_add_c(&r->out, "{\"expression\":");
    json_string(&r->out, expression);
    for (uint32_t i = 0; i < a->field_count; i++) {
        text_add_char(&r->out, ',');
        json_string(&r->out, a->fields[i].key);
        text_add_char(&r->out, ':');
        add_value(&r->out, &a->fields[i].value, true);
    }
    if (a->undefined.len) {
        text_add_c(&r->out, ",\"undefined\":");
        json_string(&r->out, a->undefined);
    }
    bool word = a->field_count == 1 && a->fields[0].value.kind == ANSWER_WORD;
    if (a->unit_text.len || word) text_add_c(&r->out, ",\"unit\":");
    if (a->unit_text.len)
        json_string(&r->out, a->unit_text);
    else if (word)
        text_add_c(&r->out, "null");
    text_add_c(&r->out, "}\n");
}

// ---- any expression ----------------------------------------------------------------------------

static void print_json(struct run *r, struct str expression, const struct answer *a)
{
    char number[NUM_TEXT];
    text_add_c(&r->out, "{\"expression\":");
    json_string(&r->out, expression);
    num_write(number, a->value);
    text_addf(&r->out, ",\"value\":%s,\"unit\":", number);
    json_string(&r->out, a->unit_text);
    text_add_c(&r->out, "}\n");
}

// Both forms of JSON are one object a line here.
static bool wants_lines(const struct run *r)
{
    return run_wants_json(r) || str_is(args_value(&r->args, OPT_FORMAT), "jsonl");
}

static void print_answer(struct run *r, struct str expression, const struct answer *a)
{
    char number[NUM_TEXT];
    bool json = wants_lines(r);
    if (a->field_count > 0 && json) {
        print_fields_json(r, expression, a);
    } else if (a->field_count > 0) {
        print_fields(r, a);
    } else if (json) {
        print_json(r, expression, a);
    } else {
        num_write_tidy(number, a->value);
        text_add_c(&r->out, number);
        add_unit(&r->out, a);
        text_add_char(&r->out, '\n');
    }
}

// One line for an expression that failed, so that every expression has its line.
static void print_failure(struct run *r, struct str expression, uint32_t first_message)
{
    struct session *s = &r->session;
    text_add_c(&r->out, "{\"expression\":");
    json_string(&r->out, expression);
    text_add_c(&r->out, ",\"value\":null,\"unit\":null,\"complete\":false,\"diagnostics\":");
    struct table messages =
        view_messages(s, first_message, s->diags.list.count - first_message);
    json_list(&r->out, &messages);
    text_add_c(&r->out, "}\n");
}

// An expression and where it stands: in a line of a source, or alone.
static bool eval_one(struct run *r, struct str expression, uint32_t source, size_t start)
{
    struct answer a = {0};
    struct session *s = &r->session;
    uint32_t first_message = s->diags.list.count;
    bool ok = source ? session_eval_line(s, source, start, expression, &a)
                     : session_eval(s, expression, &a);
    if (ok)
        print_answer(r, expression, &a);
    else if (wants_lines(r))
        print_failure(r, expression, first_message);
    else if (source)
        text_add_c(&r->out, "error\n");
    r->has_printed = true;
    return ok;
}

// Every line with an expression gives a line, so that results stand beside what they answer.
static bool eval_lines(struct run *r)
{
    struct str all;
    struct session *s = &r->session;
    if (!file_read(&s->arena, STR("-"), FILE_LIMIT_SCENARIO, &s->diags, &all)) return false;
    uint32_t source = source_add(&s->sources, STR("<stdin>"), all);
    bool ok = true;
    for (struct str rest = all; rest.len > 0;) {
        size_t end = str_find(rest, '\n');
        struct str line = str_trim(str_cut(rest, 0, end));
        if (line.len > 0 && line.at[0] != '#')
            ok = eval_one(r, line, source, (size_t)(line.at - all.at)) && ok;
        rest = str_cut(rest, end + 1, rest.len);
    }
    return ok;
}

bool cmd_eval(struct run *r)
{
    struct str first;
    const struct writer *writer;
    if (!run_scenario_name(r, &first) || !run_writer(r, &writer)) return false;
    if (writer->write != write_text && writer->write != write_json &&
        writer->write != write_jsonl)
        return run_fail(r, "tco eval writes table, json or jsonl, not %.*s",
                        STR_ARG(writer->name));
    if (r->args.words.count > 1)
        return run_fail(r, "tco eval takes one expression; put it in quotes");
    return str_is(first, "-") ? eval_lines(r) : eval_one(r, first, 0, 0);
}
