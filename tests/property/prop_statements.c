// prop_statements.c - laws of statements, over every scenario of the project: cash and books of
// each line come to the same over life, and at the end of every month cash so far follows from the
// books. Each scenario is looked at as it is, with a charge on capital, and with fiscal years that
// begin in July.
#define _POSIX_C_SOURCE 200809L
#include "support/check.h"

#include "analysis/statement.h"

#include <glob.h>
#include <math.h>
#include <stdio.h>

static const double CENT = 0.005;

struct looked {
    const char *file, *set;
    uint32_t scenarios, lines, parts, spread, sold, lent, taxed;
};

static bool open_scenario(struct session *s, const struct looked *k)
{
    struct assignment set;
    struct load_settings settings = {.sets = &set, .set_count = k->set ? 1 : 0};
    session_open(s);
    struct str file = str_format(&s->arena, "%s", k->file);
    if (k->set && !assignment_parse(&s->tree, STR("--set"), str_of(k->set), &s->diags, &set))
        return false;
    return session_add_models(s, STR_NONE, file) && session_load(s, file, &settings) &&
           session_compute(s);
}

static void expect(const struct looked *k, const struct session *s, const struct item *i,
                   double found, double wanted)
{
    if (fabs(found - wanted) < CENT) return;
    fail_msg("%s %s: option %.*s: %.*s is %.6f and not %.6f", k->file, k->set ? k->set : "",
             STR_ARG(s->program.options.at[i->option].name), STR_ARG(i->key), found, wanted);
}

// ---- lines -------------------------------------------------------------------------------------

static void lines_reconcile(struct looked *k, struct session *s)
{
    for (uint32_t i = 0; i < s->ledger.lines.count; i++) {
        const struct line *l = &s->ledger.lines.at[i];
        struct item shown = {.option = l->option, .key = l->name->text};
        struct reconciled r = reconcile_line(&s->ledger, i);
        expect(k, s, &shown, r.amortised + r.after + r.principal, r.cash);
        expect(k, s, &shown, r.difference, 0);
        k->lines += line_holds_money(&s->ledger, i);
        k->spread += r.after != 0 && r.amortised != 0;
        k->sold += r.after < 0;
        k->lent += r.principal != 0;
    }
}

// What a view shows of one line: the sum of its items, of which the books may have several.
struct shown {
    uint32_t items;
    double amount, after, cash;
};

static struct shown shown_of(const struct session *s, const struct statement *st, uint32_t line)
{
    struct shown sum = {0};
    for (uint32_t n = 0; n < st->items.count; n++) {
        const struct item *i = &st->items.at[n];
        if (i->kind != ITEM_LINE || i->line != line) continue;
        sum.items++;
        sum.amount += item_total(&s->program, i);
        sum.after += i->after;
        sum.cash += i->cash;
    }
    return sum;
}

// Every line stands in a view once, in the books once in every part that its model takes it
// apart into; together they are the line. What is lent is no cost in the books.
static void every_line_stands(struct looked *k, const struct session *s,
                              const struct statement *st)
{
    bool book = st->view == VIEW_BOOK;
    for (uint32_t i = 0; i < s->ledger.lines.count; i++) {
        const struct line *l = &s->ledger.lines.at[i];
        struct reconciled r = reconcile_line(&s->ledger, i);
        struct item shown = {.option = l->option, .key = l->name->text};
        struct shown sum = shown_of(s, st, i);
        bool lent = book && l->name->cost.amortise == AMORTISE_NEVER;
        bool stands = line_holds_money(&s->ledger, i) && !lent;
        if (!book || !l->name->cost.has_books) expect(k, s, &shown, sum.items, stands);
        expect(k, s, &shown, sum.items > 0, stands);
        if (!stands) continue;
        expect(k, s, &shown, sum.amount, book ? r.amortised : r.cash);
        expect(k, s, &shown, sum.after, book ? r.after : 0);
        if (book) expect(k, s, &shown, sum.cash, r.cash);
        k->parts += sum.items > 1;
    }
}

// ---- sums --------------------------------------------------------------------------------------

