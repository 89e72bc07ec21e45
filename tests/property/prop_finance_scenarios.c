// prop_finance_scenarios.c - laws of finance, on whole scenarios with random terms.
#define _POSIX_C_SOURCE 200809L
#include "support/check.h"
#include "support/gen.h"

#include "analysis/compare.h"

#include <math.h>
#include <stdio.h>

enum { TEXT = 1 << 14 };

struct out {
    char text[TEXT];
    size_t len;
};

__attribute__((format(printf, 2, 3))) static void put(struct out *o, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(o->text + o->len, TEXT - o->len, format, args);
    va_end(args);
    assert_true(n >= 0 && o->len + (size_t)n < TEXT);
    o->len += (size_t)n;
}

#define CASES(g, count)                                                                        \
    for (uint64_t seed = 0, cases = gen_cases(count); seed < cases; seed++)                    \
        for (struct gen g = gen_seeded(seed), *once = &g; once; once = NULL)

static void law(double found, double wanted, double size, uint64_t seed, const char *what)
{
    if (fabs(found - wanted) <= 1e-9 * fmax(1, fabs(size))) return;
    fail_msg("seed %llu: %s: %.17g is not %.17g", (unsigned long long)seed, what, found,
             wanted);
}

static void compute(struct session *s, const char *yaml, uint64_t seed)
{
    if (compute_text(s, yaml)) return;
    struct text t = {.arena = &s->arena};
    diag_print(&t, &s->diags, (struct diag_style){.quiet = true});
    fail_msg("seed %llu: %.*s\n%s", (unsigned long long)seed, STR_ARG(text_str(&t)), yaml);
}

static double sum_of(struct session *s, const char *address)
{
    double sum = 0;
    for (uint32_t m = 1; m <= s->program.months; m++)
        sum += row_value(s, address, m);
    return sum;
}

// ---- two ways to have a thing, with tax and a loan ---------------------------------------------

struct terms {
    double cost, upkeep, rent, rate, inflation, tax, bonus, expensing, vat, recovered, property;
    double share, apr, balloon, income, limit;
    int months, life, class_years, term, kind, method, timing, fiscal, carried, monthly,
        advance;
};

static struct terms make_terms(struct gen *g)
{
    struct terms t = {.cost = (double)gen_whole(g, 1, 900) * 1000};
    t.upkeep = (double)gen_whole(g, 0, 20);
    t.rent = floor(t.cost * gen_number(g, 0.01, 0.08));
    t.rate = (double)gen_whole(g, -2, 30);
    t.inflation = (double)gen_whole(g, -2, 12);
    t.tax = (double)gen_whole(g, 0, 60);
    t.bonus = gen_chance(g, 0.5) ? 0 : (double)gen_whole(g, 0, 100);
    t.expensing = gen_chance(g, 0.5) ? 0 : (double)gen_whole(g, 0, 100);
    t.vat = (double)gen_whole(g, 0, 25);
    t.recovered = (double)gen_whole(g, 0, 100);
    t.property = (double)gen_whole(g, 0, 4);
    t.share = (double)gen_whole(g, 0, 100);
    t.apr = gen_chance(g, 0.1) ? 0 : (double)gen_whole(g, 1, 20);
    t.months = (int)gen_whole(g, 3, 70);
    t.life = (int)gen_whole(g, 2, 90);
    t.term = (int)gen_whole(g, 1, 80);
    t.kind = (int)gen_whole(g, 0, 1);
    t.advance = gen_chance(g, 0.5);
    t.balloon = t.kind ? 0 : (double)gen_whole(g, 0, 40);
    t.method = (int)gen_whole(g, 0, 4);
    static const int classes[] = {3, 5, 7, 10, 15, 20};
    t.class_years = classes[gen_whole(g, 0, 5)];
    t.timing = (int)gen_whole(g, 0, 2);
    t.fiscal = (int)gen_whole(g, 1, 12);
    t.carried = (int)gen_whole(g, 0, 1);
    t.monthly = (int)gen_whole(g, 0, 1);
    t.income = floor(t.cost * gen_number(g, 0, 0.1));
    t.limit = (double)gen_whole(g, 0, 100);
    return t;
}

