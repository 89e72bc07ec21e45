// xlsx.c - the file: sheets, cells and how they look.
//
// The library is opened when a workbook is asked for, so that nothing else pays for it.
#include "workbook/formula.h"
#include "workbook/money.h"
#include "workbook/workbook.h"

#include "base/file.h"

#include <dlfcn.h>
#include <string.h>
#include <xlsxwriter.h>

struct xlsx_calls {
    void *handle;
#define CALL(name) __typeof__(&name) name;
#include "workbook/library.def"
#undef CALL
};

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

// Where a cell's value comes from, by the colours that bankers use.
enum role {
    ROLE_INPUT,
    ROLE_FORMULA,
    ROLE_OTHER_SHEET,
    ROLE_VALUE,
    ROLE_CONVENTION,
    ROLE_COUNT
};

struct look {
    enum role role;
    enum quantity_style style;
    struct str unit;  // shown behind the number; empty: none
    lxw_format *format;
};

struct book {
    struct xlsx_calls *lib;
    struct plan *plan;
    struct arena *arena;
    lxw_workbook *book;
    VEC(struct look) looks;
    lxw_format *title, *head, *note, *word, *text;
    lxw_worksheet **sheets;  // by page
    lxw_error error;
};

static void keep(struct book *b, lxw_error e)
{
    if (e != LXW_NO_ERROR && b->error == LXW_NO_ERROR) b->error = e;
}

static const char *c_text(struct book *b, struct str s)
{
    enum { LONGEST = 30000 };
    struct text t = {.arena = b->arena};
    text_add_visible(&t, s, LONGEST);
    return str_to_c(b->arena, text_str(&t));
}

static void write_text(struct book *b, lxw_worksheet *w, uint32_t line, int column,
                       struct str s, lxw_format *format)
{
    if (s.len == 0) return;
    keep(b, b->lib->worksheet_write_string(w, line, (lxw_col_t)column, c_text(b, s), format));
}

// ---- looks -------------------------------------------------------------------------------------

static const char *number_format(enum quantity_style style)
{
    switch (style) {
    case LOOK_PLAIN: return "General";
    case LOOK_MONEY:
    case LOOK_SUM: return "#,##0;-#,##0;\"-\"";
    case LOOK_PERCENT: return "0.00##%";
    case LOOK_COUNT: return "#,##0";
    case LOOK_DECIMAL: return "#,##0.00";
    }
    return "General";
}

static lxw_format *make_look(struct book *b, const struct look *k)
{
    static const lxw_color_t colors[ROLE_COUNT] = {0x0000FF, 0x000000, 0x007A33, 0xC00000,
                                                   0x606060};
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
    if (k->role == ROLE_INPUT) b->lib->format_set_bg_color(f, 0xFFFFE0);
    if (k->style == LOOK_SUM) b->lib->format_set_top(f, LXW_BORDER_THIN);
    return f;
}

static lxw_format *look(struct book *b, enum role role, enum quantity_style style,
                        struct str unit)
{
    enum { LONGEST_UNIT = 60 };
    bool shown =
        style == LOOK_PLAIN && unit.len && unit.len <= LONGEST_UNIT && !str_is(unit, "1");
    struct look k = {role, style, shown ? unit : STR_NONE, NULL};
    for (uint32_t i = 0; i < b->looks.count; i++) {
        const struct look *old = &b->looks.at[i];
        if (old->role == role && old->style == style && str_eq(old->unit, k.unit))
            return old->format;
    }
    k.format = make_look(b, &k);
    VEC_PUSH(b->arena, &b->looks, k);
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
        if (!own && p->quantities.at[id].page != q->page) return true;
    }
    return false;
}

static enum role role_of(const struct plan *p, const struct quantity *q)
{
    if (q->input) return ROLE_INPUT;
    if (q->convention) return ROLE_CONVENTION;
    if (q->template.len == 0) return ROLE_VALUE;
    return looks_elsewhere(p, q) ? ROLE_OTHER_SHEET : ROLE_FORMULA;
}

// ---- cells -------------------------------------------------------------------------------------

