// reference.c - published cases: scenarios over the general models against printed answers.
//
// Every folder holds scenario.yaml and expect.yaml:
//
//     source: {title: .., year: .., url: ..}
//     figures:
//       - figure: breakeven/gpt_5/value     # TABLE/FIRST CELL/COLUMN, value/ADDRESS/MONTH,
//                                           # effective/ADDRESS/MONTH, billed/ADDRESS/all
//                                           # irr/OPTION/N, its N-th root from 0, or
//                                           # statement/OPTION.VIEW.ITEM/PERIOD, or total, after
//         printed: 69.3                     # as published; it holds to half of its last digit
//         case: kimi-k2                     # optional: --case, --baseline, a factor, and
//         baseline: own                     # where a publication contradicts itself, how far it
//         times: 730                        # may be off and why
//         within: 0.3 %
//         because: ..
//       - figure: ..
//         over: value/ADDRESS/MONTH         # optional: the figure divided by another one
//         to: 1000                          # optional: the last printed digit is worth this much
//         cases: {kimi-k2: 69.3, ..}        # many printed figures, each with its --case
//       - {figure: .., printed: 20 to 24}   # printed as a range
//       - {eval: "npv(0.1, [-100, 60])", printed: -41.32}   # an expression; of several numbers
//       - {eval: macrs_table(3), printed: [33.33, 44.45]}   # in turn, or that `at` its place,
//                                                               # from 0; `undefined`: there is none
//     cash: {file: cash.csv, classes: [capex, opex]}    # month by month, to the cent
//
// A source with a `case` is a publication; its `note` says what its figures can't prove. Others
// are worked by hand or by another program, and stand in a part of their own. A figure that is off
// by more than half of the last printed digit must have a `because`.
//
// docs/PUBLISHED.md holds a table of all figures. `reference --update` writes it anew; without
// it the file must be what would be written.
#include "support/check.h"
#include "support/document.h"

#include "base/file.h"
#include "base/num.h"
#include "report/statement_views.h"
#include "report/views.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FOLDERS = 200 };

struct running {
    const struct document *expect;
    const char *folder, *name;
    struct text *out;        // where its rows go
    int figures, off;        // off by more than half a digit
    double largest;          // deviation, in %
    struct session session;  // of the last figure, kept for the next one with the same words
    struct str case_name, baseline;
    bool open, runs;
};

static int failures;
static int figures;
static struct arena table_arena;
// The parts of the document: an index of publications, their figures, and the others'.
static struct text published = {.arena = &table_arena}, worked = {.arena = &table_arena},
                   index_rows = {.arena = &table_arena};

static struct str key(const struct document *d, uint32_t map, const char *name)
{
    return node_text(&d->tree, node_get_c(&d->tree, map, name));
}

// The n-th internal rate of return of an option.
static double root_of(struct session *s, struct str option, uint32_t n)
{
    struct comparison c = compare_options(s);
    for (uint32_t i = 0; i < c.count; i++) {
        const struct irr *r = &c.options[i].metrics.irr;
        if (str_eq(s->program.options.at[i].name, option) && n < r->count) return r->roots[n];
    }
    return (double)NAN;
}

// ---- figures of a session ----------------------------------------------------------------------

static struct table table_named(struct session *s, const struct comparison *c, struct str name)
{
    if (str_is(name, "breakeven")) return view_breakeven(s, c);
    if (str_is(name, "meters")) return view_meters(s);
    if (str_is(name, "rows")) return view_rows(s, PERIOD_MONTH);
    return view_summary(s, c);
}

static double cell_in(struct session *s, struct str table, struct str first, struct str column)
{
    struct comparison c = compare_options(s);
    struct table t = table_named(s, &c, table);
    for (uint32_t row = 0; row < t.row_count; row++) {
        struct table_cell cells[TABLE_COLUMNS];
        t.row(t.context, &s->arena, row, cells);
        if (!str_eq(cells[0].text, first)) continue;
        for (uint32_t i = 0; i < t.column_count; i++)
            if (str_eq(t.columns[i].key, column)) return cells[i].number;
    }
    return (double)NAN;
}

