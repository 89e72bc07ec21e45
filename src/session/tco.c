// tco.c - the public functions of include/tco/tco.h over a session.
#include "tco/tco.h"

#include "session/session.h"

#include <assert.h>
#include <stdlib.h>

struct tco_session {
    struct session session;
    struct load_settings settings;
    VEC(struct assignment) sets;
    struct str models;
    bool computed;
};

tco_session *tco_open(void)
{
    tco_session *s = calloc(1, sizeof *s);
    if (s) session_open(&s->session);
    return s;
}

void tco_close(tco_session *s)
{
    if (s) session_close(&s->session);
    free(s);
}

static struct str kept(tco_session *s, const char *text)
{
    return str_copy(&s->session.arena, str_of(text));
}

static const char *c_text(const tco_session *s, struct str text)
{
    return text.len ? str_to_c(s->session.diags.arena, text) : "";
}

// ---- before loading ----------------------------------------------------------------------------

bool tco_use_models(tco_session *s, const char *folder)
{
    s->models = kept(s, folder);
    return s->models.len > 0;
}

bool tco_set(tco_session *s, const char *assignment)
{
    struct assignment a;
    struct session *session = &s->session;
    if (!assignment_parse(&session->tree, STR("--set"), kept(s, assignment), &session->diags,
                          &a))
        return false;
    VEC_PUSH(&session->arena, &s->sets, a);
    return true;
}

void tco_choose_case(tco_session *s, const char *name)
{
    s->settings.case_name = kept(s, name);
}

// ---- one scenario ------------------------------------------------------------------------------

bool tco_load(tco_session *s, const char *path)
{
    struct str file = kept(s, path);
    s->settings.sets = s->sets.at;
    s->settings.set_count = s->sets.count;
    return session_add_models(&s->session, s->models, file) &&
           session_load(&s->session, file, &s->settings);
}

bool tco_compute(tco_session *s)
{
    s->computed = session_compute(&s->session);
    return s->computed;
}

// ---- results -----------------------------------------------------------------------------------

const char *tco_currency(const tco_session *s)
{
    return c_text(s, s->session.info.currency);
}

size_t tco_months(const tco_session *s)
{
    return s->session.program.months;
}

size_t tco_option_count(const tco_session *s)
{
    return s->session.program.options.count;
}

const char *tco_option_name(const tco_session *s, size_t option)
{
    assert(option < tco_option_count(s));
    return c_text(s, s->session.program.options.at[option].name);
}

static const struct tally *tally_of(const tco_session *s, size_t option)
{
    assert(s->computed && option < tco_option_count(s));
    return &s->session.ledger.tallies[option];
}

static struct val metric_value(const struct tally *t, tco_metric metric)
{
    switch (metric) {
    case TCO_CAPEX: return t->capex;
    case TCO_OPEX: return t->opex;
    case TCO_TOTAL: return t->total;
    case TCO_NPV: return t->npv;
    case TCO_RISK: return t->risk;
    case TCO_RISK_ADJUSTED_TOTAL: return t->risk_adjusted;
    case TCO_BENEFIT: return t->benefit;
    case TCO_TOKENS: return t->tokens;
    }
    return val_number(0);
}

bool tco_metric_of(const tco_session *s, size_t option, tco_metric metric, double *value)
{
    const struct tally *t = tally_of(s, option);
    if (metric == TCO_NPV && !s->session.ledger.discounted) return false;
    *value = val_double(metric_value(t, metric));
    return true;
}

bool tco_feasible(const tco_session *s, size_t option)
{
    const struct tally *t = tally_of(s, option);
    return val_double(t->infeasible) == 0 &&
           s->session.program.options.at[option].infeasible.len == 0;
}

static const struct line *line_at(const tco_session *s, size_t line)
{
    assert(s->computed && line < s->session.ledger.lines.count);
    return &s->session.ledger.lines.at[line];
}

size_t tco_line_count(const tco_session *s)
{
    return s->session.ledger.lines.count;
}

const char *tco_line_address(const tco_session *s, size_t line)
{
    struct arena *a = s->session.diags.arena;
    return c_text(s, row_address(a, &s->session.program, line_at(s, line)->row));
}

size_t tco_line_option(const tco_session *s, size_t line)
{
    return line_at(s, line)->option;
}

const char *tco_line_class(const tco_session *s, size_t line)
{
    return class_word(line_at(s, line)->name->cost.class);
}

double tco_billed(const tco_session *s, size_t line, size_t column)
{
    assert(column <= tco_months(s));
    return val_double(line_at(s, line)->billed[column]);
}

double tco_effective(const tco_session *s, size_t line, size_t column)
{
    assert(column <= tco_months(s));
    return val_double(line_at(s, line)->effective[column]);
}

// ---- diagnostics -------------------------------------------------------------------------------

size_t tco_diagnostic_count(tco_session *s)
{
    return s->session.diags.list.count;
}

bool tco_diagnostic_at(tco_session *s, size_t number, tco_diagnostic *out)
{
    struct diags *d = &s->session.diags;
    diag_sort(d);
    if (number >= d->list.count) return false;
    const struct diag *one = &d->list.at[number];
    const struct source *source = source_get(d->sources, one->where.source);
    struct position at = {0};
    if (source) at = source_position(source, one->where.start);
    *out = (tco_diagnostic){
        .severity = one->severity == SEVERITY_ERROR     ? TCO_ERROR
                    : one->severity == SEVERITY_WARNING ? TCO_WARNING
                                                        : TCO_NOTE,
        .id = c_text(s, one->id),
        .message = c_text(s, one->message),
        .help = c_text(s, one->help),
        .file = c_text(s, source ? source->name : one->file),
        .line = at.line,
        .column = at.column,
    };
    return true;
}
