// finance.c - the finance functions against answers of other programs and documents.
//
// Files finance/*.yaml are lists of
//
//     - name: irr-004
//       function: irr
//       inputs: {flows: [-100, 100, 0, -7]}
//       expected: {status: multiple, roots: [-0.67889, -0.08330]}
//       tolerance: {abs: 1e-5, rel: 1e-9}
//       source: ..
//
// Every one is written as a call with named arguments, all go through `tco eval - --json`, and
// the line that comes back must hold the expected keys. A number x passes against e when
// |x - e| <= max(abs, rel * max(|x|, |e|)); null only against null.
#include "support/document.h"

#include "base/file.h"
#include "base/num.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;
static int count;

static bool report(const char *file, struct str name, const char *what)
{
    printf("FAILED %s %.*s: %s\n", file, STR_ARG(name), what);
    failures++;
    return false;
}

// ---- calls -------------------------------------------------------------------------------------

static bool is_raw(struct str text)
{
    double unused;
    bool date = text.len == 10 && text.at[4] == '-' && text.at[7] == '-';
    return date || num_read(text, &unused) == NUM_OK || str_is(text, "null") ||
           str_is(text, "true") || str_is(text, "false");
}

static void add_value(struct text *out, const struct tree *t, uint32_t id)
{
    if (node_is_list(t, id)) {
        text_add_char(out, '[');
        for (uint32_t i = 0; i < node_count(t, id); i++) {
            if (i) text_add_c(out, ", ");
            add_value(out, t, node_item(t, id, i));
        }
        text_add_char(out, ']');
        return;
    }
    struct str text = node_kind(t, id) == NODE_EMPTY ? STR("null") : node_text(t, id);
    const char *quote = is_raw(text) ? "" : "'";
    text_addf(out, "%s%.*s%s", quote, STR_ARG(text), quote);
}

static void add_call(struct text *out, const struct tree *t, uint32_t vector)
{
    uint32_t inputs = node_get_c(t, vector, "inputs");
    text_add(out, node_text(t, node_get_c(t, vector, "function")));
    for (uint32_t i = 0; i < node_count(t, inputs); i++) {
        text_addf(out, "%s%.*s=", i ? ", " : "(",
                  STR_ARG(node_text(t, node_key(t, inputs, i))));
        add_value(out, t, node_value(t, inputs, i));
    }
    text_add_c(out, ")\n");
}

static bool run_calls(const char *program, struct document *d)
{
    struct text calls = {.arena = &d->arena};
    for (uint32_t i = 0; i < node_count(&d->tree, d->root); i++)
        add_call(&calls, &d->tree, node_item(&d->tree, d->root, i));
    FILE *in = fopen("finance-calls.txt", "w");
    if (!in) return false;
    bool written = fwrite(calls.at, 1, calls.len, in) == calls.len;
    written = fclose(in) == 0 && written;
    char command[2048];
    snprintf(command, sizeof command,
             "\"%s\" eval - --json < finance-calls.txt > finance-answers.txt", program);
    return written && system(command) == 0;
}

// ---- answers -----------------------------------------------------------------------------------

struct tolerance {
    double abs, rel;
};

static double number_at(const struct tree *t, uint32_t map, const char *key)
{
    double x = (double)NAN;
    num_read(node_text(t, node_get_c(t, map, key)), &x);
    return x;
}

static bool is_number(const struct tree *t, uint32_t id, double *x)
{
    return node_is_scalar(t, id) && node_style(t, id) == STYLE_PLAIN &&
           num_read(node_text(t, id), x) == NUM_OK;
}

static bool same(const struct tree *a, uint32_t got, const struct tree *b, uint32_t wanted,
                 struct tolerance within)
{
    double x, e;
    if (node_is_list(b, wanted)) {
        if (!node_is_list(a, got) || node_count(a, got) != node_count(b, wanted)) return false;
        for (uint32_t i = 0; i < node_count(b, wanted); i++)
            if (!same(a, node_item(a, got, i), b, node_item(b, wanted, i), within))
                return false;
        return true;
    }
    if (node_kind(b, wanted) == NODE_EMPTY) return node_kind(a, got) == NODE_EMPTY;
    if (!is_number(b, wanted, &e))
        return node_is_scalar(a, got) && str_eq(node_text(a, got), node_text(b, wanted));
    return is_number(a, got, &x) &&
           fabs(x - e) <= fmax(within.abs, within.rel * fmax(fabs(x), fabs(e)));
}

static bool check_answer(const char *file, const struct document *d, uint32_t vector,
                         const struct document *line)
{
    struct str name = node_text(&d->tree, node_get_c(&d->tree, vector, "name"));
    uint32_t expected = node_get_c(&d->tree, vector, "expected");
    uint32_t bounds = node_get_c(&d->tree, vector, "tolerance");
    struct tolerance within = {number_at(&d->tree, bounds, "abs"),
                               number_at(&d->tree, bounds, "rel")};
    if (!(within.abs >= 0 && within.rel >= 0)) return report(file, name, "no tolerance");
    if (node_count(&d->tree, expected) == 0) return report(file, name, "nothing is expected");
    if (node_text(&d->tree, node_get_c(&d->tree, vector, "source")).len == 0)
        return report(file, name, "no source");
    for (uint32_t i = 0; i < node_count(&d->tree, expected); i++) {
        struct str key = node_text(&d->tree, node_key(&d->tree, expected, i));
        uint32_t got = node_get(&line->tree, line->root, key);
        if (got == NODE_NONE) return report(file, name, "a key is missing in the answer");
        if (!same(&line->tree, got, &d->tree, node_value(&d->tree, expected, i), within))
            return report(file, name, str_to_c(line->diags.arena, key));
    }
    return true;
}

static void check_answers(const char *file, struct document *d)
{
    struct document answers;
    struct str text;
    document_init(&answers);
    if (!file_read(&answers.arena, STR("finance-answers.txt"), FILE_LIMIT_SCENARIO,
                   &answers.diags, &text)) {
        report(file, STR("answers"), "can't be read");
        return;
    }
    for (uint32_t i = 0; i < node_count(&d->tree, d->root); i++, count++) {
        size_t end = str_find(text, '\n');
        uint32_t vector = node_item(&d->tree, d->root, i);
        struct document line;  // JSON is YAML
        if (document_parse(&line, "answer", str_cut(text, 0, end)))
            check_answer(file, d, vector, &line);
        else
            report(file, node_text(&d->tree, node_get_c(&d->tree, vector, "name")),
                   "no answer");
        arena_free(&line.arena);
        text = str_cut(text, end + 1, text.len);
    }
    if (str_trim(text).len > 0) report(file, STR("answers"), "more lines than calls");
    arena_free(&answers.arena);
}

int main(int argc, char **argv)
{
    if (argc < 3) return 2;
    for (int i = 2; i < argc; i++) {
        struct document d;
        if (!document_read(&d, argv[i]))
            report(argv[i], STR("file"), "can't be read");
        else if (!run_calls(argv[1], &d))
            report(argv[i], STR("program"), "did not compute every call");
        check_answers(argv[i], &d);
        arena_free(&d.arena);
    }
    printf("%d calls of %d files, %d failures\n", count, argc - 2, failures);
    return failures || count == 0 ? 1 : 0;
}
