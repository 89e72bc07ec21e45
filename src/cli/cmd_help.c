// cmd_help.c - help, from the tables of commands, options, keys, units, functions and messages.
#include "cli/man.h"

#include "lang/calc.h"
#include "lang/func.h"
#include "model/schema.h"

#include <stdlib.h>
#include <string.h>

static const char SCENARIO_TEXT[] =
    "tco: 1\n"
    "name: Support assistant\n"
    "currency: USD\n"
    "start: 2027-01\n"
    "horizon: 36 months\n"
    "as_of: 2026-11-01\n"
    "finance: {discount_rate: 9 %/year}\n"
    "workloads:\n"
    "  chat: {model: llama-3.3-70b, input: 60 Gtoken/month, output: 12 Gtoken/month, growth: 3 %/month, peak_to_mean: 2.5}\n"
    "options:\n"
    "  api:\n"
    "    claude: {use: api, price: claude-sonnet-4.6}\n"
    "  own:\n"
    "    hgx: {use: owned-fleet, server: hgx-h100-8, site: colo-us}\n"
    "    team: {use: staff, people: 2 FTE}\n";

static void add_option(struct text *out, const struct command *c, enum option_id id)
{
    const struct option_row *o = &OPTION_ROWS[id];
    size_t len = strlen(o->name) + (o->value ? strlen(o->value) + 1 : 0);
    if (o->letter)
        text_addf(out, "  -%c, --%s%s%s", o->letter, o->name, o->value ? " " : "",
                  o->value ? o->value : "");
    else
        text_addf(out, "      --%s%s%s", o->name, o->value ? " " : "",
                  o->value ? o->value : "");
    text_add_repeated(out, ' ', len < 22 ? 22 - len : 1);
    text_addf(out, " %s\n", option_doc(c, id));
}

static bool help_on_command(struct run *r, const struct command *c)
{
    struct text *out = &r->out;
    text_addf(out, "tco %s %s\n%s\n\nExample:\n  %s\n\n", c->name, c->takes, c->doc,
              c->example);
    if (c->more[0]) text_addf(out, "%s\n", c->more);
    text_add_c(out, "Options:\n");
    for (const enum option_id *id = c->options; *id != OPT_COUNT; id++)
        add_option(out, c, *id);
    return true;
}

static bool help_on_all(struct run *r)
{
    struct text *out = &r->out;
    text_add_c(
        out,
        "tco - build or buy: what AI costs, month by month, with every figure explained\n\n"
        "  tco compare scenario.yaml\n\nCommands:\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        size_t len = strlen(COMMANDS[i].name);
        text_addf(out, "  %s", COMMANDS[i].name);
        text_add_repeated(out, ' ', len < 12 ? 12 - len : 1);
        text_addf(out, "%s\n", COMMANDS[i].doc);
    }
    text_add_c(
        out,
        "\ntco COMMAND --help shows the options of a command; tco help scenario a scenario\n"
        "that runs; tco help units, functions, keys, errors and checks what a file may hold\n"
        "and what messages mean, tco help ID what one of them means.\n\n"
        "Exit codes: 0 done, 1 the answer is no, 2 wrong command line, 3 invalid or\n"
        "incomplete files, 4 a file can't be read or written, 70 a fault in tco.\n");
    return true;
}

static void add_unit(void *context, struct str name, struct str plural, struct str prefixes,
                     struct str doc)
{
    struct text *out = context;
    size_t before = out->len;
    text_addf(out, "  %.*s", STR_ARG(name));
    if (plural.len) text_addf(out, ", %.*s", STR_ARG(plural));
    size_t used = out->len - before;
    text_add_repeated(out, ' ', used < 22 ? 22 - used : 1);
    text_addf(out, "%.*s", STR_ARG(doc));
    if (prefixes.len) text_addf(out, " (prefixes %.*s)", STR_ARG(prefixes));
    text_add_char(out, '\n');
}

static bool help_on_units(struct run *r)
{
    text_add_c(&r->out, "Units stand directly behind a number: 60 Gtoken/month, 0.11 USD/kWh.\n"
                        "Every currency of ISO 4217 is a unit too (prefixes kMGTB).\n\n");
    unit_each(add_unit, &r->out);
    return true;
}

// How a parameter is written in a signature: its name, and what stands for it if left out.
static void add_param(struct text *out, const struct calc_param *p)
{
    text_add(out, p->name);
    if (p->kind == CALC_WORD)
        text_addf(out, "='%.*s'", STR_ARG(calc_word_at(p, 0)));
    else if (p->kind == CALC_FLAG && !calc_needs(p))
        text_add_c(out, "=false");
    else if (!calc_needs(p))
        text_addf(out, "=%.*s", STR_ARG(p->standard));
}