static void write_formula(struct book *b, lxw_worksheet *w, uint32_t line, int column,
                          const char *formula, lxw_format *format, bool known, double value)
{
    lxw_col_t at = (lxw_col_t)column;
    if (known)
        keep(b, b->lib->worksheet_write_formula_num(w, line, at, formula, format, value));
    else
        keep(b, b->lib->worksheet_write_formula_str(w, line, at, formula, format, "#N/A"));
}

static void write_cell(struct book *b, lxw_worksheet *w, uint32_t id, uint32_t column,
                       lxw_format *format)
{
    const struct quantity *q = &b->plan->quantities.at[id];
    int at = q->fixed ? COLUMN_VALUE : COLUMN_OPENING + (int)column;
    double value = 0;
    bool known = plan_value(b->plan, id, column, &value);
    if (q->template.len == 0) {
        if (known)
            keep(b, b->lib->worksheet_write_number(w, q->line, (lxw_col_t)at, value, format));
        return;
    }
    struct arena_mark mark = arena_mark(b->arena);
    struct text formula = {.arena = b->arena};
    formula_expand(b->plan, id, column, &formula);
    const char *text = str_to_c(b->arena, text_str(&formula));
    if (q->word.len)
        keep(b, b->lib->worksheet_write_formula_str(w, q->line, (lxw_col_t)at, text, format,
                                                    str_to_c(b->arena, q->word)));
    else
        write_formula(b, w, q->line, at, text, format, known, value);
    arena_release(b->arena, mark);
}

static void write_total(struct book *b, lxw_worksheet *w, uint32_t id, lxw_format *format)
{
    const struct quantity *q = &b->plan->quantities.at[id];
    struct text out = {.arena = b->arena};
    struct quantity sum = *q;
    double total = 0, value;
    for (uint32_t m = q->values ? 0 : 1; m <= b->plan->program->months; m++)
        if (plan_value(b->plan, id, m, &value)) total += value;
    sum.template =
        STR_JOINED(b->arena, STR("SUM("), formula_mark(b->arena, MARK_SUM, id, 0), STR(")"));
    struct quantity kept = *q;
    b->plan->quantities.at[id] = sum;
    formula_expand(b->plan, id, 0, &out);
    b->plan->quantities.at[id] = kept;
    write_formula(b, w, q->line, COLUMN_VALUE - 1, str_to_c(b->arena, text_str(&out)), format,
                  true, total);
}

static struct str how(struct book *b, const struct quantity *q)
{
    if (q->reason.len) return STR_JOINED(b->arena, STR("values only: "), q->reason);
    if (q->key.kind == QUANTITY_ROW && !q->input && q->formula_text.len) return q->formula_text;
    return q->remark;
}

// Parts of formulas are folded away below the row that they help.
static void fold(struct book *b, lxw_worksheet *w, const struct quantity *q)
{
    bool part = q->key.kind == QUANTITY_PART || q->key.kind == QUANTITY_AGE;
    lxw_row_col_options options = {.hidden = 0, .level = 1, .collapsed = 0};
    if (part)
        keep(b, b->lib->worksheet_set_row_opt(w, q->line, LXW_DEF_ROW_HEIGHT, NULL, &options));
}

static void write_quantity(struct book *b, lxw_worksheet *w, uint32_t id)
{
    const struct quantity *q = &b->plan->quantities.at[id];
    enum role role = role_of(b->plan, q);
    lxw_format *format = look(b, role, q->style, q->fixed ? q->unit : STR_NONE);
    struct arena_mark mark = arena_mark(b->arena);
    fold(b, w, q);
    write_text(b, w, q->line, 0, q->label, b->text);
    write_text(b, w, q->line, 1, q->unit, b->note);
    write_text(b, w, q->line, 2, how(b, q), b->note);
    if (q->total && !q->fixed) write_total(b, w, id, look(b, ROLE_FORMULA, q->style, STR_NONE));
    if (q->key.kind == QUANTITY_VINTAGE)
        keep(b,
             b->lib->worksheet_write_number(w, q->line, COLUMN_VALUE, q->key.index, b->note));
    arena_release(b->arena, mark);
    if (q->fixed) {
        write_cell(b, w, id, 0, format);
        return;
    }
    for (uint32_t m = q->opening ? 0 : 1; m <= b->plan->program->months; m++)
        write_cell(b, w, id, m, format);
}

