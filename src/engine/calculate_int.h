// calculate_int.h - shared by the files that hold the functions of calcs.def, by family.
#ifndef TCO_ENGINE_CALCULATE_INT_H
#define TCO_ENGINE_CALCULATE_INT_H

#include "engine/calculate.h"

#include "engine/depreciation.h"
#include "engine/returns.h"
#include "engine/vmath.h"

// ---- answers and faults ------------------------------------------------------------------------

static inline bool fail(struct calculation *c, uint32_t param, const char *message)
{
    c->error = str_of(message);
    c->error_param = param;
    return false;
}

static inline struct answer_value number_value(double x)
{
    return (struct answer_value){.kind = ANSWER_NUMBER, .number = x};
}

static inline struct answer_value word_value(const char *word)
{
    return (struct answer_value){.kind = ANSWER_WORD, .word = str_of(word)};
}

static inline struct answer_value null_value(void)
{
    return (struct answer_value){.kind = ANSWER_NULL};
}

static inline struct answer_value maybe(bool known, double x)
{
    return known ? number_value(x) : null_value();
}

static inline struct answer_value new_list(struct calculation *c, uint32_t count)
{
    return (struct answer_value){.kind = ANSWER_LIST,
                                 .items = ARENA_ARRAY(c->arena, struct answer_value, count),
                                 .count = count};
}

static inline struct answer_value list_value(struct calculation *c, const double *x,
                                             uint32_t count)
{
    struct answer_value v = new_list(c, count);
    for (uint32_t i = 0; i < count; i++)
        v.items[i] = number_value(x[i]);
    return v;
}

static inline void put(struct calculation *c, const char *key, struct answer_value v)
{
    c->fields[c->field_count++] = (struct answer_field){str_of(key), v};
}

static inline bool answer(struct calculation *c, double x)
{
    put(c, "value", number_value(x));
    return true;
}

static inline bool undefined(struct calculation *c, const char *why)
{
    put(c, "value", null_value());
    c->undefined = str_of(why);
    return true;
}

// ---- arguments ---------------------------------------------------------------------------------

static inline double num(const struct calculation *c, uint32_t i)
{
    return c->args[i].number;
}

static inline bool flag(const struct calculation *c, uint32_t i)
{
    return c->args[i].number != 0;
}

static inline bool rate_ok(struct calculation *c, uint32_t i)
{
    return num(c, i) > -1 || fail(c, i, "a rate must be above -100 %");
}

static inline bool above_zero(struct calculation *c, uint32_t i)
{
    return num(c, i) > 0 || fail(c, i, "this must be above 0");
}

static inline bool not_negative(struct calculation *c, uint32_t i)
{
    return num(c, i) >= 0 || fail(c, i, "this must not be below 0");
}

static inline bool share_ok(struct calculation *c, uint32_t i)
{
    return (num(c, i) >= 0 && num(c, i) <= 1) || fail(c, i, "a share lies between 0 and 1");
}

static inline bool whole_from(struct calculation *c, uint32_t i, double least, double most)
{
    double x = num(c, i);
    if (x == num_floor(x) && x >= least && x <= most) return true;
    return fail(c, i,
                x < least  ? "this number is too small"
                : x > most ? "this number is too large"
                           : "a whole number is expected");
}

// ---- what several families need ----------------------------------------------------------------

// Times first, first + 1, .. of the flows of argument i.
static inline struct series periods_of(struct calculation *c, uint32_t i, double first)
{
    const struct calc_arg *a = &c->args[i];
    double *time = ARENA_ARRAY(c->arena, double, a->count);
    for (uint32_t k = 0; k < a->count; k++)
        time[k] = first + k;
    return (struct series){a->list, time, a->count};
}

static inline bool class_ok(struct calculation *c, uint32_t i)
{
    double years = num(c, i);
    bool printed = years >= 1 && years <= 20 && years == num_floor(years) &&
                   macrs_table((int)years, MACRS_HALF_YEAR) != NULL;
    return printed || fail(c, i, "the classes are 3, 5, 7, 10, 15 and 20 years");
}

static inline enum macrs_convention convention(const struct calculation *c, uint32_t i)
{
    return (enum macrs_convention)num(c, i);
}

static inline double monthly(double yearly, bool nominal)
{
    return nominal ? yearly / 12 : vm_expm1(vm_log1p(yearly) / 12);
}

// How long before its end a period's flows stand: end, mid, begin.
static inline double shift_of(const struct calculation *c, uint32_t timing)
{
    return num(c, timing) * 0.5;
}

static inline double factor(double rate, double time)
{
    return time == 0 ? 1 : vm_exp(-time * vm_log1p(rate));
}

// ---- the functions -----------------------------------------------------------------------------

// calculate_returns.c
bool calc_npv(struct calculation *c);
bool calc_xnpv(struct calculation *c);
bool calc_irr(struct calculation *c);
bool calc_xirr(struct calculation *c);
bool calc_mirr(struct calculation *c);

// calculate_annuities.c
bool calc_pmt(struct calculation *c);
bool calc_ipmt(struct calculation *c);
bool calc_ppmt(struct calculation *c);
bool calc_cumipmt(struct calculation *c);
bool calc_cumprinc(struct calculation *c);
bool calc_fv(struct calculation *c);
bool calc_pv(struct calculation *c);
bool calc_nper(struct calculation *c);
bool calc_rate(struct calculation *c);
bool calc_amortisation(struct calculation *c);

// calculate_depreciation.c
bool calc_sln(struct calculation *c);
bool calc_syd(struct calculation *c);
bool calc_ddb(struct calculation *c);
bool calc_db(struct calculation *c);
bool calc_vdb(struct calculation *c);
bool calc_macrs(struct calculation *c);
bool calc_macrs_table(struct calculation *c);
bool calc_macrs_formula(struct calculation *c);
bool calc_tax_depreciation(struct calculation *c);
bool calc_disposal(struct calculation *c);
bool calc_shield(struct calculation *c);

// calculate_rates.c
bool calc_effect(struct calculation *c);
bool calc_nominal(struct calculation *c);
bool calc_monthly_rate(struct calculation *c);
bool calc_real_rate(struct calculation *c);
bool calc_discount_factor(struct calculation *c);
bool calc_escalate(struct calculation *c);
bool calc_cagr(struct calculation *c);
bool calc_wacc(struct calculation *c);

// calculate_payback.c
bool calc_payback(struct calculation *c);
bool calc_discounted_payback(struct calculation *c);
bool calc_eac(struct calculation *c);
bool calc_eac_flows(struct calculation *c);
bool calc_levelised_cost(struct calculation *c);

// calculate_leases.c
bool calc_lease(struct calculation *c);
bool calc_lease_advantage(struct calculation *c);

// calculate_crossovers.c
bool calc_crossover_volume(struct calculation *c);
bool calc_crossover_utilisation(struct calculation *c);

// calculate_risk.c
bool calc_ale(struct calculation *c);
bool calc_ale_pert(struct calculation *c);
bool calc_carbon(struct calculation *c);
bool calc_variance(struct calculation *c);

#endif
