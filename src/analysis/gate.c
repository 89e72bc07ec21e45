#include "analysis/gate.h"

#include "analysis/spend.h"
#include "base/num.h"

const char *finding_kind_word(enum finding_kind k)
{
    switch (k) {
    case FINDING_BUDGET: return "budget";
    case FINDING_CHANGE: return "change";
    case FINDING_ASSERTION: return "assertion";
    }
    return "";
}

const char *finding_status_word(enum finding_status s)
{
    switch (s) {
    case FINDING_PASS: return "pass";
    case FINDING_FAIL: return "fail";
    case FINDING_WAIVED: return "waived";
    case FINDING_SKIPPED: return "skipped";
    }
    return "";
}

struct judging {
    struct session *s;
    struct arena *a;
    const struct comparison *c;
    const struct base *base;
    struct gate *out;
};

// Whole units of money, or cents where only they tell x from y.
static int cents_apart(double x, double y)
{
    return num_decimals_apart(num_round(x, 2), num_round(y, 2), 0) > 0 ? 2 : 0;
}

static struct str money(const struct judging *j, double v, int decimals)
{
    return str_format(j->a, "%.*s %.*s", STR_ARG(num_grouped(j->a, v, decimals)),
                      STR_ARG(j->s->info.currency));
}

static struct str percent(const struct judging *j, double share, int decimals)
{
    char text[NUM_TEXT];
    if (share >= 100)
        return str_format(j->a, "%.*s %%",
                          STR_ARG(num_grouped(j->a, share * 100, decimals > 1 ? decimals : 0)));
    num_write_tidy(text, num_round(share * 100, decimals));
    return str_format(j->a, "%s %%", text);
}

static struct finding finding_of(enum finding_kind kind, const struct check_head *head,
                                 enum level level)
{
    return (struct finding){.kind = kind,
                            .level = level,
                            .id = head->id,
                            .advice = head->message,
                            .where = head->where};
}

static struct maybe known(double v)
{
    return (struct maybe){true, v};
}

// Finds the option of a scope. One that can't do the work fails whatever it costs.
static bool find_option(const struct judging *j, const struct scope *scope, struct finding *f,
                        uint32_t *option)
{
    *option = spend_option(j->s, j->c, scope->option);
    f->option = *option == NO_NAME ? scope->option : j->s->program.options.at[*option].name;
    f->unit = j->s->info.currency;
    bool fits = *option != NO_NAME && j->c->options[*option].feasible;
    if (fits && spend_has_component(j->s, *option, scope->component)) return true;
    f->status = FINDING_FAIL;
    if (*option == NO_NAME)
        f->message = STR("no option is feasible");
    else if (fits)
        f->message =
            str_format(j->a, "the %.*s is %.*s, which has no component %.*s",
                       STR_ARG(scope->option), STR_ARG(f->option), STR_ARG(scope->component));
    else
        f->message = str_format(j->a, "%.*s is infeasible: %.*s", STR_ARG(f->option),
                                STR_ARG(j->c->options[*option].reason));
    return false;
}

static void set_ratio(struct finding *f)
{
    if (f->actual.known && f->limit.known && f->limit.value != 0)
        f->ratio = known(f->actual.value / f->limit.value);
}

// ---- budgets -----------------------------------------------------------------------------------

static enum level gravest(const struct budget *b)
{
    enum level level = LEVEL_WARN;
    for (uint32_t i = 0; i < b->thresholds.count; i++)
        if (b->thresholds.at[i].level > level) level = b->thresholds.at[i].level;
    return level;
}

// Costs to the cent: what is more by rounding alone is not more.
static bool is_over(double actual, double limit)
{
    return num_round(actual, 2) > num_round(limit, 2);
}

// The gravest threshold that is passed; among equals the highest. NULL if none is.
static const struct threshold *reached(const struct budget *b, double actual)
{
    const struct threshold *found = NULL;
    for (uint32_t i = 0; i < b->thresholds.count; i++) {
        const struct threshold *t = &b->thresholds.at[i];
        if (!is_over(actual, t->at * b->amount)) continue;
        if (!found || t->level > found->level ||
            (t->level == found->level && t->at > found->at))
            found = t;
    }
    return found;
}

static struct str budget_text(const struct judging *j, const struct budget *b,
                              const struct finding *f, const struct threshold *t)
{
    struct text m = {.arena = j->a};
    double now = f->actual.value;
    int decimals = t && t->at == 1 ? cents_apart(now, b->amount) : 0, share = 1;
    if (t && f->ratio.known)
        share = num_decimals_apart(f->ratio.value * 100, t->at * 100, share);
    text_addf(&m, "%.*s costs %.*s of %.*s",
              STR_ARG(spend_text(j->a, &j->s->program, &b->scope, f->option)),
              STR_ARG(money(j, now, decimals)), STR_ARG(money(j, b->amount, decimals)));
    if (f->ratio.known) text_addf(&m, ", %.*s", STR_ARG(percent(j, f->ratio.value, share)));
    if (t && t->at != 1)
        text_addf(&m, ", above the limit of %.*s", STR_ARG(percent(j, t->at, share)));
    return text_str(&m);
}