// ---- inputs ------------------------------------------------------------------------------------

static void limit_input(struct book *b, lxw_worksheet *w, const struct quantity *q)
{
    enum { LONGEST_PROMPT = 200 };
    lxw_data_validation v = {.validate = LXW_VALIDATION_TYPE_DECIMAL};
    const struct name *n =
        q->key.kind == QUANTITY_ROW ? row_name(b->plan->program, q->key.node) : NULL;
    double low = n && n->has_min ? n->min / q->scale : -1e300;
    double high = n && n->has_max ? n->max / q->scale : 1e300;
    v.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
    v.minimum_number = low;
    v.maximum_number = high;
    v.ignore_blank = LXW_VALIDATION_OFF;
    v.show_input = v.show_error = LXW_VALIDATION_ON;
    struct str unit = str_is(q->unit, "1") ? STR("a plain number") : q->unit;
    struct str prompt =
        str_format(b->arena, "in %.*s", STR_ARG(str_cut(unit, 0, LONGEST_PROMPT)));
    v.input_title = (char *)(uintptr_t) "A number";
    v.input_message = str_to_c(b->arena, prompt);
    keep(b, b->lib->worksheet_data_validation_cell(w, q->line, COLUMN_VALUE, &v));
}

// in.own.hgx.gpus: for other workbooks and macros. No formula of ours goes by it.
static void name_input(struct book *b, const struct quantity *q)
{
    struct text t = {.arena = b->arena}, at = {.arena = b->arena};
    if (q->key.kind != QUANTITY_ROW || q->label.len > 200) return;
    text_add_c(&t, "in.");
    for (size_t i = 0; i < q->label.len; i++) {
        char c = q->label.at[i];
        text_add_char(&t, c == '[' || c == ']' ? '_' : c);
    }
    text_addf(&at, "='%.*s'!$E$%u", STR_ARG(b->plan->pages.at[q->page].title),
              (unsigned)q->line + 1);
    keep(b, b->lib->workbook_define_name(b->book, str_to_c(b->arena, text_str(&t)),
                                         str_to_c(b->arena, text_str(&at))));
}

static void write_input(struct book *b, lxw_worksheet *w, uint32_t id)
{
    const struct quantity *q = &b->plan->quantities.at[id];
    write_quantity(b, w, id);
    if (!q->input) return;
    limit_input(b, w, q);
    name_input(b, q);
    if (q->key.kind != QUANTITY_ROW) return;
    struct origin o = row_origin(b->plan->program, q->key.node);
    write_text(b, w, q->line, 5, o.as_of, b->note);
    write_text(b, w, q->line, 6, o.source, b->note);
    write_text(b, w, q->line, 7, o.confidence, b->note);
    write_text(b, w, q->line, 8,
               o.from_range ? STR_JOINED(b->arena, STR("the middle of "), q->formula_text)
                            : o.note,
               b->note);
}

static void head_inputs(struct book *b, lxw_worksheet *w, const struct page *page)
{
    static const char *const heads[] = {"Input", "Unit",   "Where from", NULL,  "Value",
                                        "As of", "Source", "Confidence", "Note"};
    bool table = page->kind == PAGE_TABLE;
    write_text(b, w, 0, 0, page->title, b->title);
    write_text(b, w, 1, 0,
               table ? STR("Shares of a cost by class, convention and tax year, as printed.")
                     : STR("Change what is blue; everything else follows."),
               b->note);
    for (size_t i = 0; i < COUNT_OF(heads); i++)
        if (heads[i]) write_text(b, w, PAGE_FIRST_LINE - 1, (int)i, str_of(heads[i]), b->head);
}

// ---- pages -------------------------------------------------------------------------------------

