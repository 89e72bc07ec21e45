#include "engine/calculate_int.h"

static bool run(struct calculation *c)
{
    switch (c->calc) {
    case CALC_NPV: return calc_npv(c);
    case CALC_XNPV: return calc_xnpv(c);
    case CALC_IRR: return calc_irr(c);
    case CALC_XIRR: return calc_xirr(c);
    case CALC_MIRR: return calc_mirr(c);
    case CALC_PMT: return calc_pmt(c);
    case CALC_IPMT: return calc_ipmt(c);
    case CALC_PPMT: return calc_ppmt(c);
    case CALC_CUMIPMT: return calc_cumipmt(c);
    case CALC_CUMPRINC: return calc_cumprinc(c);
    case CALC_FV: return calc_fv(c);
    case CALC_PV: return calc_pv(c);
    case CALC_NPER: return calc_nper(c);
    case CALC_RATE: return calc_rate(c);
    case CALC_AMORTISATION: return calc_amortisation(c);
    case CALC_SLN: return calc_sln(c);
    case CALC_SYD: return calc_syd(c);
    case CALC_DDB: return calc_ddb(c);
    case CALC_DB: return calc_db(c);
    case CALC_VDB: return calc_vdb(c);
    case CALC_MACRS: return calc_macrs(c);
    case CALC_MACRS_TABLE: return calc_macrs_table(c);
    case CALC_MACRS_FORMULA: return calc_macrs_formula(c);
    case CALC_TAX_DEPRECIATION: return calc_tax_depreciation(c);
    case CALC_DISPOSAL: return calc_disposal(c);
    case CALC_SHIELD: return calc_shield(c);
    case CALC_EFFECT: return calc_effect(c);
    case CALC_NOMINAL: return calc_nominal(c);
    case CALC_MONTHLY_RATE: return calc_monthly_rate(c);
    case CALC_REAL_RATE: return calc_real_rate(c);
    case CALC_DISCOUNT_FACTOR: return calc_discount_factor(c);
    case CALC_ESCALATE: return calc_escalate(c);
    case CALC_CAGR: return calc_cagr(c);
    case CALC_WACC: return calc_wacc(c);
    case CALC_PAYBACK: return calc_payback(c);
    case CALC_DISCOUNTED_PAYBACK: return calc_discounted_payback(c);
    case CALC_EAC: return calc_eac(c);
    case CALC_EAC_FLOWS: return calc_eac_flows(c);
    case CALC_LEVELISED_COST: return calc_levelised_cost(c);
    case CALC_LEASE: return calc_lease(c);
    case CALC_LEASE_ADVANTAGE: return calc_lease_advantage(c);
    case CALC_CROSSOVER_VOLUME: return calc_crossover_volume(c);
    case CALC_CROSSOVER_UTILISATION: return calc_crossover_utilisation(c);
    case CALC_ALE: return calc_ale(c);
    case CALC_ALE_PERT: return calc_ale_pert(c);
    case CALC_CARBON: return calc_carbon(c);
    case CALC_VARIANCE: return calc_variance(c);
    case CALC_COUNT: break;
    }
    return false;
}

static bool finite(const struct answer_value *v)
{
    if (v->kind == ANSWER_NUMBER) return isfinite(v->number);
    for (uint32_t i = 0; v->kind == ANSWER_LIST && i < v->count; i++)
        if (!finite(&v->items[i])) return false;
    return true;
}

// A payment stands at the end of its period, 0, or at its start, 1; a switch is off or on.
static bool flags_ok(struct calculation *c)
{
    const struct calc_row *row = calc_row(c->calc);
    for (uint32_t i = 0; i < row->param_count; i++)
        if (row->params[i].kind == CALC_FLAG && num(c, i) != 0 && num(c, i) != 1)
            return fail(c, i, "this is 0 or 1");
    return true;
}

bool calculate(struct calculation *c)
{
    c->field_count = 0;
    c->error = c->undefined = STR("");
    c->error_param = CALC_NO_PARAM;
    if (!flags_ok(c) || !run(c)) return false;
    for (uint32_t i = 0; i < c->field_count; i++)
        if (!finite(&c->fields[i].value)) return fail(c, CALC_NO_PARAM, "this is too large");
    return true;
}