static void add_words(struct text *out, const struct calc_param *p)
{
    if (p->kind != CALC_WORD || calc_word_at(p, 1).len == 0) return;
    text_addf(out, "      %.*s: ", STR_ARG(p->name));
    for (int i = 0; calc_word_at(p, i).len > 0; i++)
        text_addf(out, "%s'%.*s'", i ? ", " : "", STR_ARG(calc_word_at(p, i)));
    text_add_char(out, '\n');
}

static void add_calculations(struct text *out)
{
    text_add_c(
        out,
        "\nFinance functions. Arguments go by place or by name; lists stand in [ ], dates are\n"
        "written 2027-01-31, words in quotes. Without units the signs of pmt and its like are a\n"
        "spreadsheet's (received +, paid -), with units payments are positive costs. Those that\n"
        "answer one number work in models too, where a row stands for the list of its months.\n\n");
    for (int c = 0; c < CALC_COUNT; c++) {
        const struct calc_row *row = calc_row((enum calc)c);
        text_addf(out, "  %.*s(", STR_ARG(row->name));
        for (uint32_t i = 0; i < row->param_count; i++) {
            if (i) text_add_c(out, ", ");
            add_param(out, &row->params[i]);
        }
        text_addf(out, ")\n      %.*s\n", STR_ARG(row->doc));
        text_addf(out, "      %.*s\n", STR_ARG(row->example));
        for (uint32_t i = 0; i < row->param_count; i++)
            add_words(out, &row->params[i]);
    }
}

static bool help_on_functions(struct run *r)
{
    text_add_c(&r->out, "Functions and operators of formulas:\n\n");
    for (int f = 1; f < FUNC_COUNT; f++) {
        const struct func_row *row = func_row((enum func)f);
        text_addf(&r->out, "  %.*s\n      %.*s\n      %.*s\n", STR_ARG(row->name),
                  STR_ARG(row->doc), STR_ARG(row->example));
    }
    add_calculations(&r->out);
    text_add_c(
        &r->out,
        "\nDistributions, for values of scenarios and the catalogue:\n\n  LOW to HIGH\n"
        "      lognormal, 5 % below LOW and 5 % above HIGH\n      0.08 to 0.15 USD/kWh\n");
    for (int k = 0; k < DIST_COUNT; k++) {
        const struct dist_row *row = dist_row((enum dist_kind)k);
        if (row->name.len == 0) continue;
        text_addf(&r->out, "  %.*s\n      %.*s\n      %.*s\n", STR_ARG(row->name),
                  STR_ARG(row->doc), STR_ARG(row->example));
    }
    return true;
}

static bool help_on_keys(struct run *r)
{
    static const char *const titles[] = {
#define CONTEXT(id, name, title) title,
#include "model/key_contexts.def"
#undef CONTEXT
    };
    for (size_t i = 0; i < KEY_ROW_COUNT; i++) {
        const struct key_row *k = &KEY_ROWS[i];
        if (i == 0 || KEY_ROWS[i - 1].context != k->context)
            text_addf(&r->out, "%s%s:\n", i ? "\n" : "", titles[k->context]);
        text_addf(&r->out, "  %.*s", STR_ARG(k->key));
        text_add_repeated(&r->out, ' ', k->key.len < 18 ? 18 - k->key.len : 1);
        text_addf(&r->out, "%.*s%s\n", STR_ARG(k->doc), k->required ? " (required)" : "");
    }
    return true;
}

static bool help_on_errors(struct run *r)
{
    text_add_c(&r->out, "Rule ids of messages, which stand in brackets behind them:\n\n");
    for (int c = 0; c < DIAG_CODE_COUNT; c++) {
        const char *id = diag_id((enum diag_code)c);
        text_addf(&r->out, "  %s", id);
        text_add_repeated(&r->out, ' ', strlen(id) < 20 ? 20 - strlen(id) : 1);
        text_addf(&r->out, "%s\n", diag_title((enum diag_code)c));
    }
    return true;
}

// ---- checks of models: they stand in the models' own files -------------------------------------

struct check_line {
    struct str id, text;
};

struct check_lines {
    VEC(struct check_line) list;
};

static int by_id(const void *left, const void *right)
{
    const struct check_line *a = left, *b = right;
    int order = str_cmp(a->id, b->id);
    return order ? order : str_cmp(a->text, b->text);
}