static void head_months(struct book *b, lxw_worksheet *w, const struct page *page)
{
    static const char *const heads[] = {"Quantity", "Unit", "How", "Total", "All months"};
    const struct program *p = b->plan->program;
    write_text(b, w, 0, 0, page->title, b->title);
    if (page->kind == PAGE_SHEET && page->of)
        write_text(b, w, 1, 0, p->forms.at[p->sheets.at[page->of].form].summary, b->note);
    write_text(b, w, PAGE_FIRST_LINE - 2, COLUMN_OPENING, STR("opening"), b->head);
    for (uint32_t m = 1; m <= p->months; m++)
        write_text(b, w, PAGE_FIRST_LINE - 2, COLUMN_OPENING + (int)m,
                   month_text(b->arena, p, m), b->head);
    for (size_t i = 0; i < COUNT_OF(heads); i++)
        write_text(b, w, PAGE_FIRST_LINE - 1, (int)i, str_of(heads[i]), b->head);
    keep(b, b->lib->worksheet_write_number(w, PAGE_FIRST_LINE - 1, COLUMN_OPENING, 0, b->head));
    for (uint32_t m = 1; m <= p->months; m++) {
        struct text t = {.arena = b->arena};
        text_add_char(&t, '=');
        formula_column(&t, COLUMN_OPENING + (int)m - 1);
        text_addf(&t, "%d+1", PAGE_FIRST_LINE);
        write_formula(b, w, PAGE_FIRST_LINE - 1, COLUMN_OPENING + (int)m,
                      str_to_c(b->arena, text_str(&t)), b->head, true, m);
    }
}

static void write_page(struct book *b, uint32_t number)
{
    const struct page *page = &b->plan->pages.at[number];
    lxw_worksheet *w = b->sheets[number];
    bool inputs = page->kind == PAGE_INPUTS || page->kind == PAGE_TABLE;
    if (!w) return;
    keep(b, b->lib->worksheet_set_column(w, 0, 0, 42, NULL));
    keep(b, b->lib->worksheet_set_column(w, 1, 1, 14, NULL));
    keep(b, b->lib->worksheet_set_column(w, 2, 2, 36, NULL));
    keep(b, b->lib->worksheet_set_column(w, 3, COLUMN_VALUE, 16, NULL));
    b->lib->worksheet_freeze_panes(w, PAGE_FIRST_LINE, inputs ? 1 : COLUMN_OPENING);
    b->lib->worksheet_outline_settings(w, LXW_TRUE, LXW_FALSE, LXW_TRUE, LXW_FALSE);
    if (inputs)
        head_inputs(b, w, page);
    else
        head_months(b, w, page);
    for (uint32_t i = 0; i < page->quantities.count && b->error == LXW_NO_ERROR; i++)
        if (inputs)
            write_input(b, w, page->quantities.at[i]);
        else
            write_quantity(b, w, page->quantities.at[i]);
}

// A figure of an option page as another sheet mentions it.
static struct str cell_of(struct book *b, uint32_t id)
{
    const struct quantity *q = &b->plan->quantities.at[id];
    return str_format(b->arena, "'%.*s'!$E$%u", STR_ARG(b->plan->pages.at[q->page].title),
                      (unsigned)q->line + 1);
}

static void write_figure(struct book *b, lxw_worksheet *w, uint32_t line, int column,
                         uint32_t id)
{
    const struct quantity *q = &b->plan->quantities.at[id];
    lxw_format *format = look(b, ROLE_OTHER_SHEET, q->style, STR_NONE);
    const char *formula = str_to_c(b->arena, STR_JOINED(b->arena, STR("="), cell_of(b, id)));
    if (q->word.len)
        keep(b, b->lib->worksheet_write_formula_str(w, line, (lxw_col_t)column, formula, format,
                                                    str_to_c(b->arena, q->word)));
    else
        write_formula(b, w, line, column, formula, format, true, q->values[0]);
}

// The figure by which options are ranked.
static enum money_figure measure_of(const struct plan *p)
{
    if (p->program->rank_by == RANK_RISK_ADJUSTED) return MONEY_ADJUSTED;
    bool worth = p->program->rank_by == RANK_NPV && p->session->ledger.discounted;
    return worth ? MONEY_NPV : MONEY_TOTAL;
}

// "D5:D8": a figure of all options.
static struct str all_options(struct book *b, enum money_figure f)
{
    uint32_t last = PAGE_FIRST_LINE + b->plan->program->options.count;
    return str_format(b->arena, "$%c$%d:$%c$%u", 'B' + (int)f, PAGE_FIRST_LINE + 1,
                      'B' + (int)f, (unsigned)last);
}