static bool judge_budget(const struct judging *j, const struct budget *b, struct finding *f)
{
    uint32_t option;
    *f = finding_of(FINDING_BUDGET, &b->head, gravest(b));
    f->limit = known(b->amount);
    if (!spend_check(j->s, &b->scope)) return false;
    if (!find_option(j, &b->scope, f, &option)) return true;
    f->actual = known(spend_sum(j->s, option, &b->scope));
    set_ratio(f);
    const struct threshold *t = reached(b, f->actual.value);
    if (t) f->level = t->level;
    f->status = t ? FINDING_FAIL : FINDING_PASS;
    f->message = budget_text(j, b, f, t);
    return true;
}

// ---- changes -----------------------------------------------------------------------------------

// Of both limits, the lower one.
static double allowed(const struct change_limit *c, double before)
{
    double share = c->ratio * (before < 0 ? -before : before);
    if (!c->has_amount) return share;
    return c->has_ratio && share < c->amount ? share : c->amount;
}

// "own rises by 5 USD from 100 USD to 105 USD"
static void add_rise(const struct judging *j, struct str what, double before, double now, int d,
                     struct text *m)
{
    text_add(m, what);
    if (num_round(now - before, 2) == 0)
        text_addf(m, " costs %.*s as before", STR_ARG(money(j, now, 0)));
    else
        text_addf(m, " %s by %.*s from %.*s to %.*s", now > before ? "rises" : "falls",
                  STR_ARG(money(j, now > before ? now - before : before - now, d)),
                  STR_ARG(money(j, before, d)), STR_ARG(money(j, now, d)));
}

// The cheapest option, or the baseline, may be another one than before.
static struct str change_text(const struct judging *j, const struct change_limit *c,
                              double before, double now, const struct finding *f)
{
    struct text m = {.arena = j->a};
    struct str word = c->scope.option, was = j->base->means(j->base->context, word);
    bool failed = f->status == FINDING_FAIL, other = was.len && !str_eq(was, f->option);
    int d = cents_apart(now, before);
    if (failed && cents_apart(now - before, f->limit.value) > d) d = 2;
    if (other)
        text_addf(&m, "the %.*s: %.*s %.*s before, %.*s %.*s now",
                  STR_ARG(spend_text(j->a, &j->s->program, &c->scope, word)), STR_ARG(was),
                  STR_ARG(money(j, before, d)), STR_ARG(f->option), STR_ARG(money(j, now, d)));
    else
        add_rise(j, spend_text(j->a, &j->s->program, &c->scope, f->option), before, now, d, &m);
    if (failed) text_addf(&m, "; %.*s more is allowed", STR_ARG(money(j, f->limit.value, d)));
    return text_str(&m);
}

static void judge_increase(const struct judging *j, const struct change_limit *c, double before,
                           double now, struct finding *f)
{
    double limit = allowed(c, before);
    f->actual = known(now - before);
    f->limit = known(limit);
    set_ratio(f);
    f->status = is_over(now - before, limit) ? FINDING_FAIL : FINDING_PASS;
    f->message = change_text(j, c, before, now, f);
}

static bool judge_change(const struct judging *j, const struct change_limit *c,
                         struct finding *f)
{
    uint32_t option;
    double before;
    struct str why = STR("no base was given to compare with");
    *f = finding_of(FINDING_CHANGE, &c->head, c->level);
    if (!spend_check(j->s, &c->scope)) return false;
    if (!find_option(j, &c->scope, f, &option)) return true;
    if (j->base && j->base->amount(j->base->context, &c->scope, &before, &why)) {
        judge_increase(j, c, before, spend_sum(j->s, option, &c->scope), f);
        return true;
    }
    f->status = FINDING_SKIPPED;
    f->message = why;
    return true;
}

// ---- assertions --------------------------------------------------------------------------------

