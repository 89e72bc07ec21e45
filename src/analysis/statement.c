#include "analysis/statement.h"

static const struct {
    enum view view;
    const char *key, *heading;
} SECTIONS[SECTION_COUNT] = {
#define SECTION(id, view, key, heading) {VIEW_##view, key, heading},
#include "analysis/statement.def"
#undef SECTION
};

static const char *const VIEWS[VIEW_COUNT] = {"", "cash", "book", "tax"};

enum view view_find(struct str word)
{
    for (int i = VIEW_CASH; i < VIEW_COUNT; i++)
        if (str_is(word, VIEWS[i])) return (enum view)i;
    return VIEW_COUNT;
}

const char *view_word(enum view v)
{
    return VIEWS[v];
}

enum view section_view(enum section s)
{
    return SECTIONS[s].view;
}

const char *section_key(enum section s)
{
    return SECTIONS[s].key;
}

const char *section_heading(enum section s)
{
    return SECTIONS[s].heading;
}

const char *item_word(enum item_kind k)
{
    switch (k) {
    case ITEM_LINE: return "line";
    case ITEM_CATEGORY: return "category";
    case ITEM_SUBTOTAL: return "subtotal";
    case ITEM_TOTAL: return "total";
    case ITEM_OPENING: return "opening";
    case ITEM_BALANCE: return "balance";
    case ITEM_MEMO: return "memo";
    }
    return "";
}

// ---- amounts -----------------------------------------------------------------------------------

double item_amount(const struct program *p, const struct item *i, enum period period,
                   uint32_t index)
{
    if (i->kind == ITEM_OPENING)
        return index ? item_column(i, period_end(p, period, index - 1)) : 0;
    if (i->kind == ITEM_BALANCE) return item_column(i, period_end(p, period, index));
    double sum = 0;
    for (uint32_t m = period_begin(p, period, index); m <= period_end(p, period, index); m++)
        sum += item_column(i, m);
    return sum;
}

double item_total(const struct program *p, const struct item *i)
{
    if (i->kind == ITEM_OPENING) return 0;
    if (i->kind == ITEM_BALANCE) return item_column(i, p->months);
    double sum = 0;
    for (uint32_t m = 0; m <= p->months; m++)
        sum += item_column(i, m);
    return sum;
}

bool item_goes_on(const struct item *i)
{
    bool balance = i->kind == ITEM_OPENING || i->kind == ITEM_BALANCE;
    bool of_model = i->row != NO_NAME && i->line == NO_NAME;
    return section_view(i->section) == VIEW_BOOK && !balance && !of_model;
}

// ---- lines -------------------------------------------------------------------------------------

bool line_holds_money(const struct ledger *l, uint32_t line)
{
    const struct line *x = &l->lines.at[line];
    for (uint32_t m = 0; m <= l->months; m++)
        if (val_double(x->billed[m]) != 0 || val_double(x->effective[m]) != 0 ||
            val_double(x->book[m]) != 0)
            return true;
    return false;
}

struct reconciled reconcile_line(const struct ledger *l, uint32_t line)
{
    const struct line *x = &l->lines.at[line];
    struct reconciled r = {0};
    for (uint32_t m = 0; m <= l->months; m++) {
        r.cash += val_double(x->billed[m]);
        r.amortised += val_double(x->book[m]);
    }
    bool principal = x->name->cost.amortise == AMORTISE_NEVER;
    *(principal ? &r.principal : &r.after) = val_double(x->book_after);
    r.difference = r.cash - r.amortised - r.after - r.principal;
    return r;
}

static enum section cash_section(const struct cost *c)
{
    switch (c->class) {
    case CLASS_CAPEX: return SECTION_CASH_CAPEX;
    case CLASS_OPEX: return str_is(c->category, "tax") ? SECTION_CASH_TAX : SECTION_CASH_OPEX;
    case CLASS_FINANCING: return SECTION_CASH_FINANCING;
    case CLASS_RISK:
    case CLASS_BENEFIT: return SECTION_CASH_BESIDE;
    }
    return SECTION_COUNT;
}

// What is lent or borrowed stands in no section: it is a balance.
static enum section book_section(const struct cost *c)
{
    if (c->amortise == AMORTISE_NEVER) return SECTION_COUNT;
    bool tax = str_is(c->category, "tax");
    switch (c->class) {
    case CLASS_CAPEX:
        return c->amortise == AMORTISE_AFTER ? SECTION_BOOK_DISPOSAL : SECTION_BOOK_WEAR;
    case CLASS_OPEX: return tax ? SECTION_BOOK_TAX : SECTION_BOOK_RUNNING;
    case CLASS_FINANCING: return tax ? SECTION_BOOK_TAX : SECTION_BOOK_FINANCING;
    case CLASS_RISK:
    case CLASS_BENEFIT: return SECTION_BOOK_BESIDE;
    }
    return SECTION_COUNT;
}