// Whether an option can do the work hangs on the load that nobody serves, unless it lacks a tag or
// is not good enough.
static bool load_decides(const struct plan *p, uint32_t option)
{
    uint32_t q = p->options[option].figure[MONEY_UNSERVED];
    bool serves = q == NO_NAME || p->quantities.at[q].values[0] <= 1e-9;
    return p->comparison->options[option].feasible == serves;
}

static void write_rank(struct book *b, lxw_worksheet *w, uint32_t option, enum money_figure f)
{
    const struct plan *p = b->plan;
    uint32_t line = PAGE_FIRST_LINE + option, rank = p->comparison->options[option].rank;
    struct str near = cell_of(b, p->tolerance);
    struct str text =
        str_format(b->arena, "=IF(%c%u>%.*s,\"-\",SUMPRODUCT((%.*s<%c%u)*(%.*s<=%.*s))+1)",
                   'B' + (int)MONEY_UNSERVED, (unsigned)line + 1, STR_ARG(near),
                   STR_ARG(all_options(b, f)), 'B' + (int)f, (unsigned)line + 1,
                   STR_ARG(all_options(b, MONEY_UNSERVED)), STR_ARG(near));
    bool live = true;
    for (uint32_t o = 0; o < p->program->options.count; o++)
        live = live && load_decides(p, o);
    lxw_format *format = look(b, live ? ROLE_OTHER_SHEET : ROLE_VALUE, LOOK_COUNT, STR_NONE);
    lxw_col_t at = MONEY_FIGURES + 2;
    const char *formula = str_to_c(b->arena, text);
    if (!live && rank) keep(b, b->lib->worksheet_write_number(w, line, at, rank, format));
    if (!live && !rank) write_text(b, w, line, at, STR("-"), format);
    if (live && rank) write_formula(b, w, line, at, formula, format, true, rank);
    if (live && !rank)
        keep(b, b->lib->worksheet_write_formula_str(w, line, at, formula, format, "-"));
}

static void write_place(struct book *b, lxw_worksheet *w, uint32_t option)
{
    const struct plan *p = b->plan;
    enum money_figure f = measure_of(p);
    uint32_t line = PAGE_FIRST_LINE + option, base = PAGE_FIRST_LINE + p->program->baseline;
    const uint32_t own = p->options[option].figure[f],
                   other = p->options[p->program->baseline].figure[f];
    struct str text = str_format(b->arena, "=%c%u-%c%u", 'B' + (int)f, (unsigned)line + 1,
                                 'B' + (int)f, (unsigned)base + 1);
    double less = p->quantities.at[own].values[0] - p->quantities.at[other].values[0];
    write_formula(b, w, line, MONEY_FIGURES + 1, str_to_c(b->arena, text),
                  look(b, ROLE_FORMULA, LOOK_MONEY, STR_NONE), true, less);
    write_rank(b, w, option, f);
}

static void write_compare(struct book *b, lxw_worksheet *w)
{
    static const char *const headings[] = {
#define FIGURE(code, heading, style) heading,
#include "workbook/money.def"
#undef FIGURE
    };
    const struct plan *p = b->plan;
    write_text(b, w, 0, 0, p->session->info.name, b->title);
    write_text(b, w, 1, 0, STR_JOINED(b->arena, STR("Money in "), p->session->info.currency),
               b->note);
    write_text(b, w, PAGE_FIRST_LINE - 1, 0, STR("Option"), b->head);
    for (int f = 0; f < MONEY_FIGURES; f++)
        write_text(b, w, PAGE_FIRST_LINE - 1, f + 1, str_of(headings[f]), b->head);
    write_text(b, w, PAGE_FIRST_LINE - 1, MONEY_FIGURES + 1, STR("Against the baseline"),
               b->head);
    write_text(b, w, PAGE_FIRST_LINE - 1, MONEY_FIGURES + 2, STR("Rank"), b->head);
    for (uint32_t o = 0; o < p->program->options.count; o++) {
        write_text(b, w, PAGE_FIRST_LINE + o, 0, p->program->options.at[o].name, b->text);
        for (int f = 0; f < MONEY_FIGURES; f++)
            if (p->options[o].figure[f] != NO_NAME)
                write_figure(b, w, PAGE_FIRST_LINE + o, f + 1, p->options[o].figure[f]);
        write_place(b, w, o);
    }
    keep(b, b->lib->worksheet_set_column(w, 0, MONEY_FIGURES + 2, 18, NULL));
    b->lib->worksheet_freeze_panes(w, PAGE_FIRST_LINE, 1);
}