// own.fleet.reserved is below own.fleet and itself, but own.fleet.reserved_fees is not below it.
static bool lies_below(struct str address, struct str prefix)
{
    if (!str_starts(address, prefix)) return false;
    if (address.len == prefix.len) return true;
    char next = address.at[prefix.len];
    return next == '.' || next == '[';
}

// The cost lines of an option, a component or a line: amortised in one column, or billed in all.
static double lines_of(struct session *s, struct str address, bool billed, uint32_t column)
{
    double sum = 0;
    bool found = false;
    for (uint32_t i = 0; i < s->ledger.lines.count; i++) {
        const struct line *l = &s->ledger.lines.at[i];
        if (!lies_below(row_address(&s->arena, &s->program, l->row), address)) continue;
        if (!billed) sum += val_double(l->effective[column]);
        for (uint32_t k = 0; billed && k <= s->program.months; k++)
            sum += val_double(l->billed[k]);
        found = true;
    }
    return found ? sum : (double)NAN;
}

static double item_in(struct session *s, const struct item *i, struct str when)
{
    const struct program *p = &s->program;
    if (str_is(when, "total")) return item_total(p, i);
    if (str_is(when, "after")) return i->after;
    for (int k = 0; k < PERIOD_COUNT; k++)
        for (uint32_t at = k == PERIOD_MONTH; at < period_count(p, (enum period)k); at++)
            if (str_eq(period_text(&s->arena, p, (enum period)k, at), when))
                return item_amount(p, i, (enum period)k, at);
    return (double)NAN;
}

// OPTION.VIEW.ITEM in a period, whatever its length.
static double stated(struct session *s, struct str name, struct str when)
{
    size_t one = str_find(name, '.');
    struct str option = str_cut(name, 0, one), rest = str_cut(name, one + 1, name.len);
    size_t two = str_find(rest, '.');
    enum view view = view_find(str_cut(rest, 0, two));
    struct statement st;
    if (view == VIEW_COUNT || !statement_build(s, view, &st)) return (double)NAN;
    for (uint32_t i = 0; i < st.items.count; i++) {
        const struct item *x = &st.items.at[i];
        if (str_eq(s->program.options.at[x->option].name, option) &&
            str_eq(x->key, str_cut(rest, two + 1, rest.len)))
            return item_in(s, x, when);
    }
    return (double)NAN;
}

static double figure_of(struct session *s, struct str figure)
{
    size_t one = str_find(figure, '/'), two = figure.len;
    while (two > one && figure.at[two - 1] != '/')
        two--;
    struct str table = str_cut(figure, 0, one), middle = str_cut(figure, one + 1, two - 1);
    struct str last = str_cut(figure, two, figure.len);
    uint64_t n = 0;
    bool by_month = str_is(table, "value") || str_is(table, "effective");
    if (by_month && !num_read_whole(last, 1, s->program.months, &n)) return (double)NAN;
    if (str_is(table, "value")) return row_value(s, str_to_c(&s->arena, middle), (uint32_t)n);
    if (str_is(table, "effective")) return lines_of(s, middle, false, (uint32_t)n);
    if (str_is(table, "irr") && num_read_whole(last, 0, UINT32_MAX, &n))
        return root_of(s, middle, (uint32_t)n);
    if (str_is(table, "statement")) return stated(s, middle, last);
    if (str_is(table, "billed")) return lines_of(s, middle, true, 0);
    return cell_in(s, table, middle, last);
}

static bool run(struct session *s, const char *folder, struct str case_name,
                struct str baseline)
{
    char path[600];
    snprintf(path, sizeof path, "%s/scenario.yaml", folder);
    struct load_settings settings = {.case_name = case_name, .baseline = baseline};
    session_open(s);
    struct str kept = str_format(&s->arena, "%s", path);  // diagnostics name it later
    return session_add_models(s, STR_NONE, kept) && session_load(s, kept, &settings) &&
           session_compute(s);
}

static void print_diagnostics(struct session *s)
{
    struct text t = {.arena = &s->arena};
    diag_print(&t, &s->diags, (struct diag_style){.quiet = true});
    fprintf(stderr, "%.*s", STR_ARG(text_str(&t)));
}

// ---- comparing ---------------------------------------------------------------------------------

// Half of the last printed digit.
static double half_digit(struct str printed)
{
    size_t dot = str_find(printed, '.');
    return 0.5 * pow(10, dot < printed.len ? -(double)(printed.len - dot - 1) : 0);
}