static enum section section_of(enum view view, const struct cost *c)
{
    switch (view) {
    case VIEW_CASH: return cash_section(c);
    case VIEW_BOOK: return book_section(c);
    case VIEW_TAX: return str_is(c->category, "tax") ? SECTION_TAX_CASH : SECTION_COUNT;
    case VIEW_NONE:
    case VIEW_COUNT: break;
    }
    return SECTION_COUNT;
}

// ---- building ----------------------------------------------------------------------------------

struct drawer {
    struct session *s;
    struct statement *out;
    uint32_t option;
    uint32_t last;  // column
    bool whole;     // with lines that hold no money
};

static double *zeros(struct drawer *d)
{
    double *list = ARENA_ARRAY(&d->s->arena, double, d->last + 1);
    for (uint32_t m = 0; m <= d->last; m++)
        list[m] = 0;
    return list;
}

static void add_item(struct drawer *d, struct item i)
{
    i.option = d->option;
    VEC_PUSH(&d->s->arena, &d->out->items, i);
}

static const struct line *line_at(const struct drawer *d, uint32_t line)
{
    return &d->s->ledger.lines.at[line];
}

static bool is_charged(const struct drawer *d, const struct val *columns)
{
    for (uint32_t m = 0; columns && m <= d->last; m++)
        if (val_double(columns[m]) != 0) return true;
    return false;
}

// The part that bears what is left after the horizon: the first that is charged, else the first
// that the model states.
static enum book_part first_part(const struct drawer *d, const struct line *x)
{
    int stated = BOOK_PARTS;
    for (int part = BOOK_PARTS - 1; part >= 0; part--)
        if (x->part[part]) stated = part;
    for (int part = 0; part < BOOK_PARTS && !d->whole; part++)
        if (is_charged(d, x->part[part])) return (enum book_part)part;
    return (enum book_part)stated;
}

// The part of a line that its model puts into a section of the books; BOOK_PARTS if none.
static enum book_part part_in(const struct drawer *d, const struct line *x,
                              enum section section)
{
    static const enum section sections[BOOK_PARTS] = {SECTION_BOOK_WEAR, SECTION_BOOK_FINANCING,
                                                      SECTION_BOOK_RUNNING};
    for (int part = 0; part < BOOK_PARTS; part++)
        if (sections[part] == section &&
            (is_charged(d, x->part[part]) || (d->whole && x->part[part]) ||
             part == (int)first_part(d, x)))
            return (enum book_part)part;
    return BOOK_PARTS;
}

static bool is_in(const struct drawer *d, uint32_t line, enum section section)
{
    const struct line *x = line_at(d, line);
    if (!d->whole && !line_holds_money(&d->s->ledger, line)) return false;
    if (d->out->view == VIEW_BOOK && x->name->cost.has_books)
        return part_in(d, x, section) != BOOK_PARTS;
    return section_of(d->out->view, &x->name->cost) == section;
}

// A line of the books, or a part of one: the part that bears the rest has the cash of the others
// taken off.
static struct item book_item(struct drawer *d, uint32_t line, enum section section)
{
    const struct line *x = line_at(d, line);
    enum book_part part = part_in(d, x, section);
    bool rest = part == BOOK_PARTS || part == first_part(d, x);
    const struct val *of = part == BOOK_PARTS ? x->book : x->part[part];
    double others = 0, own = 0;
    for (uint32_t m = 0; m <= d->last; m++) {
        own += val_double(of[m]);
        others += val_double(x->book[m]) - val_double(of[m]);
    }
    return (struct item){.amounts = of,
                         .part = part,
                         .cash = rest ? reconcile_line(&d->s->ledger, line).cash - others : own,
                         .after = rest ? val_double(x->book_after) : 0};
}

static void add_line(struct drawer *d, uint32_t line, enum section section)
{
    const struct line *x = line_at(d, line);
    bool book = section_view(section) == VIEW_BOOK;
    struct item i = book ? book_item(d, line, section) : (struct item){.amounts = x->billed};
    i.kind = ITEM_LINE;
    i.section = section;
    i.key = x->name->text;
    i.category = x->name->cost.category;
    i.line = line;
    i.row = x->row;
    add_item(d, i);
}