static const char *write_terms(const struct terms *t, double money)
{
    static struct out o;
    static const char *const timings[] = {"end", "mid", "start"};
    static const char *const methods[] = {"macrs", "straight_line", "declining", "sum_of_years",
                                          "expensed"};
    o.len = 0;
    put(&o, "tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: %d months\n", t->months);
    put(&o, "finance: {discount_rate: %.17g %%/year, inflation: %.17g %%/year, ", t->rate,
        t->inflation);
    put(&o, "cost_of_equity: 11 %%/year, timing: %s, fiscal_year_start: %d}\n",
        timings[t->timing], t->fiscal);
    put(&o,
        "options:\n  rent:\n    it: {use: long-lived-asset, cost: %.17g USD, life: 1 month, ",
        t->rent * money);
    put(&o, "payment: instalments, apr: 0 %%/year}\n  own:\n");
    put(&o, "    it: {use: long-lived-asset, cost: %.17g USD, life: %d months, ",
        t->cost * money, t->life);
    put(&o, "maintenance_rate: %.17g %%/year, resale_share: 0.1}\n", t->upkeep);
    put(&o, "    vat: {use: sales-tax, rate: %.17g %%, recoverable: %.17g %%}\n", t->vat,
        t->recovered);
    put(&o, "    land: {use: property-tax, rate: %.17g %%/year}\n", t->property);
    put(&o, "    tax: {use: income-tax, rate: %.17g %%, method: %s, class_years: %d, ", t->tax,
        methods[t->method], t->class_years);
    put(&o, "bonus: %.17g %%, expensing: %.17g %%, settlement: %s, ", t->bonus, t->expensing,
        t->monthly ? "monthly" : "yearly");
    put(&o, "tax_losses: %s, income: %.17g USD/month, loss_limit: %.17g %%}\n",
        t->carried ? "carried_forward" : "used_at_once", t->income * money, t->limit);
    put(&o, "    loan: {use: loan, share: %.17g %%, apr: %.17g %%/year, term: %d months, ",
        t->share, t->apr, t->term);
    put(&o, "kind: %s, timing: %s, balloon: %.17g %%, fee: 1 %%}\n",
        t->kind ? "interest_only" : "level", t->advance ? "advance" : "arrears", t->balloon);
    return o.text;
}

static void depreciation_and_what_is_sold_are_what_was_bought(struct session *s,
                                                              const struct terms *t,
                                                              uint64_t seed)
{
    double basis = sum_of(s, "own.it.placed") * (1 + t->vat / 100 * (1 - t->recovered / 100));
    double sold = sum_of(s, "own.tax.tax_value_sold");
    law(sum_of(s, "own.tax.depreciation") + sold, basis, basis, seed, "depreciation and basis");
}

static void the_loan_ends_at_zero(struct session *s, const struct terms *t, uint64_t seed)
{
    double borrowed = row_value(s, "own.loan.principal", 1);
    law(borrowed, t->cost * t->share / 100, t->cost, seed, "what is borrowed");
    law(row_value(s, "own.loan.balance", s->program.months), 0, t->cost, seed, "last balance");
    double repaid = sum_of(s, "own.loan.repaid") + sum_of(s, "own.loan.repaid_first");
    law(repaid, borrowed, t->cost, seed, "what is repaid");
}

// What is taxed, less the losses that wait, is what income and deductions leave.
static void no_loss_is_lost(struct session *s, const struct terms *t, uint64_t seed)
{
    if (!t->carried) return;
    double left = row_value(s, "own.tax.losses_left", s->program.months);
    double result = t->income * s->program.months - sum_of(s, "own.tax.deductible");
    law(sum_of(s, "own.tax.tax_room") - left, result, t->cost, seed, "losses");
    assert_true(left >= 0);
}