static bool adds_up(const struct item *sum, const struct item *line)
{
    if (line->kind != ITEM_LINE || line->option != sum->option) return false;
    bool beside = line->section == SECTION_CASH_BESIDE || line->section == SECTION_BOOK_BESIDE;
    switch (sum->kind) {
    case ITEM_CATEGORY:
        return line->section == sum->section && str_eq(line->category, sum->category);
    case ITEM_SUBTOTAL: return line->section == sum->section;
    case ITEM_TOTAL: return !beside && line->section < sum->section && line->line != NO_NAME;
    case ITEM_LINE:
    case ITEM_OPENING:
    case ITEM_BALANCE:
    case ITEM_MEMO: break;
    }
    return false;
}

static void sums_hold(const struct looked *k, const struct session *s,
                      const struct statement *st)
{
    for (uint32_t n = 0; n < st->items.count; n++) {
        const struct item *sum = &st->items.at[n];
        if (sum->kind != ITEM_CATEGORY && sum->kind != ITEM_SUBTOTAL && sum->kind != ITEM_TOTAL)
            continue;
        double after = 0;
        for (uint32_t m = 0; m <= s->program.months; m++) {
            double column = 0;
            for (uint32_t i = 0; i < st->items.count; i++)
                if (adds_up(sum, &st->items.at[i])) column += item_column(&st->items.at[i], m);
            expect(k, s, sum, item_column(sum, m), column);
        }
        for (uint32_t i = 0; i < st->items.count; i++)
            if (adds_up(sum, &st->items.at[i])) after += st->items.at[i].after;
        expect(k, s, sum, sum->after, after);
    }
}

// Whatever the period is, amounts add up to the total, and balances end where they end by month.
static void periods_agree(const struct looked *k, const struct session *s,
                          const struct statement *st)
{
    const struct program *p = &s->program;
    for (uint32_t n = 0; n < st->items.count; n++) {
        const struct item *i = &st->items.at[n];
        for (int by = 0; by < PERIOD_COUNT; by++) {
            enum period period = (enum period)by;
            uint32_t count = period_count(p, period);
            double sum = 0;
            for (uint32_t at = 0; at < count; at++)
                sum += item_amount(p, i, period, at);
            if (i->kind == ITEM_BALANCE) sum = item_amount(p, i, period, count - 1);
            if (i->kind == ITEM_OPENING) sum = item_amount(p, i, period, 0);
            expect(k, s, i, sum, item_total(p, i));
        }
    }
}

// ---- books and cash ----------------------------------------------------------------------------

static const struct item *item_named(const struct statement *st, uint32_t option,
                                     const char *name)
{
    for (uint32_t n = 0; n < st->items.count; n++)
        if (st->items.at[n].option == option && st->items.at[n].line == NO_NAME &&
            str_is(st->items.at[n].key, name))
            return &st->items.at[n];
    return NULL;
}

static double column_of(const struct statement *st, uint32_t option, const char *name,
                        uint32_t m)
{
    const struct item *i = item_named(st, option, name);
    return i ? item_column(i, m) : 0;
}

static void cash_follows_from_the_books(const struct looked *k, const struct session *s,
                                        const struct statement *book,
                                        const struct statement *cash)
{
    for (uint32_t o = 0; o < s->program.options.count; o++) {
        const struct item *so_far = item_named(book, o, "cash_so_far");
        for (uint32_t m = 0; m <= s->program.months; m++) {
            double sum = column_of(book, o, "cost_so_far", m) +
                         column_of(book, o, "net_book_value", m) +
                         column_of(book, o, "sold", m) + column_of(book, o, "paid_ahead", m) +
                         column_of(book, o, "lent", m);
            expect(k, s, so_far, item_column(so_far, m), sum);
            expect(k, s, so_far, item_column(so_far, m), column_of(cash, o, "closing", m));
        }
        double left = 0, later = 0;
        for (uint32_t n = 0; n < book->items.count; n++) {
            const struct item *i = &book->items.at[n];
            if (i->option != o || i->line == NO_NAME || i->section == SECTION_BOOK_DISPOSAL)
                continue;
            bool leased = s->ledger.lines.at[i->line].name->cost.has_books;
            *(i->section == SECTION_BOOK_WEAR && !leased ? &left : &later) += i->after;
        }
        expect(k, s, so_far, column_of(book, o, "net_book_value", s->program.months), left);
        expect(k, s, so_far, column_of(book, o, "paid_ahead", s->program.months), later);
    }
}