// The sum of the lines that were added from `first` on, put in front of them or behind.
static struct item sum_of(struct drawer *d, uint32_t first, struct item sum)
{
    double *columns = zeros(d);
    for (uint32_t i = first; i < d->out->items.count; i++) {
        const struct item *x = &d->out->items.at[i];
        if (x->kind != ITEM_LINE) continue;
        for (uint32_t m = 0; m <= d->last; m++)
            columns[m] += item_column(x, m);
        sum.after += x->after;
    }
    sum.columns = columns;
    sum.line = sum.row = NO_NAME;
    return sum;
}

static void insert_item(struct drawer *d, uint32_t at, struct item i)
{
    add_item(d, i);
    i.option = d->option;
    for (uint32_t k = d->out->items.count - 1; k > at; k--)
        d->out->items.at[k] = d->out->items.at[k - 1];
    d->out->items.at[at] = i;
}

// The lines of one category, below their sum.
static void add_category(struct drawer *d, enum section section, struct str category)
{
    const struct tally *t = &d->s->ledger.tallies[d->option];
    uint32_t first = d->out->items.count;
    for (uint32_t i = t->first_line; i < t->first_line + t->line_count; i++)
        if (is_in(d, i, section) && str_eq(line_at(d, i)->name->cost.category, category))
            add_line(d, i, section);
    insert_item(d, first,
                sum_of(d, first,
                       (struct item){.kind = ITEM_CATEGORY,
                                     .section = section,
                                     .key = category,
                                     .category = category}));
}

static bool has_category(const struct drawer *d, uint32_t first, struct str category)
{
    for (uint32_t i = first; i < d->out->items.count; i++)
        if (str_eq(d->out->items.at[i].category, category)) return true;
    return false;
}

// The lines of a section by category, and their sum. False if there are none.
static bool add_section(struct drawer *d, enum section section)
{
    const struct tally *t = &d->s->ledger.tallies[d->option];
    uint32_t first = d->out->items.count;
    for (uint32_t i = t->first_line; i < t->first_line + t->line_count; i++) {
        struct str category = line_at(d, i)->name->cost.category;
        if (is_in(d, i, section) && !has_category(d, first, category))
            add_category(d, section, category);
    }
    if (d->out->items.count == first) return false;
    if (section == SECTION_CASH_BESIDE || section == SECTION_BOOK_BESIDE) return true;
    add_item(d, sum_of(d, first,
                       (struct item){.kind = ITEM_SUBTOTAL,
                                     .section = section,
                                     .key = str_of(section_key(section)),
                                     .heading = section_heading(section)}));
    return true;
}

static double *running_sum(struct drawer *d, const double *columns)
{
    double *list = zeros(d), sum = 0;
    for (uint32_t m = 0; m <= d->last; m++)
        list[m] = sum += columns[m];
    return list;
}

static void add_figure(struct drawer *d, enum section section, enum item_kind kind,
                       const char *key, const char *heading, const double *columns)
{
    add_item(d, (struct item){.kind = kind,
                              .section = section,
                              .key = str_of(key),
                              .heading = heading,
                              .line = NO_NAME,
                              .row = NO_NAME,
                              .columns = columns});
}

// ---- cash --------------------------------------------------------------------------------------

// Cash of the option by column, with that of loans.
static double *cash_columns(struct drawer *d, bool financing)
{
    const struct tally *t = &d->s->ledger.tallies[d->option];
    double *list = zeros(d);
    for (uint32_t i = t->first_line; i < t->first_line + t->line_count; i++) {
        const struct line *x = line_at(d, i);
        enum cost_class class = x->name->cost.class;
        if (class == CLASS_RISK || class == CLASS_BENEFIT) continue;
        if (class == CLASS_FINANCING && !financing) continue;
        for (uint32_t m = 0; m <= d->last; m++)
            list[m] += val_double(x->billed[m]);
    }
    return list;
}

static void add_cash(struct drawer *d)
{
    const double *cash = cash_columns(d, true), *so_far = running_sum(d, cash);
    add_figure(d, SECTION_CASH_OPENING, ITEM_OPENING, "opening", "Paid before", so_far);
    add_section(d, SECTION_CASH_CAPEX);
    add_section(d, SECTION_CASH_OPEX);
    add_section(d, SECTION_CASH_TAX);
    add_figure(d, SECTION_CASH_BEFORE, ITEM_TOTAL, "before_financing", "Cash before financing",
               cash_columns(d, false));
    if (!add_section(d, SECTION_CASH_FINANCING)) d->out->items.count--;  // then it is all cash
    add_figure(d, SECTION_CASH_TOTAL, ITEM_TOTAL, "cash", "Cash paid", cash);
    add_figure(d, SECTION_CASH_TOTAL, ITEM_BALANCE, "closing", "Paid so far", so_far);
    add_section(d, SECTION_CASH_BESIDE);
}