static void sums_hold(void **state)
{
    (void)state;
    uint64_t carried = 0;
    CASES(g, 60)
    {
        struct terms t = make_terms(&g);
        struct session s;
        compute(&s, write_terms(&t, 1), seed);
        depreciation_and_what_is_sold_are_what_was_bought(&s, &t, seed);
        the_loan_ends_at_zero(&s, &t, seed);
        no_loss_is_lost(&s, &t, seed);
        carried += (uint64_t)t.carried;
        session_close(&s);
    }
    assert_true(carried > 0);
}

static void real_and_nominal_agree(void **state)
{
    (void)state;
    CASES(g, 30)
    {
        struct terms t = make_terms(&g);
        struct session s;
        compute(&s, write_terms(&t, 1), seed);
        struct comparison c = compare_options(&s);
        const struct option_figures *own = &c.options[1];
        assert_true(own->npv.known && own->metrics.npv_real.known);
        law(own->metrics.npv_real.value, own->npv.value, t.cost, seed, "real present value");
        session_close(&s);
    }
}

static void scaling_money_scales_results(void **state)
{
    (void)state;
    CASES(g, 30)
    {
        struct terms t = make_terms(&g);
        struct session one, eight;
        compute(&one, write_terms(&t, 1), seed);
        compute(&eight, write_terms(&t, 8), seed);
        struct comparison a = compare_options(&one), b = compare_options(&eight);
        for (uint32_t i = 0; i < 2; i++) {
            const struct option_figures *x = &a.options[i], *y = &b.options[i];
            law(y->total, 8 * x->total, 8 * t.cost, seed, "total");
            law(y->npv.value, 8 * x->npv.value, 8 * t.cost, seed, "present value");
            law(y->metrics.levered_npv.value, 8 * x->metrics.levered_npv.value, 8 * t.cost,
                seed, "levered present value");
            law(y->metrics.eac_monthly.value, 8 * x->metrics.eac_monthly.value, 8 * t.cost,
                seed, "equal cost");
            assert_int_equal(x->metrics.irr.count, y->metrics.irr.count);
        }
        session_close(&one);
        session_close(&eight);
    }
}

// Each rate of return, as the discount rate, makes both options worth the same.
static void present_values_meet_at_each_rate_of_return(void **state)
{
    (void)state;
    uint64_t found = 0;
    CASES(g, 60)
    {
        struct terms t = make_terms(&g);
        struct session s;
        compute(&s, write_terms(&t, 1), seed);
        struct comparison c = compare_options(&s);
        struct irr irr = c.options[1].metrics.irr;
        session_close(&s);
        for (uint32_t i = 0; i < irr.count; i++) {
            if (irr.roots[i] < -0.6 || irr.roots[i] > 20) continue;  // sizes explode beyond
            t.rate = irr.roots[i] * 100;
            compute(&s, write_terms(&t, 1), seed);
            c = compare_options(&s);
            double rent = c.options[0].npv.value, own = c.options[1].npv.value;
            law(own, rent, 100 * fmax(fabs(own), t.cost), seed, "worth at the rate of return");
            session_close(&s);
            found++;
        }
    }
    assert_true(found > 10);
}

// ---- time --------------------------------------------------------------------------------------

// Random money of each class and way of payment, `begin` months later.
static const char DELAYED[] =
    "model: delayed\n"
    "inputs:\n"
    "  begin: {unit: month, doc: Delay.}\n"
    "  flow: {unit: USD, doc: Money by month.}\n"
    "rows:\n"
    "  late: {unit: USD, is: \"if(elapsed >= begin, at(flow, elapsed - begin), 0)\", doc: Late.}\n"
    "costs:\n"
    "  bought: {class: capex, category: x, is: late, paid: start, doc: Capex.}\n"
    "  run: {class: opex, category: x, is: 2 * late, doc: At the end.}\n"
    "  ahead: {class: opex, category: x, is: 3 * late, paid: start, doc: In advance.}\n"
    "  dated: {class: opex, category: x, is: 4 * late, dated: \"true\", doc: On the column.}\n";