static double number_in(struct str text, double otherwise)
{
    double v;
    struct str digits = str_trim(str_cut(text, 0, str_find(text, '%')));
    if (text.len == 0 || num_read(digits, &v) != NUM_OK) return otherwise;
    return digits.len < text.len ? v / 100 : v;
}

static bool same_session(const struct running *f, struct str case_name, struct str baseline)
{
    return f->open && str_eq(f->case_name, case_name) && str_eq(f->baseline, baseline);
}

static void close_session(struct running *f)
{
    if (f->open) session_close(&f->session);
    f->open = false;
}

static bool session_of(struct running *f, struct str case_name, struct str baseline)
{
    if (same_session(f, case_name, baseline)) return f->runs;
    close_session(f);
    f->case_name = case_name, f->baseline = baseline, f->open = true;
    f->runs = run(&f->session, f->folder, case_name, baseline);
    if (f->runs) return true;
    print_diagnostics(&f->session);
    printf("FAILED %s: the scenario does not run\n", f->name);
    failures++;
    return false;
}

// How far a figure may be off: half of the last digit, or the stated share.
static double allowance(const struct document *d, uint32_t map, struct str printed)
{
    double digit = number_in(key(d, map, "to"), 2 * half_digit(printed));
    double within = number_in(key(d, map, "within"), 0);
    return fmax(digit / 2 * (1 + 1e-9), within * fabs(number_in(printed, (double)NAN)));
}

// Where the upper end of `20 to 24` begins; the length of the text if it is no range.
static size_t upper_end(struct str printed)
{
    for (size_t i = 0; i + 4 <= printed.len; i++)
        if (str_is(str_cut(printed, i, i + 4), " to ")) return i + 4;
    return printed.len;
}

// Zeros before the point need not be digits: 26000 to 1000 is printed in thousands.
static bool is_printed_in(double unit, struct str printed)
{
    double power = log10(unit);
    return fabs(power - round(power)) < 1e-9 &&
           fmod(number_in(printed, (double)NAN), unit) == 0;
}

// Within half of the last printed digit.
static bool is_as_printed(const struct document *d, uint32_t map, struct str printed,
                          double found)
{
    double half = half_digit(printed), unit = number_in(key(d, map, "to"), 2 * half);
    if (is_printed_in(unit, printed)) half = fmax(half, unit / 2);
    return fabs(found - number_in(printed, (double)NAN)) <= half * (1 + 1e-9);
}

static bool holds(const struct document *d, uint32_t map, struct str printed, double found)
{
    size_t upper = upper_end(printed);
    if (upper < printed.len)
        return found >= number_in(str_cut(printed, 0, upper - 4), (double)NAN) &&
               found <= number_in(str_cut(printed, upper, printed.len), (double)NAN);
    return fabs(found - number_in(printed, (double)NAN)) <= allowance(d, map, printed);
}

// In %, and plain zero where its three digits are.
static double deviation_of(double found, double wanted)
{
    double off = (found / wanted - 1) * 100;
    return fabs(off) < 0.0005 ? 0 : off;
}

static struct str label_of(const struct document *d, uint32_t map)
{
    struct str label = key(d, map, "what"), figure = key(d, map, "figure");
    return label.len ? label : figure.len ? figure : key(d, map, "eval");
}

// A deviation of more than half a digit has its reason beside it, and no other has.
static void table_row(struct running *f, uint32_t map, struct str printed, double found)
{
    const struct document *d = f->expect;
    struct str label = label_of(d, map), because = key(d, map, "because");
    bool range = upper_end(printed) < printed.len, none = str_is(printed, "undefined");
    bool plain = range || none || is_as_printed(d, map, printed, found);
    double wanted = number_in(printed, (double)NAN);
    char ours[NUM_TEXT] = "undefined", off[64] = "";
    if (isfinite(found)) num_write_tidy(ours, num_round(found, 7));
    if (range)
        snprintf(off, sizeof off, "inside");
    else if (!none && wanted == 0)
        snprintf(off, sizeof off, "%+.3g", found);
    else if (!none)
        snprintf(off, sizeof off, "%+.3f %%", deviation_of(found, wanted));
    text_addf(f->out, "| %.*s%s%.*s | %.*s | %s | %s | %.*s |\n", STR_ARG(label),
              f->case_name.len ? ", " : "", STR_ARG(f->case_name), STR_ARG(printed), ours, off,
              STR_ARG(plain ? STR_NONE : because));
    f->figures++;
    f->off += !plain;
    if (!range && !none && wanted != 0)
        f->largest = fmax(f->largest, fabs(deviation_of(found, wanted)));
    if (plain || because.len) return;
    failures++;
    printf("FAILED %s: %.*s is off by more than half a digit, and nothing says why\n", f->name,
           STR_ARG(label));
}