// ---- books -------------------------------------------------------------------------------------

struct balances {
    double *cost, *assets, *sold, *ahead, *lent, *cash;
    bool sells, borrows;
};

// What each column adds to them. What is sold at the horizon stands apart, so that the net book
// value is that before the sale.
static void add_to_balances(struct drawer *d, const struct line *x, struct balances *b)
{
    const struct cost *c = &x->name->cost;
    double *to = c->class == CLASS_CAPEX && !c->has_books ? b->assets : b->ahead;
    if (c->amortise == AMORTISE_NEVER) to = b->lent;
    if (c->amortise == AMORTISE_AFTER) to = b->sold;
    b->borrows = b->borrows || to == b->lent;
    b->sells = b->sells || to == b->sold;
    for (uint32_t m = 0; m <= d->last; m++) {
        double billed = val_double(x->billed[m]), amount = val_double(x->amount[m]);
        double book = val_double(x->book[m]);
        b->cash[m] += billed;
        b->cost[m] += book;
        // A loan is owed from the day of its money, an asset stands from the month that it serves.
        double stands = to == b->lent ? billed : amount;
        b->ahead[m] += billed - stands;
        to[m] += stands - book;
    }
}

static struct balances balances_of(struct drawer *d)
{
    struct balances b = {zeros(d), zeros(d), zeros(d), zeros(d),
                         zeros(d), zeros(d), false,    false};
    const struct tally *t = &d->s->ledger.tallies[d->option];
    for (uint32_t i = t->first_line; i < t->first_line + t->line_count; i++) {
        enum cost_class class = line_at(d, i)->name->cost.class;
        if (class != CLASS_RISK && class != CLASS_BENEFIT &&
            (d->whole || line_holds_money(&d->s->ledger, i)))
            add_to_balances(d, line_at(d, i), &b);
    }
    return b;
}

static void add_balances(struct drawer *d, const struct balances *b)
{
    static const enum section at = SECTION_BOOK_BALANCES;
    add_figure(d, at, ITEM_BALANCE, "cost_so_far", "Cost in the books so far",
               running_sum(d, b->cost));
    add_figure(d, at, ITEM_BALANCE, "net_book_value", "Net book value",
               running_sum(d, b->assets));
    if (b->sells)
        add_figure(d, at, ITEM_BALANCE, "sold", "Sold at the horizon: -",
                   running_sum(d, b->sold));
    add_figure(d, at, ITEM_BALANCE, "paid_ahead", "Paid ahead, owed: -",
               running_sum(d, b->ahead));
    if (b->borrows)
        add_figure(d, at, ITEM_BALANCE, "lent", "Deposits, loans: -", running_sum(d, b->lent));
    add_figure(d, at, ITEM_BALANCE, "cash_so_far", "Cash so far: their sum",
               running_sum(d, b->cash));
}

// What a component leaves behind at the horizon less what it fetches there. False if it sells
// nothing.
static bool sheet_loss(const struct drawer *d, uint32_t sheet, double *loss)
{
    const struct tally *t = &d->s->ledger.tallies[d->option];
    bool sells = false;
    for (uint32_t i = t->first_line; i < t->first_line + t->line_count; i++) {
        bool sale = is_in(d, i, SECTION_BOOK_DISPOSAL);
        if (d->s->program.rows.at[line_at(d, i)->row].sheet != sheet) continue;
        if (!sale && (line_at(d, i)->name->cost.has_books || !is_in(d, i, SECTION_BOOK_WEAR)))
            continue;
        *loss += val_double(line_at(d, i)->book_after);
        sells = sells || sale;
    }
    return sells;
}

static void add_loss(struct drawer *d)
{
    const struct option *o = &d->s->program.options.at[d->option];
    struct item memo = {.kind = ITEM_MEMO,
                        .section = SECTION_BOOK_DISPOSAL,
                        .key = STR("disposal_loss"),
                        .heading = "Loss on it, gain: -",
                        .line = NO_NAME,
                        .row = NO_NAME,
                        .columns = zeros(d)};
    bool sells = false;
    for (uint32_t i = o->first_sheet; i < o->first_sheet + o->sheet_count; i++) {
        double loss = 0;
        if (!sheet_loss(d, i, &loss)) continue;
        memo.after += loss;
        sells = true;
    }
    if (sells) add_item(d, memo);
}

// ---- rows of models ----------------------------------------------------------------------------