// Sums that must agree: 0 where they do.
static void write_checks(struct book *b, lxw_worksheet *w)
{
    const struct plan *p = b->plan;
    uint32_t line = PAGE_FIRST_LINE;
    write_text(b, w, 0, 0, STR("Checks"), b->title);
    write_text(b, w, 1, 0,
               STR("0: capex and opex make the total, to a part in a million million."),
               b->note);
    write_text(b, w, PAGE_FIRST_LINE - 1, 0, STR("Option"), b->head);
    write_text(b, w, PAGE_FIRST_LINE - 1, 1, STR("Faults"), b->head);
    for (uint32_t o = 0; o < p->program->options.count; o++, line++) {
        const uint32_t *f = p->options[o].figure;
        struct str total = cell_of(b, f[MONEY_TOTAL]);
        struct str text = str_format(b->arena, "=IF(ABS(%.*s-%.*s-%.*s)<=1E-12*ABS(%.*s),0,1)",
                                     STR_ARG(total), STR_ARG(cell_of(b, f[MONEY_CAPEX])),
                                     STR_ARG(cell_of(b, f[MONEY_OPEX])), STR_ARG(total));
        write_text(b, w, line, 0, p->program->options.at[o].name, b->text);
        write_formula(b, w, line, 1, str_to_c(b->arena, text),
                      look(b, ROLE_OTHER_SHEET, LOOK_PLAIN, STR_NONE), true, 0);
    }
    write_text(b, w, line, 0, STR("All"), b->head);
    struct str all = str_format(b->arena, "=SUM(B%d:B%u)", PAGE_FIRST_LINE + 1, (unsigned)line);
    write_formula(b, w, line, 1, str_to_c(b->arena, all),
                  look(b, ROLE_FORMULA, LOOK_PLAIN, STR_NONE), true, 0);
    keep(b, b->lib->worksheet_set_column(w, 0, 0, 30, NULL));
}

static void write_fact(struct book *b, lxw_worksheet *w, uint32_t line, const char *key,
                       struct str value)
{
    write_text(b, w, line, 0, str_of(key), b->note);
    write_text(b, w, line, 1, value, b->text);
}

static uint32_t write_legend(struct book *b, lxw_worksheet *w, uint32_t line)
{
    static const struct {
        enum role role;
        const char *what;
    } rows[] = {
        {ROLE_INPUT, "an input: change it"},
        {ROLE_FORMULA, "a formula over this sheet"},
        {ROLE_OTHER_SHEET, "a formula that looks at other sheets"},
        {ROLE_CONVENTION, "a convention that formulas rest on: leave it as it is"},
        {ROLE_VALUE, "a value that a workbook can't compute; it does not follow inputs"}};
    write_text(b, w, line++, 0, STR("Colours"), b->head);
    for (size_t i = 0; i < COUNT_OF(rows); i++, line++) {
        keep(b, b->lib->worksheet_write_number(w, line, 0, 1,
                                               look(b, rows[i].role, LOOK_COUNT, STR_NONE)));
        write_text(b, w, line, 1, str_of(rows[i].what), b->text);
    }
    return line + 1;
}