static void shifting_by_a_year_discounts_by_a_year(void **state)
{
    (void)state;
    static struct out o;
    static const char *const timings[] = {"end", "mid", "start"};
    CASES(g, 30)
    {
        int months = (int)gen_whole(&g, 1, 30);
        double rate = (double)gen_whole(&g, -20, 60);
        struct session s;
        o.len = 0;
        put(&o, "tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: %d months\n", months + 12);
        put(&o, "finance: {discount_rate: %.17g %%/year, timing: %s}\n", rate,
            timings[gen_whole(&g, 0, 2)]);
        put(&o, "options:\n  now: {c: {use: delayed, begin: 0 months, flow: [");
        for (int m = 0; m < months + 12; m++)
            put(&o, "%s%d USD", m ? ", " : "",
                m < months ? (int)gen_whole(&g, -1000, 1000) : 0);
        put(&o, "]}}\n  later: {c: {like: now.c, begin: 12 months}}\n");
        assert_computed(&s, compute_model(&s, DELAYED, o.text));
        double now = val_double(s.ledger.tallies[0].npv),
               later = val_double(s.ledger.tallies[1].npv);
        law(later * (1 + rate / 100), now, 1e6, seed, "a year later");
        session_close(&s);
    }
}

// ---- leases, deposits, currencies --------------------------------------------------------------

// Over its term a lease charges what is paid for it, and nothing is owed at the end.
static void a_lease_charges_what_it_pays(void **state)
{
    (void)state;
    static struct out o;
    static const char *const books[] = {"ifrs_16", "asc_842_finance", "asc_842_operating"};
    CASES(g, 30)
    {
        int term = (int)gen_whole(&g, 2, 60), kind = (int)gen_whole(&g, 0, 2);
        double buyout = kind == 2 || gen_chance(&g, 0.5) ? 0 : (double)gen_whole(&g, 1, 60);
        int life = buyout > 0 ? term + (int)gen_whole(&g, 0, 30) : term;
        struct session s;
        o.len = 0;
        put(&o, "tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: %d months\n",
            buyout > 0 ? life + 1 : term);
        put(&o, "catalog: {servers: {node: {price: %d USD/server, gpus: 8 gpu/server, ",
            (int)gen_whole(&g, 1000, 900000));
        put(&o, "gpu: h100-sxm, power: 10 kW/server}}}\noptions:\n  lease:\n    it: {use: ");
        put(&o,
            "leased-fleet, server: node, site: {pue: 1, electricity: 0 USD/kWh, colocation: ");
        put(&o,
            "0 USD/kW/month}, gpus: 16, apr: %d %%/year, term: %d months, buyout: %.17g %%, ",
            (int)gen_whole(&g, 0, 25), term, buyout);
        put(&o,
            "residual: 20 %%, borrowing_rate: %d %%/year, useful_life: %d months, books: %s}\n",
            (int)gen_whole(&g, 0, 25), life, books[kind]);
        compute(&s, o.text, seed);
        double paid = sum_of(&s, "lease.it.lease") + sum_of(&s, "lease.it.bought_out");
        law(sum_of(&s, "lease.it.lease_expense"), paid, 1e6, seed, "expense and payments");
        law(row_value(&s, "lease.it.rou_asset", s.program.months), 0, 1e6, seed, "asset");
        law(row_value(&s, "lease.it.lease_liability", s.program.months), 0, 1e6, seed, "debt");
        session_close(&s);
    }
}

