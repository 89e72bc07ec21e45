// statement_grid.c - a statement of one option: items down, periods across.
#include "report/statement_grid.h"

#include "engine/kernel.h"

#include <math.h>

// ---- rows --------------------------------------------------------------------------------------

static const struct item *item_at(const struct statement_grid *g, uint32_t at)
{
    return &g->page->statement->items.at[at];
}

// "hgx.servers (48 months)"
static struct str line_label(const struct statement_grid *g, const struct item *i)
{
    const struct session *s = g->session;
    struct str address = row_address(g->arena, &s->program, i->row);
    address = str_cut(address, str_find(address, '.') + 1, address.len);
    if (i->line == NO_NAME || section_view(i->section) != VIEW_BOOK) return address;
    double life = val_double(s->ledger.lines.at[i->line].life);
    if (life == 0 || i->section != SECTION_BOOK_WEAR) return address;
    char months[NUM_TEXT];
    num_write_tidy(months, life);
    return str_format(g->arena, "%.*s (%s months)", STR_ARG(address), months);
}

// Lines of a category behind its sum.
static uint32_t lines_behind(const struct statement_grid *g, uint32_t at, uint32_t end)
{
    uint32_t count = 0;
    while (at + 1 + count < end && item_at(g, at + 1 + count)->kind == ITEM_LINE)
        count++;
    return count;
}

static uint32_t categories_in(const struct statement_grid *g, uint32_t first, uint32_t end)
{
    uint32_t count = 0;
    for (uint32_t at = first; at < end; at++)
        count += item_at(g, at)->kind == ITEM_CATEGORY;
    return count;
}

static const struct item *subtotal_of(const struct statement_grid *g, uint32_t at, uint32_t end)
{
    enum section section = item_at(g, at)->section;
    for (; at < end && item_at(g, at)->section == section; at++)
        if (item_at(g, at)->kind == ITEM_SUBTOTAL) return item_at(g, at);
    return NULL;
}

static void show(struct statement_grid *g, int indent, struct str label, const struct item *i)
{
    struct str shown = str_format(g->arena, "%*s%.*s", indent, "", STR_ARG(label));
    VEC_PUSH(g->arena, &g->rows, (struct shown){shown, i});
}

// The sum of a category stands above its lines where it has several.
static void show_section(struct statement_grid *g, uint32_t first, uint32_t end)
{
    int indent = 2;
    uint32_t categories = categories_in(g, first, end);
    for (uint32_t at = first; at < end; at++) {
        const struct item *i = item_at(g, at);
        switch (i->kind) {
        case ITEM_CATEGORY: {
            uint32_t lines = lines_behind(g, at, end);
            bool apart = lines > 1 && categories > 1;
            if (apart) show(g, 2, i->category, i);
            indent = apart ? 4 : 2;
            break;
        }
        case ITEM_LINE: show(g, indent, line_label(g, i), i); break;
        case ITEM_BALANCE:
        case ITEM_OPENING:
        case ITEM_MEMO:
        case ITEM_TOTAL: {
            bool apart = section_heading(i->section)[0] == '\0';
            show(g, apart ? 0 : 2, i->heading ? str_of(i->heading) : line_label(g, i), i);
            break;
        }
        case ITEM_SUBTOTAL: break;
        }
    }
}

static void show_items(struct statement_grid *g, uint32_t first, uint32_t end)
{
    while (first < end) {
        enum section section = item_at(g, first)->section;
        uint32_t next = first;
        while (next < end && item_at(g, next)->section == section)
            next++;
        if (section_heading(section)[0] != '\0')
            show(g, 0, str_of(section_heading(section)), subtotal_of(g, first, end));
        show_section(g, first, next);
        first = next;
    }
}

// ---- columns -----------------------------------------------------------------------------------

// Behind the periods stand the total, and in the books what falls beyond the horizon and cash.
enum { AFTER_TOTAL = 1, CASH_OVER_LIFE = 2 };