// False after a report when there is no such figure.
static bool find_figure(struct running *f, struct str figure, double *found)
{
    *found = figure_of(&f->session, figure);
    if (isfinite(*found)) return true;
    printf("FAILED %s: %.*s is not there\n", f->name, STR_ARG(figure));
    failures++;
    return false;
}

static void check_figure(struct running *f, uint32_t map, struct str case_name,
                         struct str printed)
{
    const struct document *d = f->expect;
    double found, divisor = 1;
    figures++;
    if (!session_of(f, case_name, key(d, map, "baseline"))) return;
    struct str over = key(d, map, "over");
    if (!find_figure(f, key(d, map, "figure"), &found)) return;
    if (over.len > 0 && !find_figure(f, over, &divisor)) return;
    found = found / divisor * number_in(key(d, map, "times"), 1);
    table_row(f, map, printed, found);
    if (holds(d, map, printed, found)) return;
    failures++;
    printf("FAILED %s: %.*s %.*s is %.9g and not %.*s\n", f->name,
           STR_ARG(key(d, map, "figure")), STR_ARG(case_name), found, STR_ARG(printed));
}

// ---- expressions -------------------------------------------------------------------------------

// Number n of an answer, counted through its fields and their lists; not a number if it has fewer.
static double number_of(const struct answer_value *v, uint32_t *n)
{
    double found = (double)NAN;
    if (v->kind == ANSWER_NUMBER) return (*n)-- == 0 ? v->number : (double)NAN;
    for (uint32_t i = 0; v->kind == ANSWER_LIST && i < v->count && !isfinite(found); i++)
        found = number_of(&v->items[i], n);
    return found;
}

static double evaluated(struct str expression, uint32_t n)
{
    struct session s;
    struct answer a = {0};
    double found = (double)NAN;
    session_open(&s);
    if (!session_eval(&s, expression, &a))
        print_diagnostics(&s);
    else if (a.field_count == 0)
        found = a.value;
    for (uint32_t i = 0; i < a.field_count && !isfinite(found); i++)
        found = number_of(&a.fields[i].value, &n);
    session_close(&s);
    return found;
}

static void check_answer(struct running *f, uint32_t map, uint32_t n, struct str printed)
{
    const struct document *d = f->expect;
    double found = evaluated(key(d, map, "eval"), n) * number_in(key(d, map, "times"), 1);
    bool none = str_is(printed, "undefined");
    figures++;
    if (isfinite(found) == none || (!none && !holds(d, map, printed, found))) {
        failures++;
        printf("FAILED %s: %.*s is %.9g and not %.*s\n", f->name, STR_ARG(key(d, map, "eval")),
               found, STR_ARG(printed));
    }
    table_row(f, map, printed, found);
}

static void check_answers(struct running *f, uint32_t map)
{
    const struct tree *t = &f->expect->tree;
    uint32_t list = node_get_c(t, map, "printed");
    uint32_t at = (uint32_t)number_in(key(f->expect, map, "at"), 0);
    if (!node_is_list(t, list)) check_answer(f, map, at, node_text(t, list));
    for (uint32_t i = 0; node_is_list(t, list) && i < node_count(t, list); i++)
        check_answer(f, map, i, node_text(t, node_item(t, list, i)));
}

static void check_figures(struct running *f, uint32_t map)
{
    const struct document *d = f->expect;
    if (key(d, map, "eval").len) {
        check_answers(f, map);
        return;
    }
    uint32_t cases = node_get_c(&d->tree, map, "cases");
    if (cases == NODE_NONE) check_figure(f, map, key(d, map, "case"), key(d, map, "printed"));
    for (uint32_t i = 0; cases != NODE_NONE && i < node_count(&d->tree, cases); i++)
        check_figure(f, map, node_text(&d->tree, node_key(&d->tree, cases, i)),
                     node_text(&d->tree, node_value(&d->tree, cases, i)));
}