// A lease at its own rate is worth nothing: owners pay what buying costs. Nothing is owed at the end, and
// the books charge what is paid.
static void a_lease_at_its_rate_is_worth_nothing(void **state)
{
    (void)state;
    static struct out o;
    CASES(g, 40)
    {
        static const int steps[] = {1, 3, 12};
        int every = steps[gen_whole(&g, 0, 2)], term = every * (int)gen_whole(&g, 1, 8);
        bool bought = gen_chance(&g, 0.5), straight = !bought && gen_chance(&g, 0.5);
        double apr = (double)gen_whole(&g, 0, 25), cost = (double)gen_whole(&g, 1, 900) * 1000;
        double yearly = 100 * (pow(1 + apr * every / 1200, 12.0 / every) - 1);
        struct session s;
        o.len = 0;
        put(&o, "tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: %d months\n", term);
        put(&o, "finance: {discount_rate: 5 %%/year, cost_of_equity: %.17g %%/year}\n", yearly);
        put(&o, "options:\n  o:\n    it: {use: long-lived-asset, cost: %.0f USD, ", cost);
        put(&o, "life: %d months, maintenance_rate: 0 %%/year}\n    lease: {use: lease, ",
            term);
        put(&o, "apr: %.0f %%/year, term: %d months, every: %d months, ", apr, term, every);
        put(&o, "share: %d %%, timing: %s, at_end: %s, buyout: %d %%, books: %s}\n",
            (int)gen_whole(&g, 1, 100), gen_chance(&g, 0.5) ? "advance" : "arrears",
            bought ? "bought" : "returned", bought ? (int)gen_whole(&g, 0, 60) : 0,
            straight ? "operating" : "finance");
        compute(&s, o.text, seed);
        double rentals = sum_of(&s, "o.lease.rental_first") + sum_of(&s, "o.lease.rental_last");
        double charged = sum_of(&s, "o.lease.charged_wear") +
                         sum_of(&s, "o.lease.charged_interest") +
                         sum_of(&s, "o.lease.charged_straight");
        double buyout =
            sum_of(&s, "o.lease.buyout_wear") + sum_of(&s, "o.lease.buyout_interest");
        law(charged, rentals, cost, seed, "rentals in the books");
        law(buyout, sum_of(&s, "o.lease.bought_out"), cost, seed, "purchase in the books");
        law(row_value(&s, "o.lease.liability", s.program.months), 0, cost, seed, "debt");
        struct comparison c = compare_options(&s);
        double levered = c.options[0].metrics.levered_npv.value;
        law(levered, cost, cost, seed, "levered present value");
        session_close(&s);
    }
}

static const char *write_currency(const char *rate, int cost, int life)
{
    static struct out o;
    o.len = 0;
    put(&o, "tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: 24 months\nexchange: {EUR: %s}\n",
        rate);
    put(&o, "options:\n  o: {it: {use: long-lived-asset, cost: %d EUR, life: %d months, ", cost,
        life);
    put(&o, "maintenance_rate: 7 %%/year}}\n");
    return o.text;
}

// A rate that moves by nothing is a number, and one that is hedged in full is its forward rate.
static void rates_of_currencies_agree(void **state)
{
    (void)state;
    static const char *const forms[] = {
        "%.17g USD", "{2027-01: %.17g USD}", "{from: %.17g USD, growth: 0 %%/year}",
        "{spot: 9 USD, forward: %.17g USD, hedged: 1}",
        "{spot: %.17g USD, forward: 9 USD, hedged: 1, term: 0 months}"};
    CASES(g, 20)
    {
        double rate = (double)gen_whole(&g, 1, 4000) / 1000, first = 0;
        int cost = (int)gen_whole(&g, 1, 100000), life = (int)gen_whole(&g, 1, 30);
        for (size_t i = 0; i < COUNT_OF(forms); i++) {
            char text[100];
            struct session s;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            snprintf(text, sizeof text, forms[i], rate);
#pragma GCC diagnostic pop
            compute(&s, write_currency(text, cost, life), seed);
            double total = val_double(s.ledger.tallies[0].total);
            if (i == 0) first = total;
            law(total, first, first, seed, forms[i]);
            session_close(&s);
        }
        assert_true(first > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_hold),
        cmocka_unit_test(real_and_nominal_agree),
        cmocka_unit_test(scaling_money_scales_results),
        cmocka_unit_test(present_values_meet_at_each_rate_of_return),
        cmocka_unit_test(shifting_by_a_year_discounts_by_a_year),
        cmocka_unit_test(a_lease_charges_what_it_pays),
        cmocka_unit_test(a_lease_at_its_rate_is_worth_nothing),
        cmocka_unit_test(rates_of_currencies_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
