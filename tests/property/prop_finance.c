// prop_finance.c - laws of the finance functions, on seeded random cases.
#include "support/check.h"
#include "support/gen.h"

#include "engine/annuity.h"
#include "engine/calculate.h"
#include "engine/depreciation.h"
#include "engine/returns.h"

#include <math.h>

enum { MOST_FLOWS = 40 };

#define CASES(g)                                                                               \
    for (uint64_t seed = 0, cases = gen_cases(40); seed < cases; seed++)                       \
        for (struct gen g = gen_seeded(seed), *once = &g; once; once = NULL)

// Reports the seed of a law that does not hold.
static void holds(bool law, uint64_t seed, const char *what)
{
    if (!law) fail_msg("seed %llu: %s", (unsigned long long)seed, what);
}

struct random_flows {
    double amount[MOST_FLOWS], time[MOST_FLOWS];
    struct series series;
    double size;  // sum of the sizes
};

static void make_flows(struct gen *g, struct random_flows *f)
{
    uint32_t count = (uint32_t)gen_whole(g, 2, MOST_FLOWS);
    f->size = 0;
    for (uint32_t i = 0; i < count; i++) {
        f->amount[i] = floor(gen_number(g, -1000, 1000));
        f->time[i] = i;
        f->size += fabs(f->amount[i]);
    }
    f->series = (struct series){f->amount, f->time, count};
}

static void npv_at_each_irr_is_zero(void **state)
{
    (void)state;
    struct arena arena = {0};
    uint64_t found = 0;
    CASES(g)
    {
        struct random_flows f;
        struct returns_rates r;
        make_flows(&g, &f);
        returns_irr(&arena, &f.series, &r);
        found += r.count;
        for (uint32_t i = 0; i < r.count; i++) {
            double worth = 0, size = 0, base = r.rate[i] < 0 ? f.series.count - 1 : 0;
            for (uint32_t k = 0; k < f.series.count; k++) {
                double term = f.amount[k] * pow(1 + r.rate[i], base - k);
                worth += term;
                size += fabs(term);
            }
            holds(fabs(worth) <= 1e-9 * size, seed, "worth at the rate is not zero");
        }
    }
    assert_true(found > 0);
    arena_free(&arena);
}

// Flows built from chosen rates, (x - x1)(x - x2)(x - x3): all three are found.
static void rates_that_were_built_in_are_found(void **state)
{
    (void)state;
    struct arena arena = {0};
    CASES(g)
    {
        double a = gen_number(&g, -0.5, 0.1), b = a + gen_number(&g, 0.05, 0.5);
        double c = b + gen_number(&g, 0.05, 2), p = 1 + a, q = 1 + b, s = 1 + c;
        const double amount[] = {1, -(p + q + s), p * q + p * s + q * s, -p * q * s};
        const double time[] = {0, 1, 2, 3};
        struct series series = {amount, time, 4};
        struct returns_rates r;
        returns_irr(&arena, &series, &r);
        holds(r.count == 3 && r.status == RETURNS_MULTIPLE, seed, "not three rates");
        holds(fabs(r.rate[0] - a) < 1e-7 && fabs(r.rate[1] - b) < 1e-7 &&
                  fabs(r.rate[2] - c) < 1e-7,
              seed, "other rates");
    }
    arena_free(&arena);
}

static void scaling_money_scales_present_value_and_keeps_rates(void **state)
{
    (void)state;
    struct arena arena = {0};
    CASES(g)
    {
        struct random_flows f;
        struct returns_rates before, after;
        make_flows(&g, &f);
        double rate = gen_number(&g, -0.3, 1), worth = returns_present_value(rate, &f.series);
        returns_irr(&arena, &f.series, &before);
        for (uint32_t i = 0; i < f.series.count; i++)
            f.amount[i] *= 1024;  // exact
        holds(returns_present_value(rate, &f.series) == 1024 * worth, seed, "not scaled");
        returns_irr(&arena, &f.series, &after);
        holds(after.count == before.count, seed, "another number of rates");
        for (uint32_t i = 0; i < before.count; i++)
            holds(after.rate[i] == before.rate[i], seed, "another rate");
    }
    arena_free(&arena);
}

static void shifting_by_a_year_discounts_by_a_year(void **state)
{
    (void)state;
    CASES(g)
    {
        struct random_flows f;
        make_flows(&g, &f);
        double rate = gen_number(&g, -0.3, 1), worth = returns_present_value(rate, &f.series);
        for (uint32_t i = 0; i < f.series.count; i++)
            f.time[i] += 1;
        double later = returns_present_value(rate, &f.series) * (1 + rate);
        holds(fabs(later - worth) <= 1e-11 * f.size * fmax(1, pow(1 + rate, -MOST_FLOWS)), seed,
              "not discounted by a year");
    }
}

static void a_loan_ends_at_its_balloon_and_its_principal_adds_up(void **state)
{
    (void)state;
    struct arena arena = {0};
    CASES(g)
    {
        struct loan l = {.principal = floor(gen_number(&g, 1000, 1e7)),
                         .rate = gen_chance(&g, 0.1) ? 0 : gen_number(&g, 0, 0.03),
                         .months = (uint32_t)gen_whole(&g, 1, 360),
                         .advance = gen_chance(&g, 0.5),
                         .decimals = gen_chance(&g, 0.5) ? 2 : -1};
        struct loan_schedule s;
        annuity_schedule(&arena, &l, &s);
        double paid = 0, left = l.principal;
        for (uint32_t m = 0; m < l.months; m++) {
            paid += s.principal[m];
            left -= s.principal[m];
            holds(fabs(left - s.balance[m]) <= 1e-9 * l.principal, seed, "balance is off");
        }
        holds(s.balance[l.months - 1] == 0, seed, "the loan does not end at zero");
        holds(fabs(paid - l.principal) <= 1e-9 * l.principal, seed, "principal is off");
        if (l.decimals < 0)
            holds(fabs(s.last_payment - s.payment) <= 1e-7 * s.payment, seed, "last payment");
    }
    arena_free(&arena);
}