uint32_t statement_columns(const struct statement_grid *g)
{
    return g->periods + (g->page->statement->view == VIEW_BOOK ? 3 : 1);
}

static struct str column_heading(const struct statement_grid *g, uint32_t column)
{
    const struct program *p = &g->session->program;
    if (column < g->periods) {
        bool opening = g->page->period == PERIOD_MONTH && column == 0;
        return opening ? STR("Opening") : period_text(g->arena, p, g->page->period, column);
    }
    static const char *const totals[] = {"Total", "After", "Cash"};
    return str_of(totals[column - g->periods]);
}

static bool is_balance(const struct item *i)
{
    return i->kind == ITEM_OPENING || i->kind == ITEM_BALANCE;
}

// What the cash of an item in the books comes to: that of its lines, one by one.
static double cash_of(const struct statement_grid *g, const struct item *i)
{
    const struct statement *st = g->page->statement;
    if (i->line != NO_NAME) return i->cash;
    double sum = 0;
    for (uint32_t k = 0; k < st->items.count; k++) {
        const struct item *x = &st->items.at[k];
        bool below = x->option == i->option && x->line != NO_NAME;
        if (i->kind == ITEM_CATEGORY)
            below = below && x->section == i->section && str_eq(x->category, i->category);
        if (i->kind == ITEM_SUBTOTAL) below = below && x->section == i->section;
        if (i->kind == ITEM_TOTAL) below = below && x->section < SECTION_BOOK_TOTAL;
        if (below) sum += x->cash;
    }
    return sum;
}

static struct table_cell cell_of(const struct statement_grid *g, const struct item *i,
                                 uint32_t column)
{
    const struct program *p = &g->session->program;
    struct table_cell empty = {CELL_TEXT, 0, STR(" ")};
    if (!i) return empty;
    if (column < g->periods) {
        if (i->kind == ITEM_MEMO) return empty;
        return cell_number(item_amount(p, i, g->page->period, column));
    }
    if (is_balance(i)) return empty;
    bool further = !item_goes_on(i);
    switch (column - g->periods) {
    case AFTER_TOTAL: return further ? empty : cell_number(i->after);
    case CASH_OVER_LIFE:
        return further || i->kind == ITEM_MEMO ? empty : cell_number(cash_of(g, i));
    }
    return i->kind == ITEM_MEMO ? empty : cell_number(item_total(p, i));
}

// ---- tables ------------------------------------------------------------------------------------

static void page_cells(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct statement_grid *g = context;
    (void)a;
    c[0] = cell_text(g->part.at[row].label);
    for (uint32_t i = 0; i < g->count; i++)
        c[i + 1] = cell_of(g, g->part.at[row].item, g->first + i);
}

// A table without periods has no balances, one without totals nothing that is beside them.
static void choose_rows(struct statement_grid *g)
{
    bool periods = g->first < g->periods;
    bool totals = g->first + g->count > g->periods;
    g->part.count = 0;
    for (uint32_t i = 0; i < g->rows.count; i++) {
        const struct item *x = g->rows.at[i].item;
        bool memo = x && x->kind == ITEM_MEMO;
        if (memo ? totals : periods || (x && !is_balance(x)))
            VEC_PUSH(g->arena, &g->part, g->rows.at[i]);
    }
}

struct table statement_part(struct statement_grid *g, struct table_column *columns)
{
    columns[0] = (struct table_column){STR_NONE, str_of(" "), NUMBER_EXACT, COLUMN_OUTLINE};
    for (uint32_t i = 0; i < g->count; i++)
        columns[i + 1] = (struct table_column){STR_NONE, column_heading(g, g->first + i),
                                               NUMBER_MONEY, COLUMN_NUMBER};
    choose_rows(g);
    return (struct table){STR_NONE, columns, g->count + 1, g->part.count, g, page_cells};
}

// ---- options -----------------------------------------------------------------------------------