// ---- cash by month -----------------------------------------------------------------------------

// Not a number where there is no such option or column.
static double cash_of(const struct session *s, uint32_t option, uint32_t column, bool with_risk)
{
    if (option == NO_NAME || column > s->program.months) return (double)NAN;
    const struct tally *t = &s->ledger.tallies[option];
    double sum = 0;
    for (uint32_t i = t->first_line; i < t->first_line + t->line_count; i++) {
        const struct line *l = &s->ledger.lines.at[i];
        enum cost_class class = l->name->cost.class;
        if (class == CLASS_BENEFIT || (class == CLASS_RISK && !with_risk)) continue;
        sum += val_double(l->billed[column]);
    }
    return sum;
}

static uint32_t option_named(const struct session *s, struct str name)
{
    for (uint32_t i = 0; i < s->program.options.count; i++)
        if (str_eq(s->program.options.at[i].name, name)) return i;
    return NO_NAME;
}

static struct str next_line(struct str *rest)
{
    size_t end = str_find(*rest, '\n');
    struct str line = str_cut(*rest, 0, end);
    *rest = str_cut(*rest, end + 1, rest->len);
    return line;
}

static struct str next_cell(struct str *line)
{
    size_t end = str_find(*line, ',');
    struct str cell = str_cut(*line, 0, end);
    *line = str_cut(*line, end + 1, line->len);
    return cell;
}

static void check_cash(const struct document *d, const char *folder, const char *name,
                       uint32_t map, struct text *out)
{
    char path[600];
    struct session s;
    struct str text, file = key(d, map, "file");
    bool with_risk = str_is(key(d, map, "risk"), "included");
    snprintf(path, sizeof path, "%s/%.*s", folder, STR_ARG(file));
    if (!run(&s, folder, STR_NONE, STR_NONE) ||
        !file_read(&s.arena, str_of(path), FILE_LIMIT_SCENARIO, &s.diags, &text)) {
        print_diagnostics(&s);
        printf("FAILED %s: its cash can't be compared\n", name);
        failures++;
        session_close(&s);
        return;
    }
    uint32_t options[16], count = 0, column = 0;
    double largest = 0;
    struct str head = next_line(&text);
    next_cell(&head);
    while (head.len > 0 && count < 16)
        options[count++] = option_named(&s, next_cell(&head));
    for (; text.len > 0; column++) {
        struct str line = next_line(&text);
        next_cell(&line);
        for (uint32_t i = 0; i < count; i++) {
            double wanted = number_in(next_cell(&line), (double)NAN);
            double off = fabs(cash_of(&s, options[i], column, with_risk) - wanted);
            if (!(off <= 0.005)) failures++;
            if (!(off <= 0.005))
                printf("FAILED %s: column %u of option %u is off by %g\n", name,
                       (unsigned)column, (unsigned)options[i], off);
            largest = fmax(largest, off);
        }
    }
    if (column != s.program.months + 1) failures++;
    text_addf(out, "| cash of %u options in %u columns | to the cent | %s | | |\n",
              (unsigned)count, (unsigned)column, largest <= 0.005 ? "to the cent" : "off");
    session_close(&s);
}

static void table_head(const struct document *d, const char *name, bool is_published,
                       struct text *out)
{
    uint32_t source = node_get_c(&d->tree, d->root, "source");
    struct str url = key(d, source, "url"), id = key(d, source, "case"),
               note = key(d, source, "note");
    text_addf(out, "\n### %s\n\n", name);
    if (is_published) text_addf(out, "Case `%.*s`: ", STR_ARG(id));
    text_addf(out, "%.*s, %.*s.%s%.*s%s\n\n", STR_ARG(key(d, source, "title")),
              STR_ARG(key(d, source, "year")), url.len ? " <" : "", STR_ARG(url),
              url.len ? ">" : "");
    if (note.len) text_addf(out, "%.*s\n\n", STR_ARG(note));
    text_addf(out,
              "| figure | %s | ours | deviation | why it may be off |\n"
              "|---|---|---|---|---|\n",
              is_published ? "printed" : "expected");
}