static bool judge_assertion(const struct judging *j, const struct simulation *sim,
                            const struct assertion *a, struct finding *f)
{
    struct asserted found;
    struct assertion_judge of = {j->s, j->c, sim};
    *f = finding_of(FINDING_ASSERTION, &a->head, a->level);
    if (!assertion_compute(&of, a, &found)) return false;
    bool unsure = found.infeasible.len || found.unknown.len;
    f->status = found.holds && !unsure ? FINDING_PASS : FINDING_FAIL;
    f->actual = found.unknown.len ? (struct maybe){false, 0} : found.actual;
    f->limit = found.limit;
    f->unit = found.unit;
    set_ratio(f);
    const char *not = f->status == FINDING_PASS ? ""
                      : found.unknown.len       ? "not known: "
                                                : "not true: ";
    f->message = found.infeasible.len ? str_format(j->a, "%.*s", STR_ARG(found.infeasible))
                                      : str_format(j->a, "%s%.*s; %.*s", not, STR_ARG(a->text),
                                                   STR_ARG(found.found));
    return true;
}

// ---- waivers -----------------------------------------------------------------------------------

static const struct waiver *waiver_of(const struct judging *j, struct str id)
{
    const struct budgets *b = &j->s->info.budgets;
    const struct waiver *last = NULL;
    for (uint32_t i = 0; i < b->waivers.count; i++) {
        const struct waiver *w = &b->waivers.at[i];
        if (str_eq(w->id, id) && (!last || w->until > last->until)) last = w;
    }
    return last;
}

static bool check_day(const struct judging *j)
{
    const struct budgets *b = &j->s->info.budgets;
    if (b->waivers.count == 0 || j->s->info.today) return true;
    diag_fail(&j->s->diags, b->waivers.at[0].where, DIAG_NO_DAY,
              "there is no day on which this waiver can be judged");
    diag_help(&j->s->diags, "give --today, or as_of in the scenario");
    return false;
}

static void apply_waiver(const struct judging *j, struct finding *f)
{
    const struct waiver *w = waiver_of(j, f->id);
    if (!w) return;
    bool past = w->until < j->s->info.today;
    if (past)
        diag_warn(&j->s->diags, w->where, DIAG_EXPIRED, "the waiver of %.*s ended on %.*s",
                  STR_ARG(w->id), STR_ARG(w->until_text));
    if (f->status != FINDING_FAIL) return;
    f->waiver = w;
    if (!past) f->status = FINDING_WAIVED;
    if (past)
        f->message = str_format(j->a, "%.*s; its waiver ended on %.*s", STR_ARG(f->message),
                                STR_ARG(w->until_text));
}

// ---- all of them -------------------------------------------------------------------------------

static void count(struct gate *g, const struct finding *f)
{
    switch (f->status) {
    case FINDING_PASS: g->passed++; break;
    case FINDING_FAIL: g->failed[f->level]++; break;
    case FINDING_WAIVED: g->waived++; break;
    case FINDING_SKIPPED: g->skipped++; break;
    }
}

static void add(const struct judging *j, struct finding f)
{
    f.location = source_location(j->a, &j->s->sources, f.where);
    apply_waiver(j, &f);
    count(j->out, &f);
    VEC_PUSH(j->a, &j->out->findings, f);
}

bool gate_needs_trials(const struct session *s)
{
    const struct budgets *b = &s->info.budgets;
    for (uint32_t i = 0; i < b->assertions.count; i++)
        if (assertion_needs_trials(&s->program, &b->assertions.at[i])) return true;
    return false;
}

bool gate_judge(struct session *s, const struct comparison *c, const struct simulation *sim,
                const struct base *base, struct gate *out)
{
    struct judging j = {s, &s->arena, c, base, out};
    const struct budgets *b = &s->info.budgets;
    struct finding f;
    *out = (struct gate){0};
    bool ok = budgets_check_waivers(b, &s->diags) && check_day(&j);
    for (uint32_t i = 0; i < b->budgets.count; i++)
        if (judge_budget(&j, &b->budgets.at[i], &f))
            add(&j, f);
        else
            ok = false;
    for (uint32_t i = 0; i < b->changes.count; i++)
        if (judge_change(&j, &b->changes.at[i], &f))
            add(&j, f);
        else
            ok = false;
    for (uint32_t i = 0; i < b->assertions.count; i++)
        if (judge_assertion(&j, sim, &b->assertions.at[i], &f))
            add(&j, f);
        else
            ok = false;
    return ok;
}

bool gate_check(struct session *s)
{
    const struct budgets *b = &s->info.budgets;
    bool ok = true, alone = s->program.options.count == 0;
    for (uint32_t i = 0; i < b->budgets.count && !alone; i++)
        ok = spend_check(s, &b->budgets.at[i].scope) && ok;
    for (uint32_t i = 0; i < b->changes.count && !alone; i++)
        ok = spend_check(s, &b->changes.at[i].scope) && ok;
    for (uint32_t i = 0; i < b->assertions.count; i++)
        ok = assertion_check(s, &b->assertions.at[i]) && ok;
    return ok;
}