static void cash_is_that_of_the_summary(const struct looked *k, const struct session *s,
                                        const struct statement *cash)
{
    for (uint32_t o = 0; o < s->program.options.count; o++) {
        const struct item *all = item_named(cash, o, "cash");
        const struct item *before = item_named(cash, o, "before_financing");
        const struct tally *t = &s->ledger.tallies[o];
        expect(k, s, all, item_total(&s->program, before ? before : all), val_double(t->total));
        expect(k, s, all, item_total(&s->program, all),
               val_double(t->total) + val_double(t->financing));
    }
}

// ---- tax ---------------------------------------------------------------------------------------

// Nothing is left to depreciate or to settle at the horizon.
static void tax_comes_to_an_end(struct looked *k, struct session *s)
{
    struct statement tax;
    uint32_t errors = s->diags.error_count;
    if (!statement_build(s, VIEW_TAX, &tax)) {
        assert_int_equal(s->diags.error_count, errors + 1);  // no-tax
        return;
    }
    sums_hold(k, s, &tax);
    periods_agree(k, s, &tax);
    for (uint32_t n = 0; n < tax.items.count; n++) {
        const struct item *i = &tax.items.at[n];
        if (!str_is(i->key, "tax_value") && !str_is(i->key, "unsettled")) continue;
        expect(k, s, i, item_total(&s->program, i), 0);
        k->taxed++;
    }
}

static void look_at(struct looked *k)
{
    struct session s;
    struct statement book, cash;
    bool computed = open_scenario(&s, k);
    assert_computed(&s, computed);
    assert_true(statement_build(&s, VIEW_BOOK, &book) && statement_build(&s, VIEW_CASH, &cash));
    lines_reconcile(k, &s);
    every_line_stands(k, &s, &book);
    every_line_stands(k, &s, &cash);
    sums_hold(k, &s, &book);
    sums_hold(k, &s, &cash);
    periods_agree(k, &s, &book);
    periods_agree(k, &s, &cash);
    cash_follows_from_the_books(k, &s, &book, &cash);
    cash_is_that_of_the_summary(k, &s, &cash);
    tax_comes_to_an_end(k, &s);
    k->scenarios++;
    session_close(&s);
}

static void look_at_all(const char *set)
{
    static const char *const patterns[] = {PROJECT_FOLDER "/scenarios/*.yaml",
                                           PROJECT_FOLDER "/docs/examples/*.yaml",
                                           TEST_FOLDER "/reference/*/scenario.yaml"};
    struct looked k = {.set = set};
    for (size_t i = 0; i < COUNT_OF(patterns); i++) {
        glob_t found;
        assert_int_equal(glob(patterns[i], 0, NULL, &found), 0);
        for (size_t f = 0; f < found.gl_pathc; f++) {
            k.file = found.gl_pathv[f];
            look_at(&k);
        }
        globfree(&found);
    }
    // What is looked at has every sort of line.
    assert_true(k.scenarios > 50 && k.lines > 500 && k.spread > 20 && k.sold > 5);
    assert_true(k.lent > 2 && k.taxed > 10 && k.parts > 5);
}

static void scenarios_reconcile(void **state)
{
    (void)state;
    look_at_all(NULL);
}

static void they_do_with_a_charge_on_capital(void **state)
{
    (void)state;
    look_at_all("finance.cost_of_capital=9 %/year");
}

static void they_do_by_fiscal_years(void **state)
{
    (void)state;
    look_at_all("finance.fiscal_year_start=7");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scenarios_reconcile),
        cmocka_unit_test(they_do_with_a_charge_on_capital),
        cmocka_unit_test(they_do_by_fiscal_years),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