static void depreciation_adds_up_to_what_is_lost(void **state)
{
    (void)state;
    CASES(g)
    {
        int life = (int)gen_whole(&g, 1, 40);
        struct asset a = {floor(gen_number(&g, 100, 1e6)), 0, life};
        a.salvage = floor(a.cost * gen_number(&g, 0, 1));
        double digits = 0, between = 0, falling = 0, factor = gen_number(&g, 0.5, 4);
        for (int k = 1; k <= life; k++) {
            digits += depreciation_digits(&a, k);
            falling += depreciation_declining(&a, k, factor);
            between += depreciation_between(&a, k - 1, k, factor, false);
        }
        double basis = a.cost - a.salvage, slack = 1e-9 * a.cost;
        holds(fabs(digits - basis) <= slack, seed, "sum of the years' digits");
        holds(fabs(between - basis) <= slack, seed, "declining balance with a change");
        holds(falling <= basis + slack, seed, "declining balance goes below salvage");
        holds(fabs(depreciation_straight(&a) * life - basis) <= slack, seed, "straight line");
        double part = gen_number(&g, 0, life);
        double two = depreciation_between(&a, 0, part, factor, false) +
                     depreciation_between(&a, part, life, factor, false);
        holds(fabs(two - basis) <= slack, seed, "two parts do not make the whole");
    }
}

static void deductions_add_up_to_cost(void **state)
{
    (void)state;
    static const int classes[] = {3, 5, 7, 10, 15, 20};
    CASES(g)
    {
        struct tax_asset a = {floor(gen_number(&g, 100, 1e7)), 0, gen_number(&g, 0, 1),
                              classes[gen_whole(&g, 0, 5)],
                              (enum macrs_convention)gen_whole(&g, 0, 4)};
        a.expensed = a.cost * gen_number(&g, 0, 1);
        double list[MACRS_YEARS], sum = 0;
        tax_deductions(&a, list);
        for (int i = 0; i <= a.class_years; i++)
            sum += list[i];
        holds(fabs(sum - a.cost) <= 1e-9 * a.cost, seed, "deductions do not add up");
    }
}

// Any function with any numbers: an answer, a status or an error; never a number that is none.
static void random_arg(struct gen *g, const struct calc_param *p, double *list,
                       struct calc_arg *arg)
{
    static const double odd[] = {0, 1, -1, 2, 0.5, -0.999999, 1e308, -1e308, 1e-308, 1e9, 12};
    double x = gen_chance(g, 0.5) ? odd[gen_whole(g, 0, (int64_t)COUNT_OF(odd) - 1)]
                                  : gen_number(g, -10, 100);
    arg->given = true;
    arg->number =
        p->kind == CALC_WORD ? (double)gen_whole(g, 0, calc_word_at(p, 1).len > 0) : x;
    if (p->kind == CALC_FLAG) arg->number = (double)gen_whole(g, 0, 1);
    arg->list = list;
    arg->count = (uint32_t)gen_whole(g, 1, 6);
    for (uint32_t i = 0; i < arg->count; i++)
        list[i] = gen_chance(g, 0.3) ? odd[gen_whole(g, 0, (int64_t)COUNT_OF(odd) - 1)]
                                     : floor(gen_number(g, -100, 100));
}

static bool all_finite(const struct answer_value *v)
{
    bool ok = v->kind != ANSWER_NUMBER || isfinite(v->number);
    for (uint32_t i = 0; v->kind == ANSWER_LIST && i < v->count; i++)
        ok = ok && all_finite(&v->items[i]);
    return ok;
}

static void any_numbers_give_an_answer_or_a_reason(void **state)
{
    (void)state;
    struct arena arena = {0};
    CASES(g)
    {
        struct arena_mark mark = arena_mark(&arena);
        for (int f = 0; f < CALC_COUNT; f++) {
            const struct calc_row *row = calc_row((enum calc)f);
            struct calculation c = {.arena = &arena, .calc = (enum calc)f};
            double lists[CALC_PARAMS][6];
            c.units = gen_chance(&g, 0.5);
            for (uint32_t i = 0; i < row->param_count; i++)
                random_arg(&g, &row->params[i], lists[i], &c.args[i]);
            if (!calculate(&c)) {
                holds(c.error.len > 0, seed, "no reason");
                continue;
            }
            holds(c.field_count > 0, seed, "no answer");
            for (uint32_t i = 0; i < c.field_count; i++)
                holds(all_finite(&c.fields[i].value), seed, "a number that is none");
        }
        arena_release(&arena, mark);
    }
    arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(npv_at_each_irr_is_zero),
        cmocka_unit_test(rates_that_were_built_in_are_found),
        cmocka_unit_test(scaling_money_scales_present_value_and_keeps_rates),
        cmocka_unit_test(shifting_by_a_year_discounts_by_a_year),
        cmocka_unit_test(a_loan_ends_at_its_balloon_and_its_principal_adds_up),
        cmocka_unit_test(depreciation_adds_up_to_what_is_lost),
        cmocka_unit_test(deductions_add_up_to_cost),
        cmocka_unit_test(any_numbers_give_an_answer_or_a_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
