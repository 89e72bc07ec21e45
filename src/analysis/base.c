// base.c - a scenario that others are compared with.
#include "analysis/gate.h"

#include "analysis/spend.h"

bool base_scope(struct arena *a, const struct program *base, const struct program *head,
                const struct scope *scope, struct scope *out, struct str *why)
{
    *out = *scope;
    out->from = 1;
    out->to = base->months;
    if (scope->whole) return true;
    long shift = (long)head->start - base->start;
    long from = (long)scope->from + shift, to = (long)scope->to + shift;
    if (from >= 1 && to <= (long)base->months) {
        out->from = (uint32_t)from;
        out->to = (uint32_t)to;
        return true;
    }
    *why = str_format(a, "the base has not every month from %.*s to %.*s",
                      STR_ARG(month_text(a, head, scope->from)),
                      STR_ARG(month_text(a, head, scope->to)));
    return false;
}

static bool amount(void *context, const struct scope *scope, double *out, struct str *why)
{
    const struct based *b = context;
    struct scope own;
    uint32_t option = spend_option(b->session, &b->comparison, scope->option);
    if (option == NO_NAME) {
        *why = str_format(b->session->diags.arena, "the base has no option %.*s",
                          STR_ARG(scope->option));
        return false;
    }
    if (!base_scope(b->session->diags.arena, &b->session->program, b->head, scope, &own, why))
        return false;
    *out = spend_sum(b->session, option, &own);
    return true;
}

static struct maybe figure(void *context, struct str option, enum metric metric)
{
    const struct based *b = context;
    for (uint32_t i = 0; i < b->comparison.count; i++)
        if (str_eq(b->session->program.options.at[i].name, option))
            return metric_value(&b->comparison.options[i], metric);
    return (struct maybe){false, 0};
}

static struct str winner(void *context)
{
    const struct based *b = context;
    uint32_t w = b->comparison.winner;
    return w == NO_NAME ? STR("") : b->session->program.options.at[w].name;
}

static struct str option_at(void *context, uint32_t at)
{
    const struct program *p = &((const struct based *)context)->session->program;
    return at < p->options.count ? p->options.at[at].name : STR_NONE;
}

static struct str means(void *context, struct str word)
{
    const struct based *b = context;
    uint32_t option = spend_option(b->session, &b->comparison, word);
    return option == NO_NAME ? STR_NONE : option_at(context, option);
}

struct base base_of_session(struct based *b)
{
    return (struct base){b, amount, figure, winner, means, option_at};
}