static void write_cover(struct book *b, lxw_worksheet *w)
{
    const struct plan *p = b->plan;
    const struct session *s = p->session;
    uint32_t line = 2, left = 0;
    write_text(b, w, 0, 0, s->info.name, b->title);
    write_fact(b, w, line++, "Scenario", s->file);
    write_fact(b, w, line++, "SHA-256", s->sha256);
    write_fact(b, w, line++, "Written by", STR("tco " TCO_VERSION));
    write_fact(b, w, line++, "Currency", s->info.currency);
    write_fact(b, w, line++, "First month", month_text(b->arena, p->program, 1));
    write_fact(b, w, line++, "Months",
               str_format(b->arena, "%u", (unsigned)p->program->months));
    line = write_legend(b, w, line + 1);
    write_text(b, w, line++, 0, STR("What does not follow the inputs"), b->head);
    for (uint32_t i = 0; i < p->quantities.count; i++) {
        const struct quantity *q = &p->quantities.at[i];
        if (q->reason.len == 0) continue;
        left++;
        write_text(b, w, line, 0, q->label, b->text);
        write_text(b, w, line++, 1, q->reason, b->note);
    }
    if (!left) write_text(b, w, line++, 0, STR("Nothing: every figure is a formula."), b->text);
    write_text(
        b, w, line++, 0,
        STR("Words (a billing, an entry of the catalogue), rates between currencies that are one number, and which values are given are settled when the workbook is written."),
        b->note);
    keep(b, b->lib->worksheet_set_column(w, 0, 0, 46, NULL));
    keep(b, b->lib->worksheet_set_column(w, 1, 1, 80, NULL));
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
    b->note = b->lib->workbook_add_format(b->book);
    b->lib->format_set_font_color(b->note, 0x606060);
    b->text = NULL;
}

static lxw_worksheet *add_sheet(struct book *b, struct str title)
{
    lxw_worksheet *w = b->lib->workbook_add_worksheet(b->book, str_to_c(b->arena, title));
    if (!w) keep(b, LXW_ERROR_MEMORY_MALLOC_FAILED);
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

static const char *fill(void *context, const char *name)
{
    struct book *b = context;
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    lxw_doc_properties properties = {
        .title = (char *)(uintptr_t)c_text(b, b->plan->session->info.name),
        .created = 946684800};
    b->book = b->lib->workbook_new_opt(name, &options);
    if (!b->book) return "no memory is left";
    keep(b, b->lib->workbook_set_properties(b->book, &properties));
    make_formats(b);
    lxw_worksheet *cover = add_sheet(b, STR("Cover")), *compare = add_sheet(b, STR("Compare"));
    lxw_worksheet *checks = add_sheet(b, STR("Checks"));
    b->sheets = ARENA_ARRAY(b->arena, lxw_worksheet *, b->plan->pages.count);
    for (int kind = PAGE_OPTION; kind >= PAGE_TABLE; kind--)
        add_pages(b, (enum page_kind)kind);
    if (b->error == LXW_NO_ERROR) {
        write_cover(b, cover);
        write_compare(b, compare);
        write_checks(b, checks);
    }
    for (uint32_t i = 0; i < b->plan->pages.count; i++)
        write_page(b, i);
    keep(b, b->lib->workbook_close(b->book));
    return b->error == LXW_NO_ERROR ? NULL : b->lib->lxw_strerror(b->error);
}

static bool fits(const struct plan *p, struct str path)
{
    enum { MOST_LINES = 1048576, MOST_COLUMNS = 16384 };
    struct diags *d = p->program->diags;
    if (p->program->months + COLUMN_OPENING + 1 > MOST_COLUMNS)
        return diag_fail_file(d, path, DIAG_TOO_LARGE, "a sheet has at most %d columns",
                              MOST_COLUMNS);
    for (uint32_t i = 0; i < p->pages.count; i++)
        if (p->pages.at[i].quantities.count + PAGE_FIRST_LINE > MOST_LINES)
            return diag_fail_file(d, path, DIAG_TOO_LARGE, "a sheet has at most %d rows",
                                  MOST_LINES);
    return true;
}

bool workbook_write(struct session *s, const struct comparison *c, struct str path)
{
    struct xlsx_calls lib;
    struct arena arena = {0};
    if (!open_library(&lib))
        return diag_fail_file(&s->diags, path, DIAG_CANNOT_WRITE,
                              "a workbook needs the library %s, which is not installed",
                              TCO_XLSX_LIBRARY);
    struct plan plan;
    plan_make(&plan, s, c, &arena);
    struct book b = {.lib = &lib, .plan = &plan, .arena = &arena};
    bool ok = fits(&plan, path) && file_write_by(path, fill, &b, &s->diags);
    arena_free(&arena);
    return ok;
}