bool statement_grid_of(const struct report *r, uint32_t option, struct arena *a,
                       struct statement_grid *g)
{
    const struct statement_page *page = r->context;
    uint32_t first = 0, end;
    *g = (struct statement_grid){.page = page, .session = r->session, .arena = a};
    g->periods = period_count(&r->session->program, page->period);
    while (first < page->statement->items.count &&
           page->statement->items.at[first].option < option)
        first++;
    end = first;
    while (end < page->statement->items.count &&
           page->statement->items.at[end].option == option)
        end++;
    show_items(g, first, end);
    return first < end;
}

// ---- what stands beside it ---------------------------------------------------------------------

// "tax is income-tax, method straight_line, .."
static struct str choices_of(const struct program *p, const struct sheet *sheet,
                             struct arena *a, bool *taxes)
{
    const struct form *f = &p->forms.at[sheet->form];
    struct str name =
        str_cut(sheet->address, str_find(sheet->address, '.') + 1, sheet->address.len);
    struct text line = {.arena = a};
    text_addf(&line, "%.*s is %.*s", STR_ARG(name), STR_ARG(f->model));
    for (uint32_t n = 0; n < f->names.count; n++) {
        const struct name *x = &f->names.at[n];
        *taxes = *taxes || x->statement == STATEMENT_TAX;
        if (x->kind == NAME_CHOICE)
            text_addf(&line, ", %.*s %.*s", STR_ARG(x->text),
                      STR_ARG(p->rows.at[sheet->row_of[n]].word));
    }
    return text_str(&line);
}

struct str statement_choices(const struct statement_grid *g, uint32_t option)
{
    const struct program *p = &g->session->program;
    const struct option *o = &p->options.at[option];
    struct text lines = {.arena = g->arena};
    if (g->page->statement->view != VIEW_TAX) return STR_NONE;
    for (uint32_t i = o->first_sheet; i < o->first_sheet + o->sheet_count; i++) {
        bool taxes = false;
        struct str line = choices_of(p, &p->sheets.at[i], g->arena, &taxes);
        if (!taxes) continue;
        text_add(&lines, line);
        text_add_char(&lines, '\n');
    }
    return text_str(&lines);
}

static const char *title_of(enum view view)
{
    switch (view) {
    case VIEW_CASH: return "Cash: what is paid when";
    case VIEW_BOOK: return "Books: running costs as caused, capex over its life";
    case VIEW_TAX: return "Tax: what is deducted, and the tax that it saves";
    case VIEW_NONE:
    case VIEW_COUNT: break;
    }
    return "";
}

struct str statement_title(const struct report *r, struct arena *a)
{
    const struct statement_page *page = r->context;
    const struct program *p = &r->session->program;
    struct text t = {.arena = a};
    text_addf(&t, "%s; by ", title_of(page->statement->view));
    for (const char *c = period_word(page->period); *c; c++)
        text_add_char(&t, *c == '-' ? ' ' : *c);
    bool fiscal = page->period == PERIOD_FISCAL_YEAR || page->period == PERIOD_FISCAL_QUARTER;
    if (fiscal && p->fiscal_start > 0)
        text_addf(&t, ", years from month %d, named by the year in which they end",
                  p->fiscal_start + 1);
    text_add_c(&t, ".");
    return text_str(&t);
}

struct str statement_proof(const struct report *r, struct arena *a)
{
    const struct session *s = r->session;
    const struct statement_page *page = r->context;
    double most = 0;
    if (page->statement->view != VIEW_BOOK) return STR_NONE;
    for (uint32_t i = 0; i < s->ledger.lines.count; i++)
        most = kernel_max(most, fabs(reconcile_line(&s->ledger, i).difference));
    return str_format(a,
                      "In every line total and after (the horizon) are cash; the largest "
                      "difference is %.*s %.*s.",
                      STR_ARG(num_grouped(a, most, 2)), STR_ARG(s->info.currency));
}
