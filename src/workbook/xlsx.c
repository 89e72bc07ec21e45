// xlsx.c - the file: sheets, cells and how they look.
//
// The library is opened when a workbook is asked for, so that nothing else pays for it.
#define _POSIX_C_SOURCE 200809L  // for strcasecmp()
#include "workbook/workbook.h"

#include "base/file.h"
#include "base/signals.h"
#include "lang/show.h"
#include "workbook/xlsx_int.h"

#include <dlfcn.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *xlsx_settled(const struct plan *p, const struct quantity *q)
{
    return p->program->rows.at[q->key.node].given
               ? "settled, since units convert by it: run tco again with --set"
               : "not given: run tco again with --set";
}

static bool open_library(struct xlsx_calls *l)
{
    l->handle = dlopen(TCO_XLSX_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    bool ok = l->handle != NULL;
#define CALL(name)                                                                             \
    if (ok) {                                                                                  \
        void *at = dlsym(l->handle, #name);                                                    \
        memcpy(&l->name, &at, sizeof at);                                                      \
        ok = at != NULL;                                                                       \
    }
#include "workbook/library.def"
#undef CALL
    return ok;
}

void xlsx_keep(struct book *b, lxw_error e)
{
    if (e != LXW_NO_ERROR && b->error == LXW_NO_ERROR) b->error = e;
}

struct str xlsx_title(const struct book *b)
{
    const struct session *s = b->plan->session;
    return s->info.name.len ? s->info.name : s->file;
}

static const char *c_text(struct book *b, struct str s)
{
    enum { LONGEST = 30000 };
    struct text t = {.arena = b->arena};
    text_add_visible(&t, s, LONGEST);
    return str_to_c(b->arena, text_str(&t));
}

void xlsx_text(struct book *b, lxw_worksheet *w, uint32_t line, int column, struct str s,
               lxw_format *format)
{
    if (s.len == 0) return;
    struct arena_mark mark = arena_mark(b->arena);
    xlsx_keep(b,
              b->lib->worksheet_write_string(w, line, (lxw_col_t)column, c_text(b, s), format));
    arena_release(b->arena, mark);
}

// ---- looks -------------------------------------------------------------------------------------

static const char *number_format(enum quantity_style style)
{
    switch (style) {
    case LOOK_PLAIN: return "General";
    case LOOK_LIMIT: return "[>=1E+29]\"no limit\";General";
    case LOOK_MONEY:
    case LOOK_SUM: return "#,##0;-#,##0;\"-\"";
    case LOOK_PERCENT: return "0.00##%";
    case LOOK_RETURN: return "[>=1000]\"over 100,000 %\";[<0]-0.0%;0.0%";
    case LOOK_COUNT: return "#,##0";
    case LOOK_DECIMAL: return "#,##0.00";
    case LOOK_FAULTS:
    case LOOK_WARNINGS: return "[=0]\"ok\";#,##0";
    }
    return "General";
}

static lxw_format *make_look(struct book *b, const struct look *k)
{
    static const lxw_color_t colors[ROLE_COUNT] = {0x0000FF, 0x000000, 0x007A33, 0xC00000,
                                                   0x606060, 0x808080, 0x808080};
    lxw_format *f = b->lib->workbook_add_format(b->book);
    struct text t = {.arena = b->arena};
    text_add_c(&t, number_format(k->style));
    if (k->unit.len) {
        text_add_c(&t, "\" ");
        for (size_t i = 0; i < k->unit.len; i++)
            if (k->unit.at[i] != '"') text_add_char(&t, k->unit.at[i]);
        text_add_c(&t, "\"");
    }
    b->lib->format_set_num_format(f, str_to_c(b->arena, text_str(&t)));
    b->lib->format_set_font_color(f, colors[k->role]);
    b->lib->format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
    if (k->role == ROLE_INPUT) b->lib->format_set_bg_color(f, 0xFFFFE0);
    if (k->role == ROLE_SETTLED) b->lib->format_set_bg_color(f, 0xE8E8E8);
    if (k->style == LOOK_SUM) b->lib->format_set_top(f, LXW_BORDER_THIN);
    // "never" and "-" stand below numbers.
    if (k->style == LOOK_DECIMAL || k->style == LOOK_RETURN || k->style == LOOK_COUNT)
        b->lib->format_set_align(f, LXW_ALIGN_RIGHT);
    if (k->style == LOOK_FAULTS || k->style == LOOK_WARNINGS)
        b->lib->format_set_align(f, LXW_ALIGN_CENTER);
    return f;
}

// The unit behind a number: none for what has a format of its own.
static struct str shown_unit(enum quantity_style style, struct str unit)
{
    enum { LONGEST_UNIT = 60 };
    bool shown =
        style == LOOK_PLAIN && unit.len && unit.len <= LONGEST_UNIT && !str_is(unit, "1");
    return shown ? unit : STR_NONE;
}

lxw_format *xlsx_look(struct book *b, enum role role, enum quantity_style style,
                      struct str unit)
{
    struct look k = {role, style, shown_unit(style, unit), NULL};
    for (uint32_t i = 0; i < b->looks.count; i++) {
        const struct look *old = &b->looks.at[i];
        if (old->role == role && old->style == style && str_eq(old->unit, k.unit))
            return old->format;
    }
    k.format = make_look(b, &k);
    VEC_PUSH(b->keep, &b->looks, k);
    return k.format;
}

// Does a template mention cells of another sheet?
static bool looks_elsewhere(const struct plan *p, const struct quantity *q)
{
    for (size_t i = 0; i + 1 < q->template.len; i++) {
        if (q->template.at[i] != '\001') continue;
        char mark = q->template.at[i + 1];
        bool own = mark == MARK_MONTH || mark == MARK_MONTHS || mark == MARK_MONTHS_UNTIL ||
                   mark == MARK_MONTHS_BEFORE || mark == MARK_INDEX;
        uint32_t id = 0;
        for (i += 2; q->template.at[i] != ':'; i++)
            id = id * 10 + (uint32_t)(q->template.at[i] - '0');
        if (!own && plan_at(p, id)->page != q->page) return true;
    }
    return false;
}

// What the scenario switches off is no formula.
static bool is_unused(const struct quantity *q)
{
    return str_is(q->template, "0") && q->word.len == 0;
}

static enum role role_of(const struct plan *p, const struct quantity *q)
{
    if (q->settled) return ROLE_SETTLED;
    if (q->input) return ROLE_INPUT;
    if (q->convention) return ROLE_CONVENTION;
    if (q->template.len == 0) return ROLE_VALUE;
    if (is_unused(q)) return ROLE_UNUSED;
    return looks_elsewhere(p, q) ? ROLE_OTHER_SHEET : ROLE_FORMULA;
}

// ---- cells -------------------------------------------------------------------------------------

// Widths of columns whose texts take several lines: of inputs, and of checks.
enum { INPUT_FROM = 36, INPUT_SOURCE = 48, INPUT_NOTE = 40, CHECK_NAME = 80, CHECK_HOW = 44 };

void xlsx_formula(struct book *b, lxw_worksheet *w, uint32_t line, int column,
                  const char *formula, lxw_format *format, bool known, double value)
{
    lxw_col_t at = (lxw_col_t)column;
    if (known)
        xlsx_keep(b, b->lib->worksheet_write_formula_num(w, line, at, formula, format, value));
    else
        xlsx_keep(b, b->lib->worksheet_write_formula_str(w, line, at, formula, format, "#N/A"));
}

void xlsx_formula_word(struct book *b, lxw_worksheet *w, uint32_t line, int column,
                       const char *formula, lxw_format *format, struct str word)
{
    xlsx_keep(b, b->lib->worksheet_write_formula_str(w, line, (lxw_col_t)column, formula,
                                                     format, str_to_c(b->arena, word)));
}

static void write_cell(struct book *b, lxw_worksheet *w, uint32_t id, uint32_t column,
                       lxw_format *format)
{
    const struct quantity *q = plan_at(b->plan, id);
    int at = q->fixed ? COLUMN_VALUE : COLUMN_OPENING + (int)column;
    double value = 0;
    bool known = plan_value(b->plan, id, column, &value);
    enum quantity_style style =
        q->style == LOOK_PLAIN && fabs(value) >= 1e29 ? LOOK_LIMIT : q->style;
    if (known && !q->word.len)
        xlsx_room(b, at, style, q->fixed ? shown_unit(style, q->unit) : STR_NONE, value);
    if (q->template.len == 0 || is_unused(q)) {
        if (q->word.len)
            xlsx_text(b, w, q->line, at, q->word, format);
        else if (known)
            xlsx_keep(b,
                      b->lib->worksheet_write_number(w, q->line, (lxw_col_t)at, value, format));
        return;
    }
    struct arena_mark mark = arena_mark(b->arena);
    struct text formula = {.arena = b->arena};
    formula_expand(b->plan, id, column, &formula);
    const char *text = str_to_c(b->arena, text_str(&formula));
    if (q->word.len)
        xlsx_formula_word(b, w, q->line, at, text, format, q->word);
    else
        xlsx_formula(b, w, q->line, at, text, format, known, value);
    arena_release(b->arena, mark);
}

static void write_total(struct book *b, lxw_worksheet *w, uint32_t id, lxw_format *format)
{
    const struct quantity *q = plan_at(b->plan, id);
    struct text out = {.arena = b->arena};
    struct quantity sum = *q;
    double total = 0, value;
    uint32_t columns = plan_columns(b->plan, &b->plan->pages.at[q->page]);
    for (uint32_t m = q->key.kind == QUANTITY_OWN ? 0 : 1; m <= columns; m++)
        if (plan_value(b->plan, id, m, &value)) total += value;
    struct str cells = formula_mark(b->arena, MARK_SUM, id, 0);
    sum.template = STR_JOINED(b->arena, STR("SUM("), cells, STR(")"));
    if (q->key.kind == QUANTITY_CHECK)  // also where it can't be told in a month
        sum.template = STR_JOINED(b->arena, STR("COUNTIF("), cells, STR(",\">0\")"));
    struct quantity kept = *q;
    *plan_at(b->plan, id) = sum;
    formula_expand(b->plan, id, 0, &out);
    *plan_at(b->plan, id) = kept;
    xlsx_room(b, COLUMN_TOTAL, q->style, STR_NONE, total);
    xlsx_formula(b, w, q->line, COLUMN_TOTAL, str_to_c(b->arena, text_str(&out)), format, true,
                 total);
}

static struct str how(struct book *b, const struct quantity *q)
{
    if (q->reason.len) return STR_JOINED(b->arena, STR("values only: "), q->reason);
    struct str text = STR_NONE;
    if (q->key.kind == QUANTITY_ROW && !q->input) text = plan_formula_text(b->plan, q);
    if (text.len == 0) text = plan_remark(b->plan, q);
    if (!is_unused(q)) return text;
    if (text.len == 0) return STR("not used here");
    return STR_JOINED(b->arena, STR("not used here: "), text);
}

// Parts of formulas are folded away below the row that they help.
static void fold(struct book *b, lxw_worksheet *w, const struct quantity *q)
{
    bool part = q->folded || q->key.kind == QUANTITY_PART || q->key.kind == QUANTITY_AGE;
    lxw_row_col_options options = {.hidden = 0, .level = 1, .collapsed = 0};
    if (part)
        xlsx_keep(
            b, b->lib->worksheet_set_row_opt(w, q->line, LXW_DEF_ROW_HEIGHT, NULL, &options));
}

// Limits that nobody states are numbers beyond all others.
static enum quantity_style style_of(struct book *b, uint32_t id)
{
    const double limit = 1e29;
    const struct quantity *q = plan_at(b->plan, id);
    double value;
    bool none = q->style == LOOK_PLAIN && q->fixed && plan_value(b->plan, id, 0, &value) &&
                value >= limit;
    return none ? LOOK_LIMIT : q->style;
}

// Lines that a text takes in a column of a width, broken between words.
static size_t lines_in(struct str text, int width)
{
    const double spare = 0.9;  // what is left at the end of a line
    return (size_t)ceil((double)text.len / (width * spare));
}

// Room for texts that take several lines.
static void make_high(struct book *b, lxw_worksheet *w, uint32_t line, size_t lines)
{
    enum { MOST_LINES = 8 };
    lxw_row_col_options options = {0};
    if (lines < 2) return;
    xlsx_keep(b, b->lib->worksheet_set_row_opt(
                     w, line,
                     LXW_DEF_ROW_HEIGHT * (double)(lines < MOST_LINES ? lines : MOST_LINES),
                     NULL, &options));
}

static size_t most(size_t x, size_t y)
{
    return x > y ? x : y;
}

// Name, unit, and where it comes from or how it is computed. Sentences are not cut.
static void write_front(struct book *b, lxw_worksheet *w, const struct quantity *q)
{
    enum page_kind kind = b->plan->pages.at[q->page].kind;
    bool checks = kind == PAGE_CHECKS, wraps = checks || kind == PAGE_INPUTS;
    struct str label = plan_label(b->plan, q), from = how(b, q);
    if (checks)
        make_high(b, w, q->line, most(lines_in(label, CHECK_NAME), lines_in(from, CHECK_HOW)));
    xlsx_text(b, w, q->line, 0, label, checks ? b->wrapped_text : b->text);
    if (q->key.kind == QUANTITY_ROW || q->key.kind == QUANTITY_OWN) xlsx_room_text(b, 0, label);
    xlsx_text(b, w, q->line, 1, q->unit, b->note);
    xlsx_text(b, w, q->line, 2, from, wraps ? b->wrapped : b->note);
}

static void write_quantity(struct book *b, lxw_worksheet *w, uint32_t id)
{
    const struct quantity *q = plan_at(b->plan, id);
    enum role role = role_of(b->plan, q);
    lxw_format *format = xlsx_look(b, role, style_of(b, id), q->fixed ? q->unit : STR_NONE);
    fold(b, w, q);
    write_front(b, w, q);
    if (q->total && !q->fixed)
        write_total(b, w, id, xlsx_look(b, ROLE_FORMULA, q->style, STR_NONE));
    if (q->key.kind == QUANTITY_VINTAGE)
        xlsx_keep(
            b, b->lib->worksheet_write_number(w, q->line, COLUMN_VALUE, q->key.index, b->note));
    if (q->fixed) {
        write_cell(b, w, id, 0, format);
        return;
    }
    uint32_t columns = plan_columns(b->plan, &b->plan->pages.at[q->page]);
    for (uint32_t m = q->opening ? 0 : 1; m <= columns; m++)
        write_cell(b, w, id, m, format);
}

// ---- inputs ------------------------------------------------------------------------------------

// What is not given can't be given here, since the formulas that ask are decided, nor can a rate be
// changed that has gone into the factors between units: nothing may be written over it.
static void lock_input(struct book *b, lxw_worksheet *w, const struct quantity *q)
{
    char *why = (char *)(uintptr_t)xlsx_settled(b->plan, q);
    char *title =
        (char *)(uintptr_t)(b->plan->program->rows.at[q->key.node].given ? "Settled"
                                                                         : "Not given");
    lxw_data_validation v = {.validate = LXW_VALIDATION_TYPE_CUSTOM_FORMULA,
                             .value_formula = (char *)(uintptr_t) "=FALSE",
                             .ignore_blank = LXW_VALIDATION_OFF,
                             .show_input = LXW_VALIDATION_ON,
                             .show_error = LXW_VALIDATION_ON,
                             .input_title = title,
                             .input_message = why,
                             .error_title = title,
                             .error_message = why};
    xlsx_keep(b, b->lib->worksheet_data_validation_cell(w, q->line, COLUMN_VALUE, &v));
}

// What --set refuses a cell refuses too.
struct limits {
    double low, high;
    bool above;  // low itself is refused, and no other bound is known
};

static bool has_bounds_of(const struct plan *p, const struct quantity *q, uint32_t row)
{
    const struct row *r = &p->program->rows.at[row];
    if (q->key.kind == QUANTITY_ROW) return true;
    return !row_is_share(r) && r->formula && plan_is_base(p, r->formula, q->key.node);
}

static struct limits limits_of(const struct plan *p, const struct quantity *q)
{
    struct limits l = {.low = -1e300, .high = 1e300};
    uint32_t row = q->key.kind == QUANTITY_ROW ? q->key.node : q->owner;
    const struct literal *written = NULL;
    if (q->key.kind == QUANTITY_NUMBER) {
        const struct ast *number = plan_node(p, plan_unsigned(p, q->key.node));
        if (number->kind == AST_NUMBER) written = &p->program->asts.literals.at[number->extra];
    }
    bool own = row != NO_NAME && has_bounds_of(p, q, row);
    const struct name *n = own ? row_name(p->program, row) : NULL;
    if ((n && (n->growth || n->compounds)) || (written && written->period_months > 0)) {
        l.above = true;  // -100 %: nothing would be left
        l.low = -1;
        return l;
    }
    if (q->key.kind == QUANTITY_OWN) l.low = 0;  // of a shape
    if (n && n->has_min) l.low = n->min / q->scale;
    if (n && n->has_max) l.high = n->max / q->scale;
    return l;
}

static void limit_input(struct book *b, lxw_worksheet *w, const struct quantity *q)
{
    enum { LONGEST_PROMPT = 200 };
    lxw_data_validation v = {.validate = LXW_VALIDATION_TYPE_DECIMAL};
    struct limits l = limits_of(b->plan, q);
    v.criteria =
        l.above ? LXW_VALIDATION_CRITERIA_GREATER_THAN : LXW_VALIDATION_CRITERIA_BETWEEN;
    v.value_number = v.minimum_number = l.low;
    v.maximum_number = l.high;
    v.ignore_blank = LXW_VALIDATION_OFF;
    v.show_input = v.show_error = LXW_VALIDATION_ON;
    struct str unit = str_is(q->unit, "1") ? STR("a plain number") : q->unit;
    struct str prompt =
        str_format(b->arena, "in %.*s", STR_ARG(str_cut(unit, 0, LONGEST_PROMPT)));
    v.input_title = (char *)(uintptr_t) "A number";
    v.input_message = str_to_c(b->arena, prompt);
    xlsx_keep(b, b->lib->worksheet_data_validation_cell(w, q->line, COLUMN_VALUE, &v));
}

// in.own.hgx.gpus: for other workbooks and macros. No formula of ours goes by it.
static void name_input(struct book *b, const struct quantity *q)
{
    struct text t = {.arena = b->arena}, at = {.arena = b->arena};
    struct str label = plan_label(b->plan, q);
    if (q->key.kind != QUANTITY_ROW) return;
    text_add_c(&t, "in.");
    for (size_t i = 0; i < label.len; i++) {
        char c = label.at[i];
        text_add_char(&t, c == '[' || c == ']' ? '_' : c);
    }
    if (t.len >= LXW_DEFINED_NAME_LENGTH) return;  // the library refuses it
    text_addf(&at, "='%.*s'!$E$%u", STR_ARG(b->plan->pages.at[q->page].title),
              (unsigned)q->line + 1);
    struct input_name name = {str_to_c(b->keep, text_str(&t)),
                              str_to_c(b->keep, text_str(&at))};
    VEC_PUSH(b->keep, &b->names, name);
}

static int by_name_downward(const void *left, const void *right)
{
    const struct input_name *a = left, *b = right;
    return strcasecmp(b->name, a->name);
}

// The library looks for the place of each among those that are there, from the first on.
static void define_names(struct book *b)
{
    if (b->names.count == 0) return;
    qsort(b->names.at, b->names.count, sizeof b->names.at[0], by_name_downward);
    for (uint32_t i = 0; i < b->names.count; i++)
        xlsx_keep(b, b->lib->workbook_define_name(b->book, b->names.at[i].name,
                                                  b->names.at[i].place));
}

static struct str note_of(struct book *b, const struct quantity *q, const struct origin *o)
{
    if (q->settled) return str_of(xlsx_settled(b->plan, q));
    if (!o->from_range) return o->note;
    uint32_t formula = b->plan->program->rows.at[plan_stated_by(q)].formula;
    return STR_JOINED(b->arena, STR("the middle of "),
                      formula_show(b->arena, b->plan->program, formula));
}

static void write_input(struct book *b, lxw_worksheet *w, uint32_t id)
{
    const struct quantity *q = plan_at(b->plan, id);
    write_quantity(b, w, id);
    if (!q->input) return;
    if (q->settled) {
        lock_input(b, w, q);
    } else {
        limit_input(b, w, q);
        name_input(b, q);
    }
    uint32_t row = plan_stated_by(q);
    struct origin o = {0};
    if (row != NO_NAME) o = row_origin(b->plan->program, row);
    struct str note = row == NO_NAME ? STR_NONE : note_of(b, q, &o);
    size_t lines = most(lines_in(o.source, INPUT_SOURCE), lines_in(note, INPUT_NOTE));
    make_high(b, w, q->line, most(lines, lines_in(how(b, q), INPUT_FROM)));
    xlsx_text(b, w, q->line, 5, o.as_of, b->note_centre);
    xlsx_text(b, w, q->line, 6, o.source, b->wrapped);
    xlsx_text(b, w, q->line, 7, o.confidence, b->note);
    xlsx_text(b, w, q->line, 8, note, b->wrapped);
}

void xlsx_overall(struct book *b, lxw_worksheet *w, uint32_t line, int column)
{
    xlsx_text(b, w, line, column - 1, STR("Checks:"), b->note_right);
    xlsx_link(b, w, line, column, b->plan->failed);
    xlsx_judge(b, w, line, line, column, b->bad);
}

static void head_inputs(struct book *b, lxw_worksheet *w, const struct page *page)
{
    static const char *const heads[] = {"Input", "Unit",   "Where from", NULL,  "Value",
                                        "As of", "Source", "Confidence", "Note"};
    bool table = page->kind == PAGE_TABLE;
    xlsx_text(b, w, 0, 0, page->title, b->title);
    xlsx_overall(b, w, 0, COLUMN_VALUE);
    xlsx_text(b, w, 1, 0,
              table ? STR("Shares of a cost by class, convention and tax year, as printed.")
                    : STR("Change what is blue; everything else follows."),
              b->note);
    for (size_t i = 0; i < COUNT_OF(heads); i++)
        if (heads[i])
            xlsx_text(b, w, PAGE_FIRST_LINE - 1, (int)i, str_of(heads[i]),
                      i == COLUMN_VALUE ? b->head_right : b->head);
}

// ---- pages -------------------------------------------------------------------------------------

static struct str column_name(struct book *b, const struct page *page, uint32_t column)
{
    const struct program *p = b->plan->program;
    if (page->kind == PAGE_PERIODS)
        return column ? period_text(b->arena, p, (enum period)page->of, column - 1) : STR_NONE;
    return column ? month_text(b->arena, p, column) : STR("opening");
}

static void head_months(struct book *b, lxw_worksheet *w, const struct page *page)
{
    static const char *const heads[] = {"Quantity", "Unit", "How", "Total", "All months"};
    const struct program *p = b->plan->program;
    uint32_t columns = plan_columns(b->plan, page);
    xlsx_text(b, w, 0, 0, page->title, b->title);
    xlsx_overall(b, w, 0, COLUMN_VALUE);
    if (page->kind == PAGE_SHEET && page->of)
        xlsx_text(b, w, 1, 0, p->forms.at[p->sheets.at[page->of].form].summary, b->note);
    for (uint32_t m = 0; m <= columns; m++) {
        struct str name = column_name(b, page, m);
        xlsx_room_text(b, COLUMN_OPENING + (int)m, name);
        xlsx_text(b, w, PAGE_FIRST_LINE - 2, COLUMN_OPENING + (int)m, name, b->head_right);
    }
    for (size_t i = 0; i < COUNT_OF(heads); i++)
        xlsx_text(b, w, PAGE_FIRST_LINE - 1, (int)i, str_of(heads[i]),
                  (int)i >= COLUMN_VALUE - 1 ? b->head_right : b->head);
    xlsx_keep(
        b, b->lib->worksheet_write_number(w, PAGE_FIRST_LINE - 1, COLUMN_OPENING, 0, b->head));
    for (uint32_t m = 1; m <= columns; m++) {
        struct text t = {.arena = b->arena};
        text_add_char(&t, '=');
        formula_column(&t, COLUMN_OPENING + (int)m - 1);
        text_addf(&t, "%d+1", PAGE_FIRST_LINE);
        xlsx_formula(b, w, PAGE_FIRST_LINE - 1, COLUMN_OPENING + (int)m,
                     str_to_c(b->arena, text_str(&t)), b->head, true, m);
    }
}

// The widths of an input sheet, and of the columns in front of months: texts are cut or wrapped,
// numbers are not.
static void set_input_columns(struct book *b, lxw_worksheet *w)
{
    static const double widths[] = {44, 14, INPUT_FROM, 2, 0, 13, INPUT_SOURCE, 11, INPUT_NOTE};
    xlsx_width(b, 0, 0, 0);  // names of inputs have the width of their column
    for (int i = 0; i < (int)COUNT_OF(widths); i++)
        xlsx_set_width(b, w, i, i, i == COLUMN_VALUE ? xlsx_width(b, i, i, 20) : widths[i]);
    xlsx_print(b, w);
}

static void set_month_columns(struct book *b, lxw_worksheet *w, const struct page *page)
{
    bool checks = page->kind == PAGE_CHECKS;
    int first = COLUMN_OPENING + 1, last = COLUMN_OPENING + (int)plan_columns(b->plan, page);
    const double widest = 64;
    double named = xlsx_width(b, 0, 0, 42);
    double name = checks ? CHECK_NAME : named > widest ? widest : named;
    double unit = 12, how_wide = checks ? CHECK_HOW : 36;
    double total = xlsx_width(b, COLUMN_TOTAL, COLUMN_TOTAL, 12);
    double value = xlsx_width(b, COLUMN_VALUE, COLUMN_VALUE, 12);
    double opening = xlsx_width(b, COLUMN_OPENING, COLUMN_OPENING, 9);
    double month = xlsx_width(b, first, last, 9);
    const double widths[] = {name, unit, how_wide, total, value, opening};
    double front = 0;
    for (int i = 0; i < (int)COUNT_OF(widths); i++) {
        xlsx_set_width(b, w, i, i, widths[i]);
        front += widths[i];
    }
    if (last >= first) xlsx_set_width(b, w, first, last, month);
    if (checks) {  // the months of a check are for the screen
        uint32_t end = PAGE_FIRST_LINE + page->quantities.count - 1;
        xlsx_print(b, w);
        xlsx_keep(b, b->lib->worksheet_print_area(w, 0, 0, end, COLUMN_VALUE));
        return;
    }
    if (page->kind == PAGE_PERIODS)
        xlsx_print(b, w);
    else
        xlsx_print_months(b, w, PAGE_FIRST_LINE + page->quantities.count,
                          plan_columns(b->plan, page), front, name + unit, month);
}

static bool judged_alike(const struct quantity *x, const struct quantity *y)
{
    return x->fixed == y->fixed && x->style == y->style;
}

// Checks are judged by their one cell or by their sum: those below each other in one go.
static void judge_checks(struct book *b, lxw_worksheet *w, const struct page *page)
{
    uint32_t count = page->quantities.count, last;
    for (uint32_t i = 0; i < count; i = last + 1) {
        const struct quantity *q = plan_at(b->plan, page->quantities.at[i]);
        last = i;
        while (last + 1 < count &&
               judged_alike(q, plan_at(b->plan, page->quantities.at[last + 1])))
            last++;
        xlsx_judge(b, w, q->line, q->line + last - i, q->fixed ? COLUMN_VALUE : COLUMN_TOTAL,
                   q->style == LOOK_WARNINGS ? b->warned : b->bad);
    }
}

static void write_page(struct book *b, uint32_t number)
{
    const struct page *page = &b->plan->pages.at[number];
    lxw_worksheet *w = b->sheets[number];
    bool inputs = page->kind == PAGE_INPUTS || page->kind == PAGE_TABLE;
    if (!w) return;
    struct arena_mark mark = arena_mark(b->arena);
    b->lib->worksheet_freeze_panes(w, PAGE_FIRST_LINE, inputs ? 1 : COLUMN_OPENING);
    b->lib->worksheet_outline_settings(w, LXW_TRUE, LXW_FALSE, LXW_TRUE, LXW_FALSE);
    if (inputs)
        head_inputs(b, w, page);
    else
        head_months(b, w, page);
    arena_release(b->arena, mark);
    for (uint32_t i = 0; i < page->quantities.count && b->error == LXW_NO_ERROR; i++) {
        if (inputs)
            write_input(b, w, page->quantities.at[i]);
        else
            write_quantity(b, w, page->quantities.at[i]);
        arena_release(b->arena, mark);
    }
    if (page->kind == PAGE_CHECKS) judge_checks(b, w, page);
    if (inputs)
        set_input_columns(b, w);
    else
        set_month_columns(b, w, page);
    arena_release(b->arena, mark);
}

// ---- the whole ---------------------------------------------------------------------------------

static void make_formats(struct book *b)
{
    b->title = b->lib->workbook_add_format(b->book);
    b->lib->format_set_bold(b->title);
    b->lib->format_set_font_size(b->title, 14);
    b->head = b->lib->workbook_add_format(b->book);
    b->lib->format_set_bold(b->head);
    b->lib->format_set_text_wrap(b->head);
    b->head_right = b->lib->workbook_add_format(b->book);
    b->lib->format_set_bold(b->head_right);
    b->lib->format_set_align(b->head_right, LXW_ALIGN_RIGHT);
    b->note_right = b->lib->workbook_add_format(b->book);
    b->lib->format_set_font_color(b->note_right, 0x606060);
    b->lib->format_set_align(b->note_right, LXW_ALIGN_RIGHT);
    b->note = b->lib->workbook_add_format(b->book);
    b->lib->format_set_font_color(b->note, 0x606060);
    b->wrapped = b->lib->workbook_add_format(b->book);
    b->lib->format_set_font_color(b->wrapped, 0x606060);
    b->lib->format_set_text_wrap(b->wrapped);
    b->wrapped_text = b->lib->workbook_add_format(b->book);
    b->lib->format_set_text_wrap(b->wrapped_text);
    b->note_centre = b->lib->workbook_add_format(b->book);
    b->lib->format_set_font_color(b->note_centre, 0x606060);
    b->lib->format_set_align(b->note_centre, LXW_ALIGN_CENTER);
    b->text = b->lib->workbook_add_format(b->book);
    lxw_format *const beside[] = {b->text, b->note, b->wrapped, b->wrapped_text,
                                  b->note_centre};
    for (size_t i = 0; i < COUNT_OF(beside); i++)  // of high rows
        b->lib->format_set_align(beside[i], LXW_ALIGN_VERTICAL_TOP);
    b->good = b->lib->workbook_add_format(b->book);
    b->lib->format_set_bg_color(b->good, 0xC6EFCE);
    b->warned = b->lib->workbook_add_format(b->book);
    b->lib->format_set_bg_color(b->warned, 0xFFEB9C);
    b->bad = b->lib->workbook_add_format(b->book);
    b->lib->format_set_bg_color(b->bad, 0xFF9C9C);
}

static lxw_worksheet *add_sheet(struct book *b, struct str title)
{
    lxw_worksheet *w = b->lib->workbook_add_worksheet(b->book, str_to_c(b->arena, title));
    if (!w) xlsx_keep(b, LXW_ERROR_MEMORY_MALLOC_FAILED);
    if (w) VEC_PUSH(b->keep, &b->all_sheets, w);
    return w;
}

static void add_pages(struct book *b, enum page_kind kind)
{
    for (uint32_t i = 0; i < b->plan->pages.count; i++) {
        const struct page *page = &b->plan->pages.at[i];
        if (page->kind == kind && page->quantities.count)
            b->sheets[i] = add_sheet(b, page->title);
    }
}

// The library collects sheets in temporary files, which it copies when it closes, and never looks
// whether there was room for either.
static const char *look_for_room(struct book *b)
{
    enum { BESIDES = 4 << 20 };  // its other parts, and the last row of each sheet
    uint64_t bytes = BESIDES;
    bool ok = true;
    for (uint32_t i = 0; i < b->all_sheets.count; i++) {
        FILE *f = b->all_sheets.at[i]->optimize_tmpfile;
        long size = ok && f && fflush(f) == 0 && !ferror(f) ? ftell(f) : -1;
        ok = size >= 0;
        if (ok) bytes += (uint64_t)size;
    }
    return ok && file_has_room(bytes) ? NULL : "the folder of temporary files has no room";
}

// The library reports on standard error what its answer says too. `why` is what the system said
// last: behind a failure of the library's that is a number of its own, a full disk for example.
static lxw_error close_quietly(struct book *b, int *why)
{
    int kept = file_mute_stderr();
    errno = 0;
    lxw_error error = b->lib->workbook_close(b->book);
    *why = errno;
    file_restore_stderr(kept);
    return error;
}

static const char *reason(const struct book *b, int why)
{
    bool packing = b->error == LXW_ERROR_ZIP_FILE_OPERATION ||
                   b->error == LXW_ERROR_ZIP_FILE_ADD || b->error == LXW_ERROR_ZIP_CLOSE;
    if (packing && why != 0) return strerror(why);
    return b->error == LXW_NO_ERROR ? NULL : b->lib->lxw_strerror(b->error);
}

static const char *fill(void *context, const char *name)
{
    struct book *b = context;
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    lxw_doc_properties properties = {.title = (char *)(uintptr_t)c_text(b, xlsx_title(b)),
                                     .created = 946684800};
    b->book = b->lib->workbook_new_opt(name, &options);
    if (!b->book) return "no memory is left";
    xlsx_keep(b, b->lib->workbook_set_properties(b->book, &properties));
    make_formats(b);
    lxw_worksheet *cover = add_sheet(b, STR("Cover")), *compare = add_sheet(b, STR("Compare"));
    b->sheets = ARENA_ARRAY(b->keep, lxw_worksheet *, b->plan->pages.count);
    b->room = ARENA_ARRAY(b->keep, uint16_t, LXW_COL_MAX);
    static const enum page_kind order[] = {PAGE_CHECKS,   PAGE_INPUTS, PAGE_OPTION,
                                           PAGE_PERIODS,  PAGE_SHEET,  PAGE_HOURS,
                                           PAGE_VINTAGES, PAGE_TABLE};
    for (size_t i = 0; i < COUNT_OF(order); i++)
        add_pages(b, order[i]);
    if (b->error == LXW_NO_ERROR) {
        summary_compare(b, compare);
        summary_cover(b, cover);
    }
    for (uint32_t i = 0; i < b->plan->pages.count && !signals_waiting(); i++)
        write_page(b, i);
    if (signals_waiting()) return "interrupted";
    define_names(b);
    const char *full = look_for_room(b);
    int why;
    xlsx_keep(b, close_quietly(b, &why));
    return full ? full : reason(b, why);
}

bool workbook_write(struct session *s, const struct comparison *c, struct str path)
{
    struct xlsx_calls lib;
    struct arena keep = {0}, arena = {0};
    if (!open_library(&lib)) {
        const char *why = dlerror();
        return diag_fail_file(&s->diags, path, DIAG_CANNOT_WRITE,
                              "a workbook needs the library %s, which can't be opened: %s",
                              TCO_XLSX_LIBRARY, why ? why : "nothing tells why");
    }
    struct plan plan;
    plan_make(&plan, s, c, &keep, &arena);
    struct book b = {.lib = &lib, .plan = &plan, .keep = &keep, .arena = &arena};
    bool ok = plan_fits(&plan, path) && file_write_by(path, fill, &b, &s->diags);
    arena_free(&arena);
    arena_free(&keep);
    return ok;
}