static bool add_row(struct drawer *d, uint32_t row, enum section section)
{
    struct session *s = d->s;
    const struct name *n = row_name(&s->program, row);
    bool balance =
        n->statement == STATEMENT_TAX_BALANCE || n->statement == STATEMENT_BOOK_BALANCE;
    double *columns = zeros(d);
    if (!program_need(&s->program, row)) return false;
    for (uint32_t m = 1; m <= d->last; m++) {
        struct val v;
        if (!unroll_cell(&s->unroll, row, m, &v)) return false;
        columns[m] = val_double(v);
    }
    add_item(d, (struct item){.kind = balance ? ITEM_BALANCE : ITEM_LINE,
                              .section = section,
                              .key = n->text,
                              .line = NO_NAME,
                              .row = row,
                              .columns = columns});
    return true;
}

// The rows that models of the option mark for a statement, in their order.
static bool add_rows(struct drawer *d, enum section section, enum statement_row flow,
                     enum statement_row balance)
{
    const struct program *p = &d->s->program;
    const struct option *o = &p->options.at[d->option];
    bool ok = true;
    for (uint32_t i = o->first_sheet; i < o->first_sheet + o->sheet_count; i++) {
        const struct form *f = &p->forms.at[p->sheets.at[i].form];
        for (uint32_t n = 0; n < f->names.count; n++) {
            enum statement_row at = f->names.at[n].statement;
            if (at != STATEMENT_NONE && (at == flow || at == balance))
                ok = add_row(d, p->sheets.at[i].row_of[n], section) && ok;
        }
    }
    return ok;
}

// ---- views -------------------------------------------------------------------------------------

static bool add_book(struct drawer *d)
{
    uint32_t first = d->out->items.count;
    struct balances b = balances_of(d);
    add_section(d, SECTION_BOOK_RUNNING);
    add_section(d, SECTION_BOOK_WEAR);
    if (add_section(d, SECTION_BOOK_DISPOSAL)) add_loss(d);
    add_section(d, SECTION_BOOK_FINANCING);
    add_section(d, SECTION_BOOK_TAX);
    add_item(d, sum_of(d, first,
                       (struct item){.kind = ITEM_TOTAL,
                                     .section = SECTION_BOOK_TOTAL,
                                     .key = STR("cost"),
                                     .heading = "Cost in the books"}));
    add_balances(d, &b);
    bool ok = add_rows(d, SECTION_BOOK_FURTHER, STATEMENT_BOOK, STATEMENT_BOOK_BALANCE);
    add_section(d, SECTION_BOOK_BESIDE);
    return ok;
}

// A loan alone states what it would deduct, but nobody taxes it.
static bool is_taxed(const struct drawer *d)
{
    const struct tally *t = &d->s->ledger.tallies[d->option];
    for (uint32_t i = t->first_line; i < t->first_line + t->line_count; i++) {
        const struct cost *c = &line_at(d, i)->name->cost;
        if (c->class != CLASS_FINANCING && str_is(c->category, "tax")) return true;
    }
    return false;
}

static bool add_tax(struct drawer *d)
{
    if (!is_taxed(d)) return true;
    bool ok = add_rows(d, SECTION_TAX_RETURN, STATEMENT_TAX, STATEMENT_TAX_BALANCE);
    add_section(d, SECTION_TAX_CASH);
    return ok;
}

static bool add_option(struct drawer *d)
{
    switch (d->out->view) {
    case VIEW_CASH: add_cash(d); return true;
    case VIEW_BOOK: return add_book(d);
    case VIEW_TAX: return add_tax(d);
    case VIEW_NONE:
    case VIEW_COUNT: break;
    }
    return true;
}

static bool fail_untaxed(struct session *s)
{
    diag_fail_file(&s->diags, s->file, DIAG_NO_TAX,
                   "no option has a model of tax, so there is no tax view");
    diag_help(&s->diags,
              "write `tax: {use: income-tax, rate: 25 %%}` below finance for all options, or "
              "as a component of one");
    return false;
}

static bool build(struct session *s, enum view view, bool whole, struct statement *out)
{
    bool ok = true;
    *out = (struct statement){.view = view};
    for (uint32_t o = 0; o < s->program.options.count; o++) {
        struct drawer d = {s, out, o, s->ledger.months, whole};
        ok = add_option(&d) && ok;
    }
    if (ok && view == VIEW_TAX && out->items.count == 0) return fail_untaxed(s);
    return ok;
}

bool statement_build(struct session *s, enum view view, struct statement *out)
{
    return build(s, view, false, out);
}

bool statement_build_whole(struct session *s, enum view view, struct statement *out)
{
    return build(s, view, true, out);
}