static void index_row(const struct running *f, const struct document *d)
{
    uint32_t source = node_get_c(&d->tree, d->root, "source");
    bool rates = key(d, source, "note").len > 0;
    text_addf(&index_rows, "| `%.*s` | [%s](#%s) | %d | %d | %.3f %% | %s |\n",
              STR_ARG(key(d, source, "case")), f->name, f->name, f->figures, f->off, f->largest,
              rates ? "see its note" : "");
}

static void check_folder(const char *folder, const char *name)
{
    char path[600];
    struct document d;
    snprintf(path, sizeof path, "%s/expect.yaml", folder);
    if (!document_read(&d, path)) {
        printf("FAILED %s: expect.yaml can't be read\n", name);
        failures++;
        return;
    }
    uint32_t list = node_get_c(&d.tree, d.root, "figures");
    bool is_published = key(&d, node_get_c(&d.tree, d.root, "source"), "case").len > 0;
    struct running f = {.expect = &d, .folder = folder, .name = name};
    f.out = is_published ? &published : &worked;
    table_head(&d, name, is_published, f.out);
    for (uint32_t i = 0; i < node_count(&d.tree, list); i++)
        check_figures(&f, node_item(&d.tree, list, i));
    close_session(&f);
    uint32_t cash = node_get_c(&d.tree, d.root, "cash");
    if (cash != NODE_NONE) check_cash(&d, folder, name, cash, f.out);
    if (is_published) index_row(&f, &d);
    arena_free(&d.arena);
}

static int by_name(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static const char introduction[] =
    "# Published cases\n\n"
    "Each case is a folder of `tests/reference`: a scenario over the models of `models/`, or\n"
    "expressions of the language, with the printed figures beside it. The tests run it, compare\n"
    "every figure and write this document. A figure holds when it is within half of the last\n"
    "printed digit; trailing zeros of a rounded number are no digits. Where it is further off, the\n"
    "last column must say why: the publication contradicts itself, truncates, or was printed from\n"
    "other digits than it shows. [Further down](#worked-by-hand-and-by-other-programs) stands what\n"
    "is not published: figures worked by hand and by other programs.\n\n"
    "| case | section | figures | further off than half a digit | largest deviation | |\n"
    "|---|---|---|---|---|---|\n";

static const char second_part[] =
    "\n## Worked by hand and by other programs\n\n"
    "Nobody printed these. Those by hand are derived line by line in the file of their folder; the\n"
    "others come from a stand-alone program and from a workbook.\n";

static struct str whole_document(void)
{
    struct text out = {.arena = &table_arena};
    text_add_c(&out, introduction);
    text_add(&out, text_str(&index_rows));
    text_add_c(&out, "\n## Figures of the publications\n");
    text_add(&out, text_str(&published));
    text_add_c(&out, second_part);
    text_add(&out, text_str(&worked));
    return text_str(&out);
}

// Writes the table, or proves that the file holds it.
static void keep_table(const char *path, bool update)
{
    struct diags diags = {.arena = &table_arena};
    struct str old, now = whole_document();
    if (update && !file_write(str_of(path), now, &diags)) failures++;
    if (update) return;
    if (file_read(&table_arena, str_of(path), FILE_LIMIT_SCENARIO, &diags, &old) &&
        str_eq(old, now))
        return;
    printf("FAILED: %s is not what the cases give; run the reference test with --update\n",
           path);
    failures++;
}

int main(int argc, char **argv)
{
    bool update = argc > 1 && strcmp(argv[1], "--update") == 0;
    if (update) argc--, argv++;
    if (argc < 4) return 2;
    char **names = argv + 3;
    qsort(names, (size_t)argc - 3, sizeof *names, by_name);
    for (int i = 3; i < argc; i++) {
        char folder[512];
        snprintf(folder, sizeof folder, "%s/%s", argv[2], argv[i]);
        check_folder(folder, argv[i]);
    }
    if (failures == 0) keep_table(argv[1], update);
    printf("%d figures of %d cases, %d failures\n", figures, argc - 3, failures);
    arena_free(&table_arena);
    return failures ? 1 : 0;
}