// The checks of a model that have the id, or any where none is asked for.
static void collect_checks(struct run *r, struct str model, struct str id,
                           struct check_lines *out)
{
    struct session *s = &r->session;
    struct found f;
    if (!library_model(&s->library, model, &f)) return;
    uint32_t checks = node_get_c(&s->tree, f.node, "checks");
    for (uint32_t i = 0; i < node_count(&s->tree, checks); i++) {
        uint32_t check = node_item(&s->tree, checks, i);
        struct check_line line = {.id = node_text(&s->tree, node_get_c(&s->tree, check, "id"))};
        if (line.id.len == 0 || (id.len && !str_eq(id, line.id))) continue;
        struct str warn = node_text(&s->tree, node_get_c(&s->tree, check, "warn")),
                   fault = node_text(&s->tree, node_get_c(&s->tree, check, "error"));
        line.text = str_format(&s->arena, "%s of %.*s: %.*s", warn.len ? "warning" : "error",
                               STR_ARG(model), STR_ARG(warn.len ? warn : fault));
        VEC_PUSH(&s->arena, &out->list, line);
    }
}

static bool add_checks(struct run *r, struct str id)
{
    struct names models = {0};
    struct check_lines lines = {0};
    library_model_names(&r->session.library, &r->session.arena, &models);
    for (uint32_t i = 0; i < models.list.count; i++)
        collect_checks(r, models.list.at[i], id, &lines);
    if (lines.list.count == 0) return false;
    qsort(lines.list.at, lines.list.count, sizeof(struct check_line), by_id);
    for (uint32_t i = 0; i < lines.list.count; i++) {
        const struct check_line *line = &lines.list.at[i];
        text_addf(&r->out, "  %.*s", STR_ARG(line->id));
        text_add_repeated(&r->out, ' ', line->id.len < 20 ? 20 - line->id.len : 1);
        text_addf(&r->out, "%.*s\n", STR_ARG(line->text));
    }
    return true;
}

static bool help_on_checks(struct run *r)
{
    text_add_c(&r->out,
               "Rule ids of what the models check; {name} stands for a figure. Models "
               "that are like one\nof these check the same, unless they have checks of "
               "their own:\n\n");
    return add_checks(r, STR_NONE);
}

// A rule id of a message or of a check of a model.
static bool help_on_rule(struct run *r, struct str id)
{
    for (int c = 0; c < DIAG_CODE_COUNT; c++) {
        if (!str_is(id, diag_id((enum diag_code)c))) continue;
        text_addf(&r->out, "  %.*s  %s\n", STR_ARG(id), diag_title((enum diag_code)c));
        return true;
    }
    return add_checks(r, id);
}

static bool help_on_scenario(struct run *r)
{
    text_add_c(&r->out, SCENARIO_TEXT);
    return true;
}

static const struct {
    const char *name;
    bool (*show)(struct run *r);
} TOPICS[] = {{"scenario", help_on_scenario},   {"units", help_on_units},
              {"functions", help_on_functions}, {"keys", help_on_keys},
              {"errors", help_on_errors},       {"checks", help_on_checks}};

static bool help(struct run *r)
{
    if (r->args.words.count == 0) return help_on_all(r);
    struct str word = r->args.words.at[0];
    const struct command *c = command_find(word);
    if (c) return help_on_command(r, c);
    struct str names[32];
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(TOPICS); i++) {
        if (str_is(word, TOPICS[i].name)) return TOPICS[i].show(r);
        names[count++] = str_of(TOPICS[i].name);
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        names[count++] = str_of(COMMANDS[i].name);
    if (help_on_rule(r, word)) return true;
    run_fail(r, "there is no help on '%.*s'", STR_ARG(str_visible(&r->session.arena, word)));
    diag_help_nearest(&r->session.diags, word, names, count);
    return false;
}

static bool help_as_page(struct run *r)
{
    const struct command *c = r->args.words.count ? command_find(r->args.words.at[0]) : NULL;
    if (!c) return run_fail(r, "--man needs the name of a command; tco(1) has them all");
    man_page(&r->out, c);
    return true;
}

// A scenario is a file, not prose: its lines stay as they are.
bool cmd_help(struct run *r)
{
    if (args_has(&r->args, OPT_MAN)) return run_no_more_words(r, 1) && help_as_page(r);
    if (!run_no_more_words(r, 1) || !help(r)) return false;
    if (r->args.words.count && str_is(r->args.words.at[0], "scenario")) return true;
    struct text wrapped = {.arena = r->out.arena};
    text_hanging(&wrapped, text_str(&r->out), run_width());
    r->out = wrapped;
    return true;
}
